"""Models that cut documents into segments of one topic."""

from collections.abc import Iterator
from numbers import Integral, Real
from typing import Any

import numpy as np

from ..._segments import check_numbers
from .._labels import OUTLIER
from .labelled_tokens import LabelledTokens, label_tokens
from .pooled_windows import texts_of_spans
from .segmenting import (
    borders_of_segments,
    characters_of,
    optimal_borders,
    passages_on,
    pieces_of,
    segmented_between,
    smooth_borders,
    with_relevance,
)
from .topic_segments import TopicSegments


class SegmentedDocumentsMixin:
    """For models whose documents have several topics, one after another."""

    window_model_: Any

    def segments(self, X, token_vectors=None) -> TopicSegments:
        """Cut documents into segments of one topic each.

        Sentences are what segments are made of; a sentence of more than `window` tokens
        is cut into equal parts. With ``segmentation="optimal"``, borders are where the
        probabilities of topics change, as dynamic programming finds them; with
        "smooth", where the nearest topic changes, by cosines that are averaged over
        `smoothing` sentences. The topic of a segment is the one nearest to the mean
        vector of its tokens.

        Parameters
        ----------
        X : iterable of str
            Documents, known ones and new ones.
        token_vectors : iterable of (vectors, spans), default=None
            As for `fit`.

        Returns
        -------
        segments : TopicSegments
            In the order of the documents. The segments of a document, joined, are the
            document. A document without tokens has none.
        """
        documents = self._read_documents(X)
        pieces = self._pieces(documents, token_vectors)
        return self._table(X, documents, pieces, self._segmented(pieces))

    def boundaries(self, X, n_segments=None, token_vectors=None) -> list[np.ndarray]:
        """Return where segments start, in characters of the raw texts.

        Parameters
        ----------
        X : iterable of str
            Documents.
        n_segments : int or array-like of shape (n_documents,), default=None
            Number of segments, of all documents or of each; fewer, if a document has
            not so many sentences. None: those of `segments`. A number takes dynamic
            programming, whatever `segmentation` is.
        token_vectors : iterable of (vectors, spans), default=None
            As for `fit`.

        Returns
        -------
        borders : list of n_documents ndarrays of int64
            For each document, the characters at which its second and further segments
            start.

        Raises
        ------
        ValueError
            If `n_segments` is below 1, or holds not a number for each document.
        """
        documents = self._read_documents(X)
        numbers = check_numbers(n_segments, len(documents))
        pieces = self._pieces(documents, token_vectors)
        if n_segments is None:
            borders = borders_of_segments(self._segmented(pieces), len(documents))
        else:
            borders = optimal_borders(pieces, numbers, self.penalty)
        starts = pieces.windows.spans[:, 1]
        return [
            starts[rows][places]
            for rows, places in zip(pieces.parts(), borders, strict=True)
        ]

    def token_topics(self, X, token_vectors=None) -> Iterator[LabelledTokens]:
        """Find the topic of each token.

        The topic is the one to which the token and its neighbours are nearest: cosines
        are averaged over `smoothing` tokens.

        Parameters
        ----------
        X : iterable of str
            Documents.
        token_vectors : iterable of (vectors, spans), default=None
            As for `fit`.

        Returns
        -------
        topics : iterator of LabelledTokens
            For each document in order its `labels`, `cosines` and `spans`. They are
            computed when they are asked for, and only one document's are held.
        """
        documents = self._read_documents(X)
        tokens = self._tokens(documents, token_vectors)
        vectors, smoothing = self.topic_embeddings_, self.smoothing
        return (label_tokens(each, vectors, smoothing) for each in tokens)

    def topical_passages(
        self, X, topic, n=10, *, threshold=0.5, token_vectors=None
    ) -> TopicSegments:
        """Find the passages that speak most of a topic.

        Passages are the runs of sentences whose probability of the topic exceeds the
        threshold by the largest sum over tokens: what comes before or after, or between
        two of them, would take more away than it adds.

        Parameters
        ----------
        X : iterable of str
            Documents.
        topic : int
        n : int, default=10
            Number of passages at most.
        threshold : float in [0, 1], default=0.5
            Probability that is not worth mentioning. Lower values give longer passages.
        token_vectors : iterable of (vectors, spans), default=None
            As for `fit`.

        Returns
        -------
        passages : TopicSegments
            Those of the largest sum first.

        Raises
        ------
        TypeError
            If `topic` or `n` is no whole number.
        ValueError
            If there is no such topic, or if `n` or `threshold` is out of range.
        """
        documents = self._read_documents(X)
        _check_passages(topic, n, threshold, len(self.topic_sizes_))
        pieces = self._pieces(documents, token_vectors)
        found = passages_on(pieces, int(topic), n, threshold)
        spans = np.array([each[:3] for each in found], np.int64).reshape(-1, 3)
        topics = np.full(len(spans), int(topic))
        segmented = with_relevance(pieces, spans, topics, self.topic_embeddings_)
        return self._table(X, documents, pieces, segmented)

    def _pieces(self, documents, token_vectors):
        """Return the sentences of documents, and what their topics are."""
        windows = self._windows(documents, token_vectors, "sentence")
        return pieces_of(windows, documents, self.window_model_)

    def _segmented(self, pieces):
        if self.segmentation == "optimal":
            numbers = [None] * pieces.windows.n_documents
            borders = optimal_borders(pieces, numbers, self.penalty)
        else:
            borders = smooth_borders(pieces, self.smoothing)
        return segmented_between(pieces, borders, self.topic_embeddings_)

    def _table(self, X, documents, pieces, segmented):
        """Return segments as a table, with the ids of the caller."""
        rows = segmented.spans[:, 0]
        lengths = np.array([len(text) for text in documents], dtype=np.int64)
        characters = characters_of(pieces, segmented.spans, lengths)
        spans = np.column_stack((rows, characters))
        table = self.topics_
        names = {topic.index: topic.label for topic in table}
        names[OUTLIER] = table.outliers.label
        return TopicSegments(
            spans,
            segmented.topics,
            segmented.shares,
            tuple(names[topic] for topic in segmented.topics.tolist()),
            tuple(texts_of_spans(spans, documents)),
            tuple(_ids_of_rows(X, rows)),
            len(documents),
            segmented.relevances,
        )


def _check_passages(topic, n, threshold, n_topics):
    for name, value in (("topic", topic), ("n", n)):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, Integral):
            raise TypeError(f"{name} must be a whole number, got {value!r:.100}.")
    if not 0 <= topic < n_topics:
        raise ValueError(f"There is no topic {topic}: topics are 0 to {n_topics - 1}.")
    if n < 1:
        raise ValueError(f"n must be 1 or more, got {n}.")
    if not isinstance(threshold, Real) or not 0 <= threshold <= 1:
        raise ValueError(
            f"threshold must be a number from 0 to 1, got {threshold!r:.100}."
        )


def _ids_of_rows(X, rows):
    """Return what the index of a pandas object calls rows, else the rows."""
    index = getattr(X, "index", None)
    if hasattr(X, "iloc") and index is not None:
        return index[rows].tolist()
    return rows.tolist()
