"""The kernels of filtering against the formulas that they equal."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import betaincinv, logsumexp

from sktopics.kernels.filtering import filter_authored_words, filter_words

LONG = 110  # words, more than in documents scored by topics of the first token
N_TERMS = LONG + 30


def random_topics(n_terms, n_components, seed=0, dtype=np.float64):
    phi = np.random.default_rng(seed).dirichlet(np.full(n_terms, 0.2), n_components).T
    return np.ascontiguousarray(phi, dtype)


def filtered(X, phi, prior):
    X, prior = sp.csr_array(X), np.asarray(prior, float)
    out = np.full(X.shape[0], np.nan)
    filter_words(X.indptr, X.indices, X.data, phi, prior, out)
    return out


def filtered_by_authors(X, groups, gamma, phi):
    X, out = sp.csr_array(X), np.full(len(groups), np.nan)
    indptr = np.cumsum([0, *map(len, groups)]).astype(np.int32)
    indices = np.array([a for own in groups for a in own], np.int32)
    rows = X.indptr, X.indices, X.data
    filter_authored_words(rows, (indptr, indices), gamma, phi, out)
    return out


def project(gamma, q):
    """The Dirichlet distribution with mean and variance of a mixture of them."""
    size = gamma.sum()
    mean = (gamma + q) / (size + 1)
    square = ((gamma + 1) * (gamma + 2 * q)).sum() / ((size + 1) * (size + 2))
    return mean * (1 - square) / (square - (mean**2).sum())


def slow_filter(tokens, phi, gamma):
    total = 0.0
    for row in phi[tokens].astype(float):
        joint = row * gamma
        total += np.log(joint.sum() / gamma.sum())
        gamma = project(gamma, joint / joint.sum())
    return total


def slow_branches(tokens, phi, prior, most, smallest=0.03):
    """The topic of the first token given, where it is likely."""
    joint = phi[tokens[0]] * prior
    rest, logs = joint.copy(), []
    for k in np.argsort(-joint)[:most]:
        if joint[k] > smallest * joint.sum():
            one = np.eye(len(prior))[k]
            logs.append(np.log(joint[k]) + slow_filter(tokens[1:], phi, prior + one))
            rest[k] = 0
    if rest.any():
        gamma = project(prior, rest / rest.sum())
        logs.append(np.log(rest.sum()) + slow_filter(tokens[1:], phi, gamma))
    return logsumexp(logs) - np.log(prior.sum())


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("alpha", [1e-3, 0.1, 3.0])
def test_filtering_equals_its_formula(dtype, alpha):
    rng = np.random.default_rng(0)
    phi = random_topics(N_TERMS, 12, dtype=dtype)
    X = rng.poisson(1.5, (20, N_TERMS)).astype(dtype)
    X[:, :LONG] += 1
    prior = alpha * rng.uniform(0.5, 2, 12)
    tokens = [np.repeat(np.arange(N_TERMS), row.astype(int)) for row in X]
    expected = [slow_filter(own, phi, prior) for own in tokens]
    # From the fifth token of a term on, they are looked at together.
    assert_allclose(filtered(X, phi, prior), expected, rtol=2e-3)
    X = np.minimum(X, 4)
    tokens = [np.repeat(np.arange(N_TERMS), row.astype(int)) for row in X]
    expected = [slow_filter(own, phi, prior) for own in tokens]
    assert_allclose(filtered(X, phi, prior), expected, rtol=1e-9)


SIZES = [(6, 8, 12), (30, 4, 40), (30, 0, 12)]  # words, branches, topics


@pytest.mark.parametrize(("length", "most", "k"), SIZES)
@pytest.mark.parametrize("alpha", [1e-3, 0.1, 3.0])
def test_documents_are_scored_by_topics_of_the_first_token(alpha, length, most, k):
    rng = np.random.default_rng(0)
    phi, prior = random_topics(N_TERMS, k), np.full(k, alpha)
    X = np.zeros((30, N_TERMS))
    for row in X:
        np.add.at(row, rng.integers(0, N_TERMS, length), 1)
    tokens = [np.repeat(np.arange(N_TERMS), row.astype(int)) for row in X]
    expected = [slow_branches(own, phi, prior, most=most) for own in tokens]
    assert_allclose(filtered(X, phi, prior), expected, rtol=1e-8)


def test_probabilities_of_all_words_sum_to_one():
    phi, prior = random_topics(N_TERMS, 6), np.full(6, 0.2)
    first = np.zeros(N_TERMS)
    first[:LONG] = 2
    after = filtered(first + np.eye(N_TERMS), phi, prior)
    # Words in the order of the columns: the last ten follow all of the first.
    last = np.exp(after[LONG:] - filtered([first], phi, prior))
    rows = phi[np.repeat(np.arange(LONG), 2)]
    gamma = prior
    for row in rows:
        gamma = project(gamma, row * gamma / (row @ gamma))
    assert_allclose(last, phi[LONG:] @ gamma / gamma.sum(), rtol=1e-8)


def test_an_uninformative_word_teaches_nothing():
    """Counts of expected topics would make the mixture certain to be even."""
    phi = np.full((LONG + 2, 4), 1 / (LONG + 2))
    phi[-1] = [0.04, 0.01, 0.01, 0.002]
    phi[-2] = 2 * phi[0] - phi[-1]
    prior = np.full(4, 0.05)
    informative = np.zeros(LONG + 2)
    informative[-1] = 1
    both = np.ones(LONG + 2)
    both[-2] = 0
    alone = filtered([informative], phi, prior)
    padded = filtered([both], phi, prior) - LONG * np.log(phi[0, 0])
    assert_allclose(padded, alone, rtol=1e-10)


@pytest.mark.parametrize("counts", [[0.3, 0.7], [0.2, 0.1], [2.5, 1.0], [7.0, 3.5]])
def test_counts_need_not_be_whole(counts):
    """The mean of a product of powers of probabilities over a Beta distribution."""
    phi = np.array([[0.7, 0.01], [0.02, 0.6], [0.28, 0.39]])
    prior = np.array([0.4, 0.9])
    theta = betaincinv(*prior, (np.arange(100000) + 0.5) / 100000)
    mixed = phi @ [theta, 1 - theta]
    exact = np.log(np.mean(mixed[0] ** counts[0] * mixed[1] ** counts[1]))
    X = np.array([[*counts, 0]])
    assert filtered(X, phi, prior)[0] == pytest.approx(exact, abs=0.06)


def test_as_many_tokens_as_there_may_be():
    """A repeated word has its probability under the topic that it is about."""
    phi, prior = random_topics(N_TERMS, 6), np.full(6, 0.2)
    for n in (1e3, 1e15, 1e30, 1e100):
        X = np.zeros((1, N_TERMS))
        X[0, 3] = n
        best = np.log(phi[3].max())
        assert filtered(X, phi, prior)[0] / n == pytest.approx(best, rel=0.02)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_edges(dtype):
    phi = random_topics(N_TERMS, 6, dtype=dtype)
    assert_array_equal(filtered(np.zeros((2, N_TERMS)), phi, np.ones(6)), 0)
    X = np.random.default_rng(0).poisson(1.0, (5, N_TERMS)).astype(dtype)
    one = np.ascontiguousarray(phi[:, :1])
    for alpha in (1e-10, 1.0, 1e9):
        own = X @ np.log(one[:, 0].astype(float))
        assert_allclose(filtered(X, one, [alpha]), own, rtol=1e-6)
        padded = np.zeros((N_TERMS, 16), dtype)
        padded[:, :6] = phi
        prior = np.zeros(16)
        prior[:6] = alpha
        wide = filtered(X, padded, prior)
        assert_allclose(wide, filtered(X, phi, prior[:6]), rtol=1e-9)
        assert np.isfinite(wide).all()
    phi[7] = 0
    nobody = np.eye(N_TERMS, dtype=dtype)[[7, 7]]
    nobody[1, 8] = 1
    assert_allclose(filtered(nobody, phi, np.ones(6))[0], np.log(1e-36))
    assert np.isfinite(filtered(nobody, phi, np.ones(6))).all()


def test_rows_do_not_depend_on_each_other():
    rng = np.random.default_rng(0)
    phi, prior = random_topics(N_TERMS, 13, dtype=np.float32), np.full(13, 0.1)
    X = rng.poisson(0.6, (50, N_TERMS)).astype(np.float32)
    together = filtered(X, phi, prior)
    for d in range(50):
        assert filtered(X[d : d + 1], phi, prior)[0] == together[d]
    assert_array_equal(filtered(X[::-1], phi, prior), together[::-1])


# --- authors -----------------------------------------------------------------------


def test_one_author_is_a_prior():
    rng = np.random.default_rng(0)
    phi, gamma = random_topics(N_TERMS, 12), rng.gamma(1, 2, (3, 12))
    X = rng.poisson(1.0, (4, N_TERMS)).astype(float)
    found = filtered_by_authors(X, [[0], [2], [], [1]], gamma, phi)
    for d, author in ((0, 0), (1, 2), (3, 1)):
        assert found[d] == filtered(X[d : d + 1], phi, gamma[author])[0]
    assert found[2] == 0


def test_several_authors_have_the_mean_and_variance_of_their_mean():
    rng = np.random.default_rng(0)
    phi = random_topics(N_TERMS, 12)
    gamma = rng.gamma(1, 1, (3, 12)) * [[0.1], [5], [1000]]
    X = rng.poisson(1.0, (3, N_TERMS)).astype(float)
    groups = [[0, 1], [0, 1, 2], [1, 2]]
    found = filtered_by_authors(X, groups, gamma, phi)
    for d, own in enumerate(groups):
        size = gamma[own].sum(axis=1)
        mean = gamma[own] / size[:, np.newaxis]
        mixture = mean.mean(axis=0)
        variance = ((1 - (mean**2).sum(axis=1)) / (size + 1)).sum() / len(own) ** 2
        prior = mixture * ((1 - (mixture**2).sum()) / variance - 1)
        assert_allclose(found[d], filtered(X[d : d + 1], phi, prior)[0], rtol=1e-9)
    certain = np.zeros((2, 12))
    certain[:, 4] = 3
    expected = X[:1] @ np.log(phi[:, 4])
    assert_allclose(filtered_by_authors(X[:1], [[0, 1]], certain, phi), expected)
