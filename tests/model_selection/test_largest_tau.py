"""As much tau as a score allows."""

import pickle
import warnings

import numpy as np
import pytest
from sklearn.base import BaseEstimator
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline

from sktopics import ARTM
from sktopics.artm import Decorrelator, SmoothSparsePhi
from sktopics.metrics import perplexity_scorer
from sktopics.model_selection import largest_tau


class Falling(BaseEstimator):
    """Its score is -100 - slope * abs(tau), and it counts its fits."""

    fits = 0

    def __init__(self, tau=1.0, slope=1.0):
        self.tau = tau
        self.slope = slope

    def fit(self, X, y=None):
        type(self).fits += 1
        return self

    def score(self, X, y=None):
        return -100.0 - self.slope * abs(self.tau)


def own_score(estimator, X, y=None):
    return estimator.score(X)


X = np.ones((8, 2))


@pytest.mark.parametrize("first", [1.0, -1.0, 0.003, 500.0])
@pytest.mark.parametrize("precision", [0.1, 0.01])
def test_up_to_the_precision(first, precision):
    # 5 % of 100 are lost at a tau of 5.
    model = Falling(first)
    found = largest_tau(model, X, "tau", scoring=own_score, precision=precision)
    assert 5 / (1 + precision) <= abs(found.tau) <= 5
    assert np.sign(found.tau) == np.sign(first)
    assert found.score_without == -100
    assert found.score == -100 - abs(found.tau)
    assert found.taus[0] == 0
    assert (np.diff(np.abs(found.taus)) > 0).all()
    assert model.tau == first


def test_no_tau_is_tried_twice():
    Falling.fits = 0
    found = largest_tau(Falling(1.0), X, "tau", scoring=own_score)
    assert Falling.fits == len(found.taus) < 12


def test_keep():
    found = largest_tau(Falling(), X, "tau", scoring=own_score, keep=0.5)
    assert 45 < found.tau <= 50


@pytest.mark.parametrize(
    ("slope", "message"), [(0.0, "not bounded by this score"), (1e12, "no value of")]
)
def test_no_bounds(slope, message):
    with pytest.warns(UserWarning, match=message):
        found = largest_tau(Falling(1.0, slope), X, "tau", scoring=own_score)
    assert found.tau == (2.0**20 if not slope else 0)


@pytest.mark.parametrize(
    ("model", "parameter", "error", "message"),
    [
        (Falling(), "tua", ValueError, r"no parameter 'tua'.*\['tau'\]"),
        (Falling(0), "tau", ValueError, "Give it a first value"),
        (Falling(np.nan), "tau", ValueError, "Give it a first value"),
        (Falling("1"), "tau", TypeError, "must have a number"),
        (Falling(True), "tau", TypeError, "must have a number"),
        (Falling(1.0, np.nan), "tau", ValueError, "with a tau of 0 is nan"),
    ],
    ids=str,
)
def test_bad_input(model, parameter, error, message):
    with pytest.raises(error, match=message):
        largest_tau(model, X, parameter, scoring=own_score)


def test_bad_parameters():
    with pytest.raises(ValueError, match="'keep' parameter of largest_tau"):
        largest_tau(Falling(), X, "tau", keep=-0.1)


def test_bad_parameters_of_the_model():
    model = ARTM(0, [("d", Decorrelator(0.1))])
    with pytest.raises(ValueError, match="'n_components' parameter of"):
        largest_tau(model, [[1, 2], [3, 4]] * 4, "regularizers__d__tau", cv=2)


def texts(seed=0):
    """Two subjects that share their most frequent words."""
    rng = np.random.default_rng(seed)
    common = [f"word{i}" for i in range(6)]
    own = [[f"a{i}" for i in range(20)], [f"b{i}" for i in range(20)]]
    return [
        " ".join([*rng.choice(common, 10), *rng.choice(own[d % 2], 10)])
        for d in range(120)
    ]


def test_of_a_regularizer_in_a_pipeline():
    documents = texts()
    model = make_pipeline(
        CountVectorizer(),
        ARTM(2, [("d", Decorrelator(0.1, relative=True))], random_state=0),
    )
    cv = KFold(2, shuffle=True, random_state=0)
    parameter = "artm__regularizers__d__tau"
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # none of topics that a tau has emptied
        found = largest_tau(model, documents, parameter, cv=cv)
    assert found.tau > 0
    assert found.score >= found.score_without * 1.05
    worse = found.scores[found.taus > found.tau]
    assert worse.size
    assert worse[0] < found.score_without * 1.05
    again = model.set_params(**{parameter: found.tau}).fit(documents[::2])
    assert perplexity_scorer(again, documents[1::2]) < 0


def test_of_sparsing_and_what_comes_back():
    counts = CountVectorizer().fit_transform(texts())
    model = ARTM(2, SmoothSparsePhi(-0.1, schedule=[0] * 5 + [1]), random_state=0)
    found = largest_tau(model, counts, "regularizers__tau", keep=0.1)
    assert found.tau < 0
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert repr(again).startswith(f"<LargestTau {found.tau:.4g}: score -")
