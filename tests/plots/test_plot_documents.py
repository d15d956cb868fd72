"""Maps of documents: traces, order, samples, labels, odd input."""

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.analysis import document_layout
from sktopics.plots import plot_documents
from sktopics.plots._document_points import sampled_rows
from sktopics.plots._map_labels import labels_in_map

pytest.importorskip("plotly")

HOSTILE = ["<b>bold</b>", "]]> %{x} &amp;", "‮evil", "<a href='x'>y</a>"]
TEXTS = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut", "sea wind"]


def grid(n):
    """Places of documents, all different."""
    return np.column_stack((np.arange(n) % 7, np.arange(n) // 7)).astype(float)


def names(figure):
    return [trace.name for trace in figure.data]


def test_no_topic_is_below_and_the_largest_topic_comes_first():
    labels = np.array([1, 1, 1, 0, -1, 2, 2])
    figure = plot_documents(labels, coordinates=grid(7))
    assert names(figure) == ["(no topic)", "topic 1", "topic 2", "topic 0"]
    for trace, topic in zip(figure.data, [-1, 1, 2, 0], strict=True):
        np.testing.assert_array_equal(trace.x, grid(7)[labels == topic, 0])
        np.testing.assert_array_equal(trace.y, grid(7)[labels == topic, 1])
    assert figure.data[0].marker.color == "#8C8C8C"
    assert figure.data[0].type == "scatter"
    assert figure.layout.title.subtitle.text == "7 documents, 3 topics"


def test_of_500_topics_the_largest_have_colours_and_the_title_says_so():
    labels = np.concatenate([np.arange(500), np.repeat(np.arange(100, 130), 20)])
    figure = plot_documents(labels, coordinates=grid(len(labels)))
    assert names(figure)[0] == "other topics"
    assert len(figure.data) == 25
    assert names(figure)[1:] == [f"topic {t}" for t in range(100, 124)]
    marks = {(t.marker.color, t.marker.symbol) for t in figure.data[1:]}
    assert len(marks) == 24
    assert sum(len(trace.x) for trace in figure.data) == 1100
    assert figure.layout.title.subtitle.text == (
        "1,100 documents, the 24 largest of 500 topics in colour"
    )
    assert "topic 499<br>document 499" in figure.data[0].hovertext


def test_topics_are_chosen():
    figure = plot_documents([0, 1, 2, 2, -1], coordinates=grid(5), topics=[0, 2])
    assert names(figure) == ["(no topic)", "other topics", "topic 2", "topic 0"]
    with pytest.raises(ValueError, match=r"no topic 3 to colour: there are 3"):
        plot_documents([0, 1, 2], coordinates=grid(3), topics=[3])


def test_a_model_and_a_pipeline_name_topics_and_give_texts():
    model = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ).fit(TEXTS)
    figure = plot_documents(model, tuple(TEXTS))
    assert sorted(names(figure)) == ["0: tax, debt, cut", "1: sea, ship, harbour"]
    (sea,) = (trace for trace in figure.data if "sea" in trace.name)
    assert sea.hovertext[0] == "document 0<br>sea ship sea harbour"
    assert {label.text for label in figure.layout.annotations} <= set(names(figure))
    layout = document_layout(model, TEXTS)
    again = plot_documents(layout, TEXTS, labels={1: "sea"})
    assert sorted(names(again)) == ["1: sea", "topic 0"]
    np.testing.assert_array_equal(again.data[0].x, figure.data[0].x)


def test_ids_of_a_series_are_said_and_hover_can_be_left_out():
    pandas = pytest.importorskip("pandas")
    texts = pandas.Series(TEXTS[:2], index=["a", "b"])
    figure = plot_documents([0, 0], texts, coordinates=grid(2))
    assert figure.data[0].hovertext[1] == "document b<br>tax debt tax"
    assert plot_documents([0], coordinates=grid(1), hover=False).data[0].hovertext is (
        None
    )


def test_hostile_texts_are_text():
    figure = plot_documents([0, 0, 1, 1], HOSTILE, coordinates=grid(4), labels=HOSTILE)
    shown = figure.to_json()
    assert "<b>" not in shown
    assert "<a href" not in shown
    assert "0: &lt;b&gt;bold&lt;/b&gt;" in names(figure)
    hover = figure.data[0].hovertext + figure.data[1].hovertext
    assert "document 1<br>]]&gt; %{x} &amp;amp;" in hover
    # Braces are read in templates alone.
    assert not any(trace.hovertemplate for trace in figure.data)


@pytest.mark.parametrize("labels", [[-1, -1], [0], []], ids=["outliers", "one", "none"])
def test_few_documents(labels):
    labels = np.array(labels, dtype=int)
    figure = plot_documents(labels, coordinates=np.zeros((len(labels), 2)))
    assert sum(len(trace.x) for trace in figure.data) == len(labels)


def test_many_points_are_drawn_by_webgl():
    labels = np.zeros(5001, dtype=int)
    coordinates = np.zeros((5001, 2), dtype=np.float32)
    many = plot_documents(labels, coordinates=coordinates)
    few = plot_documents(labels, coordinates=coordinates, sample=5000)
    assert (many.data[0].type, few.data[0].type) == ("scattergl", "scatter")
    assert few.layout.title.subtitle.text == "5,000 of 5,001 documents, 1 topic"
    # A topic that has no document in the sample has no trace.
    labels[0] = 1
    one = plot_documents(labels, coordinates=coordinates, sample=1)
    assert names(one) == ["topic 0"]


def test_each_topic_has_its_share_of_a_sample():
    topics = np.repeat([-1, 0, 1], [100, 700, 200])
    rows = sampled_rows(topics, 0.1, 0)
    np.testing.assert_array_equal(rows, sampled_rows(topics, 100, 0))
    assert np.bincount(topics[rows] + 1).tolist() == [10, 70, 20]
    assert len(set(rows.tolist())) == 100
    assert len(sampled_rows(topics, 1.0, 0)) == 1000
    assert len(sampled_rows(topics, 1, 0)) == 1
    assert (rows != sampled_rows(topics, 100, 1)).any()


def test_labels_do_not_cover_each_other():
    places = [[0, 0], [0.1, 0], [5, 5], [np.nan, 0]]
    options = {"extent": (-1, 10, -1, 10), "size": (500, 500)}
    shown = labels_in_map(["large", "small", "far", "empty"], places, **options)
    assert [label["text"] for label in shown] == ["large", "far"]
    (label,) = labels_in_map(["a name"], [[1, 2]], lifts=[7], **options)
    assert (label["x"], label["y"], label["yshift"]) == (1, 2, 7)
    assert not plot_documents([0], coordinates=grid(1), n_labels=0).layout[
        "annotations"
    ]
