"""The vocabulary that a vectorizer is given, which it knows without being fitted."""

import copy

from sklearn.feature_extraction.text import CountVectorizer

from .._fitted import commit
from ._growing import learned_vocabulary


class GivenVocabularyMixin:
    """For subclasses of `CountVectorizer`, which reads its `vocabulary` on first use.

    The base class sets one attribute after the other, and one of them even where there
    is no vocabulary: what only reads documents would change a vectorizer that it
    refuses to work with.
    """

    def _check_vocabulary(self):
        if vars(self).get("vocabulary_"):
            return
        reader = copy.copy(self)
        CountVectorizer._check_vocabulary(reader)
        reader.build_analyzer()  # which notes that it has looked at the stop words
        commit(self, learned_vocabulary(reader))
