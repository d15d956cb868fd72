"""Scores of several numbers of topics on documents held out."""

from numbers import Integral

import numpy as np
from joblib import Parallel, delayed
from sklearn.base import clone
from sklearn.model_selection import KFold, ShuffleSplit, check_cv
from sklearn.utils import check_random_state

from .._reading import final_model, materialized, traits_of
from .._seeds import MOST_SEED, cloned_with_seed
from .._sklearn import HasMethods, Interval, StrOptions, validate_params
from .._sparse import checked_csr
from ._judged_fits import JudgedCorpus, JudgingOptions, judge_repeats
from ._topic_numbers import TopicNumberTable

_NAMES = (
    "perplexity",
    "told_apart",
    "coherence",
    "diversity",
    "stability",
    "outliers",
    "nmi",
)
# What stands for a number of topics in models that find it themselves.
_LIKE_NUMBERS = ("n_topics", "nr_topics", "resolution", "min_topic_size")


@validate_params(
    {
        "estimator": [HasMethods(["fit", "get_params"])],
        "values": ["array-like"],
        "parameter": [str, None],
        "seeds": [Interval(Integral, 1, None, closed="left")],
        "cv": ["cv_object"],
        "scores": [list, tuple, dict, None],
        "labels": ["array-like", None],
        "coherence": [StrOptions({"c_v", "c_npmi", "c_uci", "u_mass"})],
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "n_jobs": [Integral, None],
        "random_state": ["random_state"],
    },
    # The model checks its own parameters.
    prefer_skip_nested_validation=False,
)
def topic_number_table(
    estimator,
    X,
    values,
    *,
    y=None,
    parameter=None,
    seeds=3,
    cv=None,
    scores: list | dict | None = None,
    labels=None,
    coherence="c_v",
    n_top_words=10,
    n_jobs=None,
    random_state=None,
    **metadata,
) -> TopicNumberTable:
    """Fit a model with several numbers of topics, and judge each by several scores.

    Each number of topics is tried in several repeats. A repeat leaves out a part of
    the documents, fits the model to the rest from a random start of its own, and
    judges it by the documents that were left out. All numbers are tried with the
    same parts and the same starts.

    Parameters
    ----------
    estimator : estimator or Pipeline
        Any topic model or a Pipeline that ends in one; it is cloned, not fitted.
    X : documents, TokenSequences or matrix of shape (n_documents, n_terms)
        What `estimator.fit` takes.
    values : list
        The numbers of topics, or other values of `parameter`, all different.
    y : array-like of shape (n_documents,), default=None
        Labels, for models that use them.
    parameter : str, default=None
        Which parameter is set. None: `n_components` of the model. Models that find
        the number of topics themselves have none: name `n_topics` of BERTopic, or
        what makes them find more or fewer, such as `min_topic_size` or a resolution.
    seeds : int, default=3
        Number of random starts.
    cv : int, splitter or iterable, default=None
        How documents are left out. None: each repeat leaves out a quarter of its own,
        drawn at random, and there are `seeds` repeats. Otherwise there are `seeds`
        repeats for each split; an int is a number of folds, which are drawn at random.
    scores : list of str, or dict of str to callable, default=None
        Names of the scores that are computed; None: all. A dict adds scorers of your
        own to all of them: ``scorer(model, X, y)`` is given the documents left out.

        - "perplexity": `completion_perplexity` of the documents left out; not for
          models of clusters, which do not produce words.
        - "told_apart": `told_apart_score` of the documents left out and the topics
          that the model gives them.
        - "coherence": of the topics' words in the documents that were fitted.
        - "diversity": share of different words among the topics' words.
        - "stability": similarity of the topics to the topics of the other repeats,
          1 minus the mean Hellinger distance of topics paired by `match_topics`. Two
          repeats share a pair, so that the standard deviation is too small.
        - "outliers": share of the documents left out that have no topic, if there are
          any.
        - "nmi": normalized mutual information of topics and `labels`.
    labels : array-like of shape (n_documents,), default=None
        Known classes of documents, if there are any, for "nmi". No model sees them.
    coherence : {"c_v", "c_npmi", "c_uci", "u_mass"}, default="c_v"
        The measure of coherence, see `coherence_score`.
    n_top_words : int, default=10
        Number of top words that stand for a topic.
    n_jobs : int, default=None
        How many values are tried at the same time; the result does not depend on it.
    random_state : int, RandomState instance or None, default=None
        Draws the documents that are left out and the starts.
    **metadata : dict
        What `fit` takes beside `X`, with an item for each document: ``embeddings``,
        ``authors``, ``model__sample_weight``. Documents left out have theirs.

    Returns
    -------
    table : TopicNumberTable
        With means and standard deviations over repeats in ``to_frame()``, the value to
        try first in ``recommend()``, and sentences in ``advice``.

    Raises
    ------
    ValueError
        If there are no values or a value twice, if the model has no such parameter or
        `parameter` has to be named, if there is no such score, or if lengths differ.
    TypeError
        If the model is no topic model.

    See Also
    --------
    renormalized_entropy : A first guess, from one fit.
    fewest_within_one_error : The one-standard-error rule, in a grid search.
    sktopics.plots.plot_topic_numbers : The figure.

    Notes
    -----
    Perplexities and coherences can be compared where all numbers of topics have the
    same words: do not vary the vocabulary.

    Examples
    --------
    Documents of three kinds, with four words of each kind:

    >>> import numpy as np
    >>> from sktopics import LatentDirichletAllocation
    >>> from sktopics.model_selection import topic_number_table
    >>> kinds = np.random.RandomState(0).randint(3, size=120)
    >>> X = np.random.RandomState(1).poisson(np.kron(np.eye(3), [[2.0] * 4])[kinds])
    >>> table = topic_number_table(
    ...     LatentDirichletAllocation(), X, [2, 3, 4], n_top_words=4, random_state=0,
    ...     scores=["perplexity", "told_apart", "diversity"],
    ... )
    >>> table  # doctest: +NUMBER
    TopicNumberTable: 3 values of n_components, 3 repeats each
    n_components  topics_found    perplexity    told_apart     diversity
               2             2  7.9 ± 0.9  0.9 ± 0.1  1.0 ± 0.0
               3             3  5.2 ± 0.1  1.0 ± 0.0  1.0 ± 0.0
               4             4  5.3 ± 0.1  0.8 ± 0.1  0.8 ± 0.0
    recommended: n_components=3
    >>> table.recommend()
    3
    """
    values, parameter = _checked_values(estimator, values, parameter)
    names, own = _checked_scores(scores)
    X = materialized(checked_csr(X))
    corpus = _checked_corpus(X, y, labels, metadata)
    n_documents = X.shape[0] if hasattr(X, "shape") else len(X)
    rng = check_random_state(random_state)
    splits = _splits(cv, seeds, n_documents, corpus, rng)
    _check_some_known(estimator, names, own, corpus, len(splits))
    starts = rng.randint(MOST_SEED, size=len(splits))
    options = JudgingOptions(names, own, coherence, n_top_words)
    judged = Parallel(n_jobs=n_jobs)(
        delayed(judge_repeats)(
            [
                cloned_with_seed(estimator, start).set_params(**{parameter: value})
                for start in starts
            ],
            corpus,
            splits,
            options,
        )
        for value in values
    )
    found, rows = zip(*judged, strict=True)
    asked = isinstance(scores, (list, tuple))
    names = [n for n in rows[0] if asked or n != "outliers" or _any(rows, n)]
    return TopicNumberTable(
        parameter,
        values,
        np.array(found),
        tuple(names),
        np.array([[row[name] for row in rows] for name in names], dtype=np.float64),
    )


