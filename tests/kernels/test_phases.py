"""Phases of words and documents against NumPy twins with the same random numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chisquare

from sktopics.kernels.phases import (
    N_PROPOSALS,
    cumulate_groups,
    guide_search,
    sample_phase,
    seed_tokens,
)
from sktopics.kernels.sampling import mix64

DTYPES = [np.float32, np.float64]
GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
MASK = 2**64 - 1

# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")


def mixed(x):
    return int(mix64(np.uint64(x & MASK)))


def make_groups(dtype, weights=(1.0,), n_topics=5, lengths=(7, 0, 1, 30)):
    """Arguments of `sample_phase`, but for the number, `out` and `sizes`."""
    rng = np.random.default_rng(0)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    n = offsets[-1]
    counted = rng.choice(weights, n).astype(dtype)
    ends, n_plain = np.empty(n), np.empty(len(lengths), int)
    cumulate_groups(offsets, counted, ends, n_plain)
    prior = rng.uniform(0.1, 0.9, (len(lengths), n_topics)).astype(dtype)
    own = np.minimum(counted, dtype(1))
    return {
        "offsets": offsets,
        "n_plain": n_plain,
        "sources": rng.permutation(n).astype(np.uint32),
        "counted": counted,
        "own": own,
        "ends": ends,
        "seeds": rng.integers(0, 2**64, n, dtype=np.uint64),
        "choices": rng.integers(0, n_topics, (n, 1 + N_PROPOSALS), dtype=np.uint16),
        "inverse": rng.uniform(0.1, 1, n_topics).astype(dtype),
        **searched(prior),
    }


def searched(prior):
    cumulative = np.cumsum(prior, axis=1, dtype=np.float64)
    guide = np.empty(prior.shape, np.int32)
    guide_search(cumulative, guide)
    return {"prior": prior, "cumulative": cumulative, "guide": guide}


def run(groups, phase=4):
    """Return the choices, and the sizes of the topics."""
    g = groups
    out = np.full((len(g["sources"]), 1 + N_PROPOSALS), 99, g["choices"].dtype)
    sizes = np.zeros(g["inverse"].size)
    names = list(g)[:7]
    tables = (g[n] for n in ("choices", "prior", "cumulative", "guide", "inverse"))
    sample_phase(*(g[n] for n in names), phase, *tables, out, sizes)
    return out, sizes


def uniforms(seed, phase):
    """What decides on the proposals of a token, and what draws the new ones."""
    state = int(seed) + (phase + 1) * MIX_1
    accept, propose = [], []
    for i in range(1, N_PROPOSALS // 2 + 1):
        bits = mixed(state + i * GOLDEN)
        accept += [(bits >> 40) / 2**24, (bits >> 16 & (1 << 24) - 1) / 2**24]
        bits = mixed(state + MIX_2 + i * GOLDEN)
        propose += [(bits >> 32) / 2**32, (bits & (1 << 32) - 1) / 2**32]
    return accept, propose


def slow_phase(groups, phase=4):
    """The documented draws, group by group, in float64."""
    g = {name: np.asarray(value) for name, value in groups.items()}
    given = g["choices"][g["sources"]].astype(int)
    n_topics = g["inverse"].size
    out, sizes = np.zeros_like(given), np.zeros(n_topics)
    for i, (a, b) in enumerate(zip(g["offsets"][:-1], g["offsets"][1:], strict=True)):
        weights = g["counted"][a:b].astype(float)
        prior = g["prior"][i % len(g["prior"])].astype(float)
        counts = np.bincount(given[a:b, 0], weights, n_topics)
        numbers = [uniforms(seed, phase) for seed in g["seeds"][a:b]]
        for t, (accept, _) in zip(range(a, b), numbers, strict=True):
            rest = counts.copy()
            rest[given[t, 0]] -= g["own"][t]
            p = (rest + prior) * g["inverse"]
            topic = given[t, 0]
            for q, number in zip(given[t, 1:], accept, strict=True):
                topic = q if number * p[topic] < p[q] else topic
            out[t, 0] = topic
            sizes[topic] += g["counted"][t]
        cut_at = np.concatenate((np.cumsum(weights), weights.sum() + np.cumsum(prior)))
        topics = np.concatenate((out[a:b, 0], np.arange(n_topics)))
        for t, (_, propose) in zip(range(a, b), numbers, strict=True):
            places = (cut_at <= np.array(propose)[:, None] * cut_at[-1]).sum(axis=1)
            out[t, 1:] = topics[places]
    return out, sizes


def test_seed_tokens_equals_python():
    offsets = np.array([0, 3, 3, 5])
    seeds = np.array([5, 6, 2**64 - 1], np.uint64)
    out = np.empty(5, np.uint64)
    seed_tokens(offsets, seeds, out)
    expected = [mixed(5 + i * GOLDEN) for i in (1, 2, 3)]
    expected += [mixed(2**64 - 1 + i * GOLDEN) for i in (1, 2)]
    assert out.tolist() == expected


def test_cumulate_groups_equals_numpy():
    weights = np.array([1, 2, 1, 4, 0.25, 1, 1], np.float32)
    ends, n_plain = np.empty(7), np.empty(4, int)
    cumulate_groups(np.array([0, 3, 3, 5, 7]), weights, ends, n_plain)
    assert_allclose(ends, [1, 3, 4, 4, 4.25, 1, 2])
    assert n_plain.tolist() == [1, 0, 0, 2]


@pytest.mark.parametrize("skewed", [False, True])
def test_guide_search_equals_numpy(skewed):
    rng = np.random.default_rng(0)
    prior = rng.uniform(size=(3, 50)) ** (20 if skewed else 1)
    cumulative = np.cumsum(prior, axis=1)
    out = np.empty((3, 40), np.int32)
    guide_search(cumulative, out)
    for row, found in zip(cumulative, out, strict=True):
        edges = np.arange(40) / 40 * row[-1]
        assert_array_equal(found, np.searchsorted(row, edges, side="right"))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("weights", [(1.0,), (0.5, 1.0, 3.0, 0.0)], ids=["1", "more"])
@pytest.mark.parametrize("n_topics", [1, 2, 5, 40])
def test_sample_phase_equals_numpy(dtype, weights, n_topics):
    groups = make_groups(dtype, weights, n_topics)
    shared = groups | searched(groups["prior"][:1])
    for case, phase in ((groups, 0), (groups, 4), (shared, 4)):
        (choices, sizes), (slow, slow_sizes) = run(case, phase), slow_phase(case, phase)
        assert_array_equal(choices, slow)
        assert_allclose(sizes, slow_sizes, rtol=1e-6)


def test_weights_are_repeated_tokens():
    """A token of weight 2, half of it its own, is two tokens of equal seeds."""
    groups = make_groups(np.float64, (1.0, 2.0))
    twice = np.repeat(np.arange(38), groups["counted"].astype(int))
    repeated = dict(groups)
    for name in ("sources", "counted", "own", "seeds"):
        repeated[name] = groups[name][twice]
    repeated["counted"] = np.ones(len(twice))
    starts = np.concatenate(([0], np.cumsum(groups["counted"]))).astype(int)
    repeated["offsets"] = starts[groups["offsets"]]
    repeated["ends"], repeated["n_plain"] = np.empty(len(twice)), np.empty(4, int)
    cumulate_groups(
        repeated["offsets"],
        repeated["counted"],
        repeated["ends"],
        repeated["n_plain"],
    )
    (choices, sizes), (repeated_choices, repeated_sizes) = run(groups), run(repeated)
    assert_array_equal(repeated_choices, choices[twice])
    assert_array_equal(repeated_sizes, sizes)


def test_topics_are_proposed_in_proportion_to_counts_and_prior():
    groups = make_groups(np.float64, n_topics=3, lengths=(9000,))
    groups["choices"][:] = (np.arange(9000) % 2)[:, None]
    groups |= searched(np.array([[1000.0, 2000.0, 3000.0]]))
    choices, sizes = run(groups)
    assert sizes.tolist() == [4500, 4500, 0]
    expected = np.array([5500, 6500, 3000]) * 9000 / 15000
    for proposed in choices[:, 1:].T:
        assert chisquare(np.bincount(proposed), expected).pvalue > 1e-3


@pytest.mark.parametrize("dtype", DTYPES)
def test_read_only_inputs_of_phases(dtype):
    groups = make_groups(dtype, (0.5, 2.0))
    expected, sizes = run(groups)
    for array in groups.values():
        if isinstance(array, np.ndarray):
            array.setflags(write=False)
    assert_array_equal(run(groups)[0], expected)
    assert_array_equal(run(groups)[1], sizes)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38, -3e38, 1e-45])
@pytest.mark.parametrize("name", ["counted", "ends", "prior", "cumulative", "inverse"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_hostile_numbers_draw_topics_of_the_model(name, value):
    groups = make_groups(np.float32, (0.5, 2.0))
    groups[name].flat[::2] = value
    assert run(groups)[0].max() < 5
