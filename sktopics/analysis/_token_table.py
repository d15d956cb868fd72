"""The topics of the tokens of a document, as a table."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, overload

import numpy as np
import scipy.sparse as sp

from .._arrays import offsets_of
from .._frames import ColumnsMixin
from .._terminal import SHOWN_ROWS, one_line, pad, table_lines
from ._sparse_rows import largest_first, read_only, scaled_rows

_NO_TOPIC = -1


class TokenRecords(NamedTuple):
    """The tokens of all documents.

    Attributes
    ----------
    words : list of str
    spans : ndarray of shape (n_tokens, 2), int64
    similarities : csr_array of shape (n_tokens, n_topics), float64
    offsets : ndarray of shape (n_documents + 1,), int64
        The tokens of document d are ``offsets[d]`` to ``offsets[d + 1] - 1``.
    """

    words: list
    spans: np.ndarray
    similarities: sp.csr_array
    offsets: np.ndarray

    @classmethod
    def joined(cls, parts):
        """Return the records of several parts of a corpus as one."""
        words, spans, similarities, offsets = zip(*parts, strict=True)
        return cls(
            [word for part in words for word in part],
            np.concatenate(spans),
            sp.vstack(similarities, format="csr"),
            offsets_of(np.concatenate([np.diff(part) for part in offsets])),
        )


@dataclass(frozen=True)
class TokenTopics:
    """A token and its topics, a row of a `TokenTable`.

    Parameters
    ----------
    index : int
        Its place among the words of the document, stop words included.
    word : str
        As the vectorizer has it.
    start, stop : int
        Its characters in the raw text, ``text[start:stop]``; -1 where they are not
        known.
    topic : int
        Its topic with the largest share, -1 if it has none.
    label : str
        Name of that topic.
    share : float
        Its share, 0 if there is none.
    """

    index: int
    word: str
    start: int
    stop: int
    topic: int
    label: str
    share: float


@dataclass(frozen=True, eq=False, repr=False)
class TokenTable(ColumnsMixin, Sequence[TokenTopics]):
    """An immutable table of the tokens of a document and their topics.

    A sequence of `TokenTopics` rows: ``len(table)``, ``table[0]`` and iteration give
    tokens, ``table[:5]`` is a table again.

    Parameters
    ----------
    document : int
        Row of the document in the corpus.
    rows : ndarray of shape (n_tokens,), int
        Places of the tokens among the words of the document.
    words : tuple of str
        The tokens, stop words and unknown words included.
    spans : ndarray of shape (n_tokens, 2), int64
        Start and stop of each token in the raw text; -1 where they are not known.
    similarities : csr_array of shape (n_tokens, n_topics), float64
        For each token the similarities of all windows that hold it, summed up.
    topic_labels : tuple of str
        Names of the topics.

    Attributes
    ----------
    shares : csr_array of shape (n_tokens, n_topics), float64
        The similarities, scaled to rows that sum to 1, or to 0 for a token without a
        topic.
    without_place : ndarray of shape (n_tokens,), bool
        Which tokens are not found in the raw text.
    """

    document: int
    rows: np.ndarray
    words: tuple[str, ...]
    spans: np.ndarray
    similarities: sp.csr_array
    topic_labels: tuple[str, ...]

    def __post_init__(self):
        object.__setattr__(self, "similarities", read_only(self.similarities))

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, key: int) -> TokenTopics: ...

    @overload
    def __getitem__(self, key: slice) -> "TokenTable": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TokenTable(
                self.document,
                self.rows[key],
                self.words[key],
                self.spans[key],
                self.similarities[key],
                self.topic_labels,
            )
        row = operator.index(key)
        index, (start, stop) = self.rows[row].item(), self.spans[row].tolist()
        topics, values = largest_first(self.similarities, row % len(self))
        topic, label, share = _NO_TOPIC, "(no topic)", 0.0
        if len(topics):
            topic, share = topics[0].item(), (values[0] / values.sum()).item()
            label = self.topic_labels[topic]
        return TokenTopics(index, self.words[row], start, stop, topic, label, share)

    def __iter__(self) -> Iterator[TokenTopics]:
        return map(self.__getitem__, range(len(self)))

    @property
    def shares(self) -> sp.csr_array:
        """Shares of topics in tokens, csr_array of shape (n_tokens, n_topics)."""
        return scaled_rows(self.similarities)

    @property
    def without_place(self) -> np.ndarray:
        """Which tokens are not found in the raw text, an array of bool."""
        return self.spans[:, 0] < 0

    def _columns(self):
        names = "index", "word", "start", "stop", "topic", "label", "share"
        rows = list(self)
        columns = {name: [getattr(row, name) for row in rows] for name in names}
        return {"token": columns.pop("index"), **columns}

    def __repr__(self):
        n, lost = len(self), int(self.without_place.sum())
        title = f"{n} token{'' if n == 1 else 's'} of document {self.document}"
        if lost:
            title += f", {lost} without a place in the text"
        header = "token       span  word              topic  share  label"
        lines = [*map(_line, self[:SHOWN_ROWS]), *repeat("", n - SHOWN_ROWS)]
        return table_lines(f"TokenTable: {title}", header, lines, "tokens")


def _line(row):
    """Return what is shown of a token."""
    span = "-" if row.start < 0 else f"{row.start}:{row.stop}"
    word, label = pad(one_line(row.word, 16), 16), one_line(row.label, 36)
    return (
        f"{row.index:5d}  {span:>9}  {word}  {row.topic:5d}  {row.share:5.2f}  {label}"
    )
