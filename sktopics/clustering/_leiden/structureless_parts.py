"""Communities that are pieces of one cloud without inner structure are one again.

Modularity pays for cutting whatever holds a large share of the links, also a cloud of
near copies of one text, whose pieces are then topics with the same words. A cut is kept
where there is something to cut along. Three ways to tell were tried, on clouds of 60 to
5,000 vectors in 5 to 50 dimensions and on SOTU and news, questions and abstracts:

- How narrow the union is. Near copies are, if others are there to compare with; a
  corpus of nothing but near copies, and noise of half the distance to others, are not.
- Equal words and means. The pieces of a cloud in 50 dimensions have means as far from
  each other as those of some real topics.
- A model of what has no structure: a round normal cloud. Its neighbours are as far from
  each other as they can be (the ratio that `_sparsity` returns is 1, and .97 to 1.04 in
  draws), and no direction is longer than others (`_roundness`, .91 to 1.13). Unions of
  topics that are round have neighbours that are nearer (at most .95), the others are
  far from round (at most .9 for a few topics in 5 dimensions, .6 from 20 on).

The last decides. Where a union is far narrower than its distance to the rest, it need
not be round, since nothing that is cut by its content is so narrow.
"""

from typing import NamedTuple

import numpy as np

from ..._arrays import unit_rows
from .agglomeration import LinkDensity, agglomerate, links_between

# Vectors that a union needs to be looked at, and those that are looked at: few at
# first, which is enough to see that most unions are not round.
_FEWEST, _FEW, _MOST = 50, 128, 500
_LEAST_ROUNDNESS, _SLACK_OF_FEW = 0.9, 0.1
# Fewer dimensions and vectors leave more to chance.
_LEAST_SPARSITY, _CHANCE = 0.96, 1.4
_N_NEAREST = 5
_N_DRAWS = 4
# Cosine with the mean direction, on average, and deviations from it in each direction:
# vectors that look everywhere are no copies.
_LEAST_RESULTANT, _MOST_NOISE = 0.65, 0.15
# Radius of a narrow union, by the distance of others from its mean, of which there must
# be some.
_NARROW, _LEAST_OTHERS = 0.15, 0.05
_LEAST_OF_NARROW = 0.9


class _Corpus(NamedTuple):
    """Number of vectors, their mean, and the mean of their squared lengths."""

    n: int
    mean: np.ndarray
    mean_square: float

    @classmethod
    def of(cls, vectors):
        square = np.einsum("ij,ij->i", vectors, vectors).mean(dtype=np.float64)
        return cls(len(vectors), vectors.mean(axis=0).astype(np.float64), square)


def join_structureless(graph, labels, vectors, on_sphere):
    """Join communities whose union is a cloud without inner structure.

    Parameters
    ----------
    graph : csr_array of shape (n_nodes, n_nodes)
        Symmetric.
    labels : ndarray of shape (n_nodes,), int64
        Communities 0, 1, ...
    vectors : ndarray of shape (n_nodes, n_dimensions)
        What the graph was made from.
    on_sphere : bool
        Whether the vectors are of length 1.

    Returns
    -------
    labels : ndarray of shape (n_nodes,), int64
        Numbers from 0 on; the very same, where nothing is joined. Members of a cloud
        that were in other communities go with it, and what else is in communities of
        which it is the larger part.
    """
    n_labels = int(labels.max(initial=-1)) + 1
    if n_labels < 2 or len(labels) < _FEWEST:
        return labels
    leaves, unions = _unions(graph, labels, n_labels)
    order = np.argsort(np.argsort(leaves)[labels], kind="stable")
    sizes = np.bincount(labels, minlength=n_labels)
    bounds = np.concatenate([[0], np.cumsum(sizes[leaves])])
    corpus = _Corpus.of(vectors)
    joined, is_joined = labels, np.zeros(n_labels, dtype=bool)
    for start, stop in unions:
        union = leaves[start:stop]
        members = order[bounds[start] : bounds[stop]]
        if len(members) < _FEWEST or is_joined[union].any():
            continue
        inside = _structureless_cloud(vectors, members, on_sphere, corpus)
        if inside is None:
            continue
        shares = np.bincount(labels, inside, n_labels) / sizes
        parts = union[shares[union] >= 0.5]
        is_joined[parts] = True
        joined = np.where(inside | np.isin(labels, parts), parts.min(), joined)
    if joined is labels:
        return labels
    return np.unique(joined, return_inverse=True)[1]


def _unions(graph, labels, n_labels):
    """Unions of communities: those with most links for their strengths first.

    Returns
    -------
    leaves : ndarray of shape (n_labels,), int
        Communities, in an order in which each union is a slice.
    unions : list of (start, stop)
        The largest first: each is inside of one before, or has nothing in common with
        it.
    """
    links, strengths, _ = links_between(graph, labels, n_labels)
    merges = agglomerate(links, LinkDensity(strengths))
    return _as_slices([()] * n_labels + merges.pairs, merges.tops(), n_labels)


def _as_slices(parts, tops, n_labels):
    """Order the leaves of trees so that all below a node is a slice; list the nodes."""
    n_leaves = [1] * n_labels
    for i, j in parts[n_labels:]:
        n_leaves.append(n_leaves[i] + n_leaves[j])
    leaves, unions, waiting = [], [], tops[::-1]
    while waiting:
        node = waiting.pop()
        if node < n_labels:
            leaves.append(node)
        else:
            unions.append((len(leaves), len(leaves) + n_leaves[node]))
            waiting += parts[node][::-1]
    return np.array(leaves), unions


