"""Additive regularization of topic models (ARTM)."""

from ._checking import check_regularizer
from ._regularization import RegularizerUnion
from ._regularizers import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    Regularizer,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
)

__all__ = [
    "Biterms",
    "Decorrelator",
    "ImproveCoherence",
    "LabelRegularization",
    "NetPLSA",
    "Regularizer",
    "RegularizerUnion",
    "SmoothPtdw",
    "SmoothSparsePhi",
    "SmoothSparseTheta",
    "SmoothTimeInTopics",
    "SpecifiedSparse",
    "TopicPrior",
    "TopicSelection",
    "check_regularizer",
]
