"""A row per document, by any model."""

import copy
import csv
import dataclasses
import io
import pickle
import sys

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    Doc2Vec,
    HierarchicalARTM,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics import LatentDirichletAllocation as OurLDA
from sktopics.testing import make_documents
from sktopics.topics import DocumentTable, DocumentTopics, document_table, topic_table

DOCUMENTS = list(make_documents(40))
EMPTY = ["", "zzz qqq"]
MODELS = [
    LatentDirichletAllocation(3, max_iter=3, random_state=0),
    OurLDA(3, max_iter=3, random_state=0),
    ARTM(3, max_iter=3, random_state=0),
    PLSA(3, max_iter=3, random_state=0),
    ThetalessARTM(3, max_iter=3, random_state=0),
    HierarchicalARTM([ARTM(2, max_iter=3), ARTM(3, max_iter=3)]),
    AttentiveARTM(3, max_iter=3, random_state=0),
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: type(model).__name__)
def test_mixtures(model):
    vectorizer = CountVectorizer()
    if isinstance(model, AttentiveARTM):
        vectorizer = SequenceVectorizer()
    pipeline = make_pipeline(vectorizer, model).fit(DOCUMENTS)
    table = document_table(pipeline, DOCUMENTS)
    shares = pipeline.transform(DOCUMENTS)
    np.testing.assert_array_equal(table.topics, shares.argmax(axis=1))
    order = np.sort(shares / shares.sum(axis=1, keepdims=True), axis=1)
    np.testing.assert_allclose(table.shares, order[:, -1], rtol=1e-6)
    np.testing.assert_allclose(table.second_shares, order[:, -2], rtol=1e-6)
    labels = topic_table(pipeline).labels
    assert table.labels == [labels[topic] for topic in table.topics]
    assert [d.excerpt[:5] for d in table] == [text[:5] for text in DOCUMENTS]
    nothing = document_table(pipeline, [*EMPTY, *DOCUMENTS])[:2]
    assert nothing.topics.tolist() == nothing.second_topics.tolist() == [-1, -1]
    assert nothing.shares.tolist() == [0, 0]
    assert nothing[0].label == "(no topic)"
    np.testing.assert_array_equal(
        document_table(pipeline, [*EMPTY, *DOCUMENTS]).topics[2:], table.topics
    )


def test_factors():
    pipeline = make_pipeline(TfidfVectorizer(), NMF(3, random_state=0)).fit(DOCUMENTS)
    scaled = copy.deepcopy(pipeline)
    table = document_table(pipeline, [*DOCUMENTS, ""])
    W, H = pipeline.transform(DOCUMENTS), scaled[-1].components_
    explained = W * H.sum(axis=1)
    np.testing.assert_array_equal(table.topics[:-1], explained.argmax(axis=1))
    assert table.topics[-1] == -1
    assert (table.shares[:-1] + table.second_shares[:-1] <= 1 + 1e-9).all()


def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(4, random_state=0))


@pytest.mark.parametrize(
    "clusterer", [None, KMeans(3, n_init=1), HDBSCAN(10, copy=True)]
)
def test_clusters(clusterer):
    y = np.where(np.arange(40) % 5, np.arange(40) % 4, -1)
    model = BERTopic(encoder(), None, clusterer, random_state=0)
    model.fit(DOCUMENTS, y if clusterer is None else None)
    table = document_table(model, DOCUMENTS, labels={0: "first", -1: "nowhere"})
    np.testing.assert_array_equal(table.topics, model.labels_)
    assert ("nowhere" in table.labels) == (model.n_outliers_ > 0)
    p = model.transform(DOCUMENTS)
    for row, document in enumerate(table):
        rest = p[row].copy()
        expected = 1 - rest.sum()
        if document.topic >= 0:
            expected, rest[document.topic] = rest[document.topic], 0
        assert document.share == pytest.approx(expected)
        assert document.second_share == pytest.approx(rest.max())
        assert document.second_topic == (rest.argmax() if rest.max() > 0 else -1)
        assert document.label == (
            "nowhere"
            if document.topic < 0
            else "first"
            if document.topic == 0
            else model.topics_[document.topic].label
        )


def test_clusters_of_vectors_and_images():
    vectors = encoder().fit_transform(DOCUMENTS)
    model = BERTopic(None, None, KMeans(3, n_init=1), random_state=0)
    model.fit(DOCUMENTS, embeddings=vectors)
    table = document_table(model, DOCUMENTS, embeddings=vectors)
    np.testing.assert_array_equal(table.topics, model.labels_)

    class Images:
        def transform(self, X):
            return [[float(len(text)), 1] for text in X]

        def transform_images(self, images):
            return [[float(image), 1 - float(image)] for image in images]

    images = [0, 1] * 10
    model = BERTopic(Images(), None, KMeans(2, n_init=1)).fit(None, images=images)
    table = document_table(model, None, images=images)
    np.testing.assert_array_equal(table.topics, model.labels_)
    assert table[0].excerpt is None


def test_authors():
    X = CountVectorizer().fit_transform(DOCUMENTS)
    authors = [["Ann"], ["Bob"], ["Ann", "Cid"], ["Dan"]] * 10
    model = AuthorTopicModel(3, max_iter=5, random_state=0).fit(X, authors=authors)
    for beside in ({}, {"authors": authors}):
        table = document_table(model, X, **beside)
        shares = model.transform(X, **beside)
        np.testing.assert_array_equal(table.topics, shares.argmax(axis=1))
    assert table[0].excerpt is None


