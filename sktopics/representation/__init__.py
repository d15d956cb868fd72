"""Words and names of topics, chosen by what a topic's documents and words mean."""

from ._base_step import RepresentationStep

__all__ = ["RepresentationStep"]
