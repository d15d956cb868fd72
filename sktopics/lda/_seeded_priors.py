"""Priors that make the words of `seed_topics` typical of their topics."""

import numpy as np

from .._seed_topics import read_seed_topics
from ._priors import LARGEST_GIVEN, is_auto


def seeded_prior(model, beta, word_counts, *, streaming=False):
    """Return the prior of the words of topics, with what `seed_topics` adds.

    A word gets ``seed_weight`` pseudo-counts in its topic for each time that it
    occurs. In proportion to the documents, these are the same for few of them and for
    many, and neither drown in the counts nor drown them.

    Parameters
    ----------
    model : estimator
        With `seed_topics` and `seed_weight`.
    beta : ndarray of shape (), (n_terms,) or (n_components, n_terms)
        The prior without seeds.
    word_counts : ndarray of shape (n_terms,)
        How often each word occurs.
    streaming : bool, default=False
        Whether more words may come with later documents.

    Returns
    -------
    beta : ndarray of shape (n_components, n_terms), float64
        `beta` itself if there are no seeds.
    """
    if model.seed_topics is None:
        return beta
    mask = _seed_mask(model, model.n_components, streaming=streaming)
    return beta + mask * _pseudo_counts(model, word_counts)


def add_seeds(model, beta, word_counts):
    """Return the prior of words with seeds among those that have never occurred before.

    Parameters
    ----------
    model : estimator
        The last columns of its `n_features_in_` are new.
    beta : ndarray of shape (n_components, n_features)
        The prior that has none of the new seeds yet.
    word_counts : ndarray of shape (n_features,)
    """
    n_known = model.components_.shape[1]
    mask = _seed_mask(model, len(model.components_), streaming=True)
    mask[:, :n_known] = False
    return beta + mask * _pseudo_counts(model, word_counts)


def _seed_mask(model, n_components, *, streaming):
    if is_auto(model.topic_word_prior):
        raise ValueError(
            "topic_word_prior='auto' learns one prior for all topics, and seed_topics "
            "gives topics priors of their own: set one of the two."
        )
    names, n_features = getattr(model, "feature_names_in_", None), model.n_features_in_
    seeds = read_seed_topics(
        model.seed_topics, n_components, n_features, names, streaming=streaming
    )
    return seeds.mask(n_components, n_features)


def _pseudo_counts(model, word_counts):
    """Pseudo-counts of a word in a topic of which it is a seed, by word."""
    return np.minimum(model.seed_weight * np.maximum(word_counts, 1), LARGEST_GIVEN)
