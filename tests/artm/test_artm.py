"""ARTM and PLSA: what EM promises, by the theory and by planted topics."""

import itertools
import pickle
import warnings

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import closest, noise, norm, planted, safe_log
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import ARTM, PLSA
from sktopics.artm import (
    Decorrelator,
    RegularizerUnion,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    TopicSelection,
)
from sktopics.artm import _mixtures as em
from sktopics.artm._artm import SPREAD
from sktopics.artm._modalities import resolve_modalities
from sktopics.artm._regularization import as_union, value
from sktopics.artm._training_tables import TrainingTables

METHODS = ["batch", "online"]
every_method = pytest.mark.parametrize("method", METHODS)


def textbook(X, phi, theta, r_wt=0.0, r_td=0.0):
    """One step of rational EM in dense NumPy: counters, phi and theta."""
    ratio = np.divide(X, phi @ theta.T, out=np.zeros_like(X), where=X > 0)
    n_wt, n_td = phi * (ratio @ theta), theta * (ratio.T @ phi)
    return n_wt, n_td, norm(n_wt + r_wt), norm(n_td + r_td, axis=1)


def rational(X, regularizers=None, n_components=3, inner=1, seed=0):
    """Topics, bound regularizers, and a generator of (likelihood, mixtures)."""
    modalities = resolve_modalities(None, X.shape[1])
    rng = np.random.RandomState(seed)
    topics = TrainingTables.random(n_components, modalities, X.dtype, rng, SPREAD)
    bound = as_union(regularizers).bind(None, n_components)
    inference = em.Mixtures(bound, inner, 0.0, None)

    def passes():
        theta = None
        for i in range(10**6):
            weight = np.ones(X.shape[0])
            theta, n_wt, likelihood = inference.e_step(X, topics, weight, theta, i)
            topics.update(n_wt, bound, i)
            yield likelihood, np.concatenate(theta)[:, :n_components]

    return topics, bound, passes()


def objective(X, topics, theta, bound):
    """The regularized log-likelihood, R by `value`."""
    k = topics.n_components
    phi = topics.phi[:, :k]
    likelihood = (X.toarray().T * safe_log(phi @ theta.T)).sum()
    n_wt, n_td = topics.counts[:, :k], np.zeros_like(theta)
    return likelihood + value(
        bound, phi, n_wt, n_wt.sum(axis=0), theta=theta, n_td=n_td
    )


REGULARIZERS = {
    "none": [],
    "smooth": [SmoothSparsePhi(0.1), SmoothSparseTheta(0.2)],
    "decorrelated": [Decorrelator(2.0), SmoothSparsePhi(0.05)],
    "by topic": [
        SmoothSparsePhi(0.3, topics=[0]),
        SmoothSparseTheta(0.5, topic_weights=[1, 2, 3]),
    ],
    "by power": [SmoothSparseTheta(0.5, power=0.5), SmoothSparsePhi(0.1)],
}


@pytest.mark.parametrize("inner", [1, 4])
@pytest.mark.parametrize("name", REGULARIZERS)
def test_regularized_likelihood_never_falls(name, inner):
    X = noise()
    topics, bound, passes = rational(X, REGULARIZERS[name], inner=inner)
    steps = itertools.islice(passes, 60)
    values = np.array([objective(X, topics, theta, bound) for _, theta in steps])
    assert (np.diff(values) > -1e-10 * np.abs(values[:-1])).all()
    assert values[-1] > values[0] + 1


def test_a_pass_is_a_step_of_the_textbook():
    X = noise()
    topics, _, passes = rational(X)
    phi, theta = topics.phi[:, :3].copy(), np.full((25, 3), 1 / 3)
    for _ in range(5):
        likelihood, found = next(passes)
        expected = (X.toarray().T * safe_log(phi @ theta.T)).sum()
        assert likelihood == pytest.approx(expected, rel=1e-12)
        _, _, phi, theta = textbook(X.toarray().T, phi, theta)
        theta[3] = 1 / 3  # the empty document
        assert_allclose(topics.phi[:, :3], phi, atol=1e-13)
        assert_allclose(found, theta, atol=1e-13)


def test_fit_keeps_the_mixtures_from_pass_to_pass():
    X = noise()
    topics, _, passes = rational(X)
    model = PLSA(
        3, max_doc_update_iter=1, mean_change_tol=0, max_iter=6, tol=0, random_state=0
    ).fit(X)
    *_, (likelihood, _) = itertools.islice(passes, 6)
    assert_allclose(model.components_.T, topics.phi[:, :3], atol=1e-13)
    assert model.perplexity_ == pytest.approx(np.exp(-likelihood / X.sum()))


