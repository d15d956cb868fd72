"""Whether a model finds the same topics when it is fitted again from another seed.

All that is looked at are labels and words, which every way to topics has.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment

# Seeds of refits of the same documents start so far from the first one.
DISTANCE = 1000


def seeds_of_refits(seed, n_repeats):
    return [seed + DISTANCE + i for i in range(n_repeats)]


def stability(words, others):
    """Mean Jaccard index of the words of topics and of their partners in refits.

    As `topic_stability(resample="seeds", metric="jaccard")`: partners are
    chosen for the largest sum, and a topic without one has 0.

    Parameters
    ----------
    words : list of lists of str
        The words of the topics.
    others : list of lists of lists of str
        The words of topics of each refit.
    """
    sets = list(map(set, words))
    values = []
    for other in others:
        shared = np.array([[jaccard(a, set(b)) for b in other] for a in sets])
        values.append(shared[linear_sum_assignment(-shared)].sum() / len(sets))
    return np.mean(values) if values else np.nan


def jaccard(a, b):
    return len(a & b) / max(len(a | b), 1)


def reliability(labels, others):
    """Share of documents that are in the partner of their topic in refits.

    Partners share most documents, one of each for one of the other. Outliers are one
    with outliers alone.

    Parameters
    ----------
    labels : list of int
        Topics of documents, -1 for outliers.
    others : list of lists of int
        The same of each refit.
    """
    values = []
    labels = np.asarray(labels)
    for other in map(np.asarray, others):
        same = np.sum((labels < 0) & (other < 0))
        inside = (labels >= 0) & (other >= 0)
        counts = np.zeros((labels.max() + 1, other.max() + 1))
        np.add.at(counts, (labels[inside], other[inside]), 1)
        same += counts[linear_sum_assignment(-counts)].sum()
        values.append(same / len(labels))
    return np.mean(values) if values else np.nan
