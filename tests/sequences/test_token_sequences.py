"""TokenSequences: a container that scikit-learn takes for the data of a model."""

import copy
import pickle

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    LeaveOneOut,
    ShuffleSplit,
    cross_validate,
    train_test_split,
)
from sklearn.utils import _safe_indexing, indexable, resample, shuffle
from sklearn.utils.validation import _num_samples, check_consistent_length

import sktopics
from sktopics.sequences import TokenSequences

TERMS = ["ape", "bee", "cat", "dog"]
LISTS = [[1, 0, 1, 3], [], [2], [3, 3, 0], [-1, 2, -1]]


def ragged(lists=LISTS, **options):
    offsets = np.cumsum([0, *map(len, lists)])
    return TokenSequences([i for ids in lists for i in ids], offsets, **options)


@pytest.fixture
def X():
    n_tokens = sum(map(len, LISTS))
    return ragged(
        terms=TERMS,
        boundaries=np.arange(n_tokens) % 3 == 0,
        weights=np.arange(n_tokens) / 2,
    )


def id_lists(X):
    return [X[i].ids.tolist() for i in range(len(X))]


class MeanLength(BaseEstimator):
    """A model of sequences: as good as its guess of how long documents are."""

    def __init__(self, add=0):
        self.add = add

    def fit(self, X, y=None):
        assert isinstance(X, TokenSequences)
        self.mean_ = X.lengths.mean() + self.add
        return self

    def score(self, X, y=None):
        return -np.abs(X.lengths - self.mean_).mean()


class TestAttributes:
    def test_sizes(self, X):
        assert X.shape == (5, 4)
        assert len(X) == X.n_documents == 5
        assert X.ndim == 2
        assert X.n_tokens == 11
        np.testing.assert_array_equal(X.lengths, [4, 0, 1, 3, 3])
        assert X.nbytes == 11 * 4 + 6 * 8 + 11 * 1 + 11 * 8

    def test_types(self, X):
        assert X.ids.dtype == np.int32
        assert X.offsets.dtype == np.int64
        assert X.boundaries.dtype == bool
        assert X.weights.dtype == np.float64
        assert X.terms.dtype == object
        assert X.dtype == np.float64
        assert ragged().dtype == np.int64
        assert ragged(dtype=np.float32).dtype == np.float32

    def test_everything_is_read_only(self, X):
        for name in ("ids", "offsets", "boundaries", "weights", "terms"):
            for part in (X, X[1:], X[[2, 0]], pickle.loads(pickle.dumps(X))):
                with pytest.raises(ValueError, match="read-only"):
                    getattr(part, name)[0] = 1
        with pytest.raises(AttributeError, match="immutable"):
            X.ids = X.ids
        with pytest.raises(AttributeError, match="immutable"):
            del X.ids

    def test_arrays_that_are_shared_stay_writable(self):
        ids, offsets = np.array([0, 1], dtype=np.int32), np.array([0, 2])
        X = TokenSequences(ids, offsets, copy=False)
        assert np.shares_memory(X.ids, ids)
        assert np.shares_memory(X.offsets, offsets)
        assert ids.flags.writeable

    def test_size_of_vocabulary(self):
        assert ragged([[0, 5]]).n_terms == 6
        assert ragged([[0, 5]], n_terms=9).n_terms == 9
        assert ragged([[0, 1]], terms=TERMS).n_terms == 4
        assert ragged([[], []]).shape == (2, 0)
        assert ragged([]).shape == (0, 0)

    def test_documents_start_pieces(self):
        given = np.zeros(11, dtype=bool)
        given[[2, 6]] = True
        X = ragged(boundaries=given)
        np.testing.assert_array_equal(np.flatnonzero(X.boundaries), [0, 2, 4, 5, 6, 8])
        assert given.sum() == 2  # the caller's mask stays as it was

    def test_repr(self, X):
        assert repr(ragged([[0]])) == "<TokenSequences of 1 document, 1 token, 1 term>"
        assert repr(X) == (
            "<TokenSequences of 5 documents, 11 tokens, 4 terms "
            "with boundaries and weights>"
        )

    def test_is_public(self):
        assert sktopics.TokenSequences is TokenSequences
        assert "TokenSequences" in sktopics.__all__


