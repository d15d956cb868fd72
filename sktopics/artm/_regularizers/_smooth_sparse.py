"""Smoothing and sparsing of Phi and Theta by the logarithm of their entries."""

from numbers import Real
from typing import Self

import numpy as np

from ..._sklearn import Interval
from ._regularizer import Regularizer, log_sum
from ._term_weights import term_weights


class SmoothSparsePhi(Regularizer):
    """Smooth (tau > 0) or sparse (tau < 0) the distributions of terms in topics.

    R = sum_t alpha_t sum_w beta_w ln phi_wt, hence tau phi_wt dR/dphi_wt =
    tau alpha_t beta_w: a constant is added to the counters of each term, or taken from
    them until there are none [1]_. With tau > 0 that is the maximum a posteriori
    estimate under a Dirichlet prior of parameter 1 + tau alpha_t beta_w, as in LDA.
    A model with background
    topics has two of these: ``SmoothSparsePhi(tau=1, topics=[-1])`` and
    ``SmoothSparsePhi(tau=-1, topics=slice(-1))``. With `terms` words are drawn
    into topics, or driven out of them.

    Parameters
    ----------
    tau : float, default=1.0
        Weight; its sign chooses smoothing (+) or sparsing (-). In units of words:
        tau = -1 removes terms that a topic has less than once. In the first passes,
        when topics are still alike, that may be all of them: start later
        (``schedule=[0] * 5 + [1]``), or use `relative`.
    terms : dict, list or ndarray, default=None
        The weights beta_w: ``{name: weight}``, or a list of names that weigh 1
        while the others weigh 0, or an array of weights of shape (n_terms,). The
        number of a column may stand for a name. None: 1 for every term.
    topic_weights : array-like of shape (n_topics,), default=None
        The weights alpha_t of the topics that the regularizer is for. None: 1.
    power : float, default=0
        With a number p > 0, R = sum beta_w (phi_wt^p - 1) / p, whose derivative
        tau beta_w phi_wt^p touches frequent terms more than rare ones. 0 is the
        logarithm.
    topics, modalities, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] K. Vorontsov and A. Potapenko, "Additive regularization of topic
       models", Machine Learning 101, 2015.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import SmoothSparsePhi
    >>> phi = np.array([[0.7, 0.2], [0.3, 0.8]])
    >>> SmoothSparsePhi(tau=0.1, terms=[0]).grad(phi, 10 * phi, [10, 10])
    array([[0.1, 0.1],
           [0. , 0. ]])
    """

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "terms": ["array-like", set, frozenset, dict, None],
        "topic_weights": ["array-like", None],
        "power": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        terms=None,
        topic_weights=None,
        power=0,
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
        self.terms = terms
        self.topic_weights = topic_weights
        self.power = power

    def bind(self, feature_names, n_components) -> Self:
        """Return a clone after a look at `topic_weights`; see :class:`Regularizer`."""
        topic_weights(self, n_components)
        return super().bind(feature_names, n_components)

    def grad(self, phi, n_wt, n_t) -> np.ndarray:
        """Return tau * phi * dR/dphi, (n_terms, n_components)."""
        weights = (self.tau * self._weights(phi)).astype(phi.dtype)
        if self.power:
            return weights * phi**self.power
        return np.broadcast_to(weights, phi.shape)

    def score(self, phi, n_wt, n_t) -> float:
        """Return tau * R; entries that are zero are left out."""
        return self.tau * log_sum(self._weights(phi), phi, self.power)

    def _weights(self, phi):
        """Return weights that go with `phi`, of terms and, if given, of topics."""
        of_terms = self._terms(len(phi))[:, None]
        if self.topic_weights is None:
            return of_terms
        return of_terms * topic_weights(self, phi.shape[1])

    def _look_up(self, feature_names, n_terms):
        return term_weights(
            self.terms,
            feature_names,
            n_terms,
            parameter="terms",
            whom=type(self).__name__,
        )


