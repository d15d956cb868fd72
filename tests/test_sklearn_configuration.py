"""What users configure scikit-learn to changes neither labels nor components."""

from contextlib import contextmanager

import numpy as np
import pytest
import scipy.sparse as sp
import sklearn
from numpy.testing import assert_array_equal
from public_estimators import ENCODER, instances
from sklearn import config_context, get_config
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.callback import ScoringMonitor
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, IncrementalPCA, TruncatedSVD
from sklearn.feature_extraction.text import (
    CountVectorizer,
    TfidfTransformer,
    TfidfVectorizer,
)
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import get_tags

from sktopics import BERTopic, ClassTfidfTransformer, LatentDirichletAllocation
from sktopics.clustering import merge_models
from sktopics.metrics import coherence_scorer, perplexity_scorer
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._make_corpus import kind_of
from sktopics.topics import topic_table

DOCUMENTS = make_documents(40)
NEW = make_documents(48)[40:]
LABELS = np.arange(40) % 4
VECTORS = (
    clone(ENCODER).set_params(truncatedsvd__random_state=0).fit_transform(DOCUMENTS)
)

CONFIGURATIONS = {
    "pandas": {"transform_output": "pandas"},
    "polars": {"transform_output": "polars"},
    "assume_finite": {"assume_finite": True},
    "routing": {"enable_metadata_routing": True},
    "no validation": {"skip_parameter_validation": True},
    "display": {"print_changed_only": False, "display": "text"},
    "memory": {"working_memory": 1, "pairwise_dist_chunk_size": 1},
    "sparse arrays": {"sparse_interface": "sparray"},
}


@contextmanager
def configured(name):
    """Configure scikit-learn for all that follows, as `set_config` does."""
    if name in ("pandas", "polars"):
        pytest.importorskip(name)
    with config_context():
        sklearn.set_config(**CONFIGURATIONS[name])
        yield


def array_of(output):
    for method in ("toarray", "to_numpy"):
        if hasattr(output, method):
            return getattr(output, method)()
    return np.asarray(getattr(output, "ids", output))


def data_of(estimator):
    kind = kind_of(estimator)
    if kind == "vectors":
        return np.random.RandomState(0).rand(40, 4)
    return make_corpus(kind, DOCUMENTS)


def results_of(estimator):
    """All that an estimator gives for its own data, by name."""
    X, model = data_of(estimator), clone(estimator)
    if "random_state" in model.get_params(deep=False):
        model.set_params(random_state=0)
    results = {}
    if hasattr(model, "fit_transform"):
        results["fit_transform"] = model.fit_transform(X)
    model.fit(X)
    if hasattr(model, "partial_fit"):
        batches = clone(model).partial_fit(X).partial_fit(X)
        results["after partial_fit"] = batches.transform(X)
    for name in ("transform", "predict", "predict_proba", "score"):
        if hasattr(model, name):
            results[name] = getattr(model, name)(X)
    for name in ("labels_", "components_", "probabilities_", "word_vectors_"):
        if hasattr(model, name):
            results[name] = getattr(model, name)
    return model, results


@pytest.mark.filterwarnings("ignore:No authors were given")
@pytest.mark.filterwarnings("ignore:n_neighbors")
@pytest.mark.filterwarnings("ignore:No topics were found")
@pytest.mark.parametrize("estimator", instances(), ids=lambda e: f"{e!r:.60}")
def test_every_estimator_under_every_configuration(estimator):
    _, expected = results_of(estimator)
    for name in CONFIGURATIONS:
        with configured(name):
            model, found = results_of(estimator)
            assert found.keys() == expected.keys()
            for what, value in found.items():
                assert_array_equal(
                    array_of(value), array_of(expected[what]), f"{what} under {name}"
                )
            if name in ("pandas", "polars") and hasattr(model, "set_output"):
                _check_frames(model, found, name)


