"""Files of the project that have to agree with each other."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))["project"]


def test_the_changelog_says_what_is_not_released():
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert headings.count("Unreleased") == 1


def test_hosted_tests_run_on_every_python_that_is_promised():
    promised = [
        line.rpartition(" :: ")[2]
        for line in PROJECT["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", line)
    ]
    (matrix,) = re.findall(
        r"^ +python: \[(.*)\]$", read(".github/workflows/ci.yml"), re.M
    )
    assert re.findall(r'"(.*?)"', matrix) == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"


def test_ruff_is_the_same_everywhere():
    (required,) = re.findall(r'"ruff~=([\d.]+)"', read("pyproject.toml"))
    (hook,) = re.findall(
        r"ruff-pre-commit\n(?: +#.*\n)* +rev: v([\d.]+)",
        read(".pre-commit-config.yaml"),
    )
    hosted = re.findall(r'"ruff~=([\d.]+)"', read(".github/workflows/ci.yml"))
    assert {required, hook, *hosted} == {required}


def test_benchmarks_cannot_hide_the_packages_that_they_measure():
    names = [path.name for path in (ROOT / "benchmarks").glob("*.py")]
    assert names
    assert all(name.startswith(("bench_", "_")) for name in names)


def test_benchmarks_are_in_their_readme():
    listed = re.findall(r"^\| `(\w+\.py)` \|", read("benchmarks/README.md"), re.M)
    scripts = [path.name for path in (ROOT / "benchmarks").glob("bench_*.py")]
    assert sorted(listed) == sorted(scripts)


def test_scripts_that_documents_name_exist():
    texts = [read("README.md"), read("CONTRIBUTING.md")]
    texts += [path.read_text(encoding="utf-8") for path in ROOT.glob("docs/**/*.rst")]
    for script in re.findall(r"(?:benchmarks|examples)/\w+\.py", " ".join(texts)):
        assert (ROOT / script).is_file()


def test_every_extra_is_explained():
    explained = re.findall(r"^   \* - ``(\w+)``$", read("docs/install.rst"), re.M)
    assert sorted(explained) == sorted(PROJECT["optional-dependencies"])
