"""Fitted attributes are those of one fit: none of an earlier or a failed one."""

import numpy as np
import pytest
from sklearn.base import BaseEstimator, clone

from sktopics import (
    ClassTfidfTransformer,
    Doc2Vec,
    FunctionEncoder,
    LeidenClustering,
    OnlineCountVectorizer,
    SequenceVectorizer,
)
from sktopics._fitted import commit, fitted_attributes, learning
from sktopics.testing._assertions import assert_same_state, state

DOCUMENTS = ["rain and snow", "snow and hail", "bread and milk", "milk and eggs"] * 5


class _Model(BaseEstimator):
    def __init__(self, size=1):
        self.size = size


def test_commit_forgets_an_earlier_fit():
    model = _Model()
    commit(model, {"a_": 1, "b_": 2})
    assert fitted_attributes(model) == {"a_": 1, "b_": 2}
    model.n_features_in_, model.note = 3, "mine"
    commit(model, {"b_": 4})
    assert fitted_attributes(model) == {"b_": 4, "n_features_in_": 3}
    assert not hasattr(model, "a_")
    assert (model.size, model.note) == (1, "mine")
    commit(model, fitted_attributes(model) | {"a_": 5})
    assert (model.a_, model.b_) == (5, 4)
    assert fitted_attributes(clone(model)) == {}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_errors_change_nothing(error):
    model = _Model()
    commit(model, {"a_": 1})
    before = state(model)

    def fail():
        with learning(model) as learner:
            learner.n_features_in_, learner.b_ = 3, 2
            raise error

    with pytest.raises(error):
        fail()
    assert_same_state(model, before, "it changed")


def test_a_copy_learns():
    """The estimator changes in the end alone, whatever becomes of the copy."""
    model, seen = _Model(), []
    commit(model, {"a_": 1})
    with learning(model) as learner:
        commit(learner, {"b_": 2})
        learner.size = 3
        seen.append(state(model))
    assert seen == [state(commit_of(_Model(), {"a_": 1}))]
    assert (model.size, fitted_attributes(model)) == (3, {"b_": 2})
    learner.b_ = 5  # somebody has kept it
    assert model.b_ == 2


def commit_of(model, fitted):
    commit(model, fitted)
    return model


def test_what_happens_together_with_the_exchange():
    model, also = commit_of(_Model(), {"a_": 1}), []
    with learning(model, also) as learner:
        commit(learner, {"a_": 2})
        also.append(lambda: also.append(model.a_))
    assert also[1:] == [1]  # just before
    assert model.a_ == 2
    before = state(model)

    def fail():
        with learning(model, [_raise]) as learner:
            commit(learner, {"a_": 3})

    with pytest.raises(RuntimeError, match="too late"):
        fail()
    assert_same_state(model, before, "it changed")


def _raise(*_, **__):
    raise RuntimeError("too late")


def _vectors(texts):
    if "fail" in texts:
        raise RuntimeError("no vectors")
    return np.array([[len(text), 1.0] for text in texts])


rng = np.random.default_rng(0)
CASES = {
    "encoder": (FunctionEncoder(_vectors), DOCUMENTS, ["fail"]),
    "tf-idf": (ClassTfidfTransformer(), np.ones((2, 3)), -np.ones((2, 5))),
    "clusters": (LeidenClustering(), rng.random((40, 3)), np.full((40, 5), np.nan)),
    "sequences": (SequenceVectorizer(), DOCUMENTS, ["rain", None]),
    "no words": (SequenceVectorizer(), DOCUMENTS, ["", ""]),
    "online": (OnlineCountVectorizer(), DOCUMENTS, ["sun", None]),
}


METHODS = "fit", "fit_transform", "partial_fit"
METHODS_OF_CASES = [
    (name, method)
    for name, (model, *_) in CASES.items()
    for method in METHODS
    # A later batch may have no words.
    if hasattr(model, method) and (name, method) != ("no words", "partial_fit")
]


@pytest.mark.parametrize(("name", "method"), METHODS_OF_CASES)
def test_a_failed_fit_leaves_the_model(name, method):
    model, X, bad = CASES[name]
    model = clone(model).fit(X)
    before = state(model)
    with pytest.raises((ValueError, TypeError, RuntimeError)):
        getattr(model, method)(bad)
    assert_same_state(model, before, name)


@pytest.mark.filterwarnings("ignore:n_neighbors")
def test_clusters_of_a_fit_that_fails_late(monkeypatch):
    X = rng.random((40, 3))
    model = LeidenClustering().fit(X)
    before = state(model)
    monkeypatch.setattr(
        "sktopics.clustering._leiden.leiden_clustering.find_layers", _raise
    )
    with pytest.raises(RuntimeError, match="too late"):
        model.fit(rng.random((40, 5)))
    assert_same_state(model, before, "LeidenClustering")


@pytest.mark.parametrize("vectorizer", [SequenceVectorizer, OnlineCountVectorizer])
def test_vocabulary_of_a_fit_that_fails_late(vectorizer, monkeypatch):
    """The vocabulary of the new documents was known already."""
    model = vectorizer().fit(DOCUMENTS)
    before = state(model)
    if vectorizer is SequenceVectorizer:
        monkeypatch.setattr(vectorizer, "_sequences", _raise)
    else:
        monkeypatch.setattr("sktopics.text._online_vectorizer.column_sums", _raise)
    with pytest.raises(RuntimeError, match="too late"):
        model.fit_transform(["sun", "wind"])
    assert_same_state(model, before, vectorizer.__name__)
    if vectorizer is OnlineCountVectorizer:
        with pytest.raises(RuntimeError, match="too late"):
            model.partial_fit(["sun", "wind"])
        assert_same_state(model, before, vectorizer.__name__)


def test_a_clone_of_an_encoder_is_not_fitted():
    encoder = FunctionEncoder(_vectors).fit(DOCUMENTS)
    assert fitted_attributes(encoder) == {"n_features_out_": 2}
    assert fitted_attributes(clone(encoder)) == {}


def test_a_trimmed_model_goes_on():
    """What was trimmed is gone, and a new fit brings it back."""
    X = SequenceVectorizer().fit_transform(DOCUMENTS)
    model = Doc2Vec(4, epochs=1, random_state=0).fit(X)
    names = set(fitted_attributes(model))
    model.trim(keep_documents=False)
    assert names - set(fitted_attributes(model)) == {"document_vectors_", "tags_"}
    assert not hasattr(model, "tags_")
    assert set(fitted_attributes(model.fit(X))) == names


def test_a_model_that_goes_on_keeps_what_does_not_change():
    X = SequenceVectorizer().fit_transform(DOCUMENTS)
    model = Doc2Vec(4, epochs=1, random_state=0).fit(X)
    fitted = fitted_attributes(model)
    assert set(fitted_attributes(model.partial_fit(X))) == set(fitted)
    assert model.terms_ is fitted["terms_"]
    assert model.n_iter_ == 2
