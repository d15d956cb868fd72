"""The rows of the table of a fitted model."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .._arrays import normalized_rows
from .._reading import (
    check_columns,
    corpus_sizes,
    excerpts,
    final_model,
    has_authors,
    materialized,
    read_outliers,
    read_topic_names,
    read_topics,
    representative_rows,
    topic_masses,
    topic_shares,
    traits_of,
)
from ._given_names import given_names
from ._representatives import RepresentativeDocument
from ._top_terms import rank_terms
from ._topic import Topic
from ._topic_authors import topic_authors


class Found(NamedTuple):
    """What a corpus tells of topics, or what a model has kept of its own.

    Attributes
    ----------
    sizes : ndarray of shape (n_topics,) or None
    documents : list of tuples of RepresentativeDocument
    shares : list of (float or None)
        Shares of documents, by topic.
    outliers : dict or None
        The fields of the same names of the outliers; None where the own table of the
        model says them.
    """

    sizes: np.ndarray | None
    documents: list
    shares: list
    outliers: dict | None = None


def rows_of_model(
    model,
    n_top_words,
    feature_names,
    X,
    *,
    relevance,
    sort_by,
    labels,
    n_representative,
    n_authors,
    columns,
    told=None,
):
    """Return what `topic_table` makes a table of.

    Parameters are those of `topic_table`, and `told`: the shares and the lengths of the
    documents `X` as from `topic_shares`, if somebody has them.

    Returns
    -------
    topics : list of Topic
    outliers : Topic or None
    """
    read = read_topics(model, feature_names)
    outliers = read_outliers(model)
    n_topics, n_terms = read.weights.shape
    chosen = check_columns(model, columns, n_terms)
    named = {}
    if labels is not None:
        named = given_names(labels, range(n_topics), outliers=outliers is not None)
    if X is None:
        found = _own_facts(model, read, chosen, n_representative)
    else:
        X = materialized(X)
        if told is None:
            told = topic_shares(model, X, read.weights, chosen)
        found = _corpus_facts(model, X, *told, n_representative)
    authors = [row.authors[:n_authors] for row in read.rows or ()]
    if n_authors and not any(authors) and has_authors(model):
        authors = topic_authors(model, n_authors)
    words = _words(read, n_top_words, relevance, found.sizes, chosen)
    own_names = _own_names(model, read)
    topics = []
    for index in _order(found.sizes, n_topics, sort_by):
        row = None if read.rows is None else read.rows[index]
        terms, weights = words[index]
        topics.append(
            Topic(
                index=index,
                label=named.get(index, own_names[index]),
                size=None if found.sizes is None else float(found.sizes[index]),
                terms=terms,
                weights=weights,
                documents=found.documents[index],
                authors=authors[index] if authors else (),
                aspects={} if row is None else row.aspects,
                share_of_documents=found.shares[index],
                is_empty=read.empty[index],
            )
        )
    if outliers is not None:
        outliers = _outliers(outliers, read, n_top_words, chosen, n_representative)
        outliers = replace(outliers, **(found.outliers or {}))
        if -1 in named:
            outliers = replace(outliers, label=named[-1])
    return topics, outliers


def _own_names(model, read):
    """Return the names that the model itself has for topics, None where it has none."""
    if read.rows is None:
        return read_topic_names(model, len(read.weights))
    return [row.label if row.is_named else None for row in read.rows]


def _own_facts(model, read, chosen, n_representative):
    """Return what the model itself knows."""
    if read.rows is None:
        sizes = topic_masses(final_model(model), read.weights, chosen)
        n_topics = len(read.weights)
        return Found(sizes, [()] * n_topics, [None] * n_topics)
    documents = [row.documents[:n_representative] for row in read.rows]
    shares = [getattr(row, "share_of_documents", None) for row in read.rows]
    sizes = [row.size for row in read.rows]
    if None in sizes:
        sizes = topic_masses(final_model(model), read.weights, chosen)
        return Found(sizes, documents, shares)
    return Found(np.array(sizes), documents, shares)


def _corpus_facts(model, X, shares, lengths, n_representative):
    """Return what a corpus tells."""
    sizes = corpus_sizes(shares, lengths)
    documents = _representatives(model, X, shares, lengths, n_representative)
    if traits_of(final_model(model)).shares == "clusters":
        return _cluster_facts(model, X, shares, sizes, documents, n_representative)
    told = slice(None) if lengths is None else lengths > 0
    of_documents = corpus_sizes(shares[told], None)
    if of_documents is None:
        return Found(sizes, documents, [None] * shares.shape[1])
    return Found(sizes, documents, of_documents.tolist())


def _cluster_facts(model, X, shares, sizes, documents, n_representative):
    """Return what a corpus tells of clusters, each document being of one or of none."""
    labels, of_none = likeliest_clusters(shares)
    counts = np.bincount(labels, minlength=shares.shape[1] + 1)
    of_documents = (counts / max(len(shares), 1)).tolist()
    of_none[labels < shares.shape[1]] = 0
    outliers = {
        "size": None if sizes is None else float(max(1 - sizes.sum(), 0)),
        "documents": _representatives(model, X, of_none, None, n_representative)[0],
        "share_of_documents": of_documents.pop(),
    }
    return Found(sizes, documents, of_documents, outliers)


def likeliest_clusters(shares):
    """Return the cluster of each document, and its probability to be of none.

    Parameters
    ----------
    shares : ndarray of shape (n_documents, n_topics)
        Probabilities of clusters; rows sum to at most 1.

    Returns
    -------
    labels : ndarray of shape (n_documents,), int
        `n_topics` for none.
    of_none : ndarray of shape (n_documents, 1)
    """
    of_none = 1 - shares.sum(axis=1, keepdims=True)
    return np.hstack([shares, of_none]).argmax(axis=1), of_none


def _outliers(known, read, n, chosen, n_representative):
    """Return the row of outliers, with as many words and documents as are asked for."""
    row, weights = known
    terms, shares = row.terms[:n], row.weights[:n]
    if weights is not None:
        weights = weights[:, chosen]
        (best,) = rank_terms(weights, n, 1)
        terms = read.names[chosen][best].tolist()
        if not (isinstance(chosen, slice) and list(row.terms[:n]) == terms):
            shares = normalized_rows(weights)[0, best].tolist()
    documents = row.documents[:n_representative]
    return replace(row, terms=terms, weights=shares, documents=documents)


def _words(read, n, relevance, sizes, chosen):
    """Top terms of each topic and what they weigh, (list of str, list of float)."""
    weights, names = read.weights[:, chosen], read.names[chosen]
    topic_word = normalized_rows(weights)
    words = []
    for index, best in enumerate(rank_terms(topic_word, n, relevance, sizes, weights)):
        terms, shares = names[best].tolist(), topic_word[index, best].tolist()
        refined = read.refined[index]
        if refined is not None:
            terms, shares, _ = (part[:n].tolist() for part in refined.among(chosen))
        elif read.rows is not None and isinstance(chosen, slice):
            row = read.rows[index]
            if list(row.terms[:n]) == terms:  # to the last digit what the table says
                shares = row.weights[:n]
        words.append((terms, shares))
    return words


def _order(sizes, n_topics, sort_by):
    if sort_by == "model":
        return range(n_topics)
    if sizes is None:
        raise ValueError(
            'sort_by="size" needs the sizes of topics, which components_ of this '
            "model does not tell: pass a corpus as X (one that is not empty)."
        )
    return np.argsort(-sizes, kind="stable").tolist()


def _representatives(model, X, shares, lengths, n):
    if n == 0:
        return [()] * shares.shape[1]
    rows = [best.tolist() for best in representative_rows(shares, lengths, n, X)]
    texts = excerpts(model, X, sorted({row for best in rows for row in best}))
    return [
        tuple(
            RepresentativeDocument(row, float(shares[row, topic]), texts.get(row))
            for row in best
        )
        for topic, best in enumerate(rows)
    ]
