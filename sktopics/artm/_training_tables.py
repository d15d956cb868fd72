"""The tables that training works on, laid out as the kernels want them."""

import warnings
from dataclasses import dataclass, field

import numpy as np

from .._magnitudes import countable
from .._validation import levels_to_caller
from ..kernels.em import normalize_topics
from ..kernels.padding import pad_topics, padded
from ._modalities import Modalities
from ._regularization import phi_regularization

# Words of the topics that online learning starts from, for each word of the first
# documents; and of the start of new terms, for each word of a topic.
FIRST_SHARE = 0.01


@dataclass
class TrainingTables:
    """Topics in training.

    Attributes
    ----------
    n_components : int
    phi : ndarray of shape (n_terms, n_padded)
        p(term | topic), the sums are 1 within each modality.
    counts : ndarray of shape (n_terms, n_padded)
        How often each term was drawn from each topic, n_wt in the literature.
    modalities : Modalities
    n_updates : int
        How often phi was updated.
    seen : ndarray of shape (n_terms,), bool
        Which terms have occurred in the documents so far.
    settled : ndarray of shape (n_terms,), bool, or None
        Which of them had occurred before the present pass of online learning; None in
        the first pass.
    emptied : set of int
        Topics that have lost all their terms.
    mixtures : list of ndarray or None
        Those of the documents in the last pass, where training stores them.
    """

    n_components: int
    phi: np.ndarray
    counts: np.ndarray
    modalities: Modalities
    n_updates: int = 0
    seen: np.ndarray | None = None
    settled: np.ndarray | None = None
    emptied: set = field(default_factory=set)
    mixtures: list | None = None

    @classmethod
    def random(cls, n_components, modalities, dtype, random_state, spread=1.0):
        """Random topics without counts, from ``1 - spread`` to 1, then normalised."""
        n_terms = modalities.of_term.size
        counts = np.zeros((n_terms, padded(n_components)), dtype)
        start = random_state.uniform(size=(n_components, n_terms)).T
        topics = cls(n_components, np.zeros_like(counts), counts, modalities)
        topics.seen = np.zeros(n_terms, bool)
        start = pad_topics(1 - spread + spread * start, dtype)
        topics.normalize(start)
        return topics

    @classmethod
    def fitted(cls, model, modalities, dtype):
        """Return the topics of a fitted model, to be trained further."""
        phi = pad_topics(model.components_.T, dtype)
        counts = pad_topics(model.topic_word_counts_.T, dtype)
        k = model.components_.shape[0]
        seen = model.seen_terms_.copy()
        topics = cls(k, phi, counts, modalities, model.n_batch_iter_, seen)
        topics.emptied.update(np.flatnonzero(~model.components_.any(axis=1)).tolist())
        return topics

    @classmethod
    def given(cls, topic_word, modalities, dtype):
        """Return topics (n_components, n_terms) that a user gives, without counts.

        A topic that has nothing of a modality has all its terms alike.
        """
        phi = pad_topics(topic_word.T, dtype)
        k, counts = len(topic_word), np.zeros_like(phi)
        seen = np.zeros(len(phi), bool)
        topics = cls(k, np.zeros_like(phi), counts, modalities, 0, seen)
        for number in range(modalities.n_modalities):
            rows = modalities.of_term == number
            block = phi[rows, :k]
            phi[rows, :k] = np.where(block.any(axis=0), block, 1)
        topics.normalize(phi)
        return topics

    def widen(self, modalities):
        """Make room for the terms that the vocabulary has grown by."""
        self.modalities = modalities
        more = modalities.of_term.size - len(self.phi)
        if more:
            self.phi = np.pad(self.phi, ((0, more), (0, 0)))
            self.counts = np.pad(self.counts, ((0, more), (0, 0)))
            self.seen = np.pad(self.seen, (0, more))
            if self.settled is not None:
                self.settled = np.pad(self.settled, (0, more))

    def start_terms(self, random_state, spread):
        """Give a share of the topics to terms that never occurred and that none has.

        All terms of a modality together would have FIRST_SHARE of a topic. Without a
        start they could not be learned: EM multiplies what is there.
        """
        new = np.flatnonzero(~self.seen & ~self.phi.any(axis=1))
        if not new.size:
            return
        k, modalities = self.n_components, self.modalities
        of_term = modalities.of_term
        shares = 1 - spread + spread * random_state.uniform(size=(k, new.size)).T
        shares *= FIRST_SHARE / np.bincount(of_term)[of_term[new], np.newaxis]
        shares[:, ~self.phi[:, :k].any(axis=0)] = 0
        masses = np.zeros((modalities.n_modalities, k))
        for number in range(modalities.n_modalities):
            rows = of_term == number
            masses[number] = self.counts[rows, :k].clip(0).sum(0, dtype=np.float64)
        # A modality of which nothing is known yet is as large as all others.
        masses = np.where(masses.any(axis=1, keepdims=True), masses, masses.sum(axis=0))
        self.counts[new, :k] = shares * masses[of_term[new]]
        phi = self.phi.copy()
        phi[new, :k] = shares
        self.normalize(phi)

    def normalize(self, counts):
        """Set phi to the distributions of counters; returns which topics have any."""
        totals = normalize_topics(
            counts, self.modalities.of_term, self.modalities.n_modalities, self.phi
        )
        return totals[:, : self.n_components].any(axis=0)

    def components(self, table):
        """Return a table as scikit-learn lays it out, (n_components, n_terms)."""
        return np.ascontiguousarray(table[:, : self.n_components].T)

    def masses(self):
        """Sum of the counters of each topic, (n_components,), n_t in the literature."""
        return self.counts[:, : self.n_components].sum(axis=0, dtype=np.float64)

    def update(self, counts, regularizers, pass_number, spared=None):
        """M-step: phi from counters and what regularizers add to them.

        Nothing is taken from the terms that are `spared`.
        """
        self.counts = counts
        self.n_updates += 1
        kept = np.ones(self.n_components, bool)
        if regularizers.has_phi:
            k = self.n_components
            phi = np.ascontiguousarray(self.phi[:, :k])
            n_wt = np.ascontiguousarray(counts[:, :k])
            n_t = n_wt.sum(axis=0, dtype=np.float64).astype(n_wt.dtype)
            r_wt = phi_regularization(
                regularizers, phi, n_wt, n_t, pass_number=pass_number, spared=spared
            )
            r_wt += n_wt
            if spared is not None and spared.any():
                # New terms keep no topic alive that has lost all else, or had before:
                # it would draw all of them.
                had = phi.any(axis=0)
                old, new = r_wt[~spared] > 0, r_wt[self.seen] > 0
                kept = old.any(axis=0) | had & new.any(axis=0)
                if kept.any():
                    r_wt[:, ~kept] = 0
            counts = pad_topics(r_wt, counts.dtype)
        alive = self.normalize(counts) & kept
        if not alive.all():
            self._report_empty(alive, regularizers)

    def _report_empty(self, alive, regularizers):
        """Warn of topics that have just lost all their terms, if nobody wanted that."""
        regularized = bool(regularizers.parts)
        new = set(np.flatnonzero(~alive).tolist()) - self.emptied
        self.emptied.update(new)
        if alive.any():  # to remove all is nobody's purpose
            new -= regularizers.removable_topics(self.n_components)
        if new:
            numbers = ", ".join(map(str, sorted(new)))
            why = (
                "Regularizers took away all counts of" if regularized else "No words in"
            )
            hint = " A smaller tau would keep it." if regularized else ""
            warnings.warn(
                f"{why} topic {numbers}: it stays empty (zeros in components_).{hint}",
                UserWarning,
                stacklevel=levels_to_caller(),
            )


def weighted_terms(X, modalities):
    """Return counts times the weights of the modalities of their terms."""
    if not modalities.are_weighted:
        return X
    X = X.copy()
    with np.errstate(over="ignore"):
        X.data *= modalities.term_weights(X.dtype)[X.indices]
    return countable(X, "The counts, times the weights of modalities,")
