"""Words and names of topics, chosen by what a topic's documents and words mean."""

from ._aspect_words import AspectWords
from ._base_step import RepresentationStep
from ._contrasting_words import ContrastingWords
from ._lemmas import Lemmas
from ._ngram_phrases import NGramPhrases
from ._part_of_speech import PartOfSpeech

__all__ = [
    "AspectWords",
    "ContrastingWords",
    "Lemmas",
    "NGramPhrases",
    "PartOfSpeech",
    "RepresentationStep",
]
