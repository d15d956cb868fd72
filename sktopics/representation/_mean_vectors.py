"""What topics are about, as the mean vector of documents that stand for them."""

import numpy as np
import scipy.sparse as sp

from .._arrays import unit_rows
from ._text_vectors import pick_encoder, vectors_of_texts


def mean_vectors(table, context, n_documents, encoder, whom) -> list:
    """Return the mean vector of the documents that stand for each topic.

    Parameters
    ----------
    table : TopicTable
    context : RepresentationContext
    n_documents : int
        Most documents of a topic.
    encoder : object or None
        Of the representation. Without one the embeddings of the context are taken, and
        its encoder reads texts where there are none.
    whom : str
        The representation, for messages.

    Returns
    -------
    means : list of (ndarray of shape (n_dimensions,), or None)
        None for a topic without documents of which anything is known.
    """
    if encoder is None and context.embeddings is not None:
        rows = [typical_rows(topic, context, n_documents) for topic in table]
        vectors = [np.asarray(context.embeddings[of], np.float64) for of in rows]
    else:
        texts = [_typical_texts(topic, context, n_documents) for topic in table]
        vectors = _encoded(texts, encoder, context, whom)
    means = [of.mean(axis=0) if len(of) else None for of in vectors]
    if encoder is None and context.topic_embeddings is not None:
        for i, topic in enumerate(table):
            if means[i] is None and topic.index < len(context.topic_embeddings):
                means[i] = np.asarray(context.topic_embeddings[topic.index], float)
    return [mean if mean is not None and mean.any() else None for mean in means]


def _encoded(texts, encoder, context, whom):
    """Return the vectors of the texts of each topic, all encoded in one call."""
    flat = [text for of in texts for text in of]
    if not flat:
        return [()] * len(texts)
    encoder = pick_encoder(encoder, context.encoder, whom=whom)
    vectors = vectors_of_texts(encoder, flat, whom)
    return np.split(vectors, np.cumsum([len(of) for of in texts])[:-1])


def _typical_texts(topic, context, n):
    """Return the texts of documents that stand for a topic, without blank ones."""
    if context.has_all_documents:
        texts = [context.documents[row] for row in typical_rows(topic, context, n)]
    else:
        texts = [context.text(document) for document in topic.documents[:n]]
    return [text for text in texts if text is not None and text.strip()]


def typical_rows(topic, context, n):
    """Return the rows of documents that stand for a topic, of different texts.

    Parameters
    ----------
    topic : Topic
    context : RepresentationContext
    n : int
        Most rows.

    Returns
    -------
    rows : list of int
        Those of the representative documents of the topic. Where they are fewer, the
        documents with the highest shares of it follow; among equal shares, as in a
        cluster, those nearest to the vector of the topic. Where neither shares nor
        vectors say which documents are typical, none follow.
    """
    rows = [document.index for document in topic.documents][:n]
    if len(rows) == n or context.shares is None or topic.index < 0:
        return rows
    seen = {_content(context, row) for row in rows}
    for row in _ranked_rows(topic.index, context):
        if len(rows) == n:
            break
        content = _content(context, row)
        if content not in seen:
            seen.add(content)
            rows.append(row)
    return rows


def _content(context, row):
    """Return what tells documents apart: texts, where all are at hand."""
    return context.documents[row] if context.has_all_documents else row


def _ranked_rows(topic, context):
    """Return documents of a topic, the most typical ones first; [] if nobody knows."""
    shares = sp.csc_array(context.shares)[:, [topic]].toarray()[:, 0]
    members = np.flatnonzero(shares > 0)
    cosines = np.zeros(len(members))
    if context.embeddings is not None and context.topic_embeddings is not None:
        vectors = unit_rows(np.asarray(context.embeddings[members], np.float64))
        cosines = vectors @ np.asarray(context.topic_embeddings[topic], np.float64)
    elif len(np.unique(shares[members])) < 2:
        return []
    order = np.lexsort((-cosines, -shares[members]))
    return members[order].tolist()
