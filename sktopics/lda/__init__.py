"""Latent Dirichlet allocation and its relatives."""

from ._author_topic import AuthorTopicModel
from ._latent_dirichlet import LatentDirichletAllocation

__all__ = ["AuthorTopicModel", "LatentDirichletAllocation"]
