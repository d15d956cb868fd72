"""Names of some topics or of all, wherever names are taken."""

import re

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.pipeline import make_pipeline

from sktopics.topics import (
    Topic,
    TopicTable,
    document_table,
    name_topics,
    topic_info,
    topic_table,
)

TABLE = TopicTable(
    [
        Topic(2, None, 0.5, ("sea",), (1.0,)),
        Topic(0, "money", 0.25, ("tax",), (1.0,)),
        Topic(1, None, 0.25, ("rain",), (1.0,)),
    ]
)
OF_CLUSTERS = TopicTable(TABLE, Topic(-1, None, 0.1, ("um",), (1.0,)))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({2: "Ships"}, ["Ships", "money", "rain"]),
        ({np.int64(2): "Ships", np.int8(1): "Water"}, ["Ships", "money", "Water"]),
        ({0: None}, ["sea", "tax", "rain"]),
        ({0: ""}, ["sea", "tax", "rain"]),
        ({1: 1994}, ["sea", "money", "1994"]),
        ({}, ["sea", "money", "rain"]),
        (["a", "b", "c"], ["a", "b", "c"]),
        (("a", None, "c"), ["a", "tax", "c"]),
        (np.array(["a", "b", "c"]), ["a", "b", "c"]),
        (iter(["a", "b", "c"]), ["a", "b", "c"]),
    ],
)
def test_labels_of_a_table(labels, expected):
    before = TABLE.labels
    table = name_topics(TABLE, labels)
    assert table.labels == expected
    assert TABLE.labels == before
    assert table.top_words == TABLE.top_words
    assert table.outliers is None


def test_labels_of_outliers():
    table = OF_CLUSTERS.with_labels({-1: "rest"})
    assert table.topic(-1).label == "rest"
    assert table.labels == OF_CLUSTERS.labels
    assert table.with_labels({-1: None}).topic(-1).label == "outliers"
    assert OF_CLUSTERS.with_labels({2: "x"}).outliers == OF_CLUSTERS.outliers


@pytest.mark.parametrize(
    ("labels", "error", "match"),
    [
        (
            {3: "x"},
            ValueError,
            "labels names topic 3, and there is none (topics: 0 to 2)",
        ),
        ({-2: "x"}, ValueError, "labels names topic -2"),
        ({-1: "x"}, ValueError, "this model has none"),
        ({"2": "x"}, TypeError, "'2' is none"),
        ({True: "x"}, TypeError, "True is none"),
        ({1.0: "x"}, TypeError, "1.0 is none"),
        (["a"], ValueError, "labels has 1 names for 3 topics. A dict"),
        ("abc", TypeError, "labels must be a list of names, or a dict"),
        (7, TypeError, "got 7"),
        (None, TypeError, "got None"),
    ],
)
def test_no_labels(labels, error, match):
    for name in (TABLE.with_labels, lambda labels: name_topics(TABLE, labels)):
        with pytest.raises(error, match=re.escape(match)):
            name(labels)


def test_models(pipelines, speeches):
    pipeline = pipelines[0]
    plain = topic_table(pipeline)
    for model in (pipeline, pipeline[-1], make_pipeline(pipeline)):
        table = name_topics(model, {3: "Fees"})
        expected = topic_table(model).labels
        expected[3] = "Fees"
        assert table.labels == expected
        assert table == topic_table(model, labels={3: "Fees"})
    by_size = topic_table(pipeline, labels={3: "Fees"}, sort_by="size")
    assert by_size.topic(3).label == "Fees"
    documents = document_table(pipeline, speeches, labels={3: "Fees"})
    assert ("Fees" in documents.labels) == (3 in documents.topics)
    assert topic_table(pipeline, labels=[None] * 6) == plain
    with pytest.raises(ValueError, match="labels names topic 6"):
        topic_table(pipeline, labels={6: "x"})
    with pytest.raises(ValueError, match="labels names topic -1"):
        topic_table(pipeline, labels={-1: "x"})


def test_labels_of_a_table_go_with_any_function():
    X = [[2, 1, 0, 0], [4, 2, 0, 0], [0, 0, 1, 3]]
    model = NMF(2, random_state=0).fit(X)
    named = name_topics(model, {1: "Debts"})
    plain = topic_table(model).labels
    assert topic_table(model, labels=named).labels == [plain[0], "Debts"]
    assert not topic_table(model, labels=named)[0].is_named
    assert document_table(model, X, labels=named).topic_labels[1] == "Debts"
    assert topic_info(model, X, labels=named).to_dict()["label"][1] == "Debts"
    assert topic_table(model, labels=named[:1]).labels == plain
