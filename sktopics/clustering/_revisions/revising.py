"""Changes to the topics of a fitted model, from what it has counted."""

from collections.abc import Mapping
from dataclasses import replace
from numbers import Integral

import numpy as np

from .._fitting import keep_counts, weigh
from .._numbering import number_by_size, relabel, renumbered
from .._placement.placing import by_centroid
from .._steps.grouping import group_topics
from .._steps.recipes import make_vectorizer, make_weighting
from .._topic_drift import renumber_like
from .._topics.describe import own_probabilities, own_shares, tabulate
from .._topics.remapping import remap
from .._topics.topic_rows import table_from_rows, table_to_rows
from .._topics.words import count_words


def reduce_state(state, n_topics):
    """Merge topics until few are left, and return what each has become.

    Parameters
    ----------
    state : SimpleNamespace
        Changed in place.
    n_topics : int or "auto"

    Returns
    -------
    topics : ndarray of shape (n_old,), int64
        The topic that each topic is now; the largest is topic 0.
    """
    present = np.flatnonzero(state.topic_sizes_)
    groups = np.full(len(state.topic_sizes_), -1)
    if len(present):
        groups[present] = group_topics(state.topic_embeddings_[present], n_topics)
    return _merge_groups(state, groups)


def merge_state(state, groups):
    """Merge topics that belong together, and return what each has become.

    Parameters
    ----------
    state : SimpleNamespace
        Changed in place.
    groups : list of int or list of lists of int
        Topics of one group, or of several.

    Raises
    ------
    ValueError
        If a topic does not exist or is in two groups.
    """
    n_old = len(state.topic_sizes_)
    groups = _check_groups(groups)
    numbers = np.arange(n_old)
    seen = [topic for group in groups for topic in group]
    for topic in seen:
        if not 0 <= topic < n_old:
            raise ValueError(f"There is no topic {topic}: topics are 0 to {n_old - 1}.")
    if len(set(seen)) < len(seen):
        raise ValueError("A topic is in two of the groups that are to be merged.")
    for group in groups:
        numbers[list(group)] = min(group)
    return _merge_groups(state, numbers)


def _check_groups(groups):
    """Return lists of numbers of topics; one list of numbers is one group."""
    groups = list(groups) if np.iterable(groups) else [None]
    if groups and all(isinstance(topic, Integral) for topic in groups):
        groups = [groups]
    groups = [list(group) if np.iterable(group) else [None] for group in groups]
    if not all(isinstance(topic, Integral) for group in groups for topic in group):
        raise TypeError("groups must be a list of topics, or a list of such lists.")
    return [group for group in groups if group]


def _merge_groups(state, groups):
    """Merge, and number what is left by size."""
    _, order = number_by_size(np.repeat(groups, state.topic_sizes_))
    # Topics without documents are nobody's label: they go.
    topics = relabel(groups, order)
    remap(state, topics, len(order))
    state._drift = None  # was of other numbers
    state.probabilities_ = _merged_probabilities(state, topics, len(order))
    representatives = _merged_representatives(state, topics, len(order))
    weigh(state, make_weighting(state), state.seed_topics)
    tabulate(state, representatives)
    return topics


def _merged_probabilities(state, topics, n_topics):
    """Probabilities of the training documents after topics have become others."""
    n_documents = len(state.labels_)
    if not by_centroid(state) and len(state._reduced) == n_documents:
        nowhere = np.broadcast_to(
            state.topic_embeddings_.dtype.type(0),
            (n_documents, state.topic_embeddings_.shape[1]),
        )  # nobody looks at vectors of documents whose place is known
        return own_probabilities(state, nowhere)
    probabilities = state.probabilities_
    if probabilities.ndim == 1:
        return probabilities
    merged = np.zeros((n_documents, n_topics))
    kept = topics >= 0
    np.add.at(merged.T, topics[kept], probabilities.T[kept])
    return merged


def _merged_representatives(state, topics, n_topics):
    """Representative documents of merged topics, those with the largest shares."""
    table = table_from_rows(state._topic_rows)
    own = own_shares(state.probabilities_, state.labels_)
    merged = [[] for _ in range(n_topics)]
    for old in np.flatnonzero(topics >= 0):
        merged[topics[old]] += [
            replace(document, share=float(own[document.index]))
            for document in table[old].documents
        ]
    return [
        sorted(documents, key=lambda document: -document.share)[
            : state.n_representative
        ]
        for documents in merged
    ]


def renumber(state, previous, min_similarity):
    """Number topics as in an earlier model, and keep how they have drifted.

    Parameters
    ----------
    state : SimpleNamespace
        Changed in place.
    previous : fitted BERTopic
    min_similarity : float
    """
    documents = {
        topic.index: topic.documents for topic in table_from_rows(state._topic_rows)
    }
    old_labels, probabilities = state.labels_, state.probabilities_
    n_old = len(state.topic_sizes_)
    state.labels_ = np.arange(n_old)  # to see where each topic goes
    state._drift = renumber_like(state, previous, min_similarity)
    topics, n_topics = state.labels_, len(state.topic_sizes_)
    state.labels_ = renumbered(old_labels, topics)
    if probabilities.ndim == 2:
        state.probabilities_ = np.zeros((len(probabilities), n_topics))
        state.probabilities_[:, topics] = probabilities
    representatives = [()] * n_topics
    for old, topic in enumerate(topics):
        representatives[topic] = documents[old]
    weigh(state, make_weighting(state), state.seed_topics)
    tabulate(state, representatives)


def name_state(state, names):
    """Give topics names.

    Parameters
    ----------
    state : SimpleNamespace
        Changed in place.
    names : dict from int to str, or list of str or None

    Raises
    ------
    ValueError, TypeError
        If a name is no str, or is that of no topic.
    """
    n_topics = len(state.topic_sizes_)
    if not isinstance(names, Mapping):
        names = list(names)
        if len(names) != n_topics:
            raise ValueError(f"names must name {n_topics} topics, got {len(names)}.")
        names = dict(enumerate(names))
    for topic, name in names.items():
        if topic not in range(n_topics):
            raise ValueError(f"There is no topic {topic}: there are {n_topics}.")
        if not isinstance(name, (str, type(None))):
            raise TypeError(f"The name of a topic must be a str, got {name!r}.")
    table = table_from_rows(state._topic_rows)
    state.topic_names_ = [names.get(i, old) for i, old in enumerate(state.topic_names_)]
    labels = [names.get(i, topic.label) or None for i, topic in enumerate(table)]
    state._topic_rows = table_to_rows(
        replace(topic, label=label) for topic, label in zip(table, labels, strict=True)
    )


def update_words(state, documents, *, recount):
    """Choose the words of topics anew, by the parameters of `state`.

    Parameters
    ----------
    state : SimpleNamespace
        Changed in place.
    documents : list of str or None
        The training documents, which `recount` needs.
    recount : bool
        Whether the vectorizer has changed.
    """
    n_documents = len(state.labels_)
    if recount and documents is None:
        raise ValueError("A new vectorizer has to read the training documents: give X.")
    if documents is not None and len(documents) != n_documents:
        raise ValueError(
            f"X must be the {n_documents} training documents, and has {len(documents)}."
        )
    if recount:
        n_topics = len(state.topic_sizes_)
        keep_counts(
            state,
            count_words(make_vectorizer(state), documents, state.labels_, n_topics),
        )
    weigh(state, make_weighting(state), state.seed_topics)
    representatives = [topic.documents for topic in table_from_rows(state._topic_rows)]
    tabulate(state, representatives, documents)
