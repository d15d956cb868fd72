"""What users multiply the weights of terms by, and the names of terms."""

import numpy as np

from .._columns import items_of


def check_feature_names(estimator, feature_names):
    """Return the terms as an array, None if nobody has named them."""
    known = getattr(estimator, "feature_names_in_", None)
    if feature_names is None:
        return known
    names = np.asarray(feature_names, dtype=object)
    if names.shape != (estimator.n_features_in_,):
        raise ValueError(
            f"feature_names must name {estimator.n_features_in_} terms, and has the "
            f"shape {names.shape}."
        )
    if known is not None and (names != known).any():
        raise ValueError("feature_names differ from the columns of X.")
    return names


def seed_factors(seed_words, names, multiplier):
    """Return the factors of all terms, (n_terms,), or 1."""
    if seed_words is None or not len(seed_words):
        return 1.0
    seed_words = items_of(seed_words)
    wrong = [word for word in seed_words if not isinstance(word, str)]
    if wrong:
        raise ValueError(f"seed_words must be str, and one of them is {wrong[0]!r}.")
    if names is None:
        raise ValueError(
            "seed_words need the names of the terms: pass feature_names= to fit, or "
            "a data frame whose columns are named by them."
        )
    seeds = set(seed_words)
    return np.where([name in seeds for name in names], float(multiplier), 1.0)


def check_multiplier(term_multiplier, n_terms):
    """Return factors of all terms, (n_terms,), or 1."""
    if term_multiplier is None:
        return 1.0
    factors = np.asarray(term_multiplier, dtype=np.float64)
    if factors.shape != (n_terms,):
        raise ValueError(
            f"term_multiplier must hold {n_terms} factors, one for each term, and has "
            f"the shape {factors.shape}."
        )
    if not (np.isfinite(factors) & (factors >= 0)).all():
        raise ValueError("term_multiplier must be finite and not negative.")
    return factors


def multiplied(weights, *factors):
    """Return the weights of terms times their factors.

    Raises
    ------
    ValueError
        If a product is infinite.
    """
    with np.errstate(over="ignore"):  # an error below
        for factor in factors:
            weights = weights * factor
    if not np.isfinite(weights).all():
        raise ValueError("The multipliers are too large: weights are infinite.")
    return weights
