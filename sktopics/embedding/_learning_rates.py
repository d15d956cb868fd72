"""Learning rates of Doc2Vec: where they rise, and where inference starts."""

import warnings

import numpy as np

from .._validation import levels_to_caller


def warn_of_rising_rates(model, before=None):
    """Warn if the learning rate of a training rises, or is above that before.

    Parameters
    ----------
    model : Doc2Vec
    before : Doc2Vec, default=None
        The model as it was fitted, if it goes on training.
    """
    alpha, last = float(model.alpha), float(model.min_alpha)
    if last > alpha:
        warnings.warn(
            f"min_alpha={last:g} is above alpha={alpha:g}, so that the learning rate "
            "rises in training: give the higher one as alpha.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    started = getattr(before, "alpha_", np.inf)
    if alpha > started:
        warnings.warn(
            f"alpha={alpha:g} is higher than the {started:g} that the model was "
            "trained with before: large steps may undo what it has learned. Lower "
            "alpha, or call fit to start over.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )


def rates_of_inference(model):
    """Return the learning rate of each pass of `transform`, (n_passes,) float32."""
    start, last = float(model.alpha), float(model.min_alpha)
    if model.inference_alpha is not None:
        start = float(model.inference_alpha)
        last = min(last, start)
    n_passes = model.inference_epochs
    if n_passes is None:
        n_passes = model.epochs
    return np.linspace(start, last, n_passes, dtype=np.float32)
