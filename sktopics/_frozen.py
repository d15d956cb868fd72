"""Results that cannot be changed: with arrays in them, or with mappings."""

from collections.abc import Mapping
from dataclasses import fields

import numpy as np


class FrozenArrays:
    """Base of frozen dataclasses that hold arrays.

    Arrays are copied and made read-only, also after unpickling; two results are
    equal when their types and all their fields are.
    """

    __hash__ = None

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value = value.copy()
                value.setflags(write=False)
                object.__setattr__(self, field.name, value)

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, field.name), getattr(other, field.name))
            if isinstance(getattr(self, field.name), np.ndarray)
            else getattr(self, field.name) == getattr(other, field.name)
            for field in fields(self)
        )

    def __reduce__(self):
        return type(self), tuple(getattr(self, field.name) for field in fields(self))


class FrozenMapping(Mapping):
    """A mapping that cannot be changed, of values that cannot either.

    Values are frozen by `frozen`. It equals any mapping of the same items and can be
    hashed where its values can.
    """

    __slots__ = ("_items",)

    def __init__(self, items=()):
        items = {key: frozen(value) for key, value in dict(items).items()}
        object.__setattr__(self, "_items", items)

    def __setattr__(self, name, value):
        raise AttributeError(f"{type(self).__name__} cannot be changed.")

    def __getitem__(self, key):
        return self._items[key]

    def __iter__(self):
        return iter(self._items)

    def __len__(self):
        return len(self._items)

    def __hash__(self):
        return hash(frozenset(self._items.items()))

    def __repr__(self):
        return repr(self._items)

    def __reduce__(self):
        return type(self), (self._items,)


def frozen(value):
    """Return a copy of nested mappings, lists and arrays that cannot be changed.

    Lists, tuples and arrays become tuples. Anything else stays what it is.
    """
    if isinstance(value, Mapping):
        return FrozenMapping(value)
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return tuple(map(frozen, value))
    return value


def thawed(value):
    """Return nested dicts and lists of what `frozen` gives: what JSON knows."""
    if isinstance(value, Mapping):
        return {key: thawed(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return list(map(thawed, value))
    return value
