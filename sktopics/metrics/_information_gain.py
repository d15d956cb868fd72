"""How much the words of topics tell about the documents of the topics."""

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
    topics_by_share,
)
from .._sklearn import Interval, validate_params
from ._coherence_texts import CountMatrix, read_texts
from ._coherence_warnings import check_some_known
from ._labels_of_topics import check_topic_labels
from ._numbered_texts import number_texts
from .scorer_base import Scorer, given_of, makes_scorers


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "per_topic": ["boolean"],
        "analyzer": [callable, None],
    },
    prefer_skip_nested_validation=True,
)
def topic_information_gain(
    topics,
    texts,
    labels,
    *,
    n_top_words=10,
    per_topic=False,
    analyzer=None,
    feature_names=None,
) -> float | np.ndarray:
    r"""Measure how much topics' words tell about which documents are of the topic.

    Somebody is told a top word of a topic, and learns something about which document it
    is from. Information gain is how much, in nats, summed over the documents of the
    topic [1]_:

    .. math:: \mathrm{PWI}(t) = \sum_{w \in W_t} \sum_{d \in D_t}
              p(d | w) \log \frac{p(d, w)}{p(d) \, p(w)}

    With :math:`n_{dw}` the number of times that word w occurs in document d,
    :math:`n_w` in all documents, :math:`n_d` the number of words of d and n of all
    documents, :math:`p(d | w) = n_{dw} / n_w`, :math:`p(d, w) = n_{dw} / n`,
    :math:`p(d) = n_d / n` and :math:`p(w) = n_w / n`. :math:`W_t` are the top words of
    the topic and :math:`D_t` its documents.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them, as in
        `coherence_score`. A term counts once in a topic.
    texts : iterable of str or of token lists, TokenSequences, counts or DataFrame
        The documents, or whatever a Pipeline in `topics` takes, as in
        `coherence_score`; counts are of shape (n_documents, n_features).
    labels : array-like of shape (n_documents,) or (n_documents, n_topics)
        The number of each document's topic, 0 for the first of `topics` and -1 for
        none. Of a document-topic matrix, the largest entry of each row is taken; a row
        without any above 0 has no topic. Words of documents without a topic count in
        :math:`n_w` and n.
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    per_topic : bool, default=False
        Whether to return the gain of each topic, rather than their sum.
    analyzer : callable, default=None
        Makes a raw text a list of tokens. By default that of the vectorizer in
        `topics`, if that is a Pipeline, else that of a `CountVectorizer()`.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model and counts that know no names.

    Returns
    -------
    gain : float, or ndarray of shape (n_topics,) if `per_topic`
        In nats; higher is better. 0 for words that do not occur, below 0 for words that
        are rarer in the documents of their topic than elsewhere.

    Raises
    ------
    TypeError, ValueError
        As `told_apart_score`.

    See Also
    --------
    information_gain_scorer : Makes a scorer of it.
    told_apart_score : Also measures whether words tell topics apart, from -1 to 1.

    Notes
    -----
    The mutual information of documents and words is the sum over all pairs of

    .. math:: p(d, w) \log \frac{p(d, w)}{p(d) \, p(w)},

    the probability-weighted amount of information of [2]_. The paper [1]_ restricts the
    sum to the topics' words and their documents, and writes its weight as
    :math:`p(d | w) \, p'(w)`, where :math:`p'(w)` is the probability that the word is
    told. Top words of a topic are told for certain, :math:`p'(w) = 1`, which is what is
    computed here: a frequent word that all documents have gains nothing, however
    frequent it is.

    The sum rises with the number of topics and of words, and the most with words that
    occur in few documents: a word of a single document gains
    :math:`\log (n / n_d)`. Compare topics of equal number, on the same documents, and
    put `coherence_score` beside it.

    References
    ----------
    .. [1] D. Angelov, "Top2Vec: Distributed representations of topics", 2020,
       arXiv:2008.09470, where it is topic information gain.
    .. [2] A. Aizawa, "An information-theoretic perspective of tf-idf measures",
       Information Processing and Management 39, 2003.

    Examples
    --------
    >>> from sktopics.metrics import topic_information_gain
    >>> texts = ["the ship at sea", "the sea", "the tax", "the debt and the tax"]
    >>> labels = [0, 0, 1, 1]
    >>> round(topic_information_gain([["ship", "sea"], ["tax"]], texts, labels), 2)
    2.73

    A word that all documents have tells next to nothing:

    >>> topics = [["sea", "the"], ["the", "tax"]]
    >>> topic_information_gain(topics, texts, labels, per_topic=True).round(2)
    array([0.8 , 0.79])
    """
    model = topics if is_model(topics) else None
    topics = read_term_lists(topics, n_top_words, feature_names)
    texts = read_texts(
        texts, model=model, analyzer=analyzer, feature_names=feature_names
    )
    terms = distinct_terms(topics)
    counts, lengths = _counted(texts, {term: i for i, term in enumerate(terms)})
    check_some_known(terms, [] if counts.nnz else terms, texts)
    labels = check_topic_labels(labels, counts.shape[0], len(topics))
    gains = _gains(counts, lengths, labels, topics, terms)
    return gains if per_topic else float(gains.sum())


