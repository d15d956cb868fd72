"""The topic that fits each document best, without a matrix of all of them.

Of equal scores the first topic is the best one. Where no score is above 0, it is topic
0 with a score of 0.
"""

import numpy as np

from ._jit import jit, jit_fast


@jit_fast
def best_of_cosines(products, vectors, means, tolerance, topics, cosines):
    """Write the topic with the largest cosine of each document, and the cosine.

    Products of matrices are rounded by their shapes. Those that may be the largest are
    computed once more, in 64 bits, so that what a document gets depends on it alone.

    Parameters
    ----------
    products : ndarray of shape (n_documents, n_topics)
        ``vectors @ means.T``, rounded in any way.
    vectors : ndarray of shape (n_documents, n_dimensions)
        Of any length.
    means : ndarray of shape (n_topics, n_dimensions)
        Of length 1, or zeros.
    tolerance : float
        How far products may be from what they should be, as a share of the length of
        the vector.
    topics : ndarray of shape (n_documents,), int64
        Filled.
    cosines : ndarray of shape (n_documents,), float64
        Filled.

    Notes
    -----
    In NumPy::

        exact = unit_rows(vectors.astype(np.float64)) @ means.T.astype(np.float64)
        topics[:] = np.where(exact.max(axis=1) > 0, exact.argmax(axis=1), 0)
        cosines[:] = np.maximum(exact.max(axis=1), 0)
    """
    n_topics, n_dimensions = means.shape
    for i in range(len(products)):
        squares = 0.0
        for j in range(n_dimensions):
            squares += np.float64(vectors[i, j]) * np.float64(vectors[i, j])
        length = np.sqrt(squares)
        largest = products[i, 0]
        for k in range(1, n_topics):
            largest = max(largest, products[i, k])
        bar, best, topic = largest - 2 * tolerance * length, 0.0, 0
        for k in range(n_topics):
            if products[i, k] >= bar:
                cosine = 0.0
                for j in range(n_dimensions):
                    cosine += np.float64(vectors[i, j]) * np.float64(means[k, j])
                if cosine > best:
                    best, topic = cosine, k
        topics[i] = topic
        cosines[i] = best / length if best > 0 else 0.0


@jit
def best_of_words(documents, terms, n_topics, topics, cosines):
    """Write the topic with the largest cosine of words of each document.

    Parameters
    ----------
    documents : tuple of indptr, indices, data
        CSR arrays of shape (n_documents, n_terms): weights of terms in documents.
    terms : tuple of indptr, indices, data
        CSR arrays of shape (n_terms, n_topics): weights of terms in topics, whose
        columns have length 1, or are zeros.
    n_topics : int
    topics : ndarray of shape (n_documents,), int64
        Filled.
    cosines : ndarray of shape (n_documents,), float64
        Filled; 0 for documents without terms.

    Notes
    -----
    In NumPy, with both as dense matrices::

        lengths = np.linalg.norm(documents, axis=1, keepdims=True)
        exact = documents / np.where(lengths > 0, lengths, 1) @ terms
        topics[:] = np.where(exact.max(axis=1) > 0, exact.argmax(axis=1), 0)
        cosines[:] = np.maximum(exact.max(axis=1), 0)
    """
    indptr, indices, data = documents
    starts, columns, values = terms
    sums = np.zeros(n_topics)
    for i in range(len(indptr) - 1):
        squares = 0.0
        for place in range(indptr[i], indptr[i + 1]):
            term, weight = indices[place], data[place]
            squares += weight * weight
            for j in range(starts[term], starts[term + 1]):
                sums[columns[j]] += weight * values[j]
        best, topic = 0.0, 0
        for k in range(n_topics):
            if sums[k] > best:
                best, topic = sums[k], k
            sums[k] = 0.0
        topics[i] = topic
        cosines[i] = best / np.sqrt(squares) if best > 0 else 0.0
