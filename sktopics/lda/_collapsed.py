"""Collapsed training: topics are sampled first, then expected."""

from contextlib import ExitStack

import numpy as np

from ._inference import corpus_blocks, e_step
from ._lda_training import MANY_TOPICS, learn_priors
from ._phased import TopicPhases
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
# With many topics, documents are sampled in phases of words and of documents. A pass
# makes so many sweeps.
SWEEPS_OF_PHASES = 5
# In the last passes, this share of all, topics of long documents are then expected.
LAST_SHARE = 0.05
# With a small prior, documents keep the few topics that they get at the start. So this
# much is added to the sum of their prior at first. It falls to 0 in half of the passes.
MORE_PRIOR = 10.0
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

    With many topics, and more tokens in long documents than in short ones, all
    documents are sampled in phases of words and of documents, in all passes but the
    last few. See `TopicPhases`: this takes hardly longer with more topics.

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
    in_phases = _are_phased(tokens, is_short, topics)
    n_sampled = _count_sampled(training, in_phases)
    phases = SampledInPhases(short, long, n_sampled, topics) if in_phases else None
    # From this pass on, priors are learned.
    n_first = n_sampled // 2 if in_phases else n_sampled
    # The numbers of passes before, so that sweeps have other random numbers.
    n_before = topics.n_updates

    def mixtures():
        doc_topic = np.empty((X.shape[0], topics.counts.shape[1]), X.dtype)
        doc_topic[is_short] = short.mixtures(topics)
        doc_topic[~is_short] = long.mixtures(topics)
        return doc_topic

    def make_pass(i):
        if in_phases and i < n_sampled:
            phases.sample(i, n_before, topics, training)
        else:
            for j in range(SWEEPS_OF_SHORT):
                number = SWEEPS_OF_SHORT * (n_before + i) + j
                short.sample(number, i < n_sampled, topics, training)
                np.add(short.counts, long.counts, out=topics.counts)
            if i < n_sampled:
                long.sample(i, topics, training)
            else:
                is_last = i == training.max_iter - 1
                long.expect(1.0 if is_last else STEP, topics, training)
        np.add(short.counts, long.counts, out=topics.counts)
        topics.n_updates += 1
        if i >= n_first and (i - n_first) % LEARN_EVERY == 0 and training.learns_priors:
            sampled = is_short if i >= n_sampled else np.ones_like(is_short)
            learn_priors(topics, mixtures(), sample_weight, training, sampled=sampled)

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


def _are_phased(tokens, is_short, topics):
    """Whether all documents are sampled in phases: many topics, few short documents.

    `tokens` are the weighted lengths of documents.
    """
    is_many = topics.n_components >= MANY_TOPICS
    return is_many and tokens[~is_short].sum() > tokens[is_short].sum()


def _count_sampled(training, in_phases):
    """In how many passes the topics of long documents are sampled."""
    if training.start == "fitted":
        return 0
    if not in_phases:
        return int(np.ceil(FIRST_SHARE * training.max_iter))
    n_last = int(np.ceil(LAST_SHARE * training.max_iter))
    return max(training.max_iter - n_last, 1)


class SampledInPhases:
    """All documents, short or long, sampled in phases of words and of documents."""

    def __init__(self, short, long, n_passes, topics):
        self.groups, self.n_passes = (short, long), n_passes
        self.n_terms = topics.counts.shape[0]
        self.phases = None

    def sample(self, i, n_before, topics, training):
        """Make pass i, after `n_before` passes of other fits."""
        if self.phases is None:  # from the topics that tokens have by now
            parts = [group.sampled for group in self.groups]
            self.phases = TopicPhases(parts, self.n_terms)
        more = MORE_PRIOR * max(0.0, 1 - 2 * i / self.n_passes)
        first = SWEEPS_OF_PHASES * (n_before + i)
        numbers = range(first, first + SWEEPS_OF_PHASES)
        more_each = more / topics.n_components
        self.phases.sweep(numbers, topics, more_each, training.n_jobs)
        for group in self.groups:
            group.counts = group.sampled.word_counts()
        if i == self.n_passes - 1:
            self.phases = None


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