class SmoothSparseTheta(Regularizer):
    """Smooth (tau > 0) or sparse (tau < 0) the distributions of topics in documents.

    R = sum_d sum_t alpha_t ln theta_td, hence tau theta_td dR/dtheta_td =
    tau alpha_t [1]_. With tau > 0 that is the maximum a posteriori estimate under a
    Dirichlet prior of parameter 1 + tau alpha_t.

    Parameters
    ----------
    tau : float, default=1.0
        Weight; its sign chooses smoothing (+) or sparsing (-). In units of words.
    topic_weights : array-like of shape (n_topics,), default=None
        The weights alpha_t of the topics that the regularizer is for. None: 1.
    power : float, default=0
        With a number p > 0, R = sum alpha_t (theta_td^p - 1) / p. 0 is the
        logarithm.
    iteration_weights : array-like of float, default=None
        Multipliers of tau in each iteration over a document, the last of which is
        kept: ``[0, 0, 1]`` leaves the first two iterations alone. A pass of batch
        learning makes at most `max_doc_update_iter` of them, and begins with the first
        each time. None: always 1.
    topics, schedule, relative
        See :class:`Regularizer`.

    References
    ----------
    .. [1] K. Vorontsov and A. Potapenko, "Additive regularization of topic
       models", Machine Learning 101, 2015.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import SmoothSparseTheta
    >>> theta = np.array([[0.7, 0.3]])
    >>> SmoothSparseTheta(tau=0.5, topic_weights=[1, 2]).grad_theta(theta, 9 * theta)
    array([[0.5, 1. ]])
    """

    _parameter_constraints: dict = {
        "tau": Regularizer._parameter_constraints["tau"],
        "topic_weights": ["array-like", None],
        "power": [Interval(Real, 0, None, closed="left")],
        "iteration_weights": ["array-like", None],
        "topics": Regularizer._parameter_constraints["topics"],
        "schedule": Regularizer._parameter_constraints["schedule"],
        "relative": ["boolean"],
    }

    def __init__(
        self,
        tau=1.0,
        *,
        topic_weights=None,
        power=0,
        iteration_weights=None,
        topics=None,
        schedule=None,
        relative=False,
    ):
        self.tau = tau
        self.topic_weights = topic_weights
        self.power = power
        self.iteration_weights = iteration_weights
        self.topics = topics
        self.schedule = schedule
        self.relative = relative

    def bind(self, feature_names, n_components) -> Self:
        """Return a clone after a look at weights; see :class:`Regularizer`."""
        topic_weights(self, n_components)
        check_iteration_weights(self)
        return super().bind(feature_names, n_components)

    def grad_theta(self, theta, n_td) -> np.ndarray:
        """Return tau * theta * dR/dtheta, (n_documents, n_components)."""
        weights = self.tau * topic_weights(self, theta.shape[1])
        weights = weights.astype(theta.dtype)
        if self.power:
            return weights * theta**self.power
        return np.broadcast_to(weights, theta.shape)

    def score_theta(self, theta, n_td) -> float:
        """Return tau * R; entries that are zero are left out."""
        weights = topic_weights(self, theta.shape[1])
        return self.tau * log_sum(weights, theta, self.power)


def topic_weights(regularizer, n_components):
    """Return the parameter `topic_weights` as an array of shape (n_components,)."""
    given = regularizer.topic_weights
    if given is None:
        return np.ones(n_components)
    weights = np.asarray(given, dtype=np.float64)
    if weights.shape != (n_components,) or not np.isfinite(weights).all():
        raise ValueError(
            f"topic_weights of {type(regularizer).__name__} must be {n_components} "
            f"finite numbers, one for each topic that it is for; got {given!r}."
        )
    return weights


def check_iteration_weights(regularizer):
    """Raise an error if `iteration_weights` are no list of finite numbers."""
    given = regularizer.iteration_weights
    if given is None:
        return
    weights = np.asarray(given, dtype=np.float64)
    if weights.ndim != 1 or not weights.size or not np.isfinite(weights).all():
        raise ValueError(
            f"iteration_weights of {type(regularizer).__name__} must be a list of "
            f"finite numbers, one or more; got {given!r}."
        )
