"""The function that makes a taxonomy of the topics of any model."""

from numbers import Integral
from typing import Any

import numpy as np

from .._reading import known_term_names, read_levels
from .._sklearn import Interval, StrOptions, validate_params
from ..topics import topic_table
from ._given_topics import topic_sums
from ._hierarchical_topics import DISTANCES, WAYS, leaves_of
from ._merged_words import Words, group_words
from ._nested_groups import nested_groups
from ._taxonomy_nodes import TaxonomyNode, TopicTaxonomy
from ._topic_merges import topic_name, words_name
from .topic_linkage import LINKAGES, topic_distances, what_is_near

# Nodes of the levels above the topics, where nobody says how many.
_USUAL = [20, 5]


@validate_params(
    {
        "n_per_level": ["array-like", None],
        "min_children": [Interval(Integral, 1, None, closed="left")],
        "levels": [StrOptions({"cut", "layers"})],
        "on": [StrOptions(WAYS)],
        "linkage": [StrOptions(LINKAGES), callable],
        "distance": [StrOptions(DISTANCES), callable],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def topic_taxonomy(
    model,
    X=None,
    *,
    n_per_level: Any = None,
    min_children=2,
    levels="cut",
    on="auto",
    linkage: Any = "average",
    distance: Any = "auto",
    n_top_words=10,
    labels=None,
    embeddings=None,
    columns=None,
    feature_names=None,
    **beside,
) -> TopicTaxonomy:
    """Make a tree of topics with so many nodes on each level.

    The topics of the model are level 0. Level 1 holds groups of topics, level 2 groups
    of these, and so on: each node is in one node of the next level.

    Parameters
    ----------
    model : estimator or array-like
    X : object, default=None
        As for `hierarchical_topics`.
    n_per_level : sequence of int, default=None
        How many nodes the levels above the topics have, level 1 first. By default 20
        and 5, or as many as there can be where topics are fewer; a single topic has no
        level above it. Not looked at with ``levels="layers"``.
    min_children : int, default=2
        Fewest parts of a node: a cut of a hierarchy has groups of one topic that is far
        from the others, which go to the nearest group. 1 takes cuts as they are. Not
        looked at with ``levels="layers"``.
    levels : {"cut", "layers"}, default="cut"
        Where levels come from: cuts of a hierarchy, or the levels that the model has of
        its own. These are the layers of a :class:`~sktopics.clustering.BERTopic` that
        are coarser than its topics, or the levels of a
        :class:`~sktopics.artm.HierarchicalARTM`. Of the latter a topic is in the
        likeliest of its parents, and a topic above that is nobody's is left out.
    on : {"auto", "embeddings", "words"}, default="auto"
    linkage : str or callable, default="average"
    distance : str or callable, default="auto"
        As for `hierarchical_topics`.
    n_top_words : int, default=10
        Number of words of a node. The first five are its name.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
    columns : str, slice, array-like of int or bool, default=None
    feature_names : array-like of shape (n_terms,), default=None
    **beside : dict
        As for `hierarchical_topics`.

    Returns
    -------
    taxonomy : TopicTaxonomy
        Topics without documents are left out.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If something is missing that the topics are to be compared by, or if the model
        has no levels of its own and ``levels="layers"``.
    ValueError
        If there are too few topics for a level, or too few nodes for the next one.

    See Also
    --------
    hierarchical_topics : All merges, until there is one topic.

    Notes
    -----
    Where each group of a cut has `min_children` parts, levels are cuts of
    `hierarchical_topics`. Else the last cut decides in which as many groups as wanted
    have them; all other groups go to the nearest of these, by the mean distance of
    their topics. Where no cut has so many, groups are divided whose halves are farthest
    apart.

    Examples
    --------
    >>> from sktopics.analysis import topic_taxonomy
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law", "wheat", "corn"]
    >>> vectors = [[9, 1, 0], [8, 2, 0], [0, 1, 9], [1, 0, 9], [1, 9, 0], [2, 9, 0]]
    >>> topic_taxonomy(range(6), documents, embeddings=vectors, n_per_level=[3, 1])
    TopicTaxonomy: 1, 3, 6 nodes
    level  node    size  parts  name
        2     0  100.0%      3  sea, tax, corn, debt, law
        1     0   33.3%      2  sea, ship, wind
        1     1   33.3%      2  tax, debt, law
        1     2   33.3%      2  corn, wheat
        0     0   16.7%      1  ship, sea
        0     1   16.7%      1  wind, sea
        0     2   16.7%      1  debt, tax
        0     3   16.7%      1  law, tax
        0     4   16.7%      1  wheat
        0     5   16.7%      1  corn
    """
    given = {"columns": columns, "feature_names": feature_names}
    sums = topic_sums(model, X, embeddings=embeddings, **given, **beside)
    table = leaves_of(model, sums, n_top_words, labels, **given)
    leaves = np.array([topic.index for topic in table], dtype=np.int64)
    if levels == "layers":
        above = _own_levels(model, leaves, n_top_words, columns, feature_names)
    else:
        numbers = _check_levels(n_per_level, len(leaves), min_children)
        vectors, distance = what_is_near(sums, on, distance)
        distances = topic_distances(vectors[leaves], distance)
        found = nested_groups(distances, numbers, min_children, linkage)
        above = [(groups, {}) for groups in found]
    return TopicTaxonomy(_nodes(sums, table, leaves, above, n_top_words))


def _check_levels(n_per_level, n_topics, min_children):
    """Return numbers of nodes as a list of int.

    Raises
    ------
    TypeError
        If they are no numbers.
    ValueError
        If a level cannot have so many nodes.
    """
    if n_per_level is None:
        return _usual_levels(n_topics, min_children)
    numbers = list(n_per_level)
    if not numbers:
        raise ValueError(
            "n_per_level must hold the number of nodes of a level or more."
        )
    topics = "1 topic" if n_topics == 1 else f"{n_topics} topics"
    below, what = n_topics, f"the model has {topics} with documents"
    for level, n in enumerate(numbers):
        if isinstance(n, bool) or not isinstance(n, Integral):
            raise TypeError(f"n_per_level[{level}] must be an int, got {n!r:.100}.")
        if n < 1 or n * min_children > below:
            most = below // min_children
            allowed = f"must be from 1 to {most}" if most else "no number is possible"
            raise ValueError(
                f"n_per_level[{level}] is {n}, and {allowed}: {what}, "
                f"and each node is to have {min_children} parts at least "
                "(min_children)."
            )
        below, what = n, f"the level below has {n} nodes"
    return [int(n) for n in numbers]


def _usual_levels(n_topics, min_children):
    """Return 20 and 5 nodes, or as many as a level can have; no level after 1 node.

    Topics that are too few for a node have no level above them.
    """
    numbers, below = [], n_topics
    for usual in _USUAL:
        n = min(usual, below // min_children)
        if n < 1 or below == 1:
            break
        numbers.append(n)
        below = n
    return numbers


def _own_levels(model, leaves, n_top_words, columns, feature_names):
    """Return the group of each leaf on each level of the model's own, and their words.

    What has no parent is a group of its own, with a number below 0.
    """
    names = known_term_names(model) if feature_names is None else feature_names
    levels, groups = [], leaves
    for parents, level in read_levels(model):
        _, first, place = np.unique(groups, return_index=True, return_inverse=True)
        alone = -1 - first[place]
        above = np.where(groups < 0, -1, np.append(parents, -1)[groups])
        groups = np.where(above < 0, alone, above)
        words = {}
        if level is not None:
            table = topic_table(level, n_top_words, names, columns=columns, n_authors=0)
            words = {topic.index: Words(topic.terms, topic.weights) for topic in table}
        levels.append((groups, words))
    return levels


def _nodes(sums, table, leaves, above, n_top_words):
    """Return the nodes of a taxonomy, those of the last level first."""
    levels = [
        [
            [t.index, topic_name(t), t.size, Words(t.terms, t.weights), (t.index,)]
            for t in table
        ]
    ]
    # The place in its level of the node that each leaf is in.
    places = [np.arange(len(leaves))]
    for groups, words in above:
        found, first, into = np.unique(groups, return_index=True, return_inverse=True)
        order = np.argsort(first)  # by the lowest topic
        place = np.argsort(order)[into]
        every = np.full(sums.n_topics, -1)
        every[leaves] = place
        summed = group_words(sums, every, len(found), n_top_words)
        own = [words.get(group) for group in found[order].tolist()]
        levels.append(_level(table, leaves, place, own, summed))
        places.append(place)
    nodes = []
    for number, rows in enumerate(levels):
        up = places[number + 1] if number + 1 < len(places) else None
        down = places[number - 1] if number else None
        for row, (index, label, size, (terms, weights), topics) in enumerate(rows):
            inside = np.flatnonzero(places[number] == row)
            parent = None if up is None else int(up[inside[0]])
            children = ()
            if down is not None:
                below = np.unique(down[inside]).tolist()
                children = tuple(levels[number - 1][child][0] for child in below)
            nodes.append(
                TaxonomyNode(
                    number, index, label, size, terms, weights, topics, parent, children
                )
            )
    return tuple(sorted(nodes, key=lambda node: (-node.level, node.index)))


def _level(table, leaves, place, own, summed):
    """Return what is known of the nodes of a level above the topics.

    Parameters
    ----------
    table : TopicTable
        The topics.
    leaves : ndarray of shape (n_leaves,), int
        Their numbers.
    place : ndarray of shape (n_leaves,), int
        The node that each is in.
    own : list of (Words or None)
        What the model says of the nodes.
    summed : list of Words
        The words of all topics of the nodes together.
    """
    rows = []
    for index, words in enumerate(own):
        inside = np.flatnonzero(place == index).tolist()
        topics = tuple(int(leaves[leaf]) for leaf in inside)
        sizes = [table[leaf].size for leaf in inside]
        size = None if None in sizes else sum(sizes)
        if words is None and len(inside) == 1:
            topic = table[inside[0]]
            label, words = topic_name(topic), Words(topic.terms, topic.weights)
        else:
            words = summed[index] if words is None else words
            label = words_name(words.terms, topics)
        rows.append([index, label, size, words, topics])
    return rows
