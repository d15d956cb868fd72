"""Words that are found in the bytes of a text, which a zero byte separates.

Eight bytes are read at once, as one number, so that finding a word takes less than a
lookup of a string of Python.
"""

import numpy as np

from ._jit import jit

# Words of eight bytes in which each byte is 1, or has its highest bit.
_ONES = np.uint64(0x0101010101010101)
_HIGHS = np.uint64(0x8080808080808080)
# Times 256**k, its highest byte is k.
_COUNTS = np.uint64(0x0001020304050607)
# An odd number without a pattern: 2**64 divided by the golden ratio.
_MIXER = np.uint64(0x9E3779B97F4A7C15)
_ZERO, _ONE, _SEVEN, _EIGHT = (np.uint64(n) for n in (0, 1, 7, 8))
_HALF, _TOP = np.uint64(32), np.uint64(56)


@jit
def hash_joined_words(text, n_words):
    r"""Return a hash of each word, and where it starts.

    Parameters
    ----------
    text : ndarray of uint8
        The bytes of the words, a zero byte after each, and eight zero bytes.
    n_words : int

    Returns
    -------
    hashes : ndarray of uint64 of shape (n_words,)
    starts : ndarray of uint64 of shape (n_words + 1,)
        The last is where the words end. It is ``len(text) - 8`` if there are `n_words`
        words in the text, and only then.

    Notes
    -----
    In Python, but for the hashes, equal words have equal ones ::

        words = bytes(text).split(b"\0")[:n_words]
        starts = np.cumsum([0, *(len(word) + 1 for word in words)])
    """
    hashes = np.empty(n_words, dtype=np.uint64)
    starts = np.empty(n_words + 1, dtype=np.uint64)
    end = np.uint64(len(text) - 8)
    place = _ZERO
    for i in range(n_words):
        place = min(place, end)
        starts[i] = place
        value = _MIXER
        while True:
            eight = _eight_bytes(text, place)
            zeros = _first_zero(eight)
            if zeros != _ZERO:
                break
            value = _mixed(value, eight)
            place += _EIGHT
        # The one bit is the highest of the first byte that is 0.
        below = (zeros >> _SEVEN) - _ONE
        hashes[i] = _mixed(value, eight & below)
        place += (((below + _ONE) * _COUNTS) >> _TOP) + _ONE
    starts[n_words] = place
    return hashes, starts


@jit
def number_joined_words(
    text, hashes, starts, terms, term_hashes, term_starts, term_numbers
):
    """Return the number of the term that each word is, -1 if it is none.

    Parameters
    ----------
    text, hashes, starts : ndarray
        The words, as for `hash_joined_words`, and what it returns.
    terms, term_hashes, term_starts : ndarray
        The same of the terms, which are all different.
    term_numbers : ndarray of int32 of shape (n_terms,)

    Returns
    -------
    numbers : ndarray of int32 of shape (n_words,)

    Notes
    -----
    In Python, with the words and terms as bytes ::

        number = dict(zip(terms, term_numbers))
        np.array([number.get(word, -1) for word in words])
    """
    slots, marks = _hash_table(term_hashes)
    last = np.uint64(len(slots) - 1)
    numbers = np.full(len(hashes), -1, dtype=np.int32)
    likely = np.empty(len(hashes), dtype=np.int64)
    n_likely = 0
    # Words of a term's mark first, and all of them without a branch: processors guess
    # wrongly which words are terms.
    for i in range(len(hashes)):
        slot = _marked_slot(hashes[i], hashes[i] & last, marks)
        likely[n_likely] = i
        n_likely += marks[slot] != 0
    for i in likely[:n_likely]:
        slot = _marked_slot(hashes[i], hashes[i] & last, marks)
        while marks[slot] != 0:
            term = slots[slot]
            if _same_word(text, starts[i], terms, term_starts[term]):
                numbers[i] = term_numbers[term]
                break
            slot = _marked_slot(hashes[i], (slot + _ONE) & last, marks)
    return numbers


@jit
def _hash_table(hashes):
    """Terms in places given by the lowest bits of their hashes, and marks of them.

    Marks are much smaller than terms. That of a free place is 0.
    """
    size = 16
    while size < 16 * len(hashes):
        size *= 2
    slots = np.empty(size, dtype=np.int32)
    marks = np.zeros(size, dtype=np.uint32)
    last = np.uint64(size - 1)
    for i in range(len(hashes)):
        slot = hashes[i] & last
        while marks[slot] != 0:
            slot = (slot + _ONE) & last
        slots[slot] = i
        marks[slot] = _mark(hashes[i])
    return slots, marks


@jit
def _mark(value):
    """Return the highest bits of a hash, never 0."""
    return np.uint32((value >> _HALF) | _ONE)


@jit
def _marked_slot(value, slot, marks):
    """Return the first place from `slot` on that is free or has a hash's mark."""
    last = np.uint64(len(marks) - 1)
    mark = _mark(value)
    while marks[slot] != 0 and marks[slot] != mark:
        slot = (slot + _ONE) & last
    return slot


@jit
def _same_word(text, place, other, other_place):
    """Whether the words at two places are equal, up to the zero byte after them."""
    while True:
        eight = _eight_bytes(text, place)
        zeros = _first_zero(eight)
        different = eight ^ _eight_bytes(other, other_place)
        if zeros != _ZERO:
            # That byte is 0 in both, and what follows is of the next words.
            return different & (zeros | (zeros - _ONE)) == _ZERO
        if different != _ZERO:
            return False
        place += _EIGHT
        other_place += _EIGHT


@jit
def _eight_bytes(text, place):
    """Eight bytes as a number, the first the lowest, on every machine."""
    eight = _ZERO
    for i in range(8):
        shift = np.uint64(8 * i)
        eight |= np.uint64(text[place + np.uint64(i)]) << shift
    return eight


@jit
def _first_zero(eight):
    """Return the highest bit of the first byte that is 0; 0 if none of eight is."""
    # Subtraction borrows only above a byte that is 0: the lowest bit found is right.
    zeros = (eight - _ONES) & ~eight & _HIGHS
    return zeros & (~zeros + _ONE)


@jit
def _mixed(value, eight):
    value = (value ^ eight) * _MIXER
    return value ^ (value >> _HALF)
