"""What users of gensim have, for models of this package."""

import numpy as np
import pytest

from sktopics import AuthorTopicModel, Doc2Vec, LatentDirichletAllocation
from sktopics.sequences import NamedCounts, TokenSequences
from sktopics.text import (
    authors_from_gensim,
    counts_from_gensim,
    sequences_from_gensim,
)

CORPUS = [[(0, 1), (2, 3)], [], [(1, 1), (1, 2)]]
WORDS = {0: "rain", 1: "hail", 2: "snow"}
DENSE = [[1, 0, 3], [0, 0, 0], [0, 3, 0]]


# --- counts -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "id2word",
    [WORDS, list(WORDS.values()), {w: i for i, w in WORDS.items()}],
    ids=["dict", "list", "token2id"],
)
def test_names_of_columns(id2word):
    X = counts_from_gensim(iter(CORPUS), id2word)
    assert isinstance(X, NamedCounts)
    assert X.terms.tolist() == ["rain", "hail", "snow"]
    assert X.dtype == np.int64
    np.testing.assert_array_equal(X.toarray(), DENSE)
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0).fit(X)
    assert model.feature_names_in_.tolist() == ["rain", "hail", "snow"]


def test_a_series_of_words():
    pandas = pytest.importorskip("pandas")
    X = counts_from_gensim(CORPUS, pandas.Series(WORDS))
    assert X.terms.tolist() == ["rain", "hail", "snow"]


def test_no_names_and_fractions():
    X = counts_from_gensim([[(np.int32(0), np.float32(0.5))], [(2, 1)]])
    assert X.shape == (2, 3)
    assert X.dtype == np.float64
    assert not isinstance(X, NamedCounts)
    assert counts_from_gensim(CORPUS, n_terms=5).shape == (3, 5)
    assert counts_from_gensim([[], []]).shape == (2, 0)


def test_ids_with_gaps():
    X = counts_from_gensim([[(7, 2)]], {9: "sea", 7: "ship"})
    assert X.terms.tolist() == ["ship", "sea"]
    assert X.toarray().tolist() == [[2, 0]]


def test_a_dictionary_of_gensim():
    corpora = pytest.importorskip("gensim.corpora")
    texts = [["rain", "snow", "rain"], ["hail"]]
    dictionary = corpora.Dictionary(texts)
    X = counts_from_gensim(map(dictionary.doc2bow, texts), dictionary)
    expected = TokenSequences.from_tokens(texts).to_counts()
    assert (X.aligned(expected.terms) != expected).nnz == 0


@pytest.mark.parametrize(
    ("corpus", "options", "error", "match"),
    [
        (
            [(0, 1), (2, 3)],
            {},
            TypeError,
            r"must be a list of \(id, count\)",
        ),
        ([["rain"]], {}, TypeError, "Document 0 must be .* and holds 'rain'"),
        (["rain"], {}, TypeError, "Document 0 must be .* and holds 'r'"),
        (
            [[], [(-1, 2)]],
            {},
            ValueError,
            "0 or more, and document 1 has -1",
        ),
        ([[(1.0, 2)]], {}, TypeError, "Ids must be integers, and document 0 has 1.0"),
        ([[(1, -2)]], {}, ValueError, "finite and 0 or more, and document 0 has -2"),
        ([[(1, np.nan)]], {}, ValueError, "document 0 has nan"),
        ([[(1, "2")]], {}, TypeError, "Counts must be numbers, and document 0 has '2'"),
        (
            [[], [(3, 1)]],
            {"id2word": WORDS},
            ValueError,
            "Document 1 has the term 3",
        ),
        ([[(3, 1)]], {"n_terms": 3}, ValueError, "term 3, and n_terms is 3"),
        (CORPUS, {"id2word": {0: 1}}, TypeError, "id2word must map ids, integers"),
        (CORPUS, {"id2word": ["a", "b", "a"]}, ValueError, "'a' occurs twice"),
    ],
)
def test_bad_corpora(corpus, options, error, match):
    with pytest.raises(error, match=match):
        counts_from_gensim(corpus, **options)


# --- authors ----------------------------------------------------------------------


def test_authors_of_documents():
    author2doc = {"john": [0, 1, 2], "jane": np.array([2, 4]), 1945: (4,)}
    authors = authors_from_gensim(author2doc)
    assert authors == [["john"], ["john"], ["john", "jane"], [], ["jane", 1945]]
    assert authors_from_gensim(author2doc, 6)[5] == []
    assert authors_from_gensim({}, 2) == [[], []]
    atmodel = pytest.importorskip("gensim.models.atmodel")
    theirs = atmodel.construct_doc2author([[]] * 3, {"b": [2], "a": [0, 2], "c": [1]})
    ours = authors_from_gensim({"b": [2], "a": [0, 2], "c": [1]})
    assert [set(names) for names in ours] == [set(theirs[d]) for d in range(3)]


def test_the_author_topic_model_takes_them():
    X = counts_from_gensim(CORPUS, WORDS)
    authors = authors_from_gensim({"Ada": [0, 1], "Bo": [2]})
    model = AuthorTopicModel(2, max_iter=2, random_state=0).fit(X, authors=authors)
    assert model.authors_.tolist() == ["Ada", "Bo"]


@pytest.mark.parametrize(
    ("author2doc", "options", "error", "match"),
    [
        ([["a"]], {}, TypeError, "must be a mapping from authors to lists"),
        (
            {"a": [3]},
            {"n_documents": 3},
            ValueError,
            "'a' has document 3, and there are",
        ),
        ({"a": [-1]}, {}, ValueError, "'a' has document -1, below 0"),
        ({"a": [0, 0]}, {}, ValueError, "'a' has document 0 twice"),
        ({"a": ["0"]}, {}, TypeError, "'a' must have a list of numbers .* has '0'"),
        ({"a": "01"}, {}, TypeError, "'a' must have a list of numbers"),
    ],
)
def test_bad_authors(author2doc, options, error, match):
    with pytest.raises(error, match=match):
        authors_from_gensim(author2doc, **options)


# --- tagged documents ---------------------------------------------------------------


def test_tagged_documents():
    documents = [(["rain", "snow"], ["a", "b"]), ([], []), (("snow",), "whole name")]
    X, tags = sequences_from_gensim(iter(documents))
    assert X.tokens() == [["rain", "snow"], [], ["snow"]]
    assert tags == [["a", "b"], [], ["whole name"]]
    model = Doc2Vec(4, epochs=1, random_state=0).fit(X, tags=tags)
    assert model.tags_.tolist() == ["a", "b", "whole name"]
    X, _ = sequences_from_gensim(documents, ["snow"], unknown="keep")
    assert X.ids.tolist() == [-1, 0, 0]


def test_documents_of_gensim():
    doc2vec = pytest.importorskip("gensim.models.doc2vec")
    documents = [doc2vec.TaggedDocument(["rain"], [0]), doc2vec.TaggedDocument([], [1])]
    X, tags = sequences_from_gensim(documents)
    assert X.tokens() == [["rain"], []]
    assert tags == [[0], [1]]


@pytest.mark.parametrize(
    ("document", "match"),
    [
        (["rain", "snow", "hail"], "Document 1 must be a pair of words and tags"),
        ("ab", "Document 1 must be a pair"),
        (("rain and snow", ["a"]), "must have a list of words, and has the str 'rain"),
    ],
)
def test_bad_documents(document, match):
    with pytest.raises(TypeError, match=match):
        sequences_from_gensim([(["rain"], ["a"]), document])
