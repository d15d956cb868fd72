"""Where documents change their topic: pieces of text, and borders between them."""

from typing import NamedTuple

import numpy as np

from ..._arrays import unit_rows
from ..._segments import (
    borders_of,
    means_of_rows,
    merge_runs,
    passages_in,
    root_shares,
    smoothed,
    spans_between,
)
from .._labels import OUTLIER
from .pooled_windows import PooledWindows
from .window_shares import cosines_with_own


class Pieces(NamedTuple):
    """Sentences of documents, and how near they are to topics.

    Attributes
    ----------
    windows : PooledWindows
        Sentences, long ones in parts.
    offsets : ndarray of shape (n_documents + 1,), int
        Where the pieces of each document begin.
    cosines : ndarray of shape (n_pieces, n_topics)
    probabilities : ndarray of shape (n_pieces, n_topics)
    """

    windows: PooledWindows
    offsets: np.ndarray
    cosines: np.ndarray
    probabilities: np.ndarray

    def parts(self):
        """Yield the rows of each document, a slice."""
        yield from map(slice, self.offsets[:-1], self.offsets[1:])


def pieces_of(windows, documents, window_model):
    """Ask the model of windows for the topics of pieces."""
    owners, n = windows.spans[:, 0], windows.n_documents
    offsets = np.searchsorted(owners, np.arange(n + 1))
    if not len(owners):
        nothing = np.empty((0, len(window_model.topic_sizes_)))
        return Pieces(windows, offsets, nothing, nothing)
    texts = windows.texts(documents)
    given = {"embeddings": windows.vectors}
    cosines = np.asarray(window_model.transform(texts, **given))
    probabilities = np.asarray(window_model.predict_proba(texts, **given))
    return Pieces(windows, offsets, cosines, probabilities)


def smooth_borders(pieces, smoothing):
    """Return where the nearest topic of pieces and their neighbours changes.

    Parameters
    ----------
    pieces : Pieces
    smoothing : int
        Number of pieces over which cosines are averaged, the own one included.

    Returns
    -------
    borders : list of n_documents ndarrays of int
        Pieces that begin the second and further segments.
    """
    cosines = smoothed(pieces.cosines, smoothing, pieces.offsets)
    labels = cosines.argmax(axis=1) if cosines.shape[1] else np.zeros(len(cosines))
    return [merge_runs(labels[rows])[0][1:, 1] for rows in pieces.parts()]


def optimal_borders(pieces, numbers, penalty):
    """Return the borders between which the topics of pieces are most alike.

    Dynamic programming over the probabilities of topics, whose squared Hellinger
    distances to the mean of the segment are least, see `borders_of`.

    Parameters
    ----------
    pieces : Pieces
    numbers : list of n_documents int or None
        Number of segments; None: as many as the penalty leaves.
    penalty : float

    Returns
    -------
    borders : list of n_documents ndarrays of int
    """
    roots = root_shares(pieces.probabilities)
    return [
        borders_of(roots[rows], number, penalty=penalty).astype(np.int64)
        for rows, number in zip(pieces.parts(), numbers, strict=True)
    ]


class Segmented(NamedTuple):
    """Segments of documents, or passages.

    Attributes
    ----------
    spans : ndarray of shape (n_segments, 3), int64
        Document, first piece, and the piece after the last one.
    topics : ndarray of shape (n_segments,), int64
    shares : ndarray of shape (n_segments,)
        Mean probabilities of the topics in the pieces.
    relevances : ndarray of shape (n_segments,)
        Cosines of the mean vectors of tokens with the topics.
    """

    spans: np.ndarray
    topics: np.ndarray
    shares: np.ndarray
    relevances: np.ndarray