def _check_some_known(estimator, names, own, corpus, n_repeats):
    """Refuse scores none of which this model, in so many repeats, can have."""
    unknown = {
        "nmi": corpus.labels is None,
        "stability": n_repeats == 1,
        "perplexity": not traits_of(final_model(estimator)).distributions,
    }
    if not own and all(unknown.get(name, False) for name in names):
        raise ValueError(
            f"scores: none of {list(names)} can be computed. nmi needs labels, "
            "stability two repeats or more, and perplexity a model with distributions "
            "of words."
        )


def _any(rows, name):
    """Whether a score is not 0 in any repeat."""
    return any(any(row[name]) for row in rows)


def _checked_values(estimator, values, parameter):
    """Return the values as a tuple of Python objects, and the parameter."""
    values = values.tolist() if hasattr(values, "tolist") else list(values)
    if not values:
        raise ValueError("values must hold a number of topics or more, and is empty.")
    twice = [value for i, value in enumerate(values) if value in values[:i]]
    if twice:
        raise ValueError(f"values must be different, and {twice[0]!r} is there twice.")
    params = estimator.get_params(deep=True)
    if parameter is None:
        parameter = _number_parameter(estimator, params)
        for value in values:
            whole = isinstance(value, Integral) and not isinstance(value, bool)
            if not whole or value < 1:
                raise ValueError(
                    f"values are numbers of topics, {parameter}, and must be whole "
                    f"numbers from 1 on, got {value!r:.60}."
                )
    elif parameter not in params:
        raise ValueError(
            f"parameter: {type(estimator).__name__} has no {parameter!r:.60}. It has "
            f"{sorted(params)!r:.600}."
        )
    clone(estimator).set_params(**{parameter: values[0]})
    return tuple(values), parameter


