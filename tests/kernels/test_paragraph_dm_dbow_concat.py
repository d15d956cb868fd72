"""Kernels of Doc2Vec against NumPy twins that are given the same random numbers."""

import doc2vec_twins as slow
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import chisquare

from sktopics.kernels import paragraph_concat as concat
from sktopics.kernels import paragraph_dbow as dbow
from sktopics.kernels import paragraph_dm as dm
from sktopics.kernels.huffman import huffman_tree, no_tree
from sktopics.kernels.noise import keep_thresholds, noise_table
from sktopics.kernels.prediction import Layer, learn, list_noise, new_lists
from sktopics.kernels.reading import (
    Text,
    fill_uniformly,
    new_read,
    seed_sequences,
    shuffle_documents,
)
from sktopics.kernels.rows import exchange, exchange_two

# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
N_TERMS, SIZE, WINDOW = 12, 6, 3
LAYERS = ["noise", "tree", "both"]
# float32, and functions that are interpolated to 1e-5.
CLOSE = {"rtol": 2e-4, "atol": 2e-5}


def make_text(seed=0, lengths=(5, 0, 1, 40, 70), n_tags=(1, 1, 1, 2, 1)):
    """Documents with unknown words, weights, boundaries, and tags that two share."""
    rng = np.random.default_rng(seed)
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    ids = rng.integers(-1, N_TERMS, offsets[-1]).astype(np.int32)
    weights = rng.choice([0.0, 0.5, 1.0, 1.0, 1.0], offsets[-1]).astype(np.float32)
    boundaries = rng.random(offsets[-1]) < 0.1
    seeds = rng.integers(0, 2**64, len(lengths), dtype=np.uint64)
    tag_offsets = np.concatenate(([0], np.cumsum(n_tags)))
    tag_rows = np.concatenate([rng.choice(4, n, replace=False) for n in n_tags])
    return Text(ids, weights, boundaries, offsets, seeds, tag_offsets, tag_rows)


def make_layer(kind, width=SIZE, seed=1):
    rng = np.random.default_rng(seed)
    counts = rng.integers(1, 50, N_TERMS)
    negative, tree = 4, no_tree(N_TERMS)
    outputs = rng.normal(size=(N_TERMS, width)).astype(np.float32)
    nodes = np.empty((0, width), np.float32)
    if kind != "noise":
        tree = huffman_tree(counts)
        nodes = rng.normal(size=(N_TERMS - 1, width)).astype(np.float32)
    if kind == "tree":
        negative, outputs = 0, np.empty((0, width), np.float32)
    return Layer(noise_table(counts, 0.75, negative), outputs, tree, nodes)


def in_double(layer):
    """The same layer for a twin, which computes in float64."""
    return layer._replace(
        outputs=layer.outputs.astype(np.float64), nodes=layer.nodes.astype(np.float64)
    )


def make_vectors(n, seed):
    return np.random.default_rng(seed).normal(size=(n, SIZE)).astype(np.float32)


class Case:
    """A text, weights, and copies of them for the twin."""

    def __init__(self, kind, width=SIZE, n_vectors=4, **text):
        self.text = make_text(**text)
        self.layer = make_layer(kind, width)
        self.vectors = make_vectors(n_vectors, 2)
        self.words = make_vectors(N_TERMS, 3)
        self.locks = np.linspace(0, 2, N_TERMS, dtype=np.float32)
        self.keep = keep_thresholds(np.arange(N_TERMS) + 1, 0.05)
        self.n = len(self.text.seeds)
        self.alphas = np.linspace(0.1, 0.05, self.n, dtype=np.float32)
        self.losses = np.full((self.n, 2), np.nan)
        self.slow_layer = in_double(self.layer)
        self.slow_vectors = self.vectors.astype(np.float64)
        self.slow_words = self.words.astype(np.float64)
        self.slow_losses = []

    def room(self, n_rows, width=SIZE):
        work = np.zeros((n_rows, width), np.float32)
        return new_read(self.text, 0, self.n), new_lists(self.layer), work

    def check(self):
        assert_allclose(self.vectors, self.slow_vectors, **CLOSE)
        assert_allclose(self.words, self.slow_words, **CLOSE)
        assert_allclose(self.layer.outputs, self.slow_layer.outputs, **CLOSE)
        assert_allclose(self.layer.nodes, self.slow_layer.nodes, **CLOSE)
        assert_allclose(self.losses, self.slow_losses, rtol=1e-4, atol=1e-5)
        assert np.isfinite(self.losses).all()


