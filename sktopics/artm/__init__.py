"""Additive regularization of topic models (ARTM)."""

from ._artm import ARTM
from ._attentive import AttentiveARTM
from ._checking import check_regularizer
from ._hierarchy import HierarchicalARTM
from ._plsa import PLSA
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
from ._segmentation import Passage
from ._thetaless import ThetalessARTM

__all__ = [
    "ARTM",
    "PLSA",
    "AttentiveARTM",
    "Biterms",
    "Decorrelator",
    "HierarchicalARTM",
    "ImproveCoherence",
    "LabelRegularization",
    "NetPLSA",
    "Passage",
    "Regularizer",
    "RegularizerUnion",
    "SmoothPtdw",
    "SmoothSparsePhi",
    "SmoothSparseTheta",
    "SmoothTimeInTopics",
    "SpecifiedSparse",
    "ThetalessARTM",
    "TopicPrior",
    "TopicSelection",
    "check_regularizer",
]
