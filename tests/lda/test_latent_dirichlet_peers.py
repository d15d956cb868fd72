"""Variational inference against scikit-learn and gensim, on real text."""

import numpy as np
import pytest
import sklearn.decomposition
from numpy.testing import assert_allclose
from scipy.special import digamma
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.lda._dirichlet_topics import DirichletTopics
from sktopics.lda._inference import documents_bound
from sktopics.lda._lda_evaluation import topics_bound
from sktopics.lda._lda_training import training_of


@pytest.fixture(scope="module")
def speeches():
    documents, _ = load_sotu(return_X_y=True)
    vectorizer = CountVectorizer(stop_words="english", min_df=5, dtype=np.float64)
    return vectorizer.fit_transform(documents[::12])


def scikit_learns(n_components, **parameters):
    return sklearn.decomposition.LatentDirichletAllocation(n_components, **parameters)


def ours(n_components, **parameters):
    return LatentDirichletAllocation(
        n_components, inference="variational", **parameters
    )


def our_bound(X, components, alpha, beta, gamma):
    """Our bound of `X` for topics and documents that another package inferred."""
    topics = DirichletTopics.of_components(components, alpha, beta, np.float64)
    doc_topic = np.zeros((X.shape[0], topics.counts.shape[1]))
    doc_topic[:, : components.shape[0]] = gamma
    training = training_of(ours(components.shape[0]))
    return documents_bound(X, topics, doc_topic, training).sum() + topics_bound(topics)


@pytest.mark.parametrize("alpha", [None, 0.05])
@pytest.mark.parametrize("beta", [None, 0.01])
def test_bound_is_that_of_scikit_learn(speeches, alpha, beta):
    theirs = scikit_learns(
        7, doc_topic_prior=alpha, topic_word_prior=beta, max_iter=3, random_state=0
    ).fit(speeches)
    gamma = theirs._unnormalized_transform(speeches)
    alpha, beta = theirs.doc_topic_prior_, np.float64(theirs.topic_word_prior_)
    bound = our_bound(speeches, theirs.components_, alpha, beta, gamma)
    expected = theirs._approx_bound(speeches, gamma, sub_sampling=False)
    assert bound == pytest.approx(expected, rel=1e-9)


def test_bound_is_that_of_gensim(speeches):
    """With scalar priors: with a matrix gensim's differs for the same model."""
    corpus, model = gensims(speeches, 5, 1, 0)
    gamma, _ = model.inference(corpus)
    expected = model.bound(corpus, gamma=gamma[:, np.newaxis])
    eta = np.float64(model.eta[0])
    bound = our_bound(speeches, model.state.get_lambda(), model.alpha, eta, gamma)
    assert bound == pytest.approx(expected, rel=1e-6)


def gensims(X, n_components, passes, random_state):
    """A corpus and gensim's model of it, in batches of all documents."""
    gensim = pytest.importorskip("gensim")
    corpus = list(gensim.matutils.Sparse2Corpus(X, documents_columns=False))
    model = gensim.models.LdaModel(
        corpus, n_components, {i: str(i) for i in range(X.shape[1])},
        alpha="symmetric", eta="symmetric", passes=passes, chunksize=X.shape[0],
        update_every=0, eval_every=None, random_state=random_state, dtype=np.float64,
    )  # fmt: skip
    return corpus, model


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("method", ["batch", "online"])
@pytest.mark.parametrize("n_components", [5, 20])
def test_training_agrees_with_scikit_learn(speeches, n_components, method, dtype):
    """scikit-learn's `bound_` is exp(-bound per word). The starts are the same."""
    parameters = {"learning_method": method, "max_iter": 10, "random_state": 0}
    model = ours(n_components, **parameters).fit(speeches.astype(dtype))
    theirs = scikit_learns(n_components, **parameters).fit(speeches)
    bound = model.bound_ / speeches.sum()
    assert bound == pytest.approx(-np.log(theirs.bound_), rel=0.01)


@pytest.mark.parametrize("n_components", [5, 20])
def test_training_agrees_with_gensim(speeches, n_components):
    seeds = range(2)
    found = [ours(n_components, random_state=i).fit(speeches).bound_ for i in seeds]
    expected = []
    for i in seeds:
        corpus, model = gensims(speeches, n_components, 10, i)
        expected.append(model.bound(corpus))
    assert np.mean(found) == pytest.approx(np.mean(expected), rel=0.02)
    assert np.mean(found) > np.mean(expected) * 1.005  # both are negative


@pytest.mark.parametrize("few", [False, True])
def test_transform_agrees_with_scikit_learn(speeches, few):
    """Also of few words, for which only their columns of the topics are looked at."""
    theirs = scikit_learns(5, max_iter=5, random_state=0, mean_change_tol=1e-9)
    theirs.set_params(max_doc_update_iter=2000).fit(speeches)
    model = ours(5, random_state=0, mean_change_tol=1e-9, max_doc_update_iter=2000)
    model.fit(speeches[:20])
    model.components_ = theirs.components_
    X = speeches[:2] if few else speeches
    assert_allclose(model.transform(X), theirs.transform(X), atol=2e-3)
    assert np.abs(model.transform(X) - theirs.transform(X)).mean() < 2e-4


def test_partial_fit_is_the_update_of_hoffman(speeches):
    """lambda <- (1 - rho) lambda + rho (eta + D / |batch| * counts), in NumPy."""
    X = speeches[:40].toarray()
    model = ours(
        3, total_samples=500, learning_decay=0.6, learning_offset=4, random_state=0,
        mean_change_tol=1e-10, max_doc_update_iter=1000,
    )  # fmt: skip
    model.partial_fit(X)
    components, eta = model.components_, 1 / 3
    model.partial_fit(X[:10])
    assert model.n_batch_iter_ == 2
    model_before = ours(3, mean_change_tol=1e-10, max_doc_update_iter=1000)
    model_before.fit(X)
    model_before.components_ = components
    gamma = model_before.transform(X[:10], normalize=False)
    theta = np.exp(digamma(gamma) - digamma(gamma.sum(axis=1, keepdims=True)))
    phi = np.exp(digamma(components) - digamma(components.sum(axis=1, keepdims=True)))
    counts = phi * (theta.T @ (X[:10] / (theta @ phi)))
    rho = (4 + 2) ** -0.6
    expected = (1 - rho) * components + rho * (eta + 500 / 10 * counts)
    assert_allclose(model.components_, expected, rtol=1e-3, atol=1e-3)
