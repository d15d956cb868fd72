"""Labels that are whole numbers: topics keep them, and have no other number."""

import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    NEW,
    TOPICS,
    UNEQUAL,
    VECTORS,
    check_fitted,
    encoder,
    found,
    manual,
    model,
)
from numpy.testing import assert_array_equal
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.tree import DecisionTreeClassifier

from sktopics import BERTopic
from sktopics.clustering import merge_models

# By size they would be 3, 1, 2, 0.
NUMBERS = np.repeat([0, 1, 2, 3], [5, 25, 20, 30])
KINDS = {
    "array": lambda y: y,
    "list": lambda y: y.tolist(),
    "of numpy": list,
    "int8": lambda y: y.astype(np.int8),
    "floats": lambda y: y.astype(float),
    "objects": lambda y: y.astype(object),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("clusterer", [None, DecisionTreeClassifier(random_state=0)])
def test_labels_are_numbers_of_topics(kind, clusterer):
    fitted = BERTopic(encoder(), None, clusterer).fit(DOCUMENTS, KINDS[kind](NUMBERS))
    assert_array_equal(fitted.labels_, NUMBERS)
    assert fitted.topic_names_ == [None] * 4
    assert fitted.classes_.tolist() == [0, 1, 2, 3]
    assert not any(label.isdigit() for label in fitted.topics_.labels)
    check_fitted(fitted)


def test_the_snippet():
    documents = ["tax debt", "tax cut", "sea ship", "sea wind", "ship sail"]
    fitted = BERTopic(None, clusterer=None)
    fitted.fit(documents, [0, 0, 1, 1, 1], embeddings=np.eye(5))
    assert fitted.labels_.tolist() == [0, 0, 1, 1, 1]
    assert fitted.topics_.labels == ["tax, cut, debt", "sea, ship, sail"]


@pytest.mark.parametrize("none", [-1, None, np.nan])
def test_documents_without_a_label(none):
    y = [none if i % 7 == 0 else int(label) for i, label in enumerate(NUMBERS)]
    for clusterer in (None, RidgeClassifier()):
        fitted = BERTopic(encoder(), None, clusterer).fit(DOCUMENTS, y)
        assert fitted.topic_names_ == [None] * 4
        labelled = np.arange(80) % 7 > 0
        if clusterer is None:
            assert_array_equal(fitted.labels_[labelled], NUMBERS[labelled])
            assert_array_equal(fitted.labels_[~labelled], -1)
        check_fitted(fitted)


@pytest.mark.parametrize("kind", ["Int64", "int32", "float64", "category"])
def test_a_series(kind):
    pandas = pytest.importorskip("pandas")
    y = pandas.Series(NUMBERS, index=range(80, 0, -1)).astype(kind)
    assert_array_equal(manual().fit(DOCUMENTS, y).labels_, NUMBERS)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "int8"])
def test_years_are_names_in_their_order(kind):
    years = np.array([1994, 1995, 1996, 2001])[NUMBERS]
    fitted = manual().fit(DOCUMENTS, KINDS[kind](years))
    assert_array_equal(fitted.labels_, NUMBERS)
    assert fitted.topic_names_ == ["1994", "1995", "1996", "2001"]
    assert fitted.topics_.labels == fitted.topic_names_
    check_fitted(fitted)


def test_numbers_with_a_gap():
    fitted = manual().fit(DOCUMENTS, np.array([0, 1, 4, 7])[NUMBERS])
    assert_array_equal(fitted.labels_, NUMBERS)
    assert fitted.topic_names_ == [None, None, "4", "7"]


@pytest.mark.parametrize(
    "labels", [["few", "many", "some", "x"], [0.5, 1.0, 2.0, 3.0], [False, True]]
)
def test_all_other_labels_are_numbered_by_size(labels):
    labels = np.array(labels)
    numbers = NUMBERS if len(labels) == 4 else np.minimum(NUMBERS, 1)
    fitted = manual().fit(DOCUMENTS, labels[numbers])
    assert (np.diff(fitted.topic_sizes_) <= 0).all()
    assert fitted.topic_names_ == [str(label) for label in fitted.classes_.tolist()]


