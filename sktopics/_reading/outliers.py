"""What a model of clusters tells of documents without a topic."""

import numpy as np

from .._sparse import as_dense
from .own_table import own_table
from .steps import final_model
from .weights import check_weights


def read_outliers(estimator):
    """Return what a fitted model knows of outliers, or None if it has none.

    Parameters
    ----------
    estimator : estimator
        A fitted model, a Pipeline that ends in one, or a fitted search.

    Returns
    -------
    row : Topic
        The outliers of the model's own table.
    weights : ndarray of shape (1, n_terms), or None
        Weights of terms, not negative; None if the model does not keep them.
    """
    row = getattr(own_table(estimator), "outliers", None)
    if row is None:
        return None
    weights = getattr(final_model(estimator), "outlier_components_", None)
    if weights is None:
        return row, None
    weights = np.maximum(as_dense(weights), 0)
    return row, check_weights(weights, "outlier_components_")