class TestIndexing:
    @pytest.mark.parametrize(
        ("key", "rows"),
        [
            (slice(None), [0, 1, 2, 3, 4]),
            (slice(1, 3), [1, 2]),
            (slice(3, 1), []),
            (slice(-2, None), [3, 4]),
            (slice(None, None, 2), [0, 2, 4]),
            (slice(None, None, -1), [4, 3, 2, 1, 0]),
            ([3, 0, 3], [3, 0, 3]),
            (np.array([-1, -5]), [4, 0]),
            (np.array([1], dtype=np.uint8), [1]),
            ([], []),
            ([True, False, False, True, True], [0, 3, 4]),
            (np.zeros(5, dtype=bool), []),
            (2, [2]),
            (-1, [4]),
            (np.int64(3), [3]),
            (..., [0, 1, 2, 3, 4]),
            ((), [0, 1, 2, 3, 4]),
            (([1, 0], ...), [1, 0]),
            (([1, 0], slice(None)), [1, 0]),
        ],
    )
    def test_rows(self, X, key, rows):
        part = X[key]
        assert id_lists(part) == [LISTS[i] for i in rows]
        assert part.terms is not None
        assert part.dtype == X.dtype
        spans = [range(X.offsets[i], X.offsets[i + 1]) for i in rows]
        tokens = np.array([t for span in spans for t in span], dtype=int)
        np.testing.assert_array_equal(part.weights, X.weights[tokens])
        np.testing.assert_array_equal(part.boundaries, X.boundaries[tokens])

    @pytest.mark.parametrize(
        ("key", "message"),
        [
            (5, "document 5 is out of range: there are 5"),
            (-6, "-6 is out of range"),
            ([0, 9], "9 is out of range"),
            ([True, False], "mask of 2 entries for 5 documents"),
            ([0.5], "integers or a mask"),
            ("ab", "list of them"),
            ([[0], [1]], "2-d"),
            (True, "got True, a 0-d mask"),
            (None, "a list of them, got None"),
            (1.0, "a list of them, got 1.0"),
            (np.array(1.0), "a list of them, got 0-d"),
            (2**63, "document 9223372036854775808 is out of range"),
            (-(2**70), "document -1180591620717411303424 is out of range"),
            ([2**63], "document 9223372036854775808 is out of range"),
            (np.uint64(2**64 - 1), "document 18446744073709551615 is out of range"),
            (np.array([1, 2**64 - 1], np.uint64), "document 18446744073709551615 is"),
            ((0, 1), "documents only"),
            ((0, ..., ...), "documents only"),
        ],
    )
    def test_bad_keys(self, X, key, message):
        with pytest.raises(IndexError, match=message):
            X[key]

    def test_slices_share_memory(self, X):
        assert np.shares_memory(X[1:4].ids, X.ids)
        assert not np.shares_memory(X[[1, 2, 3]].ids, X.ids)

    def test_iteration_gives_tokens(self, X):
        assert list(X) == X.tokens()
        assert next(iter(X)) == ["bee", "ape", "bee", "dog"]


