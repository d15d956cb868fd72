"""The flow of topics: heights that sum to 1, gaps, bars of single times."""

import numpy as np
import pytest

from sktopics.analysis import topics_over_time
from sktopics.plots import plot_topic_flow

pytest.importorskip("plotly")


def test_heights_sum_to_one_with_other_topics_and_documents_without_a_topic():
    rng = np.random.default_rng(0)
    labels, years = rng.integers(-1, 20, 400), rng.integers(1990, 1995, 400)
    figure = plot_topic_flow(labels, None, years, n_topics=3)
    assert len(figure.data) == 5
    assert [trace.name for trace in figure.data[3:]] == ["other topics", "outliers"]
    np.testing.assert_allclose(sum(trace.y for trace in figure.data), 1)
    sizes = np.bincount(labels[labels >= 0])
    largest = np.argsort(-sizes, kind="stable")[:3]
    assert [t.name for t in figure.data[:3]] == [f"topic {i}" for i in largest]
    assert "<b>17 other topics</b>" in figure.data[3].text[0]


def test_areas_end_at_gaps_and_a_time_between_gaps_is_a_bar():
    years = [1990, 1991, 1993, 1993, 1995, 1996]
    table = topics_over_time([0, 1, 0, 1, 1, 0], None, years, frequency="year")
    figure = plot_topic_flow(table)
    parts = [(t.type, t.name, t.x, t.y.tolist()) for t in figure.data]
    assert parts == [
        ("scatter", "topic 0", (1990, 1991), [1, 0]),
        ("scatter", "topic 1", (1990, 1991), [0, 1]),
        ("scatter", "topic 0", (1995, 1996), [0, 1]),
        ("scatter", "topic 1", (1995, 1996), [1, 0]),
        ("bar", "topic 0", (1993,), [0.5]),
        ("bar", "topic 1", (1993,), [0.5]),
    ]
    assert [t.showlegend for t in figure.data] == [True, True] + [False] * 4
    groups = [t.stackgroup for t in figure.data[:4]]
    assert groups == ["times 0", "times 0", "times 1", "times 1"]


def test_names_are_written_into_large_areas():
    labels = [0] * 50 + [1] * 49 + [2]
    figure = plot_topic_flow(labels, None, [1, 2] * 50, labels=["<b>a", "b", "c"])
    assert [note.text for note in figure.layout.annotations] == [
        "0: &lt;b&gt;a",
        "1: b",
    ]


def test_one_time_and_none():
    table = topics_over_time([0, 1], None, [3, 3])
    assert [trace.type for trace in plot_topic_flow(table).data] == ["bar", "bar"]
    assert len(plot_topic_flow(table[:0]).data) == 0
