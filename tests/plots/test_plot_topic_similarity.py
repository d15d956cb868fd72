"""The heatmap of similarities."""

from itertools import pairwise

import numpy as np
import pytest
from drawn_models import HOSTILE, LABELS, VECTORS, fitted, numbered_table
from sklearn.metrics.pairwise import cosine_similarity

from sktopics.analysis import hierarchical_topics
from sktopics.plots import plot_topic_similarity
from sktopics.topics import topic_difference

pytest.importorskip("plotly")


def numbers_of(heatmap):
    """Return the numbers of the topics on the axis."""
    return [int(name.partition(":")[0]) for name in heatmap.y]


def test_words_of_distributions_are_compared_by_hellinger():
    (heatmap,) = plot_topic_similarity(fitted("LDA")).data
    order = numbers_of(heatmap)
    distances = topic_difference(fitted("LDA"), fitted("LDA")).matrix
    np.testing.assert_allclose(
        heatmap.z, 1 - distances[np.ix_(order, order)], atol=1e-7
    )


def test_vectors_are_compared_by_cosine():
    (heatmap,) = plot_topic_similarity(fitted("BERTopic")).data
    means = np.array([VECTORS[np.equal(LABELS, t)].mean(axis=0) for t in range(4)])
    np.testing.assert_allclose(
        heatmap.z, cosine_similarity(means[numbers_of(heatmap)]), atol=1e-6
    )


def test_order_and_clusters():
    table = numbered_table(12)
    heatmap = plot_topic_similarity(table, order="model").data[0]
    assert numbers_of(heatmap) == list(range(12))
    figure = plot_topic_similarity(table, n_clusters=3)
    edges = [(shape.x0, shape.x1) for shape in figure.layout.shapes]
    assert edges[0][0] == -0.5
    assert edges[-1][1] == 11.5
    assert all(a[1] == b[0] for a, b in pairwise(edges))
    # Each word is in two neighbours: so are clusters.
    order = numbers_of(figure.data[0])
    for start, end in edges:
        part = np.sort(order[int(start + 0.5) : int(end + 0.5)])
        assert (np.diff(part) == 1).sum() >= len(part) - 2


def test_topics_without_words_are_left_out_and_counted():
    figure = plot_topic_similarity(HOSTILE)
    assert figure.data[0].z.shape == (2, 2)
    assert figure.layout.title.subtitle.text == (
        "3 topics, by cosine of top words; 1 without words left out"
    )


def test_axes_of_two_hundred_topics_have_few_names():
    figure = plot_topic_similarity(numbered_table(200))
    assert len(figure.layout.xaxis.tickvals) == 40
    assert figure.data[0].texttemplate is None
    assert plot_topic_similarity(numbered_table(3)).data[0].texttemplate


def test_wrong_clusters():
    with pytest.raises(ValueError, match="n_clusters=9, and there are 2 topics"):
        plot_topic_similarity(HOSTILE, n_clusters=9)
    with pytest.raises(ValueError, match='n_clusters needs order="similarity"'):
        plot_topic_similarity(HOSTILE, n_clusters=2, order="model")


def test_distances_are_those_of_hierarchies():
    model = fitted("NMF")
    z = plot_topic_similarity(model, on="words").data[0].z
    nearest = 1 - z[~np.eye(3, dtype=bool)].max()
    merges = hierarchical_topics(model, on="words").merges
    np.testing.assert_allclose(nearest, merges[0].distance)
