"""Inference of attentive ARTM: vectors of positions from the contexts they stand in."""

from dataclasses import dataclass, replace

import numpy as np

from .._parallel import CorpusBlocks, run_blocks
from ..kernels.attentive import (
    collect_attentive_counts,
    count_positions,
    infer_positions,
    meet_contexts,
    pull_back,
)
from ..kernels.em import UNEXPLAINED
from ._attention import Attention, MovingAverages
from ._inversion import topics_given_terms
from ._mixtures import SMALLEST_BLOCK, sum_results
from ._regularization import ptdw_transformation
from ._regularizer_union import BoundRegularizers

# Tokens that are worked on at once: where tables of all their vectors are needed, and
# where a few numbers for each are.
CHUNK, LARGE_CHUNK = 2**10, 2**16


@dataclass(frozen=True)
class Contexts:
    """How vectors of positions are inferred, and counters collected.

    Attributes
    ----------
    regularizers : BoundRegularizers
    attention : Attention
    apart : bool
        Whether each head goes its own way, and their vectors are concatenated.
    n_sweeps, substitute, gradient, topic_prior, n_jobs
        As `AttentiveARTM` documents them.
    """

    regularizers: BoundRegularizers
    attention: Attention
    apart: bool
    n_sweeps: int
    substitute: bool
    gradient: str
    topic_prior: str
    n_jobs: int | None

    @property
    def substitutes(self):
        """Whether words are substituted: in the first sweep that changes nothing."""
        return self.substitute and self.n_sweeps > 1

    @property
    def is_plain(self):
        """Whether the fast kernel does all there is to do."""
        attention = self.attention
        return not (
            self.substitutes
            or self.regularizers.has_ptdw
            or attention.function is not None
            or len(attention.heads) > 1
        )

    def streams(self):
        """Return the inferences that go their own ways: one, or one for each head."""
        if not self.apart:
            return [self]
        attentions = (
            replace(self.attention, heads=(head,)) for head in self.attention.heads
        )
        return [replace(self, attention=attention) for attention in attentions]

    def blocks(self, X):
        """Cut texts into the blocks that `e_step` works on."""
        bounds = X.blocks(max(SMALLEST_BLOCK, X.n_terms))
        return CorpusBlocks(bounds, [X.part(start, stop) for start, stop in bounds])

    def e_step(self, X, topics, sample_weight, theta, pass_number, blocks=None):
        """Expect how often terms were drawn from topics; see `Mixtures.e_step`.

        With heads that go their own ways, a mean over them.
        """
        blocks = self.blocks(X) if blocks is None else blocks
        tables, streams = self.tables(topics), self.streams()
        work = _count_exactly if self.gradient == "exact" else _count
        tasks = [
            (each, texts, tables, sample_weight[start:stop], pass_number)
            for start, stop, texts in blocks
            for each in streams
        ]
        _, n_wt, likelihood = sum_results(run_blocks(work, tasks, self.n_jobs))
        if len(streams) > 1:
            n_wt /= len(streams)
        return theta, n_wt, likelihood / len(streams)

    def tables(self, topics, n_terms=None):
        """Return what is looked up of topics and of terms, some of `n_terms` or all."""
        known, alive, prior = topics_given_terms(topics, self.topic_prior)
        n_terms = len(topics.phi) if n_terms is None else n_terms
        return Tables(topics.n_components, n_terms, topics.phi, known, alive > 0, prior)


