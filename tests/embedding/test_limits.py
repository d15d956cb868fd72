"""Doc2Vec and what is too much for it: weights, counts, windows, sizes of vectors."""

import copy
import re
import tracemalloc

import numpy as np
import pytest
import scipy.sparse as sp
from doc2vec_models import assert_same, everywhere, new, planted, vectors_of
from numpy.testing import assert_array_equal

from sktopics import Doc2Vec, TokenSequences
from sktopics.embedding import _limits

METHODS = ["fit", "partial_fit", "transform", "score", "score_samples"]
COUNTS = np.random.default_rng(0).poisson(0.5, (40, 30))


def weighted(largest, dtype=np.float64):
    """Documents of a few words, one of which is heavy."""
    weights = np.ones(12, dtype)
    weights[7] = largest
    return TokenSequences(np.arange(12) % 3, [0, 4, 8, 12], n_terms=3, weights=weights)


def assert_refused(model, X, match):
    """A fitted model refuses `X` in all methods, says why, and stays as it is."""
    before = copy.deepcopy(model)
    for method in METHODS:
        with pytest.raises(ValueError, match=match):
            getattr(model, method)(X)
        assert_same(model, before)


# --- weights ----------------------------------------------------------------------


@everywhere
@pytest.mark.parametrize("weight", [1e16, 3e38, 1e39, 1e308])
def test_weights_that_are_too_large(name, weight):
    model = new(name, epochs=2).fit(weighted(1))
    value = re.escape(f"{weight:.3g}")
    match = f"The largest is {value}, at place 7, in document 1: divide all"
    assert_refused(model, weighted(weight), match)
    with pytest.raises(ValueError, match=match):
        new(name).fit([weighted(1), weighted(weight)])


def test_weights_whose_sum_is_too_large():
    model = new(epochs=2).fit(weighted(1))
    for largest, dtype in ((1e38, np.float32), (1.7e308, np.float64)):
        weights = np.full(12, largest, dtype)
        X = TokenSequences(np.arange(12) % 3, [0, 12], n_terms=3, weights=weights)
        assert_refused(model, X, "The weights of tokens are too large to be summed")


@everywhere
def test_large_weights_are_learned_or_refused(name):
    for weight in (100, 1e4, 1e15):
        try:
            model = new(name, epochs=3).fit(weighted(weight))
            found = [*vectors_of(model), model.transform(weighted(weight))]
            found.append(model.score_samples(weighted(weight)))
        except ValueError as error:
            assert re.search("diverged|so many words|too large", str(error))  # noqa: PT017
        else:
            assert all(np.isfinite(array).all() for array in found)


# --- counts -----------------------------------------------------------------------


@pytest.mark.parametrize("hs", [False, True])
@pytest.mark.parametrize("count", [2**62, 1e308])
def test_counts_that_no_model_can_sum(count, hs):
    model = new("dbow", epochs=2, hs=hs).fit(COUNTS)
    match = (
        r"The counts are too large to be summed .* in row 0 and column 0: divide all"
    )
    assert_refused(model, np.full((40, 30), count), match)


@pytest.mark.parametrize("hs", [False, True])
@pytest.mark.parametrize("count", [10**9, 2**31, 1e39])
def test_counts_that_are_too_large(count, hs):
    model = new("dbow", epochs=2, hs=hs).fit(COUNTS)
    match = r"document 0 would have .* of them, where 119,304,647 are the most\. "
    assert_refused(model, np.full((40, 30), count), match)
    cell = COUNTS.astype(np.float64)
    cell[3, 4] = count
    value = re.escape(f"{count:.3g}")
    match = rf"document 3 .* The largest count is {value}, of term 4 in document 3: div"
    assert_refused(model, cell, match)
    assert_refused(model, sp.csr_array(cell), match)
    with pytest.raises(ValueError, match=match):
        new("dbow").fit([COUNTS, cell])


def test_weights_of_sequences_are_counts_too():
    model = new("dbow words", epochs=2).fit(weighted(1))
    for method in (model.transform, model.score):
        with pytest.raises(ValueError, match=r"The largest count is 1e\+09, of term 1"):
            method(weighted(1e9))
    with pytest.raises(ValueError, match=r"The largest count is 1e\+09, of term 1"):
        new("dbow").fit(weighted(1e9))


def test_a_count_of_a_million():
    counts = COUNTS.copy()
    counts[3, 4] = 10**6
    model = new("dbow", epochs=1, alpha=0.025).fit(counts)
    assert model.term_counts_[4] == counts[:, 4].sum()
    assert np.isfinite(model.transform(counts[:5])).all()


