"""Scorers of what the top terms of topics are worth: coherence and diversity."""

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Integral
from uuid import uuid4

import numpy as np

from .._reading import (
    check_selection,
    has_topics,
    known_empty,
    read_term_lists,
    warn_of_left_out,
)
from .._sklearn import Interval, StrOptions, validate_params
from ._coherence import _CONSTRAINTS, coherences_of
from ._coherence_measures import MEASURES
from ._coherence_warnings import warn_of_empty
from ._diversity import topic_diversity
from .scorer_base import Scorer, given_of, makes_scorers


@dataclass(frozen=True, eq=False)
class _CoherenceScorer(Scorer):
    measure: str
    n_top_words: int
    reference: object
    window: str | int
    word_vectors: object
    analyzer: object
    feature_names: object
    topics: object
    columns: object
    # What copies of a scorer, in a search and its workers, are known by.
    name: str = field(default_factory=lambda: uuid4().hex)

    def __call__(self, estimator, X, y=None):
        if not has_topics(estimator):
            return MEASURES[self.measure].floor
        terms = read_term_lists(
            estimator, self.n_top_words, self.feature_names, self.columns
        )
        # Not coherence_score, which warns of top terms that a small fold lacks.
        empty = known_empty(estimator, len(terms))
        result = coherences_of(
            _chosen(terms, self.topics),
            X if self.reference is None else self.reference,
            empty=np.array(_chosen(empty, self.topics)),
            model=estimator,
            measure=self.measure,
            window=self.window,
            word_vectors=self.word_vectors,
            analyzer=self.analyzer,
            feature_names=self.feature_names,
            asker=self.name,
        )
        warn_of_empty(result)
        return result.mean

    def __repr__(self):
        given = "" if self.window == "exact" else f", window={self.window!r}"
        given += given_of(self, "reference", "word_vectors", "analyzer")
        given += given_of(self, "feature_names", "topics", "columns")
        return (
            f"coherence_scorer({self.measure!r}, n_top_words={self.n_top_words}{given})"
        )


@makes_scorers
@validate_params(
    {name: _CONSTRAINTS[name] for name in ("measure", "n_top_words", "window")}
    | {"analyzer": [callable, None], "feature_names": ["array-like", None]},
    prefer_skip_nested_validation=True,
)
def coherence_scorer(
    measure="c_v",
    n_top_words=10,
    reference=None,
    *,
    window: int | str = "exact",
    word_vectors=None,
    analyzer=None,
    feature_names=None,
    topics=None,
    columns=None,
) -> Callable[..., float]:
    """Make a scorer of the mean coherence of a model's topics; higher is better.

    Parameters
    ----------
    measure : {"c_v", "c_npmi", "c_npmi_positive", "c_uci", "u_mass", "c_w2v"}, \
            default="c_v"
        See `coherence_score`, also for the other parameters.
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    reference : texts or CooccurrenceCounts, default=None
        Texts that judge the topics, in any form that `coherence_score` takes, in
        place of the documents that are scored on (the test fold of a search). A
        large corpus knows better which words go together than a fold does. Raw
        texts are made tokens again for every model that is scored; lists of
        tokens and `TokenSequences` are not.
    window : {"exact", "gensim", "document"} or int, default="exact"
        How windows are counted, or their length.
    word_vectors : fitted Doc2Vec or Pipeline that ends in one, gensim KeyedVectors, \
            dict of vectors, or (terms, array), default=None
        The vectors of terms, for c_w2v.
    analyzer : callable, default=None
        Makes a raw text a list of tokens. By default that of the vectorizer in the
        Pipeline that is scored. Windows slide over words, whatever its `ngram_range`:
        scores of a search over `ngram_range` are of the same windows.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns of `X`, for a bare model on a matrix without names.
    topics : slice, array-like of int or bool, default=None
        Topics to score, by default all: those that are not background, for instance.
    columns : str, slice, array-like of int or bool, default=None
        Terms to take top terms from, by default all; a str is the name of a modality
        of the model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled. A bare model on
        counts is judged by whole documents, unless there are `reference` texts:
        counts do not know which words are close to each other. Documents that a
        Pipeline takes go through its steps, and the analyzer of its vectorizer makes
        tokens of them. Where there is no single vectorizer to ask, the counts that
        reach the model judge it, in whole documents; the scorer says so once. Top
        terms that do not occur in the texts are left out, without a warning; if none
        occurs, a ValueError says so. A model without any topic, as a search over
        `min_topic_size` of BERTopic meets, gets the value of unrelated terms: -1 for
        c_npmi, log(1e-12) for u_mass and c_uci, 0 for all others. Top terms of a
        model with a table of its own (`topics_`, as BERTopic) are those of the table.
        Empty topics, which no word of the training documents is about, are left out
        with a warning.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    told_apart_scorer : Whether the words tell the topic of a document. Coherence
        prefers frequent words, and this one words that tell topics apart.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import cross_validate
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import coherence_scorer, perplexity_scorer
    >>> texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    >>> scoring = {"npmi": coherence_scorer("c_npmi"), "perplexity": perplexity_scorer}
    >>> scores = cross_validate(pipeline, texts, scoring=scoring, cv=2)
    >>> sorted(scores)
    ['fit_time', 'score_time', 'test_npmi', 'test_perplexity']
    """
    return _CoherenceScorer(
        measure,
        n_top_words,
        reference,
        window,
        word_vectors,
        analyzer,
        feature_names,
        topics,
        columns,
    )


@dataclass(frozen=True)
class _DiversityScorer(Scorer):
    measure: str
    n_top_words: int
    topics: object
    columns: object

    def __call__(self, estimator, X, y=None):
        if not has_topics(estimator):
            return 0.0
        terms = read_term_lists(estimator, self.n_top_words, columns=self.columns)
        chosen = _chosen(terms, self.topics)
        empty = _chosen(known_empty(estimator, len(terms)), self.topics)
        if 0 < sum(empty) < len(empty):
            warn_of_left_out(sum(empty), len(empty))
            chosen = [own for own in chosen if own]
        return topic_diversity(chosen, self.n_top_words, measure=self.measure)

    def __repr__(self):
        given = given_of(self, "topics", "columns")
        return (
            f"diversity_scorer({self.measure!r}, n_top_words={self.n_top_words}{given})"
        )


@makes_scorers
@validate_params(
    {
        "measure": [StrOptions({"unique", "inverted_rbo", "jaccard"})],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def diversity_scorer(
    measure="unique", n_top_words=10, *, topics=None, columns=None
) -> Callable[..., float]:
    """Make a scorer of the diversity of a model's topics; higher is better.

    Parameters
    ----------
    measure : {"unique", "inverted_rbo", "jaccard"}, default="unique"
        See `topic_diversity`.
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    topics : slice, array-like of int or bool, default=None
        Topics to score, by default all: those that are not background, for instance.
    columns : str, slice, array-like of int or bool, default=None
        Terms to take top terms from, by default all; a str is the name of a modality
        of the model.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled; it does not look at
        `X`. Top terms are taken as by `coherence_scorer`. A model without any topic
        gets 0.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import diversity_scorer
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]]
    >>> scorer = diversity_scorer(n_top_words=2)
    >>> scorer
    diversity_scorer('unique', n_top_words=2)
    >>> scorer(NMF(2, random_state=0).fit(X), X)
    1.0
    """
    return _DiversityScorer(measure, n_top_words, topics, columns)


def _chosen(terms, topics):
    """Return the items of a list that are about the topics to score."""
    chosen = check_selection("topics", topics, len(terms))
    return [terms[i] for i in np.arange(len(terms))[chosen]]
