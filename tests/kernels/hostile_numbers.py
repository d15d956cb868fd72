"""Kernels given NaN, infinity and huge numbers: what they write stays where it belongs.

As a script it makes the checks whose names it is given, with whatever switches of numba
there are in the environment.
"""

import sys
import warnings

import numpy as np

from sktopics.kernels.fold_in import split_tokens
from sktopics.kernels.huffman import huffman_tree, no_tree
from sktopics.kernels.leiden import refine_communities
from sktopics.kernels.nearest import merge_largest, select_largest
from sktopics.kernels.noise import fill_aliases, keep_thresholds, noise_table
from sktopics.kernels.prediction import Layer, explain, learn, new_lists
from sktopics.kernels.sampling import (
    draw_uniformly,
    sample_documents,
    sample_topics,
    seed_documents,
)
from sktopics.kernels.segmentation import (
    best_runs,
    cut_by_penalty,
    cut_in_number,
    spread_peaks,
)
from sktopics.kernels.special import exp_digamma

HOSTILE = [np.nan, np.inf, -np.inf, 3e38, -3e38, 1e-45]


def check_prediction():
    """Errors of predictions that are no numbers: no index, and a loss that tells."""
    for value in HOSTILE:
        for step in (learn, explain):
            noise = noise_table(np.ones(4), 0.75, 2)
            outputs = np.full((4, 3), 0.5, np.float32)
            outputs[1, 0] = value
            none = np.empty((0, 3), np.float32)
            lists = new_lists(Layer(noise, outputs, no_tree(4), none))
            lists.rows[:], lists.weights[:] = [0, 1, 2, 3], 1
            lists.labels[:] = [1, 0, 0, 0]
            inputs, change = np.ones((1, 3), np.float32), np.zeros((1, 3), np.float32)
            rate = np.float32(0.1)
            loss = step(inputs, 0, outputs, lists, 4, rate, change, 0)
            assert np.isfinite(loss) == np.isfinite(value)


def check_special():
    for dtype in (np.float32, np.float64):
        x = np.array([np.nan, 2, np.inf, 2, 3e38], dtype)
        out = np.full_like(x, -1)
        exp_digamma(x, out)
        assert not out[0] > 0
        np.testing.assert_allclose(
            out[[1, 3, 4]], [1.526205, 1.526205, 3e38], rtol=1e-6
        )


def check_fold_in():
    for dtype in (np.float32, np.float64):
        for value in (np.nan, np.inf, 3e38):
            data = np.array([2, value, 3, 4, 1, 7000, 4097], dtype)
            observed = np.full_like(data, -1)
            indices = np.array([0, 1, 2, 0, 1, 2, 3], np.int32)
            split_tokens(np.array([0, 3, 7], np.int32), indices, data, observed)
            assert np.isfinite(observed[1]) == np.isfinite(value)
            alone = np.full(4, -1, dtype)
            split_tokens(np.array([0, 4], np.int32), indices[3:], data[3:], alone)
            np.testing.assert_array_equal(observed[3:], alone)


def check_seeds():
    for value in HOSTILE:
        indptr, indices = np.array([0, 2, 3], np.int32), np.array([0, 1, 1], np.int32)
        seeds, other = np.empty((2, 2), np.uint64)
        seed_documents(indptr, indices, np.array([2.0, value, 1]), np.uint64(7), seeds)
        seed_documents(indptr, indices, np.array([2.0, 3.0, 1]), np.uint64(7), other)
        assert seeds[1] == other[1]


def check_sampling():
    seeds = np.array([3, 4], np.uint64)
    for value in HOSTILE:
        phi = np.full((2, 3), 1 / 3)
        phi[1, 1] = value
        topics = np.empty(8, np.int32)
        offsets, words = (
            np.array([0, 5, 8]),
            np.array([0, 1, 0, 1, 1, 1, 0, 1], np.int32),
        )
        weights = np.ones(8)
        draw_uniformly(offsets, seeds, 3, topics)
        for sweep in range(5):
            cumulative = np.cumsum(phi, axis=1)
            sample_topics(
                offsets, words, weights, seeds, sweep, phi, cumulative, topics
            )
            assert ((topics >= 0) & (topics < 3)).all()
            shares = np.zeros(3)
            sample_documents(
                offsets, words, weights, seeds, sweep, phi, shares, 5.0, topics
            )
            assert ((topics >= 0) & (topics < 3)).all()


