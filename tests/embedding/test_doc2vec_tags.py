"""Tags that are integers: names, no rows."""

import pytest
from numpy.testing import assert_array_equal

from sktopics import Doc2Vec
from sktopics.testing import make_corpus, make_documents

X = make_corpus("sequences", make_documents(40))
YEARS = [2010 + i % 4 for i in range(40)]


@pytest.fixture(scope="module")
def fitted():
    return Doc2Vec(8, epochs=3, random_state=0).fit(X, tags=YEARS)


def test_integers_are_names(fitted):
    assert fitted.tags_.tolist() == [2010, 2011, 2012, 2013]
    expected = Doc2Vec(8, epochs=3, random_state=0).fit(X, tags=list(map(str, YEARS)))
    assert_array_equal(fitted.document_vectors_, expected.document_vectors_)


def test_queries_by_integers(fitted):
    assert_array_equal(fitted.vector(2012), fitted.document_vectors_[2])
    similar = fitted.most_similar(2012, among="documents")
    assert sorted(name for name, _ in similar) == [2010, 2011, 2013]
    assert fitted.most_similar(2012, n=1, among=[2010]) == [
        pair for pair in similar if pair[0] == 2010
    ]
    assert fitted.similarity(2012, 2010) == pytest.approx(dict(similar)[2010])
    assert fitted.doesnt_match([2010, 2011, 2012]) in YEARS
    for unknown in (0, 3, "2012"):  # rows are no names
        with pytest.raises(ValueError, match="does not know the word or document"):
            fitted.vector(unknown)


def test_integers_in_batches():
    model = Doc2Vec(8, epochs=2, random_state=0)
    model.partial_fit(X, tags=YEARS).partial_fit(X, tags=[[1999, 2012]] * 40)
    assert model.tags_.tolist() == [2010, 2011, 2012, 2013, 1999]
    with pytest.raises(ValueError, match=r"tags by integers, such as 2010.*'a'"):
        model.partial_fit(X, tags=["a"] * 40)
    stream = [(X[:20], YEARS[:20]), (X[20:], YEARS[20:])]
    assert Doc2Vec(8, epochs=2).fit(stream).tags_.tolist() == [2010, 2011, 2012, 2013]
    mixed = [(X[:20], YEARS[:20]), (X[20:], ["a"] * 20)]
    with pytest.raises(TypeError, match="tags must be all strings or all integers"):
        Doc2Vec(8, epochs=2).fit(mixed)


def test_without_tags_integers_are_rows():
    model = Doc2Vec(8, epochs=2, random_state=0).fit(X)
    assert_array_equal(model.vector(3), model.document_vectors_[3])


def test_columns_of_tags():
    expected = Doc2Vec(8, epochs=2, random_state=0).fit(X, tags=YEARS)
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    lists = [[year] for year in YEARS]
    for tags in (
        pandas.Series(lists, index=range(40, 0, -1)),
        pandas.Series(YEARS, dtype="category"),
        polars.Series(lists),
        polars.Series(YEARS),
        dict(enumerate(YEARS)).values(),
    ):
        found = Doc2Vec(8, epochs=2, random_state=0).fit(X, tags=tags)
        assert found.tags_.tolist() == expected.tags_.tolist()
        assert_array_equal(found.document_vectors_, expected.document_vectors_)
