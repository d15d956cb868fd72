"""Weightings of words: ours, and that of the package BERTopic."""

import pytest
from bertopic_corpora import DOCUMENTS, TOPICS, VECTORS, model
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.cluster import HDBSCAN
from sklearn.feature_extraction.text import TfidfTransformer

from sktopics import BERTopic, ClassTfidfTransformer, OnlineCountVectorizer

OPTIONS = [
    {},
    {"bm25_weighting": True},
    {"reduce_frequent_words": True},
    {"seed_words": ["rocket", "oven"], "seed_multiplier": 3},
    {"seed_words": ["nowhere"]},
]
SEEDS = [None, [["rocket", "orbit"], ["violin"]]]


@pytest.fixture
def theirs():
    return pytest.importorskip("bertopic.vectorizers").ClassTfidfTransformer


@pytest.mark.parametrize("seed_topics", SEEDS, ids=["plain", "guided"])
@pytest.mark.parametrize("options", OPTIONS)
def test_the_weighting_of_bertopic_weighs_as_ours(theirs, options, seed_topics):
    parts = {"clusterer": HDBSCAN(copy=True), "seed_topics": seed_topics}
    found = model(weighting=theirs(**options), **parts).fit(DOCUMENTS)
    expected = model(weighting=ClassTfidfTransformer(**options), **parts)
    expected.fit(DOCUMENTS)
    assert_allclose(found.components_.toarray(), expected.components_.toarray())
    assert found.topics_.top_words == expected.topics_.top_words
    assert_array_equal(found.labels_, expected.labels_)


def test_seed_words_of_the_weighting_of_bertopic_count_more(theirs):
    plain = model(weighting=theirs()).fit(DOCUMENTS)
    seeded = clone(plain).set_params(weighting__seed_words=["rocket"]).fit(DOCUMENTS)
    column = plain.terms_.tolist().index("rocket")
    assert_allclose(
        seeded.components_.toarray()[:, column],
        2 * plain.components_.toarray()[:, column],
    )


def test_the_weighting_of_bertopic_takes_part_in_all_that_a_model_does(theirs):
    fitted = model(weighting=theirs()).fit(DOCUMENTS)
    counts = fitted.topic_word_counts_.toarray()
    fitted.update_topics(n_top_words=3)
    assert_array_equal(fitted.topic_word_counts_.toarray(), counts)
    fitted.merge_topics([0, 1])
    fitted.update_topics(weighting=theirs(reduce_frequent_words=True))
    expected = model(weighting=ClassTfidfTransformer()).fit(DOCUMENTS)
    expected.merge_topics([0, 1])
    expected.update_topics(weighting=ClassTfidfTransformer(reduce_frequent_words=True))
    assert_allclose(fitted.components_.toarray(), expected.components_.toarray())
    online = BERTopic(None, None, None, OnlineCountVectorizer(), theirs())
    for half in (slice(40), slice(40, 80)):
        online.partial_fit(DOCUMENTS[half], TOPICS[half], embeddings=VECTORS[half])
    assert len(online.topics_) == 4


def test_a_weighting_of_documents_gets_counts_alone():
    assert model(weighting=TfidfTransformer(), seed_topics=SEEDS[1]).fit(DOCUMENTS)
