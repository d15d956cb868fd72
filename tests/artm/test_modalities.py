"""Modalities: looked up with clear errors, weighted as the theory says."""

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import norm, planted
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import ARTM, PLSA, ThetalessARTM
from sktopics.artm import SmoothSparsePhi
from sktopics.artm._modalities import resolve_modalities
from sktopics.metrics import (
    completion_perplexity,
    kernel_scorer,
    sparsity_scorer,
    topic_mass,
)
from sktopics.topics import topic_table

NAMES = ["text__a", "author__x", "text__b", "author__y"]


def test_slices_and_prefixes():
    found = resolve_modalities(
        {"text": ("text__", 2), "author": "author__"}, 4, np.array(NAMES)
    )
    assert_array_equal(found.of_term, [0, 1, 0, 1])
    assert_array_equal(found.weights, [2, 1])
    assert_array_equal(found.rows["text"], [0, 2])
    found = resolve_modalities({"a": slice(None, 3), "b": (slice(-1, None), 0.5)}, 4)
    assert found.rows == {"a": slice(0, 3), "b": slice(3, 4)}
    assert_array_equal(found.term_weights(np.float32), np.float32([1, 1, 1, 0.5]))


@pytest.mark.parametrize(
    ("modalities", "error", "message"),
    [
        (
            {"a": slice(0, 3), "b": slice(2, 4)},
            ValueError,
            "column 2 belongs to 'a' and",
        ),
        (
            {"a": slice(0, 2)},
            ValueError,
            r"miss 2 of 4 columns: column 2 \('text__b'\)",
        ),
        (
            {"a": slice(0, 4), "b": slice(4, 4)},
            ValueError,
            "'b'.*has none of the columns",
        ),
        ({"a": slice(0, 9)}, ValueError, "there are 4 columns"),
        ({"a": "nothing"}, ValueError, "'nothing'.*has none"),
        ({"a": (slice(None), -1)}, ValueError, "weight of modality 'a'"),
        ({"a": (slice(None), np.nan)}, ValueError, "weight of modality 'a'"),
        ({"a": (slice(None), "1")}, TypeError, "weight of modality 'a'"),
        ({"a": 3}, TypeError, "must map names to a slice"),
        ({1: slice(None)}, TypeError, "must map names to a slice"),
        ({}, TypeError, "must be a dict"),
    ],
)
def test_errors(modalities, error, message):
    with pytest.raises(error, match=message):
        resolve_modalities(modalities, 4, np.array(NAMES))
    if error is ValueError and "text__b" not in message:
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(np.eye(4), columns=NAMES)
        with pytest.raises(error, match=message):
            ARTM(2, modalities=modalities).fit(frame)


def test_prefix_without_names():
    with pytest.raises(ValueError, match="have no names"):
        ARTM(2, modalities={"text": "text__"}).fit(np.eye(4))


def test_weights_by_a_worked_example():
    """Two topics, phi given: one EM step of theta by hand."""
    model = ARTM(2, max_doc_update_iter=1, max_iter=1, tol=0, random_state=0)
    X = np.array([[2.0, 0.0, 0.0, 1.0], [0.0, 1.0, 1.0, 0.0]])
    for weight in (1.0, 4.0):
        model.set_params(modalities={"w": slice(0, 2), "a": (slice(2, 4), weight)})
        phi = np.array([[0.75, 0.25], [0.25, 0.75], [0.4, 0.9], [0.6, 0.1]])
        model.fit(X)
        model.components_ = phi.T.copy()
        theta = np.full((2, 2), 0.5)
        n = X * [1, 1, weight, weight]
        for _ in range(10):
            p = phi[None] * theta[:, None]
            p /= p.sum(axis=2, keepdims=True)
            theta = norm((n[:, :, None] * p).sum(axis=1), axis=1)
        model.set_params(mean_change_tol=0)
        assert_allclose(model.transform(X), theta)
        # Document 0: the word says topic 0 (3:1, twice), the author as well (6:1).
        assert theta[0, 0] > 0.5
        # Document 1: word and author both say topic 1, more so the more they weigh.
        assert theta[1, 1] > 0.5


