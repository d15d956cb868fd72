"""Words and names of topics, chosen by what a topic's documents and words mean.

A representation is called as ``refine(table, context)`` and returns the table with
other words or names. Give it to the parameter `representation` of
:class:`~sktopics.clustering.BERTopic`, or with any other model of topics to
:func:`~sktopics.topics.refine_topics`. Several in a list are called in turn, and a dict
of them makes aspects, other descriptions beside the words of a topic.

Words:

- `KeyBERTInspired`: the words nearest to the documents of a topic.
- `MaximalMarginalRelevance`: words that differ from each other.

Your own:

- `RepresentationStep`: the base of representations that have parameters.
"""

from ._aspect_words import AspectWords
from ._base_step import RepresentationStep
from ._contrasting_words import ContrastingWords
from ._cross_encoder_ranking import CrossEncoderRanking
from ._image_collage import image_captions, image_collage
from ._keybert_inspired import KeyBERTInspired
from ._lemmas import Lemmas
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
    "Lemmas",
    "MaximalMarginalRelevance",
    "NGramPhrases",
    "PartOfSpeech",
    "RepresentationStep",
    "TopicImages",
    "ZeroShotNames",
    "image_captions",
    "image_collage",
]