class TestValidation:
    @pytest.mark.parametrize(
        ("arguments", "error", "message"),
        [
            (
                {"ids": [0, 7], "n_terms": 3},
                ValueError,
                r"less than n_terms=3.*7 at place 1",
            ),
            ({"ids": [0, -2]}, ValueError, "at least -1.*-2 at place 1"),
            ({"ids": [[0], [1]]}, ValueError, "ids must be one-dimensional"),
            ({"ids": [0.0, 1.5]}, TypeError, "ids must be integers, got float64"),
            ({"ids": ["a", "b"]}, TypeError, "ids must be integers"),
            (
                {"offsets": [0, 2, 1, 2]},
                ValueError,
                "must not fall, and 2 .* by 1 at place 2",
            ),
            (
                {"offsets": [0, 1]},
                ValueError,
                "end with the number of ids, 2; got 0 and 1",
            ),
            ({"offsets": [1, 2]}, ValueError, "start with 0"),
            ({"offsets": []}, ValueError, "got no offsets"),
            ({"offsets": [0.0, 2.0]}, TypeError, "offsets must be integers"),
            ({"terms": ["a", "a"]}, ValueError, "'a' occurs twice"),
            (
                {"terms": ["a", "b"], "n_terms": 3},
                ValueError,
                "n_terms is 3, but .* 2 terms",
            ),
            ({"terms": ["a"]}, ValueError, "less than n_terms=1"),
            ({"n_terms": 2**40}, ValueError, r"between 0 and 2\*\*31"),
            ({"n_terms": 2.5}, TypeError, "integer"),
            (
                {"boundaries": [True]},
                ValueError,
                r"one entry per token, 2, got shape \(1,\)",
            ),
            ({"boundaries": [0, 1]}, TypeError, "boundaries must be booleans"),
            ({"weights": [1.0]}, ValueError, "weights must have one entry per token"),
            (
                {"weights": [1.0, np.nan]},
                ValueError,
                "finite and not negative, got nan",
            ),
            (
                {"weights": [-1.0, 0.0]},
                ValueError,
                "not negative, got -1.0 at place 0",
            ),
            ({"weights": ["a", "b"]}, TypeError, "weights must be numbers"),
            ({"weights": [0.5, 1], "dtype": int}, ValueError, "fractions"),
            ({"dtype": object}, TypeError, "dtype must be that of numbers"),
        ],
    )
    def test_messages(self, arguments, error, message):
        arguments = {"ids": [0, 1], "offsets": [0, 2], **arguments}
        with pytest.raises(error, match=message):
            TokenSequences(arguments.pop("ids"), arguments.pop("offsets"), **arguments)

    def test_is_no_matrix(self, X):
        with pytest.raises(TypeError, match=r"X\.to_counts\(\)"):
            np.asarray(X)


class TestCounts:
    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.lists(st.integers(-1, 6), max_size=12), max_size=6))
    def test_equal_counting_by_hand(self, lists):
        X = ragged(lists, n_terms=7)
        expected = [[ids.count(t) for t in range(7)] for ids in lists]
        counts = X.to_counts()
        np.testing.assert_array_equal(
            counts.toarray(), np.reshape(expected, (len(lists), 7))
        )
        assert counts.has_canonical_format
        assert counts.dtype == np.int64
        assert isinstance(counts, sp.csr_array)

    def test_weights_are_summed(self, X):
        expected = np.zeros(X.shape)
        for d, ids in enumerate(LISTS):
            for i, term in enumerate(ids):
                if term >= 0:
                    expected[d, term] += X.weights[X.offsets[d] + i]
        counts = X.to_counts()
        np.testing.assert_array_equal(counts.toarray(), expected)
        assert (counts.data != 0).all()
        assert X.to_counts(np.float32).dtype == np.float32
        weights = np.array([0, 1, 0], dtype=np.float32)
        binary = TokenSequences([1, 1, 0], [0, 3], weights=weights, dtype=int)
        assert binary.to_counts().toarray().tolist() == [[0, 1]]
        assert binary.to_counts().nnz == 1
        assert binary.to_counts().dtype == int

    def test_sequences_stay_as_they_are(self):
        X = ragged([[2, 1, 2, 0]])
        X.to_counts()
        assert X.ids.tolist() == [2, 1, 2, 0]

    @pytest.mark.parametrize("dtype", [np.int32, np.float32, np.float64, np.uint8])
    def test_dtype(self, dtype):
        assert ragged(dtype=dtype).to_counts().dtype == dtype
        assert ragged().to_counts(dtype).dtype == dtype


