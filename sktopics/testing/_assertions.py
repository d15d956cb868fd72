"""What the checks need to run an estimator, to compare and to complain."""

import re
from contextlib import contextmanager
from unittest import SkipTest

import joblib
import numpy as np
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.pipeline import Pipeline

from .._optional import import_optional
from ._make_corpus import kind_of, make_corpus, make_documents


def prepare(estimator, **params):
    """Return a clone with every `random_state`, nested ones too, set to 0.

    Further parameters are set where the estimator, or the last step of a
    Pipeline, has them.
    """
    estimator = clone(estimator)
    seeds = {
        key: 0
        for key in estimator.get_params(deep=True)
        if key.rpartition("__")[2] == "random_state"
    }
    named = {parameter(estimator, key): value for key, value in params.items()}
    named.pop(None, None)
    return estimator.set_params(**seeds, **named)


def parameter(estimator, name):
    """Return the full name of a parameter of the final model, None if it has none."""
    prefix, model = "", estimator
    while isinstance(model, Pipeline):
        prefix, model = f"{prefix}{model.steps[-1][0]}__", model[-1]
    return prefix + name if name in model.get_params(deep=False) else None


def training_data(estimator, kind):
    """Return the kind of input, the training documents and the input made of them."""
    kind = kind_of(estimator) if kind is None else kind
    documents = make_documents()
    if kind == "vectors":
        return kind, documents, make_corpus("counts", documents).toarray()
    return kind, documents, make_corpus(kind, documents)


def is_vectorizer(estimator):
    """Whether the estimator turns text into terms rather than into topics."""
    return hasattr(estimator, "build_analyzer")


def dense(output):
    """Return any output of `transform` as an ndarray of shape (n_documents, n)."""
    if hasattr(output, "to_counts"):
        output = output.to_counts()
    if sp.issparse(output):
        output = output.toarray()
    return np.asarray(output)


def assert_finite(output, message):
    """Assert that an output is a matrix of finite numbers."""
    output = dense(output)
    assert output.ndim == 2, f"{message}: got {output.ndim} dimensions instead of 2."
    assert output.dtype.kind in "iuf", f"{message}: got values of type {output.dtype}."
    assert np.isfinite(output).all(), f"{message}: got NaN or infinite values."


def assert_equal(actual, expected, message):
    """Assert that two outputs are equal bit by bit."""
    actual, expected = dense(actual), dense(expected)
    assert actual.dtype == expected.dtype, f"{message}: {actual.dtype=}"
    np.testing.assert_array_equal(actual, expected, err_msg=message)


def assert_close(actual, expected, message, tolerance=None):
    """Assert that two outputs are equal up to rounding."""
    actual, expected = dense(actual), dense(expected)
    if tolerance is None:
        # Rounding that an iteration with a stopping rule may amplify a little.
        tolerance = 1e-4 if np.float32 in (actual.dtype, expected.dtype) else 1e-6
    np.testing.assert_allclose(
        actual, expected, rtol=tolerance, atol=tolerance, err_msg=message
    )


def state(estimator):
    """Return a digest of every attribute, parameters and nested ones included."""
    return {key: joblib.hash(value) for key, value in vars(estimator).items()}


def assert_same_state(estimator, before, message):
    """Assert that an estimator is as it was when `before = state(estimator)`."""
    after = state(estimator)
    changed = sorted(
        key for key in before.keys() | after.keys() if before.get(key) != after.get(key)
    )
    assert not changed, f"{message}: these attributes differ: {', '.join(changed)}."


@contextmanager
def raises(errors, message, match=""):
    """Assert that the body raises one of `errors` with a text that matches."""
    try:
        yield
    except errors as error:
        if not re.search(match, str(error)):
            raise AssertionError(
                f"{message}, with an error that says {match!r}. It says: {error}"
            ) from error
    else:
        raise AssertionError(f"{message}. Nothing was raised.")


def assert_says(error, hints, message):
    """Assert that an error's text holds one of `hints`."""
    if not any(hint in str(error) for hint in hints):
        raise AssertionError(f"{message}. It says: {error}") from error


def require(module, what):
    """Import an optional dependency, or skip the check and say why."""
    try:
        return import_optional(module, "test")
    except ImportError as error:
        raise SkipTest(f"{module} is not installed: not checking {what}.") from error
