"""Segments of texts: borders, vectors, and passages on a topic."""

from functools import partial
from numbers import Integral, Real

import numpy as np

from .._reading import ids_of_documents
from .._segments import (
    Passage,
    best_passages,
    check_allowed,
    check_numbers,
    check_spans,
    pieces_between,
    spans_between,
)
from .._sklearn import Interval, check_fitted, validate_params
from ..topics.names_by_topic import names_by_topic
from ..topics.text_segments import TextSegments
from ._quoted_texts import places_in_texts, quoted_passages, segments_in_texts
from ._segmented_texts import (
    ends_of_spans,
    find_borders,
    means_of_spans,
    passages_of_topic,
    strengths_of_borders,
)

_LENGTH = {"context": [Interval(Real, 1, None, closed="left")]}


class SegmentsMixin:
    """Where texts change their subject, and what their parts are about.

    Models provide ``_read(X, function, extras)`` of `PositionsMixin`.
    """

    @validate_params(_LENGTH, prefer_skip_nested_validation=True)
    def border_strengths(self, X, *, context: float = 20) -> np.ndarray:
        """Compute how much the text changes before each token.

        The Hellinger distance between what the text is about up to the token before,
        and from the token on: averages of p(topic | position) that fade with the
        distance. Boundaries of `X` are no matter here.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        context : float, default=20
            Length of both contexts, in tokens.

        Returns
        -------
        strengths : ndarray of shape (n_tokens,)
            From 0 to 1; 0 for the first token of a document.
        """
        strengths = partial(strengths_of_borders, length=context)
        return np.concatenate([found for _, found in self._read(X, strengths)])

    @validate_params(
        {
            **_LENGTH,
            "n_segments": [
                None,
                Interval(Integral, 1, None, closed="left"),
                "array-like",
            ],
            "penalty": [Interval(Real, 0, None, closed="left")],
            "allowed": [None, "array-like"],
        },
        prefer_skip_nested_validation=True,
    )
    def boundaries(
        self, X, *, n_segments=None, context: float = 20, penalty=1.0, allowed=None
    ) -> list[np.ndarray]:
        """Find the borders between the subjects of each document.

        Candidates are the places where `border_strengths` peaks, a quarter of `context`
        apart. Of these, dynamic programming takes those between which the vectors of
        positions are most alike: their Hellinger distances to the segment's mean,
        squared and summed, plus a penalty for each border, are least.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
            If it has boundaries (of sentences, say), borders are at some of these.
        n_segments : int or array-like of shape (n_documents,), default=None
            Number of segments, of all documents or of each; fewer if there are not so
            many candidates. None: as many as the penalty leaves.
        context : float, default=20
            Length of the contexts that candidates are found by. Shorter ones find
            shorter segments.
        penalty : float, default=1.0
            For each border, times the logarithm of the document's length. Higher values
            give fewer segments: for segments of several hundred tokens 2 suits better,
            for a `context` of the model of 40 tokens 0.7.
        allowed : array-like of bool of shape (n_tokens,), default=None
            Tokens that may begin a segment, instead of the peaks.

        Returns
        -------
        borders : list of n_documents ndarrays of int
            For each document, the tokens with which its second and further segments
            begin.

        Raises
        ------
        ValueError
            If `n_segments` or `allowed` have another length than asked for.
        """
        check_fitted(self)
        X = self._check_sequences(X, reset=False)
        numbers = check_numbers(n_segments, len(X))
        if allowed is None:
            allowed = X.boundaries
        masks = [None] * len(X)
        if allowed is not None:
            allowed = check_allowed(allowed, X.n_tokens)
            masks = np.split(allowed, X.offsets[1:-1])
        find = partial(find_borders, length=context, penalty=penalty)
        found = self._read(X, find, list(zip(numbers, masks, strict=True)))
        return [borders for part in found for borders in part]

    def segments(self, X, **options) -> np.ndarray:
        """Cut documents into segments of one subject each.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        **options : dict
            Parameters of `boundaries`.

        Returns
        -------
        spans : ndarray of shape (n_segments, 3), int64
            Number of the document, first token, and the token after the last one, in
            the document. Documents without tokens have no segment.
        """
        return spans_between(self.boundaries(X, **options), X.lengths)

    def segment_texts(
        self, documents, vectorizer, *, labels=None, **options
    ) -> TextSegments:
        """Cut raw documents into segments of one subject each.

        Segments are cut as by `segments`. The topic of a segment is the one of the
        largest mean of p(topic | position). A border stands between two sentences where
        a sentence ends between the tokens on both sides of it.

        Parameters
        ----------
        documents : iterable of str
            Raw texts.
        vectorizer : SequenceVectorizer or Pipeline
            What makes sequences of them, fitted: the steps before the model.
        labels : dict from int to str, list of str, or TopicTable, default=None
            Names of topics, by default their first three words.
        **options : dict
            Parameters of `boundaries`.

        Returns
        -------
        segments : TextSegments
            A table with document, span in characters, topic, share and text of each
            segment. The texts of a document joined are the document. A document in
            which nothing is known is one segment of topic -1, a blank one has none.

        Raises
        ------
        TypeError
            If documents are no texts, or if the vectorizer does not tell where its
            tokens stand.
        ValueError
            If `n_segments` or `allowed` have another length than asked for.

        Examples
        --------
        >>> from sktopics import AttentiveARTM, SequenceVectorizer
        >>> texts = [
        ...     "Oven, flour, sugar. Dough, oven, sugar! A striker. League: stadium.",
        ...     "The league. Stadium, striker, league. An oven. Dough, flour, sugar?",
        ... ]
        >>> vectorizer = SequenceVectorizer(boundaries="sentence")
        >>> X = vectorizer.fit_transform(texts)
        >>> model = AttentiveARTM(2, context=3, random_state=0).fit(X)
        >>> segments = model.segment_texts(texts, vectorizer, n_segments=2)
        >>> [segment.text for segment in segments[:2]]
        ['Oven, flour, sugar. Dough, oven, sugar! ', 'A striker. League: stadium.']
        """
        check_fitted(self)
        texts, places = places_in_texts(vectorizer, documents)
        ids = ids_of_documents(documents, len(texts))
        X = vectorizer.transform(texts)
        runs = self.segments(X, **options)
        spans, segments = segments_in_texts(runs, texts, places)
        topics, shares = self._topics_of_spans(X, runs)
        # The last is that of documents without tokens.
        topics, shares = np.append(topics, -1)[segments], np.append(shares, 0)[segments]
        names = names_by_topic(self, labels)
        return TextSegments(
            spans,
            topics,
            shares,
            tuple(names[topic] for topic in topics.tolist()),
            tuple(texts[d][start:stop] for d, start, stop in spans.tolist()),
            tuple(ids[d] for d in spans[:, 0].tolist()),
            len(texts),
        )

    def segment_vectors(self, X, spans=None) -> np.ndarray:
        """Compute the vectors of topics of segments, from their two ends.

        The mean of the average from the left at the last token of a segment, and of
        the average from the right at its first token: of its words those near the ends
        count most, and if it is short, some of its neighbours count too.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        spans : array-like of shape (n_spans, 3), default=None
            Document, first token, and the token after the last one, as `segments` gives
            them. By default the pieces between the boundaries of `X`, in order, which
            are whole documents if there are none.

        Returns
        -------
        vectors : ndarray of shape (n_spans, n_components)
            Rows sum to 1.

        Raises
        ------
        ValueError
            If a span is empty or reaches out of its document.
        """
        return self._of_spans(X, spans, ends_of_spans)

    def homogeneity(self, X, spans=None) -> np.ndarray:
        """Compute how far segments have one subject.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        spans : array-like of shape (n_spans, 3), default=None
            As in `segment_vectors`.

        Returns
        -------
        homogeneity : ndarray of shape (n_spans,)
            Probability that two words, drawn from the segment independently, are about
            the same topic, ``(vectors ** 2).sum(axis=1)`` of the means of p(topic |
            position): 1 for a single topic, ``1 / n_components`` for all alike. Of
            heads that are apart, a mean.

        Raises
        ------
        ValueError
            If a span is empty or reaches out of its document.
        """
        means = self._of_spans(X, spans, means_of_spans)
        n_heads = means.shape[1] // len(self.components_)
        return n_heads * (means**2).sum(axis=1)

    @validate_params(
        {
            "topic": [Interval(Integral, 0, None, closed="left")],
            "n": [Interval(Integral, 1, None, closed="left")],
            "threshold": [Interval(Real, 0, 1, closed="both")],
        },
        prefer_skip_nested_validation=True,
    )
    def topical_passages(
        self, X, topic, n=10, *, threshold=0.5, documents=None, vectorizer=None
    ) -> list[Passage]:
        """Find the passages that speak most of a topic.

        Passages are the runs of tokens whose p(topic | position) exceeds the threshold
        by the largest sum: what comes before or after, or between two of them, would
        take more away than it adds.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        topic : int
            Number of the topic, a column of `transform_positions`.
        n : int, default=10
            Number of passages at most.
        threshold : float in [0, 1], default=0.5
            Share of the topic that is not worth mentioning. Lower values give longer
            passages.
        documents : iterable of str, default=None
            The raw texts that `X` was made of, for passages with their texts.
        vectorizer : SequenceVectorizer or Pipeline, default=None
            What has made `X` of the documents.

        Returns
        -------
        passages : list of Passage
            Named tuples of (document, start, stop, share, excess, words, text): the
            tokens ``start:stop`` of the document, the topic's mean share of these, the
            sum of what it has above the threshold, by which they are sorted, the names
            of the tokens, and the raw text, if documents were given.

        Raises
        ------
        TypeError
            If the vectorizer does not tell where its tokens stand.
        ValueError
            If there is no topic of that number, if one of `documents` and `vectorizer`
            is missing, or if they are others than `X` was made of.
        """
        check_fitted(self)
        if topic >= self._n_features_out:
            raise ValueError(f"topic={topic}: there are {self._n_features_out}.")
        topic = int(topic)  # True is a number, and picks as a mask does
        find = partial(passages_of_topic, topic=topic, n=n, threshold=threshold)
        found = self._read(X, find, range(len(X)))
        passages = [passage for part in found for passage in part]
        return quoted_passages(best_passages(passages, n), X, documents, vectorizer)

    def _topics_of_spans(self, X, spans):
        """Return the topic of the largest mean share of each span, and the share.

        -1 where no token is known. Of heads that are apart, a topic has the sum.
        """
        means = self._of_spans(X, spans, means_of_spans)
        means = means.reshape(len(spans), -1, len(self.components_)).sum(axis=1)
        shares = means.max(axis=1)
        return np.where(shares > 0, means.argmax(axis=1), -1), shares

    def _of_spans(self, X, spans, function):
        """Rows of a function for spans, in their order."""
        check_fitted(self)
        X = self._check_sequences(X, reset=False)
        if spans is None:
            spans = pieces_between(X.boundaries, X.offsets)
        else:
            spans = check_spans(spans, X.lengths)
        order = np.argsort(spans[:, 0], kind="stable")
        cuts = np.searchsorted(spans[order, 0], np.arange(1, len(X)))
        parts = self._read(X, function, np.split(spans[order, 1:], cuts))
        rows = np.concatenate(parts)
        out = np.empty_like(rows)
        out[order] = rows
        return out
