"""EM without a matrix of documents: theta is a function of the topics' words.

p(topic | document) is the mean of p(topic | word) over the words of the document, in
one pass, so that the counters know how the topics' words move theta. Tables are laid
out as in `kernels.em`.
"""

from ._document import allocate
from ._jit import jit_fast
from ._mixture import explain_rows
from .em import add_counts, explained

__all__ = ["collect_counts", "mix_terms"]


@jit_fast
def _mean_topics(words, counts, term_topic, known, prior, theta):
    """Mean of the terms' topics over the known words, the prior without any.

    Returns the sum of the counts of known words.
    """
    zero = theta.dtype.type(0)
    length = zero
    for k in range(theta.shape[0]):
        theta[k] = zero
    for i in range(words.shape[0]):
        count = counts[i] * known[words[i]]
        row = term_topic[words[i]]
        length += count
        for k in range(theta.shape[0]):
            theta[k] += count * row[k]
    if length > 0:
        scale = 1 / length
        for k in range(theta.shape[0]):
            theta[k] *= scale
    else:
        for k in range(theta.shape[0]):
            theta[k] = prior[k]
    return length


@jit_fast
def mix_terms(indptr, indices, data, term_topic, known, prior, doc_topic):
    """Mixtures of documents from the topics of their terms.

    Equals, for a document with counts c of the terms w::

        c = c * known[w]
        doc_topic[d] = c @ term_topic[w] / c.sum() if c.sum() > 0 else prior

    Parameters
    ----------
    indptr, indices, data : arrays
        The counts, CSR of shape (n_documents, n_terms).
    term_topic : (n_terms, n_padded) floats
        p(topic | term); rows sum to 1, or to 0 for a term that no topic has.
    known : (n_terms,) floats
        1 for the terms that some topic has, else 0.
    prior : (n_padded,) floats
    doc_topic : (n_documents, n_padded) floats
        Out.
    """
    for d in range(indptr.shape[0] - 1):
        row = slice(indptr[d], indptr[d + 1])
        _mean_topics(indices[row], data[row], term_topic, known, prior, doc_topic[d])


@jit_fast
def collect_counts(
    indptr, indices, data, phi, term_topic, known, doc_topic, doc_gain, sample_weight,
    topic_word, moved,
):  # fmt: skip
    """E-step: the usual counters, and how theta moves with the topics of terms.

    For each document with counts c of the terms w, with 0 for a division by 0::

        ratio = c / (phi[w] @ doc_topic[d])
        gain = ratio @ phi[w] + doc_gain[d]
        topic_word[w] += sample_weight[d] * np.outer(ratio, doc_topic[d])
        c = c * known[w]
        moved[w] += sample_weight[d] * np.outer(c / c.sum(), gain)

    With q = `term_topic` the counters of the M-step are ``phi * topic_word`` plus
    ``q * (moved - (q * moved).sum(axis=1, keepdims=True))``, the second of which is
    sum_d (n_dw / n_d) q_tw (n_td / theta_td - sum_s q_sw n_sd / theta_sd).

    Parameters
    ----------
    indptr, indices, data, term_topic, known
        As in `mix_terms`.
    phi : (n_terms, n_padded) floats
        p(term | topic).
    doc_topic : (n_documents, n_padded) floats
        What `mix_terms` gave.
    doc_gain : (n_documents, n_padded) floats or (n_documents, 0)
        What regularizers of theta add to the derivatives; no columns for nothing.
    sample_weight : (n_documents,) floats
    topic_word, moved : (n_terms, n_padded) floats
        In and out.

    Returns
    -------
    log_likelihood : float
        As `em.infer_mixtures`.
    """
    memory = allocate(indptr, 0, indptr.shape[0] - 1, phi.shape[1], phi.dtype)
    ratio, gain, topics = memory[2], memory[3][2], memory[4][0]
    for k in range(topics.shape[0]):
        topics[k] = k
    likelihood = 0.0
    for d in range(indptr.shape[0] - 1):
        words = indices[indptr[d] : indptr[d + 1]]
        counts = data[indptr[d] : indptr[d + 1]]
        theta, weight = doc_topic[d], sample_weight[d]
        explain_rows(phi, words, counts, theta, ratio, gain)
        if doc_gain.shape[1] > 0:
            for k in range(gain.shape[0]):
                gain[k] += doc_gain[d, k]
        add_counts(words, ratio, theta, topics, weight, topic_word)
        length = phi.dtype.type(0)
        for i in range(words.shape[0]):
            length += counts[i] * known[words[i]]
        for i in range(words.shape[0]):
            if length > 0:
                row = moved[words[i]]
                share = weight * counts[i] * known[words[i]] / length
                for k in range(gain.shape[0]):
                    row[k] += share * gain[k]
        likelihood += weight * explained(counts, ratio, phi.shape[0])
    return likelihood
