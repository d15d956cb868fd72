"""Bars of topics by class, and lines by class over time."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.analysis import (
    topics_over_time,
    topics_per_class,
    topics_per_class_over_time,
)
from sktopics.plots import plot_topics_per_class, plot_topics_per_class_over_time

pytest.importorskip("plotly")

LABELS = [0, 0, 1, 1, 1, 0, 2]
CLASSES = ["red", "red", "blue", "red", "blue", "blue", "<b>"]


def test_bars_and_intervals_are_those_of_the_table():
    table = topics_per_class(LABELS, None, CLASSES)
    figure = plot_topics_per_class(table)
    assert [bars.name for bars in figure.data] == ["topic 0", "topic 1", "topic 2"]
    for topic, bars in enumerate(figure.data):
        rows = table.topic(topic)
        assert bars.y == ("&lt;b&gt;", "blue", "red")
        assert_array_equal(bars.x, rows.shares)
        assert_allclose(bars.x + bars.error_x.array, rows.upper)
        assert_allclose(bars.x - bars.error_x.arrayminus, rows.lower)
    titles = [note.text for note in figure.layout.annotations]
    assert titles == [f"<b>topic {i}</b>" for i in range(3)] + [
        "share of the documents of the class"
    ]


def test_many_topics_and_classes_are_the_largest():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 200, 4000)
    classes = np.minimum(rng.geometric(0.05, 4000), 40).tolist()
    figure = plot_topics_per_class(labels, None, classes)
    assert len(figure.data) == 9
    assert figure.layout.title.subtitle.text == (
        "the 9 largest of 200 topics, the 12 largest of 40 classes"
    )
    largest = np.argsort(-np.bincount(classes, minlength=41), kind="stable")[:12]
    assert figure.data[0].y == tuple(map(str, sorted(largest.tolist())))


def test_classes_whose_names_are_cut_alike_stay_apart():
    classes = ["a" * 60 + "x", "a" * 60 + "y"]
    bars = plot_topics_per_class([0, 0], None, classes).data[0]
    assert len(set(bars.y)) == 2


def test_lines_of_classes_over_time_have_gaps():
    years = [1, 2, 1, 1, 2, 2, 1]
    table = topics_per_class_over_time(LABELS, None, CLASSES, years)
    figure = plot_topics_per_class_over_time(table, topics=[1])
    lines = {trace.name: trace for trace in figure.data if trace.name is not None}
    assert list(lines) == ["&lt;b&gt;", "blue", "red"]
    for name, line in lines.items():
        rows = table.topic(1).group(name.replace("&lt;b&gt;", "<b>"))
        assert line.x == (1, 2)
        assert_array_equal(line.y, rows.shares)
    assert np.isnan(lines["&lt;b&gt;"].y).tolist() == [False, True]
    assert len({line.marker.symbol for line in lines.values()}) == 3


def test_panels_of_classes_over_time():
    table = topics_per_class_over_time(LABELS, None, CLASSES, [1] * 7, interval=None)
    figure = plot_topics_per_class_over_time(table, n_classes=2, labels=["a", "b", "c"])
    assert [trace.yaxis for trace in figure.data] == ["y", "y", "y2", "y2", "y3", "y3"]
    assert [note.text for note in figure.layout.annotations][:3] == [
        "<b>0: a</b>",
        "<b>1: b</b>",
        "<b>2: c</b>",
    ]
    assert [trace.showlegend for trace in figure.data] == [True] * 2 + [False] * 4


@pytest.mark.parametrize(
    ("plot", "table", "message"),
    [
        (plot_topics_per_class, topics_over_time([0], None, [1]), "one of times"),
        (
            plot_topics_per_class_over_time,
            topics_per_class([0], None, ["a"]),
            "classes alone",
        ),
    ],
    ids=["per class", "over time"],
)
def test_other_tables_are_refused(plot, table, message):
    with pytest.raises(ValueError, match=message):
        plot(table)
    with pytest.raises(TypeError, match="without classes"):
        plot([0, 1])
