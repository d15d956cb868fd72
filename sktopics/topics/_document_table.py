"""A row per document: its topics, by any fitted model."""

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from .._frames import ColumnsMixin, frame_of
from .._frozen import FrozenArrays, FrozenMapping
from .._reading import (
    excerpts,
    final_model,
    materialized,
    read_topics,
    topic_shares,
    traits_of,
)
from .._sklearn import validate_params
from .._terminal import SHOWN_ROWS, WIDTH, clip, pad, pad_left, printable
from ._spreadsheet_cells import shown_as_text_in_cells
from ._table_of_model import topic_table
from ._written_table import csv_text, write_text

NO_TOPIC = -1


@dataclass(frozen=True)
class DocumentTopics:
    """The topics of a document, a row of a `DocumentTable`.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    topic : int
        Its topic, -1 if it has none.
    label : str
        Name of the topic.
    share : float
        Share of the topic in the document; with a model of clusters, the probability of
        the topic, or of having none.
    second_topic : int
        The topic with the next largest share, -1 if there is none.
    second_share : float
        Its share.
    excerpt : str or None
        First words of the document; None if the corpus was not raw text.
    """

    index: int
    topic: int
    label: str
    share: float
    second_topic: int
    second_share: float
    excerpt: str | None


@dataclass(frozen=True, eq=False, repr=False)
class DocumentTable(ColumnsMixin, FrozenArrays, Sequence[DocumentTopics]):
    """An immutable table of documents and their topics, made by `document_table`.

    A sequence of `DocumentTopics` rows: ``len(table)``, ``table[0]`` and iteration give
    documents, ``table[:5]`` is a table again.

    Parameters
    ----------
    rows : ndarray of shape (n_documents,), int
        Rows of the documents in the corpus.
    topics : ndarray of shape (n_documents,), int
        Topic of each document, -1 for one without.
    shares : ndarray of shape (n_documents,)
        Share of that topic.
    second_topics : ndarray of shape (n_documents,), int
        The topic with the next largest share, -1 if there is none.
    second_shares : ndarray of shape (n_documents,)
        Its share, 0 if there is none.
    topic_labels : mapping from int to str
        Names of the topics that documents have.
    excerpts : tuple of str or None
        First words of each document.
    """

    rows: np.ndarray
    topics: np.ndarray
    shares: np.ndarray
    second_topics: np.ndarray
    second_shares: np.ndarray
    topic_labels: Mapping[int, str]
    excerpts: tuple[str | None, ...]

    _index = "document"

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, key: int) -> DocumentTopics: ...

    @overload
    def __getitem__(self, key: slice) -> "DocumentTable": ...

    def __getitem__(self, key):
        arrays = (
            self.rows,
            self.topics,
            self.shares,
            self.second_topics,
            self.second_shares,
        )
        if isinstance(key, slice):
            chosen = (values[key] for values in arrays)
            return DocumentTable(*chosen, self.topic_labels, self.excerpts[key])
        key = operator.index(key)
        row, topic, share, second, second_share = (v[key].item() for v in arrays)
        label, excerpt = self.topic_labels[topic], self.excerpts[key]
        return DocumentTopics(row, topic, label, share, second, second_share, excerpt)

    def __iter__(self) -> Iterator[DocumentTopics]:
        return map(self.__getitem__, range(len(self)))

    @property
    def labels(self) -> list[str]:
        """Name of the topic of each document, a list of str."""
        return [self.topic_labels[topic] for topic in self.topics.tolist()]

    def to_frame(self, library="pandas", *, safe_for_spreadsheets=False) -> Any:
        """Return the table as a data frame.

        Parameters
        ----------
        library : {"pandas", "polars", "pyarrow", "modin"}, default="pandas"
            Whose data frame it is to be.
        safe_for_spreadsheets : bool, default=False
            Whether to put an apostrophe before texts that a spreadsheet would take for
            formulas, see :meth:`TopicTable.to_frame`.

        Returns
        -------
        frame : data frame of that library, of shape (n_documents, 7)
            In pandas indexed by ``document``, the row of the corpus, elsewhere with
            that column; with the columns ``topic``, ``label``, ``share``,
            ``second_topic``, ``second_label``, ``second_share`` and ``excerpt``.

        Raises
        ------
        ImportError
            If the library is not installed.
        """
        columns = self._columns()
        if safe_for_spreadsheets:
            columns = shown_as_text_in_cells(columns)
        return frame_of(columns, library, index=self._index)

    def to_csv(self, path=None, *, safe_for_spreadsheets=True) -> str | None:
        """Return the table as CSV, or write it to a file. Needs no pandas.

        Parameters
        ----------
        path : path or file open for text, default=None
            Where to write.
        safe_for_spreadsheets : bool, default=True
            Whether to put an apostrophe before texts that a spreadsheet would take for
            formulas, see :meth:`TopicTable.to_frame`.

        Returns
        -------
        text : str or None
            None if there is a `path`. The columns are ``document`` and those of
            `to_frame`.
        """
        columns = self._columns()
        rows = zip(*columns.values(), strict=True)
        text = csv_text(
            list(columns),
            [list(row) for row in rows],
            safe_for_spreadsheets=safe_for_spreadsheets,
        )
        return write_text(text, path)

    def _columns(self):
        """Return the columns by their names, ``document`` first."""
        second = self.second_topics.tolist()
        return {
            "document": self.rows.tolist(),
            "topic": self.topics.tolist(),
            "label": self.labels,
            "share": self.shares.tolist(),
            "second_topic": second,
            "second_label": [
                "" if topic == NO_TOPIC else self.topic_labels[topic]
                for topic in second
            ],
            "second_share": self.second_shares.tolist(),
            "excerpt": list(self.excerpts),
        }

    def __repr__(self):
        n = len(self)
        lines = [f"DocumentTable: {n} document{'' if n == 1 else 's'}"]
        if n:
            shown = self[:SHOWN_ROWS]
            cells = [["document", "topic", "share", "label"]]
            cells += [
                [str(d.index), str(d.topic), f"{d.share:.2f}", printable(d.label)]
                for d in shown
            ]
            widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
            widths[-1] = 24
            texts = ["excerpt", *(printable(d.excerpt or "") for d in shown)]
            for row, text in zip(cells, texts, strict=True):
                *numbers, label = row
                parts = map(pad_left, numbers, widths[:-1])
                line = [*parts, pad(clip(label, widths[-1]), widths[-1]), text]
                lines.append(clip("  ".join(line), WIDTH).rstrip())
        if n > SHOWN_ROWS:
            lines.append(f"… {n - SHOWN_ROWS} more documents")
        return "\n".join(lines)


