"""The prior of the documents' topics, fitted to training documents for any topics.

A model that has learned its prior explains new documents better than one that was given
a number. With this, all topics are judged with a prior that was learned in one way.
"""

import numpy as np

# So many documents, drawn at random, and rounds: more change the last digit only.
N_DOCUMENTS = 1000
N_ROUNDS = 15
# Iterations over a document, in the first round and in the others, which go on from it.
FIRST_ITERATIONS, ITERATIONS = 5, 2


def fitted_prior(topic_word, counts, seed=0):
    """Return the best prior of documents' topics, the topics' words held fixed.

    Rounds of empirical Bayes: the expected topics of documents by CVB0, then Newton
    steps for the prior.

    Parameters
    ----------
    topic_word : ndarray of shape (n_components, n_terms)
        Weights of words in topics, none of them 0 everywhere.
    counts : CSR matrix of shape (n_documents, n_terms)
        Training documents.
    seed : int
        Draws the documents that are looked at.

    Returns
    -------
    prior : ndarray of shape (n_components,)
    """
    from sktopics.kernels.cvb0 import expect_topics, sum_collapsed_logs
    from sktopics.lda._priors import newton_dirichlet

    topic_word = np.asarray(topic_word, np.float64)
    n_components = len(topic_word)
    phi = (topic_word / topic_word.sum(axis=1, keepdims=True)).T
    phi = np.ascontiguousarray(phi, dtype=np.float32)
    rows = np.random.RandomState(seed).permutation(counts.shape[0])[:N_DOCUMENTS]
    X = counts[rows].astype(np.float32)
    weight, none_sampled = np.ones(len(rows), np.float32), np.zeros(len(rows), bool)
    doc_topic = np.ones((len(rows), n_components), np.float32)
    prior = np.full(n_components, 2 / n_components)
    for i in range(N_ROUNDS):
        n_iter = ITERATIONS if i else FIRST_ITERATIONS
        alpha = prior.astype(np.float32)
        arrays = X.indptr, X.indices, X.data, phi, alpha
        expect_topics(*arrays, n_iter, np.float32(0), doc_topic, weight, None)
        total = np.zeros(n_components)
        sum_collapsed_logs(doc_topic, alpha, n_components, none_sampled, weight, total)
        prior = newton_dirichlet(prior, total / len(rows), len(rows))
    return prior
