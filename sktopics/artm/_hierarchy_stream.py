"""Batches that a hierarchy of topics reads again in each pass, level by level."""

import numpy as np

from ._em_stream import EMStream
from ._em_training import fit_topics
from ._hierarchy_training import documents_of_update
from ._levels import learned_columns
from ._modalities import fitted_modalities
from ._training_tables import weighted_terms


class LevelStream(EMStream):
    """Parts of a stream for a level: its batches, and the topics above.

    Parameters
    ----------
    level : ARTM or ThetalessARTM
        Its columns grow with those of the hierarchy.
    stream : EMStream
        Of the hierarchy, which has (X, sample_weight, n_tokens) for each batch.
    model : HierarchicalARTM
        Learns the columns of the stream.
    parents : ParentTopics, default=None
        None for the level at the top.

    Attributes
    ----------
    dtype : dtype
        Floating type of the batches.
    n_tokens : float
        Weighted number of words of the documents in the last pass.
    """

    def __init__(self, level, stream, model, parents=None):
        self._level, self._stream, self._hierarchy = level, stream, model
        self._parents = parents
        self.dtype, self.n_tokens = stream.dtype, 0.0

    def __iter__(self):
        level, parents, n_tokens = self._level, self._parents, 0.0
        in_batches = parents is not None and parents.sparsity > 0
        for X, weight, n_of_batch in self._stream:
            vars(level).update(learned_columns(self._hierarchy))
            n_tokens += n_of_batch
            if in_batches:
                X, weight = parents.after_each(X, weight, documents_of_update(level))
            yield level._rows(X, weight, self.dtype)
        self.n_tokens = n_tokens
        if parents is not None and not in_batches:
            documents = parents.documents(n_tokens, self.dtype)
            yield level._rows(documents, np.ones(documents.shape[0], self.dtype))


def fit_level_to_stream(level, stream, model, y, parents=None):
    """Learn the topics of a level from a stream and from the topics above.

    Parameters
    ----------
    level : ARTM or ThetalessARTM
        Knows the first columns.
    stream : EMStream
    model : HierarchicalARTM
    y : object
        What callbacks are given.
    parents : ParentTopics, default=None

    Returns
    -------
    child_given_parent : ndarray of shape (n_children, n_parents) or None
    """
    level._validate_params()
    parts = LevelStream(level, stream, model, parents)
    training = level._training(parts, None, level.n_components)
    if parents is None:
        fit_topics(level, training, stream, y)
        return None
    if parents.sparsity:
        training = parents.make_room(training)
    fit_topics(level, parents.tie(training), stream, y)
    return parents.children(level, parents.documents(parts.n_tokens, parts.dtype))


def score_of_stream(level, stream):
    """Return the mean log-likelihood per token of the batches under a fitted level.

    Parameters
    ----------
    level : ARTM or ThetalessARTM
    stream : EMStream
        Of the hierarchy.
    """
    modalities = fitted_modalities(level)
    total, n_tokens = 0.0, 0.0
    for X, weight, _ in stream:
        scored = weighted_terms(X, modalities)
        n_of_batch = float(weight @ scored.sum(axis=1, dtype=np.float64))
        total += level._score(X, modalities, weight, scored) * n_of_batch
        n_tokens += n_of_batch
    return total / n_tokens if n_tokens > 0 else 0.0
