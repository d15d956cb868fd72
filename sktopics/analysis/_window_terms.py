"""The words of documents in reading order, as a model knows them."""

from typing import NamedTuple

import numpy as np

from .._reading import (
    ReadyTokens,
    TextsToAnalyze,
    materialized,
    model_input,
    pipeline_texts,
    token_columns,
)
from ..sequences import TokenSequences
from ..sequences.shared_arrays import check_arrays
from ..text.placed_terms import PlacedTerms, TermPlacer


class TextsInOrder(NamedTuple):
    """Documents whose words can be read in their order.

    Attributes
    ----------
    documents : list or TokenSequences
        As the vectorizer of the model is given them, or as the model is.
    placer : TermPlacer or None
        Reads them; None for sequences.
    vectorizer : vectorizer or None
        Whose words they are.
    """

    documents: object
    placer: TermPlacer | None
    vectorizer: object = None

    def __len__(self):
        return len(self.documents)

    def terms(self, start, stop):
        """Return the terms of the documents `start` to `stop` with their places."""
        documents = self.documents[start:stop]
        if self.placer is not None:
            return self.placer.read(documents)
        ids = documents.ids
        if documents.weights is not None:
            ids = np.where(documents.weights > 0, ids, -1)
        return PlacedTerms.of_words(ids, documents.offsets)

    def words(self, document):
        """Return the words of a document, one for each place."""
        if self.placer is not None:
            return self.placer.words(self.documents[document])
        (tokens,) = self.documents[document].tokens()
        return ["" if token is None else str(token) for token in tokens]


def texts_in_order(model, X):
    """Return documents whose words can be read in their order.

    Parameters
    ----------
    model : fitted estimator, Pipeline or search
    X : documents, or TokenSequences for a model on sequences

    Returns
    -------
    texts : TextsInOrder

    Raises
    ------
    TypeError
        If the order of words is not known, or if documents are no texts.
    ValueError
        If there are no documents.
    """
    if isinstance(X, (str, bytes)):
        raise TypeError("X must be documents, a list of str, and is a single text.")
    X = materialized(X)
    if isinstance(X, TokenSequences):
        return _sequences(model_input(model, X), model)
    if not (X.shape[0] if hasattr(X, "shape") else len(X)):
        raise ValueError("X must hold at least 1 document, and has 0.")
    read = pipeline_texts(model, X)
    if isinstance(read, TextsToAnalyze):
        analyze = read.reader.vectorizer.build_analyzer()
        placer = TermPlacer(analyze, token_columns(model, read.reader))
        if not read.reader.takes_others:
            _check_texts(read.documents)
        return TextsInOrder(read.documents, placer, read.reader.vectorizer)
    if isinstance(read, ReadyTokens):
        placer = TermPlacer(list, token_columns(model, read.reader))
        return TextsInOrder(read.tokens, placer)
    data = None if read is None else read.data
    if isinstance(data, TokenSequences):
        return _sequences(data, model)
    raise TypeError(_no_order(model, X, "" if read is None else read.why))


def _sequences(data, model):
    if not isinstance(data, TokenSequences):
        raise TypeError(_no_order(model, data, ""))
    check_arrays(data)
    return TextsInOrder(data, None)


def _check_texts(documents):
    for i, text in enumerate(documents):
        if not isinstance(text, (str, bytes)):
            raise TypeError(f"Documents must be str, and document {i} is {text!r:.60}.")


def _no_order(model, X, why):
    why = f" ({why})" if why else ""
    return (
        "Windows need the words of documents in their order, and "
        f"{type(model).__name__} is given {type(X).__name__} here{why}: give a "
        "Pipeline from texts to topics, with a CountVectorizer for example, and texts "
        "as X; or TokenSequences to a model on sequences."
    )
