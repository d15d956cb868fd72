"""Generators that make one pass over the corpus each time they are asked."""

import numpy as np
from sklearn.utils import gen_batches

from .._magnitudes import LARGEST_SUM
from ..kernels.em import blend_counts, raise_rows
from ._training_tables import FIRST_SHARE

# Counters stay within those before if their weights sum to no more (1, but for
# rounding).
_SURELY_FINITE = 1.000001
# What a term keeps of the average topic in the topic that has most of it, however long
# it did not occur. Below 1e-20 it would be 0, and what is 0 cannot be learned.
_KEPT_SHARE = 1e-12
# What is left of old counts when this is looked after again; before the last update of
# a pass it always is.
_LEAST_KEPT = 1e-3


def batch_em_passes(training, topics, first=0):
    """Rational EM: the topics are updated at the end of a pass.

    Mixtures start where the last pass left them, or even. Yields the
    log-likelihood from before the update and the number of tokens.

    Parameters
    ----------
    training : EMTraining
    topics : TrainingTables
    first : int, default=0
        Number of the first pass.
    """
    ((documents, sample_weight, n_tokens),) = training.parts
    inference, theta, pass_number = training.inference, None, first
    topics.seen |= documents.occurring()
    with inference.blocks(documents).placed(inference.n_jobs) as blocks:
        while True:
            theta, n_wt, likelihood = inference.e_step(
                documents, topics, sample_weight, theta, pass_number, blocks
            )
            topics.update(n_wt, inference.regularizers, pass_number)
            if training.stores_theta:
                topics.mixtures = theta
            yield likelihood, n_tokens
            pass_number += 1
            if pass_number < training.n_even_passes:
                theta = None


def online_em_passes(training, topics, first=0):
    """Online EM: the topics are updated during a pass, mixtures are not kept."""
    pass_number = first
    while True:
        yield online_pass(training, topics, pass_number)
        pass_number += 1


def online_pass(training, topics, pass_number):
    """Update the topics batch by batch.

    Returns
    -------
    log_likelihood : float
        Of the tokens of each batch by the topics of the moment.
    n_tokens : float
    """
    likelihood, n_tokens = 0.0, 0.0
    # What occurs for the first time in this pass is learned before regularizers may
    # take it away. In the first pass of all, where all is new, one update will do.
    topics.settled = topics.seen.copy() if topics.n_updates else None
    for documents, sample_weight, size in training.parts:
        training.fit_vocabulary(topics)
        likelihood += _learn(training, topics, documents, sample_weight, pass_number)
        n_tokens += size
    return likelihood, n_tokens


def _learn(training, topics, documents, sample_weight, pass_number):
    """Update the topics with documents, batch by batch; returns the log-likelihood."""
    inference, updates, total = training.inference, training.updates, 0.0
    mass, kept = float(topics.masses().sum()), 1.0
    for rows in gen_batches(documents.shape[0], updates.n_documents):
        batch, weight = documents.part(rows.start, rows.stop), sample_weight[rows]
        if batch.is_empty:  # says nothing: at the start, topics would be lost
            continue
        _, n_wt, likelihood = inference.e_step(batch, topics, weight, None, pass_number)
        occurring = batch.occurring()
        spared = ~_settled(topics, occurring)
        if not topics.n_updates:
            mass = float(n_wt.sum(dtype=np.float64))
            start_counts(topics, mass)
        weights = updates.weights(topics.n_updates + 1)
        least = _KEPT_SHARE * max(mass, 0) / topics.n_components
        # Counts of the exact gradient may be negative, and huge beside their sum.
        if getattr(inference, "gradient", None) == "exact":
            _keep_positive(topics.counts, weights, n_wt, occurring)
        _blend(topics.counts, weights, n_wt, occurring, least)
        kept *= weights[0]
        if kept < _LEAST_KEPT or rows.stop == documents.shape[0]:
            raise_rows(topics.counts, n_wt.dtype.type(least))
            kept = 1.0
        topics.seen |= occurring
        topics.update(topics.counts, inference.regularizers, pass_number, spared)
        total += likelihood
    return total


def _keep_positive(counts, weights, n_wt, occurring):
    """Take for the counts of a batch those so far, of terms that would have none > 0.

    Without any topic a term could not be learned later.
    """
    decay, apply = map(n_wt.dtype.type, weights)
    terms = np.flatnonzero(occurring)
    with np.errstate(over="ignore", invalid="ignore"):
        blended = decay * counts[terms] + apply * n_wt[terms]
    lost = ~(blended > 0).any(axis=1) & (counts[terms] > 0).any(axis=1)
    n_wt[terms[lost]] = counts[terms[lost]]


def _blend(counts, weights, n_wt, occurring, least):
    """Add counts of a batch to counts so far, both times their weights.

    Of terms that do not occur, a little is left even where the old counts weigh 0.
    """
    if not weights[0]:
        rest = np.where(occurring[:, np.newaxis], 0, counts)
    with np.errstate(over="ignore"):
        blend_counts(counts, *map(n_wt.dtype.type, weights), n_wt)
    if sum(weights) > _SURELY_FINITE:
        check_blended(counts, weights)
    if not weights[0]:
        _keep(counts, rest, least)


def _keep(counts, rest, least):
    """Leave terms a little of the counts `rest`, of which a weight of 0 leaves none."""
    greatest = rest.max(axis=1, keepdims=True)
    scale = np.divide(least, greatest, out=np.zeros_like(greatest), where=greatest > 0)
    counts += rest * np.minimum(scale, 1)


def _settled(topics, occurring):
    """Which terms regularizers may take away in an update, given those that occur."""
    if topics.settled is not None:
        return topics.settled
    return topics.seen if topics.n_updates else occurring


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
    """Give the topics their first counts, of the topics that training starts from.

    Without them, terms that are not in the first documents would be lost to all
    topics.
    """
    topics.counts = topics.phi * topics.phi.dtype.type(
        FIRST_SHARE * n_tokens / topics.n_components
    )
