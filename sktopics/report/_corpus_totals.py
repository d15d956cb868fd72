"""What blocks of a corpus add up to: sizes, main topics, typical documents."""

import hashlib
import struct
from functools import partial

import numpy as np
import scipy.sparse as sp

from .._reading import (
    content_keys,
    counts_of_words,
    full_texts,
    representative_rows,
    topics_by_share,
)
from .._sparse import checked_csr

# Topics with a smaller share of a document are not named with it.
LEAST_SHARE = 0.05


class KeptDocuments:
    """Topics of the documents that may be inside a report, or of all.

    Parameters
    ----------
    may_be_inside : ndarray of bool of shape (n_documents,), or None
        None keeps all.
    typical : TypicalDocuments or None
        It takes each block before, and what is typical until then is kept, too.
    least : float
        Smaller shares are not kept.
    """

    def __init__(self, may_be_inside, typical, least=0.0):
        self.may_be_inside, self.typical, self.least = may_be_inside, typical, least
        self.rows, self.topics, self.shares, self.found = [], [], [], []

    def add(self, block):
        """Take the next block."""
        shares, rows = block.found.shares, np.arange(block.start, block.stop)
        if self.may_be_inside is not None:
            kept = self.may_be_inside[block.start : block.stop].copy()
            if self.typical is not None:
                typical = np.array(self.typical.rows(), dtype=np.int64)
                kept[typical[typical >= block.start] - block.start] = True
            shares, rows = shares[np.flatnonzero(kept)], rows[kept]
        topics = topics_by_share(shares)
        largest = shares.max(axis=1).toarray() if shares.shape[1] else 0.0 * topics
        self.rows.append(rows)
        self.topics.append(topics.astype(np.int64))
        self.shares.append(np.ravel(largest).astype(np.float32))
        self.found.append(without_small(shares, self.least) if self.least else shares)

    def done(self):
        """Return rows, main topics, -1 for none, their shares, and all shares."""
        parts = (self.rows, self.topics, self.shares)
        found = sp.csr_array(sp.vstack(self.found))
        return *map(np.concatenate, parts), found


def without_small(shares, least):
    """Return shares in float32, a csr_array, without those below `least`."""
    kept = shares.astype(np.float32)
    kept.data[shares.data < least] = 0
    kept.eliminate_zeros()
    return kept


class TopicSizes:
    """The parts of topics in the corpus.

    Attributes
    ----------
    sums : ndarray of shape (n_topics,)
        Expected numbers of tokens, or of documents where there are no counts.
    n_without : int
        Documents without a topic.
    n_tokens : float or None
        None where the model is given no whole numbers.
    """

    def __init__(self, n_topics):
        self.sums = np.zeros(n_topics)
        self.n_without, self.n_tokens, self.by_tokens = 0, 0.0, True

    def add(self, block):
        """Take the next block."""
        shares, lengths = block.found.shares, block.found.lengths
        self.n_without += int((np.diff(shares.indptr) == 0).sum())
        if lengths is None:
            self.by_tokens, self.n_tokens = False, None
            self.sums += np.asarray(shares.sum(axis=0)).ravel()
            return
        self.sums += shares.T @ lengths
        if self.n_tokens is not None:
            whole = not np.mod(lengths, 1).any()
            self.n_tokens = self.n_tokens + float(lengths.sum()) if whole else None


class TypicalDocuments:
    """Documents with the highest shares of each topic; equal ones stand there once."""

    def __init__(self, n_topics, n):
        self.n = n
        self.best = [[] for _ in range(n_topics)]

    def add(self, block):
        """Take the next block."""
        shares = block.found.shares.toarray()
        found = representative_rows(
            shares, block.found.lengths, self.n, block.documents
        )
        key_of = content_keys(block.documents)
        for topic, rows in enumerate(found):
            new = [
                (-shares[row, topic], block.start + int(row), key_of(row))
                for row in rows
            ]
            self.best[topic] = self._first([*self.best[topic], *new], block.start)

    def _first(self, documents, start):
        """Return the best that differ; keys that are rows are those of one block."""
        seen = {}
        for share, row, key in sorted(documents, key=lambda found: found[:2]):
            key = (start, key) if isinstance(key, int) else key
            seen.setdefault(key, (share, row, key))
        return list(seen.values())[: self.n]

    def rows(self):
        """Return the rows of all topics that are the best until now."""
        return [row for found in self.best for _, row, _ in found]

    def done(self):
        """Return the rows of each topic, best first."""
        return [[row for _, row, _ in found] for found in self.best]


class Fingerprint:
    """SHA-256 of the texts of a corpus, or of the numbers that the model is given."""

    def __init__(self, model):
        self.texts_of = partial(full_texts, model)
        self.digest, self.known = hashlib.sha256(), True

    def add(self, block):
        """Take the next block."""
        texts = None
        if block.documents is not None:
            texts = self.texts_of(block.documents)
        if texts is not None:
            for text in texts:
                data = text.encode("utf-8", "surrogatepass")
                self.digest.update(struct.pack("<q", len(data)) + data)
            return
        data = block.data
        data = data.to_counts() if hasattr(data, "to_counts") else data
        data = checked_csr(data)
        if sp.issparse(data):
            data = data.tocsr(copy=True)
            data.sum_duplicates()
            self._numbers(np.diff(data.indptr), data.indices, data.data)
        elif isinstance(data, np.ndarray) and data.dtype.kind in "biuf":
            self._numbers(data)
        else:
            self.known = False

    def _numbers(self, *arrays):
        for values in arrays:
            kind = np.int64 if values.dtype.kind in "biu" else np.float64
            self.digest.update(np.ascontiguousarray(values, dtype=kind).tobytes())

    def done(self):
        """Return the fingerprint, None where documents are neither."""
        return self.digest.hexdigest() if self.known else None


class CountedDocuments:
    """Counts of words in documents, or why there are none."""

    def __init__(self, final, n_terms):
        self.final, self.n_terms = final, n_terms
        self.parts, self.why = [], ""
        if not n_terms:
            self.why = "The model has read no words."

    def add(self, block):
        """Take the next block."""
        self.take(block.data)

    def take(self, data):
        """Count words in what the model is given."""
        if self.why:
            return
        if data is None:
            self.why = "No documents were given, only vectors of them."
            return
        try:
            counts = counts_of_words(self.final, data, n_terms=self.n_terms)
        except (TypeError, ValueError, AttributeError) as error:
            self.why = f"The words of documents cannot be counted: {error}"
            return
        self.parts.append(counts)

    def done(self):
        """Return the counts, or a text that says why there are none."""
        if self.why:
            return self.why
        empty = sp.csr_array((0, self.n_terms))
        return sp.csr_array(sp.vstack(self.parts or [empty]))
