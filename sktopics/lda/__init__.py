"""Latent Dirichlet allocation and its relatives."""

from ._lda import LatentDirichletAllocation

__all__ = ["LatentDirichletAllocation"]
