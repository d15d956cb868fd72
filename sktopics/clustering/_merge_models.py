"""Models of different documents as one: what they have counted is added up."""

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .._columns import items_of
from .._fitted import unfitted
from .._sklearn import check_fitted
from ._labels import OUTLIER
from ._placement.placement import Placement
from ._steps.corpus_input import check_training_documents
from ._steps.nothing_known import rows_of_some
from ._topics.describe import describe
from ._topics.matching import MIN_SIMILARITY, nearest_topics
from ._training.fitted_state import commit_state, state_of

if TYPE_CHECKING:
    from ._bertopic import BERTopic


def merge_models(models, *, X=None, min_similarity=MIN_SIMILARITY) -> "BERTopic":
    """Make one model of several that were fitted on different documents.

    Shards of a corpus, the months of a year, the offices of a firm. Numbers of
    documents, mean embeddings and counts of words are added up, so that nothing is
    lost: where topics are given (`y`), the merged model has the words of a single fit
    on all documents, and their weights.

    Parameters
    ----------
    models : list of fitted BERTopic
        On embeddings of the same encoder. They stay as they are.
    X : iterable of str, default=None
        The training documents of all models, in the order of the models, for
        representations that read them.
    min_similarity : float, default=0.7
        A topic of a later model is added to the topic of the models before it whose
        mean embedding has the largest cosine with its own, if that is at least this;
        else it is a new topic. Topics of the same name are one in any case.

    Returns
    -------
    model : BERTopic
        With the parameters and the topic numbers of the first model; new topics come
        after its own. It places documents by centroids, and knows the documents of all
        models.

    Raises
    ------
    ValueError
        If there are no models, if embeddings have different lengths, or if `X` has
        another number of documents than the models.

    Examples
    --------
    >>> from sktopics import BERTopic
    >>> from sktopics.clustering import merge_models
    >>> parts = {"reducer": None, "clusterer": None}
    >>> first = BERTopic(**parts).fit(
    ...     ["ship sea", "tax debt"], ["sea", "tax"], embeddings=[[1, 0], [0, 1]]
    ... )
    >>> second = BERTopic(**parts).fit(
    ...     ["harbour sea", "goal"], ["sea", "sport"], embeddings=[[1, 0], [1, 1]]
    ... )
    >>> model = merge_models([first, second])
    >>> model.topic_names_, model.topic_sizes_
    (['sea', 'tax', 'sport'], array([2, 1, 1]))
    """
    if not np.iterable(models):
        raise TypeError(
            f"merge_models takes a list of models, got {type(models).__name__}."
        )
    models = list(models)
    if not models:
        raise ValueError("merge_models needs at least one model, and got none.")
    for model in models:
        check_fitted(model)
    states = [state_of(model) for model in models]
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
    )
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
