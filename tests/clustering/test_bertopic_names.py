"""What topics are called: by users, by labels, by their words."""

import dataclasses

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.testing import make_documents
from sktopics.topics import TopicTable

DOCUMENTS = make_documents(60)


def make_encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(6, random_state=0))


@pytest.fixture
def model():
    parts = {"reducer": None, "clusterer": KMeans(4, n_init=1), "random_state": 0}
    return BERTopic(make_encoder(), **parts).fit(DOCUMENTS)


def first_words(model):
    return [", ".join(topic.terms[:3]) for topic in model.topics_]


def test_some_names_and_names_taken_back(model):
    words = first_words(model)
    model.name_topics({1: "sport"})
    assert model.topics_.labels == [words[0], "sport", *words[2:]]
    assert model.topic_names_ == [None, "sport", None, None]
    model.name_topics({1: None, 3: "music"})
    assert model.topics_.labels == [*words[:3], "music"]


def test_all_names_survive_what_follows(model):
    model.name_topics(list("abcd"))
    topics = model.reduce_topics(2)
    assert set(model.topics_.labels) <= set("abcd")
    assert model.topics_.labels[topics[0]] == "a"
    model.update_topics(n_top_words=2)
    assert model.topics_.labels[topics[0]] == "a"


@pytest.mark.parametrize(
    ("names", "error", "match"),
    [
        (["one"], ValueError, "names must name 4 topics, got 1"),
        ({4: "five"}, ValueError, "no topic 4"),
        ({-1: "outliers"}, ValueError, "no topic -1"),
        ({0: 3}, TypeError, "must be a str, got 3"),
    ],
)
def test_bad_names(model, names, error, match):
    before = model.topics_
    with pytest.raises(error, match=match):
        model.name_topics(names)
    assert model.topics_ == before


def test_labels_are_names():
    y = np.arange(60) % 4 + 1990
    model = BERTopic(make_encoder(), None, None).fit(DOCUMENTS, y)
    assert model.topics_.labels == ["1990", "1991", "1992", "1993"]
    model.name_topics([None] * 4)
    assert model.topics_.labels == first_words(model)
    assert model.classes_.tolist() == [1990, 1991, 1992, 1993]


def reverse_words(table, context):
    return TopicTable(
        dataclasses.replace(topic, terms=topic.terms[::-1]) for topic in table
    )


def test_other_words_make_other_names(model):
    model.update_topics(representation=reverse_words)
    assert model.topics_.labels == first_words(model)


def test_an_encoder_that_was_fitted_before():
    frozen = FrozenEstimator(make_encoder().fit(DOCUMENTS))
    parts = {"reducer": None, "clusterer": KMeans(4, n_init=1), "random_state": 0}
    seeds = {"seed_topics": [["oven", "butter"], ["violin", "sonata"]]}
    model = BERTopic(frozen, **parts, **seeds)
    model.fit(DOCUMENTS, embeddings=frozen.transform(DOCUMENTS))
    np.testing.assert_array_equal(model.predict(DOCUMENTS), model.labels_)


def test_vectors_in_the_place_of_labels():
    vectors = make_encoder().fit_transform(DOCUMENTS)
    with pytest.raises(ValueError, match="vectors of documents are given as embedding"):
        BERTopic(make_encoder()).fit(DOCUMENTS, vectors)
