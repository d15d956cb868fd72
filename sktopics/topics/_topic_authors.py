"""Who is typical of a topic."""

from numbers import Integral, Real

import numpy as np

from .._arrays import top_columns
from .._reading import read_authors
from .._sklearn import Interval, validate_params
from ._topic import TopicAuthor

# Ranking by the geometric mean of p(topic | author) and p(author | topic).
BALANCED = 0.5


@validate_params(
    {
        "n_authors": [Interval(Integral, 1, None, closed="left")],
        "relevance": [Interval(Real, 0, 1, closed="both")],
    },
    prefer_skip_nested_validation=True,
)
def topic_authors(
    model, n_authors=5, *, relevance=BALANCED
) -> list[tuple[TopicAuthor, ...]]:
    """Return the most typical authors of each topic, best first.

    Parameters
    ----------
    model : estimator
        A fitted model with `authors_`, `author_topic_` and
        `author_document_counts_`, as `AuthorTopicModel` has, a Pipeline that ends in
        one, or a fitted search over one.
    n_authors : int, default=5
        Number of authors per topic. A topic has fewer where fewer have a share in
        it; an author without documents is typical of nothing. Ties are in the order
        of `authors_`.
    relevance : float in [0, 1], default=0.5
        Authors are ranked by ``relevance * log p(a|t) + (1 - relevance) *
        log p(t|a)``, see Notes. 0 is by the topic's share in what an author writes,
        which those win who wrote but one document, 1 by the author's share in the
        topic, which those win who wrote most about whatever. 0.5 is the geometric
        mean of both.

    Returns
    -------
    authors : list of tuple of TopicAuthor
        For each topic, in the order of `components_`.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If the model has no authors.

    Notes
    -----
    p(t|a) is `author_topic_`, and p(a|t) is proportional to n_a p(t|a), with n_a the
    number of the author's documents, `author_document_counts_`. The order is hence
    that of ::

        author_topic_[a, t] * author_document_counts_[a] ** relevance

    and the same as that of the relevance by which Sievert and Shirley [1]_ rank
    terms, since the lift p(a|t) / p(a) is proportional to p(t|a).

    References
    ----------
    .. [1] C. Sievert and K. Shirley, "LDAvis: A method for visualizing and
       interpreting topics", Workshop on Interactive Language Learning,
       Visualization, and Interfaces, 2014.

    Examples
    --------
    >>> from sktopics import AuthorTopicModel
    >>> from sktopics.topics import topic_authors
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [2, 1, 1, 3]]
    >>> authors = [["Ann"], ["Ann"], ["Bob"], ["Ann", "Bob"]]
    >>> model = AuthorTopicModel(n_components=2, doc_topic_prior=0.1, random_state=0)
    >>> model = model.fit(X, authors=authors)
    >>> [most.name for most, *_ in topic_authors(model)]
    ['Ann', 'Bob']
    """
    names, shares, n_documents = read_authors(model)
    scores = (shares * (n_documents**relevance)[:, np.newaxis]).T
    best = top_columns(scores, n_authors, possible=(scores > 0) & (n_documents > 0))
    return [
        tuple(TopicAuthor(names[a], float(shares[a, topic])) for a in rows)
        for topic, rows in enumerate(best)
    ]
