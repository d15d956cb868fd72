"""From the shares of topics in parts back to documents."""

from numbers import Integral

import numpy as np
import scipy.sparse as sp

from .._arrays import sum_rows
from .._columns import items_of
from .._reading import document_shares, materialized
from .._sklearn import Interval, validate_params
from ._topic_mixtures import TopicMixtures


@validate_params(
    {"n_documents": [None, Interval(Integral, 0, None, closed="left")]},
    prefer_skip_nested_validation=True,
)
def aggregate(
    shares, owners, n_documents=None, *, weights=None
) -> "np.ndarray | sp.csr_array":
    r"""Join the shares of topics in parts of documents to shares in the documents.

    The shares of a document are the mean of the shares of its parts:

    .. math:: \theta_d = \frac{\sum_{i \in d} w_i \theta_i}{\sum_{i \in d} w_i}

    Parameters
    ----------
    shares : array-like, sparse matrix or TopicMixtures
        Shares of topics in parts, of shape (n_parts, n_topics), as `transform` gives
        them; or their topics, of shape (n_parts,), as `predict` does, -1 for none.
    owners : array-like of int of shape (n_parts,)
        The document of each part, from
        :func:`~sktopics.text.split_documents`; in any order.
    n_documents : int, default=None
        Number of documents. By default as many as `owners` name; give it where the
        last documents may have no part.
    weights : array-like of shape (n_parts,), default=None
        What each part counts for, such as the number of its words; not negative. By
        default 1.

    Returns
    -------
    shares : ndarray or csr_array of shape (n_documents, n_topics), float64
        Sparse if the shares were, or were topics. Rows sum to what those of the parts
        do, on average: to 1 if these do. A document without parts, or whose parts
        weigh nothing, has zeros.

    Raises
    ------
    ValueError
        If owners or weights are not one for each part, if an owner is no document, or
        if shares or weights are negative or not finite.

    See Also
    --------
    sktopics.text.split_documents : Splits documents into parts.

    Examples
    --------
    >>> from sktopics.analysis import aggregate
    >>> shares = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    >>> aggregate(shares, [0, 0, 2], n_documents=4)
    array([[0.75, 0.25],
           [0.  , 0.  ],
           [0.  , 1.  ],
           [0.  , 0.  ]])
    >>> aggregate(shares, [0, 0, 2], weights=[3, 1, 1])
    array([[0.875, 0.125],
           [0.   , 0.   ],
           [0.   , 1.   ]])
    """
    if isinstance(shares, TopicMixtures):
        shares = shares.shares
    rows = document_shares(shares).shares
    is_sparse = sp.issparse(shares) or np.ndim(shares) == 1
    n_parts = rows.shape[0]
    owners = _check_owners(owners, n_parts)
    if n_documents is None:
        n_documents = int(owners.max(initial=-1)) + 1
    outside = np.flatnonzero(owners >= n_documents)
    if len(outside):
        raise ValueError(
            f"Part {outside[0]} is of document {owners[outside[0]]}, and there are "
            f"n_documents={n_documents}, numbered from 0."
        )
    weights = _check_weights(weights, n_parts)
    totals = np.bincount(owners, weights=weights, minlength=n_documents)
    totals = totals.astype(np.float64)  # of none, they are whole numbers
    scale = np.divide(1, totals, out=np.zeros_like(totals), where=totals > 0)
    weighted = rows * (weights * scale[owners])[:, np.newaxis]
    joined = sp.csr_array(sum_rows(sp.csr_array(weighted), owners, n_documents))
    joined.sort_indices()
    return joined if is_sparse else joined.toarray()


def _check_owners(owners, n_parts):
    """Return the documents of parts, (n_parts,), int64."""
    found = np.asarray(items_of(materialized(owners)))
    if found.ndim != 1 or (found.dtype.kind not in "iu" and len(found)):
        raise ValueError(
            "owners must be whole numbers, the document of each part, and are an array "
            f"of {found.dtype} and shape {found.shape}."
        )
    if len(found) != n_parts:
        raise ValueError(
            f"owners must name the document of each of the {n_parts} parts, and names "
            f"{len(found)}."
        )
    found = found.astype(np.int64)
    if found.min(initial=0) < 0:
        part = int(found.argmin())
        raise ValueError(
            f"owners[{part}] is {found[part]}, and documents are numbered from 0."
        )
    return found


def _check_weights(weights, n_parts):
    """Return the weights of parts, (n_parts,), float64."""
    if weights is None:
        return np.ones(n_parts)
    found = np.asarray(items_of(materialized(weights)), dtype=np.float64)
    if found.shape != (n_parts,):
        raise ValueError(
            f"weights must hold a number for each of the {n_parts} parts, and have the "
            f"shape {found.shape}."
        )
    wrong = np.flatnonzero(~(np.isfinite(found) & (found >= 0)))
    if len(wrong):
        raise ValueError(
            f"weights[{wrong[0]}] is {found[wrong[0]]:g}: weights must be finite and "
            "not negative."
        )
    return found
