"""Every regularizer against finite differences, closed forms and extreme tables."""

import itertools
import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone

from sktopics import artm
from sktopics.artm import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    Regularizer,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
    check_regularizer,
)
from sktopics.artm._regularization import (
    as_union,
    phi_regularization,
    ptdw_transformation,
    theta_regularization,
    value,
)

N_TERMS = 12
RAW = np.random.default_rng(0).random((N_TERMS, N_TERMS))
GRAPH = (RAW + RAW.T) * (RAW + RAW.T > 0.8)
ALL = [
    SmoothSparsePhi(),
    SmoothSparsePhi(terms={"3": 2.0, "5": -1.0, "absent": 4.0}),
    SmoothSparsePhi(terms=["3", 0, -1]),
    SmoothSparsePhi(terms=RAW[0]),
    SmoothSparsePhi(power=0.5),
    SmoothSparsePhi(power=2),
    SmoothSparseTheta(),
    SmoothSparseTheta(power=1),
    Decorrelator(),
    LabelRegularization(),
    LabelRegularization(labels={"1": 30, "2": 10}),
    SpecifiedSparse(n_top=4),
    SpecifiedSparse(n_top=1, per="term"),
    SpecifiedSparse(n_top=100),
    ImproveCoherence(cooccurrence=RAW),
    ImproveCoherence(cooccurrence={("1", "2"): 0.4, ("7", 3): -1, ("1", "absent"): 1}),
    Biterms(cooccurrence=GRAPH),
    Biterms(cooccurrence=sp.coo_array(GRAPH)),
    SmoothTimeInTopics(),
    SmoothTimeInTopics(timestamps=["4", "2", "absent", "9"]),
    NetPLSA(graph=GRAPH),
    NetPLSA(graph={("1", "2"): 2.0, ("1", "4"): 1}, vertex_weights=np.arange(12.0)),
    NetPLSA(graph=sp.csr_matrix(GRAPH), vertex_weights={"1": 2, "2": 1, "11": 3}),
    TopicPrior(),
    TopicSelection(),
    SmoothPtdw(),
    SmoothPtdw(window=1),
    SmoothPtdw(window=None),
]


def ids(regularizer):
    return f"{type(regularizer).__name__}-{ALL.index(regularizer)}"


def test_all_are_here():
    shipped = {
        item
        for item in vars(artm).values()
        if isinstance(item, type) and issubclass(item, Regularizer)
    }
    assert shipped - {Regularizer} == {type(regularizer) for regularizer in ALL}


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("topics", [None, [3, 0], slice(-2, None)], ids=str)
@pytest.mark.parametrize("tau", [2.5, -0.75])
@pytest.mark.parametrize("regularizer", ALL, ids=ids)
def test_gradient(regularizer, tau, topics, dtype):
    regularizer = clone(regularizer).set_params(tau=tau, topics=topics)
    check_regularizer(regularizer, dtype=dtype)


MODALITIES = {"text": slice(0, 20), "rest": np.r_[20:23, 35:40], "tags": slice(23, 35)}


@pytest.mark.parametrize(
    "regularizer", [item for item in ALL if hasattr(item, "modalities")], ids=ids
)
def test_gradient_within_a_modality(regularizer):
    names = np.array([str(i - 23) for i in range(40)], dtype=object)
    regularizer = clone(regularizer).set_params(modalities="tags", topics=[0, 2])
    check_regularizer(
        regularizer, n_terms=40, feature_names=names, modalities=MODALITIES
    )


@pytest.mark.parametrize("topic_weights", [[2, 3], (0.0, -1.0)])
def test_weights_of_topics(topic_weights):
    check_regularizer(SmoothSparseTheta(topic_weights=topic_weights, topics=[4, 1]))


def test_prior_of_topics():
    check_regularizer(TopicPrior(topic_prior=[1, 0, 3], topics=[1, 2, 4]))


# Extreme tables ----------------------------------------------------------------


