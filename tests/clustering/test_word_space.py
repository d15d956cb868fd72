"""Vectors of words: learned ones as they are, all others in blocks."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, Normalizer

from sktopics import ChunkedEncoder, Doc2Vec, SequenceVectorizer
from sktopics._arrays import unit_rows
from sktopics.clustering._joint_space.word_space import vectors_of_terms
from sktopics.embedding import (
    FunctionEncoder,
    WordsAndDocuments,
    encode_words,
)

TEXTS = ["new york rain", "york has snow", "the rain in new york", "snow and hail"] * 3


def doc2vec(**options):
    options = {"dm": 0, "dbow_words": True, "epochs": 2, "random_state": 0} | options
    return Doc2Vec(5, **options)


@pytest.fixture(scope="module")
def encoder():
    vectorizer = SequenceVectorizer(stop_words=["the", "in"])
    return make_pipeline(vectorizer, doc2vec()).fit(TEXTS)


def learned(encoder, word):
    model = encoder[-1]
    return model.word_vectors_[model.terms_.tolist().index(word)]


def test_a_learned_word_has_its_own_vector_and_no_inferred_one(encoder):
    vectors = vectors_of_terms(encoder, ["snow", "rain"])
    assert vectors.dtype == np.float32
    assert_array_equal(vectors, [learned(encoder, "snow"), learned(encoder, "rain")])
    inferred = encode_words(encoder, ["snow", "rain"])
    assert (np.sum(unit_rows(inferred) * unit_rows(vectors), axis=1) < 0.99).all()


def test_a_phrase_has_the_mean_of_unit_vectors_of_its_words(encoder):
    new, york = (unit_rows(learned(encoder, word)) for word in ("new", "york"))
    phrases = [
        "new york",
        "the new york",
        "New York!",
        "york york",
        "new tax",
        "in the",
    ]
    vectors = vectors_of_terms(encoder, phrases)
    mean = (new + york) / 2
    expected = [mean, mean, mean, york, new, np.zeros(5)]
    assert_allclose(vectors, expected, rtol=1e-6, atol=1e-7)


def test_a_phrase_that_was_learned_has_its_own_vector():
    encoder = make_pipeline(SequenceVectorizer(ngram_range=(1, 2)), doc2vec())
    encoder.fit(TEXTS)
    (vector,) = vectors_of_terms(encoder, ["new york"])
    assert_array_equal(vector, learned(encoder, "new york"))


@pytest.mark.parametrize(
    "wrap", ["frozen", "words", "nested", "named", "chunked", "bare"]
)
def test_learned_vectors_are_found_in_whatever_holds_them(encoder, wrap):
    wrapped = {
        "frozen": FrozenEstimator(encoder),
        "words": WordsAndDocuments(encoder, lambda texts: [[1.0]] * len(texts)),
        "nested": make_pipeline(make_pipeline("passthrough", encoder), "passthrough"),
        "named": make_pipeline(FunctionTransformer(list), FrozenEstimator(encoder)),
        "chunked": ChunkedEncoder(FrozenEstimator(encoder)).fit(TEXTS),
        "bare": encoder[-1],
    }[wrap]
    expected = vectors_of_terms(encoder, ["rain", "new york", "tax"])
    found = vectors_of_terms(wrapped, ["rain", "new york", "tax"])
    assert_array_equal(found, expected)


def test_later_steps_are_applied_to_words_and_leave_zeros(encoder):
    flip = FunctionTransformer(lambda X: 1 - X[:, :2])
    longer = make_pipeline(*encoder, flip, Normalizer())
    vectors = vectors_of_terms(longer, ["tax", "rain", "hail york"], batch=1)
    raw = vectors_of_terms(encoder, ["rain", "hail york"])
    assert_array_equal(vectors[0], [0, 0])
    assert_allclose(vectors[1:], unit_rows(1 - raw[:, :2]), rtol=1e-6)
    assert vectors_of_terms(longer, ["tax"]).shape == (1, 2)


def test_vectors_from_counts_are_found_where_they_were_given():
    # Counts have no names: the model calls its words "0" and "1".
    model = Doc2Vec(2, dm=0, epochs=1, init_word_vectors=(["0", "1"], np.eye(2)))
    counts = CountVectorizer(vocabulary=["rain", "snow"])
    encoder = make_pipeline(counts, model).fit(TEXTS)
    vectors = vectors_of_terms(encoder, ["snow", "rain snow rain", "0"])
    assert_allclose(vectors, [[0, 1], [2 / 3, 1 / 3], [0, 0]], rtol=1e-6)


def test_words_that_were_not_trained_are_inferred():
    encoder = make_pipeline(SequenceVectorizer(), doc2vec(dbow_words=False, sample=0))
    encoder.fit(TEXTS)
    expected = encode_words(encoder, ["rain", "tax"])
    assert_array_equal(vectors_of_terms(encoder, ["rain", "tax"]), expected)
    assert expected[0].any()
    assert not expected[1].any()


def test_other_encoders_encode_terms_in_blocks_and_each_once():
    calls = []

    def lengths(texts):
        calls.append(list(texts))
        return [[len(text), 1.0] for text in texts]

    encoder = FunctionEncoder(lengths, batch_size=100)
    terms = ["a", "bb", "a", "ccc", "dddd", "bb"]
    vectors = vectors_of_terms(encoder, terms, batch=2)
    assert_array_equal(vectors[:, 0], [1, 2, 1, 3, 4, 2])
    assert sorted(text for texts in calls for text in texts) == [
        "a",
        "bb",
        "ccc",
        "dddd",
    ]
    assert max(map(len, calls)) <= 2


def test_known_terms_are_not_encoded_again():
    def refuse(texts):
        assert texts == ["new"]
        return [[7.0, 7.0]]

    known = np.array([[1.0, 2.0], [3.0, 4.0]])
    known.flags.writeable = False
    given = {"known_terms": ("old", "older"), "known_vectors": known}
    vectors = vectors_of_terms(refuse, ["older", "new", "old", "new"], **given)
    assert_array_equal(vectors, [[3, 4], [7, 7], [1, 2], [7, 7]])
    assert vectors.dtype == np.float32
    assert vectors_of_terms(None, ["old"], **given).shape == (1, 2)
    assert vectors_of_terms(None, [], **given).shape == (0, 2)


def test_vectors_of_another_length_are_refused():
    given = {"known_terms": ["old"], "known_vectors": np.ones((1, 2))}
    with pytest.raises(ValueError, match=r"of 3 dimensions for 'new'.* vectors of 2"):
        vectors_of_terms(lambda texts: [[1, 1, 1]] * len(texts), ["new"], **given)


def test_unknown_words_of_a_centring_encoder_are_zeros():
    steps = TfidfVectorizer(), TruncatedSVD(1), FunctionTransformer(lambda X: X - 5)
    encoder = make_pipeline(*steps).fit(TEXTS)
    vectors = vectors_of_terms(encoder, ["rain", "tax"])
    assert vectors[0].any()
    assert not vectors[1].any()


def test_directions_survive_in_float32():
    encoder = FunctionTransformer(lambda texts: np.array([[3e-60, 4e-60]]))
    assert_allclose(vectors_of_terms(encoder, ["rain"]), [[0.6, 0.8]], rtol=1e-6)
