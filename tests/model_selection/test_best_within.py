"""The best by one score among those that keep the others."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import Ridge
from sklearn.model_selection import GridSearchCV

from sktopics.model_selection import best_within


def results(**scores):
    return {f"mean_test_{name}": np.array(values) for name, values in scores.items()}


def test_negative_scores():
    found = results(npmi=[0.1, 0.15, 0.2], perplexity=[-900, -944, -946])
    assert best_within("npmi", {"perplexity": 0.05})(found) == 1
    assert best_within("npmi", {"perplexity": 0.0})(found) == 0
    assert best_within("npmi", {"perplexity": 0.2})(found) == 2
    assert best_within("perplexity", {"npmi": 0.3})(found) == 1


def test_positive_scores_and_several():
    found = results(
        npmi=[0.1, 0.3, 0.2, 0.25],
        diversity=[1.0, 0.5, 0.95, 0.91],
        perplexity=[-100, -100, -103, -109],
    )
    both = {"diversity": 0.1, "perplexity": 0.05}
    assert best_within("npmi", both)(found) == 2
    assert best_within("npmi", {"diversity": 0.1})(found) == 3
    assert best_within("npmi", {})(found) == 1


def test_the_first_of_equals():
    assert best_within("a", {"b": 0})(results(a=[1, 2, 2], b=[0, 0, 0])) == 1


def test_unknown_scores_of_a_candidate():
    nan = np.nan
    found = results(a=[9, nan, 2, 3], b=[nan, -1, -1, -1.2])
    assert best_within("a", {"b": 0.1})(found) == 2
    assert best_within("a", {"b": 0.5})(found) == 3
    with pytest.raises(ValueError, match=r"no candidate has all of the scores"):
        best_within("a", {"b": 0.1})(results(a=[1, nan], b=[nan, 1]))


def test_minus_infinity():
    found = results(a=[-np.inf, -np.inf, 1], b=[-9, -1, -np.inf])
    assert best_within("a", {"b": 0.1})(found) == 1


def test_none_keeps_all():
    found = results(a=[3, 2, 1], b=[-100, -120, -200], c=[-300, -210, -100])
    choose = best_within("a", {"b": 0.1, "c": 0.1})
    with pytest.warns(UserWarning, match=r"no candidate keeps all of {'b': 0.1"):
        # What is too much: 190 of c, 100 of c, 90 of b.
        assert choose(found) == 2


def test_errors_name_the_scores_that_there_are():
    found = results(npmi=[1], perplexity=[-1])
    with pytest.raises(ValueError, match=r"no score 'pmi'; it has \['npmi', 'perp"):
        best_within("pmi", {"perplexity": 0.1})(found)
    with pytest.raises(ValueError, match="no score 'diversity'"):
        best_within("npmi", {"diversity": 0.1})(found)


@pytest.mark.parametrize(
    ("maximize", "keep", "error", "message"),
    [
        (3, {}, TypeError, "maximize must be the name"),
        ("a", [("b", 0.1)], TypeError, "keep must be a dict"),
        ("a", {3: 0.1}, TypeError, "names of scores"),
        ("a", {"b": "5 %"}, TypeError, "must be a number, got '5 %'"),
        ("a", {"b": -0.1}, ValueError, "not negative"),
        ("a", {"b": np.nan}, ValueError, "must be a share"),
        ("a", {"a": 0.1}, ValueError, "is maximized"),
    ],
    ids=str,
)
def test_bad_input(maximize, keep, error, message):
    with pytest.raises(error, match=message):
        best_within(maximize, keep)


def norm(estimator, X, y=None):
    return -np.abs(estimator.coef_).sum()


def test_in_a_search():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 5))
    y = X @ [3, -2, 0, 0, 1] + rng.normal(size=60)
    choose = best_within("small", keep={"r2": 0.05})
    search = GridSearchCV(
        Ridge(),
        {"alpha": [0.1, 1.0, 3.0, 10.0, 100.0]},
        scoring={"small": norm, "r2": "r2"},
        refit=choose,
        cv=3,
    )
    search = pickle.loads(pickle.dumps(clone(search))).fit(X, y)
    r2 = search.cv_results_["mean_test_r2"]
    within = np.flatnonzero(r2 >= 0.95 * r2.max())
    assert search.best_index_ == within[-1]  # larger alphas make smaller coefficients
    assert 0 < search.best_index_ < 4
    assert search.best_estimator_.alpha == search.best_params_["alpha"]
    assert choose(search.cv_results_) == search.best_index_
    assert repr(choose) == "best_within('small', keep={'r2': 0.05})"


def test_one_scorer_alone():
    search = GridSearchCV(
        Ridge(), {"alpha": [1.0]}, cv=2, refit=best_within("npmi", {"x": 0.1})
    )
    with pytest.raises(ValueError, match=r"no score 'npmi'; it has \['score'\]"):
        search.fit(np.eye(4), np.arange(4))
