"""The topics of a term, by Bayes' rule."""

import pickle

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.exceptions import NotFittedError

from sktopics.topics import term_topics, topic_table

NAMES = ["tax", "sea", "ship", "Harbour"]


@pytest.fixture
def model(make_model):
    counts = np.array([[6, 2, 2, 0], [0, 8, 32, 0]])
    return make_model(counts + 0.0, NAMES, topic_word_prior_=0)


def test_bayes_rule_on_pseudo_counts(model):
    # With p(topic) from the counts, p(topic | term) is the share of its tokens.
    topics = term_topics(model, "sea")
    np.testing.assert_allclose(topics.topic_given_term, [0.2, 0.8])
    np.testing.assert_allclose(topics.term_given_topic, [0.2, 0.2])
    assert topics.term == "sea"


def test_without_sizes_topics_are_equal(make_model):
    model = make_model([[6, 2, 2, 0], [0, 8, 32, 0], [0, 0, 0, 0]], NAMES)
    topics = term_topics(model, "sea")
    np.testing.assert_allclose(topics.topic_given_term, [0.5, 0.5, 0])
    np.testing.assert_allclose(topics.term_given_topic, [0.2, 0.2, 0])


def test_sizes_from_a_corpus(pipelines, speeches):
    pipeline = pipelines[0]
    sizes = topic_table(pipeline, X=speeches).sizes
    topic_word = pipeline[-1].components_ / pipeline[-1].components_.sum(1)[:, None]
    column = pipeline[0].vocabulary_["war"]
    topics = term_topics(pipeline, "war", X=iter(speeches))
    joint = sizes * topic_word[:, column]
    np.testing.assert_allclose(topics.topic_given_term, joint / joint.sum())
    np.testing.assert_allclose(topics.term_given_topic, topic_word[:, column])
    assert (term_topics(pipeline, "war").topic_given_term != joint / joint.sum()).any()


def test_a_term_of_no_topic(model):
    topics = term_topics(model, "Harbour")
    assert topics.topic_given_term.tolist() == [0, 0]
    assert topics.term_given_topic.tolist() == [0, 0]
    assert repr(topics).endswith("… 2 more topics")


def test_unknown_terms(model, pipelines):
    with pytest.raises(ValueError, match=r"'shop'\. Did you mean 'ship'\?"):
        term_topics(model, "shop")
    with pytest.raises(ValueError, match=r"'HARBOUR'\. Did you mean 'Harbour'\?"):
        term_topics(model, "HARBOUR")
    with pytest.raises(ValueError, match=r"know the term 'zzz'\.$"):
        term_topics(model, "zzz")
    with pytest.raises(ValueError, match="'term' parameter"):
        term_topics(model, 3)
    with pytest.raises(ValueError, match="Did you mean 'war'"):
        term_topics(pipelines[0], "warr")
    with pytest.raises(NotFittedError):
        term_topics(NMF(), "sea")


def test_the_result(model):
    topics = term_topics(model, "tax", feature_names=["a", "b", "tax", "d"])
    assert topics.term_given_topic.tolist() == [0.2, 0.8]
    assert topics == pickle.loads(pickle.dumps(topics))
    assert topics != term_topics(model, "tax")
    again = pickle.loads(pickle.dumps(topics))
    with pytest.raises(ValueError, match="read-only"):
        again.topic_given_term[0] = 1
    pytest.importorskip("pandas")
    frame = topics.to_frame()
    assert frame.columns.tolist() == ["topic_given_term", "term_given_topic"]
    assert frame.index.name == "topic"
    assert repr(topics).split("\n")[2].split() == ["1", "0.9412", "8.000e-01"]


def test_a_model_without_names_asks_for_them(make_model):
    model = make_model([[6, 2, 2, 0], [0, 8, 32, 0]], None)
    with pytest.raises(ValueError, match="nor the names of any terms: give feature"):
        term_topics(model, "ship")
    np.testing.assert_allclose(
        term_topics(model, "ship", feature_names=NAMES).term_given_topic, [0.2, 0.8]
    )
