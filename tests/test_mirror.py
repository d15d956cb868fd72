"""Tests mirror the package: who knows a file finds its tests, and the reverse."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "sktopics"
# Tests of the whole house: rules, and what all public estimators have in common.
WHOLE = {
    "common",
    "contract",
    "import",
    "mirror",
    "names",
    "project",
    "typing",
    "walls",
}
# Attacks go through all of the house: their folder mirrors no room.
FILES = sorted(set(TESTS.rglob("test_*.py")) - set(TESTS.glob("robustness/*")))


def room_name(path):
    """Return the name of a room of the package, as a folder of tests has it."""
    return path.stem.lstrip("_")


ROOMS = {
    room_name(path): path
    for path in PACKAGE.iterdir()
    if path.name != "__pycache__" and (path.is_dir() or path.suffix == ".py")
}


def snake_case(name):
    """Return `OnlineCountVectorizer` as `online_count_vectorizer`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


@cache  # of the many tests of a room the first one reads it
def names_in(room):
    """Return what tests of a room may be called after.

    Its modules and folders, and their functions and classes that are not private.
    """
    found = set()
    for path in [room, *room.rglob("*")] if room.is_dir() else [room]:
        found.add(room_name(path))
        if path.suffix == ".py":
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef):
                    found |= {snake_case(node.name), node.name.lower()}
    return {name for name in found if name and not name.startswith("_")}


def is_called_after(stem, names):
    """Whether a name is the first words of `stem`."""
    return any(f"{stem}_".startswith(f"{name}_") for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TESTS)))
def test_a_test_file_is_called_after_what_it_tests(path):
    folder, stem = path.relative_to(TESTS).parent.name, path.stem.removeprefix("test_")
    if folder:
        assert folder in ROOMS, f"the package has no room {folder}"
        names = names_in(ROOMS[folder])
    else:
        names = WHOLE | {name for name, room in ROOMS.items() if room.is_file()}
    assert is_called_after(stem, names)


def test_every_folder_of_the_package_has_tests():
    tested = {path.relative_to(TESTS).parts[0] for path in FILES}
    assert {name for name, room in ROOMS.items() if room.is_dir()} <= tested


def test_no_two_test_files_have_one_name():
    # Folders of tests are no packages: pytest imports their modules by their names.
    stems = [path.stem for path in TESTS.rglob("*.py") if path.stem != "conftest"]
    assert len(stems) == len(set(stems))


@pytest.mark.parametrize(
    ("stem", "names", "found"),
    [
        ("lda", {"lda"}, True),
        ("author_topic_stream", {"author_topic"}, True),
        ("author_topics", {"author_topic"}, False),
        ("stream", {"author_topic"}, False),
    ],
)
def test_first_words(stem, names, found):
    assert is_called_after(stem, names) == found
