"""p(topic | word, document): the topics of each stored entry of a matrix of counts."""

from itertools import pairwise
from numbers import Real

import numpy as np
import scipy.sparse as sp

from ._parallel import rows_of, run_blocks
from ._sklearn import check_fitted

# Shares that a block holds before it is made sparse: 16 MB of float32.
_CELLS = 1 << 22


class WordTopicsMixin:
    """For models on counts that know which topics the words of a document are from.

    Models provide ``_words_of_topics(X, min_share)``, of counts that were checked; most
    return what `share_words` does. A model whose `transform` takes more beside `X` has
    a `word_topics` of its own.
    """

    def word_topics(self, X, *, min_share=0.0) -> sp.csr_array:
        """Compute p(topic | word, document) for each count in `X`.

        Row i is for the i-th stored entry of `X` in canonical form: documents in order,
        the words of a document by column, no zeros. For such a CSR matrix
        ``X.indices[i]`` is the word, and ``X.data[i]`` is how often it occurs.
        :func:`sktopics.analysis.word_topics` makes a table with names.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        min_share : float in [0, 1], default=0.0
            Smaller shares are left out, which saves memory: with 0.01 a word keeps a
            few of a hundred topics. The rows then sum to less than 1.

        Returns
        -------
        word_topic : csr_array of shape (n_entries, n_components)
            Shares of topics in a word of a document. Rows sum to 1; where none of the
            topics of a document has the word, they are the shares of the document.

        Raises
        ------
        ValueError
            If `min_share` is not from 0 to 1.
        """
        check_fitted(self)
        check_min_share(min_share)
        return self._words_of_topics(self._check_counts(X, reset=False), min_share)


def check_min_share(min_share):
    """Raise an error if `min_share` is no share."""
    is_number = isinstance(min_share, Real) and not isinstance(min_share, bool)
    if not (is_number and 0 <= min_share <= 1):
        raise ValueError(f"min_share must be a number from 0 to 1, got {min_share!r}.")


def share_words(X, doc_topic, posterior, *shared, min_share=0.0, n_jobs=None):
    """Return p(topic | word, document) of all stored entries, computed in blocks.

    Parameters
    ----------
    X : csr_array of shape (n_documents, n_terms)
        In canonical form.
    doc_topic : ndarray of shape (n_documents, n_components)
        What `posterior` is given of the documents of a block.
    posterior : function of a module
        ``posterior(rows, doc_topic, *shared)`` returns the shares of the entries of
        ``rows = indptr, indices, data``, an ndarray of shape (n_entries,
        n_components). `mixture_posterior` is one.
    *shared : object
        What `posterior` is given beside, the same for all documents.
    min_share : float, default=0.0
        Smaller shares are left out, and so are those of 0.
    n_jobs : int, default=None

    Returns
    -------
    word_topic : csr_array of shape (n_entries, n_components)
    """
    most = max(_CELLS // doc_topic.shape[1], 1)
    cuts = np.searchsorted(X.indptr, np.arange(most, X.nnz, most))
    bounds = np.unique(np.concatenate(([0], cuts, [X.shape[0]]))).tolist()
    tasks = [
        (rows_of(X, start, stop), doc_topic[start:stop], posterior, shared, min_share)
        for start, stop in pairwise(bounds)
    ]
    return sp.vstack(list(run_blocks(_sparse_block, tasks, n_jobs)), format="csr")


def _sparse_block(rows, doc_topic, posterior, shared, min_share):
    """Posteriors of a block without the shares that are to be left out."""
    shares = posterior(rows, doc_topic, *shared)
    kept = (shares >= min_share) & (shares > 0)
    topics = kept.nonzero()[1]
    dtype = np.int32 if len(topics) < np.iinfo(np.int32).max else np.int64
    indptr = np.concatenate(([0], kept.sum(axis=1).cumsum()), dtype=dtype)
    cells = shares[kept], topics.astype(dtype), indptr
    return sp.csr_array(cells, shape=shares.shape)


def mixture_posterior(rows, doc_topic, word_topic):
    """Topics of words by Bayes' rule: theta_td phi_wt, scaled to sum to 1.

    Parameters
    ----------
    rows : tuple of arrays
        ``indptr, indices, data`` of counts.
    doc_topic : ndarray of shape (n_documents, n_components)
        p(topic | document); rows sum to 1.
    word_topic : ndarray of shape (n_terms, n_components)
        p(word | topic), one row for each word.

    Returns
    -------
    shares : ndarray of shape (n_entries, n_components)
        Where that is 0 / 0, `doc_topic` of the document.
    """
    indptr, indices, _ = rows
    mixtures = np.repeat(doc_topic, np.diff(indptr), axis=0)
    shares = word_topic[indices]
    shares *= mixtures
    totals = shares.sum(axis=1, keepdims=True)
    unexplained = totals[:, 0] <= 0
    shares /= np.where(totals > 0, totals, 1)
    shares[unexplained] = mixtures[unexplained]
    return shares
