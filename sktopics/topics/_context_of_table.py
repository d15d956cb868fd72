"""What representations look at, where there is only a table of topics."""

import numpy as np
import scipy.sparse as sp

from .._validation import check_documents, check_embeddings
from ._representation_context import RepresentationContext


def context_of_table(table, X, documents, embeddings, encoder):
    """Return what representations may look at beside a table.

    Parameters
    ----------
    table : TopicTable
    X, documents : iterable of str or None
        The corpus of the table; `documents` come first.
    embeddings : array-like of shape (n_documents, n_dimensions) or None
    encoder : object
        As given.

    Returns
    -------
    context : RepresentationContext
        Terms are the words of the table, and `components` what they weigh there. Row i
        is the topic of the number i.
    """
    documents = X if documents is None else documents
    n_documents = None
    if documents is not None:
        documents = list(map(str, check_documents(documents, whom="refine_topics")))
        n_documents = len(documents)
    if embeddings is not None:
        n_vectors = np.shape(embeddings)[0] if n_documents is None else n_documents
        embeddings = check_embeddings(embeddings, n_vectors)
        n_documents = len(embeddings)
    if n_documents is not None:
        _check_rows(table, n_documents)
    components, terms = _words_of_table(table)
    return RepresentationContext(
        table,
        components,
        terms,
        documents=documents,
        embeddings=embeddings,
        encoder=encoder,
    )


def _check_rows(table, n_documents):
    """Refuse documents that are not those that the table speaks of."""
    for topic in table:
        for document in topic.documents:
            if document.index >= n_documents:
                raise ValueError(
                    f"Topic {topic.index} of the table has the representative document "
                    f"{document.index}, and there are {n_documents} documents: give "
                    "the corpus that the table was made with."
                )


def _words_of_table(table):
    """Return weights of words in topics, a row per number, and the words."""
    number, cells = {}, []
    for topic in table:
        for term, weight in zip(topic.terms, topic.weights, strict=True):
            column = number.setdefault(term, len(number))
            if weight > 0 and topic.index >= 0:
                cells.append((topic.index, column, weight))
    rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
    n_rows = max((topic.index for topic in table), default=-1) + 1
    shape = (n_rows, len(number))
    components = sp.csr_array((weights, (rows, columns)), shape, dtype=np.float64)
    return components, np.array(list(number), dtype=object)
