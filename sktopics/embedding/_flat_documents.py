"""Documents as kernels read them: from sequences or counts, in memory or streamed."""

from typing import NamedTuple

import numpy as np

from .._batches import check_rereadable, is_stream, paired_batches
from .._groups import check_groups, quote, sorted_names
from ..kernels.reading import Text, seed_sequences, shuffle_documents
from ..kernels.sampling import seed_documents
from ..sequences import TokenSequences
from ._limits import count_unrolled


def text_of(X, as_bags, seed):
    """Return `Text` without tags.

    Parameters
    ----------
    X : TokenSequences or CSR array of counts
    as_bags : bool
        Whether the order of the words is to be forgotten: they are shuffled, in the
        same way whatever order they had.
    seed : int

    Raises
    ------
    ValueError
        If counts are too large, see `_limits`.
    """
    if as_bags:
        return _bags(X, np.uint64(seed))
    seeds = np.empty(len(X), np.uint64)
    seed_sequences(X.ids, X.offsets, np.uint64(seed), seeds)
    weights, boundaries = X.weights, X.boundaries
    if weights is None:
        weights = np.ones(X.n_tokens, np.float32)
    if boundaries is None:
        boundaries = np.zeros(X.n_tokens, bool)
    return _text(X.ids, weights, boundaries, X.offsets, seeds)


def _bags(X, seed):
    if isinstance(X, TokenSequences):
        X = X.to_counts()
    n_tokens = count_unrolled(X)
    counts = X.data.astype(np.float64)
    seeds = np.empty(X.shape[0], np.uint64)
    seed_documents(X.indptr, X.indices, counts, seed, seeds)
    ids = np.repeat(X.indices, n_tokens).astype(np.int32, copy=False)
    weights = np.repeat(counts / n_tokens, n_tokens).astype(np.float32)
    offsets = np.concatenate(([0], np.cumsum(n_tokens)))[X.indptr]
    shuffle_documents(offsets, seeds, ids, weights)
    return _text(ids, weights, np.zeros(len(ids), bool), offsets, seeds)


def _text(ids, weights, boundaries, offsets, seeds):
    """Put arrays together, all read-only: kernels are compiled for one kind."""
    arrays = (
        np.asarray(ids),
        np.asarray(weights, np.float32),
        np.asarray(boundaries),
        np.asarray(offsets, np.int64),
        seeds,
        np.zeros(len(seeds) + 1, np.int64),
        np.empty(0, np.int64),
    )
    return Text(*map(_read_only, arrays))


def _read_only(array):
    array = np.ascontiguousarray(array).view(np.ndarray)
    array.flags.writeable = False
    return array


def tagged(text, offsets, rows):
    """Return a text with tags: ``rows[offsets[d]:offsets[d + 1]]`` of document d."""
    return text._replace(
        tag_offsets=_read_only(np.asarray(offsets, np.int64)),
        tag_rows=_read_only(np.asarray(rows, np.int64)),
    )


def part_of(text, start, stop):
    """Return the documents `start` to `stop` of a text that has no tags."""
    if stop - start == len(text.seeds):
        return text
    first, last = text.offsets[start], text.offsets[stop]
    tokens = slice(first, last)
    return _text(
        text.ids[tokens],
        text.weights[tokens],
        text.boundaries[tokens],
        text.offsets[start : stop + 1] - first,
        text.seeds[start:stop],
    )


class Survey(NamedTuple):
    """What one pass over documents tells.

    Attributes
    ----------
    counts : ndarray of shape (n_terms,)
        Sum of the weights of each term.
    n_documents : int
    n_tokens : int
        Places of tokens, those of unknown terms included.
    longest : int
        Those of the longest document.
    names : ndarray of shape (n_tags,) or None
        Names of the tags, sorted, or numbers of columns; None if there are no tags.
    """

    counts: np.ndarray
    n_documents: int
    n_tokens: int
    longest: int
    names: np.ndarray


class FlatDocuments:
    """Documents to learn from, in batches that can be read again and again.

    Parameters
    ----------
    batches : callable
        Returns an iterator over pairs of checked documents and their `Groups` (None
        without tags).
    as_bags, seed
        See `text_of`.
    """

    def __init__(self, batches, as_bags, seed):
        self._batches, self._as_bags, self._seed = batches, as_bags, seed

    def texts(self):
        """Yield `Text` and `Groups` of each batch."""
        for X, groups in self._batches():
            yield text_of(X, self._as_bags, self._seed), groups

    def survey(self, n_terms, tag_count=None):
        """Read everything once.

        Parameters
        ----------
        n_terms : callable
            Returns the number of terms, once documents have been read.
        tag_count : int or None
            How many tags each document must have; None: any number.
        """
        counts, n_documents, n_tokens, names, tags = np.zeros(0), 0, 0, set(), None
        longest = 0
        for text, groups in self.texts():
            known = text.ids >= 0
            found = np.bincount(
                text.ids[known], text.weights[known], minlength=n_terms()
            )
            found = found.astype(np.float64, copy=False)  # int64 of no tokens
            found[: len(counts)] += counts  # a batch may have brought new terms
            counts = found
            n_documents += len(text.seeds)
            n_tokens += len(text.ids)
            longest = max(longest, int(np.diff(text.offsets).max(initial=0)))
            check_tag_count(groups, tag_count)
            if groups is not None:
                tags = _merge(tags, groups.names, names)
        if not n_documents:
            raise ValueError("There are no documents: the stream is empty.")
        if names:
            tags = np.empty(len(names), dtype=object)
            tags[:] = sorted_names(names, "tags")
        return Survey(counts, n_documents, n_tokens, longest, tags)


