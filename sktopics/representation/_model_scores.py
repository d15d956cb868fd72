"""Scores that the models of users return, looked at once."""

import numpy as np


def model_scores(output, shape, whom, needed) -> np.ndarray:
    """Return what a model of a user returned as an array of scores.

    Parameters
    ----------
    output : object
        An array, a list, a generator, a tensor of any device.
    shape : tuple of int
        That it has to have.
    whom : str
        What the model is called in messages, such as "The classifier f".
    needed : str
        What it has to return, such as "a score for each of 3 texts and 2 names".

    Returns
    -------
    scores : ndarray, float64

    Raises
    ------
    TypeError
        If there are no numbers.
    ValueError
        If there are too many or too few, or if some are not finite.
    """
    try:
        scores = _numbers(output)
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(
            f"{whom} must return {needed}, and returned {output!r:.60} ({error})."
        ) from error
    if scores.shape != shape:
        raise ValueError(
            f"{whom} must return {needed}, an array of shape {shape}, and returned one "
            f"of shape {scores.shape}."
        )
    finite = np.isfinite(scores).reshape(len(scores), -1).all(axis=1)
    if not finite.all():
        row = int(np.flatnonzero(~finite)[0])
        raise ValueError(
            f"{whom} must return {needed}, finite numbers, and returned "
            f"{scores[row].tolist()} in row {row}."
        )
    return scores


def _numbers(output):
    if hasattr(output, "detach"):
        output = output.detach().cpu().numpy()
    elif not hasattr(output, "__array__"):
        output = list(output)
    if np.asarray(output).dtype.kind in "US":
        raise TypeError("texts are no scores")
    return np.asarray(output, dtype=np.float64)
