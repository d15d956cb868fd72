"""Runs of a model from several random starts, and what each says of documents."""

from copy import deepcopy
from inspect import signature
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp
from joblib import Parallel, delayed
from sklearn.pipeline import Pipeline

from .._arrays import distributions
from .._reading import (
    document_shares,
    final_model,
    known_term_names,
    read_weights,
    topic_shares,
    traits_of,
)
from .._seeds import MOST_SEED, cloned_with_seed, seed_names


class TopicRun(NamedTuple):
    """A fitted model, and its topics.

    Attributes
    ----------
    model : estimator
    topic_word : ndarray of shape (n_topics, n_terms)
        Distributions of words; of clusters, their scores divided by their sums.
    masses : ndarray of shape (n_topics,)
        Sums of the rows of `components_`.
    dtype : dtype
        That of `components_`.
    terms : ndarray of shape (n_terms,) or None
        Names of the columns.
    shares : csr_array of shape (n_documents, n_topics) or None
        Shares of topics in the documents that the model is looked at with.
    """

    model: object
    topic_word: np.ndarray
    masses: np.ndarray
    dtype: np.dtype
    terms: np.ndarray | None
    shares: sp.csr_array | None


def fit_runs(estimator, X, y, params, *, n_runs, n_jobs, random_state, changes=None):
    """Fit clones of an estimator from random starts of their own.

    Parameters
    ----------
    estimator : estimator or Pipeline
    X : object
        What `fit` takes; it can be read several times.
    y : array-like or None
    params : tuple of two dicts
        What `fit` and what `transform` are given beside `X`.
    n_runs : int
    n_jobs : int or None
    random_state : RandomState instance
    changes : dict or None, default=None
        Parameters to set on each clone, in place of the values of `estimator`.

    Returns
    -------
    runs : list of TopicRun
    """
    seeds = random_state.randint(MOST_SEED, size=n_runs)
    return Parallel(n_jobs=n_jobs)(
        delayed(_fit_run)(
            cloned_with_seed(estimator, seed).set_params(**(changes or {})),
            X,
            y,
            params,
        )
        for seed in seeds
    )


def _fit_run(model, X, y, params):
    in_fit, in_transform = params
    model = model.fit(X, **in_fit) if y is None else model.fit(X, y, **in_fit)
    return run_of(model, X, in_transform)


def run_of(model, X=None, beside=None):
    """Return what a fitted model says of its topics, and of documents."""
    weights = read_weights(model)
    shares = None
    if X is not None:  # rows of documents without words are 0, and match nothing
        shares = document_shares(model, X, **(beside or {})).shares
    topics = distributions(weights), weights.sum(axis=1), weights.dtype
    return TopicRun(model, *topics, known_term_names(model), shares)


def shares_in(model, X, beside):
    """Return the shares of a model's topics in documents.

    Rows sum to 1, also of documents without words, which have the prior; of clusters, a
    row has a 1 for the topic of the document, or none.

    Returns
    -------
    shares : csr_array of shape (n_documents, n_topics)
    """
    if are_clusters(model):
        return document_shares(model, X, **beside).shares
    return sp.csr_array(topic_shares(model, X, read_weights(model), **beside)[0])


def unfitted_runs(estimator, n_runs, random_state):
    """Return clones of an estimator that have seeds of their own."""
    seeds = random_state.randint(MOST_SEED, size=n_runs)
    return [cloned_with_seed(estimator, seed) for seed in seeds]


def continued_runs(models, X, y, params, *, n_jobs):
    """Return copies of models that have learned from one more batch."""
    return Parallel(n_jobs=n_jobs)(
        delayed(_continued)(model, X, y, params) for model in models
    )


def _continued(model, X, y, params):
    # A model of another package writes into its arrays, and an error may come later.
    model = deepcopy(model)
    if y is None:
        return model.partial_fit(X, **params)
    return model.partial_fit(X, y, **params)


def check_seeds(estimator):
    """Refuse a class, and an estimator whose runs would all be the same."""
    if isinstance(estimator, type):
        raise TypeError(
            f"estimator must be an instance, {estimator.__name__}(), and is the class."
        )
    if not seed_names(estimator):
        raise ValueError(
            f"estimator must have a parameter random_state, and {estimator!r} has "
            "none: all its runs would be the same."
        )


def taken_by_transform(estimator, params):
    """Return the parameters of `fit` that `transform` of the last step takes, too."""
    takes = signature(final_model(estimator).transform).parameters
    return {name: value for name, value in params.items() if name in takes}


def aligned_runs(runs):
    """Bring runs with vocabularies of their own to the union of these, in order.

    Returns
    -------
    runs : list of TopicRun
    """
    first = runs[0].terms
    if all(_are_equal(run.terms, first) for run in runs):
        return runs
    terms = np.array(sorted({term for run in runs for term in run.terms}), dtype=object)
    place = {term: i for i, term in enumerate(terms)}
    aligned = []
    for run in runs:
        topic_word = np.zeros((len(run.topic_word), len(terms)))
        topic_word[:, [place[term] for term in run.terms]] = run.topic_word
        aligned.append(run._replace(topic_word=topic_word, terms=terms))
    return aligned


def _are_equal(names, others):
    if names is None or others is None:
        return names is others
    return np.array_equal(names, others)


def start_parameter(estimator):
    """Return the name of the parameter that takes topics to start from, or None.

    It is the `init` of the models of this library, also of the last step of a Pipeline.
    """
    prefix = ""
    while isinstance(estimator, Pipeline):
        name, estimator = estimator.steps[-1]
        prefix += f"{name}__"
    constraints = getattr(estimator, "_parameter_constraints", {})
    takes = "n_components" in constraints and "array-like" in constraints.get(
        "init", ()
    )
    return f"{prefix}init" if takes else None


def are_clusters(model):
    """Whether a fitted model puts each document into one topic, or none."""
    return traits_of(final_model(model)).shares == "clusters"
