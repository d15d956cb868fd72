"""What is like what, among words and documents."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import NotFittedError
from with_vectors import Vectors, in_gensim, random_model

from sktopics._sklearn import InvalidParameterError

TAGS = [f"d{i}" for i in range(20)]


@pytest.fixture(scope="module")
def model():
    return random_model(documents=TAGS)


@pytest.fixture(scope="module")
def words(model):
    return in_gensim(model.terms_, model.word_vectors_)


@pytest.fixture(scope="module")
def everything(model):
    names = [*model.terms_, *model.tags_]
    return in_gensim(names, np.vstack([model.word_vectors_, model.document_vectors_]))


def assert_same(ours, theirs):
    assert [name for name, _ in ours] == [name for name, _ in theirs]
    assert_allclose([s for _, s in ours], [s for _, s in theirs], rtol=0, atol=2e-6)


QUERIES = [
    (["w1"], []),
    (["w1", "w2"], []),
    (["w1", "w2"], ["w3"]),
    (["w1", "w1"], ["w3", "w4"]),
    ([("w1", 0.5), "w2", ("w5", 2)], [("w3", 0.25)]),
]


@pytest.mark.parametrize(("positive", "negative"), QUERIES)
@pytest.mark.parametrize("n", [0, 1, 10, 1000])
def test_most_similar_words_are_those_of_gensim(model, words, positive, negative, n):
    ours = model.most_similar(positive, negative, n)
    assert len(ours) == min(n, 60 - len({str(k) for k in [*positive, *negative]}))
    # In gensim, a weight of a negative key has to be negative itself.
    theirs = [(k[0], -k[1]) if isinstance(k, tuple) else k for k in negative]
    assert_same(ours, words.most_similar(positive, theirs, topn=n))


@pytest.mark.parametrize(("positive", "negative"), QUERIES[:-1])
def test_multiplicative_queries_are_those_of_gensim(model, words, positive, negative):
    ours = model.most_similar(positive, negative, 15, method="multiply")
    assert_same(ours, words.most_similar_cosmul(positive, negative, topn=15))


def test_weights_of_a_product_are_powers(model):
    once = dict(model.most_similar(["w1", "w2"], n=None, method="multiply"))
    twice = model.most_similar([("w1", 2), ("w2", 2)], n=None, method="multiply")
    for name, value in twice:
        assert_allclose(value, once[name] ** 2, atol=2e-6)
    # To be like something with a negative weight is to be unlike it.
    swapped = model.most_similar(["w1", ("w2", -1)], n=None, method="multiply")
    assert_same(swapped, model.most_similar("w1", "w2", n=None, method="multiply"))


def test_words_and_documents_in_one_query(model, everything):
    theirs = everything.most_similar(["w1", "d3"], ["d7", "w9"], topn=None)
    for among, names in (("words", model.terms_), ("documents", model.tags_)):
        ours = model.most_similar(["w1", "d3"], ["d7", "w9"], None, among=among)
        rows = [everything.key_to_index[name] for name, _ in ours]
        assert_allclose([s for _, s in ours], theirs[rows], atol=2e-6)
        assert {name for name, _ in ours} == set(names) - {"w1", "d3", "d7", "w9"}
        similarities = [s for _, s in ours]
        assert similarities == sorted(similarities, reverse=True)


@pytest.mark.parametrize("method", ["add", "multiply"])
def test_vectors_are_keys_of_whatever_length(model, method):
    by_name = model.most_similar(["w1", "d2"], "w3", None, method=method)
    vectors = [7 * model.vector("w1"), model.vector("d2").astype(np.float64)]
    given = model.most_similar(vectors, model.vector("w3"), None, method=method)
    given = [(name, s) for name, s in given if name not in ("w1", "w3")]
    assert_same(given, by_name)
    stacked = model.most_similar(np.stack(vectors), "w3", None, method=method)
    assert [name for name, _ in stacked if name != "w1"] == [n for n, _ in by_name]
    # A vector is not left out of what it is like.
    assert model.most_similar(model.vector("d4"), n=1, among="documents")[0][0] == "d4"


def test_lists_of_names_may_be_arrays(model):
    expected = model.most_similar(["w1", "w2"])
    for keys in (np.array(["w1", "w2"]), np.array(["w1", "w2"], object), ("w1", "w2")):
        assert model.most_similar(keys) == expected
    assert model.most_similar("w1") == model.most_similar(["w1"])
    assert model.most_similar(np.str_("w1")) == model.most_similar("w1")


def test_among_a_list(model, words):
    chosen = ["w5", "w1", "d3", "w30"]
    ours = dict(model.most_similar("w1", among=chosen))
    assert set(ours) == {"w5", "d3", "w30"}
    assert_allclose(ours["w5"], words.similarity("w1", "w5"), atol=2e-6)
    assert_allclose(ours["d3"], model.similarity("w1", "d3"), atol=2e-6)
    assert model.most_similar("w1", among=[]) == []
    assert len(model.most_similar("w1", 2 * [], 2, among=model.terms_[:9])) == 2
    with pytest.raises(ValueError, match="does not know the word or document 'x'"):
        model.most_similar("w1", among=["x"])
    with pytest.raises(TypeError, match="among must hold names"):
        model.most_similar("w1", among=[model.vector("w2")])
    with pytest.raises(ValueError, match="among must be 'words', 'documents' or"):
        model.most_similar("w1", among="topics")


def test_documents_without_tags_are_numbers():
    model = random_model(documents=6)
    vectors = model.document_vectors_
    theirs = in_gensim([str(i) for i in range(6)], vectors)
    ours = model.most_similar([0, np.int64(3)], 5, among="documents")
    expected = theirs.most_similar(["0", "3"], ["5"])
    assert_same(ours, [(int(name), s) for name, s in expected])
    assert_array_equal(model.vector(5), vectors[5])
    assert_allclose(model.similarity(1, 2), theirs.similarity("1", "2"), atol=1e-6)
    assert model.doesnt_match([0, 1, 2]) in (0, 1, 2)
    assert model.most_similar(np.array([0, 3]), 5, among="documents") == ours
    for wrong in (6, -1):
        with pytest.raises(ValueError, match=f"does not know the word or .* {wrong}"):
            model.most_similar(wrong)
    for wrong in (2.5, True, None, [1.0, 2.0]):
        with pytest.raises(TypeError, match="A key must be"):
            model.similarity(wrong, 1)
    with pytest.raises(ValueError, match="does not know the word or document '1'"):
        model.vector("1")


def test_a_word_and_a_document_of_the_same_name():
    model = Vectors().fit(["sport", "art"], ["sport", "news"], np.eye(2), -np.eye(2))
    for query in (model.vector, model.most_similar):
        with pytest.raises(ValueError, match="'sport' is a word and a document"):
            query("sport")
    assert model.vector("sport", keys="words").tolist() == [1, 0]
    assert model.vector("sport", keys="documents").tolist() == [-1, 0]
    found = model.most_similar("sport", among="documents", keys="words")
    assert_same(found, [("news", 0.0), ("sport", -1.0)])
    found = model.most_similar("sport", among="documents", keys="documents")
    assert found == [("news", 0.0)]
    assert_allclose(model.similarity("sport", "sport", keys="words"), 1)
    assert_allclose(model.similarity("news", "art"), -1)
    with pytest.raises(ValueError, match="does not know the document 'art'"):
        model.vector("art", keys="documents")
    # Words that were not trained are not meant.
    model.trains_words_ = False
    assert model.vector("sport").tolist() == [-1, 0]
    assert model.most_similar("sport", among="documents") == [("news", 0.0)]


def test_similarity_is_that_of_gensim(model, everything):
    for first, second in (("w1", "w2"), ("w1", "d2"), ("d1", "d2"), ("w3", "w3")):
        expected = everything.similarity(first, second)
        assert_allclose(model.similarity(first, second), expected, atol=1e-6)
        vector = model.vector(second)
        assert_allclose(model.similarity(first, vector), expected, atol=1e-6)
    assert isinstance(model.similarity("w1", "w2"), float)


def test_n_similarity_is_that_of_gensim(model, everything):
    for first, second in ((["w1", "w2"], ["w3"]), (["w1", "d2"], ["d3", "w4", "w4"])):
        expected = everything.n_similarity(first, second)
        assert_allclose(model.n_similarity(first, second), expected, atol=1e-6)
    assert_allclose(model.n_similarity("w1", "d2"), model.similarity("w1", "d2"))
    for empty in (([], ["w1"]), (["w1"], [])):
        with pytest.raises(ValueError, match="at least one key"):
            model.n_similarity(*empty)


def test_doesnt_match_is_that_of_gensim(model, everything):
    rng = np.random.default_rng(3)
    names = np.array(everything.index_to_key)
    for _ in range(30):
        group = rng.choice(names, size=rng.integers(2, 7), replace=False).tolist()
        if len(group) > 2:  # of two, neither matches less
            assert model.doesnt_match(group) == everything.doesnt_match(group)
    with pytest.raises(ValueError, match="at least one key"):
        model.doesnt_match([])


def test_vector_is_a_copy(model):
    vector = model.vector("w1")
    vector[:] = 0
    assert model.word_vectors_[1].any()


def test_similarity_of_unseen_documents(model):
    X = [["w1", "w2"], ["w3"], ["unknown"]]
    Y = [["w3", "w3"], ["w2"]]
    found = model.similarity_unseen(X, Y)
    assert found.shape == (3, 2)
    for i, first in enumerate(X[:2]):
        for j, second in enumerate(Y):
            expected = model.n_similarity(first, second)
            assert_allclose(found[i, j], expected, atol=1e-6)
    assert_array_equal(found[2], 0)
    assert_allclose(model.similarity_unseen(X), model.similarity_unseen(X, X))


def test_zeros_are_like_nothing():
    model = Vectors().fit(["a", "b"], 2, [[0, 0], [1, 0]], [[0, 0], [1, 1]])
    assert model.most_similar("b", among="documents")[1] == (0, 0.0)
    assert model.most_similar("a", among="documents") == [(0, 0.0), (1, 0.0)]
    assert model.similarity("a", "b") == 0
    assert model.most_similar("b", "b", among="documents") == [(0, 0.0), (1, 0.0)]


def test_many_vectors_in_blocks_and_threads(monkeypatch):
    model = random_model(n_words=500, n_jobs=2)
    expected = model.most_similar(["w1", "w7"], n=None)
    monkeypatch.setattr("sktopics._neighbors.similarity._BLOCK", 64)
    assert model.most_similar(["w1", "w7"], n=None) == expected


def test_documents_in_a_memory_map(tmp_path, model):
    path = tmp_path / "documents"
    shape = model.document_vectors_.shape
    mapped = np.memmap(path, dtype=np.float32, mode="w+", shape=shape)
    mapped[:] = model.document_vectors_
    other = Vectors().fit(model.terms_, TAGS, model.word_vectors_, np.eye(20))
    other.document_vectors_ = np.memmap(path, np.float32, mode="r", shape=shape)
    ours = other.most_similar(["w1", "d2"], among="documents")
    assert ours == model.most_similar(["w1", "d2"], among="documents")


def test_bad_queries(model):
    for query in ([], None, ()):
        with pytest.raises(ValueError, match="at least one positive key"):
            model.most_similar(query)
    assert model.most_similar(negative="w1")[0][1] > 0
    with pytest.raises(ValueError, match="at least one positive key"):
        model.most_similar(negative="w1", method="multiply")
    with pytest.raises(ValueError, match="does not know the word or document 'ship'"):
        model.most_similar(["w1", "ship"])
    with pytest.raises(ValueError, match=r"must have shape \(12,\), got \(3,\)"):
        model.most_similar(np.ones(3))
    with pytest.raises(ValueError, match="holds NaN or infinity"):
        model.most_similar(np.full(12, np.nan))
    for wrong in ({"n": -1}, {"n": 1.5}, {"method": "divide"}, {"keys": "topics"}):
        with pytest.raises(InvalidParameterError, match=next(iter(wrong))):
            model.most_similar("w1", **wrong)


@pytest.mark.parametrize(
    "query",
    [
        lambda m: m.most_similar("w1"),
        lambda m: m.similarity("w1", "w2"),
        lambda m: m.vector("w1"),
        lambda m: m.doesnt_match(["w1"]),
        lambda m: m.wmdistance(["w1"], ["w2"]),
        lambda m: m.predict_output_word(["w1"]),
        lambda m: m.evaluate_word_pairs([]),
        lambda m: m.evaluate_word_analogies([]),
        lambda m: m.save_word2vec_format("nowhere"),
    ],
)
def test_models_that_are_not_fitted_or_have_no_words(query):
    with pytest.raises(NotFittedError):
        query(Vectors())
    untrained = random_model()
    untrained.trains_words_ = False
    with pytest.raises(ValueError, match="dbow_words=True"):
        query(untrained)


def test_documents_of_a_model_whose_words_are_not_trained():
    model = random_model(documents=TAGS)
    expected = model.most_similar("d1", among="documents")
    model.trains_words_ = False
    assert model.most_similar("d1", among="documents") == expected
    with pytest.raises(ValueError, match="dbow_words=True"):
        model.most_similar("d1")


def test_a_model_that_was_trimmed():
    model = random_model(documents=TAGS)
    del model.document_vectors_, model.tags_
    assert model.most_similar("w1")
    for ask in (
        lambda: model.most_similar("w1", among="documents"),
        lambda: model.vector("d1", keys="documents"),
        lambda: model.save_word2vec_format("nowhere", documents=True),
    ):
        with pytest.raises(ValueError, match=r"no vectors of documents any more: it"):
            ask()
    with pytest.raises(ValueError, match="does not know the word or document 'd1'"):
        model.most_similar("d1")
