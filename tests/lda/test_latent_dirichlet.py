"""LatentDirichletAllocation: topics found again, determinism, stopping, weights."""

import inspect

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
import sklearn.decomposition
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts
from scipy.special import digamma

from sktopics import LatentDirichletAllocation
from sktopics._parallel import document_blocks
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.lda import _inference, _sampling
from sktopics.topics import match_topics

INFERENCES = ["collapsed", "variational"]
METHODS = ["batch", "online"]
every_algorithm = pytest.mark.parametrize(
    ("inference", "method"), [(i, m) for i in INFERENCES for m in METHODS]
)


def lda(inference="collapsed", method="batch", **parameters):
    parameters = {"n_components": 4, "random_state": 1} | parameters
    return LatentDirichletAllocation(
        inference=inference, learning_method=method, **parameters
    )


def assert_same_model(a, b):
    assert_array_equal(a.components_, b.components_)
    assert_array_equal(a.doc_topic_prior_, b.doc_topic_prior_)
    assert (a.bound_, a.n_iter_, a.n_batch_iter_) == (
        b.bound_,
        b.n_iter_,
        b.n_batch_iter_,
    )


# --- quality ----------------------------------------------------------------------


@every_algorithm
@pytest.mark.parametrize(
    ("n_documents", "lengths"),
    [(300, (40, 80)), (2000, (4, 10)), (600, (5, 60))],
    ids=["long", "short", "mixed"],
)
def test_planted_topics_are_found(inference, method, n_documents, lengths):
    """By the better of two runs, for all methods know local optima."""
    X, topics, mixtures = planted_counts(n_documents, lengths)
    models = [lda(inference, method, random_state=i).fit(X) for i in (1, 2)]
    model = min(models, key=lambda model: model.perplexity_)
    order, distances = closest(topics, model)
    assert distances.max() < 0.15
    found = model.transform(X)[:, order]
    assert np.abs(found - mixtures).mean() < (0.07 if lengths[1] > 10 else 0.13)
    guess = np.abs(mixtures.mean(axis=0) - mixtures).mean()
    assert np.abs(found - mixtures).mean() < guess / 2
    assert model.perplexity_ < 45  # 60 would be knowing nothing


@every_algorithm
def test_two_runs_agree(inference, method):
    X, *_ = planted_counts(300)
    a, b = (lda(inference, method, random_state=i).fit(X) for i in (1, 2))
    assert match_topics(a, b).distances.max() < 0.1


def test_bound_rises_from_pass_to_pass():
    X, *_ = planted_counts(200)
    bounds = [lda("variational", max_iter=n).fit(X).bound_ for n in range(1, 12)]
    assert (np.diff(bounds) > -1e-3 * abs(bounds[-1])).all()
    assert bounds[-1] > bounds[0] + 0.05 * abs(bounds[0])


@pytest.mark.parametrize("inference", INFERENCES)
def test_perplexity_falls_from_pass_to_pass(inference):
    X, *_ = planted_counts(200)
    monitor = TopicMonitor()
    model = lda(inference, max_iter=20).set_callbacks(monitor).fit(X)
    scores = [row["score"] for row in monitor.get_logs().data]
    passes = np.array(scores[-20:])
    assert passes[-1] == pytest.approx(model.score(X), rel=1e-4)
    assert passes[-1] == passes.max() or passes[-1] > passes.max() - 0.01
    assert passes[-1] > passes[0] + 0.2


@every_algorithm
def test_float32_is_as_good_as_float64(inference, method):
    X, *_ = planted_counts(300)
    a, b = (lda(inference, method).fit(X.astype(t)) for t in (np.float32, np.float64))
    assert a.components_.dtype == np.float32
    assert b.components_.dtype == np.float64
    assert a.transform(X.astype(np.float32)).dtype == np.float32
    assert a.perplexity_ == pytest.approx(b.perplexity_, rel=0.01)
    assert match_topics(a, b).distances.max() < 0.1


# --- drop-in ----------------------------------------------------------------------

DOCUMENTED_DEFAULTS = {"max_iter", "perp_tol"}


def test_parameters_are_those_of_scikit_learn():
    theirs = inspect.signature(sklearn.decomposition.LatentDirichletAllocation)
    ours = inspect.signature(LatentDirichletAllocation).parameters
    for name, parameter in theirs.parameters.items():
        assert name in ours
        assert ours[name].kind == parameter.kind
        if name not in DOCUMENTED_DEFAULTS:
            assert ours[name].default == parameter.default


