"""BERTopic in batches: parts learn on, and what is counted is added up."""

import copy

import numpy as np
import scipy.sparse as sp

from ._fitting import check_given, text_vectors, weigh
from ._numbering import OUTLIER, number_by_size, relabel
from ._placement.centroids import topic_means
from ._placement.placing import calibrated_centroids, cluster_shapes, placement_of
from ._placement.recognition import guided
from ._steps.embeddings import (
    check_encoder,
    encode,
    fit_encode,
    fit_encoder,
    make_encoder,
)
from ._steps.guidance import nearest_names, seed_texts
from ._steps.parts import generator, is_supervised, seeded
from ._steps.recipes import make_reducer, make_vectorizer, make_weighting
from ._steps.reduction import finite_vectors
from ._topics.describe import (
    find_representatives,
    own_probabilities,
    own_shares,
    tabulate,
)
from ._topics.remapping import merged_means
from ._topics.state import state_of
from ._topics.topic_rows import table_from_rows
from ._topics.words import vectorizer_terms


def check_parts(model):
    """Whether all parts learn from batches.

    Returns
    -------
    able : True

    Raises
    ------
    TypeError
        If there are parts that do not; they are named.
    """
    parts = {"vectorizer": make_vectorizer(model)}
    if model.clusterer is not None:  # else nothing is reduced either
        parts = {"reducer": model.reducer, "clusterer": model.clusterer, **parts}
    cannot = [
        f"{name}={part!r}" if isinstance(part, str) else f"{name} {type(part).__name__}"
        for name, part in parts.items()
        if part is not None
        and (not hasattr(part, "partial_fit") or is_supervised(part))
    ]
    if cannot:
        raise TypeError(
            "partial_fit needs parts that learn from batches, and these do not: "
            f"{', '.join(cannot)}. IncrementalPCA, MiniBatchKMeans and "
            "OnlineCountVectorizer do, for instance."
        )
    return True


def _check_state(model):
    """Refuse what only `fit` can do."""
    if model.clusterer is not None and getattr(model, "clusterer_", "") is None:
        raise ValueError(
            "The parts of merged models are not merged: fit a model on the new "
            "documents, and merge it."
        )
    if model.n_topics is not None:
        raise ValueError("n_topics is for fit: call reduce_topics after partial_fit.")


def partial_fit_topics(model, corpus, y):
    """Learn from a batch, and return the parameters and attributes after it.

    Parameters
    ----------
    model : BERTopic
        Fitted or not; it is not changed.
    corpus : Corpus
    y : array-like of shape (n_documents,) or None

    Returns
    -------
    state : SimpleNamespace
    """
    _check_state(model)
    given = check_given(model, corpus, y if model.clusterer is None else None)
    state = state_of(model)
    is_first = not hasattr(state, "topic_sizes_")
    vectors = _vectors(state, corpus, is_first)
    if is_first:
        _start(state, vectors)
    vectors = vectors.astype(state.topic_embeddings_.dtype, copy=False)
    vectors = guided(state, vectors)
    n_before = len(state.labels_)
    numbers, clusters, reduced = _numbers(state, vectors, given)
    labels = _number_on(state, numbers)
    _add_documents(state, vectors, labels)
    _add_words(state, corpus.documents, labels)
    # What follows is of this batch; the rest is kept as it was.
    earlier = state.labels_, state.probabilities_
    state.labels_ = labels
    _calibrate_on(state, vectors, reduced, clusters, n_before)
    state.probabilities_ = own_probabilities(state, vectors)
    representatives = _best_of_both(state, corpus.documents, vectors, n_before)
    weigh(state, make_weighting(state), state.seed_topics)
    tabulate(state, representatives, corpus.documents, vectors)
    state.labels_ = np.concatenate([earlier[0], labels])
    state.probabilities_ = _stacked(*earlier, state.probabilities_)
    # Parts have learned on: where they put earlier documents, nobody remembers.
    if state.placement_ == "clusterer":
        state._reduced = reduced[:0]
    state._text_keys = state._vector_keys = np.empty(0, dtype=np.uint64)
    return state


def _vectors(state, corpus, is_first):
    """Embeddings of a batch; the encoder learns from the first."""
    if is_first:
        encoder = make_encoder(state.encoder)
        state.encoder_ = seeded(encoder, generator(state.random_state))
        if corpus.embeddings is None:
            state.encoder_, vectors = fit_encode(
                state.encoder_, corpus.documents, corpus.images
            )
            return vectors
        if state.seed_topics is not None or state.zeroshot_topics is not None:
            check_encoder(state.encoder_)
            fit_encoder(state.encoder_, corpus.documents)
    if corpus.embeddings is not None:
        return corpus.embeddings
    return encode(
        state.encoder_,
        corpus.documents,
        corpus.images,
        n_dimensions=state.topic_embeddings_.shape[1],
    )


