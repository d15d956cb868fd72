"""Documents that a model has seen before, and new ones that a rule decides."""

import numpy as np

from ..._sklearn import under_default_configuration
from .._steps.embeddings import encode
from .known_documents import find_rows, text_keys, vector_keys
from .placement import way_of_placing
from .placing import most_probable, place
from .votes import with_own_label

# What neither memory nor a rule decides: the model has to say.
UNDECIDED = -2
# Documents whose probabilities are computed at a time. By centroids that takes nothing
# but memory; among neighbours there may be an index to make for each block.
_BLOCK, _BLOCK_BY_CENTROID = 4096, 1024


@under_default_configuration
def known_rows(state, way, corpus):
    """Return the vectors of documents, and which of the training corpus they are.

    Parameters
    ----------
    state : FittedState
    way : {"neighbours", "clusterer", "centroid"}
        See `way_of_placing`.
    corpus : Corpus

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        0 for known documents whose vector is not needed: the encoder is spared.
    rows : ndarray of shape (n_documents,), int
        -1 for new documents.
    """
    placement, means = state.placement, state.topics.means
    if corpus.embeddings is not None or corpus.images is not None:
        vectors = corpus.embeddings
        if vectors is None:
            vectors = encode(
                state.encoder,
                corpus.documents,
                corpus.images,
                n_dimensions=means.shape[1],
            )
        vectors = vectors.astype(means.dtype, copy=False)
        rows = find_rows(vector_keys(vectors), placement.vector_keys)
        return state.guidance.draw(vectors), rows
    rows = find_rows(text_keys(corpus.documents), placement.text_keys)
    needed = np.arange(len(rows))
    if way != "centroid":
        needed = np.flatnonzero(rows < 0)
    vectors = np.zeros((len(rows), means.shape[1]), means.dtype)
    if len(needed):
        found = encode(
            state.encoder,
            [corpus.documents[i] for i in needed],
            n_dimensions=means.shape[1],
        )
        vectors[needed] = state.guidance.draw(found.astype(means.dtype, copy=False))
    return vectors, rows


def decided_labels(settings, state, vectors, rows):
    """Return the topics of documents that are known, or that a given name takes.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
        `UNDECIDED` for all others.
    """
    labels = np.full(len(rows), UNDECIDED, dtype=np.int64)
    known = rows >= 0
    labels[known] = state.topics.labels[rows[known]]
    if state.guidance.name_vectors is not None and not known.all():
        names = state.guidance.nearest_names(
            vectors[~known], settings.zeroshot_min_similarity
        )
        topics = np.where(names < 0, UNDECIDED, state.placement.name_topics[names])
        # A name that took no training document is no topic.
        labels[~known] = np.where(topics < 0, UNDECIDED, topics)
    return labels


@under_default_configuration
def place_and_recognise(settings, state, way, vectors, rows):
    """Return the probabilities and the topics of documents, known ones and new ones.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    way : {"neighbours", "clusterer", "centroid"}
        See `way_of_placing`.
    vectors : ndarray of shape (n_documents, n_dimensions)
    rows : ndarray of shape (n_documents,), int
        Rows of the training corpus, -1 for new documents.

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
        The last column is that of outliers; rows sum to 1, and are largest at the
        label.
    labels : ndarray of shape (n_documents,), int64
    """
    probabilities, labels = place(settings, state, way, vectors, rows)
    decided = decided_labels(settings, state, vectors, rows)
    labels = np.where(decided > UNDECIDED, decided, labels)
    if way == "clusterer":
        # The clusterer has seen known documents too: it says enough of them, unless
        # a name has taken them, or its probabilities are not what it predicts.
        agree = most_probable(probabilities) == labels
        decided = np.where(agree, UNDECIDED, labels)
    return with_own_label(probabilities, decided), labels


def training_probabilities(settings, state, vectors):
    """Return the probabilities of the documents that `state` has labels of.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)

    Returns
    -------
    probabilities : ndarray of shape (n_documents,) or (n_documents, n_topics)
        For all topics with `calculate_probabilities`, else for each document's own; 0
        for outliers then.
    """
    labels, found = state.topics.labels, []
    way = way_of_placing(settings, state.placement)
    block = _BLOCK_BY_CENTROID if way == "centroid" else _BLOCK
    for start in range(0, len(vectors), block):
        rows = np.arange(start, min(start + block, len(vectors)))
        probabilities, _ = place_and_recognise(
            settings, state, way, vectors[rows], rows
        )
        if settings.calculate_probabilities:
            found.append(probabilities[:, :-1])
        else:
            probabilities[:, -1] = 0  # an outlier belongs to no topic
            found.append(probabilities[np.arange(len(rows)), labels[rows]])
    return np.concatenate(found)
