"""Passages that speak of a topic: the runs of positions with the largest excess."""

from textwrap import shorten
from typing import NamedTuple

import numpy as np

from ..kernels.segmentation import best_runs

# So much of a passage is shown.
_SHOWN = 60


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
    words : tuple of str, default=()
        Names of its known terms in reading order, where the sequences have names.
    text : str, default=None
        The raw text from its first token to its last, if documents were given.

    Examples
    --------
    >>> from sktopics.artm import Passage
    >>> passage = Passage(document=3, start=10, stop=14, share=0.75, excess=1.0)
    >>> tokens = list("the tokens of a document")
    >>> len(tokens[passage.start : passage.stop])
    4
    >>> passage._replace(text="text as it was written")
    Passage(document=3, start=10, stop=14, share=0.75, excess=1, text='text as it...')
    """

    document: int
    start: int
    stop: int
    share: float
    excess: float
    words: tuple[str, ...] = ()
    text: str | None = None

    def __repr__(self):
        shown = self.text if self.text is not None else " ".join(self.words)
        shown = shorten(shown, _SHOWN, placeholder="...")
        called = "words" if self.text is None else "text"
        return (
            f"Passage(document={self.document!r}, start={self.start}, "
            f"stop={self.stop}, share={self.share:.3g}, excess={self.excess:.4g}"
            + (f", {called}={shown!r})" if shown else ")")
        )


def passages_in(shares, offsets, *, n, threshold, weights=None, numbers=None):
    """Return the best `n` passages of each document.

    A passage is a run of positions whose shares exceed the threshold by the largest
    sum: what comes before or after, or between two passages, would take more away than
    it adds.

    Parameters
    ----------
    shares : ndarray of shape (n_positions,), float64
        Share of the topic at each position.
    offsets : ndarray of shape (n_documents + 1,), int
        Where documents begin and end.
    n : int
    threshold : float
        Share that is not worth mentioning.
    weights : ndarray of shape (n_positions,), default=None
        What each position counts for, by default 1.
    numbers : sequence of n_documents int, default=None
        Numbers of the documents, by default from 0.

    Returns
    -------
    passages : list of Passage
        Positions count from the start of the document. Passages of a document are
        sorted by their excess, the largest first.
    """
    if weights is None:
        weights = np.ones(len(shares))
    if numbers is None:
        numbers = range(len(offsets) - 1)
    scores = (shares - threshold) * weights
    found = []
    for number, first, last in zip(numbers, offsets[:-1], offsets[1:], strict=True):
        starts, stops = np.empty((2, last - first), np.intp)
        totals = np.empty(last - first)
        n_runs = best_runs(scores[first:last], starts, stops, totals)
        for run in np.argsort(-totals[:n_runs], kind="stable")[:n]:
            here = slice(first + starts[run], first + stops[run])
            share = np.average(shares[here], weights=weights[here])
            ends = int(starts[run]), int(stops[run])
            found.append(Passage(number, *ends, float(share), float(totals[run])))
    return found


def best_passages(passages, n):
    """Return the `n` passages of the largest excess, equal ones in their order."""
    return sorted(passages, key=lambda passage: -passage.excess)[:n]
