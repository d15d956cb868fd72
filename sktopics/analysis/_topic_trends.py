"""Which topics emerge and which fade, by a test with corrected p-values."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from numbers import Real
from typing import overload

from .._frames import ColumnsMixin
from .._reading import Membership
from .._sklearn import Interval, StrOptions, validate_params
from .._terminal import WIDTH, clip, printable
from ._group_shares import sums_by_group
from ._share_trends import corrected, linear_trends, rank_trends
from ._time_bins import BINNING
from ._topics_in_groups import read_documents, topic_labels
from ._topics_over_time import bins_of

_SHOWN_ROWS = 40
_TESTS = {"linear": linear_trends, "mann-kendall": rank_trends}


@dataclass(frozen=True)
class TopicTrend:
    """The trend of a topic, a row of `TopicTrends`.

    Parameters
    ----------
    topic : int
    label : str
        Its name.
    status : {"emerging", "fading", "steady"}
    before, after : float
        Share in the first and the last bin, on the line of the trend.
    slope : float
        Change of the share in a year; in one unit, if times are numbers.
    statistic : float
        t of the slope, or Kendall's tau.
    p_value : float
        Of the test that there is no trend, two-sided.
    p_corrected : float
        After Benjamini and Hochberg, for all topics of the model.
    """

    topic: int
    label: str
    status: str
    before: float
    after: float
    slope: float
    statistic: float
    p_value: float
    p_corrected: float


@dataclass(frozen=True, repr=False)
class TopicTrends(ColumnsMixin, Sequence[TopicTrend]):
    """An immutable table of the trends of topics, made by `emerging_topics`.

    A sequence of `TopicTrend` rows: ``len(table)``, ``table[0]`` and iteration give
    rows, ``table[:5]`` is a table again.

    Parameters
    ----------
    rows : tuple of TopicTrend
        Emerging topics first, then steady and fading ones; by their change.
    """

    rows: tuple[TopicTrend, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, key: int) -> TopicTrend: ...

    @overload
    def __getitem__(self, key: slice) -> "TopicTrends": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicTrends(self.rows[key])
        return self.rows[operator.index(key)]

    def __iter__(self) -> Iterator[TopicTrend]:
        return iter(self.rows)

    @property
    def emerging(self) -> list[int]:
        """Numbers of the topics whose share grows, a list of int."""
        return self._of_status("emerging")

    @property
    def fading(self) -> list[int]:
        """Numbers of the topics whose share shrinks, a list of int."""
        return self._of_status("fading")

    def _of_status(self, status):
        return [row.topic for row in self.rows if row.status == status]

    def _columns(self):
        names = [field.name for field in fields(TopicTrend)]
        return {name: [getattr(row, name) for row in self.rows] for name in names}

    def __repr__(self):
        lines = [
            f"TopicTrends: {len(self.emerging)} emerging, {len(self.fading)} fading, "
            f"{len(self) - len(self.emerging) - len(self.fading)} steady",
            "topic  status    before   after  p_corrected  label",
        ]
        for row in self.rows[:_SHOWN_ROWS]:
            line = (
                f"{row.topic:5d}  {row.status:8}  {row.before:6.1%}  {row.after:6.1%}  "
                f"{row.p_corrected:11.2g}  {row.label}"
            )
            lines.append(clip(printable(line), WIDTH))
        if len(self) > _SHOWN_ROWS:
            lines.append(f"… {len(self) - _SHOWN_ROWS} more topics")
        return "\n".join(lines)


@validate_params(
    {
        **BINNING,
        "test": [StrOptions(set(_TESTS))],
        "alpha": [Interval(Real, 0, 1, closed="neither")],
    },
    prefer_skip_nested_validation=True,
)
def emerging_topics(
    model,
    X,
    times,
    *,
    n_bins=None,
    frequency=None,
    strategy="uniform",
    datetime_format=None,
    test="linear",
    alpha=0.05,
    labels=None,
    **beside,
) -> TopicTrends:
    """Tell which topics grow and which shrink over time, with any fitted model.

    Parameters
    ----------
    model, X, times : object
        As of `topics_over_time`.
    n_bins, frequency, strategy, datetime_format : object
        The bins, as of `topics_over_time`; by default each distinct time is one. The
        test takes bins for independent: choose them so long that one event, one speech
        or one issue of a journal, does not fill several.
    test : {"linear", "mann-kendall"}, default="linear"
        "linear" tests the slope of weighted least squares of the shares of bins, with a
        variance estimated from how much the bins vary. "mann-kendall" tests the order
        of the shares: it finds trends that are no lines and does not mind single bins
        far off, but needs bins with about equally many documents
        (``strategy="quantile"``).
    alpha : float, default=0.05
        What part of the emerging and fading topics may be so by chance: a topic is one
        of them if its corrected p-value is not above this.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    **beside : dict
        What `transform` of the model takes beside `X`, such as ``embeddings=``.

    Returns
    -------
    table : TopicTrends
        A row for each topic: emerging ones first, fading ones last.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    ValueError
        If fewer than three bins have documents.

    See Also
    --------
    topics_over_time : The shares and words of the bins.
    sktopics.clustering.TopicDrift : Which topics of a model are new, and which of an
        earlier model are gone.

    Notes
    -----
    p-values are corrected for the number of topics by Benjamini and Hochberg [1]_. They
    take bins for independent but for the trend. A topic that drifts up and down slowly
    shows a trend in many a period: look at its figure before you believe it.

    Why not Mann and Kendall by default? In a corpus that grows, early bins have few
    documents, and no document of a rare topic in most of them. Its share is then lower
    in more of the early bins, although it is the same on average.

    References
    ----------
    .. [1] Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate: a practical
       and powerful approach to multiple testing", JRSS B 57, 1995.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.analysis import emerging_topics
    >>> years = np.repeat(np.arange(2000, 2010), 20)
    >>> rng = np.random.default_rng(0)
    >>> labels = np.where(rng.random(200) < (years - 1999) / 15, 0, 1)
    >>> emerging_topics(labels, None, years)
    TopicTrends: 1 emerging, 1 fading, 0 steady
    topic  status    before   after  p_corrected  label
        0  emerging    8.2%   57.8%      0.00041  0
        1  fading     91.8%   42.2%      0.00041  1
    """
    documents = read_documents(model, X, beside)
    bins = bins_of(times, documents, n_bins, frequency, strategy, datetime_format)
    membership = Membership.of_numbers(list(range(len(bins))), bins.numbers)
    sums, masses = sums_by_group(documents.found, membership)
    there = masses > 0
    if there.sum() < 3:
        raise ValueError(
            f"A trend needs three bins with documents at least, and there are "
            f"{there.sum()}: pass a larger n_bins, or a shorter frequency."
        )
    trends = _TESTS[test](sums[there], masses[there], bins.middles[there])
    p_corrected = corrected(trends.p_values)
    labels = topic_labels(documents, labels)
    rows = []
    for topic, (p, *values) in enumerate(zip(p_corrected, *trends, strict=True)):
        before, after, slope, statistic, p_value = map(float, values)
        status = "steady"
        if p <= alpha:
            status = "emerging" if statistic > 0 else "fading"
        row = topic, labels[topic], status, before, after, slope, statistic
        rows.append(TopicTrend(*row, p_value, float(p)))
    order = {"emerging": 0, "steady": 1, "fading": 2}
    rows.sort(key=lambda row: (order[row.status], row.before - row.after))
    return TopicTrends(tuple(rows))
