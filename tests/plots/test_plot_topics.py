"""Bars of the top words of topics."""

import pytest
from drawn_models import HOSTILE, fitted, numbered_table

from sktopics.plots import plot_topics
from sktopics.topics import topic_table

pytest.importorskip("plotly")


def test_eight_panels_of_two_hundred():
    table = numbered_table(200)
    figure = plot_topics(table)
    titles = [note.text for note in figure.layout.annotations]
    assert len(figure.data) == 8
    assert titles[0].endswith("(1.0%)")
    assert figure.layout.title.subtitle.text == "the 8 largest of 200 topics"
    assert [bars.yaxis for bars in figure.data[:2]] == ["y", "y2"]


def test_panels_name_named_topics_alone():
    titles = [note.text for note in plot_topics(HOSTILE).layout.annotations]
    assert titles[0] == "0: &lt;b&gt;bold&lt;/b&gt; &amp; 'x' (60.0%)"
    assert titles[2:] == ["Topic 5 (0.0%)", "no words"]
    ticks = [axis.showticklabels for axis in plot_topics(HOSTILE).select_xaxes()]
    assert ticks == [True, True, False]


def test_outliers_have_words_too():
    (bars,) = plot_topics(HOSTILE, topics=[-1]).data
    assert (bars.name, bars.text) == ("outliers", ("the", "of"))


def test_words_are_ranked_by_relevance_of_one_level():
    model = fitted("HierarchicalARTM")
    figure = plot_topics(model, relevance=0.2, level=0, n_top_words=3)
    table = topic_table(model, 3, relevance=0.2, level=0, sort_by="size")
    assert [bars.text for bars in figure.data] == [row.terms for row in table]


def test_one_scale_compares_topics():
    ranges = [axis.range for axis in plot_topics(HOSTILE).select_xaxes()]
    assert ranges == [None] * 3
    same = plot_topics(HOSTILE, same_scale=True)
    assert {axis.range[1] for axis in same.select_xaxes()} == {0.3 * 1.02}


def test_names_are_three_words_where_fewer_are_drawn():
    bars = plot_topics(fitted("LDA"), n_top_words=1).data[0]
    assert len(bars.text) == 1
    assert bars.name.count(",") == 2