def _structureless_cloud(vectors, members, on_sphere, corpus):
    """Return which of all vectors are a cloud that most members are; None if none are.

    Returns
    -------
    inside : ndarray of shape (n_nodes,), bool, or None
    """
    n_free = vectors.shape[1] - on_sphere
    for n, slack in ((_FEW, _SLACK_OF_FEW), (_MOST, 0)):
        core, center, reach, spread = _core(vectors, members, n)
        if core is None:
            return None
        resultant = np.linalg.norm(core.mean(axis=0)) if on_sphere else None
        if on_sphere and (
            resultant < _LEAST_RESULTANT
            or 1 / resultant**2 - 1 > _MOST_NOISE**2 * max(n_free, 1)
        ):
            return None
        is_round = _roundness(core, n_free) >= _LEAST_ROUNDNESS - slack
        is_narrow = _is_narrow(core, center, spread, len(members), corpus)
        if not (is_round or is_narrow):
            return None
    least = max(_LEAST_SPARSITY, 1 - _CHANCE / np.sqrt(core.size))
    if not (
        (is_round and _sparsity(core, _round_cloud, resultant) >= least)
        or (is_narrow and _sparsity(core, _cloud_like, None) >= _LEAST_OF_NARROW)
    ):
        return None
    return _distances(vectors, center) <= reach


def _core(vectors, members, n):
    """Return a sample of the cloud that most members are.

    A few members that are far away from all others, such as those that are too few for
    a cluster of their own, say nothing of the others.

    Returns
    -------
    core : ndarray of shape (n_core, n_dimensions) or None
    center : ndarray of shape (n_dimensions,)
    reach : float
        How far from the center its members may be.
    spread : float
        Mean squared distance of all members from it.
    """
    places = np.linspace(0, len(members) - 1, min(n, len(members)))
    sample = vectors[members[places.astype(np.int64)]].astype(np.float64)
    distances = _distances(sample, _middle(sample))
    center = sample[distances <= 2 * _middle(distances)].mean(axis=0)
    distances = _distances(sample, center)
    near = distances[distances <= 2 * _middle(distances)]
    reach = near.mean() + 5 * near.std()
    is_near = distances <= reach
    spread = (distances**2).mean()
    if 2 * is_near.sum() < len(sample) or is_near.sum() < _FEWEST // 2:
        return None, center, reach, spread
    return sample[is_near], center, reach, spread


def _middle(values):
    """Return the upper median of each column."""
    middle = len(values) // 2
    return np.partition(values, middle, axis=0)[middle]


def _distances(vectors, center):
    """Euclidean distances from a point."""
    differences = vectors - center
    return np.sqrt(np.einsum("ij,ij->i", differences, differences))


def _is_narrow(core, center, spread, n_members, corpus):
    """Whether others are far away, by the radius of the core.

    Their mean squared distance from its center is that of all vectors but the members.
    """
    n_others = corpus.n - n_members
    if n_others < max(_LEAST_OTHERS * corpus.n, 1):
        return False
    total = corpus.mean_square + center @ center - 2 * center @ corpus.mean
    others = (corpus.n * total - n_members * spread) / n_others
    return (_distances(core, center) ** 2).mean() <= _NARROW**2 * others


def _roundness(sample, n_free):
    """Return how many directions a cloud extends to, by how many it could.

    ``trace(C)**2 / trace(C @ C) / n_free`` of the covariance C, the divisor as it is
    expected of the cloud that the sample is from.
    """
    n = len(sample)
    centred = sample - sample.mean(axis=0)
    products = centred @ centred.T / (n - 1)
    trace = np.trace(products)
    squares = (products**2).sum() - trace**2 / (n - 1)
    squares *= (n - 1) ** 2 / ((n - 2) * (n + 1))
    return trace**2 / squares / n_free if squares > 0 and n_free else 0.0


def _sparsity(sample, make_cloud, resultant):
    """Distances of neighbours, by those in clouds that have no inner structure."""
    rng = np.random.default_rng(0)
    clouds = [make_cloud(sample, resultant, rng) for _ in range(_N_DRAWS)]
    expected = np.mean([_neighbor_distance(cloud) for cloud in clouds])
    return _neighbor_distance(sample) / expected if expected > 0 else 0.0


def _neighbor_distance(sample):
    """Mean distance of the nearest neighbours, by the radius of the cloud."""
    centred = sample - sample.mean(axis=0)
    squares = np.einsum("ij,ij->i", centred, centred)
    distances = squares[:, np.newaxis] + squares - 2 * centred @ centred.T
    np.fill_diagonal(distances, np.inf)
    nearest = np.partition(distances, _N_NEAREST - 1, axis=1)[:, :_N_NEAREST]
    radius = np.sqrt(squares.mean())
    distance = np.sqrt(np.maximum(nearest, 0)).mean()
    return distance / radius if radius > 0 else 0.0


def _round_cloud(sample, resultant, rng):
    """Draw a round normal cloud of as many vectors, on the sphere of the same mean."""
    n, n_dimensions = sample.shape
    cloud = rng.standard_normal((n, n_dimensions))
    if resultant is None:
        return cloud
    cloud *= np.sqrt((1 / resultant**2 - 1) / max(n_dimensions - 1, 1))
    cloud[:, 0] += 1
    return unit_rows(cloud)


def _cloud_like(sample, _, rng):
    """Draw a normal cloud of the mean and the covariance of the sample."""
    mean, n = sample.mean(axis=0), len(sample)
    return mean + rng.standard_normal((n, n)) @ (sample - mean) / np.sqrt(n)
