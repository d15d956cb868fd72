"""Topics that are about a text, words, a vector or an image."""

import numpy as np
import pytest
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.analysis import find_topics
from sktopics.topics import term_topics

SEA = ["ship sea harbour", "sea ship", "harbour ship wind"] * 4
MONEY = ["tax money debt", "debt tax", "money debt bank"] * 4
FOOD = ["bread milk", "milk cheese bread", "bread butter"] * 3
DOCUMENTS = [*SEA, *MONEY, *FOOD, ""]
LABELS = [0] * len(SEA) + [1] * len(MONEY) + [2] * len(FOOD) + [-1]


class Images:
    """Reads an "image" that is its text, and texts."""

    def __init__(self, encoder):
        self.encoder = encoder

    def fit(self, documents):
        return self

    def transform(self, documents):
        return self.encoder.transform(documents)

    transform_images = transform


@pytest.fixture(scope="module")
def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0)).fit(
        DOCUMENTS
    )


@pytest.fixture(scope="module")
def clusters(encoder):
    return BERTopic(encoder, None, None).fit(DOCUMENTS, LABELS)


@pytest.fixture(scope="module")
def mixture():
    return make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(3, random_state=0)
    ).fit(DOCUMENTS)


def topic_of(model, documents):
    return int(model.transform(documents).mean(axis=0).argmax())


def test_clusters_are_compared_by_cosine(clusters):
    found = find_topics(clusters, "a new harbour for ships at sea")
    assert found[0].topic == 0
    vector = clusters.encoder_.transform(["a new harbour for ships at sea"])[0]
    for row in found:
        mean = clusters.topic_embeddings_[row.topic]
        expected = vector @ mean / np.linalg.norm(vector) / np.linalg.norm(mean)
        assert row.similarity == pytest.approx(expected, abs=1e-6)
    assert np.all(np.diff(found.similarities) <= 0)


def test_outliers_are_never_found(clusters):
    for query in ("bread", "tax", "ship"):
        assert set(find_topics(clusters, query).topics.tolist()) == {0, 1, 2}


def test_mixtures_say_their_shares(mixture):
    found = find_topics(mixture, "debt and tax", n_topics=None)
    shares = mixture.transform(["debt and tax"])[0]
    assert found.similarities.tolist() == sorted(shares.tolist(), reverse=True)
    assert found.topics[0] == shares.argmax()
    assert found[0].topic == topic_of(mixture, MONEY)


def test_a_model_of_counts_takes_a_row_of_counts(mixture):
    counts = mixture[0].transform(["debt and tax"])
    found = find_topics(mixture[-1], counts)
    assert found.topics.tolist() == find_topics(mixture, "debt and tax").topics.tolist()
    with pytest.raises(ValueError, match="one document"):
        find_topics(mixture[-1], mixture[0].transform(DOCUMENTS[:2]))


@pytest.mark.parametrize("name", ["clusters", "mixture"])
def test_words_by_the_topics_of_their_occurrences(name, request):
    model = request.getfixturevalue(name)
    found = find_topics(model, words=["tax", "bread"], n_topics=None)
    expected = sum(term_topics(model, w).topic_given_term for w in ("tax", "bread")) / 2
    assert found.similarities == pytest.approx(np.sort(expected)[::-1])
    alone = find_topics(model, words="tax")
    assert alone[0].topic == term_topics(model, "tax").topic_given_term.argmax()


def test_vectors(clusters):
    found = find_topics(clusters, vector=3 * clusters.topic_embeddings_[2])
    assert found[0].topic == 2
    assert found[0].similarity == pytest.approx(1)
    listed = find_topics(clusters, vector=clusters.topic_embeddings_[2].tolist())
    assert listed.topics.tolist() == found.topics.tolist()


def test_images(clusters, encoder):
    found = find_topics(clusters, image="ship sea", encoder=Images(encoder))
    assert found[0].topic == 0
    with pytest.raises(TypeError, match="encodes no images"):
        find_topics(clusters, image="ship sea")


def test_an_encoder_of_its_own(encoder):
    vectors = encoder.transform(DOCUMENTS)
    model = BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=vectors)
    with pytest.raises(ValueError, match="give encoder="):
        find_topics(model, "ship")
    assert find_topics(model, "ship", encoder=encoder)[0].topic == 0
    assert find_topics(model, "ship", encoder=encoder.transform)[0].topic == 0


@pytest.mark.parametrize("kind", ["search", "nmf"])
def test_searches_and_models_of_other_packages(kind):
    model = NMF(3, random_state=0)
    pipeline = make_pipeline(TfidfVectorizer(), model)
    if kind == "search":
        pipeline = GridSearchCV(
            pipeline,
            {"nmf__max_iter": [150, 250]},
            cv=2,
            scoring=lambda estimator, X: 0,
        )
    pipeline.fit(DOCUMENTS)
    assert find_topics(pipeline, "ship")[0].topic == topic_of(pipeline, SEA)


def test_the_method_is_the_function(clusters):
    found = clusters.find_topics("tax", n_topics=2)
    assert found.to_dict() == find_topics(clusters, "tax", n_topics=2).to_dict()


def test_tables(clusters):
    found = find_topics(clusters, "tax", n_topics=2)
    assert list(found.to_dict()) == ["topic", "label", "similarity"]
    assert len(found[:1]) == 1
    assert repr(found).splitlines()[2].split()[0] == "1"
    assert (
        pytest.importorskip("polars")
        .DataFrame(found.to_dict())
        .equals(found.to_frame("polars"))
    )


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ({}, ValueError, "nothing to look for"),
        ({"query": "a", "words": "b"}, ValueError, "Give one of"),
        ({"query": 3}, TypeError, "got int"),
        ({"query": "unknown"}, ValueError, "Nothing is known of the query 'unknown'"),
        ({"words": "shipp"}, ValueError, "Did you mean 'ship'"),
        ({"words": []}, ValueError, "is empty"),
        ({"words": ["ship", 3]}, TypeError, "has 3"),
        ({"vector": [1.0, 2.0]}, ValueError, "2 dimensions"),
        ({"vector": [0.0] * 5}, ValueError, "its vector is zeros"),
        ({"vector": [np.nan] * 5}, ValueError, "NaN"),
        ({"query": "a", "n_topics": 0}, ValueError, "n_topics"),
    ],
    ids=[
        "nothing",
        "two",
        "no text",
        "unknown text",
        "unknown word",
        "no word",
        "word that is none",
        "short vector",
        "zeros",
        "nan",
        "no topics",
    ],
)
def test_bad_queries(clusters, query, error, message):
    with pytest.raises(error, match=message):
        find_topics(clusters, **query)


def test_bad_queries_to_mixtures(mixture):
    with pytest.raises(ValueError, match="Nothing is known of the query 'unknown'"):
        find_topics(mixture, "unknown")
    with pytest.raises(ValueError, match="this model has none"):
        find_topics(mixture, vector=[1.0])
    with pytest.raises(TypeError, match="takes counts"):
        find_topics(mixture[-1], "ship")


@pytest.mark.parametrize("given", [[0, 1], np.eye(2)], ids=["labels", "shares"])
def test_what_is_no_model(given):
    with pytest.raises(TypeError, match="fitted model of topics, and is of type"):
        find_topics(given, words="ship")
