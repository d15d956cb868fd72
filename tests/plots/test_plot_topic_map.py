"""The map of topics and its names."""

import numpy as np
import pytest
from drawn_models import HOSTILE, fitted, numbered_table

from sktopics.analysis import topic_layout
from sktopics.plots import plot_topic_map
from sktopics.plots._map_labels import free_labels

pytest.importorskip("plotly")


def test_circles_stand_where_the_layout_says():
    model = fitted("LDA")
    circles = plot_topic_map(model).data[0]
    places = topic_layout(model)[list(circles.customdata)]
    np.testing.assert_allclose(np.column_stack([circles.x, circles.y]), places)


def test_a_topic_of_size_zero_is_drawn_too():
    marker = plot_topic_map(HOSTILE, coordinates=np.zeros((3, 2))).data[0].marker
    assert marker.size[-1] == pytest.approx(0, abs=1e-6)
    assert marker.size[-1] > 0
    assert marker.sizemin > 0


def test_areas_are_sizes():
    places = np.random.default_rng(0).normal(size=(200, 2))
    table = numbered_table(200)
    marker = plot_topic_map(table, coordinates=places).data[0].marker
    assert marker.sizemode == "area"
    assert max(marker.size) == table.sizes.max()
    # The width of a circle in pixels, as plotly makes it of a size.
    widths = np.sqrt(2 * np.array(marker.size) / marker.sizeref)
    covered = (np.pi / 4 * widths**2).sum() / (900 * 700)
    assert 0.11 < covered < 0.13


def test_topics_at_no_place_are_not_drawn():
    places = [[0, 0], [np.nan, np.nan], [1, 1]]
    circles, _ = plot_topic_map(numbered_table(3), coordinates=places).data
    assert sorted(circles.customdata) == [0, 2]
    figure = plot_topic_map(numbered_table(1), coordinates=[[np.nan, 0]])
    assert figure.layout.annotations[0].text == "No topic has a place in the plane"


def test_highlighted_topics_lie_above_and_have_names():
    places = np.zeros((30, 2))
    figure = plot_topic_map(numbered_table(30), coordinates=places, highlighted=[4])
    circles, names = figure.data
    assert circles.customdata[-1] == 4
    assert circles.marker.line.width == (1,) * 29 + (3,)
    assert names.text[0].startswith("4: ")


def test_names_do_not_cover_each_other():
    places = np.random.default_rng(0).normal(size=(200, 2))
    texts = [f"{i}: a &amp; name" for i in range(200)]
    shape = (900, 700)
    ranges, shown, sides = free_labels(places, texts, list(range(200)), 50, shape)
    assert shown[0] == 0
    assert 20 < len(shown) <= 50
    (left, right), (bottom, top) = ranges
    np.testing.assert_allclose((right - left) / (top - bottom), 860 / 600)
    ways = {"middle center": (0, 0), "top center": (0, 1), "bottom center": (0, -1)}
    ways |= {"middle right": (1, 0), "middle left": (-1, 0)}
    size = np.array([len("100: a & name") * 6.6, 15])
    unit = (right - left) / 860
    centers = [
        places[i] / unit + np.array(ways[side]) * size / 2
        for i, side in zip(shown, sides, strict=True)
    ]
    apart = np.abs(np.array(centers)[:, np.newaxis] - centers) >= size * 0.9
    np.fill_diagonal(apart[..., 0], True)
    assert apart.any(axis=2).all()


def test_places_that_a_table_does_not_have():
    with pytest.raises(TypeError, match=r"coordinates=topic_layout\(model\)"):
        plot_topic_map(numbered_table(3))
    with pytest.raises(ValueError, match=r"shape \(3, 2\)"):
        plot_topic_map(numbered_table(3), coordinates=np.zeros((2, 2)))
