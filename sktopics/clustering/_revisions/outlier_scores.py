"""Scores of topics in outliers, by what is known of them: words, vectors, places."""

import warnings
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from sklearn.preprocessing import normalize

from ..._arrays import unit_rows
from ..._columns import items_of
from ..._sklearn import under_default_configuration
from ...analysis import approximate_distribution, reassign_outliers
from .._placement.centroids import settled_similarities
from .._steps.nothing_known import in_rows
from .._topics.word_weights import weights_in_documents
from .moving import placed_again

STRATEGIES = ("probabilities", "distributions", "c-tf-idf", "embeddings")
_SAID_OF_NONE = r"\d+ of \d+ documents have no topic"
_OF_DISTRIBUTIONS = (
    "window",
    "stride",
    "padding",
    "use_embeddings",
    "encoder",
    "n_jobs",
)


def check_strategies(strategy, distribution_params):
    """Return the strategies as a list.

    Raises
    ------
    TypeError
        If strategies are no str, or the parameters no dict.
    ValueError
        If there is no such strategy, or none; if there are parameters that no strategy
        takes.
    """
    given = [strategy] if isinstance(strategy, str) else strategy
    if not np.iterable(given):
        raise TypeError(f"strategy must be a str or a list of str, got {strategy!r}.")
    given = list(items_of(given))
    known = ", ".join(map(repr, STRATEGIES))
    if not given:
        raise ValueError(f"strategy must be at least one of {known}, got none.")
    for name in given:
        if not isinstance(name, str):
            raise TypeError(f"strategy must be one of {known}, got {name!r:.100}.")
        if name not in STRATEGIES:
            raise ValueError(f"strategy must be one of {known}, got {name!r:.100}.")
    _check_parameters(distribution_params, given)
    return given


def _check_parameters(given, strategies):
    """Refuse parameters of distributions that there are not."""
    if given is None:
        return
    if not isinstance(given, Mapping):
        raise TypeError(
            "distribution_params must be a dict of parameters, such as "
            f'{{"window": 8}}, got {given!r:.100}.'
        )
    if "distributions" not in strategies:
        raise ValueError(
            'distribution_params are for the strategy "distributions", and there is '
            f"none in {strategies}."
        )
    if "min_similarity" in given:
        raise ValueError(
            "distribution_params must not have min_similarity, which is the threshold "
            'of the strategy "distributions": give it as threshold=.'
        )
    wrong = [name for name in given if name not in _OF_DISTRIBUTIONS]
    if wrong:
        raise ValueError(
            f"distribution_params may be {', '.join(_OF_DISTRIBUTIONS)}, got "
            f"{wrong[0]!r:.100}."
        )


def strategy_names(strategies):
    """Return a name for each strategy: one that comes again has a number."""
    names = []
    for name in strategies:
        n_before = strategies[: len(names)].count(name)
        names.append(f"{name} ({n_before + 1})" if n_before else name)
    return names


class OutlierScores:
    """Scores of topics in training documents, for each strategy.

    Parameters
    ----------
    model : fitted BERTopic
    state : FittedState
        Its own.
    documents : list of str
    vectors : TrainingVectors
    counts : TrainingCounts
    """

    def __init__(self, model, state, documents, vectors, counts):
        self._documents = documents
        self._model, self._state = model, state
        self._vectors, self._counts = vectors, counts
        self._present = state.topics.sizes > 0
        self._unit_means = unit_rows(state.topics.means)

    def reduction(self, strategies, thresholds, target_share, distribution_params):
        """Return what becomes of the outliers, an `OutlierReduction`."""
        pairs = list(zip(strategies, thresholds, strict=True))
        scores = [self._by(*pair, distribution_params) for pair in pairs]
        # That of distributions is one of windows, not of shares.
        least = [0 if s == "distributions" else value for s, value in pairs]
        reduction = reassign_outliers(
            self._state.topics.labels,
            dict(zip(strategy_names(strategies), scores, strict=True)),
            threshold=least,
            target_share=target_share,
        )
        steps = [
            replace(step, threshold=float(value)) if s == "distributions" else step
            for step, (s, value) in zip(reduction, pairs, strict=True)
        ]
        return replace(reduction, steps=tuple(steps))

    def _by(self, strategy, threshold, distribution_params):
        """Return a function from rows of documents to scores, (n_rows, n_topics).

        Documents of which nothing is known, and topics without documents, have 0.

        Parameters
        ----------
        strategy : str
        threshold : float
            The least similarity of the windows of distributions.
        distribution_params : dict or None
        """
        if strategy == "distributions":
            score = self._mixtures(threshold, distribution_params or {})
        elif strategy == "c-tf-idf":
            score = self._similar_words()
        else:
            is_cosine = strategy == "embeddings"
            score = self._cosines if is_cosine else self._probabilities

        @under_default_configuration
        def scores(rows):
            known = self._vectors.known[rows]
            if not known.any() or not self._present.any():
                return np.zeros((len(rows), len(self._present)))
            found = score(rows if known.all() else rows[known])
            if not self._present.all():
                found[:, ~self._present] = 0
            return in_rows(found, np.flatnonzero(known), len(rows))

        return scores

    def _probabilities(self, rows):
        return placed_again(self._model, self._state, self._vectors, rows)[:, :-1]

    def _cosines(self, rows):
        vectors, means = self._vectors.of(rows), self._state.topics.means
        cosines = settled_similarities(vectors, means).astype(np.float64)
        # The largest by itself, so that it does not depend on what comes with it.
        best, each = cosines.argmax(axis=1), np.arange(len(rows))
        products = unit_rows(vectors) * self._unit_means[best]
        cosines[each, best] = products.sum(axis=1)
        return cosines

    def _similar_words(self):
        """Return a function from rows to the cosines of the weights of words."""
        topics = normalize(self._model.components_).T.tocsr()

        def score(rows):
            outliers = np.flatnonzero(self._state.topics.labels < 0)
            self._counts.of(outliers[self._vectors.known[outliers]])
            counts = self._counts.of(rows)
            weights = weights_in_documents(self._model.weighting_, counts)
            return (normalize(weights) @ topics).toarray()

        return score

    def _mixtures(self, threshold, parameters):
        """Return a function from rows to the shares of topics in windows of words."""

        def score(rows):
            documents = [self._documents[row] for row in rows]
            with warnings.catch_warnings():  # what has no topic stays an outlier
                warnings.filterwarnings("ignore", _SAID_OF_NONE, UserWarning)
                mixtures = approximate_distribution(
                    self._model, documents, min_similarity=threshold, **parameters
                )
            return mixtures.shares.toarray()

        return score
