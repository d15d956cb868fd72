"""Checks of what a fitted model is after it has refused something."""

import numpy as np
from sklearn.pipeline import Pipeline

from ._assertions import (
    assert_same_state,
    dense,
    is_vectorizer,
    parameter,
    prepare,
    raises,
    state,
    training_data,
)
from ._make_corpus import make_corpus


def _unusable(kind, documents):
    """Return (description, input) pairs that a fitted model has to refuse."""
    X = make_corpus(kind, documents)
    if kind == "documents":
        return [("a missing document", [*documents, np.nan]), ("a string", "text")]
    if kind == "sequences":
        other = type(X)(X.ids, X.offsets, n_terms=X.n_terms + 2)
        return [("another vocabulary", other), ("raw documents", documents)]
    cases = [("fewer terms", X[:, :-1]), ("raw documents", documents)]
    for description, value in (("NaN", np.nan), ("inf", np.inf), ("negative", -1.0)):
        bad = X.copy()
        bad.data[-1] = value
        cases += [(description, bad), (f"{description} (dense)", bad.toarray())]
    return cases


def _check_failures(name, estimator, kind, method):
    kind, documents, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    before = state(fitted)
    for description, bad in _unusable(kind, documents):
        with raises(
            (ValueError, TypeError), f"{name}.{method} should refuse {description}"
        ):
            getattr(fitted, method)(bad)
        assert_same_state(
            fitted, before, f"{name}.{method} failed ({description}) and left its mark"
        )


def check_failed_partial_fit(name, estimator, kind=None):
    """Check that a `partial_fit` that fails leaves the fitted model as it was."""
    _check_failures(name, estimator, kind, "partial_fit")


class _Raising:
    """A callback that raises in the middle of a fit. It has no state of its own."""

    def __init__(self, error):
        self.error = error

    def setup(self, estimator, context):
        """Do nothing: the fit is to begin."""

    def teardown(self, estimator, context):
        """Do nothing: there is nothing to tear down."""

    def on_fit_task_begin(self, estimator, context):
        """Do nothing: passes are to be made."""

    def on_fit_task_end(self, estimator, context):
        """Raise after the second pass, or at the end if there is none."""
        if context.parent is None or context.task_id == 1:
            raise self.error("this callback raises")


def _other_data(kind, X):
    """Return fewer documents than `X` or, where they have columns, of other terms."""
    if kind == "documents":
        return X[::2]
    if kind == "sequences":
        return type(X)(X.ids, X.offsets, n_terms=X.n_terms + 2)
    return X[:, :-1]


def check_failed_fit(name, estimator, kind=None):
    """Check that a fit that is interrupted leaves the model as it was."""
    kind, _, X = training_data(estimator, kind)
    for error in (RuntimeError, KeyboardInterrupt):
        fitted = prepare(estimator).fit(_other_data(kind, X))
        before = state(fitted)
        with raises(error, f"{name}.fit should let a callback's error through"):
            fitted.set_callbacks(_Raising(error)).fit(X)
        assert_same_state(
            fitted.set_callbacks(),
            before,
            f"{name}.fit failed ({error.__name__} in a callback) and left its mark",
        )


def check_failed_transform(name, estimator, kind=None):
    """`transform` refuses what it cannot use and leaves the model as it was."""
    _check_failures(name, estimator, kind, "transform")


def check_bad_n_components(name, estimator, kind=None):
    """Check that a bad number of topics is refused by its name."""
    _, _, X = training_data(estimator, kind)
    for value in (0, -3, 2.5, "many"):
        with raises(
            (ValueError, TypeError),
            f"{name}.fit should refuse n_components={value!r}",
            "n_components",
        ):
            prepare(estimator, n_components=value).fit(X)


def check_n_features_in(name, estimator, kind=None):
    """`n_features_in_` is the number of terms, from `fit` on."""
    _, _, X = training_data(estimator, kind)
    unfitted = prepare(estimator)
    assert not hasattr(unfitted, "n_features_in_"), f"{name}: n_features_in_ unfitted."
    width = unfitted.fit(X).n_features_in_
    assert width == X.shape[1], f"{name}.n_features_in_ is {width} of {X.shape[1]}."
    assert dense(unfitted.transform(X[:2])).shape[0] == 2, f"{name}: rows are lost."


def failure_checks(estimator, kind):
    """Yield the checks of this module that apply to an estimator."""
    if hasattr(estimator, "partial_fit"):
        yield check_failed_partial_fit
    if hasattr(estimator, "set_callbacks") and not isinstance(estimator, Pipeline):
        yield check_failed_fit
    yield check_failed_transform
    if parameter(estimator, "n_components") and not is_vectorizer(estimator):
        yield check_bad_n_components
    if kind != "documents":
        yield check_n_features_in
