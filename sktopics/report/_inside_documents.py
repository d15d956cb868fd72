"""The documents inside a report: topics, texts and counts of words."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._reading import final_model, is_table, model_input, n_terms_of
from ._chosen_documents import check_chosen_rows, chosen_rows, texts_of
from ._corpus_blocks import BLOCK_LENGTH, some_documents
from ._corpus_totals import CountedDocuments
from ._missing_panels import NO_DOCUMENTS


class Inside(NamedTuple):
    """Documents inside a report.

    Attributes
    ----------
    rows : ndarray of int
        In the corpus.
    topics : ndarray of int64
        Their main topics, -1 for none.
    shares : ndarray of float32
        Shares of these.
    found : csr_array of shape (n_inside, n_topics)
        Their shares of topics, those of at least .05 if they are very many.
    are_clusters : bool
    how : {"all", "sample", "given"}
    texts : list of str or None
    n_cut : int
        Texts that were cut.
    counts : csr_array or None
        Counts of words.
    shown : csr_array or None
        Counts of words in the texts as they are inside.
    why : str
        Why there are no counts.
    """

    rows: np.ndarray
    topics: np.ndarray
    shares: np.ndarray
    found: sp.csr_array
    are_clusters: bool
    how: str
    texts: list | None
    n_cut: int
    counts: sp.csr_array | None
    shown: sp.csr_array | None
    why: str


def documents_inside(model, X, options, corpus):
    """Return the documents `Inside` a report.

    Parameters
    ----------
    model : estimator, Pipeline or search
    X : object or None
    options : ReportOptions
    corpus : ReportCorpus or None
    """
    if corpus is None:
        return _nothing_inside()
    how = "all" if options.n_documents <= options.n_most else "sample"
    if options.documents is not None:
        rows, how = check_chosen_rows(options.documents, options.n_documents), "given"
    else:
        rows = chosen_rows(options.n_documents, corpus.drawn, corpus.typical)
    texts, n_cut = texts_of(model, X, rows, options.text_length)
    counts = corpus.counts
    if counts is None:
        counts = _counted(model, X, rows)
    why = counts if isinstance(counts, str) else ""
    counts = shown = None if why else counts
    if n_cut and not why and not is_table(X):
        found = _counted(model, texts, np.arange(len(texts)))
        shown = counts if isinstance(found, str) else found
    kept = np.searchsorted(corpus.rows, rows)
    return Inside(
        rows,
        corpus.topics[kept],
        corpus.shares[kept],
        corpus.found if len(rows) == len(corpus.rows) else corpus.found[kept],
        corpus.are_clusters,
        how,
        texts,
        n_cut,
        counts,
        shown,
        why,
    )


def _nothing_inside():
    nothing = np.empty(0, dtype=np.int64)
    shares, found = np.empty(0, dtype=np.float32), sp.csr_array((0, 0))
    return Inside(
        nothing, nothing, shares, found, False, "all", None, 0, None, None, NO_DOCUMENTS
    )


def _counted(model, X, rows):
    """Return the counts of words in some documents, or why there are none."""
    counter = CountedDocuments(final_model(model), n_terms_of(model))
    for start in range(0, len(rows), BLOCK_LENGTH):
        some = some_documents(X, rows[start : start + BLOCK_LENGTH])
        counter.take(model_input(model, some))
    return counter.done()
