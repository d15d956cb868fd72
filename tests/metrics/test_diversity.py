"""Diversity against set arithmetic and the definition of the rank-biased overlap."""

from itertools import combinations, product

import numpy as np
import pytest
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.metrics import topic_diversity
from sktopics.metrics._diversity import rank_biased_overlap
from sktopics.topics import topic_table

MEASURES = ("unique", "inverted_rbo", "jaccard")
TOPICS = [list("abcde"), list("bafgh"), list("ijklm")]


def test_unique_is_the_share_of_different_terms():
    assert topic_diversity(TOPICS) == 13 / 15
    assert topic_diversity(TOPICS, n_top_words=2) == 4 / 6
    assert topic_diversity([*TOPICS, list("ab")]) == 13 / 17  # a topic of two terms


def test_jaccard_is_one_minus_the_mean_index():
    expected = 1 - (2 / 8 + 0 + 0) / 3
    assert topic_diversity(TOPICS, measure="jaccard") == pytest.approx(expected)


def naive_overlap(a, b, p):
    """RBO_EXT term by term, from prefixes (Webber et al. 2010, eq. 32)."""
    a, b = sorted((a, b), key=len)
    s, l = len(a), len(b)  # noqa: E741
    x = [len(set(a[:d]) & set(b[:d])) for d in range(l + 1)]
    total = sum(x[d] / d * p**d for d in range(1, l + 1))
    total += sum(x[s] * (d - s) / (s * d) * p**d for d in range(s + 1, l + 1))
    return (1 - p) / p * total + ((x[l] - x[s]) / l + x[s] / s) * p**l


def test_overlap_equals_its_definition():
    rng = np.random.default_rng(0)
    for n_a, n_b in product((1, 2, 5, 10), repeat=2):
        a, b = (rng.permutation(12)[:n].tolist() for n in (n_a, n_b))
        for p in (0.5, 0.9, 0.99):
            expected = naive_overlap(a, b, p)
            assert rank_biased_overlap(a, b, p) == pytest.approx(expected)
            assert rank_biased_overlap(b, a, p) == pytest.approx(expected)


def test_overlap_of_equal_and_of_different_lists():
    for k in (1, 3, 10):
        assert rank_biased_overlap(list(range(k)), list(range(k))) == pytest.approx(1)
        assert rank_biased_overlap(list(range(k)), list(range(k, 2 * k))) == 0
    assert rank_biased_overlap([], [1]) == rank_biased_overlap([], []) == 0


def test_overlap_is_the_sum_over_ranks_without_end():
    # A list that goes on agreeing for ever as it has agreed so far.
    a, b, p = list("abcd"), list("bacx"), 0.9
    agreement = [len(set(a[:d]) & set(b[:d])) / d for d in range(1, 5)]
    agreement += [agreement[-1]] * 2000
    expected = (1 - p) * sum(x * p**d for d, x in enumerate(agreement))
    assert rank_biased_overlap(a, b, p) == pytest.approx(expected)


def test_inverted_rbo_weighs_the_top_more():
    top = [["a", "b", "c"], ["a", "x", "y"]]
    bottom = [["b", "c", "a"], ["x", "y", "a"]]
    values = [topic_diversity(t, measure="inverted_rbo") for t in (top, bottom)]
    assert values[0] < values[1] < 1
    overlaps = [rank_biased_overlap(a, b) for a, b in combinations(TOPICS, 2)]
    expected = 1 - np.mean(overlaps)
    assert topic_diversity(TOPICS, measure="inverted_rbo") == pytest.approx(expected)


@pytest.mark.parametrize("measure", MEASURES)
def test_extremes(measure):
    assert topic_diversity([list("abc"), list("def")], measure=measure) == 1
    same = topic_diversity([list("abc")] * 4, measure=measure)
    assert same == pytest.approx(1 / 4 if measure == "unique" else 0, abs=1e-12)
    assert topic_diversity([list("abc")], measure=measure) == 1
    assert topic_diversity([list("abc"), []], measure=measure) == 1
    assert topic_diversity([list("ab"), [], []], measure=measure) == 1


@pytest.mark.parametrize("measure", MEASURES)
def test_order_of_topics_does_not_matter(measure):
    value = topic_diversity(TOPICS, measure=measure)
    assert topic_diversity(TOPICS[::-1], measure=measure) == pytest.approx(value)


@pytest.mark.parametrize("measure", MEASURES)
def test_models_and_tables(measure):
    texts = ["ship sea ship", "sea ship", "tax debt", "debt tax sea"]
    model = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(texts)
    table = topic_table(model, n_top_words=3)
    expected = topic_diversity(table.top_words, 3, measure=measure)
    assert topic_diversity(model, 3, measure=measure) == expected
    assert topic_diversity(table, 3, measure=measure) == expected
    assert topic_diversity(model[-1], 3, measure=measure) == expected


def test_terms_without_weight_are_in_no_topic():
    model = NMF(2, random_state=0).fit([[1, 2, 0, 0], [0, 0, 2, 1]])
    model.components_ = np.array([[1.0, 2, 0, 0], [0, 0, 0, 0]])
    assert topic_diversity(model) == 1  # of two terms, not of eight


def test_bad_input():
    with pytest.raises(ValueError, match="at least one topic"):
        topic_diversity([])
    with pytest.raises(ValueError, match="all of them are empty"):
        topic_diversity([[], []])
    with pytest.raises(TypeError, match=r"topics\[0\] must be a list of terms"):
        topic_diversity(["abc", "def"])
    with pytest.raises(ValueError, match="'measure' parameter"):
        topic_diversity(TOPICS, measure="rbo")
    with pytest.raises(ValueError, match="'n_top_words' parameter"):
        topic_diversity(TOPICS, n_top_words=0)
