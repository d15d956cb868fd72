"""Outliers: a label is looked up, -1 too, and is nobody's index."""

import copy

import joblib
import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    OTHER,
    UNEQUAL,
    VECTORS,
    check_outliers,
    check_sums,
    found,
    given,
    manual,
    model,
    recounted,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans

from sktopics import KeynessTransformer
from sktopics.clustering import merge_models
from sktopics.clustering._topics.table_rows import topic_from_row, topic_to_row
from sktopics.topics import Topic, TopicAuthor, TopicTable, top_terms, topic_table


@pytest.mark.parametrize("fit", [given, found])
def test_the_label_of_an_outlier_is_looked_up(fit):
    fitted = fit()
    assert fitted.n_outliers_ > 0
    row = int(np.flatnonzero(fitted.labels_ < 0)[0])
    label = fitted.predict(
        UNEQUAL.documents[row : row + 1], embeddings=UNEQUAL.vectors[row : row + 1]
    )[0]
    topic = fitted.topics_.topic(label)
    assert topic.index == -1
    assert topic is not fitted.topics_[len(fitted.topics_) - 1]
    with pytest.raises(IndexError, match=r"-1 is the label of outliers"):
        fitted.topics_[label]
    check_outliers(fitted)


def test_their_words_are_weighted_as_words_of_topics_are():
    fitted = found()
    holders = recounted(fitted, UNEQUAL.documents, holders=True).astype(float)
    sizes = [*fitted.topic_sizes_, fitted.n_outliers_]
    weights = KeynessTransformer().fit_transform(holders, n_documents=sizes).toarray()
    assert_allclose(fitted.outlier_components_.toarray(), weights[-1:])
    outliers = fitted.topics_.outliers
    assert_allclose(
        outliers.weights, np.sort(weights[-1])[::-1][:6] / weights[-1].sum()
    )
    for topic in fitted.topics_:
        assert topic.terms != outliers.terms


def test_documents_that_stand_for_them_are_nearest_to_their_mean():
    fitted = found(n_representative=3)
    rows = np.flatnonzero(fitted.labels_ < 0)
    mean = UNEQUAL.vectors[rows].mean(axis=0)
    cosines = (
        UNEQUAL.vectors[rows] @ mean / np.linalg.norm(UNEQUAL.vectors[rows], axis=1)
    )
    nearest = rows[np.argsort(-cosines)[:3]].tolist()
    documents = fitted.topics_.outliers.documents
    assert [document.index for document in documents] == nearest
    shares = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
    expected = 1 - shares[nearest].sum(axis=1)
    assert_allclose([document.share for document in documents], expected)
    assert found(n_representative=0).topics_.outliers.documents == ()


@pytest.mark.parametrize("clusterer", [KMeans(4, n_init=1), None])
def test_models_without_outliers_have_an_empty_row_of_them(clusterer):
    fitted = model(clusterer) if clusterer else manual()
    fitted.fit(DOCUMENTS, np.arange(80) % 4)
    outliers = fitted.topics_.topic(-1)
    assert (outliers.size, outliers.terms, outliers.documents) == (0, (), ())
    with pytest.raises(IndexError, match="-1 is the label of outliers"):
        fitted.topics_[-1]


def test_all_documents_are_outliers():
    with pytest.warns(UserWarning, match="No topics"):
        fitted = model(HDBSCAN(70, copy=True)).fit(DOCUMENTS, embeddings=VECTORS)
    assert len(fitted.topics_) == 0
    assert fitted.topics_.topic(-1).size == 1
    assert len(fitted.topics_.topic(-1).terms) == 10
    check_outliers(fitted)


def revisions():
    def updated(fitted):
        return fitted.update_topics(n_top_words=4)

    def merged(fitted):
        fitted.merge_topics([0, 1])

    def reduced(fitted):
        fitted.reduce_topics(2)

    def with_others(fitted):
        return merge_models([fitted, found(OTHER)])

    def matched(fitted):
        fitted.match_topics_to(found(OTHER))

    def deleted(fitted):
        fitted.delete_topics([1])

    return [updated, merged, reduced, with_others, matched, deleted]


@pytest.mark.parametrize("revise", revisions())
@pytest.mark.parametrize("fit", [given, found])
def test_after_revisions(revise, fit):
    fitted = fit()
    revised = revise(fitted) or fitted
    check_outliers(revised)
    assert revised.topics_.outliers.documents
    if len(revised.labels_) == len(UNEQUAL.documents):
        check_sums(revised, UNEQUAL)


def test_in_batches():
    fitted = model(MiniBatchKMeans(4, n_init=3))
    by_hand = manual()
    for rows in (slice(0, 40), slice(40, 80)):
        fitted.partial_fit(DOCUMENTS[rows], embeddings=VECTORS[rows])
        labels = np.where(np.arange(40) % 5, np.arange(40) % 4, -1)
        by_hand.partial_fit(DOCUMENTS[rows], labels, embeddings=VECTORS[rows])
        check_outliers(fitted)
        check_outliers(by_hand)
    assert by_hand.n_outliers_ == 16
    rows = [document.index for document in by_hand.topics_.outliers.documents]
    assert len(rows) == 3
    assert (by_hand.labels_[rows] == -1).all()


