"""The mixtures of topics in documents, as a table."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import overload

import numpy as np
import scipy.sparse as sp

from .._frames import ColumnsMixin
from .._frozen import frozen
from .._terminal import SHOWN_ROWS, one_line, table_lines
from ._sparse_rows import largest_first, read_only
from ._token_table import TokenRecords, TokenTable

_SHOWN_TOPICS = 3


@dataclass(frozen=True)
class DocumentMixture:
    """The topics of a document, a row of `TopicMixtures`.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    topics : tuple of int
        Its topics, the largest first; none of a document without a topic.
    shares : tuple of float
        Their shares, which sum to 1.
    labels : tuple of str
        Their names.
    """

    index: int
    topics: tuple[int, ...]
    shares: tuple[float, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class TopicMixtures(ColumnsMixin, Sequence[DocumentMixture]):
    """An immutable table of mixtures of topics, made by `approximate_distribution`.

    A sequence of `DocumentMixture` rows: ``len(mixtures)``, ``mixtures[0]`` and
    iteration give documents, ``mixtures[:5]`` is a table again.

    Parameters
    ----------
    shares : csr_array of shape (n_documents, n_topics), float64
        Shares of topics; rows sum to 1, or to 0 for a document without a topic.
    topic_labels : tuple of str
        Names of the topics.
    rows : ndarray of shape (n_documents,), int
        Rows of the documents in the corpus.
    token_records : TokenRecords or None
        The tokens of all documents, by their rows in the corpus, if they were asked
        for.

    Attributes
    ----------
    without_topic : ndarray of shape (n_documents,), bool
        Which documents have no topic: their rows of `shares` are zeros.
    """

    shares: sp.csr_array
    topic_labels: tuple[str, ...]
    rows: np.ndarray
    token_records: TokenRecords | None = None

    def __post_init__(self):
        object.__setattr__(self, "shares", read_only(self.shares))
        object.__setattr__(self, "topic_labels", frozen(self.topic_labels))

    def __len__(self) -> int:
        return self.shares.shape[0]

    @overload
    def __getitem__(self, key: int) -> DocumentMixture: ...

    @overload
    def __getitem__(self, key: slice) -> "TopicMixtures": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            shares, rows = self.shares[key], self.rows[key]
            return TopicMixtures(shares, self.topic_labels, rows, self.token_records)
        row = operator.index(key)
        index = self.rows[row].item()  # an IndexError ends an iteration
        topics, shares = largest_first(self.shares, row % len(self))
        labels = tuple(self.topic_labels[topic] for topic in topics.tolist())
        return DocumentMixture(
            index, tuple(topics.tolist()), tuple(shares.tolist()), labels
        )

    def __iter__(self) -> Iterator[DocumentMixture]:
        return map(self.__getitem__, range(len(self)))

    @property
    def without_topic(self) -> np.ndarray:
        """Which documents have no topic, an array of bool of shape (n_documents,)."""
        return np.diff(self.shares.indptr) == 0

    def tokens(self, document) -> TokenTable:
        """Return the topics of the tokens of a document.

        Parameters
        ----------
        document : int
            Its place in this table.

        Returns
        -------
        table : TokenTable

        Raises
        ------
        ValueError
            If tokens were not asked for.
        """
        if self.token_records is None:
            raise ValueError(
                "The topics of tokens are not known: call approximate_distribution "
                "with calculate_tokens=True."
            )
        row = self.rows[operator.index(document)].item()
        records = self.token_records
        inside = slice(*records.offsets[row : row + 2].tolist())
        return TokenTable(
            row,
            np.arange(inside.stop - inside.start),
            tuple(records.words[inside]),
            records.spans[inside],
            records.similarities[inside],
            self.topic_labels,
        )

    def _columns(self):
        """Return a row for each topic of each document, the largest first."""
        found = [(row.index, *each) for row in self for each in _each_topic(row)]
        names = "document", "topic", "label", "share"
        columns = list(zip(*found, strict=True)) or [()] * len(names)
        return {name: list(column) for name, column in zip(names, columns, strict=True)}

    def __repr__(self):
        n, n_topics = len(self), len(self.topic_labels)
        title = (
            f"TopicMixtures: {n} document{'' if n == 1 else 's'}, "
            f"{n_topics} topic{'' if n_topics == 1 else 's'}"
        )
        lines = [*map(_line, self[:SHOWN_ROWS]), *repeat("", n - SHOWN_ROWS)]
        return table_lines(title, "document  topics", lines, "documents")


def _line(row):
    """Return what is shown of a document: its largest topics."""
    pairs = list(zip(row.shares, row.labels, strict=True))
    shown = [f"{share:.2f} {one_line(label, 20)}" for share, label in pairs]
    more = ["…"] if len(shown) > _SHOWN_TOPICS else []
    text = "; ".join([*shown[:_SHOWN_TOPICS], *more]) or "(no topic)"
    return f"{row.index:8d}  {text}"


def _each_topic(row):
    return zip(row.topics, row.labels, row.shares, strict=True)
