"""The words of texts in their order, piece by piece."""

import re

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from .._ngrams import PieceAnalyzer
from .._reading import analyzer_of
from .._sklearn import analyzer_steps

# What phrases do not reach over: marks between and after words. A full stop after one
# or two letters may be that of an abbreviation ("St. Louis", "J. Smith").
_CUT = re.compile(
    r"[;:,!?()\[\]{}\"“”„«»…\n\r\u2029。！？，、；：（）「」]+|(?<=\w\w\w)\.(?=\s|$)"
)


def reader_of_words(tokenizer=None):
    """Return a function from a text to the lists of words of its pieces.

    Parameters
    ----------
    tokenizer : callable, estimator or None
        Makes words of a text; or an analyzer of scikit-learn, or a vectorizer, model or
        Pipeline that has one, of which the words are taken before stop words leave and
        n-grams are made. None: words as scikit-learn's vectorizers make them.

    Returns
    -------
    read : callable
    """
    words = _words_of(tokenizer)

    def read(text):
        pieces = (_checked(words(piece), piece) for piece in _CUT.split(str(text)))
        return [piece for piece in map(list, pieces) if piece]

    return read


def _checked(words, text):
    """Refuse what is no list of words."""
    if isinstance(words, (str, bytes)) or not np.iterable(words):
        raise TypeError(
            f"tokenizer must return a list of words, and returned {words!r:.60} for "
            f"the text {text!r:.60}."
        )
    return words


def _words_of(tokenizer):
    if tokenizer is None:
        tokenizer = CountVectorizer().build_analyzer()
    if hasattr(tokenizer, "fit"):
        estimator, tokenizer = tokenizer, analyzer_of(tokenizer)
        if tokenizer is None:
            raise ValueError(
                f"tokenizer: {type(estimator).__name__} has no vectorizer to make "
                "words of texts. Give one, or a function from a text to its words."
            )
    if isinstance(tokenizer, PieceAnalyzer):
        tokenizer = tokenizer.analyze
    steps = analyzer_steps(tokenizer)
    if steps is None:
        return tokenizer
    if steps.kind == "callable":
        own = _words_of(steps.analyze)
        return lambda text: own(steps.decode(text))
    if steps.kind != "word":
        raise ValueError(
            f"tokenizer makes terms of characters (analyzer={steps.kind!r}), and "
            "phrases are made of words: give a function from a text to its words."
        )
    return lambda text: steps.tokenize(steps.preprocess(steps.decode(text)))
