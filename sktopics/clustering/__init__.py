"""Topics as clusters of embeddings: BERTopic, and what it is made of."""

# Named here too, where users of BERTopic look for them; documented where they are.
from ..analysis import merge_models as merge_models
from ..topics import RepresentationContext as RepresentationContext
from ._bertopic import BERTopic
from ._contextual_top2vec import ContextualTop2Vec
from ._leiden.leiden_clustering import LeidenClustering
from ._top2vec import Top2Vec
from ._topic_drift import DriftedTopic, TopicDrift
from ._windows.labelled_tokens import LabelledTokens
from ._windows.topic_segments import TopicSegment, TopicSegments

__all__ = [
    "BERTopic",
    "ContextualTop2Vec",
    "DriftedTopic",
    "LabelledTokens",
    "LeidenClustering",
    "Top2Vec",
    "TopicDrift",
    "TopicSegment",
    "TopicSegments",
]
