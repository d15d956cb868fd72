"""Checks of models on `TokenSequences`: places of unknown terms, views, maps."""

import tempfile
from pathlib import Path

import joblib
import numpy as np

from ..sequences import TokenSequences
from ._assertions import (
    assert_close,
    assert_equal,
    assert_finite,
    assert_says,
    prepare,
    raises,
    training_data,
)
from ._make_corpus import make_corpus


def check_sequence_tags(name, estimator, kind=None):
    """Check that the tags say: neither an array nor text."""
    tags = estimator.__sklearn_tags__().input_tags
    assert not tags.string, f"{name}: input_tags.string should be False."
    assert not tags.two_d_array, f"{name}: input_tags.two_d_array should be False."


def check_sequence_views(name, estimator, kind=None):
    """Slices, masks and index arrays of a container are its documents."""
    _, documents, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    expected = fitted.transform(make_corpus("sequences", documents[10:20]))
    mask = np.zeros(len(documents), dtype=bool)
    mask[10:20] = True
    for key in (slice(10, 20), mask, np.arange(10, 20)):
        message = f"{name} differs for documents taken by {type(key).__name__}"
        assert_equal(fitted.transform(X[key]), expected, message)
    assert_equal(
        prepare(estimator).fit(X[10:20]).transform(X[10:20]),
        prepare(estimator).fit(X[np.arange(10, 20)]).transform(X[mask]),
        f"{name}.fit differs between a view and a copy of the same documents",
    )


def check_readonly_sequences(name, estimator, kind=None):
    """Sequences on a read-only memory map are read as any other."""
    _, _, X = training_data(estimator, kind)
    expected = prepare(estimator).fit(X).transform(X)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "sequences"
        joblib.dump(X, path)
        mapped = joblib.load(path, mmap_mode="r")
        assert_equal(
            prepare(estimator).fit(mapped).transform(mapped),
            expected,
            f"{name} differs for sequences on a memory map",
        )


def check_unknown_tokens(name, estimator, kind=None):
    """Places of unknown terms (id -1) leave every number finite."""
    _, _, X = training_data(estimator, kind)
    ids = X.ids.copy()
    ids[::4] = -1
    ids[X.offsets[3] : X.offsets[4]] = -1  # a document of nothing else
    gaps = TokenSequences(ids, X.offsets, terms=X.terms)
    fitted = prepare(estimator).fit(X)
    assert_finite(fitted.transform(gaps), f"{name}.transform with unknown terms")
    assert_finite(
        prepare(estimator).fit(gaps).transform(gaps), f"{name}.fit with unknown terms"
    )


def check_boundaries_and_weights(name, estimator, kind=None):
    """Boundaries of sentences and weights of tokens are accepted."""
    _, _, X = training_data(estimator, kind)
    boundaries = np.zeros(len(X.ids), dtype=bool)
    boundaries[::6] = True
    weights = np.linspace(0, 1, len(X.ids))
    for extra in ({"boundaries": boundaries}, {"weights": weights}):
        full = TokenSequences(X.ids, X.offsets, terms=X.terms, **extra)
        fitted = prepare(estimator).fit(full)
        assert_finite(fitted.transform(full), f"{name} with {next(iter(extra))}")


def check_other_width(name, estimator, kind=None):
    """Sequences over another number of terms are refused by `transform`."""
    _, _, X = training_data(estimator, kind)
    fitted = prepare(estimator).fit(X)
    wider = TokenSequences(X.ids, X.offsets, n_terms=X.n_terms + 1)
    with raises(ValueError, f"{name}.transform should refuse another vocabulary"):
        fitted.transform(wider)


def check_counts_or_sequences(name, estimator, kind=None):
    """Check that counts are refused, naming `SequenceVectorizer`, or give the same."""
    _, documents, X = training_data(estimator, kind)
    counts = make_corpus("counts", documents)
    fitted = prepare(estimator).fit(X)
    for attempt in (fitted.transform, prepare(estimator).fit):
        try:
            output = attempt(counts)
        except (TypeError, ValueError) as error:
            message = (
                f"{name}.{attempt.__name__} refuses counts and should say that "
                "SequenceVectorizer makes sequences"
            )
            assert_says(error, ("SequenceVectorizer",), message)
        else:
            if attempt.__name__ == "transform":
                expected = fitted.transform(X)
                assert_close(output, expected, f"{name} differs for counts")


def check_bad_sequences(name, estimator, kind=None):
    """Raw documents and containers without documents are refused."""
    _, documents, X = training_data(estimator, kind)
    with raises((ValueError, TypeError), f"{name}.fit should refuse raw documents"):
        prepare(estimator).fit(documents)
    with raises(ValueError, f"{name}.fit should refuse a container without documents"):
        prepare(estimator).fit(X[:0])


def sequences_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_sequence_tags
    yield check_sequence_views
    yield check_readonly_sequences
    yield check_unknown_tokens
    yield check_boundaries_and_weights
    yield check_other_width
    yield check_counts_or_sequences
    yield check_bad_sequences
