"""Documents that others are to be like: rows of a corpus, ids, or texts."""

from numbers import Integral
from typing import NamedTuple

import numpy as np

from .._columns import items_of


class LikedDocuments(NamedTuple):
    """Documents that others are to be like, or unlike.

    Attributes
    ----------
    rows : ndarray of shape (n_rows,), int64
        Rows of the corpus.
    texts : list of str
        Texts, which need not be in the corpus.
    """

    rows: np.ndarray
    texts: list


def liked_documents(like, n_documents, ids, name="like") -> LikedDocuments:
    """Return the documents that a user has named.

    An item is an id, if the corpus has ids and this is one of them. Else a whole number
    is a row, if the corpus has no ids, and a str is a text.

    Parameters
    ----------
    like : int, str, id, or list of them
    n_documents : int or None
        Of the corpus; None without one.
    ids : list or None
        The ids of its documents.
    name : str, default="like"
        What messages call it.

    Raises
    ------
    TypeError
        If an item is none of these.
    ValueError
        If there are none, or if there is no such document, or several of one id.
    """
    given = _items(like, ids)
    if not len(given):
        raise ValueError(f"{name} must hold at least one document, and is empty.")
    rows, texts = [], []
    rows_of = None if ids is None else _rows_by_id(ids, given)
    for item in given:
        if isinstance(item, bool):  # which Python takes for a number
            raise _no_name(item, name)
        if rows_of is not None and rows_of[item]:
            rows.append(_only_row(item, rows_of[item], name))
        elif isinstance(item, str):
            texts.append(item)
        elif rows_of is not None:
            known = ", ".join(f"{id!r:.30}" for id in ids[:3])
            raise ValueError(
                f"There is no document with the id {item!r:.60} (ids are {known}, ...)."
            )
        else:
            rows.append(_row(item, n_documents, name))
    return LikedDocuments(np.array(rows, dtype=np.int64), texts)


def query_of_documents(query, n_documents, ids):
    """Return a query for documents with `LikedDocuments` in place of what users gave.

    Parameters
    ----------
    query : Query
    n_documents, ids
        As for `liked_documents`.
    """
    positive = liked_documents(query.positive, n_documents, ids)
    negative = query.negative
    if negative is not None:
        negative = liked_documents(negative, n_documents, ids, "negative")
    return query._replace(positive=positive, negative=negative)


def _items(like, ids):
    """Return what was given as a list; a tuple may be an id itself."""
    if isinstance(like, str) or not np.iterable(like):
        return [like]
    if isinstance(like, tuple) and ids is not None and like in ids:
        return [like]
    return list(items_of(like))


def _rows_by_id(ids, given):
    """Return the rows of the documents of some ids, a dict of lists."""
    try:
        rows_of = {item: [] for item in given}
    except TypeError:
        wrong = next((item for item in given if np.iterable(item)), given)
        raise TypeError(
            f"Documents are named by their ids or texts, and {wrong!r:.60} is none."
        ) from None
    for row, id in enumerate(ids):
        if id in rows_of:
            rows_of[id].append(row)
    return rows_of


def _only_row(item, rows, name):
    if len(rows) > 1:
        raise ValueError(
            f"{name}={item!r:.60} is the id of {len(rows)} documents, in the rows "
            f"{rows[0]} and {rows[1]}, for instance: give ids that differ as ids=, "
            "such as range(len(X)), which are rows."
        )
    return rows[0]


def _no_name(item, name):
    return TypeError(
        f"{name} must hold documents, by their rows or ids in X or as texts, and has "
        f"{item!r:.60}."
    )


def _row(item, n_documents, name):
    if not isinstance(item, Integral):
        raise _no_name(item, name)
    if n_documents is None:
        raise ValueError(
            f"{name}={item} is a row, and there are no documents: give them as X, or "
            "give the text itself."
        )
    if not 0 <= item < n_documents:
        raise ValueError(
            f"There is no document {item}: X has {n_documents}, from 0 to "
            f"{n_documents - 1}."
        )
    return int(item)
