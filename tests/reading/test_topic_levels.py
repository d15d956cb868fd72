"""The levels that a model has of its own."""

import numpy as np
import pytest

from sktopics import PLSA
from sktopics._reading import read_levels


class Layered:
    """What a model of clusters with layers has."""

    def __init__(self, layers, layer):
        self.components_ = np.ones((3, 2))
        self.topic_sizes_ = np.array([2, 2, 0])
        self.layers_, self.layer_ = np.array(layers), layer


def test_layers_above_the_topics():
    layers = [[0, 1, 2, 3, -1], [0, 0, 1, 1, -1], [1, 1, 0, 0, -1], [0, 0, 0, 0, -1]]
    near, far = read_levels(Layered(layers, 1))
    assert near.model is None
    assert near.parents.tolist() == [1, 0, -1]  # topic 2 has no documents
    assert far.parents.tolist() == [0, 0]


def test_the_parent_that_most_documents_have():
    layers = [[0, 0, 0, 1, 1], [0, 1, 1, 0, 0]]
    (level,) = read_levels(Layered(layers, 0))
    assert level.parents.tolist() == [1, 0, -1]


def test_no_levels():
    with pytest.raises(ValueError, match="Use levels="):
        read_levels(Layered([[0, 0, 1, 1, -1]], 0))
    with pytest.raises(TypeError, match="PLSA has none"):
        read_levels(PLSA(2, random_state=0).fit(np.eye(3)))


def test_the_likeliest_parent_is_by_the_sizes_of_parents():
    class Level:
        def __init__(self, counts):
            self.topic_word_counts_ = np.array(counts)

    class Chain:
        components_ = np.ones((3, 2))
        child_given_parent_ = (np.array([[0.5, 0.6], [0.5, 0.4], [0.0, 0.0]]),)
        levels_ = (Level([[6, 4], [1, 0]]), Level(np.ones((3, 2))))

    (level,) = read_levels(Chain())
    assert level.model is Chain.levels_[0]
    # p(parent | child) of child 0 is 5 : 0.6, though the second has more of it.
    assert level.parents.tolist() == [0, 0, -1]
