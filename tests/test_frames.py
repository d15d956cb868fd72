"""Columns as data frames of any library."""

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