def _check_frames(model, found, library):
    """A transformer that takes part in set_output gives frames with its names."""
    if not isinstance(model, TransformerMixin):  # its own set_output refuses
        return
    for what in ("transform", "fit_transform"):
        assert type(found[what]).__module__.startswith(library)
        assert list(found[what].columns) == list(model.get_feature_names_out())


def encoder():
    return clone(ENCODER).set_params(truncatedsvd__random_state=0)


def bertopic(reducer=None, clusterer="auto", **params):
    return BERTopic(
        encoder(), reducer, clusterer, min_topic_size=3, random_state=0, **params
    )


def online():
    model = bertopic(IncrementalPCA(3), MiniBatchKMeans(4, n_init=1))
    return model.partial_fit(DOCUMENTS[:20]).partial_fit(DOCUMENTS[20:])


def merged():
    first = bertopic().fit(DOCUMENTS[:20], embeddings=VECTORS[:20])
    second = bertopic().fit(DOCUMENTS[20:], embeddings=VECTORS[20:])
    model = merge_models([first, second])
    model.encoder_ = encoder().fit(DOCUMENTS)
    return model


def revised():
    model = bertopic(PCA(3), KMeans(6, n_init=1)).fit(DOCUMENTS)
    model.reduce_topics(4)
    model.update_topics(DOCUMENTS, vectorizer=CountVectorizer(ngram_range=(1, 2)))
    model.merge_topics([0, 1])
    model.match_topics_to(model)
    return model


def with_explicit_output(library):
    parts = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
    parts[-1].set_output(transform=library)
    reducer = PCA(3).set_output(transform=library)
    return BERTopic(parts, reducer, KMeans(4, n_init=1), random_state=0)


WAYS = {
    "unsupervised": lambda: bertopic().fit(DOCUMENTS),
    "reduced": lambda: bertopic(PCA(3), KMeans(4, n_init=1)).fit(DOCUMENTS),
    "semi-supervised": lambda: bertopic(PCA(3), KMeans(4, n_init=1)).fit(
        DOCUMENTS, np.where(LABELS == 1, -1, LABELS)
    ),
    "supervised": lambda: bertopic(PCA(3), LogisticRegression()).fit(DOCUMENTS, LABELS),
    "labels": lambda: bertopic(None, None).fit(DOCUMENTS, LABELS),
    "zero-shot": lambda: bertopic(
        zeroshot_topics=["rocket planet", "oven flour"], zeroshot_min_similarity=0.4
    ).fit(DOCUMENTS),
    "guided": lambda: bertopic(seed_topics=[["rocket"], ["oven", "flour"]]).fit(
        DOCUMENTS
    ),
    "online": online,
    "merged": merged,
    "revised": revised,
    "by centroids": lambda: bertopic(assign="centroid").fit(DOCUMENTS),
    "TfidfTransformer": lambda: bertopic(weighting=TfidfTransformer()).fit(DOCUMENTS),
    "frames between parts": lambda: with_explicit_output("pandas").fit(DOCUMENTS),
    "polars between parts": lambda: with_explicit_output("polars").fit(DOCUMENTS),
}


