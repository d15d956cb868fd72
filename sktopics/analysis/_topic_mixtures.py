"""The mixtures of topics in documents, and of topics in their words: tables."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

import numpy as np
import scipy.sparse as sp

from .._arrays import offsets_of
from .._frames import ColumnsMixin
from .._frozen import frozen

_SHOWN_ROWS = 20
_SHOWN_TOPICS = 3
_NO_TOPIC = -1


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
    token_records: "TokenRecords | None" = None

    def __post_init__(self):
        object.__setattr__(self, "shares", _read_only(self.shares))
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
        topics, shares = _largest_first(self.shares, row % len(self))
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

    def tokens(self, document) -> "TokenTable":
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
        n = len(self)
        topics = "" if len(self.topic_labels) == 1 else "s"
        lines = [
            f"TopicMixtures: {n} document{'' if n == 1 else 's'}, "
            f"{len(self.topic_labels)} topic{topics}"
        ]
        if n:
            lines.append("document  topics")
        for row in self[:_SHOWN_ROWS]:
            pairs = zip(row.shares, row.labels, strict=True)
            shown = [f"{share:.2f} {_clip(label, 20)}" for share, label in pairs]
            more = ["…"] if len(shown) > _SHOWN_TOPICS else []
            text = "; ".join([*shown[:_SHOWN_TOPICS], *more]) or "(no topic)"
            lines.append(f"{row.index:8d}  {text}")
        if n > _SHOWN_ROWS:
            lines.append(f"… {n - _SHOWN_ROWS} more documents")
        return "\n".join(lines)


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
        object.__setattr__(self, "similarities", _read_only(self.similarities))

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
        topics, values = _largest_first(self.similarities, row % len(self))
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
        n = len(self)
        head = f"{n} token{'' if n == 1 else 's'} of document {self.document}"
        lost = int(self.without_place.sum())
        if lost:
            head += f", {lost} without a place in the text"
        lines = [f"TokenTable: {head}"]
        if n:
            lines.append("token       span  word              topic  share  label")
        for row in self[:_SHOWN_ROWS]:
            span = "-" if row.start < 0 else f"{row.start}:{row.stop}"
            lines.append(
                f"{row.index:5d}  {span:>9}  {_clip(row.word, 16):16}  {row.topic:5d}  "
                f"{row.share:5.2f}  {_clip(row.label, 36)}".rstrip()
            )
        if n > _SHOWN_ROWS:
            lines.append(f"… {n - _SHOWN_ROWS} more tokens")
        return "\n".join(lines)


def scaled_rows(matrix):
    """Return the rows of a CSR array scaled to sum to 1; empty rows stay empty."""
    totals = np.asarray(matrix.sum(axis=1)).ravel()
    data = matrix.data / np.repeat(totals, np.diff(matrix.indptr))
    return sp.csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _each_topic(row):
    return zip(row.topics, row.labels, row.shares, strict=True)


def _largest_first(matrix, row):
    """Return the columns and values of a row, the largest value first."""
    cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
    values, columns = matrix.data[cells], matrix.indices[cells]
    order = np.argsort(-values, kind="stable")
    return columns[order], values[order]


def _read_only(matrix):
    """Return a CSR array whose numbers cannot be changed."""
    matrix = sp.csr_array(matrix)
    matrix.sort_indices()
    for values in (matrix.data, matrix.indices, matrix.indptr):
        values.setflags(write=False)
    return matrix


def _clip(text, width):
    """Cut a text to one line of at most `width` characters."""
    text = "".join(c if c.isprintable() else " " for c in text)
    return text if len(text) <= width else text[: width - 1] + "…"
