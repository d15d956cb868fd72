"""Weights and regularizers whose sums overflow are refused, and leave the model."""

import numpy as np
import pytest

from sktopics import ARTM, AttentiveARTM, HierarchicalARTM, ThetalessARTM
from sktopics.artm import Decorrelator, SmoothSparsePhi, SmoothSparseTheta
from sktopics.sequences import TokenSequences

X = np.random.default_rng(0).poisson(0.7, (30, 20)).astype(np.float32)
IDS = np.random.default_rng(0).integers(0, 20, 300)
OFFSETS = np.arange(0, 301, 10)


def texts(weight):
    dtype = np.float32 if 1e-30 < weight < 1e38 * 2 else np.float64
    weights = np.full(300, weight, dtype)
    return TokenSequences(IDS, OFFSETS, n_terms=20, weights=weights)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    "regularizer", [Decorrelator, SmoothSparsePhi, SmoothSparseTheta]
)
@pytest.mark.parametrize("tau", [1e300, -1e300])
def test_tau(dtype, regularizer, tau):
    with np.errstate(all="raise", under="ignore"):
        model = ARTM(3, regularizer(tau), max_iter=3, random_state=0)
        with pytest.raises(ValueError, match=regularizer.__name__.lower()):
            model.fit(X.astype(dtype))


def test_schedule():
    regularizer = SmoothSparsePhi(1.0, schedule=[1.0, 1e200])
    with pytest.raises(ValueError, match=r"tau=1.0, in this pass times 1e\+200"):
        ARTM(3, regularizer, max_iter=3, random_state=0).fit(X)


@pytest.mark.parametrize("name", ["decay_weight", "apply_weight"])
def test_weights_of_updates(name):
    model = ARTM(3, batch_size=5, random_state=0).partial_fit(X)
    before = model.topic_word_counts_
    model.set_params(**{name: 1e300})
    with pytest.raises(ValueError, match="decay_weight and apply_weight have made"):
        model.partial_fit(X)
    assert model.topic_word_counts_ is before
    model.set_params(decay_weight=3.0, apply_weight=1.0)
    stream = (model.partial_fit(X) for _ in range(100))
    with pytest.raises(ValueError, match="decay_weight and apply_weight have made"):
        list(stream)
    assert np.isfinite(model.topic_word_counts_).all()
    assert np.isfinite(model.score(X))


def test_weights_of_modalities():
    modalities = {"a": (slice(0, 10), 1.0), "b": slice(10, 20)}
    model = ARTM(3, modalities=modalities, max_iter=3, random_state=0).fit(X)
    modalities["a"] = (slice(0, 10), 1e300)
    for method in (model.fit, model.transform, model.score, model.partial_fit):
        with pytest.raises(ValueError, match="weights of modalities, are too large"):
            method(X)
    modalities["a"] = (slice(0, 10), 1e-300)
    assert np.isfinite(model.transform(X)).all()
    assert np.isfinite(model.fit(X).score(X))


@pytest.mark.parametrize("weight", [1e300, 1e-300])
def test_weight_of_parents(weight):
    levels = [ARTM(2, max_iter=3), ARTM(3, max_iter=3)]
    model = HierarchicalARTM(levels, parent_weight=weight, random_state=0)
    if weight < 1:
        assert np.isfinite(model.fit(X).transform(X)).all()
        return
    with pytest.raises(ValueError, match="parent_weight times all words, are too"):
        model.fit(X)


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_documents_whose_sums_vanish_have_the_prior(model):
    model = model(3, max_iter=5, random_state=0).fit(X)
    empty = model.transform(np.zeros((1, 20), np.float32))
    for tiny in (np.float32(1e-45), np.float32(1e-38), 5e-324):
        np.testing.assert_allclose(model.transform(np.full((1, 20), tiny)), empty)
        assert model.score(np.full((1, 20), tiny)) == 0


@pytest.mark.parametrize("weight", [1e38, 1e300])
def test_weights_of_tokens_leave_the_model(weight):
    model = AttentiveARTM(3, max_iter=2, random_state=0).partial_fit(texts(1.0))
    before = model.topic_word_counts_
    for method in (model.partial_fit, model.fit, model.transform, model.score):
        with pytest.raises(ValueError, match="too large"):
            method(texts(weight))
    with pytest.raises(ValueError, match="too large"):
        model.partial_fit(texts(1.0), sample_weight=np.full(30, weight))
    assert model.topic_word_counts_ is before
    tiny = model.transform(texts(1e-300))
    np.testing.assert_allclose(tiny.sum(axis=1), 1, rtol=1e-5)


def test_options_of_contexts():
    model = AttentiveARTM(3, max_iter=2, random_state=0).fit(texts(1.0))
    for value in (1e300, 2**70):
        shares = model.set_params(context_prior=value).transform(texts(1.0))
        np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
    model.set_params(context_prior=0.25, term_importance=["x"] * 20)
    with pytest.raises(ValueError, match="term_importance must hold numbers"):
        model.transform(texts(1.0))
    model.set_params(term_importance=np.full(20, 1e300))
    with pytest.raises(ValueError, match="term_importance must be finite"):
        model.transform(texts(1.0))
    model.set_params(term_importance=None, attention=type)
    with pytest.raises(ValueError, match="attention must return numbers"):
        model.transform(texts(1.0))
    model.set_params(attention=lambda d: np.full(len(d), 1e308))
    with pytest.raises(ValueError, match="weights that attention returns are too"):
        model.transform(texts(1.0))
