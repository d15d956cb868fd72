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
    order = np.argsort(known, kind="stable")
    ordered = known[order]
    first = np.searchsorted(ordered, keys, side="left")
    n_known = np.searchsorted(ordered, keys, side="right") - first
    rows = np.full(len(keys), -1)
    found = n_known > 0
    rows[found] = order[first[found]]
    several = n_known > 1
    if several.any():
        starts, which = np.unique(first[several], return_inverse=True)
        sizes = np.zeros(len(ordered), dtype=np.int64)
        sizes[first[several]] = n_known[several]
        group = np.repeat(np.arange(len(starts)), sizes[starts])
        place = np.arange(len(group)) + np.repeat(
            starts - np.cumsum(sizes[starts]) + sizes[starts], sizes[starts]
        )
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
