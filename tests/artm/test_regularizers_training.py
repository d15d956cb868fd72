"""What regularizers do to topics over the passes of a small EM."""

import numpy as np
import pytest

from sktopics import ARTM
from sktopics.artm import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
)
from sktopics.artm._regularization import (
    as_union,
    phi_regularization,
    ptdw_transformation,
    theta_regularization,
    value,
)

N_TERMS, N_DOCUMENTS = 24, 60


def corpus():
    """Three topics of eight terms each, and a few of all."""
    rng = np.random.default_rng(0)
    topics = np.kron(np.eye(3), np.full((1, 8), 1 / 8)) * 0.94 + 0.06 / N_TERMS
    mixtures = rng.dirichlet(np.full(3, 0.2), size=N_DOCUMENTS)
    return np.stack([rng.multinomial(80, p) for p in mixtures @ topics]).astype(float)


def normalized(counts, axis):
    counts = np.maximum(counts, 0)
    total = counts.sum(axis=axis, keepdims=True)
    return np.divide(counts, total, out=np.zeros_like(counts), where=total > 0)


def train(regularizers, n_components=3, n_passes=40, words=None, seed=0):
    """Rational EM with dense tables; returns phi, theta and the objectives."""
    X = corpus()
    rng = np.random.default_rng(seed)
    phi = normalized(rng.random((N_TERMS, n_components)) + 0.5, 0)
    theta = np.full((N_DOCUMENTS, n_components), 1 / n_components)
    bound = as_union(regularizers).bind(None, n_components)
    history = []
    for number in range(n_passes):
        p = theta[:, :, None] * phi.T
        total = p.sum(axis=1, keepdims=True)
        logs = np.log(total, where=total > 0, out=np.zeros_like(total))
        p = np.divide(p, total, out=np.zeros_like(p), where=total > 0)
        if bound.has_ptdw:
            flat = p.transpose(0, 2, 1).reshape(-1, n_components)
            offsets = np.arange(N_DOCUMENTS + 1) * N_TERMS
            flat = ptdw_transformation(bound, flat, offsets)
            p = flat.reshape(N_DOCUMENTS, N_TERMS, -1).transpose(0, 2, 1)
        counts = X[:, None, :] * p
        n_wt, n_td = counts.sum(axis=0).T, counts.sum(axis=2)
        n_t = n_wt.sum(axis=0)
        r_wt = phi_regularization(bound, phi, n_wt, n_t, pass_number=number)
        r_td = theta_regularization(bound, theta, n_td, pass_number=number)
        constant = value(bound, phi, n_wt, n_t, theta=theta, n_td=n_td)
        history.append((X * logs[:, 0]).sum() + constant)
        phi, theta = normalized(n_wt + r_wt, 0), normalized(n_td + r_td, 1)
    return phi, theta, np.array(history)


def overlap(phi):
    products = phi.T @ phi
    return products[np.triu_indices(len(products), k=1)].sum()


@pytest.mark.parametrize(
    "regularizers",
    [
        None,
        SmoothSparsePhi(0.3),
        SmoothSparsePhi(0.5, power=0.5),
        [SmoothSparsePhi(0.2), SmoothSparseTheta(0.4)],
        TopicPrior(2.0, topic_prior=[1, 2, 3]),
        [SmoothSparseTheta(0.1, topic_weights=[1, 2, 0.5]), SmoothSparsePhi(0.1)],
    ],
    ids=repr,
)
def test_the_regularized_likelihood_never_falls(regularizers):
    history = train(regularizers)[2]
    assert history[-1] > history[0] + 100
    assert (np.diff(history) > -1e-10 * np.abs(history[0])).all()


def test_sparsing_makes_zeros():
    plain, sparse = train(None)[0], train(SmoothSparsePhi(-4.0))[0]
    assert (sparse == 0).sum() > (plain < 1e-9).sum() + 5
    theta = train(SmoothSparseTheta(-5.0))[1]
    assert (theta == 0).sum() > (train(None)[1] == 0).sum() + 30


def test_decorrelation_separates_topics():
    plain = overlap(train(None)[0])
    overlaps = [overlap(train(Decorrelator(tau))[0]) for tau in (30.0, 300.0)]
    assert plain > overlaps[0] > overlaps[1]


def test_decorrelation_relative_to_the_topics():
    plain = overlap(train(None)[0])
    assert overlap(train(Decorrelator(0.05, relative=True))[0]) < 0.8 * plain


