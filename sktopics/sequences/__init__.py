"""Documents as sequences of term ids: what models of reading order work on."""

from ._sequence_arrays import check_arrays as check_arrays
from ._token_sequences import TokenSequences

__all__ = ["TokenSequences"]
