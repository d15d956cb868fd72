"""Documents that a model has seen before, and new ones that a rule decides."""

import numpy as np

from ._encoding import encode
from ._guidance import draw_to_seeds, nearest_names, nearest_seeds
from ._keys import find_rows, text_keys, vector_keys
from ._placing import by_centroid, most_probable, place
from ._votes import with_own_label

# What neither memory nor a rule decides: the model has to say.
UNDECIDED = -2


def known_rows(model, corpus):
    """Return the vectors of documents, and which of the training corpus they are.

    Parameters
    ----------
    model : BERTopic
    corpus : Corpus

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        Of 0 for known documents whose vector nobody needs: the encoder is spared.
    rows : ndarray of shape (n_documents,), int
        -1 for new documents.
    """
    dtype = model.topic_embeddings_.dtype
    if corpus.embeddings is not None or corpus.images is not None:
        vectors = corpus.embeddings
        if vectors is None:
            vectors = encode(model.encoder_, corpus.documents, corpus.images)
        vectors = vectors.astype(dtype, copy=False)
        rows = find_rows(vector_keys(vectors), model._vector_keys)
        return _guided(model, vectors), rows
    rows = find_rows(text_keys(corpus.documents), model._text_keys)
    needed = np.arange(len(rows))
    if not by_centroid(model):
        needed = np.flatnonzero(rows < 0)
    vectors = np.zeros((len(rows), model.topic_embeddings_.shape[1]), dtype)
    if len(needed):
        found = encode(model.encoder_, [corpus.documents[i] for i in needed])
        if found.shape[1] != vectors.shape[1]:
            raise ValueError(
                f"The encoder makes vectors of {found.shape[1]} dimensions, and the "
                f"embeddings that the model was fitted on have {vectors.shape[1]}: "
                "give embeddings here, too."
            )
        vectors[needed] = _guided(model, found.astype(dtype, copy=False))
    return vectors, rows


def _guided(model, vectors):
    """Draw vectors to seed topics, as those of the training corpus were."""
    if not hasattr(model, "_seed_vectors"):
        return vectors
    seeds = model._seed_vectors
    nearest_ones = nearest_seeds(vectors, seeds, model._mean_embedding)
    return draw_to_seeds(vectors, seeds, nearest_ones)


def place_documents(model, vectors, rows):
    """Return probabilities and topics of documents, whatever decides about them.

    Parameters
    ----------
    model : BERTopic
    vectors : ndarray of shape (n_documents, n_dimensions)
    rows : ndarray of shape (n_documents,), int
        As `known_rows` returns them.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers.
    labels : ndarray of shape (n_documents,), int64
        The most probable; -1 for outliers.
    """
    probabilities, labels = place(model, vectors, rows)
    decided = decided_labels(model, vectors, rows)
    labels = np.where(decided > UNDECIDED, decided, labels)
    if model.placement_ == "clusterer" and not by_centroid(model):
        return most_probably(probabilities, labels), labels
    return with_own_label(probabilities, decided), labels


def most_probably(probabilities, labels):
    """Return probabilities by which the labels of documents are the most probable.

    A clusterer has probabilities of its own, which hardly ever speak against what it
    predicts; they may where topics are several clusters, or have names.
    """
    agrees = most_probable(probabilities) == labels
    return with_own_label(probabilities, np.where(agrees, UNDECIDED, labels))


def decided_labels(model, vectors, rows):
    """Return the topics of documents that are known, or that a given name takes.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
        `UNDECIDED` for all others.
    """
    labels = np.full(len(rows), UNDECIDED, dtype=np.int64)
    known = rows >= 0
    labels[known] = model.labels_[rows[known]]
    if hasattr(model, "_name_vectors") and not known.all():
        names = nearest_names(
            vectors[~known], model._name_vectors, model.zeroshot_min_similarity
        )
        topics = np.where(names < 0, UNDECIDED, model._name_topics[names])
        # A name that took no training document is no topic.
        labels[~known] = np.where(topics < 0, UNDECIDED, topics)
    return labels
