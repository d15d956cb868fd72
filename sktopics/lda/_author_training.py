"""What training of author-topic models needs to know of a model and gives back."""

import numpy as np

from .._sklearn import check_array
from ._author_evaluation import document_bounds, model_bound
from ._authors import Authors
from ._dirichlet_topics import DirichletTopics
from ._document_likelihood import authored_log_likelihoods, mean_per_token
from ._lda_training import LARGEST_TOL, Training, topic_attributes
from ._priors import doc_topic_prior, is_auto, topic_word_prior
from ._stopping import is_due

# By default the prior of an author's topics has this total: about what "auto" learns
# from papers (39 in `benchmarks/bench_author_parameters.py` with abstracts of NIPS).
PRIOR_TOTAL = 30.0
# Most updates of authors before topics are updated, by learning method.
AUTHOR_UPDATES = {"batch": 1, "online": 20}


def author_training(model, total_samples, learning_method):
    """Return the parameters of an author-topic `model` as training wants them."""
    updates = model.max_doc_update_iter
    return Training(
        learning_method=learning_method,
        max_iter=model.max_iter,
        batch_size=model.batch_size,
        learning_decay=float(model.learning_decay),
        learning_offset=float(model.learning_offset),
        total_samples=float(total_samples),
        max_doc_update_iter=(
            AUTHOR_UPDATES[learning_method] if updates is None else updates
        ),
        mean_change_tol=min(model.mean_change_tol, LARGEST_TOL),
        learns_doc_topic_prior=is_auto(model.doc_topic_prior),
        learns_topic_word_prior=is_auto(model.topic_word_prior),
        n_jobs=model.n_jobs,
    )


def new_author_topics(model, X):
    """Topics without counts, with the priors that `model` asks for."""
    k, n_terms = model.n_components, X.shape[1]
    alpha = doc_topic_prior(model.doc_topic_prior, k, PRIOR_TOTAL / k)
    beta = topic_word_prior(model.topic_word_prior, k, n_terms, "symmetric")
    return DirichletTopics.empty(n_terms, alpha, beta, X.dtype)


def checked_init(model, X):
    """Return `init` of the model, if an array then of the right shape and type."""
    if isinstance(model.init, str):
        return model.init
    init = check_array(model.init, dtype=X.dtype, ensure_non_negative=True)
    shape = model.n_components, X.shape[1]
    if init.shape != shape:
        raise ValueError(f"init must have shape {shape}, got {init.shape}.")
    if not (init.sum(axis=1) > 0).all():
        raise ValueError("init has a topic without any weight.")
    return init


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


def author_attributes(model, authors, topics):
    """Return the attributes that `model` would have if training ended now."""
    return topic_attributes(model, topics) | {
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
    """

    def __init__(self, model, authors, topics, earlier=()):
        self.model, self.authors, self.topics = model, authors, topics
        self.evaluations = list(earlier)

    def perplexity(self, X, groups, sample_weight):
        """Perplexity of documents, see `AuthorTopicModel.perplexity`."""
        each = authored_log_likelihoods(
            X, groups, self.authors.gamma, self.topics, self.model.n_jobs
        )
        return float(np.exp(-mean_per_token(each, X, sample_weight)))

    def bound(self, X, groups, sample_weight):
        """Lower bound of the log-likelihood, see `AuthorTopicModel.bound`."""
        gamma, topics = self.authors.gamma, self.topics
        words = document_bounds(X, groups, gamma, topics, self.model.n_jobs)
        return float(sample_weight @ words) + model_bound(gamma, topics)

    def after_pass(self, X, groups, sample_weight):
        """Return what evaluates a pass, None if batches are evaluated instead."""
        if self.model.learning_method == "online":
            return None
        return lambda: self._record(
            self.topics.n_updates, self.perplexity(X, groups, sample_weight)
        )

    def before_update(self, X, groups, sample_weight):
        """Evaluate the documents of the next update if it is due."""
        number = self.topics.n_updates + 1
        if is_due(self.model.evaluate_every, number):
            now = self.perplexity(X, groups, sample_weight)
            self._record(number, now)
            if self.model.verbose:
                print(f"batch: {number}, perplexity: {now:.4f}")

    def _record(self, number, perplexity):
        self.evaluations.append((number, perplexity))
        return perplexity
