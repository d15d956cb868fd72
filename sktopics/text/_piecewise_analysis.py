"""Analyzing the pieces of a text between boundaries, one by one."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from .._boundaries import split_paragraphs, split_sentences
from .._ngrams import PieceAnalyzer

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import CountVectorizer as _Vectorizer
else:  # the class is a mixin, and no vectorizer by itself
    _Vectorizer = object

SPLITTERS = {"sentence": split_sentences, "paragraph": split_paragraphs}


class PiecewiseAnalysisMixin(_Vectorizer):
    """For subclasses of `CountVectorizer` with `boundaries`, which terms do not cross.

    `boundaries` is None, a key of `SPLITTERS`, or a callable that turns a decoded
    document into the list of its pieces.
    """

    boundaries: str | Callable | None

    def build_analyzer(self) -> Callable:
        """Return a callable that turns a document into its terms.

        Returns
        -------
        analyzer : callable
            That of `CountVectorizer`, with its order of terms. With `boundaries`, it
            analyzes the pieces of a document one by one.

        Examples
        --------
        >>> from sktopics import SequenceVectorizer
        >>> vectorizer = SequenceVectorizer(ngram_range=(2, 2), boundaries="sentence")
        >>> vectorizer.build_analyzer()("All fall down. Rain again.")
        ['all fall', 'fall down', 'rain again']
        """
        analyze = super().build_analyzer()  # which notes that stop words were checked
        if self.boundaries is None:
            return analyze
        analyze = super(PiecewiseAnalysisMixin, self._of_pieces()).build_analyzer()
        return PieceAnalyzer(self._cut(), analyze)

    def _of_pieces(self):
        """Return a vectorizer of the pieces between boundaries."""
        # Documents are decoded before they are cut, so pieces are "content",
        # whatever the documents are.
        pieces = object.__new__(type(self))  # copy.copy takes longer than a text
        vars(pieces).update(vars(self), input="content", boundaries=None)
        return pieces

    def _cut(self):
        """Return what cuts a document into its pieces."""
        split = SPLITTERS.get(self.boundaries, self.boundaries)
        return partial(_decode_and_split, self.decode, split)


def _decode_and_split(decode, split, document):
    return split(decode(document))
