"""Names by a language model for layers of topics."""

import re
import warnings

import numpy as np
import pytest
from llm_fakes import Scripted, keywords_of, named, some_topics
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, BERTopic, HierarchicalARTM, LatentDirichletAllocation
from sktopics.clustering import LeidenClustering
from sktopics.datasets import load_sotu
from sktopics.representation import LLMNaming, name_layers
from sktopics.topics import TopicTable


def children_of(prompt):
    found = re.search(r"<children \w+>\n(.*?)\n</children", prompt, re.DOTALL)
    return [] if found is None else found[1].removeprefix("- ").split("\n- ")


def by_words_and_children(prompt):
    if "almost the same name" in prompt:
        return "no"
    return named(f"{len(children_of(prompt))} of {keywords_of(prompt)[0]}")


def silent(*arguments, **more):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return name_layers(*arguments, **more)


@pytest.fixture(scope="module")
def documents():
    return list(load_sotu().documents[:400])


def test_layers_of_a_cluster_model_are_named_from_the_finest_up(documents):
    rng = np.random.default_rng(0)
    centers = rng.normal(size=(4, 8)).repeat(3, axis=0) + rng.normal(size=(12, 8)) * 0.3
    vectors = (centers.repeat(40, axis=0) + rng.normal(size=(480, 8)) * 0.03)[:400]
    clusterer = LeidenClustering(random_state=0)
    model = BERTopic(None, None, clusterer, CountVectorizer(stop_words="english"))
    model.fit(documents, embeddings=vectors)
    n_layers = len(model.layers_)
    assert n_layers > 1
    llm = Scripted(by_words_and_children)
    tables, parents, reports = silent(model, llm, documents, embeddings=vectors)
    assert [len(t) for t in tables] == [labels.max() + 1 for labels in model.layers_]
    assert tables[model.layer_].top_words == model.topics_.top_words
    for i in range(n_layers - 1):
        rows = model.layers_[i] >= 0
        inside = parents[i][model.layers_[i][rows]]
        assert np.array_equal(inside, model.layers_[i + 1][rows])
        for row in reports[i + 1]:
            below = np.flatnonzero(parents[i] == row.topic)
            if len(below) == 1:  # the same topic: the same name, without a call
                assert row.status == "passed over"
                label = tables[i].topic(below[0]).label
                assert tables[i + 1].topic(row.topic).label == label
            else:
                told = children_of(row.prompt)
                assert len(told) == len(below)
                labels = {tables[i].topic(child).label for child in below}
                assert {text.split(" (")[0] for text in told} == labels
    assert "<documents" in reports[0][0].prompt
    assert not any(topic.is_named for topic in model.topics_)


def test_layers_of_a_hierarchy_of_mixtures(documents):
    model = make_pipeline(
        CountVectorizer(stop_words="english", min_df=5),
        HierarchicalARTM([ARTM(3, max_iter=5), ARTM(6, max_iter=5)], random_state=0),
    ).fit(documents)
    llm = Scripted(by_words_and_children)
    tables, parents, reports = silent(model, llm, documents)
    assert [len(table) for table in tables] == [6, 3]
    assert set(parents[0].tolist()) <= {0, 1, 2}
    assert parents[1].tolist() == [-1] * 3
    hierarchy = model[-1]
    joint = hierarchy.child_given_parent_[0] * hierarchy.levels_[
        0
    ].topic_word_counts_.sum(axis=1)
    assert parents[0].tolist() == joint.argmax(axis=1).tolist()
    names = set(model[0].get_feature_names_out())
    assert {
        term for table in tables for topic in table for term in topic.terms
    } <= names
    for row in reports[1]:
        told = children_of(row.prompt)
        assert told == ["(none)"] or len(told) == (parents[0] == row.topic).sum()
    without = silent(model, Scripted(by_words_and_children))
    assert without.tables[0].top_words == tables[0].top_words


def test_tables_with_parents():
    fine, coarse = some_topics(), some_topics(names=("Kept", None, None))[:2]
    llm = Scripted(by_words_and_children)
    named_layers = silent([fine, coarse], LLMNaming(llm), parents=[[0, 0, -1]])
    assert named_layers.tables[0].labels == ["0 of ship", "0 of tax", "0 of school"]
    assert named_layers.tables[1].labels == ["Kept", "1 of tax"]
    above = named_layers.reports[1][1].prompt
    assert children_of(above) == ["(none)"]
    shown = silent([fine, coarse[1:]], LLMNaming(llm), parents=[[1, 1, -1]])
    assert children_of(shown.reports[1][0].prompt) == [
        "0 of ship (ship, sea, harbour)",
        "0 of tax (tax, debt, budget)",
    ]
    assert name_layers([], llm) == ([], [], [])
    assert silent([fine], llm).tables[0].labels[0] == "0 of ship"


def test_bad_layers(documents):
    fine, coarse, llm = some_topics(), some_topics()[:1], Scripted()
    for parents, match in [
        (None, "has 0 lists"),
        ([[0, 0]], "must be 3 whole numbers"),
        ([[0.0, 0.0, 0.0]], "must be 3 whole numbers"),
        ([[0, 0, 7]], "names topic 7"),
    ]:
        with pytest.raises(ValueError, match=match):
            name_layers([fine, coarse], llm, parents=parents)
    with pytest.raises(TypeError, match="holds Topic"):
        name_layers(fine, llm)
    counts = CountVectorizer().fit_transform(documents[:20])
    lda = LatentDirichletAllocation(2, max_iter=1).fit(counts)
    with pytest.raises(TypeError, match="LatentDirichletAllocation has no layers"):
        name_layers(lda, llm, counts)
    vectors = np.eye(20)
    flat = BERTopic(None, None, None).fit(
        documents[:20], [0, 1] * 10, embeddings=vectors
    )
    with pytest.raises(ValueError, match="has found no layers"):
        name_layers(flat, llm, documents[:20])
    assert not llm.prompts


def test_an_empty_layer():
    fine = some_topics()
    result = silent([fine, TopicTable([])], Scripted(), parents=[[-1, -1, -1]])
    assert len(result.tables[1]) == 0
