"""Levels of topics from fine to coarse, for maps of documents."""

from typing import NamedTuple

import numpy as np

from .._reading import is_model, read_levels
from ..analysis import (
    TopicHierarchy,
    TopicTaxonomy,
    hierarchical_topics,
    topic_taxonomy,
)


class GroupsOfTopics(NamedTuple):
    """A level: which topics belong together there.

    Attributes
    ----------
    groups : ndarray of shape (n_topics,), int64
        The group of each topic, -1 for none.
    names : list of str
        Names of the groups.
    """

    groups: np.ndarray
    names: list


def levels_of_topics(model, X, hierarchy, *, n_levels, names, embeddings, beside):
    """Return the levels of topics, the topics themselves first.

    Parameters
    ----------
    model : estimator or array-like
    X : object or None
    hierarchy : TopicHierarchy, TopicTaxonomy or None
    n_levels : int
        How many cuts of a hierarchy; levels of a model or a taxonomy are as many as
        there are.
    names : dict from int to str
        Names of the topics of the model, with -1.
    embeddings : array-like or None
    beside : dict

    Returns
    -------
    levels : list of GroupsOfTopics
    """
    topics = [topic for topic in names if topic >= 0]
    n_topics = max(topics, default=-1) + 1
    finest = GroupsOfTopics(np.arange(n_topics), [names[t] for t in range(n_topics)])
    if n_topics < 2:
        return [finest]
    if hierarchy is None:
        hierarchy = _own_hierarchy(model, X, embeddings, beside)
    if isinstance(hierarchy, TopicTaxonomy):
        return [finest, *_of_taxonomy(hierarchy, n_topics)]
    if isinstance(hierarchy, TopicHierarchy):
        return [finest, *_of_hierarchy(hierarchy, n_topics, n_levels)]
    raise TypeError(
        "hierarchy must be a TopicHierarchy (hierarchical_topics) or a TopicTaxonomy "
        f"(topic_taxonomy); got {type(hierarchy).__name__}."
    )


def _own_hierarchy(model, X, embeddings, beside):
    """Return the levels that a model has of its own, or a hierarchy of its topics."""
    if not is_model(model):
        return hierarchical_topics(model, X, embeddings=embeddings)
    if has_levels_above(model):
        return topic_taxonomy(model, levels="layers")
    try:
        return hierarchical_topics(model)
    except TypeError:  # a model that needs the documents for it
        return hierarchical_topics(model, X, embeddings=embeddings, **beside)


def has_levels_above(model):
    """Whether a model has levels of its own above its topics."""
    try:
        return bool(read_levels(model))
    except (TypeError, ValueError):
        return False


def _of_taxonomy(taxonomy, n_topics):
    """Return the levels of a taxonomy above its topics."""
    levels = []
    for level in range(1, len(taxonomy.n_per_level)):
        nodes = [node for node in taxonomy if node.level == level]
        levels.append(_level([(node.topics, node.label) for node in nodes], n_topics))
    return levels


def _of_hierarchy(hierarchy, n_topics, n_levels):
    """Return cuts of a hierarchy into ever fewer groups, by equal ratios."""
    n_leaves = len(hierarchy.topics)
    numbers = np.geomspace(max(n_leaves, 1), min(2, n_leaves), n_levels)
    numbers = np.unique(np.round(numbers).astype(int))[::-1].tolist()
    levels = []
    for number in numbers:
        if number < n_leaves:
            table = hierarchy.table(number)
            groups = [(topic.aspects["topics"], topic.label) for topic in table]
            levels.append(_level(groups, n_topics))
    return levels


def _level(found, n_topics):
    """Return pairs of topics and name as a level."""
    groups = np.full(n_topics, -1, dtype=np.int64)
    for number, (topics, _) in enumerate(found):
        inside = [topic for topic in topics if topic < n_topics]
        groups[inside] = number
    return GroupsOfTopics(groups, [str(name) for _, name in found])
