"""Means of vectors, and the order of what is like a key."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.exceptions import NotFittedError
from with_vectors import Vectors, in_gensim, random_model

from sktopics.embedding import WordVectors

TAGS = [f"d{i}" for i in range(20)]


@pytest.fixture(scope="module")
def model():
    return random_model(documents=TAGS)


@pytest.fixture(scope="module")
def words(model):
    return WordVectors(model.terms_, model.word_vectors_)


@pytest.mark.parametrize("pair", [("w1", "w7"), ("w3", "w59"), ("w5", "w5")])
def test_order_is_that_of_gensim(model, words, pair):
    theirs = in_gensim(model.terms_, model.word_vectors_)
    for ours in (model, words):
        assert ours.rank(*pair) == theirs.rank(*pair)
        assert set(ours.closer_than(*pair)) == set(theirs.closer_than(*pair))
        order = [name for name, _ in ours.most_similar(pair[0], n=None)]
        found = ours.closer_than(*pair)
        assert order[: len(found)] == found


def test_among_documents_lists_and_vectors(model):
    similar = [name for name, _ in model.most_similar("w1", n=None, among="documents")]
    assert model.closer_than("w1", similar[4]) == similar[:4]
    assert model.rank("w1", similar[4]) == 5
    assert model.rank("w1", similar[4], among=similar[3:]) == 2
    assert model.closer_than("w1", similar[4], among=similar[3:]) == similar[3:4]
    # A vector is beaten by what beats the word whose vector it is, and this word not.
    vector = model.vector("w9")
    assert model.closer_than("w1", vector) == model.closer_than("w1", "w9")
    assert model.rank(vector, "w9") == 1
    assert model.rank(model.vector("w1"), "w9") == 1 + model.rank("w1", "w9")
    inferred = model.vector("d4")
    assert model.closer_than("d1", inferred) == model.closer_than("d1", "d4")
    own = model.closer_than("w1", "w9", among="documents")
    values = [model.similarity("w1", name) for name in own]
    assert min(values) > model.similarity("w1", "w9")


@pytest.mark.parametrize("norm", [True, False])
def test_means_are_those_of_gensim(model, words, norm):
    theirs = in_gensim(model.terms_, model.word_vectors_)
    keys, weights = ["w1", "w2", "w2", "w40"], [1, 0.5, -2, 3]
    for ours in (model, words):
        assert_allclose(
            ours.mean_vector(keys, weights, norm=norm),
            theirs.get_mean_vector(keys, weights, pre_normalize=norm),
            atol=1e-6,
        )
        assert_allclose(
            ours.mean_vector([*keys, "zebra"], norm=norm, unknown="skip"),
            theirs.get_mean_vector([*keys, "zebra"], pre_normalize=norm),
            atol=1e-6,
        )


def test_means_of_documents_and_vectors(model):
    vector = np.full(12, 2, np.float32)
    mean = model.mean_vector(["w1", "d3", vector], norm=False)
    parts = model.vector("w1"), model.vector("d3"), vector
    assert_allclose(mean, np.mean(parts, axis=0), atol=1e-6)
    assert mean.dtype == np.float32
    numbered = random_model(documents=20)
    mean = numbered.mean_vector([3, 99], norm=False, unknown="skip")
    assert_allclose(mean, numbered.document_vectors_[3])
    assert_allclose(model.mean_vector("w1", norm=False), model.vector("w1"))


def test_vectors_of_length_one(model, words):
    for ours in (model, words):
        long, short = ours.vector("w4"), ours.vector("w4", norm=True)
        assert_allclose(np.linalg.norm(short), 1, rtol=1e-6)
        assert_allclose(short * np.linalg.norm(long), long, rtol=1e-5)
        assert short.flags.writeable
    nothing = WordVectors(np.array(["zero"], dtype=object), np.zeros((1, 3)))
    assert nothing.vector("zero", norm=True).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("group", "options", "match"),
    [
        (["w1", "zebra"], {}, "does not know the word"),
        (["zebra"], {"unknown": "skip"}, "at least one key that is known .* none of 1"),
        ([], {}, "at least one key"),
        (["w1"], {"weights": [0]}, "at least one key that is known and has a weight"),
        (["w1"], {"weights": [1, 2]}, "a finite number for each of 1 keys"),
        (["w1"], {"weights": [np.nan]}, "a finite number for each"),
        (["w1"], {"keys": "documents"}, "does not know the document"),
        (["w1"], {"unknown": "zero"}, "'unknown' parameter"),
    ],
)
def test_bad_means(model, group, options, match):
    with pytest.raises(ValueError, match=match):
        model.mean_vector(group, **options)


def test_unfitted_models_and_unknown_keys(model):
    for ask in ("closer_than", "rank"):
        with pytest.raises(NotFittedError):
            getattr(Vectors(), ask)("w1", "w2")
        with pytest.raises(ValueError, match="does not know the word or document 'no'"):
            getattr(model, ask)("w1", "no")
        with pytest.raises(ValueError, match="among must be"):
            getattr(model, ask)("w1", "w2", among="all")
    with pytest.raises(NotFittedError):
        Vectors().mean_vector(["w1"])