class TestTokens:
    DOCUMENTS = (["to", "be", "or", "not"], [], ["be", "be"])

    def test_round_trip(self):
        X = TokenSequences.from_tokens(self.DOCUMENTS)
        assert X.tokens() == list(self.DOCUMENTS)
        assert X.terms.tolist() == ["be", "not", "or", "to"]
        assert TokenSequences.from_tokens(X, X.terms) == X

    def test_takes_generators(self):
        lazily = ((token for token in document) for document in self.DOCUMENTS)
        assert TokenSequences.from_tokens(lazily).tokens() == list(self.DOCUMENTS)

    @pytest.mark.parametrize(
        "vocabulary",
        [["to", "be"], ("to", "be"), {"be": 1, "to": 0}, iter(["to", "be"])],
    )
    def test_vocabulary(self, vocabulary):
        X = TokenSequences.from_tokens(self.DOCUMENTS, vocabulary)
        assert X.terms.tolist() == ["to", "be"]
        assert id_lists(X) == [[0, 1], [], [1, 1]]

    def test_set_is_sorted(self):
        X = TokenSequences.from_tokens(self.DOCUMENTS, {"to", "be"})
        assert X.terms.tolist() == ["be", "to"]

    def test_unknown_tokens_keep_their_places_on_request(self):
        options = {"vocabulary": ["be", "not"]}
        dropped = TokenSequences.from_tokens(self.DOCUMENTS, **options)
        kept = TokenSequences.from_tokens(self.DOCUMENTS, **options, unknown="keep")
        assert id_lists(dropped) == [[0, 1], [], [0, 0]]
        assert id_lists(kept) == [[-1, 0, -1, 1], [], [0, 0]]
        assert (dropped.to_counts() != kept.to_counts()).nnz == 0
        assert kept.tokens() == [[None, "be", None, "not"], [], ["be", "be"]]
        assert kept.tokens(unknown="?")[0] == ["?", "be", "?", "not"]
        assert TokenSequences.from_tokens(kept, kept.terms, unknown="keep") == kept

    def test_no_names(self):
        assert ragged([[1, 0, -1]]).tokens() == [["1", "0", None]]

    def test_a_document_that_is_missing(self):
        with pytest.raises(TypeError, match="document None"):
            TokenSequences.from_tokens([["rain"], None])

    def test_bad_arguments(self):
        with pytest.raises(TypeError, match="SequenceVectorizer splits raw text"):
            TokenSequences.from_tokens(["to be or not to be"])
        with pytest.raises(ValueError, match="'drop' or 'keep', got 'no'"):
            TokenSequences.from_tokens([["a"]], unknown="no")
        with pytest.raises(ValueError, match=r"ids 0, 1, \.\.\., 1, each once"):
            TokenSequences.from_tokens([["a"]], {"a": 0, "b": 2})
        with pytest.raises(ValueError, match="'a' occurs twice"):
            TokenSequences.from_tokens([["a"]], ["a", "b", "a"])


class TestConcatenateAndEqual:
    def test_parts_make_the_whole(self, X):
        assert TokenSequences.concatenate([X[:2], X[2:2], X[2:]]) == X
        assert TokenSequences.concatenate(X[i] for i in range(5)) == X

    def test_missing_boundaries_and_weights(self, X):
        plain = ragged(terms=TERMS)
        both = TokenSequences.concatenate([plain, X])
        assert np.flatnonzero(both.boundaries[:11]).tolist() == [0, 4, 5, 8]
        assert (both.weights[:11] == 1).all()
        assert both[5:] == X
        assert TokenSequences.concatenate([plain, plain]).weights is None

    def test_vocabularies_must_agree(self, X):
        with pytest.raises(ValueError, match="of 4 and 5 terms"):
            TokenSequences.concatenate([X, ragged(n_terms=5)])
        with pytest.raises(ValueError, match="terms that differ"):
            TokenSequences.concatenate([X, ragged(terms=TERMS[::-1])])
        with pytest.raises(ValueError, match="got none"):
            TokenSequences.concatenate([])

    def test_equality(self, X):
        assert copy.deepcopy(X) == X
        assert X[[0, 1]] == X[:2]
        assert X[[1, 0]] != X[:2]
        assert ragged() == ragged()
        assert ragged() != ragged(terms=TERMS)
        assert ragged() != ragged(n_terms=9)
        assert ragged() != ragged(weights=np.ones(11), dtype=int)
        assert ragged() != ragged(boundaries=np.zeros(11, dtype=bool))
        assert ragged([[0, 1]]) != ragged([[0], [1]])
        assert ragged() != ragged(dtype=np.float32)
        assert ragged() != LISTS
        with pytest.raises(TypeError, match="unhashable"):
            hash(X)


