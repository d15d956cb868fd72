"""Errors at chosen lines: where they are raised, and what is told of models after."""

import sys
import warnings
from operator import methodcaller

import numpy as np
import pytest
from contract_toys import ToyCounts
from sklearn import get_config, set_config
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from sktopics import ARTM
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._interrupts import (
    ERRORS,
    LAST_LINES,
    Interruption,
    choose_lines,
    count_lines,
    interrupted,
    outcomes,
    own_packages,
)

HERE = (__name__,)
X = make_corpus("counts", make_documents(12))


class Steps:
    """Five lines, of which the last two set attributes."""

    def __init__(self):
        self.done = []

    def run(self):
        self.done.append(1)
        self.done.append(2)
        self.done.append(3)
        self.first_ = 1
        self.second_ = 2

    def refuse(self):
        self.done.append(1)
        raise ValueError("refused")

    def catch(self):
        try:
            self.run()
        except MemoryError:
            self.done.append("caught")


def test_lines_are_counted():
    assert count_lines(Steps().run, HERE) == 5
    assert count_lines(Steps().refuse, HERE) == 2
    assert count_lines(Steps().run, ("elsewhere",)) == 0
    assert count_lines(Steps().run, None) == 5
    assert count_lines(lambda: [Steps().run() for _ in range(2)], None) > 10


@pytest.mark.parametrize("line", range(1, 6))
@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_is_raised_before_its_line(line, kind):
    steps, error = Steps(), kind("now")
    assert interrupted(steps.run, line, error, HERE) is error
    assert len(steps.done) == min(line - 1, 3)
    assert hasattr(steps, "first_") == (line == 5)


def test_calls_that_end_otherwise():
    error = MemoryError("now")
    assert interrupted(Steps().run, 6, error, HERE) is None
    assert interrupted(Steps().catch, 4, error, HERE) is None
    assert isinstance(interrupted(Steps().refuse, 9, error, HERE), ValueError)

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # of a user, not of the checks
        interrupted(stop, 9, error, HERE)


def test_nothing_is_left_for_the_process():
    def change():
        set_config(assume_finite=True)
        warnings.simplefilter("error")

    before = sys.gettrace(), list(warnings.filters), get_config()
    interrupted(change, 2, MemoryError("now"), HERE)
    count_lines(change, HERE)
    assert (sys.gettrace(), list(warnings.filters), get_config()) == before


def test_lines_are_spread():
    lines = choose_lines(1000, 12)
    assert lines == sorted(set(lines)) == choose_lines(1000, 12)
    assert lines != choose_lines(1000, 12, seed=1)
    assert len(lines) == 12
    assert sum(line > 1000 - LAST_LINES for line in lines) == 6
    assert 0 < lines[0] < 160 < lines[1]
    every = choose_lines(1000, 3 * LAST_LINES)
    assert set(range(1000 - LAST_LINES + 1, 1001)) <= set(every)
    single = np.concatenate([choose_lines(1000, 1, seed) for seed in range(40)])
    assert 0 < np.sum(single > 1000 - LAST_LINES) < len(single) == 40
    assert choose_lines(5, 100) == [1, 2, 3, 4, 5]
    assert choose_lines(0, 12) == []
    assert {300, 301} <= set(choose_lines(1000, 12, changes=[300, 301]))


def test_packages_of_an_estimator_and_of_its_parts():
    assert own_packages(ARTM()) == {"sktopics"}
    assert own_packages(PCA()) == {"sklearn"}
    assert own_packages(make_pipeline(PCA(), KMeans())) == {"sklearn"}
    assert own_packages(make_pipeline(PCA(), ARTM())) == {"sktopics"}
    assert own_packages(ToyCounts()) == {"contract_toys", "sktopics"}


class OneByOne(ToyCounts):
    def fit(self, X, y=None):
        self.n_features_in_ = X.shape[1]
        self.components_ = np.ones((2, X.shape[1]))
        self.n_iter_ = X.shape[1]
        return self


def test_outcomes_tell_what_is_half_changed():
    fitted = OneByOne().fit(X[:, :9])
    found = {}
    for outcome in outcomes(fitted, methodcaller("fit", X), number=100):
        assert outcome.raised is outcome.error
        found[outcome.line] = outcome.state, outcome.differs
    assert found == {
        1: ("unchanged", []),
        2: ("half-changed", ["n_features_in_"]),
        3: ("half-changed", ["components_", "n_features_in_"]),
        4: ("completed", []),
    }
    assert fitted.n_features_in_ == 9


def test_outcomes_of_calls_that_fail():
    def refuse(model):
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        list(outcomes(ToyCounts(), refuse))
    packages = {*HERE, "contract_toys"}
    found = list(outcomes(ToyCounts(), refuse, packages=packages, refuses=True))
    assert [outcome.state for outcome in found] == ["unchanged"]
    assert isinstance(found[0].raised, (Interruption, *ERRORS))
