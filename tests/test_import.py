"""The public names: what is imported when, and what is listed where."""

import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
import subprocess
import sys

import pytest
from public_estimators import public_classes
from sklearn.base import BaseEstimator

import sktopics
from sktopics._optional import import_optional, require_optional
from sktopics.artm import TopicClassifier
from sktopics.text import ModalityVectorizer, TextCleaner

OPTIONAL = (
    "PIL",
    "gensim",
    "hdbscan",
    "huggingface_hub",
    "hypothesis",
    "matplotlib",
    "model2vec",
    "ot",
    "pandas",
    "plotly",
    "polars",
    "pytest",
    "sentence_transformers",
    "skops",
    "tomotopy",
    "torch",
    "tqdm",
    "transformers",
    "umap",
)
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(sktopics.__path__, "sktopics.")
)
# `kernels` has no underscore, yet serves the estimators only.
PUBLIC = [
    name
    for name in MODULES
    if not name.startswith("sktopics.kernels") and "._" not in name
]
FAMILIES = [name for name in PUBLIC if name.count(".") == 1]


def run_in_fresh_python(code):
    """Run `code` in a new interpreter and return what it prints, read as JSON."""
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def loaded_by(code):
    """Return the top-level packages that a new interpreter has loaded after `code`."""
    report = (
        "import json, sys; print(json.dumps([m.split('.')[0] for m in sys.modules]))"
    )
    return set(run_in_fresh_python(f"{code}\n{report}"))


def test_import_of_the_package_is_light():
    assert loaded_by("import sktopics").isdisjoint({*OPTIONAL, "numba", "sklearn"})


def test_star_import_and_listing_need_nothing_optional():
    code = "import sktopics; dir(sktopics); exec('from sktopics import *')"
    assert taken_by_us(loaded_by(code)).isdisjoint(OPTIONAL)


def taken_by_us(loaded):
    """Leave out what scikit-learn loads: pandas and pytest, where they are there."""
    return loaded - loaded_by("import sklearn.base, sklearn.utils.estimator_checks")


def test_no_module_loads_an_optional_package():
    imports = "\n".join(f"import {name}" for name in MODULES)
    loaded = loaded_by(imports)
    assert "numba" in loaded
    assert taken_by_us(loaded).isdisjoint(OPTIONAL)


def test_every_module_imports_when_all_optional_packages_are_hidden():
    code = f"""
import importlib, json, sys

class Hide:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {OPTIONAL!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Hide())
for name in {MODULES!r}:
    importlib.import_module(name)
try:
    import pandas
except ModuleNotFoundError:
    print(json.dumps("hidden"))
"""
    assert run_in_fresh_python(code) == "hidden"


@pytest.mark.parametrize("name", sktopics.__all__)
def test_public_names_resolve(name):
    assert name in dir(sktopics)
    assert getattr(sktopics, name) is getattr(sktopics, name)


def test_unknown_name():
    with pytest.raises(AttributeError, match="'sktopics' has no attribute 'Nothing'"):
        sktopics.Nothing  # noqa: B018


def test_families_are_public():
    assert {name.split(".")[1] for name in FAMILIES} <= set(sktopics.__all__)


@pytest.mark.parametrize("name", PUBLIC)
def test_all_lists_what_a_module_offers(name):
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} has no docstring"
    assert isinstance(module.__all__, list), f"{name} has no __all__"
    assert len(set(module.__all__)) == len(module.__all__)
    for entry in module.__all__:
        assert inspect.getdoc(getattr(module, entry)), f"{name}.{entry}: no docstring"
    offered = {
        key
        for key, value in vars(module).items()
        if not key.startswith("_")
        and (inspect.isclass(value) or inspect.isfunction(value))
        and f"{value.__module__}.".startswith(f"{name}.")
    }
    assert offered <= set(module.__all__)


def public_objects(family):
    """Return every public class and function of a family, by name."""
    module = importlib.import_module(family)
    values = {entry: getattr(module, entry) for entry in module.__all__}
    return {
        entry: value
        for entry, value in values.items()
        if inspect.isclass(value) or inspect.isfunction(value)
    }


@pytest.mark.parametrize("family", FAMILIES)
def test_public_docstrings_have_an_example(family):
    # What functions return is shown in the examples of the functions.
    missing = [
        entry
        for entry, value in public_objects(family).items()
        if not (dataclasses.is_dataclass(value) or is_exception(value))
        and not re.search(r"\nExamples\n-+\n(.*\n)*?>>> ", inspect.getdoc(value))
    ]
    assert not missing


def is_exception(value):
    return inspect.isclass(value) and issubclass(value, BaseException)


def test_every_estimator_is_public():
    listed = {value for name in FAMILIES for value in public_objects(name).values()}
    estimators = {
        value
        for name in MODULES
        for key, value in vars(importlib.import_module(name)).items()
        if inspect.isclass(value)
        and issubclass(value, BaseEstimator)
        and value.__module__ == name
        and not key.startswith("_")
        and not name.startswith("sktopics.testing")
    }
    assert estimators <= listed
    # Regularizers, which only have parameters, are found in their family, and so is
    # what takes or gives what no model of topics does: texts for texts, tables, labels.
    # The contract is not for these, and their own tests run scikit-learn's checks.
    learners = {value for value in estimators if hasattr(value, "fit")}
    others = {ModalityVectorizer, TextCleaner, TopicClassifier}
    assert learners - others == set(public_classes().values())


def test_import_optional_imports():
    assert import_optional("json.decoder", "test") is json.decoder


def test_import_optional_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    # Another test may have imported it.
    monkeypatch.delitem(sys.modules, "PIL.Image", raising=False)
    with pytest.raises(ImportError) as caught:
        import_optional("PIL.Image", "embeddings")
    assert str(caught.value) == (
        "PIL.Image is needed here and is not installed. "
        "Install it with: pip install 'sktopics[embeddings]'"
    )


def test_import_optional_passes_on_the_error_of_a_broken_package(tmp_path, monkeypatch):
    (tmp_path / "broken_package.py").write_text("import absent_dependency\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="No module named 'absent_dep"):
        import_optional("broken_package", "plots")


def test_import_optional_names_the_folder_that_numba_lacks(tmp_path, monkeypatch):
    (tmp_path / "without_a_folder.py").write_text(
        "raise RuntimeError(\"cannot cache function 'f': no locator available\")\n"
    )
    (tmp_path / "broken_otherwise.py").write_text("raise RuntimeError('a bug')\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(RuntimeError, match=r"without_a_folder.*NUMBA_CACHE_DIR"):
        import_optional("without_a_folder", "embeddings")
    with pytest.raises(RuntimeError, match=r"^a bug$"):
        import_optional("broken_otherwise", "embeddings")


def test_require_optional_imports_nothing(monkeypatch):
    monkeypatch.delitem(sys.modules, "tabnanny", raising=False)
    require_optional("json", "test")
    require_optional("tabnanny", "test")
    assert "tabnanny" not in sys.modules
    monkeypatch.setitem(sys.modules, "plotly", None)
    with pytest.raises(ImportError, match=r"plotly is .* pip install 'sktopics\[plots"):
        require_optional("plotly", "plots")
