"""Models of different documents as one: what they have counted is added up."""

import copy

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.utils.validation import check_is_fitted

from ._fitting import weigh
from ._numbering import renumbered
from ._steps.recipes import make_weighting
from ._topic_drift import MIN_SIMILARITY, nearest_topics
from ._topics.describe import own_shares, tabulate
from ._topics.remapping import merged_means
from ._topics.state import replace_fitted, state_of
from ._topics.topic_rows import table_from_rows


def merge_models(models, *, min_similarity=MIN_SIMILARITY):
    """Make one model of several that were fitted on different documents.

    Shards of a corpus, the months of a year, the offices of a firm. Numbers of
    documents, mean embeddings and counts of words are added up, so that nothing is
    lost: where topics are given (`y`), the merged model has the c-TF-IDF of a single
    fit on all documents.

    Parameters
    ----------
    models : list of fitted BERTopic
        On embeddings of the same encoder. They stay as they are.
    min_similarity : float, default=0.7
        A topic of a later model is added to the topic of the models before it whose
        mean embedding has the largest cosine with its own, if that is at least this;
        else it is a new topic. Topics of the same name are one in any case.

    Returns
    -------
    model : BERTopic
        With the parameters and the topic numbers of the first model; new topics come
        after its own. It places documents by centroids, and knows those of all models.

    Raises
    ------
    ValueError
        If there are no models, or embeddings have different lengths.

    Examples
    --------
    >>> from sktopics import BERTopic
    >>> from sktopics.clustering import merge_models
    >>> parts = {"reducer": None, "clusterer": None}
    >>> first = BERTopic(**parts).fit(
    ...     ["ship sea", "tax debt"], ["sea", "tax"], embeddings=[[1, 0], [0, 1]]
    ... )
    >>> second = BERTopic(**parts).fit(
    ...     ["harbour sea", "goal"], ["sea", "sport"], embeddings=[[1, 0], [1, 1]]
    ... )
    >>> model = merge_models([first, second])
    >>> model.topic_names_, model.topic_sizes_
    (['sea', 'tax', 'sport'], array([2, 1, 1]))
    """
    models = list(models)
    if not models:
        raise ValueError("merge_models needs at least one model, and got none.")
    for model in models:
        check_is_fitted(model)
    state = state_of(models[0])
    for model in models[1:]:
        _add_model(state, state_of(model), min_similarity)
    _place_by_centroids(state, models)
    weigh(state, make_weighting(state), state.seed_topics)
    tabulate(state, state.representatives)
    del state.representatives
    merged = clone(models[0])
    replace_fitted(merged, state)
    return merged


def _add_model(state, other, min_similarity):
    """Add what another model has counted."""
    topics = nearest_topics(other, state, min_similarity)
    n_before, n_topics = len(state.topic_sizes_), topics.max(initial=-1) + 1
    n_topics = max(n_topics, n_before)
    into = np.concatenate([np.arange(n_before), topics])
    first_row = len(state.labels_)
    labels = renumbered(other.labels_, topics)
    state.labels_ = np.concatenate([state.labels_, labels])
    state.topic_embeddings_ = merged_means(
        np.vstack([state.topic_embeddings_, other.topic_embeddings_]),
        np.concatenate([state.topic_sizes_, other.topic_sizes_]),
        into,
        n_topics,
    )
    _add_word_counts(state, other, into, n_topics)
    sizes = np.concatenate([state.topic_sizes_, other.topic_sizes_])
    state.topic_sizes_ = np.bincount(into, sizes, n_topics).astype(np.int64)
    state.n_outliers_ += other.n_outliers_
    state.representatives = _all_representatives(
        state, other, into, first_row, n_topics
    )
    names = [*state.topic_names_, *other.topic_names_]
    state.topic_names_ = _first_of_each(names, into, n_topics)
    _add_classes(state, other, into, n_topics)
    for name in ("_text_keys", "_vector_keys"):
        keys = [getattr(part, name) for part in (state, other)]
        # A model that has learned on does not know its documents any more.
        known = len(keys[0]) == first_row and len(keys[1]) == len(other.labels_)
        setattr(state, name, np.concatenate(keys) if known else keys[0][:0])
    own = [
        own_shares(state.probabilities_, state.labels_[:first_row]),
        own_shares(other.probabilities_, other.labels_),
    ]
    state.probabilities_ = np.concatenate(own)


