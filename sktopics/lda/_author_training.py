"""What training of author-topic models needs to know of a model and gives back."""

from dataclasses import dataclass

import numpy as np

from ._author_evaluation import document_bounds, model_bound
from ._author_prior import first_total
from ._authors import Authors
from ._dirichlet_topics import DirichletTopics
from ._document_likelihood import authored_log_likelihoods
from ._lda_training import LARGEST_TOL, Training, topic_attributes, word_prior
from ._priors import doc_topic_prior, is_auto
from ._seeded_priors import seeded_prior
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


def new_author_topics(model, corpus, *, streaming=False):
    """Topics without counts, with the priors that `model` asks for.

    Parameters
    ----------
    model : AuthorTopicModel
    corpus : AuthoredCorpus or AuthoredStream
    streaming : bool, default=False
        Whether more words may come with later documents.
    """
    k, n_terms = model.n_components, corpus.n_terms
    total = first_total(corpus.words_of_author)
    alpha = doc_topic_prior(model.doc_topic_prior, k, total / k)
    beta = word_prior(model, n_terms, "symmetric")
    if model.seed_topics is not None:
        counts = corpus.word_counts()
        beta = seeded_prior(model, beta, counts, streaming=streaming)
    return DirichletTopics.empty(n_terms, alpha, beta, corpus.dtype)


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

    def perplexity(self, X, groups, sample_weight):
        """Perplexity of documents, see `AuthorTopicModel.perplexity`."""
        return self.corpus_perplexity([(X, groups, sample_weight)])

    def corpus_perplexity(self, corpus):
        """Perplexity of all documents of a corpus."""
        total = n_tokens = 0.0
        for X, groups, sample_weight in corpus:
            each = authored_log_likelihoods(
                X, groups, self.authors.gamma, self.topics, self.model.n_jobs
            )
            total += float(sample_weight @ each)
            n_tokens += float(sample_weight @ X.sum(axis=1, dtype=np.float64))
        return float(np.exp(-total / n_tokens)) if n_tokens > 0 else 1.0

    def corpus_bound(self, corpus, here):
        """Lower bound of the log-likelihood, see `AuthorTopicModel.bound`.

        `here` tells the authors that count in it.
        """
        gamma, topics, words = self.authors.gamma, self.topics, 0.0
        for X, groups, sample_weight in corpus:
            bounds = document_bounds(X, groups, gamma, topics, self.model.n_jobs)
            words += float(sample_weight @ bounds)
        return words + model_bound(gamma[here], topics, self.model.n_jobs)

    def after_pass(self, corpus):
        """Return what evaluates a pass, None if batches are evaluated instead."""
        if self.model.learning_method == "online" or corpus.is_stream:
            return None
        return lambda: self._record(
            self.topics.n_updates, self.corpus_perplexity(corpus)
        )

    def before_update(self, X, groups, sample_weight):
        """Evaluate the documents of the next update if it is due."""
        number = self.topics.n_updates + 1
        if not self.silent and is_due(self.model.evaluate_every, number):
            now = self.perplexity(X, groups, sample_weight)
            self._record(number, now)
            if self.model.verbose:
                print(f"batch: {number}, perplexity: {now:.4f}")

    def _record(self, number, perplexity):
        self.evaluations.append((number, perplexity))
        return perplexity
