"""Documents of a topic, or about a text, words, a vector or an image."""

import numpy as np
import pytest
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.analysis import find_documents

DOCUMENTS = [
    "ship sea harbour",
    "tax money debt",
    "sea ship",
    "debt tax tax",
    "harbour ship wind",
    "money debt bank",
    "unrelated words",
    "",
]
LABELS = [0, 1, 0, 1, 0, 1, -1, -1]


@pytest.fixture(scope="module")
def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(7, random_state=0)).fit(
        DOCUMENTS
    )


@pytest.fixture(scope="module")
def clusters(encoder):
    return BERTopic(encoder, None, None).fit(DOCUMENTS, LABELS)


@pytest.fixture(scope="module")
def mixture():
    return make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ).fit(DOCUMENTS)


def test_documents_of_a_cluster(clusters):
    found = find_documents(clusters, DOCUMENTS, topic=1)
    assert sorted(found.rows.tolist()) == [1, 3, 5]
    probabilities = clusters.transform(DOCUMENTS)[found.rows, 1]
    assert found.similarities == pytest.approx(probabilities)
    assert np.all(np.diff(found.similarities) <= 0)
    assert found[0].label == clusters.topics_[1].label
    assert found[0].excerpt == DOCUMENTS[found[0].index]


def test_documents_without_a_topic(clusters, mixture):
    found = find_documents(clusters, DOCUMENTS, topic=-1)
    assert sorted(found.rows.tolist()) == [6, 7]
    assert set(found.topics.tolist()) == {-1}
    assert find_documents(mixture, DOCUMENTS, topic=-1).rows.tolist() == [7]


def test_documents_of_a_mixture(mixture):
    shares = mixture.transform(DOCUMENTS)
    topic = int(shares[0].argmax())
    found = find_documents(mixture, DOCUMENTS, topic=topic, n_documents=None)
    assert found.rows[0] == shares[:7, topic].argmax()
    assert 7 not in found.rows  # without words, it is of no topic
    assert found.similarities == pytest.approx(shares[found.rows, topic])


def test_texts_by_the_cosine_of_vectors(clusters):
    encoder = clusters.encoder_
    found = find_documents(clusters, DOCUMENTS, "a bank for money", n_documents=3)
    vector, vectors = (
        encoder.transform(["a bank for money"])[0],
        encoder.transform(DOCUMENTS),
    )
    lengths = np.linalg.norm(vectors, axis=1)
    expected = vectors @ vector / np.linalg.norm(vector) / np.where(lengths, lengths, 1)
    assert found.rows.tolist() == np.argsort(-expected, kind="stable")[:3].tolist()
    assert found.similarities == pytest.approx(np.sort(expected)[::-1][:3], abs=1e-6)


def test_given_embeddings_are_not_made_again(clusters, encoder):
    vectors = encoder.transform(DOCUMENTS)
    model = BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=vectors)
    found = find_documents(model, DOCUMENTS, vector=vectors[4], embeddings=vectors)
    assert found.rows[0] == 4
    assert found.similarities[0] == pytest.approx(1)
    found = find_documents(
        model, DOCUMENTS, "harbour ship wind", embeddings=vectors, encoder=encoder
    )
    assert found.rows[0] == 4


def test_texts_by_the_topics_of_mixtures(mixture):
    query = "ship in the harbour"
    found = find_documents(mixture, DOCUMENTS, query, n_documents=None)
    shares, mine = mixture.transform(DOCUMENTS), mixture.transform([query])[0]
    expected = np.sqrt(shares * mine).sum(axis=1)
    assert found.similarities[:7] == pytest.approx(expected[found.rows[:7]])
    assert set(found.rows[:3].tolist()) == {0, 2, 4}


def test_words_by_bm25(clusters, mixture):
    found = find_documents(mixture, DOCUMENTS, words=["tax", "bank"])
    counts = mixture[0].transform(DOCUMENTS).toarray()
    columns = [mixture[0].vocabulary_[word] for word in ("tax", "bank")]
    lengths, scores = counts.sum(axis=1), np.zeros(len(DOCUMENTS))
    for column in columns:
        n_with = (counts[:, column] > 0).sum()
        rarity = np.log(1 + (len(DOCUMENTS) - n_with + 0.5) / (n_with + 0.5))
        for row, f in enumerate(counts[:, column]):
            bar = 1.2 * (0.25 + 0.75 * lengths[row] / lengths.mean())
            scores[row] += rarity * f * 2.2 / (f + bar)
    assert found.rows.tolist() == np.argsort(-scores, kind="stable")[:3].tolist()
    assert found.similarities == pytest.approx(scores[found.rows])
    same = find_documents(clusters, DOCUMENTS, words=["tax", "bank"])
    assert same.rows.tolist() == found.rows.tolist()


def test_a_topic_leaves_out_documents_of_others(clusters):
    found = find_documents(clusters, DOCUMENTS, "sea", topic=1)
    assert sorted(found.rows.tolist()) == [1, 3, 5]
    found = find_documents(clusters, DOCUMENTS, words="ship", topic=1)
    assert len(found) == 0
    assert repr(found)


def test_ids_are_those_of_the_caller(clusters):
    pandas = pytest.importorskip("pandas")
    series = pandas.Series(DOCUMENTS, index=[f"d{i}" for i in range(8)])
    found = find_documents(clusters, series, topic=0)
    assert found.ids == tuple(f"d{row}" for row in found.rows)
    assert found.to_frame()["id"].tolist() == list(found.ids)
    assert "d0" in repr(found)


@pytest.mark.parametrize("kind", ["tuple", "array", "generator", "polars"])
def test_other_collections_of_documents(mixture, kind):
    given = {
        "tuple": tuple(DOCUMENTS),
        "array": np.array(DOCUMENTS, dtype=object),
        "generator": (document for document in DOCUMENTS),
    }.get(kind)
    if kind == "polars":
        given = pytest.importorskip("polars").Series(DOCUMENTS)
    expected = find_documents(mixture, DOCUMENTS, topic=0)
    assert find_documents(mixture, given, topic=0).rows.tolist() == (
        expected.rows.tolist()
    )


def test_the_method_is_the_function(clusters):
    found = clusters.find_documents(DOCUMENTS, topic=0, n_documents=2)
    expected = find_documents(clusters, DOCUMENTS, topic=0, n_documents=2)
    assert found.to_dict() == expected.to_dict()


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ({}, ValueError, "nothing to look for"),
        ({"topic": 9}, ValueError, "no topic 9"),
        ({"topic": "money"}, ValueError, "topic"),
        ({"words": "shipp"}, ValueError, "Did you mean 'ship'"),
        ({"query": "nonsense"}, ValueError, "Nothing is known of the query 'nonsense'"),
        ({"vector": [1.0]}, ValueError, "1 dimensions"),
    ],
    ids=["nothing", "topic", "name", "word", "text", "vector"],
)
def test_bad_queries(clusters, query, error, message):
    with pytest.raises(error, match=message):
        find_documents(clusters, DOCUMENTS, **query)


def test_bad_queries_to_mixtures(mixture):
    with pytest.raises(ValueError, match="give embeddings="):
        find_documents(mixture, DOCUMENTS, vector=[1.0])
    with pytest.raises(ValueError, match="Nothing is known of the query"):
        find_documents(mixture, DOCUMENTS, "nonsense")
    # There is no feature_names that could be given.
    counts = mixture[0].transform(DOCUMENTS)
    with pytest.raises(ValueError, match="of any terms: give the Pipeline with the"):
        find_documents(mixture[-1], counts, words="ship")