def _start(state, vectors):
    """Set the attributes of a model that has seen nothing but what it is asked for."""
    random_state = generator(state.random_state)
    state.reducer_ = state.clusterer_ = None
    if state.clusterer is not None:
        reducer = make_reducer(state, *vectors.shape)
        state.reducer_ = None if reducer is None else seeded(reducer, random_state)
        state.clusterer_ = seeded(state.clusterer, random_state)
    state.placement_ = placement_of(state.clusterer_)
    if state.seed_topics is not None:
        state._seed_vectors = text_vectors(
            state, vectors, seed_texts(state.seed_topics)
        )
        state._mean_embedding = vectors.mean(axis=0)
    state._n_names = 0
    if state.zeroshot_topics is not None and state.clusterer is not None:
        state._n_names = len(state.zeroshot_topics)
        state._name_vectors = text_vectors(state, vectors, list(state.zeroshot_topics))
    state._name_topics = np.full(state._n_names, -1)
    state._cluster_numbers = state._cluster_topics = np.empty(0, dtype=np.int64)
    state.labels_ = np.empty(0, dtype=np.int64)
    state.probabilities_ = np.empty(0)
    state.topic_names_ = []
    state.topic_sizes_ = np.empty(0, dtype=np.int64)
    state.n_outliers_ = 0
    state.topic_embeddings_ = vectors[:0].copy()
    state.vectorizer_ = None
    state.topic_word_counts_ = sp.csr_array((0, 0))
    state.outlier_word_counts_ = sp.csr_array((1, 0))
    state.terms_ = np.empty(0, dtype=object)
    state._drift = None
    state._topic_rows = []


def _numbers(state, vectors, given):
    """Let the parts learn and say what may be topics: names first, then clusters."""
    if state.clusterer is None:
        return _class_numbers(state, given), None, None
    named = np.full(len(vectors), OUTLIER)
    if state._n_names:
        named = nearest_names(
            vectors, state._name_vectors, state.zeroshot_min_similarity
        )
    reduced = vectors
    if state.reducer_ is not None:
        state.reducer_ = copy.deepcopy(state.reducer_).partial_fit(vectors)
        reduced = finite_vectors(state.reducer_.transform(vectors))
        if hasattr(state, "_reduced"):  # the clusterer has learned from this type
            reduced = reduced.astype(state._reduced.dtype, copy=False)
    rest = named < 0
    clusters = np.full(len(vectors), OUTLIER)
    if rest.any():
        state.clusterer_ = copy.deepcopy(state.clusterer_).partial_fit(reduced[rest])
        clusters[rest] = state.clusterer_.predict(reduced[rest])
    found = np.where(clusters >= 0, clusters + state._n_names, OUTLIER)
    return np.where(named >= 0, named, found), clusters, reduced


def _class_numbers(state, given):
    """Numbers of users' labels: those of topics that exist, then new ones."""
    numbers, classes = given
    known = getattr(state, "classes_", np.empty(0, dtype=classes.dtype)).tolist()
    place = {label: i for i, label in enumerate(known)}
    new = [label for label in classes.tolist() if label not in place]
    place.update((label, len(known) + i) for i, label in enumerate(new))
    table = np.array([place[label] for label in classes.tolist()], dtype=np.int64)
    values = known + new
    state._class_values = np.array(values, dtype=None if _numeric(values) else object)
    return np.where(numbers < 0, OUTLIER, table[numbers] if len(table) else OUTLIER)


def _numeric(values):
    return all(isinstance(value, (int, float)) for value in values)


def _number_on(state, numbers):
    """Return topics; what is new becomes one, after those there are, by size."""
    n_topics, n_names = len(state.topic_sizes_), state._n_names
    names = np.flatnonzero(state._name_topics >= 0)
    if state.clusterer is None:
        found = topics = np.arange(n_topics)
    else:
        found = np.concatenate([names, state._cluster_numbers + n_names])
        topics = np.concatenate([state._name_topics[names], state._cluster_topics])
    is_new = ~np.isin(numbers, found) & (numbers >= 0)
    _, new = number_by_size(np.where(is_new, numbers, OUTLIER))
    found = np.concatenate([found, new])
    topics = np.concatenate([topics, n_topics + np.arange(len(new))])
    if state.clusterer is None:
        state.classes_ = state._class_values[found]
        state.topic_names_ = state.topic_names_ + [
            str(label) for label in state.classes_[n_topics:].tolist()
        ]
    else:
        given = list(state.zeroshot_topics or ())
        state.topic_names_ = state.topic_names_ + [
            given[i] if i < n_names else None for i in new
        ]
        by_clusterer = found >= n_names
        state._cluster_numbers = found[by_clusterer] - n_names
        state._cluster_topics = topics[by_clusterer]
        state._name_topics = state._name_topics.copy()
        state._name_topics[found[~by_clusterer]] = topics[~by_clusterer]
    places = relabel(numbers, found)
    return np.where(places < 0, OUTLIER, topics[places] if len(topics) else OUTLIER)


