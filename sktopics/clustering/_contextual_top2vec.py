"""ContextualTop2Vec: topics of windows of tokens, and several of them in a document."""

from numbers import Integral, Real
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_memory

from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._reading import TopicTraits
from .._sklearn import Interval, StrOptions, _fit_context
from .._validation import check_documents
from ..embedding import as_token_encoder
from ..text import OnlineCountVectorizer
from ._joint_space.doc2vec_recipe import lowest_document_frequency
from ._joint_space.usable_space import SPACE_CONSTRAINTS, check_space
from ._names_of_top2vec import NAMES_OF_CONTEXTUAL_TOP2VEC
from ._steps.default_parts import DefaultPartsMixin
from ._steps.nothing_known import check_any_said
from ._top2vec import Top2Vec
from ._windows.asked_windows import AskedWindowsMixin
from ._windows.encoded_windows import encode_windows, given_windows
from ._windows.kept_windows import keeping_windows
from ._windows.placing_windows import PlacingWindowsMixin
from ._windows.revising_windows import RevisingWindowsMixin
from ._windows.segmented_documents import SegmentedDocumentsMixin
from ._windows.topic_phrases import joined_phrases, phrases_of_windows
from ._windows.window_state import (
    SHARED,
    WindowState,
    commit_window_state,
    inner_model,
    window_state_of,
)
from ._windows.windowed_documents import WindowedDocuments


