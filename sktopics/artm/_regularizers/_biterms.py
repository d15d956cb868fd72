"""Pairs of terms as documents of two words."""

import numpy as np
import scipy.sparse as sp

from ...kernels.regularization import share_pairs
from ._pairs import BLOCK, SMALLEST, _PairsRegularizer


class Biterms(_PairsRegularizer):
    """Model the pairs of terms that occur together, for short texts.

    R = sum_{u < v} C_uv ln sum_t p(t) phi_ut phi_vt is the log-likelihood of the
    biterm topic model [1]_: both terms of a pair come from one topic of the
    corpus. With p(t) = n_t / n, a constant,

        tau phi_wt dR/dphi_wt = tau sum_{v != w} C_wv p(t | w, v),
        p(t | w, v) = n_t phi_wt phi_vt / sum_s n_s phi_ws phi_vs.

    Parameters
    ----------
    tau : float, default=1.0
        Weight, by which a pair counts beside a word.
    cooccurrence : dict or {array-like, sparse} of shape (n_terms, n_terms)
        C: how often pairs occur together in a document or a window, a symmetric
        matrix or ``{(name, name): count}`` for pairs in either order, which goes
        with any vocabulary. Diagonal entries are ignored. `term_cooccurrences` makes
        the matrix.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    See Also
    --------
    term_cooccurrences : How often terms occur together in documents.

    References
    ----------
    .. [1] X. Yan, J. Guo, Y. Lan and X. Cheng, "A biterm topic model for short
       texts", WWW 2013.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import Biterms
    >>> phi = np.array([[0.5, 0.2], [0.4, 0.1], [0.1, 0.7]])
    >>> biterms = Biterms(cooccurrence={(0, 1): 11})
    >>> biterms.grad(phi, 10 * phi, np.array([10, 10]))
    array([[10.,  1.],
           [10.,  1.],
           [ 0.,  0.]])
    """

    _pairs = {"symmetric": True}

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        upper = sp.triu(self._terms(len(phi)), k=1, format="csr")
        phi = np.ascontiguousarray(phi)
        mass = phi * np.asarray(n_t, dtype=phi.dtype)
        shares = np.zeros_like(phi)
        csr = upper.indptr, upper.indices, upper.data.astype(phi.dtype)
        share_pairs(*csr, mass, phi, SMALLEST * np.finfo(phi.dtype).tiny, shares)
        return (self.tau * shares).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; pairs that no topic has are left out."""
        upper = sp.triu(self._terms(len(phi)), k=1, format="coo")
        p = np.empty(upper.nnz)
        step = max(BLOCK // phi.shape[1], 1)
        mass = phi * np.asarray(n_t, dtype=np.float64)
        for start in range(0, len(p), step):
            one, other = (ends[start : start + step] for ends in upper.coords)
            p[start : start + step] = np.einsum("ij,ij->i", mass[one], phi[other])
        known = p > SMALLEST * np.finfo(phi.dtype).tiny
        logs = np.log(p[known] / np.sum(n_t, dtype=np.float64))
        return self.tau * float(upper.data[known] @ logs)
