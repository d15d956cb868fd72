"""Vectors of documents and words."""

from ._doc2vec import Doc2Vec

__all__ = ["Doc2Vec"]
