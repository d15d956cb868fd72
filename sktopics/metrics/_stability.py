"""Stability: whether a model finds the same topics again."""

from dataclasses import dataclass
from numbers import Integral

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.utils import check_random_state
from sklearn.utils import resample as draw_with_replacement

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import materialized
from .._seeds import MOST_SEED, cloned_with_outer_seed, cloned_with_seed, seed_names
from .._sklearn import HasMethods, Interval, StrOptions, validate_params
from .._sparse import checked_csr
from .._terminal import WIDTH, one_line, table_lines
from ..topics import match_topics, topic_table

# The largest distance there is, by metric of `match_topics`.
_LARGEST = {"hellinger": 1.0, "jensen_shannon": np.log(2), "jaccard": 1.0}


@dataclass(frozen=True, eq=False, repr=False)
class TopicStability(ColumnsMixin, FrozenArrays):
    """How well topics are found again, made by `topic_stability`.

    It prints as a table, the topics that are found again least before the others.
    `to_frame` and `to_dict` have a row for each topic in the order of the model: its
    number and label, and the mean, the standard deviation (NaN of a single repeat) and
    the least of its similarities over repeats.

    Attributes
    ----------
    metric : str
        Distance that topics were matched by; similarity is 1 - distance over the
        largest distance there is.
    similarities : ndarray of shape (n_repeats, n_components)
        Similarity of each topic of `estimator` to its partner in each repeat, in
        [0, 1]; 0 for a topic without a partner.
    estimator : estimator
        Fitted to all of the data; the topics are its topics, in its order. It has the
        `random_state` that `topic_stability` was given.
    """

    metric: str
    similarities: np.ndarray
    estimator: object

    @property
    def per_topic(self) -> np.ndarray:
        """Mean over repeats, ndarray of shape (n_components,)."""
        return self.similarities.mean(axis=0)

    @property
    def mean(self) -> float:
        """Mean over repeats and topics, a float in [0, 1]; higher is better."""
        return float(self.similarities.mean())

    @property
    def sd(self) -> float:
        """Standard deviation of the means of repeats; NaN of a single one."""
        repeats = self.similarities.mean(axis=1)
        return float(repeats.std(ddof=1)) if len(repeats) > 1 else float("nan")

    def _columns(self):
        n_repeats, n_topics = self.similarities.shape
        table = topic_table(self.estimator)
        spread = np.full(n_topics, np.nan)
        if n_repeats > 1:
            spread = self.similarities.std(axis=0, ddof=1)
        return {
            "topic": np.arange(n_topics),
            "label": [topic.label for topic in table],
            "similarity": self.per_topic,
            "sd": spread,
            "min": self.similarities.min(axis=0),
        }

    def __repr__(self):
        n_repeats, n_topics = self.similarities.shape
        spread = f" (sd {self.sd:.3f})" if n_repeats > 1 else ""
        counted = f"{_plural(n_topics, 'topic')}, {_plural(n_repeats, 'repeat')}"
        title = (
            f"TopicStability: mean {self.mean:.3f}{spread}, {counted}, {self.metric}"
        )
        columns = self._columns()
        order = np.argsort(self.per_topic.round(3), kind="stable")  # as they print
        return table_lines(
            title,
            f"{'topic':>5}{'similarity':>12}{'sd':>7}{'min':>7}  label",
            [_row_of_topic(columns, i) for i in order],
            "topics, found again more often",
        )


def _row_of_topic(columns, i):
    similarity, sd, least = (columns[name][i] for name in ("similarity", "sd", "min"))
    spread = "–" if np.isnan(sd) else f"{sd:.3f}"
    row = f"{i:>5}{similarity:>12.3f}{spread:>7}{least:>7.3f}  "
    return row + one_line(columns["label"][i], WIDTH - len(row))


def _plural(n, noun):
    return f"{n} {noun}{'' if n == 1 else 's'}"


