"""Terms that occur too rarely, whatever the number of their documents."""

from collections import Counter
from itertools import product

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics._sklearn import InvalidParameterError
from sktopics.text.document_counts import DocumentCounts

DOCUMENTS = ["w w w w w", "u v", "u", "u v v", "", "u x", "u"]
BOTH = pytest.mark.parametrize("cls", [SequenceVectorizer, OnlineCountVectorizer])
WORDS = {"token_pattern": r"\w+"}


@BOTH
def test_occurrences_are_counted_not_documents(cls):
    """gensim's example: a word five times in one document is kept."""
    vectorizer = cls(min_count=5, **WORDS).fit(DOCUMENTS)
    assert list(vectorizer.get_feature_names_out()) == ["u", "w"]
    lists = [["w"] * 5] + [["u"]] * 6
    kept = cls(analyzer=list, min_count=5).fit(lists).get_feature_names_out()
    assert list(kept) == ["u", "w"]


@BOTH
@pytest.mark.parametrize(
    "limits",
    [
        dict(zip(("min_df", "max_df", "max_features"), values, strict=True))
        for values in product([1, 2, 0.3], [1.0, 4], [None, 2])
    ],
    ids=str,
)
def test_beside_the_other_limits(cls, limits):
    """As the base class limits what is left of the documents."""
    rng = np.random.default_rng(0)
    documents = [
        " ".join(rng.choice(list("abcdefgh"), rng.integers(0, 6), p=P))
        for _ in range(9)
    ]
    occurs = Counter(word for text in documents for word in text.split())
    left = [" ".join(w for w in text.split() if occurs[w] >= 4) for text in documents]
    expected = CountVectorizer(**WORDS, **limits).fit(left)
    vectorizer = cls(min_count=4, **WORDS, **limits).fit(documents)
    assert vectorizer.vocabulary_ == expected.vocabulary_
    X = vectorizer.transform(documents)
    counts = X.to_counts() if cls is SequenceVectorizer else X
    np.testing.assert_array_equal(
        counts.toarray(), expected.transform(documents).toarray()
    )
    again = clone(vectorizer).fit_transform(documents)
    again = again.to_counts() if cls is SequenceVectorizer else again
    np.testing.assert_array_equal(again.toarray(), counts.toarray())


P = np.array([8, 5, 4, 3, 2, 2, 1, 1]) / 26


@pytest.mark.parametrize("min_count", [0, 1, 2, 4])
def test_counts_read_in_batches_are_the_same(min_count):
    vectorizer = OnlineCountVectorizer(min_count=min_count, **WORDS)
    read = DocumentCounts(vectorizer, DOCUMENTS, batch_size=2)
    expected = vectorizer.fit_transform(DOCUMENTS)
    np.testing.assert_array_equal(read.by_document().toarray(), expected.toarray())
    assert read.fitted.vocabulary_ == vectorizer.vocabulary_


@BOTH
def test_a_binary_vectorizer_counts_documents(cls):
    vectorizer = cls(min_count=2, binary=True, **WORDS).fit(DOCUMENTS)
    assert list(vectorizer.get_feature_names_out()) == ["u", "v"]


@BOTH
def test_no_term_is_left(cls):
    message = "No term occurs 9 times in the documents, the most frequent one 5 times"
    vectorizer = cls(min_count=9, **WORDS)
    with pytest.raises(ValueError, match=message):
        vectorizer.fit(DOCUMENTS)
    assert not hasattr(vectorizer, "vocabulary_")


@BOTH
def test_it_is_for_fit(cls):
    with pytest.raises(ValueError, match="min_count=2 is for fit, which sees all"):
        cls(min_count=2).partial_fit(DOCUMENTS)
    given = cls(min_count=3, vocabulary=["u", "x"], **WORDS).fit(DOCUMENTS)
    assert list(given.get_feature_names_out()) == ["u", "x"]


@BOTH
@pytest.mark.parametrize("value", [-1, 1.5, None, "5"])
def test_bad_values(cls, value):
    with pytest.raises(InvalidParameterError, match="'min_count' parameter of"):
        cls(min_count=value).fit(DOCUMENTS)
