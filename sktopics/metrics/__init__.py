"""Measures of topics, of topic models, and scorers for model selection."""

from ._agreement_scorer import agreement_scorer
from ._background import background_term_ratio, background_token_ratio
from ._boundary_errors import boundary_agreement, pk_error, window_diff_error
from ._class_precision_scorer import class_precision_scorer
from ._coherence import TopicCoherences, coherence_score, topic_coherences
from ._coherence_warnings import CoherenceWarning
from ._completion import completion_perplexity
from ._cooccurrence import CooccurrenceCounts, count_cooccurrences
from ._diversity import topic_diversity
from ._embedding_coherence import embedding_coherence, embedding_coherence_scorer
from ._hierarchy_scorer import hierarchy_scorer
from ._information_gain import information_gain_scorer, topic_information_gain
from ._intratext_coherence import IntratextCoherences, intratext_coherence
from ._kernel_coherence import kernel_coherence
from ._phrase_coherence import PhraseCoherences, phrase_coherence
from ._purity_and_agreement import label_agreement, purity_score
from ._renyi_entropy import renyi_entropy, renyi_scorer
from ._scorers import kernel_scorer, perplexity_scorer, sparsity_scorer
from ._segmentation_scorer import segmentation_scorer
from ._significance import TopicSignificance, topic_significance
from ._sparsity import doc_topic_sparsity, topic_word_sparsity
from ._stability import TopicStability, topic_stability
from ._told_apart import told_apart_score
from ._told_apart_scorer import told_apart_scorer
from ._topic_coverage import coverage_scorer, topic_coverage
from ._topic_kernels import TopicKernels, topic_kernels
from ._topic_mass import topic_mass
from ._topic_redundancy import redundancy_scorer, topic_redundancy
from ._topic_scorers import coherence_scorer, diversity_scorer

__all__ = [
    "CoherenceWarning",
    "CooccurrenceCounts",
    "IntratextCoherences",
    "PhraseCoherences",
    "TopicCoherences",
    "TopicKernels",
    "TopicSignificance",
    "TopicStability",
    "agreement_scorer",
    "background_term_ratio",
    "background_token_ratio",
    "boundary_agreement",
    "class_precision_scorer",
    "coherence_score",
    "coherence_scorer",
    "completion_perplexity",
    "count_cooccurrences",
    "coverage_scorer",
    "diversity_scorer",
    "doc_topic_sparsity",
    "embedding_coherence",
    "embedding_coherence_scorer",
    "hierarchy_scorer",
    "information_gain_scorer",
    "intratext_coherence",
    "kernel_coherence",
    "kernel_scorer",
    "label_agreement",
    "perplexity_scorer",
    "phrase_coherence",
    "pk_error",
    "purity_score",
    "redundancy_scorer",
    "renyi_entropy",
    "renyi_scorer",
    "segmentation_scorer",
    "sparsity_scorer",
    "told_apart_score",
    "told_apart_scorer",
    "topic_coherences",
    "topic_coverage",
    "topic_diversity",
    "topic_information_gain",
    "topic_kernels",
    "topic_mass",
    "topic_redundancy",
    "topic_significance",
    "topic_stability",
    "topic_word_sparsity",
    "window_diff_error",
]
