"""Nearest vectors: exact, in cells of an index, and by cosine."""

from .cells import Cells, make_cells, nearest_in_cells
from .exact import nearest
from .similarity import additive, best_rows, cosine, multiplicative, unit

__all__ = [
    "Cells",
    "additive",
    "best_rows",
    "cosine",
    "make_cells",
    "multiplicative",
    "nearest",
    "nearest_in_cells",
    "unit",
]
