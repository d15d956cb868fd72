"""Finding the words of a text that have a vector, and where they stand."""

import re

from .._reading import NoReader, text_reader
from ._text_spans import as_token_spans

_PIECE = re.compile(r"\S+")
_WORD = re.compile(r"\w+")
# What is remembered of pieces of text: most are seen again and again.
_MOST_KEPT, _LONGEST_KEPT = 1 << 18, 40


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
    """Finds the words that a vectorizer makes of texts.

    Each piece of text between spaces is given to its analyzer: accents, capitals, stop
    words and stems are as they were for who learned the vectors.

    Parameters
    ----------
    is_known : callable
        Says whether a word has a vector.
    vectorizer : object with `build_analyzer`
    """

    def __init__(self, is_known, vectorizer):
        self.is_known = is_known
        self.analyze = vectorizer.build_analyzer()
        build = getattr(vectorizer, "build_preprocessor", None)
        self.preprocess = str if build is None else build()
        own = getattr(vectorizer, "tokenizer", None) is not None
        pattern = None if own else getattr(vectorizer, "token_pattern", None)
        self.pattern = _WORD if pattern is None else re.compile(pattern)
        self.makes_phrases = getattr(vectorizer, "ngram_range", (1, 1))[1] > 1
        self.found = {}  # known words of a piece of text

    def find(self, text):
        """Return the words of a text that have a vector, and their spans."""
        words, spans = [], []
        for match in _PIECE.finditer(text):
            start = match.start()
            for word, first, last in self._known_words(match[0]):
                words.append(word)
                spans.append((start + first, start + last))
        return words, as_token_spans(spans)

    def _known_words(self, piece):
        """Return the words of a piece that have a vector, with their start and stop."""
        if piece in self.found:
            return self.found[piece]
        words = list(self.analyze(piece))
        if self.makes_phrases:  # which are no tokens
            words = [word for word in words if " " not in word]
        known = [
            (word, *place)
            for word, place in zip(words, self._places(words, piece), strict=True)
            if self.is_known(word)
        ]
        if len(piece) <= _LONGEST_KEPT:
            if len(self.found) >= _MOST_KEPT:
                self.found.clear()
            self.found[piece] = known
        return known

    def _places(self, words, piece):
        """Return start and stop of words in the piece of text that they are made of."""
        read = self.preprocess(piece)
        starts = places_of_characters(piece, read, self.preprocess)
        group = min(self.pattern.groups, 1)
        runs = [
            (match[group], *match.span(group)) for match in self.pattern.finditer(read)
        ]
        places = _in_runs(words, runs) or _in_order(words, read)
        if places is None and len(words) == len(runs):
            places = [
                run[1:] for run in runs
            ]  # other forms of the words, such as stems
        if places is None or starts is None:
            return [(0, len(piece))] * len(words)
        return [(starts[start], starts[stop]) for start, stop in places]


def places_of_characters(text, changed, change):
    """Return where in a text each character of the changed text comes from.

    Parameters
    ----------
    text, changed : str
    change : callable
        Makes `changed` of `text`, character by character.

    Returns
    -------
    starts : sequence of int, len(changed) + 1, or None
        The last one is the end of the text. None if characters are not changed one by
        one.
    """
    if len(text) == len(changed):
        return range(len(text) + 1)
    starts = [i for i, char in enumerate(text) for _ in change(char)]
    return [*starts, len(text)] if len(starts) == len(changed) else None


def _in_runs(words, runs):
    """Return the places of words among runs of letters, some of which are left out."""
    places, runs = [], iter(runs)
    for word in words:
        place = next((place for run, *place in runs if run == word), None)
        if place is None:
            return None
        places.append(place)
    return places


def _in_order(words, text):
    """Return the places of words in a text one after the other, None if not there."""
    places, stop = [], 0
    for word in words:
        start = text.find(word, stop)
        if start < 0:
            return None
        stop = start + len(word)
        places.append((start, stop))
    return places


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
