"""The borders that any model finds in documents, in characters of the raw text."""

import numpy as np

from .._columns import items_of
from .._reading import (
    check_places,
    documents_in,
    final_model,
    is_table,
    model_input,
    spans_of_tokens,
    topics_of_parts,
)
from .._segments import topic_runs
from ..sequences import TokenSequences


def found_borders(estimator, X, texts, *, segmenter=None, n_segments=None):
    """Return the borders that a model finds, list of arrays of characters.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted. A model with a method `boundaries` finds borders itself; any other is
        asked for the topics of sentences.
    X : documents
        What `estimator` takes.
    texts : list of str
        The raw texts of `X`.
    segmenter : callable, default=None
        ``segmenter(estimator, X)`` finds the borders in place of the model.
    n_segments : ndarray of shape (n_documents,), default=None
        How many segments each document has, if the model is told.

    Returns
    -------
    borders : list of n_documents ndarrays of int
        The characters with which second and further segments start.
    """
    known = {} if n_segments is None else {"n_segments": n_segments}
    if segmenter is not None:
        found = segmenter(estimator, X, **known)
        return list(items_of(getattr(found, "borders", found)))
    model = final_model(estimator)
    if not hasattr(model, "boundaries"):
        return _between_sentences(estimator, X, texts, n_segments)
    data = model_input(estimator, X)
    found = model.boundaries(data, **known)
    if not isinstance(data, TokenSequences):
        check_places(texts, documents_in(data), type(model).__name__)
        return list(found)
    spans = spans_of_tokens(estimator, X, texts)
    return [
        # The first n-grams of several tokens may start with the same word.
        np.unique(places[tokens, 0])
        for places, tokens in zip(spans, found, strict=True)
    ]


def _between_sentences(estimator, X, texts, n_segments):
    """Return borders where the topic of sentences changes."""
    table = X if is_table(X) else None
    parts = topics_of_parts(estimator, texts, "sentence", table=table)
    numbers = None if n_segments is None else list(n_segments)
    found = topic_runs(parts.shares, parts.offsets, n_segments=numbers)
    spans = parts.in_characters(found.runs)
    cuts = np.searchsorted(spans[:, 0], np.arange(len(texts) + 1))
    starts = np.split(spans[:, 1], cuts[1:-1])
    return [each[1:] for each in starts]
