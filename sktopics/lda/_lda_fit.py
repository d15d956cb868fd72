"""Fitting latent Dirichlet allocation on a corpus, or on one batch of a stream."""

import numpy as np
from sklearn.utils import check_random_state

from .._batches import is_stream
from .._fitted import commit, fitted_attributes
from .._initial_topics import goes_on
from .._seed_topics import topic_names
from .._sklearn import with_callbacks
from ..sequences import NamedCounts
from ._document_likelihood import document_log_likelihoods
from ._inference import documents_bound, e_step
from ._lda_corpus import LdaCorpus, LdaStream
from ._lda_evaluation import topics_bound
from ._lda_passes import first_of, learn_batches, start_online, training_passes
from ._lda_starts import start_best, starting_topics
from ._lda_training import (
    drawn_generator,
    fitted_topics,
    topic_attributes,
    training_of,
)
from ._seeded_priors import add_seeds
from ._stopping import run_lda_passes

# What `fit` says of its documents, and what does not hold any more after others.
_OF_THE_CORPUS = ("bound_", "perplexity_")


def corpus_of(model, X, sample_weight):
    """Return the documents of `fit`, checked.

    Parameters
    ----------
    model : LatentDirichletAllocation
        Learns the columns of `X`, or more columns where it goes on from a fit before.
    X : counts, or an iterable of batches of them
    sample_weight : array-like of shape (n_documents,) or None

    Returns
    -------
    given : csr_array, or the iterable
        What callbacks are given as training data.
    corpus : LdaCorpus or LdaStream
    """
    continued = goes_on(model)

    def check(batch, first=True):
        is_new = first and not continued
        return model._check_counts(batch, reset=is_new, grow=not is_new)

    if not is_stream(X):
        given = check(X)
        return given, LdaCorpus(given, sample_weight)
    if sample_weight is not None:
        raise ValueError(
            "Weights of the documents of a stream come with its batches, which are "
            "then pairs (X, sample_weight)."
        )
    return X, LdaStream(X, check)


@with_callbacks
def fit_lda(model, given, y, corpus):
    """Fit on weighted documents, watched by callbacks, and commit at the end.

    Parameters
    ----------
    model : LatentDirichletAllocation
    given, y : object
        What callbacks are given as training data.
    corpus : LdaCorpus or LdaStream
    """
    random_state = check_random_state(model.random_state)
    topics, start = starting_topics(model, corpus)
    method = "online" if corpus.is_stream else model.learning_method
    training = training_of(model, corpus.total_weight, method, start)
    training = start_best(corpus, topics, training, random_state)
    names = topic_names(model)
    n_iter, mixtures = run_lda_passes(
        model,
        training_passes(corpus, topics, training, random_state),
        given,
        y,
        max_iter=training.max_iter,
        perplexity=lambda: corpus_perplexity(corpus, topics, training),
        attributes=lambda: topic_attributes(model, topics) | names,
    )
    about = {
        "bound_": corpus_bound(corpus, topics, training, mixtures),
        "perplexity_": corpus_perplexity(corpus, topics, training),
        "n_iter_": n_iter,
        "random_state_": drawn_generator(model, random_state),
    }
    commit(model, topic_attributes(model, topics) | names | about)


def corpus_bound(corpus, topics, training, mixtures=None):
    """Return the lower bound of the log-likelihood of a corpus, see `training_bound`.

    Parameters
    ----------
    corpus : LdaCorpus or LdaStream
    topics : DirichletTopics
    training : Training
    mixtures : callable, default=None
        Returns the parameters of the Dirichlet distributions of the documents in
        memory; by default they are inferred.
    """
    bound = 0.0
    for X, sample_weight in corpus:
        doc_topic = mixtures() if mixtures else e_step(X, topics, training)[0]
        bound += float(sample_weight @ documents_bound(X, topics, doc_topic, training))
    if training.inference == "variational":
        bound += topics_bound(topics)
    return bound


def corpus_perplexity(corpus, topics, training):
    """Return the perplexity of a corpus under topics in training."""
    total, n_tokens = 0.0, 0.0
    for X, sample_weight in corpus:
        each = document_log_likelihoods(X, topics, training.n_jobs)
        total += float(sample_weight @ each)
        n_tokens += float(sample_weight @ X.sum(axis=1, dtype=np.float64))
    return float(np.exp(-total / n_tokens)) if n_tokens > 0 else 1.0


def update_lda(model, X, sample_weight):
    """Learn from one more batch of a stream, and commit at the end.

    Parameters
    ----------
    model : LatentDirichletAllocation
        Fitted or not; learns the columns of the first batch, and later the names of
        words that are new.
    X : {array-like, sparse matrix} of shape (n_documents, n_features)
    sample_weight : array-like of shape (n_documents,) or None
    """
    first = not hasattr(model, "components_")
    is_named = isinstance(X, NamedCounts) and X.terms is not None
    X = model._check_counts(X, reset=first, grow=not first)
    corpus = LdaCorpus(X, sample_weight)
    training = training_of(model, model.total_samples, "online")
    if first:
        scale = float(model.total_samples) / corpus.total_weight
        topics, start = starting_topics(model, corpus, scale, streaming=is_named)
        training = training_of(model, model.total_samples, "online", start)
        random_state = check_random_state(model.random_state)
        training = start_best(corpus, topics, training, random_state)
        start_online(topics, *first_of(corpus, training), training, random_state)
        drawn = drawn_generator(model, random_state)
        about = topic_names(model) | {"n_iter_": 0, "random_state_": drawn}
    else:
        topics = fitted_topics(model, X.dtype)
        if model.seed_topics is not None and X.shape[1] > model.components_.shape[1]:
            scale = float(model.total_samples) / corpus.total_weight
            counts = scale * corpus.word_counts()
            topics.set_topic_word_prior(add_seeds(model, topics.beta, counts))
        about = fitted_attributes(model)
        for name in _OF_THE_CORPUS:
            about.pop(name, None)
    for batch in corpus:
        learn_batches(*batch, topics, training)
    commit(model, about | topic_attributes(model, topics))
