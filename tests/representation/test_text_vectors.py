"""Vectors of words, and their cosines."""

import numpy as np
import pytest
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from word_meanings import Encoder

from sktopics.embedding import WordsAndDocuments
from sktopics.representation._text_vectors import (
    pick_encoder,
    rounded_cosines,
    vectors_of_texts,
    vectors_of_words,
)


@pytest.mark.parametrize("n_rows", [5, 17, 37, 100])
def test_equal_vectors_have_equal_cosines(n_rows):
    # A product of matrices rounds them in different ways.
    vectors = np.random.default_rng(0).normal(size=(1, 384))
    vectors = np.repeat(vectors / np.linalg.norm(vectors), n_rows, axis=0)
    np.testing.assert_array_equal(rounded_cosines(vectors, vectors), 1)


def test_texts_are_encoded_once():
    encoder = Encoder()
    vectors = vectors_of_texts(encoder, ["sea", "tax", "sea", "ship sea"], "Step")
    np.testing.assert_array_equal(
        vectors, [[9, 0, 1], [0, 9, 1], [9, 0, 1], [17, 1, 2]]
    )
    assert sorted(encoder.calls[0]) == ["sea", "ship sea", "tax"]
    assert vectors_of_texts(encoder, [], "Step").shape[0] == 0
    assert len(encoder.calls) == 1


@pytest.mark.parametrize("reducer", [PCA(2), TruncatedSVD(2, random_state=0)], ids=str)
def test_unknown_words_have_no_vector(reducer):
    encoder = make_pipeline(TfidfVectorizer(), reducer)
    encoder.fit(["sea ship", "tax debt", "sea tax", "ship"])
    vectors = vectors_of_texts(encoder, ["sea", "port"], "Step")
    assert vectors[0].any()
    assert not vectors[1].any()


def test_vectors_that_are_none():
    with pytest.raises(ValueError, match=r"encoder FunctionEncoder.* NaN.*'sea'"):
        vectors_of_texts(lambda texts: [[np.nan]] * len(texts), ["sea"], "Step")
    with pytest.raises(TypeError, match="An encoder is the name"):
        vectors_of_texts(3, ["sea"], "Step")


def test_the_first_encoder_that_is_one():
    assert pick_encoder(None, "a", "b", whom="Step") == "a"
    with pytest.raises(ValueError, match=r"Step\(encoder="):
        pick_encoder(None, None, whom="Step")


def test_words_of_a_pair_of_encoders_are_read_by_that_of_words():
    def of_words(words):
        return [[1.0, len(word)] for word in words]

    def of_documents(documents):
        return [[0.0, 1.0] for _ in documents]

    pair = WordsAndDocuments(of_words, of_documents)
    assert vectors_of_words(pair, ["sea", "ship"], "X").tolist() == [[1, 3], [1, 4]]
    assert vectors_of_texts(pair, ["a text"], "X").tolist() == [[0, 1]]
