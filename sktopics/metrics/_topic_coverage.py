"""Coverage: how many documents hold words of their topic."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

import numpy as np
import scipy.sparse as sp

from .._reading import (
    distinct_terms,
    document_shares,
    has_topics,
    is_model,
    materialized,
    read_term_lists,
)
from .._sklearn import Interval, StrOptions, validate_params
from ._coherence_texts import CountMatrix, read_texts
from ._coherence_warnings import check_some_known
from ._labels_of_topics import check_topic_shares
from ._numbered_texts import number_texts
from ._told_apart import incidence_of_terms
from .scorer_base import RoutedScorer, given_of, makes_scorers

_OPTIONS = {
    "n_top_words": [Interval(Integral, 1, None, closed="left")],
    "min_words": [Interval(Integral, 1, None, closed="left")],
    "weigh": [StrOptions({"documents", "tokens"})],
    "analyzer": [callable, None],
}


@validate_params(_OPTIONS, prefer_skip_nested_validation=True)
def topic_coverage(
    topics,
    texts,
    labels=None,
    *,
    mixtures=None,
    n_top_words=10,
    min_words=1,
    weigh="documents",
    analyzer=None,
    feature_names=None,
) -> float:
    r"""Share of a corpus that holds top words of its topics; higher is better.

    A document is covered if it is in a topic and its text holds at least `min_words`
    different top words of this topic. With :math:`\theta_{dk}` the share of topic k in
    document d (1 or 0 for labels), :math:`h_{dk}` = 1 if d holds so many of the top
    words of k, else 0, and :math:`w_d` the weight of the document:

    .. math:: \frac{\sum_d w_d \sum_k \theta_{dk} h_{dk}}{\sum_d w_d}

    Outliers are in the sum below the line: a model that leaves documents out covers
    less.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them, as in
        `told_apart_score`.
    texts : iterable of str or of token lists, TokenSequences, counts or DataFrame
        The documents, as in `told_apart_score`.
    labels : array-like of (n_documents,) or (n_documents, n_topics), default=None
        The number of each document's topic, -1 for none, or a document-topic matrix,
        of which the largest entry of each row is taken.
    mixtures : array-like of shape (n_documents, n_topics), default=None
        The shares of topics in documents, in place of `labels`. Rows are divided by
        their sums.
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    min_words : int, default=1
        How many different top words of a topic a document must hold. Topics with fewer
        top words cover nothing.
    weigh : {"documents", "tokens"}, default="documents"
        Whether each document weighs 1, or as much as it has tokens.
    analyzer : callable, default=None
        Makes a raw text a list of tokens. By default that of the vectorizer in
        `topics`, if that is a Pipeline, else that of a `CountVectorizer()`.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model and counts that know no names.

    Returns
    -------
    coverage : float
        From 0 to 1; never NaN.

    Raises
    ------
    TypeError, ValueError
        If there are no topics or no texts, if they are not of the kinds above, if the
        texts hold none of the terms, if labels or mixtures are not one for each
        document or name other topics, if both or neither of them are given, or if no
        document has a topic.

    See Also
    --------
    told_apart_score : Whether the words tell the topic of a document.
    coverage_scorer : The same for a search, of the documents of a fold.

    Notes
    -----
    Words that all documents hold cover all of them and tell nothing. Put
    `told_apart_score` beside it.

    Examples
    --------
    >>> from sktopics.metrics import topic_coverage
    >>> topics = [["ship", "harbour"], ["rain", "snow"]]
    >>> texts = ["a ship", "the crew went ashore", "rain and snow", "nothing"]
    >>> topic_coverage(topics, texts, [0, 0, 1, -1])
    0.5
    >>> topic_coverage(topics, texts, [0, 0, 1, -1], min_words=2)
    0.25
    """
    model = topics if is_model(topics) else None
    topics = read_term_lists(topics, n_top_words, feature_names)
    texts = read_texts(
        texts, model=model, analyzer=analyzer, feature_names=feature_names
    )
    terms = distinct_terms(topics)
    number = {term: i for i, term in enumerate(terms)}
    numbered = number_texts(texts, number)
    held = incidence_of_terms(numbered, len(terms))
    check_some_known(terms, [] if held.nnz else terms, texts)
    shares = check_topic_shares(labels, mixtures, held.shape[0], len(topics))
    columns = np.repeat(np.arange(len(topics)), list(map(len, topics)))
    rows = np.array([number[term] for topic in topics for term in topic], np.int64)
    members = sp.csr_array(
        (np.ones(len(rows)), (rows, columns)), shape=(len(terms), len(topics))
    )
    n_held = held @ members
    n_held.data = (n_held.data >= min_words).astype(np.float64)
    covered = np.asarray(shares.multiply(n_held).sum(axis=1)).ravel()
    if weigh == "documents":
        return float(covered.mean())
    n_tokens = _numbers_of_tokens(texts, numbered)
    return float(covered @ n_tokens / n_tokens.sum())


def _numbers_of_tokens(texts, numbered):
    """Return how many tokens each document has, (n_documents,)."""
    if isinstance(texts, CountMatrix):
        return np.asarray(texts.matrix.sum(axis=1, dtype=np.float64)).ravel()
    return numbered.lengths.astype(np.float64)


@dataclass(eq=False)
class _CoverageScorer(RoutedScorer):
    n_top_words: int
    min_words: int
    weigh: str
    analyzer: object
    feature_names: object
    requests: dict

    def __call__(self, estimator, X, y=None, **metadata):
        if not has_topics(estimator):
            return 0.0
        X = materialized(X)
        shares = document_shares(estimator, X, **metadata).shares
        if not shares.count_nonzero():
            return 0.0
        return topic_coverage(
            estimator,
            X,
            mixtures=shares,
            n_top_words=self.n_top_words,
            min_words=self.min_words,
            weigh=self.weigh,
            analyzer=self.analyzer,
            feature_names=self.feature_names,
        )

    def __repr__(self):
        given = f", min_words={self.min_words}, weigh={self.weigh!r}"
        given += given_of(self, "analyzer", "feature_names")
        return f"coverage_scorer(n_top_words={self.n_top_words}{given})"


@makes_scorers
@validate_params(
    _OPTIONS | {"feature_names": ["array-like", None]},
    prefer_skip_nested_validation=True,
)
def coverage_scorer(
    n_top_words=10,
    *,
    min_words=1,
    weigh="documents",
    analyzer=None,
    feature_names=None,
) -> Callable[..., float]:
    """Make a scorer of the share of documents that hold top words of their topics.

    Higher is better.

    Parameters
    ----------
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    min_words : int, default=1
        How many different top words of a topic a document must hold.
    weigh : {"documents", "tokens"}, default="documents"
        Whether each document weighs 1, or as much as it has tokens.
    analyzer : callable, default=None
        Makes a raw text a list of tokens, by default that of the vectorizer in the
        Pipeline that is scored.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns of `X`, for a bare model on a matrix without names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None, **metadata)``, which can be pickled: the
        `topic_coverage` of the documents that are scored on, by the shares of topics
        that the model gives them. Models of clusters give each document one topic or
        none. A model without any topic gets 0.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    told_apart_scorer : Whether words tell the topics apart, and how metadata such as
        embeddings are asked for.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import coverage_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]]
    >>> coverage_scorer(2)(NMF(2, random_state=0).fit(X), X)
    1.0
    """
    return _CoverageScorer(n_top_words, min_words, weigh, analyzer, feature_names, {})