def tables(dtype, n_components=4, seed=0):
    """Phi, counters and theta with zeros, a tiny topic and an empty one."""
    rng = np.random.default_rng(seed)
    n_wt = rng.gamma(0.3, 5, size=(N_TERMS, n_components))
    n_wt[n_wt < 0.5] = 0
    n_wt[:, 1] = 0
    n_wt[:, 2] *= 1e-35
    n_wt[5] = 0
    theta = rng.gamma(0.3, 5, size=(6, n_components)) + 1e-30
    theta[:, 1] = 0
    n_td = theta.copy()
    n_td[3] = 0
    theta /= theta.sum(axis=1, keepdims=True)
    n_t = n_wt.sum(axis=0)
    phi = n_wt / np.where(n_t > 0, n_t, 1)
    return [table.astype(dtype) for table in (phi, n_wt, n_t, theta, n_td)]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("regularizer", ALL, ids=ids)
def test_extreme_tables_stay_finite(regularizer, dtype):
    phi, n_wt, n_t, theta, n_td = tables(dtype)
    names = np.array([str(i) for i in range(N_TERMS)], dtype=object)
    bound = as_union(regularizer).bind(names, phi.shape[1])
    with np.errstate(all="raise", under="ignore"):
        r_wt = phi_regularization(bound, phi, n_wt, n_t)
        r_td = theta_regularization(bound, theta, n_td)
        ptdw = ptdw_transformation(bound, theta, np.array([0, 6]))
        total = value(bound, phi, n_wt, n_t, theta=theta, n_td=n_td)
    for r in (r_wt, r_td, ptdw):
        assert r.dtype == dtype
        assert np.isfinite(r).all()
    assert np.isfinite(total) != bound.has_ptdw
    assert bound.has_phi or not r_wt.any()
    assert bound.has_theta or not r_td.any()
    np.testing.assert_allclose(ptdw.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("regularizer", ALL, ids=ids)
def test_all_zero_tables(regularizer):
    names = np.array([str(i) for i in range(N_TERMS)], dtype=object)
    bound = as_union(regularizer).bind(names, 3)
    zeros = np.zeros((N_TERMS, 3))
    with np.errstate(all="raise"):
        r_wt = phi_regularization(bound, zeros, zeros, zeros[0])
        r_td = theta_regularization(bound, zeros, zeros)
    assert np.isfinite(r_wt).all()
    assert np.isfinite(r_td).all()
    total = value(bound, zeros, zeros, zeros[0], theta=zeros, n_td=zeros)
    assert total == 0 or bound.has_ptdw
    assert not ptdw_transformation(bound, zeros, np.array([0, N_TERMS])).any()


# What they are for ---------------------------------------------------------------


def random_tables(n_terms=30, n_components=5, seed=0):
    rng = np.random.default_rng(seed)
    n_wt = rng.gamma(0.5, 4, size=(n_terms, n_components))
    n_t = n_wt.sum(axis=0)
    return n_wt / n_t, n_wt, n_t


def test_smoothing_is_the_prior_of_lda():
    phi, n_wt, n_t = random_tables()
    r_wt = phi_regularization(SmoothSparsePhi(tau=0.25), phi, n_wt, n_t)
    np.testing.assert_array_equal(r_wt, np.full(phi.shape, 0.25))


def test_background_topics_are_smoothed_and_others_sparse():
    phi, n_wt, n_t = random_tables()
    both = [
        SmoothSparsePhi(tau=2, topics=[-1]),
        SmoothSparsePhi(tau=-1, topics=slice(-1)),
    ]
    r_wt = phi_regularization(both, phi, n_wt, n_t)
    assert (r_wt[:, -1] == 2).all()
    assert (r_wt[:, :-1] == -1).all()


def test_decorrelator_is_the_sum_over_pairs():
    phi, n_wt, n_t = random_tables()
    products = phi.T @ phi
    pairs = products[np.triu_indices(5, k=1)].sum()
    assert Decorrelator(tau=3).score(phi, n_wt, n_t) == pytest.approx(-3 * pairs)
    expected = -3 * phi * (phi @ (1 - np.eye(5)))
    actual = Decorrelator(tau=3).grad(phi, n_wt, n_t)
    np.testing.assert_allclose(actual, expected, atol=1e-15)


def test_decorrelator_never_draws_topics_together():
    # 0.1 + 0.2 - 0.3 and the like are not always 0, nor always positive
    phi = np.random.default_rng(0).random((500, 1)).astype(np.float32)
    phi = np.hstack([phi, np.zeros((500, 6), np.float32)])
    assert (Decorrelator().grad(phi, phi, phi.sum(axis=0)) <= 0).all()


def test_labels_get_tau_words_in_all():
    phi, n_wt, n_t = random_tables()
    labels = LabelRegularization(tau=7, labels={2: 5, 4: 15})
    r_wt = labels.grad(phi, n_wt, n_t)
    np.testing.assert_allclose(r_wt.sum(axis=1)[[2, 4]], [7 / 4, 21 / 4])
    np.testing.assert_allclose(r_wt[2] / r_wt[2].sum(), n_wt[2] / n_wt[2].sum())
    assert not np.delete(r_wt, [2, 4], axis=0).any()


@pytest.mark.parametrize(("per", "axis"), [("topic", 0), ("term", 1)])
def test_specified_sparse_keeps_the_top(per, axis):
    phi, n_wt, n_t = random_tables()
    left = n_wt + SpecifiedSparse(n_top=3, per=per).grad(phi, n_wt, n_t)
    assert ((left > 0).sum(axis=axis) == 3).all()
    expected = np.sort(n_wt, axis=axis).take([-3, -2, -1], axis=axis)
    kept = np.sort(left, axis=axis).take([-3, -2, -1], axis=axis)
    np.testing.assert_array_equal(kept, expected)


def test_specified_sparse_breaks_ties_by_order():
    n_wt = np.array([[2.0, 1], [2, 1], [5, 1], [2, 1]])
    left = n_wt + SpecifiedSparse(n_top=2).grad(n_wt / 11, n_wt, n_wt.sum(axis=0))
    np.testing.assert_array_equal(left, [[2, 1], [0, 1], [5, 0], [0, 0]])


def test_biterms_are_shared_out_among_topics():
    phi, n_wt, n_t = random_tables(N_TERMS)
    r_wt = Biterms(tau=2, cooccurrence=GRAPH).grad(phi, n_wt, n_t)
    off_diagonal = GRAPH - np.diag(np.diag(GRAPH))
    np.testing.assert_allclose(r_wt.sum(axis=1), 2 * off_diagonal.sum(axis=1))
    shares = n_t * phi[3] * phi
    shares /= shares.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(r_wt[3], 2 * off_diagonal[3] @ shares)


def test_value_of_biterms_in_blocks(monkeypatch):
    phi, n_wt, n_t = random_tables(N_TERMS)
    biterms = Biterms(cooccurrence=GRAPH)
    expected = biterms.score(phi, n_wt, n_t)
    monkeypatch.setattr("sktopics.artm._regularizers._pairs.BLOCK", 35)
    assert biterms.score(phi, n_wt, n_t) == pytest.approx(expected, rel=1e-14)


def test_coherence_is_not_symmetric():
    phi, n_wt, n_t = random_tables(3)
    one_way = np.zeros((3, 3))
    one_way[0, 2] = 0.5  # term 2 speaks for term 0
    r_wt = ImproveCoherence(cooccurrence=one_way).grad(phi, n_wt, n_t)
    np.testing.assert_array_equal(r_wt[0], 0.5 * n_wt[2])
    assert not r_wt[1:].any()


@pytest.mark.parametrize("kind", [ImproveCoherence, Biterms])
def test_the_diagonal_is_ignored(kind):
    phi, n_wt, n_t = random_tables(N_TERMS)
    without = GRAPH - np.diag(np.diag(GRAPH))
    assert np.diag(GRAPH).any()
    one, other = kind(cooccurrence=GRAPH), kind(cooccurrence=without)
    np.testing.assert_allclose(
        one.grad(phi, n_wt, n_t), other.grad(phi, n_wt, n_t), rtol=1e-12
    )
    expected = other.score(phi, n_wt, n_t)
    assert one.score(phi, n_wt, n_t) == pytest.approx(expected)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_pairs_below_the_range_of_numbers_are_left_out(dtype):
    tiny = np.sqrt(np.finfo(dtype).tiny) / 10
    phi = np.array([[tiny, tiny], [tiny, tiny], [1, 1]], dtype)
    biterms = Biterms(cooccurrence={(0, 1): 1e6, (0, 2): 3.0})
    n_t = np.ones(2, dtype)
    r_wt = biterms.grad(phi, phi, n_t)
    np.testing.assert_allclose(r_wt, [[1.5, 1.5], [0, 0], [1.5, 1.5]])
    assert biterms.score(phi, phi, n_t) == pytest.approx(3 * np.log(tiny), rel=1e-5)


def test_graph_pulls_neighbours_together():
    n_wt = np.array([[9.0, 1], [1, 9], [5, 5]])
    n_t = n_wt.sum(axis=0)
    r_wt = NetPLSA(tau=1, graph={(0, 1): 1}).grad(n_wt / n_t, n_wt, n_t)
    np.testing.assert_allclose(r_wt, [[-0.72, 0.08], [0.08, -0.72], [0, 0]])


def test_vertices_without_words_do_not_pull():
    n_wt = np.array([[9.0, 1], [0, 0], [5, 5]])
    n_t = n_wt.sum(axis=0)
    r_wt = NetPLSA(graph={(0, 1): 1}).grad(n_wt / n_t, n_wt, n_t)
    assert not r_wt.any()


def test_equal_times_are_at_rest():
    phi = np.array([[0.25], [0.25], [0.5]])
    r_wt = SmoothTimeInTopics(tau=2).grad(phi, phi, phi.sum(axis=0))
    np.testing.assert_array_equal(r_wt, [[0], [0.5], [-1]])


def test_selection_removes_topics_below_tau_times_the_average():
    sizes = np.array([100.0, 60, 19, 21, 50])  # the average is 50
    theta = np.tile(sizes / sizes.sum(), (4, 1))
    n_td = theta * [[10], [20], [30], [40]]
    left = n_td + TopicSelection(tau=0.4).grad_theta(theta, n_td)
    assert [(column > 0).all() for column in left.T] == [True, True, False, True, True]
    assert (left[:, 2] < 0).all()


def test_selection_with_the_masses_of_the_whole_corpus():
    rng = np.random.default_rng(0)
    theta, n_td = rng.dirichlet(np.ones(4), size=6), rng.random((6, 4))
    n_t = np.array([1.0, 40, 0, 9])
    selection = TopicSelection(tau=0.3)
    r_td = theta_regularization(selection, theta, n_td, n_t=n_t)
    n_d = n_td.sum(axis=1, keepdims=True)
    factor = np.divide(0.3 * 50 / 4, n_t, out=np.zeros(4), where=n_t > 0)
    np.testing.assert_allclose(r_td, -factor * n_d * theta)
    # linear in theta, so that its value is the sum of its gradient
    assert selection.score_theta(theta, n_td, n_t) == pytest.approx(r_td.sum())
    # rows of a batch do not depend on each other then
    some = theta_regularization(selection, theta[2:4], n_td[2:4], n_t=n_t)
    np.testing.assert_array_equal(some, r_td[2:4])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_selection_of_a_topic_of_next_to_nothing(dtype):
    theta = np.array([[1, np.finfo(dtype).tiny, 0]], dtype)
    n_t = np.array([50, np.finfo(dtype).tiny, 0], dtype)
    with np.errstate(all="raise", under="ignore"):
        r_td = TopicSelection(tau=0.3).grad_theta(theta, 10 * theta, n_t)
    assert np.isfinite(r_td).all()
    assert r_td[0, 1] < -theta[0, 1]
    assert r_td[0, 2] == 0


def test_ptdw_against_a_loop():
    ptdw = np.random.default_rng(0).dirichlet(np.ones(3), size=9)
    offsets = [0, 4, 4, 5, 9]
    expected = ptdw.copy()
    for start, stop in itertools.pairwise(offsets):
        for i in range(start, stop):
            near = [j for j in range(start, stop) if j != i and abs(i - j) <= 2]
            context = sum((ptdw[j] for j in near), np.zeros(3)) / 4
            expected[i] *= 1 + 0.5 * (context - ptdw[i] @ context)
    actual = ptdw_transformation(SmoothPtdw(tau=0.5, window=2), ptdw, np.array(offsets))
    np.testing.assert_allclose(actual, expected)


def test_ptdw_makes_a_text_agree():
    ptdw = np.random.default_rng(0).dirichlet(np.ones(3), size=40)
    smooth, offsets = SmoothPtdw(tau=1, window=3), np.array([0, 40])
    scores = []
    for _ in range(30):
        scores.append(smooth.score_ptdw(ptdw, offsets))
        ptdw = ptdw_transformation(smooth, ptdw, offsets)
    assert (np.diff(scores) > 0).all()
    np.testing.assert_allclose(ptdw.sum(axis=1), 1)


# Objects ------------------------------------------------------------------------


@pytest.mark.parametrize("regularizer", ALL, ids=ids)
def test_clone_pickle_and_repr(regularizer):
    copies = [clone(regularizer), pickle.loads(pickle.dumps(regularizer))]
    for copy in copies:
        assert repr(copy) == repr(regularizer)
        assert type(copy) is type(regularizer)
        assert copy.get_params().keys() == regularizer.get_params().keys()
    assert next(iter(regularizer.get_params(deep=False))) in regularizer.get_params()


@pytest.mark.parametrize("regularizer", ALL, ids=ids)
def test_bound_regularizers_pickle(regularizer):
    names = np.array([str(i) for i in range(N_TERMS)], dtype=object)
    bound = as_union(regularizer).bind(names, 4)
    again = pickle.loads(pickle.dumps(bound))
    phi, n_wt, n_t, theta, n_td = tables(np.float64)
    np.testing.assert_array_equal(
        phi_regularization(again, phi, n_wt, n_t),
        phi_regularization(bound, phi, n_wt, n_t),
    )
    np.testing.assert_array_equal(
        theta_regularization(again, theta, n_td),
        theta_regularization(bound, theta, n_td),
    )


def test_tau_comes_first():
    for kind in {type(regularizer) for regularizer in ALL}:
        assert kind(3.5).tau == 3.5 or kind in (ImproveCoherence, Biterms, NetPLSA)
        assert kind(3.5).get_params()["tau"] == 3.5
    assert repr(Decorrelator(5, topics=[1])) == "Decorrelator(tau=5, topics=[1])"


def test_binding_changes_nothing_of_the_users():
    regularizer = SmoothSparsePhi(terms={"a": 1.0})
    before = dict(vars(regularizer))
    bound = regularizer.bind(np.array(["b", "a"]), 3)
    assert vars(regularizer) == before
    phi, n_wt, n_t = random_tables(2, 3)
    np.testing.assert_array_equal(bound.grad(phi, n_wt, n_t)[:, 0], [0, 1])
    other = regularizer.bind(np.array(["a", "b"]), 3)
    np.testing.assert_array_equal(other.grad(phi, n_wt, n_t)[:, 0], [1, 0])


def test_unbound_regularizers_follow_their_parameters():
    phi, n_wt, n_t = random_tables(2, 3)
    regularizer = SmoothSparsePhi(terms=[0])
    assert regularizer.grad(phi, n_wt, n_t)[0, 0] == 1
    assert regularizer.set_params(terms=[1]).grad(phi, n_wt, n_t)[0, 0] == 0


def test_columns_without_names_are_looked_up_once(monkeypatch):
    regularizer = NetPLSA(graph=GRAPH)
    bound = regularizer.bind(None, 4)
    phi, n_wt, n_t, *_ = tables(np.float64)
    expected = bound.grad(phi, n_wt, n_t)
    monkeypatch.setattr(NetPLSA, "_look_up", None)  # would raise if called
    np.testing.assert_array_equal(bound.grad(phi, n_wt, n_t), expected)
