"""What AttentiveARTM's borders are compared with, all with one interface.

A segmenter is fitted to `TokenSequences`, and `borders(documents, at, ...)` gives for
each document the positions of the tokens with which its second and further segments
start. The parameters of its `grid` are tried on documents of their own, since those
that the papers give are for longer segments than pieces of some sentences.
"""

from itertools import pairwise, product

import numpy as np


class Even:
    """Segments of equal length; without a number, a single one."""

    grid = ({},)

    def fit(self, train, n_components):
        return self

    def borders(self, documents, at, n_segments=None):
        candidates = documents.candidates(at)
        if n_segments is None:
            return [places[:0] for places in candidates]
        lengths = documents.sequences.lengths
        found = []
        for places, n_tokens, n in zip(candidates, lengths, n_segments, strict=True):
            found.append(nearest(np.arange(1, n) * n_tokens / n, places))
        return found


class Random:
    """Borders anywhere; without a number, as many as chance has it (Choi, 2000)."""

    grid = ({},)

    def fit(self, train, n_components):
        return self

    def borders(self, documents, at, n_segments=None):
        random_state = np.random.RandomState(0)
        found = []
        for d, places in enumerate(documents.candidates(at)):
            if n_segments is None:
                n_borders = random_state.randint(len(places) + 1)
            else:
                n_borders = min(n_segments[d] - 1, len(places))
            found.append(np.sort(random_state.choice(places, n_borders, False)))
        return found


