"""Topics that training starts from: random, given, or those of an earlier fit."""

import warnings

import numpy as np

from .._initial_topics import initial_topics
from .._validation import levels_to_caller
from ._lda_training import fitted_topics, new_topics
from ._priors import is_auto
from ._seeded_priors import seeded_prior

# Share of the passes after which one of several starts is chosen.
TRIAL_SHARE = 0.1


def goes_on(model):
    """Whether the next `fit` goes on from the last one."""
    return model.warm_start and hasattr(model, "components_")


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
        return _continued(model, topics, corpus), "fitted"
    if isinstance(model.init, str):
        return topics, "random"
    if model.n_init > 1:
        warnings.warn(
            f"n_init={model.n_init} starts would be the same start, which init gives: "
            "training starts once.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    n_tokens = scale * corpus.word_counts().sum()
    given = initial_topics(model, model.init) * (n_tokens / topics.n_components)
    topics.counts[:, : topics.n_components] = given.T
    return topics, "given"


def _continued(model, topics, corpus):
    """Give new `topics` the counts and learned priors of a fitted model."""
    n_fitted, n_components = len(model.components_), topics.n_components
    if n_fitted != n_components:
        raise ValueError(
            f"warm_start=True goes on from {n_fitted} topics, and n_components is "
            f"{n_components}: set it back, or start from an array of topics by init "
            "and warm_start=False."
        )
    fitted = fitted_topics(model, topics.counts.dtype)
    topics.counts, topics.n_updates = fitted.counts, fitted.n_updates
    if is_auto(model.doc_topic_prior):
        topics.set_doc_topic_prior(fitted.alpha)
    if is_auto(model.topic_word_prior):
        topics.set_topic_word_prior(fitted.beta)
    total = float(topics.counts.sum(dtype=np.float64))
    if total > 0:  # of whatever documents there were before
        n_tokens = corpus.word_counts().sum()
        topics.counts *= topics.counts.dtype.type(n_tokens / total)
    return topics


def chosen_start(corpus, topics, training, random_state):
    return random_state


def log_likelihood(X, sample_weight, topics, doc_topic):
    """Log-likelihood of documents given their mixtures and the topics, in nats.

    Parameters
    ----------
    doc_topic : ndarray of shape (n_documents, n_padded)
        Parameters of the documents' Dirichlet distributions; their means are the
        mixtures.
    """
    k, phi, total = topics.n_components, topics.phi(), 0.0
    theta = doc_topic[:, :k] / doc_topic[:, :k].sum(axis=1, keepdims=True)
    most = max(_CELLS // k, 1)
    documents = np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))
    for start in range(0, X.nnz, most):
        cells = slice(start, start + most)
        rows = documents[cells]
        p = np.einsum("ij,ij->i", theta[rows], phi[X.indices[cells], :k])
        logs = np.log(np.maximum(p, np.finfo(p.dtype).tiny), dtype=np.float64)
        total += float((sample_weight[rows] * X.data[cells]) @ logs)
    return total


# Words of documents whose probabilities are computed at a time: 4 MB of float32.
_CELLS = 1 << 20
