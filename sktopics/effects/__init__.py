"""How shares of topics depend on what is known of documents, with intervals."""

from ._topic_effects import TopicEffects, topic_effects
from ._topic_prevalence import TopicPrevalence, topic_prevalence

__all__ = ["TopicEffects", "TopicPrevalence", "topic_effects", "topic_prevalence"]
