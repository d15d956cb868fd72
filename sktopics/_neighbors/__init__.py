"""Nearest vectors: exact, in cells of an index, and by cosine."""

from .cells import Cells, add_to_cells, make_cells, nearest_in_cells
from .exact import nearest
from .similarity import additive, best_rows, cosine, multiplicative, unit

__all__ = [
    "Cells",
    "add_to_cells",
    "additive",
    "best_rows",
    "cosine",
    "make_cells",
    "multiplicative",
    "nearest",
    "nearest_in_cells",
    "unit",
]
