"""CountVectorizer that keeps the order of the words."""

import copy
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from itertools import repeat
from numbers import Integral
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import DTypeLike
from sklearn.feature_extraction.text import CountVectorizer

from .._arrays import check_dtype, drop_unknown, term_array
from .._fitted import commit
from .._sklearn import Interval, StrOptions, check_parameters
from ..sequences import TokenSequences
from ._characters_as_words import N_LOOKED_AT, takes_tokens, warn_of_characters
from ._given_vocabulary import GivenVocabularyMixin
from ._growing import learned_vocabulary
from ._inverse_transform import InverseTransformMixin
from ._located_tokens import LocatedTokensMixin
from ._min_count import MinCountMixin
from ._piecewise_analysis import SPLITTERS, PiecewiseAnalysisMixin
from ._sequence_batches import SequenceBatchesMixin
from ._token_reader import Reading, check_iterable, first_occurrences
from ._unspaced_texts import UnspacedTexts


class SequenceVectorizer(
    SequenceBatchesMixin,
    MinCountMixin,
    GivenVocabularyMixin,
    InverseTransformMixin,
    LocatedTokensMixin,
    PiecewiseAnalysisMixin,
    CountVectorizer,
):
    r"""Turn raw documents into sequences of term ids, in reading order.

    scikit-learn's `CountVectorizer` with the same parameters, the same
    vocabulary and the same order of columns, whose output keeps the order of
    the words: a :class:`~sktopics.sequences.TokenSequences` whose `to_counts()`
    is the matrix that `CountVectorizer` gives. `partial_fit` adds the terms of a
    batch to the vocabulary, after those that are there.

    Parameters
    ----------
    input : {"content", "filename", "file"}, default="content"
        Whether documents are given as they are, as paths or as open files.
    encoding : str, default="utf-8"
        Encoding of documents given as bytes or files.
    decode_error : {"strict", "ignore", "replace"}, default="strict"
        What to do with bytes that are not of that encoding.
    strip_accents : {"ascii", "unicode"} or callable, default=None
        Whether and how to remove accents.
    lowercase : bool, default=True
        Whether to make all characters small.
    preprocessor : callable, default=None
        Replaces the removal of accents and of capitals; from str to str.
    tokenizer : callable, default=None
        Replaces the splitting of a str into tokens.
    stop_words : {"english"} or list, default=None
        Words to leave out. They leave no gap: their neighbours become
        neighbours.
    token_pattern : str
        Regular expression of a token. By default ``(?u)\b\w\w+\b``, words of
        two characters or more.
    ngram_range : tuple (min_n, max_n), default=(1, 1)
        Sizes of n-grams to take for terms. In the output they come in the order
        in which they start, short ones before long ones. Each of them is a token,
        and counts for windows and contexts over the sequences.
    analyzer : {"word", "char", "char_wb"} or callable, default="word"
        Whether terms are of words or characters; a callable turns a document
        into its terms, which stay in the order in which it gives them, unless it
        is an analyzer that scikit-learn has built. The order of a subclass that
        makes n-grams in a way of its own stays, too.
    max_df : float in [0, 1] or int, default=1.0
        Leave out terms in more documents than this share or number.
    min_df : float in [0, 1] or int, default=1
        Leave out terms in fewer documents than this share or number.
    max_features : int, default=None
        Keep this many terms, the most frequent ones.
    vocabulary : mapping or iterable, default=None
        The terms by column, instead of those of the documents fitted on.
    binary : bool, default=False
        Whether a term counts once in a document, however often it occurs:
        repeated tokens keep their places, with weight 0.
    dtype : dtype, default=numpy.int64
        Type of the counts that the sequences stand for.
    boundaries : {"sentence", "paragraph"} or callable, default=None
        Where the context of a word ends, beside the ends of the document:

        - "sentence": after ``. ! ? …`` and their like in other scripts, where
          white space follows (after ``。！？`` also without), unless a small
          letter comes next or the full stop follows an initial or a common
          abbreviation; and at blank lines;
        - "paragraph": at blank lines;
        - a callable turns a decoded document into a list of its pieces.

        Pieces are analyzed one by one, so n-grams do not reach across
        boundaries: counts of single words (of tokens that do not straddle a
        boundary) are those of `CountVectorizer` still, counts of n-grams are
        smaller by those that reach across.
    unknown : {"drop", "keep"}, default="drop"
        What becomes of words that are not in the vocabulary: unseen when
        fitted, or left out because of `min_df`, `max_df` or `max_features`.
        "drop" closes the gap, so that their neighbours become neighbours;
        "keep" marks their places with the id -1, so that windows over the
        sequences span as many words as in the text. Counts are the same.
    min_count : int, default=1
        Leave out terms that occur less often in all documents together; `binary` counts
        a term once in a document. A limit beside `min_df`; for `fit`.

    Attributes
    ----------
    vocabulary_ : dict
        The column (and id) of each term.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.

    See Also
    --------
    token_spans : Finds the tokens in the raw text.
    sklearn.feature_extraction.text.CountVectorizer : Gives counts, without order.

    Examples
    --------
    >>> from sktopics import SequenceVectorizer
    >>> vectorizer = SequenceVectorizer(boundaries="sentence")
    >>> X = vectorizer.fit_transform(["Rain again. Again and again!", "No rain."])
    >>> X
    <TokenSequences of 2 documents, 7 tokens, 4 terms with boundaries>
    >>> X.tokens()
    [['rain', 'again', 'again', 'and', 'again'], ['no', 'rain']]
    >>> X.boundaries.astype(int)
    array([1, 0, 1, 0, 0, 1, 0])
    >>> X.to_counts().toarray()
    array([[3, 1, 0, 1],
           [0, 0, 1, 1]])
    """

    vocabulary_: dict[str, int]
    fixed_vocabulary_: bool

    _parameter_constraints: ClassVar[dict] = {
        **CountVectorizer._parameter_constraints,
        "boundaries": [StrOptions(set(SPLITTERS)), callable, None],
        "unknown": [StrOptions({"drop", "keep"})],
        "min_count": [Interval(Integral, 0, None, closed="left")],
    }

    def __init__(
        self,
        *,
        input="content",
        encoding="utf-8",
        decode_error="strict",
        strip_accents=None,
        lowercase=True,
        preprocessor=None,
        tokenizer=None,
        stop_words=None,
        token_pattern: str | None = r"(?u)\b\w\w+\b",
        ngram_range=(1, 1),
        analyzer: str | Callable = "word",
        max_df: float = 1.0,
        min_df: float = 1,
        max_features=None,
        vocabulary=None,
        binary=False,
        dtype: DTypeLike = np.int64,
        boundaries=None,
        unknown="drop",
        min_count=1,
    ):
        super().__init__(
            input=input,
            encoding=encoding,
            decode_error=decode_error,
            strip_accents=strip_accents,
            lowercase=lowercase,
            preprocessor=preprocessor,
            tokenizer=tokenizer,
            stop_words=stop_words,
            token_pattern=token_pattern,
            ngram_range=ngram_range,
            analyzer=analyzer,
            max_df=max_df,
            min_df=min_df,
            max_features=max_features,
            vocabulary=vocabulary,
            binary=binary,
            dtype=dtype,
        )
        self.boundaries = boundaries
        self.unknown = unknown
        self.min_count = min_count

    def fit_transform(self, raw_documents, y=None) -> TokenSequences:
        """Learn the vocabulary, and return the documents as sequences.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
            Read once, so it may be a generator.
        y : None
            Ignored.

        Returns
        -------
        X : TokenSequences of shape (n_documents, n_terms)
        """
        # A copy learns, since the base class sets attributes on its way. It learns from
        # counts, by _count_vocab; what was read stays in the object passed through.
        documents = UnspacedTexts(check_iterable(raw_documents))
        reading, learner = Reading(documents), copy.copy(self)
        documents.fit_counts(learner, reading)
        if not learner.fixed_vocabulary_:
            learner._renumber(reading)
        learner._named = learner.vocabulary_, learner._terms()
        sequences = learner._sequences(reading)
        commit(self, learned_vocabulary(learner))
        return sequences

    def transform(self, raw_documents) -> TokenSequences:
        """Return documents as sequences over the vocabulary.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files

        Returns
        -------
        X : TokenSequences of shape (n_documents, n_terms)
        """
        check_parameters(self)
        return self._sequences(self._look_up(Reading(check_iterable(raw_documents))))

    def inverse_transform(self, X) -> list:
        """Return the terms of documents.

        Parameters
        ----------
        X : TokenSequences or {array-like, sparse matrix}, (n_documents, n_terms)

        Returns
        -------
        documents : list
            For sequences the list of terms of each document in reading order,
            with None in the places of unknown words; for counts, as in
            `CountVectorizer`, the array of terms that each document has.
        """
        if not isinstance(X, TokenSequences):
            return super().inverse_transform(X)
        terms = self._terms()
        if X.n_terms != len(terms):
            raise ValueError(
                f"X has {X.n_terms} terms, but the vocabulary has {len(terms)}."
            )
        return TokenSequences(X.ids, X.offsets, terms=terms, copy=False).tokens()

    def set_output(self, *, transform=None) -> Self:
        """Refuse to put sequences into a table.

        Parameters
        ----------
        transform : {"default"}, default=None
            Sequences have no other form.

        Returns
        -------
        self : SequenceVectorizer
        """
        if transform not in (None, "default"):
            raise ValueError(
                "SequenceVectorizer gives TokenSequences, which are no table, so "
                f"set_output(transform={transform!r}) is not for it. In a Pipeline "
                "call set_output on the model: pipeline[-1].set_output(...)."
            )
        return self

    def decode(self, doc) -> str:
        """Return a document as `str`, read or decoded if need be.

        Raises
        ------
        TypeError
            If the document is no text, None for instance, and no analyzer,
            preprocessor or tokenizer of the caller's is there to take it.
        """
        text = super().decode(doc)
        own = self.analyzer, self.preprocessor, self.tokenizer
        if not isinstance(text, str) and not any(map(callable, own)):
            raise TypeError(f"A document should be a str, got {doc!r}.")
        return text

    def _count_vocab(self, raw_documents, fixed_vocab):
        """Read the documents: what the base class calls to count terms."""
        reading = raw_documents
        if fixed_vocab:
            vocabulary = self.vocabulary_
            self._look_up(reading)
            # No term is pruned from a given vocabulary, so none need be counted.
            empty = sp.csr_array((len(reading.offsets) - 1, len(vocabulary)))
            return vocabulary, empty
        vocabulary = defaultdict()
        vocabulary.default_factory = vocabulary.__len__
        self._read(reading, partial(map, vocabulary.__getitem__))
        if not vocabulary:
            raise ValueError(
                "empty vocabulary; perhaps the documents only contain stop words"
            )
        reading.terms = list(vocabulary)
        known = {"n_terms": len(vocabulary), "dtype": self.dtype}
        counts = TokenSequences(reading.ids, reading.offsets, copy=False, **known)
        return dict(vocabulary), counts.to_counts()

    def _look_up(self, reading):
        """Read documents over the vocabulary; return the same `reading`."""
        self._check_vocabulary()
        known = self.vocabulary_.get
        return self._read(reading, lambda terms: map(known, terms, repeat(-1)))

    def _read(self, reading, number):
        """Read documents, whose terms `number` gives ids; return the same `reading`."""
        first = reading.first(N_LOOKED_AT) if takes_tokens(self) else []
        reading.read(*self._reader(number))
        if first:
            warn_of_characters(self, first, np.diff(reading.offsets))
        return reading

    def _renumber(self, reading):
        """Turn ids in the order of first sight into columns of the vocabulary."""
        if self.max_features is not None:
            # Plain ints: NumPy's, which max_features leaves, are slow to look up.
            self.vocabulary_ = {term: int(i) for term, i in self.vocabulary_.items()}
        column = self.vocabulary_.values()
        if list(self.vocabulary_) != reading.terms:  # some were pruned
            column = map(self.vocabulary_.get, reading.terms, repeat(-1))
        column = np.fromiter(column, np.int32, len(reading.terms))
        reading.ids = column[reading.ids]
        seen = np.empty(len(column), dtype=object)
        seen[:] = reading.terms
        terms = np.empty(len(self.vocabulary_), dtype=object)
        terms[column[column >= 0]] = seen[column >= 0]
        self._named = self.vocabulary_, terms

    def _reader(self, number):
        """Return the arguments for `Reading.read`."""
        if self.boundaries is None:
            return self.build_analyzer(), number
        return self._of_pieces().build_analyzer(), number, self._cut()

    def _sequences(self, reading):
        """Return what was read as TokenSequences, over the terms of the vocabulary."""
        ids, offsets, boundaries = reading.ids, reading.offsets, None
        if self.boundaries is not None:
            boundaries = reading.boundaries()
        if self.unknown == "drop" and ids.size and ids.min() < 0:
            ids, offsets, kept = drop_unknown(ids, offsets)
            if boundaries is not None:
                # A boundary moves to the next word that is left.
                piece = np.cumsum(boundaries)[kept]
                boundaries = np.diff(piece, prepend=0) > 0
        weights = first_occurrences(ids, offsets) if self.binary else None
        terms = self._terms()
        dtype = check_dtype(self.dtype, weights)
        # Without the constructor's checks, which take longer than one document.
        return TokenSequences._assemble(
            ids, offsets, len(terms), terms, boundaries, weights, dtype
        )

    def _terms(self):
        """Return the terms by column, made once for the vocabulary of `fit`."""
        self._check_vocabulary()
        vocabulary, terms = getattr(self, "_named", (None, None))
        if vocabulary is self.vocabulary_ and len(terms) == len(vocabulary):
            return terms
        return term_array(self.vocabulary_)
