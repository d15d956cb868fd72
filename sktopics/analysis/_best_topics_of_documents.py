"""The topics of which documents are most, by any fitted model."""

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.utils import gen_batches

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays, FrozenMapping
from .._reading import read_weights, takes_beside, topic_shares
from .._sklearn import Interval, _safe_indexing, validate_params
from .._terminal import clip, table_lines
from ..topics.names_by_topic import NO_TOPIC, names_by_topic
from ._searched_corpus import SearchedCorpus

# Shares of topics that are looked at at a time: 32 MB of float64.
_CELLS = 1 << 22


@dataclass(frozen=True)
class BestTopicsOfDocument:
    """The topics of which a document is most, a row of `BestTopics`.

    Parameters
    ----------
    index : int
        Row of the document in the corpus.
    id : object
        What the caller calls it, else the row.
    topics : tuple of int
        Its topics, that with the largest share first.
    labels : tuple of str
        Their names.
    shares : tuple of float
        Their shares.
    """

    index: int
    id: Any
    topics: tuple[int, ...]
    labels: tuple[str, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, eq=False, repr=False)
class BestTopics(ColumnsMixin, FrozenArrays, Sequence[BestTopicsOfDocument]):
    """The topics of which documents are most, made by `best_topics`.

    A sequence of `BestTopicsOfDocument` rows, one for each document; a slice is such a
    table again. `to_dict` and `to_frame` have a row for each topic of each document.

    Parameters
    ----------
    rows : ndarray of shape (n_documents,), int
        Rows of the documents in the corpus.
    ids : tuple
        What the caller calls the documents, else the rows.
    topics : ndarray of shape (n_documents, n_best), int
        Topics of each document, those with the largest shares first; -1 where a
        document has fewer.
    shares : ndarray of shape (n_documents, n_best)
        Shares of these topics, 0 for -1.
    topic_labels : mapping from int to str
        Names of topics.
    """

    rows: np.ndarray
    ids: tuple
    topics: np.ndarray
    shares: np.ndarray
    topic_labels: Mapping[int, str]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, key):
        if isinstance(key, slice):
            fields = self.rows, self.ids, self.topics, self.shares
            return BestTopics(*(values[key] for values in fields), self.topic_labels)
        key = operator.index(key)
        has = self.topics[key] != NO_TOPIC
        topics = tuple(self.topics[key][has].tolist())
        return BestTopicsOfDocument(
            int(self.rows[key]),
            self.ids[key],
            topics,
            tuple(self.topic_labels[topic] for topic in topics),
            tuple(self.shares[key][has].tolist()),
        )

    def _columns(self):
        """Return a row for each topic of each document, by the names of columns."""
        places, ranks = np.nonzero(self.topics != NO_TOPIC)
        topics = self.topics[places, ranks]
        return {
            "document": self.rows[places],
            "id": [self.ids[place] for place in places.tolist()],
            "rank": ranks + 1,
            "topic": topics,
            "label": [self.topic_labels[topic] for topic in topics.tolist()],
            "share": self.shares[places, ranks],
        }

    def __repr__(self):
        rows = []
        for document in self:
            pairs = zip(document.topics, document.shares, strict=True)
            topics = ", ".join(f"{topic} ({share:.2f})" for topic, share in pairs)
            rows.append(f"{document.id!s:>8.8}  {clip(topics, 60)}")
        title = f"BestTopics: {len(self)} documents"
        return table_lines(title, "document  topics (shares)", rows, "documents")


