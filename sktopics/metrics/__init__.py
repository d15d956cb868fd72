"""Measures of topics, of topic models, and scorers for model selection."""

from ._agreement import label_agreement, purity_score
from ._coherence import (
    CoherenceWarning,
    TopicCoherences,
    coherence_score,
    topic_coherences,
)
from ._completion import completion_perplexity
from ._cooccurrence import CooccurrenceCounts, count_cooccurrences
from ._diversity import topic_diversity
from ._scorers import coherence_scorer, diversity_scorer, perplexity_scorer
from ._significance import TopicSignificance, topic_significance
from ._stability import TopicStability, topic_stability

__all__ = [
    "CoherenceWarning",
    "CooccurrenceCounts",
    "TopicCoherences",
    "TopicSignificance",
    "TopicStability",
    "coherence_score",
    "coherence_scorer",
    "completion_perplexity",
    "count_cooccurrences",
    "diversity_scorer",
    "label_agreement",
    "perplexity_scorer",
    "purity_score",
    "topic_coherences",
    "topic_diversity",
    "topic_significance",
    "topic_stability",
]
