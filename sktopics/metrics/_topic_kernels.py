"""Topic kernels: the terms that tell a topic from all others."""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from .._frozen import FrozenArrays
from .._reading import check_selection
from .._sklearn import Interval, validate_params
from ._term_shares import term_shares


@dataclass(frozen=True, eq=False)
class TopicKernels(FrozenArrays):
    """Kernels of topics and what they are worth, made by `topic_kernels`.

    Attributes
    ----------
    members : ndarray of bool of shape (n_topics, n_terms)
        Whether a term is in the kernel of a topic.
    size : ndarray of int of shape (n_topics,)
        Number of terms in the kernel.
    purity : ndarray of shape (n_topics,)
        Sum of p(term | topic) over the kernel; from 0 to 1, higher is better.
    contrast : ndarray of shape (n_topics,)
        Mean of p(topic | term) over the kernel; from 0 to 1, higher is better. 0 if
        the kernel is empty.
    """

    members: np.ndarray
    size: np.ndarray
    purity: np.ndarray
    contrast: np.ndarray

    @property
    def mean(self) -> dict[str, float]:
        """Means over topics, a dict of floats: "size", "purity", "contrast"."""
        return {
            name: float(getattr(self, name).mean())
            for name in ("size", "purity", "contrast")
        }


@validate_params(
    {"threshold": [Interval(Real, 0, 1, closed="left")]},
    prefer_skip_nested_validation=True,
)
def topic_kernels(
    model, X=None, *, threshold=0.25, topic_sizes=None, topics=None, columns=None
) -> TopicKernels:
    r"""Kernels of topics: terms that are in a topic more often than not elsewhere.

    The kernel of topic t [1]_ holds the terms that point to it,

    .. math:: W_t = \{w : p(t|w) > \text{threshold}\}, \qquad
              p(t|w) = \frac{\phi_{wt} p_t}{\sum_s \phi_{ws} p_s}

    and a topic that can be told from all others has a kernel with much of its
    probability (purity) of terms that are hardly ever about anything else
    (contrast):

    .. math:: \text{purity}_t = \sum_{w \in W_t} \phi_{wt}, \qquad
              \text{contrast}_t = \frac{1}{|W_t|} \sum_{w \in W_t} p(t|w)

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the
        weights of terms in topics themselves: row sums of an array are the sizes of
        its topics, as in a matrix of counters.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes: documents that tell the sizes of topics.
    threshold : float in [0, 1), default=0.25
        What p(t|w) must exceed; 0.25 in [1]_.
    topic_sizes : array-like of shape (n_components,), default=None
        p(t), on any scale. By default that of the documents `X`; without them what
        the model knows of its own (see `topic_mass`), else all topics that have
        terms are of the same size.
    topics : slice, array-like of int or bool, default=None
        Topics to report; by default all. p(t|w) is over all of them, also then.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model. p(w|t) is normalised over them.

    Returns
    -------
    kernels : TopicKernels
        With `members`, `size`, `purity` and `contrast` of each topic, and `mean`.

    Raises
    ------
    ValueError
        If `components_` or `topic_sizes` have negative entries or NaN, if no topic
        has a term, if `X` and `topic_sizes` are both given or `X` without a model,
        or if a selection is empty, goes too far or repeats itself.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`.

    Notes
    -----
    A topic may well have an empty kernel: one without terms, or a background topic.
    From `threshold` 0.5 on, kernels of different topics share no term.

    References
    ----------
    .. [1] K. Vorontsov, A. Potapenko, "Additive regularization of topic models",
       Machine Learning 101, 2015.

    Examples
    --------
    The first topic owns a term, the second one has hardly any of its own.

    >>> from sktopics.metrics import topic_kernels
    >>> topic_word = [[0.5, 0.3, 0.2, 0.0], [0.0, 0.3, 0.6, 0.1]]
    >>> kernels = topic_kernels(topic_word, threshold=0.6)
    >>> kernels.size, kernels.purity, kernels.contrast
    (array([1, 2]), array([0.5, 0.7]), array([1.   , 0.875]))
    >>> kernels.mean["contrast"]
    0.9375
    """
    terms = term_shares(model, X, topic_sizes, columns)
    topics = check_selection("topics", topics, len(terms.topic))
    word_topic = terms.word_topic[topics]
    members = word_topic > threshold
    size = members.sum(axis=1)
    contrast = np.where(members, word_topic, 0).sum(axis=1) / np.maximum(size, 1)
    purity = np.where(members, terms.topic_word[topics], 0).sum(axis=1)
    return TopicKernels(members, size, purity, contrast)
