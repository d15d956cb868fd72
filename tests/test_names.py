"""Names: a first guess finds the file, and no two things have one name."""

import ast
import importlib
import re
from collections import defaultdict
from pathlib import Path

import pytest

import sktopics

PACKAGE = Path(sktopics.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")

# Names that two modules may define, and why. A kernel and its caller are no reason.
SAME_NAMES = {}


def words(name):
    """Return the words of a name in snake_case or CamelCase, without plurals.

    The whole name is one of them: Doc2Vec is in `_doc2vec.py`, PLSA in `_plsa.py`.
    """
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)
    parts = [part.lower() for part in (*parts, name.replace("_", ""))]
    parts = [re.sub(r"ies$", "y", part) for part in parts]
    return {re.sub(r"(?<=\w\w\w)s$", "", part) for part in parts}


def public_names():
    """Yield (public name, module that defines it) of all families."""
    for family in sktopics._FAMILIES:
        module = importlib.import_module(f"sktopics.{family}")
        for name in module.__all__:
            yield f"{family}.{name}", getattr(module, name).__module__
    for name in sktopics._FUNCTIONS:
        yield f".{name}", getattr(sktopics, name).__module__


PUBLIC = dict(public_names())


@pytest.mark.parametrize("name", PUBLIC)
def test_a_name_shares_a_word_with_its_file(name):
    family, _, public = name.partition(".")
    file = PUBLIC[name].rpartition(".")[2]
    # A family that is one file, such as callbacks.py, is found by its own name.
    assert file == family or words(public) & words(file)


@pytest.mark.parametrize("name", sktopics._HOMES)
def test_an_estimator_is_defined_in_its_home(name):
    family = sktopics._HOMES[name]
    assert getattr(sktopics, name).__module__ == PUBLIC[f"{family}.{name}"]


@pytest.mark.parametrize(
    ("name", "file", "found"),
    [
        ("Doc2Vec", "_doc2vec", True),
        ("PLSA", "_plsa", True),
        ("ARTM", "_artm", True),
        ("BERTopic", "_bertopic", True),
        ("AnalogySection", "_word_analogies", True),
        ("read_word2vec_format", "_word2vec_format", True),
        ("LatentDirichletAllocation", "_latent_dirichlet", True),
        ("LeidenClustering", "_communities", False),
        ("merge_models", "_combining", False),
        ("pk_error", "_segmentation", False),
        ("topic_table", "_build", False),
    ],
)
def test_words_are_those_that_a_stranger_would_guess(name, file, found):
    assert bool(words(name) & words(file)) == found


def test_no_two_files_have_one_name():
    folders = defaultdict(list)
    for path in MODULES:
        folders[path.name].append(str(path.parent.relative_to(PACKAGE)))
    assert not {name: found for name, found in folders.items() if len(found) > 1}


def definitions():
    """Return the modules that define each function or class, by its name."""
    found = defaultdict(set)
    for path in MODULES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            if named and not node.name.startswith("_"):  # others stay in their module
                found[node.name].add(str(path.relative_to(PACKAGE)))
    return found


def test_no_two_functions_or_classes_have_one_name():
    twins = {name for name, files in definitions().items() if len(files) > 1}
    assert twins == set(SAME_NAMES)
