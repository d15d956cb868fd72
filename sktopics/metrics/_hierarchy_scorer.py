"""How well the levels of a hierarchy of topics explain documents, as one number."""

import numpy as np

from .._reading import counts_of, read_chain
from ._completion import completion_perplexity
from .scorer_base import is_scorer


@is_scorer
def hierarchy_scorer(estimator, X, y=None) -> float:
    r"""Score a hierarchy of topics by MINUS the mean perplexity of its levels.

    The last level is scored with its topics. The topics of a level above are taken as
    what the hierarchy says that they are, mixtures of their children,

    .. math:: p(w | a) = \sum_t p(w | t)\, p(t | a),

    so that p(child | parent) has to be right, and children have to be parts of their
    parents. The score of the last level alone does not ask for either: it is best
    where levels have nothing to do with each other. Here topics above of unconnected
    levels explain no more than the mean of all topics.

    Parameters
    ----------
    estimator : estimator or Pipeline
        A fitted :class:`~sktopics.artm.HierarchicalARTM`, or a Pipeline that ends in
        one.
    X : documents or matrix of shape (n_documents, n_terms)
        Documents to score on, in the form that `estimator` takes.
    y : None
        Ignored.

    Returns
    -------
    score : float
        Minus the geometric mean over levels of `completion_perplexity`; at most -1.

    Raises
    ------
    TypeError
        If the model is no hierarchy.

    See Also
    --------
    perplexity_scorer : Of the last level alone.

    Notes
    -----
    The geometric mean of perplexities is that of log-likelihoods per token: each level
    counts the same. Compare hierarchies with the same numbers of topics, or with other
    numbers on the last level: more topics explain more.

    Examples
    --------
    >>> from sklearn.model_selection import GridSearchCV
    >>> from sktopics import ARTM, HierarchicalARTM
    >>> from sktopics.metrics import hierarchy_scorer
    >>> X = [[9, 1, 0, 0], [0, 0, 1, 9], [1, 9, 0, 0], [0, 0, 9, 1]] * 5
    >>> model = HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0)
    >>> search = GridSearchCV(
    ...     model, {"parent_weight": [0.0, 1.0]}, scoring=hierarchy_scorer, cv=2
    ... ).fit(X)
    >>> search.best_params_
    {'parent_weight': 1.0}
    >>> (-search.cv_results_["mean_test_score"]).round(2)
    array([2.9 , 1.96])
    """
    topics = read_chain(estimator)
    counts = counts_of(estimator, X, n_terms=topics[0].shape[1])
    logs = [np.log(completion_perplexity(level, counts)) for level in topics]
    return -float(np.exp(np.mean(logs)))


# As for `perplexity_scorer`.
hierarchy_scorer._accept_sample_weight = lambda: False
