"""Documents of which nothing is known: blank texts, and vectors of zeros.

A document that an encoder knows nothing of has a vector of zeros, whatever the encoder
itself makes of it (`encode`). So has a blank text, which no encoder is asked about.
"""

import unicodedata

import numpy as np

# Separators, control characters, and characters of format such as a byte order mark
# or a space of no width.
_BLANK = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def are_blank(documents):
    """Which texts hold nothing that can be seen, (n_documents,) of bool."""
    # Most texts begin with a letter, which is quickly seen.
    blank = [not text[:1].isalnum() and is_blank(text) for text in documents]
    return np.array(blank, dtype=bool)


def is_blank(text):
    """Whether a text holds nothing that can be seen: spaces, control characters."""
    return not any(
        character.isalnum() or unicodedata.category(character) not in _BLANK
        for character in text
    )


def are_known(vectors):
    """Of which documents something is known, by their vectors, (n_documents,) of bool.

    ``vectors.any(axis=1)``, which the first column mostly tells.
    """
    known = vectors[:, 0] != 0
    others = np.flatnonzero(~known)
    if len(others):
        known[others] = vectors[others].any(axis=1)
    return known


def rows_with_content(vectors):
    """Return the rows of documents of which something is known.

    Raises
    ------
    ValueError
        If there are none.
    """
    rows = np.flatnonzero(are_known(vectors))
    check_any_said(rows, len(vectors))
    return rows


def check_any_said(rows, n_documents, beside="embeddings"):
    """Refuse a corpus of which nothing is known.

    Parameters
    ----------
    rows : ndarray of int
        The documents of which something is known.
    n_documents : int
    beside : str, default="embeddings"
        The parameter that takes vectors in place of those of the encoder.
    """
    if not len(rows):
        raise ValueError(
            f"Nothing is known of the documents (got {n_documents}): each of them is "
            "blank, or has a vector of zeros, as a text has without any word that the "
            f"encoder knows. Give documents that the encoder can read, or {beside}."
        )


def rows_of_some(rows, n_rows):
    """Return the rows, None if they are all."""
    return None if len(rows) == n_rows else rows


def rows_taken(array, rows):
    """Return some rows of an array; the array itself if they are all."""
    return array if len(rows) == len(array) else array[rows]


def in_rows(values, rows, n_rows, fill=0):
    """Return an array with `values` in some rows, and `fill` in the others.

    `values` themselves, if there are no others.
    """
    if len(rows) == n_rows:
        return values
    spread = np.full((n_rows, *values.shape[1:]), fill, dtype=values.dtype)
    spread[rows] = values
    return spread
