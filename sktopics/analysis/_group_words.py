"""The words of topics in groups of documents: by clusters, and by mixtures."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.preprocessing import normalize

from .._arrays import cell_values, largest, normalized_rows
from .._sparse import as_dense
from ..text.class_weights import part_weights, takes_documents
from ..text.document_counts import ClassSums, reader_of

# Documents that are read at a time, and numbers that are held at a time.
_BATCH = 500
_HELD = 2**22


class GroupWords(NamedTuple):
    """The heaviest words of topics in groups.

    Attributes
    ----------
    words : dict from (topic, group) to (tuple of str, tuple of float)
        Best first; pairs without words are not there.
    """

    words: dict

    def of(self, topic, group):
        """Return the terms and the weights of a topic in a group."""
        return self.words.get((topic, group), ((), ()))


class Tuning(NamedTuple):
    """How words of groups are smoothed.

    Attributes
    ----------
    everywhere : bool
        Whether weights are averaged with those of the topic in all documents.
    before : list of lists of int, or None
        Sequences of groups with documents, in which the weights of a topic are averaged
        with those that it has in the group before.
    """

    everywhere: bool
    before: list | None

    def sequences(self, groups):
        """Return the sequences in which groups are tuned; single groups if in none."""
        if self.before is not None:
            return self.before
        return [[group] for group in groups]


def words_of_clusters(fitted, documents, labels, membership, n, tuning, topics):
    """Return the words of the documents of topics in groups, by their fitted weights.

    Parameters
    ----------
    fitted : FittedWords
    documents : list of str
    labels : ndarray of shape (n_documents,), int
        -1 for none.
    membership : Membership
    n : int
        Number of words.
    tuning : Tuning
    topics : ndarray of int
        The topics whose words are asked for, -1 being the outliers.

    Returns
    -------
    words : GroupWords
    """
    outliers = fitted.weights.shape[0] - 1
    row_of = np.where(labels < 0, outliers, labels)
    wanted = np.isin(labels, topics)[membership.rows]
    rows, numbers = membership.rows[wanted], membership.numbers[wanted]
    pairs = numbers * (outliers + 1) + row_of[rows]
    cells, cell_of = np.unique(pairs, return_inverse=True)
    group, topic = np.divmod(cells, outliers + 1)
    counts = _counts(fitted, documents, rows, cell_of, len(cells))
    weights = part_weights(
        fitted.weighting,
        counts,
        np.bincount(cell_of, minlength=len(cells)).astype(np.float64),
        topic,
        fitted.holders,
        fitted.n_documents,
    )
    found = {}
    for in_bin, tuned in _tuned(weights, group, topic, fitted.weights, tuning, n):
        for i, cell in enumerate(in_bin):
            best, values = _best(tuned, i, n)
            if len(best):
                number = -1 if topic[cell] == outliers else int(topic[cell])
                terms = tuple(fitted.terms[best].tolist())
                found[number, int(group[cell])] = terms, tuple(values.tolist())
    return GroupWords(found)


def _counts(fitted, documents, rows, cell_of, n_cells):
    """Count the words of cells, each document being read once.

    Parameters
    ----------
    rows : ndarray of shape (n_members,), int
        Documents, in their order.
    cell_of : ndarray of shape (n_members,), int
        The cells that they count in.
    """
    needed, place = np.unique(rows, return_inverse=True)
    reader = reader_of(fitted.vectorizer, [documents[row] for row in needed], False)
    of_documents = takes_documents(fitted.weighting.fit)
    sums, start = ClassSums(n_cells), 0
    first = np.searchsorted(place, np.arange(0, len(needed) + _BATCH, _BATCH))
    for X, begin, end in zip(reader.read(_BATCH), first, first[1:], strict=False):
        if of_documents:
            X.data = (X.data > 0).astype(np.int64)
        members = place[begin:end] - start
        if end - begin != X.shape[0]:  # documents of several groups
            X = sp.csr_array(X[members])
        sums.add(X, cell_of[begin:end])
        start += _BATCH
    if not len(needed):
        return sp.csr_array((n_cells, len(fitted.terms)))
    return sp.csr_array(sums.total(), dtype=np.float64)


def _tuned(weights, group, topic, everywhere, tuning, n):
    """Yield cells of one group, and their weights, after they are smoothed.

    Parameters
    ----------
    weights : csr_array of shape (n_cells, n_terms)
    group, topic : ndarray of shape (n_cells,), int
        Of each cell; groups in their order.
    everywhere : csr_array of shape (n_topics + 1, n_terms)
        Weights of topics in all documents.
    tuning : Tuning
    n : int
        Number of words that are asked for; not all others are kept.
    """
    if tuning.everywhere or tuning.before is not None:
        weights = normalize(weights, "l1")
    if tuning.everywhere:
        everywhere = normalize(everywhere, "l1")
        least = min(part.data.min(initial=0) for part in (weights, everywhere))
        if tuning.before is None and least >= 0:
            weights = _mean_of_best(weights, topic, everywhere, n)
            tuning = Tuning(False, None)
    edges = np.searchsorted(group, np.arange(group.max(initial=-1) + 2))
    for sequence in tuning.sequences(range(len(edges) - 1)):
        previous = None
        for number in sequence:
            if number >= len(edges) - 1 or edges[number] == edges[number + 1]:
                previous = None
                continue
            cells = np.arange(edges[number], edges[number + 1])
            tuned, topics = weights[cells], topic[cells]
            if previous is not None and tuning.before is not None:
                tuned = _mean_with(tuned, topics, *previous)
            if tuning.everywhere:
                tuned = sp.csr_array((tuned + everywhere[topics]) / 2)
            tuned.sort_indices()  # words of one weight are in the order of columns
            previous = tuned, topics
            yield cells, tuned


def _mean_of_best(weights, topic, everywhere, n):
    """Return the means of weights in cells and of those of their topics everywhere.

    Terms that are neither in the cell nor among the `n` heaviest of the topic are left
    out: these have a mean that is no less than theirs.
    """
    heaviest = sp.lil_array(everywhere.shape)
    for row in set(topic.tolist()):
        columns, values = _best(everywhere, row, n)
        heaviest[row, columns] = values
    heaviest = sp.csr_array(heaviest)[topic]
    row = np.repeat(np.arange(len(topic)), np.diff(weights.indptr))
    own = cell_values(everywhere, everywhere.data, topic[row], weights.indices)
    own = sp.csr_array((own, weights.indices, weights.indptr), shape=weights.shape)
    return sp.csr_array((weights + own.maximum(heaviest)) / 2)


def _mean_with(weights, topics, before, topics_before):
    """Average the weights of topics with earlier ones of the same topics, if any."""
    place = np.searchsorted(topics_before, topics)
    place[place == len(topics_before)] = 0
    both = topics_before[place] == topics
    old = sp.csr_array(
        (np.full(both.sum(), 0.5), (np.flatnonzero(both), place[both])),
        shape=(len(topics), len(topics_before)),
    )
    return sp.csr_array(
        sp.diags_array(np.where(both, 0.5, 1.0)) @ weights + old @ before
    )


def _best(weights, row, n):
    """Return the columns of the `n` largest positive weights of a row, and these."""
    cells = slice(weights.indptr[row], weights.indptr[row + 1])
    values, columns = weights.data[cells], weights.indices[cells]
    best = largest(values, n)
    best = best[values[best] > 0]
    return columns[best], values[best]


def words_of_mixtures(components, terms, counts, shares, membership, n, tuning, topics):
    """Return the words of topics in groups: those that are expected to be of the topic.

    Of the n_dw occurrences of a word w in a document d, topic t has the part
    p(t | d, w), which is in proportion to p(t | d) p(w | t). The weights are the sums
    of these over the documents of a group, divided by those of all words.

    Parameters
    ----------
    components : ndarray of shape (n_topics, n_terms)
        Not negative, on any scale.
    terms : ndarray of shape (n_terms,)
    counts : csr_array of shape (n_documents, n_terms)
    shares : csr_array of shape (n_documents, n_topics)
    membership : Membership
    n : int
    tuning : Tuning
    topics : ndarray of int

    Returns
    -------
    words : GroupWords
    """
    topic_word = normalized_rows(components)
    by_group = membership.indicator()
    found = {}
    for sequence in tuning.sequences(range(by_group.shape[0])):
        previous = None
        for group in sequence:
            rows = by_group.indices[by_group.indptr[group] : by_group.indptr[group + 1]]
            if not len(rows):
                continue
            expected = expected_counts(topic_word, counts[rows], as_dense(shares[rows]))
            said = expected.any(axis=1)
            weights = normalized_rows(expected)
            if previous is not None and tuning.before is not None:
                both = said & previous[1]
                weights[both] = (weights[both] + previous[0][both]) / 2
            if tuning.everywhere:
                weights[said] = (weights[said] + topic_word[said]) / 2
            previous = weights, said
            for topic in topics:
                row = weights[topic]
                columns = np.flatnonzero(row > 0)
                best = columns[largest(row[columns], n)]
                if len(best):
                    values = tuple(row[best].tolist())
                    found[int(topic), group] = tuple(terms[best].tolist()), values
    return GroupWords(found)


def expected_counts(topic_word, counts, shares):
    """Return how often words of documents are expected to come from topics.

    Parameters
    ----------
    topic_word : ndarray of shape (n_topics, n_terms)
        p(word | topic).
    counts : csr_array of shape (n_documents, n_terms)
    shares : ndarray of shape (n_documents, n_topics)
        p(topic | document).

    Returns
    -------
    expected : ndarray of shape (n_topics, n_terms)
    """
    n_topics = len(topic_word)
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    word_topic = np.ascontiguousarray(topic_word.T)
    ratios = np.zeros(counts.nnz)
    step = max(_HELD // max(n_topics, 1), 1)
    for start in range(0, counts.nnz, step):
        cells = slice(start, start + step)
        p = np.einsum("ij,ij->i", shares[row[cells]], word_topic[counts.indices[cells]])
        np.divide(counts.data[cells], p, out=ratios[cells], where=p > 0)
    ratios = sp.csr_array((ratios, counts.indices, counts.indptr), shape=counts.shape)
    return topic_word * (ratios.T @ shares).T
