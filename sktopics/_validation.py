"""Checks of what users pass in, with errors that name the argument and the value."""

import inspect

import numpy as np
import scipy.sparse as sp

from ._columns import is_unordered, is_vector_text, items_of, stacked
from ._magnitudes import check_coordinates, check_token_weights_sum, countable
from ._named_columns import are_texts, check_shared, grow_columns, learn_columns
from ._sklearn import check_array, validate_data
from ._sparse import canonical_form, checked_csr
from .sequences import NamedCounts, TokenSequences
from .sequences.shared_arrays import check_arrays

FLOAT_DTYPES = (np.float32, np.float64)
# Packages whose calls are none of the user's.
_INSIDE = {"sklearn", "sktopics"}


def check_counts(estimator, X, *, reset, whom=None, grow=False):
    """Validate a documents x terms matrix of counts.

    The columns of `NamedCounts` are matched by name with those that the estimator has
    learned. Terms that it does not know are left out, as vectorizers leave out words,
    and terms that `X` does not have are zero.

    Parameters
    ----------
    estimator : estimator instance
        Receives `n_features_in_` and `feature_names_in_` when `reset`.
    X : {array-like, sparse matrix, sparse array} of shape (n_documents, n_terms)
        Non-negative counts; fractions are weights. Or a column of vectors of counts.
    reset : bool
        Whether to learn the number and the names of the terms from `X`, or to
        compare `X` with what was learned.
    whom : str, default=None
        Name of the caller in error messages; by default the estimator's class.
    grow : bool, default=False
        Whether the estimator learns the terms of `NamedCounts` that it does not know:
        they become columns after the others, and `n_features_in_` and
        `feature_names_in_` grow.

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
        If `X` holds NaN, infinite or negative values or has the wrong width, if it is
        sparse and has entries in columns or rows that it does not have, if a column or
        list of vectors holds something else or vectors of several lengths, if none of
        the names of `NamedCounts` is known, or if the counts sum to more than 1e15 in
        float32 or 1e150 in float64.
    TypeError
        If `X` is raw text or a `TokenSequences`, or holds no numbers.
    """
    whom = type(estimator).__name__ if whom is None else whom
    if hasattr(X, "to_counts"):
        raise TypeError(
            f"{whom} takes counts, a matrix of documents x terms, and got "
            f"{type(X).__name__}: pass X.to_counts()."
        )
    if _is_text(X) and not is_vector_text(next(iter(X), None)):
        raise TypeError(
            f"{whom} takes counts, a matrix of documents x terms, and got text: let a "
            "CountVectorizer make the counts, for instance in a Pipeline."
        )
    if not sp.issparse(X) and not isinstance(X, (list, tuple)):
        X = stacked(X, "X")
    how = {
        "ensure_all_finite": False,
        "accept_sparse": "csr",
        "accept_large_sparse": True,
        "dtype": counts_dtype(X),
        "order": "C",
    }
    given = checked_csr(X)
    try:
        X = _checked_columns(estimator, given, whom, reset=reset, grow=grow, **how)
    except (TypeError, ValueError):
        if isinstance(given, (list, tuple)):
            stacked(given, "X")  # which says whose row is no row
        raise
    counts = X.data if sp.issparse(X) else X
    # Two passes at the speed of memory; scikit-learn's own are for the messages.
    if not 0 <= counts.min(initial=0) <= counts.max(initial=0) < np.inf:
        raise ValueError(_what_is_no_count(X, whom))
    return countable(canonical_form(X))


def _checked_columns(estimator, X, whom, *, reset, grow, **how):
    """Do what `validate_data` does, and match columns that have names of their own."""
    if not (isinstance(X, NamedCounts) and X.ndim == 2):
        X = validate_data(estimator, X, reset=reset, **how)
        if reset:
            names = getattr(estimator, "feature_names_in_", None)
            learn_columns(estimator, names, X.shape[1])
        return X
    names, modalities = X.terms, X.modality_of_term
    known = getattr(estimator, "feature_names_in_", None)
    if not reset and known is not None and are_texts(names):
        if grow:
            known = grow_columns(estimator, names, modalities)
        else:
            check_shared(names, known, whom)
        X = X.aligned(known)
    elif not reset:  # by place
        return validate_data(estimator, sp.csr_array(X), reset=False, **how)
    X = check_array(sp.csr_array(X), estimator=estimator, input_name="X", **how)
    if reset:
        learn_columns(estimator, names, X.shape[1], modalities)
    return X


def _what_is_no_count(X, whom):
    """Say which entry is the first that is negative, infinite or NaN."""
    entries = sp.coo_array(X)
    wrong = np.flatnonzero(~((entries.data >= 0) & (entries.data < np.inf)))[0]
    value = entries.data[wrong]
    place = f"row {entries.row[wrong]}, column {entries.col[wrong]} holds {value}"
    if np.isnan(value):
        return (
            f"Input X contains NaN: {place}. {whom} takes counts, which must be known: "
            "fill such entries, for instance with 0, or leave the rows out."
        )
    if np.isinf(value):
        return (
            f"Input X contains infinity: {place}. {whom} takes counts, which must be "
            "finite: correct such entries, or leave the rows out."
        )
    return (
        f"Negative values in data passed to {whom}: {place}. Counts must be 0 or more; "
        "a scaler or a decomposition before the model may have made them negative."
    )


