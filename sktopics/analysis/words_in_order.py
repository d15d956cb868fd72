"""The words of documents in reading order, for the rooms above this one."""

from ._window_terms import LocatedWords, TextsInOrder, texts_in_order

__all__ = ["LocatedWords", "TextsInOrder", "texts_in_order"]
