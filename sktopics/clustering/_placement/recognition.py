"""Documents that a model has seen before, and new ones that a rule decides."""

import numpy as np

from ..._sklearn import under_default_configuration
from .._labels import OUTLIER
from .._steps.embeddings import encode_some
from .._steps.nothing_known import are_known, in_rows, rows_taken
from .known_documents import find_rows, text_keys, vector_keys
from .placement import DELETED, way_of_placing
from .placing import most_probable, place
from .votes import with_own_label

# What neither memory nor a rule decides: the model has to say.
UNDECIDED = -2
# In place of a row: nothing is known of the document.
_UNKNOWN = -2
# Documents whose probabilities are computed at a time. By centroids that takes nothing
# but memory; among neighbours there may be an index to make for each block.
_BLOCK, _BLOCK_BY_CENTROID = 4096, 1024


@under_default_configuration
def place_corpus(settings, state, corpus):
    """Return the probabilities and the topics of documents, known ones and new ones.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    corpus : Corpus

    Returns
    -------
    probabilities : ndarray of shape (n_documents, n_topics + 1)
    labels : ndarray of shape (n_documents,), int64
        As of `place_and_recognise`; outliers, where nothing is known of a document.
    """
    return _place_known(settings, state, *vectors_and_rows(settings, state, corpus))


def vectors_and_rows(settings, state, corpus):
    """Return vectors of documents, and which of the learned documents they are.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    corpus : Corpus

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        Zeros where nothing is known of a document, and where the vector of a document
        that was learned from is not needed to place it.
    rows : ndarray of shape (n_documents,), int
        Among the documents that were learned from; negative for all others.
    """
    if corpus.embeddings is None and corpus.images is None:
        return _by_text(state, way_of_placing(settings, state.placement), corpus)
    return _by_vector(state, corpus)


@under_default_configuration
def place_again(settings, state, corpus, vectors):
    """Return what `place_corpus` does for the training corpus, by its vectors.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    corpus : Corpus
    vectors : ndarray of shape (n_documents, n_dimensions)
        As `fit_corpus` gives them.
    """
    placement = state.placement
    by_text = corpus.embeddings is None and corpus.images is None
    keys = placement.text_keys if by_text else placement.vector_keys
    learned = placement.learned_rows(len(vectors))
    rows = np.full(len(vectors), _UNKNOWN)
    rows[learned] = _recognised(state, keys, keys)
    return _place_known(settings, state, vectors, rows)


def _by_text(state, way, corpus):
    """Return vectors of documents, and which of the learned documents they are.

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        0 for known documents whose vector is not needed: the encoder is spared.
    rows : ndarray of shape (n_documents,), int
        -1 for new documents, `_UNKNOWN` where nothing is known of a document.
    """
    n_dimensions = state.topics.means.shape[1]
    placement = state.placement
    rows = _recognised(state, text_keys(corpus.documents), placement.text_keys)
    rows[corpus.blank] = _UNKNOWN
    needed = rows == -1
    if way == "centroid" and state.space is None:
        needed = rows > _UNKNOWN
    needed = np.flatnonzero(needed)
    vectors = encode_some(state.encoder, corpus, needed, n_dimensions=n_dimensions)
    vectors = vectors.astype(state.topics.means.dtype, copy=False)
    if state.space is not None:
        vectors = _with_kept(state, vectors, rows)
    known = np.zeros(len(rows), dtype=bool)
    known[needed] = are_known(rows_taken(vectors, needed))
    rows[(rows == -1) & ~known] = _UNKNOWN
    return _drawn(state, vectors, known), rows


def _with_kept(state, vectors, rows):
    """Return vectors, with those that are kept of documents that were learned from."""
    known = np.flatnonzero(rows >= 0)
    if not len(known):
        return vectors
    kept = state.space.documents
    learned = state.placement.learned_rows(len(kept))
    vectors = vectors.copy()
    vectors[known] = kept[learned[rows[known]]]
    return vectors