# --- architectures ----------------------------------------------------------------


@pytest.mark.parametrize("kind", LAYERS)
def test_learn_dbow(kind):
    case = Case(kind)
    before = case.vectors.copy()
    dbow.learn_dbow(
        case.text, 0, case.n, case.alphas, 3, case.keep, case.layer, case.vectors,
        case.losses, *case.room(1),
    )  # fmt: skip
    case.slow_losses = [
        slow.dbow_pass(
            case.text, d, slow.tags_of(case.text, d), case.alphas[d], 3, case.keep,
            case.slow_layer, case.slow_vectors,
        )
        for d in range(case.n)
    ]  # fmt: skip
    case.check()
    assert not np.allclose(case.vectors, before)


@pytest.mark.parametrize("kind", LAYERS)
def test_infer_dbow(kind):
    case = Case(kind, n_vectors=5)
    rates = np.array([0.1, 0.05], np.float32)
    dbow.infer_dbow(
        case.text, 0, case.n, rates, 7, case.keep, case.layer, case.vectors,
        case.losses, *case.room(1),
    )  # fmt: skip
    for d in range(case.n):
        for e, rate in enumerate(rates):
            losses = slow.dbow_pass(
                case.text, d, [d], rate, 7 + e, case.keep, case.slow_layer,
                case.slow_vectors, frozen=True,
            )  # fmt: skip
        case.slow_losses.append(losses)
    case.check()


@pytest.mark.parametrize("kind", LAYERS)
def test_learn_dbow_words(kind):
    case = Case(kind)
    dbow.learn_dbow_words(
        case.text, 0, case.n, case.alphas, 0, case.keep, WINDOW, WINDOW, case.layer,
        case.vectors, case.words, case.locks, case.losses, *case.room(1),
    )  # fmt: skip
    case.slow_losses = [
        slow.dbow_words_pass(
            case.text, d, case.alphas[d], 0, case.keep, WINDOW, WINDOW, case.slow_layer,
            case.slow_vectors, case.slow_words, case.locks,
        )
        for d in range(case.n)
    ]  # fmt: skip
    case.check()


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("mean", [True, False])
def test_learn_dm(kind, mean):
    case = Case(kind, n_tags=(1, 1, 1, 2, 0))
    dm.learn_dm(
        case.text, 0, case.n, case.alphas, 0, case.keep, WINDOW, WINDOW, mean,
        case.layer, case.vectors, case.words, case.locks, case.losses,
        *case.room(dm.N_WORK), dm.new_sums(WINDOW, SIZE, np.float32),
    )  # fmt: skip
    case.slow_losses = [
        slow.dm_pass(
            case.text, d, slow.tags_of(case.text, d), case.alphas[d], 0, case.keep,
            WINDOW, WINDOW, mean, case.slow_layer, case.slow_vectors, case.slow_words,
            case.locks,
        )
        for d in range(case.n)
    ]  # fmt: skip
    case.check()


@pytest.mark.parametrize("kind", LAYERS)
@pytest.mark.parametrize("span", [WINDOW, 1])
def test_infer_dm(kind, span):
    case = Case(kind, n_vectors=5)
    rates = np.array([0.1, 0.05], np.float32)
    dm.infer_dm(
        case.text, 0, case.n, rates, 7, case.keep, WINDOW, span, True, case.layer,
        case.vectors, case.words, case.losses, *case.room(dm.N_WORK),
        dm.new_sums(WINDOW, SIZE, np.float32),
    )  # fmt: skip
    for d in range(case.n):
        for e, rate in enumerate(rates):
            losses = slow.dm_pass(
                case.text, d, [d], rate, 7 + e, case.keep, WINDOW, span, True,
                case.slow_layer, case.slow_vectors, case.slow_words, case.locks,
                frozen=True,
            )  # fmt: skip
        case.slow_losses.append(losses)
    case.check()


@pytest.mark.parametrize("kind", LAYERS)
def test_learn_concat(kind):
    width = (2 + 2 * WINDOW) * SIZE
    case = Case(kind, width, n_tags=(2, 2, 2, 2, 2))
    concat.learn_concat(
        case.text, 0, case.n, case.alphas, 0, case.keep, WINDOW, case.layer,
        case.vectors, case.words, case.locks, case.losses,
        *case.room(concat.N_WORK, width),
    )  # fmt: skip
    case.slow_losses = [
        slow.concat_pass(
            case.text, d, slow.tags_of(case.text, d), case.alphas[d], 0, case.keep,
            WINDOW, case.slow_layer, case.slow_vectors, case.slow_words, case.locks,
        )
        for d in range(case.n)
    ]  # fmt: skip
    case.check()