class TextTiling:
    """Comparison of blocks of M. Hearst, "TextTiling", Computational Linguistics, 1997.

    The text is cut into sequences of `width` tokens. At each gap between two of them,
    the cosine of the counts of terms in the `block` sequences before and after it is
    smoothed with its two neighbours; a border is where the depth of the valley is more
    than the mean + `cutoff` standard deviations (-0.5 in the paper), `apart` sequences
    at least from any deeper one. Borders move to the nearest place where one may be.
    """

    grid = tuple(
        {"width": width, "block": block, "apart": apart, "cutoff": cutoff}
        for width, block, apart, cutoff in product(
            (3, 5, 10, 20), (3, 6, 10, 15), (2, 4, 8, 12), (-0.5, 0.0, 0.5, 1.0)
        )
    )

    def fit(self, train, n_components):
        self.last = None, None, None
        return self

    def borders(
        self,
        documents,
        at,
        n_segments=None,
        *,
        width=20,
        block=10,
        apart=4,
        cutoff=-0.5,
    ):
        if self.last[0] is not documents or self.last[1] != (width, block):
            # Once for all ways to choose borders.
            depths = self._depths(documents.sequences, width, block)
            self.last = documents, (width, block), depths
        found = []
        for d, places in enumerate(documents.candidates(at)):
            depths = self.last[2][d]
            gaps = strongest(
                depths,
                np.arange(1, len(depths) + 1),
                len(depths) + 1,
                None if n_segments is None else n_segments[d],
                cutoff=cutoff,
                apart=apart,
            )
            found.append(nearest(gaps * width, places))
        return found

    def _depths(self, X, width, block):
        """Depths of the valley at each gap of each document, a list of arrays."""
        counts = (self._counts(X.ids[i:j], width) for i, j in pairwise(X.offsets))
        return [depth_scores(smooth(self._similarities(c, block))) for c in counts]

    @staticmethod
    def _counts(ids, width):
        """Counts of terms in each sequence, of shape (n_sequences, n_terms seen)."""
        terms, columns = np.unique(ids, return_inverse=True)
        n_sequences = -(-len(ids) // width)
        counts = np.zeros((n_sequences, len(terms)))
        np.add.at(counts, (np.arange(len(ids)) // width, columns), 1)
        return counts

    @staticmethod
    def _similarities(counts, block):
        """Cosine of the blocks on the two sides of each gap; smaller at the ends."""
        n_sequences = len(counts)
        before = np.concatenate([np.zeros((1, counts.shape[1])), counts.cumsum(axis=0)])
        gaps = np.arange(1, n_sequences)
        reach = np.minimum(np.minimum(gaps, n_sequences - gaps), block)
        left = before[gaps] - before[gaps - reach]
        right = before[gaps + reach] - before[gaps]
        return cosines(left, right)


class WordSegments:
    """U00: M. Utiyama, H. Isahara, "A statistical model for [...] segmentation", 2001.

    The likeliest segments, each with its own smoothed distribution of the document's
    words: those with the least sum of log((n + v) / (f + 1)) over their tokens, n the
    length of the segment, f how often it has the token's word, v the number of
    different words of the document, plus `penalty` log N (1 in the paper) for each.
    """

    grid = tuple({"penalty": penalty} for penalty in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0))

    def fit(self, train, n_components):
        return self

    def borders(self, documents, at, n_segments=None, *, penalty=1.0):
        X, found = documents.sequences, []
        for d, places in enumerate(documents.candidates(at)):
            ids = X.ids[X.offsets[d] : X.offsets[d + 1]]
            ends = np.concatenate([[0], places, [len(ids)]])
            number = None if n_segments is None else n_segments[d]
            best = cheapest(self._costs(ids, ends), number, penalty * np.log(len(ids)))
            found.append(ends[best])
        return found

    @staticmethod
    def _costs(ids, ends):
        """Cost of the segment between each two of `ends`, in the upper triangle."""
        terms, words = np.unique(ids, return_inverse=True)
        before = np.zeros((len(terms), len(ids) + 1), dtype=int)
        before[words, np.arange(1, len(ids) + 1)] = 1
        before.cumsum(axis=1, out=before)
        before_ends = before[:, ends]
        costs = np.zeros((len(ends), len(ends)))
        # Sum of f log(f + 1) over the words, from each of the ends on.
        gains, stop = np.zeros(len(ends)), 1
        f = np.arange(len(ids) + 1)
        gain = np.diff(f * np.log(f + 1))
        for i, word in enumerate(words):
            seen = before[word, i] - before_ends[word, :stop]
            gains[:stop] += gain[seen]
            if i + 1 == ends[stop]:
                lengths = ends[stop] - ends[:stop]
                costs[:stop, stop] = (
                    lengths * np.log(lengths + len(terms)) - gains[:stop]
                )
                stop += 1
        return costs


class WindowLDA:
    """LDA of sliding windows, much as M. Riedl, C. Biemann, "TopicTiling", 2012.

    The mixtures of topics of the `window` tokens before and after each place where a
    border may be are compared by their cosine, and borders are where the depth of
    the valley, or 1 - the cosine itself, is more than the mean + `cutoff` standard
    deviations, `apart` windows at least from any that is more.
    """

    grid = tuple(
        {"window": window, "depth": depth, "apart": apart, "cutoff": cutoff}
        for window, depth, apart, cutoff in product(
            (20, 40, 80), (True, False), (0.25, 0.5, 1.0), (-0.5, 0.0, 0.5, 1.0)
        )
    )

    def fit(self, train, n_components):
        from sktopics import LatentDirichletAllocation

        self.model = LatentDirichletAllocation(n_components, random_state=0)
        self.model.fit(train.to_counts())
        self.last = None, None, None
        return self

    def borders(
        self,
        documents,
        at,
        n_segments=None,
        *,
        window=40,
        depth=True,
        apart=0.25,
        cutoff=-0.5,
    ):
        candidates, found = documents.candidates(at), []
        if self.last[0] is not documents or self.last[1] != (at, window):
            # Once for all ways to choose borders.
            similarities = self._similarities(documents.sequences, candidates, window)
            self.last = documents, (at, window), similarities
        for d, (places, similarities) in enumerate(
            zip(candidates, self.last[2], strict=True)
        ):
            strengths = depth_scores(similarities) if depth else 1 - similarities
            found.append(
                strongest(
                    strengths,
                    places,
                    documents.sequences.lengths[d],
                    None if n_segments is None else n_segments[d],
                    cutoff=cutoff,
                    apart=apart * window,
                )
            )
        return found

    def _similarities(self, X, candidates, window):
        """Cosine of the two mixtures at each candidate, a list of arrays."""
        sizes = [len(places) for places in candidates]
        first, last = (
            np.repeat(ends, sizes) for ends in (X.offsets[:-1], X.offsets[1:])
        )
        middle = first + np.concatenate(candidates)
        left = self._mixtures(X, np.maximum(middle - window, first), middle)
        right = self._mixtures(X, middle, np.minimum(middle + window, last))
        return np.split(cosines(left, right), np.cumsum(sizes)[:-1])

    def _mixtures(self, X, start, stop):
        """Topics of the tokens from `start` to `stop`, one row for each window."""
        from sktopics import TokenSequences

        offsets = np.concatenate([[0], np.cumsum(stop - start)])
        tokens = np.arange(offsets[-1]) + np.repeat(start - offsets[:-1], stop - start)
        windows = TokenSequences(X.ids[tokens], offsets, n_terms=X.n_terms)
        return self.model.transform(windows.to_counts())


class Attentive:
    """AttentiveARTM, with its own way to find borders."""

    grid = tuple(
        {"penalty": penalty} for penalty in (0.4, 0.6, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0)
    )

    def fit(self, train, n_components):
        from sktopics import AttentiveARTM

        self.model = AttentiveARTM(n_components, random_state=0).fit(train)
        return self

    def borders(self, documents, at, n_segments=None, **parameters):
        allowed = documents.sentences if at == "sentence" else None
        return self.model.boundaries(
            documents.unmarked(), n_segments=n_segments, allowed=allowed, **parameters
        )


SEGMENTERS = {
    "even": Even,
    "random": Random,
    "TextTiling": TextTiling,
    "U00": WordSegments,
    "sliding-window LDA": WindowLDA,
    "AttentiveARTM": Attentive,
}


def cosines(left, right):
    """Cosine of each row of `left` and that of `right`; 0 for empty rows."""
    product = np.sqrt((left**2).sum(axis=1) * (right**2).sum(axis=1))
    return (left * right).sum(axis=1) / np.where(product > 0, product, 1)


def smooth(values):
    """Mean of each value and its two neighbours, of one neighbour at the ends."""
    sums = np.convolve(values, np.ones(3), mode="same")
    return sums / np.convolve(np.ones(len(values)), np.ones(3), mode="same")


def depth_scores(similarities):
    """How far each value lies below the peaks to its left and right, summed."""
    return sum(_peaks(similarities[::step])[::step] - similarities for step in (1, -1))


def _peaks(values):
    """Where one gets to from each value, going left for as long as it rises."""
    peaks = values.copy()
    for i in range(1, len(values)):
        if values[i - 1] >= values[i]:
            peaks[i] = peaks[i - 1]
    return peaks


def strongest(strengths, places, n_tokens, n_segments, *, cutoff, apart):
    """Places of the strongest borders, `apart` from each other and from the ends.

    As many as `n_segments` needs, or as exceed the mean + `cutoff` standard deviations.
    """
    free = (places >= apart) & (places <= n_tokens - apart)
    least, most = -np.inf, len(places)
    if n_segments is not None:
        most = n_segments - 1
    elif len(places):
        least = strengths.mean() + cutoff * strengths.std()
    chosen = []
    for i in np.argsort(-strengths, kind="stable"):
        if len(chosen) == most or strengths[i] <= least:
            break
        if free[i]:
            chosen.append(places[i])
            free &= np.abs(places - places[i]) >= apart
    return np.sort(np.array(chosen, dtype=int))


def cheapest(costs, n_segments, penalty):
    """Inner ends of the segments with the least sum of costs, by dynamic programming.

    As many as `n_segments`, or as are worth `penalty` each.
    """
    n_ends = len(costs)
    costs = np.where(np.tri(n_ends, dtype=bool), np.inf, costs)
    chosen = []
    if n_segments is None:
        total, previous = np.zeros(n_ends), np.zeros(n_ends, dtype=int)
        for j in range(1, n_ends):
            sums = total[:j] + costs[:j, j] + penalty
            previous[j] = sums.argmin()
            total[j] = sums[previous[j]]
        j = previous[-1]
        while j > 0:
            chosen.append(j)
            j = previous[j]
    else:
        total, steps = costs[0], []
        for _ in range(min(n_segments, n_ends - 1) - 1):
            sums = total[:, np.newaxis] + costs
            steps.append(sums.argmin(axis=0))
            total = sums.min(axis=0)
        j = -1
        for previous in reversed(steps):
            j = previous[j]
            chosen.append(j)
    return np.array(chosen[::-1], dtype=int)


def nearest(borders, places):
    """The place nearest to each border, each once."""
    if not len(places):
        return np.zeros(0, dtype=int)
    after = np.searchsorted(places, borders).clip(1, max(len(places) - 1, 1))
    around = places[np.minimum([after - 1, after], len(places) - 1)]
    closer = np.abs(around - borders).argmin(axis=0)
    return np.unique(np.take_along_axis(around, closer[np.newaxis], axis=0)[0])
