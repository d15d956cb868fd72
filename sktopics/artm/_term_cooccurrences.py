"""How often terms occur together in documents, for regularizers of pairs."""

from numbers import Integral

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator

from .._sklearn import Interval, StrOptions, validate_params
from .._validation import check_counts


@validate_params(
    {
        "measure": [StrOptions({"words", "documents", "pairs", "ppmi"})],
        "min_documents": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def term_cooccurrences(X, *, measure="words", min_documents=1) -> sp.csr_array:
    r"""Count how often terms occur together in documents.

    What :class:`Biterms` and :class:`ImproveCoherence` take as `cooccurrence`. With
    :math:`n_{dw}` the counts, :math:`L_d` the number of different terms of document d,
    and sums over the documents that hold both u and v, the entry of u and v is

    - "words": :math:`\sum_d 1 / (L_d - 1)`. Each term of a document has one count,
      which the other terms of the document share equally. So the pairs of a document
      weigh as much as its words, whereas pairs are counted more often in a long
      document by the other measures;
    - "documents": :math:`n_{uv}`, the number of documents that hold both;
    - "pairs": :math:`\sum_d n_{du} n_{dv}`, the number of pairs of their tokens;
    - "ppmi": :math:`\max(0, \ln (n_{uv} N / (n_u n_v)))`, the positive pointwise mutual
      information, where :math:`n_u` documents of all N hold u.

    Parameters
    ----------
    X : {array-like, sparse matrix} of shape (n_documents, n_terms)
        Counts of words in documents, or `TokenSequences`.
    measure : {"words", "documents", "pairs", "ppmi"}, default="words"
        What is counted. "words" is the best for short texts.
    min_documents : int, default=1
        Pairs that fewer documents hold are left out.

    Returns
    -------
    cooccurrence : csr_array of shape (n_terms, n_terms), float64
        Symmetric, without a diagonal.

    Raises
    ------
    TypeError
        If `X` is text or holds no numbers.
    ValueError
        If `X` holds negative, infinite or missing values.
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    sktopics.metrics.count_cooccurrences : Counts of chosen terms in windows of texts.

    Notes
    -----
    The columns are those of `X`: fit the model on the same columns. In a Pipeline or a
    search that fits the vectorizer again, give it the `vocabulary`, or give the pairs
    by name, ``{(name, name): count}``, which go with any vocabulary.

    A document of L different terms has L (L - 1) / 2 pairs, so that long documents take
    much memory: cut them into sentences or paragraphs.

    Examples
    --------
    >>> from sktopics.artm import term_cooccurrences
    >>> X = [[1, 1, 1, 0], [0, 0, 2, 1], [0, 0, 1, 1]]
    >>> term_cooccurrences(X).toarray()
    array([[0. , 0.5, 0.5, 0. ],
           [0.5, 0. , 0.5, 0. ],
           [0.5, 0.5, 0. , 2. ],
           [0. , 0. , 2. , 0. ]])
    >>> term_cooccurrences(X, measure="documents", min_documents=2).toarray()
    array([[0., 0., 0., 0.],
           [0., 0., 0., 0.],
           [0., 0., 0., 2.],
           [0., 0., 2., 0.]])
    """
    if hasattr(X, "to_counts"):
        X = X.to_counts()
    X = check_counts(BaseEstimator(), X, reset=True, whom="term_cooccurrences")
    X = sp.csr_array((X.data, X.indices, X.indptr), shape=X.shape, dtype=np.float64)
    held = sp.csr_array((np.ones_like(X.data), X.indices, X.indptr), shape=X.shape)
    n_documents = _without_diagonal(held.T @ held)
    if measure == "words":
        others = np.maximum(np.diff(X.indptr) - 1, 1)
        counts = _without_diagonal(held.T @ sp.diags_array(1 / others) @ held)
    elif measure == "pairs":
        counts = _without_diagonal(X.T @ X)
    else:
        counts = n_documents
    if measure == "ppmi":
        counts = _information(n_documents, held)
    if min_documents > 1:
        counts = counts * (n_documents >= min_documents)
    return _without_diagonal(counts)


def _information(n_documents, held):
    """Return the positive pointwise mutual information of pairs of terms."""
    frequency = held.sum(axis=0)
    u, v = n_documents.nonzero()
    # Two logarithms: the order of the terms makes no difference to their sum.
    expected = np.log(frequency[u]) + np.log(frequency[v]) - np.log(held.shape[0])
    information = np.maximum(np.log(n_documents.data) - expected, 0)
    return sp.csr_array((information, (u, v)), shape=n_documents.shape)


def _without_diagonal(matrix):
    """Return a matrix of pairs without the diagonal and without stored zeros."""
    matrix = sp.csr_array(matrix)
    matrix = matrix - sp.diags_array(matrix.diagonal(), format="csr")
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return sp.csr_array(matrix)
