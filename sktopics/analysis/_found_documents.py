"""Tables of documents that a search has found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import one_line, table_lines

HEADER = "document  similarity  topic  excerpt"


@dataclass(frozen=True)
class FoundDocument:
    """A document that `find_documents` has found.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    id : object
        What the index of a pandas Series or frame calls it, else the row.
    topic : int
        Its topic, -1 if it has none.
    label : str
        Name of the topic.
    similarity : float
        How much it is about what was looked for, see `find_documents`.
    excerpt : str or None
        First words; None if the corpus was not raw text.
    """

    index: int
    id: Any
    topic: int
    label: str
    similarity: float
    excerpt: str | None


@dataclass(frozen=True, eq=False, repr=False)
class FoundDocuments(ColumnsMixin, FrozenArrays, Sequence[FoundDocument]):
    """Documents that `find_documents` has found, the nearest first.

    A sequence of `FoundDocument` rows; a slice is such a table again.

    Parameters
    ----------
    rows : ndarray of shape (n_found,), int
        Rows of the documents in the corpus.
    ids : tuple
        What the index of a pandas Series or frame calls them, else the rows.
    topics : ndarray of shape (n_found,), int
        Topic of each document, -1 for none.
    labels : tuple of str
        Names of the topics.
    similarities : ndarray of shape (n_found,)
    excerpts : tuple of str or None
        First words of each document.
    """

    rows: np.ndarray
    ids: tuple
    topics: np.ndarray
    labels: tuple[str, ...]
    similarities: np.ndarray
    excerpts: tuple[str | None, ...]

    def _fields(self):
        return (
            self.rows,
            self.ids,
            self.topics,
            self.labels,
            self.similarities,
            self.excerpts,
        )

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return FoundDocuments(*(values[key] for values in self._fields()))
        row, name, topic, label, similarity, excerpt = (v[key] for v in self._fields())
        return FoundDocument(
            int(row), name, int(topic), label, float(similarity), excerpt
        )

    def _columns(self):
        names = ("document", "id", "topic", "label", "similarity", "excerpt")
        return {
            name: values if isinstance(values, np.ndarray) else list(values)
            for name, values in zip(names, self._fields(), strict=True)
        }

    def __repr__(self):
        rows = [
            f"{d.id!s:>8.8}  {d.similarity:z10.3f}  {d.topic:5d}  "
            f"{one_line(d.excerpt or '', 55)}"
            for d in self
        ]
        title, header = f"FoundDocuments: {len(self)}", HEADER
        return table_lines(title, header, rows, "documents")
