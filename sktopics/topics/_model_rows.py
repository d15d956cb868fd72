"""The rows of the table of a fitted model."""

import numpy as np

from .._arrays import normalized_rows
from .._reading import (
    check_columns,
    corpus_sizes,
    excerpts,
    final_model,
    has_authors,
    materialized,
    read_topics,
    representative_rows,
    topic_masses,
    topic_shares,
)
from ._representatives import RepresentativeDocument
from ._top_terms import rank_terms
from ._topic import Topic
from ._topic_authors import topic_authors


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
):
    """Return the rows that `topic_table` makes a table of, a list of `Topic`."""
    read = read_topics(model, feature_names)
    n_topics, n_terms = read.weights.shape
    chosen = check_columns(model, columns, n_terms)
    if labels is not None and len(labels) != n_topics:
        raise ValueError(f"labels has {len(labels)} names for {n_topics} topics.")
    sizes, documents = _sizes_and_documents(model, read, X, chosen, n_representative)
    authors = [row.authors[:n_authors] for row in read.rows or ()]
    if n_authors and not any(authors) and has_authors(model):
        authors = topic_authors(model, n_authors)
    words = _words(read, n_top_words, relevance, sizes, chosen)
    topics = []
    for index in _order(sizes, n_topics, sort_by):
        row = None if read.rows is None else read.rows[index]
        label = row.label if row is not None and row.is_named else None
        terms, weights = words[index]
        topics.append(
            Topic(
                index=index,
                label=label if labels is None else str(labels[index]),
                size=None if sizes is None else float(sizes[index]),
                terms=terms,
                weights=weights,
                documents=documents[index],
                authors=authors[index] if authors else (),
                aspects={} if row is None else row.aspects,
            )
        )
    return topics


def _sizes_and_documents(model, read, X, chosen, n_representative):
    """Sizes of topics, None if unknown, and the documents that stand for each."""
    if X is not None:
        X = materialized(X)
        shares, lengths = topic_shares(model, X, read.weights, chosen)
        documents = _representatives(model, X, shares, lengths, n_representative)
        return corpus_sizes(shares, lengths), documents
    if read.rows is None:
        sizes = topic_masses(final_model(model), read.weights, chosen)
        return sizes, [()] * len(read.weights)
    documents = [row.documents[:n_representative] for row in read.rows]
    sizes = [row.size for row in read.rows]
    if None in sizes:
        return topic_masses(final_model(model), read.weights, chosen), documents
    return np.array(sizes), documents


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
    rows = [best.tolist() for best in representative_rows(shares, lengths, n)]
    texts = excerpts(model, X, sorted({row for best in rows for row in best}))
    return [
        tuple(
            RepresentativeDocument(row, float(shares[row, topic]), texts.get(row))
            for row in best
        )
        for topic, best in enumerate(rows)
    ]
