"""Labels that are known beforehand, found by the rows that a scorer is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import scipy.sparse as sp

from .._sparse import canonical_csr
from ..sequences import TokenSequences
from ._purity_and_agreement import is_unlabelled


def known_labels(labels, X=None):
    """Return where the labels of rows are looked up.

    Parameters
    ----------
    labels : Mapping, pandas Series or array-like of shape (n_documents,)
    X : documents or matrix of shape (n_documents, n_features), default=None
        The rows whose labels an array holds.

    Returns
    -------
    known : object
        ``known.of(rows)`` is the label of each row, None where there is none.
    """
    if isinstance(labels, Mapping):
        if X is not None:
            raise TypeError(
                "X says which rows an array of labels is for. A dict of labels names "
                "the documents itself: leave X out."
            )
        return _ByContent(dict(labels), by_index=True)
    if np.ndim(labels) != 1 or isinstance(labels, (str, bytes)):
        raise TypeError(
            "labels must be one label a document, a dict from documents to labels or "
            f"a pandas Series, got {labels!r:.60}."
        )
    if X is not None:
        return _ByContent(_labels_of_rows(labels, row_keys(X)))
    if hasattr(labels, "iloc"):  # of pandas
        if not labels.index.is_unique:
            repeated = labels.index[labels.index.duplicated()].tolist()[0]
            raise ValueError(
                f"The index of labels must name each row once: {repeated!r} repeats."
            )
        return _ByIndex(labels)
    return _ByPlace(np.asarray(labels, dtype=object))


@dataclass(frozen=True, eq=False)
class _ByContent:
    labels: dict
    by_index: bool = False  # rows of data frames: a user cannot write their content

    def of(self, X):
        by_index = self.by_index and hasattr(X, "iloc") and X.ndim == 2
        keys = X.index if by_index else row_keys(X)
        how = "their index" if by_index else "their content"
        return _not_all_unknown([self.labels.get(key) for key in keys], how)


@dataclass(frozen=True, eq=False)
class _ByIndex:
    labels: object  # Series

    def of(self, X):
        if hasattr(X, "iloc"):
            labels = self.labels.to_dict()
            return _not_all_unknown([labels.get(key) for key in X.index], "their index")
        return _ByPlace(self.labels.to_numpy(dtype=object)).of(X)


@dataclass(frozen=True, eq=False)
class _ByPlace:
    labels: np.ndarray

    def of(self, X):
        n_rows = n_scored_rows(X)
        if n_rows != len(self.labels):
            raise ValueError(
                f"labels has {len(self.labels)} entries, and {n_rows} documents are "
                "scored: "
                "which labels are theirs cannot be told from an array alone. Give the "
                "documents too, agreement_scorer(labels, X=documents), a dict from "
                "documents to labels, or a pandas Series with the index of X. With "
                "metadata routing, labels can also be given to the search: "
                "params={'labels': labels}."
            )
        return self.labels.tolist()


def _not_all_unknown(labels, how):
    if labels and all(label is None for label in labels):
        raise ValueError(
            f"None of the {len(labels)} documents that are scored has a label: labels "
            f"are looked up by {how}, which must be as it is in X."
        )
    return labels


def _labels_of_rows(labels, keys):
    """Return the label of each key; rows that are the same have one label."""
    labels = np.asarray(labels, dtype=object).tolist()
    if len(labels) != len(keys):
        raise ValueError(
            f"labels has {len(labels)} entries, and X has {len(keys)} documents. Give "
            "one label for each document, in the order of X."
        )
    found, first = {}, {}
    for row, (key, label) in enumerate(zip(keys, labels, strict=True)):
        if is_unlabelled(label):
            continue
        if key in found and found[key] != label:
            raise ValueError(
                f"Rows {first[key]} and {row} of X are the same and have the labels "
                f"{found[key]!r} and {label!r}, so that a row does not tell its label: "
                "with metadata routing, give the labels to the search, as "
                "params={'labels': labels}."
            )
        found.setdefault(key, label)
        first.setdefault(key, row)
    return found


def n_scored_rows(X):
    """Return the number of documents, or of rows of a matrix."""
    return X.shape[0] if hasattr(X, "shape") else len(X)


def row_keys(X):
    """Return what each row of documents or of a matrix is known by.

    Parameters
    ----------
    X : documents or matrix
        Texts, records, token lists, a matrix, `TokenSequences` or a data frame.

    Returns
    -------
    keys : list
        Equal rows have equal keys; a text is its own key.
    """
    if isinstance(X, TokenSequences):
        return [X.ids[start:stop].tobytes() for start, stop in pairwise(X.offsets)]
    if sp.issparse(X):
        X = canonical_csr(X)
        values = X.data.astype(np.float64)
        return [
            (X.indices[start:stop].tobytes(), values[start:stop].tobytes())
            for start, stop in pairwise(X.indptr)
        ]
    if getattr(X, "ndim", None) == 2 or hasattr(X, "columns"):
        X = np.asarray(X)
        if X.dtype.kind in "biuf":  # + 0.0 makes -0.0 the 0.0 that it equals
            return [row.tobytes() for row in np.ascontiguousarray(X, np.float64) + 0.0]
    rows = X.to_pylist() if hasattr(X, "to_pylist") else list(X)
    return [_hashable(row) for row in rows]


def _hashable(row):
    if isinstance(row, np.ndarray):
        row = row.tolist()
    if isinstance(row, Mapping):
        return tuple((name, _hashable(value)) for name, value in row.items())
    return tuple(map(_hashable, row)) if isinstance(row, (list, tuple)) else row
