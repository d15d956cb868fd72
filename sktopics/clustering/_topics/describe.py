"""What a fitted model says of its topics: representative documents, the table."""

from dataclasses import dataclass, replace

import numpy as np

from ...topics import TopicTable
from .._placement.placing import by_centroid
from .._placement.recognition import place_and_recognise
from .topic_rows import (
    make_representatives,
    make_table,
    nearest_to_means,
    table_to_rows,
)

# Documents whose probabilities are computed at a time. By centroids that takes nothing
# but memory; among neighbours there may be an index to make for each block.
_BLOCK, _BLOCK_BY_CENTROID = 4096, 1024


@dataclass(frozen=True, eq=False)
class RepresentationContext:
    """What a representation may look at to name topics and choose their words.

    Parameters
    ----------
    documents : list of str or None
        The training documents.
    labels : ndarray of shape (n_documents,)
        Their topics, -1 for outliers.
    embeddings : ndarray of shape (n_documents, n_dimensions) or None
        Their vectors.
    topic_embeddings : ndarray of shape (n_topics, n_dimensions)
    components : csr_array of shape (n_topics, n_terms)
        c-TF-IDF.
    terms : ndarray of shape (n_terms,)
        Names of the columns.
    encoder : transformer
    """

    documents: list | None
    labels: np.ndarray
    embeddings: np.ndarray | None
    topic_embeddings: np.ndarray
    components: object
    terms: np.ndarray
    encoder: object


def describe(fitted, corpus, vectors):
    """Set the attributes that say what was found: probabilities and the table.

    Parameters
    ----------
    fitted : SimpleNamespace
        Parameters, and the attributes so far.
    corpus : Corpus
    vectors : ndarray of shape (n_documents, n_dimensions)
    """
    fitted.probabilities_ = own_probabilities(fitted, vectors)
    representatives = find_representatives(fitted, corpus.documents, vectors)
    tabulate(fitted, representatives, corpus.documents, vectors)


def own_shares(probabilities, labels):
    """Return the probability of each document's own topic, 0 for outliers."""
    if probabilities.ndim == 1:
        return probabilities
    if not probabilities.shape[1]:
        return np.zeros(len(labels))
    own = probabilities[np.arange(len(labels)), np.maximum(labels, 0)]
    return np.where(labels < 0, 0, own)


def find_representatives(fitted, documents, vectors):
    """Return the documents that are nearest to the means of their topics.

    Returns
    -------
    representatives : list of lists of RepresentativeDocument
    """
    found = nearest_to_means(
        vectors, fitted.topic_embeddings_, fitted.labels_, fitted.n_representative
    )
    own = fitted.probabilities_
    shares = [
        own[rows, topic] if own.ndim == 2 else own[rows]
        for topic, rows in enumerate(found)
    ]
    return make_representatives(found, shares, documents)


def tabulate(fitted, representatives, documents=None, vectors=None):
    """Set the rows of the table of topics, refined by the representation."""
    n_documents = fitted.topic_sizes_.sum() + fitted.n_outliers_
    table = make_table(
        fitted.components_,
        fitted.terms_,
        fitted.n_top_words,
        sizes=fitted.topic_sizes_ / max(n_documents, 1),
        names=fitted.topic_names_,
        documents=representatives,
    )
    context = RepresentationContext(
        documents,
        fitted.labels_,
        vectors,
        fitted.topic_embeddings_,
        fitted.components_,
        fitted.terms_,
        fitted.encoder_,
    )
    for refine in refinements(fitted.representation):
        table = _relabelled(_refined(refine, table, context), table)
    fitted._topic_rows = table_to_rows(table)


def _relabelled(refined, table):
    """Call topics by their first words that have other words now, and the old name."""
    return TopicTable(
        replace(new, label=None) if new.label == old.label and not old.is_named else new
        for new, old in zip(refined, table, strict=True)
    )


def _refined(refine, table, context):
    refined = refine(table, context)
    if not isinstance(refined, TopicTable) or len(refined) != len(table):
        what = (
            f"one of {len(refined)} topics"
            if isinstance(refined, TopicTable)
            else type(refined).__name__
        )
        raise TypeError(
            f"A representation must return a TopicTable of all {len(table)} topics, "
            f"and returned {what}."
        )
    return refined


def refinements(representation):
    """Return the functions (table, context) -> table of a representation."""
    if representation is None:
        return []
    if not isinstance(representation, (list, tuple)):
        representation = [representation]
    return [getattr(step, "refine", step) for step in representation]


def own_probabilities(fitted, vectors):
    """Probabilities of all topics, or those of the documents' own only."""
    n_topics = len(fitted.topic_sizes_)
    found = []
    block = _BLOCK_BY_CENTROID if by_centroid(fitted) else _BLOCK
    for start in range(0, len(vectors), block):
        rows = np.arange(start, min(start + block, len(vectors)))
        probabilities, _ = place_and_recognise(fitted, vectors[rows], rows)
        if fitted.calculate_probabilities:
            found.append(probabilities[:, :n_topics])
        else:
            probabilities[:, -1] = 0  # an outlier belongs to no topic
            found.append(probabilities[np.arange(len(rows)), fitted.labels_[rows]])
    return np.concatenate(found)
