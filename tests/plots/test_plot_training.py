"""Curves of training: monitors, logs, models, numbers."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.model_selection import GridSearchCV

from sktopics import AuthorTopicModel, LatentDirichletAllocation
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.plots import plot_training

pytest.importorskip("plotly")

X = np.random.default_rng(0).poisson(1, (12, 6))


def model():
    return LatentDirichletAllocation(2, max_iter=3, random_state=0)


def test_scores_of_passes_are_those_of_the_monitor():
    monitor = TopicMonitor(
        {"a": lambda m, X, y=None: 1.5, "<b>": lambda m, X, y=None: 2}
    )
    model().set_callbacks(monitor).fit(X)
    figure = plot_training(monitor)
    rows = [row for row in monitor.get_logs().data if row["task_name"] == "pass"]
    assert [trace.yaxis for trace in figure.data] == ["y", "y2"]
    assert_array_equal(figure.data[0].x, [1, 2, 3])
    assert_array_equal(figure.data[0].y, [row["a"] for row in rows])
    assert [note.text for note in figure.layout.annotations][:2] == [
        "<b>a</b>",
        "<b>&lt;b&gt;</b>",
    ]


def test_fits_of_a_search_and_runs_are_lines():
    monitor = TopicMonitor(propagate=True)
    search = GridSearchCV(model(), {"n_components": [2, 3]}, cv=2)
    search.set_callbacks(monitor).fit(X)
    figure = plot_training(monitor)
    assert [trace.name for trace in figure.data] == [f"fit {i}" for i in range(1, 6)]
    assert all(len(trace.x) == 3 for trace in figure.data)
    twice = EarlyStopping(tol=0)
    for _ in range(2):
        model().set_callbacks(twice).fit(X)
    names = [trace.name for trace in plot_training({"<b>": twice}).data]
    assert names == ["&lt;b&gt;: run 1", "&lt;b&gt;: run 2"]
    log = twice.get_logs(select="all")[0]
    assert len(plot_training(log).data) == 1


def test_whole_fits_are_drawn_where_there_are_no_passes():
    monitor = TopicMonitor(every=100)
    model().set_callbacks(monitor).fit(X)
    assert_array_equal(plot_training(monitor).data[0].x, [1])


def test_curves_that_models_keep():
    authors = [["a"], ["b"]] * 6
    fitted = AuthorTopicModel(2, max_iter=3, evaluate_every=1, random_state=0)
    fitted.fit(X, authors=authors)
    trace = plot_training({"one": fitted, "numbers": [3.0, 2.0]}).data[0]
    expected = np.array(fitted.evaluations_)
    assert_array_equal(trace.x, expected[:, 0])
    assert_array_equal(trace.y, expected[:, 1])


def test_hundreds_of_passes_and_runs():
    many = plot_training({f"run {i}": np.arange(100.0) for i in range(200)})
    assert len(many.data) == 200
    assert many.data[0].mode == "lines"
    assert many.layout.showlegend is False


@pytest.mark.parametrize(
    ("monitor", "error", "message"),
    [
        (TopicMonitor(), ValueError, "has recorded nothing"),
        ({"a": []}, ValueError, "of 'a' holds no numbers"),
        ({}, ValueError, "a monitor or more"),
        ("abc", TypeError, "got str"),
        (None, TypeError, "got NoneType"),
    ],
    ids=["unused", "no numbers", "none", "text", "None"],
)
def test_what_is_refused(monitor, error, message):
    with pytest.raises(error, match=message):
        plot_training(monitor)


def test_a_model_without_a_curve():
    with pytest.raises(ValueError, match="keeps no curve of its training"):
        plot_training(model().fit(X))
