"""Latent Dirichlet allocation on counts."""

from typing import Any, Self

import numpy as np
from scipy.special import digamma
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._base import CountsMixin
from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._reading import warn_of_empty_topics
from .._sklearn import _fit_context, check_fitted
from .._word_topics import WordTopicsMixin
from ._inference import e_step
from ._lda_evaluation import DocumentScoresMixin, topics_of_used_terms
from ._lda_fit import corpus_of, fit_lda, update_lda
from ._lda_parameters import LDA_CONSTRAINTS
from ._lda_training import training_of
from ._lda_word_topics import lda_word_topics
from ._merged_counts import MergedCountsMixin
from ._names_of_gensim_lda import NAMES_OF_GENSIM_LDA


class LatentDirichletAllocation(
    OtherNamesMixin,
    DocumentScoresMixin,
    MergedCountsMixin,
    WordTopicsMixin,
    CountsMixin,
    CallbackSupportMixin,
    BaseEstimator,
):
    """Latent Dirichlet allocation.

    A drop-in replacement for scikit-learn's class of the same name, with a collapsed
    method of inference that finds better topics, above all in short texts, and with
    priors that can be learned.

    Read more in the :ref:`user guide <lda>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics, K in the literature.
    inference : {"collapsed", "variational"}, default="collapsed"
        How the topics of the words are inferred.

        - "collapsed": the documents' mixtures are integrated out. Training first
          samples the topic of each word [3]_, then (documents of more than 20
          tokens) replaces samples by expectations, CVB0 [4]_. From 150 topics on, in
          batch learning of documents most of whose tokens are in documents of more
          than 20, it samples in phases of words and of documents [5]_.
        - "variational": mean-field variational Bayes [1]_, [2]_, as in scikit-learn
          and gensim.
    doc_topic_prior : float, array-like of shape (n_components,), {"symmetric", \
            "asymmetric", "auto"} or None, default=None
        Dirichlet prior of the topics of a document, alpha in the literature.
        "symmetric" is ``1 / n_components``, "asymmetric" proportional to ``1 / (k +
        sqrt(n_components))`` for topic k with sum 1, "auto" learned by Newton steps.
        None is ``1 / n_components`` for variational inference. For collapsed inference
        its sum is ``0.4 * sqrt(n_components)``, but at least 2 and at most 5.
    topic_word_prior : float, array-like of shape (n_features,) or (n_components, \
            n_features), {"symmetric", "auto"} or None, default=None
        Dirichlet prior of the words of a topic, eta or beta in the literature. A
        matrix can make chosen words typical of chosen topics; a column of shape
        (n_components, 1) has a number for each topic. "symmetric" is ``1 /
        n_components``, "auto" a vector learned by Newton steps. None is 0.03 for
        collapsed inference, or ``10 / n_components`` if that is less, and ``1 /
        n_components`` for variational.
    learning_method : {"batch", "online"}, default="batch"
        "batch" updates the topics once a pass from all documents, "online" after
        every `batch_size` documents. `partial_fit` is always online.
    learning_decay : float, default=0.7
        Online learning moves the topics by ``(learning_offset + t) **
        -learning_decay`` at the t-th batch; kappa in [2]_. In (0.5, 1] it converges.
    learning_offset : float, default=10.0
        Larger values give less weight to the first batches; tau_0 in [2]_.
    max_iter : int or None, default=None
        Passes of `fit` over the corpus. None is 80 for collapsed inference in
        batches, 10 otherwise.
    batch_size : int, default=128
        Documents in a batch of online learning.
    evaluate_every : int, default=-1
        Compute the training perplexity every so many passes; never if not positive.
    total_samples : float, default=1e6
        Number of documents that `partial_fit` will see in all.
    perp_tol : float or None, default=None
        Stop when the perplexity falls by less from one evaluation to the next. While
        it rises, training goes on. None: evaluations do not stop training.
        Only used if `evaluate_every` is positive.
    mean_change_tol : float, default=1e-3
        A document is done when the expected counts of its topics change by less on
        average.
    max_doc_update_iter : int, default=100
        Most iterations over a document before the topics are updated. Collapsed
        inference in batches makes one a pass and goes on in the next pass.
    n_jobs : int, default=None
        Number of threads that share the documents. Results do not depend on it.
    verbose : int, default=0
        Whether to print a line for each pass.
    random_state : int, RandomState instance or None, default=None
        Where training starts and what it samples.
    init : {"random"}, array-like of shape (n_components, n_features) or model, \
            default="random"
        Topics that training starts from: random ones, weights of words in topics, or a
        fitted model or Pipeline of as many topics, in a search as
        `sklearn.frozen.FrozenEstimator`.
    n_init : int, default=1
        How many random starts are tried. In batch learning each is trained on a sample
        of a tenth of the documents, or of 5000 words a topic if these are more; in
        online learning on the first documents, if they have 1000 words a topic.
        Training goes on from the topics under which the documents are most likely.
    warm_start : bool, default=False
        Whether `fit` goes on from the topics that it finds, if there are any, in place
        of new ones. Documents are counted once, however often they are fitted; learned
        priors are kept.
    seed_topics : dict of str to list of words, or list of lists of words, default=None
        Words that are to be typical of the first topics, in order, by their names or
        the numbers of their columns. The keys of a dict are the names of these topics
        in tables. Words without a column are left out with a warning; in `partial_fit`
        they may come later.
    seed_weight : float, default=0.5
        Pseudo-counts of a word of `seed_topics` in its topic for each time that it
        occurs, added to `topic_word_prior`.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        Expected number of times that each word was drawn from each topic, plus the
        prior. Divided by the sums of the rows it is `topic_word_`, phi in the
        literature: the topics' distributions of words.
    exp_dirichlet_component_ : ndarray of shape (n_components, n_features)
        exp(E[log p(word | topic)]) under the Dirichlet distributions with parameters
        `components_`.
    doc_topic_prior_ : float or ndarray of shape (n_components,)
        The prior of a document's topics, as given or learned; a float if it is the
        same for all topics and was not learned.
    topic_word_prior_ : float or ndarray of shape (n_features,) or (n_components, \
            n_features)
        The prior of a topic's words, likewise.
    bound_ : float
        Lower bound of the training data's log-likelihood in nats: the evidence lower
        bound for variational inference; given `topic_word_` for collapsed. See
        :meth:`bound`. Set by `fit`, and removed by `partial_fit`.
    perplexity_ : float
        Perplexity of the training documents, see :meth:`perplexity`. Likewise.
    topic_names_ : list of (str or None)
        Names of the topics, if `seed_topics` is a dict.
    n_iter_ : int
        Passes that the last `fit` made over the corpus.
    n_batch_iter_ : int
        Updates of the topics.
    random_state_ : RandomState instance
        Only training draws from it.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.

    See Also
    --------
    sklearn.decomposition.LatentDirichletAllocation : Variational inference only.
    sktopics.topics.topic_table : The topics, to be read.
    sktopics.metrics.completion_perplexity : Held-out perplexity of any model with
        topics.

    Notes
    -----
    Integer and float32 counts are computed in float32, float64 counts in float64.
    scikit-learn's `bound_` is a perplexity, ``exp(-bound_ / n_tokens)`` here, and its
    `perp_tol` is 0.1.

    References
    ----------
    .. [1] D. Blei, A. Ng, M. Jordan, "Latent Dirichlet allocation", JMLR 2003.
    .. [2] M. Hoffman, D. Blei, F. Bach, "Online learning for latent Dirichlet
       allocation", NIPS 2010.
    .. [3] M. Zaheer et al., "Exponential stochastic cellular automata for massively
       parallel inference", AISTATS 2016.
    .. [4] A. Asuncion et al., "On smoothing and inference for topic models", UAI 2009.
    .. [5] J. Chen et al., "WarpLDA: a cache efficient O(1) algorithm for latent
       Dirichlet allocation", VLDB 2016.

    Examples
    --------
    >>> from sktopics import LatentDirichletAllocation
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]]
    >>> lda = LatentDirichletAllocation(n_components=2, random_state=0)
    >>> mixtures = lda.fit_transform(X)
    >>> mixtures.shape
    (4, 2)
    >>> mixtures.argmax(axis=1) == mixtures[0].argmax()
    array([ True,  True, False, False])
    """

    doc_topic_prior_: float | np.ndarray
    topic_word_prior_: float | np.ndarray
    bound_: float
    perplexity_: float
    n_iter_: int
    n_batch_iter_: int
    topic_names_: list[str | None]
    random_state_: np.random.RandomState

    __other_names__ = NAMES_OF_GENSIM_LDA

    _parameter_constraints = LDA_CONSTRAINTS

    def __init__(
        self,
        n_components=10,
        *,
        inference="collapsed",
        doc_topic_prior=None,
        topic_word_prior=None,
        learning_method="batch",
        learning_decay=0.7,
        learning_offset=10.0,
        max_iter=None,
        batch_size=128,
        evaluate_every=-1,
        total_samples=1e6,
        perp_tol=None,
        mean_change_tol=1e-3,
        max_doc_update_iter=100,
        n_jobs=None,
        verbose=0,
        random_state=None,
        init: Any = "random",
        n_init=1,
        warm_start=False,
        seed_topics: Any = None,
        seed_weight=0.5,
    ):
        self.n_components = n_components
        self.inference = inference
        self.doc_topic_prior = doc_topic_prior
        self.topic_word_prior = topic_word_prior
        self.learning_method = learning_method
        self.learning_decay = learning_decay
        self.learning_offset = learning_offset
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.evaluate_every = evaluate_every
        self.total_samples = total_samples
        self.perp_tol = perp_tol
        self.mean_change_tol = mean_change_tol
        self.max_doc_update_iter = max_doc_update_iter
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init = init
        self.n_init = n_init
        self.warm_start = warm_start
        self.seed_topics = seed_topics
        self.seed_weight = seed_weight

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn topics from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features), or iterable
            Counts of words in documents. Or batches of such counts, in a list or
            another iterable that starts over each time: they are learned from online
            and never held in memory together. Batches whose documents have weights are
            pairs (X, sample_weight).
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.
            Weights for batches come with the batches.

        Returns
        -------
        self : LatentDirichletAllocation

        Raises
        ------
        ValueError
            If `X` holds negative, infinite or missing values, or all weights are 0; if
            `X` is an iterator that can be read only once; if `init` or `seed_topics`
            do not fit `X` and `n_components`. After any error the model is as it was.
        """
        with learning(self) as learner:
            given, corpus = corpus_of(learner, X, sample_weight)
            fit_lda(learner, given, y, corpus)
            warn_of_empty_topics(learner)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics with a batch of documents, online.

        Nothing but the topics is kept: a stream of batches takes the memory of one.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts, with the vocabulary of the calls before. `NamedCounts`, which an
            `OnlineCountVectorizer` gives, may have new words.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : LatentDirichletAllocation

        Raises
        ------
        ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.

        Notes
        -----
        A new word starts with the prior of words in each topic, where words have priors
        of their own with the median of those before. What the last `fit` said of its
        documents, `bound_` and `perplexity_`, is removed.
        """
        with learning(self) as learner:
            update_lda(learner, X, sample_weight)
        return self

    def fit_transform(
        self, X, y=None, *, normalize=True, sample_weight=None
    ) -> np.ndarray:
        """Learn topics from counts, then infer the documents' mixtures.

        The same as `fit` and then `transform`, whose parameters these are.
        """
        self.fit(X, y, sample_weight=sample_weight)
        return self.transform(X, normalize=normalize)

    def transform(self, X, *, normalize=True) -> np.ndarray:
        """Infer the mixtures of topics of documents.

        Deterministic, and to the last bit the same for a document whatever documents
        come with it.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        normalize : bool, default=True
            Whether rows sum to 1. If not, they are the parameters of the documents'
            Dirichlet distributions: prior plus expected counts.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document, theta in the literature. A document
            without words has the prior's.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        X, topics = topics_of_used_terms(self, X)
        doc_topic, _ = e_step(X, topics, training_of(self))
        doc_topic = doc_topic[:, : topics.n_components]
        if normalize:
            return doc_topic / doc_topic.sum(axis=1, keepdims=True)
        return np.ascontiguousarray(doc_topic)

    def _words_of_topics(self, X, min_share):
        return lda_word_topics(self, X, min_share)

    @property
    def exp_dirichlet_component_(self) -> np.ndarray:
        """exp(E[log p(word | topic)]), (n_components, n_features)."""
        totals = self.components_.sum(axis=1, keepdims=True)
        return np.exp(digamma(self.components_) - digamma(totals))
