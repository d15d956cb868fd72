"""Coarser topics above those of a model, which has them of its own."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows
from .._reading import model_of_level, read_levels, read_parents, read_weights
from ..analysis import topic_taxonomy
from ..topics import topic_table
from ._report_groups import shares_in_groups
from ._report_terms import N_WORDS
from ._report_topics import places_of_levels, topic_neighbors

_N_TYPICAL = 10


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


def shares_of_levels(corpus, levels, groups, known, random_state):
    """Return the shares of the topics of all levels in groups, with bounds.

    Parameters
    ----------
    corpus : ReportCorpus
    levels : list of UpperLevel
    groups : ReportGroups
    known : (shares, lower, upper) or None
        Of the topics of documents, where the shares of documents are not kept.
    random_state : int, RandomState instance or None

    Returns
    -------
    shares, lower, upper : ndarray of shape (n_places, n_groups)
    """
    found, parts = corpus.found if corpus.is_whole else None, []
    if known is None:
        known = shares_in_groups(found, corpus.are_clusters, groups, random_state)
    parts.append(known)
    for level in levels:
        if found is None:  # sums are right, and bounds are not known
            shares = level.parents.T @ parts[-1][0]
            nothing = np.full(shares.shape, np.nan)
            parts.append((shares, nothing, nothing))
            continue
        found = sp.csr_array(found @ sp.csr_array(level.parents))
        own = shares_in_groups(found, corpus.are_clusters, groups, random_state)
        parts.append(own)
    return [np.vstack(part) for part in zip(*parts, strict=True)]


def facts_of_levels(facts, levels):
    """Return facts of the topics of all levels, those above by their parts.

    Parameters
    ----------
    facts : dict from str to list
        Of the topics of documents.
    levels : list of UpperLevel
    """
    facts = {name: list(values) for name, values in facts.items()}
    places = places_of_levels(len(facts["size"]), levels)
    for number, level in enumerate(levels):
        below = slice(places.starts[number], places.starts[number + 1])
        parents = level.parents
        for name in ("size", "share"):
            facts[name] += (np.array(facts[name][below]) @ parents).tolist()
        main = parents.argmax(axis=1) if parents.size else np.empty(0, dtype=int)
        children = [
            [row for row in np.flatnonzero(main == topic) if parents[row, topic] > 0]
            for topic in range(parents.shape[1])
        ]
        facts["n_documents"] += [
            sum(facts["n_documents"][below][row] for row in rows) for rows in children
        ]
        facts["typical"] += [
            _first_of_each([facts["typical"][below][row] for row in rows])
            for rows in children
        ]
        for axis in ("x", "y"):
            facts[axis] += _means(facts[axis][below], facts["share"][below], children)
        start = places.starts[number + 1]
        facts["neighbors"] += _neighbors(level, start)
    return facts


def _neighbors(level, start):
    """Return the neighbours of the topics of a level, by their own words."""
    if level.topic_word is None:
        return [[] for _ in level.indices]
    return topic_neighbors(None, level.topic_word, start)


def _first_of_each(lists):
    """Return the first of each list, then the second, up to ten."""
    longest = max(map(len, lists), default=0)
    ranked = [rows[i] for i in range(longest) for rows in lists if i < len(rows)]
    return list(dict.fromkeys(ranked))[:_N_TYPICAL]


def _means(values, weights, children):
    """Return the weighted mean of the places of children, None where none has one."""
    found = []
    for rows in children:
        rows = [row for row in rows if values[row] is not None]
        if not rows:
            found.append(None)
            continue
        own = np.array([max(weights[row], 1e-12) for row in rows])
        found.append(round(float(np.average([values[r] for r in rows], weights=own))))
    return found