def _by_vector(state, corpus):
    """Return what `_by_text` does, of documents that are known by their vectors."""
    n_dimensions = state.topics.means.shape[1]
    vectors = corpus.embeddings
    said = np.flatnonzero(~corpus.blank)
    if vectors is None:
        vectors = encode_some(state.encoder, corpus, said, n_dimensions=n_dimensions)
    vectors = vectors.astype(state.topics.means.dtype, copy=False)
    vectors = in_rows(rows_taken(vectors, said), said, len(corpus))
    rows = _recognised(state, vector_keys(vectors), state.placement.vector_keys)
    known, new = rows >= 0, np.flatnonzero(rows < 0)
    known[new] = are_known(rows_taken(vectors, new))
    rows[~known] = _UNKNOWN
    return _drawn(state, vectors, known), rows


def _recognised(state, keys, learned_keys):
    """Rows of the learned documents that have these keys, -1 for new documents."""
    if not len(learned_keys):  # forgotten
        return np.full(len(keys), -1)
    labels = state.placement.learned_labels(state.topics.labels)
    return find_rows(keys, learned_keys, labels)


def _drawn(state, vectors, known):
    """Return vectors, those that are known drawn to seed topics."""
    if known.all():
        return state.guidance.draw(vectors)
    if not known.any():
        return vectors
    drawn = vectors.copy()
    drawn[known] = state.guidance.draw(vectors[known])
    return drawn


def _place_known(settings, state, vectors, rows):
    """`place_and_recognise`, where rows of `_UNKNOWN` are outliers."""
    way = way_of_placing(settings, state.placement)
    known = np.flatnonzero(rows > _UNKNOWN)
    if len(known) == len(rows):
        return place_and_recognise(settings, state, way, vectors, rows)
    probabilities = np.zeros((len(rows), state.topics.n_topics + 1))
    probabilities[:, -1] = 1
    labels = np.full(len(rows), OUTLIER, dtype=np.int64)
    if len(known):
        probabilities[known], labels[known] = place_and_recognise(
            settings, state, way, vectors[known], rows[known]
        )
    return probabilities, labels


def decided_labels(settings, state, vectors, rows):
    """Return the topics of documents that are known, or that a given name takes.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
        `UNDECIDED` for all others.
    """
    labels = np.full(len(rows), UNDECIDED, dtype=np.int64)
    known = rows >= 0
    learned_labels = state.placement.learned_labels(state.topics.labels)
    labels[known] = learned_labels[rows[known]]
    if state.guidance.name_vectors is not None and not known.all():
        names = state.guidance.nearest_names(
            vectors[~known], settings.zeroshot_min_similarity
        )
        topics = state.placement.name_topics[names]
        # A name that took no training document is no topic.
        decided = (names >= 0) & (topics != OUTLIER)
        topics = np.where(topics == DELETED, OUTLIER, topics)
        labels[~known] = np.where(decided, topics, UNDECIDED)
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
        Rows of the documents that were learned from, -1 for new documents.

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
        for outliers then, and where nothing is known of a document.
    """
    topics, placement = state.topics, state.placement
    learned = placement.learned_rows(len(topics.labels))
    labels = topics.labels[learned]
    shape = (len(topics.labels),)
    if settings.calculate_probabilities:
        shape = (*shape, topics.n_topics)
    found = np.zeros(shape)
    way = way_of_placing(settings, placement)
    block = _BLOCK_BY_CENTROID if way == "centroid" else _BLOCK
    for start in range(0, len(learned), block):
        rows = np.arange(start, min(start + block, len(learned)))
        probabilities, _ = place_and_recognise(
            settings, state, way, vectors[learned[rows]], rows
        )
        if settings.calculate_probabilities:
            found[learned[rows]] = probabilities[:, :-1]
        else:
            probabilities[:, -1] = 0  # an outlier belongs to no topic
            found[learned[rows]] = probabilities[np.arange(len(rows)), labels[rows]]
    return found
