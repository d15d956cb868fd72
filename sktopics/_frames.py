"""Columns as plain data or as a data frame of any library."""

from importlib.util import find_spec
from typing import Any

import narwhals as nw

from ._optional import require_optional

_LIBRARIES = ("pandas", "polars", "pyarrow", "modin")


class ColumnsMixin:
    """For tables that know their `_columns`: a dict from names to lists or arrays."""

    # The column that is the index of a frame of pandas, if there is one.
    _index: str | None = None

    def to_dict(self) -> dict[str, list]:
        """Return the columns by their names, each a list of plain Python objects."""
        return plain_columns(self._columns())

    def to_frame(self, library="pandas") -> Any:
        """Return the table as a data frame.

        Parameters
        ----------
        library : {"pandas", "polars", "pyarrow", "modin"}, default="pandas"
            Whose data frame it is to be.

        Returns
        -------
        frame : data frame of that library

        Raises
        ------
        ImportError
            If the library is not installed.
        ValueError
            If there is no such library.
        """
        return frame_of(self._columns(), library, index=self._index)


def plain_columns(columns):
    """Return columns as lists of plain Python objects, a dict by their names."""
    return {
        name: values.tolist() if hasattr(values, "tolist") else list(values)
        for name, values in columns.items()
    }


def frame_of(columns, library="pandas", *, index=None):
    """Return columns as a data frame of a library.

    Parameters
    ----------
    columns : dict from str to list or ndarray
        Where values of a column are of several kinds, as a text and a list are, other
        libraries than pandas get all of them as texts.
    library : {"pandas", "polars", "pyarrow", "modin"}, default="pandas"
    index : str, default=None
        The column that is the index of a frame of pandas; others have it as a column.

    Returns
    -------
    frame : data frame of that library

    Raises
    ------
    ImportError
        If the library is not installed.
    ValueError
        If there is no such library.
    """
    if library not in _LIBRARIES:
        known = ", ".join(map(repr, _LIBRARIES))
        raise ValueError(f"library must be one of {known}, got {library!r:.100}.")
    if library == "pandas":
        require_optional("pandas", "pandas")
    elif find_spec(library) is None:
        raise ImportError(
            f"{library} is needed here and is not installed. Install it with: pip "
            f"install {library}"
        )
    if library in ("pandas", "modin"):
        frame = nw.from_dict(dict(columns), backend=library).to_native()
        return frame if index is None else frame.set_index(index)
    columns = {name: _of_one_kind(values) for name, values in columns.items()}
    return nw.from_dict(columns, backend=library).to_native()


def _of_one_kind(values):
    """Return the values of a column, as texts if they are of several kinds."""
    if hasattr(values, "dtype") and values.dtype != object:
        return values
    values = list(values)
    kinds = _kinds(values)
    if kinds == {float}:
        return [None if value is None else float(value) for value in values]
    if len(kinds) <= 1:
        return values
    return [None if value is None else str(value) for value in values]


def _kinds(values):
    """Return the kinds of values that are not None, those within lists, too."""
    kinds = set()
    for value in values:
        if isinstance(value, (list, tuple)):
            kinds |= {(list, kind) for kind in _kinds(value)} or {(list, None)}
        elif value is not None:
            kinds.add(type(value))
    if kinds == {int, float}:
        return {float}
    if len(kinds) > 1:  # a list without items is one of any kind
        kinds.discard((list, None))
    return kinds
