"""NamedCounts: a sparse array whose columns keep their names and modalities."""

import pickle

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.model_selection import KFold, train_test_split
from sklearn.utils import check_array, resample, shuffle

from sktopics.sequences import NamedCounts, TokenSequences

TERMS = ["rain", "snow", "milk", "weather", "food"]
MODALITIES = {"words": slice(0, 3), "tags": [3, 4]}
COUNTS = np.array([[2, 1, 0, 1, 0], [0, 0, 3, 0, 1], [1, 0, 1, 1, 1]])


@pytest.fixture
def X():
    return NamedCounts(COUNTS, terms=TERMS, modalities=MODALITIES)


def described(X):
    columns = {
        name: np.arange(X.shape[1])[where].tolist()
        for name, where in X.modalities.items()
    }
    return X.toarray().tolist(), list(X.terms), columns


def test_it_is_a_sparse_array(X):
    assert isinstance(X, sp.csr_array)
    np.testing.assert_array_equal(X.toarray(), COUNTS)
    assert described(X)[1:] == (TERMS, {"words": [0, 1, 2], "tags": [3, 4]})
    with pytest.raises(ValueError, match="read-only"):
        X.terms[0] = "hail"


ROWS = {
    "list": [2, 0],
    "slice": slice(1, None),
    "mask": np.array([True, False, True]),
    "array": np.array([1, 1]),
    "tuple": ([2, 0], slice(None)),
    "ellipsis": (np.array([2, 0]), ...),
    "all": slice(None),
    "negative": [-1],
}


@pytest.mark.parametrize("key", ROWS.values(), ids=ROWS)
def test_documents_keep_names(X, key):
    picked = X[key]
    counts, terms, modalities = described(picked)
    assert counts == COUNTS[key].tolist()
    assert terms == TERMS
    assert modalities == described(X)[2]


COLUMNS = {
    "slice": (slice(None), slice(1, 4)),
    "step": (slice(0, 2), slice(None, None, -2)),
    "list": (slice(None), [4, 0]),
    "mask": (slice(None), np.array([0, 1, 0, 0, 1], bool)),
    "crossed": np.ix_([0, 2], [1, 4]),
    "ellipsis": (..., [3]),
}


@pytest.mark.parametrize("key", COLUMNS.values(), ids=COLUMNS)
def test_columns_keep_their_names(X, key):
    counts, terms, modalities = described(X[key])
    where = key[1] if isinstance(key[1], slice) else np.ravel(key[1])
    chosen = np.array(TERMS)[where]
    assert counts == COUNTS[key].tolist()
    assert terms == chosen.tolist()
    of = {name: [chosen[i] for i in where] for name, where in modalities.items()}
    for name, where in {"words": TERMS[:3], "tags": TERMS[3:]}.items():
        assert sorted(of.get(name, [])) == sorted(set(where) & set(chosen))


def test_what_has_no_one_name_for_a_column_has_no_names(X):
    assert X[:, [0, 0]].terms is None
    assert X[[0, 1], [1, 2]].ndim == 1
    assert X[0].ndim == 1
    assert (X @ np.eye(5)).shape == (3, 5)
    assert (X + X).toarray().tolist() == (2 * COUNTS).tolist()
    assert X.T.shape == (5, 3)
    assert not hasattr(X.T, "terms")


def test_copies_and_conversions_keep_names(X):
    for other in (X.copy(), X.astype(np.float32), X.tocsr(), X.tocsr(copy=True)):
        assert described(other)[1:] == described(X)[1:]
    assert described(NamedCounts(X))[1:] == described(X)[1:]
    renamed = NamedCounts(X, terms=list("abcde"))
    assert list(renamed.terms) == list("abcde")
    assert described(renamed)[2] == described(X)[2]


def test_scikit_learn_keeps_names(X):
    parts = [*train_test_split(X, random_state=0), shuffle(X, random_state=0)]
    parts += [resample(X, random_state=0), check_array(X, accept_sparse="csr")]
    parts += [X[test] for _, test in KFold(3).split(X)]
    for part in parts:
        assert described(part)[1:] == described(X)[1:]


def test_pickle_and_memory_map(X, tmp_path):
    assert described(pickle.loads(pickle.dumps(X))) == described(X)
    joblib.dump(X, tmp_path / "counts.joblib")
    mapped = joblib.load(tmp_path / "counts.joblib", mmap_mode="r")
    assert described(mapped) == described(X)
    assert described(mapped[1:]) == described(X[1:])


def test_concatenate(X):
    whole = NamedCounts.concatenate([X[:1], X[1:]])
    assert described(whole) == described(X)
    with pytest.raises(ValueError, match="aligned"):
        NamedCounts.concatenate([X, X[:, ::-1]])
    with pytest.raises(ValueError, match="at least one"):
        NamedCounts.concatenate([])


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_masks_that_are_columns_of_a_frame(X, library):
    series = pytest.importorskip(library).Series
    picked = X[series([True, False, True])]
    assert described(picked) == described(X[[0, 2]])
    picked = X[1:, series([True, False, False, False, True])]
    assert described(picked) == described(X[1:, [0, 4]])


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns_of_a_frame_are_the_names(library):
    frames = pytest.importorskip(library)
    frame = frames.DataFrame(dict(zip(TERMS, COUNTS.T, strict=True)))
    X = NamedCounts(frame, modalities=MODALITIES)
    assert described(X) == described(
        NamedCounts(COUNTS, terms=TERMS, modalities=MODALITIES)
    )


