"""HierarchicalARTM: levels tied by pseudo-documents."""

import pickle

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.callback import FitCallback
from sklearn.model_selection import GridSearchCV

from sktopics import ARTM, PLSA, HierarchicalARTM
from sktopics.artm._hierarchical_artm import pseudo_documents
from sktopics.topics import topic_table


def nested(seed=0):
    """Two fields with disjoint words, each of two narrower topics."""
    rng = np.random.default_rng(seed)
    narrow = np.repeat(np.eye(4), 10, axis=1)
    broad = np.repeat(np.eye(2), 20, axis=1)
    fields = np.arange(200) % 4
    p = 0.7 * narrow[fields] / 10 + 0.3 * broad[fields // 2] / 20
    return sp.csr_array(np.array([rng.multinomial(60, row) for row in p]) * 1.0)


def test_children_have_their_parents():
    X = nested()
    models = [HierarchicalARTM([ARTM(2), ARTM(4)], random_state=i) for i in range(4)]
    model = max((m.fit(X) for m in models), key=lambda m: m.score(X))
    (psi,) = model.child_given_parent_
    assert psi.shape == (4, 2)
    assert_allclose(psi.sum(axis=0), 1)
    parents, children = (level.components_ for level in model.levels_)
    for child in range(4):
        parent = psi[child].argmax()
        shared = np.minimum(children[child], parents[parent]).sum()
        other = np.minimum(children[child], parents[1 - parent]).sum()
        assert shared > other


def test_levels_see_the_topics_above():
    X, *_ = planted(60)
    model = HierarchicalARTM([ARTM(2), PLSA(4)], random_state=0).fit(X)
    parents = pseudo_documents(model.levels_[0], X.sum(), X.dtype)
    assert parents.sum() == pytest.approx(X.sum())
    top = model.levels_[0]
    masses = top.topic_word_counts_.sum(axis=1)
    assert_allclose(parents.toarray(), top.components_ * masses[:, None], rtol=1e-6)
    bottom = clone(model.levels_[1]).fit(sp.vstack([X, parents], format="csr"))
    assert_allclose(bottom.components_, model.components_)
    assert_allclose(model.child_given_parent_[0], bottom.transform(parents).T)


def test_without_weight_levels_are_unconnected():
    X, *_ = planted(60)
    model = HierarchicalARTM([ARTM(2), ARTM(4)], parent_weight=0, random_state=0).fit(X)
    alone = clone(model.levels_[1]).fit(X)
    assert_allclose(alone.components_, model.components_)
    assert_allclose(model.child_given_parent_[0], 0.25)


def test_transform_and_score_by_level():
    X, *_ = planted(60)
    model = HierarchicalARTM([ARTM(2), ARTM(3), ARTM(5)], random_state=0).fit(X)
    assert [psi.shape for psi in model.child_given_parent_] == [(3, 2), (5, 3)]
    for i, level in enumerate(model.levels_):
        assert_array_equal(model.transform(X, level=i), level.transform(X))
    assert model.score(X) == model.levels_[-1].score(X)
    assert model.perplexity(X) == pytest.approx(np.exp(-model.score(X)))
    assert len(model.get_feature_names_out()) == 5
    copy = pickle.loads(pickle.dumps(model))
    assert_array_equal(copy.transform(X), model.transform(X))


def test_modalities_by_name_and_weight():
    pandas = pytest.importorskip("pandas")
    X, *_ = planted(60)
    columns = [f"t{i}" for i in range(30)] + [f"a{i}" for i in range(10)]
    frame = pandas.DataFrame(X.toarray(), columns=columns)
    modalities = {"text": ("t", 1.0), "author": ("a", 5.0)}
    levels = [ARTM(2, modalities=modalities), ARTM(4, modalities=modalities)]
    model = HierarchicalARTM(levels, random_state=0).fit(frame)
    assert_allclose(model.components_[:, 30:].sum(axis=1), 1)
    parents = pseudo_documents(model.levels_[0], X.sum(), X.dtype).toarray()
    # Words are counted as they are; their weight comes in again below.
    assert parents[:, 30:].sum() == pytest.approx(X[:, 30:].sum())


def test_parameters_of_levels():
    X, *_ = planted(30)
    given = [("top", ARTM(2)), ("bottom", ARTM(3))]
    model = HierarchicalARTM(given, random_state=0)
    model.set_params(bottom__n_components=4, top=PLSA(3))
    assert [type(level) for _, level in model.levels] == [PLSA, ARTM]
    assert model.fit(X).transform(X).shape == (30, 4)
    assert isinstance(given[0][1], ARTM)
    unnamed = HierarchicalARTM([ARTM(2), ARTM(3)], random_state=0)
    search = GridSearchCV(unnamed, {"level1__n_components": [3, 6]}, cv=2).fit(X)
    assert set(search.cv_results_["param_level1__n_components"]) == {3, 6}
    assert unnamed.levels[1].n_components == 3


@pytest.mark.parametrize(
    ("levels", "error", "message"),
    [
        ([], ValueError, "at least one"),
        ([ARTM(2), "no model"], TypeError, "must be models of class ARTM"),
        ([ARTM(n_components=0)], ValueError, "n_components"),
    ],
)
def test_bad_levels(levels, error, message):
    with pytest.raises(error, match=message):
        HierarchicalARTM(levels).fit(np.eye(4))


def test_hierarchy_of_modalities():
    X, *_ = planted(40, n_terms=20)
    modalities = {"text": slice(0, 15), "tags": (slice(15, 20), 2.0)}
    levels = [ARTM(k, modalities=modalities, max_iter=5) for k in (2, 3)]
    model = HierarchicalARTM(levels, random_state=0).fit(X)
    last = model.levels_[-1]
    for modality in (None, "text", "tags"):
        expected = last.perplexity(X, modality=modality)
        assert model.perplexity(X, modality=modality) == expected
    assert model.perplexity(X) == pytest.approx(np.exp(-model.score(X)))
    for level in (2, -3):
        with pytest.raises(ValueError, match=f"level={level}: there are 2 levels"):
            model.transform(X, level=level)


def test_modalities_of_a_hierarchy():
    X, *_ = planted(80)
    modalities = {"text": (slice(0, 30), 1.0), "tags": (slice(30, 40), 2.0)}
    levels = [ARTM(k, modalities=modalities, max_iter=3) for k in (2, 4)]
    model = HierarchicalARTM(levels, random_state=0).fit(X)
    assert model.modalities_ == {"text": slice(0, 30), "tags": slice(30, 40)}
    table = topic_table(model, 3, columns="tags")
    best = model.components_[:, 30:].argmax(axis=1) + 30
    assert_array_equal([int(topic.terms[0]) for topic in table], best)


class Failing(FitCallback):
    """Raises after the second pass of the model that it is set on."""

    def __init__(self, error):
        self.error = error

    def setup(self, estimator, context):
        self.n_passes = 0

    def teardown(self, estimator, context):
        pass

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context):
        self.n_passes += 1
        if self.n_passes == 2:
            raise self.error("in the middle")


