"""BERTopic in batches: parts learn on, and what is counted is added up."""

import copy
from dataclasses import replace

import numpy as np
from sklearn.utils.validation import check_memory

from ..._columns import items_of
from ..._sklearn import under_default_configuration
from .._labels import OUTLIER
from .._placement.fit_placement import calibrated_centroids, cluster_shapes
from .._placement.typical_documents import place_training_documents
from .._steps.batches import learn_vectors, learns_from_batches
from .._steps.cluster_labels import read_clusters
from .._steps.corpus_input import check_corpus
from .._steps.embeddings import check_encoder, check_n_dimensions, encode
from .._steps.nothing_known import are_known, in_rows, rows_of_some, rows_taken
from .._steps.parts import is_supervised
from .._steps.recipes import make_vectorizer, named_reducer
from .._steps.reduction import reduce_vectors
from .._steps.usable_parts import check_needs, check_usable
from .._topics.cluster_topics import ClusterTopics
from .._topics.describe import describe
from .._topics.word_counts import no_words
from .batch_topics import class_topics, number_on
from .fitted_state import has_learned, state_of
from .frozen_reducer import can_be_frozen, frozen_after_fit, frozen_on
from .given import check_given
from .same_parts import check_same_parts
from .start import NO_KEYS, start_stream


def check_parts(model):
    """Whether all parts learn from batches.

    Returns
    -------
    able : True

    Raises
    ------
    TypeError
        If there are parts that do not; they are named.
    """
    parts = {"vectorizer": make_vectorizer(model)}
    if model.clusterer is not None:  # else nothing is reduced either
        parts = {"reducer": model.reducer, "clusterer": model.clusterer, **parts}
    cannot = [
        f"{name}={part!r}" if isinstance(part, str) else f"{name} {type(part).__name__}"
        for name, part in parts.items()
        if part is not None and not _is_able(name, part)
    ]
    if cannot:
        raise TypeError(
            "partial_fit needs parts that learn from batches, and these do not: "
            f"{', '.join(cannot)}. IncrementalPCA, MiniBatchKMeans and "
            "OnlineCountVectorizer do, for instance."
        )
    return True


def _is_able(name, part):
    """Whether a part learns from batches; a reducer may learn from the first alone."""
    if name == "reducer" and can_be_frozen(part):
        return True
    if isinstance(part, str):
        return False
    return learns_from_batches(part) and not is_supervised(part)


@under_default_configuration
def fit_batch(model, X, y, embeddings, images, kept):
    """Learn from a batch, the first one or another.

    Parameters
    ----------
    model : BERTopic
        It is not changed.
    X, y, embeddings, images
        What `partial_fit` is given.
    kept : KeptVectors

    Returns
    -------
    state : FittedState
    description : Description
        Of its topics.
    """
    check_usable(model)
    known = {"whom": type(model).__name__}
    if has_learned(model):
        known["n_dimensions"] = model.topic_embeddings_.shape[1]
    corpus = check_corpus(X, embeddings, images, **known)
    if has_learned(model):
        state, _ = fit_next_batch(model, corpus, y, kept)
        return state, describe(model, state)  # the batch is not all documents
    state, vectors = fit_first_batch(model, corpus, y, kept)
    documents = corpus.documents
    return state, describe(model, state, documents=documents, embeddings=vectors)


def fit_first_batch(model, corpus, y, kept):
    """Learn from the first batch.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None
    kept : KeptVectors
        Those of an earlier call that has failed.

    Returns
    -------
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of the batch.
    """
    given = _check_batch(model, corpus, y)
    check_needs(model, corpus, given)
    read = no_words(np.empty(0, dtype=np.int64), 0).read(
        make_vectorizer(model), corpus.documents, {}
    )
    state, vectors = start_stream(model, corpus, kept)
    return learn_batch(model, state, vectors, corpus.documents, given, read)