@pytest.mark.parametrize("kind", LAYERS)
def test_infer_concat(kind):
    width = (2 + 2 * WINDOW) * SIZE
    case = Case(kind, width, n_vectors=10)
    rates = np.array([0.1, 0.05], np.float32)
    concat.infer_concat(
        case.text, 0, case.n, rates, 7, case.keep, WINDOW, 2, case.layer, case.vectors,
        case.words, case.losses, *case.room(concat.N_WORK, width),
    )  # fmt: skip
    for d in range(case.n):
        for e, rate in enumerate(rates):
            losses = slow.concat_pass(
                case.text, d, [2 * d, 2 * d + 1], rate, 7 + e, case.keep, WINDOW,
                case.slow_layer, case.slow_vectors, case.slow_words, case.locks,
                frozen=True,
            )  # fmt: skip
        case.slow_losses.append(losses)
    case.check()


# --- parts ------------------------------------------------------------------------


def test_loss_of_certain_and_of_hopeless_predictions():
    """Beyond the table of the logistic function, too."""
    layer = make_layer("noise", width=1)
    layer.outputs[:, 0] = np.linspace(-60, 60, N_TERMS)
    lists = new_lists(layer)
    n = 6
    lists.rows[:n] = np.arange(n) * 11 // 5
    lists.labels[:n] = [0, 1, 0, 1, 0, 1]
    lists.weights[:n] = 1
    outputs = layer.outputs.astype(np.float64)
    listed = lists.rows[:n], lists.labels[:n], lists.weights[:n]
    change = np.zeros((1, 1), np.float32)
    one = np.ones((1, 1), np.float32)
    loss = learn(one, 0, layer.outputs, lists, n, np.float32(0.1), change, 0)
    slow_change, slow_loss = slow.learn(np.ones(1), outputs, listed, 0.1)
    assert loss == pytest.approx(slow_loss, rel=1e-5)
    assert_allclose(change[0], slow_change, rtol=1e-4)
    assert_allclose(layer.outputs, outputs, rtol=1e-4, atol=1e-5)


