"""Where tokens stand in the characters of a raw text."""

import re

import numpy as np

# Halves of characters, which no encoding of text has.
_SURROGATES = re.compile("[\ud800-\udfff]")


def as_token_spans(spans):
    """Return pairs of characters as an array of shape (n_tokens, 2)."""
    return np.array(spans, dtype=np.int64).reshape(-1, 2)


def encodable(text):
    """Return a text of the same length without halves of characters.

    Tokenizers refuse them.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def in_small_letters(text):
    """Return a text of the same length in small letters."""
    small = text.lower()
    if len(small) == len(text):
        return small
    letters = ((char, char.lower()) for char in text)
    return "".join(low if len(low) == 1 else char for char, low in letters)


def trimmed(spans, text):
    """Take spaces off the ends of spans.

    Some tokenizers count the space before a word to the word, or make a token of it.

    Parameters
    ----------
    spans : ndarray of shape (n_tokens, 2), int64
    text : str

    Returns
    -------
    spans : ndarray of shape (n_tokens, 2), int64
    kept : ndarray of shape (n_tokens,), bool
        Which of them are not empty.
    """
    length = len(text)
    ink = np.fromiter((not char.isspace() for char in text), bool, length)
    places = np.arange(length + 1)
    # The first character at or after each place that is no space; the last before it.
    after = np.full(length + 1, length)
    after[:-1] = np.where(ink, places[:-1], length)
    after = np.minimum.accumulate(after[::-1])[::-1]
    before = np.zeros(length + 1, dtype=np.int64)
    before[1:] = np.where(ink, places[1:], 0)
    before = np.maximum.accumulate(before)
    trimmed_spans = np.column_stack((after[spans[:, 0]], before[spans[:, 1]]))
    kept = trimmed_spans[:, 0] < trimmed_spans[:, 1]
    return trimmed_spans, kept
