"""Vectorizers that tell where their tokens stand in the raw text."""

from itertools import compress

import numpy as np

from .._sklearn import analyzer_steps
from ._token_reader import check_iterable
from .word_places import WordLocator, as_spans


class LocatedTokensMixin:
    """For vectorizers whose tokens are words, or n-grams of these."""

    def token_spans(self, raw_documents) -> list[np.ndarray]:
        """Find where the tokens of sequences stand in the raw text.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files

        Returns
        -------
        spans : list of n_documents ndarrays of shape (n_tokens, 2), int64
            Start and stop of each token in characters, as
            :func:`~sktopics.text.token_spans` finds them.

        Raises
        ------
        ValueError
            If the places of tokens are not known, see there.
        """
        locator = _locator_of(self)
        return [locator.locate(document) for document in check_iterable(raw_documents)]


def _locator_of(vectorizer):
    """Return what finds the terms of a vectorizer in texts."""
    if vectorizer.analyzer != "word":
        raise ValueError(
            f"analyzer={vectorizer.analyzer!r}: only terms that are made of words have "
            "places in the text."
        )
    vectorizer._check_vocabulary()
    if analyzer_steps(vectorizer._of_pieces().build_analyzer()) is None:
        raise ValueError(
            f"{type(vectorizer).__name__} makes its terms in a way of its own "
            "(build_analyzer or _word_ngrams), and their places in the text are "
            "not known. Change preprocessor or tokenizer in place of these methods."
        )
    return _Locator(vectorizer)


class _Locator(WordLocator):
    """Finds the terms of a SequenceVectorizer in texts."""

    def __init__(self, vectorizer):
        super().__init__(vectorizer)
        self.stop_words = frozenset(vectorizer.get_stop_words() or ())
        self.ngram_range = vectorizer.ngram_range
        self.vocabulary = vectorizer.vocabulary_
        self.keep = vectorizer.unknown == "keep"

    def locate(self, document):
        """Return the spans of a document's tokens, (n_tokens, 2)."""
        spans = [np.empty((0, 2), np.int64)]
        for start, piece in self.pieces(self.text_of(document)):
            tokens, places = self.words_of_piece(piece)
            kept = [token not in self.stop_words for token in tokens]
            tokens = list(compress(tokens, kept))
            spans.append(self._known(tokens, places[np.array(kept, bool)]) + start)
        return np.concatenate(spans)

    def _known(self, tokens, spans):
        """Spans of n-grams that the vocabulary has, in reading order."""
        smallest, largest = self.ngram_range
        if largest == 1:
            known = [self.keep or token in self.vocabulary for token in tokens]
            return spans[np.array(known, bool)]
        found = [
            (spans[i, 0], spans[i + n - 1, 1])
            for i in range(len(tokens))
            for n in range(smallest, min(largest, len(tokens) - i) + 1)
            if self.keep or " ".join(tokens[i : i + n]) in self.vocabulary
        ]
        return as_spans(found)
