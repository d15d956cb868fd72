"""The words of a topic at each value of lambda."""

import numpy as np
import pytest
from drawn_models import DOCUMENTS, HOSTILE, fitted
from sklearn.decomposition import NMF

from sktopics import LatentDirichletAllocation
from sktopics.plots import plot_term_relevance
from sktopics.topics import topic_table

pytest.importorskip("plotly")


@pytest.mark.parametrize("kind", ["LDA", "sklearn LDA", "NMF", "BERTopic"])
def test_each_step_has_the_words_of_the_table(kind):
    model = fitted(kind)
    X = None if kind == "BERTopic" else DOCUMENTS
    figure = plot_term_relevance(model, X, topic=1, n_top_words=6)
    for step in figure.layout.sliders[0].steps:
        table = topic_table(model, 6, X=X, relevance=float(step.label))
        assert tuple(step.args[1]["yaxis.ticktext"]) == table[1].terms
        of_topic = np.array(step.args[0]["x"][1])
        np.testing.assert_allclose(of_topic / table[1].size, table[1].weights)
    assert figure.layout.sliders[0].active == 6
    assert figure.layout.yaxis.ticktext == tuple(
        figure.layout.sliders[0].steps[6].args[1]["yaxis.ticktext"]
    )


def test_shares_of_topics_sum_to_the_share_in_the_corpus():
    model, n_terms = fitted("LDA"), 10_000
    in_topics = np.zeros(3)
    for topic in range(3):
        figure = plot_term_relevance(model, topic=topic, n_top_words=n_terms)
        everything, of_topic = figure.data
        in_topics[topic] = sum(of_topic.x)
        assert sum(everything.x) == pytest.approx(1)
    np.testing.assert_allclose(in_topics, topic_table(model).sizes)


def test_names_columns_and_levels():
    X = [[3, 1, 0, 0], [0, 0, 2, 2], [0, 0, 3, 1]]
    model = NMF(2, random_state=0).fit(X)
    figure = plot_term_relevance(
        model,
        topic=0,
        relevance=1,
        feature_names=["<i>", "b", "c", "d"],
        columns=[0, 3],
        labels=["<b>", "two"],
    )
    assert figure.layout.title.text == "Words of a topic, 0: &lt;b&gt;"
    assert figure.layout.title.subtitle.text == (
        "sizes of topics are unknown: all equal"
    )
    assert set(figure.layout.yaxis.ticktext) <= {"&lt;i&gt;", "d"}
    top = plot_term_relevance(fitted("HierarchicalARTM"), level=0, relevance=1)
    table = topic_table(fitted("HierarchicalARTM"), 30, level=0, sort_by="size")
    assert top.layout.yaxis.ticktext == table[0].terms


def test_an_empty_topic_and_wrong_ones():
    X = np.eye(2, 6, dtype=int) * 9
    with pytest.warns(UserWarning, match="are empty"):
        model = LatentDirichletAllocation(12, random_state=0, max_iter=30).fit(X)
    empty = next(row.index for row in topic_table(model) if row.is_empty)
    figure = plot_term_relevance(model, topic=empty)
    assert figure.layout.annotations[0].text.endswith("is empty: it has no words")
    with pytest.raises(ValueError, match="topics has 99"):
        plot_term_relevance(model, topic=99)
    with pytest.raises(ValueError, match="outliers are no topic"):
        plot_term_relevance(model, topic=-1)
    with pytest.raises(TypeError, match="must be a fitted model"):
        plot_term_relevance(HOSTILE)
