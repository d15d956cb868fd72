"""Vocabularies from frequencies."""

from collections import Counter

import numpy as np
import pytest

from sktopics import SequenceVectorizer
from sktopics.text import vocabulary_of_frequencies

COUNTS = {"rain": 5, "snow": 2, "hail": 2, "äon": 1, "sun": 0}


def test_limits_and_order():
    assert vocabulary_of_frequencies(COUNTS) == ["hail", "rain", "snow", "äon"]
    assert vocabulary_of_frequencies(COUNTS, min_count=0)[-2:] == ["sun", "äon"]
    assert vocabulary_of_frequencies(COUNTS, min_count=2) == ["hail", "rain", "snow"]
    assert vocabulary_of_frequencies(COUNTS, max_features=2) == ["hail", "rain"]


def test_whatever_holds_pairs():
    pandas = pytest.importorskip("pandas")
    pairs = list(COUNTS.items())
    numbers = {term: np.float32(n) for term, n in pairs}
    for given in (Counter(COUNTS), pairs, iter(pairs), pandas.Series(COUNTS), numbers):
        assert vocabulary_of_frequencies(given) == ["hail", "rain", "snow", "äon"]


def test_a_vectorizer_with_it_is_one_that_counted():
    texts = ["a b b c", "b c c d", "e"]
    counts = Counter(word for text in texts for word in text.split())
    vocabulary = vocabulary_of_frequencies(counts, min_count=2)
    given = SequenceVectorizer(vocabulary=vocabulary, token_pattern=r"\w+")
    counted = SequenceVectorizer(min_count=2, token_pattern=r"\w+")
    assert given.fit_transform(texts) == counted.fit_transform(texts)


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        (["rain"], TypeError, "pairs of a term and a number, and hold 'rain'"),
        ({1: 2}, TypeError, "Terms must be str, and one is 1"),
        ({"a": -1}, ValueError, "frequency of 'a' must be a number, 0 or more, got -1"),
        ({"a": np.nan}, ValueError, "frequency of 'a'"),
        ({"a": "5"}, ValueError, "frequency of 'a'"),
        ([("a", 1), ("a", 2)], ValueError, "'a' comes twice"),
        ({}, ValueError, "No term is left of 0"),
        ({"a": 0}, ValueError, "No term is left of 1: min_count is 1"),
    ],
)
def test_bad_frequencies(given, error, match):
    with pytest.raises(error, match=match):
        vocabulary_of_frequencies(given)


@pytest.mark.parametrize("name", ["min_count", "max_features"])
@pytest.mark.parametrize("value", [-1, 2.5, True, "all"])
def test_bad_limits(name, value):
    with pytest.raises(ValueError, match=f"{name} must be an int, 0 or more"):
        vocabulary_of_frequencies(COUNTS, **{name: value})
