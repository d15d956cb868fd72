"""Merging topics of one fit: by hand, by slow NumPy, and on planted topics."""

import math

import numpy as np
import pytest

from sktopics import ARTM, PLSA, BERTopic, LatentDirichletAllocation
from sktopics.metrics import renyi_entropy
from sktopics.model_selection import renormalized_entropy

# Four topics of two words; the first two and the last two are about the same.
PAIRS = [[6, 6, 0, 0], [5, 7, 0, 0], [0, 0, 6, 6], [0, 0, 4, 8]]


def slow(topic_word, sizes, pairs):
    """Merge step by step, with loops."""
    topics = [
        (i, size, np.array(row) / np.sum(row))
        for i, (row, size) in enumerate(zip(topic_word, sizes, strict=True))
    ]
    next_id, merged = len(topics), []
    entropies = [renyi_entropy(np.array([row for *_, row in topics]))]
    while len(topics) > 2:
        best = None
        for i in range(len(topics)):
            for j in range(i + 1, len(topics)):
                p, q = topics[i][2], topics[j][2]
                if pairs == "divergence":
                    value = float(((p - q) * np.log(p / q)).sum())
                else:
                    value = -sum(free_energy(row, len(topics)) for row in (p, q))
                if best is None or value < best[0]:
                    best = value, i, j
        _, i, j = best
        (a, n_a, p), (b, n_b, q) = topics[i], topics[j]
        merged.append(sorted([a, b]))
        topics[i] = next_id, n_a + n_b, (n_a * p + n_b * q) / (n_a + n_b)
        del topics[j]
        next_id += 1
        entropies.append(renyi_entropy(np.array([row for *_, row in topics])))
    return merged, entropies


def free_energy(row, n_topics):
    typical = [share for share in row if share > 1 / len(row)]
    density = len(typical) / len(row)
    return -math.log(sum(typical)) - n_topics * math.log(density)


def test_by_hand():
    found = renormalized_entropy(PAIRS, pairs="divergence")
    assert found.n_topics.tolist() == [4, 3, 2]
    assert found.merged.tolist() == [[0, 1], [2, 3]]
    # Half of the pairs hold all of the probability: -T ln(1/2) / (T - 1).
    expected = [t * math.log(2) / (t - 1) for t in (4, 3, 2)]
    assert found.entropy == pytest.approx(expected)
    assert found.lowest == 4
    assert found.to_dict()["n_topics"] == [4, 3, 2]
    assert "RenormalizedEntropy: lowest at 4 topics" in repr(found)


@pytest.mark.parametrize("pairs", ["divergence", "entropy"])
def test_the_slow_twin(pairs):
    rng = np.random.RandomState(0)
    weights = rng.gamma(0.3, size=(9, 25)) + 1e-3
    merged, entropies = slow(weights, np.ones(9), pairs)
    found = renormalized_entropy(weights, pairs=pairs)
    assert found.merged.tolist() == merged
    assert found.entropy == pytest.approx(entropies, rel=1e-9)
    assert found.entropy[0] == pytest.approx(renyi_entropy(weights), rel=1e-12)


def test_sizes_of_a_model_and_of_documents():
    X = np.random.RandomState(0).poisson(0.7, (40, 12))
    model = LatentDirichletAllocation(5, max_iter=5, random_state=0).fit(X)
    counts = model.components_ - model.topic_word_prior_
    shares = counts.sum(axis=1) / counts.sum()
    of_model = renormalized_entropy(model, pairs="divergence")
    _, entropies = slow(model.components_, shares, "divergence")
    assert of_model.entropy == pytest.approx(entropies, rel=1e-6)
    # Of the last documents alone.
    lengths = X[30:].sum(axis=1)
    shares = lengths @ model.transform(X[30:])
    of_documents = renormalized_entropy(model, X[30:], pairs="divergence")
    _, entropies = slow(model.components_, shares, "divergence")
    assert of_documents.entropy == pytest.approx(entropies, rel=1e-6)
    assert not np.array_equal(of_documents.entropy, of_model.entropy)


@pytest.mark.parametrize("family", [PLSA, ARTM], ids=["plsa", "artm"])
def test_other_models(family):
    X = np.random.RandomState(0).poisson(0.7, (30, 12))
    model = family(4, max_iter=3, random_state=0).fit(X)
    assert renormalized_entropy(model).n_topics.tolist() == [4, 3, 2]


def test_topics_without_words_are_left_out():
    weights = np.insert(np.array(PAIRS, dtype=float), 1, 0, axis=0)
    found = renormalized_entropy(weights, pairs="divergence")
    assert found.n_topics.tolist() == [4, 3, 2]
    assert found.merged.tolist() == [[0, 2], [3, 4]]


@pytest.mark.parametrize("seed", [1, 6, 7])
def test_the_least_distance_may_be_below_the_diagonal(seed):
    # Sums are rounded, so that distances from a to b and from b to a differ.
    weights = np.random.RandomState(seed).gamma(0.05, size=(60, 1000))
    weights[-1] = weights[0]
    found = renormalized_entropy(weights, pairs="divergence")
    assert found.merged[0].tolist() == [0, 59]
    assert found.n_topics.tolist() == list(range(60, 1, -1))
    assert len(np.unique(found.merged)) == found.merged.size
    assert found.entropy[1] == pytest.approx(renyi_entropy(weights[:-1]))


def test_the_input_stays():
    weights = np.array(PAIRS, dtype=float)
    renormalized_entropy(weights)
    assert weights.tolist() == PAIRS


def test_what_is_refused():
    with pytest.raises(ValueError, match="leave out X, or give a fitted model"):
        renormalized_entropy(PAIRS, [[1, 2, 3, 4]])
    with pytest.raises(ValueError, match="1 of 2 topics has any weight"):
        renormalized_entropy([[0.0, 0.0], [0.5, 0.5]])
    with pytest.raises(ValueError, match="'pairs' parameter"):
        renormalized_entropy(PAIRS, pairs="random")
    texts, vectors = ["sea", "sea", "tax", "tax"], np.eye(2)[[0, 0, 1, 1]]
    model = BERTopic(None, None, None).fit(texts, [0, 0, 1, 1], embeddings=vectors)
    with pytest.raises(TypeError, match="no distribution of words"):
        renormalized_entropy(model)
