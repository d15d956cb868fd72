"""Which documents belong to which classes, for rooms that show them."""

from .._reading import Membership, read_classes

__all__ = ["Membership", "read_classes"]
