"""Checks of models on counts: matrices of every kind, numbers of every type."""

import tempfile
from pathlib import Path

import joblib
import numpy as np
import scipy.sparse as sp

from .._reading import final_model
from ._assertions import (
    assert_close,
    assert_equal,
    assert_finite,
    dense,
    is_vectorizer,
    parameter,
    prepare,
    raises,
    require,
    training_data,
)
from ._make_corpus import VOCABULARY, make_corpus

FORMATS = ("csr", "csc", "coo", "bsr", "dia", "dok", "lil")


def _assert_same_model(name, estimator, X, expected, message):
    """Assert that fitting and transforming `X` gives `expected`, but for rounding.

    The order of the entries is the order of the sums: the last bits differ, and
    a stopping rule may then be met an iteration earlier or later.
    """
    fitted = prepare(estimator).fit(X)
    assert_close(fitted.transform(X), expected, f"{name}: {message}", tolerance=1e-4)


def check_sparse_formats(name, estimator, kind=None):
    """SciPy's sparse arrays and matrices of every format, and dense, are one."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    for form in FORMATS:
        for container in ("array", "matrix"):
            converted = getattr(sp, f"{form}_{container}")(X)
            _assert_same_model(
                name, estimator, converted, expected, f"{form}_{container} differs"
            )
    _assert_same_model(name, estimator, X.toarray(), expected, "dense counts differ")
    _assert_same_model(
        name, estimator, np.asfortranarray(X.toarray()), expected, "F order differs"
    )


def check_int64_indices(name, estimator, kind=None):
    """Check that indices of 64 bits, which large matrices have, change nothing."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    wide = X.copy()
    wide.indices, wide.indptr = X.indices.astype("int64"), X.indptr.astype("int64")
    _assert_same_model(name, estimator, wide, expected, "64 bit indices differ")


def check_non_canonical(name, estimator, kind=None):
    """Repeated, unsorted and explicit zero entries count as what they stand for."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    coo = X.tocoo()
    order = np.random.RandomState(0).permutation(coo.nnz)
    rows, columns = coo.row[order], coo.col[order]
    halves = coo.data[order] / 2
    # Each entry as two halves and a zero, in random order within a row.
    by_row = np.argsort(rows, kind="stable")
    data = np.column_stack([halves, halves, np.zeros(coo.nnz)])[by_row].ravel()
    indices = np.column_stack([columns, columns, columns[::-1]])[by_row].ravel()
    messy = sp.csr_array((data, indices, 3 * X.indptr), shape=X.shape)
    before = joblib.hash(messy.data), joblib.hash(messy.indices)
    _assert_same_model(name, estimator, messy, expected, "repeated entries differ")
    after = joblib.hash(messy.data), joblib.hash(messy.indices)
    assert before == after, f"{name} sums repeated entries in the caller's matrix."


def check_integer_counts(name, estimator, kind=None):
    """Check that integer types give the same, when sums overflow them too."""
    _, _, X = training_data(estimator, kind)
    X = X * 60  # up to 255 an entry, several times that a document
    X.data = np.minimum(X.data, 255)
    fitted = prepare(estimator).fit(X)
    expected = fitted.transform(X)
    for dtype in ("uint8", "int16", "int32", "int64", "uint64", "float32"):
        message = f"{name} differs for counts of type {dtype}"
        narrow = X.astype(dtype)
        assert_close(fitted.transform(narrow), expected, message, tolerance=1e-3)
        refitted = prepare(estimator).fit(narrow)
        assert_finite(refitted.transform(narrow), message)
    small, large = X.astype("uint8"), X.astype("int32")
    assert_close(
        prepare(estimator).fit(small).transform(small),
        prepare(estimator).fit(large).transform(large),
        f"{name}.fit overflows the integer type of the counts",
        tolerance=1e-4,
    )


def check_float_types(name, estimator, kind=None):
    """float32 in, float32 out, close to what float64 gives."""
    _, _, X = training_data(estimator, kind)
    doubles = prepare(estimator).fit(X)
    expected = doubles.transform(X)
    assert expected.dtype == np.float64, f"{name}: float64 gives {expected.dtype}."
    single = X.astype(np.float32)
    fitted = prepare(estimator).fit(single)
    output = fitted.transform(single)
    assert output.dtype == np.float32, f"{name}: float32 gives {output.dtype}."
    assert_finite(output, f"{name} in float32")
    assert_close(
        doubles.transform(single),
        expected,
        f"{name}.transform differs for float32",
        tolerance=1e-3,
    )


def _check_frames(name, estimator, kind, frames):
    """Assert that data frames, by description, give what their values give."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    for description, convert in frames.items():
        frame = convert(X.toarray())
        fitted = prepare(estimator).fit(frame)
        assert list(fitted.feature_names_in_) == VOCABULARY, (
            f"{name}.feature_names_in_ are not the columns of {description}."
        )
        output = fitted.transform(frame)
        # Whole numbers may be computed in float32, and iterations amplify that.
        message = f"{name} differs for {description}"
        assert_close(output, expected, message, tolerance=1e-3)


