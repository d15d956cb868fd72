"""The number of topics, and the choice among candidates of a search."""

from ._best_within import BestWithin, best_within
from ._largest_tau import LargestTau, largest_tau

__all__ = ["BestWithin", "LargestTau", "best_within", "largest_tau"]
