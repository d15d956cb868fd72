"""Tables of the levels of a hierarchy."""

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, HierarchicalARTM
from sktopics.topics import topic_table

TEXTS = [
    "sea ship sea harbour",
    "tax debt tax law",
    "ship sea wind",
    "tax cut debt",
] * 3


@pytest.fixture(scope="module")
def pipeline():
    levels = [ARTM(1), ARTM(2), ARTM(3)]
    model = HierarchicalARTM(levels, random_state=0)
    return make_pipeline(CountVectorizer(), model).fit(TEXTS)


@pytest.mark.parametrize("level", [0, 1, 2, -1, -3])
def test_each_level_has_a_table_with_names(pipeline, level):
    table = topic_table(pipeline, 3, level=level)
    model = pipeline[-1].levels_[level]
    same = topic_table(make_pipeline(pipeline[0], model), 3)
    assert [topic.terms for topic in table] == [topic.terms for topic in same]
    assert [topic.size for topic in table] == [topic.size for topic in same]
    assert "ship" in topic_table(pipeline, 20, level=level)[0].terms or level in (1, 2)


def test_the_last_level_is_that_of_no_level(pipeline):
    assert topic_table(pipeline, level=-1) == topic_table(pipeline)


def test_documents_of_a_level_are_found(pipeline):
    table = topic_table(pipeline, X=TEXTS, level=1, n_representative=1)
    assert {topic.documents[0].excerpt for topic in table} <= set(TEXTS)
    assert sum(topic.size for topic in table) == pytest.approx(1)


def test_searches_and_bare_models_have_levels_too(pipeline):
    X = pipeline[0].transform(TEXTS)
    search = GridSearchCV(pipeline[-1], {"parent_weight": [1.0]}, cv=2).fit(X)
    assert len(topic_table(search, level=0)) == 1
    names = pipeline[0].get_feature_names_out()
    bare = topic_table(pipeline[-1], 3, names, level=0)
    assert bare == topic_table(pipeline, 3, level=0)


@pytest.mark.parametrize("level", [3, -4])
def test_levels_that_are_not_there_are_refused(pipeline, level):
    with pytest.raises(ValueError, match=f"level={level}: there are 3 levels"):
        topic_table(pipeline, level=level)


def test_a_model_without_levels_is_told_so():
    model = make_pipeline(CountVectorizer(), ARTM(2, random_state=0)).fit(TEXTS)
    with pytest.raises(TypeError, match="level=0 is for a model that is a chain"):
        topic_table(model, level=0)
    with pytest.raises(ValueError, match="level"):
        topic_table(model, level="top")