@pytest.mark.parametrize("name", ["none", "smooth", "decorrelated"])
def test_fixed_point_satisfies_the_theorems_system(name):
    X, *_ = planted(40, length=30)
    topics, bound, passes = rational(X, REGULARIZERS[name], inner=3)
    for _ in range(4000 if name == "none" else 1500):
        _, theta = next(passes)
    phi = topics.phi[:, :3]
    n_wt, n_td, *_ = textbook(X.toarray().T, phi, theta)
    n_t, r_wt, r_td = n_wt.sum(axis=0), np.zeros_like(phi), np.zeros_like(theta)
    for part in bound.parts:
        if part.does("grad"):
            r_wt += part.regularizer.grad(phi, n_wt, n_t)
        if part.does("grad_theta"):
            r_td += part.regularizer.grad_theta(theta, n_td)
    assert_allclose(phi, norm(n_wt + r_wt), atol=2e-6)
    assert_allclose(theta, norm(n_td + r_td, axis=1), atol=2e-4)


def test_smoothing_is_the_map_of_lda():
    """Its gradient vanishes on the simplex, in the interior."""
    X, *_ = planted(30, length=30)
    beta, alpha = 0.1, 0.3  # Dirichlet parameters less 1
    regularizers = [SmoothSparsePhi(beta), SmoothSparseTheta(alpha)]
    topics, _, passes = rational(X, regularizers, inner=2)
    for _ in range(3000):
        _, theta = next(passes)
    phi = topics.phi[:, :3]
    ratio = X.toarray().T / (phi @ theta.T)
    by_phi = ratio @ theta + beta / phi
    by_theta = ratio.T @ phi + alpha / theta
    # Lagrange: all entries of a distribution have the same derivative.
    assert_allclose(by_phi, np.broadcast_to(by_phi.mean(axis=0), phi.shape), rtol=1e-5)
    lengths = X.sum(axis=1)[:, None] + 3 * alpha
    assert_allclose(by_theta, np.broadcast_to(lengths, theta.shape), rtol=1e-5)


@every_method
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_planted_topics_are_found(method, dtype):
    X, topics, mixtures = planted()
    models = [
        PLSA(4, learning_method=method, max_iter=30, batch_size=50, random_state=i)
        for i in range(3)
    ]
    models = [model.fit(X.astype(dtype)) for model in models]
    model = min(models, key=lambda model: model.perplexity_)
    order, distances = closest(topics, model.components_)
    assert distances.max() < 0.12
    found = model.transform(X.astype(dtype))[:, order]
    assert np.abs(found - mixtures).mean() < 0.05
    assert found.dtype == dtype


@every_method
def test_artm_without_regularizers_is_plsa(method):
    X, *_ = planted(60)
    a = ARTM(3, learning_method=method, random_state=0).fit(X)
    b = PLSA(3, learning_method=method, random_state=0).fit(X)
    assert_array_equal(a.components_, b.components_)
    assert a.perplexity_ == b.perplexity_


@every_method
def test_components_are_distributions(method):
    X, *_ = planted(60)
    model = ARTM(3, Decorrelator(1.0), learning_method=method, random_state=0).fit(X)
    assert_allclose(model.components_.sum(axis=1), 1)
    assert_allclose(model.topic_word_, model.components_)
    assert model.topic_word_counts_.shape == model.components_.shape
    if method == "batch":
        assert model.topic_word_counts_.sum() == pytest.approx(X.sum())
    assert list(model.get_feature_names_out()) == ["artm0", "artm1", "artm2"]


def test_score_and_perplexity():
    X = noise()
    model = PLSA(3, random_state=0).fit(X)
    p = model.transform(X) @ model.components_
    expected = (X.toarray() * np.log(np.maximum(p, 1e-3 / 18))).sum() / X.sum()
    assert model.score(X) == pytest.approx(expected)
    assert model.perplexity(X) == pytest.approx(np.exp(-expected))
    assert model.score(X[[3]]) == 0
    weight = np.arange(25.0)
    repeated = sp.csr_array(np.repeat(X.toarray(), np.arange(25), axis=0))
    assert model.score(X, sample_weight=weight) == pytest.approx(model.score(repeated))