def _add_classes(state, other, into, n_topics):
    """Keep the labels of users, None for topics that have none."""
    if not (hasattr(state, "classes_") or hasattr(other, "classes_")):
        return
    n_other = len(other.topic_sizes_)
    classes = []
    for part, n in ((state, len(into) - n_other), (other, n_other)):
        classes += part.classes_.tolist() if hasattr(part, "classes_") else [None] * n
    classes = _first_of_each(classes, into, n_topics)
    numbers = all(isinstance(label, (int, float)) for label in classes)
    state.classes_ = np.array(classes, dtype=None if numbers else object)


def _first_of_each(values, into, n_topics):
    """The first value of those that go into each topic, of those that are not None."""
    first = [None] * n_topics
    for value, topic in zip(values, into, strict=True):
        if first[topic] is None:
            first[topic] = value
    return first


def _add_word_counts(state, other, into, n_topics):
    """Add counts over the terms of both, those of the first model first."""
    column = {term: i for i, term in enumerate(state.terms_)}
    new = [term for term in other.terms_.tolist() if term not in column]
    n_known = len(column)
    column.update((term, n_known + i) for i, term in enumerate(new))
    terms = np.array([*state.terms_.tolist(), *new], dtype=object)
    columns = np.array([column[term] for term in other.terms_], dtype=np.int64)
    parts = []
    for counts, at in (
        (state.topic_word_counts_, np.arange(len(state.terms_))),
        (other.topic_word_counts_, columns),
        (state.outlier_word_counts_, np.arange(len(state.terms_))),
        (other.outlier_word_counts_, columns),
    ):
        cells = counts.tocoo()
        place = cells.row, at[cells.col]
        parts.append(sp.csr_array((cells.data, place), (counts.shape[0], len(terms))))
    both = sp.csr_array(sp.vstack(parts[:2]))
    cells = (np.ones(len(into), dtype=both.dtype), (into, np.arange(len(into))))
    state.topic_word_counts_ = sp.csr_array(
        sp.csr_array(cells, (n_topics, len(into))) @ both
    )
    state.outlier_word_counts_ = sp.csr_array(parts[2] + parts[3])
    state.terms_ = terms
    state.vectorizer_ = _merged_vectorizer(state, other, column, columns)


def _merged_vectorizer(state, other, vocabulary, columns):
    """A vectorizer that knows the terms of both models, and how often they came."""
    vectorizer = other.vectorizer_ if state.vectorizer_ is None else state.vectorizer_
    if vectorizer is None or not hasattr(vectorizer, "vocabulary_"):
        return vectorizer
    vectorizer = copy.deepcopy(vectorizer)
    vectorizer.vocabulary_ = vocabulary
    if hasattr(vectorizer, "term_counts_"):
        counts = np.zeros(len(vocabulary))
        mine = getattr(state.vectorizer_, "term_counts_", np.empty(0))
        theirs = getattr(other.vectorizer_, "term_counts_", 0)
        counts[: len(mine)] = mine
        counts[columns] += theirs
        vectorizer.term_counts_ = counts
    return vectorizer


def _all_representatives(state, other, into, first_row, n_topics):
    """Representative documents of both, those with the largest shares."""
    found = [[] for _ in range(n_topics)]
    mine = getattr(state, "representatives", None)
    if mine is None:
        mine = [topic.documents for topic in table_from_rows(state._topic_rows)]
    theirs = [
        [type(d)(d.index + first_row, d.share, d.excerpt) for d in topic.documents]
        for topic in table_from_rows(other._topic_rows)
    ]
    for documents, topic in zip([*mine, *theirs], into, strict=True):
        found[topic] += documents
    n = state.n_representative
    return [sorted(documents, key=lambda d: -d.share)[:n] for documents in found]


def _place_by_centroids(state, models):
    """Let the merged model place documents by its means alone."""
    states = [state_of(model) for model in models]
    sizes = [len(part.labels_) for part in states]
    state._centroid_sharpness = float(
        np.average([part._centroid_sharpness for part in states], weights=sizes)
    )
    levels = np.array([part._outlier_level for part in states])
    known = np.isfinite(levels)
    state._outlier_level = -np.inf
    if known.any():
        weights = np.array(sizes)[known]
        state._outlier_level = float(np.average(levels[known], weights=weights))
    state.placement_ = "centroid"
    state.reducer_ = state.clusterer_ = None
    state._cluster_numbers = state._cluster_topics = np.empty(0, dtype=np.int64)
    state._drift = None
    if hasattr(state, "_name_vectors"):
        topics = {name: topic for topic, name in enumerate(state.topic_names_)}
        names = list(state.zeroshot_topics)
        state._name_topics = np.array([topics.get(name, -1) for name in names])
    for name in ("_reduced", "_vectors"):
        vars(state).pop(name, None)
    if not hasattr(state, "representatives"):  # of a single model
        table = table_from_rows(state._topic_rows)
        state.representatives = [topic.documents for topic in table]
