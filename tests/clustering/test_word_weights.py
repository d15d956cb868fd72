"""Weightings of words: ours, and that of the package BERTopic."""

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, TOPICS, VECTORS, model
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator, clone
from sklearn.cluster import HDBSCAN
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from sktopics import (
    BERTopic,
    ClassTfidfTransformer,
    KeynessTransformer,
    OnlineCountVectorizer,
)

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


class Shares(BaseEstimator):
    """A weighting of another package, of shares of documents."""

    def fit(self, X, y=None, *, n_documents, feature_names):
        assert X.shape == (len(n_documents), len(feature_names))
        self.n_documents_ = n_documents
        return self

    def transform(self, X, n_documents):
        return X / n_documents[:, np.newaxis]


def test_a_weighting_that_asks_for_documents_gets_them():
    """And the numbers of them that hold terms, in place of counts."""
    documents = [f"{text} {text}" for text in DOCUMENTS]
    fitted = model(weighting=Shares()).fit(documents)
    assert_array_equal(fitted.weighting_.n_documents_, fitted.topic_sizes_)
    shares = fitted.topic_document_counts_ / fitted.topic_sizes_[:, np.newaxis]
    assert_allclose(fitted.components_.toarray(), shares.toarray())
    assert fitted.components_.max() <= 1


@pytest.mark.parametrize("weighting", [KeynessTransformer, ClassTfidfTransformer])
def test_seed_topics_and_seed_words_count_more(weighting):
    plain = model(weighting=weighting()).fit(DOCUMENTS)
    seeded = clone(plain).set_params(weighting__seed_words=["rocket"]).fit(DOCUMENTS)
    columns = [plain.terms_.tolist().index(word) for word in ("rocket", "oven")]
    before = plain.components_.toarray()[:, columns]
    assert_allclose(seeded.components_.toarray()[:, columns], before * [2, 1])
    seeded.seed_topics = [["rocket", "oven"]]
    guided = seeded.update_topics().components_.toarray()[:, columns]
    assert_allclose(guided, before * 1.2)


def test_counts_below_zero_are_refused():
    vectorizer = HashingVectorizer(n_features=64)
    with pytest.raises(ValueError, match=r"Negative values.*KeynessTransformer"):
        model(vectorizer=vectorizer).fit(DOCUMENTS)


def test_a_weighting_of_documents_gets_counts_alone():
    assert model(weighting=TfidfTransformer(), seed_topics=SEEDS[1]).fit(DOCUMENTS)
