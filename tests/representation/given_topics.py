"""Tables and contexts of topics that tests write down."""

import numpy as np
import scipy.sparse as sp

from sktopics.topics import RepresentationContext, Topic, TopicTable


def context_of(weights, terms, documents=None, shares=None, *, n_words=3, **more):
    """Return a context whose table has the heaviest terms of each topic."""
    weights = np.asarray(weights, dtype=np.float64)
    terms = np.asarray(terms, dtype=object)
    topics = []
    for index, row in enumerate(weights):
        best = np.argsort(-row, kind="stable")[:n_words]
        best = best[row[best] > 0]
        total = np.maximum(row, 0).sum() or 1
        topics.append(
            Topic(index, None, 1 / len(weights), terms[best], row[best] / total)
        )
    if shares is not None:
        shares = sp.csr_array(np.asarray(shares, dtype=np.float64))
    return RepresentationContext(
        TopicTable(topics), weights, terms, documents, shares, **more
    )


def one_hot(labels, n_topics):
    """Return shares of 1 for the topic of each document; -1 has none."""
    return (np.asarray(labels)[:, np.newaxis] == np.arange(n_topics)).astype(float)
