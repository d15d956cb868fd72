"""What all representations share: their parameters are checked, and copied."""

import copy

import pytest
from sklearn.base import clone

from sktopics.representation import RepresentationStep
from sktopics.topics import Topic, TopicTable

TABLE = TopicTable([Topic(0, None, 1.0, ("sea", "ship"), (0.6, 0.4))])


class Cut(RepresentationStep):
    _parameter_constraints = {"n_words": [int], "encoder": "no_validation"}

    def __init__(self, n_words=1, encoder=None):
        self.n_words = n_words
        self.encoder = encoder

    def _refine(self, table, context):
        return table.with_labels([" ".join(t.terms[: self.n_words]) for t in table])


class Shared:
    """What clones share, as encoders share their model."""

    def __sklearn_clone__(self):
        return self


def test_a_step_refines_a_table():
    assert Cut(2).refine(TABLE, None).labels == ["sea ship"]
    assert Cut.needs == ()


def test_parameters_are_checked_before_use():
    with pytest.raises(ValueError, match="'n_words' parameter of Cut must be"):
        Cut("two").refine(TABLE, None)


def test_a_step_is_an_estimator():
    step = Cut(3)
    assert clone(step).get_params() == {"n_words": 3, "encoder": None}
    assert step.set_params(n_words=2) is step
    assert repr(step) == "Cut(n_words=2)"


def test_copies_of_steps_share_what_clones_share():
    given = {"short": Cut(1, Shared()), "chain": [Cut(2), len]}
    copied = copy.deepcopy(given)
    assert copied["short"] is not given["short"]
    assert copied["short"].encoder is given["short"].encoder
    assert copied["chain"][0].n_words == 2


def test_a_step_without_words_of_its_own_says_so():
    class Empty(RepresentationStep):
        pass

    with pytest.raises(NotImplementedError, match="Empty defines no _refine"):
        Empty().refine(TABLE, None)
