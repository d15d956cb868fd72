"""Finding the words of a text that have a vector, and where they stand."""

import re

from .._reading import NoReader, text_reader
from ._text_spans import as_token_spans

_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"\w+")


class WordFinder:
    """Finds words that have a vector in texts.

    Without a pattern, a piece of text between spaces is a word if it has a vector, and
    otherwise its words are its runs of letters and digits.

    Parameters
    ----------
    is_known : callable
        Says whether a word has a vector.
    pattern : re.Pattern, default=None
        What words look like. Its group, if it has one, is the word.
    lowercase : bool, default=True
        Whether a word that has no vector as it is written is taken in small letters.
    is_spelled : callable, default=None
        Says whether another word, as it is written, has a vector by its letters.
    """

    def __init__(self, is_known, pattern=None, *, lowercase=True, is_spelled=None):
        self.is_known = is_known
        self.pattern = pattern
        self.lowercase = lowercase
        self.is_spelled = is_spelled

    def find(self, text):
        """Return the words of a text that have a vector, and their spans.

        Returns
        -------
        words : list of str
            As they are known.
        spans : ndarray of shape (n_words, 2), int64
        """
        words, spans = [], []
        for word, start, stop in self._candidates(text):
            known = self._known(word)
            if known is not None:
                words.append(known)
                spans.append((start, stop))
        return words, as_token_spans(spans)

    def _candidates(self, text):
        """Yield pieces of text that may be words, with their start and stop."""
        if self.pattern is not None:
            group = min(self.pattern.groups, 1)
            for match in self.pattern.finditer(text):
                if match[group]:
                    yield match[group], *match.span(group)
            return
        for piece in _PIECE.finditer(text):
            if self.is_known(piece[0]):
                yield piece[0], *piece.span()
                continue
            for word in _WORD.finditer(text, *piece.span()):
                yield word[0], *word.span()

    def _known(self, word):
        """Return a word as it is known, None if it has no vector."""
        if self.is_known(word):
            return word
        if self.lowercase and self.is_known(small := word.lower()):
            return small
        spelled = self.is_spelled is not None and self.is_spelled(word)
        return word if spelled else None


class AnalyzedWordFinder:
    """Finds the words that a vectorizer makes of texts, one word at a time.

    What its pattern finds is given to its analyzer: accents, capitals, stop words and
    stems are as they were for who learned the vectors.

    Parameters
    ----------
    is_known : callable
        Says whether a word has a vector.
    vectorizer : object with `build_analyzer`
    """

    def __init__(self, is_known, vectorizer):
        self.is_known = is_known
        self.analyze = vectorizer.build_analyzer()
        own = getattr(vectorizer, "tokenizer", None) is not None
        pattern = None if own else getattr(vectorizer, "token_pattern", None)
        self.pattern = _WORD if pattern is None else re.compile(pattern)
        self.known = {}  # the words that a piece of text becomes

    def find(self, text):
        """Return the words of a text that have a vector, and their spans."""
        words, spans = [], []
        group = min(self.pattern.groups, 1)
        for match in self.pattern.finditer(text):
            piece = match[group]
            if not piece:
                continue
            if piece not in self.known:
                self.known[piece] = self._words_of(piece)
            start = match.start(group)
            for word, first, last in self.known[piece]:
                words.append(word)
                spans.append((start + first, start + last))
        return words, as_token_spans(spans)

    def _words_of(self, piece):
        """Return the words of a piece of text that have a vector, with their places."""
        made = list(self.analyze(piece))
        if len(made) == 1:
            return [(made[0], 0, len(piece))] if self.is_known(made[0]) else []
        found, place = [], 0
        written = piece if any(map(piece.count, made)) else piece.lower()
        for word in made:
            start = written.find(word, place)
            if start >= 0 and len(written) == len(piece):
                place = start + len(word)
                if self.is_known(word):
                    found.append((word, start, place))
        return found


def finder_for(word_vectors, table, pattern, *, lowercase):
    """Return what finds the words of word vectors in texts.

    Parameters
    ----------
    word_vectors : object
        Whatever `vector_lookup` takes. A vectorizer in a Pipeline makes the words.
    table : mapping
        Of words that have a vector.
    pattern : str or None
        What words look like. None: as the vectorizer has it, or pieces of text between
        spaces and runs of letters and digits.
    lowercase : bool

    Returns
    -------
    finder : object with `find`
    """
    if pattern is not None:
        pattern = re.compile(pattern)
    elif hasattr(word_vectors, "fit"):
        reader = text_reader(word_vectors)
        if not isinstance(reader, NoReader):
            return AnalyzedWordFinder(table.__contains__, reader.vectorizer)
    words = getattr(word_vectors, "wv", word_vectors)
    # FastText has vectors of words that it has not seen, made of their letters.
    spelled = hasattr(words, "key_to_index") and words.__contains__
    return WordFinder(
        table.__contains__, pattern, lowercase=lowercase, is_spelled=spelled or None
    )
