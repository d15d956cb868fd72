"""Names of topics that are given as a dict, a list or a table, to any analysis."""

import pytest
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.analysis import (
    emerging_topics,
    find_documents,
    find_topics,
    hierarchical_topics,
    merged_table,
    topic_taxonomy,
    topics_over_time,
    topics_per_class,
    topics_per_class_over_time,
)
from sktopics.topics import name_topics

DOCUMENTS = ["sea ship", "ship sea", "tax debt", "debt tax", "corn wheat", "wheat"] * 3
TIMES = [2000, 2001, 2002] * 6
CLASSES = ["a", "b"] * 9
MODEL = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(DOCUMENTS)
SEA = int(MODEL.transform(["sea ship"]).argmax())
ALL = {
    "over time": lambda labels: (
        topics_over_time(MODEL, DOCUMENTS, TIMES, labels=labels).labels
    ),
    "per class": lambda labels: (
        topics_per_class(MODEL, DOCUMENTS, CLASSES, labels=labels).labels
    ),
    "per class over time": lambda labels: (
        topics_per_class_over_time(
            MODEL, DOCUMENTS, CLASSES, TIMES, labels=labels
        ).labels
    ),
    "emerging": lambda labels: emerging_topics(
        MODEL, DOCUMENTS, TIMES, labels=labels
    ).to_dict()["label"],
    "hierarchy": lambda labels: hierarchical_topics(MODEL, labels=labels).topics.labels,
    "merged": lambda labels: (
        merged_table(MODEL, [[i for i in range(3) if i != SEA]], labels=labels).labels
    ),
    "taxonomy": lambda labels: [
        topic_taxonomy(MODEL, n_per_level=[1], labels=labels).tree()
    ],
    "topics": lambda labels: find_topics(MODEL, "sea", labels=labels).labels,
    "documents": lambda labels: (
        find_documents(MODEL, DOCUMENTS, "sea", labels=labels).labels
    ),
}


@pytest.mark.parametrize("name", ALL)
def test_names_are_those_that_are_given(name):
    labels = {SEA: "Ships"}
    for given in (labels, name_topics(MODEL, labels)):
        assert any("Ships" in label for label in ALL[name](given))
    assert not any("Ships" in label for label in ALL[name](None))


def test_names_of_labels_without_a_model():
    table = topics_over_time([0, 1, -1], None, [1, 1, 1], labels={1: "Fees"})
    assert set(table.labels) == {"0", "Fees", "outliers"}
