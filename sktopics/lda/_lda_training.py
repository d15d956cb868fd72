"""What training needs to know of a model, what it gives back, how it learns priors."""

import copy
from dataclasses import dataclass

import numpy as np
from scipy.special import digamma

from .._initial_topics import goes_on
from ..kernels import cvb0, variational
from ._dirichlet_topics import DirichletTopics
from ._priors import (
    doc_topic_prior,
    is_auto,
    of_more_words,
    online_dirichlet,
    plain_prior,
    polya_dirichlet,
    topic_word_prior,
)

# What a kernel can count; nobody waits for so many.
MOST_UPDATES = 2**31 - 1
# No change is larger, and float32 can hold it.
LARGEST_TOL = 1e30
# From so many topics on, collapsed inference in batches samples in phases of words and
# of documents.
MANY_TOPICS = 150
# The prior of a document's topics, by default and for collapsed inference, sums to this
# times the root of the number of topics, at most to the second number: where topics are
# finer, documents have more of them.
TOTAL_GROWTH, LARGEST_TOTAL = 0.4, 5.0
# The prior of a word in all topics is no more than this, by default and for collapsed
# inference: with 1,000 topics of .03 it would outweigh the counts of most words.
LARGEST_WORD_TOTAL = 10.0
# A smaller count of a document's topic is what rounding leaves of none.
LEAST_COUNT = 1e-4
# By method of inference: passes over the corpus, least sum of the prior of a document's
# topics, prior of a topic's words.
DEFAULTS = {"variational": (10, 1.0, "symmetric"), "collapsed": (80, 2.0, 0.03)}


@dataclass(frozen=True)
class Training:
    """Parameters of training, as `LatentDirichletAllocation` documents them.

    `total_samples` is the weight of all documents that training will see, `start` what
    the counts of the topics are in the beginning: "random" for none, "given" or
    "fitted".
    """

    inference: str = "variational"
    learning_method: str = "batch"
    max_iter: int = 10
    batch_size: int = 128
    learning_decay: float = 0.7
    learning_offset: float = 10.0
    total_samples: float = 1.0
    max_doc_update_iter: int = 100
    mean_change_tol: float = 1e-3
    learns_doc_topic_prior: bool = False
    learns_topic_word_prior: bool = False
    n_jobs: int | None = None
    n_init: int = 1
    start: str = "random"

    @property
    def learns_priors(self):
        return self.learns_doc_topic_prior or self.learns_topic_word_prior


def training_of(model, total_samples=1.0, learning_method=None, start="random"):
    """Return the parameters of `model` as training wants them."""
    learning_method = learning_method or model.learning_method
    online = learning_method == "online"
    max_iter = DEFAULTS["variational" if online else model.inference][0]
    return Training(
        inference=model.inference,
        learning_method=learning_method,
        max_iter=max_iter if model.max_iter is None else model.max_iter,
        batch_size=model.batch_size,
        learning_decay=float(model.learning_decay),
        learning_offset=float(model.learning_offset),
        total_samples=float(total_samples),
        max_doc_update_iter=min(model.max_doc_update_iter, MOST_UPDATES),
        mean_change_tol=min(model.mean_change_tol, LARGEST_TOL),
        learns_doc_topic_prior=is_auto(model.doc_topic_prior),
        learns_topic_word_prior=is_auto(model.topic_word_prior),
        n_jobs=model.n_jobs,
        n_init=model.n_init,
        start=start,
    )


def new_topics(model, n_terms, dtype):
    """Topics without counts, with the priors that `model` asks for."""
    k = model.n_components
    _, total, beta = DEFAULTS[model.inference]
    if model.inference == "collapsed":
        total = min(max(total, TOTAL_GROWTH * k**0.5), LARGEST_TOTAL)
        beta = min(beta, LARGEST_WORD_TOTAL / k)
    alpha = doc_topic_prior(model.doc_topic_prior, k, total / k)
    beta = word_prior(model, n_terms, beta)
    return DirichletTopics.empty(n_terms, alpha, beta, dtype)


def word_prior(model, n_terms, default):
    """Return the prior of the words of topics that `model` asks for.

    Where it goes on from a fit, a prior that was given for the words of that time is
    continued for those that came since then, as in `fitted_topics`.
    """
    given, k = model.topic_word_prior, model.n_components
    width = np.shape(given)[-1] if np.ndim(given) else n_terms
    has_grown = goes_on(model) and hasattr(model, "feature_names_in_")
    if has_grown and 1 < width < n_terms:
        beta = topic_word_prior(given, k, width, default)
        return of_more_words(beta, n_terms - width)
    return topic_word_prior(given, k, n_terms, default)


def fitted_topics(model, dtype):
    """Topics of a fitted model, to be trained further.

    Words that `model` has learned the names of since then have no counts. Their prior,
    where words have priors of their own, is the median of all others: what it is for
    most words, and not for the few that a user or the data made typical of a topic.
    """
    components, n_terms = model.components_, model.n_features_in_
    n_new = n_terms - components.shape[1]
    topics = DirichletTopics.of_components(
        components, model.doc_topic_prior_, model.topic_word_prior_, dtype
    )
    topics.n_updates = model.n_batch_iter_
    if n_new:
        grown = np.zeros((n_terms, topics.counts.shape[1]), topics.counts.dtype)
        grown[:-n_new] = topics.counts
        topics.counts = grown
        topics.set_topic_word_prior(of_more_words(topics.beta, n_new))
    return topics


