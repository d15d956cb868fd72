"""plot_topic_numbers: panels, directions, the ring."""

import numpy as np
import pytest

from sktopics.model_selection import TopicNumberTable
from sktopics.plots import plot_topic_numbers

pytest.importorskip("plotly")
SCORES = np.array(
    [[[900.0, 902], [880, 890], [870, 874]], [[0.5, 0.6], [0.8, 0.9], [0.7, 0.8]]]
)
POINTS = "%{y:.5g}<extra></extra>"
FOUND = np.array([[5, 5], [10, 10], [20, 20]])


def table(names=("perplexity", "told_apart")):
    return TopicNumberTable("lda__n_components", (5, 10, 20), FOUND, names, SCORES)


def heights(figure, name):
    """Return what marks of a name show, but for points of repeats and their band."""
    shown = [t for t in figure.data if t.name == name and t.hovertemplate != POINTS]
    return [np.round(t.y, 9).tolist() for t in shown if t.fill is None]


def test_panels_and_ring():
    figure = plot_topic_numbers(table())
    titles = [note.text for note in figure.layout.annotations]
    assert any("perplexity (lower is better)" in title for title in titles)
    assert figure.layout.title.text == "Scores by n_components"
    assert heights(figure, "mean") == [[901, 885, 872], [0.55, 0.85, 0.75]]
    assert heights(figure, "recommended") == [[885], [0.85]]
    assert {t.x for t in figure.data if t.name == "recommended"} == {(10,)}


def test_some_scores_and_no_ring():
    figure = plot_topic_numbers(table(("perplexity", "own")), scores="own")
    assert heights(figure, "mean") == [[0.55, 0.85, 0.75]]
    assert not heights(figure, "recommended")


def test_what_is_refused():
    with pytest.raises(TypeError, match="a TopicNumberTable, got dict"):
        plot_topic_numbers({5: 0.1})
    with pytest.raises(ValueError, match="there is no score 'npmi'"):
        plot_topic_numbers(table(), scores=["npmi"])
