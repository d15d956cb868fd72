"""Curves of the training of a model, which some models keep."""

import numpy as np
from sklearn.utils.validation import check_is_fitted

from .steps import final_model


def training_curves(model) -> dict:
    """Return what a fitted model has written down in each pass.

    Parameters
    ----------
    model : estimator, Pipeline or search

    Returns
    -------
    curves : dict from str to (ndarray of shape (n,), ndarray of shape (n,))
        By the name of the figure: numbers of passes (of updates, for "perplexity") and
        values. It is empty of a model that keeps no curve.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    """
    final = final_model(model)
    check_is_fitted(final)
    curves = {}
    losses = getattr(final, "loss_curve_", None)
    if losses is not None and len(losses):
        values = np.asarray(losses, dtype=np.float64)
        curves["loss"] = np.arange(1, len(values) + 1), values
    evaluations = getattr(final, "evaluations_", None)
    if evaluations is not None and len(evaluations):
        table = np.asarray(evaluations, dtype=np.float64)
        curves["perplexity"] = table[:, 0], table[:, 1]
    return curves
