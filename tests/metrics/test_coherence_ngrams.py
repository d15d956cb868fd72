"""Coherence of n-grams: windows slide over the words of the text."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from slow_ngrams import n_places, slow_ngrams

import sktopics.metrics._cooccurrence as cooccurrence_module
from sktopics import (
    AttentiveARTM,
    BERTopic,
    LatentDirichletAllocation,
    OnlineCountVectorizer,
    SequenceVectorizer,
)
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    count_cooccurrences,
    topic_coherences,
)
from sktopics.metrics._coherence_texts import read_texts
from sktopics.metrics._cooccurrence import count_windows

PAIRS = {"ngram_range": (1, 2)}
NEW_YORK = [
    "we met in new york city " + " ".join(f"w{(i * 7 + j) % 60}" for j in range(30))
    for i in range(40)
]
NEW_YORK += [" ".join(f"w{(i * 11 + j) % 60}" for j in range(36)) for i in range(40)]
# A model whose topics are of words and of pairs of words.
TEXTS = [
    "red apple pie and red apple juice",
    "stock market crash hits stock market",
] * 6


def slow_counts(texts, terms, window, kind, ngram_range, stop_words):
    """Count the windows that hold terms, by looking at each window."""
    rows = []
    for text in texts:
        ngrams = slow_ngrams(text, kind, ngram_range, stop_words)
        n = n_places(text, kind, stop_words)
        size = max(n, 1) if window == "document" else window
        rows += [
            {term for first, last, term in ngrams if s <= first and last < s + size}
            for s in range(max(1, n - size + 1))
        ]
    held = np.array([[term in row for term in terms] for row in rows], dtype=int)
    return held.T @ held, len(rows)


@settings(max_examples=150, deadline=None)
@given(
    texts=st.lists(st.text("abc  .", max_size=30), min_size=1, max_size=4),
    kind=st.sampled_from(["word", "char", "char_wb"]),
    ngram_range=st.sampled_from([(1, 1), (1, 2), (2, 2), (1, 3), (4, 5)]),
    stop_words=st.sampled_from([None, ["a", "ab"]]),
    window=st.sampled_from([1, 2, 3, 5, 10, "document"]),
)
def test_counts_by_brute_force(texts, kind, ngram_range, stop_words, window):
    options = {"analyzer": kind, "ngram_range": ngram_range}
    if kind == "word":
        options |= {"token_pattern": r"\w+", "stop_words": stop_words}
    analyzer = CountVectorizer(**options).build_analyzer()
    terms = sorted({term for text in texts for term in analyzer(text)})[:30] or ["a"]
    read = read_texts(texts, analyzer=analyzer)
    counts = count_windows(read, terms, window, "exact")
    arguments = (window, kind, ngram_range, stop_words)
    both, n_windows = slow_counts(texts, terms, *arguments)
    np.testing.assert_array_equal(counts.cooccurrences, both)
    assert counts.n_windows == n_windows


@settings(max_examples=80, deadline=None)
@given(
    texts=st.lists(st.text("abc  ", max_size=30), min_size=1, max_size=4),
    ngram_range=st.sampled_from([(1, 2), (2, 2), (1, 3)]),
    window=st.integers(1, 6),
)
def test_a_window_holds_what_the_analyzer_finds_in_its_words(
    texts, ngram_range, window
):
    options = {"ngram_range": ngram_range, "token_pattern": r"\w+"}
    analyzer = CountVectorizer(**options).build_analyzer()
    terms = sorted({term for text in texts for term in analyzer(text)})[:30] or ["a"]
    rows = []
    for text in texts:
        words = re.findall(r"\w+", text)
        for s in range(max(1, len(words) - window + 1)):
            rows.append(set(analyzer(" ".join(words[s : s + window]))))
    held = np.array([[term in row for term in terms] for row in rows], dtype=int)
    read = read_texts(texts, analyzer=analyzer)
    counts = count_windows(read, terms, window, "exact")
    np.testing.assert_array_equal(counts.cooccurrences, held.T @ held)


@pytest.mark.parametrize("counting", ["exact", "gensim"])
@pytest.mark.parametrize("window", [1, 4, 10, "document"])
def test_words_are_counted_the_same_whatever_the_ngram_range(counting, window):
    words = ["new", "york", "city", "w1", "w2", "w3", "w40"]
    expected = count_cooccurrences(NEW_YORK, words, window=window, counting=counting)
    for ngram_range in [(1, 2), (1, 3)]:
        analyzer = CountVectorizer(ngram_range=ngram_range).build_analyzer()
        counts = count_cooccurrences(
            NEW_YORK, words, window=window, counting=counting, analyzer=analyzer
        )
        np.testing.assert_array_equal(counts.cooccurrences, expected.cooccurrences)
        assert counts.n_windows == expected.n_windows


def test_pairs_alone_are_counted_in_the_same_windows():
    # One word, which makes no pair, is a place of a text all the same.
    texts = ["new", "new york", "in new york city hall"]
    for ngram_range in [(1, 2), (2, 2), (2, 3), (3, 3)]:
        analyzer = CountVectorizer(ngram_range=ngram_range).build_analyzer()
        terms = analyzer("in new york city")
        counts = count_cooccurrences(texts, terms, window=3, analyzer=analyzer)
        assert counts.n_windows == 1 + 1 + 3


@pytest.mark.parametrize("window", ["exact", "gensim"])
def test_terms_that_stand_side_by_side_are_no_strangers(window):
    analyzer = CountVectorizer(**PAIRS).build_analyzer()
    topics = [["york", "city"], ["new york", "city"], ["new york", "york city"]]

    def values(measure):
        return coherence_score(
            topics,
            NEW_YORK,
            measure=measure,
            analyzer=analyzer,
            window=window,
            average=False,
        )

    npmi = values("c_npmi")
    assert npmi.min() > 0.8
    assert np.ptp(npmi) < 0.1
    assert npmi[0] == coherence_score([["york", "city"]], NEW_YORK, measure="c_npmi")
    np.testing.assert_allclose(values("c_uci"), values("c_uci")[0], atol=0.2)
    np.testing.assert_allclose(values("c_v"), 1)


def test_windows_over_a_removed_stop_word():
    texts = ["bank of england and the pound", "a river bank in the north of england"]
    analyzer = CountVectorizer(**PAIRS, stop_words="english").build_analyzer()
    counts = count_cooccurrences(
        texts, ["bank england", "pound"], window=3, analyzer=analyzer
    )
    assert counts.cooccurrences.tolist() == [[1, 1], [1, 1]]
    assert counts.n_windows == 1 + 2  # of river, bank, north, england


@pytest.mark.parametrize("counting", ["exact", "gensim"])
@pytest.mark.parametrize("options", [PAIRS, {"analyzer": "char_wb", **PAIRS}])
def test_counts_do_not_depend_on_n_jobs(counting, options, monkeypatch):
    analyzer = CountVectorizer(**options).build_analyzer()
    terms = ["new", "new york", "w1", "w1 w2", "w", "w1", " w"]
    texts = ["", *NEW_YORK, ""]
    alone = count_cooccurrences(texts, terms, counting=counting, analyzer=analyzer)
    monkeypatch.setattr(cooccurrence_module, "_TOKENS_PER_JOB", 1)
    for n_jobs in (2, 3, 40):
        shared = count_cooccurrences(
            texts, terms, counting=counting, analyzer=analyzer, n_jobs=n_jobs
        )
        np.testing.assert_array_equal(shared.cooccurrences, alone.cooccurrences)
        assert shared.n_windows == alone.n_windows


def test_a_term_that_no_text_has():
    analyzer = CountVectorizer(**PAIRS).build_analyzer()
    result = topic_coherences(
        [["new york", "york new"]], NEW_YORK, measure="c_npmi", analyzer=analyzer
    )
    assert result.unknown == (("york new",),)
    assert result.values.tolist() == [-1]
    terms = ["york new", "new york"]
    counts = count_cooccurrences(["new york"], terms, analyzer=analyzer)
    assert counts.cooccurrences.tolist() == [[0, 0], [0, 1]]


def test_terms_of_a_callable_stand_in_the_order_in_which_it_gives_them():
    def pairs_last(text):
        words = text.split()
        return words + [" ".join(pair) for pair in pairwise(words)]

    lists = [pairs_last(text) for text in NEW_YORK]
    terms = ["new york", "city"]
    expected = count_cooccurrences(lists, terms)
    found = count_cooccurrences(NEW_YORK, terms, analyzer=pairs_last)
    np.testing.assert_array_equal(found.cooccurrences, expected.cooccurrences)
    assert found.n_windows == expected.n_windows
    assert found.cooccurrences[0, 1] == 0


class TestModels:
    """The vectorizer of a model or Pipeline is asked."""

    @pytest.mark.parametrize(
        "vectorizer",
        [
            CountVectorizer(**PAIRS),
            TfidfVectorizer(**PAIRS),
            OnlineCountVectorizer(**PAIRS),
            CountVectorizer(analyzer=CountVectorizer(**PAIRS).build_analyzer()),
        ],
        ids=lambda vectorizer: type(vectorizer).__name__,
    )
    def test_pipelines(self, vectorizer):
        pipeline = make_pipeline(
            vectorizer, LatentDirichletAllocation(2, random_state=0)
        ).fit(TEXTS)
        scorer = coherence_scorer("c_npmi", n_top_words=3, window=2)
        analyzer = CountVectorizer(**PAIRS).build_analyzer()
        expected = coherence_scorer(
            "c_npmi", n_top_words=3, window=2, analyzer=analyzer
        )
        assert scorer(pipeline, TEXTS) == expected(pipeline, TEXTS)
        topics = [["red apple", "red"], ["stock market", "market"]]
        counts = count_cooccurrences(TEXTS, topics, window=2, analyzer=analyzer)
        scores = coherence_score(topics, counts, measure="c_npmi", window=2)
        assert scores > 0.5
        assert coherence_scorer("c_npmi", n_top_words=3)(pipeline, TEXTS) > 0

    def test_sequences(self):
        texts = [text.replace(" and red", ". Red") for text in TEXTS]
        pipeline = make_pipeline(
            SequenceVectorizer(**PAIRS, boundaries="sentence"),
            AttentiveARTM(2, max_iter=5, random_state=0),
        ).fit(texts)
        assert coherence_scorer("c_uci", n_top_words=4)(pipeline, texts) > -3
        # The model has no pair of words that reaches across a boundary.
        with pytest.warns(UserWarning, match="'pie red'"):
            coherence_score(
                [["pie red", "pie"]], texts, analyzer=pipeline[0].build_analyzer()
            )
        assert "apple pie" in pipeline[0].vocabulary_
        assert "pie red" not in pipeline[0].vocabulary_

    def test_bertopic(self):
        encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(2, random_state=0))
        model = BERTopic(
            encoder,
            clusterer=None,
            vectorizer=CountVectorizer(**PAIRS),
            random_state=0,
        ).fit(TEXTS, [0, 1] * 6)
        analyzer = CountVectorizer(**PAIRS).build_analyzer()
        found = coherence_score(model, TEXTS, measure="c_uci", window=3)
        expected = coherence_score(
            model.topics_.top_words, TEXTS, measure="c_uci", window=3, analyzer=analyzer
        )
        assert found == expected > -10
