"""How topics are described: weights of terms, the table, what representations say."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._arrays import best_terms
from ..._reading import analyzer_of, shorten
from ..._sklearn import under_default_configuration
from ...topics import (
    KeptDocuments,
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
    check_representation,
    refine_table,
)
from .._joint_space.nearest_words import cosines_with_words, nearest_words
from .._labels import OUTLIER
from .._steps.recipes import make_weighting
from .table_rows import topic_from_row
from .word_weights import weigh_words, weights_of


class Description(NamedTuple):
    """What a model says of its topics.

    Attributes
    ----------
    weighting : fitted transformer of counts
    components : csr_array of shape (n_topics, n_terms) or None
        Weights of terms; None where they follow from vectors, see `JointSpace`.
    topics : list of Topic
        As representations have described them, without the names that users gave.
    outlier_components : csr_array of shape (1, n_terms) or None
        Weights of terms in outliers.
    outliers : Topic
        Their words, by weight: representations describe topics alone.
    """

    weighting: object
    components: sp.csr_array | None
    topics: list
    outlier_components: sp.csr_array | None
    outliers: Topic


@under_default_configuration
def describe(
    settings, state, *, documents=None, embeddings=None, errors="warn", asked=False
):
    """Weigh the words of topics, and let representations describe those that changed.

    Parameters
    ----------
    settings : BERTopic
        Parameters of the model.
    state : FittedState
    documents : list of str, default=None
        All training documents, where they are at hand.
    embeddings : ndarray of shape (n_documents, n_dimensions), default=None
        Their vectors.
    errors : {"warn", "raise"}, default="warn"
        What an error in a representation does.
    asked : bool, default=False
        Whether the user has asked for words and names, and not for a fit or for other
        topics: representations that cost money wait for that.

    Returns
    -------
    description : Description
    """
    topics = state.topics
    weighting, components = weigh_words(
        make_weighting(settings),
        topics.words,
        topics.sizes,
        topics.n_outliers,
        settings.seed_topics,
    )
    weights = weights_of(weighting, topics.words, "outliers")
    if state.space is not None:
        components = weights = None
    plain = plain_topics(state, components, settings.n_top_words)
    outliers = plain_outliers(state, weights, settings.n_top_words)
    if not check_representation(settings.representation):
        return Description(weighting, components, plain, weights, outliers)
    changed = [
        topic
        for topic, known in enumerate(topics.descriptions)
        if known is None and topics.sizes[topic]
    ]
    described = [
        new if known is None else _carried(topic_from_row(known), new)
        for new, known in zip(plain, topics.descriptions, strict=True)
    ]
    if changed:
        table = named_table(plain, topics.names, outliers)
        context = _context(state, table, components, documents, embeddings)
        context = replace(context, in_fit=not asked)
        table = TopicTable((plain[topic] for topic in changed), outliers)
        table = refine_table(table, settings.representation, context, errors=errors)
        for topic, refined in zip(changed, table, strict=True):
            described[topic] = refined
    return Description(weighting, components, described, weights, outliers)


def plain_topics(state, components, n_top_words):
    """Return topics with their own words, as a list of Topic.

    Parameters
    ----------
    state : FittedState
    components : csr_array of shape (n_topics, n_terms) or None
        None takes the words whose vectors are nearest.
    n_top_words : int
    """
    topics = state.topics
    shares = topics.sizes / max(len(topics.labels), 1)
    if components is None:
        words = nearest_words(topics.means, state.space.directions, n_top_words)
    else:
        words = _heaviest_words(components, n_top_words)
    rows = _rows(words, topics, topics.representatives, shares)
    return [Topic(index, None, *row) for index, row in enumerate(rows)]


def plain_outliers(state, weights, n_top_words):
    """Return the outliers as a Topic of index -1, with their own words.

    Parameters
    ----------
    state : FittedState
    weights : csr_array of shape (1, n_terms) or None
        As for `plain_topics`.
    n_top_words : int
    """
    topics = state.topics
    share = topics.n_outliers / max(len(topics.labels), 1)
    if weights is None:
        mean = state.space.mean_of(topics.labels < 0)
        words = nearest_words(mean, state.space.directions, n_top_words)
    else:
        words = _heaviest_words(weights, n_top_words)
    (row,) = _rows(words, topics, [topics.typical_outliers], [share])
    return Topic(OUTLIER, None, *row)


def _heaviest_words(components, n):
    """Yield the columns of the heaviest words of each topic, and their shares."""
    totals = components.maximum(0).sum(axis=1)  # BM25 weighs common terms below 0
    for index, columns in enumerate(best_terms(components, n)):
        cells = slice(components.indptr[index], components.indptr[index + 1])
        places = np.searchsorted(components.indices[cells], columns)
        yield columns, components.data[cells][places] / (totals[index] or 1)


def _rows(words, topics, representatives, shares):
    """Yield the fields of topics from `size` on: words, typical documents, shares."""
    for index, (columns, weights) in enumerate(words):
        documents = [
            RepresentativeDocument(row, share, shorten(text))
            for row, share, text in representatives[index]
        ]
        size, terms = float(shares[index]), topics.words.terms[columns].tolist()
        yield size, terms, weights.tolist(), documents, (), {}, size


def named_table(topics, names, outliers):
    """Return the table of topics; names that users gave come before all others."""
    named = (
        topic if name is None else replace(topic, label=name)
        for topic, name in zip(topics, names, strict=True)
    )
    return TopicTable(named, outliers)


def _carried(known, plain):
    """Return a topic as it was described, with its number and size of now."""
    shares = {document.index: document for document in plain.documents}
    return replace(
        known,
        index=plain.index,
        size=plain.size,
        share_of_documents=plain.share_of_documents,
        documents=[shares.get(each.index, each) for each in known.documents],
    )


def texts_kept(topics):
    """Return the full texts of typical documents, by row, of `ClusterTopics`."""
    kept = [*topics.representatives, topics.typical_outliers]
    return {row: text for of in kept for row, _, text in of}


def _context(state, table, components, documents, embeddings):
    topics = state.topics
    if components is None:
        cosines = cosines_with_words(topics.means, state.space.directions)
        components = sp.csr_array(cosines)
    if documents is None:
        documents = KeptDocuments(texts_kept(topics), len(topics.labels))
    return RepresentationContext(
        table=table,
        components=components,
        terms=np.asarray(topics.words.terms),
        documents=documents,
        shares=topics.one_hot(),
        embeddings=embeddings,
        topic_embeddings=topics.means,
        encoder=state.encoder,
        analyzer=_analyzer(topics.words.vectorizer),
    )


def _analyzer(vectorizer):
    return None if vectorizer is None else analyzer_of(vectorizer)