def describe(X):
    return type(X.ids).__name__, X.ids.flags.writeable, X.to_counts().toarray()


class TestElsewhere:
    def test_pickle_and_copies(self, X):
        for protocol in (2, pickle.HIGHEST_PROTOCOL):
            assert pickle.loads(pickle.dumps(X, protocol)) == X
        assert copy.copy(X) == X
        assert pickle.loads(pickle.dumps(X[1:3])) == X[1:3]

    def test_joblib_memory_map(self, X, tmp_path):
        joblib.dump(X, tmp_path / "X.joblib")
        mapped = joblib.load(tmp_path / "X.joblib", mmap_mode="r")
        assert isinstance(mapped.ids, np.memmap)
        assert mapped == X
        assert mapped[[3, 0]] == X[[3, 0]]
        assert (mapped.to_counts() != X.to_counts()).nnz == 0

    def test_worker_processes_get_memory_maps(self, X):
        big = TokenSequences.concatenate([X] * 20)
        run = joblib.Parallel(n_jobs=2, max_nbytes=64)
        for kind, writeable, counts in run(joblib.delayed(describe)(big) for _ in "ab"):
            assert (kind, writeable) == ("memmap", False)
            np.testing.assert_array_equal(counts, big.to_counts().toarray())

    def test_hash_for_caches(self, X):
        assert joblib.hash(X[:3]) == joblib.hash(X[:3])
        assert joblib.hash(X[:3]) != joblib.hash(X[:2])


class TestScikitLearn:
    def test_utilities(self, X):
        assert _num_samples(X) == 5
        (same,) = indexable(X)
        assert same is X
        check_consistent_length(X, np.zeros(5))
        with pytest.raises(ValueError, match="inconsistent numbers of samples"):
            check_consistent_length(X, np.zeros(4))
        for key in ([2, 0], (2, 0), np.array([2, 0]), slice(1, 3), [True] * 5, 3):
            expected = X[list(key) if isinstance(key, tuple) else key]
            assert _safe_indexing(X, key) == expected
        assert sorted(id_lists(shuffle(X, random_state=0))) == sorted(LISTS)
        assert len(resample(X, n_samples=9, random_state=0)) == 9

    def test_train_test_split(self, X):
        y = np.arange(5)
        X_train, X_test, y_train, y_test = train_test_split(
            X, y, test_size=2, random_state=0
        )
        assert id_lists(X_train) == [LISTS[i] for i in y_train]
        assert id_lists(X_test) == [LISTS[i] for i in y_test]

    @pytest.mark.parametrize(
        "splitter", [KFold(2), ShuffleSplit(2, random_state=0), LeaveOneOut()]
    )
    def test_splitters(self, X, splitter):
        for train, test in splitter.split(X):
            assert len(X[train]) + len(X[test]) == 5
        groups = [0, 0, 1, 1, 2]
        assert len(list(GroupKFold(3).split(X, groups=groups))) == 3

    def test_cross_validate(self, X):
        result = cross_validate(MeanLength(), X, cv=KFold(5), error_score="raise")
        expected = [
            -abs(len(LISTS[i]) - np.mean([len(LISTS[j]) for j in range(5) if j != i]))
            for i in range(5)
        ]
        np.testing.assert_allclose(result["test_score"], expected)

    def test_grid_search_in_two_processes(self, X):
        search = GridSearchCV(
            MeanLength(), {"add": [0, 50]}, cv=2, n_jobs=2, error_score="raise"
        ).fit(X)
        assert search.best_params_ == {"add": 0}
        assert search.best_estimator_.mean_ == X.lengths.mean()
