"""Topics that are given as labels or shares of documents, without any model."""

from functools import partial

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer

from .._arrays import normalized_rows
from .._reading import (
    TopicSums,
    check_names,
    counts_of,
    document_shares,
    documents_in,
    is_model,
    is_numeric,
    is_table,
    mean_embeddings,
    read_topic_sums,
)
from ..text import ClassTfidfTransformer


def topic_sums(
    model,
    X=None,
    *,
    columns=None,
    feature_names=None,
    embeddings=None,
    **beside,
) -> TopicSums:
    """Return what can be added up of the topics of a model, or of labels or shares.

    Parameters
    ----------
    model : estimator or array-like
    X : object, default=None
        The corpus. For labels or shares, texts, which are counted by a CountVectorizer,
        counts, or a `TokenSequences`.
    columns, feature_names, embeddings, **beside
        As for `read_topic_sums`.
    """
    if is_model(model):
        return read_topic_sums(
            model,
            X,
            columns=columns,
            feature_names=feature_names,
            embeddings=embeddings,
            **beside,
        )
    if columns is not None or beside:
        what = "columns" if columns is not None else next(iter(beside))
        raise TypeError(f"{what} is for a model, and got labels or shares without one.")
    if X is None and embeddings is None:
        raise TypeError(
            "Labels and shares tell nothing of words: give the documents as X, their "
            "vectors as embeddings, or both."
        )
    shares, _, are_clusters = document_shares(model)
    n_documents = shares.shape[0]
    counts, terms = sp.csr_array((n_documents, 0)), np.empty(0, dtype=object)
    if X is not None:
        counts, terms = _counts(X, feature_names)
        if counts.shape[0] != n_documents:
            raise ValueError(
                f"X must hold the {n_documents} documents of the labels or shares, and "
                f"has {counts.shape[0]}."
            )
    vectors = None if embeddings is None else mean_embeddings(shares, embeddings)
    sums = sp.csr_array(shares.T @ counts, dtype=np.float64)
    sums.sort_indices()
    described = n_documents if are_clusters else (shares.sum(axis=1) > 0).sum()
    sizes = shares.sum(axis=0) / max(described, 1)
    if are_clusters and sizes.any() and counts.shape[1]:
        weighting = ClassTfidfTransformer().fit(sums[np.flatnonzero(sizes)])
        weigh = partial(_weighed, weighting)
        return TopicSums((sums,), weigh, terms, weigh(sums), False, sizes, vectors)
    weights = normalized_rows(sums.toarray())
    return TopicSums((sums,), _as_they_are, terms, weights, True, sizes, vectors)


def _counts(X, feature_names):
    """Return counts of words, and their names."""
    if hasattr(X, "to_counts") or (is_table(X) and is_numeric(X)):
        n_terms = X.shape[1]
        names = feature_names
        if names is None:
            names = getattr(X, "terms", None)
        names = map(str, range(n_terms)) if names is None else names
        counts = counts_of(np.zeros((1, n_terms)), X, n_terms=n_terms)
        return counts, check_names(names, n_terms, "feature_names has")
    vectorizer, documents = CountVectorizer(), documents_in(X)
    try:
        counts = vectorizer.fit_transform(documents)
    except ValueError as error:
        if "empty vocabulary" not in str(error):
            raise
        return sp.csr_array((len(documents), 0)), np.empty(0, dtype=object)
    return sp.csr_array(counts), vectorizer.get_feature_names_out().astype(object)


def _weighed(weighting, sums):
    weights = sp.csr_array(weighting.transform(sums))
    weights.sort_indices()
    return weights


def _as_they_are(sums):
    return sums
