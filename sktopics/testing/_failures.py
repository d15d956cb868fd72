"""Checks of what a fitted model is after it has refused something."""

import copy
from functools import partial
from itertools import product
from operator import methodcaller

import numpy as np
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from ._assertions import (
    assert_equal,
    assert_same_state,
    dense,
    is_vectorizer,
    parameter,
    prepare,
    raises,
    state,
    training_data,
)
from ._interrupts import outcomes
from ._make_corpus import make_corpus


def _unusable(kind, documents):
    """Return (description, input) pairs that a fitted model has to refuse."""
    if kind == "vectors":
        return [("NaN", np.full((len(documents), 3), np.nan))]
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


# Where a callback may raise: the name of the hook, and whether it is called for the
# whole fit or for a pass.
_HOOKS = (
    ("setup", "fit"),
    ("on_fit_task_begin", "fit"),
    ("on_fit_task_begin", "pass"),
    ("on_fit_task_end", "pass"),
    ("on_fit_task_end", "fit"),
    ("teardown", "fit"),
)


class _Raising:
    """A callback that raises in one of its hooks: of passes, in the second."""

    def __init__(self, error, hook, task):
        self.error, self.hook, self.task = error, hook, task
        self.raised = False

    def setup(self, estimator, context):
        """Raise before the fit, if it is to be here."""
        self._maybe_raise("setup", context)

    def teardown(self, estimator, context):
        """Raise after the fit, if it is to be here."""
        self._maybe_raise("teardown", context)

    def on_fit_task_begin(self, estimator, context):
        """Raise before a task, if it is to be here."""
        self._maybe_raise("on_fit_task_begin", context)

    def on_fit_task_end(self, estimator, context):
        """Raise after a task, if it is to be here."""
        self._maybe_raise("on_fit_task_end", context)

    def _maybe_raise(self, hook, context):
        whole = context.parent is None
        here = whole if self.task == "fit" else not whole and context.task_id == 1
        if hook == self.hook and here:
            self.raised = True
            raise self.error("this callback raises")


def _other_data(kind, X):
    """Return fewer documents than `X` or, where they have columns, of other terms."""
    if kind == "documents":
        return X[::2]
    if kind == "sequences":
        return type(X)(X.ids, X.offsets, n_terms=X.n_terms + 2)
    return X[:, :-1]


def _check_callbacks_that_raise(name, fitted, method, X):
    """Check a method of a fitted model; return whether it has called a callback."""
    before, call = state(fitted), getattr(type(fitted), method)
    after = state(call(copy.deepcopy(fitted), X))
    called = False
    for error, (hook, task) in product((RuntimeError, KeyboardInterrupt), _HOOKS):
        callback = _Raising(error, hook, task)
        model = copy.deepcopy(fitted).set_callbacks(callback)
        try:
            call(model, X)
        except error:
            passed = True
        else:
            passed = False
        called = called or callback.raised
        assert passed == callback.raised, (
            f"{name}.{method} should let the error of a callback's {hook} through."
        )
        if passed and (hook != "teardown" or state(model.set_callbacks()) != after):
            assert_same_state(
                model.set_callbacks(),
                before,
                f"{name}.{method} failed ({error.__name__} in {hook} of the {task}) "
                "and left its mark",
            )
    return called


def check_failed_fit(name, estimator, kind=None):
    """Check that a fit that a callback interrupts leaves the model as it was."""
    kind, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(_other_data(kind, X))
    called = _check_callbacks_that_raise(name, fitted, "fit", X)
    assert called, f"{name}.fit does not call its callbacks."
    if hasattr(fitted, "partial_fit"):
        fitted = prepare(estimator).fit(X)
        _check_callbacks_that_raise(name, fitted, "partial_fit", X)


def _check_interrupts(name, method, call, estimator, read, **options):
    """Interrupt calls, and compare the estimator and what it reads with before."""
    expected = None if read is None else read(copy.deepcopy(estimator))
    for outcome in outcomes(estimator, call, **options):
        what = f"{name}.{method}, interrupted by {outcome.error!r},"
        assert outcome.state != "half-changed", (
            f"{what} is neither as before nor complete: these attributes differ: "
            f"{', '.join(outcome.differs)}."
        )
        if read is not None and outcome.state == "unchanged":
            assert_equal(read(outcome.estimator), expected, f"{what} reads differently")


def _interrupt_learning(name, estimator, kind, method, number, seed):
    kind, documents, X = training_data(estimator, kind)
    # Passes are all alike.
    unfitted = prepare(estimator, max_iter=2, epochs=1)
    first = X if method == "partial_fit" else _other_data(kind, X)
    fitted = clone(unfitted).fit(first)
    bad = _unusable(kind, documents)[-1][1]

    learn, learn_badly = methodcaller(method, X), methodcaller(method, bad)

    def read(estimator):
        return estimator.transform(first)

    check = partial(_check_interrupts, name, method, seed=seed)
    read = read if hasattr(fitted, "transform") else None
    check(learn, fitted, read, number=number)
    check(learn, unfitted, None, number=-(-number // 2))
    # Short calls, and an error is under way already.
    check(learn_badly, fitted, read, number=2 * number, refuses=True)
    check(learn_badly, unfitted, None, number=number, refuses=True)


def check_interrupted_fit(name, estimator, kind=None, *, number=12, seed=0):
    """Check that a fit interrupted at any line leaves the model as it was, or complete.

    Errors are raised at `number` lines of Python, half of them from the last ones; at
    other lines of a model that is not fitted yet, and of a fit that refuses its data.
    `seed` decides which.
    """
    _interrupt_learning(name, estimator, kind, "fit", number, seed)


def check_interrupted_partial_fit(name, estimator, kind=None, *, number=12, seed=0):
    """`partial_fit` interrupted at any line leaves the model as it was, or complete."""
    _interrupt_learning(name, estimator, kind, "partial_fit", number, seed)


def check_interrupted_transform(name, estimator, kind=None, *, number=12, seed=0):
    """Check that reading that is interrupted at any line leaves the model as it was."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator, max_iter=2, epochs=1).fit(X)
    for method in ("transform", "predict", "score"):
        if hasattr(fitted, method):
            for outcome in outcomes(
                fitted, methodcaller(method, X), number=number, seed=seed
            ):
                assert outcome.state == "unchanged", (
                    f"{name}.{method}, interrupted by {outcome.error!r}, has changed "
                    f"the model: {', '.join(outcome.differs)}."
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
    if not isinstance(estimator, Pipeline):  # fits one step after the other
        yield check_interrupted_fit
        if hasattr(estimator, "partial_fit"):
            yield check_interrupted_partial_fit
    yield check_interrupted_transform
    if parameter(estimator, "n_components") and not is_vectorizer(estimator):
        yield check_bad_n_components
    if kind != "documents":
        yield check_n_features_in
