"""Groups of topics, groups of these, and so on, none of them with too few parts."""

import numpy as np
from scipy.spatial.distance import squareform

from .topic_linkage import cut_links, link_topics


def nested_groups(distances, n_per_level, min_children, linkage):
    """Group topics, then the groups.

    Parameters
    ----------
    distances : ndarray of shape (n_topics * (n_topics - 1) / 2,)
        Of all pairs of topics.
    n_per_level : list of int
        How many groups there are on each level, the finest first. A level has room for
        the next: ``min_children`` times as many groups.
    min_children : int
        Fewest topics of a group on the first level, and fewest groups of the level
        before in a group of the others.
    linkage : str or callable
        As for `link_topics`.

    Returns
    -------
    levels : list of ndarray of shape (n_topics,), int64
        The group of each topic.
    """
    between = squareform(distances, checks=False)
    links = link_topics(distances, linkage)
    groups = np.arange(len(between))
    levels = []
    for n_groups in n_per_level:
        into = grouped(links, between, n_groups, min_children)
        groups = into[groups]
        levels.append(groups)
        between, links = _next_level(between, links, into, n_groups, linkage)
    return levels


def grouped(links, between, n_groups, min_size):
    """Return groups of things with at least `min_size` of them each.

    The last cut of the hierarchy in which so many groups are large enough says which
    groups there are; what is in smaller ones then goes to the nearest of them. Where no
    cut has so many, it is the last one with the most, and the groups whose halves are
    farthest apart are divided.

    Parameters
    ----------
    links : ndarray of shape (n - 1, 4)
    between : ndarray of shape (n, n)
        Distances.
    n_groups : int
        At most n / min_size.
    min_size : int

    Returns
    -------
    groups : ndarray of shape (n,), int64
        From 0 to n_groups - 1.
    """
    n_left, n_large = _last_cut(links, n_groups, min_size)
    groups = cut_links(links, n_left)
    is_large = np.bincount(groups) >= min_size
    if not is_large.all():
        near = _mean_distances(between, groups, n_left)
        near[:, ~is_large] = np.inf
        into = np.where(is_large, np.arange(n_left), near.argmin(axis=1))
        groups = np.unique(into[groups], return_inverse=True)[1]
    halves = {}
    while n_large < n_groups:
        for group in range(n_large):
            if group not in halves:
                rows = np.flatnonzero(groups == group)
                halves[group] = _halves(
                    between[rows[:, np.newaxis], rows], rows, min_size
                )
        widest = max(halves, key=lambda group: halves[group][0])
        _, rows = halves.pop(widest)
        if not len(rows):  # those that are left are too small to be divided
            return _grouped_with_room(between, n_groups, min_size)
        groups[rows] = n_large
        n_large += 1
    return groups


def _halves(between, rows, min_size):
    """Return how far apart the halves of a group are, and the rows of the second."""
    if len(rows) < 2 * min_size:
        return -np.inf, rows[:0]
    links = link_topics(squareform(between, checks=False))
    if _last_cut(links, 2, min_size)[1] == 2:
        groups = grouped(links, between, 2, min_size)
    else:
        groups = _grouped_with_room(between, 2, min_size)
    return _mean_distances(between, groups, 2)[0, 1], rows[groups == 1]


def _last_cut(links, n_groups, min_size):
    """Return the last cut in which so many groups are large, or the most of them.

    Returns
    -------
    n_left : int
        How many groups the cut has.
    n_large : int
        How many of them are large enough, at most `n_groups`.
    """
    n = len(links) + 1
    sizes = np.append(np.ones(n), links[:, 3])
    n_large = n if min_size <= 1 else 0
    found, most = n, min(n_large, n_groups)
    for row, (left, right) in enumerate(links[:, :2].astype(np.int64).tolist()):
        n_large -= int(sizes[left] >= min_size) + int(sizes[right] >= min_size)
        n_large += int(links[row, 3] >= min_size)
        if min(n_large, n_groups) >= most:
            found, most = n - row - 1, min(n_large, n_groups)
    return found, most


def _mean_distances(between, groups, n_groups):
    """Return the mean distances of what is in one group and what is in another."""
    member = (groups == np.arange(n_groups)[:, np.newaxis]).astype(np.float64)
    member /= member.sum(axis=1, keepdims=True)
    return member @ between @ member.T


