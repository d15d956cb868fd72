"""Topics that are near to a topic, whose names must not fit it."""

import numpy as np
import scipy.sparse as sp

from ..._arrays import top_columns, unit_rows


def near_topics(table, context, wanted, n_near) -> dict[int, list[int]]:
    """Return the numbers of the topics nearest to some topics.

    Nearness is the cosine of vectors of topics, or else of their weights of terms, or
    else of the weights that the table shows.

    Parameters
    ----------
    table : TopicTable
        All topics.
    context : RepresentationContext or None
    wanted : list of int
        Numbers of topics.
    n_near : int

    Returns
    -------
    near : dict from int to list of int
        The nearest first.
    """
    numbers = np.array([topic.index for topic in table], dtype=np.int64)
    if n_near < 1 or len(numbers) < 2:
        return {number: [] for number in wanted}
    vectors = _vectors(table, numbers, context)
    row_of = {number: row for row, number in enumerate(numbers.tolist())}
    near = {number: [] for number in wanted}
    known = [number for number in near if number in row_of]
    rows = [row_of[number] for number in known]
    cosines = vectors[rows] @ vectors.T
    cosines = cosines.toarray() if sp.issparse(cosines) else cosines
    cosines[np.arange(len(rows)), rows] = 0  # of itself
    for number, best in zip(known, top_columns(cosines, n_near), strict=True):
        near[number] = numbers[best].tolist()
    return near


def _vectors(table, numbers, context):
    """Return a vector of length 1 for each topic of a table."""
    if context is not None:
        for vectors in (context.topic_embeddings, context.components):
            if vectors is not None and numbers.max() < vectors.shape[0]:
                return _unit(vectors[numbers])
    terms = {term: None for topic in table for term in topic.terms}
    column = {term: i for i, term in enumerate(terms)}
    weights = np.zeros((len(table), max(len(column), 1)))
    for row, topic in enumerate(table):
        for term, weight in zip(topic.terms, topic.weights, strict=True):
            weights[row, column[term]] = weight
    return _unit(weights)


def _unit(vectors):
    """Scale rows to length 1, sparse ones too; what is not finite counts as nothing."""
    if not sp.issparse(vectors):
        vectors = np.asarray(vectors, dtype=np.float64)
        return unit_rows(np.where(np.isfinite(vectors), vectors, 0))
    vectors = sp.csr_array(vectors, dtype=np.float64)
    lengths = np.sqrt(vectors.multiply(vectors).sum(axis=1))
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sp.csr_array(sp.diags_array(scale) @ vectors)
