"""Scores of topics in outliers, by what is known of them: words, vectors, places."""

from numbers import Real

import numpy as np
from sklearn.preprocessing import normalize

from ..._arrays import unit_rows
from ..._columns import items_of
from ..._sklearn import under_default_configuration
from .._placement.centroids import settled_similarities
from .._steps.nothing_known import in_rows
from .._topics.word_weights import weights_in_documents
from .moving import placed_again

STRATEGIES = ("probabilities", "distributions", "c-tf-idf", "embeddings")


def check_strategies(strategy, threshold):
    """Return the strategies as a list, after a look at the thresholds.

    Raises
    ------
    TypeError
        If strategies are no str.
    ValueError
        If there is no such strategy, or none, or a threshold is above 1.
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
    for value in np.ravel(np.array(threshold, dtype=object)):
        if isinstance(value, Real) and not value <= 1:
            raise ValueError(
                "threshold must be from 0 to 1, as probabilities and cosines are; got "
                f"{value}."
            )
    return given


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
    vectors : TrainingVectors
    counts : TrainingCounts
    """

    def __init__(self, model, state, vectors, counts):
        self._model, self._state = model, state
        self._vectors, self._counts = vectors, counts
        self._present = state.topics.sizes > 0
        self._unit_means = unit_rows(state.topics.means)

    def by(self, strategy):
        """Return a function from rows of documents to scores, (n_rows, n_topics).

        Documents of which nothing is known, and topics without documents, have 0.
        """
        score = {
            "probabilities": self._probabilities,
            "c-tf-idf": self._similar_words(),
            "embeddings": self._cosines,
        }[strategy]

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
