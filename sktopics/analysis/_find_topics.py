"""Topics that are about something: a text, words, a vector, an image."""

from collections.abc import Sequence
from dataclasses import dataclass
from numbers import Integral

import numpy as np

from .._arrays import largest, unit_rows
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import (
    document_shares,
    read_topic_embeddings,
    term_posteriors,
    unknown_term,
)
from .._sklearn import Interval, validate_params
from .._terminal import one_line, table_lines
from ..topics import topic_table
from ._query_vectors import check_words, kind_of_query, query_vector


@dataclass(frozen=True)
class FoundTopic:
    """A topic that `find_topics` has found.

    Parameters
    ----------
    topic : int
        Number of the topic.
    label : str
        Its name.
    similarity : float
        How much it is about the query, see `find_topics`.
    """

    topic: int
    label: str
    similarity: float


@dataclass(frozen=True, eq=False, repr=False)
class FoundTopics(ColumnsMixin, FrozenArrays, Sequence[FoundTopic]):
    """Topics that `find_topics` has found, the nearest first.

    A sequence of `FoundTopic` rows; a slice is such a table again.

    Parameters
    ----------
    topics : ndarray of shape (n_found,), int
        Numbers of topics.
    labels : tuple of str
        Their names.
    similarities : ndarray of shape (n_found,)
        How much they are about the query.
    """

    topics: np.ndarray
    labels: tuple[str, ...]
    similarities: np.ndarray

    def __len__(self):
        return len(self.topics)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return FoundTopics(
                self.topics[key], self.labels[key], self.similarities[key]
            )
        return FoundTopic(
            int(self.topics[key]), self.labels[key], float(self.similarities[key])
        )

    def _columns(self):
        return {
            "topic": self.topics,
            "label": list(self.labels),
            "similarity": self.similarities,
        }

    def __repr__(self):
        rows = [
            f"{t.topic:5d}  {t.similarity:10.3f}  {one_line(t.label, 60)}" for t in self
        ]
        title = f"FoundTopics: {len(self)}"
        return table_lines(title, "topic  similarity  label", rows, "topics")


@validate_params(
    {"n_topics": [Interval(Integral, 1, None, closed="left"), None]},
    prefer_skip_nested_validation=True,
)
def find_topics(
    model,
    query=None,
    *,
    words=None,
    vector=None,
    image=None,
    encoder=None,
    n_topics: int | None = 5,
    labels=None,
) -> FoundTopics:
    """Find the topics that are about something.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    query : str, default=None
        A text. A model that knows no texts takes one document as its `transform` does,
        a row of counts for instance.
    words : str or list of str, default=None
        Words of the model's vocabulary.
    vector : array-like of shape (n_dimensions,), default=None
        An embedding, by the encoder of the model.
    image : path or image, default=None
        For encoders that read images.
    encoder : str, transformer, model or callable, default=None
        Makes the vector of `query` or of `image`, as
        :func:`~sktopics.embedding.as_encoder` takes it; by default the encoder of the
        model.
    n_topics : int or None, default=5
        How many topics to return; None returns all.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.

    Returns
    -------
    topics : FoundTopics
        The nearest first, topics of equal similarity by number. -1, the outliers, is no
        topic and is never found.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If a text is no str, or the encoder reads no images.
    ValueError
        If there is no query or several, if nothing is known of it, or if its vector has
        another length than the vectors of topics.

    Notes
    -----
    The similarity depends on the model and on the query. With a model of clusters, the
    similarity with a text, a vector or an image is the cosine of its vector and the
    topic's mean vector. With a model of mixtures, the similarity with a text is the
    share of the topic in it. With any model, the similarity with words is
    p(topic | word), see :func:`~sktopics.topics.term_topics`, averaged over the words.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import find_topics
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> find_topics(pipeline, "a ship in the harbour")
    FoundTopics: 2
    topic  similarity  label
        1       0.827  sea, ship, harbour
        0       0.173  tax, debt, cut
    >>> find_topics(pipeline, words=["debt", "tax"], n_topics=1)[0].topic
    0
    """
    kind = kind_of_query(
        {"query": query, "words": words, "vector": vector, "image": image}
    )
    table = topic_table(model, n_top_words=3, n_authors=0, labels=labels)
    names = table.labels
    vectors = read_topic_embeddings(model)
    if kind == "words":
        similarities = similarities_with_words(model, words)
    elif kind == "query" and vectors is None:
        similarities = _shares_of_one(model, query)
    elif vectors is None:
        raise ValueError(
            f"{kind}= is compared with the vectors of topics, and this model has none: "
            "give a text or words."
        )
    else:
        given = {"query": query, "vector": vector, "image": image}[kind]
        n_dimensions = vectors.shape[1]
        found = query_vector(kind, given, model, encoder, n_dimensions)
        similarities = unit_rows(vectors) @ unit_rows(found)
    best = largest(similarities, len(names) if n_topics is None else n_topics)
    return FoundTopics(
        best,
        tuple(names[topic] for topic in best),
        np.asarray(similarities, dtype=np.float64)[best],
    )


def similarities_with_words(model, words):
    """Return the mean of p(topic | word) over words, (n_topics,)."""
    words = check_words(words)
    found = term_posteriors(model, words)
    for word, column in zip(words, found.columns, strict=True):
        if column < 0:
            raise ValueError(unknown_term(word, found.names, found.named))
    return found.topic_given_term.mean(axis=0)


def _shares_of_one(model, query):
    """Return the shares of topics in one document."""
    one = [query] if isinstance(query, str) else query
    shares, lengths, _ = document_shares(model, one)
    if shares.shape[0] != 1:
        raise ValueError(
            f"query must be one document, and the model reads {shares.shape[0]}."
        )
    if not shares.nnz or (lengths is not None and not lengths[0]):
        raise ValueError(f"Nothing is known of the query {query!r:.60}.")
    return shares.toarray()[0]
