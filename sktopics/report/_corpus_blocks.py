"""A corpus in blocks of documents, as a model sees them: memory does not grow."""

from typing import NamedTuple

import scipy.sparse as sp

from .._reading import (
    DocumentShares,
    document_shares,
    final_model,
    is_table,
    model_input,
    one_hot_labels,
    read_weights,
    training_labels,
)
from .._sklearn import _safe_indexing
from .._sparse import checked_csr

# Documents in a block.
BLOCK_LENGTH = 4096


class CorpusBlock(NamedTuple):
    """Some documents that follow each other.

    Attributes
    ----------
    start, stop : int
        Their rows in the corpus.
    documents : object
        What the user gave, None where there are only embeddings.
    data : object
        What the model is given.
    found : DocumentShares
    """

    start: int
    stop: int
    documents: object
    data: object
    found: DocumentShares


def blocks_of_corpus(model, X, n_documents, beside):
    """Yield the documents of a corpus and their topics, block by block.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
        What `model.transform` takes.
    n_documents : int
    beside : dict
        What `transform` takes beside `X`, one for each document.

    Yields
    ------
    block : CorpusBlock
    """
    final = final_model(model)
    # Labels of training documents are those of the model, which must see all of them.
    labels = training_labels(model, X, **beside)
    n_topics = len(read_weights(model))
    for start in range(0, n_documents, BLOCK_LENGTH):
        rows = slice(start, min(start + BLOCK_LENGTH, n_documents))
        documents = some_documents(X, rows)
        data = model_input(model, documents)
        if labels is None:
            given = {
                name: some_documents(values, rows) for name, values in beside.items()
            }
            found = document_shares(final, data, **given)
        else:
            shares = one_hot_labels(labels[rows], n_topics)
            found = DocumentShares(shares, None, True)
        yield CorpusBlock(start, rows.stop, documents, data, found)


def some_documents(X, rows):
    """Return some documents, in whatever form they are; None of None.

    Parameters
    ----------
    X : object
    rows : slice or ndarray of int
    """
    if X is None or hasattr(X, "to_counts"):
        return None if X is None else X[rows]
    if sp.issparse(X):
        return checked_csr(X)[rows]
    if isinstance(X, list | tuple):
        return X[rows] if isinstance(rows, slice) else [X[row] for row in rows.tolist()]
    return _safe_indexing(X, rows)


def n_rows_of(X):
    """Return the number of documents."""
    return X.shape[0] if is_table(X) or sp.issparse(X) else len(X)