def test_list_noise_spares_the_words_to_predict():
    noise = noise_table([1, 1], 1.0, 50)
    layer = make_layer("noise")._replace(noise=noise)
    lists = new_lists(layer)
    lists.rows[:2], lists.weights[:2] = [0, 1], [2.0, 3.0]
    list_noise(np.uint64(5), noise, 2, lists)
    drawn = lists.rows[2:52]
    assert set(drawn) == {0, 1}
    assert_array_equal(lists.weights[2:52], np.where(drawn == 0, 3.0, 2.0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_exchange(dtype):
    rng = np.random.default_rng(0)
    a, b, change = (rng.normal(size=(3, 5)).astype(dtype) for _ in range(3))
    expected_change = change[2] + 0.5 * b[0] - 0.25 * b[2]
    expected = b.copy()
    expected[0] += dtype(0.5) * a[1]
    expected[2] -= dtype(0.25) * a[1]
    together = b.copy(), change.copy()
    exchange_two(a, 1, together[0], 0, dtype(0.5), 2, dtype(-0.25), together[1], 2)
    exchange(a, 1, b, 0, dtype(0.5), change, 2)
    exchange(a, 1, b, 2, dtype(-0.25), change, 2)
    for rows, learned in ((b, change), together):
        assert_allclose(rows, expected, rtol=1e-6)
        assert_allclose(learned[2], expected_change, rtol=1e-5, atol=1e-6)


# --- tables -----------------------------------------------------------------------


@pytest.mark.parametrize("counts", [[5, 0, 1, 20, 3], [1], [7, 7, 7], [1e9, 1, 1]])
@pytest.mark.parametrize("exponent", [0.75, 0.0, -0.5])
def test_noise_table_is_the_distribution(counts, exponent):
    counts = np.asarray(counts, float)
    noise = noise_table(counts, exponent, 5)
    shares = noise.threshold / 2.0**32
    mass = shares + np.bincount(noise.pairs[:, 1], 1 - shares, minlength=len(counts))
    with np.errstate(divide="ignore"):
        expected = np.where(counts > 0, counts**exponent, 0)
    assert_allclose(mass / len(counts), expected / expected.sum(), atol=1e-8)


def test_noise_of_words_that_never_occurred_is_uniform():
    assert (noise_table([0, 0, 0], 0.75, 5).threshold == 2**32).all()


def test_drawn_noise_is_distributed_as_the_table():
    counts = np.array([50.0, 10, 5, 1, 0])
    noise = noise_table(counts, 1.0, 20000)
    lists = new_lists(make_layer("noise")._replace(noise=noise))
    list_noise(np.uint64(1), noise, 0, lists)
    drawn = np.bincount(lists.rows[:20000], minlength=5)
    assert drawn[4] == 0
    assert chisquare(drawn[:4], 20000 * counts[:4] / 66).pvalue > 0.01


def test_keep_thresholds():
    counts = np.array([0, 1, 10, 1000, 100000])
    t = 1e-3 * counts.sum()
    with np.errstate(divide="ignore"):
        expected = np.minimum((np.sqrt(counts / t) + 1) * t / counts, 1)
    assert_allclose(keep_thresholds(counts, 1e-3) / 2.0**32, expected)
    assert (keep_thresholds(counts, 0) == 2**32).all()
    # From 1 on `sample` is a count, up to which words are kept.
    assert_array_equal(
        keep_thresholds(counts, 1000) == 2**32, [True, True, True, True, False]
    )


def brute_force_cost(counts):
    """Bits of an optimal code: the sums of the two smallest, again and again."""
    heap, cost = sorted(counts), 0
    while len(heap) > 1:
        a, b, *heap = heap
        cost += a + b
        heap = sorted([*heap, a + b])
    return cost


@pytest.mark.parametrize("counts", [[3], [1, 1], [5, 1, 2, 7, 7, 0, 30, 2], [1] * 9])
def test_huffman_tree(counts):
    tree = huffman_tree(counts)
    n = len(counts)
    lengths = np.diff(tree.offsets)
    assert (lengths * counts).sum() == brute_force_cost(counts)
    codes = [
        tuple(zip(tree.nodes[a:b], tree.codes[a:b], strict=True))
        for a, b in zip(tree.offsets[:-1], tree.offsets[1:], strict=True)
    ]
    assert len(set(codes)) == n
    # Each turn at a node leads to one place: probabilities down the tree sum to 1.
    turn = np.random.default_rng(0).random(max(n - 1, 1))
    p = [np.prod([turn[k] if c else 1 - turn[k] for k, c in code]) for code in codes]
    assert sum(p) == pytest.approx(1)
    assert all(code[0][0] == n - 2 for code in codes if code)


# --- reading ----------------------------------------------------------------------


def test_seed_sequences():
    text = make_text()
    seeds = np.empty(len(text.seeds), np.uint64)
    seed_sequences(text.ids, text.offsets, np.uint64(9), seeds)
    for d, seed in enumerate(seeds):
        state = 9
        for w in text.ids[text.offsets[d] : text.offsets[d + 1]].tolist():
            state = slow.mix64(state ^ ((w + 2) * slow.GOLDEN & slow.MASK))
        assert int(seed) == state
    assert len(set(seeds.tolist())) == len(seeds)


def test_shuffle_documents():
    offsets, seeds = np.array([0, 4, 4, 10]), np.array([1, 2, 3], np.uint64)
    ids = np.arange(10, dtype=np.int32)
    weights = ids.astype(np.float32)
    shuffle_documents(offsets, seeds, ids, weights)
    expected = list(range(10))
    for d, seed in enumerate(seeds):
        draws = slow.Draws(seed)
        for i in range(offsets[d + 1] - 1, offsets[d], -1):
            j = offsets[d] + ((draws.next() >> 32) * (i - int(offsets[d]) + 1) >> 32)
            expected[i], expected[j] = expected[j], expected[i]
    assert_array_equal(ids, expected)
    assert_array_equal(weights, expected)
    assert set(ids[:4]) == {0, 1, 2, 3}


def test_fill_uniformly():
    whole, part = np.empty((200, 50), np.float32), np.empty((7, 50), np.float32)
    fill_uniformly(np.uint64(3), 0, np.float32(0.5), whole)
    fill_uniformly(np.uint64(3), 100, np.float32(0.5), part)
    assert_array_equal(part, whole[100:107])
    draws = slow.Draws(slow.mix64(3 + 2))
    first = [0.5 * (2 * (draws.next() >> 40) / 2**24 - 1) for _ in range(3)]
    assert_allclose(whole[2, :3], first, rtol=1e-6)
    assert np.abs(whole).max() <= 0.5
    assert abs(whole.mean()) < 0.01
    assert whole.var() == pytest.approx(1 / 12, rel=0.05)
