"""The rules of the house, read from the source: who imports whom, and how large."""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest

import sktopics

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "sktopics"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Imports point down only: a room may import from lower levels, never from its
# own level or above.
LEVELS = (
    {
        "_arrays",
        "_batches",
        "_boundaries",
        "_columns",
        "_distances",
        "_files",
        "_fit_loop",
        "_fitted",
        "_frozen",
        "_optional",
        "_other_names",
        "_parallel",
        "_parameters",
        "_seeds",
        "_show_versions",
        "_sklearn",
        "_sparse",
        "_terminal",
        "_text_edits",
        "_wilson",
        "kernels",
    },
    {
        "_frames",
        "_groups",
        "_language_models",
        "_magnitudes",
        "_named_columns",
        "_ngrams",
        "_part_spans",
        "_segments",
        "_word_topics",
        "sequences",
    },
    {"_validation"},
    {"_deprecation", "_neighbors", "_part_output", "_reading"},
    {"_base", "_initial_topics", "_seed_topics", "topics"},
    {"artm", "callbacks", "datasets", "embedding", "lda", "metrics", "text"},
    {
        "analysis",
        "effects",
        "ensemble",
        "judging",
        "model_selection",
        "representation",
    },
    {"clustering"},
    {"persistence", "plots"},
    {"report", "streams"},
    {"_command", "testing"},
    {"__init__", "__main__"},
)
# `sequences` is no family of models: TokenSequences is data.
MODELS = {name for name, home in sktopics._HOMES.items() if home != "sequences"}
FAMILIES_OF_MODELS = {f"sktopics.{sktopics._HOMES[name]}" for name in MODELS}
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}

# Rooms that are given fitted models, and ask `_reading` what these say.
READERS = {
    "analysis",
    "callbacks",
    "effects",
    "ensemble",
    "judging",
    "metrics",
    "model_selection",
    "plots",
    "report",
    "representation",
    "topics",
}

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60


@cache  # every rule reads every module
def parsed(path):
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def room_of(path):
    """Return the top-level module or folder of the package that holds `path`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_names(tree, path):
    """Return (line, dotted name) of everything that a module imports.

    ``from a.b import c`` counts as ``a.b.c``; relative imports are resolved.
    """
    package = ("sktopics", *path.relative_to(PACKAGE).parent.parts)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = [node.module] if node.module else []
            if node.level:
                base = [*package[: len(package) - node.level + 1], *base]
            prefix = ".".join(base)
            found += [(node.lineno, f"{prefix}.{alias.name}") for alias in node.names]
    return found


def upward_imports(tree, path):
    """Imports from the same or a higher level of the house."""
    here = room_of(path)
    for line, name in imported_names(tree, path):
        if not name.startswith("sktopics"):
            continue
        parts = name.split(".")
        there = parts[1] if len(parts) > 1 and parts[1] in LEVEL else "__init__"
        if there == here or LEVEL[there] < LEVEL[here]:
            continue
        yield line, f"{here} (level {LEVEL[here]}) imports {name}"


def private_rooms(tree, path):
    """Private modules and names of another room."""
    here = room_of(path)
    for line, name in imported_names(tree, path):
        top, *parts = name.split(".")
        if top != "sktopics" or len(parts) < 2 or parts[0] in (here, "_sklearn"):
            continue  # names of _sklearn are those that scikit-learn gave them
        if any(part.startswith("_") for part in parts[1:]):
            yield line, f"{name} is private to {parts[0]}: import what the room exports"


def looks_inside_models(tree, path):
    """Fitted attributes of models, outside `_reading`: names that end in "_"."""
    if room_of(path) not in READERS:
        return
    for node in ast.walk(tree):
        name, owner = None, None
        if isinstance(node, ast.Attribute):
            name, owner = node.attr, node.value
        elif isinstance(node, ast.Call) and len(node.args) > 1:
            called, owner = getattr(node.func, "id", None), node.args[0]
            if called in ("getattr", "hasattr"):
                name = getattr(node.args[1], "value", None)
        if getattr(owner, "id", None) == "self":
            continue  # an estimator may read its own
        if isinstance(name, str) and name.endswith("_") and not name.startswith("_"):
            yield node.lineno, f"reads {name} of a model: that is for _reading"


def private_sklearn(tree, path):
    """Uses of what scikit-learn calls private, outside `_sklearn.py`."""
    if room_of(path) == "_sklearn":
        return
    for line, name in imported_names(tree, path):
        top, *rest = name.split(".")
        if top == "sklearn" and any(part.startswith("_") for part in rest):
            yield line, f"{name} is private: import it through _sklearn.py"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            top, *rest = ast.unparse(node).split(".")
            if top == "sklearn" and any(part.startswith("_") for part in rest):
                yield node.lineno, f"{ast.unparse(node)} is private"


def checks_beside_the_door(tree, path):
    """scikit-learn's checks, which let NaN pass where users say there is none."""
    if room_of(path) in ("_sklearn", "testing"):
        return
    for line, name in imported_names(tree, path):
        last = name.rpartition(".")[2]
        if name.startswith("sklearn.") and last in (
            "check_array",
            "check_X_y",
            "validate_data",
        ):
            yield line, f"{name} is for _sklearn.py: import its own from there"


