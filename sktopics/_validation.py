"""Checks of what users pass in, with errors that name the argument and the value."""

import inspect
from collections.abc import Mapping, Set

import numpy as np
import scipy.sparse as sp
from sklearn.utils import check_array
from sklearn.utils.validation import check_non_negative, validate_data

from ._sklearn import _check_sample_weight
from .sequences import TokenSequences

FLOAT_DTYPES = (np.float32, np.float64)
# What counts and weights may sum to. Kernels divide them by probabilities, which are 0
# below 1e-20, and multiply them with each other: up to here, everything is finite.
LARGEST_SUM = {np.dtype(np.float32): 1e15, np.dtype(np.float64): 1e150}
# Counts and weights below are taken for 0. The product of two of these can still be
# divided by, in float32 too.
SMALLEST_COUNT = 1e-18
# Numbers in embeddings may not be larger: there are sums of squares, in float32.
LARGEST_COORDINATE = 1e15
# Packages whose calls are none of the user's.
_INSIDE = {"sklearn", "sktopics"}


def check_counts(estimator, X, *, reset, whom=None):
    """Validate a documents x terms matrix of counts.

    Parameters
    ----------
    estimator : estimator instance
        Receives `n_features_in_` and `feature_names_in_` when `reset`.
    X : {array-like, sparse matrix, sparse array} of shape (n_documents, n_terms)
        Non-negative counts; fractions are weights.
    reset : bool
        Whether to learn the number and the names of the terms from `X`, or to
        compare `X` with what was learned.
    whom : str, default=None
        Name of the caller in error messages; by default the estimator's class.

    Returns
    -------
    X : scipy.sparse.csr_array of shape (n_documents, n_terms)
        In canonical form (sorted indices, no duplicates, no stored zeros),
        float32 if `X` was float32 or of integers or booleans, else float64; indices
        of 32 bits where they suffice. Counts below 1e-18 are 0. The caller's matrix
        stays as it is.

    Raises
    ------
    ValueError
        If `X` holds NaN, infinite or negative values or has the wrong width, or if the
        counts sum to more than 1e15 in float32 or 1e150 in float64.
    TypeError
        If `X` is raw text or a `TokenSequences`, or holds no numbers.
    """
    whom = type(estimator).__name__ if whom is None else whom
    if hasattr(X, "to_counts"):
        raise TypeError(
            f"{whom} takes counts, a matrix of documents x terms, and got "
            f"{type(X).__name__}: pass X.to_counts()."
        )
    if _is_text(X):
        raise TypeError(
            f"{whom} takes counts, a matrix of documents x terms, and got text: let a "
            "CountVectorizer make the counts, for instance in a Pipeline."
        )
    X = validate_data(
        estimator,
        X,
        reset=reset,
        accept_sparse="csr",
        accept_large_sparse=True,
        dtype=counts_dtype(X),
        order="C",
    )
    check_non_negative(X, whom)
    return countable(canonical_csr(X))


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
    data = in_range(X.data, what)
    if data is not X.data:
        X = sp.csr_array((data, X.indices, X.indptr), shape=X.shape, copy=True)
        X.eliminate_zeros()
    return X