def test_methods_are_those_of_scikit_learn():
    theirs = sklearn.decomposition.LatentDirichletAllocation
    for name in ("fit", "partial_fit", "transform", "fit_transform", "score"):
        asked = inspect.signature(getattr(theirs, name)).parameters
        given = inspect.signature(getattr(LatentDirichletAllocation, name)).parameters
        assert set(asked) <= set(given)
    assert hasattr(LatentDirichletAllocation, "perplexity")


def test_arguments_of_scikit_learn_are_understood():
    X, *_ = planted_counts(50)
    theirs = sklearn.decomposition.LatentDirichletAllocation(
        4, learning_method="online", max_iter=2, random_state=0
    )
    model = LatentDirichletAllocation(**theirs.get_params()).fit(X)
    theirs.fit(X)
    attributes = [name for name in vars(theirs) if name[-1] == "_" and name[0] != "_"]
    assert "components_" in attributes
    for name in [*attributes, "exp_dirichlet_component_"]:
        assert np.shape(getattr(model, name)) == np.shape(getattr(theirs, name)), name
    assert_array_equal(model.get_feature_names_out(), theirs.get_feature_names_out())


def test_exp_dirichlet_component_is_that_of_scikit_learn():
    X, *_ = planted_counts(50)
    theirs = sklearn.decomposition.LatentDirichletAllocation(4, random_state=0).fit(X)
    model = lda().fit(X)
    model.components_ = theirs.components_
    assert_allclose(
        model.exp_dirichlet_component_, theirs.exp_dirichlet_component_, rtol=1e-8
    )
    expected = digamma(model.components_)
    expected -= digamma(model.components_.sum(axis=1, keepdims=True))
    assert_allclose(np.log(model.exp_dirichlet_component_), expected)


@every_algorithm
def test_outputs_are_distributions(inference, method):
    X, *_ = planted_counts(60)
    model = lda(inference, method, max_iter=5)
    mixtures = model.fit_transform(X)
    assert_allclose(mixtures.sum(axis=1), 1)
    assert_array_equal(mixtures, model.transform(X))
    assert_allclose(model.topic_word_.sum(axis=1), 1)
    raw = model.transform(X, normalize=False)
    assert_allclose(raw / raw.sum(axis=1, keepdims=True), mixtures)
    total = X.sum(axis=1) + 4 * model.doc_topic_prior_
    assert_allclose(raw.sum(axis=1), total, rtol=1e-3)
    assert_array_equal(model.fit_transform(X, normalize=False), raw)
    assert model.score(X) == pytest.approx(-np.log(model.perplexity(X)))
    prior = model.topic_word_prior_
    assert model.components_.min() >= prior * (0.99 if method == "batch" else 0)


# --- determinism ------------------------------------------------------------------


@every_algorithm
def test_random_state_decides(inference, method):
    X, *_ = planted_counts(60)
    model = lda(inference, method, max_iter=3, random_state=7).fit(X)
    assert_same_model(lda(inference, method, max_iter=3, random_state=7).fit(X), model)
    state = np.random.RandomState(7)
    other = lda(inference, method, max_iter=3, random_state=state).fit(X)
    assert_same_model(other, model)
    assert other.random_state_ is state
    assert not np.array_equal(other.fit(X).components_, model.components_)


@every_algorithm
def test_evaluation_takes_no_random_numbers(inference, method):
    """Nor does it change what is learned afterwards."""
    X, *_ = planted_counts(60)
    plain = lda(inference, method, max_iter=6).fit(X)
    monitor = TopicMonitor({"n": lambda est, X, y=None: est.perplexity(X)})
    watched = lda(inference, method, max_iter=6, evaluate_every=1, perp_tol=0)
    assert_same_model(watched.set_callbacks(monitor).fit(X), plain)
    assert_array_equal(
        watched.random_state_.get_state()[1], plain.random_state_.get_state()[1]
    )
    a, b = lda(inference, total_samples=60), lda(inference, total_samples=60)
    for start in range(0, 60, 20):
        for model in (a, b):
            model.partial_fit(X[start : start + 20])
        state = a.random_state_.get_state()[1].copy()
        first = a.transform(X), a.score(X), a.perplexity(X)
        second = a.transform(X), a.score(X), a.perplexity(X)
        assert_array_equal(first[0], second[0])
        assert first[1:] == second[1:]
        assert_array_equal(a.random_state_.get_state()[1], state)
    assert_array_equal(a.components_, b.components_)


