"""Latent Dirichlet allocation and its relatives."""

from ._author_topic import AuthorTopicModel
from ._lda import LatentDirichletAllocation

__all__ = ["AuthorTopicModel", "LatentDirichletAllocation"]
