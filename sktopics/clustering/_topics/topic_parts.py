"""What topics become that are made of parts: means, names, typical documents."""

import numpy as np

from ..._arrays import sum_rows
from ..._reading import folded_text
from .._labels import OUTLIER
from .._steps.nothing_known import are_known

# Vectors that are held in 64 bits at a time.
_BLOCK = 4096


def labels_of_known(labels, vectors):
    """Return labels, -1 for documents of which nothing is known: of vectors of zeros.

    A label that a user gave to such a document says nothing of where its topic is.
    """
    return np.where(are_known(vectors), labels, OUTLIER)


def topic_sizes(labels, n_topics):
    """Return the number of documents of each topic; labels of -1 are of none."""
    return np.bincount(labels[labels >= 0], minlength=n_topics)


def topic_means(embeddings, labels, n_topics):
    """Return the mean vector of each topic, 0 for one without documents."""
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(n_topics + 1))
    means = np.zeros((n_topics, embeddings.shape[1]), dtype=embeddings.dtype)
    for topic in range(n_topics):
        rows = order[bounds[topic] : bounds[topic + 1]]
        if len(rows):
            means[topic] = embeddings[rows].mean(axis=0)
    return means


def merged_means(means, sizes, into, n_topics):
    """Return the means of the documents of merged topics.

    A topic that stays keeps its own, and so does one without documents that nothing
    is added to.

    Parameters
    ----------
    means : ndarray of shape (n_parts, n_dimensions)
    sizes : ndarray of shape (n_parts,), int
    into : ndarray of shape (n_parts,), int
        The topic that each part becomes, -1 for none.
    n_topics : int
    """
    merged = np.zeros((n_topics, means.shape[1]), dtype=means.dtype)
    for topic in range(n_topics):
        parts = np.flatnonzero(into == topic)
        filled = parts[sizes[parts] > 0]
        if len(filled) > 1:
            merged[topic] = np.average(means[filled], axis=0, weights=sizes[filled])
        elif len(parts):
            merged[topic] = means[filled[0] if len(filled) else parts[0]]
    return merged


def changed_means(means, sizes, new_sizes, vectors, before, after):
    """Return the means after documents have moved from topics to topics.

    ``(n m - sum of those that left + sum of those that came) / n'``; a topic that has
    lost all its documents keeps its mean.

    Parameters
    ----------
    means : ndarray of shape (n_topics, n_dimensions)
    sizes, new_sizes : ndarray of shape (n_topics,), int
        Numbers of documents before and after.
    vectors : ndarray of shape (n_moved, n_dimensions)
    before, after : ndarray of shape (n_moved,), int
        Topics of the documents that moved, -1 for none.
    """
    n_topics = len(means)
    before, after = np.asarray(before), np.asarray(after)
    sums = sizes[:, np.newaxis] * means.astype(np.float64)
    for start in range(0, len(vectors), _BLOCK):
        rows = slice(start, start + _BLOCK)
        some = np.asarray(vectors[rows], dtype=np.float64)
        sums += sum_rows(some, after[rows], n_topics)
        sums -= sum_rows(some, before[rows], n_topics)
    changed = np.zeros(n_topics, dtype=bool)
    for topics in (before, after):
        changed[topics[topics >= 0]] = True
    changed &= new_sizes > 0
    moved = means.copy()
    moved[changed] = sums[changed] / new_sizes[changed, np.newaxis]
    return moved


def own_shares(probabilities, labels):
    """Return the probability of each document's own topic, 0 for outliers."""
    if probabilities.ndim == 1:
        return probabilities
    if not probabilities.shape[1]:
        return np.zeros(len(labels))
    own = probabilities[np.arange(len(labels)), np.maximum(labels, 0)]
    return np.where(labels < 0, 0, own)


def first_of_parts(values, into, n_topics, order=None):
    """Return for each topic the first value of its parts that is not None.

    Parameters
    ----------
    values : sequence of length n_parts
    into : ndarray of shape (n_parts,), int
        The topic that each part becomes, -1 for none.
    n_topics : int
    order : ndarray of shape (n_parts,), int, default=None
        Which parts to ask first, by default as they come.
    """
    first = [None] * n_topics
    for part in range(len(into)) if order is None else order:
        topic = into[part]
        if topic >= 0 and first[topic] is None:
            first[topic] = values[part]
    return tuple(first)


def most_typical(representatives, n):
    """Return the `n` documents of each topic with the largest shares.

    Of equal shares, the documents that come first stay first; of equal texts, one.
    """
    return tuple(
        _distinct(sorted(documents, key=lambda document: -document.share))[:n]
        for documents in representatives
    )


def _distinct(documents):
    """Documents that differ from those before; without a text, by their rows."""
    found = {}
    for document in documents:
        found.setdefault(folded_text(document.text) or document.index, document)
    return list(found.values())


def later_documents(representatives, first_row):
    """Return representatives whose rows are counted on from `first_row`."""
    return [
        [each._replace(index=each.index + first_row) for each in documents]
        for documents in representatives
    ]


def joined(lists, into, n_topics):
    """Return the items of the lists that go into each topic, in their order."""
    joined = [[] for _ in range(n_topics)]
    for items, topic in zip(lists, into, strict=True):
        if topic >= 0:
            joined[topic] += items
    return tuple(joined)


def with_removed(outliers, representatives, removed):
    """Return typical outliers, with the documents of removed topics, surest first.

    Parameters
    ----------
    outliers : list of Representative
    representatives : sequence of lists of Representative
    removed : ndarray of shape (n_topics,), bool
    """
    lists = [representatives[topic] for topic in np.flatnonzero(removed)]
    if not any(lists):
        return outliers
    (joint,) = joined([outliers, *lists], [0] * (len(lists) + 1), 1)
    longest = max(map(len, [outliers, *lists]))
    return most_typical([joint], longest)[0]


def kept_descriptions(descriptions, sizes, into, n_topics):
    """Descriptions of the topics whose documents are those of a single part."""
    kept = [None] * n_topics
    for topic in range(n_topics):
        parts = np.flatnonzero(into == topic)
        filled = parts[sizes[parts] > 0]
        if len(filled) == 1 or (len(parts) and not len(filled)):
            kept[topic] = descriptions[filled[0] if len(filled) else parts[0]]
    return tuple(kept)


def stacked_probabilities(first, second, labels, n_topics):
    """Return the probabilities of more documents below those of the first.

    Parameters
    ----------
    first : ndarray of shape (n_first,) or (n_first, n_known)
        For each document's own topic, or for all topics that were known.
    second : ndarray of shape (n_second,) or (n_second, n_topics)
        Says whether the result is for all topics, too.
    labels : ndarray of shape (n_first,), int
        Topics of the first documents.
    n_topics : int
    """
    if second.ndim == 1:
        return np.concatenate([own_shares(first, labels), second])
    padded = np.zeros((len(first), n_topics))
    if first.ndim == 2:
        padded[:, : first.shape[1]] = first
    else:  # for other topics they were not asked for then
        known = np.flatnonzero(labels >= 0)
        padded[known, labels[known]] = first[known]
    return np.concatenate([padded, second])
