"""Names of columns that an estimator has learned, and data that say their own."""

import numpy as np


def are_texts(names):
    """Whether columns have names, and all of them are str."""
    return names is not None and all(isinstance(name, str) for name in names)


def learn_columns(estimator, names, n_columns):
    """Set `n_features_in_`, and `feature_names_in_` where all names are str."""
    estimator.n_features_in_ = n_columns
    if are_texts(names):
        estimator.feature_names_in_ = names
    elif hasattr(estimator, "feature_names_in_"):
        del estimator.feature_names_in_


def grow_columns(estimator, names):
    """Add the names that an estimator does not know after those that it knows.

    Parameters
    ----------
    estimator : estimator
        Its `feature_names_in_` and `n_features_in_` grow.
    names : array-like of str

    Returns
    -------
    known : ndarray of shape (n_features_in_,), object
        All of them.
    """
    known = estimator.feature_names_in_
    have = set(known)
    new = [name for name in names if name not in have]
    if new:
        grown = np.empty(len(known) + len(new), dtype=object)
        grown[: len(known)], grown[len(known) :] = known, new
        learn_columns(estimator, grown, len(grown))
    return estimator.feature_names_in_


def check_shared(names, known, whom):
    """Refuse names of which an estimator knows none."""
    if set(names).isdisjoint(known):
        raise ValueError(
            f"{whom} knows none of the {len(names)} terms of X, such as {names[0]!r}: "
            "let the same vectorizer make X."
        )