def fit_next_batch(model, corpus, y, kept):
    """Learn from one more batch.

    Parameters
    ----------
    model : fitted BERTopic
        It is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None
    kept : KeptVectors
        Those of an earlier call that has failed.

    Returns
    -------
    state : FittedState
        Of all batches.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of this one.
    """
    given = _check_batch(model, corpus, y)
    state = frozen_after_fit(named_reducer(model), state_of(model))
    changes = check_same_parts(model, state)
    words = state.topics.words
    read = words.read(make_vectorizer(model), corpus.documents, changes)
    said, vectors = np.flatnonzero(~corpus.blank), corpus.embeddings
    if vectors is not None:
        vectors = in_rows(rows_taken(vectors, said), said, len(corpus))
    elif len(said):
        check_encoder(state.encoder)
        _, vectors = kept.encoded(model.encoder, state.encoder, corpus, _encode)
        check_n_dimensions(vectors, state.topics.means.shape[1])
    else:
        vectors = np.zeros((len(corpus), state.topics.means.shape[1]), np.float32)
    return learn_batch(model, state, vectors, corpus.documents, given, read)


def _encode(encoder, documents, images):
    return encoder, encode(encoder, documents, images)


def learn_batch(model, state, vectors, documents, given, read):
    """Learn from a batch, by what is known of those before.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read.
    state : FittedState
        Of the batches before.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Zeros for documents of which nothing is known, which no part learns from.
    documents : list of str
    given : Given
    read : BatchWords or None

    Returns
    -------
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)
        Drawn to seed topics, where there are any.
    """
    vectors = vectors.astype(state.topics.means.dtype, copy=False)
    learned, n_documents = np.flatnonzero(are_known(vectors)), len(vectors)
    some = state.guidance.draw(rows_taken(vectors, learned)) if len(learned) else None
    if some is not None:
        vectors = in_rows(some, learned, n_documents)
    before = state.topics
    state, batch, clusters, reduced = _learn(model, state, vectors, given, learned)
    words = before.words.grown(read, batch.labels, batch.n_topics)
    topics = before.added(
        batch, np.arange(batch.n_topics), words, model.n_representative
    )
    placement = state.placement
    rows = _rows_on(placement, len(before.labels), learned, n_documents)
    # All that is known of topics, and of documents the batch alone.
    here = replace(state, topics=replace(topics, labels=batch.labels))
    if len(learned):
        among = replace(topics, labels=batch.labels[learned])
        share = len(learned) / len(rows)
        placement = _placement_on(
            replace(state, topics=among), some, reduced, clusters, share
        )
    placement = replace(placement, learned=rows_of_some(learned, n_documents))
    here = replace(here, placement=placement)
    placed = place_training_documents(model, here, vectors, documents)
    topics = topics.placed(*placed, model.n_representative)
    rows = rows_of_some(rows, len(topics.labels))
    placement = replace(_forgetful(placement), learned=rows)
    return replace(state, topics=topics, placement=placement), vectors


def _rows_on(placement, n_before, learned, n_documents):
    """Rows of all documents that were learned from, those of a new batch too."""
    return np.append(placement.learned_rows(n_before), n_before + learned)


def _check_batch(model, corpus, y):
    """Refuse what only `fit` can do, and validate labels."""
    if model.clusterer is not None and getattr(model, "clusterer_", "") is None:
        raise ValueError(
            "The parts of merged models are not merged: fit a model on the new "
            "documents, and merge it."
        )
    if model.n_topics is not None:
        raise ValueError("n_topics is for fit: call reduce_topics after partial_fit.")
    return check_given(model, corpus, y if model.clusterer is None else None)