def test_background_topic_takes_common_terms():
    regularizers = [
        SmoothSparsePhi(20.0, topics=[-1]),
        SmoothSparsePhi(-3.0, topics=slice(-1)),
        SmoothSparseTheta(2.0, topics=[-1]),
    ]
    phi = train(regularizers, n_components=4, n_passes=80)[0]
    assert (phi[:, -1] > 0).all()
    assert ((phi[:, :-1] > 0).sum(axis=0) < 16).all()


def test_topics_are_selected():
    selection = TopicSelection(0.35, schedule=[0] * 5 + [1])
    phi, theta, _ = train([selection, Decorrelator(30.0)], 8, n_passes=150)
    alive = theta.any(axis=0)
    assert 3 <= alive.sum() <= 5
    shares = theta.sum(axis=0)[alive] / theta.sum()
    assert (shares > 0.35 / 8).all()
    # and the topics that are left still hold the planted ones
    blocks = phi[:, alive].reshape(3, 8, -1).sum(axis=1)
    assert (blocks.max(axis=1) > 0.8).all()
    assert train(None, 8, n_passes=150)[1].any(axis=0).all()


def test_top_terms_are_all_that_is_left():
    phi = train(SpecifiedSparse(n_top=8, schedule=[0] * 20 + [1]))[0]
    assert ((phi > 0).sum(axis=0) == 8).all()
    assert sorted(np.flatnonzero(phi.any(axis=1)).tolist()) == list(range(24))


def test_pairs_draw_terms_together():
    pair = {(0, 23): 1.0}  # of different planted topics
    plain = train(None)[0]
    for regularizer in (
        ImproveCoherence(0.5, cooccurrence=pair),
        Biterms(400.0, cooccurrence=pair),
    ):
        phi = train(regularizer)[0]
        both = (np.minimum(phi[0], phi[23])).max()
        assert both > 3 * np.minimum(plain[0], plain[23]).max()


def test_neighbours_in_a_graph_get_alike():
    def distance(phi):
        p = normalized(phi, 1)
        return np.abs(p[0] - p[23]).sum()

    graph = NetPLSA(100.0, graph={(0, 23): 1.0})
    assert distance(train(graph)[0]) < 0.8 * distance(train(None)[0])


def test_time_is_smoothed():
    def variation(phi):
        return np.abs(np.diff(phi, axis=0)).sum()

    smooth = train(SmoothTimeInTopics(30.0))[0]
    assert variation(smooth) < 0.85 * variation(train(None)[0])


def test_labels_become_more_frequent():
    phi, theta, _ = train(LabelRegularization(400.0, labels={5: 1.0}))
    plain_phi, plain_theta, _ = train(None)
    frequency = (phi[5] * theta.sum(axis=0)).sum()
    assert frequency > 1.5 * (plain_phi[5] * plain_theta.sum(axis=0)).sum()


def test_words_agree_within_documents():
    plain = train(None)[1]
    theta = train(SmoothPtdw(tau=1.0, window=None))[1]
    assert theta.max(axis=1).mean() > plain.max(axis=1).mean() + 0.02


class Selection(TopicSelection):
    """The same, of a class that is not known to be in proportion to words."""


class Prior(TopicPrior):
    """The same, of a class that is not known to be in proportion to words."""


@pytest.mark.parametrize("method", ["batch", "online"])
@pytest.mark.parametrize(
    ("known", "unknown"),
    [
        (TopicSelection(0.5), Selection(0.5)),
        (
            TopicPrior(0.5, topic_prior=[3, 2, 1, 1]),
            Prior(0.5, topic_prior=[3, 2, 1, 1]),
        ),
        (
            [TopicSelection(0.5, schedule=[0, 0, 1]), SmoothSparseTheta(-0.1)],
            [Selection(0.5, schedule=[0, 0, 1]), SmoothSparseTheta(-0.1)],
        ),
        (
            [TopicSelection(0.5, topics=[0, 1]), SmoothSparseTheta(0.1)],
            [Selection(0.5, topics=[0, 1]), SmoothSparseTheta(0.1)],
        ),
    ],
)
def test_the_kernel_adds_what_regularizers_of_sizes_say(known, unknown, method):
    X, fitted = corpus(), []
    for regularizers in (known, unknown):
        model = ARTM(
            4,
            regularizers,
            learning_method=method,
            batch_size=20,
            max_iter=6,
            mean_change_tol=0,
            random_state=0,
        ).fit(X)
        fitted.append((model.components_, model.transform(X)))
    np.testing.assert_allclose(fitted[0][0], fitted[1][0], rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(fitted[0][1], fitted[1][1], rtol=1e-8, atol=1e-7)
