"""Top2Vec: topics as dense areas of a space that documents and words share."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator

from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._reading import TopicTraits
from .._sklearn import _fit_context
from ..embedding import ChunkedEncoder
from ..text import OnlineCountVectorizer
from ._analyses.analysing import AnalysingMixin
from ._joint_space.changing import ChangingSpaceMixin
from ._joint_space.doc2vec_recipe import doc2vec_encoder, lowest_document_frequency
from ._joint_space.fit_space import fit_space
from ._joint_space.growing import grown
from ._joint_space.nearest_area import placed_in_space
from ._joint_space.similarities import SimilaritiesMixin, cosines_in_blocks
from ._joint_space.unguided import UnguidedMixin
from ._joint_space.usable_space import SPACE_CONSTRAINTS, check_space
from ._names_of_top2vec import NAMES_OF_TOP2VEC
from ._placement.predicting import check_new_documents
from ._steps.corpus_input import check_corpus
from ._steps.default_parts import DefaultPartsMixin
from ._steps.embeddings import encoder_given
from ._topics.describe import describe
from ._training.fitted_state import commit_state, has_learned, state_of
from ._training.kept_vectors import keeping_vectors

# Settings of Doc2Vec, where nobody knows for how many documents: words in 5 of them
# have vectors, as in gensim.
_FEW_DOCUMENTS = 200
# Of a word, with the space after it.
_LETTERS = 6


class Top2Vec(
    OtherNamesMixin,
    DefaultPartsMixin,
    UnguidedMixin,
    ChangingSpaceMixin,
    AnalysingMixin,
    SimilaritiesMixin,
    BaseEstimator,
):
    """Top2Vec: topics as dense areas of a space that documents and words share [1]_.

    Documents and words become vectors of one space. Documents are clustered, a topic is
    the mean of a cluster, and its words are the words nearest to it. Words that are
    said everywhere are rarely among the nearest, so that a list of stop words is seldom
    needed. Read more in the :ref:`user guide <top2vec>`.

    Parameters
    ----------
    encoder : {"doc2vec"}, str, transformer, model, callable or None, default="doc2vec"
        Makes vectors of documents. "doc2vec" trains a
        :class:`~sktopics.embedding.Doc2Vec` on the documents, with vectors of words, by
        settings that suit their number. Or the name of a model of
        sentence-transformers, or whatever :func:`~sktopics.embedding.as_encoder` takes.
        None is for models that are always given embeddings.
    reducer : {"auto", "umap"}, transformer or None, default="auto"
        Makes the vectors short, as in :class:`BERTopic`.
    clusterer : {"auto", "hdbscan"} or clusterer, default="auto"
        Finds the dense areas. "auto" is a :class:`LeidenClustering`. "hdbscan" is
        HDBSCAN, with the reducer "auto" after UMAP: the parts of the paper.
    vectorizer : vectorizer, default=None
        Counts words, and so tells which words topics may have. By default an
        :class:`~sktopics.text.OnlineCountVectorizer` of the words that are in enough
        documents: a third of the root of their number.
    ngram_range : tuple (min_n, max_n), default=(1, 1)
        Of the default vectorizer: (1, 2) adds phrases of two words to the words.
    word_vectors : {"auto", "encoder", "documents", "both"}, default="auto"
        What makes the vectors of words. "encoder": a `Doc2Vec` has learned them, and
        other encoders encode a word alone, as in the package top2vec. "documents": a
        word is at the mean direction of the documents that hold it, which describes
        topics better than a word that is encoded alone. "both": in the middle between
        these directions, so that cosines are means of two. "auto" is "both" for a
        `Doc2Vec`, and "documents" for all others and where only embeddings are given.
    representation : callable, object with `refine`, dict, or list, default=None
        Chooses other words or names for topics, see :mod:`sktopics.representation`.
    n_topics : int, default=None
        How many topics; None is as many as there are areas. A `LeidenClustering` finds
        so many. After other clusterers `hierarchy_` is cut.
    min_topic_size : int, default=15
        Fewest documents of an area, for the clusterers that are named by a str.
    merge_distance : float, default=0.1
        Areas whose means are so near by cosine distance are one topic. 0 merges none.
    n_top_words : int, default=10
        Number of words that describe a topic.
    n_representative : int, default=3
        Number of documents that stand for a topic: the nearest ones.
    assign : {"centroid", "cluster"}, default="centroid"
        Which topic a document has: the nearest one, or the one whose area it is in.
        With "cluster", documents in no area are outliers, -1.
    chunk : int, {"sentence", "paragraph"}, callable or None, default=None
        Encodes long documents in parts, see
        :class:`~sktopics.embedding.ChunkedEncoder`: the number of words of a part, or
        what cuts texts. A document has the mean of its parts. None encodes documents
        whole, of which encoders read the beginning alone if they are long.
    chunk_overlap : float, default=0.5
        How much of a part is in the next one.
    memory : str or joblib.Memory, default=None
        Where embeddings and reduced vectors are kept for the candidates of a search.
    n_jobs : int, default=None
        Number of threads; None is 1.
    random_state : int, RandomState instance or None, default=None
        Seeds all parts that have no `random_state` of their own.

    Attributes
    ----------
    labels_ : ndarray of shape (n_documents,), int64
        Topic of each training document, numbered by size; -1 for documents of which
        nothing is known, and for outliers.
    similarities_ : ndarray of shape (n_documents,)
        Cosine of each document with its topic, 0 for -1.
    probabilities_ : ndarray of shape (n_documents,)
        Probability of each document's topic, see `predict_proba`. With
        ``assign="cluster"``, `partial_fit` leaves the probabilities of earlier
        documents as they are, unless there are new topics.
    topics_ : TopicTable
        Names, sizes, words and typical documents of topics. The weights of words are
        cosines.
    topic_sizes_ : ndarray of shape (n_topics,), int
        Numbers of documents.
    n_outliers_ : int
        Number of documents without a topic.
    topic_names_ : list of str or None
        Names that users gave.
    topic_embeddings_ : ndarray of shape (n_topics, n_dimensions)
        Vectors of topics: the mean direction of the documents in the area, before other
        documents get the nearest topic.
    document_embeddings_ : ndarray of shape (n_documents, n_dimensions)
        Vectors of documents; zeros where nothing is known.
    word_embeddings_ : ndarray of shape (n_terms, n_dimensions)
        Vectors of words; zeros for words that the encoder does not know.
    terms_ : ndarray of shape (n_terms,), dtype object
        The words.
    components_ : ndarray of shape (n_topics, n_terms)
        Cosines of topics with words, 0 where they are negative. Computed when it is
        asked for, as are `similarities_` and `hierarchy_`.
    outlier_components_ : ndarray of shape (1, n_terms)
        The same for the mean of outliers.
    hierarchy_ : TopicHierarchy
        Which topics become one, if the smallest is merged into the nearest, again and
        again. ``hierarchy_.cut(n)`` are n groups.
    topic_word_counts_, topic_document_counts_ : csr_array of shape (n_topics, n_terms)
        How often words occur in the documents of topics, and how many hold them.
    layers_ : ndarray of shape (n_layers, n_documents), int64, or None
    layer_ : int or None
        Finer and coarser topics, as in :class:`BERTopic`, with ``assign="cluster"``.
    encoder_, reducer_, clusterer_, vectorizer_, weighting_ : estimators
        The fitted parts. `weighting_` weighs words for analyses that count words, such
        as topics over time.
    placement_ : {"neighbours", "clusterer", "centroid"}
        How the model gives topics to new documents with ``assign="cluster"``. It is
        "centroid" after `partial_fit` has found topics that the clusterer, which can
        predict, does not know.
    drift_ : TopicDrift or None
        How topics differ from those they were matched to.

    See Also
    --------
    BERTopic : Words of topics by counts.
    sktopics.embedding.Doc2Vec : The default encoder.

    Notes
    -----
    The rows are independent, training documents are recognised, and documents of which
    nothing is known have no topic: see the notes of :class:`BERTopic`.

    `document_embeddings_` and the counts of words are kept, so that topics can be
    merged, documents forgotten and added, and everything be searched for without
    encoding again.

    References
    ----------
    .. [1] D. Angelov, "Top2Vec: distributed representations of topics",
       arXiv:2008.09470, 2020.

    Examples
    --------
    >>> from sklearn.cluster import KMeans
    >>> from sklearn.decomposition import TruncatedSVD
    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics import Top2Vec
    >>> documents = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> documents += ["money, a tax for the harbour"] * 5
    >>> encoder = make_pipeline(TfidfVectorizer(stop_words="english"), TruncatedSVD(2))
    >>> model = Top2Vec(encoder, clusterer=KMeans(2), n_top_words=3, random_state=0)
    >>> model.fit(documents).topics_
    TopicTable: 2 topics
    topic   size  top terms
        0  60.0%  tax, money, debt
        1  40.0%  sea, ship, harbour
    >>> model.predict(["a new ship at sea", "no new debt"])
    array([1, 0])
    """

    # Cosines of words are none of words that a topic would say.
    __topic_traits__ = TopicTraits(distributions=False, shares="clusters")
    __other_names__ = NAMES_OF_TOP2VEC

    _parameter_constraints = SPACE_CONSTRAINTS

    def __init__(
        self,
        encoder: Any = "doc2vec",
        *,
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
        chunk=None,
        chunk_overlap=0.5,
        memory=None,
        n_jobs=None,
        random_state=None,
    ):
        self.encoder = encoder
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
        self.chunk = chunk
        self.chunk_overlap = chunk_overlap
        self.memory = memory
        self.n_jobs = n_jobs
        self.random_state = random_state

    @_fit_context(prefer_skip_nested_validation=False)
    def fit(self, X, y=None, embeddings=None) -> Self:
        """Find the topics of documents.

        Parameters
        ----------
        X : iterable of str
            Documents. With `embeddings` they may be None, and so may `X`. "" is an
            empty document, without a topic.
        y : None
            Not looked at.
        embeddings : array-like of shape (n_documents, n_dimensions), default=None
            Vectors, in place of the encoder's.

        Returns
        -------
        self : Top2Vec

        Raises
        ------
        TypeError
            If documents are no `str`, if a part cannot be copied, or if one learns from
            labels.
        ValueError
            If there are not as many embeddings as documents, if words have vectors of
            another length, if nothing is known of any document, or if what a part
            returns is not what is needed of it; the part is named.
        """
        with keeping_vectors(self) as kept, learning(self) as learner:
            learner._fit(X, embeddings, kept)
        return self

    def fit_transform(self, X, y=None, embeddings=None) -> np.ndarray:
        """Fit, and return what `transform` gives for the same documents.

        Parameters
        ----------
        X, y, embeddings
            As for `fit`.

        Returns
        -------
        similarities : ndarray of shape (n_documents, n_topics)
        """
        self.fit(X, y, embeddings=embeddings)
        return cosines_in_blocks(self.document_embeddings_, self.topic_embeddings_)

    def fit_predict(self, X, y=None, embeddings=None) -> np.ndarray:
        """Fit, and return the topic of each document, `labels_`.

        Parameters
        ----------
        X, y, embeddings
            As for `fit`.

        Returns
        -------
        labels : ndarray of shape (n_documents,), int64
        """
        return self.fit(X, y, embeddings=embeddings).labels_

    @_fit_context(prefer_skip_nested_validation=False)
    def partial_fit(self, X, y=None, embeddings=None) -> Self:
        """Add documents; the first call is a `fit`.

        Documents get the topics that there are, which keep their numbers, vectors and
        areas. Where `min_topic_size` documents that are far from all topics, deleted
        ones too, make an area that is as dense as others, it is a new topic, after the
        others; documents count that earlier calls have added.

        A new word is learned if as many of the documents hold it as `min_df` asks for
        in all documents, if the encoder knows it or documents tell the vectors of
        words, and if the vectorizer has no limits `max_df`, `max_features` and
        `vocabulary`. `update_topics` finds all words, with a vectorizer of your own.

        Parameters
        ----------
        X, y, embeddings
            As for `fit`.

        Returns
        -------
        self : Top2Vec
            As it was before, if an error is raised.

        Raises
        ------
        TypeError, ValueError
            As for `fit`. Also a ValueError if counts of the vectorizer decay.
        """
        if not has_learned(self):
            return self.fit(X, y, embeddings=embeddings)
        with learning(self) as learner:
            check_space(learner)
            corpus = check_new_documents(learner, X, embeddings)
            state = grown(learner, state_of(learner), corpus)
            commit_state(learner, state, describe(learner, state))
        return self

    def _fit(self, X, embeddings, kept):
        check_space(self)
        corpus = check_corpus(X, embeddings, None, whom=type(self).__name__)
        state = placed_in_space(self, fit_space(self, corpus, kept), corpus.documents)
        given = {"documents": corpus.documents, "embeddings": state.space.documents}
        commit_state(self, state, describe(self, state, **given))

    def __made_encoder__(self, documents=None):
        """Return an unfitted encoder; see `make_encoder`."""
        if isinstance(self.encoder, str) and self.encoder == "doc2vec":
            n_documents, n_tokens = _FEW_DOCUMENTS, None
            if documents is not None:
                n_documents = len(documents)
                n_tokens = sum(map(len, documents)) // _LETTERS
            encoder = doc2vec_encoder(n_documents, self.n_jobs, n_tokens=n_tokens)
        else:
            encoder = encoder_given(self.encoder)
        if self.chunk is None or encoder is None:
            return encoder
        return ChunkedEncoder(encoder, chunk=self.chunk, overlap=self.chunk_overlap)

    def __default_vectorizer__(self, documents=None):
        """Return the vectorizer where users give none; see `make_vectorizer`."""
        least = 1 if documents is None else lowest_document_frequency(len(documents))
        return OnlineCountVectorizer(ngram_range=tuple(self.ngram_range), min_df=least)