def _learn(model, state, vectors, given, learned):
    """Let the parts learn, and number what the batch is the first to have.

    Parameters
    ----------
    vectors : ndarray of shape (n_documents, n_dimensions)
    learned : ndarray of shape (n_learned,), int
        The documents to learn from; the others are outliers.

    Returns
    -------
    state : FittedState
        With parts that have learned and new clusters; its topics are those of before.
    batch : ClusterTopics
        Of the batch, over the topics of before and the new ones.
    clusters : ndarray of shape (n_learned,), int, or None
        What the clusterer says.
    reduced : ndarray of shape (n_learned, n_reduced) or None
    """
    clusters = reduced = classes = None
    if model.clusterer is None:
        labels, names, classes = class_topics(state.topics, given)
    else:
        some = rows_taken(vectors, learned)
        named = np.full(len(some), OUTLIER)
        if state.guidance.n_names and len(some):
            named = state.guidance.nearest_names(some, model.zeroshot_min_similarity)
        clusters = named
        if len(some):
            state = _with_learned_reducer(model, state, some)
            state, clusters, reduced = _learn_clusters(state, some, named < 0)
        n_names = state.guidance.n_names
        found = np.where(clusters >= 0, clusters + n_names, OUTLIER)
        numbers = np.where(named >= 0, named, found)
        numbers = in_rows(numbers, learned, len(vectors), OUTLIER)
        labels, placement, new = number_on(state, numbers)
        state = replace(state, placement=placement)
        given_names = [] if not n_names else list(items_of(model.zeroshot_topics))
        names = [given_names[i] if i < n_names else None for i in new]
        names = [*state.topics.names, *names]
    batch = ClusterTopics.found(labels, vectors, names, classes)
    return state, batch, clusters, reduced


def _with_learned_reducer(model, state, vectors):
    """Return the state with a reducer that has learned, all or the first batch."""
    if state.reducer is None:
        return state
    is_first = not len(state.topics.labels)
    if learns_from_batches(state.reducer):
        reducer = copy.deepcopy(state.reducer)
        learn_vectors(reducer, vectors)
    elif is_first:
        memory = check_memory(model.memory)
        reducer = copy.deepcopy(state.reducer)
        reducer = frozen_on(model.reducer, reducer, vectors, memory)
    else:
        return state
    return replace(state, reducer=reducer)


def _learn_clusters(state, vectors, rest):
    """Let the clusterer learn from the documents that no name has taken."""
    reduced = vectors
    if state.reducer is not None:
        reduced = reduce_vectors(state.reducer, vectors)
        if state.placement.reduced is not None:
            # The clusterer has learned from this type.
            reduced = reduced.astype(state.placement.reduced.dtype, copy=False)
    clusters = np.full(len(vectors), OUTLIER)
    if rest.any():
        clusterer, rows = copy.deepcopy(state.clusterer), reduced[rest]
        learn_vectors(clusterer, rows)
        clusters[rest], called_so = read_clusters(
            clusterer,
            clusterer.predict(rows),
            rows.shape,
            state.placement.cluster_labels,
        )
        placement = replace(state.placement, cluster_labels=called_so)
        state = replace(state, clusterer=clusterer, placement=placement)
    return state, clusters, reduced


def _placement_on(here, vectors, reduced, clusters, share):
    """Update what probabilities depend on: constants are means over all batches.

    Parameters
    ----------
    here : FittedState
        Its topics are of all batches, its labels of this one.
    vectors, reduced, clusters : ndarray
        Of the documents of the batch that were learned from.
    share : float
        Their share of all documents that were; 1 for the first.
    """
    placement = here.placement
    found = calibrated_centroids(here.topics, vectors)
    if placement.way == "clusterer":
        found |= cluster_shapes(here.clusterer, placement, reduced, clusters)
        found["cluster_means"] = _means_on(here, found["cluster_means"], clusters)
        found["reduced"] = reduced
    if share < 1:
        for name in ("centroid_sharpness", "outlier_level", "cluster_variance"):
            old, new = getattr(placement, name), found.get(name)
            found[name] = _mean_of_finite(old, new, share)
    return replace(placement, **found)


def _means_on(state, means, clusters):
    """Means of clusters; those that are not in the batch stay where they were."""
    known = state.placement.cluster_means
    if known is None or hasattr(state.clusterer, "cluster_centers_"):
        return means
    absent = ~np.isin(state.placement.cluster_numbers[: len(known)], clusters)
    means[: len(known)][absent] = known[absent]
    return means


def _mean_of_finite(old, new, share):
    """Weighted mean; -inf is the level where there are no outliers, None unknown."""
    if old is None or not np.isfinite(old):
        return new
    if new is None or not np.isfinite(new):
        return old
    return old + share * (new - old)


def _forgetful(placement):
    """Return the placement without documents, since parts that learn on move them."""
    if placement.reduced is not None:
        placement = replace(placement, reduced=placement.reduced[:0])
    return replace(placement, text_keys=NO_KEYS, vector_keys=NO_KEYS, corpus_key=None)
