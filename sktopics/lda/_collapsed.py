"""Collapsed training: topics are sampled first, then expected."""

from contextlib import ExitStack

import numpy as np

from ._inference import corpus_blocks, e_step
from ._lda_training import learn_priors
from ._sampling import SampledTopics, document_seeds

# Documents of at most so many tokens are sampled to the end: for the few tokens of a
# short text an expected topic is little more than a token's own guess.
SHORT = 20
# Where they hold less than this share of the tokens they are treated as the others.
FEW = 0.01
# They are swept so often in a pass: they are cheap, and need more sweeps.
SWEEPS_OF_SHORT = 3
# In this share of the passes long documents are sampled, and all tokens of a short
# document have one topic.
FIRST_SHARE = 0.2
# Steps of CVB0 are lengthened by this; 1 would be plain, 2 might not converge.
STEP = 1.9
# Learned priors are updated every so many passes.
LEARN_EVERY = 5
# Where topics are given, so many sweeps find the topics of the tokens under them. They
# have random numbers of their own, which no pass reaches.
SETTLING = range(1 << 40, (1 << 40) + 5)


def collapsed_passes(X, sample_weight, topics, training, random_state):
    """Make passes that sample topics, then expect them where documents are long.

    Sampling is stochastic EM [1]_ and soon finds good topics from any start. CVB0 [2]_
    then finds better ones near by, its steps lengthened as in [3]_, which halves
    their number. Short documents begin with one topic each, as in a mixture of
    unigrams, and are sampled to the end.

    Where training starts from topics that have counts, the tokens first get topics
    under these. Those of a fitted model are expected from the first pass on: what
    CVB0 has found, sampling would lose.

    References
    ----------
    .. [1] M. Zaheer et al., "Exponential stochastic cellular automata for massively
       parallel inference", AISTATS 2016.
    .. [2] A. Asuncion et al., "On smoothing and inference for topic models", UAI 2009.
    .. [3] R. Salakhutdinov, S. Roweis, "Adaptive overrelaxed bound optimization
       methods", ICML 2003.
    """
    seeds = document_seeds(X, random_state)
    lengths = X.sum(axis=1)
    is_short = lengths <= SHORT
    tokens = sample_weight * lengths
    if tokens[is_short].sum() < FEW * tokens.sum():
        is_short[:] = False
    short, long = (
        group(X[rows], sample_weight[rows], seeds[rows], topics)
        for group, rows in ((ShortDocuments, is_short), (LongDocuments, ~is_short))
    )
    n_first = int(np.ceil(FIRST_SHARE * training.max_iter))
    if training.start == "fitted":
        n_first = 0
    # The numbers of passes before, so that sweeps have other random numbers.
    n_before = topics.n_updates

    def mixtures():
        doc_topic = np.empty((X.shape[0], topics.counts.shape[1]), X.dtype)
        doc_topic[is_short] = short.mixtures(topics)
        doc_topic[~is_short] = long.mixtures(topics)
        return doc_topic

    def make_pass(i):
        for j in range(SWEEPS_OF_SHORT):
            number = SWEEPS_OF_SHORT * (n_before + i) + j
            short.sample(number, i < n_first, topics, training)
            np.add(short.counts, long.counts, out=topics.counts)
        if i < n_first:
            long.sample(i, topics, training)
        else:
            is_last = i == training.max_iter - 1
            long.expect(1.0 if is_last else STEP, topics, training)
        np.add(short.counts, long.counts, out=topics.counts)
        topics.n_updates += 1
        is_due = i >= n_first and (i - n_first) % LEARN_EVERY == 0
        if is_due and training.learns_priors:
            learn_priors(topics, mixtures(), sample_weight, training, sampled=is_short)

    with ExitStack() as places:
        short.place(places, training.n_jobs)
        long.place(places, training.n_jobs)
        if training.start != "random":
            short.settle(topics, training)
            long.settle(topics, training)
        topics.counts = short.counts + long.counts
        for i in range(training.max_iter):
            make_pass(i)
            yield mixtures


class ShortDocuments:
    """Documents of few tokens: sampled."""

    def __init__(self, X, sample_weight, seeds, topics):
        self.sampled = SampledTopics(X, sample_weight, seeds, topics)
        self.counts = self.sampled.word_counts()

    def place(self, places, n_jobs):
        """Place the documents until the `ExitStack` is closed."""
        self.sampled.place(places, n_jobs)

    def settle(self, topics, training):
        """Draw the topics of tokens from topics that are given."""
        for sweep in SETTLING:
            self.sample(sweep, False, topics, training)

    def sample(self, sweep, whole, topics, training):
        """Redraw topics, of `whole` documents or of tokens."""
        redraw = self.sampled.sweep_documents if whole else self.sampled.sweep
        if self.sampled.assignments.size:
            redraw(sweep, topics, training.n_jobs)
            self.counts = self.sampled.word_counts()

    def mixtures(self, topics):
        return self.sampled.document_counts() + topics.doc_topic_prior


class LongDocuments:
    """Documents of many tokens: sampled first, then expected by CVB0."""

    def __init__(self, X, sample_weight, seeds, topics):
        self.X, self.sample_weight = X, sample_weight
        self.sampled = SampledTopics(X, sample_weight, seeds, topics)
        self.counts = self.sampled.word_counts()
        self.blocks = corpus_blocks(X, collect=True)
        self.doc_topic = None

    def place(self, places, n_jobs):
        """Place the documents until the `ExitStack` is closed."""
        self.sampled.place(places, n_jobs)
        self.blocks = places.enter_context(self.blocks.placed(n_jobs))

    def settle(self, topics, training):
        """Draw, or expect, the topics of tokens from topics that are given."""
        if training.start == "given" or not self.X.nnz:
            for sweep in SETTLING:
                self.sample(sweep, topics, training)
            return
        self.doc_topic, self.counts = e_step(
            self.X,
            topics,
            training,
            blocks=self.blocks,
            sample_weight=self.sample_weight,
            collect=True,
        )
        self._forget_samples()

    def sample(self, sweep, topics, training):
        """Redraw the topic of every token."""
        if self.X.nnz:
            self.sampled.sweep(sweep, topics, training.n_jobs)
            self.counts = self.sampled.word_counts()

    def expect(self, step, topics, training):
        """Move by `step` times as much as one iteration of CVB0 would."""
        if not self.X.nnz:
            return
        old = self.mixtures(topics)
        self.doc_topic, counts = e_step(
            self.X,
            topics,
            training,
            blocks=self.blocks,
            doc_topic=old,
            sample_weight=self.sample_weight,
            collect=True,
            max_iter=1,
        )
        if step != 1:
            self.doc_topic = old + step * (self.doc_topic - old)
            np.maximum(self.doc_topic, topics.doc_topic_prior, out=self.doc_topic)
            counts = self.counts + step * (counts - self.counts)
            np.maximum(counts, 0, out=counts)
        self.counts = counts
        self._forget_samples()

    def _forget_samples(self):
        if self.sampled is not None:  # not needed any more
            self.sampled.places.close()
            self.sampled = None

    def mixtures(self, topics):
        if self.doc_topic is None:
            return self.sampled.document_counts() + topics.doc_topic_prior
        return self.doc_topic