@pytest.fixture(scope="module")
def large():
    """A corpus large enough for several blocks, some of the documents short."""
    X, *_ = planted_counts(2500, (5, 80))
    n_tokens = X.sum(axis=1)
    assert 100 < (n_tokens <= 20).sum() < 1000
    smallest = max(_inference.SMALLEST_BLOCK, 8 * X.shape[1])
    assert len(document_blocks(X.indptr, smallest)) > 1
    offsets = np.concatenate(([0], np.cumsum(n_tokens)))
    assert len(document_blocks(offsets, _sampling.SMALLEST_BLOCK)) > 1
    return X


@every_algorithm
def test_n_jobs_changes_no_bit(inference, method, large):
    parameters = {"max_iter": 4, "batch_size": 2500, "doc_topic_prior": "auto"}
    one, two, three = (
        lda(inference, method, n_jobs=n, **parameters).fit(large) for n in (None, 2, 3)
    )
    for model in (two, three):
        assert_same_model(model, one)
        assert_array_equal(model.transform(large), one.transform(large))
        assert model.score(large) == one.score(large)


@pytest.mark.parametrize("inference", INFERENCES)
def test_other_backends_change_no_bit(inference, large):
    model = lda(inference, max_iter=2).fit(large)
    with joblib.parallel_config(backend="loky"):
        elsewhere = lda(inference, max_iter=2, n_jobs=2).fit(large)
    assert_same_model(elsewhere, model)


@pytest.mark.parametrize("inference", INFERENCES)
@pytest.mark.parametrize("lengths", [(4, 15), (40, 80), (5, 60)])
def test_order_of_documents_does_not_matter(inference, lengths):
    X, *_ = planted_counts(200, lengths)
    permutation = np.random.default_rng(0).permutation(200)
    model = lda(inference).fit(X)
    other = lda(inference).fit(X[permutation])
    assert_allclose(other.components_, model.components_, rtol=1e-6, atol=1e-8)
    assert other.bound_ == pytest.approx(model.bound_)
    assert_allclose(
        other.transform(X[permutation]), model.transform(X)[permutation], rtol=1e-6
    )


def test_transform_is_independent_of_company():
    """Few words look up their columns only, many all; either way it is the same."""
    X, *_ = planted_counts(300, (3, 80))
    for inference in INFERENCES:
        model = lda(inference).fit(X)
        together = model.transform(X)
        alone = np.vstack([model.transform(X[[d]]) for d in range(40)])
        assert_allclose(alone, together[:40], rtol=1e-7)
        assert model.score(X[:1]) == pytest.approx(
            model.score(sp.vstack([X[:1]] * 200)), rel=1e-7
        )


# --- weights ----------------------------------------------------------------------


@pytest.mark.parametrize("inference", INFERENCES)
@pytest.mark.parametrize("lengths", [(4, 15), (40, 80), (5, 60)])
def test_weights_repeat_and_remove_documents(inference, lengths):
    X, *_ = planted_counts(100, lengths)
    weight = np.random.default_rng(0).integers(0, 4, 100)
    repeated = X[np.repeat(np.arange(100), weight)]
    a = lda(inference).fit(X, sample_weight=weight)
    b = lda(inference).fit(repeated)
    assert_allclose(a.components_, b.components_, rtol=1e-6, atol=1e-8)
    assert a.bound_ == pytest.approx(b.bound_)
    assert a.perplexity_ == pytest.approx(b.perplexity_)
    assert a.score(X, sample_weight=weight) == pytest.approx(b.score(repeated))
    a.partial_fit(X, sample_weight=weight)
    removed = (
        lda(inference)
        .fit(X, sample_weight=weight)
        .partial_fit(X[weight > 0], sample_weight=weight[weight > 0])
    )
    assert_array_equal(a.components_, removed.components_)


@pytest.mark.parametrize("inference", INFERENCES)
def test_weights_may_be_fractions(inference):
    X, *_ = planted_counts(100, (5, 60))
    weight = np.random.default_rng(0).uniform(0.1, 2, 100)
    model = lda(inference).fit(X, sample_weight=weight)
    counts = model.components_ - model.topic_word_prior_
    assert_allclose(counts.sum(axis=0), X.T @ weight, rtol=1e-5)
    plain = lda(inference).fit(X, sample_weight=np.ones(100))
    assert_same_model(plain, lda(inference).fit(X))
    assert not np.allclose(plain.components_, model.components_)


