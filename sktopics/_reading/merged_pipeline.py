"""A Pipeline with another model at its end, and perhaps with more words."""

import copy

from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .steps import final_model, pipeline_steps


def pipeline_with(estimator, model, names=None):
    """Return a Pipeline as it is, but for its last step, or that step alone.

    Parameters
    ----------
    estimator : model, Pipeline or search
        A search stands for its best estimator.
    model : estimator
        What is to be at the end.
    names : ndarray of shape (n_terms,), default=None
        Terms of `model`, if they are others than those of `estimator`.

    Returns
    -------
    estimator : model or Pipeline

    Raises
    ------
    ValueError
        If there are other terms, and steps before the model that cannot count them.
    """
    estimator = getattr(estimator, "best_estimator_", estimator)
    if not isinstance(estimator, Pipeline):
        return model
    new = {id(final_model(estimator)): model}
    if names is not None:
        before = pipeline_steps(estimator)[:-1]
        if len(before) != 1 or not _only_counts(before[0]):
            called = ", ".join(type(step).__name__ for step in before)
            raise ValueError(
                "The Pipelines have different words, and the steps before the model "
                f"({called}) cannot be given those of the others: only a single "
                "vectorizer of counts can (CountVectorizer, SequenceVectorizer). Fit "
                "the steps before the models once, on all documents."
            )
        widened = clone(before[0]).set_params(vocabulary=names.tolist())
        new[id(before[0])] = widened.fit([])
    return _replaced(estimator, new)


def _only_counts(step):
    """Whether nothing but its vocabulary is fitted in a vectorizer."""
    return (
        "vocabulary" in step.get_params()
        and hasattr(step, "vocabulary_")
        and not hasattr(step, "idf_")
        and not hasattr(step, "term_counts_")
    )


def _replaced(pipeline, new):
    """Return a copy of a Pipeline with other steps in place of some, by their ids."""
    copied = copy.copy(pipeline)
    copied.steps = []
    for name, step in pipeline.steps:
        step = getattr(step, "best_estimator_", step)
        if isinstance(step, Pipeline):
            step = _replaced(step, new)
        copied.steps.append((name, new.get(id(step), step)))
    return copied
