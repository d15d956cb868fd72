"""Two models side by side."""

import numpy as np
import pytest
from drawn_models import ALL_KINDS, DOCUMENTS, fitted, texts_of
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.plots import plot_model_comparison
from sktopics.topics import match_topics, topic_difference

pytest.importorskip("plotly")


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_pairs_are_those_of_match_topics(kind):
    a, b = fitted(kind), fitted("LDA")
    heatmap, crosses, table = plot_model_comparison(a, b, min_similarity=0).data
    assert set(map(tuple, crosses.customdata)) == set(match_topics(a, b).pairs)
    difference = topic_difference(a, b)
    rows, columns = (
        [int(n.partition(":")[0]) for n in axis] for axis in heatmap_axes(heatmap)
    )
    np.testing.assert_allclose(
        heatmap.z, 1 - difference.matrix[np.ix_(rows, columns)], atol=1e-12
    )
    pairs = [tuple(pair) for pair in crosses.customdata]
    assert pairs == list(zip(rows, columns, strict=False))[: len(pairs)]
    along = [1 - difference.matrix[pair] for pair in pairs]
    assert along == sorted(along, reverse=True)
    words = table.cells["values"]
    assert list(words[3]) == [", ".join(difference.shared(*pair)) for pair in pairs]
    assert list(words[4]) == [
        ", ".join(difference.distinct(*pair)[0]) for pair in pairs
    ]
    assert list(words[5]) == [
        ", ".join(difference.distinct(*pair)[1]) for pair in pairs
    ]


def heatmap_axes(heatmap):
    """Return the names of rows and columns."""
    return heatmap.y, heatmap.x


def test_topics_that_are_not_alike_are_no_pair():
    X = [[4, 2, 0, 0], [0, 0, 5, 5], [3, 3, 0, 0]]
    a = NMF(2, random_state=0, init="random").fit(X)
    b = NMF(2, random_state=0, init="random").fit(X)
    b.components_ = a.components_.copy()
    b.components_[1] = [0, 0, 0, 1] if a.components_[1, 0] > 0 else [1, 0, 0, 0]
    figure = plot_model_comparison(a, b, names=["<old>", "new"])
    assert figure.data[1].customdata == ([0, 0],)
    assert figure.layout.title.subtitle.text == (
        "1 pair among 2 topics of &lt;old&gt; and 2 of new; similarity is 1 - hellinger"
    )


def test_topics_without_words_are_left_out():
    a = NMF(3, random_state=0).fit(CountVectorizer().fit_transform(DOCUMENTS))
    a.components_[1] = 0
    figure = plot_model_comparison(a, a)
    assert figure.data[1].customdata == ([0, 0], [2, 2])
    assert figure.data[0].z.shape == (2, 2)
    a.components_[:] = 0
    figure = plot_model_comparison(a, a)
    assert figure.layout.annotations[0].text == (
        "One of the models has no topic with words"
    )


def test_hostile_words_and_names():
    texts = ["<b> a<br>b", "<i> c", "<b> c"]
    model = make_pipeline(CountVectorizer(analyzer=str.split), NMF(2)).fit(texts)
    figure = plot_model_comparison(model, model, labels_b={0: "<u>"})
    texts = texts_of(figure)
    assert "<i>" not in texts
    assert "<u>" not in texts
    assert "a<br>b" not in texts
    assert "0: &lt;u&gt;" in texts


def test_names_of_terms_and_of_models():
    X = [[4, 2, 0, 0], [0, 0, 5, 5]]
    nameless = NMF(2, random_state=0).fit(X)
    named = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    named.fit(["a1 a2", "a3 a4", "a3"])
    with pytest.raises(ValueError, match="pass feature_names_a"):
        plot_model_comparison(nameless, named)
    names = ["a1", "a2", "a3", "a4"]
    figure = plot_model_comparison(nameless, named, feature_names_a=names)
    assert "a1" in figure.data[0].y[0] + figure.data[0].y[1]
    with pytest.raises(ValueError, match="names must be two"):
        plot_model_comparison(nameless, nameless, names=["a"])
