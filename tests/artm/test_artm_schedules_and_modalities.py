"""What users meet: late schedules, topics removed on purpose, modalities by name."""

import warnings

import numpy as np
import pytest
from artm_corpora import planted
from numpy.testing import assert_array_equal

from sktopics import ARTM, PLSA, HierarchicalARTM, ThetalessARTM
from sktopics.artm import Decorrelator, SmoothSparsePhi, TopicSelection
from sktopics.artm._regularization import as_union
from sktopics.metrics import (
    completion_perplexity,
    kernel_scorer,
    sparsity_scorer,
    topic_mass,
)
from sktopics.topics import topic_table

X, TOPICS, _ = planted(80)
MODALITIES = {"text": (slice(0, 30), 1.0), "tags": (slice(30, 40), 2.0)}


def online(*parameters, **options):
    return ARTM(*parameters, learning_method="online", **options)


def at_pass(number):
    return lambda p: float(p >= number)


@pytest.mark.parametrize(
    ("schedule", "last"),
    [
        (None, 0),
        ([1], 0),
        ([0] * 7 + [1], 7),
        ([0] * 7 + [1, 0.5, 0], 9),
        ([1, 0, 0, 0, 0], 1),
        ([0] * 60 + [1], 0),
        (at_pass(7), 7),
        (lambda p: 1 / (1 + p), 29),
        (lambda p: 2.0, 0),
    ],
)
def test_last_change_of_a_schedule(schedule, last):
    parts = [SmoothSparsePhi(0.1, schedule=schedule), Decorrelator()]
    assert as_union(parts).bind(None, 2).last_change(30) == last


@pytest.mark.parametrize("schedule", [[0] * 30 + [1], at_pass(30)])
@pytest.mark.parametrize("make", [ARTM, ThetalessARTM, online])
def test_training_does_not_stop_before_a_late_schedule(make, schedule):
    options = {"max_iter": 80, "tol": 0.01, "random_state": 0}
    assert make(4, **options).fit(X).n_iter_ < 30
    late = make(4, SmoothSparsePhi(-1e3, topics=0, schedule=schedule), **options)
    with pytest.warns(UserWarning, match="topic 0:"):
        late.fit(X)
    # Passes 0 to 30, and the one in which the change shows.
    assert 32 <= late.n_iter_ < 80
    assert not late.components_[0].any()


def test_a_schedule_that_never_rests_takes_all_passes():
    ever = SmoothSparsePhi(1e-3, schedule=lambda p: 1 / (1 + p))
    model = ARTM(4, ever, max_iter=25, tol=0.1, random_state=0)
    assert model.fit(X).n_iter_ == 25
    assert model.set_params(max_iter=8).fit(X).n_iter_ == 8


def removal(tau, **options):
    return TopicSelection(tau, schedule=[0] * 5 + [1], **options)


@pytest.mark.parametrize("make", [ARTM, ThetalessARTM])
def test_topics_that_are_removed_on_purpose_do_not_warn(make):
    model = make(8, removal(0.9), max_iter=40, tol=0, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(X)
    assert 1 <= model.components_.any(axis=1).sum() < 8


def test_other_topics_that_are_emptied_still_warn():
    regularizers = [removal(0.5, topics=slice(4)), SmoothSparsePhi(-1e6, topics=[6])]
    with pytest.warns(UserWarning, match="topic 6:"):
        ARTM(8, regularizers, max_iter=12, random_state=0).fit(X)


def test_to_remove_all_topics_warns():
    regularizers = [TopicSelection(0.1), SmoothSparsePhi(-1e9)]
    with pytest.warns(UserWarning, match="topic 0, 1:"):
        ARTM(2, regularizers, max_iter=12, random_state=0).fit(X)


@pytest.mark.parametrize("make", [ARTM, ThetalessARTM])
def test_columns_by_name_of_a_modality(make):
    model = make(4, modalities=MODALITIES, max_iter=12, random_state=0).fit(X)
    assert model.modalities_ == {"text": slice(0, 30), "tags": slice(30, 40)}
    tags = topic_table(model, 10, columns="tags")
    assert {int(term) for terms in tags.top_words for term in terms} <= {*range(30, 40)}
    phi = model.components_[:, 30:]
    expected = -np.sort(-phi / phi.sum(axis=1, keepdims=True), axis=1)
    for weights, row in zip(tags.weights, expected, strict=True):
        np.testing.assert_allclose(weights, row[: len(weights)], rtol=1e-5)
    columns = slice(30, 40)
    for score in (
        lambda columns: topic_table(model, 5, columns=columns),
        lambda columns: topic_mass(model, columns=columns).tolist(),
        lambda columns: topic_mass(model, X, columns=columns).tolist(),
        lambda columns: completion_perplexity(model, X, columns=columns),
        lambda columns: kernel_scorer(columns=columns)(model, X),
        lambda columns: sparsity_scorer(tol=1e-3, columns=columns)(model, X),
    ):
        assert score("tags") == score(columns) != score("text")
    with pytest.raises(ValueError, match="'year' is no modality"):
        topic_mass(model, columns="year")


def test_models_without_named_modalities():
    assert PLSA(2, max_iter=2).fit(X).modalities_ == {}
    with pytest.raises(ValueError, match="no named ones"):
        topic_table(PLSA(2, max_iter=2).fit(X), columns="text")


def test_modalities_of_a_hierarchy():
    levels = [ARTM(k, modalities=MODALITIES, max_iter=3) for k in (2, 4)]
    model = HierarchicalARTM(levels, random_state=0).fit(X)
    assert model.modalities_ == {"text": slice(0, 30), "tags": slice(30, 40)}
    table = topic_table(model, 3, columns="tags")
    best = model.components_[:, 30:].argmax(axis=1) + 30
    assert_array_equal([int(topic.terms[0]) for topic in table], best)
