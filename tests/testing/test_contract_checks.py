"""The checks of the contract: sound models pass all, each broken one is caught."""

import importlib
import sys
import unittest

import pytest
from contract_mutants import MUTANTS
from contract_toys import ToyCounts, ToyDocuments, ToySequences
from joblib import parallel_config
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import testing
from sktopics.testing import (
    contract_checks,
    make_corpus,
    make_documents,
    parametrize_with_counts_checks,
    parametrize_with_document_checks,
    parametrize_with_sequence_checks,
)
from sktopics.testing._make_corpus import kind_of

CAUGHT = (AssertionError, AttributeError, KeyError, TypeError, ValueError)

KIND_OF_TOY = {
    ToyCounts: "counts",
    ToySequences: "sequences",
    ToyDocuments: "documents",
}


def checks_by_name(estimator, kind):
    return {check.func.__name__: check for check in contract_checks(estimator, kind)}


@parametrize_with_counts_checks([ToyCounts()])
def test_counts_model(estimator, check):
    check(estimator)


@parametrize_with_sequence_checks([ToySequences()])
def test_sequence_model(estimator, check):
    check(estimator)


@parametrize_with_document_checks([ToyDocuments()])
def test_document_model(estimator, check):
    check(estimator)


@parametrize_with_counts_checks(
    [LatentDirichletAllocation(n_components=4, max_iter=3)],
    expected_failed_checks=lambda estimator: {
        "check_n_jobs": "sums statistics in an order that depends on n_jobs",
        "check_non_canonical": "loses all but one of a term's repeated entries",
        "check_interrupted_fit": "sets one attribute after the other",
        "check_interrupted_partial_fit": "sets one attribute after the other",
        "check_extreme_counts": "answers counts of 1e308 in NaN",
        "check_parameters_set_after_fit": "validates parameters in fit only",
    },
)
def test_scikit_learns_lda(estimator, check):
    with parallel_config(backend="threading"):  # it would start processes
        check(estimator)


@parametrize_with_document_checks(
    [make_pipeline(CountVectorizer(), LatentDirichletAllocation(4, max_iter=3))],
    expected_failed_checks=lambda estimator: {
        "check_n_jobs": "sums statistics in an order that depends on n_jobs",
        "check_set_output_pandas": "CountVectorizer has no set_output",
        "check_set_output_polars": "CountVectorizer has no set_output",
        "check_unknown_output_container": "CountVectorizer has no set_output",
        "check_bad_documents": "None has no attribute 'lower'",
    },
)
def test_a_pipeline_from_raw_text(estimator, check):
    with parallel_config(backend="threading"):
        check(estimator)


@pytest.mark.parametrize(
    ("mutant", "name"),
    [
        pytest.param(mutant, name, id=f"{mutant.__name__}-{name}")
        for mutant, names in MUTANTS
        for name in names
    ],
)
def test_broken_model_is_caught(mutant, name):
    toy, kind = next(
        (toy, kind) for toy, kind in KIND_OF_TOY.items() if issubclass(mutant, toy)
    )
    checks_by_name(toy(), kind)[name](toy())  # what it is a mutant of passes
    estimator = mutant()
    check = checks_by_name(estimator, kind)[name]
    with pytest.raises(CAUGHT) as caught:
        check(estimator)
    assert not isinstance(caught.value, unittest.SkipTest)


def test_every_check_has_caught_a_broken_model():
    used = {name for _, names in MUTANTS for name in names}
    every = {
        name
        for toy, kind in KIND_OF_TOY.items()
        for name in checks_by_name(toy(), kind)
    }
    assert every - used == set()
    assert used - every == set()


def test_checks_say_what_is_wrong():
    mutant = next(m for m, _ in MUTANTS if m.__name__ == "HalfChanged")()
    check = checks_by_name(mutant, "counts")["check_failed_partial_fit"]
    with pytest.raises(AssertionError, match=r"HalfChanged.*failed.*n_batches_"):
        check(mutant)


def test_checks_are_plain_functions():
    for toy, kind in KIND_OF_TOY.items():
        for check in contract_checks(toy(), kind):
            assert check.args == (toy.__name__,)
            assert check.func.__doc__


@pytest.mark.parametrize(("toy", "kind"), KIND_OF_TOY.items())
def test_kind_is_known_from_the_tags(toy, kind):
    assert kind_of(toy()) == kind
    # Without a kind, called as scikit-learn's checks are.
    check = checks_by_name(toy(), kind)["check_output_finite"].func
    check("toy", toy())


def test_clusterers_that_transform_nothing_take_vectors():
    assert kind_of(HDBSCAN()) == "vectors"
    assert kind_of(KMeans()) == "counts"


def test_expected_failures_are_marked_with_their_reason():
    mark = parametrize_with_counts_checks(
        [ToyCounts()],
        expected_failed_checks=lambda estimator: {"check_clone": "a reason"},
        xfail_strict=True,
    )
    cases = {case.values[1].func.__name__: case for case in mark.args[1]}
    (xfail,) = cases["check_clone"].marks
    assert xfail.name == "xfail"
    assert xfail.kwargs == {"reason": "a reason", "strict": True}
    assert not cases["check_pickle"].marks


@pytest.mark.parametrize(
    ("module", "check"),
    [
        ("pandas", "check_set_output_pandas"),
        ("polars", "check_set_output_polars"),
        ("skops", "check_skops"),
        ("pandas", "check_document_series"),
    ],
)
def test_missing_optional_dependencies_skip_with_a_reason(monkeypatch, module, check):
    find = importlib.import_module

    def hidden(name, package=None):
        if name.partition(".")[0] == module:
            raise ModuleNotFoundError(f"No module named {module!r}", name=module)
        return find(name, package)

    monkeypatch.setattr(importlib, "import_module", hidden)
    with pytest.raises(unittest.SkipTest, match=f"{module}.* is not installed: not"):
        checks_by_name(ToyDocuments(), "documents")[check](ToyDocuments())


def test_unusable_arguments_are_named():
    with pytest.raises(ValueError, match=r"kind should be one of .* got 'images'"):
        list(contract_checks(ToyCounts(), "images"))
    with pytest.raises(TypeError, match=r"instance, ToyCounts\(\), not the class"):
        parametrize_with_counts_checks([ToyCounts])


def test_corpora_are_the_same_documents():
    documents = make_documents()
    counts = make_corpus("counts", documents)
    sequences = make_corpus("sequences", documents)
    assert make_corpus("documents", documents) == documents == make_documents()
    assert counts.has_canonical_format
    assert (sequences.to_counts() != counts).nnz == 0
    expected = CountVectorizer(vocabulary=sequences.terms).fit_transform(documents)
    assert (expected != counts).nnz == 0
    assert make_corpus("counts", ["", "unknown words"]).nnz == 0


def test_public_names():
    assert set(testing.__all__) <= set(vars(testing))
    assert "pytest" not in vars(sys.modules["sktopics.testing._contract_checks"])
