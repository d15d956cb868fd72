"""Tasks made of any topics: intruders, words, documents."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.judging import make_tasks
from sktopics.testing import make_documents
from sktopics.topics import TopicTable, topic_table

DOCUMENTS = make_documents(40)
ENCODER = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))


@pytest.mark.parametrize(
    "model",
    [
        make_pipeline(CountVectorizer(), LatentDirichletAllocation(4, random_state=0)),
        make_pipeline(CountVectorizer(), NMF(4, random_state=0)),
        BERTopic(ENCODER, reducer=None, clusterer=KMeans(4, n_init=1, random_state=0)),
    ],
    ids=["lda", "nmf", "bertopic"],
)
def test_of_models(model):
    model.fit(DOCUMENTS)
    kinds = ["intrusion", "rating", "documents"]
    tasks = make_tasks(model, DOCUMENTS, kinds=kinds, n_documents=5, random_state=0)
    table = topic_table(model)
    assert tasks.labels == tuple(topic.label for topic in table)
    for task in tasks:
        top = list(table[task.topic].terms)
        if task.kind == "intrusion":
            assert sorted(task.words) == sorted([*top[:5], task.key])
            assert task.key not in top[:10]
        else:
            assert list(task.words) == top[:10]
    shares = model.transform(DOCUMENTS)
    for k in range(4):
        own = [t for t in tasks if t.kind == "documents" and t.topic == k]
        assert len({task.document for task in own}) == 5
        of_topic = [task.key for task in own]
        assert max(of_topic) > 0.9 * shares[:, k].max() / shares.sum(axis=1).max()


def test_order_is_random_and_repeated():
    topics = [[f"t{k}w{i}" for i in range(10)] for k in range(6)]
    first = make_tasks(topics, random_state=0)
    assert first == make_tasks(topics, random_state=0)
    assert first != make_tasks(topics, random_state=1)
    places = [task.words.index(task.key) for task in first if task.kind == "intrusion"]
    assert len(set(places)) > 1


def test_topics_of_the_same_words_have_no_intruder():
    topics = [["a", "b"], ["b", "a"], ["c", "d"]]
    with pytest.warns(UserWarning, match="no intruder") as caught:
        tasks = make_tasks([*topics[:2], ["a", "b"]], kinds=["intrusion"])
    assert len(tasks) == 0
    assert "[0, 1, 2]" in str(caught[0].message)
    for task in make_tasks(topics, kinds="intrusion"):
        assert task.key in ({"c", "d"} if task.topic < 2 else {"a", "b"})


@pytest.mark.parametrize(
    ("given", "error", "match"),
    [
        ({"kinds": ["words"]}, ValueError, "kinds must be some of"),
        ({"kinds": []}, ValueError, "kinds must be some of"),
        ({"kinds": ["documents"]}, TypeError, "need a fitted model"),
        ({"n_documents": 1}, ValueError, "'n_documents' parameter"),
        ({"topics": [["a", "b"]]}, ValueError, "there is one topic"),
    ],
    ids=["kind", "none", "no-model", "one-document", "one-topic"],
)
def test_bad_input(given, error, match):
    given = {"topics": [["a", "b"], ["c", "d"]], **given}
    with pytest.raises(error, match=match):
        make_tasks(given.pop("topics"), **given)


def test_documents_must_be_texts():
    X = np.array([[2, 1, 0, 0], [0, 0, 1, 2]])
    with pytest.raises(TypeError, match="texts that people can read"):
        make_tasks(NMF(2).fit(X), X, kinds=["documents"])


@pytest.mark.parametrize(
    ("documents", "error", "match"),
    [
        (DOCUMENTS[0], TypeError, "got a str"),
        (np.array([[1, 2]]), TypeError, "got a ndarray"),
        ([DOCUMENTS[0], None], TypeError, r"documents\[1\] is a NoneType"),
        (["", " \n"], ValueError, "all of them are empty"),
        ([], ValueError, "all of them are empty"),
    ],
    ids=["text", "counts", "gap", "blank", "none"],
)
def test_documents_that_nobody_can_read(documents, error, match):
    model = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(DOCUMENTS)
    with pytest.raises(error, match=match):
        make_tasks(model, documents, kinds=["documents"])


def test_terms_are_shown_as_texts_without_blank_ones():
    tasks = make_tasks([[1990, " ", "sea", "1990"], ["tax", "debt"]], random_state=0)
    rated = {task.id: task.words for task in tasks if task.kind == "rating"}
    assert rated == {"rating-0": ("1990", "sea"), "rating-1": ("tax", "debt")}
    assert tasks.labels == ("1990, sea", "tax, debt")


def test_topics_without_terms_and_without_outliers():
    tasks = make_tasks([["ship", "sea"], [], ["tax", "debt"]], kinds="rating")
    assert {task.topic for task in tasks} == {0, 2}
    assert len(tasks.labels) == 3
    model = make_pipeline(CountVectorizer(), NMF(4, random_state=0)).fit(DOCUMENTS)
    table = topic_table(model)
    part = TopicTable(table[2:], outliers=replace(table[0], index=-1))
    tasks = make_tasks(part, kinds="rating", random_state=0)
    assert tasks.labels == (table[2].label, table[3].label)
    for task in tasks:
        assert task.words == table[2 + task.topic].terms[:10]
