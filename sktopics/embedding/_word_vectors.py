"""Names and their vectors."""

from typing import NamedTuple

import numpy as np


class WordVectors(NamedTuple):
    """Names and their vectors; a pair that unpacks to `terms, vectors`.

    Parameters
    ----------
    terms : ndarray of shape (n_terms,), object
        Names, all different.
    vectors : ndarray of shape (n_terms, vector_size), float32
        The vector of each name.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.embedding import WordVectors
    >>> names = np.array(["sea", "ship", "*dt_log"], dtype=object)
    >>> words, documents = WordVectors(names, np.eye(3)).divide("*dt_")
    >>> words.terms.tolist(), documents.terms.tolist()
    (['sea', 'ship'], ['log'])
    """

    terms: np.ndarray
    vectors: np.ndarray

    def divide(self, prefix="*dt_") -> "tuple[WordVectors, WordVectors]":
        """Divide words from document tags, whose names have a prefix in the file.

        Parameters
        ----------
        prefix : str
            How the names of documents start, by default ``"*dt_"`` as in gensim.

        Returns
        -------
        words, documents : WordVectors
            The names of `documents` are without the prefix.
        """
        is_tag = np.fromiter(
            (name.startswith(prefix) for name in self.terms), bool, len(self.terms)
        )
        tags = [name.removeprefix(prefix) for name in self.terms[is_tag]]
        return (
            WordVectors(self.terms[~is_tag], self.vectors[~is_tag]),
            WordVectors(names_array(tags), self.vectors[is_tag]),
        )


def names_array(names):
    array = np.empty(len(names), dtype=object)
    array[:] = names
    return array
