"""Borders, means and passages of texts, by the vectors of their positions."""

from dataclasses import replace

import numpy as np

from .._segments import (
    borders_of,
    means_of_rows,
    passages_in,
    peaks_of,
    root_shares,
)
from ._contexts import infer_texts
from ._positions import position_vectors


def one_sided(contexts, texts, tables, length=None):
    """Averages from the left and from the right, each position's own included.

    Parameters
    ----------
    contexts, texts, tables : Contexts, Texts, Tables
    length : float, default=None
        Length of the contexts, which reach over all of a document then. By default
        those of the model, in the pieces of the text.

    Returns
    -------
    vectors, forward, backward : ndarray of shape (n_tokens, n_padded)
        p(topic | position), and its two averages.
    """
    words, p, _ = infer_texts(contexts, texts, tables)
    weights = np.where(words < 0, 0, texts.weights).astype(texts.dtype)
    attention, pieces = contexts.attention, None
    if attention.function is not None and not attention.include_self:
        attention = replace(attention, function=_seen_from_next(attention.function))
    attention = replace(attention, include_self=True, prior=0.0)
    if length is not None:
        heads = ((float(length), float(length)),)
        attention = replace(attention, heads=heads, function=None, normalize=True)
        pieces = texts.offsets
    forward, backward = (
        replace(attention, balance=balance)
        .over(words, weights, texts.pieces if pieces is None else pieces, tables.prior)
        .forward(p)
        for balance in (1.0, 0.0)
    )
    return p, forward, backward


def _seen_from_next(function):
    """Return the function of distances from the next place, 1 for the token itself."""
    return lambda distance: function(distance + 1)


def strengths_of_borders(contexts, texts, tables, length):
    """Vectors of positions, and how much the text changes before each of them.

    The Hellinger distance of the averages before and from the position on, 0 at the
    beginning of a document.
    """
    p, forward, backward = one_sided(contexts, texts, tables, length)
    overlap = np.einsum("ik,ik->i", np.sqrt(forward[:-1]), np.sqrt(backward[1:]))
    strengths = np.zeros(texts.n_tokens, texts.dtype)
    strengths[1:] = np.sqrt(np.maximum(1 - overlap, 0))
    strengths[texts.offsets[:-1][np.diff(texts.offsets) > 0]] = 0
    return p, strengths


def find_borders(contexts, texts, tables, wanted, *, length, penalty):
    """Borders of each document, list of arrays of places.

    Parameters
    ----------
    wanted : list of (n_segments or None, allowed or None)
        For each document, how many segments, and where borders may be.
    length, penalty
        As `AttentiveARTM.boundaries` has them (`context` and `penalty`).
    """
    p, strengths = strengths_of_borders(contexts, texts, tables, length)
    roots = root_shares(p[:, : tables.n_components])
    borders = []
    for d, (n_segments, allowed) in enumerate(wanted):
        tokens = slice(texts.offsets[d], texts.offsets[d + 1])
        if allowed is None:
            places = peaks_of(strengths[tokens], length, n_segments)
        else:
            places = np.flatnonzero(allowed[1:]) + 1
        found = borders_of(
            roots[tokens],
            n_segments,
            penalty=penalty,
            candidates=places,
            weights=texts.weights[tokens],
        )
        borders.append(found)
    return borders


def means_of_spans(contexts, texts, tables, spans):
    """Mean vectors of spans of documents, (n_spans, n_columns).

    `spans` holds for each document an array of (start, stop).
    """
    vectors = position_vectors(contexts, texts, tables)
    starts, stops = _in_text(texts, spans)
    return means_of_rows(vectors, starts, stops, texts.weights)


def ends_of_spans(contexts, texts, tables, spans):
    """Means of the averages from the left at the last, the right at the first token.

    (n_spans, n_columns); heads that are apart side by side.
    """
    starts, stops = _in_text(texts, spans)
    parts = []
    for each in contexts.streams():
        _, forward, backward = one_sided(each, texts, tables)
        ends = (forward[stops - 1] + backward[starts]) / 2
        parts.append(ends[:, : tables.n_components])
    return np.concatenate(parts, axis=1) / texts.dtype.type(len(parts))


def _in_text(texts, spans):
    """Return the starts and stops of the spans of all documents, places in the text."""
    counts = [len(span) for span in spans]
    both = np.concatenate([np.empty((0, 2), np.int64), *spans])
    both = both + np.repeat(texts.offsets[:-1], counts)[:, np.newaxis]
    return both[:, 0], both[:, 1]


def passages_of_topic(contexts, texts, tables, numbers, *, topic, n, threshold):
    """Return the best `n` passages of documents that speak of a topic.

    `numbers` are those of the documents in the corpus.
    """
    shares = position_vectors(contexts, texts, tables)[:, topic].astype(np.float64)
    shares *= len(contexts.streams())  # of one head, if they are apart
    return passages_in(
        shares,
        texts.offsets,
        n=n,
        threshold=threshold,
        weights=texts.weights,
        numbers=numbers,
    )
