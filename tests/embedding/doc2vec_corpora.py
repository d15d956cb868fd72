"""Documents that are each about one of a few topics with words of their own."""

import numpy as np

from sktopics import TokenSequences

TOPICS = 4
NAMES = [f"{topic}{i}" for topic in "abcde" for i in range(8)]


def planted(n_documents=60, length=40, seed=0):
    """Document d draws words of topic ``d % TOPICS``, which has eight.

    Between them stand words that all documents share, so that the words next to one
    do not tell its topic: the document does.
    """
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, 8, (n_documents, length))
    ids[:, ::2] += 8 * (np.arange(n_documents) % TOPICS)[:, np.newaxis]
    ids[:, 1::2] += 8 * TOPICS
    offsets = np.arange(n_documents + 1) * length
    return TokenSequences(ids.ravel(), offsets, terms=NAMES)


def labels(n_documents=60):
    return np.arange(n_documents) % TOPICS


def same_topic(vectors, labels):
    """Share of vectors whose nearest neighbour by cosine has the same label."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    similarity = vectors @ vectors.T
    np.fill_diagonal(similarity, -2)
    return (labels[similarity.argmax(axis=1)] == labels).mean()