def _counted(texts, number):
    """Return counts of terms, csr_array (n_documents, n_terms), and of all words."""
    shape = (0, len(number))
    if isinstance(texts, CountMatrix):
        columns = np.array([number.get(name, -1) for name in texts.names.tolist()])
        cells = texts.matrix.tocoo()
        rows, ids = cells.coords[0], columns[cells.coords[1]]
        values = cells.data.astype(np.float64)
        lengths = np.asarray(texts.matrix.sum(axis=1, dtype=np.float64)).ravel()
    else:
        numbered = number_texts(texts, number)
        ids, values = numbered.ids, np.ones(len(numbered.ids))
        rows = np.repeat(
            np.arange(len(numbered.offsets) - 1), np.diff(numbered.offsets)
        )
        lengths = numbered.lengths.astype(np.float64)
    known = (ids >= 0) & (values > 0)
    shape = (len(lengths), len(number))
    cells = (values[known], (rows[known], ids[known]))
    return sp.csr_array(cells, shape=shape), lengths


def _gains(counts, lengths, labels, topics, terms):
    """Return the information gain of each topic, (n_topics,)."""
    cells = counts.tocoo()
    rows, columns = cells.coords
    totals = counts.sum(axis=0)
    given_word = cells.data / totals[columns]
    # A document of n-grams may hold more of these than words.
    prior = lengths[rows] / lengths.sum()
    values = given_word * np.log(given_word / prior)
    here = labels[rows] >= 0
    shape = len(topics), len(terms)
    place = labels[rows[here]], columns[here]
    by_topic = sp.csr_array((values[here], place), shape=shape)
    number = {term: i for i, term in enumerate(terms)}
    own_rows = np.repeat(np.arange(len(topics)), list(map(len, topics)))
    own = np.array([number[term] for topic in topics for term in topic], np.int64)
    mask = sp.csr_array((np.ones(len(own)), (own_rows, own)), shape=shape)
    return np.asarray((by_topic * mask).sum(axis=1), dtype=np.float64).ravel()


@dataclass(frozen=True)
class _InformationGainScorer(Scorer):
    n_top_words: int
    analyzer: object
    feature_names: object

    def __call__(self, estimator, X, y=None):
        if not has_topics(estimator):
            return 0.0
        X = materialized(X)
        shares = document_shares(estimator, X).shares
        labels = topics_by_share(shares)
        if (labels < 0).all():
            return 0.0
        return topic_information_gain(
            estimator,
            X,
            labels,
            n_top_words=self.n_top_words,
            analyzer=self.analyzer,
            feature_names=self.feature_names,
        )

    def __repr__(self):
        given = given_of(self, "analyzer", "feature_names")
        return f"information_gain_scorer(n_top_words={self.n_top_words}{given})"


@makes_scorers
@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "analyzer": [callable, None],
        "feature_names": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def information_gain_scorer(
    n_top_words=10, *, analyzer=None, feature_names=None
) -> Callable[..., float]:
    """Make a scorer of how much topics' words tell about documents; higher is better.

    Parameters
    ----------
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    analyzer : callable, default=None
        Makes a raw text a list of tokens, by default that of the vectorizer in the
        Pipeline that is scored.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns of `X`, for a bare model on a matrix without names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled: the
        `topic_information_gain` of the documents that are scored on. The topic of a
        document is the one that the model gives it, the largest of a mixture. A model
        without any topic gets 0.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    topic_information_gain : The measure, and why models of as many topics should be
        compared by it.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import information_gain_scorer
    >>> texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    >>> scores = cross_val_score(
    ...     pipeline, texts, scoring=information_gain_scorer(n_top_words=2), cv=2
    ... )
    >>> scores.round(2)
    array([2.85, 2.85])
    """
    return _InformationGainScorer(n_top_words, analyzer, feature_names)
