"""The table of a fitted model's topics, and the documents that stand for them."""

import numpy as np

from ..._reading import shorten
from ...topics import RepresentativeDocument, Topic, TopicTable
from .._placement.centroids import cosine_similarities
from .words import best_terms


def nearest_to_means(embeddings, topic_embeddings, labels, n):
    """Return the documents of each topic that are nearest to its mean.

    Returns
    -------
    rows : list of ndarray
        At most `n` a topic, nearest first.
    """
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(len(topic_embeddings) + 1))
    found = []
    for topic, mean in enumerate(topic_embeddings):
        rows = order[bounds[topic] : bounds[topic + 1]]
        nearness = cosine_similarities(embeddings[rows], mean[np.newaxis])[:, 0]
        found.append(rows[np.argsort(-nearness, kind="stable")[:n]])
    return found


def make_table(components, terms, n_top_words, *, sizes, names, documents):
    """Return the table of topics.

    Parameters
    ----------
    components : csr_array of shape (n_topics, n_terms)
    terms : ndarray of shape (n_terms,)
    n_top_words : int
    sizes : ndarray of shape (n_topics,)
        Shares of the corpus.
    names : list of str or None
        Names that were given to topics.
    documents : list of lists of RepresentativeDocument

    Returns
    -------
    table : TopicTable
    """
    totals = components.maximum(0).sum(axis=1)  # BM25 weighs common terms below 0
    topics = []
    for index, columns in enumerate(best_terms(components, n_top_words)):
        best = terms[columns].tolist()
        weights = components[[index]].toarray()[0, columns] / (totals[index] or 1)
        topics.append(
            Topic(
                index=index,
                label=names[index],
                size=float(sizes[index]),
                terms=best,
                weights=weights.tolist(),
                documents=documents[index],
            )
        )
    return TopicTable(topics)


def make_representatives(rows, shares, documents):
    """Return the rows of representative documents, with shares and first words.

    Parameters
    ----------
    rows : list of ndarray
    shares : list of ndarray
        Probability of the topic in each.
    documents : list of str
    """
    return [
        [
            RepresentativeDocument(int(row), float(share), shorten(documents[row]))
            for row, share in zip(of_topic, shares[topic], strict=True)
        ]
        for topic, of_topic in enumerate(rows)
    ]


def table_to_rows(table):
    """Return a table as plain lists, which any format of persistence knows."""
    return [
        [
            topic.index,
            topic.label,
            topic.size,
            list(topic.terms),
            list(topic.weights),
            [[d.index, d.share, d.excerpt] for d in topic.documents],
        ]
        for topic in table
    ]


def table_from_rows(rows):
    """The inverse of `table_to_rows`."""
    return TopicTable(
        Topic(
            index,
            label,
            size,
            terms,
            weights,
            documents=[RepresentativeDocument(*document) for document in documents],
        )
        for index, label, size, terms, weights, documents in rows
    )
