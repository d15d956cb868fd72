"""Authors who are integers, in all that a model does with names."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel
from sktopics.testing import make_corpus, make_documents
from sktopics.topics import topic_authors

DOCUMENTS = make_documents(40)
X = make_corpus("counts", DOCUMENTS)
YEARS = [2010 + i % 4 for i in range(40)]


def model(**params):
    return AuthorTopicModel(3, max_iter=3, random_state=0, **params)


@pytest.fixture(scope="module")
def fitted():
    return model().fit(X, authors=YEARS)


def test_integers_are_names(fitted):
    assert fitted.authors_.tolist() == [2010, 2011, 2012, 2013]
    expected = model().fit(X, authors=list(map(str, YEARS)))
    assert_array_equal(fitted.author_topic_, expected.author_topic_)
    shares = fitted.transform(X, authors=np.array(YEARS))
    assert_array_equal(shares, expected.transform(X, authors=list(map(str, YEARS))))


def test_questions_about_integers(fitted):
    similar = fitted.similar_authors(2012)
    assert sorted(name for name, _ in similar) == [2010, 2011, 2013]
    assert fitted.similar_authors(np.int64(2012)) == similar
    assert_array_equal(fitted.author_topics(2012), fitted.author_topic_[2])
    assert set(fitted.predict_author(X)) <= set(YEARS)
    assert {author.name for own in topic_authors(fitted) for author in own} == set(
        YEARS
    )
    names, shares = fitted.infer_authors(X, authors=[2012, 3000] * 20)
    assert names.tolist() == [3000]
    assert shares.shape == (1, 3)
    with pytest.raises(ValueError, match="does not know the author '2012'"):
        fitted.author_topics("2012")


def test_integers_in_batches():
    online = model(learning_method="online").partial_fit(X, authors=YEARS)
    online.partial_fit(X, authors=[[2012, 1999]] * 40)
    assert online.authors_.tolist() == [2010, 2011, 2012, 2013, 1999]
    before = pickle.dumps(online)
    with pytest.raises(ValueError, match=r"authors by integers, such as 2010.*'2012'"):
        online.partial_fit(X, authors=["2012"] * 40)
    assert pickle.dumps(online) == before
    for unknown in ("error", "ignore"):
        online.set_params(unknown_authors=unknown)
        with pytest.raises(ValueError, match="give names of one kind"):
            online.transform(X, authors=["2012"] * 40)


@pytest.mark.parametrize("authors", [[["Ann", 2012]] * 40, ["Ann", 2012] * 20])
def test_names_of_both_kinds(authors):
    with pytest.raises(TypeError, match="all strings or all integers, got both: 'Ann'"):
        model().fit(X, authors=authors)


def test_a_pipeline_and_folds():
    pandas = pytest.importorskip("pandas")
    years = pandas.Series(YEARS, index=range(40, 0, -1))
    pipeline = make_pipeline(CountVectorizer(), model())
    pipeline.fit(DOCUMENTS, authortopicmodel__authors=years)
    assert pipeline[-1].authors_.tolist() == [2010, 2011, 2012, 2013]
    scores = cross_val_score(model(), X, cv=2, params={"authors": years})
    assert np.isfinite(scores).all()
