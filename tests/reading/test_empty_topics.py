"""Topics that no word is about: in the model, its table and its scores."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, AuthorTopicModel, LatentDirichletAllocation
from sktopics._reading import empty_topics
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    diversity_scorer,
    topic_coherences,
    topic_diversity,
)
from sktopics.topics import topic_table

NAMES = [f"word{i:02}" for i in range(12)]
X = np.eye(12, dtype=int)[:9] + np.eye(12, k=1, dtype=int)[:9]
TEXTS = [" ".join(np.repeat(NAMES, row)) for row in X]


def fitted(n_components=50, **parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = LatentDirichletAllocation(n_components, random_state=0, **parameters)
        return make_pipeline(CountVectorizer(), model).fit(TEXTS)


@pytest.mark.parametrize("inference", ["collapsed", "variational"])
def test_more_topics_than_words(inference):
    with pytest.warns(UserWarning, match=r"of 50 topics are empty") as record:
        model = LatentDirichletAllocation(
            50, inference=inference, random_state=0
        ).fit(X)  # fmt: skip
    assert len(record) == 1
    empty = empty_topics(model)
    assert str(empty.sum()) in str(record[0].message)
    assert 30 < empty.sum() < 50
    counts = (model.components_ - model.topic_word_prior_).sum(axis=1)
    assert counts[empty].max() < 0.01
    assert counts[~empty].min() > 0.01
    table = topic_table(model)
    assert [topic.is_empty for topic in table] == empty.tolist()
    assert repr(table).startswith(f"TopicTable: 50 topics, {empty.sum()} of them empty")
    assert list(table.to_dict()["is_empty"]) == empty.tolist()
    for topic in table:
        assert bool(topic.terms) != topic.is_empty
    assert f"{empty.sum()} of them empty" in table._repr_html_()
    assert table.to_markdown().count("(empty)") == empty.sum()


def test_authors_too():
    with pytest.warns(UserWarning, match=r"topics are empty"):
        model = AuthorTopicModel(
            50, random_state=0, doc_topic_prior=0.01, topic_word_prior=0.001
        ).fit(X, authors=[["a"], ["b"], ["c"]] * 3)  # fmt: skip
    assert empty_topics(model).any()


def test_a_usual_model_has_none():
    rng = np.random.default_rng(0)
    many = rng.poisson(1.0, (60, 30))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = LatentDirichletAllocation(4, random_state=0).fit(many)
        small = LatentDirichletAllocation(4, random_state=0).fit(1e-3 * many)
    assert not empty_topics(model).any()
    assert not empty_topics(small).any()  # weights, of which 1 is no token
    table = topic_table(model)
    assert repr(table).startswith("TopicTable: 4 topics\n")
    assert "is_empty" not in table.to_dict()


def test_rounding_is_no_reason_to_call_a_topic_empty():
    rng = np.random.default_rng(0)
    many = rng.poisson(1.0, (60, 30)).astype(np.float32)
    model = LatentDirichletAllocation(4, topic_word_prior=1e6, random_state=0)
    assert not empty_topics(model.fit(many)).any()


def test_models_without_counts_have_zeros():
    model = NMF(2, random_state=0).fit(X)
    model.components_[1] = 0
    assert empty_topics(model).tolist() == [False, True]
    model.components_ = sp.csr_array(model.components_)
    assert empty_topics(model).tolist() == [False, True]
    artm = ARTM(4, random_state=0).fit(X)
    artm.components_[[0, 2]] = 0
    assert empty_topics(artm).tolist() == [True, False, True, False]
    assert [t.is_empty for t in topic_table(artm)] == [True, False, True, False]


@pytest.mark.parametrize("of_table", [False, True])
def test_scores_leave_them_out(of_table):
    pipeline = fitted()
    empty = empty_topics(pipeline)
    judged = topic_table(pipeline, 3) if of_table else pipeline
    kept = [t for t in topic_table(pipeline, 3).top_words if t]
    left_out = rf"{empty.sum()} of 50 topics are empty and left out"
    for measure in ("unique", "jaccard", "inverted_rbo"):
        with pytest.warns(UserWarning, match=left_out) as record:
            found = topic_diversity(judged, 3, measure=measure)
        assert found == topic_diversity(kept, 3, measure=measure)
        assert len(record) == 1
    texts = [text.split() for text in TEXTS]
    with pytest.warns(UserWarning, match=left_out):
        found = coherence_score(judged, texts, measure="c_npmi", n_top_words=3)
    assert found == coherence_score(kept, texts, measure="c_npmi", n_top_words=3)
    each = topic_coherences(judged, texts, measure="c_npmi", n_top_words=3)
    assert each.is_empty.tolist() == empty.tolist()
    assert len(each.values) == 50


def test_scorers_leave_them_out():
    pipeline = fitted()
    empty = empty_topics(pipeline)
    kept = [t for t in topic_table(pipeline, 3).top_words if t]
    for scorer in (
        diversity_scorer("jaccard", n_top_words=3),
        coherence_scorer("c_npmi", n_top_words=3, analyzer=str.split),
    ):
        with pytest.warns(UserWarning, match="are empty and left out"):
            found = scorer(pipeline, TEXTS)
        assert np.isfinite(found)
    assert topic_diversity(kept, 3, measure="jaccard") == pytest.approx(
        _quiet(diversity_scorer("jaccard", n_top_words=3), pipeline)
    )
    alive = np.flatnonzero(~empty)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        diversity_scorer(n_top_words=3, topics=alive)(pipeline, TEXTS)


def _quiet(scorer, model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return scorer(model, TEXTS)


def test_lists_that_users_give_are_judged_as_they_are():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert topic_diversity([["a"], [], ["a"]], measure="jaccard") == pytest.approx(
            2 / 3
        )
