"""Significance: how far topics are from three kinds of junk."""

from dataclasses import dataclass

import numpy as np
from scipy.special import rel_entr
from sklearn.utils.validation import check_non_negative

from .._arrays import distributions
from .._frozen import FrozenArrays
from .._reading import is_model, read_weights, topic_shares
from .._sklearn import check_array

# Least share of a topic, so that one that no document has is at most
# log(1e12) = 27.6 nats from what all topics say together, not infinitely far.
_LEAST_SHARE = 1e-12


@dataclass(frozen=True, eq=False)
class TopicSignificance(FrozenArrays):
    """Significance of each topic, made by `topic_significance`.

    All are Kullback-Leibler divergences in nats, 0 or more; higher is better.

    Attributes
    ----------
    uniform : ndarray of shape (n_components,)
        KL(p(word | topic) || uniform).
    vacuous : ndarray of shape (n_components,)
        KL(p(word | topic) || p(word)).
    background : ndarray of shape (n_components,) or None
        KL(p(document | topic) || uniform); None if no documents were given.
    """

    uniform: np.ndarray
    vacuous: np.ndarray
    background: np.ndarray | None

    @property
    def mean(self) -> dict[str, float]:
        """Means over topics, a dict of floats with the names of the attributes."""
        names = ("uniform", "vacuous", "background")
        values = {name: getattr(self, name) for name in names}
        return {k: float(v.mean()) for k, v in values.items() if v is not None}


def topic_significance(model, X=None, *, doc_topic=None) -> TopicSignificance:
    r"""Distance of topics from three kinds of junk.

    These are, in [1]_:

    - Uniform: a topic in which all words are equally likely,
      :math:`KL(\phi_k \| 1/V)`.
    - Vacuous: a topic that says what the corpus says as a whole,
      :math:`KL(\phi_k \| \sum_j p(j) \phi_j)`.
    - Background: a topic that is spread over all documents alike,
      :math:`KL(p(d | k) \| 1/D)`.

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the
        weights of terms in topics themselves. Rows are normalised to sum to 1; a
        topic without any weight counts as uniform.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes: the documents that topics are shares of.
    doc_topic : array-like of shape (n_documents, n_components), default=None
        The shares of topics in documents, instead of `X`.

    Returns
    -------
    significance : TopicSignificance
        With `uniform`, `vacuous`, `background`, one value a topic, and `mean`.
        Without `X` and `doc_topic` topics count as equally frequent in p(word), and
        `background` is None. Never NaN or infinite: a topic that no document has
        is at 0 from the uniform distribution over documents, and at most at
        log(1e12) from p(word).

    Raises
    ------
    ValueError
        If `X` and `doc_topic` are both given, if `X` is given without a model, if
        `components_` or `doc_topic` has negative entries, or if shapes do not fit.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`.

    Notes
    -----
    p(topic) is the mean of the documents' shares of topics, which sum to 1 in each
    document, and p(document | topic) is proportional to them.

    References
    ----------
    .. [1] L. AlSumait, D. Barbará, J. Gentle, C. Domeniconi, "Topic significance
       ranking of LDA generative models", ECML PKDD 2009.

    Examples
    --------
    >>> from sktopics.metrics import topic_significance
    >>> topic_word = [[0.5, 0.5, 0, 0], [0.25, 0.25, 0.25, 0.25]]
    >>> result = topic_significance(topic_word, doc_topic=[[1, 0], [0, 1], [0, 1]])
    >>> result.uniform.round(2), result.background.round(2)
    (array([0.69, 0.  ]), array([1.1 , 0.41]))
    >>> {name: round(value, 2) for name, value in result.mean.items()}
    {'uniform': 0.35, 'vacuous': 0.23, 'background': 0.75}
    """
    components = read_weights(model, at_least=1)
    topic_word = distributions(components).astype(np.float64)
    shares = _shares(model, X, doc_topic, components)
    n_components, n_terms = topic_word.shape
    weights = np.ones(n_components)
    background = None
    if shares is not None:
        weights = np.maximum(shares.mean(axis=0), _LEAST_SHARE)
        background = _divergence(distributions(shares.T), 1 / len(shares))
    p_word = weights / weights.sum() @ topic_word
    return TopicSignificance(
        uniform=_divergence(topic_word, 1 / n_terms),
        vacuous=_divergence(topic_word, p_word),
        background=background,
    )


def _shares(model, X, doc_topic, components):
    """Shares of topics in documents, rows sum to 1; None if nobody knows them."""
    if X is not None and doc_topic is not None:
        raise ValueError("Give X or doc_topic, not both.")
    if X is not None:
        if not is_model(model):
            raise ValueError(
                "Documents X say nothing about an array of topics: give doc_topic, "
                "the shares of topics in them, or a model."
            )
        return distributions(topic_shares(model, X, components)[0])
    if doc_topic is None:
        return None
    doc_topic = check_array(doc_topic, dtype=np.float64, input_name="doc_topic")
    check_non_negative(doc_topic, "topic_significance (doc_topic)")
    if doc_topic.shape[1] != len(components):
        raise ValueError(
            f"doc_topic has {doc_topic.shape[1]} columns for {len(components)} topics."
        )
    return distributions(doc_topic)


def _divergence(p, q):
    """KL(row of p || q) in nats; rounding must not make it negative."""
    return np.maximum(rel_entr(p, q).sum(axis=1), 0.0)
