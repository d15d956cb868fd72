"""Names and vectors of a file answer what a fitted model does."""

import pickle

import numpy as np
import pytest
from with_vectors import random_model

from sktopics.embedding import (
    WordVectors,
    read_word2vec_format,
    write_word2vec_format,
)


@pytest.fixture(scope="module")
def model():
    return random_model(documents=5)


@pytest.fixture(scope="module", params=["float32", "float64", "read-only", "file"])
def words(model, request, tmp_path_factory):
    terms, vectors = model.terms_, model.word_vectors_
    if request.param == "float64":
        return WordVectors(terms.tolist(), vectors.astype(float))
    if request.param == "read-only":
        vectors = vectors.copy()
        vectors.flags.writeable = False
    found = WordVectors(terms, vectors)
    if request.param == "file":
        path = tmp_path_factory.mktemp("vectors") / "words.txt"
        write_word2vec_format(path, *found)
        return read_word2vec_format(path)
    return found


ASKED = {
    "most_similar": lambda asked: asked.most_similar(["w1", ("w2", 2)], "w3", n=7),
    "multiply": lambda asked: asked.most_similar("w1", "w3", method="multiply"),
    "all": lambda asked: asked.most_similar("w1", n=None),
    "among": lambda asked: asked.most_similar("w1", among=["w9", "w8"], keys="words"),
    "vector": lambda asked: asked.most_similar(np.ones(12), n=2),
    "similarity": lambda asked: asked.similarity("w1", "w2"),
    "n_similarity": lambda asked: asked.n_similarity(["w1", "w2"], ["w3"]),
    "doesnt_match": lambda asked: asked.doesnt_match(["w1", "w2", "w3"]),
    "closer_than": lambda asked: asked.closer_than("w1", "w20"),
    "rank": lambda asked: asked.rank("w1", "w20"),
    "pairs": lambda asked: asked.evaluate_word_pairs(
        ["w1\tw2\t3", "w4\tw5\t1", "w6\tw7\t2", "w8\tzebra\t1"]
    ),
    "analogies": lambda asked: asked.evaluate_word_analogies(
        [": all", "w1 w2 w3 w4", "w5 w6 w7 zebra"], restrict_vocab=20
    ),
}


@pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED)
def test_answers_are_those_of_a_model(model, words, ask):
    assert repr(ask(words)) == repr(ask(model))


def test_distances_of_texts(model, words):
    pytest.importorskip("ot")
    texts = ["w1", "w2"], ["w3", "zebra"]
    assert words.wmdistance(*texts) == model.wmdistance(*texts)


def test_a_pair_as_before(words):
    terms, _ = words
    assert terms is words.terms
    assert isinstance(words, tuple)
    assert len(words) == 2
    loaded = pickle.loads(pickle.dumps(words))
    assert type(loaded) is WordVectors
    assert loaded.most_similar("w1") == words.most_similar("w1")
    assert words.divide("w1")[1].terms.tolist()[0] == ""


@pytest.mark.parametrize(
    ("ask", "error", "match"),
    [
        (lambda w: w.vector("zebra"), ValueError, "does not know the word 'zebra'"),
        (lambda w: w.vector(3), ValueError, "does not know the word 3"),
        (
            lambda w: w.most_similar("w1", among="documents"),
            ValueError,
            "WordVectors has no vectors of documents: divide",
        ),
        (
            lambda w: w.similarity("w1", np.ones(3)),
            ValueError,
            r"must have shape \(12,",
        ),
        (lambda w: w.most_similar("w1", n=-1), ValueError, "'n' parameter"),
    ],
)
def test_bad_questions(words, ask, error, match):
    with pytest.raises(error, match=match):
        ask(words)


def test_a_pair_that_does_not_fit():
    with pytest.raises(ValueError, match=r"has 1 terms and vectors of shape \(2, 2\)"):
        WordVectors(np.array(["a"], dtype=object), np.eye(2)).most_similar("a")


@pytest.mark.parametrize("name", WordVectors.__other_names__.attributes)
def test_names_of_gensim_say_what_to_use(words, name):
    instead = WordVectors.__other_names__.attributes[name]
    assert not hasattr(words, name)
    assert name not in dir(words)
    with pytest.raises(AttributeError) as caught:
        getattr(words, name)
    assert str(caught.value).endswith(f"which is a name of gensim. {instead}")


def test_names_that_are_said_to_be_used_are_there():
    gensim = pytest.importorskip("gensim.models")
    theirs = set(dir(gensim.KeyedVectors))
    for name in ("rank", "closer_than", "most_similar", "doesnt_match"):
        assert name in theirs
        assert hasattr(WordVectors, name)


@pytest.mark.parametrize("path_name", ["glove.txt", "glove.txt.gz"])
def test_files_without_a_header(model, tmp_path, path_name):
    path = tmp_path / path_name
    model.save_word2vec_format(path, header=False)
    terms, vectors = read_word2vec_format(path, header=False)
    assert terms.tolist() == model.terms_.tolist()
    np.testing.assert_array_equal(vectors, model.word_vectors_)
    write_word2vec_format(path, ["a", "b"], np.eye(2), header=False)
    assert read_word2vec_format(path, header=False).terms.tolist() == ["a", "b"]
    with pytest.raises(ValueError, match="binary file has a header"):
        write_word2vec_format(path, ["x"], np.eye(1), header=False, binary=True)
    with pytest.raises(ValueError, match="binary file has a header"):
        model.save_word2vec_format(path, header=False, binary=True)
    assert read_word2vec_format(path, header=False).terms.tolist() == ["a", "b"]
