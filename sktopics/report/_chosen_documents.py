"""Which documents of a corpus are inside a report, and their texts."""

import narwhals as nw
import numpy as np
from sklearn.utils import check_random_state

from .._columns import is_missing
from .._reading import full_texts, is_table
from ._corpus_blocks import some_documents

# Documents in a part of texts.
TEXT_BLOCK = 500


def drawn_rows(n_documents, n_most, random_state):
    """Return at most `n_most` rows, drawn at random; all, in order, if they are few.

    Parameters
    ----------
    n_documents, n_most : int
    random_state : int, RandomState instance or None
    """
    if n_documents <= n_most:
        return np.arange(n_documents)
    return check_random_state(random_state).permutation(n_documents)[:n_most].copy()


def chosen_rows(n_documents, drawn, typical):
    """Return the rows of the documents that are inside, in ascending order.

    They are all, or the typical documents of topics in turn, the best of each first,
    and as many as fit of those that were drawn.

    Parameters
    ----------
    n_documents : int
    drawn : ndarray of int
        From `drawn_rows`.
    typical : list of list of int
        Rows by topic, best first.
    """
    n_most = len(drawn)
    if n_documents == n_most:
        return drawn
    longest = max(map(len, typical), default=0)
    ranked = [
        rows[rank] for rank in range(longest) for rows in typical if rank < len(rows)
    ]
    inside = list(dict.fromkeys(ranked))[:n_most]
    others = drawn[~np.isin(drawn, inside)][: n_most - len(inside)]
    return np.sort(np.concatenate([np.array(inside, dtype=np.int64), others]))


def check_chosen_rows(rows, n_documents):
    """Return rows that a user chose, in ascending order.

    Parameters
    ----------
    rows : array-like of int or bool
    n_documents : int
    """
    found = np.asarray(rows)
    if found.ndim != 1 or (found.size and found.dtype.kind not in "biu"):
        raise TypeError(
            "documents must be a list of rows of the corpus or a mask of all, got "
            f"{rows!r:.60}."
        )
    if (not found.any() and found.dtype.kind == "b") or not found.size:
        raise ValueError("documents must name a row of the corpus at least.")
    if found.dtype.kind == "b":
        if len(found) != n_documents:
            raise ValueError(
                f"documents is a mask of {len(found)} documents, and there are "
                f"{n_documents}."
            )
        return np.flatnonzero(found)
    wrong = found[(found < 0) | (found >= n_documents)]
    if len(wrong):
        raise ValueError(
            f"documents names row {wrong[0]}, and there are rows 0 to "
            f"{n_documents - 1}."
        )
    if len(np.unique(found)) < len(found):
        raise ValueError("documents must not name a row twice.")
    return np.sort(found).astype(np.int64)


def texts_of(model, X, rows, text_length):
    """Return the texts of some documents, or None where they are numbers.

    Parameters
    ----------
    model : estimator, Pipeline or search
    X : object or None
    rows : ndarray of int
    text_length : int or None
        Characters after which texts are cut, after a word.

    Returns
    -------
    texts : list of str, or None
    n_cut : int
        How many were cut.
    """
    if X is None:
        return None, 0
    some = some_documents(X, rows)
    texts = full_texts(model, some)
    if texts is None:
        texts = _longest_column(some) if is_table(some) else _joined_tokens(some)
    if texts is None or text_length is None:
        return texts, 0
    cut = [cut_text(text, text_length) for text in texts]
    n_cut = sum(len(a) < len(b) for a, b in zip(cut, texts, strict=True))
    return cut, n_cut


def _joined_tokens(documents):
    """Return lists of tokens as texts, None where documents are something else."""
    if not isinstance(documents, list):
        return None
    for document in documents:
        if not isinstance(document, list | tuple):
            return None
        if not all(isinstance(token, str) for token in document):
            return None
    return [" ".join(document) for document in documents]


def _longest_column(table):
    """Return the longest texts that a frame has in a column, None without any."""
    try:
        frame = nw.from_native(table, eager_only=True)
    except TypeError:  # an array
        return None
    found, most = None, -1
    for name in frame.columns:
        values = frame[name].to_list()
        if not all(isinstance(v, str) or is_missing(v) for v in values):
            continue
        texts = [value if isinstance(value, str) else "" for value in values]
        length = sum(map(len, texts))
        if length > most:
            found, most = texts, length
    return found


def cut_text(text, length):
    """Return the first characters of a text, up to the end of a word.

    Examples
    --------
    >>> cut_text("a ship at sea", 9)
    'a ship at'
    >>> cut_text("a ship at sea", 8)
    'a ship'
    """
    if len(text) <= length:
        return text
    if text[length].isspace():
        return text[:length].rstrip()
    head = text[:length]
    for place in range(length - 1, length // 2, -1):
        if head[place].isspace():
            return head[:place].rstrip()
    return head


def text_parts(texts):
    """Return texts as lists of the parts of the report."""
    return [
        texts[start : start + TEXT_BLOCK] for start in range(0, len(texts), TEXT_BLOCK)
    ]
