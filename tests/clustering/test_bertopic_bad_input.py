"""BERTopic with input that is wrong or strange."""

import pickle
import sys

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from bertopic_corpora import (
    DOCUMENTS,
    NEW,
    TOPICS,
    VECTORS,
    Blind,
    TextAndImageEncoder,
    Widths,
    check_fitted,
    manual,
    model,
)
from numpy.testing import assert_array_equal
from sklearn.cluster import (
    DBSCAN,
    HDBSCAN,
    AgglomerativeClustering,
    KMeans,
    MiniBatchKMeans,
)
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import (
    TfidfVectorizer,
)
from sklearn.linear_model import LogisticRegression

from sktopics import BERTopic

# --- documents --------------------------------------------------------------------

NO_DOCUMENTS = {
    "bare str": ("a document", TypeError, "a list of str"),
    "None": (None, TypeError, "NoneType"),
    "number": (3, TypeError, "int"),
    "empty": ([], ValueError, "at least 1 document"),
    "numbers": ([1, 2, 3], TypeError, "document 0 is 1"),
    "None in it": (["a", None], TypeError, "document 1 is None"),
    "NaN in it": (["a", float("nan")], TypeError, "document 1 is nan"),
    "bytes in it": (["a", b"b"], TypeError, "document 1 is b'b'"),
    "table": (np.array([["a", "b"]]), TypeError, "2 dimensions"),
    "set": ({"a", "b"}, TypeError, "set"),
    "dict": ({"a": "b"}, TypeError, "dict"),
}


@pytest.mark.parametrize("case", NO_DOCUMENTS)
@pytest.mark.parametrize("method", ["fit", "fit_transform", "fit_predict"])
def test_what_are_no_documents(case, method):
    X, error, message = NO_DOCUMENTS[case]
    with pytest.raises(error, match=message):
        getattr(model(), method)(X)


@pytest.mark.parametrize("case", NO_DOCUMENTS)
def test_what_are_no_new_documents(case):
    X, error, message = NO_DOCUMENTS[case]
    fitted = model(MiniBatchKMeans(4, n_init=1)).fit(DOCUMENTS)
    for method in (fitted.transform, fitted.predict, fitted.partial_fit):
        with pytest.raises(error, match=message):
            method(X)


def test_generators_and_empty_documents():
    documents = [*DOCUMENTS, "", "   ", "\n\t"]
    fitted = model().fit(document for document in documents)
    check_fitted(fitted, documents)
    predicted = fitted.predict(iter(NEW))
    assert_array_equal(predicted, fitted.predict(NEW))
    assert_array_equal(fitted.predict(np.array(documents)), fitted.labels_)


@pytest.mark.parametrize("documents", [None, [None] * 6])
def test_documents_without_a_word(documents):
    vectors = np.repeat(np.eye(3), 2, axis=0)
    fitted = model(AgglomerativeClustering(3)).fit(documents, embeddings=vectors)
    documents = [None] * 6 if documents is None else documents
    check_fitted(fitted, documents, vectors)
    assert fitted.components_.shape == (3, 0)
    assert fitted.vectorizer_ is None
    assert fitted.topics_.top_words == [[], [], []]
    fitted.reduce_topics(2)
    check_fitted(fitted, documents, vectors)


def test_huge_words_and_odd_characters():
    documents = [*DOCUMENTS, "x" * 100_000, "\x00 \ud800 lone", "🎻🎻"]
    fitted = model().fit(documents)
    check_fitted(fitted, documents)


# --- embeddings -------------------------------------------------------------------

