"""From terms back to topics: p(topic), p(topic | term), and parts of a model."""

from typing import NamedTuple

import numpy as np
from sklearn.utils.validation import check_non_negative

from .._arrays import normalized_rows
from .._reading import (
    check_columns,
    corpus_sizes,
    counts_of,
    final_model,
    is_model,
    model_input,
    read_weights,
    topic_masses,
    topic_shares,
)
from .._sklearn import check_array


class TermShares(NamedTuple):
    """What topics and terms say about each other.

    Attributes
    ----------
    topic_word : ndarray of shape (n_components, n_terms)
        p(w|t); rows sum to 1, or to 0 for a topic without terms.
    topic : ndarray of shape (n_components,)
        p(t), which sums to 1.
    word : ndarray of shape (n_terms,)
        p(w); 0 for a term that no topic has.
    word_topic : ndarray of shape (n_components, n_terms)
        p(t|w); columns sum to 1, or to 0 for a term that no topic has.
    """

    topic_word: np.ndarray
    topic: np.ndarray
    word: np.ndarray
    word_topic: np.ndarray


def term_shares(model, X=None, topic_sizes=None, columns=None):
    """Return the `TermShares` of a model, over some of its columns.

    Without any knowledge of their sizes, all topics that have terms are of the same.

    Raises
    ------
    ValueError
        If no topic has a term.
    """
    weights = read_weights(model, at_least=1)
    columns = check_columns(model, columns, weights.shape[1])
    sizes = known_sizes(model, weights, X, topic_sizes, columns)
    topic_word = normalized_rows(weights[:, columns])
    alive = topic_word.any(axis=1)
    if not alive.any():
        raise ValueError("No topic has a term: all their weights are 0.")
    topic = alive * (1.0 if sizes is None else sizes)
    if topic.sum() == 0:
        raise ValueError("All topics that have terms are of size 0.")
    topic /= topic.sum()
    joint = topic[:, np.newaxis] * topic_word
    word = joint.sum(axis=0)
    word_topic = np.divide(joint, word, out=joint, where=word > 0)
    return TermShares(topic_word, topic, word, word_topic)


def known_sizes(model, weights, X, topic_sizes, columns):
    """Return sizes of topics that sum to 1, or None if nobody knows them.

    Those given; those of the corpus `X`; else the model's own. The row sums of an
    array are the sizes of its topics.
    """
    if X is not None and topic_sizes is not None:
        raise ValueError("Give X or topic_sizes, not both.")
    if topic_sizes is not None:
        return _check_sizes(topic_sizes, len(weights))
    if X is not None:
        return _sizes_in(model, weights, X, columns)
    if is_model(model):
        return topic_masses(final_model(model), weights, columns)
    sizes = weights[:, columns].sum(axis=1, dtype=np.float64)
    return sizes / sizes.sum() if sizes.sum() > 0 else None


def _check_sizes(topic_sizes, n_components):
    sizes = check_array(
        topic_sizes, ensure_2d=False, dtype=np.float64, input_name="topic_sizes"
    )
    check_non_negative(sizes, "topic_sizes")
    if sizes.shape != (n_components,) or sizes.sum() == 0:
        raise ValueError(
            f"topic_sizes must be {n_components} numbers, one per topic, not all of "
            f"them 0; got {topic_sizes!r}."
        )
    return sizes / sizes.sum()


def _sizes_in(model, weights, X, columns):
    """Return the expected shares of the tokens of a corpus, of those in `columns`."""
    if not is_model(model):
        raise ValueError(
            "Documents X say nothing about an array of topics: give topic_sizes, or "
            "a model."
        )
    data, final = model_input(model, X), final_model(model)
    shares, lengths = topic_shares(final, data, weights)
    if lengths is not None:
        counts = counts_of(final, data, n_terms=weights.shape[1])
        lengths = counts[:, columns].sum(axis=1, dtype=np.float64)
    sizes = corpus_sizes(shares, lengths)
    if sizes is None:
        raise ValueError("The documents X have no tokens in any topic.")
    return sizes
