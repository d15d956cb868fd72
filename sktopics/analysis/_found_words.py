"""Tables of words that a search has found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import one_line, table_lines


@dataclass(frozen=True)
class FoundWord:
    """A word that `find_words` has found.

    Parameters
    ----------
    word : str
    similarity : float
        How near it is to what was looked for, see `find_words`.
    """

    word: str
    similarity: float


@dataclass(frozen=True, eq=False, repr=False)
class FoundWords(ColumnsMixin, FrozenArrays, Sequence[FoundWord]):
    """Words that `find_words` has found, the nearest first.

    A sequence of `FoundWord` rows; a slice is such a table again.

    Parameters
    ----------
    words : tuple of str
    similarities : ndarray of shape (n_found,)
        How near they are to what was looked for.
    """

    words: tuple[str, ...]
    similarities: np.ndarray

    def __len__(self):
        return len(self.words)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return FoundWords(self.words[key], self.similarities[key])
        return FoundWord(self.words[key], float(self.similarities[key]))

    def _columns(self):
        return {"word": list(self.words), "similarity": self.similarities}

    def __repr__(self):
        rows = [f"{w.similarity:z10.3f}  {one_line(w.word, 60)}" for w in self]
        return table_lines(
            f"FoundWords: {len(self)}", "similarity  word", rows, "words"
        )
