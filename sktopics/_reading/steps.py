"""What a fitted estimator or Pipeline can tell about itself.

Metrics, tables and reports accept "a model or a pipeline that ends in one";
this module is the only place that looks inside a Pipeline. Pipelines may be
nested to any depth, at any place, hold "passthrough" steps, and be the
`best_estimator_` of a fitted search.
"""

from sklearn.pipeline import Pipeline

from .._sparse import checked_csr


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
    """Return what the final model of `estimator` is given for `X`.

    A sparse matrix is checked first: models and steps of other packages are given it.
    """
    X = checked_csr(X)
    for step in pipeline_steps(estimator)[:-1]:
        X = step.transform(X)
    return X


def vectorizer_and_steps_before(estimator):
    """Return what turns text into terms, and the steps that texts meet before it.

    It is a step of a Pipeline, or the fitted `vectorizer_` of a model on documents.

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
