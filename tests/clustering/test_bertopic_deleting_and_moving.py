"""Topics that are deleted, documents that move: all else stays what it is."""

import copy
import re

import joblib
import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    OTHER,
    TOPICS,
    UNEQUAL,
    UNSEEN,
    VECTORS,
    check_fitted,
    check_sums,
    fed,
    found,
    given,
    manual,
    model,
    state,
    streaming,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.linear_model import LogisticRegression

from sktopics.clustering import merge_models
from sktopics.topics import TopicTable

FITS = [
    given,
    found,
    lambda **params: given(**params).set_params(assign="centroid"),
    lambda **params: found(**params).set_params(assign="centroid"),
    lambda **params: model(KMeans(4, n_init=1), **params).fit(
        UNEQUAL.documents, embeddings=UNEQUAL.vectors
    ),
    lambda **params: model(LogisticRegression(), **params).fit(
        UNEQUAL.documents, UNEQUAL.classes, embeddings=UNEQUAL.vectors
    ),
]
WAYS = ["given", "found", "given: means", "found: means", "KMeans", "classes"]
PARTS = ["encoder_", "reducer_", "clusterer_", "vectorizer_"]
everywhere = pytest.mark.parametrize("fit", FITS, ids=WAYS)


def predicted(fitted, corpus=UNEQUAL):
    return fitted.predict(corpus.documents, embeddings=corpus.vectors)


# --- deleted topics ---------------------------------------------------------------


@everywhere
@pytest.mark.parametrize("params", [{}, {"calculate_probabilities": True}])
@pytest.mark.parametrize("deleted", [[1], [0, 2], 3])
def test_deleted_topics(fit, params, deleted):
    fitted = fit(**params)
    fitted.name_topics({2: "third"})
    before = copy.deepcopy(fitted)
    into = fitted.delete_topics(deleted)
    kept = np.delete(np.arange(len(before.topics_)), deleted)
    assert into.dtype == np.int64
    assert_array_equal(into[kept], np.arange(len(kept)))
    assert (np.delete(into, kept) == -1).all()
    assert_array_equal(fitted.labels_, np.append(into, -1)[before.labels_])
    names = [before.topic_names_[i] for i in kept]
    assert fitted.topic_names_ == names
    assert_array_equal(fitted.topic_embeddings_, before.topic_embeddings_[kept])
    assert_array_equal(fitted.topic_sizes_, before.topic_sizes_[kept])
    gone = before.topic_word_counts_[np.setdiff1d(np.arange(4), kept)].sum(axis=0)
    counts = before.outlier_word_counts_.toarray()[0] + gone
    assert_allclose(fitted.outlier_word_counts_.toarray()[0], counts)
    if hasattr(before, "classes_"):
        assert fitted.classes_.tolist() == before.classes_[kept].tolist()
    check_sums(fitted, UNEQUAL)
    check_fitted(fitted, UNEQUAL.documents, UNEQUAL.vectors)


@everywhere
def test_new_documents_of_a_deleted_topic_are_outliers(fit):
    fitted = fit()
    before = predicted(fitted, UNSEEN)
    into = fitted.delete_topics([1])
    after = predicted(fitted, UNSEEN)
    assert (before == 1).sum() >= 5
    assert (after[before == 1] == -1).mean() > 0.9
    kept = (before >= 0) & (before != 1)
    assert (after[kept] == into[before[kept]]).mean() > 0.9
    shares = fitted.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert (shares.sum(axis=1) <= 1 + 1e-9).all()


def test_documents_of_deleted_topics_stand_for_the_outliers():
    fitted = given()
    fitted.move_documents(
        UNEQUAL.documents, np.maximum(fitted.labels_, 0), embeddings=UNEQUAL.vectors
    )
    assert fitted.topics_.outliers.documents == ()
    documents = fitted.topics_[2].documents
    fitted.delete_topics(2)
    kept = fitted.topics_.outliers.documents
    assert {d.index for d in kept} == {d.index for d in documents}


def test_deletion_in_a_row_is_deletion_at_once():
    one, two = found(), found()
    one.delete_topics([0, 2])
    assert two.delete_topics(2).tolist() == [0, 1, -1, 2]
    assert two.delete_topics(np.array([0])).tolist() == [-1, 0, 1]
    assert_array_equal(one.labels_, two.labels_)
    assert one.topics_.top_words == two.topics_.top_words
    assert_array_equal(predicted(one, UNSEEN), predicted(two, UNSEEN))


