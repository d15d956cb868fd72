"""Where the words of a vectorizer stand in the raw text."""

import re
import sys
from functools import cache
from itertools import chain

import numpy as np

from .._text_edits import in_original
from ._alignment import origins_by_character, origins_by_word, spans_in_order
from ._piecewise_analysis import SPLITTERS

__all__ = [
    "WordLocator",
    "as_spans",
    "spans_of_words",
    "spans_through",
]

# A span of a word that is not found.
UNKNOWN = -1
# Texts of so many characters are read faster as arrays.
_LONG = 300
# That of CountVectorizer: two letters, digits or underscores or more.
_USUAL_PATTERN = r"(?u)\b\w\w+\b"


class WordLocator:
    """The steps of a vectorizer of words, each of which keeps account of positions.

    Parameters
    ----------
    vectorizer : CountVectorizer or SequenceVectorizer
        Its terms are made of words.
    """

    def __init__(self, vectorizer):
        boundaries = getattr(vectorizer, "boundaries", None)
        self.decode = vectorizer.decode
        self.split = SPLITTERS.get(boundaries, boundaries)
        self.preprocess = vectorizer.build_preprocessor()
        # A preprocessor or a tokenizer may tell itself where its output comes from.
        self.origins = getattr(vectorizer.preprocessor, "origins", None)
        self.places = getattr(vectorizer.tokenizer, "spans", None)
        self.by_character = vectorizer.preprocessor is None
        # Accents and capitals apart, ASCII stays as it is.
        self.keeps_ascii = self.by_character and not callable(vectorizer.strip_accents)
        # A capital may become two characters, and none becomes nothing.
        self.keeps_length = self.by_character and vectorizer.strip_accents is None
        self.tokenize = vectorizer.build_tokenizer()
        self.pattern = None
        if vectorizer.tokenizer is None:
            self.pattern = re.compile(vectorizer.token_pattern)

    def located(self, text):
        """Return the words of a decoded text, stop words included, and their spans.

        Returns
        -------
        words : list of str
        spans : ndarray of shape (n_words, 2), int64
        """
        found, spans = [], [np.empty((0, 2), np.int64)]
        for start, piece in self.pieces(text):
            words, places = self.words_of_piece(piece)
            found += words
            spans.append(places + start)
        return found, np.concatenate(spans)

    def text_of(self, document):
        """Return a document as text."""
        text = self.decode(document)
        if not isinstance(text, str):
            raise ValueError(f"A document must be text to have places, got {text!r}.")
        return text

    def pieces(self, text):
        """Start and text of each piece between boundaries."""
        if self.split is None:
            yield 0, text
            return
        place = 0
        for piece in self.split(text):
            start = text.find(piece, place)
            if start < 0:
                raise ValueError(
                    "boundaries: a piece is not in the text, or not after the piece "
                    f"before it: {piece[:40]!r}."
                )
            yield start, piece
            place = start + len(piece)

    def words_of_piece(self, piece):
        """All tokens of a piece, and their spans in it, stop words included."""
        text = self.preprocess(piece)
        if not isinstance(text, str):
            raise ValueError(
                f"preprocessor gives {type(text).__name__}, but only tokens of text "
                "have places in it."
            )
        if self.pattern is None:
            tokens, spans = self._own_tokens(text)
        else:
            tokens, spans = self._matches(text)
        return tokens, self._in_original(piece, text, spans)

    def _matches(self, text):
        """Tokens that match the pattern, and their spans in the text."""
        if len(text) >= _LONG and self.pattern.pattern == _USUAL_PATTERN:
            return self.pattern.findall(text), _runs_of_letters(text)
        matches = list(self.pattern.finditer(text))
        if not self.pattern.groups:
            edges = chain.from_iterable(map(re.Match.span, matches))
            spans = np.fromiter(edges, np.int64, 2 * len(matches)).reshape(-1, 2)
            return list(map(re.Match.group, matches)), spans
        spans = as_spans(
            match.span(1) if match[1] is not None else (match.start(),) * 2
            for match in matches
        )
        return [match[1] or "" for match in matches], spans

    def _own_tokens(self, text):
        """Tokens of a tokenizer of the caller's, and their spans in the text."""
        tokens = list(self.tokenize(text))
        for token in tokens:
            if not isinstance(token, str):
                raise ValueError(
                    f"tokenizer gives {token!r}, but only tokens of text have places "
                    "in it."
                )
        if self.places is not None:
            return tokens, as_spans(self.places(text))
        spans = spans_in_order(text, tokens)
        if spans is not None:
            return tokens, as_spans(spans)
        spans = _joined_spans(tokens)
        return tokens, in_original(spans, *origins_by_word(text, " ".join(tokens)))

    def _in_original(self, piece, text, spans):
        """Spans in the piece, of those in the preprocessed text."""
        if text == piece or (self.keeps_ascii and piece.isascii()):
            return spans
        if self.keeps_length and len(text) == len(piece):
            return spans
        origins = None
        if self.origins is not None:
            origins = self.origins(piece)
        elif self.by_character:
            origins = origins_by_character(piece, text, self.preprocess)
        return in_original(spans, *(origins or origins_by_word(piece, text)))


@cache
def _is_letter():
    r"""Return which characters `\w` stands for, by their numbers."""
    found = np.zeros(sys.maxunicode + 1, dtype=bool)
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    found[[match.start() for match in re.finditer(r"\w", every)]] = True
    return found


def _runs_of_letters(text):
    """Return the spans of the matches of `_USUAL_PATTERN`, much faster."""
    numbers = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    inside = np.zeros(len(numbers) + 2, dtype=np.int8)
    inside[1:-1] = _is_letter()[numbers]
    edges = np.diff(inside)
    spans = np.column_stack((np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)))
    return spans[spans[:, 1] - spans[:, 0] > 1]


def spans_of_words(text, words):
    """Find words in a text of which nothing else is known.

    Such are the terms of an analyzer of the user's.

    Parameters
    ----------
    text, words : str, list of str

    Returns
    -------
    spans : ndarray of shape (n_words, 2), int64
        -1 for words that are not found.

    Examples
    --------
    >>> spans_of_words("He didn't go.", ["he", "did", "not", "go"]).tolist()
    [[0, 2], [3, 6], [6, 9], [10, 12]]
    """
    spans = spans_in_order(text, words)
    if spans is not None:
        return as_spans(spans)
    if any(any(map(str.isspace, word)) for word in words):  # n-grams, in any order
        return np.full((len(words), 2), UNKNOWN)
    return spans_through(_joined_spans(words), text, " ".join(words))


def spans_through(spans, original, changed):
    """Return spans in the original of a text, given those in what it was changed to.

    The texts are aligned word by word.

    Parameters
    ----------
    spans : ndarray of shape (n_words, 2), int64
        -1 for words that are not found.
    original, changed : str

    Returns
    -------
    spans : ndarray of shape (n_words, 2), int64
        -1 also for words that come from nothing.
    """
    if original == changed or not len(spans):
        return spans
    known = spans[:, 0] >= 0
    found = np.full_like(spans, UNKNOWN)
    found[known] = in_original(spans[known], *origins_by_word(original, changed))
    found[found[:, 0] == found[:, 1]] = UNKNOWN
    return found


def _joined_spans(words):
    """Spans of words in the text in which spaces join them."""
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    stops = np.cumsum(lengths + 1) - 1
    return np.column_stack((stops - lengths, stops))


def as_spans(pairs):
    """Pairs of int as an array of two columns."""
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