def test_perplexity_falls_and_stops():
    X, *_ = planted()
    few = PLSA(4, max_iter=3, tol=0, random_state=0).fit(X)
    many = PLSA(4, max_iter=60, tol=0, random_state=0).fit(X)
    stopped = PLSA(4, max_iter=60, tol=1e-3, random_state=0).fit(X)
    assert many.perplexity_ < few.perplexity_
    assert (few.n_iter_, many.n_iter_) == (3, 60)
    assert 10 <= stopped.n_iter_ < 60
    assert stopped.perplexity_ == pytest.approx(many.perplexity_, rel=0.02)


# --- regularizers -----------------------------------------------------------------


def test_decorrelator_makes_topics_differ():
    X = noise(60, 30, rate=1.5)
    plain = ARTM(4, random_state=0).fit(X).components_
    tau = SmoothSparsePhi(0.1), Decorrelator(1000.0)
    apart = ARTM(4, [*tau], random_state=0).fit(X).components_

    def overlap(phi):
        return (phi @ phi.T)[~np.eye(4, dtype=bool)].mean()

    assert overlap(apart) < 0.9 * overlap(plain)


def test_regularizers_that_look_at_theta_take_the_same_steps():
    """One that is constant goes to the kernel, the same as a class of its own not."""

    class Constant(SmoothSparseTheta):
        pass

    X, *_ = planted(60)
    for tau in (0.3, -0.3):
        a, b = (
            ARTM(3, [cls(tau)], mean_change_tol=0, tol=0, max_iter=8, random_state=0)
            for cls in (SmoothSparseTheta, Constant)
        )
        assert_allclose(a.fit(X).components_, b.fit(X).components_, atol=1e-9)
        assert_allclose(a.transform(X), b.transform(X), atol=1e-9)


def test_smoothed_ptdw_without_weight_changes_nothing():
    X, *_ = planted(40)
    plain = ARTM(3, mean_change_tol=0, tol=0, max_iter=5, random_state=0).fit(X)
    for tau, close in ((1e-12, True), (0.9, False)):
        model = clone(plain).set_params(regularizers=[SmoothPtdw(tau, window=None)])
        model.fit(X)
        same = np.allclose(model.components_, plain.components_, atol=1e-8)
        assert same == close
        assert_allclose(model.transform(X).sum(axis=1), 1)


def test_function_as_regularizer():
    X = noise()
    smooth = ARTM(3, [SmoothSparsePhi(0.5)], random_state=0).fit(X)
    by_function = ARTM(3, lambda phi, n_wt, n_t: 0.5 + 0 * phi, random_state=0).fit(X)
    assert_allclose(by_function.components_, smooth.components_)


def test_schedule_counts_passes():
    seen = []

    def schedule(pass_number):
        seen.append(pass_number)
        return 0.0

    ARTM(
        2, [SmoothSparsePhi(1, schedule=schedule)], max_iter=4, tol=0, random_state=0
    ).fit(noise())
    assert seen == [0, 1, 2, 3]


@every_method
def test_topic_without_terms_is_reported(method):
    X, *_ = planted(60)
    model = ARTM(
        3, [SmoothSparsePhi(-1e6, topics=[1])], learning_method=method, random_state=0
    )
    with pytest.warns(UserWarning, match="topic 1:") as caught:
        model.fit(X)
    assert len(caught) == 1
    assert_array_equal(model.components_[1], 0)
    assert_array_equal(model.topic_word_[1], 0)
    assert_array_equal(model.transform(X)[:, 1], 0)
    assert_allclose(model.transform(X).sum(axis=1), 1)
    assert np.isfinite([model.score(X), model.perplexity_]).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.partial_fit(X)  # no news


def test_all_topics_without_terms():
    X = noise()
    with pytest.warns(UserWarning, match="topic 0, 1:"):
        model = ARTM(2, [SmoothSparsePhi(-1e9)], random_state=0).fit(X)
    assert_array_equal(model.components_, 0)
    assert_array_equal(model.transform(X), 0.5)
    assert np.isfinite(model.score(X))


def test_topic_selection_removes_topics():
    X, *_ = planted(150, n_topics=2, n_terms=20)
    model = ARTM(8, [TopicSelection(1.0)], max_iter=150, tol=0, random_state=0).fit(X)
    left = model.components_.any(axis=1).sum()
    assert 1 <= left < 8
    assert_allclose(model.transform(X).sum(axis=1), 1)


def test_grid_search_over_tau():
    X, *_ = planted(60)
    union = RegularizerUnion([("decorrelator", Decorrelator(1.0))])
    model = ARTM(3, union, max_iter=3, random_state=0)
    search = GridSearchCV(
        make_pipeline(FunctionTransformer(accept_sparse=True), model),
        [
            {"artm__regularizers__decorrelator__tau": [0.0, 10.0]},
            {"artm__regularizers__decorrelator": ["drop"]},
        ],
        cv=2,
    ).fit(X)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    copy = pickle.loads(pickle.dumps(search))
    assert_array_equal(copy.transform(X), search.transform(X))
    assert union.regularizers[0][1].tau == 1.0


