"""p(topic | word, document) of the models on counts of this room."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import noise, norm, planted

from sktopics import ARTM, PLSA, HierarchicalARTM, ThetalessARTM
from sktopics.artm import SmoothPtdw, SmoothSparsePhi, SmoothSparseTheta
from sktopics.artm._regularization import ptdw_transformation

MODELS = {
    "artm": ARTM(3, SmoothSparsePhi(0.1), random_state=0),
    "sparse": ARTM(3, SmoothSparseTheta(-0.5), random_state=0),
    "plsa": PLSA(3, random_state=0),
    "thetaless": ThetalessARTM(3, random_state=0),
    "hierarchical": HierarchicalARTM([ARTM(2), ARTM(3)], random_state=0),
    "modalities": ARTM(
        3,
        modalities={"a": (slice(0, 9), 1.0), "b": (slice(9, 18), 3.0)},
        random_state=0,
    ),
}


def bayes(model, X):
    """theta_td phi_wt for every stored entry, scaled to sum to 1."""
    theta = model.transform(X)
    documents = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    joint = theta[documents] * model.components_.T[X.indices]
    return np.where(joint.any(1)[:, None], norm(joint, axis=1), theta[documents])


@pytest.mark.parametrize("name", MODELS)
def test_words_have_the_topics_that_bayes_gives_them(name):
    X = noise()
    model = MODELS[name].fit(X)
    found = model.word_topics(X)
    assert isinstance(found, sp.csr_array)
    assert found.shape == (X.nnz, 3)
    np.testing.assert_allclose(found.toarray(), bayes(model, X), atol=1e-12)
    np.testing.assert_allclose(found.sum(axis=1), 1)


@pytest.mark.parametrize("name", MODELS)
def test_rows_do_not_depend_on_other_documents(name):
    X = noise()
    model = MODELS[name].fit(X)
    found = model.word_topics(X)
    part = model.word_topics(X[5:8])
    same = found[X.indptr[5] : X.indptr[8]].toarray()
    np.testing.assert_allclose(part.toarray(), same, atol=1e-12)


def test_planted_topics_of_words_are_found():
    X, topics, _ = planted()
    model = ARTM(4, random_state=0).fit(X)
    found = model.word_topics(X)
    # Words of one topic are from one topic, whatever their document is about.
    own = found.toarray().argmax(axis=1)
    planted_topic = topics.argmax(axis=0)[X.indices]
    agreement = np.zeros((4, 4))
    np.add.at(agreement, (planted_topic, own), X.data)
    assert agreement.max(axis=1).sum() / X.sum() > 0.9


def test_mixtures_are_the_means_of_the_topics_of_their_words():
    X, *_ = planted(50)
    model = ARTM(4, max_doc_update_iter=2000, mean_change_tol=0, random_state=0).fit(X)
    entries = sp.csr_array((X.data, np.arange(X.nnz), X.indptr), (50, X.nnz))
    means = (entries @ model.word_topics(X)).toarray() / X.sum(axis=1)[:, None]
    np.testing.assert_allclose(means, model.transform(X), atol=1e-3)


def test_regularizers_of_words_change_them_as_in_training():
    X = noise()
    model = ARTM(3, SmoothPtdw(0.1), max_iter=5, random_state=0).fit(X)
    expected = ptdw_transformation([SmoothPtdw(0.1)], bayes(model, X), X.indptr)
    np.testing.assert_allclose(model.word_topics(X).toarray(), expected, atol=1e-12)
    assert np.abs(expected - bayes(model, X)).max() > 0.001


@pytest.mark.parametrize("form", [np.asarray, list, sp.csc_array, sp.coo_matrix])
def test_any_matrix_is_read_in_canonical_form(form):
    X = noise()
    model = MODELS["artm"].fit(X)
    dense = X.toarray()
    given = form(dense.tolist()) if form is list else form(dense)
    expected = model.word_topics(X)
    np.testing.assert_array_equal(model.word_topics(given).data, expected.data)


def test_explicit_zeros_and_unsorted_columns_are_put_in_order():
    X = sp.csr_array(([2.0, 1.0, 0.0], [7, 2, 4], [0, 3, 3]), shape=(2, 18))
    model = MODELS["artm"].fit(noise())
    dense = sp.csr_array(X.toarray())
    found = model.word_topics(X)
    assert found.shape == (2, 3)
    np.testing.assert_array_equal(found.toarray(), model.word_topics(dense).toarray())


def test_one_topic_has_all_words():
    X = noise()
    found = ARTM(1, random_state=0).fit(X).word_topics(X)
    np.testing.assert_array_equal(found.toarray(), np.ones((X.nnz, 1)))
