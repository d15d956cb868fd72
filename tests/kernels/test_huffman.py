"""Trees of words: built at once, and grown by words that come later."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics.kernels.huffman import grafted_tree, huffman_tree


def paths(tree):
    """The turns on the way to each word: pairs of a node and a code."""
    bounds = zip(tree.offsets[:-1], tree.offsets[1:], strict=True)
    return [
        list(zip(tree.nodes[a:b].tolist(), tree.codes[a:b].tolist(), strict=True))
        for a, b in bounds
    ]


def slowly_grafted(counts, n_first):
    """The same by trying out every leaf."""
    found = paths(huffman_tree(counts[:n_first]))
    for new in range(n_first, len(counts)):
        cost = [
            (1 + counts[w] + (1 + counts[new]) * (len(found[w]) + 1), len(found[w]))
            for w in range(new)
        ]
        least = min(cost)
        beside = min(
            (w for w in range(new) if cost[w] == least),
            key=lambda w: (counts[w], w),
        )
        way, node = found[beside], new - 1
        found[beside] = [*way, (node, 0)]
        found.append([*way, (node, 1)])
    return found


@pytest.mark.parametrize("n_first", [1, 2, 5, 29, 30])
@pytest.mark.parametrize("seed", [0, 1])
def test_each_word_hangs_where_paths_grow_least(n_first, seed):
    counts = np.random.default_rng(seed).integers(0, 20, 30)
    assert paths(grafted_tree(counts, n_first)) == slowly_grafted(counts, n_first)


@pytest.mark.parametrize("n_first", [1, 3, 12])
def test_probabilities_sum_to_one_and_paths_only_grow_longer(n_first):
    counts = np.random.default_rng(2).integers(0, 50, 12)
    found = paths(grafted_tree(counts, n_first))
    right = np.random.default_rng(0).random(11)
    p = [np.prod([right[k] if c else 1 - right[k] for k, c in way]) for way in found]
    assert sum(p) == pytest.approx(1)
    assert {k for way in found for k, _ in way} == set(range(11))
    for way, before in zip(found, paths(huffman_tree(counts[:n_first])), strict=False):
        assert way[: len(before)] == before


def test_words_one_by_one_are_words_at_once():
    counts = np.random.default_rng(3).integers(0, 9, 40)
    whole = paths(grafted_tree(counts, 10))
    for n in (10, 11, 25):
        part = paths(grafted_tree(counts[:n], 10))
        for way, later in zip(part, whole, strict=False):
            assert later[: len(way)] == way


def test_paths_are_about_as_short_as_huffmans():
    """Rare words come late: a corpus in two halves."""
    counts = np.rint(1e5 / np.arange(1, 4001) ** 1.07) + 1
    least = np.diff(huffman_tree(counts).offsets) @ counts
    assert np.diff(grafted_tree(counts, 2000).offsets) @ counts < 1.01 * least
    # Words of one count hang side by side, not below each other.
    ones = np.diff(grafted_tree(np.ones(1024), 1).offsets)
    assert ones.max() == ones.min() == 10


def test_nothing_to_graft():
    counts = [5, 1, 2, 7]
    for ours, built in zip(grafted_tree(counts, 4), huffman_tree(counts), strict=True):
        assert_array_equal(ours, built)


@pytest.mark.parametrize("count", [0.0, np.inf, np.nan, 1e300])
def test_hostile_counts_make_a_tree(count):
    tree = grafted_tree([1.0, count, 3.0, count, count, 2.0], 2)
    assert {k for way in paths(tree) for k, _ in way} == set(range(5))
    assert np.diff(tree.offsets).max() <= 5
