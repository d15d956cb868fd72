"""Columns as data frames of any library."""

import sys

import numpy as np
import pytest

from sktopics._frames import ColumnsMixin, frame_of

COLUMNS = {"topic": np.array([0, 1]), "words": [["sea", "ship"], ["tax"]]}


class Table(ColumnsMixin):
    def _columns(self):
        return COLUMNS


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow"])
def test_a_frame_of_each_library_holds_the_columns(library):
    module = pytest.importorskip(library)
    frame = Table().to_frame(library)
    kind = module.Table if library == "pyarrow" else module.DataFrame
    assert isinstance(frame, kind)
    assert [list(words) for words in frame["words"].to_numpy()] == COLUMNS["words"]
    assert frame["topic"].to_numpy().tolist() == [0, 1]


def test_a_dict_holds_plain_lists():
    assert Table().to_dict() == {"topic": [0, 1], "words": [["sea", "ship"], ["tax"]]}
    assert type(Table().to_dict()["topic"][0]) is int


def test_an_unknown_library_is_named():
    with pytest.raises(ValueError, match="got 'dask'"):
        frame_of(COLUMNS, "dask")


def test_the_index_of_pandas_is_a_column_of_others():
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    assert frame_of(COLUMNS, index="topic").index.name == "topic"
    assert frame_of(COLUMNS, "polars", index="topic").columns == ["topic", "words"]


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_values_of_several_kinds_are_texts_where_columns_have_one_kind(library):
    pytest.importorskip(library)
    columns = {
        "mixed": ["a text", ["a", "list"], {"a": 1}, None],
        "lists": [["sea"], [], None, ["tax"]],
        "numbers": [1, 0.5, None, 2],
    }
    plain = {
        name: frame_of(columns, library)[name].to_pandas().tolist() for name in columns
    }
    assert plain["mixed"][:3] == ["a text", "['a', 'list']", "{'a': 1}"]
    assert [list(words) for words in plain["lists"] if words is not None] == [
        ["sea"],
        [],
        ["tax"],
    ]
    assert plain["numbers"][:2] == [1, 0.5]


def test_a_missing_library_is_named(monkeypatch):
    for library, command in (("pandas", r"sktopics\[pandas\]"), ("polars", "polars")):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(ImportError, match=f"pip install '?{command}"):
            frame_of(COLUMNS, library)
