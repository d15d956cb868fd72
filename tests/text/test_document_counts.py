"""Counts of documents that are read before their classes are known."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfVectorizer,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.testing import make_documents
from sktopics.text import class_counts
from sktopics.text.document_counts import DocumentCounts, EmptyVocabularyError

DOCUMENTS = [f"{text} rare{i}" for i, text in enumerate(make_documents(60))]
LABELS = np.arange(60) % 3 - 1


def upper(documents):
    return [document.upper() for document in documents]


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(),
        CountVectorizer(min_df=2, max_features=20),
        CountVectorizer(vocabulary=["rocket", "oven"]),
        CountVectorizer(dtype=np.float32, binary=True),
        OnlineCountVectorizer(max_df=0.9, min_df=0.05),
        SequenceVectorizer(),
        TfidfVectorizer(),
        HashingVectorizer(n_features=32, alternate_sign=False),
        make_pipeline(FunctionTransformer(upper), CountVectorizer(lowercase=False)),
    ],
)
def test_sums_are_those_of_class_counts(vectorizer):
    fitted, expected = class_counts(
        vectorizer, DOCUMENTS, LABELS, 2, learn=True, batch_size=7
    )
    read = DocumentCounts(vectorizer, DOCUMENTS, batch_size=7)
    for _ in range(2):
        counts = read.by_class(LABELS, 2)
        assert counts.dtype == expected.dtype
        assert_array_equal(counts.toarray(), expected.toarray())
    assert (read.n_documents, read.n_terms) == (60, expected.shape[1])
    if hasattr(fitted, "term_counts_"):
        assert_array_equal(read.fitted.term_counts_, fitted.term_counts_)
    assert not hasattr(vectorizer, "vocabulary_")


def test_terms_that_were_found():
    read = DocumentCounts(CountVectorizer(min_df=2), DOCUMENTS)
    n_found = len(CountVectorizer().fit(DOCUMENTS).vocabulary_)
    assert read.n_found == n_found == read.n_terms + 60
    assert DocumentCounts(TfidfVectorizer(), DOCUMENTS).n_found is None


def test_counts_larger_than_a_byte():
    documents = ["rain " * 70_000, "rain " * 300, "rain"]
    read = DocumentCounts(CountVectorizer(), documents, batch_size=1)
    assert read.by_class([0, 1, 1], 2).toarray().tolist() == [[70_000], [301]]


@pytest.mark.parametrize("vectorizer", [CountVectorizer(), TfidfVectorizer()])
def test_no_terms(vectorizer):
    with pytest.raises(EmptyVocabularyError, match="empty vocabulary"):
        DocumentCounts(vectorizer, ["!", "..."])
    with pytest.raises(ValueError, match="no terms remain") as caught:
        DocumentCounts(vectorizer.set_params(min_df=3), ["rain", "snow", "hail"])
    assert not isinstance(caught.value, EmptyVocabularyError)


@pytest.mark.parametrize("vectorizer", [CountVectorizer(), CountVectorizer(min_df=2)])
def test_documents_that_hold_terms(vectorizer):
    documents = ["rain and rain", "snow", "rain", "and snow and snow", "hail"]
    labels = np.array([0, 1, 0, 1, -1])
    read = DocumentCounts(vectorizer, documents, batch_size=2)
    counts, holders = read.counts_and_holders(labels, 2)
    X = vectorizer.fit_transform(documents).toarray()
    for found, rows in ((counts, X), (holders, X > 0)):
        expected = [rows[labels == topic].sum(axis=0) for topic in (0, 1)]
        np.testing.assert_array_equal(found.toarray(), expected)
        assert found.dtype == np.float64
