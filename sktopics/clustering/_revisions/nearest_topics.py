"""The topics nearest to outliers, by what is known of them: words, vectors, places."""

import warnings
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np
from sklearn.preprocessing import normalize

from ..._arrays import unit_rows
from ..._columns import items_of
from ..._sklearn import under_default_configuration
from ...analysis import approximate_distribution
from ...analysis.outlier_steps import best_of_scores, reduced_outliers
from ...kernels.best_topics import best_of_cosines, best_of_words
from .._topics.word_weights import weights_in_documents, weights_of
from .moving import placed_again

STRATEGIES = ("probabilities", "distributions", "c-tf-idf", "embeddings")
# Numbers that are held at a time, and documents.
_BLOCK_NUMBERS, _BLOCK_DOCUMENTS = 1 << 21, 20_000
# Products of vectors of length 1 differ by fewer units in the last place than this.
_ROUNDING = 100
# Squares of shorter vectors are no numbers.
_SHORT = 1e-100
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
            raise TypeError(
                f"strategy must be one of {known}, got {name!r:.100}. The topics of "
                "the documents are labels_ of the model: they are not given."
            )
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


class NearestTopics:
    """The topics that are nearest to training documents, by each strategy.

    Documents of which nothing is known are near to none, and no document is near to a
    topic without documents: their scores are 0.

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
        self._model, self._state, self._documents = model, state, documents
        self._vectors, self._counts = vectors, counts
        self._present = np.flatnonzero(state.topics.sizes)

    def reduction(self, strategies, thresholds, target_share, distribution_params):
        """Return what becomes of the outliers, an `OutlierReduction`."""
        pairs = list(zip(strategies, thresholds, strict=True))
        finders = [self._finder(*pair, distribution_params or {}) for pair in pairs]
        # That of distributions is one of windows, not of shares.
        least = [0 if s == "distributions" else value for s, value in pairs]
        reduction = reduced_outliers(
            self._state.topics.labels,
            dict(zip(strategy_names(strategies), finders, strict=True)),
            least,
            target_share,
        )
        steps = [
            replace(step, threshold=float(value)) if s == "distributions" else step
            for step, (s, value) in zip(reduction, pairs, strict=True)
        ]
        return replace(reduction, steps=tuple(steps))

    def _finder(self, strategy, threshold, distribution_params):
        """Return a function from rows of documents to their topics, and the scores."""
        find = {
            "probabilities": self._by_probabilities,
            "distributions": partial(
                self._by_distributions, threshold, distribution_params
            ),
            "c-tf-idf": self._by_words,
            "embeddings": self._by_cosines,
        }[strategy]

        @under_default_configuration
        def found(rows):
            topics, scores = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
            known = np.flatnonzero(self._vectors.known[rows])
            if len(known) and len(self._present):
                best, values = find(rows[known])
                topics[known], scores[known] = self._present[best], values
            return topics, scores

        return found

    def _by_probabilities(self, rows):
        def read(rows):
            shares = placed_again(self._model, self._state, self._vectors, rows)
            return shares[:, self._present]

        return best_of_scores(read, rows)

    def _by_cosines(self, rows):
        means = unit_rows(self._state.topics.means[self._present])
        tolerance = _ROUNDING * np.finfo(means.dtype).eps
        topics, cosines = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
        step = max(_BLOCK_NUMBERS // sum(means.shape), 1)
        for start in range(0, len(rows), step):
            here = slice(start, start + step)
            vectors = _of_usual_lengths(self._vectors.of(rows[here]))
            products = vectors @ means.T
            found = topics[here], cosines[here]
            best_of_cosines(products, vectors, means, tolerance, *found)
        return topics, cosines

    def _by_words(self, rows):
        outliers = np.flatnonzero(self._state.topics.labels < 0)
        self._counts.of(outliers[self._vectors.known[outliers]])  # all at once
        words = normalize(self._weights_of_words()[self._present]).T.tocsr()
        topics, cosines = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
        for start in range(0, len(rows), _BLOCK_DOCUMENTS):
            here = slice(start, start + _BLOCK_DOCUMENTS)
            counts = self._counts.of(rows[here])
            weights = weights_in_documents(self._model.weighting_, counts)
            found = topics[here], cosines[here]
            arrays = _arrays_of(weights), _arrays_of(words)
            best_of_words(*arrays, len(self._present), *found)
        return topics, cosines

    def _weights_of_words(self):
        if self._state.space is None:
            return self._model.components_
        # Those of the model are cosines of vectors: counts of words have weights, too.
        return weights_of(self._model.weighting_, self._state.topics.words, "topics")

    def _by_distributions(self, threshold, parameters, rows):
        topics, shares = np.zeros(len(rows), dtype=np.int64), np.zeros(len(rows))
        for start in range(0, len(rows), _BLOCK_DOCUMENTS):
            here = slice(start, start + _BLOCK_DOCUMENTS)
            documents = [self._documents[row] for row in rows[here]]
            with warnings.catch_warnings():  # what has no topic stays an outlier
                warnings.filterwarnings("ignore", _SAID_OF_NONE, UserWarning)
                mixtures = approximate_distribution(
                    self._model, documents, min_similarity=threshold, **parameters
                )
            found = mixtures.shares[:, self._present]
            topics[here], shares[here] = best_of_scores(
                lambda some, found=found: found[some].toarray(),
                np.arange(len(documents)),
            )
        return topics, shares


def _of_usual_lengths(vectors):
    """Return vectors as they are, or of length 1 if some are too short to be squared.

    In 64 bits squares of all numbers of 32 bits are numbers.
    """
    if vectors.dtype == np.float32:
        return vectors
    largest = np.abs(vectors).max(axis=1, initial=0)
    usual = (largest > _SHORT) | (largest == 0)
    return vectors if usual.all() else unit_rows(vectors)


def _arrays_of(matrix):
    """Return the arrays of a CSR matrix, of the types that a kernel is compiled for."""
    return (
        matrix.indptr.astype(np.int64, copy=False),
        matrix.indices.astype(np.int32, copy=False),
        matrix.data.astype(np.float64, copy=False),
    )
