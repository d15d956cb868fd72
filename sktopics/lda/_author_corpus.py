"""Documents with authors that `fit` learns from: in memory, or batches read again."""

import numpy as np

from .._batches import check_rereadable, paired_batches
from .._groups import check_kind_of_names, quote
from .._magnitudes import LARGEST_SUM
from ._author_input import NOBODY_SIGNED, merge_names, training_documents
from ._authors import documents_by_author
from ._lda_corpus import weighted_word_counts


class AuthoredCorpus:
    """Documents in memory.

    Parameters
    ----------
    X, groups, sample_weight
        What `training_documents` gives.

    Attributes
    ----------
    names : ndarray
        Of the authors, in which the groups of documents are numbered.
    n_terms : int
    dtype : dtype
    n_documents : float
        Weight of all documents.
    n_tokens : float
        Words of them.
    words_of_author : float
        Mean over the authors of these documents.
    """

    is_stream = False

    def __init__(self, X, groups, sample_weight):
        self.documents = X, groups, sample_weight
        self.names, self.n_terms, self.dtype = groups.names, X.shape[1], X.dtype
        self.n_documents = float(sample_weight.sum(dtype=np.float64))
        self.n_tokens = float(sample_weight @ X.sum(axis=1, dtype=np.float64))
        n_authors = _number_of_authors(groups, sample_weight)
        self.words_of_author = self.n_tokens / max(n_authors, 1)

    def __iter__(self):
        """Yield counts, groups and weights."""
        yield self.documents

    def documents_of_authors(self):
        """Weight of the documents of each author, (n_authors,)."""
        return documents_by_author(*self.documents[1:])

    def word_counts(self):
        """How often each word occurs, (n_terms,)."""
        return weighted_word_counts(self.documents[0], self.documents[2])

    def renumbered(self, known):
        """Return the documents with authors numbered as `known`, then the new ones."""
        X, groups, weight = self.documents
        return AuthoredCorpus(X, merge_names(groups, known)[0], weight)


class AuthoredStream:
    """Batches of documents and authors, read in each pass and never held in memory.

    They are read once in the beginning: to count documents and words, and to learn
    the names of authors and the words that come with later batches.

    Parameters
    ----------
    batches : iterable of pairs (X, authors)
    model : AuthorTopicModel
        Says what to do with documents without authors.
    check : callable
        ``check(X, first)`` checks counts and brings them to the words known so far.
    known : ndarray
        Names of authors that come first.
    """

    is_stream = True

    def __init__(self, batches, model, check, known):
        check_rereadable(batches, "twice and once more in each pass")
        self._batches, self._model, self._check = batches, model, check
        self.n_terms, self.dtype, self._width = 0, None, None
        self.n_documents, self.n_tokens, n_own, counts = 0.0, 0.0, 0.0, {}
        words, names = np.zeros(0), known
        for X, groups, weight in self._read(first=True):
            merge_names(groups, known)  # refuses names of another kind, or columns
            check_kind_of_names(groups.names, names, "authors")
            names = names if len(names) else groups.names
            words = np.pad(words, (0, X.shape[1] - len(words)))
            words += weighted_word_counts(X, weight)
            self.dtype = X.dtype if self.dtype is None else self.dtype
            self.n_terms = X.shape[1]
            self.n_documents += float(weight.sum(dtype=np.float64))
            self.n_tokens += float(weight @ X.sum(axis=1, dtype=np.float64))
            n_own += float(weight[groups.sizes == 0].sum())
            per_author = documents_by_author(groups, weight)
            for name, n in zip(groups.names.tolist(), per_author, strict=True):
                counts[name] = counts.get(name, 0.0) + n
        if self.dtype is None:
            raise ValueError("There are no documents: the stream has no batches.")
        if self.n_documents == 0:
            raise ValueError(NOBODY_SIGNED)
        if self.n_tokens > LARGEST_SUM[self.dtype]:
            raise ValueError(
                f"The counts of the stream are too large to be summed in {self.dtype}: "
                f"the sum may be {LARGEST_SUM[self.dtype]:g}."
            )
        self._counts, self._words = counts, words
        self.names = self._all_names(known)
        n_authors = n_own + sum(n > 0 for n in counts.values())
        self.words_of_author = self.n_tokens / max(n_authors, 1)

    def _all_names(self, known):
        if self._width is not None:  # numbers of columns
            return known if len(known) else np.arange(self._width)
        new = sorted(self._counts.keys() - set(known.tolist()))
        names = np.empty(len(known) + len(new), dtype=object)
        names[: len(known)], names[len(known) :] = known, new
        return names

    def _read(self, first=False):
        """Yield checked documents, their authors and their weights.

        `first` is for the first time, when columns and names are learned.
        """
        for X, authors in paired_batches(self._batches, "authors"):
            X = self._check(X, first)
            documents = training_documents(self._model, X, authors, None, False, first)
            names = documents[1].names
            width = len(names) if names.dtype.kind == "i" else None
            if authors is not None and not first and width != self._width:
                raise ValueError(
                    "The indicator matrices of authors must have the same columns in "
                    f"all batches of a stream: got {self._width} and {width}."
                )
            self._width = width
            first = False
            yield documents

    def __iter__(self):
        """Yield counts, groups and weights of each batch."""
        n_documents = 0.0
        for X, groups, weight in self._read():
            n_documents += float(weight.sum(dtype=np.float64))
            groups, new = merge_names(groups, self.names)
            if len(new):
                raise ValueError(
                    "The stream changed while it was read: its authors "
                    f"{quote(new)} are new."
                )
            if X.shape[1] != self.n_terms or n_documents > self.n_documents:
                raise ValueError(
                    "The stream changed while it was read: it had "
                    f"{self.n_documents:g} documents over {self.n_terms} words."
                )
            dtype = self.dtype
            if not len(weight):  # nobody signed it, and such documents are left out
                continue
            yield X.astype(dtype, copy=False), groups, weight.astype(dtype, copy=False)

    def documents_of_authors(self):
        """Weight of the documents of each author, (n_authors,)."""
        return np.array([self._counts.get(name, 0.0) for name in self.names.tolist()])

    def word_counts(self):
        """How often each word occurs, (n_terms,)."""
        return self._words

    def renumbered(self, known):
        """Return the stream: known authors come first already."""
        return self


def _number_of_authors(groups, weight):
    """How many authors documents have: those of no author have one each."""
    alone = weight[groups.sizes == 0].sum(dtype=np.float64)
    return len(np.unique(groups.indices)) + float(alone)
