"""The author-topic model beside gensim's, on presidents' speeches."""

import numpy as np
import pytest
from authored import numbered, slow_bound, slow_bound_of, slow_counts
from numpy.testing import assert_allclose
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import AuthorTopicModel
from sktopics._groups import Groups
from sktopics.datasets import load_sotu
from sktopics.lda._authors import author_blocks
from sktopics.lda._authors_learned import learn_authors
from sktopics.lda._dirichlet_topics import DirichletTopics
from sktopics.lda._lda_training import Training

gensim = pytest.importorskip("gensim")

K = 5


def passages(n_documents):
    """Presidents' passages, in random order; every third also has its decade."""
    sotu = load_sotu()
    chosen = np.random.default_rng(0).permutation(len(sotu.documents))[:n_documents]
    authors = [list(sotu.authors[d]) for d in chosen]
    for d, own in zip(chosen, authors, strict=True):
        if d % 3 == 0:
            own.append(f"{sotu.date[d] // 10 * 10}s")
    vectorizer = CountVectorizer(stop_words="english", min_df=5, dtype=np.float64)
    return vectorizer.fit_transform([sotu.documents[d] for d in chosen]), authors


@pytest.fixture(scope="module")
def speeches():
    return passages(350)


def corpus_of(X):
    return [
        list(
            zip(X[[d]].indices.tolist(), X[[d]].data.astype(int).tolist(), strict=True)
        )
        for d in range(X.shape[0])
    ]


def gensims(X, authors, **parameters):
    """gensim's model of `X`; no passes: only what it starts from."""
    return gensim.models.AuthorTopicModel(
        corpus_of(X), K, {i: str(i) for i in range(X.shape[1])},
        doc2author=dict(enumerate(authors)), eval_every=None, random_state=0,
        **{"alpha": "symmetric", "eta": "symmetric"} | parameters,
    )  # fmt: skip


def state_of(model, authors):
    """Topics and authors of gensim's model, these in the order of their names."""
    _, names = numbered(authors)
    gamma = model.state.gamma[[model.author2id[name] for name in names]]
    return gamma, model.state.get_lambda()


def bound_of(model, X, authors):
    gamma, lam = state_of(model, authors)
    return slow_bound(X, numbered(authors)[0], gamma, lam, model.alpha, model.eta)


