"""The least scores with which outliers get a topic."""

from collections.abc import Mapping
from numbers import Real

import numpy as np

__all__ = ["check_thresholds"]


def check_thresholds(threshold, names, highest=np.inf) -> list:
    """Return a threshold for each strategy.

    Parameters
    ----------
    threshold : float or list of float
        One for all, or one for each.
    names : list of str
        Names of the strategies.
    highest : float, default=inf
        What none is above.

    Raises
    ------
    TypeError
        If one is no number.
    ValueError
        If they are not as many as strategies, or one is below 0 or too high.

    Examples
    --------
    >>> check_thresholds(0.3, ["embeddings", "c-tf-idf"])
    [0.3, 0.3]
    """
    if isinstance(threshold, (str, Mapping)) or not np.iterable(threshold):
        thresholds = [threshold] * len(names)
    else:
        thresholds = list(threshold)
    if len(thresholds) != len(names):
        raise ValueError(
            f"threshold must be one number or one for each of the {len(names)} "
            f"strategies, got {len(thresholds)}."
        )
    for name, value in zip(names, thresholds, strict=True):
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(
                f"threshold of {name!r} must be a number, got {value!r:.100}."
            )
        if not (0 <= value <= highest and np.isfinite(value)):
            most = "0 or more" if highest == np.inf else f"from 0 to {highest}"
            raise ValueError(
                f"threshold of {name!r} must be {most}, got {value}: a score of 0 or "
                "less says nothing."
            )
    return thresholds
