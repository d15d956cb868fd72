"""class_counts: what fit_transform and a sum by label give, batch by batch."""

import pickle
import tracemalloc
import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfVectorizer,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.testing import make_documents
from sktopics.text._class_counts import class_counts

DOCUMENTS = ["", *make_documents(60), "Rare words, 東京 and Café.", "Café"]
LABELS = np.random.RandomState(0).randint(-1, 4, size=len(DOCUMENTS))
LABELS[-1] = -1
OPTIONS = [
    {},
    {"min_df": 5},
    {"min_df": 0.1},
    {"max_df": 0.2},
    {"max_df": 12},
    {"min_df": 5, "max_df": 0.5, "max_features": 7},
    {"max_features": 1},
    {"max_features": 20},
    {"max_features": 9, "dtype": np.float32},
    {"max_features": 9, "dtype": np.uint8},
    {"max_features": 1000},
    {"ngram_range": (1, 2)},
    {"ngram_range": (2, 3), "min_df": 3, "max_features": 12},
    {"binary": True},
    {"binary": True, "max_features": 5, "min_df": 2},
    {"dtype": np.float64},
    {"stop_words": "english", "strip_accents": "unicode", "lowercase": False},
    {"analyzer": "char_wb", "ngram_range": (2, 3), "max_df": 0.3},
    {"analyzer": str.split, "min_df": 2},
    {"vocabulary": ["orbit", "oven", "nothing"]},
    {"vocabulary": {"orbit": 1, "oven": 0}, "min_df": 5},
]
NAMES = [" ".join(options) or "default" for options in OPTIONS]
CASES = list(zip(OPTIONS, [f"{i} {n}" for i, n in enumerate(NAMES)], strict=True))


def summed(X, labels, n_classes):
    """The rows of a matrix, added up by label."""
    X = X.to_counts() if hasattr(X, "to_counts") else X
    X = X.toarray() if sp.issparse(X) else X
    X = X.astype(np.int64 if X.dtype.kind in "iu" else np.float64)
    rows = [X[labels == label].sum(axis=0) for label in range(n_classes)]
    return np.array(rows).reshape(n_classes, X.shape[1])


def fitted_and_summed(vectorizer, documents, labels, n_classes):
    """The fitted vectorizer with the sums, or the message of the error."""
    try:
        X = vectorizer.fit_transform(documents)
    except ValueError as error:
        return str(error), None
    return vectorizer, summed(X, labels, n_classes)


def learned(vectorizer, documents, labels, n_classes, **options):
    try:
        return class_counts(
            vectorizer, documents, labels, n_classes, learn=True, **options
        )
    except ValueError as error:
        return str(error), None


