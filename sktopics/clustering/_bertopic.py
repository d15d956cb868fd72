"""BERTopic: topics as clusters of document embeddings."""

from numbers import Real
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator
from sklearn.utils.metaestimators import available_if

from .._fitted import learning
from .._reading import TopicTraits
from .._sklearn import Interval, StrOptions, _fit_context, check_fitted
from ..topics import check_representation
from ._placement.placement import way_of_placing
from ._placement.predicting import PlacingMixin
from ._placement.recognition import place_and_recognise
from ._revisions.renumbering import match_to as match_to_earlier
from ._revisions.revisable import RevisableTopicsMixin
from ._steps.constraints import CONSTRAINTS
from ._steps.corpus_input import check_corpus, check_guidance
from ._topics.describe import describe
from ._topics.matching import MIN_SIMILARITY
from ._training.fit import fit_corpus, with_places
from ._training.fitted_state import commit_state, has_learned, state_of
from ._training.partial_fit import check_parts, fit_first_batch, fit_next_batch


class BERTopic(RevisableTopicsMixin, PlacingMixin, BaseEstimator):
    """BERTopic: topics as clusters of document embeddings [1]_.

    Documents are encoded as vectors, the vectors are reduced to few dimensions and
    clustered, and each cluster is described by the words that are said more in it
    than in the others (class-based TF-IDF). Each of these steps is an estimator
    of scikit-learn's kind, which can be replaced, set (``reducer__n_neighbors``) and
    tuned; they are cloned, never fitted in place. Read more in the
    :ref:`user guide <bertopic>`.

    Parameters
    ----------
    encoder : str, transformer, model, callable or None, \
            default="all-MiniLM-L6-v2"
        Makes vectors of documents: the name or path of a model of
        sentence-transformers, or whatever :func:`~sktopics.embedding.as_encoder` takes,
        such as ``make_pipeline(TfidfVectorizer(), TruncatedSVD(100))``. It is not
        asked where `embeddings` are given; None is for models that always are.
    reducer : {"auto", "umap"}, transformer or None, default="auto"
        Makes the vectors short. "auto" takes 50 principal components, of vectors that
        are longer, or UMAP for the clusterer "hdbscan"; "umap" is the UMAP of the
        original BERTopic. None leaves vectors as they are.
    clusterer : {"auto", "hdbscan"}, clusterer, classifier or None, default="auto"
        Finds the topics. "auto" is a :class:`~sktopics.clustering.LeidenClustering` of
        resolution 2: communities of neighbours, some tens of topics; "hdbscan" is the
        HDBSCAN of the original. A classifier learns topics from labels, `y`; with
        None, the labels are the topics.
    vectorizer : vectorizer, default=None
        Counts words, by default an
        :class:`~sktopics.text.OnlineCountVectorizer`, which counts as a
        `CountVectorizer` does. Its `min_df` and `max_df` count documents.
    weighting : transformer, default=None
        Weighs the counts of topics, by default a
        :class:`~sktopics.text.ClassTfidfTransformer`.
    representation : callable, object with `refine`, or list of such, default=None
        Called in turn as ``refine(table, context)`` with a `TopicTable` of the topics
        that have changed and a :class:`~sktopics.topics.RepresentationContext`, to
        return it with other words or names. Names that users gave stay. An error in a
        representation is a warning, and topics keep their words.
    n_topics : int or "auto", default=None
        Merge topics, those with the nearest means first, until so many are left;
        "auto" merges those that HDBSCAN finds to belong together. Outliers are no
        topic.
    min_topic_size : int, default=10
        Fewest documents of a topic, for the clusterers that are named by a str.
    n_top_words : int, default=10
        Number of words that describe a topic.
    n_representative : int, default=3
        Number of documents that stand for a topic: those nearest to its mean, of
        different texts.
    assign : {"cluster", "centroid"}, default="cluster"
        How new documents get a topic: as the clusters would have it, or by the nearest
        of the topics' mean embeddings. The second needs neither reducer, clusterer
        nor training documents; it can be set after `fit`.
    calculate_probabilities : bool, default=False
        Whether `probabilities_` holds those of all topics.
    seed_topics : list of lists of str, default=None
        Words of topics that are expected (guided topic modelling). Documents near to
        them are drawn to them, and the words count more.
    zeroshot_topics : list of str, default=None
        Names of topics that are expected (zero-shot). They take the documents that
        are near enough; the others are clustered.
    zeroshot_min_similarity : float, default=0.7
        Least cosine of a document and a name for that.
    memory : str or joblib.Memory, default=None
        Where embeddings and reduced vectors are kept, so that the candidates of a
        search that share these steps compute them once.
    n_jobs : int, default=None
        Number of threads, where the parts know to use them; None is 1.
    random_state : int, RandomState instance or None, default=None
        Seeds all parts that have no `random_state` of their own.

    Attributes
    ----------
    labels_ : ndarray of shape (n_documents,), int64
        Topic of each training document, -1 for outliers. Topics are numbered by size.
    probabilities_ : ndarray of shape (n_documents,) or (n_documents, n_topics)
        Probability of each training document's topic, 0 for outliers; of all
        topics, as from `transform`, with `calculate_probabilities`.
    topics_ : TopicTable
        Names, sizes, words and typical documents of topics.
    topic_sizes_ : ndarray of shape (n_topics,), int
        Numbers of documents.
    n_outliers_ : int
        Number of documents without a topic.
    topic_names_ : list of str or None
        Names that users gave: labels, zero-shot topics.
    classes_ : ndarray of shape (n_topics,)
        The user's label of each topic. Only where topics are learned from labels.
    components_ : csr_array of shape (n_topics, n_terms)
        c-TF-IDF of terms.
    terms_ : ndarray of shape (n_terms,), dtype object
        Names of the columns of `components_`.
    topic_word_counts_ : csr_array of shape (n_topics, n_terms)
        How often terms occur in the documents of topics.
    outlier_word_counts_ : csr_array of shape (1, n_terms)
        The same for outliers.
    topic_embeddings_ : ndarray of shape (n_topics, n_dimensions)
        Mean vector of each topic's documents.
    encoder_, reducer_, clusterer_, vectorizer_, weighting_ : estimators
        The fitted parts; None for a step that was left out.
    placement_ : {"neighbours", "clusterer", "centroid"}
        How the model, with ``assign="cluster"``, gives topics to new documents: by the
        topics of training documents near to them, by the clusterer's own `predict`,
        or, without a clusterer, by the nearest mean.
    drift_ : TopicDrift or None
        How topics differ from those that they were matched to.

    See Also
    --------
    sktopics.embedding.SentenceEncoder : Sentence embeddings, kept on disk.
    merge_models : One model of several.

    Notes
    -----
    Training documents are recognised when they come again: `predict` gives their
    `labels_`. Probabilities are shares of topics among the neighbours of a document,
    calibrated so that the labels of documents that are left out are most likely; those
    of a training document are the mean of these and of its own label.

    Counts of words, numbers of documents and mean embeddings of topics are kept, and
    whatever else is said of a topic follows from them: merging topics, other words,
    and learning on by `partial_fit` need no training documents and lose nothing.

    References
    ----------
    .. [1] M. Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF
       procedure", arXiv:2203.05794, 2022.

    Examples
    --------
    >>> from sklearn.cluster import KMeans
    >>> from sklearn.decomposition import TruncatedSVD
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import BERTopic
    >>> documents = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(2))
    >>> model = BERTopic(encoder, None, KMeans(2), random_state=0).fit(documents)
    >>> model.topics_
    TopicTable: 2 topics
    topic   size  top terms
        0  50.0%  sea, ship, harbour
        1  50.0%  debt, tax, money
    >>> model.predict(["a new harbour for the ship", "no new debt"])
    array([0, 1])
    """

    labels_: np.ndarray
    probabilities_: np.ndarray
    topic_sizes_: np.ndarray
    n_outliers_: int
    topic_names_: list[str] | None
    classes_: np.ndarray
    components_: csr_array
    terms_: np.ndarray
    topic_word_counts_: csr_array
    outlier_word_counts_: csr_array
    topic_embeddings_: np.ndarray
    encoder_: Any
    reducer_: Any
    clusterer_: Any
    vectorizer_: Any
    weighting_: Any
    placement_: str

    # c-TF-IDF scores words, and BM25 gives the commonest of them scores below 0.
    __topic_traits__ = TopicTraits(
        distributions=False, negative_weights=True, shares="clusters"
    )

    _parameter_constraints = {
        **CONSTRAINTS,
        "assign": [StrOptions({"cluster", "centroid"})],
        "calculate_probabilities": ["boolean"],
        "seed_topics": ["array-like", None],
        "zeroshot_topics": ["array-like", None],
        "zeroshot_min_similarity": [Interval(Real, -1, 1, closed="both")],
    }

    def __init__(
        self,
        encoder: Any = "all-MiniLM-L6-v2",
        reducer: Any = "auto",
        clusterer: Any = "auto",
        vectorizer=None,
        weighting=None,
        representation=None,
        *,
        n_topics=None,
        min_topic_size=10,
        n_top_words=10,
        n_representative=3,
        assign="cluster",
        calculate_probabilities=False,
        seed_topics=None,
        zeroshot_topics=None,
        zeroshot_min_similarity=0.7,
        memory=None,
        n_jobs=None,
        random_state=None,
    ):
        self.encoder = encoder
        self.reducer = reducer
        self.clusterer = clusterer
        self.vectorizer = vectorizer
        self.weighting = weighting
        self.representation = representation
        self.n_topics = n_topics
        self.min_topic_size = min_topic_size
        self.n_top_words = n_top_words
        self.n_representative = n_representative
        self.assign = assign
        self.calculate_probabilities = calculate_probabilities
        self.seed_topics = seed_topics
        self.zeroshot_topics = zeroshot_topics
        self.zeroshot_min_similarity = zeroshot_min_similarity
        self.memory = memory
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, embeddings=None, images=None, match_to=None) -> Self:
        """Find the topics of documents.

        Parameters
        ----------
        X : iterable of str
            Documents. With `images`, documents may be None, and so may `X`.
        y : array-like of shape (n_documents,), default=None
            Labels of documents, of any type; -1, None or NaN for documents without.
            They are the topics, if `clusterer` is None; what a classifier learns, if
            the clusterer is one; else they draw documents of a label together, where
            the reducer takes labels.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors of the documents, in place of those of the encoder.
        images : sequence of length n_documents, default=None
            For each document an image that the encoder knows to read (a path, a PIL
            image), or None. The vector of a document with both is the mean of two.
        match_to : fitted BERTopic, default=None
            A model whose topics these are to be numbered like, see
            `match_topics_to`.

        Returns
        -------
        self : BERTopic

        Raises
        ------
        TypeError
            If documents are no `str`.
        ValueError
            If there are not as many labels, embeddings or images as documents, or if
            labels are missing that the clusterer needs.
        """
        with learning(self) as learner:
            learner._fit(X, y, embeddings, images, match_to)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def fit_transform(
        self, X, y=None, embeddings=None, images=None, match_to=None
    ) -> np.ndarray:
        """Fit, and return what `transform` gives for the same documents.

        Parameters
        ----------
        X, y, embeddings, images, match_to
            As for `fit`.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_topics)
        """
        with learning(self) as learner:
            vectors = learner._fit(X, y, embeddings, images, match_to)
        state, rows = state_of(self), np.arange(len(vectors))
        way = way_of_placing(self, state.placement)
        probabilities, _ = place_and_recognise(self, state, way, vectors, rows)
        return probabilities[:, :-1]

    def fit_predict(self, X, y=None, embeddings=None, images=None) -> np.ndarray:
        """Fit, and return the topic of each document, `labels_`.

        Parameters
        ----------
        X, y, embeddings, images
            As for `fit`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
        """
        return self.fit(X, y, embeddings=embeddings, images=images).labels_

    def _fit(self, X, y, embeddings, images, match_to):
        """Fit, and return the vectors of the documents."""
        corpus = check_corpus(X, embeddings, images, whom=type(self).__name__)
        check_guidance(self)
        check_representation(self.representation)
        if match_to is not None:
            check_fitted(match_to, "topic_embeddings_")
        state, vectors = fit_corpus(self, corpus, y)
        if match_to is not None:
            state = match_to_earlier(state, state_of(match_to).topics, MIN_SIMILARITY)
        state = with_places(self, state, corpus, vectors)
        description = describe(
            self, state, documents=corpus.documents, embeddings=vectors
        )
        commit_state(self, state, description)
        return vectors

    @available_if(check_parts)
    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, embeddings=None, images=None) -> Self:
        """Learn from one more batch of documents.

        Topics keep their numbers, and nothing that was counted is lost; topics that
        a batch is the first to have come after those there are.

        Parameters
        ----------
        X : iterable of str
        y : array-like of shape (n_documents,), default=None
            Topics of the documents, if `clusterer` is None; else not looked at.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
        images : sequence of length n_documents, default=None
            As for `fit`.

        Returns
        -------
        self : BERTopic
            As it was before, if an error is raised.

        Raises
        ------
        AttributeError
            If reducer, clusterer or vectorizer do not learn from batches; its cause
            says which.
        ValueError
            As for `fit`, and if `n_topics` is set.
        """
        with learning(self) as learner:
            learner._fit_batch(X, y, embeddings, images)
        return self

    def _fit_batch(self, X, y, embeddings, images):
        """Learn from one more batch."""
        known = {"whom": type(self).__name__}
        if has_learned(self):
            known["n_dimensions"] = self.topic_embeddings_.shape[1]
        corpus = check_corpus(X, embeddings, images, **known)
        check_guidance(self)
        check_representation(self.representation)
        if has_learned(self):
            state, _ = fit_next_batch(self, corpus, y)
            description = describe(self, state)  # the batch is not all documents
        else:
            state, vectors = fit_first_batch(self, corpus, y)
            description = describe(
                self, state, documents=corpus.documents, embeddings=vectors
            )
        commit_state(self, state, description)

    @property
    def _n_features_out(self):
        return len(self.topic_sizes_)
