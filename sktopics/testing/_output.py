"""Checks of what comes out: names of columns, data frames, saved models."""

import io
import pickle
import tempfile
from pathlib import Path

import joblib
import numpy as np
import scipy.sparse as sp
from sklearn import config_context

from ._assertions import (
    assert_close,
    assert_equal,
    is_vectorizer,
    prepare,
    raises,
    require,
    training_data,
)
from ._assertions import dense as as_dense


def check_feature_names_out(name, estimator, kind=None):
    """`get_feature_names_out` gives a different string for every column."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    names = fitted.get_feature_names_out()
    assert isinstance(names, np.ndarray), f"{name}: names of columns in no array."
    assert names.dtype == object, f"{name}: names of columns are {names.dtype}."
    assert all(isinstance(column, str) for column in names), (
        f"{name}.get_feature_names_out gives names that are no strings: {names[:3]}."
    )
    n_columns = as_dense(fitted.transform(X)).shape[1]
    assert names.shape == (n_columns,), (
        f"{name}.get_feature_names_out gives {names.shape} names for {n_columns} "
        "columns."
    )
    assert len(set(names)) == n_columns, f"{name}: two columns have the same name."


def _check_set_output(name, estimator, kind, library, frame_type):
    _, _, X = training_data(estimator, kind)
    if not hasattr(estimator, "set_output"):
        _check_takes_no_part(name, estimator, X, library)
        return
    plain = prepare(estimator).fit(X)
    expected, names = plain.transform(X), list(plain.get_feature_names_out())
    fitted = prepare(estimator).set_output(transform=library)
    if sp.issparse(expected):  # which scikit-learn puts into no frame
        for method in ("fit_transform", "transform"):
            with raises(ValueError, f"{name}.{method}: sparse to {library}", "sparse"):
                getattr(fitted.fit(X), method)(X)
        return
    for method in ("fit_transform", "transform"):
        frame = getattr(fitted, method)(X)
        assert isinstance(frame, frame_type), (
            f"{name}.{method} gives a {type(frame).__name__} after set_output(transform"
            f"={library!r})."
        )
        assert list(frame.columns) == names, f"{name}: columns are {frame.columns}."
    assert all(isinstance(column, str) for column in frame.columns), (
        f"{name}: names of columns are no strings."
    )
    assert_close(frame.to_numpy(), expected, f"{name}.transform to {library} differs")


def _check_takes_no_part(name, estimator, X, library):
    """Check that what has no `set_output` ignores the global configuration too."""
    expected = prepare(estimator).fit(X).transform(X)
    with config_context(transform_output=library):
        given = prepare(estimator).fit(X).transform(X)
    assert_equal(given, expected, f"{name} without set_output, under {library}")


def check_set_output_pandas(name, estimator, kind=None):
    """`set_output(transform="pandas")` gives a data frame with string columns.

    Or an error that says so, where the output is sparse. An estimator without
    `set_output` gives the same whatever scikit-learn is configured to.
    """
    pandas = require("pandas", "set_output to pandas")
    _check_set_output(name, estimator, kind, "pandas", pandas.DataFrame)


def check_set_output_polars(name, estimator, kind=None):
    """`set_output(transform="polars")` gives a data frame with string columns.

    Or an error that says so, where the output is sparse. An estimator without
    `set_output` gives the same whatever scikit-learn is configured to.
    """
    polars = require("polars", "set_output to polars")
    _check_set_output(name, estimator, kind, "polars", polars.DataFrame)


def check_pickle(name, estimator, kind=None):
    """Check that a pickled model transforms bit-equally."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    for protocol in (2, pickle.HIGHEST_PROTOCOL):
        loaded = pickle.loads(pickle.dumps(fitted, protocol=protocol))
        assert_equal(
            loaded.transform(X),
            fitted.transform(X),
            f"{name} differs after pickling with protocol {protocol}",
        )


def check_joblib(name, estimator, kind=None):
    """Check that joblib keeps a model, also as a memory map, to the last bit."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "model.joblib"
        joblib.dump(fitted, path)
        for mmap_mode in (None, "r"):
            loaded = joblib.load(path, mmap_mode=mmap_mode)
            assert_equal(
                loaded.transform(X),
                fitted.transform(X),
                f"{name} differs after joblib.load with {mmap_mode=}",
            )


def check_skops(name, estimator, kind=None):
    """Check that skops keeps a model, trusting only the estimators' own classes.

    skops asks for trust in every class it does not know, therefore in that of
    the estimator, of estimators among its parameters and its fitted parts, with what
    they hold in turn, and in scipy's sparse arrays. In these only: no function, partial
    or private helper may hide in a fitted model.
    """
    skops_io = require("skops.io", "persistence by skops")
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    saved = skops_io.dumps(fitted)
    own = {"scipy.sparse._csr.csr_array"} | {
        f"{type(part).__module__}.{type(part).__qualname__}"
        for part in _estimators_of(fitted)
    }
    untrusted = set(skops_io.get_untrusted_types(data=saved))
    assert untrusted <= own, (
        f"skops finds untrusted types in {name}: {sorted(untrusted - own)}."
    )
    loaded = skops_io.loads(saved, trusted=sorted(untrusted))
    assert_equal(
        loaded.transform(X), fitted.transform(X), f"{name} differs after skops"
    )


def _estimators_of(fitted):
    """Return a fitted estimator, those among its parameters, and its fitted parts."""
    found, waiting = [], [fitted]
    while waiting:
        each = waiting.pop()
        is_estimator = hasattr(each, "get_params") and not isinstance(each, type)
        if is_estimator and not any(each is known for known in found):
            found.append(each)
            waiting += [*each.get_params(deep=True).values(), *vars(each).values()]
    return found


def check_unfitted_persistence(name, estimator, kind=None):
    """Check that an unfitted estimator can be saved, and fits alike afterwards."""
    _, _, X = training_data(estimator, kind)
    unfitted = prepare(estimator)
    buffer = io.BytesIO()
    joblib.dump(unfitted, buffer)
    buffer.seek(0)
    assert_equal(
        joblib.load(buffer).fit(X).transform(X),
        unfitted.fit(X).transform(X),
        f"{name} fits differently after it was saved and loaded",
    )


def check_unknown_output_container(name, estimator, kind=None):
    """`set_output` with a container that does not exist names the ones that do."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    with raises(ValueError, f"{name}: set_output('excel') should fail", "pandas"):
        estimator.set_output(transform="excel").fit(X).transform(X)


def output_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_feature_names_out
    if not is_vectorizer(estimator):
        yield check_set_output_pandas
        yield check_set_output_polars
        if hasattr(estimator, "set_output"):
            yield check_unknown_output_container
    yield check_pickle
    yield check_joblib
    yield check_skops
    yield check_unfitted_persistence
