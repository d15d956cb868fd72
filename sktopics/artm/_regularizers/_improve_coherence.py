"""Terms that occur together belong to the same topics."""

import numpy as np

from ._pairs import _PairsRegularizer
from ._regularizer import log_sum


class ImproveCoherence(_PairsRegularizer):
    """Draw terms into the topics of the terms that they occur with.

    A term should be as probable in a topic as the terms of the topic suggest:
    sum_v C_wv p(v | t), where C_wv says how much v speaks for w, for instance the
    share of v's documents that hold w. As words of the topic these suggestions have
    the log-likelihood R = sum_t sum_w ln phi_wt sum_{v != w} C_wv n_vt [1]_. The
    counters being constants,

        tau phi_wt dR/dphi_wt = tau sum_{v != w} C_wv n_vt.

    Raises the coherence of topics, which counts co-occurrences too: choose tau by
    another measure, or by co-occurrences in other texts.

    Parameters
    ----------
    tau : float, default=1.0
        Weight.
    cooccurrence : dict or {array-like, sparse} of shape (n_terms, n_terms)
        C: a matrix, or ``{(name, name): weight}`` for pairs in either order, which
        goes with any vocabulary. Diagonal entries are ignored. `term_cooccurrences`
        makes such matrices.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] K. Vorontsov and A. Potapenko, "Additive regularization of topic
       models", Machine Learning 101, 2015; after D. Mimno et al., "Optimizing
       semantic coherence in topic models", EMNLP 2011.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import ImproveCoherence
    >>> phi = np.array([[0.5, 0.2], [0.5, 0.2], [0.0, 0.6]])
    >>> coherence = ImproveCoherence(tau=0.5, cooccurrence={(0, 2): 0.4})
    >>> coherence.grad(phi, 10 * phi, np.array([10, 10]))
    array([[0. , 1.2],
           [0. , 0. ],
           [1. , 0.4]])
    """

    _pairs = {"symmetric": False, "signed": True}

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        support = self._terms(len(phi)).astype(phi.dtype) @ n_wt
        return (self.tau * support).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; entries that are zero are left out."""
        return self.tau * log_sum(self._terms(len(phi)) @ n_wt, phi)
