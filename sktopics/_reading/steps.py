"""What a fitted estimator or Pipeline can tell about itself.

Metrics, tables and reports accept "a model or a pipeline that ends in one";
this module is the only place that looks inside a Pipeline. Pipelines may be
nested to any depth, at any place, hold "passthrough" steps, and be the
`best_estimator_` of a fitted search.
"""

from typing import NamedTuple

import numpy as np
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline

from .._sparse import checked_csr
from .forms import rewound


def pipeline_steps(estimator):
    """Return the estimators that data meets in turn, as a flat list.

    Nested Pipelines are opened, "passthrough" steps are left out, a fitted search
    stands for its best estimator and a `FrozenEstimator` for what it holds; a bare
    model is its own only step.
    """
    if isinstance(estimator, FrozenEstimator):
        return pipeline_steps(estimator.estimator)
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
    """Return what the final model of `estimator` is given for `X`.

    A sparse matrix is checked first: models and steps of other packages are given it.
    Without documents, where vectors of them are given beside, it is None.
    """
    if X is None:
        return None
    X = rewound(checked_csr(X))
    for step in pipeline_steps(estimator)[:-1]:
        X = step.transform(X)
    return X


def is_model(obj):
    """Whether `obj` is an estimator, or has topics as one has them."""
    estimator = hasattr(obj, "get_params") and hasattr(obj, "fit")
    return estimator or hasattr(obj, "components_")


def model_method(estimator, name, caller):
    """Return a method of the final model, or say that `caller` needs it."""
    model = final_model(estimator)
    if not hasattr(model, name):
        raise TypeError(
            f"{type(model).__name__} has no method {name}, which {caller} calls."
        )
    return getattr(model, name)


class Branch(NamedTuple):
    """One of the transformers that are given the same data side by side.

    Attributes
    ----------
    name : str
    transformer : estimator
    columns : str, int, slice or array-like, or None
        What it is given of a table; None is all.
    place : slice
        The columns of the output that are its own.
    """

    name: str
    transformer: object
    columns: object
    place: slice


def is_column_transformer(step):
    """Whether a step is a fitted ColumnTransformer."""
    return hasattr(step, "transformers_") and hasattr(step, "output_indices_")


def branches_of(step):
    """Return the `Branch`es of a ColumnTransformer or FeatureUnion, [] of others.

    Those that are dropped or are given no column are left out.
    """
    if is_column_transformer(step):
        places = step.output_indices_
        return [
            Branch(name, transformer, columns, places[name])
            for name, transformer, columns in step.transformers_
            if not isinstance(transformer, str) and _is_some(columns)
        ]
    if isinstance(step, FeatureUnion):
        active = [
            (name, transformer)
            for name, transformer in step.transformer_list
            if transformer != "drop"
        ]
        return [Branch(name, t, None, slice(None)) for name, t in active]
    return []


def _is_some(columns):
    """Whether a selection holds a column."""
    if np.isscalar(columns) or isinstance(columns, slice):
        return True
    columns = np.asarray(columns)
    return bool(columns.any() if columns.dtype == bool else columns.size)
