"""The list of topics in a report."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import squareform

from .._frozen import thawed
from .._reading import modality_names, read_topic_embeddings
from ..analysis.topic_linkage import topic_distances
from ..topics import topic_table

N_LISTED = 10
N_NEIGHBORS = 5
LEAST_PARENT = 0.05


class TopicPlaces(NamedTuple):
    """How the topics of all levels stand in one list: those of documents come first.

    Attributes
    ----------
    starts : list of int
        Where the topics of each level begin in the list, the nearest level first.
    n_topics : int
    """

    starts: list
    n_topics: int


def places_of_levels(n_topics, levels):
    """Return the `TopicPlaces` of `n_topics` and the `UpperLevel`s above them."""
    sizes = [n_topics, *(len(level.indices) for level in levels)]
    ends = np.cumsum(sizes).tolist()
    return TopicPlaces([0, *ends[:-1]], ends[-1])


def listed_topics(table, levels, facts, shown, words, modalities, pictures):
    """Return `summary.topics`.

    Parameters
    ----------
    table : TopicTable
        Of the model.
    levels : list of UpperLevel
    facts : dict from str to list
        `size`, `share`, `n_documents`, `typical`, `neighbors`, `x`, `y` of all places.
    shown : ShownTerms
        Of all places.
    words : WordsOfTopics
    modalities : dict from str to list of list of str
        Words by topic of the model.
    pictures : list of (str or None)
        Addresses, by topic of the model.
    """
    n_levels = len(levels) + 1
    rows = [
        _row(topic.index, topic.label, topic.is_named, n_levels - 1) for topic in table
    ]
    for row, topic, picture in zip(rows, table, pictures, strict=True):
        row["image"] = picture
        row["is_empty"] = topic.is_empty
        row["is_refined"] = bool(words.chosen[topic.index]) and not topic.is_empty
        row["aspects"] = listed_aspects(topic.aspects)
        row["words_by_modality"] = [words[topic.index] for words in modalities.values()]
    places = places_of_levels(len(table), levels)
    for number, level in enumerate(levels, 1):
        below = slice(places.starts[number - 1], places.starts[number])
        for row, weights in zip(rows[below], level.parents, strict=True):
            row["parents"] = _parents(weights, places.starts[number])
        rows += [
            _row(index, label, False, n_levels - 1 - number)
            | {"is_refined": level.topic_word is None}
            for index, label in zip(level.indices, level.labels, strict=True)
        ]
    offsets = shown.offsets.tolist()
    for place, row in enumerate(rows):
        first = shown.numbers[offsets[place] : offsets[place + 1]][:N_LISTED]
        row["words"] = [shown.terms[number] for number in first.tolist()]
        row |= {name: values[place] for name, values in facts.items()}
    return rows


def _row(index, name, is_named, level):
    return {
        "index": index,
        "name": name,
        "is_named": is_named,
        "level": level,
        "parents": [],
        "is_empty": False,
        "is_refined": False,
        "aspects": {},
        "words_by_modality": [],
        "image": None,
    }


def _parents(weights, start):
    """Return places and weights of the parents of a topic, the likeliest first."""
    order = np.argsort(-weights, kind="stable").tolist()
    return [
        [start + parent, round(float(weights[parent]), 4)]
        for parent in order
        if weights[parent] >= LEAST_PARENT
    ]


def listed_aspects(aspects):
    """Return the descriptions of a topic as lists of texts, by their names."""
    found = {}
    for name, value in aspects.items():
        if name == "images":  # numbers of documents
            continue
        value = thawed(value)
        if isinstance(value, Mapping):
            value = list(value)
        if isinstance(value, str):
            value = [value]
        if isinstance(value, list | tuple):
            found[str(name)] = [str(item) for item in value]
    return found


def words_by_modality(model):
    """Return the first words of topics in each modality of a model, a dict by name."""
    names = modality_names(model)
    return {
        name: [
            list(topic.terms)
            for topic in topic_table(model, N_LISTED, columns=name, n_authors=0)
        ]
        for name in (names if len(names) > 1 else ())
    }


def topic_neighbors(model, topic_word, start=0):
    """Return the most similar topics of each topic, with a similarity in [0, 1].

    It is the cosine of the vectors that a model has of its topics, else 1 - the
    Hellinger distance of their words.

    Parameters
    ----------
    model : estimator, Pipeline or search, or None
        None compares words.
    topic_word : ndarray of shape (n_topics, n_terms)
    start : int, default=0
        Place of the first of them in the list of topics.

    Returns
    -------
    neighbors : list of list of [place, similarity]
    """
    n_topics = len(topic_word)
    vectors = None if model is None else read_topic_embeddings(model)
    if n_topics < 2:
        return [[] for _ in range(n_topics)]
    if vectors is not None and len(vectors) == n_topics:
        distances = topic_distances(np.asarray(vectors), "cosine")
        known = np.ones(n_topics, dtype=bool)
    else:
        distances = topic_distances(topic_word, "hellinger")
        known = topic_word.any(axis=1)
    similar = np.clip(1 - squareform(distances), 0, 1)
    similar[:, ~known] = -1
    np.fill_diagonal(similar, -1)
    found = []
    for row, is_known in zip(similar, known, strict=True):
        order = np.argsort(-row, kind="stable")[:N_NEIGHBORS].tolist()
        found.append(
            [[start + i, round(float(row[i]), 4)] for i in order if row[i] >= 0]
            if is_known
            else []
        )
    return found
