"""How Top2Vec is fitted: clusters become areas, areas get words and documents."""

import copy
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from ..._arrays import unit_rows
from ..._sklearn import under_default_configuration
from ...analysis.topic_linkage import cut_links
from .._labels import relabel
from .._placement.fit_placement import calibrated_centroids
from .._revisions.renumbering import groups_by_size
from .._steps.recipes import asks_for, make_clusterer
from .._topics.grouping import warn_of_fewer_topics
from .._training.fit import fit_corpus
from .absorbing import absorbing_links
from .area_topics import AreaTopics
from .duplicate_topics import duplicate_groups
from .joint_space import JointSpace
from .nearest_area import given_to_nearest, gives_nearest, numbered_by_size
from .words_of_documents import vectors_for_terms


@under_default_configuration
def fit_space(model, corpus, kept, n_dimensions=None):
    """Find dense areas of documents, and the words near to them.

    Parameters
    ----------
    model : Top2Vec
        Its parameters are read; it is not changed.
    corpus : Corpus
    kept : KeptVectors
        Those of an earlier fit that has failed.
    n_dimensions : int, default=None
        Of the embeddings of a model to be matched to.

    Returns
    -------
    state : FittedState
        Without probabilities and documents that stand for topics.
    """
    settings = copy.copy(model)
    if not asks_for(make_clusterer(model), model.n_topics):
        settings.n_topics = None  # first, areas become one that are the same topic
    state, vectors, read = fit_corpus(settings, corpus, None, kept, n_dimensions)
    topics = AreaTopics.of_clusters(state.topics)
    topics = topics.with_areas(topics.areas, unit_rows(vectors))
    counts = sp.csr_array((len(corpus), 0), dtype=np.int64)
    if read is not None:
        counts = read.by_document()
    words = vectors_for_terms(model, state, vectors, counts, corpus)
    space = JointSpace(vectors, words, counts, len(corpus))
    state = replace(state, topics=topics, space=space)
    return settled(model, with_fewer_areas(model, state))


def with_fewer_areas(model, state):
    """Merge areas that are one topic, and more until there are `n_topics`.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
        Whose labels are the areas.
    """
    wanted, n_found = model.n_topics, state.topics.n_topics
    if not n_found:
        return state
    means = state.topics.means
    groups = duplicate_groups(means, model.merge_distance, wanted or 1)
    state = _merged(state, groups)
    if wanted is None:
        return state
    if state.topics.n_topics < wanted:
        warn_of_fewer_topics(wanted, n_found)
    if state.topics.n_topics > wanted:
        links = links_of_areas(model, state)
        state = _merged(state, cut_links(links, wanted))
    return state


def _merged(state, groups):
    order = groups_by_size(groups, state.topics.sizes)
    return state.with_topics(relabel(groups, order), len(order))


def links_of_areas(model, state):
    """Return the hierarchy of topics by the rule of Top2Vec; see `absorbing_links`.

    Topics without documents are left out.
    """
    topics, documents = state.topics, None
    present = np.flatnonzero(topics.sizes)
    if gives_nearest(model, state):
        documents = state.space.documents[topics.labels >= 0]
    return absorbing_links(
        topics.means[present], topics.sizes[present], topics.n_known[present], documents
    )


def settled(model, state):
    """Return the state with constants of the nearest topic, and documents given to it.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
        Whose labels are the areas.
    """
    state = replace(state, placement=calibrated_on_areas(state))
    if not gives_nearest(model, state):
        return state
    known = np.flatnonzero(state.space.documents.any(axis=1))
    state = given_to_nearest(model, state, known)
    # Layers are of clusters, and documents have left these.
    return numbered_by_size(replace(state, layers=None))[0]


def calibrated_on_areas(state):
    """Return the placement with constants of the nearest topic, of documents in areas.

    Other documents have the nearest topic because it is nearest: they do not tell how
    sure that is.
    """
    topics = state.topics
    rows = np.flatnonzero(topics.areas >= 0)
    of_areas = replace(topics, labels=topics.areas[rows], sizes=topics.n_known)
    units = unit_rows(state.space.documents[rows])
    return replace(state.placement, **calibrated_centroids(of_areas, units))
