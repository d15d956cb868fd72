"""Documents as sequences of term ids: what models of reading order work on."""

from ._token_sequences import TokenSequences

__all__ = ["TokenSequences"]
