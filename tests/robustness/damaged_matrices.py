"""Matrices of counts whose arrays do not fit together: scipy looks at none of it."""

import numpy as np
import scipy.sparse as sp
from damaged import MATRICES, matrix_of_kind
from observing import ANSWERED, REFUSED, Case
from subjects import METHODS

from sktopics.metrics import (
    coherence_score,
    completion_perplexity,
    count_cooccurrences,
    doc_topic_sparsity,
    topic_kernels,
)
from sktopics.topics import topic_table


def _replaced(X, **arrays):
    """Return a CSR array with other insides, which scipy does not look at."""
    Y = sp.csr_array((X.data.copy(), X.indices.copy(), X.indptr.copy()), X.shape)
    for name, array in arrays.items():
        setattr(Y, name, array)
    return Y


def _with(array, place, value):
    changed = array.copy()
    changed[place] = value
    return changed


def _ids(X, rng, value):
    """Return `X` with one column id replaced."""
    return _replaced(X, indices=_with(X.indices, rng.integers(X.nnz), value))


def _offsets(X, rng, value):
    """Return `X` with one offset replaced, not the first."""
    return _replaced(X, indptr=_with(X.indptr, rng.integers(1, X.shape[0] + 1), value))


def _falling(X, rng):
    row = rng.integers(1, X.shape[0])
    later = X.indptr[row + 1 :][X.indptr[row + 1 :] > X.indptr[row]]
    return _replaced(X, indptr=_with(X.indptr, row, later[0] + 1))


def _in_format(change):
    """Return a maker that damages a matrix in another format."""

    def make(X, rng):
        Y = change[0](X)
        name, shift = change[1], change[2]
        setattr(Y, name, getattr(Y, name) + np.int32(shift))
        return Y

    return make


def _coo(X, rng, value):
    Y = X.tocoo()
    Y.coords = (Y.coords[0], _with(Y.coords[1], rng.integers(Y.nnz), value))
    return Y


def _as_tested(kind):
    return lambda X, rng: matrix_of_kind(kind, X)[0]


