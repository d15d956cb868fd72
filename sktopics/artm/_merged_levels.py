"""Hierarchies of topics as one, level by level."""

import numpy as np
from sklearn.base import clone

from .._fitted import commit, unfitted
from ._levels import attributes_of_levels, default_levels, learned_columns


class MergedLevelsMixin:
    """Hierarchies that can be merged with others."""

    def __merge_topics__(self, others, united):
        """Return one model of this and others, for `sktopics.analysis.merge_models`.

        Parameters
        ----------
        others : list of HierarchicalARTM
        united : UnitedTopics
            Of the last levels of this model, then the others.
        """
        models = [self, *others]
        levels = [model.levels_ for model in models]
        merged_ones, topics = merged_levels(levels, united)
        children = [model.child_given_parent_ for model in models]
        merged = unfitted(self)
        merged.levels = resized_levels(self._named(), merged_ones)
        commit(
            merged,
            learned_columns(merged_ones[-1])
            | attributes_of_levels(
                merged_ones, merged_children(children, levels, topics)
            ),
        )
        return merged


def merged_levels(levels, united):
    """Merge the models of each level.

    Parameters
    ----------
    levels : list of lists of ARTM
        The fitted levels of each hierarchy.
    united : UnitedTopics
        Of the last levels.

    Returns
    -------
    merged : list of ARTM
    topics : list of UnitedTopics
        Of each level.
    """
    numbers = [len(each) for each in levels]
    if len(set(numbers)) > 1:
        raise ValueError(
            "Hierarchies have the same number of levels to be merged, got "
            f"{', '.join(map(str, numbers))}."
        )
    merged, topics = [], []
    for same in zip(*levels, strict=True):
        together = united.again(same)
        merged.append(same[0].__merge_topics__(list(same[1:]), together))
        topics.append(together)
    return merged, topics


def merged_children(children, levels, topics):
    """p(child | parent), the mean over hierarchies weighted by the sizes of parents.

    Parameters
    ----------
    children : list of lists of ndarray of shape (n_children, n_parents)
        For each hierarchy, for each level but the first.
    levels : list of lists of ARTM
    topics : list of UnitedTopics
        Of each level.

    Returns
    -------
    children : list of ndarray
    """
    merged = []
    for i in range(1, len(topics)):
        parents, into = topics[i - 1], topics[i]
        joint = np.zeros((into.n_topics, parents.n_topics))
        plain = np.zeros_like(joint)
        for number, each in enumerate(children):
            masses = levels[number][i - 1].topic_word_counts_.sum(axis=1)
            cells = np.ix_(into.topics[number], parents.topics[number])
            joint[cells] += each[i - 1] * np.maximum(masses, 0)
            plain[cells] += each[i - 1]
        lost = ~joint.any(axis=0)
        joint[:, lost] = plain[:, lost]
        totals = joint.sum(axis=0)
        joint /= np.where(totals > 0, totals, 1)
        merged.append(joint.astype(np.result_type(*(each[i - 1] for each in children))))
    return merged


def resized_levels(named, merged):
    """Return the parameter `levels` with as many topics as merged levels have.

    Parameters
    ----------
    named : list of (str, ARTM)
        Empty for the default levels.
    merged : list of ARTM
    """
    if not named:
        named = [(f"level{i}", level) for i, level in enumerate(default_levels())]
    return [
        (name, clone(level).set_params(n_components=len(fitted.components_)))
        for (name, level), fitted in zip(named, merged, strict=True)
    ]
