"""Several runs of a topic model made one: consensus in place of luck."""

from ._consensus_topics import ConsensusTopics

__all__ = ["ConsensusTopics"]
