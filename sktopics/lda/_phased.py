"""Topics of tokens sampled in phases of words and of documents, for many topics."""

from typing import NamedTuple

import numpy as np

from .._parallel import CorpusBlocks, document_blocks, run_blocks
from ..kernels.phases import (
    N_PROPOSALS,
    cumulate_groups,
    guide_search,
    sample_phase,
    seed_tokens,
)

SMALLEST_BLOCK = 16384


class TokenGroups(NamedTuple):
    """The tokens of some words, or of some documents, as the kernel wants them.

    See `sample_phase` for the attributes.
    """

    offsets: np.ndarray
    n_plain: np.ndarray
    sources: np.ndarray
    counted: np.ndarray
    own: np.ndarray
    ends: np.ndarray
    seeds: np.ndarray

    def part(self, start, stop):
        """Return the groups from `start` to `stop`."""
        first, last = self.offsets[start], self.offsets[stop]
        rest = (array[first:last] for array in self[2:])
        offsets = self.offsets[start : stop + 1] - first
        return TokenGroups(offsets, self.n_plain[start:stop], *rest)


class TopicPhases:
    """Sweeps over the words and the documents of a corpus.

    A phase over the words proposes topics for the phase over the documents, and the
    other way round, see `sample_phase`. As in `SampledTopics`, the random numbers of a
    token come from the content of its document: results depend neither on the order of
    the documents nor on threads.

    Parameters
    ----------
    parts : list of SampledTopics
        Parts of one corpus, whose tokens are swept together.
    n_terms : int
    """

    def __init__(self, parts, n_terms):
        self.parts = parts
        words = np.concatenate([part.terms[part.words] for part in parts])
        lengths = np.concatenate([part.lengths for part in parts])
        weights = np.concatenate([part.weights for part in parts])
        counted = np.concatenate([part.counted for part in parts])
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        seeds = np.empty(words.size, np.uint64)
        seed_tokens(offsets, np.concatenate([part.seeds for part in parts]), seeds)
        # Sorted by seeds, so that the order of the documents does not matter. Tokens
        # that count for 1 come first, which the kernel finds without a search.
        self.order = np.lexsort((seeds, weights != 1, words)).astype(np.uint32)
        places = np.empty_like(self.order)
        places[self.order] = np.arange(words.size, dtype=np.uint32)
        uses = np.bincount(words, minlength=n_terms)
        word_offsets = np.concatenate(([0], np.cumsum(uses)))
        counted = counted[self.order]
        # A document that counts for two is the same as two, each without itself.
        own = np.minimum(counted, weights[self.order])
        self.words = _group_blocks(
            word_offsets, self.order, counted, own, seeds[self.order]
        )
        self.documents = _group_blocks(offsets, places, weights, weights, seeds)
        self.n_topics = parts[0].n_topics
        topics = np.concatenate([part.assignments for part in parts])
        self.sizes = np.bincount(
            topics[self.order], counted.astype(np.float64), self.n_topics
        )
        # Half as many bytes to fetch from memory.
        number = np.uint16 if self.n_topics <= 1 << 16 else np.uint32
        self.choices = np.repeat(topics[:, None], 1 + N_PROPOSALS, axis=1)
        self.choices = self.choices.astype(number)
        self.others = np.empty_like(self.choices)

    def place(self, places, n_jobs):
        """Place the tokens until the `ExitStack` is closed."""
        self.words = places.enter_context(self.words.placed(n_jobs))
        self.documents = places.enter_context(self.documents.placed(n_jobs))

    def sweep(self, numbers, topics, more, n_jobs):
        """Make sweeps of these numbers, and give the topics drawn to the parts.

        Parameters
        ----------
        numbers : iterable of int
        topics : DirichletTopics
            Tells the priors.
        more : float
            Added to the prior of each topic in a document.
        n_jobs : int or None
        """
        k, dtype = self.n_topics, topics.counts.dtype
        beta = np.ascontiguousarray(topics.topic_word_prior[:, :k])
        totals = np.broadcast_to(beta, (topics.counts.shape[0], k))
        totals = totals.sum(axis=0, dtype=np.float64)
        alpha = (topics.alpha + more).astype(dtype)[np.newaxis]
        of_words = self.words, *_searched(beta)
        of_documents = self.documents, *_searched(alpha)
        for number in numbers:
            # The order of the documents would change how sums over them round.
            self.sizes = self._phase(2 * number, *of_words, totals, n_jobs)
            self._phase(2 * number + 1, *of_documents, totals, n_jobs)
        ends = np.cumsum([part.assignments.size for part in self.parts])[:-1]
        drawn = self.choices[:, 0].astype(np.int32)
        for part, assignments in zip(self.parts, np.split(drawn, ends), strict=True):
            part.assignments = assignments

    def _phase(self, number, blocks, prior, cumulative, guide, totals, n_jobs):
        """Make one phase, after which the choices are in the order of its groups.

        Returns the sizes of the topics.
        """
        inverse = (1 / (self.sizes + totals)).astype(prior.dtype)
        tables = prior, cumulative, guide
        tasks = [
            (
                groups,
                number,
                self.choices,
                *(_rows(table, start, stop) for table in tables),
                inverse,
            )
            for start, stop, groups in blocks
        ]
        first, sizes = 0, np.zeros(self.n_topics)
        for drawn, sizes_here in run_blocks(_sample_phase, tasks, n_jobs):
            self.others[first : first + len(drawn)] = drawn
            first += len(drawn)
            sizes += sizes_here
        self.choices, self.others = self.others, self.choices
        return sizes


def _searched(prior):
    """Return a prior, its sums up to each topic, and where to search these."""
    cumulative = np.cumsum(prior, axis=1, dtype=np.float64)
    guide = np.empty(prior.shape, np.int32)
    guide_search(cumulative, guide)
    return prior, cumulative, guide


def _group_blocks(offsets, sources, counted, own, seeds):
    """Cut groups of tokens into blocks."""
    ends, n_plain = np.empty(len(counted)), np.empty(len(offsets) - 1, np.int64)
    cumulate_groups(offsets, counted, ends, n_plain)
    groups = TokenGroups(offsets, n_plain, sources, counted, own, ends, seeds)
    bounds = document_blocks(offsets, SMALLEST_BLOCK)
    return CorpusBlocks(bounds, [groups.part(*block) for block in bounds])


def _rows(table, start, stop):
    """Rows of groups, or the one that all of them share."""
    return table if len(table) == 1 else table[start:stop]


def _sample_phase(groups, number, choices, *tables):
    """`sample_phase` for the groups of a block: choices, and sizes of the topics."""
    drawn = np.empty((groups.sources.size, choices.shape[1]), choices.dtype)
    sizes = np.zeros(tables[-1].size)
    sample_phase(*groups, number, choices, *tables, drawn, sizes)
    return drawn, sizes
