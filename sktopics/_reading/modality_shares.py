"""What the columns of one modality are expected to be, from the other columns."""

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows
from ..sequences import NamedCounts
from .counts import counts_of
from .selection import check_columns
from .steps import final_model
from .weights import check_distributions, read_weights


def modality_shares(model, X, modality):
    """Return p(column | document) of a modality, which is not looked at.

    The mixtures of documents come from the columns of the other modalities alone;
    p(c | d) is the sum over topics of p(c | topic) p(topic | d).

    Parameters
    ----------
    model : estimator or Pipeline
        A fitted model with `modalities_`.
    X : counts, or what the Pipeline takes
    modality : str

    Returns
    -------
    shares : ndarray of shape (n_documents, n_columns), float64
        Rows sum to 1. Where no topic of a document has a column, all are alike.
    counts : csr_array of shape (n_documents, n_columns)
        What the documents have in these columns.
    """
    check_distributions(model, "a prediction of modalities")
    weights = read_weights(model, at_least=1)
    n_terms = weights.shape[1]
    columns = np.arange(n_terms)[check_columns(model, modality, n_terms, "modality")]
    counts = counts_of(model, X, n_terms=n_terms)
    others = without_columns(counts, columns)
    names = getattr(final_model(model), "feature_names_in_", None)
    if names is not None:
        others = NamedCounts(others, terms=names)
    theta = final_model(model).transform(others)
    shares = np.asarray(theta, np.float64) @ normalized_rows(weights[:, columns])
    shares = normalized_rows(shares)
    shares[~shares.any(axis=1)] = 1 / len(columns)
    return shares, counts[:, columns]


def without_columns(counts, columns):
    """Return a CSR array with zeros in some columns."""
    kept = np.ones(counts.shape[1], dtype=bool)
    kept[columns] = False
    indices = counts.indices[: counts.indptr[-1]]  # scipy reads no further
    kept = kept[indices]
    ends = np.concatenate([[0], np.cumsum(kept)])
    arrays = counts.data[: len(kept)][kept], indices[kept], ends[counts.indptr]
    return sp.csr_array(arrays, shape=counts.shape)