def test_they_are_kept_in_files(tmp_path):
    fitted = found()
    joblib.dump(fitted, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    assert loaded.topics_ == fitted.topics_
    assert loaded.topics_.outliers == fitted.topics_.outliers
    assert copy.deepcopy(fitted.topics_) == fitted.topics_


def test_representations_see_them_and_describe_topics_alone():
    seen = []

    def without_outliers(table, context):
        seen.append((table.outliers, context.table.outliers))
        rows = [(t.index, "x", t.size, t.terms, t.weights) for t in table]
        return TopicTable(Topic(*row) for row in rows)

    fitted = found(representation=without_outliers)
    outliers = fitted.topics_.outliers
    assert seen == [(outliers, outliers)]
    assert outliers.terms
    check_outliers(fitted)


def test_topic_table_has_them():
    fitted = found(n_top_words=4)
    own = fitted.topics_
    table = topic_table(fitted, n_top_words=4)
    assert table.outliers == own.outliers
    with pytest.raises(IndexError, match="-1 is the label of outliers"):
        table[-1]
    more = topic_table(fitted, n_top_words=15, n_representative=1).outliers
    assert more.terms[:4] == own.outliers.terms
    assert len(more.terms) == 6
    assert more.documents == own.outliers.documents[:1]
    columns = [i for i, term in enumerate(fitted.terms_) if term in more.terms[1:3]]
    few = topic_table(fitted, columns=columns).outliers
    assert few.terms == more.terms[1:3]
    assert sum(few.weights) == pytest.approx(1)
    names = [f"<{term}>" for term in fitted.terms_]
    renamed = topic_table(fitted, 4, feature_names=names).outliers
    assert renamed.terms == tuple(f"<{term}>" for term in own.outliers.terms)


def test_topic_table_of_other_documents():
    fitted = found().set_params(assign="centroid")

    class Encoder:
        def transform(self, X):
            return OTHER.vectors

    fitted.encoder_ = Encoder()
    table = topic_table(fitted, X=OTHER.documents)
    shares = fitted.transform(OTHER.documents)
    labels = fitted.predict(OTHER.documents)
    counts = np.bincount(labels + 1, minlength=len(table) + 1)
    found_shares = [t.share_of_documents for t in (table.outliers, *table)]
    assert_allclose(found_shares, counts / len(labels))
    assert_allclose(table.sizes, shares.mean(axis=0))
    assert table.outliers.size == pytest.approx(1 - shares.sum(axis=1).mean())
    rows = [document.index for document in table.outliers.documents]
    assert (labels[rows] == -1).all()


def test_rows_keep_all_that_a_topic_has():
    topic = Topic(
        2,
        "sea",
        0.25,
        ("sea", "ship"),
        (0.5, 0.25),
        (),
        (TopicAuthor("Ann", 0.5), TopicAuthor(7, 0.25)),
        {"nouns": ("sea",), "facts": {"age": 3}},
        0.5,
    )
    row = topic_to_row(topic)
    assert topic_from_row(row) == topic
    assert topic_from_row(row[:6]).share_of_documents is None  # of an earlier version


def test_models_agree_with_their_copies():
    fitted = found()
    before = copy.deepcopy(fitted)
    fitted.topics_.with_labels({-1: "rest"})
    assert fitted.topics_ == before.topics_
    assert_array_equal(fitted.labels_, before.labels_)


@pytest.mark.parametrize("n_topics", [4, 100])
@pytest.mark.filterwarnings("ignore:n_topics=100")
def test_reducing_to_the_number_there_is_changes_nothing(n_topics):
    streamed = model(MiniBatchKMeans(4, n_init=3))
    by_hand = manual()
    for rows in (slice(0, 10), slice(10, 80)):
        streamed.partial_fit(DOCUMENTS[rows], embeddings=VECTORS[rows])
        names = np.repeat(["d", "c", "b", "a"], [5, 25, 20, 30])[rows]
        by_hand.partial_fit(DOCUMENTS[rows], names, embeddings=VECTORS[rows])
    merged = merge_models([by_hand, streamed], min_similarity=-1)
    for fitted in (streamed, by_hand, merged, found()):
        n = len(fitted.topics_)
        before, table = fitted.labels_.copy(), fitted.topics_
        assert fitted.reduce_topics(max(n, n_topics)).tolist() == list(range(n))
        assert fitted.merge_topics([[1], []]).tolist() == list(range(n))
        assert_array_equal(fitted.labels_, before)
        assert fitted.topics_ == table


def test_a_representation_reads_documents_of_outliers():
    texts = []

    def reads(table, context):
        texts.append([context.text(document) for document in table.outliers.documents])
        return table

    fitted = found(representation=reads)
    fitted.merge_topics([0, 1])
    assert texts[-1]
    for text, document in zip(
        texts[-1], fitted.topics_.outliers.documents, strict=True
    ):
        assert text == UNEQUAL.documents[document.index]


def test_our_components_fit_our_functions():
    fitted = found()
    assert top_terms(fitted.components_, fitted.terms_, 3) == [
        list(topic.terms[:3]) for topic in fitted.topics_
    ]
    (words,) = top_terms(fitted.outlier_components_, fitted.terms_, 3)
    assert words == list(fitted.topics_.outliers.terms[:3])
