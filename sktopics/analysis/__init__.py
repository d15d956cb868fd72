"""What follows from the topics of any model: over time, by group, hierarchy, search."""

from ._outlier_reduction import OutlierReduction, OutlierStep, reassign_outliers

__all__: list[str] = ["OutlierReduction", "OutlierStep", "reassign_outliers"]
