"""Coarser topics above those of a model, which has them of its own."""

from typing import NamedTuple

import numpy as np

from .._arrays import normalized_rows
from .._reading import model_of_level, read_levels, read_parents, read_weights
from ..analysis import topic_taxonomy
from ..topics import topic_table
from ._report_terms import N_WORDS


class UpperLevel(NamedTuple):
    """Topics of a level.

    Attributes
    ----------
    indices : list of int
    labels : list of str
    parents : ndarray of shape (n_below, n_topics)
        p(topic of this level | topic of the level below).
    topic_word : ndarray of shape (n_topics, n_terms) or None
    chosen : list of (list of str, list of float)
        Words and weights, where there is no `topic_word`.
    """

    indices: list
    labels: list
    parents: np.ndarray
    topic_word: np.ndarray | None
    chosen: list


def upper_levels(model, n_topics):
    """Return the levels above the topics of a model, the nearest first; [] of most.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    n_topics : int
    """
    try:
        levels = read_levels(model)
    except (TypeError, ValueError):  # it has none of its own, or no coarser one
        return []
    if levels[0].model is None:
        return _levels_of_layers(model, n_topics)
    return _levels_of_chain(model)


def _levels_of_chain(model):
    """Return the levels of a chain of models, as HierarchicalARTM."""
    parents = [of_topic for of_topic, _ in read_parents(model)]
    found = []
    for level in range(len(parents) - 2, -1, -1):
        table = topic_table(model, N_WORDS, level=level, n_authors=0)
        found.append(
            UpperLevel(
                [topic.index for topic in table],
                [topic.label for topic in table],
                parents[level + 1],
                normalized_rows(read_weights(model_of_level(model, level))),
                [],
            )
        )
    return found


def _levels_of_layers(model, n_topics):
    """Return the coarser layers of a model of clusters."""
    taxonomy = topic_taxonomy(model, levels="layers", n_top_words=N_WORDS)
    below = {(topic,): topic for topic in range(n_topics)}
    n_below, found = n_topics, []
    for level in range(1, len(taxonomy.n_per_level)):
        nodes = [node for node in taxonomy if node.level == level]
        parents = np.zeros((n_below, len(nodes)))
        for place, node in enumerate(nodes):
            inside = set(node.topics)
            for topics, row in below.items():
                if inside.issuperset(topics):
                    parents[row, place] = 1
        found.append(
            UpperLevel(
                [node.index for node in nodes],
                [node.label for node in nodes],
                parents,
                None,
                [(list(node.terms), list(node.weights)) for node in nodes],
            )
        )
        below = {node.topics: place for place, node in enumerate(nodes)}
        n_below = len(nodes)
    return found
