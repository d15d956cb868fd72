"""The regularizers that come with the package."""

from ._biterms import Biterms
from ._decorrelator import Decorrelator
from ._improve_coherence import ImproveCoherence
from ._label_regularization import LabelRegularization
from ._net_plsa import NetPLSA
from ._regularizer import Regularizer
from ._smooth_ptdw import SmoothPtdw
from ._smooth_sparse import SmoothSparsePhi, SmoothSparseTheta
from ._smooth_time import SmoothTimeInTopics
from ._specified_sparse import SpecifiedSparse
from ._topic_prior import TopicPrior
from ._topic_selection import TopicSelection

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
