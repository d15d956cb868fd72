"""Outliers get topics step by step: what one strategy leaves goes to the next."""

import warnings
from collections.abc import Mapping
from numbers import Real

import numpy as np

from .._validation import levels_to_caller
from ._outlier_reduction import OutlierReduction, OutlierStep

__all__ = ["best_of_scores", "check_target", "check_thresholds", "reduced_outliers"]

# Scores that are held at a time.
_BLOCK_NUMBERS = 1 << 21
# Scores of equal documents differ by less, however they were rounded.
_ROUNDING = 1e-6
# What a share of documents may lack to a whole number of them.
_SHARE_ROUNDING = 1e-9


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


def check_target(target_share) -> float | None:
    """Return the share of documents that may stay outliers, None for any.

    Raises
    ------
    TypeError
        If it is no number.
    ValueError
        If it is not from 0 to 1.
    """
    if target_share is None:
        return None
    if isinstance(target_share, bool) or not isinstance(target_share, Real):
        raise TypeError(
            "target_share must be a share of the documents, such as 0.05, or None; got "
            f"{target_share!r:.100}."
        )
    if not 0 <= target_share <= 1:
        raise ValueError(
            "target_share must be a share of the documents, from 0 to 1, got "
            f"{target_share}."
        )
    return float(target_share)


def reduced_outliers(labels, finders, thresholds, target_share) -> OutlierReduction:
    """Return what becomes of outliers, strategy by strategy.

    Parameters
    ----------
    labels : ndarray of shape (n_documents,), int64
    finders : dict from str to callable
        By the name of a strategy, a function from rows of documents to their best
        topics and the scores of these, two arrays of shape (n_rows,).
    thresholds : list of float
        One for each strategy.
    target_share : float or None
    """
    found, steps, parts = labels.copy(), [], []
    fewest = 0
    if target_share is not None:
        fewest = int(target_share * len(labels) + _SHARE_ROUNDING)
    for (name, find), threshold in zip(finders.items(), thresholds, strict=True):
        rows = np.flatnonzero(found < 0)
        needed = max(len(rows) - fewest, 0)
        moves = np.zeros(len(rows), dtype=bool)
        topics = best = np.empty(0)
        if needed:
            topics, best = find(rows)
            moves, threshold = _surest(best, threshold, needed)
        moves = np.flatnonzero(moves)
        if len(moves):
            found[rows[moves]] = topics[moves]
        steps.append(OutlierStep(name, float(threshold), len(rows), len(moves)))
        parts.append((rows[moves], best[moves]))
    if target_share is not None:
        _warn_of_more(found, target_share, fewest)
    moved = np.concatenate([np.empty(0, np.int64), *(rows for rows, _ in parts)])
    scored = np.concatenate([np.empty(0), *(values for _, values in parts)])
    step_of = np.repeat(np.arange(len(parts)), [len(rows) for rows, _ in parts])
    order = np.argsort(moved, kind="stable")
    return OutlierReduction(
        tuple(steps), found, moved[order], scored[order], step_of[order]
    )


def _surest(best, threshold, needed):
    """Return which documents move, and the least score with which they do."""
    possible = (best > 0) & (best >= threshold)
    if np.count_nonzero(possible) <= needed:
        return possible, threshold
    bar = np.partition(best[possible], -needed)[-needed]
    threshold = max(threshold, bar * (1 - _ROUNDING))
    return possible & (best >= threshold), bar


def best_of_scores(read, rows) -> tuple[np.ndarray, np.ndarray]:
    """Return the topic with the largest score of each row, and the score.

    Parameters
    ----------
    read : callable
        From rows of documents to scores of shape (n_rows, n_topics).
    rows : ndarray of shape (n_rows,), int
    """
    topics, best = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
    start, n = 0, 256
    while start < len(rows):
        scores = read(rows[start : start + n])
        end = start + len(scores)
        if scores.shape[1]:
            topics[start:end] = scores.argmax(axis=1)
            best[start:end] = scores[np.arange(len(scores)), topics[start:end]]
        start, n = end, max(_BLOCK_NUMBERS // max(scores.shape[1], 1), 1)
    return topics, best


def _warn_of_more(labels, target_share, fewest):
    n_left = int((labels < 0).sum())
    if n_left > fewest:
        warnings.warn(
            f"{n_left} of {len(labels)} documents stay outliers, more than "
            f"target_share={target_share} allows: no topic has a score in them that is "
            "above 0 and not below the threshold. Lower the threshold, or name another "
            "strategy.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
