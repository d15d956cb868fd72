"""How a document of the training corpus is known when it comes again."""

from hashlib import blake2b

import numpy as np

_KEY_BYTES = 8
# So many are quicker compared with all that are known than looked up in their order.
_FEW_KEYS = 8


def text_keys(documents):
    """Return a number of 64 bits for each text, the same for the same text."""
    return _keys(document.encode("utf-8", "surrogatepass") for document in documents)


def corpus_key(documents):
    """Return a number of 64 bits for texts in their order.

    A corpus is compared by it several times faster than text by text.
    """
    lengths = np.fromiter(map(len, documents), np.int64, len(documents))
    digest = blake2b(lengths.tobytes(), digest_size=_KEY_BYTES)
    digest.update("".join(documents).encode("utf-8", "surrogatepass"))
    return int.from_bytes(digest.digest(), "little")


def vector_keys(vectors):
    """Return a number of 64 bits for each row, the same for equal bits."""
    if not vectors.size:
        return _keys(b"" for _ in vectors)
    # Slices of one buffer: arrays of each row take longer to make.
    raw = memoryview(np.ascontiguousarray(vectors)).cast("B")
    size = len(raw) // len(vectors)
    return _keys(raw[start : start + size] for start in range(0, len(raw), size))


def _keys(contents):
    digests = (
        blake2b(content, digest_size=_KEY_BYTES).digest() for content in contents
    )
    return np.frombuffer(b"".join(digests), dtype=np.uint64)


def find_rows(keys, known, labels):
    """Return where each of `keys` stands among those `known`, -1 if it does not.

    One key has one row, whatever keys come with it. Where a key is known several times,
    it is the first row of the label that most of these have: of labels that as many
    have, the lowest, and -1 last.

    Parameters
    ----------
    keys : ndarray of shape (n_documents,), uint64
    known : ndarray of shape (n_learned,), uint64
    labels : ndarray of shape (n_learned,), int
    """
    if 0 < len(keys) <= _FEW_KEYS < len(known):
        hits = np.flatnonzero(np.logical_or.reduce([known == key for key in keys]))
        rows = _find_rows(keys, known[hits], labels[hits])
        return np.append(hits, -1)[rows]
    return _find_rows(keys, known, labels)


def _find_rows(keys, known, labels):
    rows = np.full(len(keys), -1)
    if not len(known):
        return rows
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    first = np.minimum(np.searchsorted(ordered, keys), len(known) - 1)
    found = ordered[first] == keys
    rows[found] = order[first[found]]
    after = np.minimum(first + 1, len(known) - 1)
    several = found & (ordered[after] == keys) & (after > first)
    if several.any():
        starts, which = np.unique(first[several], return_inverse=True)
        sizes = np.searchsorted(ordered, ordered[starts], side="right") - starts
        group = np.repeat(np.arange(len(starts)), sizes)
        before = np.cumsum(sizes) - sizes
        place = np.arange(len(group)) + np.repeat(starts - before, sizes)
        rows[several] = _first_of_majority(group, order[place], labels)[which]
    return rows


def _first_of_majority(group, members, labels):
    """Return for each group its first member that has the label of most of them.

    Parameters
    ----------
    group : ndarray of shape (n_members,), int
        0, 1, ..., ascending, each at least once.
    members : ndarray of shape (n_members,), int
        Ascending in each group.
    labels : ndarray of shape (n_documents,), int
    """
    # As unsigned numbers, -1 is the largest.
    label = labels[members].astype(np.int64).view(np.uint64)
    by_label = np.lexsort((label, group))  # stable: members stay in their order
    group, label, members = group[by_label], label[by_label], members[by_label]
    is_start = np.ones(len(group), dtype=bool)
    is_start[1:] = (group[1:] != group[:-1]) | (label[1:] != label[:-1])
    start = np.flatnonzero(is_start)
    size = np.diff(np.append(start, len(group)))
    best_first = start[np.lexsort((label[start], -size, group[start]))]
    _, place = np.unique(group[best_first], return_index=True)
    return members[best_first[place]]
