"""Clusters as communities of the graph of nearest neighbours."""

import warnings
from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state

from ..._arrays import majority_of, unit_rows
from ..._fitted import commit, learning
from ..._magnitudes import check_coordinates
from ..._neighbors import make_cells, nearest_in_cells
from ..._sklearn import Interval, StrOptions, _fit_context, validate_data
from ..._validation import FLOAT_DTYPES, levels_to_caller
from .._labels import OUTLIER, number_by_size, relabel
from .._steps.corpus_input import check_labels
from .communities import modularity
from .equal_vectors import equal_nodes, join_near_nodes
from .layers import LinkedVectors, find_layers
from .neighbor_graph import guide_graph, link_neighbors

# Less is what rounding leaves of 0: vectors that have nothing in common.
_LEAST_COSINE = 1e-6


class LeidenClustering(ClusterMixin, BaseEstimator):
    """Clusters as communities of the graph of nearest neighbours.

    Each vector is linked to its nearest neighbours, the nearer the more strongly, and
    the graph is divided into communities that hold many more of the links than chance
    would give them: those of large modularity, found by the Leiden algorithm [1]_.

    By default, many small communities are found first. Then they are merged two by
    two: those first whose union spreads little more and that have many links. Of
    all numbers of clusters on the way, the best is chosen by the silhouette [2]_ of the
    vectors and by the links inside of clusters; a cluster of more than half of the
    vectors is divided in the same way, if it has clear parts. At last, single vectors
    change sides where means and neighbours say so. `layers_` has finer and coarser
    clusters too. With `n_clusters`, you choose the number; with a `resolution`, the
    communities are the clusters.

    Every cluster hangs together in the graph, unless `n_clusters` joins what has no
    links. There are no outliers but for vectors whose neighbours are too few for a
    cluster. New vectors are not clustered: there is
    no `predict`.

    Equal vectors, also those that differ by rounding, are one node of the graph and
    share a cluster: the clusters do not depend on how often a vector is repeated. A
    cloud of near copies is not cut, whatever its share of the vectors: communities
    are joined whose union is round, dense and without inner structure.

    Parameters
    ----------
    n_neighbors : int, default=15
        Links of each vector. Lowered, with a warning, where there are not as many
        others.
    n_clusters : int, default=None
        How many clusters. Communities are merged until so many are left; if even the
        finest are fewer, the largest are divided. A warning says when clusters of
        `min_cluster_size` cannot be so many. With None, the number is found.
    resolution : float or "auto", default="auto"
        The larger, the more and the smaller communities; gamma in the literature. They
        are the clusters, or, with `n_clusters`, what is merged. With "auto", they are
        fine enough to be merged, and the number of clusters adapts to the vectors. No
        resolution cuts equal vectors, or clouds without inner structure.
    min_cluster_size : int, default=10
        The members of smaller clusters are given to the cluster that they have the
        strongest links to; those without any are outliers. Equal vectors count as
        often as they occur.
    metric : {"cosine", "euclidean"}, default="cosine"
        What nearness is. A link weighs the cosine, or, of Euclidean distances d, by
        ``exp(-d**2 / mean(d**2))``. With the cosine, vectors of zeros are outliers.
    n_jobs : int, default=None
        Threads that search for neighbours. The clusters do not depend on it.
    random_state : int, RandomState instance or None, default=None
        Draws the order in which the Leiden algorithm looks at vectors, and, for more
        than 10,000 of them, the sample that the search for neighbours starts from.

    Attributes
    ----------
    labels_ : ndarray of shape (n_samples,), int64
        Clusters 0, 1, ..., the largest first; -1 for outliers.
    layers_ : ndarray of shape (n_layers, n_samples), int64
        Clusters of several layers, the finest first, each with about half as many as
        the one before. Each cluster is inside one of the next layer. `labels_` are one
        of the layers.
    layer_ : int
        Which one: ``layers_[layer_]`` is equal to `labels_`.
    resolution_ : float
        Of the finest layer.
    modularity_ : float
        How much more of the links clusters hold than chance would give them, at most 1.
        Of resolution 1, unless clusters were found by a `resolution`. Equal vectors
        count once.
    neighbors_ : ndarray of shape (n_samples, n_neighbors), int32
        Rows of neighbours, nearest first: of vectors that are equal the first, and no
        copies of the vector itself. Among more than 10,000 vectors they are
        found in the cells of an index: nine in ten or more of the truly nearest, and
        others almost as near.
    distances_ : ndarray of shape (n_samples, n_neighbors), float32
        Euclidean distances to them; with the cosine, between vectors of length 1.
    cell_centers_ : ndarray of shape (n_cells, n_features)
    cell_members_ : ndarray of shape (n_distinct,), int32
    cell_offsets_ : ndarray of shape (n_cells + 1,), int64
        The index, with which more neighbours can be found: the means of cells, the rows
        of vectors by cell, and where cells start among them.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features,)
        Where `X` has names of features that are all strings.

    References
    ----------
    .. [1] V. A. Traag, L. Waltman and N. J. van Eck, "From Louvain to Leiden:
       guaranteeing well-connected communities", Scientific Reports 9, 5233, 2019,
       https://doi.org/10.1038/s41598-019-41695-z.
    .. [2] P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and
       validation of cluster analysis", Journal of Computational and Applied
       Mathematics 20, 1987.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics import LeidenClustering
    >>> rng = np.random.default_rng(0)
    >>> X = np.repeat(np.eye(3), [40, 30, 20], axis=0) + rng.normal(0, 0.1, (90, 3))
    >>> clusterer = LeidenClustering(random_state=0).fit(X)
    >>> np.bincount(clusterer.labels_)
    array([40, 30, 20])
    >>> LeidenClustering(n_clusters=2, random_state=0).fit(X).labels_.max()
    np.int64(1)
    """

    labels_: np.ndarray
    layers_: np.ndarray
    layer_: int
    resolution_: float
    modularity_: float
    neighbors_: np.ndarray
    distances_: np.ndarray
    cell_centers_: np.ndarray
    cell_members_: np.ndarray
    cell_offsets_: np.ndarray
    n_features_in_: int
    feature_names_in_: np.ndarray

    _parameter_constraints = {
        "n_neighbors": [Interval(Integral, 1, None, closed="left")],
        "n_clusters": [Interval(Integral, 1, None, closed="left"), None],
        "resolution": [Interval(Real, 0, None, closed="neither"), StrOptions({"auto"})],
        "min_cluster_size": [Interval(Integral, 1, None, closed="left")],
        "metric": [StrOptions({"cosine", "euclidean"})],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    }

    def __init__(
        self,
        n_neighbors=15,
        *,
        n_clusters=None,
        resolution: float | str = "auto",
        min_cluster_size=10,
        metric="cosine",
        n_jobs=None,
        random_state=None,
    ):
        self.n_neighbors = n_neighbors
        self.n_clusters = n_clusters
        self.resolution = resolution
        self.min_cluster_size = min_cluster_size
        self.metric = metric
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None) -> Self:
        """Cluster vectors.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        y : array-like of shape (n_samples,), default=None
            Labels that are known beforehand; -1, None or NaN without. Vectors of
            different labels are not linked, and those of the same label are, beside
            links to neighbours that are of it too weighing more: clusters follow the
            labels, but may hold several of them, or divide one. The clusterers of
            scikit-learn ignore `y`; to judge clusters by labels, do not give them here.

        Returns
        -------
        self : LeidenClustering

        Raises
        ------
        ValueError
            If `X` is no matrix of finite numbers, or `y` has another length. After
            any error the clusterer is as it was.
        """
        with learning(self) as learner:
            X = validate_data(learner, X, dtype=FLOAT_DTYPES)
            check_coordinates(X, "X")
            given = None if y is None else check_labels(y, len(X))[0]
            commit(learner, learner._clusters(X, given))
        return self

    def _clusters(self, X, given):
        """Fitted attributes for vectors, and the labels that they were given."""
        rng = check_random_state(self.random_state)
        vectors = search_vectors(X, self.metric)
        on_sphere = self.metric == "cosine"
        nodes, cells, neighbors, distances = self._find_nodes(vectors, rng)
        weights = self._weights(distances)
        if on_sphere:
            weights = weights * vectors[nodes.rows].any(axis=1)[:, np.newaxis]
        graph = link_neighbors(nodes.of[neighbors], weights)
        known = np.full(len(nodes.rows), OUTLIER)
        if given is not None:
            known = majority_of(given, nodes.of, len(nodes.rows))
            graph = guide_graph(graph, known)
        linked = LinkedVectors(
            graph,
            vectors[nodes.rows],
            nodes.sizes,
            on_sphere,
            self.min_cluster_size,
            known,
        )
        found = find_layers(linked, self.resolution, self.n_clusters, rng)
        self._check_number(found)
        by_vector = [number_by_size(layer[nodes.of]) for layer in found.labels]
        by_node = relabel(found.labels[found.chosen], by_vector[found.chosen][1])
        plain = self.n_clusters is None and self.resolution != "auto"
        judged_at = found.resolution if plain else 1.0
        centers, members, offsets = cells
        return {
            "labels_": by_vector[found.chosen][0],
            "layers_": np.array([labels for labels, _ in by_vector]),
            "layer_": found.chosen,
            "resolution_": found.resolution,
            "modularity_": modularity(graph, by_node, judged_at),
            "neighbors_": neighbors[nodes.of],
            "distances_": distances[nodes.of],
            "cell_centers_": centers,
            "cell_members_": members,
            "cell_offsets_": offsets,
        }

    def _check_number(self, found):
        """Warn of fewer clusters than were asked for."""
        n_found = int(found.labels[found.chosen].max(initial=-1)) + 1
        if self.n_clusters is not None and n_found < self.n_clusters:
            warnings.warn(
                f"n_clusters={self.n_clusters} is more than was found: {n_found} "
                f"clusters of min_cluster_size={self.min_cluster_size} or more, "
                "and equal vectors stay together. Lower min_cluster_size for more.",
                UserWarning,
                stacklevel=levels_to_caller(),
            )

    def _find_nodes(self, vectors, rng):
        """Distinct vectors, the index of them, and their neighbours among them."""
        nodes = equal_nodes(vectors)
        while True:
            rows = nodes.rows
            if self.metric == "cosine":
                rows = rows[vectors[rows].any(axis=1)]
            cells = make_cells(vectors, rng, rows=rows)
            neighbors, distances = self._find_neighbors(vectors, nodes.rows, cells)
            joined = join_near_nodes(nodes, vectors, neighbors, distances)
            if joined is nodes:
                return nodes, cells, neighbors, distances
            nodes = joined

    def fit_predict(self, X, y=None) -> np.ndarray:
        """Cluster vectors and return their clusters.

        Parameters
        ----------
        X : array-like of shape (n_samples, n_features)
        y : array-like of shape (n_samples,), default=None
            As of `fit`.

        Returns
        -------
        labels : ndarray of shape (n_samples,), int64
        """
        return self.fit(X, y).labels_

    def _find_neighbors(self, vectors, rows, cells):
        n_neighbors, n_others = int(self.n_neighbors), max(len(cells.members) - 1, 0)
        if n_neighbors > n_others:
            others = "others" + " that differ" * (len(rows) < len(vectors))
            warnings.warn(
                f"n_neighbors={n_neighbors} is more than there are: each vector has "
                f"{n_others} {others}.",
                UserWarning,
                stacklevel=levels_to_caller(),
            )
            n_neighbors = n_others
        neighbors, distances = nearest_in_cells(
            vectors[rows],
            vectors,
            cells,
            n_neighbors,
            own=rows,
            n_jobs=self.n_jobs,
        )
        return neighbors.astype(np.int32), distances.astype(np.float32)

    def _weights(self, distances):
        """Weights of links, of which those below 0 are none."""
        squares = distances.astype(np.float64) ** 2
        if self.metric == "cosine":
            cosines = 1 - squares / 2
            return np.where(cosines > _LEAST_COSINE, cosines, 0)
        mean = squares.mean() if squares.size else 0.0
        return np.exp(-squares / mean) if mean > 0 else np.ones_like(squares)


def search_vectors(X, metric):
    """Return the vectors among which neighbours are searched by Euclidean distance."""
    return unit_rows(X) if metric == "cosine" else X
