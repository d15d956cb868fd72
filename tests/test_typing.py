"""Types for editors and type checkers: what they see is what there is.

`.ci/run` runs mypy and pyright over `tests/typing`; these tests need neither.
"""

import ast
import inspect
import re
from numbers import Integral, Real
from pathlib import Path

import pytest
from public_estimators import public_classes

import sktopics
from sktopics._sklearn import Interval, StrOptions

PACKAGE = Path(sktopics.__file__).parent
CLASSES = public_classes()


def test_the_package_says_that_it_has_types():
    assert (PACKAGE / "py.typed").is_file()


def names_for_type_checkers():
    """Return what the block under TYPE_CHECKING imports: name to module."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    (block,) = (
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    found = {}
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        assert node.level == 1
        for alias in node.names:
            # `import name as name` is what makes it public to a type checker.
            assert alias.asname == alias.name
            found[alias.name] = node.module
    return found


def test_type_checkers_see_every_public_name_in_its_home():
    families = dict.fromkeys(sktopics._FAMILIES)
    homes = {**sktopics._HOMES, **sktopics._FUNCTIONS, **families}
    assert names_for_type_checkers() == homes


def public_functions():
    """Yield (name, function) of the public functions and methods of all families."""
    for family in sktopics._FAMILIES:
        module = getattr(sktopics, family)
        for name in module.__all__:
            value = getattr(module, name)
            if not inspect.isclass(value):
                yield f"{family}.{name}", value
                continue
            for base in value.__mro__:
                if base.__module__.startswith("sktopics."):
                    for key, member in vars(base).items():
                        if not key.startswith("_"):
                            yield f"{family}.{name}.{key}", member


def function_of(member):
    """Return the plain function of a method, property or decorated function."""
    member = getattr(member, "fget", getattr(member, "__func__", member))
    return inspect.unwrap(member) if callable(member) else None


def test_public_results_have_types():
    untyped = [
        name
        for name, member in public_functions()
        if inspect.isfunction(function := function_of(member))
        and function.__module__.startswith("sktopics.")
        and "return" not in function.__annotations__
    ]
    assert not untyped


def documented_attributes(cls):
    """Return the names in the section Attributes of a class's docstring."""
    _, _, section = inspect.getdoc(cls).partition("\nAttributes\n----------\n")
    section = re.split(r"\n\n[A-Z][\w ]+\n-{3,}\n", section)[0]
    names = re.findall(r"^(\w[\w, ]*) :", section, flags=re.MULTILINE)
    return [name for line in names for name in line.split(", ")]


@pytest.mark.parametrize("name", CLASSES)
def test_attributes_have_types(name):
    # They are set by one helper, where no editor can see them.
    cls = CLASSES[name]
    known = {key for base in cls.__mro__ for key in inspect.get_annotations(base)}
    known |= {key for key in dir(cls) if isinstance(getattr(cls, key), property)}
    assert set(documented_attributes(cls)) <= known


def accepts(default, constraint):
    """Whether the type of a default is also that of the other allowed values."""
    if isinstance(constraint, Interval):
        real = isinstance(default, Real) and not isinstance(default, bool)
        return real and (constraint.type is Integral or isinstance(default, float))
    if isinstance(constraint, StrOptions):
        return isinstance(default, str)
    if constraint in ("boolean", "verbose"):
        return isinstance(default, int)
    return isinstance(constraint, type) and isinstance(default, constraint)


def narrow_parameters(function, constraints):
    """Return parameters without a type whose default is of one type of several."""
    return [
        parameter.name
        for parameter in inspect.signature(function).parameters.values()
        if parameter.annotation is parameter.empty
        and parameter.default not in (None, parameter.empty)
        and not all(
            accepts(parameter.default, constraint)
            for constraint in constraints.get(parameter.name, [])
        )
    ]


# Without a type, pyright takes that of the default and refuses all others.


@pytest.mark.parametrize("name", CLASSES)
def test_parameters_that_take_more_than_their_default_have_types(name):
    cls = CLASSES[name]
    assert not narrow_parameters(cls.__init__, cls._parameter_constraints)


def test_arguments_that_take_more_than_their_default_have_types():
    narrow = {
        name: narrow_parameters(member, member._skl_parameter_constraints)
        for name, member in public_functions()
        if hasattr(member, "_skl_parameter_constraints")
    }
    assert len(narrow) > 5
    assert not {name: found for name, found in narrow.items() if found}
