"""What a report says of topics in a corpus: sizes, documents, neighbours, places."""

import numpy as np

from ._report_levels import facts_of_levels
from ._report_topics import topic_neighbors


def sizes_of_topics(table, corpus):
    """Return the sizes of topics by their numbers: of the corpus, else of the model.

    Parameters
    ----------
    table : TopicTable
    corpus : ReportCorpus or None
    """
    if corpus is not None:
        return corpus.sizes.sums
    sizes = np.zeros(len(table))
    for topic in table:
        sizes[topic.index] = topic.size or 0
    return sizes


def topic_facts(model, table, corpus, inside, levels, words, places):
    """Return what the list of topics says of the corpus, by place.

    Parameters
    ----------
    model : estimator, Pipeline or search
    table : TopicTable
    corpus : ReportCorpus or None
    inside : Inside
    levels : list of UpperLevel
    words : WordsOfTopics
    places : ReportMap or None

    Returns
    -------
    facts : dict from str to list
    """
    sizes = sizes_of_topics(table, corpus)
    counted = np.zeros(len(table), dtype=np.int64)
    typical = [[] for _ in table]
    if corpus is not None:
        topics = inside.topics
        counted = np.bincount(topics[topics >= 0], minlength=len(table))
        typical = _in_file(corpus.typical, inside.rows)
    at = [None] * len(table) if places is None else places.topics
    total = _total(corpus, sizes)
    facts = {
        "size": [float(size) for size in sizes],
        "share": [float(size) / total if total else 0.0 for size in sizes],
        "n_documents": counted.tolist(),
        "typical": typical,
        "neighbors": topic_neighbors(model, words.topic_word),
        "x": [None if place is None else place[0] for place in at],
        "y": [None if place is None else place[1] for place in at],
    }
    return facts_of_levels(facts, levels)


def _total(corpus, sizes):
    """Return what the sizes of topics are shares of."""
    if corpus is None:
        return 1.0 if sizes.sum() > 0 else 0.0
    if corpus.are_clusters:
        return float(corpus.n_documents)
    return float(sizes.sum())


def _in_file(typical, rows):
    """Return rows of the corpus as documents in the file; others are left out."""
    places = np.searchsorted(rows, [row for found in typical for row in found])
    places = iter(places.tolist())
    found = []
    for topic in typical:
        here = [(row, next(places)) for row in topic]
        found.append([p for row, p in here if p < len(rows) and rows[p] == row])
    return found
