"""Topics as clusters of embeddings: BERTopic, and what it is made of."""

# Named here too, where users of BERTopic look for it; documented in topics.
from ..topics import RepresentationContext as RepresentationContext
from ._bertopic import BERTopic
from ._leiden.leiden_clustering import LeidenClustering
from ._merge_models import merge_models
from ._topic_drift import DriftedTopic, TopicDrift

__all__ = [
    "BERTopic",
    "DriftedTopic",
    "LeidenClustering",
    "TopicDrift",
    "merge_models",
]
