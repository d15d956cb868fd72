"""Terms whose frequencies are known, such as labels of documents."""

import numpy as np

from ._regularizer import Regularizer, divide
from ._term_weights import term_weights


class LabelRegularization(Regularizer):
    """Make the model give labels (or any terms) the frequencies that they have.

    R = sum_c p_c ln p(c), where p_c is the known frequency of the label c and
    p(c) = sum_t phi_ct n_t / n what the model makes of it: the cross-entropy of
    one by the other [1]_. Hence

        tau phi_ct dR/dphi_ct = tau p_c phi_ct n_t / sum_s phi_cs n_s
                              = tau p_c p(t | c),

    tau words more, in all, for the labels, given to topics as the topics own the
    labels. Meant for a modality of classes or tags, where classes differ in size.

    Parameters
    ----------
    tau : float, default=1.0
        Weight, in words.
    labels : dict, list or ndarray, default=None
        The frequencies p_c: ``{name: frequency}``, or a list of names that are as
        frequent as each other, or an array of shape (n_terms,); they are scaled to
        add up to 1. None: all terms of `modalities`, each as frequent as others.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] G. Mann and A. McCallum, "Simple, robust, scalable semi-supervised
       learning via expectation regularization", ICML 2007; as a regularizer of
       topic models: K. Vorontsov and A. Potapenko, "Additive regularization of
       topic models", Machine Learning 101, 2015.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import LabelRegularization
    >>> phi = np.array([[0.9, 0.7], [0.1, 0.3]])
    >>> LabelRegularization(labels={1: 1}).grad(phi, 10 * phi, np.array([10, 10]))
    array([[0.  , 0.  ],
           [0.25, 0.75]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "labels": ["array-like", set, frozenset, dict, None],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        labels=None,
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
        self.labels = labels

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        mass = phi * n_t
        shares = divide(mass, mass.sum(axis=1, keepdims=True))
        weights = self.tau * self._terms(len(phi))[:, None]
        return (weights * shares).astype(phi.dtype, copy=False)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; labels that no topic has are left out."""
        p = (phi * n_t).sum(axis=1, dtype=np.float64)
        known = p > 0
        logs = np.log(p[known] / np.sum(n_t, dtype=np.float64))
        return self.tau * float(self._terms(len(phi))[known] @ logs)

    def _look_up(self, feature_names, n_terms):
        weights = term_weights(
            self.labels,
            feature_names,
            n_terms,
            parameter="labels",
            whom=type(self).__name__,
        )
        if (weights < 0).any():
            raise ValueError(
                f"labels of {type(self).__name__}: the frequency {weights.min():g} is "
                "negative."
            )
        return divide(weights, weights.sum())
