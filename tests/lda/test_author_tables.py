"""Similarities of all authors, authors among some, and topics of groups of authors."""

import numpy as np
import pytest
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal

from sktopics import AuthorTopicModel

pd = pytest.importorskip("pandas")


@pytest.fixture(scope="module")
def model():
    X, authors, *_ = planted_authors(100, 6)
    years = [[int(name[-1]) + 2000 for name in own] for own in authors]
    return AuthorTopicModel(4, random_state=0).fit(X, authors=years)


def test_all_authors_with_each_other(model):
    similarities = model.author_similarities()
    matrix = similarities.matrix
    assert_allclose(np.diag(matrix), 1, atol=1e-6)
    assert_allclose(matrix, matrix.T)
    for name, similarity in model.similar_authors(2003):
        place = similarities.authors.tolist().index(name)
        assert matrix[3, place] == pytest.approx(similarity, abs=1e-6)
    frame = similarities.to_frame()
    assert frame.loc[2001, "2002"] == pytest.approx(matrix[1, 2])
    part = model.author_similarities(among=[2004, 2001])
    assert_array_equal(part.authors, [2004, 2001])
    assert part.matrix[0, 1] == pytest.approx(matrix[4, 1], abs=1e-6)


@pytest.mark.parametrize("kind", [list, np.array, pd.Series, tuple])
def test_authors_among_some(model, kind):
    found = model.similar_authors(2000, among=kind([2000, 2002, 2005]))
    assert sorted(name for name, _ in found) == [2002, 2005]
    late = model.similar_authors(np.int64(2000), n=2, among=lambda year: year > 2003)
    assert {name for name, _ in late} <= {2004, 2005}
    with pytest.raises(ValueError, match="does not know the author 1999"):
        model.similar_authors(2000, among=kind([1999, 2001]))
    with pytest.raises((TypeError, ValueError), match="among"):
        model.author_similarities(among="2001")


def test_groups_are_means_weighted_by_documents(model):
    groups = {2000: "early", 2001: "early", 2002: ["early", "odd"], 1812: "unknown"}
    topics = model.topics_of_groups(groups)
    assert topics.groups.tolist() == ["early", "odd"]
    assert topics.n_authors.tolist() == [3, 1]
    documents = model.author_document_counts_
    expected = documents[:3] @ model.author_topic_[:3] / documents[:3].sum()
    assert_allclose(topics.shares[0], expected, rtol=1e-6)
    assert_allclose(topics.shares[1], model.author_topic_[2], rtol=1e-6)
    assert topics.n_documents[0] == documents[:3].sum()
    halves = model.topics_of_groups(lambda year: year // 2003)
    assert_allclose(halves.shares.sum(axis=1), 1, rtol=1e-5)
    assert list(halves.to_frame().columns[:3]) == ["authors", "documents", "topic 0"]
    with pytest.raises(ValueError, match="None of the authors"):
        model.topics_of_groups({1812: "war"})
