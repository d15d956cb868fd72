"""Counts of words that can be added up, of topics of which several become one."""

import numpy as np
import scipy.sparse as sp

from ..._sklearn import under_default_configuration
from .topic_counts import TopicCounts
from .word_weights import weights_of


def summable_counts(counts):
    """Return all that has been counted of topics, side by side.

    Parameters
    ----------
    counts : WordCounts

    Returns
    -------
    sums : csr_array of shape (n_topics, 2 * n_terms + 1)
        How often terms occur, how many documents hold them, and how many documents
        there are. Rows may be added up for `weights_of_sums`.
    """
    parts = [counts.occurrences.topics, counts.holders.topics, counts.documents.topics]
    return sp.csr_array(sp.hstack(parts, format="csr", dtype=np.float64))


@under_default_configuration
def weights_of_sums(weighting, counts, sums):
    """Return what a fitted weighting makes of sums of `summable_counts`.

    Parameters
    ----------
    weighting : fitted transformer
    counts : WordCounts
        Of the topics, for their terms.
    sums : csr_array of shape (n_sums, 2 * n_terms + 1)

    Returns
    -------
    weights : csr_array of shape (n_sums, n_terms)
    """
    n = len(counts.terms)
    parts = (sums[:, :n], sums[:, n : 2 * n], sums[:, 2 * n :])
    summed = (
        TopicCounts(sp.csr_array(part), sp.csr_array((1, part.shape[1])))
        for part in parts
    )
    names = ("occurrences", "holders", "documents")
    counts = counts._replace(**dict(zip(names, summed, strict=True)))
    return weights_of(weighting, counts, "topics")