@every_algorithm
def test_weights_must_make_sense(inference, method):
    X, *_ = planted_counts(20)
    for weight in (-np.ones(20), np.ones(19), np.full(20, np.nan)):
        with pytest.raises(ValueError, match=r"weight|NaN"):
            lda(inference, method).fit(X, sample_weight=weight)
    with pytest.raises(ValueError, match="weight"):
        lda(inference, method).fit(X, sample_weight=np.zeros(20))


# --- the loop ---------------------------------------------------------------------


@every_algorithm
def test_stops_when_the_perplexity_does(inference, method):
    X, *_ = planted_counts(60)
    parameters = {"max_iter": 40, "evaluate_every": 2}
    assert lda(inference, method, perp_tol=1e9, **parameters).fit(X).n_iter_ == 4
    assert lda(inference, method, perp_tol=0, **parameters).fit(X).n_iter_ == 40
    assert lda(inference, method, max_iter=7, perp_tol=1e9).fit(X).n_iter_ == 7
    off = lda(inference, method, max_iter=7, evaluate_every=0, perp_tol=1e9).fit(X)
    assert off.n_iter_ == 7


@every_algorithm
def test_a_callback_stops_the_first_pass(inference, method):
    X, *_ = planted_counts(60)
    stopping = EarlyStopping(lambda est, X, y=None: np.nan, patience=1)
    model = lda(inference, method, max_iter=9).set_callbacks(stopping).fit(X)
    assert model.n_iter_ == 1
    assert_same_model(
        model,
        lda(inference, method, max_iter=9)
        .set_callbacks(EarlyStopping(lambda est, X, y=None: np.nan, patience=1))
        .fit(X),
    )
    assert np.isfinite(model.bound_)
    assert_allclose(model.transform(X).sum(axis=1), 1)


def test_verbose_prints_each_pass(capsys):
    X, *_ = planted_counts(20)
    lda(max_iter=2, verbose=1).fit(X)
    assert capsys.readouterr().out.splitlines() == [
        "iteration: 1 of max_iter: 2",
        "iteration: 2 of max_iter: 2",
    ]
    model = lda(max_iter=2, verbose=1, evaluate_every=2).fit(X)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "iteration: 1 of max_iter: 2"
    assert lines[1] == f"{'iteration: 2 of max_iter: 2'}, perplexity: " + (
        f"{model.perplexity_:.4f}"
    )
    lda(max_iter=2).fit(X)
    assert capsys.readouterr().out == ""


@every_algorithm
def test_default_passes(inference, method):
    X, *_ = planted_counts(20)
    expected = 80 if (inference, method) == ("collapsed", "batch") else 10
    assert lda(inference, method).fit(X).n_iter_ == expected


@every_algorithm
def test_no_pass_at_all(inference, method):
    X, *_ = planted_counts(20)
    model = lda(inference, method, max_iter=0).fit(X)
    assert (model.n_iter_, model.n_batch_iter_) == (0, 0)
    assert np.isfinite(model.components_).all()
    assert (model.components_ > 0).all()
    assert np.isfinite([model.bound_, model.perplexity_]).all()
    assert_allclose(model.transform(X).sum(axis=1), 1)


@every_algorithm
def test_no_iteration_over_documents(inference, method):
    X, *_ = planted_counts(20)
    model = lda(inference, method, max_doc_update_iter=0, max_iter=2).fit(X)
    assert np.isfinite(model.components_).all()
    assert_allclose(model.transform(X).sum(axis=1), 1)


def test_fit_forgets_what_came_before():
    X, *_ = planted_counts(60)
    model = lda().fit(X[:30, :50]).partial_fit(X[30:, :50])
    assert_same_model(model.fit(X), lda().fit(X))


@pytest.mark.parametrize(("n_short", "same"), [(1, True), (60, False)])
def test_a_handful_of_short_documents_is_treated_as_the_long_ones(
    monkeypatch, n_short, same
):
    lengths = np.r_[np.full(60, 80), np.full(n_short, 6)]
    X = np.random.default_rng(0).multinomial(1, np.full(12, 1 / 12), lengths.sum())
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    X = np.add.reduceat(X, starts, axis=0)
    given = lda(max_iter=10).fit(X).components_
    monkeypatch.setattr("sktopics.lda._collapsed.SHORT", 0)
    assert np.array_equal(given, lda(max_iter=10).fit(X).components_) is same
