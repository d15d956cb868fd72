"""Segments of documents, each about one topic: rows and their table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import clip, one_line, pad, table_lines

__all__ = ["TextSegment", "TextSegments"]

HEADER = "document  start   stop  topic  share  label             text"


@dataclass(frozen=True)
class TextSegment:
    """A segment of a document.

    Parameters
    ----------
    document : int
        Row of the document in the corpus.
    id : object
        What the index of a pandas Series calls the document, else the row.
    start, stop : int
        Its characters are ``start:stop`` of the document.
    topic : int
        Its topic, -1 if it has none.
    label : str
        Name of the topic.
    share : float
        Mean share of the topic in the parts of the segment.
    text : str
        The text of the segment.
    """

    document: int
    id: Any
    start: int
    stop: int
    topic: int
    label: str
    share: float
    text: str


@dataclass(frozen=True, eq=False, repr=False)
class TextSegments(ColumnsMixin, FrozenArrays, Sequence[TextSegment]):
    """Segments of documents in the order of the texts.

    A sequence of `TextSegment` rows; a slice is such a table again. The segments of a
    document follow each other without a gap, so that their texts joined are the
    document. A blank document has no segment.

    Parameters
    ----------
    spans : ndarray of shape (n_segments, 3), int64
        Document, start and stop in characters.
    topics : ndarray of shape (n_segments,), int64
        Topic of each segment, -1 for none.
    shares : ndarray of shape (n_segments,)
        Mean share of the topic in the parts of each segment.
    labels : tuple of str
        Names of the topics.
    texts : tuple of str
        Texts of the segments.
    ids : tuple
        What the index of a pandas Series calls the documents, else their rows.
    n_documents : int
        Number of documents.
    """

    spans: np.ndarray
    topics: np.ndarray
    shares: np.ndarray
    labels: tuple[str, ...]
    texts: tuple[str, ...]
    ids: tuple
    n_documents: int

    @property
    def borders(self) -> list[np.ndarray]:
        """The characters with which second and further segments start.

        A list of `n_documents` arrays, as `pk_error` takes it with ``texts=``.
        """
        cuts = np.searchsorted(self.spans[:, 0], np.arange(1, self.n_documents))
        starts = np.split(self.spans[:, 1], cuts)
        return [each[each > 0] for each in starts[: self.n_documents]]

    def __len__(self):
        return len(self.spans)

    def __getitem__(self, key):
        fields = (self.spans, self.topics, self.shares, self.labels, self.texts)
        if isinstance(key, slice):
            rows = (*(values[key] for values in fields), self.ids[key])
            return TextSegments(*rows, self.n_documents)
        (document, start, stop), topic, share, label, text = (v[key] for v in fields)
        return TextSegment(
            int(document),
            self.ids[key],
            int(start),
            int(stop),
            int(topic),
            label,
            float(share),
            text,
        )

    def _columns(self):
        return {
            "document": self.spans[:, 0],
            "id": list(self.ids),
            "start": self.spans[:, 1],
            "stop": self.spans[:, 2],
            "topic": self.topics,
            "label": list(self.labels),
            "share": self.shares,
            "text": list(self.texts),
        }

    def __repr__(self):
        rows = [
            f"{s.id!s:>8.8}{s.start:7d}{s.stop:7d}{s.topic:7d}{s.share:7.2f}  "
            f"{pad(clip(s.label, 16), 16)}  {one_line(s.text, 31)}"
            for s in self[:20]
        ]
        lines = table_lines(f"TextSegments: {len(self)}", HEADER, rows, "segments")
        more = len(self) - len(rows)
        return f"{lines}\n… {more} more segments" if more else lines
