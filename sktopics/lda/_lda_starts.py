"""Topics that training starts from: random, given, or those of an earlier fit."""

import warnings
from dataclasses import replace

import numpy as np
from numpy.random import RandomState

from .._initial_topics import goes_on, initial_topics
from .._validation import levels_to_caller
from ._document_likelihood import document_log_likelihoods
from ._lda_passes import FIRST_TOKENS, batch_passes, check_total, first_of
from ._lda_training import continue_topics, new_topics
from ._priors import is_auto
from ._sampling import document_seeds
from ._seeded_priors import seeded_prior

# Each of several starts is trained on a sample of the documents: on this share, or on
# so many words a topic if these are more. Where the sample has a larger share than
# TRIAL_COST, it makes fewer passes, so that a start costs no more than that of the
# whole training; TRIAL_PASSES at least.
TRIAL_SHARE = 0.1
TRIAL_WORDS = 5000
TRIAL_COST = 0.2
TRIAL_PASSES = 20


def starting_topics(model, corpus, scale=1.0, *, streaming=False):
    """Return the topics that training starts from, and what kind of start they are.

    Parameters
    ----------
    model : LatentDirichletAllocation
        Its `init`, `warm_start`, `seed_topics` and priors are honoured.
    corpus : LdaCorpus or LdaStream
        The documents at hand.
    scale : float, default=1.0
        How many documents there will be for each document at hand.
    streaming : bool, default=False
        Whether more words may come with later documents.

    Returns
    -------
    topics : DirichletTopics
        Random ones have no counts yet. The counts of others sum to the number of words
        that there will be.
    start : {"random", "given", "fitted"}
    """
    topics = new_topics(model, corpus.n_terms, corpus.dtype)
    if model.seed_topics is not None:
        counts = scale * corpus.word_counts()
        beta = seeded_prior(model, topics.beta, counts, streaming=streaming)
        topics.set_topic_word_prior(beta)
    if goes_on(model):
        n_words, learned = corpus.word_counts().sum(), is_auto(model.doc_topic_prior)
        continue_topics(model, topics, n_words, keeps_doc_topic_prior=learned)
        return topics, "fitted"
    if isinstance(model.init, str):
        return topics, "random"
    if model.n_init > 1:
        warnings.warn(
            f"n_init={model.n_init} starts would be the same start, which init gives: "
            "training starts once.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    # Topics without any count would be alike for ever, whatever comes later.
    n_tokens = scale * (corpus.word_counts().sum() or corpus.total_weight)
    given = initial_topics(model, model.init) * (n_tokens / topics.n_components)
    topics.counts[:, : topics.n_components] = given.T
    return topics, "given"


def start_best(corpus, topics, training, random_state):
    """Give random topics the counts of the best of several starts, if these are asked.

    In batch learning a start is trained on a sample of the documents, to the end where
    that costs a fifth of the whole training at most. The first tenth of the passes
    over all documents would cost as much, and tell nothing: topics have hardly parted
    by then. In online learning a start is trained on the first documents, as a single
    one is.

    Parameters
    ----------
    corpus : LdaCorpus or LdaStream
    topics : DirichletTopics
    training : Training
        Its `n_init` is the number of starts.
    random_state : RandomState

    Returns
    -------
    training : Training
        With the `start` that the counts of topics now are.
    """
    if training.n_init == 1 or training.start != "random":
        return training
    is_online = training.learning_method == "online"
    X, sample_weight = first_of(corpus, training) if is_online else next(iter(corpus))
    tokens = sample_weight * X.sum(axis=1)
    total = float(tokens.sum())
    enough = FIRST_TOKENS * topics.n_components
    if not training.max_iter or not total or (is_online and total < enough):
        return training
    share, part = 1.0, 0.0
    if not is_online:
        words = TRIAL_WORDS * topics.n_components
        share = min(1.0, max(TRIAL_SHARE, words / total))
        part = min(1.0, TRIAL_COST / share)
    trial = replace(
        training,
        max_iter=max(TRIAL_PASSES, int(np.ceil(part * training.max_iter))),
        learns_doc_topic_prior=False,
        learns_topic_word_prior=False,
    )
    best, highest = None, -np.inf
    for seed in random_state.randint(np.iinfo(np.int32).max, size=training.n_init):
        numbers = RandomState(seed)
        order = np.argsort(document_seeds(X, numbers), kind="stable")
        n_sampled = np.searchsorted(np.cumsum(tokens[order]), share * total) + 1
        rows = np.sort(order[:n_sampled])
        start = replace(topics, counts=topics.counts.copy())
        for _ in batch_passes(X[rows], sample_weight[rows], start, trial, numbers):
            pass
        value = sample_weight @ document_log_likelihoods(X, start, training.n_jobs)
        if best is None or value > highest:
            best, highest = start.counts, value
    scale = total / best.sum(dtype=np.float64)
    scale *= check_total(training, X, sample_weight, 1.0)
    topics.counts = best * best.dtype.type(scale)
    return replace(training, start="given")
