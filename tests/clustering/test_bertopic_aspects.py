"""Aspects of a BERTopic: representations side by side, and their parameters."""

import pickle

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, TOPICS, VECTORS, encoder, manual, model
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV

from sktopics.embedding import FunctionEncoder
from sktopics.representation import KeyBERTInspired, MaximalMarginalRelevance


def longest(table, context):
    return table.with_labels([max(topic.terms, key=len) for topic in table])


def steps():
    return {
        "near": KeyBERTInspired(n_top_words=4),
        "names": longest,
        "own": None,
        "both": [KeyBERTInspired(n_top_words=20), MaximalMarginalRelevance(0.5, 3)],
    }


@pytest.mark.parametrize("representation", [steps(), [steps()]], ids=["dict", "list"])
def test_aspects_of_a_fit(representation):
    fitted = model(representation=representation).fit(DOCUMENTS)
    plain = model().fit(DOCUMENTS)
    assert fitted.topics_.top_words == plain.topics_.top_words
    assert fitted.topics_.labels == plain.topics_.labels
    for topic in fitted.topics_:
        assert topic.aspects["own"] == topic.terms
        assert topic.aspects["names"] == max(topic.terms, key=len)
        assert len(topic.aspects["near"]) == 4
        assert len(topic.aspects["both"]) == 3
    assert pickle.loads(pickle.dumps(fitted)).topics_ == fitted.topics_


def test_words_of_the_topics_own_before_aspects():
    given = [MaximalMarginalRelevance(n_top_words=5), {"near": KeyBERTInspired()}]
    fitted = model(representation=given).fit(DOCUMENTS)
    assert all(len(topic.terms) == 5 for topic in fitted.topics_)
    # Not only the five words of the topic.
    assert all(len(topic.aspects["near"]) == 10 for topic in fitted.topics_)


@pytest.mark.filterwarnings("error")
def test_aspects_follow_changes_of_topics():
    fitted = model(representation=steps()).fit(DOCUMENTS)
    before = fitted.topics_
    into = fitted.merge_topics([0, 1])
    assert fitted.topics_[into[2]].aspects == before[2].aspects
    merged = fitted.topics_[into[0]]
    assert merged.aspects["own"] == merged.terms
    fitted.update_topics(DOCUMENTS, representation={"own": []})
    assert list(fitted.topics_[0].aspects) == ["own"]


def test_batches():
    # An encoder that has never been asked, since there are embeddings, is not fitted.
    near = KeyBERTInspired(encoder().fit(DOCUMENTS), n_top_words=3)
    fitted = manual(representation={"near": near})
    for rows in (slice(0, 40), slice(40, 80)):
        fitted.partial_fit(DOCUMENTS[rows], TOPICS[rows], embeddings=VECTORS[rows])
        assert all(len(topic.aspects["near"]) == 3 for topic in fitted.topics_)


def test_main_is_refused_before_the_fit():
    with pytest.raises(ValueError, match="list"):
        model(representation={"Main": longest}).fit(DOCUMENTS)
    with pytest.raises(ValueError, match="'n_top_words' parameter of KeyBERTInspired"):
        model(representation={"near": KeyBERTInspired(n_top_words=0)}).fit(DOCUMENTS)


def test_parameters_of_aspects():
    topics = model(representation=steps())
    params = topics.get_params()
    assert params["representation__near__n_top_words"] == 4
    assert params["representation__both__1__diversity"] == 0.5
    assert params["representation__names"] is longest
    assert "representation__near__n_top_words" not in topics.get_params(deep=False)
    given = topics.representation
    topics.set_params(
        representation__near__n_top_words=2, representation__own=longest, n_topics=3
    )
    assert topics.representation["near"].n_top_words == 2
    assert topics.representation["own"] is longest
    assert given["own"] is None
    assert topics.n_topics == 3


def test_parameters_of_a_list():
    topics = model(representation=[MaximalMarginalRelevance(), longest])
    topics.set_params(representation__0__diversity=0.7)
    assert topics.representation[0].diversity == 0.7
    topics.set_params(
        representation=[KeyBERTInspired()], representation__0__encoder=len
    )
    assert topics.representation[0].encoder is len
    alone = model(representation=MaximalMarginalRelevance())
    assert alone.set_params(representation__diversity=1).representation.diversity == 1


@pytest.mark.parametrize(
    ("params", "message"),
    [
        (
            {"representation__far__n_top_words": 1},
            "has the steps near, names, own, both",
        ),
        ({"representation__near__far": 1}, "Invalid parameter 'far'"),
        ({"representation__names__far": 1}, "step names of representation"),
        ({"representation__both__2": None}, "has the steps 0, 1"),
    ],
    ids=["step", "parameter", "function", "position"],
)
def test_parameters_are_set_all_or_none(params, message):
    topics = model(representation=steps())
    with pytest.raises(ValueError, match=message):
        topics.set_params(n_topics=3, representation__near__n_top_words=1, **params)
    assert topics.n_topics is None
    assert topics.representation["near"].n_top_words == 4


def test_clones_have_copies_of_steps_that_share_encoders():
    given = {"near": KeyBERTInspired(FunctionEncoder(np.asarray))}
    given["list"] = [given["near"]]
    copied = clone(model(representation=given)).representation
    for step, other in (
        (copied["near"], given["near"]),
        (copied["list"][0], given["list"][0]),
    ):
        assert step is not other
        assert step.encoder.function is np.asarray
    copied["near"].set_params(n_top_words=1)
    assert given["near"].n_top_words == 10


def test_a_search_sets_parameters_of_steps():
    search = GridSearchCV(
        model(representation=[MaximalMarginalRelevance(n_top_words=3)]),
        {"representation__0__diversity": [0, 1]},
        scoring=lambda fitted, X: fitted.representation[0].diversity,
        cv=2,
    ).fit(list(DOCUMENTS))
    assert search.best_params_ == {"representation__0__diversity": 1}
    assert len(search.best_estimator_.topics_[0].terms) == 3