def test_topics_are_distributions_over_each_modality():
    X, *_ = planted(100)
    modalities = {"text": (slice(0, 30), 1.0), "tags": (slice(30, 40), 3.0)}
    for cls in (ARTM, ThetalessARTM):
        model = cls(4, modalities=modalities, random_state=0).fit(X)
        assert_allclose(model.components_[:, :30].sum(axis=1), 1)
        assert_allclose(model.components_[:, 30:].sum(axis=1), 1)
        assert_allclose(model.topic_word_.sum(axis=1), 1)


def test_first_step_with_weights_is_the_theorems():
    X, *_ = planted(20)
    X = X.toarray()
    modalities = {"text": slice(0, 30), "tags": (slice(30, 40), 3.0)}
    model = ARTM(
        3,
        modalities=modalities,
        max_iter=2,
        max_doc_update_iter=1,
        tol=0,
        random_state=0,
    )
    start = model.set_params(max_iter=1).fit(X).components_.T
    n = X.T * np.where(np.arange(40) < 30, 1, 3)[:, None]
    # Mixtures after the first pass: one step from even ones, with the random phi.
    counts = model.set_params(max_iter=2).fit(X).topic_word_counts_.T
    assert counts.sum() == pytest.approx(n.sum())
    phi = model.components_.T
    assert_allclose(phi[:30], norm(counts[:30]))
    assert_allclose(phi[30:], norm(counts[30:]))
    assert not np.allclose(phi, start)


def test_perplexity_by_modality():
    X, *_ = planted(100)
    modalities = {"text": (slice(0, 30), 1.0), "tags": (slice(30, 40), 2.0)}
    model = ARTM(4, modalities=modalities, random_state=0).fit(X)
    text, tags = (model.perplexity(X, modality=name) for name in modalities)
    n_text, n_tags = X[:, :30].sum(), 2 * X[:, 30:].sum()
    logs = (n_text * np.log(text) + n_tags * np.log(tags)) / (n_text + n_tags)
    assert model.perplexity(X) == pytest.approx(np.exp(logs))
    assert tags < text < 30
    with pytest.raises(ValueError, match="modality='none'"):
        model.perplexity(X, modality="none")


def test_modality_of_weight_zero_is_only_described():
    X, *_ = planted(100)
    words = X[:, :30]
    plain = ARTM(3, random_state=0).fit(words)
    both = ARTM(
        3, modalities={"text": slice(0, 30), "tags": (slice(30, 40), 0)}, random_state=0
    ).fit(X)
    assert both.perplexity_ == pytest.approx(plain.perplexity_, rel=0.02)
    assert_allclose(both.components_[:, 30:], 0)


def test_regularizer_of_one_modality():
    X, *_ = planted(60)
    modalities = {"text": slice(0, 30), "tags": slice(30, 40)}
    model = ARTM(
        3, [SmoothSparsePhi(1e6, modalities="tags")], modalities=modalities,
        random_state=0,
    ).fit(X)  # fmt: skip
    assert_allclose(model.components_[:, 30:], 0.1, rtol=1e-2)
    assert model.components_[:, :30].std() > 0.01


def test_prefixes_of_a_data_frame():
    pandas = pytest.importorskip("pandas")
    X, *_ = planted(50)
    columns = [f"text__{i}" for i in range(30)] + [f"tags__{i}" for i in range(10)]
    frame = pandas.DataFrame(X.toarray(), columns=columns)
    by_prefix = {"text": ("text__", 1.0), "tags": ("tags__", 2.0)}
    by_slice = {"text": (slice(30), 1.0), "tags": (slice(30, None), 2.0)}
    a = ARTM(3, modalities=by_prefix, random_state=0).fit(frame)
    b = ARTM(3, modalities=by_slice, random_state=0).fit(sp.csr_array(X))
    assert_array_equal(a.components_, b.components_)
    assert_array_equal(a.transform(frame), b.transform(X))


@pytest.mark.parametrize("make", [ARTM, ThetalessARTM])
def test_columns_by_name_of_a_modality(make):
    X, *_ = planted(80)
    modalities = {"text": (slice(0, 30), 1.0), "tags": (slice(30, 40), 2.0)}
    model = make(4, modalities=modalities, max_iter=12, random_state=0).fit(X)
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
    X, *_ = planted(80)
    assert PLSA(2, max_iter=2).fit(X).modalities_ == {}
    with pytest.raises(ValueError, match="no named ones"):
        topic_table(PLSA(2, max_iter=2).fit(X), columns="text")