class TestLearning:
    @pytest.mark.parametrize("cls", [CountVectorizer, OnlineCountVectorizer])
    @pytest.mark.parametrize(
        "options", [c[0] for c in CASES], ids=[c[1] for c in CASES]
    )
    def test_as_fit_transform(self, cls, options):
        expected, sums = fitted_and_summed(cls(**options), DOCUMENTS, LABELS, 4)
        for batch_size in (7, 1000):
            fitted, counts = learned(
                cls(**options), DOCUMENTS, LABELS, 4, batch_size=batch_size
            )
            assert type(fitted) is cls
            assert fitted.vocabulary_ == expected.vocabulary_
            assert type(fitted.vocabulary_) is dict
            assert fitted.fixed_vocabulary_ == expected.fixed_vocabulary_
            assert isinstance(counts, sp.csr_array)
            assert counts.dtype == sums.dtype
            assert counts.has_canonical_format
            np.testing.assert_array_equal(counts.toarray(), sums)
            again = fitted.transform(DOCUMENTS)
            np.testing.assert_array_equal(summed(again, LABELS, 4), sums)
            if cls is OnlineCountVectorizer:
                found, counted = fitted.term_counts_, expected.term_counts_
                np.testing.assert_array_equal(found, counted)
                assert found.dtype == np.float64

    @settings(max_examples=80, deadline=None)
    @given(
        documents=st.lists(st.text("abc d", max_size=12), min_size=1, max_size=9),
        options=st.fixed_dictionaries(
            {
                "ngram_range": st.sampled_from([(1, 1), (1, 2), (1, 4)]),
                "min_df": st.sampled_from([1, 2, 0.3]),
                "max_df": st.sampled_from([1.0, 0.6, 3]),
                "max_features": st.sampled_from([None, 1, 3]),
                "binary": st.booleans(),
                "token_pattern": st.just(r"(?u)\b\w+\b"),
            }
        ),
        batch_size=st.integers(1, 4),
    )
    def test_any_documents_and_parameters(self, documents, options, batch_size):
        labels = np.arange(len(documents)) % 4 - 1
        vectorizer = CountVectorizer(**options)
        expected, sums = fitted_and_summed(vectorizer, documents, labels, 3)
        fitted, counts = learned(
            CountVectorizer(**options), documents, labels, 3, batch_size=batch_size
        )
        if sums is None:
            assert fitted == expected  # the messages
        else:
            assert fitted.vocabulary_ == expected.vocabulary_
            np.testing.assert_array_equal(counts.toarray(), sums)

    def test_many_equally_frequent_terms(self):
        # More than the 16 of which a sort that is not stable keeps the order.
        words = [f"w{i}" for i in range(3000)]
        rng = np.random.RandomState(0)
        documents = [" ".join(rng.choice(words, 40)) for _ in range(300)]
        labels = np.zeros(300, dtype=int)
        for dtype in (np.int64, np.float32, np.uint8):
            vectorizer = CountVectorizer(max_features=1000, dtype=dtype)
            fitted, _ = learned(vectorizer, documents, labels, 1, batch_size=70)
            assert fitted.vocabulary_ == vectorizer.fit(documents).vocabulary_

    @pytest.mark.parametrize(
        "vectorizer",
        [
            TfidfVectorizer(min_df=2),
            TfidfVectorizer(use_idf=False, norm=None, dtype=np.float32),
            HashingVectorizer(n_features=32),
            SequenceVectorizer(min_df=2),
            make_pipeline(
                CountVectorizer(analyzer=str.split),
                FunctionTransformer(lambda X: X.toarray()),
            ),
            make_pipeline(OnlineCountVectorizer(), FunctionTransformer()),
        ],
        ids=["tfidf", "tf", "hashing", "sequences", "dense", "pipeline"],
    )
    def test_other_vectorizers(self, vectorizer):
        expected = vectorizer.fit_transform(DOCUMENTS)
        fitted, counts = learned(vectorizer, DOCUMENTS, LABELS, 4, batch_size=9)
        assert fitted is not vectorizer
        sums = summed(expected, LABELS, 4)
        np.testing.assert_allclose(counts.toarray(), sums, rtol=1e-6, atol=1e-6)
        assert counts.dtype == sums.dtype

    def test_subclasses_are_asked_what_they_count(self):
        class Halving(CountVectorizer):
            def transform(self, raw_documents):
                return super().transform(raw_documents) / 2

        fitted, counts = learned(Halving(), ["cat cat", "cat"], [0, 1], 2)
        assert type(fitted) is Halving
        assert counts.toarray().tolist() == [[1], [0.5]]

    def test_subclasses_with_their_own_words(self):
        class Backwards(CountVectorizer):
            def build_analyzer(self):
                analyze = super().build_analyzer()
                return lambda text: [term[::-1] for term in analyze(text)]

        fitted, counts = learned(Backwards(), ["cat cat", "dog"], [0, 1], 2)
        assert fitted.vocabulary_ == {"god": 0, "tac": 1}
        assert counts.toarray().tolist() == [[0, 2], [1, 0]]

    @pytest.mark.parametrize("n_classes", [0, 1, 9])
    def test_other_numbers_of_classes(self, n_classes):
        _, counts = learned(CountVectorizer(), DOCUMENTS, LABELS, n_classes)
        expected = CountVectorizer().fit_transform(DOCUMENTS)
        np.testing.assert_array_equal(
            counts.toarray(), summed(expected, LABELS, n_classes)
        )

    def test_outliers_are_learned_from(self):
        vectorizer, counts = learned(CountVectorizer(), ["cat", "dog"], [0, -1], 1)
        assert list(vectorizer.get_feature_names_out()) == ["cat", "dog"]
        assert counts.toarray().tolist() == [[1, 0]]

    def test_the_stream_can_go_on(self):
        vectorizer, counts = learned(OnlineCountVectorizer(), ["cat dog"], [0], 1)
        terms = vectorizer.get_feature_names_out()
        X = vectorizer.partial_fit_transform(["ant cat"])
        assert vectorizer.term_counts_.tolist() == [2, 1, 1]
        assert vectorizer.add_counts(counts, terms, X).toarray().tolist() == [[2, 1, 1]]

    def test_generators_are_read_once(self):
        for vectorizer in (CountVectorizer(), OnlineCountVectorizer()):
            _, expected = learned(vectorizer, DOCUMENTS, LABELS, 4)
            _, counts = learned(vectorizer, iter(DOCUMENTS), LABELS, 4, batch_size=5)
            np.testing.assert_array_equal(counts.toarray(), expected.toarray())
        _, expected = learned(TfidfVectorizer(), DOCUMENTS, LABELS, 4)
        _, counts = learned(TfidfVectorizer(), iter(DOCUMENTS), LABELS, 4)
        np.testing.assert_array_equal(counts.toarray(), expected.toarray())

    def test_documents_are_analyzed_once(self):
        read = []

        def analyze(text):
            read.append(text)
            return text.split()

        vectorizer = CountVectorizer(analyzer=analyze, min_df=5, max_df=0.5)
        learned(vectorizer, DOCUMENTS, LABELS, 4, batch_size=10)
        assert read == DOCUMENTS

    @pytest.mark.parametrize("batch_size", [1, 2, 3, 5])
    def test_sums_in_many_steps(self, batch_size):
        documents, labels = DOCUMENTS * 4, np.tile(LABELS, 4)
        _, expected = learned(CountVectorizer(), documents, labels, 4)
        _, counts = learned(
            CountVectorizer(), documents, labels, 4, batch_size=batch_size
        )
        np.testing.assert_array_equal(counts.toarray(), expected.toarray())
        assert counts.has_canonical_format

    def test_memory_is_that_of_a_batch(self):
        documents = [" ".join(map(str, range(10, 210)))] * 2000
        labels = np.zeros(2000, dtype=int)
        tracemalloc.start()
        learned(CountVectorizer(), documents, labels, 1, batch_size=50)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 2000 * 200 * 8 / 4  # the counts alone are four times as large


