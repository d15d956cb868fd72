"""A map of authors."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA, AuthorTopicModel
from sktopics.plots import plot_authors

pytest.importorskip("plotly")

TEXTS = ["sea ship sea", "ship harbour sea", "tax debt tax", "debt law"] * 5
AUTHORS = [["<b>Ann</b>"], ["<b>Ann</b>", "Bob"], ["Cid"], ["Dee"]] * 5


@pytest.fixture(scope="module")
def model():
    X = CountVectorizer().fit_transform(TEXTS)
    return AuthorTopicModel(2, random_state=0).fit(X, authors=AUTHORS)


def test_authors_stand_with_their_main_topic(model):
    figure = plot_authors(model, labels=["money", "sea"])
    shares = dict(zip(model.authors_, model.author_topic_, strict=True))
    for trace, topic in zip(figure.data, [0, 1], strict=True):
        named = [name.replace("&lt;", "<").replace("&gt;", ">") for name in trace.text]
        assert {int(shares[name].argmax()) for name in named} == {topic}
    assert [trace.name for trace in figure.data] == ["0: money", "1: sea"]
    sea = figure.data[1]
    assert sea.text == ("&lt;b&gt;Ann&lt;/b&gt;", "Bob")
    assert sea.marker.size.tolist() == [10, 5]
    assert sea.hovertext[0].startswith("<b>&lt;b&gt;Ann&lt;/b&gt;</b><br>10 documents")
    assert figure.layout.title.subtitle.text == "4 authors"


def test_places_are_given_and_few_authors_chosen(model):
    places = np.arange(8.0).reshape(4, 2)
    figure = plot_authors(model, coordinates=places, n_authors=1, n_topics=1)
    (trace,) = figure.data
    assert (trace.x[0], trace.y[0]) == tuple(
        places[list(model.authors_).index("<b>Ann</b>")]
    )
    assert figure.layout.title.subtitle.text == "the 1 of most documents of 4 authors"
    (label,) = figure.layout.annotations
    assert label.text == "&lt;b&gt;Ann&lt;/b&gt;"


def test_one_author_and_one_topic():
    X = CountVectorizer().fit_transform(TEXTS)
    model = AuthorTopicModel(1, random_state=0).fit(X, authors=[["Ann"]] * 20)
    (trace,) = plot_authors(model).data
    assert trace.text == ("Ann",)


def test_a_model_without_authors():
    model = make_pipeline(CountVectorizer(), PLSA(2, random_state=0)).fit(TEXTS)
    with pytest.raises(TypeError, match="PLSA knows no authors"):
        plot_authors(model)
