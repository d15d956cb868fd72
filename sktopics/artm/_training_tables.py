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
    emptied : set of int
        Topics that have lost all their terms.
    """

    n_components: int
    phi: np.ndarray
    counts: np.ndarray
    modalities: Modalities
    n_updates: int = 0
    emptied: set = field(default_factory=set)

    @classmethod
    def random(cls, n_components, modalities, dtype, random_state, spread=1.0):
        """Random topics without counts, from ``1 - spread`` to 1, then normalised."""
        n_terms = modalities.of_term.size
        counts = np.zeros((n_terms, padded(n_components)), dtype)
        start = random_state.uniform(size=(n_components, n_terms)).T
        topics = cls(n_components, np.zeros_like(counts), counts, modalities)
        start = pad_topics(1 - spread + spread * start, dtype)
        topics.normalize(start)
        return topics

    @classmethod
    def fitted(cls, model, modalities, dtype):
        """Return the topics of a fitted model, to be trained further."""
        phi = pad_topics(model.components_.T, dtype)
        counts = pad_topics(model.topic_word_counts_.T, dtype)
        k = model.components_.shape[0]
        topics = cls(k, phi, counts, modalities, model.n_batch_iter_)
        topics.emptied.update(np.flatnonzero(~model.components_.any(axis=1)).tolist())
        return topics

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

    def update(self, counts, regularizers, pass_number):
        """M-step: phi from counters and what regularizers add to them."""
        self.counts = counts
        self.n_updates += 1
        if regularizers.has_phi:
            k = self.n_components
            phi = np.ascontiguousarray(self.phi[:, :k])
            n_wt = np.ascontiguousarray(counts[:, :k])
            n_t = n_wt.sum(axis=0, dtype=np.float64).astype(n_wt.dtype)
            r_wt = phi_regularization(
                regularizers, phi, n_wt, n_t, pass_number=pass_number
            )
            r_wt += n_wt
            counts = pad_topics(r_wt, counts.dtype)
        alive = self.normalize(counts)
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