def check_counts_in_pandas(name, estimator, kind=None):
    """Check pandas frames of floats, integers, nullable integers and sparse columns."""
    pandas = require("pandas", "counts in a data frame")

    def framed(dtype):
        return lambda X: pandas.DataFrame(X, columns=VOCABULARY).astype(dtype)

    sparse = pandas.SparseDtype("int64", 0)
    frames = {
        f"a pandas frame of {dtype}": framed(dtype)
        for dtype in ("float64", "int64", "Int64", sparse)
    }
    _check_frames(name, estimator, kind, frames)


def check_counts_in_polars(name, estimator, kind=None):
    """Polars frames of floats and of integers."""
    polars = require("polars", "counts in a data frame")
    frames = {
        f"a Polars frame of {dtype}": lambda X, dtype=dtype: polars.DataFrame(
            X.astype(dtype), schema=VOCABULARY
        )
        for dtype in ("float64", "int64", "uint8")
    }
    _check_frames(name, estimator, kind, frames)


def check_readonly_counts(name, estimator, kind=None):
    """Sparse and dense counts on a read-only memory map are read as any other."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for form, data in (("sparse", X), ("dense", X.toarray())):
            path = Path(folder) / form
            joblib.dump(data, path)
            mapped = joblib.load(path, mmap_mode="r")
            message = f"a read-only memory map ({form}) differs"
            _assert_same_model(name, estimator, mapped, expected, message)
            if hasattr(estimator, "partial_fit"):
                assert_finite(
                    prepare(estimator).partial_fit(mapped).transform(mapped),
                    f"{name}.partial_fit: {message}",
                )


def check_all_zero_terms(name, estimator, kind=None):
    """Terms that never occur keep their columns and leave all numbers finite."""
    _, _, X = training_data(estimator, kind)
    zeros = sp.csr_array((X.shape[0], 3))
    X = sp.hstack([zeros, X, zeros], format="csr")
    fitted = prepare(estimator).fit(X)
    assert_finite(fitted.transform(X), f"{name} with terms that never occur")
    model = final_model(fitted)
    if hasattr(model, "components_"):
        assert_finite(model.components_, f"{name}.components_ of unused terms")
        assert dense(model.components_).shape[1] == X.shape[1], (
            f"{name}.components_ drops terms that never occur."
        )


def check_one_term(name, estimator, kind=None):
    """Check that a vocabulary of one term gives a finite answer."""
    _, _, X = training_data(estimator, kind)
    single = sp.csr_array(X.sum(axis=1).reshape(-1, 1))
    fitted = prepare(estimator, n_components=2).fit(single)
    assert_finite(fitted.transform(single), f"{name} with one term")


def check_bad_counts(name, estimator, kind=None):
    """NaN, infinite, negative counts and text are refused by `fit`."""
    _, documents, X = training_data(estimator, kind)
    for description, value in (("NaN", np.nan), ("inf", np.inf), ("negative", -1.0)):
        bad = X.copy()
        bad.data[5] = value
        for form in (bad, bad.toarray()):
            with raises(ValueError, f"{name}.fit should refuse {description} counts"):
                prepare(estimator).fit(form)
    with raises((ValueError, TypeError), f"{name}.fit should refuse raw documents"):
        prepare(estimator).fit(documents)
    objects = X.toarray().astype(object)
    objects[0, 0] = {"no": "number"}
    with raises((ValueError, TypeError), f"{name}.fit should refuse objects"):
        prepare(estimator).fit(objects)
    with raises(ValueError, f"{name}.fit should refuse a vector"):
        prepare(estimator).fit(X.toarray()[0])
    with raises(ValueError, f"{name}.fit should refuse a matrix without documents"):
        prepare(estimator).fit(X[:0])


def check_sequences_refused(name, estimator, kind=None):
    """`TokenSequences` are refused with an error that names `to_counts`."""
    _, documents, X = training_data(estimator, kind)
    sequences = make_corpus("sequences", documents)
    fitted = prepare(estimator).fit(X)
    for method in (prepare(estimator).fit, fitted.transform):
        with raises(TypeError, f"{name} should refuse TokenSequences", "to_counts"):
            method(sequences)


def check_partial_fit_stream(name, estimator, kind=None):
    """`partial_fit` takes batches, and depends on these and the seed only."""
    kind, documents, X = training_data(estimator, kind)
    batches = [make_corpus(kind, documents[i : i + 10]) for i in range(0, 40, 10)]
    streams = prepare(estimator), prepare(estimator)
    for batch in batches:
        for streamed in streams:
            assert streamed.partial_fit(batch) is streamed, (
                f"{name}.partial_fit should return self."
            )
    first, second = (streamed.transform(X) for streamed in streams)
    assert_finite(first, f"{name}.partial_fit")
    assert_equal(second, first, f"{name}.partial_fit is not determined by its seed")
    with_one = prepare(estimator).partial_fit(batches[0]).transform(X)
    assert not np.array_equal(dense(with_one), dense(first)), (
        f"{name}.partial_fit learns nothing from later batches."
    )


def counts_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_sparse_formats
    yield check_int64_indices
    yield check_non_canonical
    yield check_integer_counts
    if not is_vectorizer(estimator):
        yield check_float_types
        yield check_counts_in_pandas
        yield check_counts_in_polars
    yield check_readonly_counts
    yield check_all_zero_terms
    if parameter(estimator, "n_components"):
        yield check_one_term
    yield check_bad_counts
    yield check_sequences_refused
    if hasattr(estimator, "partial_fit"):
        yield check_partial_fit_stream