def test_counts_that_are_too_many_at_a_time(monkeypatch):
    """They can be passed in batches: the model is the same."""
    whole = new("dbow", epochs=2).fit(COUNTS)
    monkeypatch.setattr(_limits, "MOST_BYTES", 9 * 400)
    monkeypatch.setattr(_limits, "MOST_BYTES_OF_DOCUMENT", 9 * 100)
    with pytest.raises(ValueError, match=r"pass fewer documents .* takes batches\)\."):
        new("dbow").fit(COUNTS)
    assert_same(new("dbow", epochs=2).fit([COUNTS[:20], COUNTS[20:]]), whole)
    assert_array_equal(whole.transform(COUNTS[:20]), whole.transform(COUNTS[:20]))


def test_tiny_counts():
    for tiny in (5e-324, 1e-45, 1e-38):
        model = new("dbow", epochs=2).fit(np.full((3, 4), tiny))
        assert all(np.isfinite(vectors).all() for vectors in vectors_of(model))
        assert np.isfinite(model.transform(np.full((3, 4), tiny))).all()
        assert np.isfinite(model.score_samples(np.full((3, 4), tiny))).all()


# --- sizes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("vector_size", 10**9),
        ("negative", 10**9),
        ("alpha", 1e39),
        ("alpha", np.inf),
        ("alpha", 10**400),
        ("min_alpha", 1e39),
    ],
)
def test_parameters_that_are_too_large(parameter, value):
    with pytest.raises(ValueError, match=f"'{parameter}' parameter of Doc2Vec"):
        new(**{parameter: value}).fit(planted())


@pytest.mark.parametrize("window", [10**6, 2**31, 2**62])
@pytest.mark.parametrize("name", ["dm", "dm sum", "dbow words"])
def test_windows_reach_to_the_ends_of_documents(name, window):
    X = planted(20)
    whole = new(name, window=40, shrink_windows=False, epochs=2, vector_size=300)
    wide = copy.deepcopy(whole).set_params(window=window)
    whole.fit(X)
    tracemalloc.start()
    assert_same(wide.fit(X), whole)
    assert_array_equal(wide.transform(X), whole.transform(X))
    assert_array_equal(wide.score_samples(X), whole.score_samples(X))
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()
    shrinking = wide.set_params(shrink_windows=True).fit(X)
    assert all(np.isfinite(vectors).all() for vectors in vectors_of(shrinking))


def test_a_window_that_is_too_wide_to_be_put_side_by_side():
    X = planted()
    model = new("dm concat", epochs=1).fit(X)
    before = copy.deepcopy(model)
    match = "window=1000000 is far more than the 40 words of the longest document: win"
    with pytest.raises(ValueError, match=match):
        model.set_params(window=10**6).fit(X)
    assert_same(model, before)
    with pytest.raises(ValueError, match="more than the 40 words"):
        new("dm concat", window=10**12).fit([X[:30], X[30:]])
    for method in (model.partial_fit, model.transform, model.score):
        with pytest.raises(ValueError, match="fitted with another architecture"):
            method(X)


def test_a_model_that_does_not_fit_into_memory(monkeypatch, tmp_path):
    X = planted()
    size = Doc2Vec(12).estimate_memory(60, 40)
    monkeypatch.setattr(_limits, "memory_of_machine", lambda: size["total"])
    new("dm", epochs=1).fit(X)
    monkeypatch.setattr(_limits, "memory_of_machine", lambda: size["total"] - 1)
    match = "lower vector_size, which is 12"
    with pytest.raises(ValueError, match=f"{match}\\."):
        new("dm", epochs=1).fit(X)
    with pytest.raises(ValueError, match=f"{match} or window, which is 1"):
        new("dm concat", epochs=1).fit(X)
    # Vectors in a file need no memory.
    new("dm", epochs=1, vectors_file=tmp_path / "vectors.npy").fit(X)
    monkeypatch.setattr(_limits, "memory_of_machine", lambda: None)
    new("dm", epochs=1).fit(X)


def test_memory_of_machine(monkeypatch):
    size = _limits.memory_of_machine()
    assert size is None or size > 2**28
    monkeypatch.delattr("os.sysconf_names", raising=False)
    assert _limits.memory_of_machine() is None


@pytest.mark.parametrize("lock", [1e39, np.full(40, 1e39), np.full(40, -1.0)])
def test_locks_that_are_no_rates(lock):
    words = ["a0"], np.ones((1, 12))
    model = new(init_word_vectors=words, epochs=1).fit(planted())
    for method in (model.set_params(init_lock=lock).fit, model.partial_fit):
        with pytest.raises(ValueError, match="init_lock must be finite and not"):
            method(planted())


def test_words_to_start_from_that_are_too_large():
    words = ["a0"], np.full((1, 12), 1e39)
    with pytest.raises(
        ValueError, match="init_word_vectors holds numbers that are NaN"
    ):
        new(init_word_vectors=words).fit(planted())


@pytest.mark.parametrize("exponent", [-1e6, -1e3, 1e6])
def test_noise_of_one_word(exponent):
    """With such exponents all noise is the rarest word, or the most frequent."""
    X = planted()
    model = new(ns_exponent=exponent, epochs=1).fit(X)
    assert all(np.isfinite(vectors).all() for vectors in vectors_of(model))