# --- documents, threads, streams --------------------------------------------------


@every_method
def test_empty_documents_have_the_prior(method):
    X, *_ = planted(60)
    model = PLSA(3, learning_method=method, random_state=0).fit(X)
    assert_allclose(model.transform(sp.csr_array((2, 40))), 1 / 3)


def test_terms_that_no_topic_has():
    X, *_ = planted(60)
    X = sp.hstack([X, sp.csr_array((60, 2))], format="csr")
    model = PLSA(3, random_state=0).fit(X)
    new = np.zeros((2, 42))
    new[:, 40] = 3  # never seen
    new[1, 0] = 2
    theta = model.transform(new)
    assert_allclose(theta[0], 1 / 3)
    known = np.zeros((1, 42))
    known[0, 0] = 2
    assert_allclose(theta[1], model.transform(known)[0])
    assert np.isfinite(model.score(new))
    assert_array_equal(model.components_[:, 40:], 0)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -1.0])
def test_bad_counts_leave_a_model_as_it_was(bad):
    X = noise()
    model = PLSA(2, random_state=0).fit(X)
    before = joblib.hash(vars(model))
    broken = X.toarray()
    broken[0, 0] = bad
    for method in (model.fit, model.partial_fit):
        with pytest.raises(ValueError, match=r"NaN|infinity|Negative"):
            method(broken)
    assert joblib.hash(vars(model)) == before


@every_method
def test_result_does_not_depend_on_n_jobs(method, monkeypatch):
    monkeypatch.setattr(em, "SMALLEST_BLOCK", 64)
    X, *_ = planted(300)
    regularizers = [Decorrelator(1.0), SmoothSparseTheta(0.1, power=1)]
    models = [
        ARTM(
            3,
            regularizers,
            learning_method=method,
            n_jobs=n,
            max_iter=4,
            random_state=0,
        )
        for n in (1, 3)
    ]
    a, b = (model.fit(X) for model in models)
    assert_array_equal(a.components_, b.components_)
    assert_array_equal(a.transform(X), b.transform(X))


def test_online_weights_of_old_and_new():
    X, *_ = planted(60)
    model = PLSA(3, learning_method="online", batch_size=60, max_iter=1, random_state=0)
    one = model.fit(X).topic_word_counts_
    rate = (1 + 1) ** -0.7
    assert one.sum() == pytest.approx(X.sum() * (rate + (1 - rate) * 0.01))
    artm = ARTM(
        3, learning_method="online", batch_size=30, update_every=2, decay_weight=0,
        apply_weight=1, max_iter=2, random_state=0,
    ).fit(X)  # fmt: skip
    assert artm.n_batch_iter_ == 2
    assert artm.topic_word_counts_.sum() == pytest.approx(X.sum())


def test_stream_finds_planted_topics():
    X, topics, _ = planted(600)
    model = PLSA(4, random_state=1, batch_size=50)
    for i in range(4):
        for start in range(0, 600, 100):
            assert model.partial_fit(X[start : start + 100]) is model
        assert model.n_iter_ == 6 * (i + 1)
    assert model.n_batch_iter_ == 48
    assert closest(topics, model.components_)[1].max() < 0.15


def test_terms_of_later_batches_are_learned():
    first, second = np.zeros((2, 10, 4))
    first[:, :2], second[:, 2:] = 3, 3
    model = PLSA(2, random_state=0).partial_fit(first).partial_fit(second)
    assert (model.components_[:, 2:].sum(axis=0) > 0.01).all()


@every_method
def test_sample_weight_is_repetition(method):
    X, *_ = planted(30)
    weight = np.arange(30) % 3
    repeated = sp.csr_array(np.repeat(X.toarray(), weight, axis=0))
    model = PLSA(3, learning_method=method, batch_size=100, tol=0, random_state=0)
    a = clone(model).fit(X, sample_weight=weight)
    b = clone(model).fit(repeated)
    assert_allclose(a.components_, b.components_, atol=1e-10)
    assert a.perplexity_ == pytest.approx(b.perplexity_)


def test_verbose_prints_passes(capsys):
    PLSA(2, max_iter=2, verbose=1, tol=0, random_state=0).fit(noise())
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("iteration: 2 of max_iter: 2, perplexity: ")