DAMAGED = {
    "ids counted from 1": lambda X, rng: _replaced(X, indices=X.indices + np.int32(1)),
    "an id as large as the width": lambda X, rng: _ids(X, rng, X.shape[1]),
    "an id of -1": lambda X, rng: _ids(X, rng, -1),
    "a very negative id": lambda X, rng: _ids(X, rng, -(2**31)),
    "a huge id": lambda X, rng: _ids(X, rng, 2**31 - 1),
    "a huge id of 64 bits": lambda X, rng: _ids(
        _replaced(X, indices=X.indices.astype(np.int64), indptr=X.indptr.astype("i8")),
        rng,
        2**40,
    ),
    "falling offsets": _falling,
    "an offset beyond the data": lambda X, rng: _offsets(X, rng, X.nnz + 1000),
    "a huge offset": lambda X, rng: _offsets(X, rng, 2**31 - 1),
    "a negative offset": lambda X, rng: _offsets(X, rng, -5),
    "a first offset of -3": lambda X, rng: _replaced(X, indptr=_with(X.indptr, 0, -3)),
    "a last offset beyond the data": lambda X, rng: _replaced(
        X, indptr=_with(X.indptr, -1, X.nnz + 10**6)
    ),
    "too few ids": lambda X, rng: _replaced(X, indices=X.indices[: X.nnz // 2]),
    "too few data": lambda X, rng: _replaced(X, data=X.data[: X.nnz // 2]),
    "too few offsets": lambda X, rng: _replaced(X, indptr=X.indptr[:-3]),
    "no offsets": lambda X, rng: _replaced(X, indptr=X.indptr[:0]),
    "a CSC with rows outside": _in_format((sp.csr_array.tocsc, "indices", 7)),
    "a CSC with negative rows": _in_format((sp.csr_array.tocsc, "indices", -9)),
    "a CSC with offsets beyond": _in_format((sp.csr_array.tocsc, "indptr", 900)),
    "a BSR with blocks outside": _in_format((sp.csr_array.tobsr, "indices", 5)),
    "a COO with a column outside": lambda X, rng: _coo(X, rng, X.shape[1] + 3),
    "a COO with a negative column": lambda X, rng: _coo(X, rng, -4),
    # The kinds that the tests of the check look at, of all formats.
    **{kind: _as_tested(kind) for kind in MATRICES},
}


def _lied(X):
    Y = _replaced(X, indices=X.indices[::-1].copy(), data=X.data[::-1].copy())
    Y.indptr = (X.nnz - X.indptr[::-1]).astype(X.indptr.dtype)
    Y.has_canonical_format = True
    return Y


def _read_only(X):
    Y = _replaced(X)
    for array in (Y.data, Y.indices, Y.indptr):
        array.flags.writeable = False
    return Y


UNUSUAL = {
    "unsorted, said to be canonical": lambda X, rng: _lied(X),
    "read-only": lambda X, rng: _read_only(X),
    "ids of 64 bits": lambda X, rng: _replaced(
        X, indices=X.indices.astype(np.int64), indptr=X.indptr.astype(np.int64)
    ),
    "stored zeros": lambda X, rng: _replaced(X, data=_with(X.data, 0, 0)),
    "halves that have to be added": lambda X, rng: sp.csr_array(
        (np.repeat(X.data / 2, 2), np.repeat(X.indices, 2), X.indptr * 2), X.shape
    ),
    "whole numbers of 8 bits": lambda X, rng: X.astype(np.uint8),
    "columns first": lambda X, rng: np.asfortranarray(X.toarray()),
    "a COO": lambda X, rng: X.tocoo(),
    "a LIL": lambda X, rng: X.tolil(),
    "a DOK": lambda X, rng: X.todok(),
}

_FUNCTIONS = {
    "completion_perplexity": completion_perplexity,
    "topic_table": lambda model, X: topic_table(model, X=X),
    "topic_kernels": topic_kernels,
    "doc_topic_sparsity": doc_topic_sparsity,
    "coherence_score": lambda model, X: coherence_score(model, X, measure="u_mass"),
    "count_cooccurrences": lambda model, X: count_cooccurrences(
        X, [0, 1, 2], window="document"
    ),
}


def draw(rng, subjects):
    """Return a case: a matrix that is damaged, or only unusual, for somebody."""
    takers = [s for s in subjects.values() if s.kind == "counts"]
    subject = takers[rng.integers(len(takers))]
    makers, allowed = (DAMAGED, REFUSED) if rng.random() < 0.8 else (UNUSUAL, ANSWERED)
    kind = list(makers)[rng.integers(len(makers))]
    X = subject.X.astype([np.float32, np.float64][rng.integers(2)])
    bad = makers[kind](X, rng)
    wholes = {} if hasattr(bad, "toarray") else {"inputs": (bad,)}
    if hasattr(bad, "indptr"):
        wholes = {"inputs": (bad.data, bad.indices, bad.indptr)}
    topical = hasattr(subject.model, "components_")
    if topical and rng.random() < 0.25:
        name = list(_FUNCTIONS)[rng.integers(len(_FUNCTIONS))]
        return Case(
            f"{name}({subject.name}, {kind})",
            lambda: _FUNCTIONS[name](subject.model, bad),
            subject.model,
            allowed=allowed if allowed == REFUSED else None,
            probe=subject.probe,
            **wholes,
        )
    method = subject.methods[rng.integers(len(subject.methods))]
    return Case(
        f"{subject.name}.{method}({kind})",
        lambda: subject.call(method, bad, **subject.beside(method)),
        subject.model,
        changes=METHODS[method],
        allowed=allowed,
        probe=subject.probe,
        **wholes,
    )
