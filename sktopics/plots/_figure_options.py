"""Parameters that figures have in common, and what they may be."""

from collections.abc import Mapping
from numbers import Integral

from .._sklearn import Interval

AT_LEAST_ONE = [Interval(Integral, 1, None, closed="left")]
AT_LEAST_NONE = [Interval(Integral, 0, None, closed="left")]
# As many as said, or all.
UP_TO_ALL = [*AT_LEAST_ONE, None]
# Names that users give to topics.
LABELS = ["array-like", Mapping, None]
LEVEL = [Integral, None]

# Parameters that all figures have; plotly draws no smaller ones.
OF_FIGURES = {
    "title": [str, None],
    "width": [Interval(Integral, 10, None, closed="left"), None],
    "height": [Interval(Integral, 10, None, closed="left"), None],
}
# Parameters of figures that show topics under their names.
OF_NAMED_TOPICS = {**OF_FIGURES, "labels": LABELS}
# Parameters of figures that show some of the topics.
OF_TOPICS = {**OF_NAMED_TOPICS, "topics": ["array-like", None], "n_topics": UP_TO_ALL}
