"""What the steps of a Pipeline make of documents: texts, tokens or counts."""

from collections.abc import Iterator
from numbers import Number
from typing import NamedTuple

import numpy as np

from .forms import (
    documents_in,
    frame_columns,
    is_list,
    is_numeric,
    is_table,
    listed,
    rewound,
)
from .steps import is_column_transformer, model_input, pipeline_steps
from .text_reader import NoReader, TextReader, text_reader

# What analyzers and steps that are made for texts raise when they are given lists.
REFUSALS = (AttributeError, TypeError, ValueError, LookupError)


class TextsToAnalyze(NamedTuple):
    """Documents as the vectorizer of a Pipeline is given them.

    Attributes
    ----------
    documents : list
    reader : TextReader
    tokens : list of lists, or None
        What was given, if it may be tokens already: the documents are these where the
        analyzer refuses lists.
    """

    documents: list
    reader: TextReader
    tokens: list | None = None


class ReadyTokens(NamedTuple):
    """Lists of tokens, and what knows how the model calls them."""

    tokens: list
    reader: TextReader


class ReachingModel(NamedTuple):
    """What reaches the model, where there is no vectorizer to ask.

    Attributes
    ----------
    data : matrix of counts or TokenSequences
    why : str
        Why nothing can be asked; empty if the documents were numbers.
    """

    data: object
    why: str


def pipeline_texts(estimator, X):
    """Return documents as the vectorizer of a Pipeline sees them, or what it makes.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted.
    X : documents
        What `estimator` takes; also texts, which need no step that chooses columns,
        and lists of tokens.

    Returns
    -------
    read : TextsToAnalyze, ReadyTokens, ReachingModel or None
        None if neither the model nor a step before it makes terms of texts.
    """
    reader = text_reader(estimator)
    first = _first(X)
    rows = is_table(X) or _is_row(estimator, first)
    if isinstance(reader, NoReader):
        return _without_reader(estimator, X, rows, first, reader.why)
    if not rows and is_list(first):
        return _of_lists(reader, X)
    texts = isinstance(first, (str, bytes))
    ways = reader.ways_of_texts() if texts and not rows else reader.ways
    return TextsToAnalyze(_through(ways, X), reader)


def takes_numbers(estimator, X):
    """Whether a table of numbers is for the first step, rather than for the model."""
    steps = pipeline_steps(estimator)
    if len(steps) == 1 or getattr(steps[0], "n_features_in_", None) != X.shape[1]:
        return False
    known, given = getattr(steps[0], "feature_names_in_", None), frame_columns(X)
    return known is None or given is None or list(known) == given


def stacked_rows(estimator, X):
    """Return rows of numbers, each by itself in a list or a column, as an array.

    They are rows if they have as many numbers as the first step was fitted on columns.
    """
    width = getattr(pipeline_steps(estimator)[0], "n_features_in_", None)
    first = _first(X)
    if width is None or not hasattr(first, "__len__") or len(first) != width:
        return X
    if not is_list(first) or not all(isinstance(value, Number) for value in first):
        return X
    return np.asarray(listed(X))


def _of_lists(reader, X):
    """Read lists of tokens, which the Pipeline takes, or which need none of it."""
    tokens = documents_in(X)
    if isinstance(tokens[0], Iterator):
        X = tokens = list(map(list, tokens))
    try:
        documents = _through(reader.ways, X)
    except REFUSALS:
        return ReadyTokens(tokens, reader)
    if isinstance(documents[0], (str, bytes)):
        return TextsToAnalyze(documents, reader)
    if reader.takes_lists:
        return TextsToAnalyze(documents, reader, tokens)
    return ReadyTokens(tokens, reader)


def _without_reader(estimator, X, rows, first, why):
    """Return what reaches the model, if a vectorizer there cannot be asked."""
    steps = pipeline_steps(estimator)
    own = getattr(steps[-1], "vectorizer_", None)
    takes_table = hasattr(steps[0], "n_features_in_")
    if own is None and (len(steps) == 1 or (takes_table and not rows)):
        return None
    try:
        data = model_input(estimator, X)
        if own is not None:
            data = own.transform(data)
    except REFUSALS:
        if rows or not is_list(first):
            raise
        return None
    return ReachingModel(data, "" if is_table(X) and is_numeric(X) else why)


def _through(ways, X):
    """Return the documents that leave the ways, a list."""
    X = rewound(X)
    for way in ways:
        X = way.run(X)
    return documents_in(X)


def _first(X):
    """Return the first document, as Python knows it."""
    first = None if is_table(X) else next(iter(X), None)
    return first.as_py() if hasattr(first, "as_py") else first  # of Arrow


def _is_row(estimator, first):
    """Whether a list holds rows of a table, which a ColumnTransformer takes."""
    step = pipeline_steps(estimator)[0]
    width = getattr(step, "n_features_in_", None)
    has_columns = isinstance(first, (list, tuple, np.ndarray)) and len(first) == width
    return has_columns and is_column_transformer(step)
