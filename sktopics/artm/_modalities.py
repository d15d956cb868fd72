"""Modalities: which columns of the counts are words, which authors, tags, ..."""

from dataclasses import dataclass
from numbers import Real

import numpy as np


@dataclass(frozen=True)
class Modalities:
    """The terms of each modality, and what they weigh.

    Attributes
    ----------
    rows : dict of str to (slice or ndarray of int)
        The terms of each modality; empty if the model has no named modalities.
    of_term : ndarray of shape (n_terms,), intp
        Number of the modality of each term.
    weights : ndarray of shape (n_modalities,), float64
    """

    rows: dict
    of_term: np.ndarray
    weights: np.ndarray

    @property
    def n_modalities(self):
        return len(self.weights)

    @property
    def are_weighted(self):
        return bool((self.weights != 1).any())

    def term_weights(self, dtype):
        """Weight of each term, (n_terms,)."""
        return self.weights.astype(dtype)[self.of_term]


def resolve_modalities(modalities, n_terms, feature_names=None, belongs=None):
    """Look up which terms belong to which modality.

    Parameters
    ----------
    modalities : dict or None
        For each name a slice of columns or the prefix of the names of its columns,
        or a pair of this and a weight; where columns say themselves what they belong
        to, a weight. None: the modalities that columns belong to, each of weight 1,
        or one modality without a name.
    n_terms : int
    feature_names : array-like of shape (n_terms,) or None
    belongs : ndarray of shape (n_terms,), object, or None
        Name of the modality of each column.

    Returns
    -------
    modalities : Modalities

    Raises
    ------
    ValueError
        If modalities overlap, miss columns or have none, or if a weight is negative.
    TypeError
        If an entry is something else, or a weight alone where columns do not say what
        they belong to.
    """
    if modalities is None and belongs is None:
        return Modalities({}, np.zeros(n_terms, np.intp), np.ones(1))
    if modalities is None:
        modalities = dict.fromkeys(dict.fromkeys(belongs), 1.0)
    if not isinstance(modalities, dict) or not modalities:
        raise TypeError(
            "modalities must be a dict of name to weight or (slice or prefix, weight), "
            f"got {modalities!r}."
        )
    of_term = np.full(n_terms, -1, np.intp)
    rows, weights = {}, []
    for number, (name, entry) in enumerate(modalities.items()):
        where, weight = _pair(name, entry)
        if where is None:
            columns = _own_columns(name, belongs)
        else:
            columns = _columns(name, where, n_terms, feature_names)
        taken = of_term[columns] >= 0
        if taken.any():
            column = columns[taken.argmax()]
            raise ValueError(
                f"modalities overlap: column {column} belongs to "
                f"{list(modalities)[of_term[column]]!r} and to {name!r}."
            )
        of_term[columns] = number
        weights.append(weight)
        rows[name] = _as_slice(columns)
    missed = np.flatnonzero(of_term < 0)
    if missed.size:
        called = (
            "" if feature_names is None else f" ({str(feature_names[missed[0]])!r})"
        )
        raise ValueError(
            f"modalities miss {missed.size} of {n_terms} columns: column {missed[0]}"
            f"{called} belongs to none of {list(modalities)}."
        )
    return Modalities(rows, of_term, np.asarray(weights, np.float64))


def fitted_modalities(model):
    """Return the modalities of a model that knows its columns."""
    names = getattr(model, "feature_names_in_", None)
    belongs = getattr(model, "feature_modalities_in_", None)
    return resolve_modalities(model.modalities, model.n_features_in_, names, belongs)


def _pair(name, entry):
    """Return the two parts of an entry: where the columns are, and their weight.

    A weight alone is for columns that say themselves what they belong to: None.
    """
    where, weight = entry, 1.0
    if isinstance(entry, tuple | list) and len(entry) == 2:
        where, weight = entry
    elif isinstance(entry, Real) and not isinstance(entry, bool):
        where, weight = None, entry
    if not isinstance(name, str) or not isinstance(where, str | slice | None):
        raise TypeError(
            "modalities must map names to a slice of columns or a prefix of feature "
            "names, to a pair of this and a weight, or to a weight where X says what "
            f"its columns are; got {name!r}: {entry!r}."
        )
    if not isinstance(weight, Real) or isinstance(weight, bool):
        raise TypeError(f"The weight of modality {name!r} is no number: {weight!r}.")
    if not (np.isfinite(weight) and weight >= 0):
        raise ValueError(
            f"The weight of modality {name!r} must be finite and not negative, "
            f"got {weight!r}."
        )
    return where, float(weight)


def _own_columns(name, belongs):
    """Return the columns that say that they belong to a modality."""
    if belongs is None:
        raise TypeError(
            "modalities must map names to a slice of columns or a prefix of feature "
            f"names, or to a pair of this and a weight. Modality {name!r} has a weight "
            "alone, which is for X that says what its columns are: let a "
            "ModalityVectorizer make X."
        )
    columns = np.flatnonzero(belongs == name)
    if not columns.size:
        have = list(dict.fromkeys(belongs))
        raise ValueError(f"No column of X belongs to modality {name!r}: X has {have}.")
    return columns


def _columns(name, where, n_terms, feature_names):
    """Return the columns of one modality, in order."""
    if isinstance(where, slice):
        bounds = [b for b in (where.start, where.stop) if b is not None]
        if any(b > n_terms or b < -n_terms for b in bounds):
            raise ValueError(
                f"Modality {name!r} is {where}, and there are {n_terms} columns."
            )
        columns = np.sort(np.arange(n_terms)[where])
    elif feature_names is None:
        raise ValueError(
            f"Modality {name!r} is given by the prefix {where!r}, and the columns have "
            "no names: pass a data frame, or give slices."
        )
    else:
        matches = [str(term).startswith(where) for term in feature_names]
        columns = np.flatnonzero(matches)
    if not columns.size:
        raise ValueError(f"Modality {name!r} ({where!r}) has none of the columns.")
    return columns


def _as_slice(columns):
    """Columns as a slice, if they lie side by side."""
    first, last = int(columns[0]), int(columns[-1])
    if last - first + 1 == len(columns):
        return slice(first, last + 1)
    return columns
