"""Where a text changes its subject, and which passages have one: arrays in and out."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .._arrays import unit_rows
from ..kernels.segmentation import (
    best_runs,
    cut_by_penalty,
    cut_in_number,
    spread_peaks,
)
from ._contexts import infer_texts
from ._positions import position_vectors

# Peaks of the border strength are candidates if they are this share of the context
# apart.
APART = 0.25
# The strongest of them are looked at, where a number of segments is asked for.
MOST_CANDIDATES = 2000


class Passage(NamedTuple):
    """A passage of a text that speaks of a topic.

    Attributes
    ----------
    document : int
        Number of the document.
    start, stop : int
        Its tokens are ``start:stop`` of the document.
    share : float
        Mean of p(topic | position) over its tokens.
    excess : float
        Sum over its tokens of what they have above the threshold.

    Examples
    --------
    >>> from sktopics.artm import Passage
    >>> passage = Passage(document=3, start=10, stop=14, share=0.75, excess=1.0)
    >>> tokens = list("the tokens of a document")
    >>> len(tokens[passage.start : passage.stop])
    4
    """

    document: int
    start: int
    stop: int
    share: float
    excess: float


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
    # Of unit length, so that scatter is a sum of squared Hellinger distances.
    roots = np.sqrt(p[:, : tables.n_components], dtype=np.float64)
    roots = unit_rows(roots, out=roots)
    borders = []
    for d, (n_segments, allowed) in enumerate(wanted):
        tokens = slice(texts.offsets[d], texts.offsets[d + 1])
        if allowed is None:
            places = _peaks(strengths[tokens], length, n_segments)
        else:
            places = np.flatnonzero(allowed[1:]) + 1
        borders.append(
            _choose(roots[tokens], texts.weights[tokens], places, n_segments, penalty)
        )
    return borders


def _peaks(strengths, length, n_segments):
    """Places at which the strength peaks, without the first token."""
    heights = strengths[1:]
    peaks = np.zeros(len(heights), np.bool_)
    spread_peaks(heights, max(int(APART * length), 1), peaks)
    places = np.flatnonzero(peaks) + 1
    if n_segments is not None:
        most = max(MOST_CANDIDATES, 2 * n_segments)
        if len(places) > most:
            strongest = np.argsort(-strengths[places], kind="stable")[:most]
            places = np.sort(places[strongest])
        if len(places) < n_segments - 1:  # so many that any place will do
            places = np.arange(1, len(strengths))
    return places


def _choose(roots, weights, places, n_segments, penalty):
    """Those of the places between which positions are most alike."""
    if not len(places):
        return places
    edges = np.concatenate(([0], places, [len(roots)]))
    sums = np.zeros((len(roots) + 1, roots.shape[1]))
    np.cumsum(roots * weights[:, np.newaxis], axis=0, out=sums[1:])
    masses = np.concatenate(([0], np.cumsum(weights, dtype=np.float64)))
    sums, masses = sums[edges], masses[edges]
    if n_segments is None:
        cuts = cut_by_penalty(sums, masses, penalty * np.log(max(masses[-1], 2.0)))
    else:
        cuts = cut_in_number(sums, masses, min(n_segments, len(edges) - 1))
    return edges[cuts[1:-1]]


def means_of_spans(contexts, texts, tables, spans):
    """Mean vectors of spans of documents, (n_spans, n_columns).

    `spans` holds for each document an array of (start, stop).
    """
    vectors = position_vectors(contexts, texts, tables)
    starts, stops = _in_text(texts, spans)
    sums = np.zeros((texts.n_tokens + 1, vectors.shape[1] + 1))
    weighted = np.column_stack((vectors, np.ones(len(vectors))))
    np.cumsum(weighted * texts.weights[:, np.newaxis], axis=0, out=sums[1:])
    sums = sums[stops] - sums[starts]
    masses = np.maximum(sums[:, -1:], np.finfo(np.float64).tiny)
    return sums[:, :-1] / masses


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
    scores = (shares - threshold) * texts.weights
    found = []
    for number, first, last in zip(
        numbers, texts.offsets[:-1], texts.offsets[1:], strict=True
    ):
        starts, stops = np.empty((2, last - first), np.intp)
        totals = np.empty(last - first)
        n_runs = best_runs(scores[first:last], starts, stops, totals)
        for run in np.argsort(-totals[:n_runs], kind="stable")[:n]:
            here = slice(first + starts[run], first + stops[run])
            share = np.average(shares[here], weights=texts.weights[here])
            ends = int(starts[run]), int(stops[run])
            found.append(Passage(number, *ends, float(share), float(totals[run])))
    return found