BAD_VECTORS = {
    "too few": (VECTORS[:9], ValueError, "9 for 80 documents"),
    "too many": (np.vstack([VECTORS] * 2), ValueError, "160 for 80"),
    "NaN": (np.where(VECTORS[3, 2] == VECTORS, np.nan, VECTORS), ValueError, "NaN"),
    "infinite": (np.full((80, 2), np.inf), ValueError, "infinity"),
    "sparse": (sp.csr_array(VECTORS), TypeError, "sparse"),
    "1-D": (VECTORS[:, 0], ValueError, "Expected 2D"),
    "3-D": (VECTORS[:, :, None], ValueError, "dim 3"),
    "str": ([["a"]] * 80, ValueError, "holds 'a', which is no number"),
    "complex": (VECTORS.astype(complex), ValueError, "[Cc]omplex"),
    "no columns": (VECTORS[:, :0], ValueError, "0 feature"),
}


@pytest.mark.parametrize("case", BAD_VECTORS)
def test_what_are_no_embeddings(case):
    vectors, error, message = BAD_VECTORS[case]
    fitted = model(MiniBatchKMeans(4, n_init=1)).fit(DOCUMENTS, embeddings=VECTORS)
    before = joblib.hash(vars(fitted))
    for method in (fitted.fit, fitted.transform, fitted.predict, fitted.partial_fit):
        with pytest.raises(error, match=message):
            method(DOCUMENTS, embeddings=vectors)
    assert joblib.hash(vars(fitted)) == before


def test_embeddings_of_another_width():
    fitted = model(MiniBatchKMeans(4, n_init=1)).fit(DOCUMENTS, embeddings=VECTORS)
    for method in (fitted.transform, fitted.predict, fitted.partial_fit):
        with pytest.raises(ValueError, match=r"3 dimensions.*have 8"):
            method(DOCUMENTS, embeddings=VECTORS[:, :3])


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        (np.float64, np.float64),
        (np.float32, np.float32),
        (np.float16, np.float32),
        (np.int32, np.float64),
    ],
)
def test_types_of_embeddings(dtype, expected):
    vectors = (100 * VECTORS).astype(dtype)
    fitted = model().fit(DOCUMENTS, embeddings=vectors)
    assert fitted.topic_embeddings_.dtype == expected
    check_fitted(fitted, DOCUMENTS, vectors)
    as_lists = model().fit(DOCUMENTS, embeddings=vectors.tolist())
    assert_array_equal(as_lists.labels_, fitted.labels_)


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("clusterer", [KMeans(4, n_init=1), HDBSCAN(copy=True)])
def test_what_the_caller_has_stays(clusterer, order, tmp_path):
    joblib.dump(np.array(VECTORS, order=order), tmp_path / "vectors")
    vectors = joblib.load(tmp_path / "vectors", mmap_mode="r")
    documents, y = list(DOCUMENTS), TOPICS.copy()
    params = {
        "seed_topics": [["rocket"]],
        "zeroshot_topics": ["oven flour"],
        "zeroshot_min_similarity": 0.3,
    }
    fitted = model(clusterer, **params).fit(documents, embeddings=vectors)
    check_fitted(fitted, documents, vectors)
    fitted.reduce_topics(2)
    manual().fit(documents, y, embeddings=vectors)
    assert documents == DOCUMENTS
    assert_array_equal(y, TOPICS)
    assert_array_equal(vectors, VECTORS)
    assert params["seed_topics"] == [["rocket"]]
    pickle.loads(pickle.dumps(fitted))


def test_vectors_that_may_not_be_written_to():
    vectors = VECTORS.copy()
    vectors.flags.writeable = False
    for clusterer in (MiniBatchKMeans(4, n_init=1), AgglomerativeClustering(4)):
        fitted = model(clusterer).fit(DOCUMENTS, embeddings=vectors)
        check_fitted(fitted, DOCUMENTS, vectors)


@pytest.mark.parametrize("clusterer", [KMeans(1), AgglomerativeClustering(2)])
def test_vectors_that_are_all_the_same(clusterer):
    vectors = np.ones((80, 3))
    fitted = model(clusterer).fit(DOCUMENTS, embeddings=vectors)
    assert not fitted.predict(DOCUMENTS, embeddings=vectors).any()  # most are of 0
    fitted.set_params(assign="centroid")
    assert np.isfinite(fitted.transform(DOCUMENTS, embeddings=vectors)).all()


