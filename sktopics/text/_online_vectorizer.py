"""CountVectorizer whose vocabulary follows a stream of documents."""

import copy
from collections.abc import Callable, Iterator
from numbers import Integral, Real
from typing import ClassVar, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import DTypeLike
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.utils import metadata_routing

from .._arrays import term_array
from .._columns import is_unordered, items_of
from .._fitted import commit
from .._sklearn import Interval, _fit_context, check_parameters
from .._validation import check_documents
from ..sequences import NamedCounts
from ._batch_parameters import check_batch_parameters
from ._counted_words import CountedWordsMixin
from ._given_vocabulary import GivenVocabularyMixin
from ._growing import (
    column_sums,
    count_terms,
    growing_vocabulary,
    grown_vocabulary,
    learned_vocabulary,
    not_rare,
    sparse_counts,
)
from ._inverse_transform import InverseTransformMixin
from ._min_count import MinCountMixin
from ._unspaced_texts import UnspacedTexts


class OnlineCountVectorizer(
    CountedWordsMixin,
    MinCountMixin,
    GivenVocabularyMixin,
    InverseTransformMixin,
    CountVectorizer,
):
    r"""Count terms of documents that come in batches, and forget rare terms.

    scikit-learn's `CountVectorizer` with the same parameters, and with
    `partial_fit`: terms that are new become new columns after the old ones, which
    keep their numbers. Counts of long ago may weigh less than those of today, and
    terms whose weight has become small may be dropped.

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
        Words to leave out.
    token_pattern : str
        Regular expression of a token. By default ``(?u)\b\w\w+\b``, words of
        two characters or more.
    ngram_range : tuple (min_n, max_n), default=(1, 1)
        Sizes of n-grams to take for terms.
    analyzer : {"word", "char", "char_wb"} or callable, default="word"
        Whether terms are of words or characters; a callable turns a document
        into its terms.
    max_df : float in [0, 1] or int, default=1.0
        Leave out terms in more documents than this share or number; for `fit`.
    min_df : float in [0, 1] or int, default=1
        Leave out terms in fewer documents than this share or number; for `fit`.
    max_features : int, default=None
        Keep this many terms, the most frequent ones; for `fit`.
    vocabulary : mapping or iterable, default=None
        The terms by column, instead of those of the documents fitted on. It stays
        as it is: `partial_fit` neither adds to it nor drops from it.
    binary : bool, default=False
        Whether a term counts once in a document, however often it occurs.
    dtype : dtype, default=numpy.int64
        Type of the counts.
    decay : float in [0, 1), default=None
        The share of their weight that earlier counts lose with each `partial_fit`.
    delete_min_df : float, default=None
        `partial_fit` drops terms whose `term_counts_` are less, above 0. The name
        is BERTopic's; it is occurrences that are counted, not documents, unless
        `binary`.
    min_count : int, default=1
        Leave out terms that occur less often in all documents together; for `fit`.

    Attributes
    ----------
    vocabulary_ : dict
        The column of each term.
    fixed_vocabulary_ : bool
        Whether the vocabulary was given.
    term_counts_ : ndarray of shape (n_terms,), float64
        How often each term occurred in the documents fitted on, in earlier batches
        decayed. A term that was dropped and comes again starts from 0.

    See Also
    --------
    sklearn.feature_extraction.text.CountVectorizer : Learns from all documents.
    ClassTfidfTransformer : Weighs terms of classes.

    Notes
    -----
    The numbers of columns depend on the documents and their batches alone: those of
    the first batch are sorted, as `CountVectorizer` sorts them, then come the new
    ones of the second batch, sorted, and so on.

    Examples
    --------
    >>> from sktopics import OnlineCountVectorizer
    >>> vectorizer = OnlineCountVectorizer(decay=0.5, delete_min_df=1)
    >>> vectorizer.partial_fit(["rain and rain"]).get_feature_names_out()
    array(['and', 'rain'], dtype=object)
    >>> X = vectorizer.partial_fit_transform(["snow", "more snow"])
    >>> vectorizer.get_feature_names_out()
    array(['rain', 'more', 'snow'], dtype=object)
    >>> X.toarray()
    array([[0, 0, 1],
           [0, 1, 1]])
    >>> vectorizer.term_counts_
    array([1., 1., 2.])
    """

    vocabulary_: dict[str, int]
    fixed_vocabulary_: bool
    term_counts_: np.ndarray

    # As in the base class: documents are X, whatever the argument's name.
    __metadata_request__partial_fit: ClassVar[dict] = {
        "raw_documents": metadata_routing.UNUSED
    }

    _parameter_constraints: ClassVar[dict] = {
        **CountVectorizer._parameter_constraints,
        "decay": [Interval(Real, 0, 1, closed="left"), None],
        "delete_min_df": [Interval(Real, 0, None, closed="neither"), None],
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
        decay=None,
        delete_min_df=None,
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
        self.decay = decay
        self.delete_min_df = delete_min_df
        self.min_count = min_count

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(self, raw_documents, y=None) -> NamedCounts:
        """Learn the vocabulary afresh, and count the terms of the documents.

        `decay` and `delete_min_df` have no part in this.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
        y : None
            Ignored.

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_terms)
            The counts that `CountVectorizer` gives, and the names of the terms.
        """
        documents = self._check_documents(raw_documents)
        learner = copy.copy(self)  # it sets attributes on its way
        X = UnspacedTexts(documents).fit_counts(learner)
        learner.term_counts_ = column_sums(X)
        learner._named = learner.vocabulary_, term_array(learner.vocabulary_)
        commit(self, learned_vocabulary(learner))
        return self._with_names(X)

    def transform(self, raw_documents) -> NamedCounts:
        """Count the terms of documents over the present vocabulary.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_terms)
        """
        check_parameters(self)
        X = super().transform(self._check_documents(raw_documents))
        return self._with_names(X)

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, raw_documents, y=None) -> Self:
        """Add a batch of documents to the vocabulary and the counts of terms.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
        y : None
            Ignored.

        Returns
        -------
        self : OnlineCountVectorizer
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If `min_df`, `max_df`, `max_features` or `min_count` are set, which are for
            `fit`, if `vocabulary` was set after the batch before, or if `delete_min_df`
            leaves no term.
        """
        self.partial_fit_transform(raw_documents)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit_transform(self, raw_documents, y=None) -> NamedCounts:
        """Do what `partial_fit` and `transform` do, reading the batch once.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
        y : None
            Ignored.

        Returns
        -------
        X : NamedCounts of shape (n_documents, n_terms)
            Counts over the vocabulary after the batch.
        """
        documents = self._check_documents(raw_documents)
        learner = copy.copy(self)  # it sets attributes on its way
        X = learner._learn_batch(documents)
        learner._named = learner.vocabulary_, term_array(learner.vocabulary_)
        commit(self, learned_vocabulary(learner))
        return self._with_names(X)

    def add_counts(self, counts, terms, new) -> sp.csr_array:
        """Add up counts over an earlier and over the present vocabulary.

        What a model accumulates, counts of terms in classes for instance, follows
        the vocabulary: with each batch,
        ``new = indicator.T @ vectorizer.partial_fit_transform(batch)``, then
        ``counts = vectorizer.add_counts(counts, terms, new)``, and
        ``terms = vectorizer.get_feature_names_out()`` for the next.

        Parameters
        ----------
        counts : {array-like, sparse matrix} of shape (n_rows, len(terms))
            Accumulated counts.
        terms : array-like of str
            The terms of their columns, all different.
        new : {array-like, sparse matrix} of shape (n_new_rows, n_terms)
            Counts over the present vocabulary, of as many rows or more.

        Returns
        -------
        sums : csr_array of shape (n_new_rows, n_terms)
            ``(1 - decay) * counts + new``: counts of terms that are no longer in the
            vocabulary are lost, those of terms and rows that are new start from 0.

        Raises
        ------
        ValueError
            If shapes do not fit.
        """
        check_parameters(self)
        self._check_vocabulary()
        counts, new = sparse_counts(counts).tocoo(), sparse_counts(new)
        terms, n_terms = list(terms), len(self.vocabulary_)
        if counts.shape[1] != len(terms) or len(set(terms)) != len(terms):
            raise ValueError(
                f"terms must name each of the {counts.shape[1]} columns of counts, and "
                f"holds {len(terms)} names, {len(set(terms))} of them different."
            )
        if new.shape[1] != n_terms or new.shape[0] < counts.shape[0]:
            raise ValueError(
                f"new must have {counts.shape[0]} rows or more and {n_terms} columns, "
                f"one for each term of the vocabulary, and has the shape {new.shape}."
            )
        column = np.array([self.vocabulary_.get(term, -1) for term in terms], dtype=int)
        columns = column[counts.col]
        kept = columns >= 0
        data = counts.data * (1 - self.decay) if self.decay else counts.data
        place = counts.row[kept], columns[kept]
        sums = sp.csr_array((data[kept], place), shape=new.shape) + new
        sums.sum_duplicates()
        return sums

    def _with_names(self, X):
        """Return counts with the terms of their columns."""
        vocabulary, terms = getattr(self, "_named", (None, None))
        if vocabulary is not self.vocabulary_ or len(terms) != len(vocabulary):
            terms = term_array(self.vocabulary_)  # given, or set by the user
        return NamedCounts(X, terms=terms)

    def _learn_batch(self, documents):
        """Learn from a batch, and return its counts over the vocabulary after it."""
        check_batch_parameters(self)
        if not hasattr(self, "term_counts_"):
            X = UnspacedTexts(documents).fit_counts(self)
            self.term_counts_ = column_sums(X)
        else:
            self._validate_ngram_range()
            X = self._count_and_grow(documents)
        if self.delete_min_df is not None and not self.fixed_vocabulary_:
            X = self._drop_rare(X)
        return X

    def _count_and_grow(self, documents):
        """Count the terms of a batch, those that are new in columns at the end."""
        old = self.vocabulary_
        if not self.fixed_vocabulary_:
            self.vocabulary_ = growing_vocabulary(old)
        X = count_terms(self, documents)
        if not self.fixed_vocabulary_:
            self.vocabulary_, columns = grown_vocabulary(old, self.vocabulary_)
            X.indices = columns[X.indices].astype(X.indices.dtype)
            X.has_sorted_indices = False
            X.sort_indices()
        counts = column_sums(X)
        counts[: len(old)] += (1 - (self.decay or 0)) * self.term_counts_
        self.term_counts_ = counts
        return X

    def _drop_rare(self, X):
        """Drop terms whose counts have become too small, here and in `X`."""
        kept = not_rare(self.term_counts_, self.delete_min_df)
        column = np.cumsum(kept) - 1
        self.vocabulary_ = {
            term: int(column[i]) for term, i in self.vocabulary_.items() if kept[i]
        }
        self.term_counts_ = self.term_counts_[kept]
        return X[:, np.flatnonzero(kept)]

    def _check_documents(self, raw_documents):
        """Return the documents as a list, if what they should be is known."""
        own = self.analyzer, self.preprocessor, self.tokenizer
        if self.input != "content" or any(map(callable, own)):
            if is_unordered(raw_documents):
                raise TypeError(
                    f"{type(self).__name__} takes documents, a list of them in an "
                    f"order, and got {type(raw_documents).__name__}."
                )
            return items_of(raw_documents)
        vector = isinstance(raw_documents, np.ndarray) and raw_documents.ndim == 1
        if vector or isinstance(raw_documents, (list, tuple, Iterator)):
            raw_documents = [
                self.decode(x) if isinstance(x, bytes) else x for x in raw_documents
            ]
        return check_documents(raw_documents, whom=type(self).__name__)
