"""Documents that a model has seen before, and new ones that a rule decides."""

import numpy as np

from .._steps.embeddings import encode
from .._steps.guidance import draw_to_seeds, nearest_names, nearest_seeds
from .known_documents import find_rows, text_keys, vector_keys
from .placing import by_centroid, most_probable, place
from .votes import with_own_label

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
            vectors = encode(
                model.encoder_,
                corpus.documents,
                corpus.images,
                n_dimensions=model.topic_embeddings_.shape[1],
            )
        vectors = vectors.astype(dtype, copy=False)
        rows = find_rows(vector_keys(vectors), model._vector_keys)
        return guided(model, vectors), rows
    rows = find_rows(text_keys(corpus.documents), model._text_keys)
    needed = np.arange(len(rows))
    if not by_centroid(model):
        needed = np.flatnonzero(rows < 0)
    vectors = np.zeros((len(rows), model.topic_embeddings_.shape[1]), dtype)
    if len(needed):
        found = encode(
            model.encoder_,
            [corpus.documents[i] for i in needed],
            n_dimensions=vectors.shape[1],
        )
        vectors[needed] = guided(model, found.astype(dtype, copy=False))
    return vectors, rows


def guided(model, vectors):
    """Draw vectors to seed topics, as those of the training corpus were."""
    if not hasattr(model, "_seed_vectors"):
        return vectors
    seeds = model._seed_vectors
    nearest_ones = nearest_seeds(vectors, seeds, model._mean_embedding)
    return draw_to_seeds(vectors, seeds, nearest_ones)


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


def place_and_recognise(model, vectors, rows):
    """Return the probabilities and the topics of documents, known ones and new ones.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers; rows sum to 1, and are largest at the
        label.
    labels : ndarray of shape (n_documents,), int64
    """
    probabilities, labels = place(model, vectors, rows)
    decided = decided_labels(model, vectors, rows)
    labels = np.where(decided > UNDECIDED, decided, labels)
    if model.placement_ == "clusterer" and not by_centroid(model):
        # The clusterer has seen known documents too: it says enough of them, unless
        # a name has taken them, or its probabilities are not what it predicts.
        agree = most_probable(probabilities) == labels
        decided = np.where(agree, UNDECIDED, labels)
    return with_own_label(probabilities, decided), labels
