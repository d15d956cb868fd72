"""Coherence by the vectors of words: how near each other a topic's words are."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from .._arrays import unit_rows
from .._reading import (
    distinct_terms,
    has_topics,
    known_empty,
    read_term_lists,
    word_vectors_by,
)
from .._sklearn import Interval, StrOptions, validate_params
from ._coherence import TopicCoherences
from .scorer_base import Scorer, given_of, makes_scorers_by_models

# So many function words, the nearest ones, say how near a word is to them.
_N_NEAREST = 5

_CONSTRAINTS = {
    "n_top_words": [Interval(Integral, 2, None, closed="left")],
    "weights": [StrOptions({"rank", "equal"})],
    "function_words": [StrOptions({"english"}), "array-like", set, frozenset, None],
    "guard": [Interval(Real, 0, None, closed="left")],
}


@validate_params(_CONSTRAINTS, prefer_skip_nested_validation=True)
def embedding_coherence(
    topics,
    vectors,
    *,
    n_top_words=10,
    weights="rank",
    function_words: Any = "english",
    guard=0.5,
    feature_names=None,
) -> TopicCoherences:
    r"""Measure how near each other the top words of a topic are in meaning.

    The vectors of words come from a sentence encoder, or from any other source. No
    corpus is needed. With :math:`v_i` the vector of the i-th word of a topic, the
    coherence is the weighted mean over pairs of words

    .. math:: C = \frac{\sum_{i<j} w_i w_j \left(\cos(v_i, v_j)
              - g \frac{f_i + f_j}{2}\right)}{\sum_{i<j} w_i w_j}, \quad
              w_i = \frac{1}{\sqrt{i}}

    Words such as "the" and "of" are near each other, too, and mean nothing:
    :math:`f_i` is the mean cosine of a word with the five nearest of the function
    words, and g is `guard`.

    Parameters
    ----------
    topics : list of lists of terms, TopicTable, or fitted model or Pipeline
        The top terms of each topic, best first, or what has them, as in
        `coherence_score`. A term counts once in a topic.
    vectors : encoder, Pipeline, callable, Doc2Vec, KeyedVectors, dict, or tuple
        Where vectors of words come from: a fitted Doc2Vec, KeyedVectors of gensim, a
        dict, or the tuple (terms, array). An encoder, such as `SentenceEncoder` or a
        fitted ``make_pipeline(TfidfVectorizer(), TruncatedSVD())``, or a callable is
        given a list of words, each once, and returns an array of shape
        (n_words, n_dimensions).
    n_top_words : int, default=10
        Number of top terms to use of each topic; of topics that have fewer, all.
    weights : {"rank", "equal"}, default="rank"
        Weights of words: one over the root of the rank, as above, or equal.
    function_words : {"english"}, array-like of str or None, default="english"
        Words that mean little by themselves; give a list for another language.
        "english" is scikit-learn's list. None: there is no guard.
    guard : float, default=0.5
        How much nearness to function words counts.
    feature_names : array-like of shape (n_features,), default=None
        The terms of the columns, for a bare model that knows no names.

    Returns
    -------
    coherences : TopicCoherences
        With `values`, the coherence of each topic, at most 1, and their `mean`. Words
        without a vector, or with a vector of zeros, are left out, and are in `unknown`.
        A topic of which fewer than two words are known has the value 0.

    Raises
    ------
    NotFittedError
        If a model or an estimator is not fitted.
    TypeError, ValueError
        If there are no topics, if `vectors` is of no kind above or does not give a
        finite vector for each word, or if it knows none of the words.

    See Also
    --------
    embedding_coherence_scorer : Makes a scorer of it.
    coherence_score : Coherence by the texts in which words occur together.

    Notes
    -----
    The means of people's ratings of 300 topics [1]_ have a higher rank correlation with
    this measure, by a small sentence encoder, than with measures of co-occurrence; see
    the guide, "Do measures agree with people?". Values of different encoders cannot be
    compared.

    References
    ----------
    .. [1] A. Hoyle et al., "Is automated topic model evaluation broken?", NeurIPS 2021.

    Examples
    --------
    >>> from sktopics.metrics import embedding_coherence
    >>> vectors = {"ship": [1, 0], "sea": [0.8, 0.6], "tax": [0, 1]}
    >>> topics = [["ship", "sea"], ["ship", "tax"]]
    >>> embedding_coherence(topics, vectors, function_words=None).values
    array([0.8, 0. ])
    """
    terms = read_term_lists(topics, n_top_words, feature_names)
    empty = np.asarray(known_empty(topics, len(terms)), bool)
    function_words = _listed_words(function_words)
    distinct = distinct_terms(terms)
    asked = list(dict.fromkeys([*distinct, *function_words])) if distinct else []
    known, array = word_vectors_by(vectors, asked)
    place = {word: i for i, word in enumerate(known)}
    if distinct and not any(term in place for term in distinct):
        raise ValueError(
            f"vectors knows none of the words of the topics, such as {distinct[:3]}."
        )
    unit = unit_rows(array)
    functional = unit[[place[word] for word in function_words if word in place]]
    found = [
        _coherence_of(unit[rows], functional, guard, weights)
        for rows in ([place[t] for t in topic if t in place] for topic in terms)
    ]
    values, std, support = map(np.array, zip(*found, strict=True))
    unknown = tuple(tuple(t for t in topic if t not in place) for topic in terms)
    return TopicCoherences("embedding", values, std, support, unknown, empty)


def _listed_words(function_words):
    if function_words is None:
        return []
    if isinstance(function_words, str):
        return sorted(ENGLISH_STOP_WORDS)
    words = list(function_words)
    if not all(isinstance(word, str) for word in words):
        raise TypeError(f"function_words must be texts, got {words[:3]}.")
    return sorted(set(words))


def _coherence_of(unit, functional, guard, weights):
    """Return the weighted mean and sd over pairs of words, and the number of pairs."""
    if len(unit) < 2:
        return 0.0, 0.0, 0
    nearness = unit @ unit.T
    if len(functional):
        to_function = np.sort(unit @ functional.T, axis=1)[:, -_N_NEAREST:].mean(axis=1)
        nearness -= guard * np.add.outer(to_function, to_function) / 2
    of_word = np.ones(len(unit))
    if weights == "rank":
        of_word /= np.sqrt(np.arange(1, len(unit) + 1))
    pairs = np.triu_indices(len(unit), 1)
    share = np.outer(of_word, of_word)[pairs]
    share /= share.sum()
    mean = share @ nearness[pairs]
    return mean, np.sqrt(share @ (nearness[pairs] - mean) ** 2), len(share)


@dataclass(frozen=True, eq=False)
class _EmbeddingCoherenceScorer(Scorer):
    vectors: object
    n_top_words: int
    weights: str
    function_words: object
    guard: float
    feature_names: object

    def __call__(self, estimator, X=None, y=None):
        if not has_topics(estimator):
            return -1.0  # below what any topic has
        return embedding_coherence(
            estimator,
            self.vectors,
            n_top_words=self.n_top_words,
            weights=self.weights,
            function_words=self.function_words,
            guard=self.guard,
            feature_names=self.feature_names,
        ).mean

    def __repr__(self):
        given = given_of(self, "feature_names")
        return (
            f"embedding_coherence_scorer({self.vectors!r}, "
            f"n_top_words={self.n_top_words}{given})"
        )


@makes_scorers_by_models
@validate_params(_CONSTRAINTS, prefer_skip_nested_validation=True)
def embedding_coherence_scorer(
    vectors,
    n_top_words=10,
    *,
    weights="rank",
    function_words: Any = "english",
    guard=0.5,
    feature_names=None,
) -> Callable[..., float]:
    """Make a scorer of the mean `embedding_coherence` of topics; higher is better.

    Parameters
    ----------
    vectors : encoder, Pipeline, callable, Doc2Vec, KeyedVectors, dict, or tuple
        Where vectors of words come from, see `embedding_coherence`. An encoder with a
        `cache_dir` encodes each word of a search once.
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    weights : {"rank", "equal"}, default="rank"
        Weights of words.
    function_words : {"english"}, array-like of str or None, default="english"
        Words that mean little by themselves.
    guard : float, default=0.5
        How much nearness to function words counts.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns, for a bare model that knows no names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X=None, y=None)``, which does not look at `X`, and can be
        pickled if `vectors` can. A model without any topic gets -1.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    embedding_coherence : The measure, its parameters and its errors.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import embedding_coherence_scorer
    >>> texts = ["ship sea", "tax debt", "sea ship", "debt tax"]
    >>> pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(texts)
    >>> vectors = {"ship": [1, 0], "sea": [0.8, 0.6], "tax": [0, 1], "debt": [0, 2]}
    >>> scorer = embedding_coherence_scorer(vectors, 2, function_words=None)
    >>> round(scorer(pipeline), 2)
    0.9
    """
    return _EmbeddingCoherenceScorer(
        vectors, n_top_words, weights, function_words, guard, feature_names
    )
