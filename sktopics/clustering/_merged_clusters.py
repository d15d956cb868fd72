"""Models of different documents as one: what they have counted is added up."""

from dataclasses import replace

import numpy as np

from .._columns import items_of
from .._fitted import unfitted
from ._joint_space.uniting import check_alike, settled_again, united_space
from ._labels import OUTLIER
from ._placement.placement import Placement
from ._steps.corpus_input import check_training_documents
from ._steps.nothing_known import rows_of_some
from ._topics.describe import describe
from ._topics.matching import MIN_SIMILARITY, nearest_topics
from ._training.fitted_state import commit_state, state_of


def merged_clusters(models, X=None, min_similarity=None):
    """Return one model of clusters of several.

    Topics of the same name, or learned from the same label, are one. Any other topic
    of a later model is added to the topic of the models before it whose mean embedding
    is nearest.

    Parameters
    ----------
    models : list of fitted BERTopic
        On embeddings of the same encoder.
    X : iterable of str, default=None
        The training documents of all models, in the order of the models.
    min_similarity : float, default=None
        Least cosine of two mean embeddings. None: 0.7.

    Returns
    -------
    model : BERTopic

    Raises
    ------
    ValueError
        If embeddings have different lengths, or `X` has another number of documents.
    """
    if min_similarity is None:
        min_similarity = MIN_SIMILARITY
    states = [state_of(model) for model in models]
    check_alike(models, states)
    n_documents = sum(len(state.topics.labels) for state in states)
    documents = check_training_documents(X, n_documents, whom="merge_models")
    topics = states[0].topics
    for other in states[1:]:
        topics = _with_model(
            topics, other.topics, min_similarity, models[0].n_representative
        )
    state = replace(
        states[0],
        reducer=None,
        clusterer=None,
        topics=topics,
        placement=_placement_by_centroids(states, models[0], topics.names),
        drift=None,
        space=united_space(states, topics.words),
        layers=None,
    )
    state = settled_again(models[0], state, documents)
    merged = unfitted(models[0])
    commit_state(merged, state, describe(merged, state, documents=documents))
    return merged


def _with_model(topics, other, min_similarity, n_representative):
    """Topics, with what another model has counted."""
    into = nearest_topics(other, topics, min_similarity)
    # What a model says of all topics, it says of its own.
    topics = replace(topics, probabilities=topics.own_shares)
    other = replace(other, probabilities=other.own_shares)
    both = np.concatenate([np.arange(topics.n_topics), into])
    n_topics = max(int(into.max(initial=-1)) + 1, topics.n_topics)
    words = topics.words.united(other.words, both, n_topics)
    return topics.added(other, into, words, n_representative)


def _placement_by_centroids(states, settings, names):
    """Place documents by the means of topics alone."""
    placements = [state.placement for state in states]
    n_documents = [len(state.topics.labels) for state in states]
    learned = [
        placement.learned_rows(n)
        for placement, n in zip(placements, n_documents, strict=True)
    ]
    sizes = np.array([len(rows) for rows in learned])
    starts = np.cumsum([0, *n_documents])
    rows = np.concatenate([a + b for a, b in zip(learned, starts[:-1], strict=True)])
    sharpness = [placement.centroid_sharpness for placement in placements]
    levels = np.array([placement.outlier_level for placement in placements])
    known, level = np.isfinite(levels), -np.inf
    if known.any():
        level = float(np.average(levels[known], weights=sizes[known]))
    deleted = [each.deleted_means for each in placements]
    deleted = [means for means in deleted if means is not None]
    nothing = np.empty(0, dtype=np.int64)
    name_topics = nothing
    if states[0].guidance.name_vectors is not None:
        topics = {name: topic for topic, name in enumerate(names)}
        name_topics = np.array(
            [topics.get(name, OUTLIER) for name in items_of(settings.zeroshot_topics)]
        )
    return Placement(
        "centroid",
        cluster_numbers=nothing,
        cluster_topics=nothing,
        name_topics=name_topics,
        text_keys=_all_keys("text_keys", placements, sizes),
        vector_keys=_all_keys("vector_keys", placements, sizes),
        learned=rows_of_some(rows, starts[-1]),
        centroid_sharpness=float(np.average(sharpness, weights=sizes)),
        outlier_level=level,
        deleted_means=np.vstack(deleted) if deleted else None,
    )


def _all_keys(name, placements, sizes):
    """Keys of all documents; none if a model does not know its own any more."""
    keys = [getattr(placement, name) for placement in placements]
    if [len(each) for each in keys] != sizes.tolist():
        return keys[0][:0]
    return np.concatenate(keys)
