"""Counting of the words of documents, as `CountVectorizer` counts them, but faster."""

from collections import defaultdict

from sklearn.feature_extraction.text import CountVectorizer

from ..sequences import TokenSequences
from ._plain_words import plain_words
from ._token_reader import Reading


class CountedWordsMixin:
    """For subclasses of `CountVectorizer`, whose terms are single words as a rule."""

    def _count_vocab(self, raw_documents, fixed_vocab):
        """Count terms: what the base class calls."""
        return count_words(self, raw_documents, fixed_vocab)


def count_words(vectorizer, raw_documents, fixed_vocab):
    """Do what `CountVectorizer._count_vocab` does.

    Parameters
    ----------
    vectorizer : CountVectorizer
    raw_documents : iterable
    fixed_vocab : bool
        Whether terms are looked up in `vocabulary_`, which may grow on its own.

    Returns
    -------
    vocabulary : mapping of str to int
        Where it is not fixed, terms are numbered in the order of first sight.
    counts : csr_array or csr_matrix of shape (n_documents, n_terms)
    """
    analyze = vectorizer.build_analyzer()
    if plain_words(analyze) is None:
        return CountVectorizer._count_vocab(vectorizer, raw_documents, fixed_vocab)
    if fixed_vocab:
        vocabulary = vectorizer.vocabulary_
    else:
        vocabulary = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
    reading = Reading(raw_documents)
    reading.read(analyze, lambda terms: _looked_up(vocabulary, terms))
    if not fixed_vocab:
        vocabulary = dict(vocabulary)
        if not vocabulary:
            raise ValueError(
                "empty vocabulary; perhaps the documents only contain stop words"
            )
    known = {"n_terms": len(vocabulary), "dtype": vectorizer.dtype}
    words = TokenSequences(reading.ids, reading.offsets, copy=False, **known)
    return vocabulary, words.to_counts()


def _looked_up(vocabulary, terms):
    """Yield the numbers of terms, -1 where a vocabulary does not have them."""
    for term in terms:
        try:
            yield vocabulary[term]
        except KeyError:
            yield -1
