"""Weights of terms in topics: reading them from models, ranking terms by them."""

from numbers import Integral, Real

import numpy as np
from sklearn.utils.validation import check_non_negative

from .._arrays import normalized_rows, top_columns
from .._reading import (
    check_names,
    check_selection,
    check_weights,
    equal_sizes,
)
from .._sklearn import Interval, check_array, validate_params
from .relevance import relevance_scores


def rank_terms(topic_word, n, relevance, sizes=None, weights=None):
    """Columns of the top terms of each topic, by weight or by relevance.

    By weight (`relevance` = 1) the order is that of the model's own `weights`,
    in which normalisation has not rounded two different values into one.
    """
    if relevance == 1:
        return top_columns(topic_word if weights is None else weights, n)
    sizes = equal_sizes(topic_word) if sizes is None else sizes
    scores = relevance_scores(topic_word, sizes, relevance)
    return top_columns(scores, n, possible=topic_word > 0)


@validate_params(
    {
        "topic_word": ["array-like", "sparse matrix"],
        "terms": ["array-like", None],
        "n": [Interval(Integral, 1, None, closed="left")],
        "relevance": [Interval(Real, 0, 1, closed="both")],
        "sizes": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def top_terms(
    topic_word, terms=None, n=10, *, relevance=1.0, sizes=None, columns=None
) -> list[list[str]]:
    """Return the top terms of each topic, best first.

    Parameters
    ----------
    topic_word : {array-like, sparse matrix} of shape (n_components, n_terms)
        Non-negative weights of terms in topics, on any scale.
    terms : array-like of shape (n_terms,), default=None
        Names of the columns; by default their numbers, as strings.
    n : int, default=10
        Number of terms per topic. A topic has fewer where fewer have a positive
        weight: a term of weight 0 is not in the topic.
    relevance : float in [0, 1], default=1.0
        Lambda of Sievert and Shirley [1]_: terms are ranked by
        ``relevance * log p(w|t) + (1 - relevance) * log(p(w|t) / p(w))``. 1 is
        by weight, 0 by lift alone; 0.6 is what the paper found people to prefer.
    sizes : array-like of shape (n_components,), default=None
        p(t), which weights the topics in p(w); by default all topics that have
        terms are of the same size. Only used if `relevance` < 1.
    columns : slice, array-like of int or bool, default=None
        Terms to choose from, for instance those of one modality; by default all.
        Rows are normalised over them.

    Returns
    -------
    terms : list of list of str
        Equal weights are in the order of the columns.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, if the names are too many, too few
        or not all different, or if `columns` are empty, go too far or repeat
        themselves.

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sktopics.topics import top_terms
    >>> topic_word = [[0.5, 0.3, 0.2, 0.0], [0.4, 0.0, 0.1, 0.5]]
    >>> top_terms(topic_word, ["the", "sea", "ship", "tax"], n=2)
    [['the', 'sea'], ['tax', 'the']]
    >>> top_terms(topic_word, ["the", "sea", "ship", "tax"], n=2, relevance=0)
    [['sea', 'ship'], ['tax', 'the']]
    """
    weights = check_weights(topic_word, at_least=1)
    n_topics, n_terms = weights.shape
    names = range(n_terms) if terms is None else terms
    names = check_names(names, n_terms, "terms has")
    if sizes is not None:
        sizes = check_array(sizes, ensure_2d=False, dtype=np.float64)
        check_non_negative(sizes, "top_terms (sizes)")
        if sizes.shape != (n_topics,) or sizes.sum() == 0:
            raise ValueError(
                f"sizes must be {n_topics} numbers, one per topic, not all of them "
                f"0; got {sizes!r}."
            )
        sizes = sizes / sizes.sum()
    chosen = check_selection("columns", columns, n_terms)
    weights, names = weights[:, chosen], names[chosen]
    ranked = rank_terms(normalized_rows(weights), n, relevance, sizes, weights)
    return [names[best].tolist() for best in ranked]
