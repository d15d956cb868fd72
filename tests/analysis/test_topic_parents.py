"""Topics that have several parents, as a table."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, HierarchicalARTM
from sktopics.analysis import topic_parents
from sktopics.topics import topic_table

TEXTS = [
    "sea ship sail wind",
    "sea fish net ship",
    "tax law vote sea",
    "tax debt bank law",
    "bank river sea fish",
    "wind law tax ship",
] * 3


@pytest.fixture(scope="module")
def pipeline():
    levels = [ARTM(2), ARTM(3), ARTM(5)]
    model = HierarchicalARTM(levels, random_state=0)
    return make_pipeline(CountVectorizer(), model).fit(TEXTS)


def test_shares_are_those_of_bayes_rule(pipeline):
    model = pipeline[-1]
    found = topic_parents(pipeline, min_share=0)
    assert any(row.share < 0.9 for row in found)
    for level in (1, 2):
        psi = model.child_given_parent_[level - 1]
        masses = model.levels_[level - 1].topic_word_counts_.sum(axis=1)
        joint = psi * masses
        for topic in range(len(psi)):
            rows = [r for r in found if (r.level, r.topic) == (level, topic)]
            assert [r.share for r in rows] == sorted(r.share for r in rows)[::-1]
            assert len(rows) == np.count_nonzero(psi[topic])
            for row in rows:
                expected = joint[topic, row.parent] / joint[topic].sum()
                assert row.share == pytest.approx(expected)
                assert row.share_of_parent == pytest.approx(psi[topic, row.parent])


def test_names_are_those_of_the_levels(pipeline):
    found = topic_parents(pipeline, n_top_words=2)
    tables = [topic_table(pipeline, 2, level=level) for level in range(3)]
    for row in found:
        assert row.label == ", ".join(tables[row.level][row.topic].terms)
        parent = tables[row.level - 1][row.parent]
        assert row.parent_label == ", ".join(parent.terms)


def test_small_parents_are_left_out(pipeline):
    everything = topic_parents(pipeline, min_share=0)
    some = topic_parents(pipeline, min_share=0.4)
    assert list(some) == [row for row in everything if row.share >= 0.4]
    assert len(some) < len(everything)


def test_the_table_is_a_sequence_and_a_frame(pipeline):
    found = topic_parents(pipeline)
    assert list(found[:2]) == [found[0], found[1]]
    assert found.to_dict()["share"] == [row.share for row in found]
    assert "pairs of a topic and a parent" in repr(found)
    pd = pytest.importorskip("pandas")
    assert isinstance(found.to_frame(), pd.DataFrame)


def test_searches_and_single_levels_are_read(pipeline):
    X = pipeline[0].transform(TEXTS)
    search = GridSearchCV(pipeline[-1], {"parent_weight": [1.0]}, cv=2).fit(X)
    assert {row.level for row in topic_parents(search)} == {1, 2}
    one = HierarchicalARTM([ARTM(2)], random_state=0).fit(X)
    assert len(topic_parents(one)) == 0
    assert "0 pairs" in repr(topic_parents(one))


def test_unconnected_levels_have_all_parents_alike():
    model = HierarchicalARTM([ARTM(2), ARTM(3)], parent_weight=0, random_state=0)
    found = topic_parents(make_pipeline(CountVectorizer(), model).fit(TEXTS))
    assert len(found) == 6


def test_other_models_have_no_parents():
    model = make_pipeline(CountVectorizer(), ARTM(2, random_state=0)).fit(TEXTS)
    with pytest.raises(TypeError, match="chain of models"):
        topic_parents(model)
