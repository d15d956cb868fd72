"""Which checks an estimator runs, and the pytest decorators that run them."""

from collections.abc import Callable, Iterator
from functools import partial

from . import (
    _composition,
    _counts,
    _documents,
    _estimator,
    _extremes,
    _failures,
    _output,
    _rows,
    _sequences,
)
from ._make_corpus import KINDS


def contract_checks(estimator, kind) -> Iterator[Callable]:
    """Yield the checks of the contract that apply to an estimator.

    Parameters
    ----------
    estimator : estimator instance
        Any estimator with `fit` and `transform`; a Pipeline is one too.
    kind : {"counts", "sequences", "documents"}
        What the estimator takes.

    Yields
    ------
    check : callable
        To be called as ``check(estimator)``; a partial of a plain function
        ``check_x(name, estimator, kind)``. It raises `AssertionError` when the
        estimator breaks the contract and `unittest.SkipTest` when an optional
        dependency is missing.

    Raises
    ------
    ValueError
        If `kind` is none of the three.
    TypeError
        If `estimator` is a class.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sktopics.testing import contract_checks
    >>> estimator = LatentDirichletAllocation(n_components=4, max_iter=2)
    >>> for check in contract_checks(estimator, "counts"):
    ...     if check.func.__name__ in ("check_clone", "check_pickle"):
    ...         check(estimator)
    """
    if kind not in KINDS:
        raise ValueError(f"kind should be one of {KINDS}, got {kind!r}.")
    if isinstance(estimator, type):
        raise TypeError(f"Pass an instance, {estimator.__name__}(), not the class.")
    name = type(estimator).__name__
    for check in _checks(estimator, kind):
        yield partial(check, name, kind=kind)


def _checks(estimator, kind):
    yield from _estimator.estimator_checks(estimator)
    yield from _rows.row_checks(estimator)
    yield from _output.output_checks(estimator)
    yield from _composition.composition_checks(estimator)
    yield from _failures.failure_checks(estimator, kind)
    yield from _extremes.extreme_checks(estimator, kind)
    if kind == "counts":
        yield from _counts.counts_checks(estimator)
    elif kind == "documents":
        yield from _documents.documents_checks(estimator)
    else:
        yield from _sequences.sequences_checks(estimator)


def parametrize_with_counts_checks(
    estimators, *, expected_failed_checks=None, xfail_strict=None
) -> Callable[[Callable], Callable]:
    """Parametrize a test with the contract of models on counts.

    It adds to scikit-learn's `parametrize_with_checks` what a matrix of counts
    asks for: every sparse format, empty documents, terms that never occur,
    integers that overflow, models that survive a failed `partial_fit` or an interrupt
    at any line, ...

    Parameters
    ----------
    estimators : list of estimator instances
        Estimators whose `fit` and `transform` take a sparse matrix of counts.
    expected_failed_checks : callable, default=None
        Takes an estimator and returns a dict ``{"check_name": "reason"}`` of the
        checks that it is expected to fail: these are marked as xfail.
    xfail_strict : bool, default=None
        Whether an expected failure that does not happen is a failure. None
        leaves it to the configuration of pytest.

    Returns
    -------
    decorator : pytest.MarkDecorator
        For a test function with the arguments `estimator` and `check`.

    Raises
    ------
    TypeError
        If one of the estimators is a class.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sktopics.testing import parametrize_with_counts_checks
    >>> @parametrize_with_counts_checks([LatentDirichletAllocation()])
    ... def test_contract(estimator, check):
    ...     check(estimator)
    """
    return _parametrize(estimators, "counts", expected_failed_checks, xfail_strict)


def parametrize_with_sequence_checks(
    estimators, *, expected_failed_checks=None, xfail_strict=None
) -> Callable[[Callable], Callable]:
    """Parametrize a test with the contract of models on token sequences.

    scikit-learn's `parametrize_with_checks` runs a single check for an
    estimator that takes no array; these do for `TokenSequences` what
    scikit-learn's do for arrays. The documents are made inside.

    Parameters
    ----------
    estimators : list of estimator instances
        Estimators whose `fit` and `transform` take a `TokenSequences`.
    expected_failed_checks : callable, default=None
        Takes an estimator and returns a dict ``{"check_name": "reason"}`` of the
        checks that it is expected to fail: these are marked as xfail.
    xfail_strict : bool, default=None
        Whether an expected failure that does not happen is a failure. None
        leaves it to the configuration of pytest.

    Returns
    -------
    decorator : pytest.MarkDecorator
        For a test function with the arguments `estimator` and `check`.

    Raises
    ------
    TypeError
        If one of the estimators is a class.

    Examples
    --------
    >>> from sktopics.testing import parametrize_with_sequence_checks
    >>> @parametrize_with_sequence_checks([])  # your models
    ... def test_contract(estimator, check):
    ...     check(estimator)
    """
    return _parametrize(estimators, "sequences", expected_failed_checks, xfail_strict)


def parametrize_with_document_checks(
    estimators, *, expected_failed_checks=None, xfail_strict=None
) -> Callable[[Callable], Callable]:
    """Parametrize a test with the contract of models on raw documents.

    scikit-learn's `parametrize_with_checks` runs a single check for an
    estimator that takes text; these do for lists of `str` what scikit-learn's
    do for arrays. The documents are made inside, none is downloaded.

    Parameters
    ----------
    estimators : list of estimator instances
        Estimators, vectorizers or Pipelines whose `fit` and `transform` take a
        list of `str`.
    expected_failed_checks : callable, default=None
        Takes an estimator and returns a dict ``{"check_name": "reason"}`` of the
        checks that it is expected to fail: these are marked as xfail.
    xfail_strict : bool, default=None
        Whether an expected failure that does not happen is a failure. None
        leaves it to the configuration of pytest.

    Returns
    -------
    decorator : pytest.MarkDecorator
        For a test function with the arguments `estimator` and `check`.

    Raises
    ------
    TypeError
        If one of the estimators is a class.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sktopics.testing import parametrize_with_document_checks
    >>> @parametrize_with_document_checks(
    ...     [CountVectorizer()],
    ...     expected_failed_checks=lambda estimator: {
    ...         "check_bad_documents": "None has no attribute 'lower'",
    ...         "check_interrupted_fit": "sets one attribute after the other",
    ...     },
    ... )
    ... def test_contract(estimator, check):
    ...     check(estimator)
    """
    return _parametrize(estimators, "documents", expected_failed_checks, xfail_strict)


def _parametrize(estimators, kind, expected_failed_checks, xfail_strict):
    import pytest  # needed to run tests, not to import sktopics.testing

    strict = {} if xfail_strict is None else {"strict": xfail_strict}
    cases = []
    for estimator in estimators:
        expected = {}
        if expected_failed_checks is not None:
            expected = expected_failed_checks(estimator)
        for check in contract_checks(estimator, kind):
            check_name = check.func.__name__
            marks = ()
            if check_name in expected:
                marks = pytest.mark.xfail(reason=expected[check_name], **strict)
            identity = f"{' '.join(repr(estimator).split())}-{check_name}"
            cases.append(pytest.param(estimator, check, marks=marks, id=identity))
    return pytest.mark.parametrize(("estimator", "check"), cases)
