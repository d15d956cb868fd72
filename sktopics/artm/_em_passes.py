"""Training: generators that make one pass over the corpus each time they are asked."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from sklearn.utils import gen_batches

from .._fit_loop import make_passes
from .._parallel import rows_of
from ..kernels.em import blend_counts

# `tol` is not looked at before.
_FEWEST_PASSES = 10
# Words of the random topics that online learning starts from, for each word of the
# first documents.
_FIRST_SHARE = 0.01


class DocumentRows(NamedTuple):
    """Rows of a CSR array: cut out faster than by indexing, for batches are small."""

    indptr: np.ndarray
    indices: np.ndarray
    data: np.ndarray
    n_terms: int

    @property
    def shape(self):
        return len(self.indptr) - 1, self.n_terms

    @property
    def dtype(self):
        return self.data.dtype

    @property
    def is_empty(self):
        return not self.data.any()

    @classmethod
    def of(cls, X):
        """The rows of a CSR array."""
        return cls(X.indptr, X.indices, X.data, X.shape[1])

    def part(self, start, stop):
        """Documents `start` to `stop`, without a copy."""
        return DocumentRows(*rows_of(self, start, stop), self.n_terms)


@dataclass(frozen=True)
class Updates:
    """When and how online learning updates the topics; see `ARTM`."""

    batch_size: int
    update_every: int
    decay_weight: float | None
    apply_weight: float | None
    learning_offset: float
    learning_decay: float

    @classmethod
    def of(cls, model):
        return cls(*(getattr(model, name) for name in cls.__annotations__))

    def weights(self, n_updates):
        """Weights of the old and the new counters at an update, counted from 1."""
        rate = (self.learning_offset + n_updates) ** -self.learning_decay
        decay = 1 - rate if self.decay_weight is None else self.decay_weight
        return decay, rate if self.apply_weight is None else self.apply_weight


def batch_em_passes(X, sample_weight, topics, inference):
    """Rational EM: mixtures are kept, the topics updated at the end of a pass.

    Yields the log-likelihood from before the update.
    """
    theta, pass_number = None, 0
    while True:
        theta, n_wt, likelihood = inference.e_step(
            X, topics, sample_weight, theta, pass_number
        )
        topics.update(n_wt, inference.regularizers, pass_number)
        yield likelihood
        pass_number += 1


def online_em_passes(X, sample_weight, topics, inference, updates):
    """Online EM: the topics are updated during a pass, mixtures are not kept."""
    pass_number = 0
    while True:
        yield online_pass(X, sample_weight, topics, inference, updates, pass_number)
        pass_number += 1


def start_counts(topics, n_tokens):
    """Give the topics their first counts, of random topics.

    Else terms that are not in the first documents would be lost to all topics.
    """
    topics.counts = topics.phi * topics.phi.dtype.type(
        _FIRST_SHARE * n_tokens / topics.n_components
    )


def online_pass(X, sample_weight, topics, inference, updates, pass_number):
    """Update the topics batch by batch; returns the log-likelihood on the way."""
    total = 0.0
    for rows in gen_batches(X.shape[0], updates.batch_size * updates.update_every):
        batch = X.part(rows.start, rows.stop)
        if batch.is_empty:  # says nothing: at the start, topics would be lost
            continue
        _, n_wt, likelihood = inference.e_step(
            batch, topics, sample_weight[rows], None, pass_number
        )
        if not topics.n_updates:
            start_counts(topics, float(n_wt.sum(dtype=np.float64)))
        decay, apply = map(n_wt.dtype.type, updates.weights(topics.n_updates + 1))
        blend_counts(topics.counts, decay, apply, n_wt)
        topics.update(topics.counts, inference.regularizers, pass_number)
        total += likelihood
    return total


def run_em_passes(
    model, passes, X, y, *, max_iter, n_tokens, attributes, last_change=0
):
    """Make passes until perplexity stands still or a callback asks to stop.

    Parameters
    ----------
    model : estimator with `CallbackSupportMixin`
        Its `tol` and `verbose` are honoured.
    passes : generator
        Makes a pass when it is asked for the next; yields the log-likelihood.
    X, y : CSR array, object
        What callbacks are given as training data.
    max_iter : int
    n_tokens : float
        Tokens whose log-likelihood `passes` yields.
    attributes : callable
        Returns the fitted attributes after a number of passes, by name.
    last_change : int, default=0
        Number of the last pass that differs from the one before by a schedule. What
        it does to the topics shows in the perplexity of the next one.

    Returns
    -------
    attributes : dict
        The fitted attributes at the end.
    """
    perplexities = [np.inf]
    fewest = max(_FEWEST_PASSES, last_change + 2)

    def assess(n_iter, likelihood):
        perplexities.append(float(np.exp(-likelihood / max(n_tokens, 1e-300))))
        before, now = perplexities[-2:]
        if model.verbose:
            print(f"iteration: {n_iter} of max_iter: {max_iter}, perplexity: {now:.4f}")
        # Random topics may take a few passes to part: no reason to stop.
        return n_iter >= fewest and abs(before - now) < model.tol * now

    make_passes(
        model,
        passes,
        X,
        y,
        max_iter=max_iter,
        attributes=lambda: attributes(perplexities[1:]),
        assess=assess,
    )
    return attributes(perplexities[1:])