# gensim infers the authors of each document to the end before the topics move; its
# clock starts at 0, ours at 1.
SCHEDULES = {
    "batch": (
        350,
        {"passes": 10, "chunksize": 10_000, "update_every": 0, "iterations": 20},
        {"max_iter": 10, "max_doc_update_iter": 10},
    ),
    "online": (
        1000,
        {"passes": 1, "chunksize": 40, "offset": 1, "decay": 0.6, "iterations": 20},
        {
            "learning_method": "online", "max_iter": 1, "batch_size": 40,
            "learning_offset": 0, "learning_decay": 0.6,
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_bounds_agree(schedule):
    """The same data, priors, schedule and kind of start; both by the slow bound."""
    n_documents, theirs, parameters = SCHEDULES[schedule]
    X, authors = passages(n_documents)
    expected = bound_of(gensims(X, authors, **theirs), X, authors)
    model = AuthorTopicModel(
        K, init="random", doc_topic_prior="symmetric", topic_word_prior="symmetric",
        random_state=0, **parameters,
    ).fit(X, authors=authors)  # fmt: skip
    bound = slow_bound_of(model, X, authors)
    assert model.bound_ == pytest.approx(bound, rel=1e-8)
    assert bound / X.sum() == pytest.approx(expected / X.sum(), rel=0.01)
    started_well = model.set_params(init="lda").fit(X, authors=authors).bound_
    if schedule == "online":
        assert started_well > expected
    else:
        assert started_well == pytest.approx(expected, rel=0.015)


def test_bound_of_the_same_posterior_is_that_of_gensim(speeches):
    X, authors = speeches
    theirs = gensims(X, authors, passes=1)
    gamma, lam = state_of(theirs, authors)
    model = AuthorTopicModel(
        K, doc_topic_prior=1 / K, topic_word_prior=1 / K, max_iter=0
    ).fit(X, authors=authors)
    model.author_components_, model.components_ = gamma, lam
    bound = model.bound(X, authors=authors)
    assert bound == pytest.approx(bound_of(theirs, X, authors), rel=1e-9)
    expected = theirs.bound(
        corpus_of(X), author2doc=theirs.author2doc, doc2author=theirs.doc2author
    )
    assert bound == pytest.approx(expected, rel=1e-6)


def one_document(theirs, d, gamma, lam, rho, n_iter):
    """gensim's inference for document `d`, from given authors and topics."""
    ids = [theirs.author2id[name] for name in theirs.doc2author[d]]
    theirs.state.gamma[ids] = gamma
    theirs.expElogbeta = np.exp(gensim.models.ldamodel.dirichlet_expectation(lam))
    theirs.iterations, theirs.gamma_threshold = n_iter, 0
    return theirs.inference(
        [theirs.corpus[d]], theirs.author2doc, theirs.doc2author, rho, True, [d]
    )


@pytest.mark.parametrize("n_iter", [1, 2, 20])
@pytest.mark.parametrize("rho", [1.0, 0.6, 0.05])
def test_inference_of_a_document_is_that_of_gensim(speeches, rho, n_iter):
    """One document per batch: gensim then blends authors as ours does."""
    X, authors = speeches
    theirs = gensims(X, authors, passes=0)
    rng = np.random.default_rng(0)
    lam = rng.gamma(1.0, 1.0, (K, X.shape[1])) + 1 / K
    topics = DirichletTopics.of_components(lam, 1 / K, 1 / K, np.float64)
    n_authors = [len(own) for own in authors]
    chosen = [n_authors.index(1), n_authors.index(2)]
    for d in chosen:
        own = authors[d]
        gamma = rng.gamma(5.0, 2.0, (len(own), K))
        expected, sums = one_document(theirs, d, gamma, lam, rho, n_iter)
        padded = np.zeros((len(own), topics.counts.shape[1]))
        padded[:, :K] = gamma
        document, groups = X[[d]], numbered_groups(own)
        scale = np.array([[len(theirs.author2doc[name])] for name in own], float)
        found = {}
        for n in (n_iter, n_iter + 1):
            training = Training(max_doc_update_iter=n, mean_change_tol=0.0)
            blocks = author_blocks(document, groups, padded.shape[1])
            found[n] = learn_authors(
                document, blocks, padded, topics, training, rate=rho, scale=scale,
                collect=True,
            )  # fmt: skip
        assert_allclose(found[n_iter][0][:, :K], expected, rtol=1e-4)
        # gensim counts words with the authors of the last iteration, ours with those
        # that the iteration began with.
        assert_allclose(found[n_iter + 1][1][:, :K].T, sums, rtol=1e-4, atol=1e-9)


def numbered_groups(own):
    n = len(own)
    return Groups(
        np.array(own, object), np.array([0, n], np.int32), np.arange(n, dtype=np.int32)
    )


def test_counts_of_words_are_those_of_gensim(speeches):
    """The slow model, which everything else is compared with, against gensim's."""
    X, authors = speeches
    theirs = gensims(X, authors, passes=0)
    numbers, _ = numbered(authors)
    d = next(d for d, own in enumerate(numbers) if len(own) == 2)
    gamma, lam = state_of(theirs, authors)
    lam = lam + np.random.default_rng(0).random(lam.shape)
    _, sums = one_document(theirs, d, gamma[numbers[d]], lam, 0.5, 0)
    _, by_topic, _ = slow_counts(X[[d]], [numbers[d]], gamma, lam)
    assert_allclose(sums, by_topic, rtol=1e-6, atol=1e-12)
