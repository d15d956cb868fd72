"""Names and their vectors."""

from typing import NamedTuple

import numpy as np

from .._other_names import NamesElsewhereMixin
from ._key_queries import KeyQueriesMixin
from ._key_ranks import KeyRanksMixin
from ._names_of_gensim_doc2vec import NAMES_OF_GENSIM_VECTORS
from ._word_judgements import WordJudgementsMixin


class _Pair(NamedTuple):
    terms: np.ndarray
    vectors: np.ndarray


class WordVectors(
    NamesElsewhereMixin, KeyQueriesMixin, KeyRanksMixin, WordJudgementsMixin, _Pair
):
    """Names and their vectors; a pair that unpacks to `terms, vectors`.

    Answers the questions that a fitted :class:`Doc2Vec` does about its words.

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
    >>> words.most_similar("sea")
    [('ship', 0.0)]
    """

    __slots__ = ()
    __other_names__ = NAMES_OF_GENSIM_VECTORS

    def _names_and_vectors(self, kind):
        """Return what is asked about: all are words, or whatever else has names."""
        if kind != "words":
            return None, None
        names = np.asarray(self.terms, dtype=object)
        vectors = np.asarray(self.vectors)
        if vectors.ndim != 2 or names.shape != vectors.shape[:1]:
            raise ValueError(
                "WordVectors needs a row of vectors for each of its terms, and has "
                f"{len(names)} terms and vectors of shape {vectors.shape}."
            )
        if vectors.dtype != np.float32:
            vectors = vectors.astype(np.float32)
        return names, vectors

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
        terms, vectors = np.asarray(self.terms, dtype=object), np.asarray(self.vectors)
        is_tag = np.fromiter(
            (name.startswith(prefix) for name in terms), bool, len(terms)
        )
        tags = [name.removeprefix(prefix) for name in terms[is_tag]]
        return (
            WordVectors(terms[~is_tag], vectors[~is_tag]),
            WordVectors(names_array(tags), vectors[is_tag]),
        )


def names_array(names):
    array = np.empty(len(names), dtype=object)
    array[:] = names
    return array
