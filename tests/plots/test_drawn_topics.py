"""What figures of topics have in common: which topics, whose names, no tags."""

import numpy as np
import pytest
from drawn_models import ALL_KINDS, HOSTILE, fitted, numbered_table, texts_of

from sktopics.plots import (
    plot_term_rank,
    plot_term_relevance,
    plot_topic_map,
    plot_topic_similarity,
    plot_topic_spectrum,
    plot_topics,
)
from sktopics.plots._drawn_topics import drawn_topics, note_of_choice
from sktopics.topics import TopicTable, topic_table

pytest.importorskip("plotly")

OF_TABLES = [
    plot_topics,
    plot_term_rank,
    plot_topic_map,
    plot_topic_similarity,
    plot_topic_spectrum,
]


def draw(plot, table, **options):
    """Draw a table: a map needs places beside it."""
    if plot is plot_topic_map:
        places = np.random.default_rng(0).normal(size=(len(table), 2))
        options["coordinates"] = places
    return plot(table, **options)


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_figures_of_every_model_agree_with_its_table(kind):
    model = fitted(kind)
    table = topic_table(model, 20)
    for bars in plot_topics(model, n_topics=None).data:
        topic = table.topic(int(bars.name.partition(":")[0]))
        assert bars.text == topic.terms[:8]
        np.testing.assert_allclose(bars.x, topic.weights[:8])
    for line in plot_term_rank(model, n_top_words=20).data:
        topic = table.topic(int(line.name.partition(":")[0]))
        np.testing.assert_allclose(line.y, topic.weights)
    circles, names = plot_topic_map(model).data
    assert sorted(circles.customdata) == list(range(len(table)))
    assert len(names.text) == len(table)
    bars, steps = plot_topic_spectrum(model).data
    assert sorted(bars.customdata) == list(range(len(table)))
    if np.isfinite(table.sizes).all():
        np.testing.assert_array_equal(table.sizes[list(bars.customdata)], bars.y)
        np.testing.assert_array_equal(
            table.sizes[list(circles.customdata)], circles.marker.size
        )
    assert len(steps.y) == len(table) - 1
    assert plot_topic_similarity(model).data[0].z.shape == (len(table),) * 2
    assert len(plot_term_relevance(model).layout.sliders[0].steps) == 11


@pytest.mark.parametrize("plot", OF_TABLES)
def test_names_and_words_are_never_read_as_tags(plot):
    figure = draw(plot, HOSTILE, title="<i>title</i>", labels={3: "<u>three</u>"})
    texts = texts_of(figure)
    for tag in ("<b>bold", "<i>title", "<u>three", "<br>,", '"<br>"'):
        assert tag not in texts
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; 'x'" in texts
    assert "&lt;u&gt;three&lt;/u&gt;" in texts
    assert "w" * 100 not in "".join(map(str, figure.layout.annotations))


@pytest.mark.parametrize("plot", OF_TABLES)
@pytest.mark.parametrize("n_topics", [0, 1, 200])
def test_any_number_of_topics_is_drawn(plot, n_topics):
    table = numbered_table(n_topics)
    figure = draw(plot, table, width=700, height=400)
    assert (figure.layout.width, figure.layout.height) == (700, 400)
    assert bool(figure.data) == bool(n_topics)
    if not n_topics:
        assert figure.layout.annotations[0].text.startswith("No topic")
    elif n_topics == 200:
        assert "200 topics" in figure.layout.title.subtitle.text


@pytest.mark.parametrize("plot", OF_TABLES)
def test_labels_name_topics(plot):
    table = numbered_table(3)
    for labels in (
        {1: "Fees"},
        ["Loans", "Fees", "Cards"],
        table.with_labels({1: "Fees"}),
    ):
        assert "1: Fees" in texts_of(draw(plot, table, labels=labels))


def test_the_largest_topics_come_first():
    rows, note = drawn_topics(numbered_table(20), None, 3)
    sizes = [row.size for row in numbered_table(20)]
    assert [row.size for row in rows] == sorted(sizes)[:-4:-1]
    assert note == "the 3 largest of 20 topics"
    assert note_of_choice(2, 9, "varying") == "the 2 of 9 topics that vary most"
    rows, note = drawn_topics(numbered_table(20, sizes=False), None, 3)
    assert [row.index for row in rows] == [0, 1, 2]
    assert note == "the first 3 of 20 topics"


def test_topics_are_chosen_by_their_numbers():
    rows, _ = drawn_topics(HOSTILE, np.array([3, -1]))
    assert [row.index for row in rows] == [3, -1]
    with pytest.raises(ValueError, match="There is no topic 1 in the table of 3"):
        drawn_topics(HOSTILE, [1])
    with pytest.raises(ValueError, match="must not repeat"):
        drawn_topics(HOSTILE, [0, 0])
    with pytest.raises(TypeError, match="'a' is none"):
        drawn_topics(HOSTILE, ["a"])


def test_what_only_a_model_can_use_is_refused_beside_a_table():
    with pytest.raises(TypeError, match="relevance is for a fitted model"):
        plot_topics(HOSTILE, relevance=0.5)
    with pytest.raises(TypeError, match="X is for a fitted model"):
        plot_topic_spectrum(HOSTILE, ["a text"])


def test_a_table_may_begin_with_any_row():
    table = numbered_table(6)
    turned = TopicTable(table.topics[::-1])
    for plot in (plot_topic_similarity, plot_topic_spectrum):
        assert texts_of(plot(table)) == texts_of(plot(turned))
