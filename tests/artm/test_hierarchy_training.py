"""How levels of a hierarchy learn: streams, callbacks, few parents, other models."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import norm, planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.callback import FitCallback, ProgressBar
from test_hierarchical_artm import nested

from sktopics import ARTM, PLSA, HierarchicalARTM, ThetalessARTM
from sktopics.artm._hierarchy_training import (
    ParentTopics,
    SparseParents,
    pseudo_documents,
)
from sktopics.callbacks import TopicMonitor


def two_levels(**params):
    return HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0, **params)


def right_parents(model):
    """How many children have most words in common with their likeliest parent."""
    parents, children = (level.components_ for level in model.levels_)
    shared = np.minimum(children[:, None], parents).sum(axis=2)
    return (shared.argmax(axis=1) == model.child_given_parent_[0].argmax(axis=1)).sum()


def test_a_stream_learns_all_levels():
    X = nested()
    model = two_levels()
    for _ in range(10):
        for start in range(0, 200, 50):
            assert model.partial_fit(X[start : start + 50]) is model
    assert [level.n_iter_ for level in model.levels_] == [40, 40]
    assert_allclose(model.child_given_parent_[0].sum(axis=0), 1, rtol=1e-6)
    assert right_parents(model) == 4
    assert model.perplexity(X) < 1.1 * two_levels().fit(X).perplexity(X)
    assert not hasattr(model, "perplexity_")


def test_levels_learn_from_the_parents_as_they_are_by_then():
    X = nested()[::4]
    model = HierarchicalARTM([ARTM(2), PLSA(4, batch_size=20)], random_state=0)
    model.partial_fit(X)
    top, bottom = model.levels_
    alone = clone(top).partial_fit(X)
    assert_allclose(top.components_, alone.components_)
    both = sp.vstack([X, pseudo_documents(top, X.sum(), X.dtype)])
    expected = clone(bottom).partial_fit(both)
    assert_allclose(bottom.components_, expected.components_)
    assert bottom.n_batch_iter_ == 3


def test_few_parents_of_a_level_that_learns_online_are_in_every_batch():
    X = nested()
    parents = ParentTopics(two_levels().fit(X).levels_[0], 0.5, 1.0)
    weight = np.r_[np.zeros(10), np.ones(190)]
    documents, weights = parents.after_each(X, weight, 100)
    assert documents.shape[0] == 190 + 2 * 2
    assert (weights == 1).all()
    for rows, words in ((documents[100:102], X[10:110]), (documents[192:], X[110:])):
        assert rows.sum() == pytest.approx(0.5 * words.sum())
    params = {"batch_size": 50, "max_iter": 20, "tol": 0}
    online = ARTM(4, learning_method="online", **params)
    for sparsity in (0.0, 1.0):
        model = HierarchicalARTM(
            [ARTM(2), online], parent_sparsity=sparsity, random_state=0
        ).fit(X)
        assert right_parents(model) == 4
        # Without, the two parents are a batch of their own in each of 20 passes.
        assert model.levels_[1].n_batch_iter_ == 20 * (4 if sparsity else 5)


def test_a_stream_that_fails_changes_nothing():
    X = nested()
    model = two_levels().partial_fit(X)
    before = model.components_.copy()
    with pytest.raises(ValueError, match="features"):
        model.partial_fit(X[:, :30])
    assert_array_equal(model.components_, before)
    assert_array_equal(clone(model).partial_fit(X).components_, before)


class Recorder(FitCallback):
    """Knows the tasks, and asks to stop after some of them."""

    def __init__(self, stop_after=None):
        self.stop_after, self.ended, self.models = stop_after, [], []

    def setup(self, estimator, context):
        pass

    def teardown(self, estimator, context):
        pass

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context, *, fitted_estimator=None):
        self.ended.append(context.task_name)
        self.models.append(fitted_estimator)
        return len(self.ended) == self.stop_after


def test_callbacks_see_the_levels_and_change_nothing():
    X = nested()
    recorder = Recorder()
    model = two_levels().set_callbacks(recorder).fit(X)
    assert_array_equal(model.components_, two_levels().fit(X).components_)
    assert recorder.ended == ["level", "level", "fit"]
    widths = [seen.transform(X).shape[1] for seen in recorder.models]
    assert widths == [2, 4, 4]


def test_a_callback_may_stop_after_a_level():
    X = nested()
    model = two_levels().set_callbacks(Recorder(stop_after=1)).fit(X)
    assert [len(level.components_) for level in model.levels_] == [2]
    assert model.child_given_parent_ == []
    assert model.transform(X).shape == (200, 2)


def test_callbacks_that_are_handed_down_see_the_passes_of_levels(capsys):
    X = nested()
    monitor = TopicMonitor(propagate=True)
    levels = [ARTM(2, max_iter=3, tol=0), ARTM(4, max_iter=4, tol=0)]
    model = HierarchicalARTM(levels, random_state=0)
    model.set_callbacks(monitor, ProgressBar()).fit(X)
    names = [row["task_name"] for row in monitor.get_logs().data]
    assert names.count("pass") == 7


def test_any_model_of_counts_may_be_a_level():
    X = nested()
    levels = [ThetalessARTM(2), ("narrow", ThetalessARTM(4))]
    model = HierarchicalARTM(levels, random_state=0).fit(X)
    assert [type(level) for level in model.levels_] == [ThetalessARTM] * 2
    assert right_parents(model) == 4
    assert_allclose(model.transform(X).sum(axis=1), 1, rtol=1e-6)
    model.partial_fit(X)
    assert model.word_topics(X).shape == (X.nnz, 4)
    mixed = HierarchicalARTM([ThetalessARTM(2), ARTM(4)], random_state=0).fit(X)
    assert right_parents(mixed) == 4


def test_the_gradient_of_few_parents_is_that_of_its_formula():
    rng = np.random.default_rng(0)
    psi, n = rng.dirichlet(np.ones(5), 3), np.array([30.0, 20.0, 50.0])
    counts = psi * n[:, None]  # (n_parents, n_children)

    def value(psi):
        p = norm(psi * n[:, None], axis=0)
        return -np.log(p).mean(axis=0) @ counts.sum(axis=0)

    expected, step = np.empty_like(psi), 1e-6
    for i in np.ndindex(psi.shape):
        moved = np.zeros_like(psi)
        moved[i] = step
        slope = (value(psi + moved) - value(psi - moved)) / (2 * step)
        expected[i] = psi[i] * slope
    above = rng.random((4, 5))
    n_td = np.vstack([above, counts])
    theta = norm(n_td, axis=1)
    found = SparseParents(0.7, 3).grad_theta(theta, n_td)
    assert_allclose(found[4:], 0.7 * expected, rtol=1e-4)
    assert not found[:4].any()


def test_children_lose_parents_that_have_little_of_them():
    # With some words that all topics have.
    X = nested() + sp.csr_array(np.random.default_rng(0).poisson(0.5, (200, 40)) * 1.0)
    plain, sparse = two_levels().fit(X), two_levels(parent_sparsity=1.0).fit(X)
    psi = sparse.child_given_parent_[0]
    assert_allclose(psi.sum(axis=0), 1, rtol=1e-6)
    assert np.count_nonzero(psi) < np.count_nonzero(plain.child_given_parent_[0])
    assert (np.count_nonzero(psi, axis=1) <= 1).all()
    assert right_parents(sparse) == 4
    assert sparse.perplexity(X) < 1.05 * plain.perplexity(X)
    # Documents have mixtures as without it.
    assert_array_equal(sparse.transform(X), sparse.levels_[-1].transform(X))
    streamed = two_levels(parent_sparsity=1.0)
    for _ in range(10):
        streamed.partial_fit(X)
    assert (streamed.child_given_parent_[0] == 0).any()


def test_one_parent_is_not_made_sparse():
    X, *_ = planted(50)
    levels = [ARTM(1), ARTM(4, mean_change_tol=0, tol=0, max_iter=10)]
    model = HierarchicalARTM(levels, parent_sparsity=2.0, random_state=0).fit(X)
    plain = HierarchicalARTM(levels, random_state=0).fit(X)
    assert_allclose(model.components_, plain.components_, atol=1e-6)


def test_models_without_mixtures_of_their_own_have_no_sparse_parents():
    model = HierarchicalARTM([ARTM(2), ThetalessARTM(4)], parent_sparsity=1.0)
    with pytest.raises(ValueError, match="not ThetalessARTM"):
        model.fit(nested())


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_fewer_children_than_parents_are_worth_a_warning(method):
    X, *_ = planted(30)
    model = HierarchicalARTM([ARTM(5), ("fine", ARTM(3))], random_state=0)
    with pytest.warns(UserWarning, match="'fine' has 3 topics, and 'level0' above it"):
        getattr(model, method)(X)


def test_the_perplexity_is_that_of_the_documents():
    X = nested()
    model = two_levels().fit(X)
    assert model.perplexity_ == pytest.approx(model.perplexity(X))
    weight = np.r_[np.ones(150), np.zeros(50)]
    weighted = two_levels().fit(X, sample_weight=weight)
    assert weighted.perplexity_ == pytest.approx(weighted.perplexity(X[:150]))