def continue_topics(model, topics, n_words, *, keeps_doc_topic_prior):
    """Give new topics the counts and the learned priors of a fitted model.

    Parameters
    ----------
    model : LatentDirichletAllocation or AuthorTopicModel
        Fitted, and its `n_components` perhaps set since then.
    topics : DirichletTopics
        With the priors that `model` asks for.
    n_words : float
        What the counts are scaled to, of whatever documents there were before.
    keeps_doc_topic_prior : bool
        Whether the prior of mixtures is one that was learned.

    Returns
    -------
    fitted : DirichletTopics
        As they were, with the priors of that time.
    """
    n_fitted, n_components = len(model.components_), topics.n_components
    if n_fitted != n_components:
        raise ValueError(
            f"warm_start=True goes on from {n_fitted} topics, and n_components is "
            f"{n_components}: set it back, or start from an array of topics by init "
            "and warm_start=False."
        )
    fitted = fitted_topics(model, topics.counts.dtype)
    topics.counts, topics.n_updates = fitted.counts, fitted.n_updates
    if keeps_doc_topic_prior:
        topics.set_doc_topic_prior(fitted.alpha)
    if is_auto(model.topic_word_prior):
        topics.set_topic_word_prior(fitted.beta)
    total = float(topics.counts.sum(dtype=np.float64))
    if total > 0:
        topics.counts = topics.counts * topics.counts.dtype.type(n_words / total)
    return fitted


def drawn_generator(model, random_state):
    """Return the generator that `model` has drawn from, as a fitted attribute.

    Without a seed it is a copy: NumPy's own is one that others go on drawing from.
    """
    if model.random_state is None:
        return copy.deepcopy(random_state)
    return random_state


def topic_attributes(model, topics):
    """Return the attributes that `model` would have if training ended now."""
    return {
        "components_": topics.components(),
        "doc_topic_prior_": plain_prior(model.doc_topic_prior, topics.alpha),
        "topic_word_prior_": plain_prior(model.topic_word_prior, topics.beta),
        "n_batch_iter_": topics.n_updates,
    }


def learn_priors(topics, doc_topic, sample_weight, training, *, rate=1.0, sampled=None):
    """Move the priors that are learned by `rate` towards their best values.

    `sampled` tells the documents whose topics were sampled, by default none.
    """
    if training.learns_doc_topic_prior and sample_weight.sum() > 0:
        if rate == 1 and sampled is not None and sampled.all():
            counts = doc_topic - topics.doc_topic_prior
            counts[counts < LEAST_COUNT] = 0  # by rounding
            counts = counts[:, : topics.n_components]
            alpha = polya_dirichlet(topics.alpha, counts, sample_weight)
        else:
            logs = _mean_logs(topics, doc_topic, sample_weight, training, sampled)
            n_documents = float(sample_weight.sum())
            alpha = online_dirichlet(topics.alpha, logs, n_documents, rate)
        topics.set_doc_topic_prior(alpha)
    if training.learns_topic_word_prior:
        pseudo_counts = topics.components().astype(np.float64)
        logs = digamma(pseudo_counts) - digamma(pseudo_counts.sum(axis=1))[:, None]
        beta = np.broadcast_to(topics.beta, pseudo_counts.shape[1:])
        beta = online_dirichlet(beta, logs.mean(axis=0), topics.n_components, rate)
        topics.set_topic_word_prior(beta)


def _mean_logs(topics, doc_topic, sample_weight, training, sampled):
    """Weighted mean of E[log theta] over the documents."""
    if training.inference == "collapsed":
        return _mean_collapsed_logs(topics, doc_topic, sample_weight, sampled)
    return _mean_expected_logs(topics, doc_topic, sample_weight)


def _mean_collapsed_logs(topics, doc_topic, sample_weight, sampled):
    """Weighted mean of E[log theta] over the documents, mixtures integrated out."""
    if sampled is None:
        sampled = np.zeros(len(doc_topic), bool)
    k, total = topics.n_components, np.zeros(topics.n_components)
    cvb0.sum_collapsed_logs(
        doc_topic, topics.doc_topic_prior, k, sampled, sample_weight, total
    )
    return total / sample_weight.sum(dtype=np.float64)


def _mean_expected_logs(topics, doc_topic, sample_weight):
    """Weighted mean of E[log theta] over the documents."""
    k = topics.n_components
    if (sample_weight == 1).all():
        total = np.zeros(k)
        variational.sum_expected_logs(
            doc_topic, topics.doc_topic_prior, k, 0, len(doc_topic), total
        )
    else:
        gamma = doc_topic[:, :k].astype(np.float64)
        logs = digamma(gamma) - digamma(gamma.sum(axis=1))[:, None]
        total = sample_weight @ logs
    return total / sample_weight.sum(dtype=np.float64)