@validate_params(
    {"n_topics": [Interval(Integral, 1, None, closed="left"), None]},
    prefer_skip_nested_validation=True,
)
def best_topics(
    model,
    X=None,
    n_topics: int | None = 5,
    *,
    embeddings=None,
    labels=None,
    ids=None,
    **beside,
) -> BestTopics:
    """Find the topics of which each document is most.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        What `model.transform` takes. A model that keeps the vectors of its training
        documents takes these by default.
    n_topics : int or None, default=5
        How many topics of each document to return; None returns all.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of `X`, for models of clusters.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    ids : array-like of shape (n_documents,), default=None
        What to call the documents, such as a column of a frame; by default what the
        index of a pandas object calls them, else their rows.
    **beside : dict
        What `transform` of the model takes beside `X`, as ``authors=``.

    Returns
    -------
    best : BestTopics
        Topics of equal share are in the order of their numbers. A topic without a share
        in a document is none of its topics.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no `components_`, or if there is no `X` and the model keeps no
        vectors.

    Notes
    -----
    Shares are those of mixtures. Of clusters, they are the probabilities of topics,
    which sum to less than 1 where a document may be an outlier. Of many documents some
    are read at a time, so that there is never an array of all shares.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import best_topics
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> best = best_topics(pipeline, documents, n_topics=2)
    >>> best
    BestTopics: 4 documents
    document  topics (shares)
           0  1 (0.90), 0 (0.10)
           1  0 (0.87), 1 (0.13)
           2  1 (0.83), 0 (0.17)
           3  0 (0.83), 1 (0.17)
    >>> best[1].labels
    ('tax, debt, cut', 'sea, ship, harbour')
    """
    weights = read_weights(model)
    corpus = SearchedCorpus(
        model, X, embeddings=embeddings, encoder=None, ids=ids, beside=beside
    )
    names = names_by_topic(model, labels)
    del names[NO_TOPIC]
    n_documents, n_all = corpus.n_documents, len(weights)
    n_best = n_all if n_topics is None else min(n_topics, n_all)
    topics = np.full((n_documents, n_best), NO_TOPIC, dtype=np.int64)
    shares = np.zeros((n_documents, n_best))
    if n_best:
        for block in gen_batches(n_documents, max(_CELLS // n_all, 1)):
            of_block = _shares(corpus, block, weights)
            best = _largest_of_rows(of_block, n_best)
            found = np.take_along_axis(of_block, best, axis=1)
            topics[block] = np.where(found > 0, best, NO_TOPIC)
            shares[block] = np.maximum(found, 0)
    rows = np.arange(n_documents)
    return BestTopics(
        rows, tuple(corpus.ids_of(rows)), topics, shares, FrozenMapping(names)
    )


def _shares(corpus, block, weights):
    """Return the shares of topics in some documents, (n_some, n_topics)."""
    model, X, beside = corpus.model, corpus.X, corpus.beside_known()
    if corpus.kept is not None and not takes_beside(model, "embeddings"):
        return corpus.found.shares[block].toarray()
    if block.stop - block.start < corpus.n_documents:
        X = None if X is None else _safe_indexing(_as_list(X), block)
        beside = {
            name: _safe_indexing(_as_list(values), block)
            for name, values in beside.items()
        }
    shares, lengths = topic_shares(model, X, weights, **beside)
    if lengths is not None and not corpus.are_clusters:
        shares = np.where(lengths[:, np.newaxis] > 0, shares, 0)
    return shares


def _as_list(values):
    return list(values) if isinstance(values, tuple) else values


def _largest_of_rows(values, n):
    """Return the columns of the `n` largest values of each row, ties in order.

    NumPy equivalent: ``np.argsort(-values, axis=1, kind="stable")[:, :n]``.
    """
    n_rows, n_columns = values.shape
    if n < n_columns:
        bars = np.partition(values, n_columns - n, axis=1)[:, [n_columns - n]]
        chosen = values > bars
        # Of values that equal the n-th, the first ones fill up.
        ties = values == bars
        left = n - chosen.sum(axis=1, keepdims=True)
        chosen |= ties & (ties.cumsum(axis=1) <= left)
        columns = np.nonzero(chosen)[1].reshape(n_rows, n)
    else:
        columns = np.broadcast_to(np.arange(n_columns), values.shape)
    found = np.take_along_axis(values, columns, axis=1)
    order = np.argsort(-found, axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)