def _number_parameter(estimator, params):
    """Return `n_components` of the model itself: its parts may have such a name."""
    prefix = ""
    while hasattr(estimator, "steps"):
        name, estimator = estimator.steps[-1]
        prefix += f"{name}__"
    if f"{prefix}n_components" in params:
        return f"{prefix}n_components"
    alike = [name for name in params if name.split("__")[-1] in _LIKE_NUMBERS]
    raise ValueError(
        f"parameter must be named: {type(estimator).__name__} has no n_components. "
        + (f"Parameters to look at: {alike}." if alike else f"It has {sorted(params)}.")
    )


def _checked_scores(scores):
    """Return the names of scores, and the scorers of the user."""
    if scores is None:
        return _NAMES, {}
    if isinstance(scores, dict):
        for name, scorer in scores.items():
            if not callable(scorer) or name in _NAMES:
                raise ValueError(
                    "scores must be names, or a dict from names of your own to "
                    f"scorers, and {name!r:.60} is {scorer!r:.60}. Names that are "
                    f"taken: {list(_NAMES)}."
                )
        return _NAMES, dict(scores)
    unknown = [name for name in scores if name not in _NAMES]
    if unknown or not scores:
        what = f"there is no {unknown[0]!r:.60}" if unknown else "there are none"
        raise ValueError(f"scores must be some of {list(_NAMES)}, and {what}.")
    return tuple(name for name in _NAMES if name in scores), {}


def _checked_corpus(X, y, labels, metadata):
    """Return the corpus; what belongs to documents must have their number."""
    n_documents = X.shape[0] if hasattr(X, "shape") else len(X)
    beside = {name: each for name, each in metadata.items() if each is not None}
    for name, each in {"y": y, "labels": labels, **beside}.items():
        if each is None:
            continue
        if not np.iterable(each) or isinstance(each, (str, bytes)):
            raise ValueError(
                f"{name} must have an item for each document, got {each!r:.60}."
            )
        each = materialized(each)
        beside.update({name: each} if name in beside else {})
        n = each.shape[0] if hasattr(each, "shape") else len(each)
        if n != n_documents:
            raise ValueError(
                f"{name} has {n} items, and there are {n_documents} documents in X."
            )
    labels = None if labels is None else np.asarray(labels, dtype=object)
    return JudgedCorpus(X, y, labels, beside)


def _splits(cv, seeds, n_documents, corpus, rng):
    """Return the rows that each repeat is fitted to and judged on."""
    seed = int(rng.randint(MOST_SEED))
    if cv is None:
        shares = ShuffleSplit(seeds, test_size=0.25, random_state=seed)
        return list(shares.split(np.zeros(n_documents)))
    if isinstance(cv, Integral):
        cv = KFold(cv, shuffle=True, random_state=seed)
    splitter = check_cv(cv)
    target = corpus.labels if corpus.y is None else corpus.y
    splits = list(splitter.split(np.zeros(n_documents), target))
    return [split for split in splits for _ in range(seeds)]
