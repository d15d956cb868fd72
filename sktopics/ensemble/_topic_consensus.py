"""What several runs of a model agree on."""

from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from ._matched_runs import correlations_in_groups, match_runs, matched, pair_up

# A run has a topic if its correlation with the mean of the other runs is at least this.
_ALIKE = 0.5


class TopicConsensus(NamedTuple):
    """The topics that runs agree on.

    Attributes
    ----------
    members : list of TopicRun
        What is averaged: the runs, or refits.
    partners : ndarray of shape (n_members, n_topics), int
        Which topic of a member is which, -1 for none.
    topic_word : ndarray of shape (n_topics, n_terms)
        Means of distributions of words.
    masses : ndarray of shape (n_topics,)
        Means of the sums of rows of `components_`.
    reliability : ndarray of shape (n_topics,)
        Mean correlation over pairs of runs.
    n_runs_with : ndarray of shape (n_topics,), int
        Number of runs that have the topic.
    n_runs : int
        Number of runs.
    run_shares : list of csr_array of shape (n_documents, n_topics)
        Matched shares by the runs; empty without documents.
    """

    members: list
    partners: np.ndarray
    topic_word: np.ndarray
    masses: np.ndarray
    reliability: np.ndarray
    n_runs_with: np.ndarray
    n_runs: int
    run_shares: list

    def after_refits(self, refits):
        """Return the consensus that averages fits from the mean topics."""
        mean = mean_of(self.run_shares)
        partners = np.array([_nearest(refit.shares, mean) for refit in refits])
        topic_word, masses = _mean_topics(refits, partners)
        return self._replace(
            members=refits, partners=partners, topic_word=topic_word, masses=masses
        )

    def shares(self):
        """Return the mean shares by the members of the documents, csr_array."""
        return mean_of(
            [
                matched(member.shares, topics)
                for member, topics in zip(self.members, self.partners, strict=True)
            ]
        )


def consensus_of_runs(runs, random_state):
    """Match runs by the documents of their topics.

    Parameters
    ----------
    runs : list of TopicRun
        With shares in the same documents, and words in the same order.
    random_state : RandomState instance

    Returns
    -------
    consensus : TopicConsensus
    """
    return _consensus(runs, [run.shares for run in runs], random_state, True)


def consensus_of_words(runs, random_state):
    """Match runs by the distributions of words, where there are no documents for all.

    Parameters and what is returned are as of `consensus_of_runs`.
    """
    words = [sp.csr_array(run.topic_word.T) for run in runs]
    return _consensus(runs, words, random_state, False)


def _consensus(runs, columns, random_state, are_of_documents):
    counts = [len(run.topic_word) for run in runs]
    n_groups = sorted(counts)[len(counts) // 2]
    if not n_groups:
        raise ValueError(
            f"Most of the {len(runs)} runs have found no topic, and there is nothing "
            "to agree on."
        )
    partners = match_runs(columns, n_groups, random_state)
    ordered = [matched(*pair) for pair in zip(columns, partners, strict=True)]
    topic_word, masses = _mean_topics(runs, partners)
    reliability, with_others = correlations_in_groups(ordered)
    return TopicConsensus(
        members=runs,
        partners=partners,
        topic_word=topic_word,
        masses=masses,
        reliability=np.maximum(reliability, 0),
        n_runs_with=(with_others >= _ALIKE).sum(axis=0),
        n_runs=len(runs),
        run_shares=ordered if are_of_documents else [],
    )


def _nearest(shares, mean):
    """Return the topic of a refit for each topic of the runs, by their documents."""
    return pair_up(np.asarray(_unit_columns(shares).T @ _unit_columns(mean).todense()))


def _unit_columns(shares):
    lengths = np.sqrt(np.asarray(shares.multiply(shares).sum(axis=0)).ravel())
    return shares @ sp.diags_array(1 / np.where(lengths > 0, lengths, 1))


def _mean_topics(runs, partners):
    """Return mean distributions of words, and mean sums of weights, of groups."""
    n_terms = runs[0].topic_word.shape[1]
    total = np.zeros((partners.shape[1], n_terms))
    masses, n_with = np.zeros(len(total)), np.zeros(len(total))
    for run, topics in zip(runs, partners, strict=True):
        held = topics >= 0
        total[held] += run.topic_word[topics[held]]
        masses[held] += run.masses[topics[held]]
        n_with += held
    return total / n_with[:, np.newaxis], masses / n_with


def mean_of(shares):
    """Return the mean of matrices of one shape, a csr_array."""
    return sp.csr_array(sum(shares[1:], start=shares[0]) / len(shares))
