"""How Top2Vec is fitted: clusters become areas, areas get words and documents."""

import copy
import warnings
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from ..._arrays import unit_rows
from ..._sklearn import under_default_configuration
from ..._validation import levels_to_caller
from ...analysis.topic_linkage import cut_links
from .._labels import OUTLIER, relabel
from .._placement.fit_placement import calibrated_centroids
from .._revisions.renumbering import groups_by_size
from .._steps.nothing_known import are_known, is_blank
from .._steps.recipes import asks_for, make_clusterer
from .._topics.grouping import warn_of_fewer_topics
from .._training.fit import fit_corpus, warn_of_no_topics
from .absorbing import absorbing_links
from .area_topics import AreaTopics
from .duplicate_topics import duplicate_groups
from .joint_space import JointSpace
from .nearest_area import given_to_nearest, gives_nearest, numbered_by_size
from .words_of_documents import (
    means_of_holders,
    vectors_for_terms,
    ways_of_words,
)


@under_default_configuration
def fit_space(model, corpus, kept, known=None):
    """Find dense areas of documents, and the words near to them.

    Parameters
    ----------
    model : Top2Vec
        Its parameters are read; it is not changed.
    corpus : Corpus
    kept : KeptVectors
        Those of an earlier fit that has failed.
    known : FittedState, default=None
        Of an earlier fit on the same vectors, whose encoder and words are used.

    Returns
    -------
    state : FittedState
        Without probabilities and documents that stand for topics.
    """
    settings = copy.copy(model)
    if not asks_for(make_clusterer(model), model.n_topics):
        settings.n_topics = None  # first, areas become one that are the same topic
    with _naming_doc2vec(model, corpus):
        state, vectors, read = fit_corpus(settings, corpus, None, kept)
    topics = AreaTopics.of_clusters(state.topics)
    topics = topics.with_areas(topics.areas, unit_rows(vectors))
    counts = sp.csr_array((len(corpus), 0), dtype=np.int64)
    if read is not None:
        counts = read.by_document()
    if known is not None:
        state = replace(state, encoder=known.encoder)
    state = replace(state, topics=topics)
    state = with_space(model, state, vectors, counts, known)
    if not topics.n_topics and gives_nearest(model, state):
        return settled(model, _with_one_area(model, state))
    warn_of_no_topics(state)
    return settled(model, with_fewer_areas(model, state))


@contextmanager
def _naming_doc2vec(model, corpus):
    """Say that it is the encoder that finds no words, where users have given none."""
    try:
        yield
    except ValueError as error:
        by_name = isinstance(model.encoder, str) and model.encoder == "doc2vec"
        if not by_name or not str(error).startswith("empty vocabulary"):
            raise
        some = next(text for text in corpus.documents if not is_blank(text))
        raise ValueError(
            'encoder="doc2vec" finds no words in the documents, which begin with '
            f"{some!r:.80}: words are of two letters or more. Give another encoder, "
            "such as make_pipeline(SequenceVectorizer(token_pattern=r'\\S+'), "
            "Doc2Vec(dm=0, dbow_words=True)), which takes all that stands between "
            "spaces for words."
        ) from error


def with_space(model, state, vectors, counts, known=None):
    """Return the state with the space of its documents and words.

    Parameters
    ----------
    model : Top2Vec
    state : FittedState
        Its words are counted.
    vectors : ndarray of shape (n_documents, n_dimensions)
    counts : csr_array of shape (n_documents, n_terms)
    known : FittedState, default=None
        Of an earlier fit on the same vectors.
    """
    by_encoder, by_documents = ways_of_words(model, state.encoder)
    encoded = held = None
    if by_encoder:
        terms = state.topics.words.terms
        encoded = vectors_for_terms(state, terms, vectors.shape[1], known)
        encoded = encoded.astype(vectors.dtype, copy=False)
    if by_documents:
        held = means_of_holders(vectors, counts)
    space = JointSpace(vectors, counts, len(vectors), encoded, held)
    return replace(state, space=space)


def _with_one_area(model, state):
    """Make one area of all documents, where the clusterer has found none."""
    warnings.warn(
        "The clusterer has found no dense area, and all documents are one topic. A "
        f"smaller min_topic_size than {model.min_topic_size} may find more.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )
    documents = state.space.documents
    areas = np.where(are_known(documents), 0, OUTLIER)
    topics = state.topics.merged(np.arange(0), 1)
    topics = topics.with_areas(areas, unit_rows(documents))
    return replace(state, topics=topics)


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
    if n_found < wanted and not asks_for(make_clusterer(model), wanted):
        # What a clusterer was asked for, it has been warned of.
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
    known = np.flatnonzero(are_known(state.space.documents))
    state = given_to_nearest(model, state, known)
    # Layers are of clusters, and documents have left these.
    return numbered_by_size(replace(state, layers=None))[0]


def calibrated_on_areas(state):
    """Return the placement with constants of the nearest topic, of documents in areas.

    Other documents have the nearest topic because it is nearest: they do not tell how
    sure that is. The constants stay if no document is in an area any more.
    """
    topics = state.topics
    rows = np.flatnonzero(topics.areas >= 0)
    if not len(rows) and topics.n_topics:
        return state.placement
    of_areas = replace(topics, labels=topics.areas[rows], sizes=topics.n_known)
    units = unit_rows(state.space.documents[rows])
    return replace(state.placement, **calibrated_centroids(of_areas, units))
