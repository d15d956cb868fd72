"""What users give of documents, checked before anything is read."""

import scipy.sparse as sp

from .._columns import is_unordered, items_of
from .._reading import is_table, materialized, pipeline_steps, takes_beside
from ._corpus_blocks import n_rows_of


def checked_corpus(model, X):
    """Return documents as something with rows.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
    """
    if X is None:
        return None
    if is_unordered(X):
        raise TypeError(
            f"X must be the documents in their order, and is {type(X).__name__}."
        )
    if hasattr(X, "to_pylist") and not is_table(X):  # a column of Arrow
        return X.to_pylist()
    X = materialized(X)
    if not hasattr(X, "shape") and not hasattr(X, "__getitem__"):
        X = list(X)
    if not is_table(X) and not sp.issparse(X):
        _check_texts(model, X)
    return X


def _check_texts(model, X):
    """Refuse what is no text where the first step of a Pipeline takes texts."""
    first = pipeline_steps(model)[0]
    changed = (getattr(first, part, "") for part in ("preprocessor", "tokenizer"))
    if (
        getattr(first, "input", "") != "content"
        or not isinstance(getattr(first, "analyzer", None), str)
        or any(part is not None for part in changed)
    ):
        return
    for row, document in enumerate(items_of(X)):
        if not isinstance(document, str | bytes):
            raise TypeError(
                f"X must hold texts, for {type(first).__name__} is the first step of "
                f"the model, and row {row} is {document!r:.40}. Batches of documents "
                "must be joined to one list, and missing texts be ''."
            )


def count_documents(X, embeddings):
    """Return the number of documents of the corpus.

    Parameters
    ----------
    X, embeddings : object or None
    """
    if X is None:
        return 0 if embeddings is None else n_rows_of(embeddings)
    n_documents = n_rows_of(X)
    if not n_documents:
        raise ValueError("X must hold a document at least, and is empty.")
    return n_documents


def check_alone(n_documents, **given):
    """Refuse what is about documents where there are none.

    Parameters
    ----------
    n_documents : int
    **given : dict
        Parameters of `TopicReport`.
    """
    if n_documents:
        return
    for name, value in given.items():
        if value is not None:
            raise TypeError(f"{name} is about documents: pass them as X.")


def given_beside(model, n_documents, beside, **known):
    """Return what the model takes beside documents, each given once for each of them.

    Parameters
    ----------
    model : estimator, Pipeline or search
    n_documents : int
    beside : dict
        What is for the model alone.
    **known : dict
        What is for the report, and for models that take it.
    """
    for name, values in {**beside, **known}.items():
        _check_length(name, values, n_documents)
    for name, values in known.items():
        if values is not None and takes_beside(model, name):
            beside = {**beside, name: values}
    return beside


def _check_length(name, values, n_documents):
    """Refuse what is not given once for each document."""
    if values is None:
        return
    if not hasattr(values, "__len__") and not hasattr(values, "shape"):
        raise TypeError(
            f"{name} must be given for each document, and is {type(values).__name__}."
        )
    n = n_rows_of(values)
    if n != n_documents:
        raise ValueError(
            f"{name} must be given for each document: got {n} for {n_documents} "
            "documents."
        )
