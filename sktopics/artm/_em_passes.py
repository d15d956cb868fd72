"""Generators that make one pass over the corpus each time they are asked."""

import numpy as np
from sklearn.utils import gen_batches

from .._magnitudes import LARGEST_SUM
from ..kernels.em import blend_counts

# Words of the random topics that online learning starts from, for each word of the
# first documents.
_FIRST_SHARE = 0.01
# Counters stay within those before if their weights sum to no more (1, but for
# rounding).
_SURELY_FINITE = 1.000001


def batch_em_passes(training, topics):
    """Rational EM: mixtures are kept, the topics updated at the end of a pass.

    Yields the log-likelihood from before the update.
    """
    documents, inference = training.documents, training.inference
    theta, pass_number = None, 0
    with inference.blocks(documents).placed(inference.n_jobs) as blocks:
        while True:
            theta, n_wt, likelihood = inference.e_step(
                documents, topics, training.sample_weight, theta, pass_number, blocks
            )
            topics.update(n_wt, inference.regularizers, pass_number)
            yield likelihood
            pass_number += 1


def online_em_passes(training, topics):
    """Online EM: the topics are updated during a pass, mixtures are not kept."""
    pass_number = 0
    while True:
        yield online_pass(training, topics, pass_number)
        pass_number += 1


def online_pass(training, topics, pass_number):
    """Update the topics batch by batch; returns the log-likelihood on the way."""
    documents, inference, total = training.documents, training.inference, 0.0
    for rows in gen_batches(documents.shape[0], training.updates.n_documents):
        batch = documents.part(rows.start, rows.stop)
        if batch.is_empty:  # says nothing: at the start, topics would be lost
            continue
        _, n_wt, likelihood = inference.e_step(
            batch, topics, training.sample_weight[rows], None, pass_number
        )
        if not topics.n_updates:
            start_counts(topics, float(n_wt.sum(dtype=np.float64)))
        weights = training.updates.weights(topics.n_updates + 1)
        with np.errstate(over="ignore"):
            blend_counts(topics.counts, *map(n_wt.dtype.type, weights), n_wt)
        if sum(weights) > _SURELY_FINITE:
            check_blended(topics.counts, weights)
        topics.update(topics.counts, inference.regularizers, pass_number)
        total += likelihood
    return total


def check_blended(counts, weights):
    """Raise an error if the weights of updates have made counts too large.

    They only can if they sum to more than 1, which those by default do not.
    """
    size = float(np.abs(counts).max(initial=0))
    if not size <= LARGEST_SUM[counts.dtype]:
        raise ValueError(
            f"decay_weight and apply_weight have made counts of {size:.3g}, and "
            f"{LARGEST_SUM[counts.dtype]:g} are the most in {counts.dtype}: at this "
            f"update they are {weights[0]:g} and {weights[1]:g}."
        )


def start_counts(topics, n_tokens):
    """Give the topics their first counts, of random topics.

    Without them, terms that are not in the first documents would be lost to all
    topics.
    """
    topics.counts = topics.phi * topics.phi.dtype.type(
        _FIRST_SHARE * n_tokens / topics.n_components
    )
