"""BERTopic in batches: parts learn on, and what is counted is added up."""

import copy
from dataclasses import replace

import numpy as np

from ..._columns import items_of
from ..._sklearn import under_default_configuration
from .._labels import OUTLIER, number_by_size, relabel
from .._placement.fit_placement import calibrated_centroids, cluster_shapes
from .._placement.typical_documents import place_training_documents
from .._steps.embeddings import encode
from .._steps.parts import is_supervised
from .._steps.recipes import make_vectorizer
from .._steps.reduction import finite_vectors
from .._topics.cluster_topics import ClusterTopics
from .fit import check_given
from .fitted_state import state_of
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
        if part is not None
        and (not hasattr(part, "partial_fit") or is_supervised(part))
    ]
    if cannot:
        raise TypeError(
            "partial_fit needs parts that learn from batches, and these do not: "
            f"{', '.join(cannot)}. IncrementalPCA, MiniBatchKMeans and "
            "OnlineCountVectorizer do, for instance."
        )
    return True


@under_default_configuration
def fit_first_batch(model, corpus, y):
    """Learn from the first batch.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None

    Returns
    -------
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of the batch.
    """
    given = _check_batch(model, corpus, y)
    state, vectors = start_stream(model, corpus)
    return learn_batch(model, state, vectors, corpus.documents, given)


@under_default_configuration
def fit_next_batch(model, corpus, y):
    """Learn from one more batch.

    Parameters
    ----------
    model : fitted BERTopic
        It is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None

    Returns
    -------
    state : FittedState
        Of all batches.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of this one.
    """
    given = _check_batch(model, corpus, y)
    state = state_of(model)
    vectors = corpus.embeddings
    if vectors is None:
        vectors = encode(
            state.encoder,
            corpus.documents,
            corpus.images,
            n_dimensions=state.topics.means.shape[1],
        )
    return learn_batch(model, state, vectors, corpus.documents, given)


def learn_batch(model, state, vectors, documents, given):
    """Learn from a batch, by what is known of those before.

    Parameters
    ----------
    model : BERTopic
        Its parameters are read.
    state : FittedState
        Of the batches before.
    vectors : ndarray of shape (n_documents, n_dimensions)
    documents : list of str
    given : Given

    Returns
    -------
    state : FittedState
    vectors : ndarray of shape (n_documents, n_dimensions)
        Drawn to seed topics, where there are any.
    """
    vectors = vectors.astype(state.topics.means.dtype, copy=False)
    vectors = state.guidance.draw(vectors)
    before = state.topics
    state, batch, clusters, reduced = _learn(model, state, vectors, given)
    words = before.words.grown(
        make_vectorizer(model), documents, batch.labels, batch.n_topics
    )
    topics = before.added(
        batch, np.arange(batch.n_topics), words, model.n_representative
    )
    # All that is known of topics, and of documents the batch alone.
    here = replace(state, topics=replace(topics, labels=batch.labels))
    share = len(vectors) / len(topics.labels)
    placement = _placement_on(here, vectors, reduced, clusters, share)
    probabilities, representatives = place_training_documents(
        model, replace(here, placement=placement), vectors, documents
    )
    topics = topics.placed(probabilities, representatives, model.n_representative)
    return replace(state, topics=topics, placement=_forgetful(placement)), vectors


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


def _learn(model, state, vectors, given):
    """Let the parts learn, and number what the batch is the first to have.

    Returns
    -------
    state : FittedState
        With parts that have learned and new clusters; its topics are those of before.
    batch : ClusterTopics
        Of the batch, over the topics of before and the new ones.
    clusters : ndarray of shape (n_documents,), int, or None
        What the clusterer says.
    reduced : ndarray of shape (n_documents, n_reduced) or None
    """
    clusters = reduced = classes = None
    if model.clusterer is None:
        labels, names, classes = _class_topics(state.topics, given)
    else:
        named = np.full(len(vectors), OUTLIER)
        if state.guidance.n_names:
            named = state.guidance.nearest_names(vectors, model.zeroshot_min_similarity)
        state, clusters, reduced = _learn_clusters(state, vectors, named < 0)
        n_names = state.guidance.n_names
        found = np.where(clusters >= 0, clusters + n_names, OUTLIER)
        labels, placement, new = _number_on(state, np.where(named >= 0, named, found))
        state = replace(state, placement=placement)
        given_names = [] if not n_names else list(items_of(model.zeroshot_topics))
        names = [given_names[i] if i < n_names else None for i in new]
        names = [*state.topics.names, *names]
    batch = ClusterTopics.found(labels, vectors, names, classes)
    return state, batch, clusters, reduced