def _next_level(between, links, into, n_groups, linkage):
    """Return the distances and the links of groups.

    They are the rest of the hierarchy, where the groups are a cut of it.
    """
    n = len(links) + 1
    between = _mean_distances(between, into, n_groups)
    np.fill_diagonal(between, 0)
    cut = cut_links(links, n_groups)
    if len(set(zip(cut.tolist(), into.tolist(), strict=True))) > n_groups:
        return between, link_topics(squareform(between, checks=False), linkage)
    place = {}  # of a node among the groups, and then among what they become
    sizes = np.ones(2 * n_groups - 1)
    first = n - n_groups
    parts = links[:, :2].astype(np.int64).tolist()
    leaf = np.append(np.arange(n), np.zeros(len(links), dtype=np.int64))
    for row, (left, _) in enumerate(parts):
        leaf[n + row] = leaf[left]  # some topic in the node
    rest = links[first:].copy()
    for row in range(len(rest)):
        for side, node in enumerate(parts[first + row]):
            place.setdefault(node, int(into[leaf[node]]))
            rest[row, side] = place[node]
        place[n + first + row] = n_groups + row
        sizes[n_groups + row] = sizes[rest[row, :2].astype(np.int64)].sum()
    rest[:, 3] = sizes[n_groups:]
    return between, rest


def _grouped_with_room(between, n_groups, min_size):
    """Merge the nearest things that leave enough for all groups.

    Parameters and result as of `grouped`.
    """
    n = len(between)
    near = between.astype(np.float64)
    np.fill_diagonal(near, np.inf)
    sizes = np.ones(n, dtype=np.int64)  # 0 for what has been merged with another
    groups = np.arange(n)

    def merge(left, right):
        weights = sizes[[left, right]] / sizes[[left, right]].sum()
        mean = weights @ near[[left, right]]
        near[left], near[:, left] = mean, mean
        near[left, left] = np.inf
        near[right], near[:, right] = np.inf, np.inf
        groups[groups == right] = left
        sizes[left] += sizes[right]
        sizes[right] = 0

    while (sizes > 0).sum() > n_groups:
        pair = _nearest_pair(near, sizes, n_groups, min_size)
        if pair is not None:
            merge(*pair)
            continue
        # There is a plan, though each next step looks as if there were none after it.
        for first, *others in _plan(sizes, min_size):
            for other in others:
                merge(first, other)
    return np.unique(groups, return_inverse=True)[1]


def _nearest_pair(near, sizes, n_groups, min_size):
    """Return the nearest pair after which so many groups are possible, None without."""
    capped = np.minimum(sizes, min_size)
    counts = np.bincount(capped, minlength=min_size + 1)
    kinds = np.unique(capped[sizes > 0]).tolist()
    allowed = np.zeros((min_size + 1, min_size + 1), dtype=bool)
    for first in kinds:
        for second in kinds:
            left = counts.copy()
            np.subtract.at(left, [first, second], 1)
            left[min(first + second, min_size)] += 1
            if left.min() >= 0:
                left[0] = 0
                after = np.repeat(np.arange(min_size + 1), left)
                allowed[first, second] = len(_plan(after, min_size)) >= n_groups
    kept = np.where(allowed[capped[:, np.newaxis], capped], near, np.inf)
    left, right = np.unravel_index(kept.argmin(), kept.shape)
    return (left, right) if np.isfinite(kept[left, right]) else None


def _plan(sizes, min_size):
    """Put things together so that many groups are large enough.

    Parameters
    ----------
    sizes : ndarray of int
        Things of size 0 are left out.
    min_size : int

    Returns
    -------
    plan : list of lists of int
        Groups of places in `sizes`, each of at least `min_size` together, if there are
        enough for one.
    """
    of_size = [[] for _ in range(min_size + 1)]
    for place in np.flatnonzero(sizes).tolist():
        of_size[min(int(sizes[place]), min_size)].append(place)
    plan = [[place] for place in of_size.pop()]
    while any(of_size):
        group, missing = [], min_size
        while missing > 0 and any(of_size):
            known = [size for size, places in enumerate(of_size) if places]
            # The smallest that suffices; the largest, where none does or it is first.
            enough = [size for size in known if size >= missing] if group else []
            size = enough[0] if enough else known[-1]
            group.append(of_size[size].pop())
            missing -= size
        if missing <= 0 or not plan:
            plan.append(group)
        else:
            plan[-1] += group
    return plan
