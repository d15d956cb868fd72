"""One row per topic: numbers of documents, names, words, typical documents."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.topics import topic_info

DOCUMENTS = ["ship sea", "sea", "tax debt", "debt", "sea ship"]
VECTORS = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.3, 0.7], [1.0, 0.0]])


@pytest.fixture(scope="module")
def clusters():
    model = BERTopic(None, None, None)
    return model.fit(DOCUMENTS, [0, 0, 1, -1, 0], embeddings=VECTORS)


def test_outliers_come_first(clusters):
    columns = topic_info(clusters).to_dict()
    assert columns["topic"] == [-1, 0, 1]
    assert columns["n_documents"] == [1, 3, 1]
    assert columns["label"][0] == "outliers"
    assert columns["excerpts"][2] == ["tax debt"]


def test_names_are_those_of_users(clusters):
    named = BERTopic(None, None, None)
    named.fit(DOCUMENTS, [0, 0, 1, -1, 0], embeddings=VECTORS)
    named.name_topics({1: "money"})
    assert topic_info(named).to_dict()["label"][2] == "money"


def test_other_documents_are_counted(clusters):
    info = topic_info(clusters, DOCUMENTS[:3], embeddings=VECTORS[:3])
    assert info.n_documents.tolist() == [2, 1]
    assert info.n_outliers == 0


def test_mixtures_by_sums_of_shares():
    pipeline = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ).fit(DOCUMENTS)
    info = topic_info(pipeline, DOCUMENTS)
    assert info.n_outliers is None
    assert info.n_documents == pytest.approx(pipeline.transform(DOCUMENTS).sum(axis=0))
    assert info.to_dict()["topic"] == [0, 1]
    with pytest.raises(TypeError, match="X must be"):
        topic_info(pipeline)


def test_frames(clusters):
    pytest.importorskip("pandas")
    frame = topic_info(clusters).to_frame()
    assert frame.loc[-1, "n_documents"] == 1
    assert repr(topic_info(clusters)).splitlines()[2].split() == ["-1", "1", "outliers"]


def test_repr_counts_topics(clusters):
    assert repr(topic_info(clusters)).startswith("TopicInfo: 2 topics\n")
    model = BERTopic(None, None, None).fit(DOCUMENTS, [0] * 5, embeddings=VECTORS)
    assert repr(topic_info(model)).startswith("TopicInfo: 1 topic\n")
