"""Words and names of topics, chosen by what a topic's documents and words mean.

A representation is called as ``refine(table, context)`` and returns the table with
other words or names. Give it to the parameter `representation` of
:class:`~sktopics.clustering.BERTopic`, or with any other model of topics to
:func:`~sktopics.topics.refine_topics`. Several in a list are called in turn, and a dict
of them makes aspects, other descriptions beside the words of a topic.

Words:

- `KeyBERTInspired`: the words nearest to the documents of a topic.
- `MaximalMarginalRelevance`: words that differ from each other.
- `ContrastingWords`: words that tell a topic from the others.
- `PartOfSpeech`: nouns, adjectives, or whatever fits a pattern of grammar.
- `Lemmas`: one form of each word.
- `NGramPhrases`: phrases of the documents, also as names.
- `CrossEncoderRanking`: the words most relevant to the documents, by a cross-encoder.
- `AspectWords`: the words of an aspect.

Names:

- `LLMNaming`: by a language model, see also `name_topics_by_llm`, `estimate_naming` and
  `name_layers`.
- `ZeroShotNames`: the best of your names.
- `TopicImages`: images of a topic, and their captions.

Your own:

- `RepresentationStep`: the base of representations that have parameters.
"""

from .._language_models.llm_adapters import (
    anthropic_llm,
    cohere_llm,
    langchain_llm,
    llama_cpp_llm,
    openai_llm,
    transformers_llm,
)
from ._aspect_words import AspectWords
from ._base_step import RepresentationStep
from ._contrasting_words import ContrastingWords
from ._cross_encoder_ranking import CrossEncoderRanking
from ._image_collage import image_captions, image_collage
from ._keybert_inspired import KeyBERTInspired
from ._lemmas import Lemmas
from ._llm.estimate_naming import estimate_naming
from ._llm.llm_naming import LLMNaming
from ._llm.name_by_llm import name_topics_by_llm
from ._llm.name_layers import NamedLayers, name_layers
from ._llm.named_topics import NamedTopics
from ._llm.naming_estimate import NamingEstimate
from ._llm.naming_report import NamingReport, NamingRow
from ._maximal_marginal_relevance import MaximalMarginalRelevance
from ._ngram_phrases import NGramPhrases
from ._part_of_speech import PartOfSpeech
from ._topic_images import TopicImages
from ._zero_shot_names import ZeroShotNames

__all__ = [
    "AspectWords",
    "ContrastingWords",
    "CrossEncoderRanking",
    "KeyBERTInspired",
    "LLMNaming",
    "Lemmas",
    "MaximalMarginalRelevance",
    "NGramPhrases",
    "NamedLayers",
    "NamedTopics",
    "NamingEstimate",
    "NamingReport",
    "NamingRow",
    "PartOfSpeech",
    "RepresentationStep",
    "TopicImages",
    "ZeroShotNames",
    "anthropic_llm",
    "cohere_llm",
    "estimate_naming",
    "image_captions",
    "image_collage",
    "langchain_llm",
    "llama_cpp_llm",
    "name_layers",
    "name_topics_by_llm",
    "openai_llm",
    "transformers_llm",
]