def test_all_topics_and_none():
    fitted = found()
    before = state(fitted)
    assert fitted.delete_topics([]).tolist() == [0, 1, 2, 3]
    assert state(fitted) == before
    assert fitted.delete_topics(range(4)).tolist() == [-1] * 4
    assert (fitted.labels_ == -1).all()
    assert len(fitted.topics_) == 0
    assert (predicted(fitted, UNSEEN) == -1).all()
    check_fitted(fitted, UNEQUAL.documents, UNEQUAL.vectors)
    with pytest.raises(ValueError, match="there are none"):
        fitted.delete_topics(0)


@pytest.mark.parametrize(
    ("topics", "error", "match"),
    [
        (4, ValueError, "There is no topic 4: topics are 0 to 3."),
        ([0, -1], ValueError, "-1 is no topic"),
        (-2, ValueError, "There is no topic -2"),
        ("ab", TypeError, "topics must be numbers of topics"),
        ([1.0], TypeError, "got 1.0"),
        ([True], TypeError, "got True"),
        (None, TypeError, "got None"),
    ],
)
def test_no_topics_to_delete(topics, error, match):
    fitted = found()
    before = state(fitted)
    with pytest.raises(error, match=re.escape(match)):
        fitted.delete_topics(topics)
    assert state(fitted) == before


def test_deletion_among_batches():
    fitted = fed(manual(), y=TOPICS)
    fitted.delete_topics(1)
    assert fitted.classes_.tolist() == [0, 2, 3]
    rows = np.flatnonzero(TOPICS == 3)
    documents = [DOCUMENTS[i] for i in rows]
    fitted.partial_fit(documents, TOPICS[rows], embeddings=VECTORS[rows])
    assert fitted.topic_sizes_.tolist() == [20, 20, 40]
    streamed = fed(streaming())
    streamed.delete_topics(0)
    n_outliers = streamed.n_outliers_
    streamed.partial_fit(DOCUMENTS[:20], embeddings=VECTORS[:20])
    assert len(streamed.topics_) == 3
    assert streamed.n_outliers_ > n_outliers  # its cluster finds nothing but outliers


