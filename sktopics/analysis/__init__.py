"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._merge_models import merge_models

__all__ = ["merge_models"]
