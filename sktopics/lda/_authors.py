"""Authors in training: who they are, what is known of them, their E-step."""

from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from scipy.special import digamma, gammaln
from sklearn.utils import gen_batches

from .._groups import Groups
from .._parallel import CorpusBlocks, document_blocks, placed, run_blocks
from ..kernels.authors import author_bound, exp_author_expectation, explain_documents
from ._inference import SMALLEST_BLOCK, VariationalInference

# The documents' vectors of topics that a part of a block works on take so much, half
# of what a core keeps near by.
PART_BYTES = 2**19
# So many numbers of authors are worth handing to another thread.
AUTHOR_NUMBERS = 2**17
# Where exp(E[log theta]) is so small that it is computed as 0, learning takes it for
# this: words of topics that their authors have never written about would else be lost.
SMALLEST_SHARE = {"f": np.float32(1e-18), "d": np.float64(1e-150)}


@dataclass
class Authors:
    """What is known of authors, row by row.

    Attributes
    ----------
    names : ndarray of shape (n_authors,)
    gamma : ndarray of shape (n_authors, n_padded)
        Parameters of the Dirichlet distributions of the authors' topics.
    documents : ndarray of shape (n_authors,), float64
        Weight of the documents of each, as far as they are known.
    seen : ndarray of shape (n_authors,), float64
        Weight of the documents that `gamma` was learned from, each counted as often
        as it was used; 0 where `gamma` is the prior.
    """

    names: np.ndarray
    gamma: np.ndarray
    documents: np.ndarray
    seen: np.ndarray

    @classmethod
    def unknown(cls, names, prior):
        """Make authors of whom nothing is known but the `prior`, (n_padded,)."""
        n = len(names)
        return cls(names, np.tile(prior, (n, 1)), np.zeros(n), np.zeros(n))

    @classmethod
    def of_components(cls, names, components, documents, prior):
        """Make authors from the `author_components_` of a fitted model.

        Of whom it has only the prior, nothing was learned yet.
        """
        authors = cls.unknown(names, prior)
        authors.gamma[:, : components.shape[1]] = components
        authors.documents[:] = documents
        authors.seen[:] = documents * (authors.gamma != prior).any(axis=1)
        return authors

    def extended(self, names, prior):
        """Return these authors and then `names`, of whom nothing is known."""
        new = Authors.unknown(names, prior)
        if not len(self.names):
            return new
        pairs = zip(vars(self).values(), vars(new).values(), strict=True)
        return Authors(*(np.concatenate(pair) for pair in pairs))

    def __len__(self):
        return len(self.names)


class Part(NamedTuple):
    """Documents of a block whose vectors of topics fit near the processor.

    Attributes
    ----------
    start, stop : int
        Documents of the block.
    columns : (terms, indptr, documents, counts)
        Their counts, see `explain_documents`.
    """

    start: int
    stop: int
    columns: tuple


class Block(NamedTuple):
    """Documents that one task works on, and their authors.

    Attributes
    ----------
    start, stop : int
        Rows of the corpus.
    authors : ndarray
        The authors of these documents, each once.
    documents : (parts, groups)
        A list of `Part`, and who wrote which document: indptr, and indices as places
        in `authors`.
    """

    start: int
    stop: int
    authors: np.ndarray
    documents: tuple


def author_blocks(X, groups, n_padded, smallest=SMALLEST_BLOCK):
    """Cut a corpus into blocks of about equal work, the same for any `n_jobs`.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    groups : Groups
        What documents without authors hold is left out.
    n_padded : int
        Width of the tables of topics.
    smallest : int
        Fewest entries of a block.
    """
    size = documents_of_part(n_padded, X.dtype)
    blocks = []
    for start, stop in document_blocks(X.indptr, smallest):
        authors, local = local_groups(groups, start, stop)
        parts = [
            Part(part.start, part.stop, _columns(X, start, part, local[0]))
            for part in gen_batches(stop - start, size)
        ]
        blocks.append(Block(start, stop, authors, (parts, local)))
    return blocks


