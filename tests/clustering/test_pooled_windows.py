"""Means of the vectors of tokens in windows."""

import tracemalloc

import numpy as np
import pytest

from sktopics.clustering._windows.pooled_windows import (
    PooledWindows,
    pool_windows,
    pooled_means,
    repeated_windows,
    window_cutter,
)
from sktopics.clustering._windows.token_windows import sliding_windows


def _tokens(text, rng):
    """Return a vector and the characters of each word."""
    stops = np.cumsum([len(word) + 1 for word in text.split(" ")]) - 1
    spans = np.column_stack((np.append(0, stops[:-1] + 1), stops))
    return rng.normal(size=(len(spans), 4)).astype(np.float32), spans


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_means_are_those_of_numpy(dtype):
    rng = np.random.default_rng(0)
    for n_tokens in (1, 4, 49, 50, 51, 90, 300):
        vectors = rng.normal(size=(n_tokens, 5)).astype(dtype) * 1000
        vectors.flags.writeable = False
        places = sliding_windows(n_tokens, 50, 40)
        expected = [vectors[a:b].mean(axis=0, dtype=np.float64) for a, b in places]
        means = pooled_means(vectors, places)
        assert means.dtype == np.float32
        np.testing.assert_allclose(means, expected, rtol=1e-6, atol=1e-4)


def test_means_are_right_far_from_the_beginning():
    vectors = np.full((100_000, 2), 0.1, np.float32)
    vectors[:1000] = 1e6  # what sums of 32 bits would remember
    places = np.array([[0, 1000], [99_000, 100_000]])
    means = pooled_means(vectors, places)
    np.testing.assert_allclose(means[1], 0.1, rtol=1e-6)


def test_windows_that_leave_tokens_out():
    vectors = np.arange(12.0).reshape(6, 2)
    means = pooled_means(vectors, np.array([[1, 3], [2, 4]]))
    assert means.tolist() == [[3, 4], [5, 6]]
    assert pooled_means(vectors, np.empty((0, 2), int)).shape == (0, 2)


def test_windows_know_document_and_characters():
    rng = np.random.default_rng(0)
    documents = ["one two three four five", "", "ü six"]
    tokens = [_tokens(documents[0], rng), None, _tokens(documents[2], rng)]
    tokens[1] = np.empty((0, 4), np.float32), np.empty((0, 2), np.int64)
    windows = pool_windows(documents, iter(tokens), window_cutter("window", 3, 2))
    assert windows.spans.tolist() == [[0, 0, 13], [0, 8, 23], [2, 0, 5]]
    assert windows.texts(documents) == ["one two three", "three four five", "ü six"]
    assert windows.n_tokens.tolist() == [3, 3, 2]
    assert windows.n_documents == 3
    np.testing.assert_allclose(windows.vectors[1], tokens[0][0][2:].mean(axis=0), 1e-6)
    np.testing.assert_allclose(windows.vectors[2], tokens[2][0].mean(axis=0), 1e-6)


def test_documents_without_tokens_alone():
    nothing = np.empty((0, 4), np.float32), np.empty((0, 2), np.int64)
    windows = pool_windows(["", ""], [nothing] * 2, window_cutter("sentence", 9, 1))
    assert windows.vectors.shape == (0, 4)
    assert windows.spans.shape == (0, 3)


def test_windows_of_repeated_documents():
    vectors = np.arange(6.0).reshape(3, 2)
    spans = np.array([[0, 0, 5], [0, 4, 9], [2, 0, 3]])
    windows = PooledWindows(vectors, spans, np.array([2, 3, 1]), 3)
    found = repeated_windows(windows, np.array([2, 0, 1, 0, 2]))
    assert found.spans.tolist() == [
        [0, 0, 3],
        [1, 0, 5],
        [1, 4, 9],
        [3, 0, 5],
        [3, 4, 9],
        [4, 0, 3],
    ]
    assert found.vectors[:, 0].tolist() == [4, 0, 2, 0, 2, 4]
    assert found.n_tokens.tolist() == [1, 2, 3, 2, 3, 1]
    assert found.n_documents == 5
    none = repeated_windows(PooledWindows.none_of(1, 2), np.zeros(2, int))
    assert none.spans.shape == (0, 3)
    assert none.n_documents == 2


def test_memory_is_bounded_by_windows():
    n_documents, n_tokens, n_dimensions = 30, 4000, 64
    text = "ab " * n_tokens
    spans = np.arange(n_tokens)[:, np.newaxis] * 3 + [0, 2]

    def stream():
        rng = np.random.default_rng(0)
        for _ in range(n_documents):
            shape = n_tokens, n_dimensions
            yield rng.random(shape, np.float32), spans

    tracemalloc.start()
    try:
        windows = pool_windows(
            [text] * n_documents, stream(), window_cutter("window", 50, 40)
        )
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    of_document = n_tokens * n_dimensions * 4
    # Two documents' tokens and the windows twice; all tokens are 30 documents'.
    assert len(windows.vectors) == n_documents * 100
    assert peak < 3 * of_document + 2.5 * windows.vectors.nbytes + 1e6
    assert peak < n_documents * of_document / 5
