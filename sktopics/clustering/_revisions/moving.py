"""Training documents that get other topics: what is counted moves with them."""

from dataclasses import replace

import numpy as np

from .._labels import OUTLIER
from .._placement.known_documents import text_keys
from .._placement.placement import way_of_placing
from .._placement.recognition import place_and_recognise, training_probabilities
from .._placement.votes import with_own_label
from .._topics.cluster_topics import Representative
from .._topics.topic_parts import own_shares

# The row of a document that is not known.
UNKNOWN = -1
# Documents among which those are searched that stand for the outliers.
MOST_OUTLIERS = 1000


def check_new_labels(labels, n_documents, n_topics):
    """Return the topics that documents are to have, as an array of int64.

    Raises
    ------
    TypeError
        If they are no whole numbers.
    ValueError
        If they are not as many as documents, or there is no such topic.
    """
    labels = np.asarray(labels)
    if labels.dtype == object:
        labels = np.array(labels.tolist())
    if labels.shape != (n_documents,):
        raise ValueError(
            f"labels must hold a topic for each of the {n_documents} training "
            f"documents, and has the shape {labels.shape}."
        )
    if labels.dtype.kind not in "iu":
        raise TypeError(
            f"labels must be numbers of topics (-1 for none), got {labels.dtype}."
        )
    wrong = np.flatnonzero((labels < OUTLIER) | (labels >= n_topics))
    if len(wrong):
        known = f"topics are 0 to {n_topics - 1}, and -1" if n_topics else "there is -1"
        raise ValueError(
            f"labels[{wrong[0]}] is {labels[wrong[0]]}, and there is no such topic: "
            f"{known} for documents without one."
        )
    return labels.astype(np.int64)


def check_known_documents(placement, documents):
    """Refuse documents that are not those of training, where these are known."""
    if placement.knows_texts(documents) is not False:  # they may be forgotten
        return
    learned = placement.learned_rows(len(documents))
    keys = text_keys([documents[row] for row in learned])
    other = learned[keys != placement.text_keys][0]
    raise ValueError(
        f"X must be the training documents in their order, and X[{other}] is another "
        f"one: {documents[other]!r:.100}."
    )


def with_moved(settings, state, documents, labels, vectors, counts):
    """Give training documents other topics.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    documents : list of str
        All training documents.
    labels : ndarray of shape (n_documents,), int64
        Their topics; those that are what they were stay.
    vectors : TrainingVectors
    counts : TrainingCounts

    Returns
    -------
    state : FittedState
    """
    before = state.topics
    rows = np.flatnonzero(labels != before.labels)
    if not len(rows):
        return state
    way = way_of_placing(settings, state.placement)
    everything = vectors.all() if way == "centroid" else None  # encoded at once
    topics = before.moved(rows, labels[rows], vectors.of(rows), counts.of(rows))
    state = replace(state, topics=topics, drift=None)
    surest = np.flatnonzero((labels < 0) & vectors.known)[:MOST_OUTLIERS]
    if way == "centroid" or are_places_kept(state):
        # Among neighbours, and by a clusterer, the places of known documents are kept.
        if everything is None:
            nothing = before.means.dtype.type(0)
            everything = np.broadcast_to(nothing, (len(labels), before.means.shape[1]))
        probabilities = training_probabilities(settings, state, everything)
        own = placed_again(settings, state, vectors, surest)
    else:  # learned in batches: the places of all other documents are gone
        surest = rows[vectors.known[rows]]
        own = placed_again(settings, state, vectors, surest)
        own = with_own_label(own, labels[surest])
        probabilities = before.probabilities.copy()
        probabilities[rows] = 0
        shares = own_shares(own[:, :-1], labels[surest])
        probabilities[surest] = shares if probabilities.ndim == 1 else own[:, :-1]
    topics = replace(topics, probabilities=probabilities)
    sure = {int(r): float(p) for r, p in zip(surest, own[:, -1], strict=True)}
    n = settings.n_representative
    topics = _with_documents(topics, documents, vectors.known, sure, n)
    return replace(state, topics=topics)


def are_places_kept(state):
    """Whether it is known where documents are in the space of the clusters."""
    placement = state.placement
    if placement.reduced is None:
        return False
    return len(placement.reduced) == len(placement.learned_labels(state.topics.labels))


def placed_again(settings, state, vectors, rows):
    """Return the probabilities of topics and, last, of none in training documents.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    vectors : TrainingVectors
    rows : ndarray of shape (n_some,), int
        Documents of which something is known.

    Returns
    -------
    probabilities : ndarray of shape (n_some, n_topics + 1)
    """
    if not len(rows):
        return np.zeros((0, state.topics.n_topics + 1))
    way = way_of_placing(settings, state.placement)
    learned = state.placement.learned_rows(len(state.topics.labels))
    places, given = np.searchsorted(learned, rows), None
    if way != "centroid":
        if are_places_kept(state):
            n_dimensions = state.topics.means.shape[1]
            given = np.zeros((len(rows), n_dimensions), state.topics.means.dtype)
        else:
            places = np.full(len(rows), UNKNOWN)
    given = vectors.of(rows) if given is None else given
    probabilities, _ = place_and_recognise(settings, state, way, given, places)
    return probabilities


def _with_documents(topics, documents, known, sure, n):
    """Return topics with documents that stand for them, where some have moved away.

    Parameters
    ----------
    topics : ClusterTopics
        Placed, without the representatives that have moved.
    documents : list of str
    known : ndarray of shape (n_documents,), bool
        Of which documents something is known.
    sure : dict from int to float
        How sure it is that documents are outliers, for some rows.
    n : int
        How many documents stand for a topic.
    """
    shares = topics.own_shares
    order = np.argsort(-shares, kind="stable")
    labels = np.where(known, topics.labels, OUTLIER)
    order = order[np.argsort(labels[order], kind="stable")]
    bounds = np.searchsorted(labels[order], np.arange(topics.n_topics + 1))
    representatives = []
    for topic, kept in enumerate(topics.representatives):
        own = order[bounds[topic] : bounds[topic + 1]]
        documents_of = [each._replace(share=float(shares[each.index])) for each in kept]
        candidates = ((row, shares[row]) for row in own.tolist())
        representatives.append(_filled(documents_of, candidates, documents, n))
    outliers = sorted(
        ((row, share) for row, share in sure.items() if topics.labels[row] < 0),
        key=lambda each: -each[1],
    )
    outliers = _filled(topics.typical_outliers, outliers, documents, n)
    return replace(
        topics, representatives=tuple(representatives), typical_outliers=outliers
    )


def _filled(kept, candidates, documents, n):
    """Return documents that stand for a topic, with others of it until there are n."""
    kept, texts = list(kept), {each.text for each in kept}
    for row, share in candidates:
        if len(kept) >= n:
            break
        if documents[row] not in texts:
            texts.add(documents[row])
            kept.append(Representative(int(row), float(share), documents[row]))
    return sorted(kept, key=lambda each: -each.share)
