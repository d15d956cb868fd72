"""How a document of the training corpus is known when it comes again."""

from hashlib import blake2b

import numpy as np

_KEY_BYTES = 8


def text_keys(documents):
    """Return a number of 64 bits for each text, the same for the same text."""
    return _keys(document.encode("utf-8", "surrogatepass") for document in documents)


def vector_keys(vectors):
    """Return a number of 64 bits for each row, the same for equal bits."""
    return _keys(row.tobytes() for row in vectors)


def _keys(contents):
    digests = (
        blake2b(content, digest_size=_KEY_BYTES).digest() for content in contents
    )
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def find_rows(keys, known):
    """Return where each of `keys` stands among those `known`, -1 if it does not.

    Where a key is known several times, its first occurrence in `keys` gets the first
    of them, its second the second, and so on from the start: a corpus that comes
    again is found row by row, even where documents repeat themselves.
    """
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    first = np.searchsorted(ordered, keys, side="left")
    n_known = np.searchsorted(ordered, keys, side="right") - first
    rows = np.full(len(keys), -1)
    found = np.flatnonzero(n_known)
    turn = occurrence_numbers(keys[found]) % n_known[found]
    rows[found] = order[first[found] + turn]
    return rows


def occurrence_numbers(keys):
    """How many equal keys stand before each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.searchsorted(ordered, ordered, side="left")
    numbers = np.empty(len(keys), dtype=np.int64)
    numbers[order] = np.arange(len(keys)) - starts
    return numbers
