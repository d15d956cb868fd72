"""Tests of the kernels that find the best topic of each document."""

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose, assert_array_equal

from sktopics._arrays import unit_rows
from sktopics.kernels.best_topics import best_of_cosines, best_of_words


def best(exact):
    largest = exact.max(axis=1)
    return np.where(largest > 0, exact.argmax(axis=1), 0), np.maximum(largest, 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_best_of_cosines(dtype):
    rng = np.random.default_rng(0)
    vectors = (5 * rng.normal(size=(60, 8))).astype(dtype)
    vectors[3] = 0
    vectors[4] = -np.abs(vectors[4])
    means = unit_rows(np.abs(rng.normal(size=(7, 8)))).astype(dtype)
    means[5] = means[1]  # a tie goes to the first
    means[6] = 0
    exact = unit_rows(vectors.astype(np.float64)) @ means.T.astype(np.float64)
    tolerance = 1e-4
    rounded = exact + rng.uniform(-tolerance, tolerance, exact.shape)
    rounded = rounded * np.linalg.norm(vectors.astype(np.float64), axis=1)[:, None]
    rounded = rounded.astype(dtype)
    topics, cosines = np.full(60, -7), np.full(60, np.nan)
    best_of_cosines(rounded, vectors, means, tolerance, topics, cosines)
    expected, largest = best(exact)
    assert_array_equal(topics, expected)
    assert_allclose(cosines, largest, rtol=1e-12)
    assert (topics == 1).sum() > 0
    assert (topics[3], cosines[3], topics[4], cosines[4]) == (0, 0, 0, 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_best_of_words(dtype):
    rng = np.random.default_rng(0)
    documents = rng.poisson(0.4, (50, 12)) * rng.normal(1, 1, (50, 12))
    documents[2] = 0
    terms = rng.normal(0.3, 1, (12, 6)) * (rng.uniform(size=(12, 6)) < 0.4)
    terms /= np.linalg.norm(terms, axis=0)
    documents, terms = documents.astype(dtype), terms.astype(dtype)
    topics, cosines = np.full(50, -7), np.full(50, np.nan)
    arrays = []
    for dense in (documents, terms):
        matrix = sp.csr_array(dense)
        arrays.append((matrix.indptr, matrix.indices, matrix.data))
    best_of_words(*arrays, 6, topics, cosines)
    lengths = np.linalg.norm(documents, axis=1, keepdims=True)
    expected, largest = best(documents / np.where(lengths > 0, lengths, 1) @ terms)
    assert_array_equal(topics, expected)
    assert_allclose(cosines, largest, rtol=1e-5 if dtype == np.float32 else 1e-12)
    assert cosines[2] == 0
