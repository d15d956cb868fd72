"""Additive regularization of topic models (ARTM)."""

from ._checking import check_regularizer
from ._regularization import RegularizerUnion
from ._regularizers import (
    Decorrelator,
    Regularizer,
    SmoothSparsePhi,
    SmoothSparseTheta,
)

__all__ = [
    "Decorrelator",
    "Regularizer",
    "RegularizerUnion",
    "SmoothSparsePhi",
    "SmoothSparseTheta",
    "check_regularizer",
]
