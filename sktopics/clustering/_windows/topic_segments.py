"""TopicSegments: parts of documents that have one topic each, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..._frames import ColumnsMixin
from ..._frozen import FrozenArrays
from ..._terminal import one_line, table_lines

HEADER = "document  start   stop  topic  relevance  text"


@dataclass(frozen=True)
class TopicSegment:
    """A part of a document that has one topic, a row of `TopicSegments`.

    Parameters
    ----------
    document : int
        Row of the document.
    id : object
        What the index of a pandas Series or frame calls it, else the row.
    start, stop : int
        Characters of the raw text: the segment is ``document[start:stop]``.
    topic : int
    label : str
        Name of the topic.
    relevance : float
        Cosine of the mean vector of the segment's tokens with the topic.
    text : str
        The raw text of the segment.

    Examples
    --------
    >>> from sktopics.clustering import TopicSegment
    >>> segment = TopicSegment(0, "a", 0, 5, 2, "weather", 0.8, "Rain.")
    >>> segment.label, segment.text
    ('weather', 'Rain.')
    """

    document: int
    id: Any
    start: int
    stop: int
    topic: int
    label: str
    relevance: float
    text: str


@dataclass(frozen=True, eq=False, repr=False)
class TopicSegments(ColumnsMixin, FrozenArrays, Sequence[TopicSegment]):
    """Parts of documents that have one topic each.

    Made by `segments` and `topical_passages` of a model. A sequence of `TopicSegment`
    rows; a slice is such a table again.

    Parameters
    ----------
    documents : ndarray of shape (n_segments,), int
        Rows of the documents.
    ids : tuple
        What the index of a pandas Series or frame calls them, else the rows.
    starts, stops : ndarray of shape (n_segments,), int
        Characters of the raw texts.
    topics : ndarray of shape (n_segments,), int
    labels : tuple of str
        Names of the topics.
    relevances : ndarray of shape (n_segments,)
        Cosines with the topics.
    texts : tuple of str

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.clustering import TopicSegments
    >>> segments = TopicSegments(
    ...     np.array([0, 0]), (0, 0), np.array([0, 6]), np.array([6, 12]),
    ...     np.array([2, 1]), ("weather", "money"), np.array([0.8, 0.7]),
    ...     ("Rain. ", "Taxes."),
    ... )
    >>> segments
    TopicSegments: 2
    document  start   stop  topic  relevance  text
           0      0      6      2      0.800  Rain.
           0      6     12      1      0.700  Taxes.
    >>> segments.to_dict()["label"]
    ['weather', 'money']
    """

    documents: np.ndarray
    ids: tuple
    starts: np.ndarray
    stops: np.ndarray
    topics: np.ndarray
    labels: tuple[str, ...]
    relevances: np.ndarray
    texts: tuple[str, ...]

    def _fields(self):
        return (
            self.documents,
            self.ids,
            self.starts,
            self.stops,
            self.topics,
            self.labels,
            self.relevances,
            self.texts,
        )

    def __len__(self):
        return len(self.documents)

    def __getitem__(self, key):
        values = [values[key] for values in self._fields()]
        if isinstance(key, slice):
            return TopicSegments(*values)
        document, name, start, stop, topic, label, relevance, text = values
        return TopicSegment(
            int(document),
            name,
            int(start),
            int(stop),
            int(topic),
            label,
            float(relevance),
            text,
        )

    def _columns(self):
        names = (
            "document",
            "id",
            "start",
            "stop",
            "topic",
            "label",
            "relevance",
            "text",
        )
        return {
            name: values if isinstance(values, np.ndarray) else list(values)
            for name, values in zip(names, self._fields(), strict=True)
        }

    def __repr__(self):
        rows = [
            f"{each.id!s:>8.8}  {each.start:5d}  {each.stop:5d}  {each.topic:5d}  "
            f"{each.relevance:9.3f}  {one_line(each.text, 45)}"
            for each in self
        ]
        return table_lines(f"TopicSegments: {len(self)}", HEADER, rows, "segments")
