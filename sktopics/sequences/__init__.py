"""Documents as models take them: sequences of term ids, and counts with names."""

from ._named_counts import NamedCounts
from ._token_sequences import TokenSequences

__all__ = ["NamedCounts", "TokenSequences"]
