"""Topics as clusters of embeddings: BERTopic, and what it is made of."""

from ._bertopic import BERTopic
from ._combining import merge_models
from ._communities import LeidenClustering
from ._continuity import DriftedTopic, TopicDrift
from ._describing import RepresentationContext

__all__ = [
    "BERTopic",
    "DriftedTopic",
    "LeidenClustering",
    "RepresentationContext",
    "TopicDrift",
    "merge_models",
]
