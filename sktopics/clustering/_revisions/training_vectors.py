"""Vectors and words of training documents that come again, read when asked for."""

import numpy as np
import scipy.sparse as sp

from ...text.document_counts import reader_of
from .._steps.corpus_input import Corpus
from .._steps.embeddings import documents_taken, encode
from .._steps.nothing_known import in_rows, rows_taken

# Documents whose words are counted at a time.
_READ_AT_A_TIME = 4000


class TrainingVectors:
    """Vectors of training documents, each of them encoded once at most.

    Parameters
    ----------
    state : FittedState
        With a space, if there is one that keeps the vectors.
    corpus : Corpus
        All training documents.
    """

    def __init__(self, state, corpus):
        if state.space is not None:
            corpus = Corpus(corpus.documents, state.space.documents, None, corpus.blank)
        n_documents, n_dimensions = len(corpus), state.topics.means.shape[1]
        self._state, self._corpus = state, corpus
        self.known = np.zeros(n_documents, dtype=bool)
        self.known[state.placement.learned_rows(n_documents)] = True
        self._encoded = None
        if corpus.embeddings is None:
            self._read = ~self.known
            shape = n_documents, n_dimensions
            self._encoded = np.zeros(shape, dtype=state.topics.means.dtype)

    def of(self, rows):
        """Return vectors of some documents, drawn to seed topics as in training.

        Parameters
        ----------
        rows : ndarray of shape (n_some,), int

        Returns
        -------
        vectors : ndarray of shape (n_some, n_dimensions)
            Zeros for documents of which nothing was known in training.
        """
        if self._encoded is None:
            vectors = self._drawn(self._corpus.embeddings[rows])
            vectors[~self.known[rows]] = 0
            return vectors
        new = rows[~self._read[rows]]
        if len(new):
            documents, images = documents_taken(self._corpus, new)
            vectors = encode(
                self._state.encoder,
                documents,
                images,
                n_dimensions=self._encoded.shape[1],
            )
            self._encoded[new] = self._drawn(vectors)
            self._read[new] = True
        return self._encoded[rows]

    @property
    def given(self):
        """Vectors of all documents, if users have given them; else None."""
        return None if self._corpus.embeddings is None else self.all()

    def all(self):
        """Return vectors of all documents; see `of`."""
        if self._encoded is None:
            rows = np.flatnonzero(self.known)
            vectors = self._drawn(rows_taken(self._corpus.embeddings, rows))
            return in_rows(vectors, rows, len(self.known))
        self.of(np.flatnonzero(self.known))
        return self._encoded

    def _drawn(self, vectors):
        dtype = self._state.topics.means.dtype
        return self._state.guidance.draw(vectors.astype(dtype, copy=False))


class TrainingCounts:
    """Counts of terms in training documents, those of the last ones asked for kept.

    Parameters
    ----------
    state : FittedState
        With a space, if there is one that keeps the counts.
    documents : list of str
    """

    def __init__(self, state, documents):
        self._words, self._documents = state.topics.words, documents
        self._rows, self._counts = np.empty(0, dtype=np.int64), None
        if state.space is not None:
            self._rows, self._counts = np.arange(len(documents)), state.space.counts

    def of(self, rows):
        """Return counts of terms in some documents.

        Parameters
        ----------
        rows : ndarray of shape (n_some,), int
            Ascending.

        Returns
        -------
        counts : csr_array of shape (n_some, n_terms)
        """
        n, vectorizer = len(rows), self._words.vectorizer
        if vectorizer is None or not n:
            return sp.csr_array((n, len(self._words.terms)))
        places = np.searchsorted(self._rows, rows)
        if places[-1] >= len(self._rows) or (self._rows[places] != rows).any():
            documents = [self._documents[row] for row in rows]
            read = reader_of(vectorizer, documents, False).read(_READ_AT_A_TIME)
            self._counts = sp.csr_array(sp.vstack(list(read), format="csr"))
            self._rows, places = rows, np.arange(n)
        return self._counts if n == len(self._rows) else self._counts[places]
