"""Training documents that get other topics: what is counted moves with them."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from ...text import class_counts
from .._labels import OUTLIER
from .._placement.known_documents import text_keys
from .._placement.placement import way_of_placing
from .._placement.recognition import place_and_recognise, training_probabilities
from .._placement.votes import with_own_label
from .._steps.embeddings import encode
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
    known = placement.text_keys
    if len(known) != len(documents):
        return
    other = np.flatnonzero(text_keys(documents) != known)
    if len(other):
        raise ValueError(
            f"X must be the training documents in their order, and X[{other[0]}] is "
            f"another one: {documents[other[0]]!r:.100}."
        )


def with_moved(settings, state, corpus, labels):
    """Give training documents other topics.

    Parameters
    ----------
    settings : BERTopic
    state : FittedState
    corpus : Corpus
        All training documents.
    labels : ndarray of shape (n_documents,), int64
        Their topics; those that are what they were stay.

    Returns
    -------
    state : FittedState
    """
    before = state.topics
    rows = np.flatnonzero(labels != before.labels)
    if not len(rows):
        return state
    way = way_of_placing(settings, state.placement)
    everything = np.arange(len(labels))
    # Among neighbours, and by a clusterer, the places of known documents are kept.
    read = everything if way == "centroid" else rows
    vectors = np.zeros((len(labels), before.means.shape[1]), before.means.dtype)
    vectors[read] = _vectors(state, corpus, read)
    counts = _counts(before.words, [corpus.documents[row] for row in rows])
    topics = before.moved(rows, labels[rows], vectors[rows], counts)
    state = replace(state, topics=topics, drift=None)
    placed = way == "centroid" or len(state.placement.reduced) == len(labels)
    if placed:
        probabilities = training_probabilities(settings, state, vectors)
        surest = np.flatnonzero(labels < 0)[:MOST_OUTLIERS]
        own = np.zeros((0, 1))
        if len(surest):
            own, _ = place_and_recognise(settings, state, way, vectors[surest], surest)
    else:  # learned in batches: the places of all other documents are gone
        new = np.full(len(rows), UNKNOWN)
        own, _ = place_and_recognise(settings, state, way, vectors[rows], new)
        own, surest = with_own_label(own, labels[rows]), rows
        probabilities = before.probabilities.copy()
        shares = own_shares(own[:, :-1], labels[rows])
        probabilities[rows] = shares if probabilities.ndim == 1 else own[:, :-1]
    topics = replace(topics, probabilities=probabilities)
    sure = {int(r): float(p) for r, p in zip(surest, own[:, -1], strict=True)}
    n = settings.n_representative
    return replace(state, topics=_with_documents(topics, corpus.documents, sure, n))


def _vectors(state, corpus, rows):
    """Return the vectors of some documents, drawn to seed topics as in training."""
    if corpus.embeddings is not None:
        vectors = corpus.embeddings[rows]
    else:
        images = corpus.images
        vectors = encode(
            state.encoder,
            [corpus.documents[row] for row in rows],
            None if images is None else [images[row] for row in rows],
            n_dimensions=state.topics.means.shape[1],
        )
    dtype = state.topics.means.dtype
    return state.guidance.draw(vectors.astype(dtype, copy=False))


def _counts(words, documents):
    """Return the counts of terms in documents, a row for each."""
    n = len(documents)
    if words.vectorizer is None:
        return sp.csr_array((n, len(words.terms)))
    _, counts = class_counts(words.vectorizer, documents, range(n), n, learn=False)
    return counts


def _with_documents(topics, documents, sure, n):
    """Return topics with documents that stand for them, where some have moved away.

    Parameters
    ----------
    topics : ClusterTopics
        Placed, without the representatives that have moved.
    documents : list of str
    sure : dict from int to float
        How sure it is that documents are outliers, for some rows.
    n : int
        How many documents stand for a topic.
    """
    shares = topics.own_shares
    order = np.argsort(-shares, kind="stable")
    order = order[np.argsort(topics.labels[order], kind="stable")]
    bounds = np.searchsorted(topics.labels[order], np.arange(topics.n_topics + 1))
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
