"""Columns as plain data or as a data frame of any library."""

from typing import Any

import narwhals as nw

from ._optional import require_optional


class ColumnsMixin:
    """For tables that know their `_columns`: a dict from names to lists or arrays."""

    def to_dict(self) -> dict[str, list]:
        """Return the columns by their names, each a list of plain Python objects."""
        return {
            name: values.tolist() if hasattr(values, "tolist") else list(values)
            for name, values in self._columns().items()
        }

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
        return frame_of(self._columns(), library)


def frame_of(columns, library="pandas"):
    """Return columns as a data frame of a library.

    Parameters
    ----------
    columns : dict from str to list or ndarray
    library : {"pandas", "polars", "pyarrow", "modin"}, default="pandas"

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
    libraries = ("pandas", "polars", "pyarrow", "modin")
    if library not in libraries:
        known = ", ".join(map(repr, libraries))
        raise ValueError(f"library must be one of {known}, got {library!r:.100}.")
    require_optional(library, "pandas" if library == "pandas" else library)
    return nw.from_dict(dict(columns), backend=library).to_native()
