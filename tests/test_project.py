"""Files of the project that have to agree with each other."""

import ast
import importlib.util
import re
import socket
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


SETTINGS = tomllib.loads(read("pyproject.toml"))
PROJECT = SETTINGS["project"]
EXTRAS = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = {"all", "benchmarks", "docs", "test", "typing"}
# Packages of an extra whose modules have other names.
MODULES = {
    "POT": "ot",
    "pillow": "PIL",
    "sentence-transformers": "sentence_transformers",
    "umap-learn": "umap",
}


def name_of(requirement):
    return re.match(r"[\w.-]+", requirement).group()


@pytest.fixture(scope="module")
def minimum_versions():
    path = ROOT / ".ci" / "minimum_versions.py"
    spec = importlib.util.spec_from_file_location("minimum_versions", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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


def test_every_extra_of_users_is_used():
    code = " ".join(p.read_text("utf8") for p in ROOT.glob("sktopics/**/*.py"))
    imported = re.findall(r'import_optional\("(\w+)[\w.]*", "(\w+)"\)', code)
    assert {extra for _, extra in imported} <= EXTRAS.keys()
    for extra in EXTRAS.keys() - FOR_DEVELOPERS:
        modules = {MODULES.get(name, name) for name in map(name_of, EXTRAS[extra])}
        assert {(module, extra) for module in modules} <= set(imported)


def test_all_is_every_extra_of_users():
    (everything,) = EXTRAS["all"]
    names = re.fullmatch(r"sktopics\[(.*)\]", everything).group(1).split(",")
    assert set(names) == EXTRAS.keys() - FOR_DEVELOPERS


def test_a_package_has_the_same_bound_in_each_extra():
    bounds = {}
    for requirement in sum(EXTRAS.values(), PROJECT["dependencies"]):
        bounds.setdefault(name_of(requirement), set()).add(requirement)
    assert {name: found for name, found in bounds.items() if len(found) > 1} == {}


def test_lowest_versions_are_read_from_the_project(minimum_versions):
    lowest = minimum_versions.lowest_versions()
    needed = SETTINGS["build-system"]["requires"] + PROJECT["dependencies"]
    assert lowest == [line.replace(">=", "==") for line in needed]
    assert "numpy==2.0" in lowest
    assert "pandas==2.2.2" in minimum_versions.lowest_versions(["pandas"])
    with pytest.raises(AttributeError):  # no lower bound, no lowest version
        minimum_versions.lowest("numpy")


def test_local_and_hosted_checks_run_the_same_scripts():
    local, hosted = read(".ci/run"), read(".github/workflows/ci.yml")
    for script in ("minimum_versions.py", "distributions.py"):
        assert (ROOT / ".ci" / script).is_file()
        assert f".ci/{script}" in local
        assert f".ci/{script}" in hosted
    for text in (local, hosted):
        assert "NUMBA_BOUNDSCHECK" in text


def test_the_repository_has_one_address():
    urls = PROJECT["urls"]
    assert urls.keys() >= {
        "Homepage",
        "Documentation",
        "Source",
        "Issues",
        "Changelog",
    }
    assert all(url.startswith(urls["Source"]) for url in urls.values())
    assert f"repository-code: {urls['Source']}\n" in read("CITATION.cff")


def test_licences_are_those_of_the_code_and_of_the_data():
    terms = set(PROJECT["license"].split(" AND "))
    note = "sktopics/datasets/data/LICENSE.md"
    assert PROJECT["license-files"] == ["LICENSE", note]
    named = re.findall(r"\b(?:PDDL|CC0|CC-BY|ODbL)-[\w.-]*\d", read(note))
    assert terms == {"BSD-3-Clause", *named}
    # Older releases of hatchling write no licence expression.
    (hatchling,) = SETTINGS["build-system"]["requires"]
    assert hatchling == "hatchling>=1.27"


def test_classifiers_say_that_the_package_has_types():
    assert (ROOT / "sktopics" / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["classifiers"]


@pytest.mark.parametrize(
    "topic",
    [
        "Report a vulnerability",
        "`pickle` and `joblib`",
        "numba's cache folder",
        "NUMBA_CACHE_DIR",
        "cache of vectors",
        "What is trusted",
    ],
)
def test_security_says_what_is_trusted(topic):
    assert topic in read("SECURITY.md")


def test_tests_can_be_collected_with_the_core_alone():
    """Modules of tests import nothing of the `test` extra but what runs them."""
    core = {name_of(line) for line in PROJECT["dependencies"]} | {"sklearn"}
    allowed = core | {"hypothesis", "pytest", "sktopics"} | sys.stdlib_module_names
    paths = list((ROOT / "tests").glob("**/*.py"))
    allowed |= {path.stem for path in paths}
    found = set()
    for path in paths:
        for node in ast.parse(path.read_text("utf8")).body:
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [node.module]
            else:
                continue
            found |= {(path.name, n) for n in names if n.split(".")[0] not in allowed}
    assert found == set()


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_tests_talk_to_this_machine_alone():
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname(), timeout=5).close()
    # An address of documentation, which nobody has. Without pytest-socket, a fixture
    # refuses it.
    with (
        socket.socket() as there,
        pytest.raises((RuntimeError, AssertionError), match=r"A test|a test"),
    ):
        there.connect(("192.0.2.1", 9))
