"""Words of texts, found in their bytes and numbered: no Python string for each."""

import numpy as np

from ._jit import jit

_FNV_OFFSET, _FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
_S29 = np.uint64(29)


@jit
def scan_words(text, offsets, is_word, least, table, hashes, starts, sizes, ids, ends):
    """Find the words of documents, and number them as they first occur.

    A word is a longest run of characters c with ``is_word[c]``, at least `least` of
    them. Equals, for `documents` of which ``text[offsets[d]:offsets[d + 1]]`` is the
    UTF-8 of the d-th::

        number = {}
        for d, document in enumerate(documents):
            runs = re.findall(f"[{word_characters}]{{{least},}}", document)
            ids.extend(number.setdefault(run, len(number)) for run in runs)
            ends[d] = len(ids)

    Parameters
    ----------
    text : (n_bytes,) uint8
        UTF-8. A character that is cut off at the end of a document is read as far as
        it goes.
    offsets : (n_documents + 1,) ints
    is_word : (n_characters,) bools
        By code point, from 0 to 127 at least. Larger ones are no word characters.
    least : int
        Fewest characters of a word.
    table : (n_slots,) int32
        Filled with -1; a power of 2, larger than `hashes`.
    hashes : (n_most,) uint64
        Room for as many different words.
    starts, sizes : (n_most,) int64
        To be filled with where each word first occurs in `text`, and its bytes there.
    ids : (n,) ints
        To be filled with the words' numbers; ``n_bytes // least`` is long enough.
    ends : (n_documents,) ints
        To be filled with how many words there are up to the end of each document.

    Returns
    -------
    n_distinct : int
        How many different words there are; -1 if there is no room for all.
    """
    n_words, n_distinct, mask = 0, 0, table.size - 1
    for d in range(offsets.size - 1):
        i, stop = offsets[d], offsets[d + 1]
        while i < stop:
            first, n_characters, h = i, 0, _FNV_OFFSET
            while i < stop:
                lead = text[i]
                if lead < 128:
                    if not is_word[lead]:
                        break
                    h = (h ^ np.uint64(lead)) * _FNV_PRIME
                    i += 1
                else:
                    size, code = _beyond_ascii(text, i, stop)
                    if code >= is_word.size or not is_word[code]:
                        break
                    h = (h ^ np.uint64(code)) * _FNV_PRIME
                    i += size
                n_characters += 1
            if n_characters >= least:
                h ^= h >> _S29
                size = i - first
                slot = np.int64(h) & mask
                word = table[slot]
                while word >= 0:
                    alike = hashes[word] == h and sizes[word] == size
                    if alike and _are_same(text, starts[word], first, size):
                        break
                    slot = (slot + 1) & mask
                    word = table[slot]
                if word < 0:
                    if n_distinct == hashes.size:
                        return -1
                    word = table[slot] = n_distinct
                    hashes[word], starts[word], sizes[word] = h, first, size
                    n_distinct += 1
                ids[n_words] = word
                n_words += 1
            # What ends a word is no word character.
            while i < stop and text[i] < 128 and not is_word[text[i]]:
                i += 1
            if i < stop and text[i] >= 128:
                size, code = _beyond_ascii(text, i, stop)
                if code >= is_word.size or not is_word[code]:
                    i += size
        ends[d] = n_words
    return n_distinct


@jit
def _beyond_ascii(text, i, stop):
    """Return how many bytes the character at i takes, and its code point."""
    lead = np.int64(text[i])
    if lead < 0xE0:
        size, code = 2, lead & 0x1F
    elif lead < 0xF0:
        size, code = 3, lead & 0x0F
    else:
        size, code = 4, lead & 0x07
    size = min(size, stop - i)
    for j in range(i + 1, i + size):
        code = code << 6 | np.int64(text[j]) & 0x3F
    return size, code


@jit
def _are_same(text, a, b, size):
    """Whether the bytes at a and at b are the same."""
    j = 0
    while j < size and text[a + j] == text[b + j]:
        j += 1
    return j == size
