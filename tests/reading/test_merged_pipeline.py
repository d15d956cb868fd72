"""A Pipeline with another model at its end."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline

from sktopics import PLSA, OnlineCountVectorizer, SequenceVectorizer
from sktopics._reading import analyzer_of, pipeline_with

TEXTS = ["sea ship", "tax debt"]
NAMES = np.array(["debt", "sea", "ship", "tax", "war"], dtype=object)


def test_a_model_alone_is_replaced():
    model = PLSA(2)
    assert pipeline_with(PLSA(3), model) is model
    assert pipeline_with(PLSA(3), model, NAMES) is model


@pytest.mark.parametrize("vectorizer", [CountVectorizer(), SequenceVectorizer()])
def test_words_are_added_to_a_copy(vectorizer):
    inner = Pipeline([("words", vectorizer), ("pass", "passthrough")]).fit(TEXTS)
    model, old = PLSA(2), PLSA(3)
    pipeline = Pipeline([("inner", inner), ("topics", old), ("end", None)])
    changed = pipeline_with(pipeline, model, NAMES)
    assert changed["topics"] is model
    assert changed["end"] is None
    assert changed["inner"]["words"].get_feature_names_out().tolist() == NAMES.tolist()
    assert pipeline["topics"] is old
    assert len(inner["words"].vocabulary_) == 4
    assert pipeline_with(pipeline, model)["inner"]["words"] is inner["words"]


@pytest.mark.parametrize("vectorizer", [TfidfVectorizer(), OnlineCountVectorizer()])
def test_what_learns_more_than_words_is_refused(vectorizer):
    pipeline = make_pipeline(vectorizer.fit(TEXTS), PLSA(2))
    with pytest.raises(ValueError, match=type(vectorizer).__name__):
        pipeline_with(pipeline, PLSA(2), NAMES)


def test_analyzers_of_models_and_pipelines():
    vectorizer = CountVectorizer(ngram_range=(1, 2))
    pipeline = make_pipeline(vectorizer, PLSA(2)).fit(TEXTS)
    for estimator in (vectorizer, pipeline):
        assert analyzer_of(estimator)("a sea ship") == ["sea", "ship", "sea ship"]
    assert analyzer_of(PLSA(2)) is None
