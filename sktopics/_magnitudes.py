"""Numbers that sums, products and quotients of many are finite of, and no others."""

import numpy as np
import scipy.sparse as sp

from ._sklearn import _check_sample_weight

# What counts and weights may sum to. Kernels divide them by probabilities, which are 0
# below 1e-20, and multiply them with each other: up to here, everything is finite.
LARGEST_SUM = {np.dtype(np.float32): 1e15, np.dtype(np.float64): 1e150}
# Counts and weights below are taken for 0. The product of two of these can still be
# divided by, in float32 too.
SMALLEST_COUNT = 1e-18
# Numbers in embeddings may not be larger: there are sums of squares, in float32.
LARGEST_COORDINATE = 1e15


def countable(X, what="The counts"):
    """Return counts that all sums and products are finite of, or raise an error.

    Parameters
    ----------
    X : csr_array
        Not negative, without stored zeros.
    what : str
        What they are, for the error message.

    Returns
    -------
    X : csr_array
        `X` itself, or a copy without the counts that are as good as 0.
    """

    def place(i):
        row = np.searchsorted(X.indptr, i, side="right") - 1
        of_type = " or pass float64" if X.dtype == np.float32 else ""
        return f"in row {row} and column {X.indices[i]}", of_type

    data = in_range(X.data, what, place)
    if data is not X.data:
        X = sp.csr_array((data, X.indices, X.indptr), shape=X.shape, copy=True)
        X.eliminate_zeros()
    return X


def check_token_weights_sum(X):
    """Raise an error if the weights of tokens cannot be summed in float32.

    Parameters
    ----------
    X : TokenSequences
    """
    if X.weights is None:
        return

    def place(i):
        document = np.searchsorted(X.offsets, i, side="right") - 1
        return f"at place {i}, in document {document}", ""

    with np.errstate(over="ignore"):
        single = X.weights.astype(np.float32)
        in_range(single, "The weights of tokens", place, given=X.weights)


def _at_place(i):
    return f"at place {i}", ""


def in_range(values, what, place=_at_place, given=None):
    """Return numbers that all sums and products are finite of, or raise an error.

    Parameters
    ----------
    values : ndarray of float32 or float64
        Not negative.
    what : str
        What they are, for the error message.
    place : callable
        Takes the index of the largest value. Returns where it is, and what can be done
        beside a division, for the error message.
    given : ndarray, default=None
        The numbers in the precision in which they were given, for the error message.

    Returns
    -------
    values : ndarray
        `values` themselves, or a copy where numbers below 1e-18 are 0.

    Raises
    ------
    ValueError
        If they are infinite or sum to more than 1e15 in float32, 1e150 in float64.
    """
    if not values.size:
        return values
    limit = LARGEST_SUM[values.dtype]
    # Python's numbers overflow without a warning.
    if not float(values.max()) * values.size <= limit:
        with np.errstate(over="ignore"):
            total = values.sum(dtype=np.float64)
        if not total <= limit:
            given = values if given is None else given
            i = int(given.argmax())
            where, or_else = place(i)
            raise ValueError(
                f"{what} are too large to be summed in {values.dtype}: the sum is "
                f"{total:.3g}, and may be {limit:g}. The largest is {given[i]:.3g}, "
                f"{where}: divide all by a number{or_else}."
            )
    if values.min() < SMALLEST_COUNT:
        tiny = (values < SMALLEST_COUNT) & (values > 0)
        return np.where(tiny, 0, values) if tiny.any() else values
    return values


def training_weights(X, sample_weight, lengths=None):
    """Validate weights of documents to learn from.

    Parameters
    ----------
    X : csr_array of shape (n_documents, n_terms)
        The counts that they multiply.
    sample_weight : array-like of shape (n_documents,), number or None
    lengths : callable, default=None
        Returns the weight of all words of each document; by default the sums of `X`,
        which may be anything with a shape and a type else.

    Returns
    -------
    sample_weight : ndarray of shape (n_documents,)
        Of the type of `X`; weights below 1e-18 are 0.

    Raises
    ------
    ValueError
        If they are negative, not finite, not as many as documents or all 0, or if the
        weighted counts are too large or too small.
    """
    if sample_weight is None:
        return np.ones(X.shape[0], X.dtype)
    weight = _check_sample_weight(
        sample_weight, X, dtype=np.float64, ensure_non_negative=True
    )
    with np.errstate(over="ignore"):
        weight = in_range(weight.astype(X.dtype), "sample_weight")
    if not weight.any():
        raise ValueError(f"All of sample_weight is below {SMALLEST_COUNT:g}.")
    lengths = X.sum(axis=1, dtype=np.float64) if lengths is None else lengths()
    total = float(weight.astype(np.float64) @ lengths)
    limit = LARGEST_SUM[X.dtype]
    if total > limit:
        raise ValueError(
            "The counts and sample_weight are too large to be summed in "
            f"{X.dtype}: the sum may be {limit:g}."
        )
    if 0 < total < SMALLEST_COUNT:
        raise ValueError(
            f"The counts times sample_weight sum to {total:.3g}, and sums below "
            f"{SMALLEST_COUNT:g} are taken for 0: multiply sample_weight by a number."
        )
    return weight


def weighted_documents(X, sample_weight):
    """Return the documents that have any weight, and their weights.

    Documents of weight 0 must not even change a random number.
    """
    weight = training_weights(X, sample_weight)
    kept = weight > 0
    return (X, weight) if kept.all() else (X[kept], weight[kept])


def score_weights(X, sample_weight, dtype=np.float64):
    """Validate weights of documents that are scored: any, where they can be summed.

    Returns
    -------
    sample_weight : ndarray of shape (n_documents,)
        Of the given type; weights below 1e-18 are 0.
    """
    if sample_weight is None:
        return np.ones(X.shape[0], dtype)
    weight = _check_sample_weight(sample_weight, X, dtype=np.float64)
    with np.errstate(over="ignore"):
        size = np.abs(weight).astype(dtype)
    # As a rule there are no negative ones, but they have always been taken.
    return np.copysign(in_range(size, "sample_weight"), weight).astype(dtype)


def check_coordinates(vectors, what):
    """Raise an error if vectors are not finite or their squares cannot be summed."""
    if not vectors.size:
        return
    largest = max(float(vectors.max()), -float(vectors.min()))
    if largest <= LARGEST_COORDINATE:
        return
    finite = np.isfinite(vectors).all(axis=1)
    if not finite.all():
        i = int(finite.argmin())
        held = "NaN" if np.isnan(vectors[i]).any() else "infinity"
        raise ValueError(f"Input {what} contains {held}, first in row {i}.")
    raise ValueError(
        f"{what} have numbers up to {largest:.3g}, and squares of numbers beyond "
        f"{LARGEST_COORDINATE:g} cannot be summed: divide all by a number."
    )
