"""The order in which neighbours are alike."""

import numpy as np
import pytest
from drawn_models import numbered_table
from scipy.spatial.distance import cdist

from sktopics.plots import plot_topic_spectrum
from sktopics.plots._alike_topics import shortest_order, steps_of

pytest.importorskip("plotly")


def test_points_of_a_line_are_found_in_their_order():
    places = np.random.default_rng(0).permutation(60) ** 1.2
    distances = cdist(places[:, np.newaxis], places[:, np.newaxis])
    order = shortest_order(distances)
    assert np.isin(
        np.sign(np.diff(places[order])), [np.sign(places[order][-1] - places[order][0])]
    ).all()
    assert order[0] < order[-1]


def test_no_part_can_be_turned_around_to_make_the_way_shorter():
    points = np.random.default_rng(1).normal(size=(14, 2))
    distances = cdist(points, points)
    order = shortest_order(distances)
    length = steps_of(order, distances).sum()
    for i in range(14):
        for j in range(i + 2, 15):
            turned = np.concatenate([order[:i], order[i:j][::-1], order[j:]])
            assert steps_of(turned, distances).sum() >= length - 1e-9


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_topics(n):
    assert sorted(shortest_order(1 - np.eye(n))) == list(range(n))


def test_sizes_and_steps_along_the_way():
    table = numbered_table(40)
    bars, steps = plot_topic_spectrum(table).data
    numbers = list(bars.customdata)
    # Topics share a word with the one before and the one after.
    gaps = np.abs(np.diff(numbers)) % 40
    assert np.isin(gaps, [1, 39]).sum() >= 36
    assert list(bars.y) == table.sizes[numbers].tolist()
    assert len(steps.y) == 39
    assert min(steps.y) == pytest.approx(1 - (0.15 + 0.01) / 0.35)


def test_unknown_sizes_are_said_to_be_so():
    figure = plot_topic_spectrum(numbered_table(5, sizes=False))
    assert figure.layout.title.subtitle.text.endswith("sizes are unknown")
    assert figure.layout.yaxis.showticklabels is False
