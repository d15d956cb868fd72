"""A fit that fails, wherever it does, leaves a fitted model as it was."""

import numpy as np
import pytest

from sktopics import AuthorTopicModel, LatentDirichletAllocation
from sktopics.callbacks import TopicMonitor
from sktopics.lda._dirichlet_topics import DirichletTopics
from sktopics.testing._assertions import assert_same_state, state

X = np.random.default_rng(0).integers(0, 3, (40, 12))
AUTHORS = [["Ann", "Bob"][i % 2] for i in range(40)]
OTHERS = [["Cem", "Dan", "Eve"][i % 3] for i in range(30)]


def lda(**parameters):
    return LatentDirichletAllocation(2, max_iter=4, random_state=0, **parameters)


def author_topic(**parameters):
    return AuthorTopicModel(
        2, max_iter=4, random_state=0, evaluate_every=1, perp_tol=0, **parameters
    )


def fit(model, X, authors, method="fit"):
    given = {"authors": authors} if isinstance(model, AuthorTopicModel) else {}
    return getattr(model, method)(X, **given)


every_model = pytest.mark.parametrize("make", [lda, author_topic])


def test_a_callback_that_raises():
    def boom(estimator, X, y=None):
        raise RuntimeError

    X1, X2 = np.ones((30, 10), int), np.ones((40, 12), int)
    model = lda().fit(X1)
    model.set_callbacks(TopicMonitor(boom))
    with pytest.raises(RuntimeError):
        model.fit(X2)
    assert model.n_features_in_ == 10
    assert model.components_.shape == (2, 10)
    assert model.transform(X1).shape == (30, 2)


@every_model
@pytest.mark.parametrize("learning_method", ["batch", "online"])
@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_errors_in_a_pass(make, learning_method, error):
    def late(estimator, X, y=None):
        if estimator.n_iter_ == 3:
            raise error
        return 0

    model = make(learning_method=learning_method, batch_size=16)
    fit(model, X[:30, :-1], OTHERS)
    before = state(model)
    model.set_callbacks(TopicMonitor(late))
    with pytest.raises(error):
        fit(model, X, AUTHORS)
    assert_same_state(model.set_callbacks(), before, "fit failed and left its mark")


@every_model
@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_errors_at_the_end(make, method, monkeypatch):
    """In the bound of the training documents, or in the second batch."""
    model = make(batch_size=16)
    fit(model, X[:30], OTHERS)
    before = state(model)
    names = {
        "fit": "_lda_fit.corpus_bound",
        "partial_fit": "_lda_passes.online_lda_update",
    }
    if make is author_topic:
        names = {
            "fit": "_author_training.model_bound",
            "partial_fit": "_author_stream.stream_update",
        }
    n_calls, name = 0, f"sktopics.lda.{names[method]}"

    def fail(*args, **kwargs):
        nonlocal n_calls
        n_calls += 1
        if method == "fit" or n_calls == 2:
            raise MemoryError
        (topics,) = (arg for arg in args if isinstance(arg, DirichletTopics))
        topics.counts *= 2

    monkeypatch.setattr(name, fail)
    with pytest.raises(MemoryError):
        fit(model, X[::-1], AUTHORS, method)
    assert_same_state(model, before, f"{method} failed and left its mark")


@every_model
def test_a_first_fit_that_fails_leaves_nothing(make, monkeypatch):
    model = make()
    before = state(model)
    monkeypatch.setattr("sktopics.lda._lda_passes.scatter", None)
    monkeypatch.setattr("sktopics.lda._author_passes.scatter", None)
    monkeypatch.setattr("sktopics.lda._collapsed.document_seeds", None)
    for method in ("fit", "partial_fit"):
        with pytest.raises(TypeError):
            fit(model, X, AUTHORS, method)
        assert_same_state(model, before, f"{method} failed and left its mark")


@every_model
def test_callbacks_see_the_moment(make):
    """Not the passes and evaluations of an earlier fit."""
    seen = []

    def look(estimator, X, y=None):
        evaluations = getattr(estimator, "evaluations_", [])
        seen.append((estimator.n_iter_, len(evaluations)))
        return 0

    model = fit(make(), X, AUTHORS)
    fit(model.set_callbacks(TopicMonitor(look)), X[::-1], AUTHORS)
    evaluated = make is author_topic
    assert seen[:4] == [(i, i if evaluated else 0) for i in range(1, 5)]


@every_model
def test_a_new_fit_forgets(make):
    model = fit(make(), X[:30], OTHERS, "partial_fit")
    fit(model, X[:30], OTHERS, "partial_fit")
    again, once = fit(model, X, AUTHORS), fit(make(), X, AUTHORS)
    assert state(again) == state(once)


def test_evaluations_go_on():
    model = fit(author_topic(batch_size=16), X[:30], OTHERS)
    evaluations = list(model.evaluations_)
    fit(model, X, AUTHORS, "partial_fit")
    assert model.evaluations_[: len(evaluations)] == evaluations
    assert len(model.evaluations_) == len(evaluations) + 3