def test_documents_that_are_all_the_same():
    documents = ["the same rocket"] * 20
    y = np.arange(20) % 2
    fitted = manual().fit(documents, y, embeddings=np.ones((20, 2)))
    assert_array_equal(fitted.labels_, y)
    # As many of them have 0 as 1: the lower number.
    assert not fitted.predict(documents, embeddings=np.ones((20, 2))).any()
    fitted = model(DBSCAN(1)).set_params(encoder=Widths(3)).fit(documents)
    check_fitted(fitted, documents)


# --- labels, seeds, names ---------------------------------------------------------


@pytest.mark.parametrize("clusterer", [None, LogisticRegression(), KMeans(4)])
@pytest.mark.parametrize(
    "y", [TOPICS[:9], TOPICS[:, None], "labels", 3, range(0)], ids=repr
)
def test_labels_of_another_length(y, clusterer):
    fitted = manual().set_params(clusterer=clusterer)
    with pytest.raises(ValueError, match="y must hold a label for each document"):
        fitted.fit(DOCUMENTS, y)


def test_no_labels_at_all():
    with pytest.raises(ValueError, match="LogisticRegression is a classifier"):
        model(LogisticRegression()).fit(DOCUMENTS)
    with pytest.raises(ValueError, match="LogisticRegression is a classifier"):
        model(LogisticRegression()).fit(DOCUMENTS, [None] * 80)
    with pytest.raises(ValueError, match="finds no topics: give them as y"):
        manual().fit(DOCUMENTS)


@pytest.mark.parametrize(
    ("params", "error", "message"),
    [
        ({"seed_topics": "rocket"}, ValueError, "seed_topics"),
        ({"seed_topics": ["rocket"]}, TypeError, "must be a list of str, got 'rocket'"),
        ({"seed_topics": []}, ValueError, "lists of words"),
        ({"seed_topics": [["a"], []]}, ValueError, "at least one"),
        ({"seed_topics": [["a", 3]]}, TypeError, "got 3"),
        ({"zeroshot_topics": "rocket"}, ValueError, "zeroshot_topics"),
        ({"zeroshot_topics": []}, ValueError, "at least one"),
        ({"zeroshot_topics": ["a", None]}, TypeError, "got None"),
        ({"zeroshot_topics": ["a", "a"]}, ValueError, "are the same"),
    ],
)
def test_seeds_and_names_that_are_none(params, error, message):
    for fitted in (model(**params), model(MiniBatchKMeans(4), **params)):
        with pytest.raises(error, match=message):
            fitted.fit(DOCUMENTS)
    with pytest.raises(error, match=message):
        fitted.partial_fit(DOCUMENTS)


@pytest.mark.parametrize("clusterer", [None, LogisticRegression()])
def test_topics_from_two_sources(clusterer):
    fitted = manual(zeroshot_topics=["a"]).set_params(clusterer=clusterer)
    with pytest.raises(ValueError, match="not from both"):
        fitted.fit(DOCUMENTS, TOPICS)
    with pytest.raises(ValueError, match="not both"):
        model(seed_topics=[["a"]]).fit(DOCUMENTS, TOPICS)


def test_seeds_of_another_encoder():
    for params in ({"seed_topics": [["rocket"]]}, {"zeroshot_topics": ["rocket"]}):
        with pytest.raises(ValueError, match="must come from one encoder"):
            model(**params).fit(DOCUMENTS, embeddings=VECTORS[:, :3])


# --- parameters -------------------------------------------------------------------

