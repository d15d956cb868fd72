"""renyi_entropy: closed forms, a slow twin, and models of one topic."""

import math
import pickle

import numpy as np
import pytest
from sklearn.model_selection import GridSearchCV

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.metrics import renyi_entropy, renyi_scorer


def slow(topic_word):
    """The definition, cell by cell."""
    n_topics, n_terms = len(topic_word), len(topic_word[0])
    n_typical = mass = 0
    for row in topic_word:
        for weight in row:
            share = weight / sum(row)
            if share > 1 / n_terms:
                n_typical += 1
                mass += share
    energy = -math.log(mass / n_topics)
    entropy = math.log(n_typical / (n_topics * n_terms))
    return (energy - n_topics * entropy) / (n_topics - 1)


def test_closed_forms():
    # T = 2, W = 4: half of the pairs hold all of the probability.
    halves = [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]
    assert renyi_entropy(halves) == pytest.approx(2 * math.log(2))
    # T = 2, W = 4: 2 of 8 pairs, each of 0.7.
    sharp = [[0.7, 0.1, 0.1, 0.1], [0.1, 0.1, 0.1, 0.7]]
    assert renyi_entropy(sharp) == pytest.approx(-math.log(0.7) + 2 * math.log(4))
    # T = 3, W = 3, one word each: -3 ln(1/3) / 2.
    assert renyi_entropy(np.eye(3)) == pytest.approx(1.5 * math.log(3))


def test_the_slow_twin_and_other_types():
    weights = np.random.RandomState(0).gamma(0.2, size=(7, 30))
    expected = slow(weights.tolist())
    assert renyi_entropy(weights) == pytest.approx(expected, rel=1e-12)
    assert renyi_entropy(5 * weights) == pytest.approx(expected, rel=1e-12)
    assert renyi_entropy(weights.astype(np.float32)) == pytest.approx(expected, 1e-5)
    some = renyi_entropy(weights, topics=[0, 3, 4], columns=slice(0, 9))
    assert some == pytest.approx(slow(weights[[0, 3, 4], :9].tolist()), rel=1e-12)


def test_topics_without_weight_do_not_count():
    halves = [[0.5, 0.5, 0, 0], [0, 0, 0, 0], [0, 0, 0.5, 0.5]]
    assert renyi_entropy(halves) == pytest.approx(2 * math.log(2))
    with pytest.raises(ValueError, match="No topic has any weight"):
        renyi_entropy([[0.0, 0.0]])


def test_one_topic_and_uniform_ones_are_infinite():
    assert renyi_entropy([[0.7, 0.3]]) == math.inf
    assert renyi_entropy([[0.7, 0.3], [0, 0]]) == math.inf
    assert renyi_entropy([[0.1] * 3, [0.3] * 3]) == math.inf


def test_scores_of_words_are_refused():
    vectors = [[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]]
    texts = ["ship sea", "sea", "tax debt", "debt"]
    model = BERTopic(None, None, None).fit(texts, [0, 0, 1, 1], embeddings=vectors)
    with pytest.raises(TypeError, match="no distribution of words, which the Rényi"):
        renyi_entropy(model)


def test_the_scorer_in_a_search():
    X = np.kron(np.eye(3, dtype=int), np.full((6, 4), 3))
    search = GridSearchCV(
        LatentDirichletAllocation(random_state=0, max_iter=5),
        {"n_components": [1, 2, 3]},
        scoring=pickle.loads(pickle.dumps(renyi_scorer())),
        cv=[(np.arange(18), np.arange(18))],
    )
    with pytest.warns(UserWarning, match="non-finite"):
        search.fit(X)
    scores = search.cv_results_["mean_test_score"]
    assert scores[0] == -math.inf
    assert np.isfinite(scores[1:]).all()
    assert search.best_score_ == -renyi_entropy(search.best_estimator_)
    with pytest.raises(TypeError, match="renyi_scorer makes a scorer"):
        renyi_scorer(search, X)
