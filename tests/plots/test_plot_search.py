"""Scores of searches: means, spreads, folds, the best, kinds of axes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.model_selection import GridSearchCV, HalvingGridSearchCV

from sktopics import LatentDirichletAllocation
from sktopics.plots import plot_search

pytest.importorskip("plotly")

X = np.random.default_rng(0).poisson(1, (24, 6))


def model():
    return LatentDirichletAllocation(2, max_iter=2, random_state=0)


def traces_of(figure, name):
    return [trace for trace in figure.data if trace.name == name]


def test_means_bands_and_folds_are_those_of_the_search():
    search = GridSearchCV(model(), {"n_components": [4, 2, 8]}, cv=3).fit(X)
    band, folds, means, best = plot_search(search).data
    results, order = search.cv_results_, [1, 0, 2]
    expected = results["mean_test_score"][order]
    assert means.x == (2, 4, 8)
    assert_allclose(means.y, expected)
    spread = results["std_test_score"][order]
    assert_allclose(band.y, [*(expected - spread), *(expected + spread)[::-1]])
    assert folds.x == (2, 2, 2, 4, 4, 4, 8, 8, 8)
    assert best.name == "chosen by the search"
    assert best.x == (search.best_params_["n_components"],)
    assert_allclose(best.y, [search.best_score_])
    again = plot_search(search.cv_results_).data
    assert_array_equal(again[2].y, means.y)
    assert again[3].name == "highest mean"


def test_other_parameters_are_lines_and_several_scores_are_panels():
    def scorer(estimator, X, y=None):
        return {"topics": estimator.n_components, "passes": -estimator.max_iter}

    grid = {"n_components": [2, 3, 4], "max_iter": [1, 2]}
    search = GridSearchCV(model(), grid, cv=2, scoring=scorer, refit=False).fit(X)
    figure = plot_search(search, labels={"topics": "<b>"})
    assert figure.layout.title.text == "Scores by n_components, higher is better"
    assert [n.text for n in figure.layout.annotations][:2] == [
        "<b>&lt;b&gt;</b>",
        "<b>passes</b>",
    ]
    lines = [t for t in figure.data if t.mode == "lines+markers"]
    assert [(t.name, t.yaxis) for t in lines] == [
        ("max_iter=1", "y"),
        ("max_iter=2", "y"),
        ("max_iter=1", "y2"),
        ("max_iter=2", "y2"),
    ]
    assert_array_equal(lines[0].y, [2, 3, 4])
    best = traces_of(figure, "highest mean")
    assert [t.x for t in best] == [(4,), (2,)]
    one = plot_search(search, parameter="max_iter", scores="passes")
    assert one.layout.title.text == "Scores by max_iter, higher is better"


def test_rounds_of_halving_are_lines():
    search = HalvingGridSearchCV(
        model(), {"n_components": [2, 3, 4]}, cv=2, min_resources=8, random_state=0
    ).fit(X)
    names = {t.name for t in plot_search(search).data}
    assert {"round 1 (8)", "round 2 (24)", "chosen by the search"} <= names


def test_own_scores_of_seeds_with_one_candidate():
    figure = plot_search({10: 0.5})
    assert [t.x for t in figure.data] == [(10,), (10,)]
    assert figure.layout.title.text == "Scores by number of topics, higher is better"


def test_scores_that_are_unknown_are_gaps():
    means = plot_search({5: [0.1, np.nan], 10: [0.2], 20: []}).data[-2]
    assert_array_equal(means.y, [np.nan, 0.2, np.nan])


def test_what_is_no_number_is_a_category():
    scores = {None: 1.0, "<b>": 2.0, ("a", 1): 3.0}
    figure = plot_search({"m": scores}, parameter="model")
    (means,) = traces_of(figure, "mean")
    assert means.x == ("None", "&lt;b&gt;", "('a', 1)")
    assert means.mode == "markers"
    assert figure.layout.xaxis.type == "category"


def test_wide_axes_and_those_of_tau_are_logarithmic():
    assert plot_search({5: 1, 500: 2}).layout.xaxis.type == "log"
    assert plot_search({5: 1, 50: 2}).layout.xaxis.type is None
    assert plot_search({0.1: 1, 0.2: 2}, parameter="tau").layout.xaxis.type == "log"
    zero = plot_search({0.1: 1, 0.0: 2}, parameter="tau")
    assert zero.layout.xaxis.categoryarray == ("0", "0.1")


def test_many_combinations_are_points_without_lines():
    rng = np.random.default_rng(0)
    table = {
        "param_a": rng.integers(2, 9, 60).tolist(),
        "param_b": rng.random(60).tolist(),
        "param_c": rng.permutation(60).tolist(),
        "mean_test_score": rng.random(60),
    }
    figure = plot_search(table, parameter="a")
    assert [t.mode for t in figure.data] == ["markers", "markers"]
    assert len(figure.data[0].x) == 60


@pytest.mark.parametrize(
    ("search", "options", "error", "message"),
    [
        ({}, {}, ValueError, "must hold a score"),
        ({5: "many"}, {}, ValueError, r"search\[5\] must be a number"),
        ({5: {1: 2}, 6: 3}, {}, TypeError, "and not both"),
        (model(), {}, TypeError, "LatentDirichletAllocation has none"),
        ({5: 1}, {"scores": "npmi"}, ValueError, "no score 'npmi'"),
        ({"mean_test_a": [1]}, {"parameter": "b"}, ValueError, "no parameter 'b'"),
    ],
    ids=["empty", "text", "mixed", "model", "score", "parameter"],
)
def test_what_is_refused(search, options, error, message):
    with pytest.raises(error, match=message):
        plot_search(search, **options)
