"""How topics are described: weights of terms, the table, what representations say."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ..._reading import shorten
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
from .._steps.recipes import make_weighting
from .table_rows import topic_from_row
from .word_weights import best_terms, weigh_words


class Description(NamedTuple):
    """What a model says of its topics.

    Attributes
    ----------
    weighting : fitted transformer of counts
    components : csr_array of shape (n_topics, n_terms)
        c-TF-IDF of terms.
    topics : list of Topic
        As representations have described them, without the names that users gave.
    """

    weighting: object
    components: sp.csr_array
    topics: list


@under_default_configuration
def describe(settings, state, *, documents=None, embeddings=None, errors="warn"):
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
    plain = plain_topics(topics, components, settings.n_top_words)
    if not check_representation(settings.representation):
        return Description(weighting, components, plain)
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
        context = _context(state, plain, components, documents, embeddings)
        table = TopicTable(plain[topic] for topic in changed)
        table = refine_table(table, settings.representation, context, errors=errors)
        for topic, refined in zip(changed, table, strict=True):
            described[topic] = refined
    return Description(weighting, components, described)


def plain_topics(topics, components, n_top_words):
    """Return topics with their own words, as a list of Topic.

    Parameters
    ----------
    topics : ClusterTopics
    components : csr_array of shape (n_topics, n_terms)
    n_top_words : int
    """
    totals = components.maximum(0).sum(axis=1)  # BM25 weighs common terms below 0
    shares = topics.sizes / max(topics.sizes.sum() + topics.n_outliers, 1)
    terms, found = topics.words.terms, []
    for index, columns in enumerate(best_terms(components, n_top_words)):
        weights = components[[index]].toarray()[0, columns] / (totals[index] or 1)
        found.append(
            Topic(
                index=index,
                label=None,
                size=float(shares[index]),
                terms=terms[columns].tolist(),
                weights=weights.tolist(),
                documents=[
                    RepresentativeDocument(row, share, shorten(text))
                    for row, share, text in topics.representatives[index]
                ],
            )
        )
    return found


def named_table(topics, names):
    """Return the table of topics; names that users gave come before all others."""
    return TopicTable(
        topic if name is None else replace(topic, label=name)
        for topic, name in zip(topics, names, strict=True)
    )


def _carried(known, plain):
    """Return a topic as it was described, with its number and size of now."""
    shares = {document.index: document for document in plain.documents}
    return replace(
        known,
        index=plain.index,
        size=plain.size,
        documents=[shares.get(each.index, each) for each in known.documents],
    )


def _context(state, plain, components, documents, embeddings):
    topics = state.topics
    if documents is None:
        texts = {row: text for of in topics.representatives for row, _, text in of}
        documents = KeptDocuments(texts, len(topics.labels))
    return RepresentationContext(
        table=named_table(plain, topics.names),
        components=components,
        terms=np.asarray(topics.words.terms),
        documents=documents,
        shares=topics.one_hot(),
        embeddings=embeddings,
        topic_embeddings=topics.means,
        encoder=state.encoder,
    )
