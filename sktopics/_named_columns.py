"""Names of columns that an estimator has learned, and data that say their own."""

import numpy as np

# What an estimator knows of its columns: their number, their names, the names of their
# modalities. The last two are missing where columns have none.
COLUMN_ATTRIBUTES = ("n_features_in_", "feature_names_in_", "feature_modalities_in_")


def are_texts(names):
    """Whether columns have names, and all of them are str."""
    return names is not None and all(isinstance(name, str) for name in names)


def learn_columns(estimator, names, n_columns, modalities=None):
    """Set what an estimator knows of its columns; see `COLUMN_ATTRIBUTES`.

    Parameters
    ----------
    estimator : estimator
    names : ndarray of shape (n_columns,), object, or None
        They become `feature_names_in_` where all are str.
    n_columns : int
        `n_features_in_`.
    modalities : ndarray of shape (n_columns,), object, or None
        Name of the modality of each column, `feature_modalities_in_`.
    """
    names = names if are_texts(names) else None
    for attribute, value in zip(
        COLUMN_ATTRIBUTES, (n_columns, names, modalities), strict=True
    ):
        if value is not None:
            setattr(estimator, attribute, value)
        elif hasattr(estimator, attribute):
            delattr(estimator, attribute)


def grow_columns(estimator, names, modalities=None):
    """Add the names that an estimator does not know after those that it knows.

    Parameters
    ----------
    estimator : estimator
        Its `feature_names_in_` and `n_features_in_` grow, and `feature_modalities_in_`
        if it has it.
    names : ndarray of shape (n_columns,), object
        All str.
    modalities : ndarray of shape (n_columns,), object, or None
        Name of the modality of each column.

    Returns
    -------
    known : ndarray of shape (n_features_in_,), object
        All of them.

    Raises
    ------
    ValueError
        If the estimator knows modalities, and those of new columns are not given or are
        not among them.
    """
    known = estimator.feature_names_in_
    have = set(known)
    is_new = np.array([name not in have for name in names], dtype=bool)
    if is_new.any():
        grown = np.concatenate([known, names[is_new]])
        belong = getattr(estimator, "feature_modalities_in_", None)
        if belong is not None:
            new = None if modalities is None else modalities[is_new]
            _check_modalities(names[is_new], new, belong)
            belong = np.concatenate([belong, new])
        learn_columns(estimator, grown, len(grown), belong)
    return estimator.feature_names_in_


def _check_modalities(names, modalities, known):
    """Refuse new columns that belong to no modality that is known."""
    have = set(known)
    for i, name in enumerate(names):
        belongs = None if modalities is None else modalities[i]
        if belongs not in have:
            raise ValueError(
                f"The new column {name!r} belongs to modality {belongs!r}, and those "
                f"of the first call are {sorted(have)}."
            )


def check_shared(names, known, whom):
    """Refuse names of which an estimator knows none."""
    if set(names).isdisjoint(known):
        such = f", such as {names[0]!r}" if len(names) else ""
        raise ValueError(
            f"{whom} knows none of the {len(names)} terms of X{such}: let the same "
            "vectorizer make X."
        )
