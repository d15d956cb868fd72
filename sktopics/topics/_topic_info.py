"""One row per topic: numbers of documents, names, words, typical documents."""

from dataclasses import dataclass

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays, thawed
from .._reading import document_shares, materialized, read_sizes
from .._terminal import one_line, table_lines
from ._display import aspect_names
from ._table_of_model import topic_table
from ._topic_table import TopicTable


@dataclass(frozen=True, eq=False, repr=False)
class TopicInfo(ColumnsMixin, FrozenArrays):
    """Topics with their numbers of documents, made by `topic_info`.

    Parameters
    ----------
    table : TopicTable
        The topics, and the outliers of a model of clusters.
    n_documents : ndarray of shape (n_topics,)
        Numbers of documents, in the order of the table; of mixtures, sums of shares.
    n_outliers : int or None
        Number of documents without a topic; None if the table has no outliers.
    """

    table: TopicTable
    n_documents: np.ndarray
    n_outliers: int | None

    _index = "topic"

    def __len__(self):
        return len(self.table) + (self.n_outliers is not None)

    def _columns(self):
        rows, counts = list(self.table), self.n_documents.tolist()
        if self.n_outliers is not None:
            rows, counts = [self.table.outliers, *rows], [self.n_outliers, *counts]
        columns = {
            "topic": [topic.index for topic in rows],
            "n_documents": counts,
            "label": [topic.label for topic in rows],
            "terms": [list(topic.terms) for topic in rows],
            "excerpts": [[d.excerpt for d in topic.documents] for topic in rows],
        }
        for name in aspect_names(rows):
            column = f"aspect {name}" if name in columns else name
            columns[column] = [thawed(topic.aspects.get(name)) for topic in rows]
        return columns

    def __repr__(self):
        columns = self._columns()
        digits = 0 if self.n_documents.dtype.kind == "i" else 1
        rows = [
            f"{topic:5d}  {count:9.{digits}f}  {one_line(label, 60)}"
            for topic, count, label in zip(
                *(columns[name] for name in list(columns)[:3]), strict=True
            )
        ]
        n = len(self.table)
        title = f"TopicInfo: {n} topic{'s' * (n != 1)}"
        return table_lines(title, "topic  documents  label", rows, "topics")


def topic_info(model, X=None, *, n_top_words=10, labels=None, **beside) -> TopicInfo:
    """Return how many documents each topic has, with names, words and documents.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : object, default=None
        A corpus, what `model.transform` takes. A model of clusters knows its training
        documents and needs none.
    n_top_words : int, default=10
        How many words to show.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, see `topic_table`.
    **beside : dict
        What `transform` of the model takes beside `X`.

    Returns
    -------
    info : TopicInfo
        ``info.to_frame(library)`` is a data frame, ``info.to_dict()`` has the columns
        ``topic``, ``n_documents``, ``label``, ``terms``, ``excerpts`` and a column for
        each aspect. The row -1, the outliers of a model of clusters, comes first.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a model of mixtures is given no corpus.

    Examples
    --------
    >>> from sktopics import BERTopic
    >>> from sktopics.topics import topic_info
    >>> vectors = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.3, 0.7]]
    >>> documents = ["ship sea", "sea", "tax debt", "debt"]
    >>> model = BERTopic(None, None, None)
    >>> model = model.fit(documents, [0, 0, 1, -1], embeddings=vectors)
    >>> topic_info(model)
    TopicInfo: 2 topics
    topic  documents  label
       -1          1  outliers
        0          2  sea, ship
        1          1  tax, debt
    """
    table = topic_table(model, n_top_words=n_top_words, labels=labels)
    known = read_sizes(model) if X is None and not beside else None
    if known is None:
        X = None if X is None else materialized(X)
        found = document_shares(model, X, **beside)
        counts = np.asarray(found.shares.sum(axis=0)).ravel()
        n_outliers = int((np.diff(found.shares.indptr) == 0).sum())
        if found.are_clusters:
            counts = counts.astype(np.int64)
        if X is not None and not beside:
            table = topic_table(model, n_top_words=n_top_words, X=X, labels=labels)
    else:
        counts, n_outliers = known
    if table.outliers is None:
        n_outliers = None
    return TopicInfo(table, counts, n_outliers)