def _learn_clusters(state, vectors, rest):
    """Let reducer and clusterer learn from the documents that no name has taken."""
    reduced = vectors
    if state.reducer is not None:
        reducer = copy.deepcopy(state.reducer).partial_fit(vectors)
        reduced = finite_vectors(reducer.transform(vectors))
        if state.placement.reduced is not None:
            # The clusterer has learned from this type.
            reduced = reduced.astype(state.placement.reduced.dtype, copy=False)
        state = replace(state, reducer=reducer)
    clusters = np.full(len(vectors), OUTLIER)
    if rest.any():
        clusterer = copy.deepcopy(state.clusterer).partial_fit(reduced[rest])
        clusters[rest] = clusterer.predict(reduced[rest])
        state = replace(state, clusterer=clusterer)
    return state, clusters, reduced


def _class_topics(topics, given):
    """Topics by the labels of users; labels that are new come after those known.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
    names : list of str
    classes : list
    """
    numbers, values = given.labels, given.classes.tolist()
    place = {label: i for i, label in enumerate(topics.classes)}
    unknown = [i for i, label in enumerate(values) if label not in place]
    is_new = np.isin(numbers, unknown)
    _, new = number_by_size(np.where(is_new, numbers, OUTLIER))
    added = [values[i] for i in new]
    place.update((label, topics.n_topics + i) for i, label in enumerate(added))
    table = np.array([*(place[label] for label in values), OUTLIER], dtype=np.int64)
    names = [*topics.names, *map(str, added)]
    return table[numbers], names, [*topics.classes, *added]


def _number_on(state, numbers):
    """Return topics; what is new becomes one, after those there are, by size.

    Parameters
    ----------
    state : FittedState
    numbers : ndarray of shape (n_documents,), int
        Names, then clusters.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int64
    placement : Placement
        That knows the new ones.
    new : ndarray of shape (n_new,), int
        The numbers that have become topics.
    """
    placement, n_names = state.placement, state.guidance.n_names
    names = np.flatnonzero(placement.name_topics >= 0)
    found = np.concatenate([names, placement.cluster_numbers + n_names])
    topics = np.concatenate([placement.name_topics[names], placement.cluster_topics])
    is_new = ~np.isin(numbers, found) & (numbers >= 0)
    _, new = number_by_size(np.where(is_new, numbers, OUTLIER))
    found = np.concatenate([found, new])
    topics = np.concatenate([topics, state.topics.n_topics + np.arange(len(new))])
    by_clusterer = found >= n_names
    name_topics = placement.name_topics.copy()
    name_topics[found[~by_clusterer]] = topics[~by_clusterer]
    placement = replace(
        placement,
        cluster_numbers=found[by_clusterer] - n_names,
        cluster_topics=topics[by_clusterer],
        name_topics=name_topics,
    )
    places = relabel(numbers, found)
    labels = np.where(places < 0, OUTLIER, np.append(topics, OUTLIER)[places])
    return labels.astype(np.int64), placement, new


def _placement_on(here, vectors, reduced, clusters, share):
    """Update what probabilities depend on: constants are means over all batches.

    Parameters
    ----------
    here : FittedState
        Its topics are of all batches, its labels of this one.
    vectors, reduced, clusters : ndarray
        Of the batch.
    share : float
        Its share of all documents; 1 for the first.
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
    return replace(placement, text_keys=NO_KEYS, vector_keys=NO_KEYS)
