"""The regularizers that come with the package."""

from ._base import Regularizer
from ._decorrelation import Decorrelator
from ._smoothing import SmoothSparsePhi, SmoothSparseTheta

__all__ = [
    "Decorrelator",
    "Regularizer",
    "SmoothSparsePhi",
    "SmoothSparseTheta",
]
