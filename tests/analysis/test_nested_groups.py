"""Groups of groups: as many as asked for, none too small, each inside another."""

import numpy as np
import pytest
from scipy.spatial.distance import squareform

from sktopics.analysis._nested_groups import grouped, nested_groups
from sktopics.analysis.topic_linkage import cut_links, link_topics, topic_distances


def partition(groups):
    return {tuple(np.flatnonzero(groups == g)) for g in set(groups.tolist())}


@pytest.mark.parametrize("linkage", ["average", "single", "ward", "centroid"])
def test_numbers_and_least_sizes_hold(linkage):
    random_state = np.random.RandomState(0)
    for _ in range(40):
        n, least = random_state.randint(2, 50), random_state.randint(1, 6)
        if n < least:
            continue
        first = random_state.randint(1, n // least + 1)
        distances = topic_distances(random_state.rand(n, 3))
        n_per_level = [first, max(1, first // least)][: 1 if first < least else 2]
        levels = nested_groups(distances, n_per_level, least, linkage)
        below = np.arange(n)
        for groups, n_groups in zip(levels, n_per_level, strict=True):
            pairs = set(zip(below.tolist(), groups.tolist(), strict=True))
            assert len(pairs) == len(set(below.tolist()))  # inside one each
            n_parts = np.bincount([above for _, above in pairs])
            assert len(n_parts) == n_groups
            assert n_parts.min() >= least
            below = groups


def test_levels_of_single_topics_are_cuts_of_one_hierarchy():
    distances = topic_distances(np.random.RandomState(1).rand(60, 5))
    links = link_topics(distances)
    for groups, n in zip(
        nested_groups(distances, [25, 12, 4, 1], 1, "average"),
        [25, 12, 4, 1],
        strict=True,
    ):
        assert partition(groups) == partition(cut_links(links, n))


def test_what_is_alone_goes_to_the_nearest_group():
    # Two pairs, and a point that is far from both, but nearer to the second.
    points = np.array([0.0, 1, 10, 11, 30])
    distances = np.abs(points[:, None] - points)
    links = link_topics(squareform(distances))
    assert partition(cut_links(links, 2)) == {(0, 1, 2, 3), (4,)}
    assert partition(grouped(links, distances, 2, 2)) == {(0, 1), (2, 3, 4)}


def test_a_chain_has_no_cut_with_two_large_groups():
    # Each point is nearer to all before it than to the next one.
    points = 3.0 ** np.arange(6)
    distances = np.abs(points[:, None] - points)
    links = link_topics(squareform(distances), "single")
    assert partition(grouped(links, distances, 3, 2)) == {(0, 1), (2, 3), (4, 5)}


def test_groups_are_divided_where_their_halves_are_far_apart():
    # Each third point is far from the two before it, so that it joins them alone.
    points = np.array([0.0, 1, 9, 60, 61, 70, 71, 90])
    distances = np.abs(points[:, None] - points)
    links = link_topics(squareform(distances))
    found = partition(grouped(links, distances, 3, 2))
    assert found == {(0, 1, 2), (3, 4), (5, 6, 7)}


def test_as_many_groups_as_there_is_room_for():
    distances = squareform(topic_distances(np.random.RandomState(2).rand(30, 3)))
    links = link_topics(squareform(distances))
    for least, n in ((2, 15), (3, 10), (5, 6), (30, 1)):
        sizes = np.bincount(grouped(links, distances, n, least))
        assert sizes.tolist() == [least] * n
