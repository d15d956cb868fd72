"""Counts of terms in classes of documents, without the matrix of all documents."""

from collections.abc import Sized

import scipy.sparse as sp
from sklearn.base import BaseEstimator

from .document_counts import ClassSums, check_class_numbers, reader_of


def class_counts(
    vectorizer, documents, labels, n_classes, *, learn, batch_size=500
) -> tuple[BaseEstimator, sp.csr_array]:
    """Count the terms of classes of documents.

    The counts are those of ``vectorizer.fit_transform(documents)``, summed up by
    label, whatever its `min_df`, `max_df` and `max_features`, but documents are read
    in batches, each once, and nothing is held but a batch's counts and the sums. Of
    vectorizers that are neither `CountVectorizer` nor `OnlineCountVectorizer`, only
    the transform is in batches: `fit` sees all documents, which are read twice.

    Parameters
    ----------
    vectorizer : estimator with `fit` and `transform`
        Turns documents into a matrix of counts (or of other weights) or into
        `TokenSequences`. It stays as it is.
    documents : iterable of str
    labels : array-like of int of shape (n_documents,)
        The class of each document. Documents whose label is none of 0 to
        ``n_classes - 1``, outliers say, are learned from but not counted.
    n_classes : int
    learn : bool
        Whether to learn the vocabulary from the documents, all of them; else
        `vectorizer` is fitted or needs no fit.
    batch_size : int, default=500
        How many documents are read at a time.

    Returns
    -------
    fitted : estimator
        A fitted clone of `vectorizer`; if not `learn`, one that shares what
        `vectorizer` has learned.
    counts : csr_array of shape (n_classes, n_terms)
        int64, float64 if the vectorizer gives floats.

    Raises
    ------
    ValueError
        If there are more or fewer labels than documents, or the vectorizer refuses
        the documents.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sktopics.text import class_counts
    >>> documents = ["rain and rain", "snow", "rain"]
    >>> vectorizer, counts = class_counts(
    ...     CountVectorizer(), documents, [0, 1, 0], 2, learn=True
    ... )
    >>> vectorizer.get_feature_names_out()
    array(['and', 'rain', 'snow'], dtype=object)
    >>> counts.toarray()
    array([[1, 3, 0],
           [0, 0, 1]])
    """
    labels = check_class_numbers(labels)
    if isinstance(documents, Sized) and len(documents) != len(labels):
        raise ValueError(f"{len(labels)} labels for {len(documents)} documents.")
    reader = reader_of(vectorizer, documents, learn)
    sums, start = ClassSums(n_classes), 0
    for X in reader.read(batch_size):
        end = start + X.shape[0]
        if end > len(labels):
            raise ValueError(f"There are more documents than {len(labels)} labels.")
        sums.add(X, labels[start:end])
        start = end
    if start < len(labels) or not start:
        raise ValueError(f"{len(labels)} labels for {start} documents.")
    reader.learn(start)
    return reader.fitted, reader.columns_kept(sums.total())
