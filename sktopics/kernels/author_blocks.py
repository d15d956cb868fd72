"""Updates of authors in one go, for documents that are few.

What a pass over a hundred documents computes takes less time than to call its parts.
"""

import numpy as np

from ._jit import jit_fast
from .authors import exp_author_expectation, explain_documents

__all__ = ["learn_author_block"]


@jit_fast
def learn_author_block(
    columns, groups, topic_table, sample_weight, prior, moves, limits, gamma, topic_word
):  # fmt: skip
    """Learn what the authors of some documents write about, the topics' words fixed.

    Repeats this, with `table` from `exp_author_expectation` and `counts` from
    `explain_documents`, `max_iter` times, or once more after the change was at most
    `enough`::

        new = (1 - rate) * start + rate * (prior + scale * counts)
        change = multiplicity @ np.abs(new - gamma).sum(axis=1)
        gamma = new

    Parameters
    ----------
    columns, groups, topic_table, sample_weight
        See `explain_documents`.
    prior : (n_padded,) floats
        Prior of the authors' topics.
    moves : (start, rate, scale, multiplicity)
        ``start`` is (n_authors, n_padded), the others are (n_authors,), floats.
    limits : (n_topics, max_iter, enough, smallest)
        ``smallest`` is the least that an entry of the authors' table is.
    gamma : (n_authors, n_padded) floats
        In and out: parameters of the authors' Dirichlet distributions.
    topic_word : (n_terms | 0, n_padded) floats
        In and out: sum over the last repetition, see `explain_documents`.
    """
    start, rate, scale, multiplicity = moves
    n_topics, max_iter, enough, smallest = limits
    nothing = np.empty((0, gamma.shape[1]), gamma.dtype)
    table, shift = np.empty_like(gamma), np.empty(gamma.shape[0], gamma.dtype)
    doc_topic = np.empty((sample_weight.shape[0], gamma.shape[1]), gamma.dtype)
    done, one = False, gamma.dtype.type(1)
    for i in range(max_iter):
        last = done or i == max_iter - 1
        exp_author_expectation(gamma, n_topics, table, shift)
        for a in range(table.shape[0]):
            for k in range(n_topics):
                table[a, k] = max(table[a, k], smallest)
        counts = np.zeros_like(gamma)
        explain_documents(
            columns, groups, table, shift, topic_table, sample_weight, counts,
            topic_word if last else nothing, doc_topic,
        )  # fmt: skip
        change = 0.0
        for a in range(gamma.shape[0]):
            own, rest = gamma.dtype.type(0), one - rate[a]
            for k in range(gamma.shape[1]):
                new = rest * start[a, k] + rate[a] * (
                    prior[k] + scale[a] * counts[a, k]
                )
                own += abs(new - gamma[a, k])
                gamma[a, k] = new
            change += multiplicity[a] * own
        if last:
            break
        done = change <= enough