def documents_of_part(n_padded, dtype):
    """How many documents' vectors, two of each, fit near the processor."""
    return max(PART_BYTES // (2 * n_padded * dtype.itemsize), 1)


@contextmanager
def placed_blocks(blocks, n_jobs):
    """Blocks whose documents are placed for many passes."""
    with placed([block.documents for block in blocks], n_jobs) as documents:
        yield [
            block._replace(documents=where)
            for block, where in zip(blocks, documents, strict=True)
        ]


def placed_author_blocks(*arguments, n_jobs):
    """Those of `author_blocks`, their documents placed for many passes."""
    return placed_blocks(author_blocks(*arguments), n_jobs)


def smallest_block(X):
    """Fewest entries of a block that sums up what its words say of all terms.

    Such a sum is as large as the topics; adding it up must not be the work.
    """
    return max(SMALLEST_BLOCK, 10 * X.shape[1])


def local_groups(groups, start, stop):
    """Return authors of documents `start` to `stop`, and who wrote which of them."""
    first, last = groups.indptr[start], groups.indptr[stop]
    authors, places = np.unique(groups.indices[first:last], return_inverse=True)
    indptr = groups.indptr[start : stop + 1] - first
    return authors, (indptr, places.astype(np.int32))


def _columns(X, start, part, group_indptr):
    """Return counts of a part of a block by columns, of documents with authors."""
    rows = X[start + part.start : start + part.stop]
    alone = np.diff(group_indptr)[part] == 0
    if alone.any():
        rows = sp.diags_array((~alone).astype(X.dtype)) @ rows
        rows.eliminate_zeros()
    return counts_by_columns(rows)


def counts_by_columns(rows):
    """Return counts of a CSR array by columns, see `explain_documents`."""
    columns = rows.tocsc()
    terms = np.flatnonzero(np.diff(columns.indptr)).astype(np.int32)
    indptr = np.append(columns.indptr[terms], columns.indptr[-1]).astype(np.int32)
    return terms, indptr, columns.indices.astype(np.int32), columns.data


def with_own_authors(groups, sample_weight):
    """Give every document that has no author one of its own, after all others.

    Returns
    -------
    groups : Groups
    multiplicity : ndarray of shape (n_authors,)
        How many authors each stands for: a document of weight 2 is two documents,
        and two authors if they have none.
    """
    alone = groups.sizes == 0
    n_named, n_own = len(groups.names), int(alone.sum())
    multiplicity = np.ones(n_named + n_own, sample_weight.dtype)
    if not n_own:
        return groups, multiplicity
    multiplicity[n_named:] = sample_weight[alone]
    indices = np.insert(
        groups.indices,
        groups.indptr[:-1][alone],
        np.arange(n_named, n_named + n_own, dtype=np.int32),
    )
    indptr = np.concatenate(([0], np.cumsum(np.maximum(groups.sizes, 1))))
    names = np.concatenate([groups.names, np.full(n_own, None)])
    return Groups(names, indptr.astype(np.int32), indices), multiplicity


def documents_by_author(groups, weight):
    """Sum the weights of the documents of each author, (n_authors,) float64."""
    weight = np.repeat(weight.astype(np.float64), groups.sizes)
    counts = np.bincount(groups.indices, weight, len(groups.names))
    return counts.astype(np.float64)  # integers if there are no documents


def words_by_author(X, groups, sample_weight, multiplicity=1):
    """Words of each author, if authors of a document wrote alike, (n_authors,)."""
    n_words = sample_weight * X.sum(axis=1) / np.maximum(groups.sizes, 1)
    return documents_by_author(groups, n_words) / multiplicity


def even_shares(n_words, topics):
    """Where authors start: all topics alike, as many words as they wrote."""
    shape, dtype = (len(n_words), topics.counts.shape[1]), topics.counts.dtype
    gamma = np.zeros(shape, dtype)
    gamma[:, : topics.n_components] = (n_words / topics.n_components)[:, np.newaxis]
    return gamma + topics.doc_topic_prior


def share_out(
    X, blocks, gamma, topics, inference, *, sample_weight=None, n_jobs=None,
    collect=False, mixtures=False,
):  # fmt: skip
    """Share the words of documents out among their authors' topics.

    Parameters
    ----------
    X : CSR array of shape (n_documents, n_terms)
    blocks : list of Block
    gamma : ndarray of shape (n_authors, n_padded)
    topics : Topics
    inference : VariationalInference
    sample_weight : ndarray of shape (n_documents,), default=None
    n_jobs : int, default=None
    collect, mixtures : bool
        Whether to compute the second and the third result, else None.

    Returns
    -------
    author_counts : ndarray of shape (n_authors, n_padded)
        Expected number of the words of an author in a topic.
    topic_counts : ndarray of shape (n_terms, n_padded)
        Expected number of times that a term was drawn from a topic.
    doc_topic : ndarray of shape (n_documents, n_padded)
        Expected number of the words of a document in a topic.
    """
    table, k = inference.table, topics.n_components
    if sample_weight is None:
        sample_weight = np.ones(X.shape[0], table.dtype)
    tasks = [
        (b.documents, gamma[b.authors], k, table, sample_weight[b.start : b.stop],
         collect, mixtures)
        for b in blocks
    ]  # fmt: skip
    author_counts = np.zeros_like(gamma)
    doc_topic = np.zeros((X.shape[0] if mixtures else 0, table.shape[1]), table.dtype)
    total = None
    results = run_blocks(_share_out, tasks, n_jobs)
    for block, (own, counts, shares) in zip(blocks, results, strict=True):
        author_counts[block.authors] += own
        if mixtures:
            doc_topic[block.start : block.stop] = shares
        total = counts if total is None else np.add(total, counts, out=total)
    if collect:
        inference.finish(total)
    return author_counts, total if collect else None, doc_topic if mixtures else None


def _share_out(documents, gamma, n_topics, table, weight, collect, mixtures):
    """`share_out` the words of a block."""
    parts, groups = documents
    author_table, shift = _author_table(gamma, n_topics)
    theta = author_table[:, :n_topics]
    np.maximum(theta, SMALLEST_SHARE[gamma.dtype.char], out=theta)
    author_counts = np.zeros_like(gamma)
    topic_word = np.zeros((len(table) if collect else 0, table.shape[1]), table.dtype)
    doc_topic = []
    for start, stop, columns in parts:
        shares = np.empty((stop - start, table.shape[1]), table.dtype)
        explain_documents(
            columns, (groups[0][start : stop + 1], groups[1]), author_table, shift,
            table, weight[start:stop], author_counts, topic_word, shares,
        )  # fmt: skip
        if mixtures:
            doc_topic.append(shares)
    return author_counts, topic_word, np.vstack(doc_topic) if mixtures else None


def _author_table(gamma, n_topics):
    table, shift = np.empty_like(gamma), np.empty(len(gamma), gamma.dtype)
    exp_author_expectation(gamma, n_topics, table, shift)
    return table, shift


def authored_bounds(X, groups, gamma, topics, n_jobs):
    """Compute the words' part of each document's bound, in nats, (n_documents,)."""
    inference = VariationalInference(topics)
    tasks = []
    bounds = document_blocks(X.indptr, SMALLEST_BLOCK)
    for start, stop, rows in CorpusBlocks.of_rows(X, bounds):
        authors, local = local_groups(groups, start, stop)
        tasks.append(
            (rows, local, gamma[authors], topics.n_components, inference.table,
             inference.shift)
        )  # fmt: skip
    return np.concatenate(list(run_blocks(_bounds, tasks, n_jobs)))


def _bounds(rows, groups, gamma, n_topics, table, topic_shift):
    bounds = np.empty(len(rows[0]) - 1)
    author_table, shift = _author_table(gamma, n_topics)
    author_bound(rows, groups, author_table, shift, table, topic_shift, bounds)
    return bounds


def authors_bound(gamma, alpha, n_jobs):
    """E[log p(authors' topics)] - E[log q(authors' topics)], in nats.

    `gamma` are the parameters of the Dirichlet distributions, (n_authors, K), and
    `alpha` those of the prior, (K,).
    """
    tasks = [(gamma[rows], alpha) for rows in author_rows_of_tasks(gamma)]
    return sum(run_blocks(_bound_of_authors, tasks, n_jobs))


def author_rows_of_tasks(gamma):
    """Slices of authors that are worth handing to another thread."""
    return gen_batches(len(gamma), max(AUTHOR_NUMBERS // gamma.shape[1], 1))


def _bound_of_authors(gamma, alpha):
    gamma = gamma.astype(np.float64)
    totals = gamma.sum(axis=1)
    logs = digamma(gamma) - digamma(totals)[:, np.newaxis]
    each = ((alpha - gamma) * logs + gammaln(gamma) - gammaln(alpha)).sum(axis=1)
    return float((each + gammaln(alpha.sum()) - gammaln(totals)).sum())
