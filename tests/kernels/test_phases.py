"""Phases of words and documents against NumPy twins with the same random numbers."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chisquare

from sktopics.kernels.phases import cumulate_groups, sample_phase, seed_tokens
from sktopics.kernels.sampling import mix64

DTYPES = [np.float32, np.float64]
GOLDEN, MIX_1 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9
MASK = 2**64 - 1

# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")


def mixed(x):
    return int(mix64(np.uint64(x & MASK)))


def make_groups(
    dtype, weights=(1.0,), n_topics=5, n_proposals=3, lengths=(7, 0, 1, 30)
):
    """Arguments of `sample_phase`, but for the number and `out`."""
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
        "choices": rng.integers(0, n_topics, (n, 1 + n_proposals), dtype=np.uint32),
        "prior": prior,
        "cumulative": np.cumsum(prior, axis=1, dtype=np.float64),
        "inverse": rng.uniform(0.1, 1, n_topics).astype(dtype),
    }


def run(groups, phase=4):
    shape = len(groups["sources"]), groups["choices"].shape[1]
    out = np.full(shape, 99, np.uint32)
    names = list(groups)
    before, after = names[:7], names[7:]
    sample_phase(*(groups[n] for n in before), phase, *(groups[n] for n in after), out)
    return out


def slow_phase(groups, phase=4):
    """The documented draws, group by group, in float64."""
    g = {name: np.asarray(value) for name, value in groups.items()}
    given = g["choices"][g["sources"]].astype(int)
    n_proposals, n_topics = given.shape[1] - 1, g["inverse"].size
    out = np.zeros_like(given)
    for i, (a, b) in enumerate(zip(g["offsets"][:-1], g["offsets"][1:], strict=True)):
        weights = g["counted"][a:b].astype(float)
        prior = g["prior"][i % len(g["prior"])].astype(float)
        counts = np.bincount(given[a:b, 0], weights, n_topics)
        states = [mixed(int(s) + (phase + 1) * MIX_1) for s in g["seeds"][a:b]]
        bits = [[mixed(s + j * GOLDEN) for j in range(1, 2 * n_proposals + 1)]
                for s in states]  # fmt: skip
        for t, numbers in zip(range(a, b), bits, strict=True):
            rest = counts.copy()
            rest[given[t, 0]] -= g["own"][t]
            p = (rest + prior) * g["inverse"]
            topic = given[t, 0]
            for q, number in zip(given[t, 1:], numbers, strict=False):
                topic = q if (number >> 40) / 2**24 * p[topic] < p[q] else topic
            out[t, 0] = topic
        cut_at = np.concatenate((np.cumsum(weights), weights.sum() + np.cumsum(prior)))
        topics = np.concatenate((out[a:b, 0], np.arange(n_topics)))
        for t, numbers in zip(range(a, b), bits, strict=True):
            for j, number in enumerate(numbers[n_proposals:], start=1):
                x = (number >> 32) / 2**32 * cut_at[-1]
                out[t, j] = topics[(cut_at <= x).sum()]
    return out


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


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("weights", [(1.0,), (0.5, 1.0, 3.0, 0.0)], ids=["1", "more"])
@pytest.mark.parametrize("n_topics", [1, 2, 5, 40])
def test_sample_phase_equals_numpy(dtype, weights, n_topics):
    groups = make_groups(dtype, weights, n_topics)
    for phase in (0, 4):
        assert_array_equal(run(groups, phase), slow_phase(groups, phase))
    groups["prior"], groups["cumulative"] = (
        groups[name][:1] for name in ("prior", "cumulative")
    )
    assert_array_equal(run(groups), slow_phase(groups))


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
    assert_array_equal(run(repeated), run(groups)[twice])


def test_topics_are_proposed_in_proportion_to_counts_and_prior():
    groups = make_groups(np.float64, n_topics=3, n_proposals=1, lengths=(9000,))
    groups["choices"][:, 0] = np.arange(9000) % 2
    groups["choices"][:, 1] = groups["choices"][:, 0]
    groups["prior"][:] = [[1000.0, 2000.0, 3000.0]]
    groups["cumulative"] = np.cumsum(groups["prior"], axis=1)
    out = run(groups)
    assert np.bincount(out[:, 0]).tolist() == [4500, 4500]
    expected = np.array([5500, 6500, 3000]) * 9000 / 15000
    assert chisquare(np.bincount(out[:, 1]), expected).pvalue > 1e-3


@pytest.mark.parametrize("dtype", DTYPES)
def test_read_only_inputs_of_phases(dtype):
    groups = make_groups(dtype, (0.5, 2.0))
    expected = run(groups)
    for array in groups.values():
        array.setflags(write=False)
    assert_array_equal(run(groups), expected)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38, -3e38, 1e-45])
@pytest.mark.parametrize("name", ["counted", "ends", "prior", "cumulative", "inverse"])
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_hostile_numbers_draw_topics_of_the_model(name, value):
    groups = make_groups(np.float32, (0.5, 2.0))
    groups[name].flat[::2] = value
    assert run(groups).max() < 5
