"""What is deprecated warns its caller, and goes when its time has come."""

import ast
import warnings
from pathlib import Path

import pytest
from sklearn.base import BaseEstimator

import sktopics
from sktopics._deprecation import deprecated, removal_version, warn_deprecated

PACKAGE = Path(sktopics.__file__).parent


@deprecated(since="0.2", instead="Use sum.")
def total(values, *, start=0):
    """Add up."""
    return sum(values, start)


class Model(BaseEstimator):
    @deprecated(since="1.9", instead="Use transform.")
    def mixtures(self, X):
        return X


def test_the_function_still_works_and_is_still_itself():
    with pytest.warns(FutureWarning):
        assert total([1, 2], start=3) == 6
    assert total.__name__ == "total"
    assert total.__doc__ == "Add up."


def test_the_warning_says_since_when_until_when_and_what_to_do():
    with pytest.warns(FutureWarning) as caught:
        total([])
    assert str(caught[0].message) == (
        "total is deprecated since sktopics 0.2 and will be removed in 0.4. Use sum."
    )


def test_methods_are_named_with_their_class():
    with pytest.warns(FutureWarning, match=r"Model\.mixtures .* 1\.9 .* in 1\.11\."):
        assert Model().mixtures(3) == 3


def test_a_parameter():
    def fit():
        warn_deprecated(
            "The parameter n_passes of Model", since="0.1", instead="Use n_sweeps."
        )

    with pytest.warns(FutureWarning, match=r"n_passes of Model is .* n_sweeps\.$"):
        fit()


def test_the_warning_points_at_the_line_of_the_caller():
    with pytest.warns(FutureWarning) as caught:
        total([])  # this line
    assert caught[0].filename == __file__
    source = Path(__file__).read_text(encoding="utf-8").splitlines()
    assert source[caught[0].lineno - 1].endswith("# this line")


def test_the_caller_is_warned_once_by_default():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            total([])
    assert len(caught) == 1


@pytest.mark.parametrize(
    ("since", "removal"), [("0.1", "0.3"), ("0.9", "0.11"), ("2.0.1", "2.2")]
)
def test_two_minor_releases(since, removal):
    assert removal_version(since) == removal


def deprecations(source):
    """Return (line, since) of what a module deprecates."""
    for node in ast.walk(ast.parse(source)):
        name = node.func if isinstance(node, ast.Call) else None
        name = getattr(name, "id", getattr(name, "attr", None))
        if name in ("deprecated", "warn_deprecated"):
            (since,) = (k.value for k in node.keywords if k.arg == "since")
            if isinstance(since, ast.Constant):  # not the helper's own parameter
                yield node.lineno, since.value


def overdue(source, version):
    """Return the lines that deprecate what `version` should not have any more."""
    now = [int(part) for part in version.split(".")[:2]]
    return [
        line
        for line, since in deprecations(source)
        if now >= [int(part) for part in removal_version(since).split(".")]
    ]


def test_nothing_stays_longer_than_announced():
    late = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := overdue(path.read_text(encoding="utf-8"), sktopics.__version__))
    }
    assert not late


@pytest.mark.parametrize(
    ("version", "lines"), [("0.3.7", []), ("0.4.0.dev0", [1]), ("1.0", [1])]
)
def test_what_is_overdue_is_seen(version, lines):
    source = "@deprecated(since='0.2', instead='Use b.')\ndef a(): ..."
    assert overdue(source, version) == lines
