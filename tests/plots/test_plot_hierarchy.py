"""The dendrogram: places, heights, colours of a cut, many topics."""

import numpy as np
import pytest
from scipy.cluster.hierarchy import dendrogram

from sktopics.analysis import TopicHierarchy, TopicMerge, hierarchical_topics
from sktopics.plots import plot_hierarchy
from sktopics.topics import Topic, TopicTable

pytest.importorskip("plotly")


def hierarchy(n, **options):
    vectors = np.random.default_rng(0).random((n, 3)) + 0.1
    words = [f"<w{i}>" for i in range(n)]
    return hierarchical_topics(list(range(n)), words, embeddings=vectors, **options)


def points_of(figure):
    return [trace for trace in figure.data if trace.mode == "markers"]


def test_merges_are_at_their_distances():
    found = hierarchy(12)
    figure = plot_hierarchy(found, n_groups=3)
    heights = np.concatenate([trace.x for trace in points_of(figure)])
    expected = [0] * 12 + [merge.distance for merge in found]
    np.testing.assert_allclose(sorted(heights), sorted(expected))
    names = [name.split(":")[0] for name in figure.layout.yaxis.ticktext]
    assert names == dendrogram(found.linkage, no_plot=True, distance_sort=False)["ivl"]


def test_groups_of_the_cut_have_colours_and_marks():
    found = hierarchy(12)
    traces = points_of(plot_hierarchy(found, n_groups=3))
    assert [t.name.split(":")[0] for t in traces] == [
        "group 1",
        "group 2",
        "group 3",
        "above the cut",
    ]
    assert len({(t.marker.color, t.marker.symbol) for t in traces}) == 4
    # A binary tree with n leaves has 2 n - 1 nodes.
    groups = found.cut(3)
    assert [len(t.x) for t in traces] == [*(2 * len(g) - 1 for g in groups), 2]
    few = points_of(plot_hierarchy(found, max_distance=found[-1].distance))
    assert [len(t.x) for t in few] == [23]


def test_lines_join_what_is_merged():
    found = hierarchy(3)
    figure = plot_hierarchy(found, n_groups=1)
    lines, points = figure.data
    assert lines.x.count(None) == 5  # from 4 nodes, and across at 2 merges
    xs = {x for x in lines.x if x is not None}
    assert xs == {0, found[0].distance, found[1].distance}
    root = points.text[-1]
    assert f"distance {found[1].distance:.3f}<br>3 topics: 0, 1, 2" in root


def test_the_nearest_of_many_topics_are_one_branch():
    found = hierarchy(200)
    figure = plot_hierarchy(found)
    names = figure.layout.yaxis.ticktext
    assert len(names) == 60
    assert figure.layout.title.subtitle.text == (
        "200 topics on 60 branches, the nearest topics are one"
    )
    sizes = [int(n.split()[0]) if " topics:" in n else 1 for n in names]
    assert sum(sizes) == 200
    assert len(plot_hierarchy(found, n_leaves=None).layout.yaxis.ticktext) == 200


def test_labels_one_topic_and_a_long_chain():
    assert plot_hierarchy(hierarchy(1), labels=["<b>"]).layout.yaxis.ticktext == (
        "0: &lt;b&gt;",
    )
    n = 1100  # more than Python calls itself
    topics = TopicTable(Topic(i, f"t{i}", None, (), ()) for i in range(n))
    merges = tuple(
        TopicMerge(
            *(n + i, f"group {i}", tuple(range(i + 2)), n + i - 1 if i else 0, i + 1),
            *("", "", float(i), None, (), ()),
        )
        for i in range(n - 1)
    )
    chain = TopicHierarchy(merges, topics, n)
    figure = plot_hierarchy(chain, n_leaves=None)
    assert [name.split(":")[0] for name in figure.layout.yaxis.ticktext] == [
        str(i) for i in range(n)
    ]


def test_what_is_refused():
    found = hierarchy(3)
    with pytest.raises(ValueError, match="n_groups=4, and the hierarchy has 3"):
        plot_hierarchy(found, n_groups=4)
    with pytest.raises(ValueError, match="not both"):
        plot_hierarchy(found, n_groups=2, max_distance=0.5)
    with pytest.raises(TypeError, match="is given a hierarchy"):
        plot_hierarchy(found, linkage="ward")
