"""How much of a corpus is background."""

from numbers import Real

import numpy as np
from scipy.special import rel_entr

from .._reading import check_selection
from .._sklearn import Interval, StrOptions, validate_params
from ._term_shares import term_shares
from ._topic_mass import topic_mass


def background_token_ratio(model, X=None, *, topics, columns=None) -> float:
    r"""Share of all tokens that background topics explain.

    The expected share, not one in which each token goes to its likeliest topic
    [1]_:

    .. math:: \frac{1}{n} \sum_{d,w} n_{dw} \sum_{t \in B} p(t|d,w)
              = \sum_{t \in B} \frac{n_t}{n}

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        As in `topic_mass`.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        As in `topic_mass`.
    topics : slice, array-like of int or bool
        B, the background topics.
    columns : str, slice, array-like of int or bool, default=None
        As in `topic_mass`.

    Returns
    -------
    ratio : float
        From 0 to 1. Near 1, the other topics have nothing left to say; near 0, they
        are full of the words that all documents have.

    Raises
    ------
    ValueError, NotFittedError, TypeError
        As `topic_mass`; also if `topics` are empty, go too far or repeat themselves.

    See Also
    --------
    background_term_ratio : For models without background topics.

    References
    ----------
    .. [1] K. Vorontsov, A. Potapenko, A. Plavin, "Additive regularization of topic
       models for topic selection and sparse factorization", SLDS 2015.

    Examples
    --------
    >>> from sktopics.metrics import background_token_ratio
    >>> background_token_ratio([[6, 3, 0], [0, 1, 2], [2, 3, 3]], topics=[2])
    0.4
    """
    mass = topic_mass(model, X, columns=columns)
    return float(mass[check_selection("topics", topics, len(mass))].sum())


@validate_params(
    {
        "threshold": [Interval(Real, 0, None, closed="left")],
        "divergence": [StrOptions({"term_from_corpus", "corpus_from_term"})],
    },
    prefer_skip_nested_validation=True,
)
def background_term_ratio(
    model,
    X=None,
    *,
    threshold=0.5,
    divergence="term_from_corpus",
    topic_sizes=None,
    columns=None,
) -> float:
    r"""Share of terms that say little about the topic that they come from.

    A term is background if its topics are distributed as those of the whole corpus
    are, that is if the divergence of the two is at most `threshold`:

    .. math:: KL(p(t|w) \| p(t)) = \sum_t p(t|w) \ln \frac{p(t|w)}{p(t)}

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the
        weights of terms in topics themselves: row sums of an array are the sizes of
        its topics, as in a matrix of counters.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes: documents that tell the sizes of topics.
    threshold : float, default=0.5
        In nats. What a term that is in a single topic has is -ln p(t), the most
        there is.
    divergence : {"term_from_corpus", "corpus_from_term"}, default="term_from_corpus"
        The formula above, or with its two distributions exchanged,
        :math:`KL(p(t) \| p(t|w))`, which is infinite for a term that a topic lacks:
        in sparse models no term is background then.
    topic_sizes : array-like of shape (n_components,), default=None
        p(t), as in `topic_kernels`.
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model.

    Returns
    -------
    ratio : float
        From 0 to 1; of the terms that some topic has.

    Raises
    ------
    ValueError, NotFittedError, TypeError
        As `topic_kernels`.

    See Also
    --------
    background_token_ratio : For models with background topics.

    Notes
    -----
    BigARTM's `BackgroundTokensRatioScore` is another figure: it counts the terms
    whose divergence is *above* the threshold, those that are not background, leaves
    the topics that lack a term out of the second divergence, and divides by the
    terms of all modalities.

    Examples
    --------
    A term that all topics share, and one that is nearly in a single topic.

    >>> from sktopics.metrics import background_term_ratio
    >>> background_term_ratio([[0.5, 0.50, 0.0], [0.5, 0.02, 0.48]])
    0.3333333333333333
    """
    terms = term_shares(model, X, topic_sizes, columns)
    known = terms.word > 0
    of_term, of_corpus = terms.word_topic[:, known], terms.topic[:, np.newaxis]
    if divergence == "term_from_corpus":
        distances = rel_entr(of_term, of_corpus).sum(axis=0)
    else:
        distances = rel_entr(of_corpus, of_term).sum(axis=0)
    # Of equal distributions the sum is 0 up to rounding.
    return float(np.mean(np.maximum(distances - 1e-12, 0) <= threshold))
