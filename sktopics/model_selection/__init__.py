"""The number of topics, and the choice among candidates of a search."""

from ._best_within import BestWithin, best_within
from ._fewest_within_one_error import FewestWithinOneError, fewest_within_one_error
from ._largest_tau import LargestTau, largest_tau
from ._renormalized_entropy import RenormalizedEntropy, renormalized_entropy
from ._topic_number_table import topic_number_table
from ._topic_numbers import TopicNumberTable

__all__ = [
    "BestWithin",
    "FewestWithinOneError",
    "LargestTau",
    "RenormalizedEntropy",
    "TopicNumberTable",
    "best_within",
    "fewest_within_one_error",
    "largest_tau",
    "renormalized_entropy",
    "topic_number_table",
]
