"""Hierarchies of topics that read batches again in each pass."""

import numpy as np
import pytest
from artm_corpora import closest, planted
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import ARTM, HierarchicalARTM, OnlineCountVectorizer, ThetalessARTM
from sktopics.sequences import NamedCounts

COUNTS, TOPICS, _ = planted(120)


class Batches:
    """Starts again each time; counts how often it did."""

    def __init__(self, batches):
        self.batches, self.n_starts = batches, 0

    def __iter__(self):
        self.n_starts += 1
        yield from self.batches


def cut(X, size=30):
    return [X[i : i + size] for i in range(0, X.shape[0], size)]


def hierarchy(n_children=4, kind=ARTM, **parameters):
    options = {"max_iter": 3, "batch_size": 30, "tol": 0}
    if kind is ARTM:
        options["learning_method"] = "online"
    levels = [kind(2, **options), kind(n_children, **options)]
    return HierarchicalARTM(levels, random_state=0, **parameters)


@pytest.mark.parametrize("sparsity", [0.0, 0.5])
@pytest.mark.parametrize("batches", [1, 4])
def test_batches_are_learned_from_as_documents_online(sparsity, batches):
    """To the last bit: batches are those of online learning, and parents come last."""
    model = hierarchy(parent_sparsity=sparsity)
    streamed = hierarchy(parent_sparsity=sparsity)
    streamed.fit(cut(COUNTS, 120 // batches))
    model.fit(COUNTS)
    assert_array_equal(streamed.components_, model.components_)
    assert_array_equal(streamed.topic_word_counts_, model.topic_word_counts_)
    assert_array_equal(streamed.child_given_parent_[0], model.child_given_parent_[0])
    assert streamed.perplexity_ == pytest.approx(model.perplexity_, rel=1e-6)
    assert [level.n_batch_iter_ for level in streamed.levels_] == [
        level.n_batch_iter_ for level in model.levels_
    ]


@pytest.mark.parametrize("kind", [ARTM, ThetalessARTM])
def test_planted_topics_are_found(kind):
    model = hierarchy(kind=kind).set_params(
        level0__max_iter=20, level1__max_iter=20, random_state=1
    )
    stream = Batches(cut(COUNTS))
    model.fit(stream)
    _, distances = closest(TOPICS, model.topic_word_)
    assert distances.max() < 0.3
    children = model.child_given_parent_[0]
    assert_allclose(children.sum(axis=0), 1, rtol=1e-5)
    # Once for the columns, the passes of both levels, and once for the perplexity.
    assert stream.n_starts == 1 + 20 + 20 + 1
    assert model.perplexity_ == pytest.approx(model.perplexity(COUNTS), rel=1e-5)


def test_batches_come_with_weights():
    weight = np.linspace(0.5, 2, 120)
    pairs = list(zip(cut(COUNTS), cut(weight), strict=True))
    model = hierarchy().fit(COUNTS, sample_weight=weight)
    streamed = hierarchy().fit(pairs)
    assert_array_equal(streamed.components_, model.components_)
    assert streamed.perplexity_ == pytest.approx(model.perplexity_, rel=1e-6)
    with pytest.raises(ValueError, match="come with its batches"):
        hierarchy().fit(cut(COUNTS), sample_weight=weight)


def test_levels_of_batch_learning_take_streams():
    model = HierarchicalARTM([ARTM(2), ARTM(4, max_iter=4)], random_state=0)
    model.fit(cut(COUNTS))
    assert [level.n_iter_ for level in model.levels_] == [10, 4]


def test_the_vocabulary_may_grow_in_the_stream():
    vectorizer = OnlineCountVectorizer()
    first = vectorizer.partial_fit_transform(["rain snow", "milk bread"] * 8)
    second = vectorizer.partial_fit_transform(["hail rain", "butter bread"] * 8)
    for sparsity in (0.0, 0.3):
        model = hierarchy(3, parent_sparsity=sparsity).fit([first, second])
        assert model.n_features_in_ == 6
        for level in model.levels_:
            assert level.components_.shape[1] == 6
            assert level.components_[:, -2:].any(axis=0).all()
            assert level.feature_names_in_.tolist() == second.terms.tolist()


def test_warm_starts_go_on_from_all_levels():
    vectorizer = OnlineCountVectorizer()
    first = vectorizer.partial_fit_transform(["rain snow", "milk bread"] * 8)
    second = vectorizer.partial_fit_transform(["hail rain", "butter bread"] * 8)
    model = hierarchy(3, warm_start=True).fit([first])
    before = model.levels_[0].components_
    model.fit([second])
    assert [level.n_iter_ for level in model.levels_] == [6, 6]
    assert model.n_features_in_ == 6
    found = model.levels_[0].components_[:, :4]
    assert np.abs(found - before).sum() < np.abs(found - before[::-1]).sum()


def test_partial_fit_takes_new_words():
    vectorizer = OnlineCountVectorizer()
    model = hierarchy(3)
    for texts in (["rain snow", "milk bread"] * 8, ["hail rain", "butter bread"] * 8):
        model.partial_fit(vectorizer.partial_fit_transform(texts))
    assert {*model.feature_names_in_[-2:]} == {"butter", "hail"}
    assert model.n_features_in_ == 6
    for level in model.levels_:
        assert level.components_.shape[1] == 6
        assert_allclose(level.components_.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize(
    ("stream", "message"),
    [
        (iter(cut(COUNTS)), "can only be read once"),
        ([COUNTS[:30], COUNTS[:30, :20]], "features"),
        ([COUNTS[:30], -COUNTS[:30]], "[Nn]egative"),
        (Batches([]), "no batches"),
    ],
    ids=["iterator", "narrow", "negative", "empty"],
)
def test_bad_streams_leave_the_hierarchy(stream, message):
    model = hierarchy().fit(NamedCounts(COUNTS))
    before = model.components_
    with pytest.raises(ValueError, match=message):
        model.fit(stream)
    assert model.components_ is before
    assert model.n_features_in_ == 40