class ContextualTop2Vec(
    OtherNamesMixin,
    SegmentedDocumentsMixin,
    RevisingWindowsMixin,
    AskedWindowsMixin,
    DefaultPartsMixin,
    PlacingWindowsMixin,
    BaseEstimator,
):
    """Contextual-Top2Vec: topics of windows of tokens [1]_.

    A transformer makes a vector of each token in its context. Their means over windows
    of a document are clustered, as :class:`Top2Vec` clusters documents. So a document
    has several topics: shares of its windows, and segments of its text. Read more in
    the :ref:`user guide <contextual_top2vec>`.

    Parameters
    ----------
    encoder : str, encoder or word vectors, default="all-MiniLM-L6-v2"
        Makes vectors of tokens: whatever
        :func:`~sktopics.embedding.as_token_encoder` takes, such as the name of a model
        of sentence-transformers, a :class:`~sktopics.embedding.TokenEncoder`, or, much
        faster, a :class:`~sktopics.embedding.StaticTokenEncoder`, a fitted `Doc2Vec`
        or a dict of word vectors.
    window : int, default=50
        Number of tokens in a window. A document of fewer is one window. A sentence of
        more is cut into equal parts.
    stride : int, default=40
        Number of tokens between the starts of windows, at most `window`. Windows are
        spread evenly: where half a stride or less would be left at the end, they are a
        little longer.
    unit : {"window", "sentence"}, default="window"
        What the windows are: so many tokens, or the sentences.
    smoothing : int, default=5
        Over how many neighbours cosines with topics are averaged: tokens in
        `token_topics`, sentences in `segments` with ``segmentation="smooth"``. The own
        one is one of them.
    segmentation : {"optimal", "smooth"}, default="optimal"
        How `segments` finds borders: by dynamic programming over the probabilities of
        topics, or where the nearest topic changes, as in the paper.
    penalty : float, default=0.5
        What a border costs in dynamic programming, times the logarithm of the number of
        sentences. Higher values give fewer segments.
    reducer, clusterer, vectorizer, ngram_range, representation, n_topics, \
            merge_distance, n_top_words, n_representative, memory, n_jobs, \
            random_state
        As of :class:`Top2Vec`; documents are windows there. With `memory`, a corpus is
        encoded once for all candidates of a search that have it.
    word_vectors : {"auto", "encoder", "documents", "both"}, default="auto"
        What makes the vectors of words and phrases. "encoder": they are means of their
        tokens, as in the paper. "documents": means of the windows that hold them.
        "both": in the middle between these. "auto" is "encoder", but "documents" where
        `token_vectors` are given, so that the encoder is asked for nothing.
    min_topic_size : int, default=15
        Fewest windows of a topic.
    assign : {"centroid", "cluster"}, default="centroid"
        Which topic a window has: the nearest one, or the one of its cluster, and none
        outside of clusters.

    Attributes
    ----------
    window_model_ : Top2Vec
        The fitted model of the windows. Change it by methods of this model, so that
        documents follow.
    window_spans_ : ndarray of shape (n_windows, 3), int64
        Document, and characters of the raw text at which the window starts and stops.
    window_labels_ : ndarray of shape (n_windows,), int64
        Topic of each window, -1 for none.
    doc_topic_ : ndarray of shape (n_documents, n_topics)
        Shares of topics: of the windows of a document that have a topic. Rows sum to 1,
        or to 0 where no window has any.
    doc_relevance_ : ndarray of shape (n_documents, n_topics)
        Mean cosine with a topic of those windows of a document that have it, 0 where
        none has.
    labels_ : ndarray of shape (n_documents,), int64
        The topic with the largest share, of equal ones the lowest; -1 for none.
    topics_ : TopicTable
        Names, sizes, words and typical windows of topics. Names are phrases.
    topic_phrases_ : list of lists of str
        Phrases nearest to each topic.
    topic_sizes_ : ndarray of shape (n_topics,), int
        Numbers of windows.
    n_outliers_ : int
        Number of windows without a topic, 0 with ``assign="centroid"``.
    topic_embeddings_ : ndarray of shape (n_topics, n_dimensions)
        Vectors of topics: means of dense areas of windows.
    word_embeddings_ : ndarray of shape (n_terms, n_dimensions)
        Vectors of words: means of their tokens, never of padding, or of the windows
        that hold them, see `word_vectors`. Zeros where nothing is known.
    terms_ : ndarray of shape (n_terms,), dtype object
        Words, the columns of `components_`.
    components_ : ndarray of shape (n_topics, n_terms)
        Cosines of words with topics; 0 where they are below 0.
    hierarchy_ : TopicHierarchy
        Merges of the smallest topic with its nearest one, again and again.
    encoder_, reducer_, clusterer_, vectorizer_ : estimators
        The fitted parts.
    drift_ : TopicDrift or None
        How topics differ from those they were matched to.

    See Also
    --------
    Top2Vec : One topic a document.
    sktopics.artm.AttentiveARTM : Topics of tokens, by probabilities of words.

    Notes
    -----
    Token vectors are streamed: memory holds the token vectors of a few documents, and
    the mean vectors of all windows. Nothing of a long document is left out.

    Parameters and documents are looked at before anything is encoded. If a step after
    that fails, the windows are kept: another fit of the same model does not encode the
    same documents again.

    Training documents are known by their text when they come again. They are encoded
    once more for segments alone, and not at all with ``unit="sentence"``. Equal
    documents are encoded once.

    The original averages over five tokens on each side: ``smoothing=11``.

    References
    ----------
    .. [1] D. Angelov and D. Inkpen, "Topic modeling: contextual token embeddings are
       all you need", Findings of EMNLP 2024.

    Examples
    --------
    >>> from sklearn.cluster import KMeans
    >>> from sktopics import ContextualTop2Vec
    >>> vectors = {
    ...     "ship": [1, 0.1], "sea": [0.9, 0], "harbour": [0.8, 0.1],
    ...     "tax": [0.1, 1], "debt": [0, 0.9], "money": [0.1, 0.8],
    ... }
    >>> documents = [
    ...     "The ship left the harbour. The sea was calm.",
    ...     "A tax on money. The debt grew.",
    ...     "The sea. A ship at sea. Then the tax. The debt, and more money.",
    ... ] * 5
    >>> model = ContextualTop2Vec(
    ...     vectors, unit="sentence", clusterer=KMeans(2), random_state=0
    ... ).fit(documents)
    >>> model.doc_topic_[:3]
    array([[0. , 1. ],
           [1. , 0. ],
           [0.5, 0.5]])
    >>> model.name_topics(["money", "sea"]).segments(documents[2:3])
    TopicSegments: 2
    document  start   stop  topic  relevance  label             text
           0      0     24      1       1.00  sea               The sea. A ship at sea.
           0     24     63      0       1.00  money             Then the tax. The debt,…
    """

    window_model_: Top2Vec
    window_spans_: np.ndarray
    window_labels_: np.ndarray
    doc_topic_: np.ndarray
    doc_relevance_: np.ndarray
    labels_: np.ndarray

    # Cosines of words are none of words that a topic would say.
    __topic_traits__ = TopicTraits(distributions=False, shares="mixtures")
    __other_names__ = NAMES_OF_CONTEXTUAL_TOP2VEC

    _parameter_constraints = {
        **{name: SPACE_CONSTRAINTS[name] for name in SHARED},
        "encoder": "no_validation",
        "window": [Interval(Integral, 1, None, closed="left")],
        "stride": [Interval(Integral, 1, None, closed="left")],
        "unit": [StrOptions({"window", "sentence"})],
        "smoothing": [Interval(Integral, 1, None, closed="left")],
        "segmentation": [StrOptions({"optimal", "smooth"})],
        "penalty": [Interval(Real, 0, None, closed="left")],
    }

    def __init__(
        self,
        encoder: Any = "all-MiniLM-L6-v2",
        *,
        window=50,
        stride=40,
        unit="window",
        smoothing=5,
        segmentation="optimal",
        penalty=0.5,
        reducer: Any = "auto",
        clusterer: Any = "auto",
        vectorizer=None,
        ngram_range: Any = (1, 1),
        word_vectors="auto",
        representation=None,
        n_topics=None,
        min_topic_size=15,
        merge_distance=0.1,
        n_top_words=10,
        n_representative=3,
        assign="centroid",
        memory=None,
        n_jobs=None,
        random_state=None,
    ):
        self.encoder = encoder
        self.window = window
        self.stride = stride
        self.unit = unit
        self.smoothing = smoothing
        self.segmentation = segmentation
        self.penalty = penalty
        self.reducer = reducer
        self.clusterer = clusterer
        self.vectorizer = vectorizer
        self.ngram_range = ngram_range
        self.word_vectors = word_vectors
        self.representation = representation
        self.n_topics = n_topics
        self.min_topic_size = min_topic_size
        self.merge_distance = merge_distance
        self.n_top_words = n_top_words
        self.n_representative = n_representative
        self.assign = assign
        self.memory = memory
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, token_vectors=None) -> Self:
        """Find the topics of windows, and with them the topics of documents.

        Parameters
        ----------
        X : iterable of str
            Documents. "" is an empty document, without a topic.
        y : None
            Not looked at.
        token_vectors : iterable of (vectors, spans), default=None
            For each document the vectors of its tokens and their characters in the raw
            text. They replace the encoder's: `encode_tokens` of a
            :class:`~sktopics.embedding.TokenEncoder` yields such. A generator is read
            once.
            The encoder is asked for nothing then, unless `word_vectors` says so.

        Returns
        -------
        self : ContextualTop2Vec

        Raises
        ------
        TypeError
            If documents are no `str`, if the encoder has no vectors of tokens, or if a
            part cannot be copied.
        ValueError
            If `stride` is more than `window`, if there are not as many token vectors as
            documents, or if nothing is known of any document.
        """
        with keeping_windows(self) as kept, learning(self) as learner:
            learner._fit(X, token_vectors, kept)
        return self

    def fit_transform(self, X, y=None, token_vectors=None) -> np.ndarray:
        """Fit, and return the shares of topics in documents, `doc_topic_`.

        Parameters are as for `fit`.

        Returns
        -------
        shares : ndarray of shape (n_documents, n_topics)
        """
        return self.fit(X, y, token_vectors=token_vectors).doc_topic_

    def fit_predict(self, X, y=None, token_vectors=None) -> np.ndarray:
        """Fit, and return the main topic of each document, `labels_`.

        Parameters are as for `fit`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
        """
        return self.fit(X, y, token_vectors=token_vectors).labels_

    @_fit_context(prefer_skip_nested_validation=False)
    def partial_fit(self, X, y=None, token_vectors=None) -> Self:
        """Add documents; the first call is a `fit`.

        Windows get the topics that there are, which keep their numbers, vectors and
        names. Where `min_topic_size` windows that are far from all topics make a dense
        area, it is a new topic, after the others.

        Parameters
        ----------
        X, y, token_vectors
            As for `fit`.

        Returns
        -------
        self : ContextualTop2Vec
            As it was before, if an error is raised.

        Raises
        ------
        TypeError, ValueError
            As for `fit`.
        """
        if not hasattr(self, "window_model_"):
            return self.fit(X, y, token_vectors=token_vectors)
        with learning(self) as learner:
            documents = learner._read_documents(X)
            windows = learner._windows(documents, token_vectors)
            state, texts = window_state_of(learner), windows.texts(documents)
            inner = inner_model(learner, state)
            n_before = len(state.documents.windows.spans)
            phrases = state.phrases
            if texts:
                inner.partial_fit(texts, embeddings=windows.vectors)
                phrases = joined_phrases(
                    phrases, phrases_of_windows(inner, texts, first_row=n_before)
                )
            both = state.documents.added(WindowedDocuments.of(documents, windows))
            commit_window_state(learner, WindowState(inner, both, phrases))
        return self

    def _fit(self, X, token_vectors, kept):
        inner = self._made_window_model(token_vectors is not None)
        documents = check_documents(X, whom=type(self).__name__)
        how = self.unit, self.window, self.stride
        if token_vectors is None:
            cached = check_memory(self.memory).cache(encode_windows)
            windows = kept.encoded(self.encoder, inner.encoder, documents, how, cached)
        else:
            windows = given_windows(token_vectors, documents, *how)
        said = np.unique(windows.spans[:, 0])
        check_any_said(said, len(documents), beside="token_vectors")
        texts = windows.texts(documents)
        inner.fit(texts, embeddings=windows.vectors)
        known = WindowedDocuments.of(documents, windows)
        phrases = phrases_of_windows(inner, texts)
        commit_window_state(self, WindowState(inner, known, phrases))

    def _made_window_model(self, has_tokens):
        """Return an unfitted model of windows; refuse what no fit can use."""
        if self.unit == "window" and self.stride > self.window:
            raise ValueError(
                f"stride={self.stride} is more than window={self.window}: tokens "
                "between the windows would not be read. Give a stride of at most "
                "the window."
            )
        encoder = as_token_encoder(self.encoder)
        parameters = {name: getattr(self, name) for name in SHARED}
        if self.word_vectors == "auto":
            parameters["word_vectors"] = "documents" if has_tokens else "encoder"
        inner = Top2Vec(encoder, **parameters)
        check_space(inner)
        return inner

    def __made_encoder__(self, n_documents=None):
        """Return an unfitted encoder of tokens; see `make_encoder`."""
        return as_token_encoder(self.encoder)

    def __default_vectorizer__(self, n_documents=None):
        """Return the vectorizer where users give none; see `make_vectorizer`."""
        least = 1 if n_documents is None else lowest_document_frequency(n_documents)
        return OnlineCountVectorizer(ngram_range=tuple(self.ngram_range), min_df=least)
