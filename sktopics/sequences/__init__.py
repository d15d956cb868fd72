"""Documents as sequences of term ids: what models of reading order work on."""

from ._container import TokenSequences

__all__ = ["TokenSequences"]
