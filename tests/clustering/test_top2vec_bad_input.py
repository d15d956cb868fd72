"""What Top2Vec refuses, and what it makes of input at the edge."""

import copy

import numpy as np
import pytest
from bertopic_corpora import state
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from top2vec_invariants import (
    CORPUS,
    OTHER,
    MeansOfWords,
    both,
    by_vectors,
    by_words,
    check_invariants,
    top2vec,
)

from sktopics import BERTopic, OnlineCountVectorizer, Top2Vec
from sktopics.clustering import merge_models

DOCUMENTS, VECTORS = CORPUS.documents, CORPUS.vectors

REFUSED = {
    "classifier": ({"clusterer": LogisticRegression()}, TypeError, "BERTopic learns"),
    "supervised reducer": (
        {"reducer": LinearDiscriminantAnalysis()},
        TypeError,
        "reducer LinearDiscriminantAnalysis learns from labels",
    ),
    "no clusterer": ({"clusterer": None}, ValueError, "clusterer"),
    "two vectorizers": (
        {"vectorizer": CountVectorizer(), "ngram_range": (1, 2)},
        ValueError,
        "set the ngram_range of the vectorizer",
    ),
    "ngram_range of str": ({"ngram_range": ("a",)}, ValueError, "such as (1, 2)"),
    "ngram_range down": ({"ngram_range": (2, 1)}, ValueError, "such as (1, 2)"),
    "ngram_range of 0": ({"ngram_range": (0, 1)}, ValueError, "such as (1, 2)"),
    "ngram_range of bool": ({"ngram_range": (True, 1)}, ValueError, "such as (1, 2)"),
    "n_topics auto": ({"n_topics": "auto"}, ValueError, "n_topics"),
    "n_topics 0": ({"n_topics": 0}, ValueError, "n_topics"),
    "merge_distance": ({"merge_distance": 2.1}, ValueError, "merge_distance"),
    "merge_distance NaN": ({"merge_distance": np.nan}, ValueError, "merge_distance"),
    "min_topic_size": ({"min_topic_size": 1}, ValueError, "min_topic_size"),
    "chunk": ({"chunk": "page"}, ValueError, "chunk"),
    "no terms": (
        {"vectorizer": CountVectorizer(token_pattern="qqq")},
        ValueError,
        "CountVectorizer finds no terms",
    ),
}


