"""Probabilistic latent semantic analysis: ARTM without regularizers."""

from typing import Any, Self

import numpy as np

from ._artm import ARTM
from ._em_parameters import constraints_of


class PLSA(ARTM):
    """Probabilistic latent semantic analysis, fitted by EM.

    The topics and mixtures of greatest likelihood [1]_: :class:`ARTM` with no
    regularizer and one modality. In small or short documents it fits noise; add
    regularizers then, or use :class:`~sktopics.lda.LatentDirichletAllocation`.

    Read more in the :ref:`user guide <artm>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics.
    learning_method : {"batch", "online"}, default="batch"
        Whether the topics are updated once a pass or after every `batch_size`
        documents; see :class:`ARTM`.
    max_iter : int or None, default=None
        Passes of `fit` over the corpus. None is 50 for "batch" and 10 for "online".
    tol : float, default=1e-4
        Stop when the training perplexity changes by a smaller share from one pass to
        the next, after 10 passes at the earliest. 0: make `max_iter` passes.
    max_doc_update_iter : int, default=10
        Most iterations over a document in a pass.
    mean_change_tol : float, default=1e-3
        A document is done when its mixture changes by less, in total.
    batch_size : int, default=128
        Documents in a batch of online learning.
    learning_offset : float, default=1.0
        Larger values give less weight to the first batches.
    learning_decay : float, default=0.7
        Online learning moves the topics by ``(learning_offset + k) **
        -learning_decay`` at the k-th batch.
    n_jobs : int, default=None
        Number of threads that share the documents. Results do not depend on it.
    verbose : int, default=0
        Whether to print a line for each pass.
    random_state : int, RandomState instance or None, default=None
        Where training starts.
    init : {"random"}, array-like or model, default="random"
        Topics that training starts from: random ones, weights of words in topics, of
        shape (n_components, n_features), or a fitted model or Pipeline of as many
        topics. In a search, a model has to be a `sklearn.frozen.FrozenEstimator`. A
        word that a topic does not have stays out of it, unless a regularizer adds it.
        Words that no topic has start with a small share of all topics.
    n_init : int, default=1
        How many random starts are tried. The one under which the documents are most
        likely is trained. They are compared after a tenth of the passes, and 10 updates
        at least; in `partial_fit` after 10 passes over the first documents.
    warm_start : bool, default=False
        Whether `fit` goes on from the topics that it finds, if there are any, in place
        of new ones. Passes, updates and schedules are counted on.
    theta_start : {"previous", "uniform"} or None, default=None
        Where the mixtures of documents start in a pass of batch learning.

        - "previous": where the last pass left them, even in the first.
        - "uniform": even in each pass. Topics differ most, and a pass takes longer.
        - None: even in the first 10 passes, in which topics form, then "previous".
          Always "previous" for documents of less than 20 tokens on average, whose words
          are predicted better so, and with `max_doc_update_iter` below 5.
    store_doc_topic : bool, default=False
        Whether `fit` keeps the mixtures of the documents that batch learning has
        trained, as `doc_topic_`. They make the model as large as the corpus is long.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        p(word | topic), phi in the literature; rows sum to 1.
    topic_word_counts_ : ndarray of shape (n_components, n_features)
        Expected number of times that each word was drawn from each topic.
    perplexity_ : float
        Perplexity of the training documents during the last pass. Set by `fit`; there
        is none after `partial_fit`.
    seen_terms_ : ndarray of shape (n_features,), bool
        Which words have occurred in documents so far. In online learning, regularizers
        take nothing from the others.
    doc_topic_ : ndarray of shape (n_documents, n_components)
        Mixtures of the training documents, if `store_doc_topic`. `transform` gives what
        the fitted topics say of the documents, which differs a little: these are from
        before the last update of the topics.
    n_iter_ : int
        Passes made over the corpus.
    n_batch_iter_ : int
        Updates of the topics.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.

    References
    ----------
    .. [1] T. Hofmann, "Probabilistic latent semantic indexing", SIGIR 1999.

    Examples
    --------
    >>> from sktopics import PLSA
    >>> X = [[3, 1, 0, 0], [2, 2, 0, 0], [0, 0, 2, 2], [0, 0, 1, 3]]
    >>> mixtures = PLSA(n_components=2, random_state=0).fit_transform(X)
    >>> mixtures.argmax(axis=1) == mixtures[0].argmax()
    array([ True,  True, False, False])
    """

    _parameter_constraints = constraints_of(
        "n_components",
        "learning_method",
        "max_iter",
        "tol",
        "max_doc_update_iter",
        "mean_change_tol",
        "batch_size",
        "learning_offset",
        "learning_decay",
        "n_jobs",
        "verbose",
        "random_state",
        "init",
        "n_init",
        "warm_start",
        "theta_start",
        "store_doc_topic",
    )
    # What ARTM has parameters for, and PLSA does not do.
    regularizers = None
    modalities = None
    update_every = 1
    decay_weight = None
    seed_topics = None
    apply_weight = None

    def __init__(
        self,
        n_components=10,
        *,
        learning_method="batch",
        max_iter=None,
        tol=1e-4,
        max_doc_update_iter=10,
        mean_change_tol=1e-3,
        batch_size=128,
        learning_offset=1.0,
        learning_decay=0.7,
        n_jobs=None,
        verbose=0,
        random_state=None,
        init: Any = "random",
        n_init=1,
        warm_start=False,
        theta_start=None,
        store_doc_topic=False,
    ):
        self.n_components = n_components
        self.learning_method = learning_method
        self.max_iter = max_iter
        self.tol = tol
        self.max_doc_update_iter = max_doc_update_iter
        self.mean_change_tol = mean_change_tol
        self.batch_size = batch_size
        self.learning_offset = learning_offset
        self.learning_decay = learning_decay
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init = init
        self.n_init = n_init
        self.warm_start = warm_start
        self.theta_start = theta_start
        self.store_doc_topic = store_doc_topic

    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn topics from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
            An iterable of such batches, which starts again each time it is iterated,
            is read in each pass and learned from online.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.

        Returns
        -------
        self : PLSA

        Raises
        ------
        TypeError
            If `X` is no matrix of numbers.
        ValueError
            If `X` holds negative, infinite or missing values. A model that was fitted
            before is then as it was.
        """
        return super().fit(X, y, sample_weight=sample_weight)

    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics with a batch of documents, online.

        Nothing but the topics is kept: a stream of batches takes the memory of one.
        After a batch `fit`, whose counts are those of a whole corpus, a small batch of
        new documents moves the topics little.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts, with the vocabulary of the calls before. Named counts may have
            new words, which start with a small share of all topics.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : PLSA

        Raises
        ------
        TypeError, ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.
        """
        return super().partial_fit(X, y, sample_weight=sample_weight)

    def fit_transform(self, X, y=None, *, sample_weight=None) -> np.ndarray:
        """Learn topics from counts, then infer the documents' mixtures.

        The same as `fit` and then `transform`, whose parameters these are.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document; rows sum to 1.
        """
        return super().fit_transform(X, y, sample_weight=sample_weight)
