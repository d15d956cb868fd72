"""Levels of topics side by side."""

import numpy as np
import pytest
from sklearn.decomposition import NMF

from sktopics import BERTopic, LeidenClustering
from sktopics.analysis import TopicParent, TopicParents, topic_taxonomy
from sktopics.plots import plot_topic_tree

pytest.importorskip("plotly")

PARENTS = TopicParents(
    (
        TopicParent(1, 0, "<b>", 1, "land", 0.8, 0.5),
        TopicParent(1, 0, "<b>", 0, "sea", 0.2, 0.1),
        TopicParent(1, 1, "ship", 0, "sea", 1.0, 0.9),
        TopicParent(1, 2, "farm", 1, "land", 0.5, 0.4),
    )
)


def test_lines_have_the_widths_of_shares():
    figure = plot_topic_tree(PARENTS)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [line.name for line in lines] == [
        "75% or more of the topic",
        "50% to 75% of the topic",
        "0% to 25% of the topic",
    ]
    assert [line.x.count(None) + 1 for line in lines] == [2, 1, 1]
    assert [line.line.width for line in lines] == sorted(
        (line.line.width for line in lines), reverse=True
    )
    above, below = figure.data[-2:]
    assert above.text == ("0: sea", "1: land")
    # In the order of their parents, so that few lines cross.
    assert below.text == ("1: ship", "0: &lt;b&gt;", "2: farm")
    assert "80% in 1: land<br>20% in 0: sea" in below.hovertext[1]
    ends = {lines[0].y[0], lines[0].y[3]}
    assert ends == {above.y[0], above.y[1]}


def test_the_largest_topics_of_many_and_labels():
    figure = plot_topic_tree(PARENTS, n_topics=2, labels=["a", "b", "c"])
    assert figure.layout.title.subtitle.text == "on 2 levels: 2, 2 of 3"
    assert figure.data[-1].text == ("1: b", "0: a")
    rows = tuple(
        TopicParent(1, i, f"t{i}", i % 10, f"p{i % 10}", 1.0, i / 1e4)
        for i in range(200)
    )
    many = plot_topic_tree(TopicParents(rows))
    assert len(many.data[-1].text) == 60
    assert {int(name.split(":")[0]) for name in many.data[-1].text} == set(
        range(140, 200)
    )
    heights = many.data[-2].y
    assert (heights[1:] - heights[:-1] >= 1 - 1e-9).all()


def test_a_taxonomy_keeps_the_numbers_of_its_levels():
    documents = ["ship sea", "sea wind", "tax debt", "tax law"]
    vectors = [[9, 1, 0], [8, 2, 0], [0, 1, 9], [1, 0, 9]]
    taxonomy = topic_taxonomy(
        [0, 1, 2, 3], documents, embeddings=vectors, n_per_level=[2, 1]
    )
    figure = plot_topic_tree(taxonomy)
    assert figure.layout.xaxis.ticktext == ("level 2", "level 1", "level 0")
    assert [note.text for note in figure.layout.annotations] == [
        "0: sea, ship, wind",
        "1: tax, debt, law",
    ]
    assert figure.data[-1].text[0] == "0: ship, sea"


def test_layers_of_a_model_of_clusters():
    rng = np.random.default_rng(0)
    vectors = np.repeat(np.eye(6), 15, axis=0) + rng.normal(0, 0.2, (90, 6))
    documents = [f"word{i // 15} term{i // 45}" for i in range(90)]
    clusterer = LeidenClustering(n_neighbors=5, resolution=6)
    model = BERTopic(None, None, clusterer, random_state=0)
    model.fit(documents, embeddings=vectors)
    taxonomy = topic_taxonomy(model, levels="layers")
    figure = plot_topic_tree(model, n_topics=None)
    shown = [len(trace.x) for trace in figure.data if trace.mode != "lines"]
    assert shown == taxonomy.n_per_level[::-1]
    assert len(shown) > 1
    assert figure.layout.showlegend is False


def test_nothing_and_what_is_refused():
    assert len(plot_topic_tree(TopicParents(())).data) == 1
    model = NMF(2, random_state=0).fit([[1, 0, 2], [0, 1, 1], [2, 0, 0]])
    with pytest.raises(TypeError, match="plot_hierarchy or plot_taxonomy"):
        plot_topic_tree(model)
    with pytest.raises(TypeError, match="is given a table"):
        plot_topic_tree(PARENTS, min_share=0.3)
