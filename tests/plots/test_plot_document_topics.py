"""Bars of the mixture of one document."""

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.analysis import approximate_distribution, best_topics
from sktopics.plots import plot_document_topics

pytest.importorskip("plotly")

TEXTS = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]


@pytest.fixture(scope="module")
def model():
    lda = LatentDirichletAllocation(2, random_state=0)
    return make_pipeline(CountVectorizer(), lda).fit(TEXTS)


def bars(figure):
    (trace,) = figure.data
    return dict(zip(trace.y, trace.x, strict=True))


def test_bars_are_the_shares_of_the_model(model):
    (shares,) = model.transform(["ship sea tax"])
    found = bars(plot_document_topics(model, "ship sea tax"))
    assert list(found) == ["1: sea, ship, harbour", "0: tax, debt, cut"]
    np.testing.assert_allclose(list(found.values()), shares[[1, 0]])
    for document in (["ship sea tax"], np.array(["ship sea tax"])):
        assert bars(plot_document_topics(model, document)) == found
    X = model[0].transform(["ship sea tax"])
    for row in (X, X.toarray()[0]):
        again = plot_document_topics(model[1], row, labels=["a", "b"])
        np.testing.assert_allclose(again.data[0].x, list(found.values()))
    assert again.data[0].y == ("1: b", "0: a")


def test_rows_of_tables(model):
    row = best_topics(model, ["ship sea tax"])[0]
    assert bars(plot_document_topics(row)) == bars(
        plot_document_topics(model, "ship sea tax")
    )
    mixture = approximate_distribution(model, ["ship sea tax"])[0]
    found = bars(plot_document_topics(mixture, labels={1: "water"}))
    assert "1: water" in found
    np.testing.assert_allclose(sorted(found.values()), sorted(mixture.shares))


def test_of_500_topics_the_largest_have_bars_and_the_rest_one():
    shares = np.random.default_rng(0).dirichlet(np.full(500, 0.05))
    figure = plot_document_topics(shares, n_topics=7)
    found = list(bars(figure).items())
    order = np.argsort(-shares)
    assert [name for name, _ in found[:7]] == [f"topic {t}" for t in order[:7]]
    assert found[7][0].endswith(" other topics")
    assert sum(value for _, value in found) == pytest.approx(1)
    assert figure.data[0].marker.color[7] == "#C9D3DC"
    assert figure.layout.title.subtitle.text == "the 7 largest of 500 topics"


def test_small_shares_and_hostile_names():
    figure = plot_document_topics(
        np.array([0.98, 0.02], np.float32), min_share=0.05, labels=["<b>x</b>", "]]>"]
    )
    assert list(bars(figure)) == ["0: &lt;b&gt;x&lt;/b&gt;", "1 other topic"]


def test_a_document_without_topics(model):
    assert bars(plot_document_topics([0.0, 0.0])) == {}
    assert bars(plot_document_topics(model, "")) == {"(no topic)": 1.0}
    assert bars(plot_document_topics([1.0])) == {"topic 0": 1.0}


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ([[0.5, 0.5], [1, 0]], ValueError, r"shape \(2, 2\): choose a row"),
        ([0.5, np.nan], ValueError, "finite and not negative"),
        ("text", TypeError, "a fitted model, or the shares"),
    ],
    ids=["rows", "nan", "text"],
)
def test_what_is_no_mixture(given, error, message):
    with pytest.raises(error, match=message):
        plot_document_topics(given)


def test_a_model_needs_one_document(model):
    with pytest.raises(TypeError, match="document must be the document"):
        plot_document_topics(model)
    with pytest.raises(TypeError, match="authors= is no option"):
        plot_document_topics([0.5, 0.5], authors=[["Ann"]])
    with pytest.raises(ValueError, match="one document, and holds 4"):
        plot_document_topics(model, TEXTS)
