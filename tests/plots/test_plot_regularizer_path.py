"""Scores along tau: the level without it, limits, what was chosen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sktopics.model_selection import LargestTau, best_within
from sktopics.plots import plot_regularizer_path

pytest.importorskip("plotly")

NAME = "regularizers__decorrelator__tau"
RESULTS = {
    f"param_{NAME}": [1.0, 0.0, 0.1],
    "mean_test_diversity": [1.0, 0.7, 0.9],
    "mean_test_perplexity": [-1200.0, -900.0, -930.0],
}


class FittedSearch:
    """What a search has after its fit."""

    cv_results_ = RESULTS
    best_index_ = 2
    refit = best_within("diversity", keep={"perplexity": 0.05})


def test_tau_of_zero_is_a_level_and_the_limit_of_the_choice_is_drawn():
    figure = plot_regularizer_path(FittedSearch())
    traces = [(t.name, t.yaxis, t.x, t.y.tolist()) for t in figure.data]
    taus, ends = (0.1, 1.0), (0.1, 1.0)
    assert traces == [
        ("mean", "y", taus, [0.9, 1.0]),
        ("without (tau = 0)", "y", ends, [0.7, 0.7]),
        ("chosen by the search", "y", (0.1,), [0.9]),
        ("mean", "y2", taus, [-930, -1200]),
        ("without (tau = 0)", "y2", ends, [-900, -900]),
        ("5% below the best perplexity", "y2", ends, [-945, -945]),
        ("chosen by the search", "y2", (0.1,), [-930]),
    ]
    assert figure.layout.xaxis.type == "log"


def found(sign=1.0):
    taus = sign * np.array([0.0, 0.1, 0.2, 0.4])
    scores = np.array([-100.0, -101.0, -104.0, -120.0])
    return LargestTau(float(taus[2]), -104.0, -100.0, taus, scores)


def test_what_largest_tau_has_tried():
    figure = plot_regularizer_path({"<b>": found(), "sparse": found()})
    one, two, level, _, best = figure.data
    assert (one.name, two.name) == ("&lt;b&gt;", "sparse")
    assert one.x == (0.1, 0.2, 0.4)
    assert_allclose(one.y, [-101, -104, -120])
    assert level.name == "&lt;b&gt;: without (tau = 0)"
    assert_allclose(level.y, -100)
    assert best.x == (0.2, 0.2)
    assert best.name == "largest tau"


def test_a_negative_tau_is_drawn_by_its_size():
    figure = plot_regularizer_path(found(-1.0))
    assert figure.data[0].x == (0.1, 0.2, 0.4)
    assert "minus tau" in figure.layout.title.text


def test_grids_of_several_regularizers_are_lines():
    given = [[0.1, 1.0, None, None], [None, None, 0.1, 1.0]]
    table = {
        "param_regularizers__sparse__tau": np.ma.array(
            [0.1, 1.0, 0, 0], mask=[0, 0, 1, 1]
        ),
        "param_regularizers__smooth__tau": given[1],
        "mean_test_score": [1.0, 2.0, 3.0, 4.0],
    }
    figure = plot_regularizer_path(table)
    lines = [(t.name, t.x, t.y.tolist()) for t in figure.data[:2]]
    assert lines == [("sparse", (0.1, 1.0), [1, 2]), ("smooth", (0.1, 1.0), [3, 4])]


def test_what_is_refused():
    with pytest.raises(
        ValueError, match="no parameter of the search that ends in 'tau'"
    ):
        plot_regularizer_path({"param_a": [1, 2], "mean_test_score": [1, 2]})
    with pytest.raises(ValueError, match="draws numbers"):
        plot_regularizer_path(
            {"param_a": [1, "x"], "mean_test_score": [1, 2]}, parameter="a"
        )
