"""What representations look at of a fitted model and its corpus."""

import warnings

import numpy as np
import scipy.sparse as sp

from .._reading import (
    document_shares,
    final_model,
    full_texts,
    kept_texts,
    materialized,
    one_hot_labels,
    read_encoder,
    read_topic_embeddings,
    read_topics,
    takes_beside,
    topic_shares,
    training_labels,
    traits_of,
)
from .._validation import check_documents, check_embeddings, levels_to_caller
from ._kept_documents import KeptDocuments
from ._model_rows import likeliest_clusters, rows_of_model
from ._representation_context import RepresentationContext
from ._topic_table import TopicTable


def context_of_model(
    model,
    X,
    documents,
    embeddings,
    encoder,
    *,
    feature_names,
    n_top_words,
    n_representative,
    **beside,
):
    """Return what representations may look at of a model.

    Parameters
    ----------
    model : estimator
        A fitted model, a Pipeline or a search.
    X, documents, embeddings, encoder, feature_names, n_top_words, n_representative, \
            **beside
        As `refine_topics` takes them.

    Returns
    -------
    context : RepresentationContext
    """
    read = read_topics(model, feature_names)
    if not read.named:
        warnings.warn(
            "The terms of the model have no names, so that representations see the "
            "numbers of columns in place of words: give feature_names, or a Pipeline "
            "with the vectorizer.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    _check_beside(model, beside)
    if embeddings is not None and takes_beside(model, "embeddings"):
        beside["embeddings"] = embeddings
    X = None if X is None else materialized(X)
    shares, told, is_training = None, None, X is None
    if X is not None or beside:
        shares, told, is_training = _shares(model, X, read.weights, beside)
    rows, outliers = rows_of_model(
        model,
        n_top_words,
        feature_names,
        None if is_training else X,
        relevance=1.0,
        sort_by="model",
        labels=None,
        n_representative=n_representative,
        n_authors=3,
        columns=None,
        told=told,
    )
    n_documents = None if shares is None else shares.shape[0]
    embeddings = _checked_embeddings(embeddings, n_documents)
    return RepresentationContext(
        table=TopicTable(rows, outliers),
        components=read.weights,
        terms=read.names,
        documents=_documents(model, X, documents, n_documents),
        shares=shares,
        embeddings=embeddings,
        topic_embeddings=_topic_vectors(
            model if encoder is None else None, shares, embeddings
        ),
        encoder=read_encoder(model) if encoder is None else encoder,
    )


def _check_beside(model, beside):
    for name in beside:
        if not takes_beside(model, name):
            raise TypeError(
                f"refine_topics gives transform of {type(final_model(model)).__name__} "
                f"what is beside X, and that takes no {name}."
            )


def _shares(model, X, weights, beside):
    """Return shares of topics in documents, and what a table is made of.

    Returns
    -------
    shares : csr_array of shape (n_documents, n_topics)
    told : tuple of (shares, lengths), or None
        As `topic_shares` gives them; None for training documents of clusters.
    is_training : bool
        Whether the model knows its typical documents among these.
    """
    if traits_of(final_model(model)).shares != "clusters":
        found = document_shares(model, X, **beside)
        return found.shares, (found.shares.toarray(), found.lengths), False
    labels = training_labels(model, X, **beside)
    if labels is not None:
        return one_hot_labels(labels, len(weights)), None, True
    told = topic_shares(model, X, weights, **beside)
    labels, _ = likeliest_clusters(told[0])
    labels = np.where(labels < len(weights), labels, -1)
    return one_hot_labels(labels, len(weights)), told, False


def _checked_embeddings(embeddings, n_documents):
    if embeddings is None:
        return None
    if n_documents is None:
        raise ValueError(
            "embeddings are vectors of documents, and a model says of these what their "
            "topics are: give the documents as X, too."
        )
    return check_embeddings(embeddings, n_documents)


def _topic_vectors(model, shares, embeddings):
    """Return the vectors of topics: the model's own, or means of given embeddings.

    `model` is None where vectors are of another encoder than that of the model.
    """
    own = None if model is None else read_topic_embeddings(model)
    if own is not None or embeddings is None:
        return own
    return _weighted_means(shares, embeddings)


def _weighted_means(shares, embeddings):
    """Return the means of vectors by topic, zeros for a topic without documents."""
    totals = np.asarray(shares.sum(axis=0)).reshape(-1, 1)
    sums = sp.csr_array(shares.T) @ np.asarray(embeddings, dtype=np.float64)
    return np.divide(sums, totals, out=np.zeros_like(sums), where=totals > 0)


def _documents(model, X, documents, n_documents):
    """Return the texts of documents that are at hand, or None."""
    if documents is not None:
        documents = list(map(str, check_documents(documents, whom="refine_topics")))
        if n_documents is None:
            raise ValueError(
                "documents are the texts of X, and a model says of X what the topics "
                "of documents are: give X, as model.transform takes it."
            )
        if len(documents) != n_documents:
            raise ValueError(
                f"documents must be the texts of X: got {len(documents)} for "
                f"{n_documents} rows of X."
            )
        return documents
    if X is not None:
        return full_texts(model, X)
    texts, n_training = kept_texts(model)
    if texts is None or n_documents not in (None, n_training):
        return None
    return KeptDocuments(texts, n_training)
