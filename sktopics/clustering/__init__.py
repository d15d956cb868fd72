"""Topics as clusters of embeddings: BERTopic, and what it is made of."""

# Named here too, where users of BERTopic look for them; documented where they are.
from ..analysis import merge_models as merge_models
from ..topics import RepresentationContext as RepresentationContext
from ._bertopic import BERTopic
from ._leiden.leiden_clustering import LeidenClustering
from ._top2vec import Top2Vec
from ._topic_drift import DriftedTopic, TopicDrift

__all__ = [
    "BERTopic",
    "DriftedTopic",
    "LeidenClustering",
    "Top2Vec",
    "TopicDrift",
]