def check_sequences(estimator, X, *, reset, instead="", grow=False):
    """Validate documents as sequences of term ids.

    Where terms have names, the vocabulary of `X` may have grown since the estimator
    learned its own: tokens of terms that it does not know are unknown tokens.

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
    grow : bool, default=False
        Whether the estimator learns the names of terms that it does not know, as in
        `check_counts`; the terms of `X` are then matched by name.

    Returns
    -------
    X : TokenSequences

    Raises
    ------
    TypeError
        If `X` is something else.
    ValueError
        If there are no documents or no terms, if the terms are not those learned, if
        the weights of tokens sum to more than 1e15, or if the arrays of `X` were
        written to and do not fit together any more.
    """
    whom = type(estimator).__name__
    if not isinstance(X, TokenSequences):
        raise TypeError(
            f"{whom} takes TokenSequences, documents as sequences of term ids"
            f"{instead}, and got {type(X).__name__}: let a SequenceVectorizer make "
            "them, for instance in a Pipeline."
        )
    check_arrays(X)
    for size, what in zip(X.shape, ("document", "term"), strict=True):
        if size == 0:
            raise ValueError(f"{whom} needs at least 1 {what}, and X has 0.")
    check_token_weights_sum(X)
    names = X.terms
    if reset:
        learn_columns(estimator, names, X.n_terms)
        return X
    learned = getattr(estimator, "feature_names_in_", None)
    if learned is not None and are_texts(names):
        if grow:
            return X.aligned(grow_columns(estimator, names))
        n_both = min(len(names), len(learned))
        if X.n_terms != len(learned) and (names[:n_both] == learned[:n_both]).all():
            return X.aligned(learned)
    if X.n_terms != estimator.n_features_in_:
        raise ValueError(
            f"X has {X.n_terms} terms, but {whom} was fitted on "
            f"{estimator.n_features_in_}: let the same vectorizer make X."
        )
    if names is not None and learned is not None:
        differ = np.flatnonzero(names != learned)
        if len(differ) and are_texts(names):
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
        A list, tuple, array, generator, ... of documents, the keys or the values of a
        dict, or a column of pandas, Polars or pyarrow. Empty ones are documents too.
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
    if is_unordered(X) or n_dims != 1 or not np.iterable(X):
        what = f"{type(X).__name__}."
        if n_dims != 1:
            what = f"an array of {n_dims} dimensions."
        if n_dims == 2:
            what += ' Give the column of texts, for example frame["text"].'
        raise TypeError(
            f"{whom} takes documents, a list of str in an order, and got {what}"
        )
    documents = list(items_of(X))
    if set(map(type, documents)) != {str}:  # quickly seen
        _refuse_others(documents)
    if not documents:
        raise ValueError(f"{whom} needs at least 1 document, and X has 0.")
    return documents


def _refuse_others(documents):
    """Raise an error that names the first document that is no `str`, if any."""
    for i, document in enumerate(documents):
        if not isinstance(document, str):
            raise TypeError(
                f"Documents must be str, and document {i} is {document!r:.60}."
            )


def check_embeddings(embeddings, n_documents, *, n_dimensions=None):
    """Validate vectors of documents.

    Parameters
    ----------
    embeddings : array-like of shape (n_documents, n_dimensions)
        A matrix, a data frame or a tensor; or a column or list of vectors.
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
        infinite or beyond 1e15, or if one is missing, a text, or not as long as the
        first; the message says which.
    """
    if sp.issparse(embeddings):
        raise TypeError(
            "embeddings must be dense vectors, and are a sparse matrix: let a "
            "TruncatedSVD make them short, or call toarray()."
        )
    if not _are_vectors(embeddings):
        embeddings = stacked(embeddings, "embeddings")
        if hasattr(embeddings, "columns"):  # of Polars and pyarrow, without a dtype
            array = np.asarray(embeddings)
            embeddings = array if array.dtype.kind == "f" else embeddings
        if getattr(embeddings, "dtype", None) == np.float16:
            embeddings = np.asarray(embeddings, dtype=np.float32)
        embeddings = check_array(
            embeddings,
            dtype=list(FLOAT_DTYPES[::-1]),
            order="C",
            ensure_min_samples=0,
            ensure_all_finite=False,  # `check_coordinates` looks
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


def _are_vectors(X):
    """Whether `X` is an array of vectors that need no conversion."""
    is_plain = type(X) is np.ndarray and X.dtype in FLOAT_DTYPES
    return is_plain and X.ndim == 2 and X.shape[1] > 0 and X.flags.c_contiguous


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
