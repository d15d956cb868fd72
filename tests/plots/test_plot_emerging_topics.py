"""Moves of shares by their trends."""

import pytest
from numpy.testing import assert_array_equal

from sktopics.analysis import TopicTrend, TopicTrends
from sktopics.plots import plot_emerging_topics

pytest.importorskip("plotly")


def trends(n):
    statuses = ["emerging", "steady", "fading"]
    rows = (
        TopicTrend(
            i, f"<b>{i}", statuses[i % 3], 0.1, 0.1 + (1 - i % 3) * i / 1e3, *[0] * 4
        )
        for i in range(n)
    )
    return TopicTrends(tuple(rows))


def test_first_and_last_shares_are_those_of_the_table():
    table = trends(6)
    figure = plot_emerging_topics(table)
    first, *last = figure.data[1:]
    order = sorted(table, key=lambda row: row.after - row.before)
    assert first.y == tuple(f"{row.topic}: &lt;b&gt;{row.topic}" for row in order)
    assert_array_equal(first.x, [row.before for row in order])
    assert [t.name for t in last] == ["last, emerging", "last, fading", "last, steady"]
    assert len({t.marker.symbol for t in last}) == 3
    for trace in last:
        rows = [row for row in order if trace.name.endswith(row.status)]
        assert_array_equal(trace.x, [row.after for row in rows])
    assert figure.data[0].x.count(None) == 5


def test_topics_are_chosen():
    figure = plot_emerging_topics(trends(9), topics=[3, 5])
    assert {int(name.split(":")[0]) for name in figure.data[1].y} == {3, 5}
    assert figure.layout.title.subtitle.text == "2 chosen of 9 topics"
    with pytest.raises(ValueError, match="no topic 9 in the table"):
        plot_emerging_topics(trends(9), topics=[9])


def test_the_most_changed_of_many_are_shown():
    figure = plot_emerging_topics(trends(200), labels={199: "x"})
    note = figure.layout.title.subtitle.text
    assert note == "the 20 of 200 topics that vary most"
    shown = {int(name.split(":")[0]) for name in figure.data[1].y}
    assert shown == {i for i in range(170, 200) if i % 3 != 1}


def test_what_is_refused():
    with pytest.raises(TypeError, match="without times"):
        plot_emerging_topics([0, 1])
    with pytest.raises(TypeError, match="given a table of trends"):
        plot_emerging_topics(trends(2), n_bins=3)