def test_resizing_in_place_keeps_the_names_that_fit(X):
    part, longer, wider = X.copy(), X.copy(), X.copy()
    part.resize((3, 4))
    assert described(part) == described(X[:, :4])
    longer.resize(4, 5)
    assert described(longer)[1:] == described(X)[1:]
    wider.resize((3, 6))
    assert (wider.terms, wider.modalities) == (None, {})
    assert "Compressed Sparse Row" in repr(wider)


def test_no_modalities_and_modalities_without_columns():
    plain = NamedCounts(COUNTS, terms=TERMS)
    again = NamedCounts(COUNTS, terms=TERMS, modalities=plain.modalities)
    assert again.modalities == {}
    assert again.modality_of_term is None
    X = NamedCounts(COUNTS, modalities={"a": slice(0, 5), "b": []})
    assert set(X.modality_of_term) == {"a"}
    assert NamedCounts(COUNTS[:, :0], terms=[], modalities={"a": []}).shape == (3, 0)


def test_arrays_longer_than_the_matrix(X):
    data, indices = np.append(X.data, 9), np.append(X.indices, 99)
    longer = NamedCounts((data, indices, X.indptr), shape=X.shape, terms=TERMS)
    np.testing.assert_array_equal(
        longer.aligned(TERMS[::-1]).toarray(), COUNTS[:, ::-1]
    )


def test_aligned(X):
    moved = X.aligned(["food", "hail", "rain"])
    assert moved.toarray().tolist() == [[0, 0, 2], [1, 0, 0], [1, 0, 1]]
    assert moved.modalities == {}
    assert X.aligned(TERMS) is X
    turned = X.aligned(TERMS[::-1])
    assert described(turned) == (
        COUNTS[:, ::-1].tolist(),
        TERMS[::-1],
        {"words": [2, 3, 4], "tags": [0, 1]},
    )
    with pytest.raises(ValueError, match="no names"):
        NamedCounts(COUNTS).aligned(TERMS)


WRONG = {
    "few": ({"terms": TERMS[:4]}, "there are 4 terms"),
    "twice": ({"terms": [*TERMS[:4], "rain"]}, "'rain' occurs twice"),
    "shared": ({"modalities": {"a": slice(0, 5), "b": [1]}}, "Column 1 belongs to"),
    "missed": ({"modalities": {"a": slice(0, 4)}}, "column 4 belongs to none"),
    "outside": ({"modalities": {"a": [0, 1, 2, 3, 4, 5]}}, "from 0 to 4"),
    "below": ({"modalities": {"a": [-1, 0, 1, 2, 3]}}, "from 0 to 4"),
}
WRONG_KINDS = {
    "text": ({"terms": "abcde"}, "a list of the terms in their order, got 'abcde'"),
    "set": ({"terms": set(TERMS)}, "a list of the terms in their order"),
    "list": ({"modalities": [slice(0, 5)]}, "must be a dict of str"),
    "numbers": ({"modalities": {1: slice(0, 5)}}, "must be a dict of str"),
    "names": ({"modalities": {"a": TERMS}}, "'a' must be a slice or numbers"),
    "mask": ({"modalities": {"a": [True] * 5}}, "'a' must be a slice or numbers"),
}


@pytest.mark.parametrize(("names", "message"), WRONG.values(), ids=WRONG)
def test_names_that_do_not_fit_are_refused(names, message):
    with pytest.raises(ValueError, match=message):
        NamedCounts(COUNTS, **names)


@pytest.mark.parametrize(("names", "message"), WRONG_KINDS.values(), ids=WRONG_KINDS)
def test_what_are_no_names_is_refused(names, message):
    with pytest.raises(TypeError, match=message):
        NamedCounts(COUNTS, **names)


def test_names_are_for_two_dimensions(X):
    for names in ({"terms": TERMS}, {"modalities": {"a": slice(0, 5)}}):
        with pytest.raises(ValueError, match=r"two dimensions.*shape \(5,\)"):
            NamedCounts(COUNTS[0], **names)
    with pytest.raises(TypeError, match="part 1 is a csr_array"):
        NamedCounts.concatenate([X, sp.csr_array(COUNTS)])


def test_counts_of_sequences_have_their_names():
    X = TokenSequences([1, 0, 1, 2], [0, 3, 4], terms=["is", "rain", "snow"])
    assert list(X.to_counts().terms) == ["is", "rain", "snow"]
    assert type(TokenSequences([0], [0, 1]).to_counts()) is sp.csr_array


def test_repr(X):
    assert repr(X) == "<NamedCounts of 3 documents, 5 terms: 3 words, 2 tags>"
    assert repr(X[:1, :1]) == "<NamedCounts of 1 document, 1 term: 1 words>"
    assert "Compressed Sparse Row" in repr(NamedCounts(COUNTS))


def test_aligned_sequences():
    X = TokenSequences(
        [1, 0, 1, 2],
        [0, 3, 4],
        terms=["is", "rain", "snow"],
        boundaries=[True, True, False, True],
        weights=[1, 2, 3, 4],
    )
    moved = X.aligned(["rain", "snow", "hail"])
    assert moved.ids.tolist() == [0, -1, 0, 1]
    assert moved.boundaries.tolist() == X.boundaries.tolist()
    assert moved.to_counts().toarray().tolist() == [[4, 0, 0], [0, 4, 0]]
    assert X.aligned(X.terms) is X
