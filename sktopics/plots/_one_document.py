"""One document, in whatever form a model takes documents."""

from collections.abc import Mapping

import numpy as np


def one_document(document):
    """Return one document as a corpus of one.

    Parameters
    ----------
    document : object
        A text, bytes or a mapping; a row of numbers; or a corpus that holds one
        document, such as a list, a matrix, a frame or `TokenSequences`.

    Returns
    -------
    X : object
        What the model takes, with one row.

    Raises
    ------
    ValueError
        If there are more, or none.
    """
    if isinstance(document, (str, bytes, Mapping)) or hasattr(document, "read"):
        return [document]
    shape = getattr(document, "shape", None)
    if shape is None and not hasattr(document, "__len__"):
        document = list(document)
    is_row = isinstance(document, np.ndarray) and document.ndim == 1
    if is_row and document.dtype.kind in "biuf":
        return document.reshape(1, -1)
    n_documents = len(document) if not shape else shape[0]
    if n_documents != 1:
        raise ValueError(
            f"document must be one document, and holds {n_documents}: choose one, as "
            "documents[3] of a list, or X[[3]] of a matrix."
        )
    return document
