"""Checks of an estimator as an object: parameters, fitting, randomness."""

import inspect

import joblib
import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import Pipeline
from sklearn.utils import get_tags

from ._assertions import (
    assert_equal,
    assert_finite,
    assert_same_state,
    dense,
    prepare,
    raises,
    state,
    training_data,
)
from ._make_corpus import make_corpus

READERS = ("transform", "predict", "score", "perplexity")


def check_clone(name, estimator, kind=None):
    """Check that a clone has equal parameters and nothing that was fitted."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    copy = clone(fitted)
    assert type(copy) is type(fitted), f"clone({name}) is a {type(copy).__name__}."
    fitted_names = {key for key in vars(copy) if key.endswith("_") and key[0] != "_"}
    assert not fitted_names, f"clone({name}) holds fitted attributes: {fitted_names}."
    if get_tags(estimator).requires_fit:
        with raises(NotFittedError, f"A clone of a fitted {name} should not be fitted"):
            copy.transform(X)


def check_params_round_trip(name, estimator, kind=None):
    """`set_params(**get_params())` is the identity and `__init__` only stores."""
    params = estimator.get_params(deep=False)
    copy = clone(estimator).set_params(**params)
    for key, value in copy.get_params(deep=False).items():
        assert value is params[key], f"{name}: set_params changed {key!r}."
    if "__init__" in vars(type(estimator)) and hasattr(type(estimator), "fit"):
        accepted = inspect.signature(type(estimator)).parameters
        stored = vars(type(estimator)(**params)).keys()
        extra = {key for key in stored - accepted.keys() if not key.startswith("_")}
        assert not extra, f"{name}.__init__ stores what is no parameter: {extra}."


def check_params_unchanged_by_fit(name, estimator, kind=None):
    """`fit` leaves every parameter, and the objects in them, as they were."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    keys = estimator.get_params(deep=False).keys() & vars(estimator).keys()
    before = state(estimator)
    after = state(estimator.fit(X))
    changed = sorted(key for key in keys if before[key] != after.get(key))
    assert not changed, f"{name}.fit changed its parameters {changed}."


def check_not_fitted_error(name, estimator, kind=None):
    """Every reader raises `NotFittedError` before `fit`, unless tags say it works."""
    _, _, X = training_data(estimator, kind)
    readers = READERS if get_tags(estimator).requires_fit else ()
    for method in (*readers, "get_feature_names_out"):
        unfitted = prepare(estimator)
        if not hasattr(unfitted, method):
            continue
        arguments = () if method == "get_feature_names_out" else (X,)
        with raises(NotFittedError, f"{name}.{method} should complain before fit"):
            getattr(unfitted, method)(*arguments)


def check_fit_returns_self(name, estimator, kind=None):
    """`fit(X)` and `fit(X, None)` return the estimator itself."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    assert estimator.fit(X) is estimator, f"{name}.fit(X) should return self."
    assert estimator.fit(X, None) is estimator, f"{name}.fit(X, y) should return self."


def check_fit_idempotent(name, estimator, kind=None):
    """Fitting twice on the same documents is fitting once."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    once = estimator.fit(X).transform(X)
    assert_equal(
        estimator.fit(X).transform(X), once, f"A second {name}.fit changes transform"
    )


def check_fit_forgets(name, estimator, kind=None):
    """`fit` starts afresh: what was fitted before leaves no trace."""
    kind, documents, X = training_data(estimator, kind)
    other = make_corpus(kind, documents[::2])
    afresh = prepare(estimator).fit(X).transform(X)
    refitted = prepare(estimator).fit(other).fit(X).transform(X)
    assert_equal(refitted, afresh, f"{name}.fit remembers an earlier fit")


def check_fit_transform(name, estimator, kind=None):
    """`fit_transform` gives what `fit` and `transform` give, closely."""
    _, _, X = training_data(estimator, kind)
    together = dense(prepare(estimator).fit_transform(X))
    apart = dense(prepare(estimator).fit(X).transform(X))
    assert together.shape == apart.shape, f"{name}.fit_transform: {together.shape=}"
    # Sampling and stochastic methods leave the training documents' last state
    # behind, so that a few of them may differ; scikit-learn allows 1e-2.
    difference = np.abs(together - apart).mean()
    assert difference < 1e-2, (
        f"{name}.fit_transform differs from fit and transform by {difference:.3g} on "
        "average."
    )


def check_output_finite(name, estimator, kind=None):
    """`transform` gives a finite matrix with a row for every document."""
    kind, documents, X = training_data(estimator, kind)
    output = prepare(estimator).fit(X).transform(X)
    assert_finite(output, f"{name}.transform")
    assert dense(output).shape[0] == len(documents), (
        f"{name}.transform gives {dense(output).shape[0]} rows for {len(documents)}"
        " documents."
    )


def check_random_state(name, estimator, kind=None):
    """Check that `random_state` fixes the result, a generator as well as a number."""
    _, _, X = training_data(estimator, kind)
    first = prepare(estimator).fit(X).transform(X)
    np.random.seed(1)  # noqa: NPY002 -- draws from the global state must not matter
    second = prepare(estimator).fit(X).transform(X)
    assert_equal(second, first, f"{name} is not determined by its random_state")
    if "random_state" in estimator.get_params(deep=False):
        # The seeds of nested estimators stay: a model may hand out its own otherwise.
        seeded = prepare(estimator).set_params(random_state=np.random.RandomState(0))
        assert_equal(
            seeded.fit(X).transform(X),
            first,
            f"{name} differs between random_state=0 and RandomState(0)",
        )


def check_global_random_state_untouched(name, estimator, kind=None):
    """With `random_state` given, NumPy's global generator is left alone."""
    _, _, X = training_data(estimator, kind)
    np.random.seed(0)  # noqa: NPY002
    expected = np.random.RandomState(0).uniform(size=3)
    prepare(estimator).fit(X).transform(X)
    np.testing.assert_array_equal(
        np.random.uniform(size=3),  # noqa: NPY002
        expected,
        err_msg=f"{name} draws from or seeds NumPy's global random state.",
    )


def check_reading_changes_nothing(name, estimator, kind=None):
    """`transform`, `predict`, `score`, `perplexity`: same twice, model unchanged."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    before = state(fitted)
    for method in READERS:
        if not hasattr(fitted, method):
            continue
        read = getattr(fitted, method)
        once, twice = read(X), read(X)
        if hasattr(once, "to_counts"):
            once, twice = dense(once), dense(twice)
        np.testing.assert_array_equal(
            np.asarray(dense(twice)),
            np.asarray(dense(once)),
            err_msg=f"Two calls of {name}.{method} differ.",
        )
        assert_same_state(fitted, before, f"{name}.{method} changes the model")


def check_inputs_unchanged(name, estimator, kind=None):
    """No method writes to what it is given."""
    _, _, X = training_data(estimator, kind)
    before = joblib.hash(X)
    fitted = prepare(estimator)
    for method in ("fit", "fit_transform", "partial_fit", *READERS):
        if hasattr(fitted, method):
            getattr(fitted, method)(X)
            assert joblib.hash(X) == before, f"{name}.{method} changes its input."


def estimator_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_clone
    yield check_params_round_trip
    if not isinstance(estimator, Pipeline):  # fits the very steps it was given
        yield check_params_unchanged_by_fit
    yield check_not_fitted_error
    yield check_fit_returns_self
    yield check_fit_idempotent
    yield check_fit_forgets
    yield check_fit_transform
    yield check_output_finite
    yield check_random_state
    yield check_global_random_state_untouched
    yield check_reading_changes_nothing
    yield check_inputs_unchanged
