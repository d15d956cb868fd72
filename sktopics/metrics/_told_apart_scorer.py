"""A scorer of whether held-out documents' topics can be told from the topics' words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Integral

import numpy as np

from .._reading import document_shares, has_topics, materialized
from .._sklearn import Interval, StrOptions, validate_params
from ._told_apart import told_apart_score
from .scorer_base import RoutedScorer, given_of, makes_scorers


@dataclass(eq=False)
class _ToldApartScorer(RoutedScorer):
    n_top_words: int
    mixtures: str
    analyzer: object
    feature_names: object
    requests: dict = field(default_factory=dict)

    def __call__(self, estimator, X, y=None, **metadata):
        if not has_topics(estimator):
            return 0.0
        X = materialized(X)
        found = document_shares(estimator, X, **metadata).shares
        if not found.nnz:  # all are outliers
            return 0.0
        return told_apart_score(
            estimator,
            X,
            np.asarray(found.toarray()),
            n_top_words=self.n_top_words,
            analyzer=self.analyzer,
            feature_names=self.feature_names,
            mixtures=self.mixtures,
        )

    def __repr__(self):
        given = "" if self.mixtures == "largest" else f", mixtures={self.mixtures!r}"
        given += given_of(self, "analyzer", "feature_names")
        return f"told_apart_scorer(n_top_words={self.n_top_words}{given})"


@makes_scorers
@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "mixtures": [StrOptions({"largest", "shares"})],
        "analyzer": [callable, None],
        "feature_names": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def told_apart_scorer(
    n_top_words=10, *, mixtures="largest", analyzer=None, feature_names=None
) -> Callable[..., float]:
    """Make a scorer of how well topics' words tell the topics of documents.

    The model says which topics the documents have that are scored on. Somebody who sees
    only the top words of the topics is to say the same. The score is how much oftener
    than by chance this is right, see `told_apart_score`; higher is better. It can be
    used for clusters and for mixtures, and needs no labels.

    Parameters
    ----------
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    mixtures : {"largest", "shares"}, default="largest"
        Whether a document is of the topic with the largest share, or of each topic by
        its share.
    analyzer : callable, default=None
        Makes a raw text a list of tokens, by default that of the vectorizer in the
        Pipeline that is scored.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns of `X`, for a bare model on a matrix without names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None, **metadata)``, which can be pickled. A model
        without a topic, or one that finds no topic in any of the documents, gets 0.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.
    TypeError, ValueError
        When scoring: if there are no topics of words, or if the documents hold none of
        the words.

    See Also
    --------
    told_apart_score : The measure, for topics and labels that you have.
    coherence_scorer : Whether the words of a topic occur together.

    Notes
    -----
    Coherence alone prefers frequent words, which belong to many topics: use both.

    What `predict` or `transform` needs beside `X` is metadata, with
    ``sklearn.set_config(enable_metadata_routing=True)``:
    ``told_apart_scorer().set_score_request(embeddings=True)``.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import told_apart_scorer
    >>> texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    >>> scorer = told_apart_scorer(n_top_words=2)
    >>> cross_val_score(pipeline, texts, scoring=scorer, cv=2)
    array([1., 1.])
    """
    return _ToldApartScorer(n_top_words, mixtures, analyzer, feature_names)
