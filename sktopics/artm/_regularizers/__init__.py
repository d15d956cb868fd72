"""The regularizers that come with the package."""

from ._base import Regularizer
from ._cooccurrence import Biterms, ImproveCoherence
from ._decorrelation import Decorrelator
from ._labels import LabelRegularization
from ._ptdw import SmoothPtdw
from ._smoothing import SmoothSparsePhi, SmoothSparseTheta
from ._sparsing import SpecifiedSparse
from ._structure import NetPLSA, SmoothTimeInTopics
from ._topics import TopicPrior, TopicSelection

__all__ = [
    "Biterms",
    "Decorrelator",
    "ImproveCoherence",
    "LabelRegularization",
    "NetPLSA",
    "Regularizer",
    "SmoothPtdw",
    "SmoothSparsePhi",
    "SmoothSparseTheta",
    "SmoothTimeInTopics",
    "SpecifiedSparse",
    "TopicPrior",
    "TopicSelection",
]