def state(model):
    """All that the hierarchy holds, parameters aside."""
    return joblib.hash({k: v for k, v in vars(model).items() if k != "levels"})


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_level_that_fails_changes_nothing(error):
    X, *_ = planted(60)
    new = HierarchicalARTM([ARTM(2, max_iter=4), ARTM(4, max_iter=4)], random_state=0)
    model = clone(new).fit(X)
    before, mixtures = state(model), model.transform(X)
    for hierarchy in (model, new):
        hierarchy.levels[1].set_callbacks(Failing(error))
        with pytest.raises(error, match="in the middle"):
            hierarchy.fit(X[:, :30])
    assert not hasattr(new, "n_features_in_")
    assert state(model) == before
    assert model.n_features_in_ == 40
    model.levels[1].set_callbacks()
    assert_array_equal(model.transform(X), mixtures)


@pytest.mark.parametrize("bad", [np.nan, -1.0])
def test_bad_counts_leave_the_hierarchy_as_it_was(bad):
    X, *_ = planted(60)
    model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0).fit(X)
    before = state(model)
    broken = X.toarray()[:, :30]
    broken[0, 0] = bad
    with pytest.raises(ValueError, match=r"NaN|Negative"):
        model.fit(broken)
    assert state(model) == before


def test_a_fit_keeps_nothing_of_an_earlier_one():
    pandas = pytest.importorskip("pandas")
    X, *_ = planted(60)
    frame = pandas.DataFrame(X.toarray(), columns=[f"w{i}" for i in range(40)])
    model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0)
    again = clone(model).fit(frame).fit(X[:, :30])
    assert state(again) == state(clone(model).fit(X[:, :30]))


def test_fitted_levels_can_be_trained_further():
    X, *_ = planted(60)
    model = HierarchicalARTM([ARTM(2), ARTM(4)], n_jobs=1, random_state=0).fit(X)
    level = model.levels_[1]
    seed = level.random_state
    assert level.partial_fit(X).fit(X).transform(X).shape == (60, 4)
    assert (level.n_jobs, level.random_state) == (1, seed)
    assert_array_equal(model.levels_[1].components_, model.components_)
