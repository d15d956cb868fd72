"""ContextualTop2Vec whose windows and documents get other topics."""

import copy

import numpy as np
import pytest
from sklearn.cluster import KMeans
from windows_corpora import documents_of_parts, word_vectors

from sktopics import ContextualTop2Vec, StaticTokenEncoder

DOCUMENTS = [*documents_of_parts()[0], ""]


@pytest.fixture(scope="module")
def fitted():
    return ContextualTop2Vec(
        StaticTokenEncoder(word_vectors()),
        window=16,
        stride=8,
        min_topic_size=5,
        clusterer=KMeans(3, n_init=1),
        reducer=None,
        random_state=0,
    ).fit(DOCUMENTS)


@pytest.fixture
def model(fitted):
    return copy.copy(fitted)


def assert_known(model, window_labels):
    """The windows have these topics, and documents and `transform` follow."""
    np.testing.assert_array_equal(model.window_labels_, window_labels)
    n_topics = len(model.topic_sizes_)
    for d in range(len(DOCUMENTS)):
        own = model.window_labels_[model.window_spans_[:, 0] == d]
        counts = np.bincount(own[own >= 0], minlength=n_topics)
        expected = counts / max(counts.sum(), 1)
        np.testing.assert_allclose(model.doc_topic_[d], expected)
    np.testing.assert_array_equal(model.transform(DOCUMENTS), model.doc_topic_)
    np.testing.assert_array_equal(
        model.topic_sizes_, [(window_labels == t).sum() for t in range(n_topics)]
    )


def test_windows_move(model, fitted):
    labels = model.window_labels_.copy()
    labels[:4], labels[9] = (labels[:4] + 1) % 3, -1
    assert model.move_windows(DOCUMENTS, labels.tolist()) is model
    assert_known(model, labels)
    assert model.n_outliers_ == 1
    np.testing.assert_array_equal(model.topic_embeddings_, fitted.topic_embeddings_)
    assert model.topic_phrases_ == fitted.topic_phrases_
    assert fitted.n_outliers_ == 0


def test_documents_move_with_all_their_windows(model):
    labels, before = model.labels_.copy(), model.window_labels_
    labels[1], labels[2] = (labels[1] + 1) % 3, -1
    model.move_documents(np.array(DOCUMENTS, dtype=object), labels)
    np.testing.assert_array_equal(model.labels_, labels)
    owners = model.window_spans_[:, 0]
    expected = np.where(np.isin(owners, [1, 2]), labels[owners], before)
    assert_known(model, expected)
    assert model.doc_topic_[1, labels[1]] == 1
    assert not model.doc_topic_[2].any()


@pytest.mark.parametrize(
    "strategy", ["embeddings", "c-tf-idf", "probabilities", "distributions"]
)
def test_windows_of_a_deleted_topic_come_to_others(model, strategy):
    before = model.window_labels_
    into = model.delete_topics(1)
    assert into.tolist() == [0, -1, 1]
    n_outliers = model.n_outliers_
    assert n_outliers == (before == 1).sum() > 0
    reduction = model.reduce_outliers(DOCUMENTS, strategy, target_share=0.2)
    assert n_outliers - model.n_outliers_ == reduction.n_moved > 0
    assert_known(model, reduction.labels)


def test_words_that_are_kept(model):
    model.update_topics(n_top_words=4)
    words = [topic.terms for topic in model.topics_]
    model.delete_topics(0, words="keep")
    model.reduce_outliers(DOCUMENTS, words="keep")
    assert [topic.terms for topic in model.topics_] == words[1:]


def test_without_outliers_nothing_moves(model, fitted):
    assert model.reduce_outliers(DOCUMENTS).n_moved == 0
    assert_known(model, fitted.window_labels_)


def _windows(model, X=DOCUMENTS, **kwargs):
    return model.move_windows(X, model.window_labels_, **kwargs)


REFUSED = {
    "labels of documents": (
        lambda model: model.move_windows(DOCUMENTS, model.labels_),
        "move_documents takes labels of documents",
    ),
    "a topic for an empty document": (
        lambda model: model.move_documents(DOCUMENTS, np.zeros(31, dtype=int)),
        r"labels\[30\] is 0, and document 30 has no windows",
    ),
    "no such topic": (
        lambda model: model.move_documents(DOCUMENTS, np.full(31, 3)),
        "there is no such topic",
    ),
    "words": (lambda model: _windows(model, words="all"), '"recompute" or "keep"'),
    "no documents to move": (
        lambda model: _windows(model, None),
        "must be the 31 training documents, and is None",
    ),
    "no documents for outliers": (
        lambda model: model.reduce_outliers(None),
        "must be the 31 training documents, and is None",
    ),
    "no documents to recluster": (
        lambda model: model.recluster(None),
        "must be the 31 training documents, and is None",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(model, fitted, case):
    change, message = REFUSED[case]
    with pytest.raises(ValueError, match=message):
        change(model)
    assert_known(model, fitted.window_labels_)


OTHERS = {
    "move_windows": _windows,
    "reduce_outliers": lambda model, X: model.reduce_outliers(X),
    "reduce_topics": lambda model, X: model.reduce_topics(2, X=X),
    "update_topics": lambda model, X: model.update_topics(X, ngram_range=(1, 2)),
    "forget": lambda model, X: model.forget(0, X),
    "recluster": lambda model, X: model.recluster(X),
}


@pytest.mark.parametrize("method", OTHERS)
def test_documents_in_another_order_are_refused(model, fitted, method):
    swapped = [*DOCUMENTS[:5], DOCUMENTS[6], DOCUMENTS[5], *DOCUMENTS[7:]]
    with pytest.raises(ValueError, match=r"in their order, and X\[5\] is another one"):
        OTHERS[method](model, swapped)
    assert_known(model, fitted.window_labels_)


def test_a_model_without_topics(model):
    model.delete_topics([0, 1, 2])
    assert_known(model, np.full(len(model.window_spans_), -1))
    assert model.labels_.tolist() == [-1] * 31
    assert model.predict([*DOCUMENTS[:2], "A new ship."]).tolist() == [-1] * 3
    (segment,) = model.segments(DOCUMENTS[:1])
    assert (segment.topic, segment.text) == (-1, DOCUMENTS[0])
    assert len(model.topics_) == len(model.topic_phrases_) == 0
    assert len(model.partial_fit(["The ship."]).labels_) == 32
    assert len(model.recluster([*DOCUMENTS, "The ship."]).topics_) == 3
