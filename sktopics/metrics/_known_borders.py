"""True borders of documents, found by the documents that a scorer is given."""

from collections.abc import Mapping

import numpy as np

from .._columns import items_of
from ._known_labels import row_keys


def are_borders(y):
    """Whether `y` holds a list of positions for each document, and not labels."""
    if y is None or isinstance(y, (str, bytes, Mapping)) or not np.iterable(y):
        return False
    documents = list(items_of(y))
    return bool(documents) and all(map(_are_positions, documents))


def _are_positions(document):
    """Whether a document has a list of numbers, and not a label or several."""
    if isinstance(document, (str, bytes, Mapping)) or not np.iterable(document):
        return False
    values = np.asarray(document)
    return values.size == 0 or values.dtype.kind in "iufb"


class KnownBorders:
    """Borders of documents, looked up by the documents.

    Parameters
    ----------
    borders : dict or list of borders
        A dict from texts to borders; or a list, in the order of `X`.
    X : documents, default=None
        The documents whose borders a list holds. Without them, a list is of the
        documents that are scored, in their order.
    """

    def __init__(self, borders, X=None):
        self.in_order, self.by_content = None, {}
        if isinstance(borders, Mapping):
            if X is not None:
                raise TypeError(
                    "X says which documents a list of borders is for. A dict of "
                    "borders names the documents itself: leave X out."
                )
            self.by_content = dict(borders)
            return
        if not are_borders(borders):
            raise TypeError(
                "borders must be a list of positions for each document, or a dict from "
                f"documents to such lists, got {borders!r:.60}."
            )
        borders = list(items_of(borders))
        if X is None:
            self.in_order = borders
            return
        keys = row_keys(X)
        if len(keys) != len(borders):
            raise ValueError(
                f"borders are of {len(borders)} documents, and X has {len(keys)}."
            )
        first = {}
        for row, (key, found) in enumerate(zip(keys, borders, strict=True)):
            before = first.setdefault(key, row)
            if before != row and not np.array_equal(borders[before], found):
                raise ValueError(
                    f"Documents {before} and {row} of X are the same and have other "
                    "borders, so that a document does not tell its borders."
                )
            self.by_content[key] = found

    def of(self, X):
        """Return the borders of the documents `X`, a list."""
        if self.in_order is not None:
            n_documents = X.shape[0] if hasattr(X, "shape") else len(X)
            if n_documents != len(self.in_order):
                raise ValueError(
                    f"borders are of {len(self.in_order)} documents, and {n_documents} "
                    "are scored: which are theirs cannot be told. Give the documents, "
                    "too, segmentation_scorer(borders=borders, X=documents), or a dict "
                    "from documents to borders."
                )
            return self.in_order
        keys = row_keys(X)
        for row, key in enumerate(keys):
            if key not in self.by_content:
                raise ValueError(
                    f"Document {row} has no known borders: {key!r:.60}. Borders are "
                    "looked up by the documents, which must be as they were given with "
                    "the borders."
                )
        return [self.by_content[key] for key in keys]
