"""Topics of the words of documents, by any fitted model."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from .._arrays import normalized_rows
from .._word_topics import mixture_posterior, share_words
from .corpus import topic_shares
from .counts import counts_of
from .steps import final_model, model_input
from .traits import traits_of
from .weights import read_weights


class WordPosteriors(NamedTuple):
    """Topics of the words of documents.

    Attributes
    ----------
    counts : csr_array of shape (n_documents, n_terms)
        In canonical form.
    shares : csr_array of shape (n_entries, n_topics)
        p(topic | word, document) of each stored entry of `counts`, in their order.
    """

    counts: sp.csr_array
    shares: sp.csr_array


def read_word_posteriors(model, X, *, min_share=0.0, **beside) -> WordPosteriors:
    """Return p(topic | word, document) of the words of a corpus.

    A model says it by its `word_topics`. For one that says it of positions
    (`transform_positions`) the word has the mean of its positions in the document; for
    one with neither it follows from `transform` and `components_` by Bayes' rule.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, Pipeline or search.
    X : object
        What `model.transform` takes.
    min_share : float, default=0.0
        Smaller shares are left out.
    **beside : dict
        What `transform` of the model takes beside `X`, such as authors.

    Raises
    ------
    TypeError
        If topics of the model are clusters of documents, or no distributions of words.
    """
    final, weights = _model_of_words(model)
    n_terms = weights.shape[1]
    given = model_input(model, X)
    if hasattr(final, "transform_positions"):
        return _means_of_positions(final, given, min_share, len(weights))
    counts = counts_of(final, given, n_terms=n_terms)
    if hasattr(final, "word_topics"):
        shares = final.word_topics(given, min_share=min_share, **beside)
        return WordPosteriors(counts, shares)
    doc_topic, _ = topic_shares(final, given, weights, **beside)
    word_topic = np.ascontiguousarray(normalized_rows(weights).T)
    shares = share_words(
        counts, doc_topic, mixture_posterior, word_topic, min_share=min_share
    )
    return WordPosteriors(counts, shares)


def read_token_posteriors(model, X):
    """Return the topics of the tokens of texts in reading order.

    A model of counts gives all tokens of a word in a document the same topics. Tokens
    that the model does not know, or of weight 0, are left out.

    Parameters
    ----------
    model : estimator
        As for `read_word_posteriors`.
    X : object
        `TokenSequences`, or what a Pipeline makes them of.

    Returns
    -------
    shares : csr_array of shape (n_tokens, n_topics)
    offsets : ndarray of shape (n_documents + 1,), int64
        Where the tokens of documents begin and end.

    Raises
    ------
    TypeError
        If there are no sequences, and as `read_word_posteriors`.
    """
    final, weights = _model_of_words(model)
    given = model_input(model, X)
    if not hasattr(given, "to_counts"):
        raise TypeError(
            f"{type(final).__name__} is given {type(given).__name__} here, which says "
            "nothing of the order of words: give TokenSequences over its terms, as a "
            "SequenceVectorizer with the same vocabulary makes them."
        )
    if hasattr(final, "transform_positions"):
        shares = sp.csr_array(_positions(final, given, len(weights)))
        known = _known_tokens(given)
        shares = shares[known]
    else:
        counts, entries = read_word_posteriors(final, given.to_counts())
        known = _known_tokens(given)
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        keys = rows * counts.shape[1] + counts.indices.astype(np.int64)
        shares = entries[np.searchsorted(keys, _keys(given)[known])]
    ends = np.concatenate(([0], known.cumsum()))
    return shares, ends[given.offsets]


def _model_of_words(model):
    """Return the final model and its weights, if they say how probable words are."""
    weights, final = read_weights(model), final_model(model)
    traits = traits_of(final)
    if traits.shares == "clusters" or not traits.distributions:
        raise TypeError(
            f"The topics of {type(final).__name__} are clusters of documents, which do "
            "not say how probable a word is: use "
            "approximate_distribution(..., calculate_tokens=True)."
        )
    return final, weights


def _positions(final, X, n_topics):
    """Topics of positions, (n_tokens, n_topics)."""
    positions = final.transform_positions(X)
    # Vectors of several heads stand side by side, and sum to 1 all together.
    return positions.reshape(len(positions), -1, n_topics).sum(axis=1)


def _known_tokens(X):
    """Which tokens are terms, and have a weight."""
    return X.ids >= 0 if X.weights is None else (X.ids >= 0) & (X.weights > 0)


def _keys(X):
    """Numbers of the cells of (document, term) that tokens are counted in."""
    documents = np.repeat(np.arange(len(X)), np.diff(X.offsets))
    return documents * X.shape[1] + X.ids.astype(np.int64)


def _means_of_positions(final, X, min_share, n_topics):
    """Means of the topics of positions, over those of a word in a document."""
    positions = _positions(final, X, n_topics)
    weights = np.ones(len(positions)) if X.weights is None else X.weights
    known = _known_tokens(X)
    cells, entry_of = np.unique(_keys(X)[known], return_inverse=True)
    tokens = sp.csr_array(
        (weights[known], (entry_of, np.flatnonzero(known))),
        shape=(len(cells), len(positions)),
    )
    shares = normalized_rows(tokens @ positions)
    shares[shares < min_share] = 0
    counts = sp.csr_array(
        (tokens.sum(axis=1), np.divmod(cells, X.shape[1])), shape=X.shape
    )
    return WordPosteriors(counts, sp.csr_array(shares))
