"""Phrases of a corpus, against counting one by one."""

from collections import Counter
from math import log

import numpy as np
import pytest

from sktopics.representation._phrase_counts import (
    find_phrases,
    npmi,
    running_words,
    word_counts_of,
)

rng = np.random.default_rng(3)
WORDS = np.array(list("abcdef"))
# Pieces of a few words, some of them none.
CORPUS = [
    [
        WORDS[rng.choice(6, size=n, p=[0.3, 0.3, 0.1, 0.1, 0.1, 0.1])].tolist()
        for n in rng.integers(0, 9, size=rng.integers(0, 4))
    ]
    for _ in range(60)
]


def slow_phrases(corpus, n_max, min_count, min_cohesion, edges):
    """Find phrases and count them in each document."""
    counts = Counter()
    for document in corpus:
        for piece in document:
            for n in range(1, n_max + 1):
                counts.update(
                    tuple(piece[i : i + n]) for i in range(len(piece) - n + 1)
                )
    total = sum(len(piece) for document in corpus for piece in document)

    def cohesion(phrase):
        together = counts[phrase] / total
        if together == 1:
            return 1
        return min(
            log(together * total**2 / (counts[phrase[:i]] * counts[phrase[i:]]))
            / -log(together)
            for i in range(1, len(phrase))
        )

    phrases = {
        phrase
        for phrase, count in counts.items()
        if len(phrase) > 1
        and count >= min_count
        and phrase[0] in edges
        and phrase[-1] in edges
        and cohesion(phrase) >= min_cohesion
    }
    found = []
    for document in corpus:
        here = Counter()
        for piece in document:
            for n in range(2, n_max + 1):
                ngrams = (tuple(piece[i : i + n]) for i in range(len(piece) - n + 1))
                here.update(ngram for ngram in ngrams if ngram in phrases)
        found.append(here)
    return phrases, found


@pytest.mark.parametrize("n_max", [2, 3, 4])
@pytest.mark.parametrize(("min_count", "min_cohesion"), [(1, -1), (3, 0.0), (2, 0.15)])
@pytest.mark.parametrize("edges", ["abcdef", "abc", ""])
def test_against_counting_one_by_one(n_max, min_count, min_cohesion, edges):
    running = running_words(CORPUS, lambda document: [p for p in document if p])
    is_edge = np.array([word in edges for word in running.words])
    phrases = find_phrases(running, n_max, min_count, min_cohesion, is_edge)
    expected, counts = slow_phrases(CORPUS, n_max, min_count, min_cohesion, edges)
    names = [tuple(running.words[i] for i in phrase) for phrase in phrases.words]
    assert len(names) == len(set(names))
    assert set(names) == expected
    table = phrases.counts.toarray()
    assert table.shape == (len(CORPUS), len(names))
    for row, here in zip(table, counts, strict=True):
        assert {n: c for n, c in zip(names, row, strict=True) if c} == dict(here)


def test_words_are_counted_in_documents():
    running = running_words(CORPUS, lambda document: [p for p in document if p])
    chosen = np.array([3, 0])
    table = word_counts_of(running, chosen).toarray()
    for row, document in zip(table, CORPUS, strict=True):
        here = Counter(word for piece in document for word in piece)
        assert row.tolist() == [here[running.words[i]] for i in chosen]


def test_no_documents_and_no_words():
    for corpus in ([], [[]], [[], []], [[["a"]]]):
        running = running_words(corpus, lambda document: document)
        edges = np.ones(len(running.words), bool)
        phrases = find_phrases(running, 3, 1, -1, edges)
        assert phrases.words == []
        assert phrases.counts.shape == (len(corpus), 0)


def test_npmi_is_one_for_words_that_are_never_apart():
    values = npmi(np.array([4, 4, 2]), [4, 4, 8], [4, 4, 5], 4)
    np.testing.assert_allclose(values[:2], 1)
    expected = log(2 * 4 / 40) / -log(2 / 4)
    np.testing.assert_allclose(values[2], expected)