def told_by(model):
    table = topic_table(model, X=DOCUMENTS)
    return {
        "labels": model.labels_,
        "components": model.components_,
        "transform": model.transform([*DOCUMENTS, *NEW]),
        "predict": model.predict([*NEW, *DOCUMENTS]),
        "sizes": [topic.size for topic in table],
        "weights": [weight for topic in table for weight in topic.weights],
    }


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_bertopic_fitted_in_every_way(way):
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    expected = told_by(way())
    for name in ("pandas", "polars", "assume_finite", "routing"):
        with configured(name):
            model = way()
            found = told_by(model)
        for what, value in found.items():
            assert_array_equal(
                array_of(value), array_of(expected[what]), f"{what}, {name}"
            )
        if name in ("pandas", "polars"):
            assert type(found["transform"]).__module__.startswith(name)
            names = list(model.get_feature_names_out())
            assert list(found["transform"].columns) == names


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_the_output_of_the_model_is_its_own(library):
    pytest.importorskip(library)
    model = bertopic(PCA(3), KMeans(4, n_init=1))
    expected = clone(model).fit_transform(DOCUMENTS)
    frame = clone(model).set_output(transform=library).fit_transform(DOCUMENTS)
    assert type(frame).__module__.startswith(library)
    assert_array_equal(frame.to_numpy(), expected)
    with config_context(transform_output=library):
        plain = clone(model).set_output(transform="default").fit_transform(DOCUMENTS)
    assert isinstance(plain, np.ndarray)
    assert_array_equal(plain, expected)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_embeddings_through_a_pipeline(library):
    pytest.importorskip(library)

    def fitted():
        model = bertopic(PCA(3), KMeans(4, n_init=1))
        with config_context(enable_metadata_routing=True):
            model.set_fit_request(embeddings=True)
            model.set_transform_request(embeddings=True)
            pipeline = make_pipeline("passthrough", model)
            pipeline.fit(DOCUMENTS, embeddings=VECTORS)
            return pipeline[-1].labels_, pipeline.transform(
                DOCUMENTS, embeddings=VECTORS
            )

    labels, shares = fitted()
    with config_context(transform_output=library):
        found, frame = fitted()
    assert_array_equal(found, labels)
    assert_array_equal(frame.to_numpy(), shares)


class Recorder(TransformerMixin, BaseEstimator):
    """A part that notes how scikit-learn is configured when it is called."""

    seen = []

    def fit(self, X, y=None):
        self._note()
        return self

    def transform(self, X):
        self._note()
        return X

    def partial_fit(self, X, y=None):
        return self.fit(X)

    def __sklearn_is_fitted__(self):
        return True

    def _note(self):
        names = ("transform_output", "assume_finite", "array_api_dispatch")
        self.seen.append([get_config()[name] for name in names])


class RecordingWeighting(Recorder):
    """The same, of sparse counts."""


def test_parts_run_under_the_defaults(monkeypatch):
    pytest.importorskip("pandas")
    seen = []
    monkeypatch.setattr(Recorder, "seen", seen)
    configs = []

    def refine(table, context):
        configs.append(get_config()["transform_output"])
        return table

    model = BERTopic(
        make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0), Recorder()),
        make_pipeline(Recorder(), PCA(3)),
        KMeans(4, n_init=1),
        weighting=RecordingWeighting(),
        representation=refine,
        random_state=0,
    )
    with config_context(transform_output="pandas", assume_finite=True):
        model.fit(DOCUMENTS)
        model.fit_transform(DOCUMENTS)
        for method in (model.transform, model.predict, model.predict_proba):
            method(NEW)
        model.reduce_topics(3)
        model.update_topics(DOCUMENTS, vectorizer=CountVectorizer())
        model.match_topics_to(model)
        merge_models([model, model])
        online = clone(model).set_params(
            reducer=Recorder(),
            clusterer=MiniBatchKMeans(4, n_init=1),
            vectorizer=None,
        )
        online.partial_fit(DOCUMENTS).partial_fit(DOCUMENTS)
        assert get_config()["transform_output"] == "pandas"
    assert len(seen) > 20
    assert {tuple(each) for each in seen} == {("default", False, False)}
    assert set(configs) == {"default"}


def test_the_configuration_comes_back_after_an_error():
    pytest.importorskip("pandas")
    model = bertopic(PCA(3), KMeans(100, n_init=1))  # more clusters than documents
    with config_context(transform_output="pandas"):
        with pytest.raises(ValueError, match="n_clusters"):
            model.fit(DOCUMENTS)
        assert get_config()["transform_output"] == "pandas"