def test_a_label_that_is_never_predicted_keeps_the_numbers_of_the_others():
    y = np.where(TOPICS == 3, 4, TOPICS)
    y[0] = 3
    fitted = model(LogisticRegression(C=0.1)).fit(DOCUMENTS, y)
    assert_array_equal(fitted.labels_, np.where(TOPICS == 3, 4, TOPICS))
    assert fitted.topic_sizes_[3] == 0
    assert fitted.topic_names_ == [None] * 5
    check_fitted(fitted)
    assert (fitted.transform(NEW)[:, 3] == 0).all()
    assert fitted.reduce_topics(2).tolist()[3] == -1
    check_fitted(fitted)


def test_batches():
    fitted = manual()
    known = 0
    for i, batch in enumerate(([2, 1], [0, 1], [5, 3, 2])):
        y = np.array(batch)[np.arange(20) % len(batch)]
        before = [] if not i else fitted.classes_.tolist()
        rows = slice(20 * i, 20 * (i + 1))
        fitted.partial_fit(DOCUMENTS[rows], y, embeddings=VECTORS[rows])
        assert fitted.classes_.tolist()[:known] == before
        assert_array_equal(fitted.classes_[fitted.labels_[rows]], y)
        known = len(fitted.classes_)
    assert fitted.classes_.tolist() == [1, 2, 0, 3, 5]
    # The 3 is the number of its own topic.
    assert fitted.topic_names_ == ["1", "2", "0", None, "5"]


def test_batches_of_numbers_of_topics():
    fitted = manual()
    for rows in (slice(0, 10), slice(10, 50), slice(50, 80)):
        fitted.partial_fit(DOCUMENTS[rows], NUMBERS[rows], embeddings=VECTORS[rows])
    assert_array_equal(fitted.labels_, NUMBERS)
    assert fitted.topic_names_ == [None] * 4


def test_shards_are_matched_by_their_labels():
    parts = [
        manual().fit(DOCUMENTS[rows], NUMBERS[rows], embeddings=VECTORS[rows])
        for rows in (slice(0, 40), slice(20, 50), slice(50, 80))
    ]
    assert parts[1].topic_names_ == ["1", "2"]
    merged = merge_models(parts)
    assert_array_equal(merged.labels_, np.concatenate([NUMBERS[:40], NUMBERS[20:]]))
    assert merged.classes_.tolist() == [0, 1, 2, 3]
    assert merged.topic_names_ == [None] * 4


def test_matching_by_labels():
    years = NUMBERS + 1990
    before = manual().fit(DOCUMENTS, years, embeddings=VECTORS)
    before.name_topics({1: "the second"})
    rows = years > 1990
    documents = [DOCUMENTS[i] for i in np.flatnonzero(rows)]
    after = manual().fit(documents, years[rows], embeddings=-VECTORS[rows])
    after.match_topics_to(before)
    assert_array_equal(after.labels_, NUMBERS[rows])


def test_the_recipe_for_outliers_keeps_numbers():
    fitted = found()
    nearest = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors).argmax(1)
    labels = np.where(fitted.labels_ < 0, nearest, fitted.labels_)
    filled = manual().fit(UNEQUAL.documents, labels, embeddings=UNEQUAL.vectors)
    assert_array_equal(filled.labels_, labels)
    assert filled.n_outliers_ == 0
    assert filled.topic_names_ == [None] * len(fitted.topics_)


@pytest.mark.parametrize("n_topics", [4, 5, "auto"])
def test_a_reduction_that_merges_nothing_changes_nothing(n_topics, recwarn):
    plain = manual().fit(DOCUMENTS, NUMBERS)
    fitted = manual(n_topics=n_topics).fit(DOCUMENTS, NUMBERS)
    assert_array_equal(fitted.labels_, NUMBERS)
    for each in (plain, fitted):
        assert each.reduce_topics(n_topics).tolist() == [0, 1, 2, 3]
        assert_array_equal(each.labels_, NUMBERS)
        assert each.merge_topics([]).tolist() == [0, 1, 2, 3]
        assert each.merge_topics([[2], [0]]).tolist() == [0, 1, 2, 3]


def test_a_reduction_numbers_by_size():
    fitted = manual(n_topics=2).fit(DOCUMENTS, NUMBERS)
    after = manual().fit(DOCUMENTS, NUMBERS)
    after.reduce_topics(2)
    for each in (fitted, after):
        assert (np.diff(each.topic_sizes_) <= 0).all()
        assert each.topic_names_ == [None] * 2
        largest = [NUMBERS[each.labels_ == topic] for topic in (0, 1)]
        largest = [np.bincount(part).argmax() for part in largest]
        assert each.classes_.tolist() == largest
    assert_array_equal(fitted.labels_, after.labels_)