@validate_params(
    {
        "estimator": [HasMethods(["fit", "get_params"])],
        "n_repeats": [Interval(Integral, 1, None, closed="left")],
        "resample": [StrOptions({"bootstrap", "seeds"})],
        "metric": [StrOptions(set(_LARGEST))],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    },
    # The estimator checks its own parameters.
    prefer_skip_nested_validation=False,
)
def topic_stability(
    estimator,
    X,
    y=None,
    *,
    n_repeats=10,
    resample="bootstrap",
    metric="hellinger",
    n_top_words=10,
    n_jobs=None,
    random_state=None,
) -> TopicStability:
    """Refit a model and see whether its topics come back.

    A clone is fitted to all of `X`, and `n_repeats` more to samples of it or from
    other random starts. The topics of each repeat are paired with those of the
    first by optimal assignment (`sktopics.topics.match_topics`); the similarity of
    the pairs is the stability.

    Parameters
    ----------
    estimator : estimator or Pipeline
        A topic model or a Pipeline that ends in one; it is cloned, not fitted.
    X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
        What `estimator.fit` takes.
    y : array-like of shape (n_documents,), default=None
        Labels, for models that use them.
    n_repeats : int, default=10
        Number of refits.
    resample : {"bootstrap", "seeds"}, default="bootstrap"
        - "bootstrap": each repeat is fitted to as many documents, drawn with
          replacement, from a random start of its own: stability against the choice
          of the documents and of the start. Vocabularies may differ, where a
          Pipeline builds one; topics are matched by the names of terms.
        - "seeds": each repeat is fitted to `X` itself from a random start of its
          own: stability against the start alone.
    metric : {"hellinger", "jensen_shannon", "jaccard"}, default="hellinger"
        Distance between topics: of the distributions over terms, or ("jaccard") of
        the sets of top terms.
    n_top_words : int, default=10
        Number of top terms that "jaccard" looks at.
    n_jobs : int, default=None
        Number of repeats fitted at the same time; the result does not depend on it.
    random_state : int, RandomState instance or None, default=None
        Draws the samples, and seeds of the repeats for every `random_state` parameter
        in `estimator`. Pass an int for the same result in every call. The fit to all of
        `X` has the int itself as its `random_state`, so that its topics are those of
        your model with this `random_state`; with None, it has the seeds of
        `estimator`.

    Returns
    -------
    stability : TopicStability
        With `mean`, `sd`, `per_topic`, `similarities` and the fitted `estimator`. It
        prints as a table of topics; ``to_frame()`` makes a data frame.

    Raises
    ------
    ValueError
        If `resample="seeds"` and `estimator` has no parameter `random_state`, or if `X`
        is sparse and has entries in columns or rows that it does not have.
    TypeError
        If the model has no `components_`.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sktopics.metrics import topic_stability
    >>> X = [[3, 2, 0, 0], [0, 0, 3, 3], [6, 4, 0, 0], [0, 0, 2, 2]] * 5
    >>> result = topic_stability(NMF(2), X, n_repeats=3, random_state=0)
    >>> result
    TopicStability: mean 1.000 (sd 0.000), 2 topics, 3 repeats, hellinger
    topic  similarity     sd    min  label
        0       1.000  0.000  1.000  0, 1
        1       1.000  0.000  1.000  2, 3
    >>> result.per_topic.round(2)
    array([1., 1.])
    """
    X = checked_csr(
        materialized(X)
    )  # documents are drawn from it, for models of any package
    rng = check_random_state(random_state)
    seeds = rng.randint(MOST_SEED, size=(n_repeats + 1, 2))
    if random_state is None:
        reference = clone(estimator)
    elif isinstance(random_state, Integral):
        reference = cloned_with_outer_seed(estimator, random_state)
    else:
        reference = cloned_with_seed(estimator, seeds[0, 0])
    if resample == "seeds" and not seed_names(reference):
        raise ValueError(
            f'resample="seeds" needs an estimator with a parameter random_state, and '
            f"{estimator!r} has none: all its fits are the same."
        )
    reference = _fit(reference, X, y)
    similarities = Parallel(n_jobs=n_jobs)(
        delayed(_repeat)(
            reference,
            cloned_with_seed(estimator, seed),
            X,
            y,
            sample_seed if resample == "bootstrap" else None,
            metric,
            n_top_words,
        )
        for seed, sample_seed in seeds[1:]
    )
    return TopicStability(metric, np.array(similarities), reference)


def _fit(estimator, X, y):
    return estimator.fit(X) if y is None else estimator.fit(X, y)


def _repeat(reference, estimator, X, y, sample_seed, metric, n_top_words):
    """Similarity of each topic of `reference` to its partner in one refit."""
    if sample_seed is not None:
        rows = np.random.RandomState(sample_seed)
        if y is None:
            X = draw_with_replacement(X, random_state=rows)
        else:
            X, y = draw_with_replacement(X, y, random_state=rows)
    refit = _fit(estimator, X, y)
    match = match_topics(reference, refit, metric, n_top_words=n_top_words)
    similarities = np.zeros(len(match.pairs) + len(match.unmatched_a))
    topics = [i for i, _ in match.pairs]
    similarities[topics] = 1 - match.distances / _LARGEST[metric]
    return similarities
