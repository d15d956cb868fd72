"""Words of the topics of several layers."""

import numpy as np

from .._steps.recipes import make_vectorizer, make_weighting
from .read_words import read_words
from .word_counts import sum_words
from .word_weights import weigh_words


def words_of_layers(settings, labels, documents):
    """Return the weights of terms in the topics of layers.

    Parameters
    ----------
    settings : BERTopic
        Parameters of the model.
    labels : ndarray of shape (n_layers, n_documents), int
        Topics, -1 for outliers.
    documents : list of str
        All training documents.

    Returns
    -------
    components : list of csr_array of shape (n_topics, n_terms)
    terms : ndarray of shape (n_terms,)
    """
    read = read_words(make_vectorizer(settings, documents), documents)
    components = []
    for of_layer in labels:
        sizes = np.bincount(of_layer + 1)
        words = sum_words(read, of_layer, len(sizes) - 1)
        weighting = make_weighting(settings)
        seeds = settings.seed_topics
        weighed = weigh_words(weighting, words, sizes[1:], int(sizes[0]), seeds)
        components.append(weighed[1])
    return components, words.terms
