"""Lines of weights by rank."""

import pytest
from drawn_models import HOSTILE, numbered_table

from sktopics.plots import plot_term_rank

pytest.importorskip("plotly")


def test_few_topics_all_have_marks_of_their_own():
    figure = plot_term_rank(numbered_table(8))
    marks = {(line.line.color, line.marker.symbol) for line in figure.data}
    assert len(marks) == 8
    assert all(line.showlegend for line in figure.data)


def test_many_topics_are_grey_but_for_highlighted_ones():
    figure = plot_term_rank(numbered_table(200), highlighted=[7, 3])
    assert [line.name[:2] for line in figure.data[-2:]] == ["7:", "3:"]
    assert sum(line.showlegend for line in figure.data) == 2
    assert figure.layout.title.subtitle.text == "2 of 200 topics highlighted"
    assert len(plot_term_rank(numbered_table(200), highlighted=[]).data) == 200


def test_weights_of_zero_have_no_logarithm():
    table = numbered_table(1)
    rows = [table[0].__class__(0, None, None, ("a", "b", "c"), (0.5, 0.0, 0.1))]
    (line,) = plot_term_rank(type(table)(rows), log_scale=True).data
    assert (line.x, line.y) == ((1, 3), (0.5, 0.1))


def test_outliers_may_be_highlighted():
    figure = plot_term_rank(HOSTILE, highlighted=[-1])
    assert figure.data[-1].name == "outliers"
    with pytest.raises(ValueError, match="highlighted has 9"):
        plot_term_rank(HOSTILE, highlighted=[9])
