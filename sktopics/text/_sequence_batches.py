"""SequenceVectorizer over batches: a vocabulary that grows, and streams."""

import copy
from collections.abc import Iterator
from functools import partial
from itertools import islice
from numbers import Integral
from typing import Any, ClassVar, Self

from sklearn.utils import metadata_routing

from .._arrays import term_array
from .._fitted import commit
from .._sklearn import _fit_context
from ..sequences import TokenSequences
from ._batch_parameters import check_batch_parameters
from ._growing import growing_vocabulary, grown_vocabulary, learned_vocabulary
from ._token_reader import Reading, check_iterable


class SequenceBatchesMixin:
    """For `SequenceVectorizer`: documents that come in batches."""

    # As in the base class: documents are X, whatever the argument's name.
    __metadata_request__partial_fit: ClassVar[dict] = {
        "raw_documents": metadata_routing.UNUSED
    }

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, raw_documents, y=None) -> Self:
        """Add the terms of a batch of documents to the vocabulary.

        New terms come after those that are known, sorted. Models with `partial_fit`
        find terms by their names, and learn the new ones.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
            Read once, so it may be a generator.
        y : None
            Ignored.

        Returns
        -------
        self : SequenceVectorizer
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If `min_df`, `max_df`, `max_features` or `min_count` are set, which are for
            `fit`, or if `vocabulary` was set after the batch before.

        Examples
        --------
        >>> from sktopics import SequenceVectorizer
        >>> vectorizer = SequenceVectorizer().partial_fit(["snow and rain"])
        >>> vectorizer.partial_fit(["more rain", "hail"]).get_feature_names_out()
        array(['and', 'rain', 'snow', 'hail', 'more'], dtype=object)
        """
        self.partial_fit_transform(raw_documents)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit_transform(self: Any, raw_documents, y=None) -> TokenSequences:
        """Do what `partial_fit` and `transform` do, reading the batch once.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
        y : None
            Ignored.

        Returns
        -------
        X : TokenSequences of shape (n_documents, n_terms)
            Over the vocabulary after the batch.

        Examples
        --------
        >>> from sktopics import Doc2Vec, SequenceVectorizer
        >>> vectorizer, model = SequenceVectorizer(), Doc2Vec(4, random_state=0)
        >>> for batch in (["rain and snow"], ["snow and hail", "hail"]):
        ...     X = vectorizer.partial_fit_transform(batch)
        ...     model = model.partial_fit(X)
        >>> model.terms_.tolist(), model.document_vectors_.shape
        (['and', 'rain', 'snow', 'hail'], (3, 4))
        """
        check_batch_parameters(self)
        documents = check_iterable(raw_documents)
        if not hasattr(self, "vocabulary_"):
            return self.fit_transform(documents)
        learner = copy.copy(self)  # it sets attributes on its way
        learner._validate_ngram_range()
        reading = Reading(documents)
        if learner.fixed_vocabulary_:
            learner._look_up(reading)
        else:
            known = learner.vocabulary_
            growing = growing_vocabulary(known)
            learner._read(reading, partial(map, growing.__getitem__))
            learner.vocabulary_, columns = grown_vocabulary(known, growing)
            reading.ids = columns[reading.ids].astype(reading.ids.dtype)
        learner._named = learner.vocabulary_, term_array(learner.vocabulary_)
        sequences = learner._sequences(reading)
        commit(self, learned_vocabulary(learner))
        return sequences

    def transform_batches(
        self: Any, raw_documents, batch_size=1000
    ) -> Iterator[TokenSequences]:
        """Transform documents in batches, however many there are.

        Parameters
        ----------
        raw_documents : iterable of str, bytes, paths or files
            Read as batches are asked for, `batch_size` documents at a time.
        batch_size : int, default=1000
            Number of documents in a batch; the last may be smaller.

        Returns
        -------
        batches : iterator of TokenSequences of shape (batch_size, n_terms)

        Examples
        --------
        >>> from sktopics import SequenceVectorizer
        >>> vectorizer = SequenceVectorizer(vocabulary=["rain", "snow"])
        >>> stream = (text for text in ["rain", "snow", "rain and snow"])
        >>> [X.ids.tolist() for X in vectorizer.transform_batches(stream, 2)]
        [[0, 1], [0, 1]]
        """
        if not isinstance(batch_size, Integral) or batch_size < 1:
            raise ValueError(f"batch_size must be an int above 0, got {batch_size!r}.")
        documents = iter(check_iterable(raw_documents))
        self._check_vocabulary()
        batches = iter(lambda: list(islice(documents, int(batch_size))), [])
        return map(self.transform, batches)
