"""`word_topics`: p(topic | word, document) as the inference of the model has it."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal
from planted import planted_counts
from scipy.special import digamma
from sklearn.exceptions import NotFittedError

from sktopics import LatentDirichletAllocation
from sktopics.analysis import word_topics as word_table

every_inference = pytest.mark.parametrize("inference", ["collapsed", "variational"])


@pytest.fixture(scope="module", params=["collapsed", "variational"])
def model(request):
    X, *_ = planted_counts(60)
    return LatentDirichletAllocation(
        4, inference=request.param, random_state=0, max_iter=10
    ).fit(X)


def some_counts(dtype=np.float64):
    """Short and long documents, an empty one, counts and fractions."""
    X = planted_counts(12, (1, 60), seed=3)[0].toarray()
    X[4] = 0
    X[5] *= 0.5
    return sp.csr_array(X.astype(dtype))


def test_words_add_up_to_their_documents(model):
    """Counts times shares are what the mixture adds to the prior."""
    X = some_counts()
    q = model.set_params(max_doc_update_iter=300, mean_change_tol=1e-12).word_topics(X)
    assert q.shape == (X.nnz, 4)
    assert_allclose(q.sum(axis=1), 1, rtol=1e-10)
    of_document = sp.csr_array((X.data, np.arange(X.nnz), X.indptr))
    expected = model.transform(X, normalize=False) - model.doc_topic_prior_
    model.set_params(max_doc_update_iter=100, mean_change_tol=1e-3)
    assert_allclose((of_document @ q).toarray(), expected, atol=1e-8)


def test_words_against_the_equations(model):
    X = some_counts()
    model.set_params(max_doc_update_iter=300, mean_change_tol=1e-12)
    q, theta = model.word_topics(X).toarray(), model.transform(X, normalize=False)
    model.set_params(max_doc_update_iter=100, mean_change_tol=1e-3)
    for d in range(X.shape[0]):
        for i in range(X.indptr[d], X.indptr[d + 1]):
            w, count = X.indices[i], X.data[i]
            if model.inference == "variational":
                p = np.exp(digamma(theta[d])) * model.exp_dirichlet_component_[:, w]
            else:
                own = min(count, 1) * q[i]
                p = model.topic_word_[:, w] * (theta[d] - own)
            assert_allclose(q[i], p / p.sum(), atol=1e-6)


def test_a_word_does_not_depend_on_other_documents(model):
    X = some_counts()
    q = model.word_topics(X)
    for d in range(X.shape[0]):
        alone = model.word_topics(X[[d]])
        assert_array_equal(alone.toarray(), q[X.indptr[d] : X.indptr[d + 1]].toarray())
    assert_array_equal(model.set_params(n_jobs=2).word_topics(X).toarray(), q.toarray())
    model.set_params(n_jobs=None)


@pytest.mark.parametrize("form", [np.asarray, sp.csc_matrix, list])
def test_forms_and_small_shares(model, form):
    X = some_counts(np.float32)
    q = model.word_topics(X)
    assert q.dtype == np.float32
    given = X.toarray()
    other = model.word_topics(form(given.tolist() if form is list else given))
    assert_allclose(other.toarray(), q.toarray(), atol=2e-3)
    few = model.word_topics(X, min_share=0.2)
    dense = q.toarray()
    assert_array_equal(few.toarray(), np.where(dense >= 0.2, dense, 0))
    assert model.word_topics(np.zeros((3, 60))).shape == (0, 4)


@every_inference
def test_one_topic_and_one_word(inference):
    X = np.eye(3)
    one = LatentDirichletAllocation(1, inference=inference).fit(X)
    assert_allclose(one.word_topics(X).toarray(), 1)
    # Of a document of one word, nothing but the prior explains the word.
    two = LatentDirichletAllocation(2, inference=inference, random_state=0).fit(X)
    q = two.word_topics([[0, 1, 0]]).toarray()
    assert_allclose(q.sum(), 1)
    if inference == "collapsed":
        p = two.topic_word_[:, 1]
        assert_allclose(q[0], p / p.sum(), rtol=1e-6)


def test_a_table_of_words(model):
    table = word_table(model, some_counts())
    assert table.word_topic.shape[1] == 4 if hasattr(table, "word_topic") else table


def test_it_needs_topics():
    with pytest.raises(NotFittedError):
        LatentDirichletAllocation().word_topics([[1, 2]])
