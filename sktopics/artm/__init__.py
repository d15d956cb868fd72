"""Additive regularization of topic models (ARTM)."""

from .._segments import Passage
from ._artm import ARTM
from ._attentive_artm import AttentiveARTM
from ._check_regularizer import check_regularizer
from ._hierarchical_artm import HierarchicalARTM
from ._plsa import PLSA
from ._regularizer_union import RegularizerUnion, make_regularizer_union
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
from ._term_cooccurrences import term_cooccurrences
from ._thetaless_artm import ThetalessARTM
from ._topic_classifier import TopicClassifier

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
    "TopicClassifier",
    "TopicPrior",
    "TopicSelection",
    "check_regularizer",
    "make_regularizer_union",
    "term_cooccurrences",
]
