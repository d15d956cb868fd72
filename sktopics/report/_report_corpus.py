"""What a report knows of a corpus: topics of documents, and which are inside."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._reading import final_model, n_terms_of, own_table, training_labels
from ..topics import topic_table
from ._corpus_blocks import blocks_of_corpus
from ._corpus_totals import (
    CountedDocuments,
    Fingerprint,
    KeptShares,
    MainTopics,
    TopicSizes,
    TypicalDocuments,
)

# Documents that stand for a topic.
N_TYPICAL = 10
# Cells of the shares of a corpus that are kept, for intervals of groups.
_MOST_CELLS = 20_000_000


class ReportCorpus(NamedTuple):
    """A corpus as the model sees it.

    Attributes
    ----------
    n_documents : int
    topics, shares : ndarray of shape (n_documents,)
        Main topics, -1 for none, and their shares.
    cells : csr_array of shape (n_documents, n_topics)
        Shares of at least .05.
    sizes : TopicSizes
    are_clusters : bool
    typical : list of list of int
        Rows of documents by topic, best first.
    fingerprint : str or None
    found : csr_array or None
        All shares; None of a large corpus.
    totals : sequence of GroupTotals
        Of groups, where shares are not kept.
    counts : csr_array or str or None
        Counts of words in all documents, why there are none, or None where not all of
        them are inside.
    """

    n_documents: int
    topics: np.ndarray
    shares: np.ndarray
    cells: sp.csr_array
    sizes: TopicSizes
    are_clusters: bool
    typical: list
    fingerprint: str | None
    found: sp.csr_array | None
    totals: object
    counts: object


def read_corpus(model, X, n_documents, n_topics, beside, *, totals=(), count=True):
    """Read a corpus once, block by block.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    X : object or None
        What `model.transform` takes.
    n_documents, n_topics : int
    beside : dict
        What `transform` takes beside `X`, one for each document.
    totals : sequence of GroupTotals, default=()
        They take the blocks, too, where shares are too many to be kept.
    count : bool, default=True
        Whether words are counted in all documents.

    Returns
    -------
    corpus : ReportCorpus
    """
    main, sizes = MainTopics(), TopicSizes(n_topics)
    typical = TypicalDocuments(n_topics, N_TYPICAL)
    fingerprint = Fingerprint(model)
    takers = [main, sizes, typical, fingerprint]
    kept, counts = None, None
    if are_kept(n_documents, n_topics):
        kept = KeptShares()
        takers.append(kept)
    takers += totals
    if count:
        counts = CountedDocuments(final_model(model), n_terms_of(model))
        takers.append(counts)
    are_clusters = False
    for block in blocks_of_corpus(model, X, n_documents, beside):
        are_clusters = block.found.are_clusters
        for taker in takers:
            taker.add(block)
    topics, shares, cells = main.done()
    return ReportCorpus(
        n_documents,
        topics,
        shares,
        cells,
        sizes,
        are_clusters,
        _typical_of_model(model, X, beside) or typical.done(),
        fingerprint.done(),
        None if kept is None else kept.done(),
        totals,
        None if counts is None else counts.done(),
    )


def are_kept(n_documents, n_topics):
    """Whether all shares of a corpus are kept in memory."""
    return n_documents * n_topics <= _MOST_CELLS


def _typical_of_model(model, X, beside):
    """Return the documents that a model of clusters says are typical, or None.

    Its documents have one topic each, and all of them have the same share of it.
    """
    if own_table(model) is None or training_labels(model, X, **beside) is None:
        return None
    table = topic_table(model, 1, n_representative=N_TYPICAL, n_authors=0)
    rows = [[document.index for document in topic.documents] for topic in table]
    return rows if all(rows) else None
