"""BERTScore of phrases and texts, beside slow loops."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.metrics import phrase_coherence
from sktopics.topics import topic_table


class Tokens(NamedTuple):
    vectors: np.ndarray
    spans: np.ndarray


class RandomWords:
    """An encoder that gives every word a vector of its own, and counts its work."""

    def __init__(self, n_dimensions=6, dtype=np.float32):
        self.n_dimensions, self.dtype, self.encoded = n_dimensions, dtype, []

    def encode_tokens(self, texts):
        for text in texts:
            self.encoded.append(text)
            words = text.split()
            vectors = [
                np.random.default_rng(list(word.encode())).normal(
                    size=self.n_dimensions
                )
                for word in words
            ]
            vectors = np.array(vectors, self.dtype).reshape(-1, self.n_dimensions)
            vectors.flags.writeable = False
            yield Tokens(vectors, np.zeros((len(words), 2), np.int64))


def slow_scores(phrase, text):
    """P, R and F1 of one pair, token by token."""
    phrase = [v / np.linalg.norm(v) for v in phrase]
    text = [v / np.linalg.norm(v) for v in text]
    precision = np.mean([max(float(a @ b) for b in text) for a in phrase])
    recall = np.mean([max(float(a @ b) for b in phrase) for a in text])
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both > 0 else 0


TOPICS = [["deep sea", "ship"], ["income tax act", "debt"], ["rain"]]
TEXTS = ["a ship at sea", "the sea is deep", "tax and debt", "", "no topic", "an act"]
LABELS = [0, 0, 1, 1, -1, 1]
PHRASES = [phrase for topic in TOPICS for phrase in topic]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_it_is_the_mean_over_pairs(dtype):
    encoder = RandomWords(dtype=dtype)
    found = phrase_coherence(TOPICS, TEXTS, LABELS, encoder)
    vectors_of = dict(
        zip(
            TEXTS + PHRASES,
            (t.vectors for t in encoder.encode_tokens(TEXTS + PHRASES)),
            strict=True,
        )
    )
    for topic in (0, 1):
        pairs = [
            slow_scores(vectors_of[phrase], vectors_of[text])
            for text, label in zip(TEXTS, LABELS, strict=True)
            for phrase in TOPICS[topic]
            if label == topic and text
        ]
        values = [found.precision[topic], found.recall[topic], found.f1[topic]]
        assert_allclose(values, np.mean(pairs, axis=0), rtol=1e-5)
    assert np.isnan([found.precision[2], found.recall[2], found.f1[2]]).all()
    assert_allclose(found.mean["f1"], found.f1[:2].mean())
    arrays = phrase_coherence(
        [[vectors_of[phrase] for phrase in topic] for topic in TOPICS],
        [vectors_of[text] for text in TEXTS],
        LABELS,
    )
    assert_array_equal(arrays.f1, found.f1)


def test_texts_are_streamed_and_outliers_not_encoded():
    encoder = RandomWords()
    phrase_coherence(TOPICS, TEXTS, LABELS, encoder)
    assert "no topic" not in encoder.encoded
    assert sorted(encoder.encoded) == sorted(
        [*PHRASES, *(text for text in TEXTS if text != "no topic")]
    )


def test_phrases_of_the_right_topic_match_better():
    right = phrase_coherence(TOPICS[:2], TEXTS, LABELS, RandomWords(50))
    wrong = phrase_coherence(TOPICS[1::-1], TEXTS, LABELS, RandomWords(50))
    for name in ("precision", "recall", "f1"):
        assert right.mean[name] > wrong.mean[name] + 0.2
    same = phrase_coherence([["ship at sea"]], ["ship at sea"], [0], RandomWords())
    assert_allclose([same.precision, same.recall, same.f1], 1, rtol=1e-6)
    only = phrase_coherence([["ship", "tax"]], ["a ship"], [0], RandomWords())
    first = phrase_coherence(
        [["ship", "tax"]], ["a ship"], [0], RandomWords(), n_phrases=1
    )
    assert first.precision[0] > only.precision[0]


def test_phrases_of_models_and_of_tables():
    vectorizer = CountVectorizer(ngram_range=(1, 2), stop_words=["the", "is"])
    pipeline = make_pipeline(vectorizer, NMF(2, random_state=0)).fit(TEXTS[:3] * 3)
    table = topic_table(pipeline, n_top_words=4)
    labels = [0, 0, 1, 1, -1, 1]
    expected = phrase_coherence(table.top_words, TEXTS, labels, RandomWords())
    for topics in (table, pipeline):
        found = phrase_coherence(
            topics, TEXTS, labels, RandomWords(), n_phrases=len(table.top_words[0])
        )
        assert found == expected


def test_results():
    found = phrase_coherence(TOPICS, TEXTS, LABELS, RandomWords())
    assert found != phrase_coherence(TOPICS[::-1], TEXTS, LABELS, RandomWords())
    columns = found.to_dict()
    assert list(columns) == ["topic", "precision", "recall", "f1"]
    assert columns["topic"] == [0, 1, 2]
    with pytest.raises(ValueError, match="read-only"):
        found.f1[0] = 0
    empty = phrase_coherence([["ship"]], [""], [0], RandomWords())
    assert np.isnan(empty.mean["f1"])


class Wrong:
    def __init__(self, give):
        self.give = give

    def encode_tokens(self, texts):
        for i, _ in enumerate(texts):
            if (vectors := self.give(i)) is not None:
                yield vectors, None


@pytest.mark.parametrize(
    ("give", "message"),
    [
        (lambda i: np.ones((2, 3)) if i == 0 else None, "gave vectors of 1 texts"),
        (lambda i: np.ones((2, 3 + i)), "text 1: vectors have 4 dimensions"),
        (lambda i: np.full((2, 3), np.nan), "text 0: vectors hold NaN"),
        (lambda i: np.ones(3), r"array of numbers of shape \(n_tokens, n_dim"),
        (lambda i: np.array([["a"]]), "array of numbers"),
    ],
    ids=["few", "dimensions", "nan", "flat", "text"],
)
def test_wrong_encoders(give, message):
    with pytest.raises(ValueError, match=message):
        phrase_coherence([["one", "two"]], ["a", "b"], [0, 0], Wrong(give))


class OnlyVectors:
    def __init__(self, vectors):
        self.vectors = vectors


class Given:
    """An encoder that gives what it was given, whatever the texts."""

    def __init__(self, given):
        self.given = given

    def encode_tokens(self, texts):
        yield from self.given


def test_objects_that_have_vectors_and_are_no_pairs():
    found = phrase_coherence([["one"]], ["a"], [0], Given([OnlyVectors(np.eye(2)[:1])]))
    assert_array_equal(found.f1, [1])


def test_vectors_of_more_texts_than_there_are():
    encoder = Given([(np.eye(2), None)] * 2)
    with pytest.raises(ValueError, match="vectors of more texts than there are"):
        phrase_coherence([["one"]], ["a"], [0], encoder)


def test_what_is_refused():
    with pytest.raises(TypeError, match="encoder must have a method encode_tokens"):
        phrase_coherence(TOPICS, TEXTS, LABELS, encoder="all-MiniLM-L6-v2")
    with pytest.raises(TypeError, match="what as_token_encoder makes of it"):
        phrase_coherence(TOPICS, TEXTS, LABELS, encoder={"ship": [1, 0]})
    with pytest.raises(TypeError, match="topics, text 0 is a str: give an encoder"):
        phrase_coherence(TOPICS, TEXTS, LABELS)
    with pytest.raises(ValueError, match=r"labels\[0\] is 3, and there are 3 topics"):
        phrase_coherence(TOPICS, TEXTS, [3] * 6, RandomWords())
    with pytest.raises(TypeError, match="document 0 is 5"):
        phrase_coherence(TOPICS, [5] * 6, LABELS, RandomWords())
    arrays = [[np.ones((1, 3))]]
    with pytest.raises(ValueError, match="texts have 2 dimensions, and vectors of phr"):
        phrase_coherence(arrays, [np.ones((1, 2))], [0])
    with pytest.raises(ValueError, match="topics must hold at least one topic"):
        phrase_coherence([], [np.ones((1, 2))], [0])
