"""Models, and documents that are each about one of a few topics."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics import Doc2Vec, TokenSequences

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


ARCHITECTURES = {
    "dm": {},
    "dm sum": {"dm_mean": False},
    "dm concat": {"dm_concat": True},
    "dbow": {"dm": 0},
    "dbow words": {"dm": 0, "dbow_words": True},
    "dm tree": {"negative": 0, "hs": True},
    "dbow both": {"dm": 0, "hs": True},
}
everywhere = pytest.mark.parametrize("name", ARCHITECTURES)


def new(name="dm", **parameters):
    # All of the few words are frequent: none is passed over.
    known = {"vector_size": 12, "epochs": 20, "alpha": 0.1, "sample": 0}
    known |= {"window": 1, "random_state": 0}
    return Doc2Vec(**{**known, **ARCHITECTURES[name], **parameters})


def vectors_of(model):
    """All that was learned."""
    names = ("document_vectors_", "word_vectors_", "output_vectors_", "node_vectors_")
    found = (getattr(model, name) for name in names)
    return [vectors for vectors in found if vectors is not None]


def assert_same(one, other):
    assert one.loss_curve_ == other.loss_curve_
    for a, b in zip(vectors_of(one), vectors_of(other), strict=True):
        assert_array_equal(a, b)