def _add_documents(state, vectors, labels):
    """Add numbers of documents, and move the means."""
    n_topics = len(state.topic_names_)
    before = np.zeros(n_topics, dtype=np.int64)
    before[: len(state.topic_sizes_)] = state.topic_sizes_
    added = np.bincount(labels[labels >= 0], minlength=n_topics)
    old = np.zeros((n_topics, vectors.shape[1]), dtype=vectors.dtype)
    old[: len(state.topic_embeddings_)] = state.topic_embeddings_
    new = topic_means(vectors, labels, n_topics)
    state.topic_embeddings_ = merged_means(
        np.vstack([old, new]),
        np.concatenate([before, added]),
        np.tile(np.arange(n_topics), 2),
        n_topics,
    )
    state.topic_sizes_ = before + added
    state.n_outliers_ += int((labels < 0).sum())


def _add_words(state, documents, labels):
    """Add counts of words, over a vocabulary that grows."""
    n_topics = len(state.topic_sizes_)
    if state.vectorizer_ is None and not any(map(str.strip, documents)):
        state.topic_word_counts_ = sp.csr_array((n_topics, 0))
        return
    vectorizer = state.vectorizer_
    if vectorizer is None:
        vectorizer = make_vectorizer(state)
    vectorizer = copy.deepcopy(vectorizer)
    if hasattr(vectorizer, "partial_fit_transform"):
        X = vectorizer.partial_fit_transform(documents)
    else:
        X = vectorizer.partial_fit(documents).transform(documents)
    # Outliers are the first row, so that rows of new topics are the last.
    cells = (np.ones(len(labels), dtype=np.int64), (labels + 1, np.arange(len(labels))))
    new = sp.csr_array(cells, shape=(n_topics + 1, len(labels))) @ sp.csr_array(
        X, dtype=np.float64
    )
    old = sp.csr_array(
        sp.vstack([state.outlier_word_counts_, state.topic_word_counts_])
    )
    if hasattr(vectorizer, "add_counts"):
        counts = vectorizer.add_counts(old, state.terms_, new)
    else:
        old.resize(new.shape)
        counts = sp.csr_array(old + new)
    state.vectorizer_ = vectorizer
    state.terms_ = vectorizer_terms(vectorizer, counts.shape[1])
    state.outlier_word_counts_, state.topic_word_counts_ = counts[:1], counts[1:]


def _calibrate_on(state, vectors, reduced, clusters, n_before):
    """Update what probabilities depend on: constants are means over all batches."""
    found = calibrated_centroids(state, vectors)
    if state.placement_ == "clusterer":
        found |= cluster_shapes(state, reduced, clusters)
        means = getattr(state, "_cluster_means", found["_cluster_means"][:0])
        if not hasattr(state.clusterer_, "cluster_centers_"):
            # Clusters that are not in the batch stay where they were.
            absent = ~np.isin(state._cluster_numbers[: len(means)], clusters)
            found["_cluster_means"][: len(means)][absent] = means[absent]
        found["_reduced"] = reduced
    share = len(vectors) / (n_before + len(vectors))
    for name in ("_centroid_sharpness", "_outlier_level", "_cluster_variance"):
        old, new = getattr(state, name, -np.inf), found.get(name, -np.inf)
        if np.isfinite(old):  # -inf is the level where there are no outliers
            found[name] = old + share * (new - old) if np.isfinite(new) else old
    vars(state).update(found)


def _best_of_both(state, documents, vectors, n_before):
    """Representative documents, of earlier batches and of this one."""
    found = find_representatives(state, documents, vectors)
    earlier = table_from_rows(state._topic_rows)
    best = []
    for topic, new in enumerate(found):
        both = list(earlier[topic].documents) if topic < len(earlier) else []
        both += [type(d)(d.index + n_before, d.share, d.excerpt) for d in new]
        both.sort(key=lambda document: -document.share)  # stable: earlier ones first
        best.append(both[: state.n_representative])
    return best


def _stacked(labels, earlier, new):
    """Probabilities of all batches; topics that came later were 0 before."""
    if new.ndim == 1:
        return np.concatenate([own_shares(earlier, labels), new])
    padded = np.zeros((len(earlier), new.shape[1]))
    if earlier.ndim == 2:
        padded[:, : earlier.shape[1]] = earlier
    else:  # those of other topics were not asked for then
        known = np.flatnonzero(labels >= 0)
        padded[known, labels[known]] = earlier[known]
    return np.concatenate([padded, new])
