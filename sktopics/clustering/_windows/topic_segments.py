"""TopicSegments: parts of documents that have one topic each, as a table."""

from dataclasses import dataclass

import numpy as np

from ..._terminal import clip, one_line, pad, table_lines
from ...analysis import TextSegment, TextSegments

_HEADER = "document  start   stop  topic  relevance  label             text"


@dataclass(frozen=True)
class TopicSegment(TextSegment):
    """A part of a document that has one topic, a row of `TopicSegments`.

    Parameters
    ----------
    document, id, start, stop, topic, label, share, text
        As of a :class:`~sktopics.analysis.TextSegment`; `share` is the mean probability
        of the topic in the sentences of the segment.
    relevance : float
        Cosine of the mean vector of the segment's tokens with the topic.

    Examples
    --------
    >>> from sktopics.clustering import TopicSegment
    >>> segment = TopicSegment(0, "a", 0, 5, 2, "weather", 0.9, "Rain.", 0.8)
    >>> segment.label, segment.text, segment.relevance
    ('weather', 'Rain.', 0.8)
    """

    relevance: float


@dataclass(frozen=True, eq=False, repr=False)
class TopicSegments(TextSegments):
    """Parts of documents that have one topic each, and how near they are to it.

    Made by `segments` and `topical_passages` of a model. A sequence of `TopicSegment`
    rows; a slice is such a table again.

    Parameters
    ----------
    spans, topics, shares, labels, texts, ids, n_documents
        As of :class:`~sktopics.analysis.TextSegments`.
    relevances : ndarray of shape (n_segments,)
        Cosines of the mean vectors of tokens with the topics.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.clustering import TopicSegments
    >>> segments = TopicSegments(
    ...     np.array([[0, 0, 6], [0, 6, 12]]), np.array([2, 1]), np.array([0.9, 0.8]),
    ...     ("weather", "money"), ("Rain. ", "Taxes."), (0, 0), 1, np.array([0.8, 0.7]),
    ... )
    >>> segments
    TopicSegments: 2
    document  start   stop  topic  relevance  label             text
           0      0      6      2       0.80  weather           Rain.
           0      6     12      1       0.70  money             Taxes.
    >>> segments.borders
    [array([6])]
    """

    relevances: np.ndarray

    def __getitem__(self, key):
        found = super().__getitem__(key)
        if isinstance(key, slice):
            return TopicSegments(**vars(found), relevances=self.relevances[key])
        return TopicSegment(**vars(found), relevance=float(self.relevances[key]))

    def _columns(self):
        columns = super()._columns()
        text = columns.pop("text")
        return {**columns, "relevance": self.relevances, "text": text}

    def __repr__(self):
        rows = [
            f"{s.id!s:>8.8}{s.start:7d}{s.stop:7d}{s.topic:7d}{s.relevance:11.2f}  "
            f"{pad(clip(s.label, 16), 16)}  {one_line(s.text, 24)}"
            for s in self
        ]
        return table_lines(f"TopicSegments: {len(self)}", _HEADER, rows, "segments")