def test_one_topic_and_searches():
    pipeline = make_pipeline(CountVectorizer(), NMF(1)).fit(DOCUMENTS)
    table = document_table(pipeline, DOCUMENTS)
    assert set(table.topics) == {0}
    assert set(table.second_topics) == {-1}
    assert set(table.second_shares) == {0}
    search = GridSearchCV(
        make_pipeline(CountVectorizer(), LatentDirichletAllocation(max_iter=2)),
        {"latentdirichletallocation__n_components": [2, 3]},
        cv=2,
    ).fit(DOCUMENTS)
    assert len(document_table(search, iter(DOCUMENTS))) == 40


@pytest.fixture(scope="module")
def table():
    return DocumentTable(
        np.arange(3),
        np.array([1, -1, 0]),
        np.array([0.75, 0.5, 1.0]),
        np.array([0, 1, -1]),
        np.array([0.25, 0.25, 0.0]),
        {0: "=sea", 1: "tax", -1: "outliers"},
        ("a text", None, "+more\ntext"),
    )


def test_rows(table):
    assert len(table) == 3
    assert table[0] == DocumentTopics(0, 1, "tax", 0.75, 0, 0.25, "a text")
    assert table[np.int64(-1)].label == "=sea"
    assert [document.topic for document in table] == [1, -1, 0]
    assert table[1:][0] == table[1]
    assert isinstance(table[::-1], DocumentTable)
    assert table.labels == ["tax", "outliers", "=sea"]
    with pytest.raises(IndexError):
        table[3]
    with pytest.raises(TypeError):
        table["a"]


def test_frozen_equal_and_picklable(table):
    with pytest.raises(dataclasses.FrozenInstanceError):
        table.topics = ()
    with pytest.raises(ValueError, match="read-only"):
        table.topics[0] = 3
    again = pickle.loads(pickle.dumps(table))
    assert again == table
    assert table[:2] != table


def test_text(table):
    assert repr(table).split("\n") == [
        "DocumentTable: 3 documents",
        "document  topic  share  label                     excerpt",
        "       0      1   0.75  tax                       a text",
        "       1     -1   0.50  outliers",
        "       2      0   1.00  =sea                      +more\\ntext",
    ]
    assert repr(table[:0]) == "DocumentTable: 0 documents"
    pipeline = make_pipeline(CountVectorizer(), NMF(2)).fit(DOCUMENTS)
    lines = repr(document_table(pipeline, DOCUMENTS)).split("\n")
    assert lines[-1] == "… 20 more documents"
    assert max(map(len, lines)) <= 88


def test_csv(table, tmp_path):
    rows = list(csv.reader(io.StringIO(table.to_csv(), newline="")))
    assert rows[0] == [
        "document",
        "topic",
        "label",
        "share",
        "second_topic",
        "second_label",
        "second_share",
        "excerpt",
    ]
    assert rows[1] == ["0", "1", "tax", "0.75", "0", "'=sea", "0.25", "a text"]
    assert rows[3] == ["2", "0", "'=sea", "1.0", "-1", "", "0.0", "'+more\ntext"]
    assert table.to_csv(tmp_path / "x.csv") is None
    text = (tmp_path / "x.csv").read_bytes().decode()
    assert text == table.to_csv()
    assert ",=sea," in table.to_csv(safe_for_spreadsheets=False)


def test_frame(table, monkeypatch):
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert frame.index.name == "document"
    assert frame["topic"].tolist() == [1, -1, 0]
    assert frame["label"].tolist() == ["tax", "outliers", "=sea"]
    assert table[1:].to_frame().index.tolist() == [1, 2]
    assert table.to_frame(safe_for_spreadsheets=True).loc[2, "label"] == "'=sea"
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert table.to_csv()
    with pytest.raises(ImportError, match=r"sktopics\[pandas\]"):
        table.to_frame()


def test_what_is_no_model_of_topics():
    with pytest.raises(NotFittedError):
        document_table(OurLDA(), DOCUMENTS)
    pipeline = make_pipeline(SequenceVectorizer(), Doc2Vec(4, epochs=1))
    with pytest.raises(TypeError, match="Doc2Vec has no components_"):
        document_table(pipeline.fit(DOCUMENTS), DOCUMENTS)
    model = OurLDA(2, max_iter=1).fit(CountVectorizer().fit_transform(DOCUMENTS))
    with pytest.raises(TypeError, match="authors"):
        document_table(model, np.ones((2, model.n_features_in_)), authors=[])


def test_shares_of_documents_stand_beside_those_of_tokens():
    documents = ["sea ship sea ship sea harbour", "tax debt", "tax", "debt tax", ""]
    model = OurLDA(2, max_iter=20, random_state=0, doc_topic_prior=0.1)
    pipeline = make_pipeline(CountVectorizer(), model).fit(documents)
    table = topic_table(pipeline, X=documents)
    shares = pipeline.transform(documents)[:4]  # the last one has no tokens
    np.testing.assert_allclose(
        [topic.share_of_documents for topic in table], shares.mean(axis=0), rtol=1e-6
    )
    lengths = np.array([6, 2, 1, 2])
    np.testing.assert_allclose(table.sizes, lengths @ shares / 11, rtol=1e-6)
    assert np.abs(table.sizes - shares.mean(axis=0)).max() > 0.1
    assert {topic.share_of_documents for topic in topic_table(pipeline)} == {None}
    assert {t.share_of_documents for t in topic_table(pipeline, X=[""])} == {None}
