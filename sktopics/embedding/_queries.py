"""Questions to a model with vectors of words and documents."""

import numpy as np

from .._neighbors import unit
from .._sklearn import check_fitted
from ._key_queries import KeyQueriesMixin
from ._key_ranks import KeyRanksMixin
from ._word_judgements import WordJudgementsMixin
from ._word_queries import WordQueriesMixin

# Where the names and the vectors of each kind are.
_PLACES = {
    "words": ("terms_", "word_vectors_"),
    "documents": ("tags_", "document_vectors_"),
}


class VectorQueriesMixin(
    KeyQueriesMixin, KeyRanksMixin, WordJudgementsMixin, WordQueriesMixin
):
    """Questions about words and documents alike.

    A key of a query is a word, the tag of a document, or a vector. Of an estimator it
    needs `word_vectors_`, `terms_`, `term_counts_`, `document_vectors_`, `tags_`,
    `transform` and, for predictions, the weights of the output.
    """

    def _names_and_vectors(self, kind):
        """Return what is asked about; None of what the model has not any more."""
        check_fitted(self)
        return tuple(getattr(self, place, None) for place in _PLACES[kind])

    def similarity_unseen(self, X, Y=None) -> np.ndarray:
        """Compute the cosines of documents that the model has not seen.

        Parameters
        ----------
        X : documents, as `transform` takes them
        Y : documents, as `transform` takes them, default=None
            Documents to compare with; None compares those of `X` with each other.

        Returns
        -------
        similarities : ndarray of shape (n_documents_X, n_documents_Y), float32
            Cosines of the inferred vectors; 0 for documents without known words.
        """
        first = unit(self.transform(X))
        second = first if Y is None else unit(self.transform(Y))
        return first @ second.T