INVALID = {
    "encoder": [3],
    "reducer": ["pca", 3],
    "clusterer": ["kmeans", 3],
    "vectorizer": ["count", 3],
    "weighting": ["idf"],
    "representation": [3, "keybert"],
    "n_topics": [0, -3, "some", 2.5],
    "min_topic_size": [0, 1, 2.5],
    "n_top_words": [0, 2.5, None],
    "n_representative": [-1, None],
    "assign": ["nearest", None],
    "calculate_probabilities": ["yes"],
    "seed_topics": [3],
    "zeroshot_topics": [3],
    "zeroshot_min_similarity": [1.5, -2, "a"],
    "supervision": ["semi", True, 1],
    "memory": [3],
    "n_jobs": ["two", 1.5],
    "random_state": ["a", -1],
}


def test_all_parameters_are_validated():
    assert set(INVALID) == set(BERTopic().get_params(deep=False))


@pytest.mark.parametrize(
    ("name", "value"), [(k, v) for k, values in INVALID.items() for v in values]
)
def test_invalid_parameters_are_named(name, value):
    fitted = model(MiniBatchKMeans(4, n_init=1)).set_params(**{name: value})
    with pytest.raises(ValueError, match=f"The '{name}' parameter of BERTopic must"):
        fitted.fit(DOCUMENTS)


# --- encoders ---------------------------------------------------------------------


def test_encoder_without_its_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    fitted = BERTopic(reducer=None, clusterer=KMeans(4))
    with pytest.raises(ImportError, match=r"sktopics\[embeddings\]"):
        fitted.fit(DOCUMENTS)
    # Who has vectors needs no library.
    check_fitted(fitted.fit(DOCUMENTS, embeddings=VECTORS), DOCUMENTS, VECTORS)


def test_encoder_that_was_not_fitted():
    fitted = model().fit(DOCUMENTS, embeddings=VECTORS)
    assert_array_equal(fitted.predict(DOCUMENTS), fitted.labels_)
    for method in (fitted.predict, fitted.transform):
        with pytest.raises(NotFittedError, match="give embeddings here, too"):
            method(NEW)
    assert len(fitted.predict(NEW, embeddings=VECTORS[:40])) == 40


def test_encoder_of_another_width():
    fitted = model(MiniBatchKMeans(4, n_init=1)).set_params(encoder=Widths(5))
    check_fitted(fitted.fit(DOCUMENTS))
    fitted.encoder_.width = 4
    for method in (fitted.predict, fitted.transform, fitted.partial_fit):
        with pytest.raises(ValueError, match=r"4 dimensions.*have 5"):
            method(NEW)


def test_encoder_that_gives_no_numbers():
    with pytest.raises(ValueError, match="NaN"):
        model().set_params(encoder=Blind(3)).fit(DOCUMENTS)
    with pytest.raises(TypeError, match="sparse matrix"):
        model().set_params(encoder=TfidfVectorizer()).fit(DOCUMENTS)


def test_images_that_nobody_can_read():
    for fitted in (model(), model(MiniBatchKMeans(4))):
        with pytest.raises(TypeError, match="Pipeline encodes no images"):
            fitted.fit(None, images=["a.png", "b.png"])
    with pytest.raises(TypeError, match="Pipeline encodes no images"):
        fitted.partial_fit(DOCUMENTS[:2], images=["a.png", "b.png"])


@pytest.mark.parametrize(
    ("X", "images", "error", "message"),
    [
        (DOCUMENTS, ["oven"] * 3, ValueError, "got 3 for 80 documents"),
        (DOCUMENTS, "oven", TypeError, "a list of images"),
        (DOCUMENTS, 3, TypeError, "a list of images"),
        (None, [], ValueError, "at least 1 document"),
        ([None, 3], ["oven", "oven"], TypeError, "document 1 is 3"),
        ("ab", ["oven", "oven"], TypeError, "a list of str"),
    ],
    ids=["length", "str", "number", "none", "no str", "bare str"],
)
def test_images_of_another_length(X, images, error, message):
    fitted = model().set_params(encoder=TextAndImageEncoder())
    with pytest.raises(error, match=message):
        fitted.fit(X, images=images)
