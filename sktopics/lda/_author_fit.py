"""Fitting the author-topic model: on a corpus, and on one more batch of a stream."""

import copy

from sklearn.utils import check_random_state

from .._batches import is_stream
from .._fitted import commit, fitted_attributes
from .._initial_topics import goes_on
from .._seed_topics import topic_names
from .._sklearn import with_callbacks
from ._author_corpus import AuthoredCorpus, AuthoredStream
from ._author_input import merge_names, training_documents
from ._author_passes import start_topics
from ._author_starts import (
    Learned,
    checked_init,
    known_authors,
    start_learning,
)
from ._author_stream import Seen, learn_in_batches, stand_for
from ._author_training import (
    Evaluation,
    author_attributes,
    author_training,
    finds_topics,
    finds_topics_in_stream,
    fitted_authors,
    new_author_topics,
)
from ._authors import Authors
from ._lda_training import drawn_generator, fitted_topics
from ._seeded_priors import add_seeds
from ._stopping import run_lda_passes

# What `fit` says of its documents, and what does not hold any more after others.
_OF_THE_CORPUS = ("bound_", "perplexity_")


def authored_corpus(model, X, authors, sample_weight):
    """Return the documents of `fit`, checked.

    Parameters
    ----------
    model : AuthorTopicModel
        Learns the columns of `X`, or more columns where it goes on from a fit before.
    X : counts, or an iterable of pairs of counts and authors
    authors : see `check_groups`, or None
    sample_weight : array-like of shape (n_documents,) or None

    Returns
    -------
    given : csr_array, or the iterable
        What callbacks are given as training data.
    corpus : AuthoredCorpus or AuthoredStream
    """
    going_on, known = goes_on(model), known_authors(model)

    def check(batch, first=True):
        is_new = first and not going_on
        return model._check_counts(batch, reset=is_new, grow=not is_new)

    if not is_stream(X):
        given = check(X)
        documents = training_documents(model, given, authors, sample_weight)
        return given, AuthoredCorpus(*documents).renumbered(known)
    if authors is not None or sample_weight is not None:
        name = "sample_weight" if authors is None else "authors"
        raise ValueError(
            f"{name} is for documents in one matrix, and X has batches: authors come "
            "with their batch, as a pair (X, authors), and weights as counts that are "
            "multiplied by them."
        )
    return X, AuthoredStream(X, model, check, known)


@with_callbacks
def fit_authors(model, given, y, corpus):
    """Fit on counts, authors and weights, watched by callbacks, and commit at the end.

    Parameters
    ----------
    model : AuthorTopicModel
    given, y : object
        What callbacks are given as training data.
    corpus : AuthoredCorpus or AuthoredStream
    """
    random_state = check_random_state(model.random_state)
    how = "stream" if corpus.is_stream else model.learning_method
    training = author_training(model, corpus.n_documents, how)
    going_on = goes_on(model)
    learned = start_learning(model, corpus, training, random_state)
    people, topics = learned.people, learned.topics
    evaluate = Evaluation(model, people, topics)

    def attributes():
        evaluated = {"evaluations_": list(evaluate.evaluations)}
        learned_so_far = author_attributes(model, people, topics, learned.seen)
        return learned_so_far | topic_names(model) | evaluated

    n_iter, _ = run_lda_passes(
        model,
        learned.passes(
            corpus, training, random_state, evaluate,
            parts_topics=finds_topics(model) and not going_on,
        ),
        given,
        y,
        max_iter=training.max_iter,
        perplexity=evaluate.after_pass(corpus),
        attributes=attributes,
    )  # fmt: skip
    here = corpus.documents_of_authors() > 0
    if not going_on:
        here[:] = True
    about = {
        "bound_": evaluate.corpus_bound(corpus, here),
        "perplexity_": evaluate.corpus_perplexity(corpus),
        "n_iter_": n_iter,
        "random_state_": drawn_generator(model, random_state),
    }
    commit(model, attributes() | about)


def update_authors(model, documents):
    """Learn online from a batch, and commit at the end.

    Parameters
    ----------
    model : AuthorTopicModel
        Fitted or not.
    documents : tuple of (CSR array, Groups, ndarray)
        What `training_documents` gives.
    """
    X, groups, weight = documents
    training = author_training(model, model.total_samples, "stream")
    if not hasattr(model, "components_"):
        random_state = check_random_state(model.random_state)
        learned = _first_of_stream(model, documents, training, random_state)
        about = {"random_state_": drawn_generator(model, random_state), "n_iter_": 0}
        about |= topic_names(model)
        random_state = about["random_state_"]
    else:
        about = fitted_attributes(model)
        random_state = copy.deepcopy(model.random_state_)
        about |= {"random_state_": random_state}
        for name in _OF_THE_CORPUS:
            about.pop(name, None)
        topics = fitted_topics(model, X.dtype)
        if model.seed_topics is not None and X.shape[1] > model.components_.shape[1]:
            counts = AuthoredCorpus(X, groups, weight).word_counts()
            topics.set_topic_word_prior(add_seeds(model, topics.beta, counts))
        seen = Seen(model.n_samples_seen_, model.n_tokens_seen_)
        learned = Learned(topics, fitted_authors(model, topics), seen)
    people, topics = learned.people, learned.topics
    groups, new = merge_names(groups, people.names)
    people = people.extended(new, topics.doc_topic_prior)
    evaluate = Evaluation(model, people, topics, about.get("evaluations_", ()))
    learn_in_batches(
        (X, groups, weight), people, topics, training, learned.seen, random_state,
        evaluate, parts_topics=finds_topics_in_stream(model),
    )  # fmt: skip
    about["evaluations_"] = evaluate.evaluations
    stand_for(topics, learned.seen, float(model.total_samples))
    commit(model, about | author_attributes(model, people, topics, learned.seen))


def _first_of_stream(model, documents, training, random_state):
    """Return what a stream starts from, given its first documents."""
    X, groups, weight = documents
    corpus = AuthoredCorpus(X, groups, weight)
    is_named = hasattr(model, "feature_names_in_")
    topics = new_author_topics(model, corpus, streaming=is_named)
    # Topics without any count would be alike for ever, whatever comes later.
    to_come = corpus.n_tokens or corpus.n_documents
    to_come *= max(training.total_samples / max(corpus.n_documents, 1), 1)
    init = checked_init(model)
    start_topics(init, X, weight, topics, training, random_state, to_come)
    return Learned(topics, Authors.unknown(groups.names[:0], topics.doc_topic_prior))
