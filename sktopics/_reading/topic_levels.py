"""Levels of coarser topics that a fitted model has of its own."""

from typing import NamedTuple

import numpy as np

from .._arrays import normalized_rows
from .merged_pipeline import pipeline_with
from .steps import final_model
from .weights import shape_of_weights


class TopicLevel(NamedTuple):
    """A level of topics above those of a model.

    Attributes
    ----------
    parents : ndarray of shape (n_below,), int64
        The topic of this level that each topic of the level below is in; -1 for none.
    model : fitted model, or None
        What says the words of this level; None where they are those of the topics in
        it.
    """

    parents: np.ndarray
    model: object


def read_levels(model) -> list[TopicLevel]:
    """Return the levels above the topics of a model, the nearest first.

    They are the coarser ones of `layers_`, of a model of clusters, or the levels of a
    chain of models, `levels_` with `child_given_parent_`, where a topic is in the
    likeliest of its parents.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no levels of its own.
    ValueError
        If its topics are those of the last level already.
    """
    shape_of_weights(model)  # refuses what is no model of topics
    final = final_model(model)
    name = type(final).__name__
    if hasattr(final, "child_given_parent_"):
        levels = _levels_of_chain(final)
    elif getattr(final, "layers_", None) is not None:
        levels = _levels_of_layers(final)
    else:
        raise TypeError(
            f'levels="layers" is for models that have levels of their own, and {name} '
            'has none (a BERTopic has them from a LeidenClustering): use levels="cut".'
        )
    if not levels:
        raise ValueError(
            f"The topics of this {name} are the coarsest level that it has: there is "
            'none above them. Use levels="cut".'
        )
    return levels


def model_of_level(model, level):
    """Return a level of a chain of models as a model of its own.

    Parameters
    ----------
    model : estimator
        A fitted chain of models (`levels_` with `child_given_parent_`), a Pipeline or a
        search.
    level : int
        0 is the top, -1 the last one.

    Returns
    -------
    model : model or Pipeline
        In the Pipeline, if there is one.

    Raises
    ------
    TypeError
        If the model is no chain of models.
    ValueError
        If there is no such level.
    """
    levels = _chain(model, f"level={level}")[0]
    if not -len(levels) <= level < len(levels):
        raise ValueError(f"level={level!r}: there are {len(levels)} levels.")
    return pipeline_with(model, levels[level])


def read_chain(model) -> list[np.ndarray]:
    """Return the topics of each level as they are made of the topics of the last one.

    By p(child | parent) a topic is a mixture of its children, and these are mixtures of
    theirs.

    Parameters
    ----------
    model : estimator
        As for `model_of_level`.

    Returns
    -------
    topics : list of ndarray of shape (n_topics, n_terms)
        From the top; rows sum to 1.
    """
    levels, children = _chain(model, "A score of hierarchies")
    topics = [normalized_rows(levels[-1].components_)]
    for child_given_parent in reversed(children):
        topics.append(normalized_rows(child_given_parent.T @ topics[-1]))
    return topics[::-1]


def read_parents(model):
    """Return how topics are shared out among their parents.

    Parameters
    ----------
    model : estimator
        As for `model_of_level`.

    Returns
    -------
    parents : list of (ndarray, ndarray), each of shape (n_topics, n_parents)
        For each level from the top p(parent | topic), whose rows sum to 1, or to 0 for
        a topic that no parent has, and p(topic | parent). The first has no parents.
    """
    levels, children = _chain(model, "A table of parents")
    nobody = np.zeros((len(levels[0].components_), 0))
    found = [(nobody, nobody)]
    for above, child_given_parent in zip(levels, children, strict=False):
        masses = np.maximum(above.topic_word_counts_, 0).sum(axis=1, dtype=np.float64)
        joint = child_given_parent * masses
        found.append((normalized_rows(joint), child_given_parent))
    return found


def _chain(model, what):
    """Models of the levels and p(child | parent), from the top."""
    shape_of_weights(model)  # refuses what is no model of topics
    final = final_model(model)
    if not hasattr(final, "child_given_parent_"):
        raise TypeError(
            f"{what} is for a model that is a chain of models, as HierarchicalARTM, "
            f"and {type(final).__name__} is none."
        )
    return final.levels_, final.child_given_parent_


def _levels_of_layers(model):
    """Return the layers above the topics, in which most documents of each topic are."""
    levels, below = [], model.layers_[model.layer_]
    n_below = len(model.topic_sizes_)
    for layer in model.layers_[model.layer_ + 1 :]:
        n_above = int(layer.max(initial=-1)) + 1
        known = (below >= 0) & (layer >= 0)
        counts = np.zeros((n_below, n_above), dtype=np.int64)
        np.add.at(counts, (below[known], layer[known]), 1)
        parents = np.full(n_below, -1, dtype=np.int64)
        some = counts.any(axis=1)
        if n_above:
            parents[some] = counts[some].argmax(axis=1)
        levels.append(TopicLevel(parents, None))
        below, n_below = layer, n_above
    return levels


def _levels_of_chain(model):
    """Return the levels above the last one; a topic is in its likeliest parent."""
    chain = model.levels_
    levels = []
    for number in range(len(chain) - 1, 0, -1):
        above = chain[number - 1]
        masses = np.maximum(above.topic_word_counts_, 0).sum(axis=1)
        joint = model.child_given_parent_[number - 1] * masses
        parents = np.where(joint.any(axis=1), joint.argmax(axis=1), -1)
        levels.append(TopicLevel(parents.astype(np.int64), above))
    return levels
