"""A scorer of how well the topics of documents are told from the topics' words."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

from .._reading import document_shares, has_topics, materialized, topics_by_share
from .._sklearn import Interval, validate_params
from ._told_apart import told_apart_score
from .scorer_base import RoutedScorer, given_of, makes_scorers


@dataclass(eq=False)
class _ToldApartScorer(RoutedScorer):
    n_top_words: int
    mixtures: bool
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
        if self.mixtures:
            topics = {"mixtures": shares}
        else:
            topics = {"labels": topics_by_share(shares)}
        return told_apart_score(
            estimator,
            X,
            **topics,
            n_top_words=self.n_top_words,
            analyzer=self.analyzer,
            feature_names=self.feature_names,
        )

    def __repr__(self):
        given = ", mixtures=True" if self.mixtures else ""
        given += given_of(self, "analyzer", "feature_names")
        return f"told_apart_scorer(n_top_words={self.n_top_words}{given})"


@makes_scorers
@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "mixtures": ["boolean"],
        "analyzer": [callable, None],
        "feature_names": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def told_apart_scorer(
    n_top_words=10, *, mixtures=False, analyzer=None, feature_names=None
) -> Callable[..., float]:
    """Make a scorer of how well topics are told from words; higher is better.

    The model gives topics to the documents that are scored on. The score says how
    surely a reader of the top words would give them the same topics, see
    `told_apart_score`. In a search, these documents are the test fold.

    Parameters
    ----------
    n_top_words : int, default=10
        Number of top terms to use of each topic.
    mixtures : bool, default=False
        Whether a document counts for each topic by its share, or for the topic with
        the largest share alone. It changes nothing for models of clusters.
    analyzer : callable, default=None
        Makes a raw text a list of tokens, by default that of the vectorizer in the
        Pipeline that is scored.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns of `X`, for a bare model on a matrix without names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None, **metadata)``, which can be pickled. The topic
        of a document is what `predict` of a model of clusters says, and of a mixture
        that with the largest share. Outliers are left out, as are documents without
        any word that the model knows. The score is 0 for a model without any topic,
        and where no document has a topic. It raises `ValueError` if the documents hold
        none of the top terms, and `TypeError` for a model without `components_`.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    told_apart_score : The measure, and why it falls with the number of topics.
    coherence_scorer : Whether the words of a topic occur together.
    agreement_scorer : Whether topics agree with labels that people gave.

    Notes
    -----
    Models that leave difficult documents out as outliers are judged by easy ones. Put
    the share of outliers beside the score.

    With ``sklearn.set_config(enable_metadata_routing=True)``, the scorer asks for what
    `predict` or `transform` needs beside the documents:
    ``told_apart_scorer().set_score_request(embeddings=True)``.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import told_apart_scorer
    >>> texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> model = LatentDirichletAllocation(2, random_state=0)
    >>> pipeline = make_pipeline(CountVectorizer(), model)
    >>> scorer = told_apart_scorer(n_top_words=3)
    >>> cross_val_score(pipeline, texts, scoring=scorer, cv=2)
    array([1., 1.])
    """
    return _ToldApartScorer(n_top_words, mixtures, analyzer, feature_names, {})
