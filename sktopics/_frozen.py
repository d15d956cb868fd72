"""What the frozen results with arrays in them share."""

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
