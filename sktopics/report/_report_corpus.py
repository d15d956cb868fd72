"""What a report knows of a corpus: topics of documents, and which are inside."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._reading import final_model, n_terms_of, own_table, training_labels
from ..topics import topic_table
from ._chosen_documents import check_chosen_rows, drawn_rows
from ._corpus_blocks import blocks_of_corpus
from ._corpus_totals import (
    LEAST_SHARE,
    CountedDocuments,
    Fingerprint,
    KeptDocuments,
    TopicSizes,
    TypicalDocuments,
)
from ._report_groups import GroupTotals

# Documents that stand for a topic.
N_TYPICAL = 10
# Shares of documents inside that are kept, and of a corpus for intervals of groups.
_MOST_INSIDE = 20_000_000
_MOST_CELLS = 2_000_000


class ReportCorpus(NamedTuple):
    """A corpus as the model sees it.

    Attributes
    ----------
    n_documents : int
    rows : ndarray of shape (n_kept,), int
        Documents that may be inside, in ascending order, or all.
    topics, shares : ndarray of shape (n_kept,)
        Their main topics, -1 for none, and the shares of these.
    found : csr_array of shape (n_kept, n_topics)
        Their shares, those of at least .05 if they are very many.
    is_whole : bool
        Whether `found` are all shares of all documents.
    drawn : ndarray of int
        Documents to fill the report with, at random.
    sizes : TopicSizes
    are_clusters : bool
    typical : list of list of int
        Rows of documents by topic, best first.
    fingerprint : str or None
    totals : list of GroupTotals
        Of groups, where not all shares are kept.
    counts : csr_array or str or None
        Counts of words in all documents, why there are none, or None where not all of
        them are inside.
    """

    n_documents: int
    rows: np.ndarray
    topics: np.ndarray
    shares: np.ndarray
    found: sp.csr_array
    is_whole: bool
    drawn: np.ndarray
    sizes: TopicSizes
    are_clusters: bool
    typical: list
    fingerprint: str | None
    totals: list
    counts: object


def read_corpus(model, X, n_topics, options):
    """Read a corpus once, block by block.

    What is kept grows with the documents that are inside, not with the corpus.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
        What `model.transform` takes.
    n_topics : int
    options : ReportOptions

    Returns
    -------
    corpus : ReportCorpus
    """
    n_documents, beside = options.n_documents, options.beside
    groups = [g for g in (options.times, options.classes) if g is not None]
    sizes, fingerprint = TopicSizes(n_topics), Fingerprint(model)
    typical = TypicalDocuments(n_topics, N_TYPICAL)
    by_model = _typical_of_model(model, X, beside)
    drawn = drawn_rows(n_documents, options.n_most, options.random_state)
    all_inside = options.documents is None and len(drawn) == n_documents
    few = n_documents * n_topics <= _MOST_CELLS
    if all_inside or (groups and few):
        may_be_inside, n_kept = None, n_documents
    else:
        may_be_inside = _may_be_inside(options, drawn, by_model)
        n_kept = int(may_be_inside.sum())
    least = LEAST_SHARE if n_kept * n_topics > _MOST_INSIDE else 0.0
    is_whole = may_be_inside is None and not least
    kept = KeptDocuments(
        may_be_inside, typical if options.documents is None else None, least
    )
    totals = []
    if not is_whole:
        totals = [GroupTotals(group.membership, n_topics) for group in groups]
    takers = [sizes, fingerprint, typical, kept, *totals]
    if all_inside:
        counts = CountedDocuments(final_model(model), n_terms_of(model))
        takers.append(counts)
    are_clusters = False
    for block in blocks_of_corpus(model, X, n_documents, beside):
        are_clusters = block.found.are_clusters
        for taker in takers:
            taker.add(block)
    return ReportCorpus(
        n_documents,
        *kept.done(),
        is_whole,
        drawn,
        sizes,
        are_clusters,
        by_model or typical.done(),
        fingerprint.done(),
        totals,
        counts.done() if all_inside else None,
    )


def _may_be_inside(options, drawn, typical):
    """Return a mask of the documents that may be inside a report."""
    found = np.zeros(options.n_documents, dtype=bool)
    if options.documents is not None:
        found[check_chosen_rows(options.documents, options.n_documents)] = True
        return found
    found[drawn] = True
    for rows in typical or ():
        found[rows] = True
    return found


def _typical_of_model(model, X, beside):
    """Return the documents that a model of clusters says are typical, or None.

    Its documents have one topic each, and all of them have the same share of it.
    """
    if own_table(model) is None or training_labels(model, X, **beside) is None:
        return None
    table = topic_table(model, 1, n_representative=N_TYPICAL, n_authors=0)
    rows = [[document.index for document in topic.documents] for topic in table]
    return rows if all(rows) else None
