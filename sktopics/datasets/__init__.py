"""Text corpora that ship with the package: nothing is ever downloaded."""

from ._sotu import load_sotu

__all__ = ["load_sotu"]
