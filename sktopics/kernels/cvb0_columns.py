"""Collapsed inference for LDA by expectation (CVB0), for all words at the same time.

Where `cvb0.expect_topics` updates the words of a document one after the other, here all
start from the same expected topics. A pass takes a quarter of the time and brings the
topics about as far, which is what the start of training wants.
"""

import numpy as np

from ._document import inner, largest_of
from ._jit import jit_fast

__all__ = ["expect_columns"]


@inner
def _expect_column(documents, counts, row, doc_topic, sample_weight, gain, out):
    """Entries of one term, whose row of the topics' table is `row`.

    ``gain[documents] += shares * row`` and ``out += sample_weight[documents] @ (shares
    * doc_topic[documents])`` for the shares of `expect_columns`.
    """
    zero, one = row.dtype.type(0), row.dtype.type(1)
    # A quotient by what is left of a product below the normal numbers may be infinite.
    tiny = row.dtype.type(1e8 * np.finfo(row.dtype).tiny)
    largest = largest_of(row)
    for i in range(documents.shape[0]):
        d, count, weight = documents[i], counts[i], sample_weight[documents[i]]
        total, square = zero, zero
        for k in range(row.shape[0]):
            product = doc_topic[d, k] * row[k]
            total += product
            square += product * row[k]
        if not total > tiny:
            continue
        token = min(count, one) / total
        if token * largest < one:  # nothing has to be cut off at 0
            rest = total - token * square
            scale = count / rest if rest > tiny else zero
            less = scale * token
            for k in range(row.shape[0]):
                share = scale - less * row[k]
                gain[d, k] += share * row[k]
                out[k] += weight * share * doc_topic[d, k]
            continue
        rest = zero
        for k in range(row.shape[0]):
            rest += max(one - token * row[k], zero) * doc_topic[d, k] * row[k]
        scale = count / rest if rest > tiny else zero
        for k in range(row.shape[0]):
            share = scale * max(one - token * row[k], zero)
            gain[d, k] += share * row[k]
            out[k] += weight * share * doc_topic[d, k]


@jit_fast
def expect_columns(columns, phi, doc_topic, sample_weight, new, topic_word):
    """One step of CVB0 for all words of documents at once, the topics fixed.

    The words of a term w in a document d are explained by the expected topics of the
    document's other tokens. For a count c and ``theta = doc_topic[d]``::

        product = theta * phi[w]
        token = min(c, 1) / product.sum()
        rest = product * np.maximum(1 - token * phi[w], 0)     # without one token
        expected = c * rest / rest.sum()                       # or 0
        new[d] += expected
        topic_word[w] += sample_weight[d] * expected / phi[w]  # what it is a sum of

    It goes through the counts term by term, see `authors.explain_documents`.

    Parameters
    ----------
    columns : (terms, indptr, documents, counts)
        The counts by columns, see `authors.explain_documents`.
    phi : (n_terms, n_padded) floats
        p(word | topic), transposed; padding is 0.
    doc_topic : (n_documents, n_padded) floats
        Prior plus expected counts of topics; padding is 0.
    sample_weight : (n_documents,) floats
    new : (n_documents, n_padded) floats
        Out: expected counts of topics after the step.
    topic_word : (n_terms, n_padded) floats
        In and out: sum to be multiplied by `phi`.
    """
    terms, indptr, documents, counts = columns
    for d in range(new.shape[0]):
        for k in range(new.shape[1]):
            new[d, k] = 0
    for j in range(terms.shape[0]):
        entries = slice(indptr[j], indptr[j + 1])
        _expect_column(
            documents[entries], counts[entries], phi[terms[j]], doc_topic,
            sample_weight, new, topic_word[terms[j]],
        )  # fmt: skip
    for d in range(new.shape[0]):
        for k in range(new.shape[1]):
            new[d, k] *= doc_topic[d, k]