@pytest.mark.parametrize(("params", "error", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_parameters(params, error, message):
    given = {"clusterer": KMeans(4, n_init=1)} | params
    model = Top2Vec(None, reducer=None).set_params(**given)
    with pytest.raises(error) as caught:
        model.fit(DOCUMENTS, embeddings=VECTORS)
    assert message in str(caught.value)
    assert not hasattr(model, "labels_")


@pytest.mark.parametrize(
    ("documents", "vectors", "message"),
    [
        (DOCUMENTS, VECTORS * np.nan, "NaN"),
        (DOCUMENTS[1:], VECTORS, "embeddings must hold a vector for each document"),
        (["", " "], None, "Nothing is known of the documents"),
        (DOCUMENTS, VECTORS * 0, "Nothing is known of the documents"),
        ([], None, "at least 1 document"),
    ],
    ids=["NaN", "lengths", "blank", "zeros", "none"],
)
def test_refused_documents(documents, vectors, message):
    model = top2vec(MeansOfWords())
    for method in (model.fit, model.partial_fit):
        with pytest.raises(ValueError, match=message):
            method(documents, embeddings=vectors)
    assert not hasattr(model, "labels_")


def test_the_encoder_by_default_and_no_words():
    with (
        pytest.raises(ValueError, match='encoder="doc2vec" finds no words') as caught,
        pytest.warns(UserWarning, match="There are no words"),
    ):
        Top2Vec().fit(["🎻 🚀 ⚽ 🍰"] * 20)
    assert "token_pattern" in str(caught.value)


def test_documents_without_words():
    """Topics are there, and have no words."""
    with pytest.warns(UserWarning, match="There are no words"):
        fitted = top2vec().fit(["🎻 🚀"] * len(VECTORS), embeddings=VECTORS)
    assert len(fitted.topics_) == 4
    assert fitted.components_.shape == (4, 0)
    assert fitted.topics_.top_words == [[]] * 4
    fitted.partial_fit(["🎻"], embeddings=VECTORS[1:2]).forget(0)
    assert fitted.reduce_topics(2).max() == 1


def test_documents_in_other_scripts():
    texts = [
        "東京 の 天気 は 良い です",
        "我们 今天 去 北京",
        "сегодня хорошая погода",
    ] * 15
    fitted = Top2Vec(random_state=0, clusterer=KMeans(3, n_init=1)).fit(texts)
    assert sorted(fitted.topic_sizes_) == [15, 15, 15]
    words = {frozenset(words) for words in fitted.topics_.top_words}
    assert any("погода" in each for each in words)


@pytest.mark.parametrize("scale", [1e-30, 1e-6, 1e6])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_lengths_of_vectors(scale, dtype):
    """Directions alone matter."""
    expected = by_vectors(clusterer="auto")
    model = top2vec(clusterer="auto")
    vectors = (VECTORS * scale).astype(dtype)
    fitted = model.fit(DOCUMENTS, embeddings=vectors)
    assert_array_equal(fitted.labels_, expected.labels_)
    assert_allclose(fitted.topic_embeddings_, expected.topic_embeddings_, atol=1e-5)
    assert_allclose(fitted.components_, expected.components_, atol=1e-5)
    assert fitted.document_embeddings_.dtype == dtype


def test_numbers_that_cannot_be_squared():
    with pytest.raises(ValueError, match="divide all by a number"):
        top2vec().fit(DOCUMENTS, embeddings=VECTORS * 1e200)


@pytest.mark.parametrize("clusterer", ["auto", HDBSCAN(4, copy=True)], ids=str)
def test_a_document_a_thousand_times(clusterer):
    documents = [*DOCUMENTS, *([DOCUMENTS[1]] * 1000)]
    vectors = np.vstack([VECTORS, np.repeat(VECTORS[1:2], 1000, axis=0)])
    fitted = top2vec(clusterer=clusterer).fit(documents, embeddings=vectors)
    assert len(set(fitted.labels_[[1, *range(len(DOCUMENTS), len(documents))]])) == 1
    assert len(fitted.topics_) >= 3
    fitted.forget(range(len(DOCUMENTS), len(documents)))
    check_invariants(fitted, CORPUS)


@pytest.mark.parametrize("clusterer", ["auto", HDBSCAN(30, copy=True)], ids=str)
def test_no_dense_area_is_said_once(clusterer, recwarn):
    model = top2vec(clusterer=clusterer, min_topic_size=100)
    fitted = model.fit(DOCUMENTS, embeddings=VECTORS)
    (warning,) = recwarn
    assert "smaller min_topic_size than 100" in str(warning.message)
    assert fitted.topic_sizes_.tolist() == [62]
    check_invariants(fitted, CORPUS)
    recwarn.clear()
    model.set_params(assign="cluster").fit(DOCUMENTS, embeddings=VECTORS)
    (warning,) = recwarn
    assert "No topics were found" in str(warning.message)
    assert len(model.topics_) == 0
    check_invariants(model, CORPUS)


@pytest.mark.parametrize("clusterer", ["auto", KMeans(4, n_init=1)], ids=str)
def test_more_topics_than_there_are(clusterer, recwarn):
    fitted = by_vectors(clusterer=clusterer, n_topics=50)
    (warning,) = recwarn
    assert "n_topics=50, and the clusterer found" in str(warning.message)
    check_invariants(fitted, CORPUS)
    recwarn.clear()
    before = fitted.topics_
    assert_array_equal(fitted.reduce_topics(60), range(len(before)))
    (warning,) = recwarn
    assert "n_topics=60" in str(warning.message)
    assert fitted.topics_ == before


@pytest.mark.parametrize("bad", [0, -1, 1.5, "auto", None, True])
def test_numbers_of_topics_that_are_none(bad):
    with pytest.raises(ValueError, match="n_topics must be a number of topics"):
        by_vectors().reduce_topics(bad)


def test_merge_distance():
    parts = {"clusterer": KMeans(6, n_init=1)}
    assert len(by_vectors(merge_distance=0, **parts).topics_) == 6
    assert len(by_vectors(merge_distance=2, **parts).topics_) == 1
    assert len(by_vectors(merge_distance=2, n_topics=3, **parts).topics_) == 3


@pytest.mark.parametrize(
    ("rows", "error", "message"),
    [
        (-1, ValueError, "There is no document -1"),
        (99, ValueError, "documents are 0 to 64"),
        ([0.0], TypeError, "such as"),
        ([True, False], TypeError, "flatnonzero"),
        ("all", TypeError, "such as"),
        (range(65), ValueError, "rows are all 65 documents"),
    ],
    ids=["negative", "large", "float", "mask", "str", "all"],
)
def test_rows_that_cannot_be_forgotten(rows, error, message):
    fitted = by_vectors()
    before = state(fitted)
    with pytest.raises(error, match=message):
        fitted.forget(rows)
    assert state(fitted) == before


def test_forgetting_nothing():
    fitted = by_vectors()
    before = state(fitted)
    assert state(fitted.forget([])) == before


OTHER_DOCUMENTS = {
    "fewer": (DOCUMENTS[1:], "must be the 65 training documents"),
    "other order": (DOCUMENTS[::-1], r"X\[.*\] is another one"),
    "None": (None, "X must be the 65 training documents, and is None"),
}


@pytest.mark.parametrize(
    ("documents", "message"), OTHER_DOCUMENTS.values(), ids=OTHER_DOCUMENTS
)
def test_other_documents_to_cluster_once_more(documents, message):
    """Words would be those of other documents."""
    fitted = by_vectors()
    before = state(fitted)
    with pytest.raises(ValueError, match=message):
        fitted.recluster(documents, clusterer=KMeans(3, n_init=1))
    assert state(fitted) == before


def test_clustering_once_more_without_texts():
    fitted = top2vec().fit(None, embeddings=VECTORS)
    fitted.recluster(None, clusterer=KMeans(3, n_init=1))
    assert len(fitted.topics_) == 3
    fitted.recluster([""] * len(VECTORS), clusterer=KMeans(2, n_init=1))
    assert len(fitted.topics_) == 2


def test_clustering_that_fails_leaves_parts_as_they_are():
    clusterer = KMeans(4, n_init=1)
    fitted = by_vectors(clusterer=clusterer)
    before = state(fitted)
    with pytest.raises(ValueError, match="n_clusters"):
        fitted.recluster(DOCUMENTS, clusterer__n_clusters=1000)
    with pytest.raises(ValueError, match="Invalid parameter"):
        fitted.recluster(DOCUMENTS, clusterer__n_clusters=2, nothing=3)
    assert state(fitted) == before
    assert clusterer.n_clusters == 4
    fitted.recluster(DOCUMENTS, clusterer__n_clusters=2)
    assert len(fitted.topics_) == fitted.clusterer.n_clusters == 2
    assert clusterer.n_clusters == 4


@pytest.mark.parametrize("name", ["encoder", "chunk", "chunk_overlap"])
def test_vectors_are_kept_by_clustering_once_more(name):
    with pytest.raises(ValueError, match=f"{name} makes other vectors"):
        by_vectors().recluster(DOCUMENTS, **{name: None})


def test_an_ngram_range_that_nobody_looks_at():
    fitted = by_vectors(vectorizer=CountVectorizer())
    before = state(fitted)
    with pytest.raises(ValueError, match="set the ngram_range of the vectorizer"):
        fitted.update_topics(DOCUMENTS, ngram_range=(1, 2))
    with pytest.raises(ValueError, match="such as"):
        fitted.update_topics(DOCUMENTS, ngram_range=(0, 2))
    assert state(fitted) == before


@pytest.mark.parametrize("changes", [{"decay": 0.1}, {"delete_min_df": 2}], ids=str)
def test_vectorizers_that_forget(changes):
    fitted = by_vectors(vectorizer=OnlineCountVectorizer(**changes))
    before = state(fitted)
    with pytest.raises(ValueError, match=r"forgets words of earlier.*forget"):
        fitted.partial_fit(OTHER.documents, embeddings=OTHER.vectors)
    assert state(fitted) == before


def test_models_of_other_classes_are_not_merged():
    first = by_vectors()
    second = BERTopic(None, None, KMeans(4, n_init=1))
    second.fit(DOCUMENTS, embeddings=VECTORS)
    for models in ([first, second], [second, first]):
        with pytest.raises(TypeError, match=r"cannot be merged.*one class"):
            merge_models(models)


def test_a_pipeline_counts_words():
    steps = FunctionTransformer(_shortened), CountVectorizer()
    fitted = by_words(vectorizer=make_pipeline(*steps))
    assert max(map(len, fitted.terms_)) == 4
    fitted.partial_fit(OTHER.documents)
    corpus = both(CORPUS, OTHER)
    counts = fitted.vectorizer_.transform(corpus.documents).toarray()
    for topic, row in enumerate(fitted.topic_word_counts_.toarray()):
        assert_array_equal(row, counts[fitted.labels_ == topic].sum(axis=0))
    fitted.forget([0, 1, 2])


def _shortened(documents):
    return [" ".join(word[:4] for word in text.split()) for text in documents]


def test_read_only_input():
    vectors = VECTORS.copy()
    vectors.flags.writeable = False
    fitted = top2vec(clusterer="auto").fit(tuple(DOCUMENTS), embeddings=vectors)
    more = OTHER.vectors.copy()
    more.flags.writeable = False
    fitted.partial_fit(np.array(OTHER.documents), embeddings=more)
    check_invariants(fitted, both(CORPUS, OTHER))


def test_changes_that_fail_leave_the_model_as_it_was():
    fitted = by_vectors()
    before = state(fitted)

    def broken(table, context):
        raise OSError("no more")

    calls = [
        lambda model: model.update_topics(DOCUMENTS, representation=broken),
        lambda model: model.update_topics(vectorizer=CountVectorizer()),
        lambda model: model.merge_topics([0, 99]),
        lambda model: model.delete_topics(99),
        lambda model: model.move_documents(DOCUMENTS, np.full(65, 99)),
        lambda model: model.move_documents(DOCUMENTS[::-1], model.labels_),
        lambda model: model.reduce_topics(2, X=DOCUMENTS[1:]),
        lambda model: model.match_topics_to(copy.deepcopy(model), X=DOCUMENTS[1:]),
        lambda model: merge_models([model, model], X=DOCUMENTS),
    ]
    for call in calls:
        with pytest.raises((ValueError, OSError)):
            call(fitted)
        assert state(fitted) == before


def test_documents_that_were_moved_stay_if_nothing_is_merged():
    """Though topics without documents go."""
    fitted = by_vectors()
    labels = fitted.labels_.copy()
    labels[labels == 3] = 0
    fitted.move_documents(DOCUMENTS, labels)
    with pytest.warns(UserWarning, match="n_topics=9"):
        into = fitted.reduce_topics(9)
    assert into.tolist() == [0, 1, 2, -1]
    assert_array_equal(fitted.labels_, labels)


def test_the_first_batch_is_small():
    """A stream may begin with three documents."""
    model = Top2Vec(random_state=0, min_topic_size=4)
    with pytest.warns(UserWarning, match="no dense area"):
        model.partial_fit(DOCUMENTS[1:4])
    assert model.labels_.tolist() == [0, 0, 0]
    model.partial_fit(DOCUMENTS[4:]).partial_fit(["unknown", ""])
    assert len(model.labels_) == len(DOCUMENTS) + 1
    assert model.labels_[-2:].tolist() == [-1, -1]


def test_spaces_of_two_encoders_are_not_compared():
    """Each Doc2Vec has learned a space of its own, of as many dimensions."""
    documents = ["the sea and the ship", "a tax and a debt", "ship at sea"] * 10
    one, other = (
        Top2Vec(min_topic_size=4, random_state=seed).fit(documents) for seed in (0, 1)
    )
    before = one.labels_
    for compare in (one.match_topics_to, lambda model: merge_models([one, model])):
        with pytest.raises(ValueError, match="other vectors for the same words"):
            compare(other)
    assert one.labels_ is before
    assert one.match_topics_to(copy.deepcopy(one))
