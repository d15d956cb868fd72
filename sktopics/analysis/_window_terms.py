"""The words of documents in reading order, as a model knows them."""

from typing import NamedTuple

import numpy as np

from .._reading import (
    ReadyTokens,
    TextsToAnalyze,
    documents_in,
    is_table,
    materialized,
    model_input,
    n_terms_of,
    pipeline_texts,
    rewound,
    token_columns,
)
from ..sequences import TokenSequences
from ..sequences.shared_arrays import check_arrays
from ..text.placed_terms import PlacedTerms, TermPlacer
from ..text.word_places import WordLocator, spans_of_words, spans_through

# What is read at a time: so many documents, or so many characters.
_DOCUMENTS, _CHARACTERS = 2000, 4_000_000


class LocatedWords(NamedTuple):
    """The words of a document, one for each of its places.

    Attributes
    ----------
    words : list of str
    spans : ndarray of shape (n_words, 2), int64
        Their characters in the raw text, -1 where they are not known.
    text : str or None
        The raw text.
    """

    words: list
    spans: np.ndarray
    text: str | None = None

    def as_written(self):
        """Return the words as they are in the raw text, where that is known."""
        if self.text is None:
            return self.words
        spans = self.spans.tolist()
        return [
            self.text[start:stop] if start >= 0 else word
            for word, (start, stop) in zip(self.words, spans, strict=True)
        ]


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
    raw : list or None
        The same documents as the user has given them, if they are texts.
    """

    documents: object
    placer: TermPlacer | None
    vectorizer: object = None
    raw: list | None = None

    def __len__(self):
        return len(self.documents)

    @property
    def counts_once(self):
        """Whether a term counts once in a text, however often it occurs."""
        return bool(getattr(self.vectorizer, "binary", False))

    def batches(self):
        """Yield ranges of documents that can be read at a time."""
        start = n_characters = 0
        for stop in range(len(self)):
            if stop - start == _DOCUMENTS or n_characters >= _CHARACTERS:
                yield start, stop
                start, n_characters = stop, 0
            if self.placer is None:
                offsets = self.documents.offsets
                n_characters += int(offsets[stop + 1] - offsets[stop])
            elif hasattr(self.documents[stop], "__len__"):
                n_characters += len(self.documents[stop])
        yield start, len(self)

    def terms(self, start, stop, located=None):
        """Return the terms of the documents `start` to `stop` with their places.

        `located` are their `LocatedWords`, if they have been read already.
        """
        documents = self.documents[start:stop]
        if located is not None and self.placer is not None and self.placer.is_single:
            return self.placer.number_words(each.words for each in located)
        if self.placer is not None:
            return self.placer.read(rewound(documents))
        ids = documents.ids
        if documents.weights is not None:
            ids = np.where(documents.weights > 0, ids, -1)
        return PlacedTerms.of_words(ids, documents.offsets)

    def located(self, document):
        """Return the `LocatedWords` of a document."""
        if self.placer is None:
            (tokens,) = self.documents[document : document + 1].tokens()
            words = ["" if token is None else str(token) for token in tokens]
            return LocatedWords(words, _unknown(words))
        (given,) = rewound(self.documents[document : document + 1])
        words, spans, text = self._in_given(given)
        raw = text if self.raw is None else self.raw[document]
        if isinstance(raw, str) and text is not None:
            spans = spans_through(spans, raw, text)
            return LocatedWords(words, spans, raw)
        return LocatedWords(words, _unknown(words))

    def _in_given(self, given):
        """Return words, spans and the text, of a document as the vectorizer has it."""
        if self.placer.has_own_words:
            locator = WordLocator(self.vectorizer)
            text = locator.text_of(given)
            return *locator.located(text), text
        words = [str(word) for word in self.placer.words(given)]
        if self.vectorizer is not None and isinstance(given, bytes):
            given = self.vectorizer.decode(given)
        if not isinstance(given, str):
            return words, _unknown(words), None
        return words, spans_of_words(given, words), given


def _unknown(words):
    return np.full((len(words), 2), -1, dtype=np.int64)


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
        raw = None if is_table(X) else documents_in(X)
        return TextsInOrder(read.documents, placer, read.reader.vectorizer, raw)
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
    n_terms = n_terms_of(model)
    if data.n_terms != n_terms:
        raise ValueError(
            f"X has {data.n_terms} terms, and {type(model).__name__} was fitted on "
            f"{n_terms}: give sequences over the vocabulary of the model."
        )
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
