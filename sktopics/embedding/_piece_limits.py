"""How much of a text a model reads, counted in the pieces of its tokenizer."""

from itertools import pairwise
from math import ceil, isfinite
from typing import Any, NamedTuple

import numpy as np

from .._part_spans import token_places
from ._sentence_models import LOCK


class PieceLimit(NamedTuple):
    """The most pieces of a text that a model reads. It drops what comes after.

    Attributes
    ----------
    tokenizer : tokenizer of transformers
    longest : int
        Most pieces, those of the prompt and the special ones included.
    prompt : str
        What is put before each text.
    """

    tokenizer: Any
    longest: int
    prompt: str = ""

    def cut(self, text):
        """Cut a text into parts that the model reads to their ends.

        Parameters
        ----------
        text : str

        Returns
        -------
        spans : list of (int, int)
            Start and stop of each. A text that is short enough is one.
        """
        return self._cut(text, self._count(""))

    def _cut(self, text, n_around):
        """Cut a text; `n_around` pieces are the prompt and special ones."""
        most = self.longest - n_around
        # A tokenizer makes at most a piece of each letter, and one at the beginning.
        short = text.isascii() and len(text) < most
        if short or most < 1 or len(text) < 2:
            return [(0, len(text))]
        n_parts = ceil((self._count(text) - n_around) / most)
        if n_parts <= 1:
            return [(0, len(text))]
        edges = _equal_edges(text, n_parts)
        return [
            (start + inner_start, start + inner_stop)
            for start, stop in pairwise(edges)
            for inner_start, inner_stop in self._cut(text[start:stop], n_around)
        ]

    def _count(self, text):
        """Return the number of pieces of a text behind the prompt."""
        with LOCK:
            pieces = self.tokenizer(self.prompt + text, truncation=False, verbose=False)
        return len(pieces["input_ids"])


def piece_limit_of(tokenizer, longest, prompt=""):
    """Return the `PieceLimit` of a model, None where it has no limit that is known.

    Parameters
    ----------
    tokenizer : object
        That of a model: others than those of transformers are not asked.
    longest : int, float or None
    prompt : str, default=""
    """
    tokenizer = getattr(tokenizer, "tokenizer", tokenizer)  # of texts and images
    if not hasattr(tokenizer, "convert_ids_to_tokens") or not callable(tokenizer):
        return None
    # Where a tokenizer knows of no limit, it says 1e30.
    if longest is None or not isfinite(longest) or longest > np.iinfo(np.int32).max:
        return None
    return PieceLimit(tokenizer, int(longest), prompt or "")


def _equal_edges(text, n_parts):
    """Return where to cut a text of two characters or more: between words, if it can.

    At least two parts, none of which is empty.
    """
    starts = token_places(text)[1:, 0]
    places = starts if len(starts) >= n_parts - 1 else np.arange(1, len(text))
    n_parts = min(n_parts, len(places) + 1)
    chosen = np.arange(1, n_parts) * (len(places) + 1) // n_parts - 1
    return [0, *places[chosen].tolist(), len(text)]
