"""Finding the tokens of sequences in the raw text."""

import re
from itertools import compress

import numpy as np

from .._sklearn import analyzer_steps
from ._alignment import origins_by_character, origins_by_word, spans_in_order
from ._piecewise_analysis import SPLITTERS
from ._sequence_vectorizer import SequenceVectorizer
from ._token_reader import check_iterable


def token_spans(vectorizer, raw_documents) -> list[np.ndarray]:
    """Find where the tokens of sequences stand in the raw text.

    With the positions one can show what a model says of single words, passages or
    segments in the text as it was written, with its stop words, capitals and
    punctuation.

    Parameters
    ----------
    vectorizer : SequenceVectorizer
        Fitted, or with a given vocabulary.
    raw_documents : iterable of str, bytes, paths or files
        Read once, as `vectorizer.transform` reads them.

    Returns
    -------
    spans : list of n_documents ndarrays of shape (n_tokens, 2), int64
        Start and stop of each token that ``vectorizer.transform(raw_documents)`` has,
        one for one, unknown words that are kept included: token `i` of document `d` is
        ``text[start:stop]`` with ``start, stop = spans[d][i]``. They count the
        characters of the decoded text. An n-gram goes from the start of its first
        word to the stop of its last, so several tokens end at the largest of their
        stops, which need not be the last one.

    Raises
    ------
    ValueError
        If terms are of characters, come from a callable analyzer, or are made by a
        subclass in a way of its own; if a preprocessor or a tokenizer gives something
        else than text; or if `boundaries` is a callable whose pieces are not in the
        text.
    TypeError
        If `vectorizer` is no `SequenceVectorizer`.

    Notes
    -----
    Changes of single characters (small letters, accents taken off, ligatures) are
    followed exactly. What a preprocessor or tokenizer of the caller's does is not
    known: its output is aligned with the text word by word, regardless of case and
    accents. Words that were put in the place of others (a stem, an entity, "NUMBER")
    have the spans of these; words that were put in between have empty spans.

    Examples
    --------
    >>> from sktopics.text import SequenceVectorizer, token_spans
    >>> text = "Rain, at the Café. More RAIN!"
    >>> vectorizer = SequenceVectorizer(strip_accents="unicode", stop_words=["the"])
    >>> vectorizer.fit_transform([text]).tokens()
    [['rain', 'at', 'cafe', 'more', 'rain']]
    >>> (spans,) = token_spans(vectorizer, [text])
    >>> [text[start:stop] for start, stop in spans]
    ['Rain', 'at', 'Café', 'More', 'RAIN']

    The first three tokens as they are in the text:

    >>> text[spans[0, 0] : spans[2, 1]]
    'Rain, at the Café'
    """
    if not isinstance(vectorizer, SequenceVectorizer):
        raise TypeError(
            f"vectorizer must be a SequenceVectorizer, got {type(vectorizer).__name__}."
        )
    if vectorizer.analyzer != "word":
        raise ValueError(
            f"analyzer={vectorizer.analyzer!r}: only terms that are made of words have "
            "places in the text."
        )
    vectorizer._check_vocabulary()
    if analyzer_steps(vectorizer._of_pieces().build_analyzer()) is None:
        raise ValueError(
            f"{type(vectorizer).__name__} makes its terms in a way of its own "
            "(build_analyzer or _word_ngrams), and their places in the text are not "
            "known. Change preprocessor or tokenizer in place of these methods."
        )
    locator = _Locator(vectorizer)
    return [locator.locate(document) for document in check_iterable(raw_documents)]


class _Locator:
    """The steps of a vectorizer, each of which keeps account of positions."""

    def __init__(self, vectorizer):
        self.decode = vectorizer.decode
        self.split = SPLITTERS.get(vectorizer.boundaries, vectorizer.boundaries)
        self.preprocess = vectorizer.build_preprocessor()
        self.by_character = vectorizer.preprocessor is None
        # Accents and capitals apart, ASCII stays as it is.
        self.keeps_ascii = self.by_character and not callable(vectorizer.strip_accents)
        self.tokenize = vectorizer.build_tokenizer()
        self.pattern = None
        if vectorizer.tokenizer is None:
            self.pattern = re.compile(vectorizer.token_pattern)
        self.stop_words = frozenset(vectorizer.get_stop_words() or ())
        self.ngram_range = vectorizer.ngram_range
        self.vocabulary = vectorizer.vocabulary_
        self.keep = vectorizer.unknown == "keep"

    def locate(self, document):
        """Return the spans of a document's tokens, (n_tokens, 2)."""
        text = self.decode(document)
        if not isinstance(text, str):
            raise ValueError(f"A document must be text to have places, got {text!r}.")
        spans = [np.empty((0, 2), np.int64)]
        for start, piece in self._pieces(text):
            tokens, places = self._tokens(piece)
            kept = [token not in self.stop_words for token in tokens]
            tokens = list(compress(tokens, kept))
            spans.append(self._known(tokens, places[np.array(kept, bool)]) + start)
        return np.concatenate(spans)

    def _pieces(self, text):
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

    def _tokens(self, piece):
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
            group = min(self.pattern.groups, 1)
            matches = list(self.pattern.finditer(text))
            tokens = [match[group] or "" for match in matches]
            spans = as_spans(
                match.span(group) if match[group] is not None else (match.start(),) * 2
                for match in matches
            )
        return tokens, self._in_original(piece, text, spans)

    def _own_tokens(self, text):
        """Tokens of a tokenizer of the caller's, and their spans in the text."""
        tokens = list(self.tokenize(text))
        for token in tokens:
            if not isinstance(token, str):
                raise ValueError(
                    f"tokenizer gives {token!r}, but only tokens of text have places "
                    "in it."
                )
        spans = spans_in_order(text, tokens)
        if spans is not None:
            return tokens, as_spans(spans)
        lengths = np.array([len(token) for token in tokens], dtype=np.int64)
        stops = np.cumsum(lengths + 1) - 1  # in the tokens joined by spaces
        spans = np.column_stack((stops - lengths, stops))
        return tokens, in_original(spans, *origins_by_word(text, " ".join(tokens)))

    def _in_original(self, piece, text, spans):
        """Spans in the piece, of those in the preprocessed text."""
        if text == piece or (self.keeps_ascii and piece.isascii()):
            return spans
        origins = None
        if self.by_character:
            origins = origins_by_character(piece, text, self.preprocess)
        return in_original(spans, *(origins or origins_by_word(piece, text)))

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


def as_spans(pairs):
    """Pairs of int as an array of two columns."""
    return np.array(list(pairs), dtype=np.int64).reshape(-1, 2)


def in_original(spans, starts, stops):
    """Spans in the original, given the origins of the characters of a changed text."""
    empty = spans[:, 0] == spans[:, 1]
    start = starts[spans[:, 0]]
    stop = np.where(empty, start, stops[spans[:, 1] - 1])
    return np.column_stack((np.minimum(start, stop), stop))
