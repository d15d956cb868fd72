"""Documents of a topic, or about something: a text, words, a vector, an image."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral
from typing import Any

import numpy as np

from .._arrays import largest, unit_rows
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import (
    document_shares,
    excerpts,
    final_model,
    materialized,
    model_input,
    read_encoder,
    traits_of,
)
from .._sklearn import Interval, validate_params
from .._terminal import one_line, table_lines
from .._validation import check_embeddings
from ..embedding.known_texts import known_vectors
from ..topics import topic_table
from ._bm25 import bm25_scores
from ._query_vectors import encoder_of, kind_of_query, query_vector

NO_TOPIC = -1
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
            f"{d.id!s:>8.8}  {d.similarity:10.3f}  {d.topic:5d}  "
            f"{one_line(d.excerpt or '', 55)}"
            for d in self
        ]
        title, header = f"FoundDocuments: {len(self)}", HEADER
        return table_lines(title, header, rows, "documents")


@validate_params(
    {
        "topic": [Integral, None],
        "n_documents": [Interval(Integral, 1, None, closed="left"), None],
    },
    prefer_skip_nested_validation=True,
)
def find_documents(
    model,
    X,
    query=None,
    *,
    topic=None,
    words=None,
    vector=None,
    image=None,
    embeddings=None,
    encoder=None,
    n_documents: int | None = 10,
    labels=None,
    **beside,
) -> FoundDocuments:
    """Find the documents of a topic, or those that are about something.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : {list of str, array-like, sparse matrix, TokenSequences}
        The documents to look among: what `model.transform` takes.
    query : str, default=None
        A text.
    topic : int, default=None
        Number of a topic, -1 for documents without a topic. With something else to look
        for, documents of other topics are left out.
    words : str or list of str, default=None
        Words of the model's vocabulary.
    vector : array-like of shape (n_dimensions,), default=None
        An embedding, of the same encoder as `embeddings`.
    image : path or image, default=None
        For encoders that read images.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of `X`. Without them the encoder makes some where they are needed.
    encoder : str, transformer, model or callable, default=None
        Makes vectors, as :func:`~sktopics.embedding.as_encoder` takes it; by default
        the encoder of the model.
    n_documents : int or None, default=10
        How many documents to return; None returns all that are found.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    **beside : dict
        What `transform` of the model takes beside `X`, as ``authors=``.

    Returns
    -------
    documents : FoundDocuments
        The nearest first, documents of equal similarity in the order of the corpus.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If nothing is looked for, or several things are; if there is no such topic; if
        nothing is known of what is looked for.

    Notes
    -----
    The similarity depends on what is looked for. With a topic alone it is the share or
    the probability of the topic in the document. With a text, a vector or an image it
    is the cosine of vectors, or, where neither the model nor you have an encoder or
    `embeddings`, how alike the shares of topics are: their Bhattacharyya coefficient
    sum_t sqrt(p_t q_t), which is 1 for equal shares. With words it is Okapi BM25 [1]_
    of the words in `X`, and only documents with one of the words are found.

    References
    ----------
    .. [1] S. Robertson and H. Zaragoza, "The probabilistic relevance framework: BM25
       and beyond", Foundations and Trends in Information Retrieval 3, 2009.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import find_documents
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> find_documents(pipeline, documents, topic=0, n_documents=2)
    FoundDocuments: 2
    document  similarity  topic  excerpt
           1       0.872      0  tax debt tax
           3       0.829      0  tax cut
    >>> find_documents(pipeline, documents, words=["harbour"])[0].excerpt
    'sea ship sea harbour'
    """
    kind = kind_of_query(
        {"query": query, "words": words, "vector": vector, "image": image},
        none_is_allowed=topic is not None,
    )
    X = materialized(X)
    if embeddings is not None:
        embeddings = check_embeddings(embeddings, _n_documents(X))
        if traits_of(final_model(model)).shares == "clusters":
            beside = {**beside, "embeddings": embeddings}
    found = document_shares(model, X, **beside)
    topics = _main_topics(found.shares)
    names = _names_of_topics(model, labels)
    if topic is not None and topic not in names:
        known = ", ".join(map(str, sorted(names)[:20]))
        raise ValueError(f"There is no topic {topic} (topics: {known}).")
    if kind is None:
        similarities, possible = _of_topic(model, X, topic, found, topics, beside)
    elif kind == "words":
        similarities = bm25_scores(model, X, words)
        possible = similarities > 0
    else:
        given = {"query": query, "vector": vector, "image": image}[kind]
        similarities = _likeness(kind, given, model, X, embeddings, encoder, found)
        possible = np.ones(len(topics), dtype=bool)
    if kind is not None and topic is not None:
        possible &= topics == topic
    rows = np.flatnonzero(possible)
    n = len(rows) if n_documents is None else n_documents
    rows = rows[largest(similarities[rows], n)]
    texts = excerpts(model, X, rows.tolist())
    return FoundDocuments(
        rows,
        tuple(_ids(X, rows)),
        topics[rows],
        tuple(names[topic] for topic in topics[rows].tolist()),
        np.asarray(similarities, dtype=np.float64)[rows],
        tuple(texts.get(row) for row in rows.tolist()),
    )


def _n_documents(X):
    return X.shape[0] if hasattr(X, "shape") else len(X)


def _main_topics(shares):
    """Return the topic with the largest share of each document, -1 without any."""
    if not shares.shape[1]:
        return np.full(shares.shape[0], NO_TOPIC)
    topics = np.asarray(shares.argmax(axis=1)).ravel()
    has_topic = np.asarray(shares.sum(axis=1)).ravel() > 0
    return np.where(has_topic, topics, NO_TOPIC)


def _names_of_topics(model, labels):
    """Return the names of topics by number, with that of no topic."""
    table = topic_table(model, n_top_words=3, n_authors=0, labels=labels)
    names = {topic.index: topic.label for topic in table}
    outliers = table.outliers
    return {**names, NO_TOPIC: "(no topic)" if outliers is None else outliers.label}


def _of_topic(model, X, topic, found, topics, beside):
    """Return how much documents are of a topic, and which of them are at all."""
    shares = found.shares.toarray()
    if found.are_clusters:
        possible = topics == topic
        probabilities = final_model(model).transform(model_input(model, X), **beside)
        if topic == NO_TOPIC:
            return 1 - probabilities.sum(axis=1), possible
        return probabilities[:, topic], possible
    if topic == NO_TOPIC:
        return np.ones(len(topics)), topics == NO_TOPIC
    return shares[:, topic], shares[:, topic] > 0


def _likeness(kind, given, model, X, embeddings, encoder, found):
    """Return how alike documents are to a text, a vector or an image."""
    has_encoder = encoder is not None or read_encoder(model) is not None
    if kind == "query" and embeddings is None and not has_encoder:
        mine = document_shares(model, [given]).shares.toarray()[0]
        if not mine.any():
            raise ValueError(f"Nothing is known of the query {given!r:.60}.")
        return np.asarray(found.shares.sqrt() @ np.sqrt(mine)).ravel()
    if embeddings is None and kind == "vector" and not has_encoder:
        raise ValueError("A vector is compared with embeddings of X: give embeddings=.")
    if embeddings is None:
        texts = list(_texts_of(model, X))
        embeddings = known_vectors(encoder_of(model, encoder), texts)
    vector = query_vector(kind, given, model, encoder, embeddings.shape[1])
    return unit_rows(embeddings) @ unit_rows(vector)


def _texts_of(model, X):
    """Return the documents as texts, which an encoder reads."""
    if traits_of(final_model(model)).shares == "clusters":
        return model_input(model, X)
    return X


def _ids(X, rows):
    """Return what the index of a pandas object calls rows, else the rows."""
    index = getattr(X, "index", None)
    if hasattr(X, "iloc") and index is not None:
        return index[rows].tolist()
    return rows.tolist()