def check_nearest():
    rng = np.random.default_rng(0)
    scores = rng.choice([*HOSTILE, 0.0, 1.0], (50, 9))
    columns, values = np.full((50, 4), -1), np.empty((50, 4))
    select_largest(scores, np.full(50, -1), columns, values)
    assert ((columns >= 0) & (columns < 9)).all()
    columns, values = np.full((50, 4), -1), np.full((50, 4), -np.inf)
    own = np.full(50, -1)
    merge_largest(scores, np.arange(50), np.arange(9), own, columns, values)
    assert ((columns >= -1) & (columns < 9)).all()


def check_noise():
    rng = np.random.default_rng(0)
    for size in (1, 2, 30):
        mass = rng.choice([*HOSTILE, 0.0, 1.0], size)
        pairs = np.repeat(np.arange(size, dtype=np.int32)[:, np.newaxis], 2, axis=1)
        fill_aliases(mass, np.ones(size), pairs)
        assert ((pairs >= 0) & (pairs < size)).all()
    counts = np.array([1e-300, 1, 3e38, 0])
    for exponent in (-1e308, -1e3, -1, 0, 0.75, 1e3, 1e308):
        with warnings.catch_warnings(action="error"):
            table = noise_table(counts, exponent, 5)
        assert (table.threshold <= 2**32).all()
        # A word that never occurs is never drawn.
        assert table.threshold[3] == 0
        assert (table.pairs[:, 1] < 3).all()
    for sample in (5e-324, 1e-3, 1, 1e308):
        with warnings.catch_warnings(action="error"):
            assert (keep_thresholds(counts, sample) <= 2**32).all()


def check_segmentation():
    rng = np.random.default_rng(0)
    for _ in range(50):
        sums = rng.choice([*HOSTILE, 0.0, 1.0], (9, 2))
        masses = rng.choice([*HOSTILE, 1.0, 2.0], 9)
        for cuts in (cut_by_penalty(sums, masses, 0.5), cut_in_number(sums, masses, 3)):
            assert ((cuts >= 0) & (cuts < 9)).all()
        starts, stops = np.empty((2, 9), np.intp)
        n_runs = best_runs(sums[:, 0].copy(), starts, stops, np.empty(9))
        assert 0 <= n_runs <= 9
        runs = np.concatenate((starts[:n_runs], stops[:n_runs]))
        assert ((runs >= 0) & (runs <= 9)).all()
        spread_peaks(masses, 3, np.zeros(9, bool))


def check_huffman():
    rng = np.random.default_rng(0)
    for size in (1, 2, 3, 20):
        for _ in range(20):
            tree = huffman_tree(rng.choice([*HOSTILE, 0.0, 1.0], size))
            assert ((tree.nodes >= 0) & (tree.nodes < max(size - 1, 1))).all()
            assert (np.diff(tree.offsets) >= 0).all()


def check_leiden():
    rng = np.random.default_rng(0)
    n_nodes = 6
    indptr = np.arange(0, 31, 5, dtype=np.int32)
    indices = np.array([[c for c in range(6) if c != r] for r in range(6)], np.int32)
    for _ in range(50):
        weights = rng.choice([*HOSTILE, 0.0, 0.1], 30)
        graph = indptr, indices.ravel(), weights, rng.choice([*HOSTILE, 0.2], n_nodes)
        labels = np.arange(n_nodes)
        refined = refine_communities(*graph, np.arange(n_nodes), 1.0, labels)
        assert ((refined >= 0) & (refined < n_nodes)).all()


# Kernels that turn floats into integers, and kernels that choose by floats.
TURNING = [check_prediction, check_special, check_fold_in, check_seeds]
CHOOSING = [check_sampling, check_noise, check_nearest, check_segmentation]
ALL = [*TURNING, *CHOOSING, check_huffman, check_leiden]


if __name__ == "__main__":
    with np.errstate(all="ignore"):
        for name in sys.argv[1:]:
            globals()[name]()
