"""What topics are about, as the mean vector of documents that stand for them."""

import numpy as np
import scipy.sparse as sp

from .._arrays import unit_rows
from ._text_vectors import pick_encoder, vectors_of_texts

# Documents that are looked at beside those that are needed.
_SPARE = 20


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
        rows = typical_rows(table, context, n_documents)
        vectors = [np.asarray(context.embeddings[of], np.float64) for of in rows]
    else:
        texts = _typical_texts(table, context, n_documents)
        vectors = _encoded(texts, encoder, context, whom)
    means = [of.mean(axis=0) if len(of) else None for of in vectors]
    if encoder is None and context.topic_embeddings is not None:
        for i, topic in enumerate(table):
            known = 0 <= topic.index < len(context.topic_embeddings)
            if means[i] is None and known:
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


def _typical_texts(table, context, n):
    """Return the texts of documents that stand for each topic, without blank ones."""
    if context.has_all_documents:
        rows = typical_rows(table, context, n)
        texts = [[context.documents[row] for row in of] for of in rows]
    else:
        texts = [[context.text(d) for d in topic.documents[:n]] for topic in table]
    return [[text for text in of if text is not None and text.strip()] for of in texts]


def typical_rows(table, context, n) -> list:
    """Return the rows of documents that stand for each topic, of different texts.

    Parameters
    ----------
    table : TopicTable
    context : RepresentationContext
    n : int
        Most rows of a topic.

    Returns
    -------
    rows : list of lists of int
        Those of the representative documents of the topic. Where they are fewer, the
        documents with the highest shares of it follow; among equal shares, as in a
        cluster, those nearest to the vector of the topic. Where neither shares nor
        vectors say which documents are typical, none follow.
    """
    found = [[document.index for document in topic.documents][:n] for topic in table]
    if context.shares is None or all(len(rows) == n for rows in found):
        return found
    shares = sp.csc_array(context.shares)
    for topic, rows in zip(table, found, strict=True):
        if len(rows) < n and 0 <= topic.index < shares.shape[1]:
            column = shares[:, [topic.index]].toarray()[:, 0]
            _complete(rows, _ranked_rows(column, topic.index, n, context), n, context)
    return found


def _complete(rows, ranked, n, context):
    """Add the first of some rows to those of a topic, if they have other texts."""
    seen = {_content(context, row) for row in rows}
    for row in ranked:
        if len(rows) == n:
            return
        if _content(context, row) not in seen:
            seen.add(_content(context, row))
            rows.append(row)


def _content(context, row):
    """Return what tells documents apart: texts, where all are at hand."""
    return context.documents[row] if context.has_all_documents else row


def _ranked_rows(shares, topic, n, context):
    """Return the most typical documents of a topic; none if nobody knows.

    A few more than `n`, of which some may have one text; and all of equal shares.
    """
    members = np.flatnonzero(shares > 0)
    n = 4 * n + _SPARE
    if len(members) > n:
        bar = np.partition(shares[members], len(members) - n)[len(members) - n]
        members = members[shares[members] >= bar]
    cosines = np.zeros(len(members))
    if context.embeddings is not None and context.topic_embeddings is not None:
        vectors = unit_rows(np.asarray(context.embeddings[members], np.float64))
        cosines = vectors @ np.asarray(context.topic_embeddings[topic], np.float64)
    elif len(np.unique(shares[members])) < 2:
        return []
    return members[np.lexsort((-cosines, -shares[members]))].tolist()