def _merge(tags, found, names):
    """Add the names `found` in a batch; or compare its columns with those of others."""
    if found.dtype.kind != "i":
        names.update(found.tolist())
        return np.empty(0, dtype=object)
    if tags is not None and len(tags) != len(found):
        raise ValueError(
            f"The indicator matrices of tags have {len(tags)} and {len(found)} columns."
        )
    return found


def check_tag_count(groups, tag_count):
    """Raise an error if documents do not have so many tags; None: any number."""
    if tag_count is None or (groups is None and tag_count == 1):
        return
    if groups is None:
        raise ValueError(
            f"dm_concat takes documents with dm_tag_count={tag_count} tags: pass tags."
        )
    wrong = np.flatnonzero(groups.sizes != tag_count)
    if len(wrong):
        raise ValueError(
            f"dm_concat takes documents with dm_tag_count={tag_count} tags, and "
            f"document {wrong[0]} has {groups.sizes[wrong[0]]}."
        )


class InMemory(FlatDocuments):
    """The same, kept: what is read twice need not be prepared twice."""

    def __init__(self, X, groups, as_bags, seed):
        super().__init__(lambda: iter([(X, groups)]), as_bags, seed)
        self._kept = None

    def texts(self):
        """Yield `Text` and `Groups`."""
        if self._kept is None:
            self._kept = list(super().texts())
        return iter(self._kept)


def documents_of(X, tags, check, as_bags, seed):
    """Return what to learn from.

    Parameters
    ----------
    X : TokenSequences, counts, or an iterable of batches
        Batches are documents, or pairs of documents and their tags.
    tags : see `check_groups`, or None
    check : callable
        Checks documents, and returns them.
    as_bags, seed
        See `text_of`.
    """
    if not is_stream(X):
        X = check(X)
        groups = None if tags is None else check_groups(tags, X.shape[0], "tags")
        return InMemory(X, groups, as_bags, seed)
    check_rereadable(X, "once more than there are epochs")
    if tags is not None:
        raise ValueError(
            "Tags of a stream come with its batches, which are then pairs (X, tags)."
        )
    return FlatDocuments(lambda: _checked_batches(X, check), as_bags, seed)


def _checked_batches(batches, check):
    for X, tags in paired_batches(batches, "tags"):
        X = check(X)
        yield X, None if tags is None else check_groups(tags, X.shape[0], "tags")


def check_unchanged(groups, survey, n_documents, n_columns):
    """Raise an error if a stream is not what it was when it was surveyed.

    Kernels write to the rows of vectors of which these are the numbers.

    Parameters
    ----------
    groups : Groups or None
        Tags of a batch.
    survey : Survey
    n_documents : int
        How many were read in this pass, with the batch.
    n_columns : int
        How many columns an indicator of tags had; None if tags had names.
    """
    if n_documents > survey.n_documents:
        raise ValueError(
            "The stream changed while it was read: it had "
            f"{survey.n_documents} documents, and has more."
        )
    if (groups is None) != (survey.names is None):
        raise ValueError(
            "The stream changed while it was read: its batches had "
            f"{'no ' * (survey.names is None)}tags before."
        )
    if groups is None or n_columns is None:
        return
    if groups.names.dtype.kind != "i" or len(groups.names) != n_columns:
        raise ValueError(
            "The stream changed while it was read: its tags were an indicator matrix "
            f"of {n_columns} columns."
        )


def number_tags(groups, first, n_documents, places):
    """Return the offsets and rows of the tags of a batch, see `Text`.

    Parameters
    ----------
    groups : Groups or None
        None: each document has a vector of its own, the first one the row `first`.
    first, n_documents : int
    places : dict or None
        Row of each name; None if the tags are columns of an indicator.
    """
    if groups is None:
        return np.arange(n_documents + 1), np.arange(first, first + n_documents)
    if places is None:
        return groups.indptr, groups.indices
    unknown = [name for name in groups.names.tolist() if name not in places]
    if unknown:
        raise ValueError(
            f"Tags of the stream changed while it was read: {quote(unknown)} are new."
        )
    rows = np.array([places[name] for name in groups.names.tolist()], np.int64)
    return groups.indptr, rows[groups.indices]
