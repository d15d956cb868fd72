"""A map of documents with levels: what each step of the slider shows."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, HierarchicalARTM
from sktopics.analysis import hierarchical_topics, topic_taxonomy
from sktopics.plots import plot_hierarchical_documents

pytest.importorskip("plotly")

TEXTS = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn", "corn", ""]
LABELS = [0, 0, 1, 1, 2, 3, -1]
VECTORS = [[9, 1, 0], [9, 2, 0], [0, 1, 9], [1, 0, 9], [0, 9, 1], [1, 9, 0], [0, 0, 1]]
PLACES = np.arange(14.0).reshape(7, 2)


def steps_of(figure):
    return [step.args for step in figure.layout.sliders[0].steps]


def test_steps_are_cuts_of_the_hierarchy():
    hierarchy = hierarchical_topics(LABELS, TEXTS, embeddings=VECTORS)
    figure = plot_hierarchical_documents(
        LABELS, TEXTS, hierarchy=hierarchy, coordinates=PLACES, n_levels=3
    )
    assert [len(trace.x) for trace in figure.data] == [1, 2, 2, 1, 1]
    labels = [step.label for step in figure.layout.sliders[0].steps]
    assert labels == ["4 topics", "3 topics", "2 topics"]
    for number, (looks, layout) in zip([4, 3, 2], steps_of(figure), strict=True):
        groups = hierarchy.cut(number) if number < 4 else [[0], [1], [2], [3]]
        assert looks["legendgroup"][0] == "-1"
        found = [
            [topic for topic in range(4) if looks["legendgroup"][1 + topic] == group]
            for group in dict.fromkeys(looks["legendgroup"][1:])
        ]
        assert found == groups
        # One entry of the legend, one label, one colour for each group.
        assert sum(looks["showlegend"]) == number + 1
        assert len(set(looks["marker.color"])) == number + 1
        assert len(layout["annotations"]) <= number
        assert set(looks["name"][1:]) >= {
            label["text"] for label in layout["annotations"]
        }
    # The first step is what the figure shows.
    assert [trace.name for trace in figure.data] == steps_of(figure)[0][0]["name"]
    assert figure.data[0].name == "(no topic)"


def test_a_group_has_the_colour_of_its_largest_topic():
    figure = plot_hierarchical_documents(
        LABELS, TEXTS, embeddings=VECTORS, coordinates=PLACES
    )
    fine, coarse = steps_of(figure)[0][0], steps_of(figure)[-1][0]
    assert set(coarse["marker.color"]) <= set(fine["marker.color"])
    assert coarse["marker.color"][1] == fine["marker.color"][1]


def test_the_largest_group_has_a_colour_and_others_are_pale():
    figure = plot_hierarchical_documents(
        [0, 1, 2, 2, 2, 3], TEXTS[:6], embeddings=VECTORS[:6], n_topics=1, n_levels=1,
        coordinates=PLACES[:6],
    )  # fmt: skip
    ((looks, layout),) = steps_of(figure)
    assert [len(trace.x) for trace in figure.data] == [3, 1, 1, 1]
    assert looks["showlegend"] == [True, False, False, False]
    assert len(set(looks["marker.color"])) == 2
    assert [label["text"] for label in layout["annotations"]] == ["topic 2"]


def test_levels_of_a_taxonomy():
    taxonomy = topic_taxonomy(LABELS, TEXTS, embeddings=VECTORS, n_per_level=[2])
    figure = plot_hierarchical_documents(
        LABELS, TEXTS, hierarchy=taxonomy, coordinates=PLACES
    )
    names = steps_of(figure)[1][0]["name"]
    assert set(names[1:]) == {node.label for node in taxonomy if node.level == 1}


def test_levels_of_a_model():
    texts = TEXTS[:6] * 5
    levels = [ARTM(2, random_state=0), ARTM(4, random_state=0)]
    model = make_pipeline(CountVectorizer(), HierarchicalARTM(levels)).fit(texts)
    figure = plot_hierarchical_documents(model, texts)
    assert figure.layout.title.subtitle.text == "30 documents on 2 levels"
    (fine, _), (coarse, _) = steps_of(figure)
    assert len(set(coarse["legendgroup"])) <= 2 < len(set(fine["legendgroup"]))
    assert sum(len(trace.x) for trace in figure.data) == 30


@pytest.mark.parametrize("labels", [[0, 0], [-1, -1]], ids=["one topic", "outliers"])
def test_without_a_second_topic_there_is_one_level(labels):
    figure = plot_hierarchical_documents(labels, ["a", "b"], coordinates=[[0, 0]] * 2)
    assert len(figure.layout.sliders[0].steps) == 1
    assert len(figure.data[0].x) == 2


def test_many_topics_and_hostile_names():
    labels = np.arange(150)
    rng = np.random.default_rng(0)
    hierarchy = hierarchical_topics(
        labels, [f"w{i}" for i in range(150)], embeddings=rng.random((150, 4))
    )
    figure = plot_hierarchical_documents(
        labels,
        hierarchy=hierarchy,
        coordinates=rng.random((150, 2)),
        labels=[f"<b>{i}</b> ]]>" for i in range(150)],
        hover=False,
    )
    assert len(figure.data) == 150
    assert "<b>" not in figure.to_json()
    for looks, _ in steps_of(figure):
        assert sum(looks["showlegend"]) <= 24
