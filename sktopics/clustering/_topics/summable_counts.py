"""Counts of words that can be added up, of topics of which several become one."""

import numpy as np
import scipy.sparse as sp

from ..._sklearn import under_default_configuration
from .topic_counts import TopicCounts
from .word_weights import takes_documents, weights_of


def summable_counts(weighting, counts):
    """Return the counts of topics that a weighting looks at.

    Parameters
    ----------
    weighting : transformer
    counts : WordCounts

    Returns
    -------
    counted : csr_array of shape (n_topics, n_terms)
        How often terms occur, or how many documents hold them.
    documents : ndarray of shape (n_topics, 1)
        How many documents there are. The rows of both may be added up for
        `weights_of_sums`.
    """
    of_documents = takes_documents(weighting.fit)
    counted = counts.holders if of_documents else counts.occurrences
    counted = sp.csr_array(counted.topics, dtype=np.float64)
    return counted, counts.documents.topics.toarray()


@under_default_configuration
def weights_of_sums(weighting, counts, counted, documents):
    """Return what a fitted weighting makes of sums of `summable_counts`.

    Parameters
    ----------
    weighting : fitted transformer
    counts : WordCounts
        Of the topics, for their terms.
    counted : csr_array of shape (n_sums, n_terms)
    documents : ndarray of shape (n_sums, 1)

    Returns
    -------
    weights : csr_array of shape (n_sums, n_terms)
    """
    of_terms = TopicCounts(counted, sp.csr_array((1, counted.shape[1])))
    of_documents = TopicCounts(sp.csr_array(documents), sp.csr_array((1, 1)))
    summed = counts._replace(
        occurrences=of_terms, holders=of_terms, documents=of_documents
    )
    return weights_of(weighting, summed, "topics")
