"""Where training in batches starts: parts that have learned nothing, no topics."""

from dataclasses import replace

import numpy as np

from .._labels import OUTLIER
from .._placement.placement import Placement, way_of
from .._steps.guidance import make_guidance
from .._steps.nothing_known import rows_taken, rows_with_content
from .._steps.parts import generator, seeded
from .._steps.recipes import make_reducer
from .._topics.cluster_topics import ClusterTopics
from .._topics.word_counts import no_words
from .fit import embed
from .fitted_state import FittedState

NO_KEYS = np.empty(0, dtype=np.uint64)


def start_stream(model, corpus, kept):
    """Return what a model knows that has read nothing but what it is asked for.

    Parameters
    ----------
    model : BERTopic
    corpus : Corpus
        The first batch, which the encoder learns from.
    kept : KeptVectors

    Returns
    -------
    state : FittedState
        Without topics.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Embeddings of the batch; zeros for documents of which nothing is known.

    Raises
    ------
    ValueError
        If nothing is known of any of them.
    """
    encoder, vectors = embed(model, corpus, generator(model.random_state), kept)
    known = rows_taken(vectors, rows_with_content(vectors))
    random_state = generator(model.random_state)
    reducer = clusterer = None
    if model.clusterer is not None:
        named = isinstance(model.reducer, str)
        reducer = make_reducer(model, *known.shape) if named else model.reducer
        reducer = None if reducer is None else seeded(reducer, random_state)
        clusterer = seeded(model.clusterer, random_state)
    guidance = make_guidance(model, encoder, known)
    nothing = np.empty(0, dtype=np.int64)
    topics = ClusterTopics.found(nothing, vectors[:0], (), classes=())
    topics = replace(topics, words=no_words(nothing, 0), probabilities=np.empty(0))
    if model.clusterer is not None:
        topics = replace(topics, classes=None)
    placement = Placement(
        way_of(clusterer),
        cluster_numbers=nothing,
        cluster_topics=nothing,
        name_topics=np.full(guidance.n_names, OUTLIER),
        text_keys=NO_KEYS,
        vector_keys=NO_KEYS,
    )
    state = FittedState(encoder, reducer, clusterer, guidance, topics, placement)
    return state, vectors
