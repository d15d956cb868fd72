"""The one-standard-error rule, by hand and in a search."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import NMF
from sklearn.model_selection import GridSearchCV

from sktopics.metrics import diversity_scorer, perplexity_scorer
from sktopics.model_selection import fewest_within_one_error


def results(sizes, *splits, score="score", parameter="n_components"):
    found = {f"split{i}_test_{score}": np.array(s) for i, s in enumerate(splits)}
    return {f"param_{parameter}": np.ma.array(sizes, dtype=object), **found}


def test_by_hand():
    # The best is 20: 0.5 with deviation 0.02, and error 0.02 / sqrt 4 = 0.01.
    best = np.array([0.48, 0.52, 0.5, 0.5]) - 0.5
    best = 0.5 + best * (0.02 / best.std(ddof=1))
    splits = [[0.48, 0.4901, one, 0.495] for one in best]
    choose = fewest_within_one_error()
    assert choose(results([5, 10, 20, 30], *splits)) == 1
    splits = [[0.48, 0.4899, one, 0.495] for one in best]
    assert choose(results([5, 10, 20, 30], *splits)) == 2
    # In any order, and of equal numbers the better.
    assert choose(results([30, 20, 10, 10], [0.5, 0.5, 0.49, 0.495], [0.6] * 4)) == 3


def test_negative_scores_nan_and_missing_values():
    scores = [[-900.0, -899, np.nan, -880], [-910, -880, -1, -890]]
    found = results([2, 3, 1, 5], *scores, score="perplexity", parameter="a__b")
    choose = fewest_within_one_error("perplexity", "a__b")
    assert choose(found) == 1  # -889.5; the error of -885 is 5
    found["param_a__b"][1] = np.ma.masked
    assert choose(found) == 3
    found["split0_test_perplexity"][:] = np.nan
    with pytest.raises(ValueError, match="no candidate has both a score 'perplexity'"):
        choose(found)


@pytest.mark.parametrize(
    ("found", "given", "message"),
    [
        (
            results([2], [1.0], [1.0]),
            ("npmi",),
            "no score 'npmi'; it has \\['score'\\]",
        ),
        (results([2], [1.0]), (), "the search has one: one score"),
        (results([2], [1.0], [1.0], parameter="k"), (), "0 parameters .*\\['k'\\]"),
        (results([2], [1.0], [1.0]), ("score", "k"), "called 'k'"),
        (results(["a"], [1.0], [1.0]), (), "must be numbers, got \\['a'\\]"),
        (
            {**results([2], [1.0], [1.0]), "param_pca__n_components": [2]},
            (),
            "2 parameters of the search",
        ),
    ],
    ids=["no-score", "one-split", "no-n-components", "no-parameter", "texts", "two"],
)
def test_what_a_search_lacks(found, given, message):
    with pytest.raises(ValueError, match=message):
        fewest_within_one_error(*given)(found)


def test_what_is_no_name():
    with pytest.raises(TypeError, match="score must be the name"):
        fewest_within_one_error(3)
    with pytest.raises(TypeError, match="parameter must be the name"):
        fewest_within_one_error("score", 3)


def test_in_a_search():
    X = np.kron(np.eye(3, dtype=int), np.full((8, 4), 3))
    order = np.random.RandomState(0).permutation(24)
    choose = fewest_within_one_error("perplexity", "n_components")
    choose = pickle.loads(pickle.dumps(choose))
    assert repr(choose) == "fewest_within_one_error('perplexity', 'n_components')"
    search = GridSearchCV(
        NMF(random_state=0, init="nndsvda"),
        {"n_components": [2, 3, 4]},
        scoring={"perplexity": perplexity_scorer, "diversity": diversity_scorer()},
        refit=choose,
        cv=3,
    )
    search = clone(search).fit(X[order])
    assert search.best_params_ == {"n_components": 3}
