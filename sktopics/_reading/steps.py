"""What a fitted estimator or Pipeline can tell about itself.

Metrics, tables and reports accept "a model or a pipeline that ends in one";
this module is the only place that looks inside a Pipeline. Pipelines may be
nested to any depth, at any place, hold "passthrough" steps, and be the
`best_estimator_` of a fitted search.
"""

import numpy as np
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import (
    check_is_fitted,
)


def pipeline_steps(estimator):
    """Return the estimators that data meets in turn, as a flat list.

    Nested Pipelines are opened, "passthrough" steps are left out and a fitted
    search stands for its best estimator; a bare model is its own only step.
    """
    estimator = getattr(estimator, "best_estimator_", estimator)
    if isinstance(estimator, Pipeline):
        return [leaf for _, step in estimator.steps for leaf in pipeline_steps(step)]
    if estimator is None or isinstance(estimator, str):  # None: a passthrough too
        return []
    return [estimator]


def final_model(estimator):
    """Return the last step of a (nested) Pipeline, or the estimator itself."""
    steps = pipeline_steps(estimator)
    if not steps:
        raise ValueError(f"There is no model in {estimator!r}.")
    return steps[-1]


def model_input(estimator, X):
    """Return what the final model of `estimator` is given for `X`."""
    for step in pipeline_steps(estimator)[:-1]:
        X = step.transform(X)
    return X


def vectorizer_of(estimator):
    """Return what turns text into terms, or None.

    A step of a Pipeline, or the fitted `vectorizer_` of a model on documents.
    """
    vectorizer, _ = vectorizer_and_steps_before(estimator)
    return vectorizer


def vectorizer_and_steps_before(estimator):
    """Return what turns text into terms, and the steps that texts meet before it.

    Returns
    -------
    vectorizer : vectorizer or None
    steps : list of transformers
        All steps, if there is no vectorizer.
    """
    steps = pipeline_steps(estimator)
    for i, step in enumerate(steps):
        for vectorizer in (step, getattr(step, "vectorizer_", None)):
            if hasattr(vectorizer, "build_analyzer"):
                return vectorizer, steps[:i]
    return None, steps


def known_term_names(estimator):
    """Return the names of the columns of the final model, or None without names.

    They are the model's own `terms_`, if it counts the terms of documents itself,
    else come from the steps before the model in a Pipeline, else from its
    `feature_names_in_`.

    Returns
    -------
    names : ndarray of shape (n_terms,), dtype object, or None
    """
    model = final_model(estimator)
    names = getattr(model, "terms_", None)
    if names is None:
        names = _names_after(pipeline_steps(estimator)[:-1])
    if names is None:
        names = getattr(model, "feature_names_in_", None)
    return None if names is None else np.asarray(names, dtype=object)


def term_names(estimator, n_terms=None):
    """Return the names of the columns that the final model was fitted on.

    They are those of `known_term_names`; a model fitted on a bare matrix has no
    names, and its terms are called by their column number ("0", "1", ...).

    Parameters
    ----------
    estimator : estimator
        A fitted model, a Pipeline that ends in one, or a fitted search.
    n_terms : int, default=None
        Number of columns of the model; by default that of its `components_`.

    Returns
    -------
    names : ndarray of shape (n_terms,), dtype object

    Raises
    ------
    NotFittedError
        If a model without `components_` is not fitted.
    ValueError
        If the steps before the model name another number of columns.
    """
    model = final_model(estimator)
    if n_terms is None:
        if not hasattr(model, "components_"):
            check_is_fitted(model)
        n_terms = model.components_.shape[1]
    names = known_term_names(estimator)
    if names is None:
        return np.asarray([str(i) for i in range(n_terms)], dtype=object)
    if len(names) != n_terms:
        raise ValueError(
            f"The steps before {type(model).__name__} name {len(names)} columns, "
            f"and the model was fitted on {n_terms}: a step between them changes "
            "the columns without giving names (no get_feature_names_out)."
        )
    return names


def _names_after(steps):
    """Names of the columns that leave `steps`, or None if no step gives any.

    `get_feature_names_out` of a whole Pipeline needs every step to have names,
    which a FunctionTransformer that cleans text has not. So names start at the
    first step that has some of its own, and a later step without names (one
    that only changes the values) keeps those before it.
    """
    names = None
    for step in steps:
        if not hasattr(step, "get_feature_names_out"):
            continue
        if names is not None and getattr(step, "n_features_in_", None) not in (
            None,
            len(names),
        ):
            names = None  # a nameless step changed the columns in between
        try:
            names = step.get_feature_names_out(names)
        except (NotFittedError, ValueError):
            # One-to-one steps on raw text never saw named or numbered columns.
            # A vectorizer has no such excuse, nor has a step after one.
            if names is not None or hasattr(step, "build_analyzer"):
                raise
            continue
        if np.ndim(names) == 0:
            names = None  # what a one-to-one FunctionTransformer makes of no names
    return names


def is_model(obj):
    """Whether `obj` is an estimator rather than the topics of one."""
    return hasattr(obj, "get_params") and hasattr(obj, "fit")