def segmented_between(pieces, borders, topic_vectors):
    """Give segments the topics that are nearest, and join neighbours of one topic.

    Parameters
    ----------
    pieces : Pieces
    borders : list of n_documents ndarrays of int
    topic_vectors : ndarray of shape (n_topics, n_dimensions)

    Returns
    -------
    segmented : Segmented
        If two vectors are nearest to a topic, so is their sum: a topic stays what it
        was before segments were joined.
    """
    spans = spans_between(borders, np.diff(pieces.offsets))
    means = _means(pieces, spans)
    topics = topics_nearest_to(means, topic_vectors)
    goes_on = np.zeros(len(spans), dtype=bool)
    goes_on[1:] = (spans[1:, 0] == spans[:-1, 0]) & (topics[1:] == topics[:-1])
    first, last = (
        np.flatnonzero(~goes_on),
        np.flatnonzero(~np.append(goes_on[1:], False)),
    )
    joined = np.column_stack((spans[first, :2], spans[last, 2]))
    return with_relevance(pieces, joined, topics[first], topic_vectors)


def with_relevance(pieces, spans, topics, topic_vectors):
    """Return spans with their topics, and how near they are to these."""
    relevances = cosines_with_own(_means(pieces, spans), topics, topic_vectors)
    shares = np.zeros(len(spans))
    places = pieces.offsets[spans[:, 0], np.newaxis] + spans[:, 1:]
    for row, (topic, (a, b)) in enumerate(zip(topics, places, strict=True)):
        if topic >= 0:
            shares[row] = pieces.probabilities[a:b, topic].mean()
    return Segmented(spans, topics, shares, relevances)


def _means(pieces, spans):
    """Return the mean vectors of the tokens of spans of pieces."""
    first = pieces.offsets[spans[:, 0]]
    windows = pieces.windows
    return means_of_rows(
        windows.vectors,
        first + spans[:, 1],
        first + spans[:, 2],
        windows.n_tokens.astype(np.float64),
    )


def topics_nearest_to(vectors, topic_vectors):
    """Return the topic with the largest cosine, -1 where there are no topics."""
    if not len(topic_vectors):
        return np.full(len(vectors), OUTLIER)
    units = unit_rows(topic_vectors.astype(np.float64))
    return (vectors @ units.T).argmax(axis=1)


def borders_of_segments(segmented, n_documents):
    """Return the pieces that begin the second and further segments of documents."""
    spans = segmented.spans
    ends = np.searchsorted(spans[:, 0], np.arange(1, n_documents))
    return [places[1:] for places in np.split(spans[:, 1], ends)]


def passages_on(pieces, topic, n, threshold):
    """Return passages that speak of a topic, those of the largest excess first.

    Parameters
    ----------
    pieces : Pieces
    topic : int
    n : int
        How many of each document at most.
    threshold : float
        Probability of the topic that is not worth mentioning.

    Returns
    -------
    passages : list of Passage
        Of pieces.
    """
    shares = pieces.probabilities[:, topic].astype(np.float64)
    lengths = pieces.windows.n_tokens.astype(np.float64)
    found = passages_in(
        shares, pieces.offsets, n=n, threshold=threshold, weights=lengths
    )
    return sorted(found, key=lambda passage: -passage.excess)[:n]


def characters_of(pieces, spans, lengths):
    """Return the characters of spans of pieces.

    A segment starts where its first piece does and stops where the next one starts, so
    that the segments of a document, joined, are the document.

    Parameters
    ----------
    pieces : Pieces
    spans : ndarray of shape (n_segments, 3), int
        Document, first piece, and the piece after the last one.
    lengths : ndarray of shape (n_documents,), int
        Number of characters of each document.

    Returns
    -------
    characters : ndarray of shape (n_segments, 2), int64
    """
    document, start, stop = spans.T
    first, last = pieces.offsets[document], pieces.offsets[document + 1]
    starts = np.append(pieces.windows.spans[:, 1], 0)
    begins = np.where(start > 0, starts[first + start], 0)
    ends = np.where(first + stop < last, starts[first + stop], lengths[document])
    return np.column_stack((begins, ends)).astype(np.int64)
