"""Checks of what a model does with huge and tiny numbers, and with changed parameters.

Whatever it is given, a model answers in finite numbers, or refuses by name and stays
as it was.
"""

import inspect
import warnings

import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from ._assertions import assert_same_state, prepare, raises, state, training_data

# Near the ends of what each type holds: sums of many overflow, quotients vanish.
EXTREMES = {np.float32: (3e38, 1e-45), np.float64: (1e308, 5e-324)}
WEIGHTS = (1e38, 1e-300)
LEARNING = ("fit", "partial_fit")
READING = ("transform", "predict", "score", "perplexity")


class _NoValue:
    """What no parameter may be."""

    def __repr__(self):
        return "<no value>"


def _numbers(value):
    """Yield the arrays of floats in what a method returned or an attribute holds."""
    if sp.issparse(value):
        value = value.data
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
    elif isinstance(value, (float, np.floating, np.ndarray)):
        value = np.asarray(value)
        if value.dtype.kind == "f":
            yield value


def _attempt(name, fitted, method, arguments, what):
    """Call a method of a copy: finite answers and attributes, or a clean refusal."""
    model = clone(fitted)
    vars(model).update(vars(fitted))
    before = state(model)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            output = getattr(model, method)(**arguments)
        except ValueError:
            assert_same_state(
                model, before, f"{name}.{method} refused {what} and left its mark"
            )
            return
    found = output
    if output is model:
        found = [
            value
            for name, value in vars(model).items()
            if name[-1] == "_" and name[0] != "_"
        ]
    for numbers in _numbers(found):
        assert np.isfinite(numbers).all(), (
            f"{name}.{method} answers {what} in NaN or infinite numbers."
        )


def _takes(fitted, methods, argument):
    """Yield the methods that a model has and that take an argument."""
    for method in methods:
        function = getattr(fitted, method, None)
        if function is not None and argument in inspect.signature(function).parameters:
            yield method


def _spread(values, value, first_document):
    """Yield (description, values) with an extreme value in all or in some places."""
    for where, chosen in (
        ("everywhere", slice(None)),
        ("every other time", slice(None, None, 2)),
        ("in one document", first_document),
    ):
        changed = values.copy()
        changed[chosen] = value
        yield f"{value:g} ({values.dtype}) {where}", changed


def check_extreme_counts(name, estimator, kind=None):
    """Huge and tiny counts give finite numbers, or are refused."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator, max_iter=2).fit(X)
    for dtype, extremes in EXTREMES.items():
        for value in extremes:
            spread = _spread(X.data.astype(dtype), dtype(value), slice(X.indptr[1]))
            for what, data in spread:
                counts = sp.csr_array((data, X.indices, X.indptr), shape=X.shape)
                for method in _takes(fitted, LEARNING + READING, "X"):
                    _attempt(name, fitted, method, {"X": counts}, f"counts of {what}")


def check_extreme_token_weights(name, estimator, kind=None):
    """Huge and tiny weights of tokens give finite numbers, or are refused."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator, max_iter=2).fit(X)
    for dtype, extremes in EXTREMES.items():
        for value in extremes:
            ones = np.ones(X.n_tokens, dtype)
            for what, weights in _spread(ones, dtype(value), slice(X.offsets[1])):
                try:
                    weighted = type(X)(
                        X.ids, X.offsets, n_terms=X.n_terms, weights=weights
                    )
                except ValueError:
                    continue
                for method in _takes(fitted, LEARNING + READING, "X"):
                    _attempt(
                        name, fitted, method, {"X": weighted}, f"weights of {what}"
                    )


def check_extreme_sample_weight(name, estimator, kind=None):
    """Huge and tiny weights of documents give finite numbers, or are refused."""
    _, documents, X = training_data(estimator, kind)
    fitted = prepare(estimator, max_iter=2).fit(X)
    inputs = [X]
    if kind == "counts":
        inputs.append(X.astype(np.float32))
    for value in WEIGHTS:
        spread = _spread(np.ones(len(documents)), value, slice(1))
        for what, weights in spread:
            for given in inputs:
                arguments = {"X": given, "sample_weight": weights}
                for method in _takes(fitted, LEARNING + READING, "sample_weight"):
                    _attempt(
                        name, fitted, method, arguments, f"sample_weight of {what}"
                    )


def check_parameters_set_after_fit(name, estimator, kind=None):
    """Check that nonsense for a parameter, set after `fit`, is refused by its name."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator, max_iter=2).fit(X)
    methods = ("partial_fit", *READING)
    for parameter, constraints in fitted._parameter_constraints.items():
        if constraints == "no_validation" or parameter not in vars(fitted):
            continue
        changed = clone(fitted)
        vars(changed).update(vars(fitted))
        changed.set_params(**{parameter: _NoValue()})
        before = state(changed)
        for method in _takes(changed, methods, "X"):
            with raises(
                (ValueError, TypeError),
                f"{name}.{method} should refuse {parameter}=<no value>",
                parameter,
            ):
                getattr(changed, method)(X)
            assert_same_state(
                changed, before, f"{name}.{method} refused {parameter}, and changed"
            )


def extreme_checks(estimator, kind):
    """Yield the checks of this module that apply to an estimator."""
    if kind == "counts":
        yield check_extreme_counts
    if kind == "sequences":
        yield check_extreme_token_weights
    if next(_takes(estimator, ("fit",), "sample_weight"), None):
        yield check_extreme_sample_weight
    if hasattr(estimator, "_parameter_constraints") and not isinstance(
        estimator, Pipeline
    ):
        yield check_parameters_set_after_fit