class TestTransforming:
    def test_only_transforms(self):
        vectorizer = CountVectorizer(min_df=2).fit(DOCUMENTS[:20])
        before = pickle.dumps(vars(vectorizer))
        fitted, counts = class_counts(
            vectorizer, DOCUMENTS, LABELS, 4, learn=False, batch_size=11
        )
        expected = summed(vectorizer.transform(DOCUMENTS), LABELS, 4)
        np.testing.assert_array_equal(counts.toarray(), expected)
        assert fitted.vocabulary_ == vectorizer.vocabulary_
        assert pickle.dumps(vars(vectorizer)) == before

    def test_a_given_vocabulary_needs_no_fit(self):
        vectorizer = OnlineCountVectorizer(vocabulary=["dog", "cat"])
        fitted, counts = class_counts(vectorizer, ["cat"], [0], 1, learn=False)
        assert counts.toarray().tolist() == [[0, 1]]
        assert list(fitted.get_feature_names_out()) == ["dog", "cat"]
        assert not hasattr(vectorizer, "vocabulary_")

    def test_before_fit(self):
        with pytest.raises(NotFittedError):
            class_counts(CountVectorizer(), ["cat"], [0], 1, learn=False)


@pytest.mark.parametrize(
    "vectorizer",
    [CountVectorizer(), OnlineCountVectorizer(), TfidfVectorizer()],
    ids=["counts", "online", "tfidf"],
)
def test_the_given_vectorizer_stays_as_it_is(vectorizer):
    vectorizer.fit(["other words"])
    before = pickle.dumps(vars(vectorizer))
    fitted, _ = learned(vectorizer, DOCUMENTS, LABELS, 4)
    assert "other" not in fitted.vocabulary_
    assert pickle.dumps(vars(vectorizer)) == before


@pytest.mark.parametrize(
    ("documents", "labels", "message"),
    [
        (["cat", "dog"], [0], "1 labels for 2 documents"),
        (["cat"], [0, 1], "2 labels for 1 documents"),
        (iter(["cat", "dog"]), [0], "more documents than 1 labels"),
        (iter(["cat"]), [0, 1], "2 labels for 1 documents"),
        ([], np.zeros(0, dtype=int), "0 labels for 0 documents"),
        (["cat"], [0.5], "labels must be integers"),
        (["cat"], [[0]], "labels must be integers"),
        (iter(["", "!"]), [0, 0], "empty vocabulary"),
        ("cat", [0, 0, 0], "string object received"),
    ],
    ids=range(9),
)
def test_bad_arguments(documents, labels, message):
    with pytest.raises(ValueError, match=message):
        class_counts(CountVectorizer(), documents, labels, 2, learn=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_df": 70}, "max_df corresponds to < documents"),
        ({"min_df": 60}, "no terms remain"),
        ({"ngram_range": (2, 1)}, "lower boundary larger"),
        ({"max_features": 0}, "max_features"),
        ({"vocabulary": []}, "empty vocabulary"),
    ],
    ids=str,
)
def test_bad_parameters(options, message):
    vectorizer = CountVectorizer(**options)
    with pytest.raises(ValueError, match=message):
        class_counts(vectorizer, DOCUMENTS, LABELS, 4, learn=True)
    with pytest.raises(ValueError, match=message):
        vectorizer.fit_transform(DOCUMENTS)


def test_warns_as_the_vectorizer_does():
    vectorizer = CountVectorizer(analyzer="char", stop_words=["cat"])
    with warnings.catch_warnings(record=True) as expected:
        warnings.simplefilter("always")
        vectorizer.fit_transform(DOCUMENTS)
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        class_counts(vectorizer, DOCUMENTS, LABELS, 4, learn=True)
    assert len(expected) == 1
    assert list(map(str, [w.message for w in found])) == [str(expected[0].message)]


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize("kind", [CountVectorizer, OnlineCountVectorizer])
def test_counts_of_a_known_vocabulary_are_those_of_transform(kind, binary):
    vectorizer = kind(ngram_range=(1, 2), binary=binary).fit(["a b rain", "rain snow"])
    documents = ["rain snow rain snow", "", "hail rain", "snow"]
    _, counts = class_counts(vectorizer, documents, [0, 1, 2, 3], 4, learn=False)
    assert (counts != vectorizer.transform(documents)).nnz == 0
    assert counts.dtype == np.int64