@dataclass(frozen=True)
class Tables:
    """What is looked up of topics and terms.

    Attributes
    ----------
    n_components, n_terms : int
        Of the model, which may have more terms than there are rows here.
    phi, known : ndarray of shape (n_terms, n_padded)
        p(term | topic) and p(topic | term).
    alive : ndarray of shape (n_terms,), bool
        Which terms any topic has.
    prior : ndarray of shape (n_padded,)
        p(topic).
    """

    n_components: int
    n_terms: int
    phi: np.ndarray
    known: np.ndarray
    alive: np.ndarray
    prior: np.ndarray

    @property
    def lift(self):
        """One over the prior, 0 for a topic that has none."""
        lift = np.zeros_like(self.prior)
        return np.divide(1, self.prior, out=lift, where=self.prior > 0)

    def words_of(self, ids):
        """Return the terms of tokens, -1 also for those that no topic has."""
        if self.alive.all():
            return ids
        return np.where(np.append(self.alive, False)[ids], ids, ids.dtype.type(-1))


def infer_texts(contexts, texts, tables, hidden=None):
    """Vectors of the positions of texts, and the contexts that they come from.

    Parameters
    ----------
    contexts : Contexts
    texts : Texts
    tables : Tables
    hidden : ndarray of shape (n_tokens,), bool, default=None
        Tokens that nobody attends to.

    Returns
    -------
    words : ndarray of shape (n_tokens,)
    p, contexts : ndarray of shape (n_tokens, n_padded)
    """
    words, averages = attend(contexts, texts, tables, hidden)
    if not isinstance(averages, MovingAverages):
        layers = infer_layers(contexts, words, averages, tables)
        return words, layers[-1][1], layers[-1][0]
    p = np.empty((len(words), len(tables.prior)), texts.dtype)
    theta = np.empty_like(p)
    factors = (tables.phi, words, np.ones_like(tables.prior))
    if contexts.substitutes:
        factors = (p, np.arange(len(words), dtype=words.dtype), tables.lift)
    infer_positions(
        words,
        texts.pieces,
        factors,
        tables.known,
        tables.prior,
        contexts.n_sweeps,
        averages.rates,
        p,
        theta,
    )
    return words, p, theta


def attend(contexts, texts, tables, hidden=None):
    """Return the words that topics have, and the averages over their positions."""
    words = tables.words_of(texts.words)
    weights = np.where(words < 0, 0, texts.weights)
    if hidden is not None:
        weights[hidden] = 0
    weights = weights.astype(texts.dtype, copy=False)
    averages = contexts.attention.over(words, weights, texts.pieces, tables.prior)
    return words, averages


def infer_layers(contexts, words, averages, tables):
    """Contexts and vectors of the positions after each sweep, from sweep 0 on.

    What `infer_texts` computes, of any averages, and kept for the gradient.

    Returns
    -------
    layers : list of (contexts, p, stuck)
        Of `n_sweeps` + 1; the first has no contexts. Positions whose context has no
        topic of theirs are stuck to p(topic | word).
    """
    known = np.where(words[:, np.newaxis] >= 0, tables.known[words], 0)
    p, ones = known, np.ones_like(tables.prior)
    layers = [(None, p, words < 0)]
    for _ in range(contexts.n_sweeps):
        theta = averages.forward(p)
        factors = (tables.phi, words, ones)
        if contexts.substitute:
            factors = (p, np.arange(len(words), dtype=words.dtype), tables.lift)
        p, stuck = np.empty_like(p), np.empty(len(words), bool)
        meet_contexts(words, theta, factors, tables.known, p, stuck)
        layers.append((theta, p, stuck))
    return layers


def _weights_of(texts, sample_weight):
    """Return what each token counts for, in the corpus."""
    if (sample_weight == 1).all():
        return texts.weights
    return texts.weights * np.repeat(sample_weight, np.diff(texts.offsets))


def _count(contexts, texts, tables, sample_weight, pass_number):
    """Counters of a block, the vectors of other positions taken for constants."""
    weights, n_wt = _weights_of(texts, sample_weight), np.zeros_like(tables.phi)
    count = _count_plainly if contexts.is_plain else _count_vectors
    likelihood = 0.0
    for start, stop in texts.chunks(LARGE_CHUNK if contexts.is_plain else CHUNK):
        part = texts.part(start, stop)
        counted = weights[texts.offsets[start] : texts.offsets[stop]]
        likelihood += count(contexts, part, tables, counted, pass_number, n_wt)
    return None, n_wt, likelihood