@validate_params(
    {"labels": ["array-like", Mapping, None]}, prefer_skip_nested_validation=True
)
def document_table(model, X, *, labels=None, **beside) -> DocumentTable:
    """Make a table of documents and their topics, with any fitted model.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search, as
        for `topic_table`.
    X : {list of str, array-like, sparse matrix, TokenSequences}
        A corpus: what `model.transform` takes, that is raw documents for a Pipeline
        from text, counts for a bare model on counts.
    labels : dict from int to str, array-like of str, or TopicTable, default=None
        Names of some topics by their numbers, or of all in the order of `components_`,
        or the labels of a table; by default those of `topic_table`.
    **beside : dict
        What `transform` of the model takes beside `X`: ``authors=`` of an
        :class:`~sktopics.lda.AuthorTopicModel`, ``embeddings=`` of a
        :class:`~sktopics.clustering.BERTopic`.

    Returns
    -------
    table : DocumentTable
        With a row per document.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`.

    Notes
    -----
    The topic of a document is the one with the largest share in `transform`; of equal
    shares, the first. Shares of a document sum to 1, those of a factorisation (see
    `topic_table`) too.

    -1 is no topic. With a model of clusters that is an outlier: its share is the
    probability of having no topic, and `second_topic` is the most probable topic. With
    other models it is a document in which the model finds nothing; its shares are 0.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.topics import document_table
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> table = document_table(pipeline, documents, labels={0: "money"})
    >>> table
    DocumentTable: 4 documents
    document  topic  share  label                     excerpt
           0      1   0.90  sea, ship, harbour        sea ship sea harbour
           1      0   0.87  money                     tax debt tax
           2      1   0.83  sea, ship, harbour        ship sea
           3      0   0.83  money                     tax cut
    """
    X = None if X is None else materialized(X)  # of images alone
    named = topic_table(model, labels=labels, n_top_words=3, n_authors=0)
    shares, lengths = topic_shares(model, X, read_topics(model).weights, **beside)
    clusters = traits_of(final_model(model)).shares == "clusters"
    if not clusters and lengths is not None:
        shares = np.where(lengths[:, np.newaxis] > 0, shares, 0)
    topics, first, second_topics, second = _two_largest(shares, clusters)
    names = {topic.index: topic.label for topic in named}
    names[NO_TOPIC] = "outliers" if clusters else "(no topic)"
    if named.outliers is not None:
        names[NO_TOPIC] = named.outliers.label
    texts = {} if X is None else excerpts(model, X, list(range(len(shares))))
    return DocumentTable(
        np.arange(len(shares)),
        topics,
        first,
        second_topics,
        second,
        FrozenMapping(names),
        tuple(texts.get(row) for row in range(len(shares))),
    )


def _two_largest(shares, clusters):
    """Return the topics with the largest and the next largest shares, and the shares.

    Parameters
    ----------
    shares : ndarray of shape (n_documents, n_topics)
    clusters : bool
        Whether what rows lack to 1 is the share of having no topic.
    """
    rows = np.arange(len(shares))
    none = 1 - shares.sum(axis=1) if clusters else np.zeros(len(shares))
    # A column for none: the last, as topics come first where shares are equal.
    shares = np.hstack([shares, none[:, np.newaxis]])
    n_topics = shares.shape[1] - 1
    topics = shares.argmax(axis=1)
    largest = shares[rows, topics]
    topics[largest <= 0] = n_topics
    rest = shares.copy()
    rest[:, n_topics] = 0
    rest[rows, topics] = 0
    seconds = rest.argmax(axis=1)
    next_largest = rest[rows, seconds]
    seconds[next_largest <= 0] = n_topics
    largest, next_largest = np.maximum(largest, 0), np.maximum(next_largest, 0)
    topics[topics == n_topics] = NO_TOPIC
    seconds[seconds == n_topics] = NO_TOPIC
    return topics, largest, seconds, next_largest
