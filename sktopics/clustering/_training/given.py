"""What users say about topics beforehand: labels of documents."""

from typing import NamedTuple

import numpy as np

from .._steps.corpus_input import check_labels
from .._steps.nothing_known import rows_taken
from .._steps.parts import is_supervised
from .._steps.reduction import needs_labels


class Given(NamedTuple):
    """What users say about topics beforehand.

    Attributes
    ----------
    labels : ndarray of shape (n_documents,), int, or None
        Numbers of `classes`, or of seed topics; -1 without.
    classes : ndarray or None
        The labels of users.
    """

    labels: np.ndarray | None
    classes: np.ndarray | None

    def taken(self, rows):
        """Return what is said of some documents."""
        labels = self.labels if self.labels is None else rows_taken(self.labels, rows)
        return Given(labels, self.classes)


def check_given(model, corpus, y):
    """Validate labels against the way of training that they ask for.

    With ``supervision=None`` they are not looked at.
    """
    if model.supervision is None:
        check_unsupervised(model)
        y = None
    if y is None:
        if model.clusterer is None:
            raise ValueError("clusterer=None finds no topics: give them as y.")
        return Given(None, None)
    if model.seed_topics is not None:
        raise ValueError("Give y or seed_topics, not both: each says where to look.")
    if model.zeroshot_topics is not None and learns_labels(model.clusterer):
        raise ValueError("Topics come from y or from zeroshot_topics, not from both.")
    return Given(*check_labels(y, len(corpus)))


def check_unsupervised(model):
    """Refuse parts that learn from labels, where the model does not look at any.

    Raises
    ------
    ValueError
        If the clusterer or the reducer needs labels.
    """
    needy = None
    if model.clusterer is None:
        needy = "clusterer=None takes its topics from labels"
    elif is_supervised(model.clusterer):
        needy = (
            f"the clusterer {type(model.clusterer).__name__} is a classifier, which "
            "learns topics from labels"
        )
    elif needs_labels(model.reducer):
        needy = f"the reducer {type(model.reducer).__name__} learns from labels"
    if needy is not None:
        raise ValueError(
            f"supervision=None does not look at y, and {needy}. Set "
            'supervision="auto" to train on y, or give a part that needs no labels.'
        )


def learns_labels(clusterer):
    """Whether the labels of users are the topics, or what a classifier learns."""
    return clusterer is None or is_supervised(clusterer)