def _count_vectors(contexts, texts, tables, weights, pass_number, n_wt):
    """Add the vectors of the positions to the counters; returns the log-likelihood."""
    words, p, theta = infer_texts(contexts, texts, tables)
    if contexts.regularizers.has_ptdw:
        k = tables.n_components
        p[:, :k] = ptdw_transformation(
            contexts.regularizers, p[:, :k], texts.offsets, pass_number=pass_number
        )
    return count_positions(words, weights, tables.phi, p, theta, n_wt)


def _count_plainly(contexts, texts, tables, weights, pass_number, n_wt):
    """Do the same where the vectors are not asked for."""
    words, averages = attend(contexts, texts, tables)
    return collect_attentive_counts(
        words,
        weights,
        texts.pieces,
        tables.phi,
        tables.known,
        tables.prior,
        contexts.n_sweeps,
        averages.rates[0],
        n_wt,
    )


def _count_exactly(contexts, texts, tables, sample_weight, pass_number):
    """Counters of a block: phi times the derivatives of the log-likelihood by phi."""
    weights, n_wt = _weights_of(texts, sample_weight), np.zeros_like(tables.phi)
    likelihood = 0.0
    for start, stop in texts.chunks(CHUNK):
        part = texts.part(start, stop)
        words, averages = attend(contexts, part, tables)
        layers = infer_layers(contexts, words, averages, tables)
        counted = weights[texts.offsets[start] : texts.offsets[stop]]
        parts, gain = differentiate(
            layers, averages, words, counted, tables, contexts.substitute
        )
        likelihood += gain
        for rows in parts:
            count_positions(words, np.ones_like(counted), tables.phi, rows, rows, n_wt)
    return None, n_wt, likelihood


def differentiate(layers, averages, words, weights, tables, substitute):
    """Return derivatives of the log-likelihood by the logarithms of phi, term by term.

    With s_i = sum_t phi_{w_i t} theta_it of the last contexts, the log-likelihood is
    sum_i c_i ln s_i. Its derivative by theta_i, g_i = c_i phi_{w_i} / s_i, is spread
    to the vectors p that theta_i is a mean of by the adjoint of the averages, N = A' g.
    As p is a normalised product, the derivative by the logarithm of either factor is
    p o (N - sum_t p_t N_t): one factor is phi (of all sweeps, or p of the sweep before,
    if `substitute`), the other the contexts of the sweep before.

    Returns
    -------
    parts : list of ndarray of shape (n_positions, n_padded)
        Their sum is what each position adds to the counters of its word.
    log_likelihood : float
    """
    factor, theta = tables.phi[words], layers[-1][0]
    s = (factor * theta).sum(axis=1)
    explained = (s > 0) & (words >= 0)
    ratio = np.divide(weights, s, out=np.zeros_like(weights), where=explained)
    floor = UNEXPLAINED / tables.n_terms
    likelihood = float(weights @ np.log(np.where(explained, s, floor)))
    gradient = ratio[:, np.newaxis] * factor
    parts, passed_on = [gradient * theta], np.zeros_like(gradient)
    for theta, p, stuck in layers[-2::-1]:
        moved, r = averages.adjoint(gradient), np.empty_like(gradient)
        # The first layer has no contexts, and nothing is asked of derivatives by them.
        context = p if theta is None else theta
        pull_back(words, context, p, stuck, moved, passed_on, r, gradient)
        if theta is None or not substitute:
            parts.append(r)
        elif stuck.any():
            parts.append(np.where(stuck[:, np.newaxis], r, 0))
        if theta is None:
            break
        if substitute:
            passed_on = np.where(stuck[:, np.newaxis], 0, r)
    return parts, likelihood
