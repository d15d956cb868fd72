"""Subclasses whose `__init__` names other parameters than that of their class."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from public_estimators import ENCODER, instances
from sklearn.base import BaseEstimator, clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.utils.validation import check_is_fitted

from sktopics import (
    ARTM,
    BERTopic,
    HierarchicalARTM,
    LatentDirichletAllocation,
    Top2Vec,
)
from sktopics._fitted import unfitted
from sktopics.artm import Decorrelator, SmoothSparsePhi, check_regularizer
from sktopics.clustering import merge_models
from sktopics.clustering._steps.parts import fitting_neighbors
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._make_corpus import kind_of

DOCUMENTS = make_documents(32)


def shorter(cls, params):
    """A class whose parameters are set, all but one of its own."""

    class Shorter(cls):
        def __init__(self, label="x"):
            super().__init__(**params)
            self.label = label

    return Shorter


def empty(cls, params):
    """A class without any parameters."""

    class Empty(cls):
        def __init__(self):
            super().__init__(**params)

    return Empty


def longer(cls, params):
    """A class that has one more parameter."""
    names = list(params)
    scope = {"cls": cls, "params": params}
    signature = ", ".join(f"{name}=params[{name!r}]" for name in names)
    passed = ", ".join(f"{name}={name}" for name in names)
    exec(
        f"def __init__(self, *, label='x', {signature}):\n"
        f"    cls.__init__(self, {passed})\n    self.label = label\n",
        scope,
    )
    return type("Longer", (cls,), {"__init__": scope["__init__"]})


def renamed(cls, params):
    """A class whose parameters have other names."""
    scope = {"cls": cls, "params": params}
    signature = ", ".join(f"my_{name}=params[{name!r}]" for name in params)
    passed = ", ".join(f"{name}=my_{name}" for name in params)
    kept = "\n".join(f"    self.my_{name} = my_{name}" for name in params)
    body = f"{kept}\n    cls.__init__(self, {passed})"
    exec(f"def __init__(self, *, {signature}):\n{body}\n", scope)
    return type("Renamed", (cls,), {"__init__": scope["__init__"]})


def data_of(estimator):
    kind = kind_of(estimator)
    if kind == "vectors":
        return np.random.RandomState(0).rand(32, 4)
    return make_corpus(kind, DOCUMENTS)


def output_of(fitted, X):
    if not hasattr(fitted, "transform"):
        return fitted.labels_
    output = fitted.transform(X)
    output = getattr(output, "ids", output)
    return output.toarray() if hasattr(output, "toarray") else output


@pytest.fixture
def subclass(request, monkeypatch):
    """A subclass that can be pickled, an instance of its class, and data."""
    estimator, make = request.param
    params = estimator.get_params(deep=False)
    if "random_state" in params:
        params["random_state"] = 0
    cls = type(estimator)
    made = make(cls, params)
    made.__name__ = made.__qualname__ = "Subclass"
    made.__module__ = __name__
    monkeypatch.setitem(globals(), "Subclass", made)
    return made, cls(**params), data_of(estimator)


CASES = [
    (estimator, make)
    for estimator in instances()
    for make in (shorter, empty, longer, renamed)
]
SUBCLASSES = pytest.mark.parametrize(
    "subclass",
    CASES,
    indirect=True,
    ids=[f"{make.__name__} {estimator!r:.50}" for estimator, make in CASES],
)


@pytest.mark.filterwarnings("ignore:n_neighbors")
@pytest.mark.filterwarnings("ignore:No authors were given")
@SUBCLASSES
def test_subclasses_do_all_that_their_class_does(subclass):
    cls, plain, X = subclass
    plain.fit(X)
    model = cls()
    assert "Subclass" in repr(model)
    model.fit(X)
    check_is_fitted(model)
    repr(model)
    expected = output_of(plain, X)
    assert_array_equal(output_of(model, X), expected)
    assert_array_equal(output_of(clone(model).fit(X), X), expected)
    assert_array_equal(output_of(pickle.loads(pickle.dumps(model)), X), expected)
    if hasattr(model, "partial_fit"):
        batch = cls().partial_fit(X)
        check_is_fitted(batch.partial_fit(X))
    if hasattr(model, "get_feature_names_out"):
        assert len(model.get_feature_names_out())
    if "label" in model.get_params() and hasattr(model, "transform"):
        search = GridSearchCV(
            model,
            {"label": ["a", "b"]},
            scoring=lambda fitted, X, y=None: float(output_of(fitted, X).sum()),
            cv=2,
            error_score="raise",
        ).fit(X)
        assert search.best_estimator_.label == "a"


class ShortBERTopic(BERTopic):
    def __init__(self, encoder=ENCODER, *, random_state=None):
        super().__init__(encoder, min_topic_size=2, random_state=random_state)


class TestBERTopic:
    """What is done to a fitted model keeps what its class has set."""

    @pytest.fixture
    def model(self):
        return ShortBERTopic(random_state=0).fit(DOCUMENTS)

    def test_words(self, model):
        model.update_topics(n_top_words=3)
        assert model.n_top_words == 3
        assert {len(topic.terms) for topic in model.topics_} == {3}
        with pytest.raises(
            ValueError, match="'n_top_words' parameter of ShortBERTopic"
        ):
            model.update_topics(n_top_words=-1)
        assert model.n_top_words == 3

    def test_revisions(self, model):
        model.reduce_topics(2)
        model.merge_topics([0, 1])
        assert len(model.topics_) == 1
        assert model.predict(DOCUMENTS[:3]).tolist() == model.labels_[:3].tolist()

    def test_merging(self, model):
        model.n_top_words = 3
        vectors = model.encoder_.transform(DOCUMENTS)
        first = unfitted(model).fit(DOCUMENTS, embeddings=vectors)
        merged = merge_models([first, first])
        assert isinstance(merged, ShortBERTopic)
        assert merged.min_topic_size == 2
        assert merged.n_top_words == 3
        assert {len(topic.terms) for topic in merged.topics_} == {3}
        assert merged.encoder is not first.encoder
        merged.predict(DOCUMENTS, embeddings=vectors)

    def test_what_has_not_been_fitted(self, model):
        model.set_output(transform="default")
        fresh = unfitted(model)
        assert not any(name.endswith("_") for name in vars(fresh))
        assert (
            vars(fresh).keys()
            == vars(ShortBERTopic().set_output(transform="default")).keys()
        )


class ShortTop2Vec(Top2Vec):
    def __init__(self, encoder=ENCODER, *, random_state=None):
        parts = {"clusterer": ShortKMeans(), "min_topic_size": 2, "merge_distance": 0}
        super().__init__(encoder, random_state=random_state, **parts)


def test_top2vec():
    """What is done to a fitted model keeps what its class has set."""
    model = ShortTop2Vec(random_state=0).fit(DOCUMENTS)
    assert len(model.topics_) == 4
    model.update_topics(DOCUMENTS, ngram_range=(1, 2), n_top_words=3)
    assert {len(topic.terms) for topic in model.topics_} == {3}
    assert any(" " in term for term in model.terms_)
    model.recluster(DOCUMENTS, clusterer=KMeans(3, n_init=1))
    assert len(model.topics_) == model.clusterer.n_clusters == 3
    with pytest.raises(ValueError, match="'min_topic_size' parameter of ShortTop2Vec"):
        model.recluster(DOCUMENTS, min_topic_size=0)
    assert model.min_topic_size == 2
    model.partial_fit(DOCUMENTS[:4]).forget([0])
    merged = merge_models([model, model])
    assert isinstance(merged, ShortTop2Vec)
    assert merged.n_top_words == 3


class ShortKMeans(KMeans):
    def __init__(self, n_clusters=4):
        super().__init__(n_clusters, n_init=1)


class ShortPCA(PCA):
    def __init__(self, n_components=3):
        super().__init__(n_components, svd_solver="randomized")


def test_seeds_reach_parts_that_do_not_name_them():
    clusterer = ShortKMeans()
    model = BERTopic(ENCODER, ShortPCA(), clusterer, random_state=0)
    first, second = clone(model).fit(DOCUMENTS), clone(model).fit(DOCUMENTS)
    assert isinstance(first.clusterer_.random_state, int)
    assert isinstance(first.reducer_.random_state, int)
    assert first.clusterer_.random_state == second.clusterer_.random_state
    assert clusterer.random_state is None
    assert_array_equal(first.labels_, second.labels_)


class LikeUMAP(BaseEstimator):
    """A reducer that needs more documents than neighbours."""

    def __init__(self, n_neighbors=15, init="spectral"):
        self.n_neighbors, self.init = n_neighbors, init


class ShortUMAP(LikeUMAP):
    def __init__(self):
        super().__init__(n_neighbors=50)


def test_a_reducer_that_does_not_name_its_neighbours():
    with pytest.warns(UserWarning, match="it is fitted with n_neighbors=31"):
        assert fitting_neighbors(ShortUMAP(), 32).n_neighbors == 31


class ShortARTM(ARTM):
    def __init__(self, n_components=3):
        super().__init__(n_components, max_iter=3)


def test_levels_of_a_hierarchy():
    X = make_corpus("counts", DOCUMENTS)
    levels = [ShortARTM(2), ShortARTM(4)]
    short = HierarchicalARTM(levels, random_state=0).fit(X)
    plain = [ARTM(2, max_iter=3), ARTM(4, max_iter=3)]
    expected = HierarchicalARTM(plain, random_state=0).fit(X)
    assert_array_equal(short.components_, expected.components_)
    assert short.levels_[0].random_state == expected.levels_[0].random_state
    assert levels[0].random_state is None


class ShortDecorrelator(Decorrelator):
    def __init__(self, tau=1.0):
        super().__init__(tau, topics=[0, 1], schedule=[1.0], relative=True)


class ShortSmooth(SmoothSparsePhi):
    def __init__(self):
        super().__init__(0.5)


def test_regularizers():
    check_regularizer(ShortDecorrelator(0.3))
    check_regularizer(ShortSmooth())
    X = make_corpus("counts", DOCUMENTS)
    short = ARTM(3, regularizers=[ShortSmooth()], random_state=0).fit(X)
    plain = ARTM(3, regularizers=[SmoothSparsePhi(0.5)], random_state=0).fit(X)
    assert_array_equal(short.components_, plain.components_)
    regularizer = ShortSmooth()
    regularizer.topics = [0]
    assert regularizer.bind(None, 3).topics == [0]


class WrongLDA(LatentDirichletAllocation):
    def __init__(self):
        super().__init__(n_components=-3)


def test_parameters_that_a_subclass_does_not_name_are_validated():
    with pytest.raises(
        ValueError, match="'n_components' parameter of WrongLDA must be"
    ):
        WrongLDA().fit(make_corpus("counts", DOCUMENTS))
    model = ShortBERTopic(random_state=0).fit(DOCUMENTS)
    model.assign = "nobody"
    with pytest.raises(ValueError, match="'assign' parameter of ShortBERTopic must be"):
        model.predict(DOCUMENTS)