def in_range(values, what):
    """Return numbers that all sums and products are finite of, or raise an error.

    Parameters
    ----------
    values : ndarray of float32 or float64
        Not negative.
    what : str
        What they are, for the error message.

    Returns
    -------
    values : ndarray
        `values` themselves, or a copy where those below 1e-18 are 0.

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
            raise ValueError(
                f"{what} are too large to be summed in {values.dtype}: the sum is "
                f"{total:.3g}, and may be {limit:g}. Divide them by a number"
                + (", or pass float64." if values.dtype == np.float32 else ".")
            )
    if values.min() < SMALLEST_COUNT:
        tiny = (values < SMALLEST_COUNT) & (values > 0)
        return np.where(tiny, 0, values) if tiny.any() else values
    return values


def check_sequences(estimator, X, *, reset, instead=""):
    """Validate documents as sequences of term ids.

    Parameters
    ----------
    estimator : estimator instance
        Receives `n_features_in_` and `feature_names_in_` when `reset`.
    X : TokenSequences of shape (n_documents, n_terms)
    reset : bool
        Whether to learn the number and the names of the terms from `X`, or to
        compare `X` with what was learned.
    instead : str, default=""
        What else the estimator takes, for the error message.

    Returns
    -------
    X : TokenSequences

    Raises
    ------
    TypeError
        If `X` is something else.
    ValueError
        If there are no documents or no terms, if the terms are not those learned, or if
        the weights of tokens sum to more than 1e15.
    """
    whom = type(estimator).__name__
    if not isinstance(X, TokenSequences):
        raise TypeError(
            f"{whom} takes TokenSequences, documents as sequences of term ids"
            f"{instead}, and got {type(X).__name__}: let a SequenceVectorizer make "
            "them, for instance in a Pipeline."
        )
    for size, what in zip(X.shape, ("document", "term"), strict=True):
        if size == 0:
            raise ValueError(f"{whom} needs at least 1 {what}, and X has 0.")
    if X.weights is not None:
        with np.errstate(over="ignore"):
            in_range(X.weights.astype(np.float32), "The weights of tokens")
    names = None if X.terms is None else np.asarray(X.terms, dtype=object)
    if names is not None and not all(isinstance(name, str) for name in names):
        names = None
    if reset:
        estimator.n_features_in_ = X.n_terms
        if names is not None:
            estimator.feature_names_in_ = names
        elif hasattr(estimator, "feature_names_in_"):
            del estimator.feature_names_in_
        return X
    if X.n_terms != estimator.n_features_in_:
        raise ValueError(
            f"X has {X.n_terms} terms, but {whom} was fitted on "
            f"{estimator.n_features_in_}: let the same vectorizer make X."
        )
    learned = getattr(estimator, "feature_names_in_", None)
    if names is not None and learned is not None:
        differ = np.flatnonzero(names != learned)
        if len(differ):
            i = differ[0]
            raise ValueError(
                f"Term {i} of X is {names[i]!r}, and {whom} was fitted with "
                f"{learned[i]!r} there: let the same vectorizer make X."
            )
    return X


def check_documents(X, *, whom):
    """Validate documents: texts, one `str` each.

    Parameters
    ----------
    X : iterable of str
        A list, tuple, array, Series, generator, ... of documents. Empty ones are
        documents too.
    whom : str
        Name of the caller in error messages.

    Returns
    -------
    documents : list of str

    Raises
    ------
    TypeError
        If `X` is a single text, a table or no collection, or if a document is no
        `str`; the error says which.
    ValueError
        If there are no documents.
    """
    n_dims = len(getattr(X, "shape", (0,)))
    if isinstance(X, (str, bytes, Mapping, Set)) or n_dims != 1 or not np.iterable(X):
        what = f"an array of {n_dims} dimensions" if n_dims != 1 else type(X).__name__
        raise TypeError(
            f"{whom} takes documents, a list of str in an order, and got {what}."
        )
    documents = list(X)
    for i, document in enumerate(documents):
        if not isinstance(document, str):
            raise TypeError(
                f"Documents must be str, and document {i} is {document!r:.60}."
            )
    if not documents:
        raise ValueError(f"{whom} needs at least 1 document, and X has 0.")
    return documents


def check_embeddings(embeddings, n_documents, *, n_dimensions=None):
    """Validate vectors of documents.

    Parameters
    ----------
    embeddings : array-like of shape (n_documents, n_dimensions)
    n_documents : int
        How many there should be.
    n_dimensions : int, default=None
        How long they should be, by default as long as they are.

    Returns
    -------
    embeddings : ndarray of shape (n_documents, n_dimensions)
        float64 if the vectors are of float64 or of no floating type, else float32;
        contiguous. The caller's array itself, where it is all that.

    Raises
    ------
    TypeError
        If they are sparse.
    ValueError
        If they are too many or too few, too long or too short, no numbers, NaN,
        infinite or beyond 1e15.
    """
    if sp.issparse(embeddings):
        raise TypeError(
            "embeddings must be dense vectors, and are a sparse matrix: let a "
            "TruncatedSVD make them short, or call toarray()."
        )
    if getattr(embeddings, "dtype", None) == np.float16:
        embeddings = np.asarray(embeddings, dtype=np.float32)
    embeddings = check_array(
        embeddings,
        dtype=list(FLOAT_DTYPES[::-1]),
        order="C",
        ensure_min_samples=0,
        input_name="embeddings",
    )
    check_coordinates(embeddings, "embeddings")
    if len(embeddings) != n_documents:
        raise ValueError(
            f"embeddings must hold a vector for each document: got {len(embeddings)} "
            f"for {n_documents} documents."
        )
    if n_dimensions is not None and embeddings.shape[1] != n_dimensions:
        raise ValueError(
            f"embeddings have {embeddings.shape[1]} dimensions, and those that the "
            f"model was fitted on have {n_dimensions}."
        )
    return embeddings


def check_coordinates(vectors, what):
    """Raise an error if vectors are so long that sums of their squares overflow."""
    if not vectors.size:
        return
    largest = max(float(vectors.max()), -float(vectors.min()))
    if largest > LARGEST_COORDINATE:
        raise ValueError(
            f"{what} have numbers up to {largest:.3g}, and squares of numbers beyond "
            f"{LARGEST_COORDINATE:g} cannot be summed: divide all by a number."
        )


def _is_text(X):
    """Whether `X` is a text or a list, array or Series of texts."""
    if isinstance(X, (list, tuple)) or len(getattr(X, "shape", ())) == 1:
        X = next(iter(X), None)
    return isinstance(X, (str, bytes))


def counts_dtype(X):
    """Floating type in which counts `X` are computed: float64 only if `X` is."""
    dtypes = [X.dtype] if hasattr(X, "dtype") else list(getattr(X, "dtypes", []))
    if dtypes and all(map(_is_integer, dtypes)):
        return np.float32
    return list(FLOAT_DTYPES[::-1])


def _is_integer(dtype):
    """Whether a type of NumPy's, pandas' or Polars' stands for whole numbers."""
    if hasattr(dtype, "is_integer"):  # Polars
        return dtype.is_integer()
    return getattr(dtype, "kind", "O") in "iub"


def canonical_csr(X):
    """Return `X` as a CSR array in canonical form, without touching the caller's."""
    X = sp.csr_array(X)
    if not X.has_canonical_format or (X.data == 0).any():
        X = X.copy()
        X.sum_duplicates()
        X.eliminate_zeros()
    if X.indices.dtype == np.int64 and max(X.nnz, *X.shape) < np.iinfo(np.int32).max:
        # Kernels are compiled for each type that they meet: better for one.
        indices, indptr = X.indices.astype(np.int32), X.indptr.astype(np.int32)
        X = sp.csr_array((X.data, indices, indptr), shape=X.shape)
        X.has_canonical_format = True
    return X


def check_weights(X, sample_weight, lengths=None):
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
    weight = check_weights(X, sample_weight)
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


def levels_to_caller():
    """How many calls up is who called, neither of sktopics nor of scikit-learn.

    The `stacklevel` of a warning: scikit-learn wraps methods, some more often than
    others, and a warning that points there is shown only once, however many models
    give cause for it.
    """
    frame, levels = inspect.currentframe().f_back, 1
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] in _INSIDE:
        frame, levels = frame.f_back, levels + 1
    return levels