def test_deletion_in_shards_and_files(tmp_path):
    fitted = given()
    fitted.delete_topics([1])
    joblib.dump(fitted, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    assert_array_equal(predicted(loaded, UNSEEN), predicted(fitted, UNSEEN))
    for models in ([fitted], [fitted, given(OTHER)]):
        merged = merge_models(models)
        p = merged.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
        assert (p.sum(axis=1) <= 1 + 1e-9).all()
    one = merge_models([fitted]).set_params(assign="centroid")
    assert_array_equal(predicted(one, UNSEEN), predicted(fitted, UNSEEN))


def test_topics_that_stay_are_not_described_again():
    described = []

    def witness(table, context):
        described.append([topic.index for topic in table])
        return TopicTable(table)

    fitted = found(representation=witness)
    fitted.delete_topics([1])
    assert described == [[0, 1, 2, 3]]


# --- documents that move ----------------------------------------------------------


@everywhere
@pytest.mark.parametrize("params", [{}, {"calculate_probabilities": True}])
def test_moved_documents(fit, params):
    fitted = fit(**params)
    fitted.name_topics({2: "third"})
    before = copy.deepcopy(fitted)
    parts = [vars(fitted)[name] for name in PARTS]
    labels = before.labels_.copy()
    labels[::5] = np.arange(len(labels[::5])) % 5 - 1
    assert fitted.move_documents(UNEQUAL.documents, labels, UNEQUAL.vectors) is fitted
    assert_array_equal(fitted.labels_, labels)
    assert_array_equal(predicted(fitted), labels)
    assert fitted.topic_names_ == before.topic_names_
    assert fitted.placement_ == before.placement_
    assert all(vars(fitted)[name] is p for name, p in zip(PARTS, parts, strict=True))
    if hasattr(before, "classes_"):
        assert fitted.classes_.tolist() == before.classes_.tolist()
    check_sums(fitted, UNEQUAL)
    check_fitted(fitted, UNEQUAL.documents, UNEQUAL.vectors)


@everywhere
def test_the_recipe_for_outliers(fit):
    fitted = fit()
    shares = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
    labels = np.where(fitted.labels_ < 0, shares.argmax(axis=1), fitted.labels_)
    names = fitted.topic_names_
    fitted.move_documents(UNEQUAL.documents, labels, embeddings=UNEQUAL.vectors)
    assert fitted.n_outliers_ == 0
    assert fitted.topic_names_ == names
    assert fitted.topics_.outliers.documents == ()
    check_sums(fitted, UNEQUAL)
    check_fitted(fitted, UNEQUAL.documents, UNEQUAL.vectors)


@pytest.mark.parametrize("clusterer", [None, KMeans(4, n_init=1), HDBSCAN(copy=True)])
def test_the_encoder_reads_what_moves(clusterer):
    fitted = model(clusterer) if clusterer else manual()
    fitted.fit(DOCUMENTS, TOPICS if clusterer is None else None)
    seen = []

    class Encoder:
        def transform(self, X):
            seen.append(len(X))
            return VECTORS[[list(DOCUMENTS).index(text) for text in X]]

    fitted.encoder_ = Encoder()
    labels = fitted.labels_.copy()
    labels[[3, 4]] = (labels[[3, 4]] + 2) % 4
    fitted.move_documents(DOCUMENTS, labels)
    assert seen == [80 if clusterer is None else 2]
    assert_array_equal(fitted.predict(DOCUMENTS), labels)


def test_moving_nothing_changes_nothing():
    fitted = found()
    before = state(fitted)
    fitted.move_documents(UNEQUAL.documents, fitted.labels_.tolist())
    assert state(fitted) == before


def test_moving_there_and_back():
    fitted = found()
    before = copy.deepcopy(fitted)
    labels = np.where(before.labels_ == 0, 1, before.labels_)
    fitted.move_documents(UNEQUAL.documents, labels, embeddings=UNEQUAL.vectors)
    assert fitted.topic_sizes_[0] == 0
    fitted.move_documents(UNEQUAL.documents, before.labels_, embeddings=UNEQUAL.vectors)
    assert_allclose(fitted.topic_embeddings_, before.topic_embeddings_)
    assert_allclose(fitted.components_.toarray(), before.components_.toarray())
    assert_allclose(fitted.probabilities_, before.probabilities_)


@pytest.mark.parametrize("params", [{}, {"calculate_probabilities": True}])
@pytest.mark.parametrize("fit", [manual, streaming])
def test_moving_among_batches(fit, params):
    fitted = fed(fit(**params), y=TOPICS if fit is manual else None)
    labels = fitted.labels_.copy()
    labels[:3] = -1
    labels[10:20] = (labels[10:20] + 1) % 4
    fitted.move_documents(DOCUMENTS, labels, embeddings=VECTORS)
    assert_array_equal(fitted.labels_, labels)
    assert fitted.n_outliers_ == 3
    own = fitted.probabilities_
    assert len(own) == 80
    assert (own.sum(axis=1) if own.ndim == 2 else own)[10:20].min() > 0
    for topic in (*fitted.topics_, fitted.topics_.outliers):
        rows = [document.index for document in topic.documents]
        assert (labels[rows] == topic.index).all()


def test_moving_in_merged_models():
    parts = [found(), found(OTHER)]
    merged = merge_models(parts)
    corpus = [*UNEQUAL.documents, *OTHER.documents]
    vectors = np.concatenate([UNEQUAL.vectors, OTHER.vectors])
    labels = np.maximum(merged.labels_, 0)
    merged.move_documents(corpus, labels, embeddings=vectors)
    assert merged.n_outliers_ == 0
    assert_array_equal(merged.predict(corpus, embeddings=vectors), labels)


@pytest.mark.parametrize(
    ("change", "error", "match"),
    [
        ({"labels": [0] * 63}, ValueError, "a topic for each of the 64 training"),
        ({"labels": [[0]] * 64}, ValueError, "has the shape (64, 1)"),
        ({"labels": [0.5] * 64}, TypeError, "must be numbers of topics"),
        ({"labels": ["a"] * 64}, TypeError, "must be numbers of topics"),
        ({"labels": [None] * 64}, TypeError, "must be numbers of topics"),
        ({"labels": [True] * 64}, TypeError, "must be numbers of topics"),
        ({"labels": [0] * 63 + [4]}, ValueError, "labels[63] is 4"),
        ({"labels": [0] * 63 + [-2]}, ValueError, "labels[63] is -2"),
        ({"X": UNEQUAL.documents[:-1]}, ValueError, "for 63 documents"),
        ({"X": ["new", *UNEQUAL.documents[1:]]}, ValueError, "X[0] is another one"),
        ({"embeddings": UNEQUAL.vectors[:, :3]}, ValueError, "3"),
    ],
)
def test_what_cannot_be_moved(change, error, match):
    fitted = found()
    before = state(fitted)
    arguments = {
        "X": UNEQUAL.documents,
        "labels": [0] * 64,
        "embeddings": UNEQUAL.vectors,
        **change,
    }
    with pytest.raises(error, match=re.escape(match)):
        fitted.move_documents(**arguments)
    assert state(fitted) == before
