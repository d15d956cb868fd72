"""The prior of the documents' topics, fitted to training documents for any topics.

A model that has learned its prior explains new documents better than one that was given
a number. With this, all topics are judged with a prior that was learned in one way.
"""

import numpy as np

# So many documents, drawn at random, and sweeps over them. The prior is fitted after
# each sweep; the mean of the last ones is returned.
N_DOCUMENTS, N_SWEEPS, N_LAST = 1000, 100, 25
# Total of the prior at first, far above what most topics need: from below, documents
# that hold on to few topics would keep it low.
FIRST_TOTAL = 50.0


def fitted_prior(topic_word, counts, seed=0):
    """Return the best prior of documents' topics, the topics' words held fixed.

    Stochastic EM: the topics of the tokens are drawn, then the prior is the one under
    which their counts are most likely.

    Parameters
    ----------
    topic_word : ndarray of shape (n_components, n_terms)
        Weights of words in topics, none of them 0 everywhere.
    counts : CSR matrix of shape (n_documents, n_terms)
        Training documents.
    seed : int
        Draws the documents that are looked at, and topics.

    Returns
    -------
    prior : ndarray of shape (n_components,)
    """
    from sktopics.lda._dirichlet_topics import DirichletTopics
    from sktopics.lda._priors import polya_dirichlet
    from sktopics.lda._sampling import SampledTopics, document_seeds

    topic_word = np.asarray(topic_word, np.float64)
    n_components = len(topic_word)
    numbers = np.random.RandomState(seed)
    rows = numbers.permutation(counts.shape[0])[:N_DOCUMENTS]
    X = counts[rows].astype(np.float32)
    prior = np.full(n_components, FIRST_TOTAL / n_components)
    # So many words that the prior of words does not count.
    components = topic_word / topic_word.sum(axis=1, keepdims=True) * 1e6
    topics = DirichletTopics.of_components(components, prior, 1e-6, np.float32)
    weight = np.ones(len(rows), np.float32)
    sampled = SampledTopics(X, weight, document_seeds(X, numbers), topics)
    mean = np.zeros(n_components)
    for i in range(N_SWEEPS):
        sampled.sweep(i, topics, None)
        drawn = sampled.document_counts()[:, :n_components]
        prior = polya_dirichlet(prior, drawn, weight)
        topics.set_doc_topic_prior(prior)
        if i >= N_SWEEPS - N_LAST:
            mean += prior / N_LAST
    return mean