def parallel_kernels(tree, path):
    """Parallel loops of numba: parallelism is joblib's."""
    for node in ast.walk(tree):
        name = getattr(node, "id", getattr(node, "attr", None))
        if name == "prange" or (isinstance(node, ast.alias) and node.name == "prange"):
            yield getattr(node, "lineno", 0), "uses prange"
        if isinstance(node, ast.keyword) and node.arg == "parallel":
            yield node.value.lineno, "passes parallel="


def long_modules(tree, path):
    """Modules that want to be two."""
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > MAX_MODULE_LINES:
        yield 1, f"{lines} lines"


def long_functions(tree, path):
    """Functions that want to be two; their docstrings do not count."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if ast.get_docstring(node) is not None:
                text = node.body[0]
                lines -= text.end_lineno - text.lineno + 1
            if lines > MAX_FUNCTION_LINES:
                yield node.lineno, f"{node.name} has {lines} lines"


def at_import(node):
    """Return the nodes below `node` that run when the module is imported."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            child = ast.Module(body=child.orelse, type_ignores=[])
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from at_import(child)


def core_packages():
    """Return the packages that every installation of sktopics has."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {line.split(">")[0] for line in project["project"]["dependencies"]}
    names = {"sklearn" if name == "scikit-learn" else name for name in names}
    return names | {"sktopics"} | set(sys.stdlib_module_names)


CORE = core_packages()


def optional_at_import(tree, path):
    """Imports at module level of packages that only an extra brings."""
    top = ast.Module(
        body=[n for n in at_import(tree) if isinstance(n, ast.Import | ast.ImportFrom)],
        type_ignores=[],
    )
    for line, name in imported_names(top, path):
        if name.split(".")[0] not in CORE:
            yield line, f"{name} is optional: use import_optional in a function"


def models_in_persistence(tree, path):
    """Names of models in `persistence`, which finds classes by the table of homes."""
    if room_of(path) != "persistence":
        return
    for line, name in imported_names(tree, path):
        family = ".".join(name.split(".")[:2])
        if family in FAMILIES_OF_MODELS:
            yield line, f"imports {name}: classes are found by the table of homes"
    for node in ast.walk(tree):
        values = [getattr(node, key, None) for key in ("id", "attr", "value")]
        for name in MODELS.intersection(v for v in values if isinstance(v, str)):
            yield node.lineno, f"names {name}"


RULES = (
    upward_imports,
    private_rooms,
    looks_inside_models,
    private_sklearn,
    checks_beside_the_door,
    parallel_kernels,
    long_modules,
    long_functions,
    optional_at_import,
    models_in_persistence,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule(rule):
    broken = [
        f"{path.relative_to(ROOT)}:{line}: {message}"
        for path in MODULES
        for line, message in rule(parsed(path), path)
    ]
    assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)


def test_every_room_has_a_level():
    assert {room_of(path) for path in MODULES} <= set(LEVEL)


def test_contributors_are_told_the_levels():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^  \| (\d+) \| (.*) \|$", text, flags=re.MULTILINE)
    told = {int(level): set(re.findall(r"`(\w+)`", rooms)) for level, rooms in rows}
    assert told == dict(enumerate(LEVELS))


def test_modules_do_not_import_each_other_in_circles():
    graph = {}
    for path in MODULES:
        parts = ("sktopics", *path.relative_to(PACKAGE).with_suffix("").parts)
        tree = parsed(path)
        graph[".".join(parts).removesuffix(".__init__")] = {
            name for _, name in imported_names(tree, path)
        }

    def resolve(name):
        """Return the module that holds the imported `name`, if it is one of ours."""
        for candidate in (name, name.rpartition(".")[0]):
            if candidate in graph:
                return candidate
        return None

    done, stack = set(), []

    def visit(module):
        assert module not in stack, " -> ".join([*stack, module])
        if module not in done:
            stack.append(module)
            for name in sorted(graph[module]):
                if (target := resolve(name)) is not None:
                    visit(target)
            stack.pop()
            done.add(module)

    for module in graph:
        visit(module)
    assert done == set(graph)


# Each rule must see what it forbids, and let pass what it allows.
BROKEN = [
    (upward_imports, "lda/x.py", "from ..text import SequenceVectorizer"),
    (upward_imports, "lda/x.py", "from .. import metrics"),
    (upward_imports, "lda/x.py", "def f():\n    import sktopics.metrics"),
    (upward_imports, "kernels/x.py", "from .._validation import check_counts"),
    (upward_imports, "sequences/x.py", "from .._validation import check_counts"),
    (upward_imports, "_base.py", "import sktopics"),
    (upward_imports, "kernels/x.py", "from .._optional import import_optional"),
    (private_rooms, "metrics/x.py", "from ..topics._display import clip"),
    (private_rooms, "metrics/x.py", "from ..topics import _display"),
    (private_rooms, "metrics/x.py", "from .._validation import _is_text"),
    (checks_beside_the_door, "lda/x.py", "from sklearn.utils import check_array"),
    (
        checks_beside_the_door,
        "_validation.py",
        "from sklearn.utils.validation import validate_data",
    ),
    (looks_inside_models, "metrics/x.py", "def f(m): return m.components_"),
    (looks_inside_models, "topics/x.py", "def f(m): return hasattr(m, 'topics_')"),
    (looks_inside_models, "callbacks.py", "def f(m): return getattr(m, 'n_iter_', 0)"),
    (
        private_sklearn,
        "lda/x.py",
        "from sklearn.utils._tags import Tags",
    ),
    (private_sklearn, "lda/x.py", "from sklearn.base import _fit_context"),
    (private_sklearn, "lda/x.py", "import sklearn\nsklearn.base._fit_context"),
    (parallel_kernels, "kernels/x.py", "import numba\nnumba.prange(3)"),
    (parallel_kernels, "kernels/x.py", "from numba import prange as p"),
    (parallel_kernels, "kernels/x.py", "@jit(parallel=True)\ndef f(): ..."),
    (long_functions, "lda/x.py", "def f():\n" + "    x = 1\n" * 60),
    (optional_at_import, "lda/x.py", "import pandas as pd"),
    (optional_at_import, "lda/x.py", "try:\n    from torch import nn\nfinally:\n    0"),
    (optional_at_import, "lda/x.py", "class A:\n    import umap"),
    (optional_at_import, "x.py", "if TYPE_CHECKING:\n    0\nelse:\n    import umap"),
    (models_in_persistence, "persistence/x.py", "from ..lda import AuthorTopicModel"),
    (models_in_persistence, "persistence/x.py", "from .. import clustering"),
    (models_in_persistence, "persistence/x.py", "if name == 'BERTopic': ..."),
    (models_in_persistence, "persistence/x.py", "import sktopics\nsktopics.ARTM"),
]
ALLOWED = [
    (upward_imports, "lda/x.py", "from ..topics import TopicTable\nfrom . import y"),
    (upward_imports, "topics/x.py", "from .._reading import term_names"),
    (
        private_rooms,
        "lda/x.py",
        "from ..kernels.padding import padded\nfrom ._x import _y",
    ),
    (private_rooms, "topics/x.py", "from .._reading import term_names"),
    (checks_beside_the_door, "lda/x.py", "from .._sklearn import check_array"),
    (looks_inside_models, "_reading/x.py", "def f(m): return m.components_"),
    (looks_inside_models, "topics/x.py", "def f(t): return t.__dict__, t._x_, t.a"),
    (looks_inside_models, "topics/x.py", "def f(t): return getattr(t, 'terms')"),
    (upward_imports, "clustering/x.py", "from ..text import SequenceVectorizer"),
    (private_sklearn, "_sklearn.py", "from sklearn.base import _fit_context"),
    (private_sklearn, "lda/x.py", "from .._sklearn import _fit_context"),
    (parallel_kernels, "lda/x.py", "from joblib import Parallel\nParallel(n_jobs=2)"),
    (long_functions, "lda/x.py", "def f():\n    '''" + "\n" * 80 + "'''"),
    (long_functions, "lda/x.py", "def f():\n" + "    x = 1\n" * 59),
    (optional_at_import, "lda/x.py", "def f():\n    import pandas"),
    (optional_at_import, "lda/x.py", "if TYPE_CHECKING:\n    import pandas"),
    (
        optional_at_import,
        "lda/x.py",
        "import json\nimport numpy.random, sklearn",
    ),
    (models_in_persistence, "persistence/x.py", "'BERTopic is one.'\nx = homes[name]"),
    (
        models_in_persistence,
        "persistence/x.py",
        "from ..sequences import TokenSequences",
    ),
    (models_in_persistence, "report/x.py", "from ..lda import AuthorTopicModel"),
]


@pytest.mark.parametrize(("rule", "name", "source"), BROKEN)
def test_rule_sees_what_it_forbids(rule, name, source):
    assert list(rule(ast.parse(source), PACKAGE / name))


@pytest.mark.parametrize(("rule", "name", "source"), ALLOWED)
def test_rule_lets_pass_what_it_allows(rule, name, source):
    assert not list(rule(ast.parse(source), PACKAGE / name))


def test_long_module_is_seen(tmp_path):
    path = tmp_path / "x.py"
    path.write_text("x = 1\n" * MAX_MODULE_LINES)
    assert not list(long_modules(None, path))
    path.write_text("x = 1\n" * (MAX_MODULE_LINES + 1))
    assert list(long_modules(None, path))
