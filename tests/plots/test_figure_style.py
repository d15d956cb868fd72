"""The style of figures: colours, marks, letters."""

import pytest

from sktopics.plots._figure_style import (
    OKABE_ITO,
    hover_text,
    lightened,
    mark_of,
    new_figure,
    plain,
    translucent,
)


def test_marks_of_two_hundred_things_are_told_apart_without_colour():
    marks = [mark_of(i) for i in range(56)]
    assert [mark.color for mark in marks[:8]] == list(OKABE_ITO)
    assert len(set(marks)) == 56
    assert len({mark.symbol for mark in marks}) == 7


def test_no_topic_is_grey():
    assert mark_of(-1).color == "#8C8C8C"


def test_colours_are_mixed_with_white():
    assert lightened("#000000", 0.5) == "#808080"
    assert lightened("#0072B2", 0) == "#0072B2"
    assert translucent("#0072B2", 0.2) == "rgba(0,114,178,0.2)"


def test_texts_are_shown_and_not_read_as_tags():
    assert plain("a<br>b & c") == "a&lt;br&gt;b &amp; c"
    assert hover_text("<b> " + "word " * 100, length=50, width=20) == (
        "&lt;b&gt; word word word<br>word word word word<br>word word…"
    )


def test_a_figure_changes_nothing_for_others():
    plotly = pytest.importorskip("plotly")
    before = plotly.io.templates.default
    figure = new_figure(title="a < b", width=300, height=200)
    assert figure.layout.title.text == "a &lt; b"
    assert (figure.layout.width, figure.layout.height) == (300, 200)
    assert plotly.io.templates.default == before
