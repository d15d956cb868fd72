"""What training of author-topic models needs to know of a model and gives back."""

from dataclasses import dataclass

import numpy as np

from ._author_evaluation import document_bounds
from ._author_prior import first_total
from ._authors import Authors
from ._dirichlet_topics import DirichletTopics
from ._lda_training import LARGEST_TOL, Training, fitted_topics, topic_attributes
from ._priors import doc_topic_prior, is_auto, topic_word_prior
from ._stopping import is_due

# Most updates of authors before topics are updated, by how documents come.
AUTHOR_UPDATES = {"batch": 1, "online": 20, "stream": 20}
# What `learning_offset=None` is: of `fit`, and of a stream that goes on from given
# topics. One that finds its topics in its first documents has none to hold on to.
OFFSET, OFFSET_OF_GIVEN = 10.0, 1.0


@dataclass(frozen=True)
class AuthorTraining(Training):
    """Parameters of training, as `AuthorTopicModel` documents them.

    Attributes
    ----------
    learns_total, learns_mean : bool
        What is learned of the prior of authors' topics, see `learn_author_prior`.
    """

    learns_total: bool = False
    learns_mean: bool = False


def author_training(model, total_samples, how):
    """Return the parameters of an author-topic `model` as training wants them.

    Parameters
    ----------
    model : AuthorTopicModel
    total_samples : float
    how : {"batch", "online", "stream"}
    """
    updates, offset = model.max_doc_update_iter, model.learning_offset
    # Online an author is done with the batch that he comes in, and so sure of his
    # topics that a prior learned from him would be far too small.
    learns_mean = is_auto(model.doc_topic_prior)
    if offset is None:
        offset = OFFSET
        if how == "stream":
            offset = 0.0 if finds_topics_in_stream(model) else OFFSET_OF_GIVEN
    return AuthorTraining(
        learning_method="batch" if how == "batch" else "online",
        max_iter=model.max_iter,
        batch_size=model.batch_size,
        learning_decay=float(model.learning_decay),
        learning_offset=float(offset),
        total_samples=float(total_samples),
        max_doc_update_iter=AUTHOR_UPDATES[how] if updates is None else updates,
        mean_change_tol=min(model.mean_change_tol, LARGEST_TOL),
        learns_topic_word_prior=is_auto(model.topic_word_prior),
        n_jobs=model.n_jobs,
        learns_total=learns_total(model) and (how == "batch" or learns_mean),
        learns_mean=learns_mean,
    )


def learns_total(model):
    """Whether the prior of authors' topics is learned, or its total at least."""
    return model.doc_topic_prior is None or is_auto(model.doc_topic_prior)


def finds_topics(model):
    """Whether training starts from topics that LDA finds in documents."""
    return isinstance(model.init, str) and model.init == "lda"


def finds_topics_in_stream(model):
    """Whether the topics of a stream are those that LDA finds in its first documents.

    They are not where the model was fitted before on documents at hand.
    """
    return finds_topics(model) and getattr(model, "n_iter_", 0) == 0


def new_author_topics(model, corpus):
    """Topics without counts, with the priors that `model` asks for.

    Parameters
    ----------
    model : AuthorTopicModel
    corpus : AuthoredCorpus or AuthoredStream
    """
    k, n_terms = model.n_components, corpus.n_terms
    total = first_total(corpus.words_of_author)
    alpha = doc_topic_prior(model.doc_topic_prior, k, total / k)
    beta = topic_word_prior(model.topic_word_prior, k, n_terms, "symmetric")
    return DirichletTopics.empty(n_terms, alpha, beta, corpus.dtype)


def continued_topics(model, dtype):
    """Topics of a fitted model, to be trained further; new words have the prior.

    Where words have priors of their own, that of new words is the median of others.
    """
    topics, n_terms = fitted_topics(model, dtype), model.n_features_in_
    n_new = n_terms - len(topics.counts)
    if n_new > 0:
        topics.counts = np.pad(topics.counts, ((0, n_new), (0, 0)))
        beta = topics.beta
        if beta.ndim:
            median = np.median(beta, axis=-1, keepdims=True)
            beta = np.concatenate([beta, np.repeat(median, n_new, axis=-1)], axis=-1)
        topics.set_topic_word_prior(beta)
    return topics


def fitted_authors(model, topics):
    """Return authors of `model`, to be trained further; nobody if not fitted."""
    if not hasattr(model, "components_"):
        names = np.empty(0, dtype=object)
        return Authors.unknown(names, topics.doc_topic_prior)
    return Authors.of_components(
        model.authors_,
        model.author_components_,
        model.author_document_counts_,
        topics.doc_topic_prior,
    )


def author_attributes(model, authors, topics, seen):
    """Return the attributes that `model` would have if training ended now."""
    # Of whom nothing was learned has the prior, which may have been learned since.
    authors.gamma[authors.seen == 0] = topics.doc_topic_prior
    return topic_attributes(model, topics) | {
        "n_samples_seen_": seen.documents,
        "n_tokens_seen_": seen.tokens,
        "authors_": authors.names,
        "author_components_": authors.gamma[:, : topics.n_components].copy(),
        "author_document_counts_": authors.documents.copy(),
    }


class Evaluation:
    """Perplexities in training, as `evaluate_every` of `model` asks for them.

    Attributes
    ----------
    evaluations : list of (int, float)
        Those so far, after `earlier` ones.
    silent : bool
        Whether to compute none by itself.
    """

    def __init__(self, model, authors, topics, earlier=(), *, silent=False):
        self.model, self.authors, self.topics = model, authors, topics
        self.silent = silent
        self.evaluations = list(earlier)

    def likelihood(self, X, groups, sample_weight):
        """Bound the log-likelihood of documents, in nats; return it and perplexity."""
        gamma, n_jobs = self.authors.gamma, self.model.n_jobs
        bounds = document_bounds(X, groups, gamma, self.topics, n_jobs)
        n_tokens = sample_weight @ X.sum(axis=1, dtype=np.float64)
        words = float(sample_weight @ bounds)
        return words, float(np.exp(-words / n_tokens)) if n_tokens > 0 else 1.0

    def corpus_likelihood(self, corpus):
        """Return the same for all documents of a corpus."""
        words = n_tokens = 0.0
        for X, groups, sample_weight in corpus:
            words += self.likelihood(X, groups, sample_weight)[0]
            n_tokens += float(sample_weight @ X.sum(axis=1, dtype=np.float64))
        return words, float(np.exp(-words / n_tokens)) if n_tokens > 0 else 1.0

    def after_pass(self, corpus):
        """Return what evaluates a pass, None if batches are evaluated instead."""
        if self.model.learning_method == "online" or corpus.is_stream:
            return None
        return lambda _: self._record(
            self.topics.n_updates, self.corpus_likelihood(corpus)[1]
        )

    def before_update(self, X, groups, sample_weight):
        """Evaluate the documents of the next update if it is due."""
        number = self.topics.n_updates + 1
        if not self.silent and is_due(self.model.evaluate_every, number):
            _, now = self.likelihood(X, groups, sample_weight)
            self._record(number, now)
            if self.model.verbose:
                print(f"batch: {number}, perplexity: {now:.4f}")

    def _record(self, number, perplexity):
        self.evaluations.append((number, perplexity))
        return perplexity
