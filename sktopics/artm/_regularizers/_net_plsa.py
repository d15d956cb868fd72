"""Topics that are alike in neighbours of a graph."""

import numpy as np

from ._regularizer import Regularizer, divide
from ._term_weights import pair_weights, term_weights


class NetPLSA(Regularizer):
    """Give vertices that are joined by an edge similar topics.

    For a modality whose terms are vertices of a graph (authors, places, pages),
    with p(t | u) = n_t phi_ut / D_u, where D_u counts the words of the vertex,
    R = - 1/2 sum_{edges uv} C_uv sum_t (p(t | u) - p(t | v))^2 [1]_, hence

        tau phi_ut dR/dphi_ut = - tau p(t | u) sum_v C_uv (p(t | u) - p(t | v)).

    With `directed` edges the sum is over the edges from u to v alone, and v is a
    constant: a page that cites another takes after it, and not the reverse.

    Parameters
    ----------
    tau : float, default=1.0
        Weight.
    graph : dict or {array-like, sparse} of shape (n_terms, n_terms)
        C, the weights of edges: a symmetric matrix or ``{(name, name): weight}``
        for pairs in either order. Loops are ignored.
    directed : bool, default=False
        Whether edges lead from the first vertex of a pair, the row of a matrix, to the
        second one, which it is to be like. A matrix need not be symmetric then.
    vertex_weights : dict or ndarray of shape (n_terms,), default=None
        The weights D_u by name, or as an array. None: the counters of the vertex,
        sum_t n_ut. A vertex of weight 0 takes no part.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] Q. Mei, D. Cai, D. Zhang and C. Zhai, "Topic modeling with network
       regularization", WWW 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import NetPLSA
    >>> n_wt = np.array([[6.0, 2.0], [2.0, 2.0], [2.0, 6.0]])
    >>> n_t = n_wt.sum(axis=0)
    >>> NetPLSA(graph={(0, 1): 1}).grad(n_wt / n_t, n_wt, n_t)
    array([[-0.1875,  0.0625],
           [ 0.125 , -0.125 ],
           [-0.    , -0.    ]])
    >>> NetPLSA(graph={(0, 1): 1}, directed=True).grad(n_wt / n_t, n_wt, n_t)
    array([[-0.1875,  0.0625],
           [-0.    , -0.    ],
           [-0.    , -0.    ]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "graph": ["array-like", "sparse matrix", dict],
        "directed": ["boolean"],
        "vertex_weights": ["array-like", dict, None],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        graph=None,
        vertex_weights=None,
        directed=False,
        topics=None,
        modalities=None,
        schedule=None,
        relative=False,
    ):
        super().__init__(
            tau,
            topics=topics,
            modalities=modalities,
            schedule=schedule,
            relative=relative,
        )
        self.graph = graph
        self.vertex_weights = vertex_weights
        self.directed = directed

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        p, steps = self._steps(phi, n_wt, n_t)
        return (-self.tau * p * steps).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R."""
        p, steps = self._steps(phi, n_wt, n_t)
        if not self.directed:
            # the sum over edges of squared differences is p' L p, L their Laplacian
            return -self.tau * float((p * steps).sum()) / 2
        edges = self._terms(len(phi))[0].tocoo()
        differences = ((p[edges.row] - p[edges.col]) ** 2).sum(axis=1)
        known = p.any(axis=1)
        weights = edges.data * known[edges.row] * known[edges.col]
        return -self.tau * float(weights @ differences) / 2

    def _steps(self, phi, n_wt, n_t):
        """p(t | u), and the weighted sum of its differences from the neighbours'."""
        graph, vertex_weights = self._terms(len(phi))
        if vertex_weights is None:
            vertex_weights = n_wt.sum(axis=1)
        p = divide(phi * np.asarray(n_t, dtype=np.float64), vertex_weights[:, None])
        takes_part = (vertex_weights > 0).astype(np.float64)
        degrees = (graph @ takes_part)[:, None]
        return p, degrees * p - graph @ p

    def _look_up(self, feature_names, n_terms):
        whom = type(self).__name__
        graph = pair_weights(
            self.graph,
            feature_names,
            n_terms,
            parameter="graph",
            whom=whom,
            symmetric=not self.directed,
            directed=self.directed,
        )
        if self.vertex_weights is None:
            return graph, None
        weights = term_weights(
            self.vertex_weights
            if isinstance(self.vertex_weights, dict)
            else np.asarray(self.vertex_weights, dtype=np.float64),
            feature_names,
            n_terms,
            parameter="vertex_weights",
            whom=whom,
        )
        if (weights < 0).any():
            raise ValueError(
                f"vertex_weights of {whom}: {weights.min():g} is negative."
            )
        return graph, weights
