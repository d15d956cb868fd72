"""From counts back to terms, for subclasses of `CountVectorizer`."""

from sklearn.feature_extraction.text import CountVectorizer

from .._sparse import checked_csr


class InverseTransformMixin:
    """Check counts before scikit-learn reads them."""

    def inverse_transform(self, X) -> list:
        """Return the terms of each document.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_terms)

        Returns
        -------
        documents : list of n_documents arrays of str
            The terms that each document has, in the order of the vocabulary.
        """
        return CountVectorizer.inverse_transform(self, checked_csr(X))
