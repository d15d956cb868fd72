"""Lines of topics over time: their values, order, gaps, bands and names."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics import LatentDirichletAllocation
from sktopics.analysis import topics_over_time, topics_per_class
from sktopics.plots import plot_topics_over_time
from sktopics.text import SequenceVectorizer

pytest.importorskip("plotly")

YEARS = np.repeat([1990, 1991, 1993], [4, 4, 2])
LABELS = [0, 0, 1, 2, 0, 1, 1, 1, 2, -1]


def lines_of(figure):
    return {trace.name: trace for trace in figure.data if trace.name is not None}


def test_lines_are_the_shares_of_the_table_the_largest_topic_first():
    table = topics_over_time(LABELS, None, YEARS)
    lines = lines_of(plot_topics_over_time(table))
    assert list(lines) == ["topic 1", "topic 0", "topic 2"]
    for topic in range(3):
        line = lines[f"topic {topic}"]
        assert line.x == (1990, 1991, 1993)
        assert_array_equal(line.y, table.topic(topic).shares)
    assert len({(line.line.color, line.marker.symbol) for line in lines.values()}) == 3
    assert len({line.marker.symbol for line in lines.values()}) == 3


def test_bands_are_the_intervals():
    table = topics_over_time(LABELS, None, YEARS)
    band = plot_topics_over_time(table, topics=[1]).data[0]
    rows = table.topic(1)
    assert band.x == (1990, 1991, 1993, 1993, 1991, 1990)
    assert list(band.y) == [*rows.lower, *rows.upper[::-1]]
    assert band.fill == "toself"


def test_times_without_documents_are_gaps_of_lines_and_bands():
    table = topics_over_time(LABELS, None, YEARS, frequency="year")
    band, line = plot_topics_over_time(table, topics=[0]).data
    assert np.isnan(line.y).tolist() == [False, False, True, False]
    assert line.connectgaps is False
    assert band.x == (1990, 1991, 1991, 1990, None, 1993, 1993)


@pytest.mark.parametrize("values", ["share_of_topic", "frequency"])
def test_other_values_have_no_bands(values):
    table = topics_over_time(LABELS, None, YEARS)
    figure = plot_topics_over_time(table, values=values, topics=[2, -1])
    column = {"share_of_topic": "shares_of_topics", "frequency": "frequencies"}[values]
    assert [trace.name for trace in figure.data] == ["topic 2", "outliers"]
    for line, topic in zip(figure.data, [2, -1], strict=True):
        assert_array_equal(line.y, getattr(table.topic(topic), column))


def test_topics_that_vary_most_are_chosen_by_their_documents():
    labels = np.repeat([0, 1, 0, 2], [50, 10, 50, 10])
    years = np.repeat([1990, 1990, 2000, 2000], [50, 10, 50, 10])
    figure = plot_topics_over_time(labels, None, years, topics="varying", n_topics=2)
    assert list(lines_of(figure)) == ["topic 1", "topic 2"]
    note = figure.layout.title.subtitle.text
    assert note == "the 2 of 3 topics that vary most"


def test_names_and_words_are_shown_as_text():
    documents = ["<b>sea ship", "tax <i>debt"] * 3
    vectorizer = SequenceVectorizer(token_pattern=r"\S+").fit(documents)
    counts = vectorizer.transform(documents).to_counts()
    model = LatentDirichletAllocation(2, random_state=0).fit(counts)
    figure = plot_topics_over_time(
        model, counts, [1, 1, 2, 2, 3, 3], interval=None, labels={0: "<script>&"}
    )
    lines = lines_of(figure)
    assert "0: &lt;script&gt;&amp;" in lines
    for line in lines.values():
        assert "<i>debt" not in "".join(line.text)


def test_two_hundred_topics_are_the_eight_largest():
    rng = np.random.default_rng(0)
    labels = np.concatenate([np.arange(200), rng.integers(0, 200, 2000)])
    years = rng.integers(1990, 1994, len(labels))
    figure = plot_topics_over_time(labels, None, years, interval=None)
    sizes = np.bincount(labels)
    assert len(figure.data) == 8
    assert min(sizes[int(t.name.split()[1])] for t in figure.data) == sorted(sizes)[-8]
    assert figure.layout.title.subtitle.text == "the 8 largest of 200 topics"


def test_one_time_and_no_topic():
    figure = plot_topics_over_time([-1, -1], None, [5, 5])
    assert figure.data[-1].name == "outliers"
    assert_array_equal(figure.data[-1].y, [1.0])


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"table": topics_per_class([0, 1], None, [5, 6])}, ValueError, "per_class"),
        ({"table": [0, 1]}, TypeError, "without times"),
        ({"table": [0, 1], "times": [1, 2], "topics": [3]}, ValueError, "no topic 3"),
        ({"table": [0, 1], "times": [1, 2], "topics": [0, 0]}, ValueError, "repeat"),
        ({"table": [0, 1], "times": [1, 2], "width": 0}, ValueError, "width"),
    ],
    ids=["classes", "no times", "no such topic", "repeated", "width"],
)
def test_what_is_refused(given, error, message):
    with pytest.raises(error, match=message):
        plot_topics_over_time(**given)


def test_options_beside_a_table_are_refused():
    table = topics_over_time(LABELS, None, YEARS)
    with pytest.raises(TypeError, match="which has times already"):
        plot_topics_over_time(table, n_bins=3)
