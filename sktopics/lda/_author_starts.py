"""Topics and authors that training starts from: found, given, or of an earlier fit."""

import copy
import warnings
from dataclasses import replace

import numpy as np

from .._initial_topics import goes_on, initial_topics
from .._validation import levels_to_caller
from ._author_passes import batch_author_passes, online_author_passes, start_topics
from ._author_stream import Seen, stream_passes
from ._author_training import (
    Evaluation,
    fitted_authors,
    learns_total,
    new_author_topics,
)
from ._authors import Authors
from ._lda_training import continue_topics

# Share of the passes after which one of several starts is chosen.
TRIAL_SHARE = 0.1


def known_authors(model):
    """Names of authors that a `fit` starts with."""
    return model.authors_ if goes_on(model) else np.empty(0, dtype=object)


def checked_init(model):
    """Return `init` of the model: a str, or distributions of words."""
    return (
        model.init if isinstance(model.init, str) else initial_topics(model, model.init)
    )


class Learned:
    """What training works on.

    Attributes
    ----------
    topics : DirichletTopics
    people : Authors
    seen : Seen
    """

    def __init__(self, topics, people, seen=None):
        self.topics, self.people = topics, people
        self.seen = Seen() if seen is None else seen

    def passes(self, corpus, training, random_state, evaluation, *, parts_topics):
        """Return a generator that makes one pass over a corpus at a time."""
        if corpus.is_stream:
            return stream_passes(
                corpus, self.people, self.topics, training, self.seen, random_state,
                evaluation, parts_topics=parts_topics,
            )  # fmt: skip
        self.seen.documents, self.seen.tokens = corpus.n_documents, corpus.n_tokens
        if training.learning_method == "batch":
            return batch_author_passes(
                *corpus.documents, self.people, self.topics, training
            )
        return online_author_passes(
            *corpus.documents, self.people, self.topics, training, evaluation
        )


def start_learning(model, corpus, training, random_state):
    """Return what training starts from: topics, and authors of a corpus.

    Parameters
    ----------
    model : AuthorTopicModel
        Its `init`, `n_init` and `warm_start` are honoured.
    corpus : AuthoredCorpus or AuthoredStream
    training : AuthorTraining
    random_state : RandomState

    Returns
    -------
    learned : Learned
    """
    if goes_on(model):
        return _continued(model, corpus)
    if model.n_init == 1:
        return _new_start(model, corpus, training, random_state)
    if not isinstance(model.init, str):
        warnings.warn(
            f"n_init={model.n_init} starts would be the same start, which init gives: "
            "training starts once.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
        return _new_start(model, corpus, training, random_state)
    n_passes = int(np.ceil(TRIAL_SHARE * training.max_iter))
    trial = replace(training, max_iter=n_passes)
    best, most = None, -np.inf
    for _ in range(model.n_init):
        begins_with = copy.deepcopy(random_state)
        learned = _new_start(model, corpus, training, random_state)
        start = copy.deepcopy(learned)
        score = _score(model, corpus, learned, trial, random_state)
        if best is None or score > most:
            best, most, draws = start, score, begins_with
    if corpus.is_stream:  # whose topics are found in the passes
        random_state.set_state(draws.get_state())
    return best


def _score(model, corpus, learned, training, random_state):
    """Log-likelihood per word after a few passes."""
    evaluation = Evaluation(model, learned.people, learned.topics, silent=True)
    for _ in learned.passes(
        corpus, training, random_state, evaluation, parts_topics=True
    ):
        pass
    return -np.log(evaluation.corpus_perplexity(corpus))


def _new_start(model, corpus, training, random_state):
    topics, init = new_author_topics(model, corpus), checked_init(model)
    people = Authors.unknown(corpus.names, topics.doc_topic_prior)
    people.documents = corpus.documents_of_authors()
    X, _, weight = next(iter(corpus))
    to_come = (corpus.n_tokens or corpus.n_documents) if corpus.is_stream else None
    start_topics(init, X, weight, topics, training, random_state, to_come)
    return Learned(topics, people)


def _continued(model, corpus):
    """Go on from a fitted model with documents that are counted once.

    Authors of the model who have no document here keep what is known of them.
    """
    topics = new_author_topics(model, corpus)
    fitted = continue_topics(
        model, topics, corpus.n_tokens, keeps_doc_topic_prior=learns_total(model)
    )
    people = fitted_authors(model, fitted)
    n_known = len(people)
    people = people.extended(corpus.names[n_known:], topics.doc_topic_prior)
    here = corpus.documents_of_authors()
    people.documents = np.where(here > 0, here, people.documents)
    seen = Seen(model.n_samples_seen_, model.n_tokens_seen_)
    return Learned(topics, people, seen)