def test_callbacks_see_what_is_configured():
    pytest.importorskip("pandas")
    outputs = []

    def score(estimator, X, y=None):
        outputs.append(type(estimator.transform(X)).__module__)
        return {"score": 0.0}

    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    model.set_callbacks(ScoringMonitor(scoring=score))
    with config_context(transform_output="pandas"):
        model.fit(make_corpus("counts", DOCUMENTS), LABELS)
    assert outputs
    assert all(module.startswith("pandas") for module in outputs)


@pytest.mark.parametrize("backend", ["threading", "loky"])
def test_searches_in_workers(backend):
    joblib = pytest.importorskip("joblib")
    pytest.importorskip("polars")

    def scores():
        models = {
            "min_topic_size": (bertopic(), [2, 3], coherence_scorer("c_npmi")),
            "latentdirichletallocation__n_components": (
                make_pipeline(
                    CountVectorizer(),
                    LatentDirichletAllocation(max_iter=2, random_state=0),
                ),
                [2, 3],
                perplexity_scorer,
            ),
        }
        with joblib.parallel_config(backend):
            return [
                GridSearchCV(
                    model,
                    {name: values},
                    scoring=scoring,
                    cv=2,
                    n_jobs=2,
                    error_score="raise",
                )
                .fit(DOCUMENTS)
                .cv_results_["mean_test_score"]
                for name, (model, values, scoring) in models.items()
            ]

    expected = scores()
    with config_context(transform_output="polars", assume_finite=True):
        assert_array_equal(scores(), expected)


COUNTS = instances("counts")


@pytest.mark.filterwarnings("ignore:No authors were given")
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.parametrize("estimator", COUNTS, ids=lambda e: f"{e!r:.60}")
def test_what_is_not_finite_is_found_whatever_is_assumed(estimator, value):
    X = make_corpus("counts", DOCUMENTS)
    bad = X.copy()
    bad.data[3] = value
    weights = np.ones(len(DOCUMENTS))
    weights[2] = value
    model = clone(estimator)
    with config_context(assume_finite=True):
        for given in (bad, bad.toarray()):
            with pytest.raises(ValueError, match=r"NaN|infinity"):
                model.fit(given)
        if get_tags(model).requires_fit and hasattr(model, "max_iter"):
            with pytest.raises(ValueError, match=r"NaN|infinity"):
                model.fit(X, sample_weight=weights)
        if type(model).__name__ == "AuthorTopicModel":
            model.fit(X, authors=["a", "b"] * 20)
        else:
            model.fit(X)
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            model.transform(bad)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_vectors_that_are_not_finite(value):
    vectors = VECTORS.copy()
    vectors[3, 1] = value
    with config_context(assume_finite=True):
        with pytest.raises(ValueError, match=r"embeddings contains .*first in row 3"):
            bertopic().fit(DOCUMENTS, embeddings=vectors)
        for estimator in instances("vectors"):
            with pytest.raises(ValueError, match=r"NaN|infinity"):
                clone(estimator).fit(vectors)


def test_tensors_where_arrays_of_others_are_dispatched(monkeypatch):
    torch = pytest.importorskip("torch")
    expected = bertopic().fit(DOCUMENTS, embeddings=VECTORS)
    try:
        context = config_context(array_api_dispatch=True)
        context.__enter__()
    except RuntimeError:
        pytest.skip("SCIPY_ARRAY_API is not set")
    try:
        found = bertopic().fit(DOCUMENTS, embeddings=torch.tensor(VECTORS))
    finally:
        context.__exit__(None, None, None)
    assert_array_equal(found.labels_, expected.labels_)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_sparse_weights_stay_sparse_in_a_pipeline(library):
    pytest.importorskip(library)
    pipeline = make_pipeline(CountVectorizer(), ClassTfidfTransformer())
    expected = pipeline.fit_transform(DOCUMENTS)
    with config_context(transform_output=library):
        found = pipeline.fit_transform(DOCUMENTS)
    assert sp.issparse(found)
    assert_array_equal(found.toarray(), expected.toarray())
