"""Krippendorff's alpha: how far judges agree, beyond chance."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_random_state

from .._sklearn import Interval, StrOptions, validate_params

LEVELS = ("nominal", "ordinal", "interval", "ratio")


@validate_params(
    {"level": [StrOptions(set(LEVELS))]}, prefer_skip_nested_validation=True
)
def krippendorff_alpha(ratings, level="nominal") -> float:
    r"""Measure how far judges agree, beyond chance.

    .. math:: \alpha = 1 - \frac{D_o}{D_e}

    with the observed disagreement :math:`D_o`, the mean squared difference of two
    ratings of one unit, and the disagreement :math:`D_e` of any two ratings [1]_.

    Parameters
    ----------
    ratings : array-like of shape (n_judges, n_units)
        Numbers, NaN for units that a judge has not rated. Nominal ones may be any
        values, and None or NaN.
    level : {"nominal", "ordinal", "interval", "ratio"}, default="nominal"
        What differences mean: equal or not, ranks, numbers, or numbers of which zero is
        the least.

    Returns
    -------
    alpha : float
        1 if all agree, 0 for agreement by chance, below 0 for less. NaN if no unit has
        two ratings. 1 if all ratings are the same value.

    Raises
    ------
    ValueError
        If ratings are no table, are no numbers where numbers are needed, or are
        negative where zero is the least.

    References
    ----------
    .. [1] K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.

    Examples
    --------
    >>> from sktopics.judging import krippendorff_alpha
    >>> krippendorff_alpha([[1, 2, 3, 3], [1, 2, 3, 3]], "ordinal")
    1.0
    >>> round(krippendorff_alpha([["a", "b", "b"], ["a", "b", "a"]]), 2)
    0.44
    """
    counts, values = _counted(ratings, level)
    return _alpha(counts, _squared_differences(counts, values, level))


@validate_params(
    {
        "level": [StrOptions(set(LEVELS))],
        "confidence": [Interval(Real, 0, 1, closed="neither")],
        "n_bootstrap": [Interval(Integral, 1, None, closed="left")],
        "random_state": ["random_state"],
    },
    prefer_skip_nested_validation=True,
)
def krippendorff_interval(
    ratings, level="nominal", *, confidence=0.95, n_bootstrap=1000, random_state=None
) -> tuple[float, float]:
    """Return an interval for `krippendorff_alpha`, by samples of units.

    Parameters
    ----------
    ratings : array-like of shape (n_judges, n_units)
        As of `krippendorff_alpha`.
    level : {"nominal", "ordinal", "interval", "ratio"}, default="nominal"
    confidence : float, default=0.95
    n_bootstrap : int, default=1000
        Number of samples of units, drawn with replacement.
    random_state : int, RandomState instance or None, default=None

    Returns
    -------
    lower, upper : float
        NaN if no unit has two ratings.

    Examples
    --------
    >>> from sktopics.judging import krippendorff_interval
    >>> ratings = [[1, 2, 3, 3, 2, 1], [1, 2, 3, 2, 2, 1]]
    >>> krippendorff_interval(ratings, "interval", random_state=0)[1]
    1.0
    """
    counts, values = _counted(ratings, level)
    rng = check_random_state(random_state)
    if not len(counts):
        return float("nan"), float("nan")
    found = []
    for _ in range(n_bootstrap):
        drawn = counts[rng.randint(len(counts), size=len(counts))]
        found.append(_alpha(drawn, _squared_differences(drawn, values, level)))
    tail = (1 - confidence) / 2
    lower, upper = np.quantile(found, [tail, 1 - tail])
    return float(lower), float(upper)


def _counted(ratings, level):
    """Return how often each unit has each value, (n_units, n_values), and the values.

    Units with fewer than two ratings are left out.
    """
    ratings = np.asarray(ratings, dtype=object)
    if ratings.ndim != 2:
        raise ValueError(
            "ratings must be a table of judges x units, got an array of "
            f"{ratings.ndim} dimensions."
        )
    is_missing = np.array(
        [[_is_missing(x) for x in row] for row in ratings], bool
    ).reshape(ratings.shape)
    if level == "nominal":
        # By equality: 1 of one judge is 1.0 of another, whose ratings have gaps.
        values = list(dict.fromkeys(ratings[~is_missing]))
        column = {value: i for i, value in enumerate(values)}
        numbers = [
            [0 if missing else column[x] for x, missing in zip(*rows, strict=True)]
            for rows in zip(ratings, is_missing, strict=True)
        ]
    else:
        numbers, values = _numbered(ratings, is_missing, level)
    counts = np.zeros((ratings.shape[1], max(len(values), 1)))
    for row, missing in zip(numbers, is_missing, strict=True):
        units = np.flatnonzero(~missing)
        counts[units, np.asarray(row, dtype=np.int64)[units]] += 1
    return counts[counts.sum(axis=1) > 1], values


def _is_missing(value):
    try:
        return value is None or bool(value != value)
    except TypeError:  # pandas.NA is neither equal nor unequal to itself
        return True


def _numbered(ratings, is_missing, level):
    try:
        numbers = np.where(is_missing, 0, ratings).astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            'ratings must be numbers, or level="nominal" for any values.'
        ) from None
    if not np.isfinite(numbers).all():
        raise ValueError("ratings must be finite, or NaN for none.")
    if level == "ratio" and (numbers < 0).any():
        raise ValueError(
            f'ratings must not be negative with level="ratio", got {numbers.min():g}.'
        )
    values = np.unique(numbers[~is_missing])
    return np.searchsorted(values, numbers).clip(max=max(len(values) - 1, 0)), values


def _squared_differences(counts, values, level):
    """Return the squared differences of values, (n_values, n_values)."""
    n_values = counts.shape[1]
    if level == "nominal":
        return 1.0 - np.eye(n_values)
    if level == "ordinal":
        # Ranks: half of the ratings of the two values, and all between.
        totals = counts.sum(axis=0)
        middle = np.cumsum(totals) - totals / 2
        return (middle[:, np.newaxis] - middle) ** 2
    if not len(values):
        return np.zeros((n_values, n_values))
    squares = (values[:, np.newaxis] - values) ** 2
    if level == "ratio":
        sums = (values[:, np.newaxis] + values) ** 2
        return np.divide(squares, sums, out=np.zeros_like(squares), where=sums > 0)
    return squares


def _alpha(counts, differences):
    n_of_unit = counts.sum(axis=1)
    n_ratings = n_of_unit.sum()
    if n_ratings < 2:
        return float("nan")
    totals = counts.sum(axis=0)
    expected = totals @ differences @ totals / (n_ratings - 1)
    if expected == 0:
        return 1.0
    within = np.einsum("uv,vw,uw->u", counts, differences, counts)
    observed = (within / np.maximum(n_of_unit - 1, 1)).sum()
    return float(1 - observed / expected)
