"""Words of texts as numbers of those terms that are counted."""

from itertools import chain, repeat

import numpy as np

from ..kernels.joined_words import hash_joined_words, number_joined_words

# Lookups of fewer words take less than a millisecond, and need nothing compiled.
_FEWEST_WORDS = 20_000
# Words that are joined at once: their bytes stay in the processor's cache.
_WORDS_AT_ONCE = 16_384
_AFTER_EACH = "\0"
_AFTER_ALL = 8 * _AFTER_EACH


def number_words(texts, number):
    """Return the number of each word of some texts, -1 for words without a number.

    Parameters
    ----------
    texts : list of lists (or tuples) of words
        Words are strings, or anything else that can be hashed.
    number : dict from word to int

    Returns
    -------
    numbers : ndarray of int32 of shape (n_words,)
        Of all words in reading order.
    """
    n_words = sum(map(len, texts))
    numbers = _by_bytes(texts, number, n_words) if n_words >= _FEWEST_WORDS else None
    if numbers is None:
        words = chain.from_iterable(texts)
        numbers = np.fromiter(map(number.get, words, repeat(-1)), np.int32, n_words)
    return numbers


def _by_bytes(texts, number, n_words):
    """Numbers of words; None if not all of them can be told by their bytes."""
    strings = (term for term in number if isinstance(term, str))
    terms = [term for term in strings if _AFTER_EACH not in term]
    known, _ = _hashed([_AFTER_EACH.join(terms)] if terms else [], len(terms))
    values = np.array([number[term] for term in terms], dtype=np.int32)
    numbers = np.empty(n_words, dtype=np.int32)
    start = 0
    try:
        for joined, n_joined in _joined(texts):
            words, complete = _hashed(joined, n_joined)
            if not complete:
                return None
            found = number_joined_words(*words, *known, values)
            numbers[start : start + n_joined] = found
            start += n_joined
    except TypeError:  # a word that is no string
        return None
    return numbers


def _joined(texts):
    """Yield lists of joined texts, and how many words each has."""
    joined, n_words = [], 0
    for text in texts:
        if text:
            joined.append(_AFTER_EACH.join(text))
            n_words += len(text)
        if n_words >= _WORDS_AT_ONCE:
            yield joined, n_words
            joined, n_words = [], 0
    if joined:
        yield joined, n_words


def _hashed(joined, n_words):
    """Return words as the kernel takes them, and whether they are what was joined."""
    text = _AFTER_EACH.join([*joined, _AFTER_ALL]).encode("utf-8", "surrogatepass")
    text = np.frombuffer(text, dtype=np.uint8)
    hashes, starts = hash_joined_words(text, n_words)
    # A word that holds the character after each word is two words here.
    return (text, hashes, starts), starts[n_words] == len(text) - len(_AFTER_ALL)
