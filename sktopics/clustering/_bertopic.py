"""BERTopic: topics as clusters of document embeddings."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator

from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._reading import TopicTraits
from .._sklearn import _fit_context, available_unless_refused, check_fitted
from ._analyses.analysing import AnalysingMixin
from ._names_of_bertopic import NAMES_OF_BERTOPIC
from ._placement.predicting import PlacingMixin
from ._placement.recognition import place_again
from ._revisions.renumbering import match_to as match_to_earlier
from ._revisions.reweighable import ReweighableTopicsMixin
from ._steps.constraints import CONSTRAINTS
from ._steps.corpus_input import check_corpus
from ._steps.default_parts import DefaultPartsMixin
from ._steps.usable_parts import check_usable
from ._topics.describe import describe
from ._topics.matching import MIN_SIMILARITY
from ._training.fit import fit_corpus, warn_of_no_topics, with_places
from ._training.fitted_state import commit_state, state_of
from ._training.kept_vectors import keeping_vectors
from ._training.partial_fit import check_parts, fit_batch


class BERTopic(
    OtherNamesMixin,
    DefaultPartsMixin,
    ReweighableTopicsMixin,
    AnalysingMixin,
    PlacingMixin,
    BaseEstimator,
):
    """BERTopic: topics as clusters of document embeddings [1]_.

    Documents are encoded as vectors, the vectors are reduced to few dimensions and
    clustered, and each cluster is described by the words that are said more in it
    than in the others (class-based TF-IDF). Each of these steps is an estimator
    of scikit-learn's kind, which can be replaced, set (``clusterer__resolution``, also
    where the clusterer is "auto") and tuned; they are cloned, never fitted in place.
    Read more in the :ref:`user guide <bertopic>`.

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
        Finds the topics. "auto" is a :class:`~sktopics.clustering.LeidenClustering`:
        communities of neighbours, as many as the documents speak for; "hdbscan" is the
        HDBSCAN of the original. A classifier learns topics from labels, `y`; with
        None, the labels are the topics.
    vectorizer : vectorizer, default=None
        Counts words, by default an
        :class:`~sktopics.text.OnlineCountVectorizer`, which counts as a
        `CountVectorizer` does. Its `min_df` and `max_df` count documents. It may be a
        Pipeline that cleans texts before.
    weighting : transformer, default=None
        Weighs the words of topics, by default a
        :class:`~sktopics.text.KeynessTransformer`, which needs no stop words. A
        :class:`~sktopics.text.ClassTfidfTransformer` gives the weights of the original.
        A weighting whose `fit` has a parameter `n_documents` is given how many
        documents hold the terms, in place of counts.
    representation : callable, object with `refine`, dict, or list, default=None
        Called in turn as ``refine(table, context)`` with a `TopicTable` of the topics
        that have changed and a :class:`~sktopics.topics.RepresentationContext`, to
        return it with other words or names; a dict of them makes aspects. Names that
        users gave stay, an error is a warning. See :mod:`sktopics.representation`.
    n_topics : int or "auto", default=None
        How many topics; outliers are none. A `LeidenClustering`, also the default one,
        finds so many. After other clusterers, topics with the nearest means are merged
        until so many are left. "auto" merges those that HDBSCAN finds to belong
        together.
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
    supervision : "auto" or None, default="auto"
        What `y` is for. With "auto", the labels in `y` train the model, see `fit`. With
        None, the model does not look at `y`, so that a search may judge it by these
        labels.
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
        Topic of each training document, -1 for outliers. Topics are numbered by size,
        or in the order of labels that are whole numbers: labels 0, 1, 2, ... stay.
    layers_ : ndarray of shape (n_layers, n_documents), int64, or None
        Topics of several layers, the finest first, each with about half as many as the
        one before and each topic inside one of the next layer. They follow, when topics
        are merged or documents move. Only a `LeidenClustering` finds layers, and
        `partial_fit` and `merge_models` none.
    layer_ : int or None
        The layer that is the topics: ``layers_[layer_]`` is equal to `labels_`.
    probabilities_ : ndarray of shape (n_documents,) or (n_documents, n_topics)
        Probability of each training document's topic, 0 for outliers; of all
        topics, as from `transform`, with `calculate_probabilities`.
    topics_ : TopicTable
        Names, sizes, words and typical documents of topics. Look up a label by
        ``topics_.topic(label)``: it knows -1, which other attributes take for the last.
    topic_sizes_ : ndarray of shape (n_topics,), int
        Numbers of documents.
    n_outliers_ : int
        Number of documents without a topic.
    topic_names_ : list of str or None
        Names that users gave: labels, zero-shot topics.
    classes_ : ndarray of shape (n_topics,)
        The user's label of each topic. Only where topics are learned from labels.
    components_ : csr_array of shape (n_topics, n_terms)
        Weights of terms.
    terms_ : ndarray of shape (n_terms,), dtype object
        Names of the columns of `components_`.
    topic_word_counts_ : csr_array of shape (n_topics, n_terms)
        How often terms occur in the documents of topics.
    topic_document_counts_ : csr_array of shape (n_topics, n_terms)
        How many documents of topics hold the terms.
    outlier_components_, outlier_word_counts_, outlier_document_counts_ : csr_array
        The same for outliers, of shape (1, n_terms).
    topic_embeddings_ : ndarray of shape (n_topics, n_dimensions)
        Mean vector of each topic's documents.
    encoder_, reducer_, clusterer_, vectorizer_, weighting_ : estimators
        The fitted parts; None for a step that was left out.
    placement_ : {"neighbours", "clusterer", "centroid"}
        How the model, with ``assign="cluster"``, gives topics to new documents: by the
        topics of training documents near to them, by the clusterer's own `predict`,
        or, without a clusterer, by the nearest mean.
    drift_ : TopicDrift or None
        How topics differ from those they were matched to.

    See Also
    --------
    sktopics.embedding.SentenceEncoder : Sentence embeddings, kept on disk.
    merge_models : One model of several.

    Notes
    -----
    Training documents are recognised when they come again: `predict` gives their
    `labels_`. Equal documents get one answer: where their `labels_` differ, `predict`
    gives the label that most of them have (of equally many, the lowest topic, -1 last).
    There alone, and at unknown documents with a label of `y`, the two differ.
    Probabilities are shares of topics among the neighbours of a document, calibrated so
    that the labels of documents that are left out are most likely; those of a training
    document are the mean of these and of its own label. Their last digits may depend on
    the documents that come together; so may the topic of one just between two.

    A document of which nothing is known is -1 with probability 0, and no part learns
    from it: a blank text without an image, a vector of zeros, a text without any word
    that the encoder knows (an encoder that is fitted has read it, unless it is blank).
    With ``clusterer=None`` it keeps its label of `y` in `labels_`. A word that only
    `vectorizer` does not know is no reason: sentence encoders understand new words.

    Counts of words, numbers of documents and mean embeddings of topics are kept:
    merging topics, other words and `partial_fit` need no training documents.

    Parts, labels and words are checked before anything is encoded. If a step after
    that fails, the vectors are kept: another fit of the same model does not encode the
    same documents again, and the error has them in its attribute `embeddings`.

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

    __other_names__ = NAMES_OF_BERTOPIC

    # Weights score words, and BM25 gives the commonest of them scores below 0.
    __topic_traits__ = TopicTraits(
        distributions=False, negative_weights=True, shares="clusters"
    )

    _parameter_constraints = CONSTRAINTS

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
        supervision: str | None = "auto",
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
        self.supervision = supervision
        self.memory = memory
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, embeddings=None, images=None, match_to=None) -> Self:
        """Find the topics of documents.

        Parameters
        ----------
        X : iterable of str
            Documents. With `embeddings` or `images` they may be None, and so may `X`:
            the vector or the image decides. "" is an empty document, without a topic.
        y : array-like of shape (n_documents,), default=None
            Labels of documents, of any type; -1, None or NaN for documents without.
            They are the topics, if `clusterer` is None; what a classifier learns, if
            the clusterer is one; else they draw documents of a label together, where
            the reducer or the clusterer takes labels. A search, `cross_val_score` and
            a Pipeline hand `y` on to `fit`, so that labels which should only judge the
            model train it as well. ``supervision=None`` prevents it. Or give the labels
            to :func:`~sktopics.metrics.agreement_scorer`, in place of `y`.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors in place of those of the encoder; also as a column of lists.
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
            If documents are no `str`, or if a part cannot be copied.
        ValueError
            If there are not as many labels, embeddings or images as documents, if
            labels are missing that the clusterer or the reducer needs, if nothing is
            known of any document, or if what a part returns is not what is needed of
            it; the part is named.
        """
        with keeping_vectors(self) as kept, learning(self) as learner:
            learner._fit(X, y, embeddings, images, match_to, kept)
        return self

    @_fit_context(prefer_skip_nested_validation=False)
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
        with keeping_vectors(self) as kept, learning(self) as learner:
            corpus, vectors = learner._fit(X, y, embeddings, images, match_to, kept)
        probabilities, _ = place_again(self, state_of(self), corpus, vectors)
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

    def _fit(self, X, y, embeddings, images, match_to, kept):
        """Fit, and return the checked documents with their vectors."""
        check_usable(self)
        corpus = check_corpus(X, embeddings, images, whom=type(self).__name__)
        n_dimensions = None
        if match_to is not None:
            check_fitted(match_to, "topic_embeddings_")
            n_dimensions = match_to.topic_embeddings_.shape[1]
        state, vectors, _ = fit_corpus(self, corpus, y, kept, n_dimensions)
        warn_of_no_topics(state)
        if match_to is not None:
            state = match_to_earlier(state, state_of(match_to).topics, MIN_SIMILARITY)
        state = with_places(self, state, corpus, vectors)
        description = describe(
            self, state, documents=corpus.documents, embeddings=vectors
        )
        commit_state(self, state, description)
        return corpus, vectors

    @available_unless_refused(check_parts)
    @_fit_context(prefer_skip_nested_validation=False)
    def partial_fit(self, X, y=None, embeddings=None, images=None) -> Self:
        """Learn from one more batch of documents.

        Topics keep their numbers, and nothing that was counted is lost; topics that
        a batch is the first to have come after those there are. A reducer that cannot
        learn on, such as PCA, learns from the first batch, and a warning says so.

        Parameters
        ----------
        X, y, embeddings, images
            As for `fit`. `y` is only looked at if `clusterer` is None,
            and not with ``supervision=None``.

        Returns
        -------
        self : BERTopic
            As it was before, if an error is raised.

        Raises
        ------
        AttributeError
            If clusterer or vectorizer do not learn from batches; it says which.
        ValueError
            As for `fit`; if `n_topics` is set; and if other parameters of parts were
            set since the batch before, but for `decay` and `delete_min_df` of the
            vectorizer and what changes only the speed.
        """
        with keeping_vectors(self) as kept, learning(self) as learner:
            commit_state(learner, *fit_batch(learner, X, y, embeddings, images, kept))
        return self
