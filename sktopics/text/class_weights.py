"""What a fitted weighting, ours or of other packages, makes of the words of classes."""

import inspect

import numpy as np
import scipy.sparse as sp

from .._part_output import called, part_counts
from ._class_tfidf import ClassTfidfTransformer
from ._keyness import KeynessTransformer

__all__ = [
    "OWN_WEIGHTINGS",
    "class_weights",
    "documents_at_least",
    "part_weights",
    "takes_documents",
]

# Weightings whose matrices need not be those of packages that multiply by `*`.
OWN_WEIGHTINGS = ClassTfidfTransformer, KeynessTransformer


def class_weights(weighting, occurrences, holders, n_documents):
    """Return what a fitted weighting makes of the words of classes.

    Parameters
    ----------
    weighting : fitted transformer
    occurrences : csr_array of shape (n_classes, n_terms)
        How often terms occur. None if the weighting takes numbers of documents.
    holders : csr_array of shape (n_classes, n_terms)
        How many documents hold them. None if the weighting takes occurrences.
    n_documents : {ndarray, csr_array} of shape (n_classes,) or (n_classes, 1)
        How many documents classes have.

    Returns
    -------
    weights : csr_array of shape (n_classes, n_terms)
    """
    of_documents = takes_documents(weighting.fit)
    rows = holders if of_documents else occurrences
    if min(rows.shape) == 0 or not rows.nnz:  # no classes, or no words
        return sp.csr_array(rows.shape)
    # Other packages may multiply matrices by `*`, and BERTopic's own writes into them.
    own = isinstance(weighting, OWN_WEIGHTINGS)
    given = sp.csr_array(rows) if own else sp.csr_matrix(rows, copy=True)
    options = {}
    if of_documents and takes_documents(weighting.transform):
        options["n_documents"] = documents_at_least(n_documents, rows)
    return _checked(weighting.transform(given, **options), weighting, rows.shape)


def part_weights(weighting, counts, n_documents, class_of, classes, n_class_documents):
    """Return what a fitted weighting makes of the words of parts of classes.

    Parameters
    ----------
    weighting : fitted transformer
    counts : csr_array of shape (n_parts, n_terms)
        How often terms occur in the parts, or how many documents hold them: what
        `takes_documents` tells.
    n_documents : ndarray of shape (n_parts,)
    class_of : ndarray of shape (n_parts,), int
        The class of each part.
    classes : csr_array of shape (n_classes, n_terms)
        How many documents of classes hold terms.
    n_class_documents : ndarray of shape (n_classes,)

    Returns
    -------
    weights : csr_array of shape (n_parts, n_terms)
    """
    if not hasattr(weighting, "transform_parts") or not counts.nnz:
        return class_weights(weighting, counts, counts, n_documents)
    weights = weighting.transform_parts(
        counts,
        classes,
        class_of,
        n_documents=documents_at_least(n_documents, counts),
        n_class_documents=documents_at_least(n_class_documents, classes),
    )
    return _checked(weights, weighting, counts.shape)


def takes_documents(method):
    """Whether a weighting weighs numbers of documents that hold terms.

    It then asks for the numbers of all documents of classes: `n_documents`.
    """
    return "n_documents" in inspect.signature(method).parameters


def documents_at_least(documents, holders):
    """Return how many documents classes have, not fewer than hold a term.

    Of counts that have decayed, a document that leaves its topic takes a whole one.
    """
    n = documents.toarray().ravel() if sp.issparse(documents) else documents
    return np.maximum(n, holders.max(axis=1).toarray().ravel())


def _checked(weights, weighting, shape):
    whom = called("weighting", weighting)
    weights = part_counts(weights, shape[0], whom, n_columns=shape[1])
    weights.sort_indices()
    return weights
