"""What regularizers have in common: parameters, validation, binding."""

import copy
from numbers import Integral, Real
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from ..._sklearn import Interval, StrOptions


class Regularizer(BaseEstimator):
    """Base class of regularizers: parameters that clone, validated when bound.

    Derive a regularizer of your own from it, or write any object with the methods
    below, or a function. A regularizer is a term tau * R of what training
    maximises, and implements one of

    - ``grad(phi, n_wt, n_t)``, which returns tau * phi * dR/dphi, of the shape
      (n_terms, n_components) of `phi`. It is added to the counters `n_wt`;
    - ``grad_theta(theta, n_td)``, which returns tau * theta * dR/dtheta, of the
      shape (n_documents, n_components) of `theta`. With a class attribute
      ``needs_n_t = True`` it is called as ``grad_theta(theta, n_td, n_t)``, where
      `n_t` holds the masses of the topics in the corpus, or None;
    - ``grad_ptdw(ptdw, offsets)``, which acts on p(topic | document, word) in the
      E-step: see :class:`SmoothPtdw`.

    Optionally ``score(phi, n_wt, n_t)``, ``score_theta(theta, n_td)`` and
    ``score_ptdw(ptdw, offsets)`` return tau * R, for :func:`check_regularizer`
    and for the regularized likelihood; the counters count as constants in it.

    A regularizer sees its own topics and modalities only: the arrays are those
    columns and rows, and `n_t` sums over those rows. None of the methods may
    change what it is given. A model warns of topics that regularizers have emptied,
    except of those seen by one with a class attribute ``removes_topics = True``, whose
    purpose it is. What has to be looked up in the vocabulary is looked
    up by ``bind(feature_names, n_components)``, which returns a bound clone.

    Parameters
    ----------
    tau : float, default=1.0
        Weight of the regularizer.
    topics : int, slice or array-like of int, default=None
        Topics that it is for, as an index into the topics: ``[-1]`` and
        ``slice(-2, None)`` are the last ones. None: all topics.
    modalities : str or list of str, default=None
        Modalities that it is for. None: all terms.
    schedule : callable or list of float, default=None
        Multiplier of tau in each pass over the corpus: a function of the number
        of the pass, 0 for the first, or the numbers themselves, the last of which
        is kept. None: always 1.
    relative : bool, "overall" or float, default=False
        Whether `tau` is scale-free. With True, what is added to a topic is scaled
        to add up (in absolute values) to tau times the topic's mass n_t; with
        "overall", what is added to all topics adds up to tau times n, the sum of
        n_t, so that topics keep their proportions. A number between 0 and 1 is the
        share of the first in a sum of both, gamma in BigARTM. For theta, True means tau
        times the length of the document. A relative tau means the same for large
        and small corpora and for batch and online learning.

    Examples
    --------
    >>> import numpy as np
    >>> from sktopics.artm import Regularizer, check_regularizer
    >>> class Ridge(Regularizer):
    ...     '''R = -1/2 sum of squares of phi.'''
    ...     def grad(self, phi, n_wt, n_t):
    ...         return -self.tau * phi**2
    ...     def score(self, phi, n_wt, n_t):
    ...         return -self.tau * (phi**2).sum() / 2
    >>> check_regularizer(Ridge(tau=0.5, topics=[0, 2]))
    """

    _parameter_constraints: dict = {
        "tau": [Interval(Real, None, None, closed="neither")],
        "topics": ["array-like", Integral, slice, range, None],
        "modalities": [str, "array-like", None],
        "schedule": [callable, "array-like", None],
        "relative": [
            "boolean",
            StrOptions({"overall"}),
            Interval(Real, 0, 1, closed="neither"),
        ],
    }

    def __init__(
        self, tau=1.0, *, topics=None, modalities=None, schedule=None, relative=False
    ):
        self.tau = tau
        self.topics = topics
        self.modalities = modalities
        self.schedule = schedule
        self.relative = relative

    def bind(self, feature_names, n_components) -> Self:
        """Return a copy that has looked up its terms in the vocabulary.

        Parameters
        ----------
        feature_names : ndarray of shape (n_terms,) or None
            Names of the terms that the regularizer sees.
        n_components : int
            Number of topics that it sees.

        Returns
        -------
        bound : Regularizer
        """
        bound = copy.copy(self)
        n_terms = None if feature_names is None else len(feature_names)
        bound._found = (
            None if n_terms is None else bound._look_up(feature_names, n_terms)
        )
        return bound

    def _look_up(self, feature_names, n_terms):
        """Return what the parameters say of the terms; nothing in most regularizers."""

    def _terms(self, n_terms):
        """Return what was looked up when it was bound, or look it up by column."""
        if vars(self).get("_found") is not None:
            return self._found
        found = self._look_up(None, n_terms)
        if "_found" in vars(self):  # bound to a vocabulary without names
            self._found = found
        return found


def log_sum(weights, table, power=0):
    """Sum of weights * log(table), or of weights * table**power / power.

    Zeros count as "no longer there" rather than as -inf: what a topic has lost it
    does not get back, and its terms leave the objective.
    """
    kept = table > 0
    logs = np.log(table, out=np.zeros(table.shape), where=kept)
    if power:
        logs = np.where(kept, np.expm1(power * logs) / power, 0.0)
    return float((weights * logs).sum())


def divide(numerator, denominator):
    """`numerator` / `denominator`, 0 where the denominator is (next to) 0."""
    denominator = np.asarray(denominator, dtype=np.result_type(denominator, 0.0))
    where = denominator > 1e20 * np.finfo(denominator.dtype).tiny
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    dtype = np.result_type(numerator, denominator, np.float32)
    return np.divide(numerator, denominator, out=np.zeros(shape, dtype), where=where)
