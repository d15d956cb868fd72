"""Parts that learn from batches, Pipelines of such parts among them."""

from sklearn.utils import get_tags

from ..._reading import pipeline_steps


def learns_from_batches(part):
    """Whether a part learns from batches.

    A Pipeline does if its last step has `partial_fit`, and the steps before have it or
    learn nothing.
    """
    *before, last = pipeline_steps(part)
    return hasattr(last, "partial_fit") and all(
        hasattr(step, "partial_fit") or _learns_nothing(step) for step in before
    )


def _learns_nothing(step):
    return hasattr(step, "__sklearn_tags__") and not get_tags(step).requires_fit


def learn_counts(vectorizer, documents):
    """Let a vectorizer learn a batch, and return its counts."""
    X, last = _learn_before(vectorizer, documents)
    if hasattr(last, "partial_fit_transform"):
        return last.partial_fit_transform(X)
    return last.partial_fit(X).transform(X)


def learn_vectors(part, vectors):
    """Let a reducer or a clusterer learn a batch, in place."""
    X, last = _learn_before(part, vectors)
    last.partial_fit(X)


def _learn_before(part, X):
    """Let the steps before the last learn; return what that is given, and itself."""
    *before, last = pipeline_steps(part)
    for step in before:
        if hasattr(step, "partial_fit"):
            step.partial_fit(X)
        X = step.transform(X)
    return X, last
