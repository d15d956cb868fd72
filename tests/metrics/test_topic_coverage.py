"""topic_coverage and coverage_scorer: shares counted by hand."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.metrics import coverage_scorer, topic_coverage

TOPICS = [["ship", "sea"], ["tax", "debt"]]
TEXTS = ["ship on the sea", "tax", "the sea and a tax", "nothing of it", "debt"]
LABELS = [0, 1, 1, 0, -1]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, 3 / 5),
        ({"min_words": 2}, 1 / 5),
        ({"n_top_words": 1}, 3 / 5),
        # Tokens of two letters or more: 4, 1, 4, 3, 1.
        ({"weigh": "tokens"}, 9 / 13),
        ({"min_words": 2, "weigh": "tokens"}, 4 / 13),
        ({"min_words": 3}, 0.0),
    ],
    ids=["plain", "two", "one_word", "tokens", "two_tokens", "too_many"],
)
def test_by_hand(options, expected):
    assert topic_coverage(TOPICS, TEXTS, LABELS, **options) == pytest.approx(expected)


def test_mixtures_by_hand():
    mixtures = [[0.5, 0.5], [0.0, 2.0], [0.25, 0.75], [1.0, 0.0], [0.0, 0.0]]
    # The third document holds words of both topics, the first of one.
    found = topic_coverage(TOPICS, TEXTS, mixtures=mixtures)
    assert found == pytest.approx((0.5 + 1 + 1 + 0 + 0) / 5)
    labels = [0, 1, 1, 0, -1]
    one = np.vstack([np.eye(2)[labels[:4]], [[0, 0]]])
    assert topic_coverage(TOPICS, TEXTS, mixtures=one) == 3 / 5


def test_counts_weigh_all_their_tokens():
    counts = sp.csr_array([[2, 0, 3], [0, 1, 0], [0, 0, 4]])
    names = ["ship", "tax", "the"]
    options = {"feature_names": names, "weigh": "tokens"}
    assert topic_coverage([["ship"], ["tax"]], counts, [0, 1, 1], **options) == 6 / 10


def test_outliers_are_not_covered():
    some = topic_coverage(TOPICS, TEXTS[:2], [0, 1])
    assert (some, topic_coverage(TOPICS, TEXTS[:2], [0, -1])) == (1.0, 0.5)


def test_refusals():
    with pytest.raises(ValueError, match="None of the 5 texts has a topic"):
        topic_coverage(TOPICS, TEXTS, [-1] * 5)
    with pytest.raises(ValueError, match="None of the 1 term"):
        topic_coverage([["kraken"]], TEXTS, [0] * 5)
    with pytest.raises(TypeError, match="got neither"):
        topic_coverage(TOPICS, TEXTS)
    with pytest.raises(ValueError, match="'weigh' parameter"):
        topic_coverage(TOPICS, TEXTS, LABELS, weigh="words")


def test_the_scorer():
    texts = ["ship sea", "tax debt", "ship sea"] * 4
    model = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    scorer = coverage_scorer(2, min_words=2)
    assert cross_val_score(model, texts, scoring=scorer, cv=2).tolist() == [1, 1]
    fitted = model.fit(texts)
    again = pickle.loads(pickle.dumps(scorer))
    # "ship sea tax" has shares of both topics, and one word of the second.
    shares = fitted.transform(["ship sea tax"])[0] * fitted[-1].components_.sum(axis=1)
    of_ships = fitted.transform(["ship"]).argmax()
    expected = (1 + shares[of_ships] / shares.sum() + 0) / 3
    assert again(fitted, ["ship sea", "ship sea tax", "gull"]) == pytest.approx(
        expected
    )
    assert again(fitted, ["gull"]) == 0
    assert repr(scorer) == (
        "coverage_scorer(n_top_words=2, min_words=2, weigh='documents')"
    )


def test_outliers_of_clusters_lower_the_score():
    texts, labels = TEXTS[:4] * 2, np.array([0, 1, 1, -1] * 2)
    model = BERTopic(None, None, None).fit(texts, labels, embeddings=np.eye(3)[labels])
    expected = topic_coverage(model, texts, labels)
    assert expected == 0.75
    assert coverage_scorer()(model, texts) == expected
