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
    weights = read_weights(model)
    final, n_terms = final_model(model), weights.shape[1]
    traits = traits_of(final)
    if traits.shares == "clusters" or not traits.distributions:
        raise TypeError(
            f"The topics of {type(final).__name__} are clusters of documents, which do "
            "not say how probable a word is: use "
            "approximate_distribution(..., calculate_tokens=True)."
        )
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


def _means_of_positions(final, X, min_share, n_topics):
    """Means of the topics of positions, over those of a word in a document."""
    positions = final.transform_positions(X)
    # Vectors of several heads stand side by side, and sum to 1 all together.
    positions = positions.reshape(len(positions), -1, n_topics).sum(axis=1)
    documents = np.repeat(np.arange(len(X)), np.diff(X.offsets))
    weights = np.ones(len(documents)) if X.weights is None else X.weights
    known = (X.ids >= 0) & (weights > 0)
    keys = documents[known] * X.shape[1] + X.ids[known].astype(np.int64)
    cells, entry_of = np.unique(keys, return_inverse=True)
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
