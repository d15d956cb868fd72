"""Mixtures of topics in single documents, by windows of words."""

import warnings
from numbers import Integral, Real

import numpy as np
import scipy.sparse as sp

from .._reading import is_model
from .._sklearn import Interval, validate_params
from .._validation import levels_to_caller
from ..topics import topic_table
from ._topic_mixtures import TopicMixtures, scaled_rows
from ._window_similarity import WordSimilarity, windows_of
from ._window_terms import texts_in_order

_BATCH = 2000  # documents that are read at a time


@validate_params(
    {
        "window": [Interval(Integral, 1, None, closed="left")],
        "stride": [Interval(Integral, 1, None, closed="left")],
        "min_similarity": [Interval(Real, 0, 1, closed="both")],
        "padding": ["boolean"],
        "use_embeddings": ["boolean"],
        "calculate_tokens": ["boolean"],
        "n_jobs": [None, Integral],
    },
    prefer_skip_nested_validation=True,
)
def approximate_distribution(
    model,
    X,
    *,
    window=4,
    stride=1,
    min_similarity=0.1,
    padding=False,
    use_embeddings=False,
    encoder=None,
    calculate_tokens=False,
    n_jobs=None,
) -> TopicMixtures:
    """Find the mixture of topics in each document.

    Parameters
    ----------
    model : estimator
        A fitted model of topics.
    X : documents

    Returns
    -------
    mixtures : TopicMixtures
    """
    if not is_model(model):
        raise TypeError("model must be a fitted model.")
    texts = texts_in_order(model, X)
    similarity = WordSimilarity(model, getattr(texts.vectorizer, "binary", False))
    rows = [sp.csr_array((0, similarity.n_topics))]
    for start in range(0, len(texts), _BATCH):
        terms = texts.terms(start, start + _BATCH)
        windows = windows_of(terms.places, window, stride, padding)
        similarities = similarity(terms, windows, min_similarity, n_jobs)
        rows.append(scaled_rows(_sums(similarities, windows.offsets)))
    table = topic_table(model, n_top_words=3, n_authors=0)
    labels = tuple(topic.label for topic in table)
    shares = sp.vstack(rows, format="csr")
    mixtures = TopicMixtures(shares, labels, np.arange(len(texts)))
    _warn_of_none(mixtures.without_topic, min_similarity)
    return mixtures


def _sums(similarities, offsets):
    """Sum up the rows of the windows of each document."""
    n_windows = similarities.shape[0]
    ones = np.ones(n_windows), np.arange(n_windows), offsets
    sums = sp.csr_array(ones, shape=(len(offsets) - 1, n_windows)) @ similarities
    sums.sort_indices()
    return sums


def _warn_of_none(without_topic, min_similarity):
    """Warn of documents that are not similar to any topic."""
    n = int(without_topic.sum())
    if n:
        warnings.warn(
            f"{n} of {len(without_topic)} documents have no topic: none of their "
            f"windows has min_similarity={min_similarity:g} with a topic. Their rows "
            "are zeros, and `without_topic` says which they are. Lower min_similarity.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
