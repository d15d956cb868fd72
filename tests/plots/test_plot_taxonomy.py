"""Rings of a taxonomy: parents, sizes, colours, names."""

import numpy as np
import pytest

from sktopics.analysis import topic_taxonomy
from sktopics.plots import plot_taxonomy

pytest.importorskip("plotly")


def taxonomy(n, n_per_level):
    rng = np.random.default_rng(0)
    vectors = rng.random((3 * n, 3))
    labels = np.concatenate([np.arange(n), rng.integers(0, n, 2 * n)])
    words = [f"<w{i}>" for i in labels]
    return topic_taxonomy(labels, words, embeddings=vectors, n_per_level=n_per_level)


def test_sectors_are_the_nodes_and_their_sizes():
    found = taxonomy(30, [6, 2])
    rings = plot_taxonomy(found).data[0]
    assert rings.ids == ("topics", *(f"{node.level}.{node.index}" for node in found))
    parents = dict(zip(rings.ids, rings.parents, strict=True))
    values = dict(zip(rings.ids, rings.values, strict=True))
    for node in found:
        key = f"{node.level}.{node.index}"
        above = "topics" if node.parent is None else f"{node.level + 1}.{node.parent}"
        assert parents[key] == above
        # Plotly adds up the sizes of parts.
        assert values[key] == (node.size if node.level == 0 else 0)
    assert sum(values.values()) == pytest.approx(1)
    outer = [
        c for i, c in zip(rings.ids, rings.marker.colors, strict=True) if i[0] == "2"
    ]
    assert len(set(outer)) == 2
    assert "<w" not in "".join([*rings.labels, *rings.hovertext])


def test_sizes_of_a_slice_stay_those_of_its_nodes():
    found = taxonomy(8, [2])
    rings = plot_taxonomy(found[:2]).data[0]
    assert rings.values[1:] == pytest.approx([node.size for node in found[:2]])
    topics = plot_taxonomy(found[2:], labels={0: "<b>"}).data[0]
    assert set(topics.parents) == {"", "topics"}
    assert "0: &lt;b&gt;" in topics.labels


@pytest.mark.parametrize("kind", ["treemap", "icicle"])
def test_other_kinds_of_two_hundred_topics(kind):
    figure = plot_taxonomy(taxonomy(200, [20, 5]), kind=kind)
    assert figure.data[0].type == kind
    assert len(figure.data[0].ids) == 226
    assert figure.layout.title.subtitle.text == "200 topics on 3 levels"


def test_topics_of_unknown_size_are_equally_large():
    from sklearn.decomposition import NMF

    model = NMF(3, random_state=0).fit(np.eye(4) + 0.1)
    found = topic_taxonomy(model, n_per_level=[1], min_children=1)
    assert found[0].size is None
    rings = plot_taxonomy(model, n_per_level=[1], min_children=1).data[0]
    assert rings.values == (0, 0, 1, 1, 1)
