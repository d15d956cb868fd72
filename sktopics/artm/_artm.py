"""Additive regularization of topic models."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._sklearn import _fit_context
from ._document_mixtures import DocumentMixturesMixin
from ._em_parameters import constraints_of
from ._em_stream import documents_to_fit, parts_of
from ._em_training import EMTraining, Updates, fit_topics, update_topics
from ._names_of_bigartm import NAMES_OF_BIGARTM
from ._training_mixtures import even_passes_of, store_mixtures

# Passes by learning method.
_PASSES = {"batch": 50, "online": 10}
# How far apart the random topics are where training starts. Held-out perplexity on
# news was 1 to 2 % lower than from random topics from 0 to 1.
SPREAD = 0.1


class ARTM(OtherNamesMixin, CallbackSupportMixin, DocumentMixturesMixin, BaseEstimator):
    r"""Additively regularized topic model, fitted by EM.

    Maximises the log-likelihood of the words plus a weighted sum of regularizers

    .. math:: \sum_{d,w} n_{dw} \ln \sum_t \phi_{wt} \theta_{td}
              + \sum_i \tau_i R_i(\Phi, \Theta)

    which make topics sparse, different, interpretable, tied to labels or times [1]_.
    Without regularizers it is PLSA; with smoothing of both matrices it is the maximum
    a posteriori estimate of latent Dirichlet allocation.

    Read more in the :ref:`user guide <artm>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics.
    regularizers : RegularizerUnion, list or regularizer, default=None
        What to maximise beside the likelihood: see :mod:`sktopics.artm`. A list
        holds regularizers, or pairs of a name and a regularizer; a function
        ``f(phi, n_wt, n_t)`` is a regularizer too. Their parameters are set by name,
        ``regularizers__sparse__tau``; without a name by the class in lower case.
    learning_method : {"batch", "online"}, default="batch"
        - "batch": the mixtures of documents are kept, the topics updated at the end
          of a pass (rational EM; "offline" in BigARTM).
        - "online": the topics are updated after every ``batch_size * update_every``
          documents, mixtures are not kept: memory does not grow with the documents.
          `partial_fit` is always online.
    max_iter : int or None, default=None
        Passes of `fit` over the corpus. None is 50 for "batch" and 10 for "online".
    tol : float, default=1e-4
        Stop when the training perplexity changes by a smaller share from one pass to
        the next, after 10 passes at the earliest and not before the last change that
        the schedule of a regularizer makes. 0: make `max_iter` passes.
    max_doc_update_iter : int, default=10
        Most iterations over a document in a pass. With 1, "batch" is the textbook's
        rational EM, in which both matrices are updated at once. `transform`, for
        which no mixture is kept, makes at least 10.
    mean_change_tol : float, default=1e-3
        A document is done when its mixture changes by less, in total.
    batch_size : int, default=128
        Documents in a batch of online learning.
    update_every : int, default=1
        Batches of which the counts are collected for an update.
    decay_weight : float, array-like of float or None, default=None
        Weight of the counts so far at an online update, or a list of weights of the
        first, the second, ... update, the last of which is kept. None is ``1 - rho``
        where ``rho = (learning_offset + k) ** -learning_decay`` at the k-th update.
    apply_weight : float, array-like of float or None, default=None
        Weight of the counts of the new batches, likewise. None is ``rho``.
    learning_offset : float, default=1.0
        Larger values give less weight to the first batches; tau_0 in the literature.
    learning_decay : float, default=0.7
        Kappa in the literature. In (0.5, 1] online learning converges.
    modalities : dict or None, default=None
        What the columns are, where not all are words. Topics are a distribution over
        each modality, and its counts are multiplied by its weight. For each name a
        weight, such as ``{"text": 1.0, "tags": 5.0}``, where `X` says itself what its
        columns are, as that of a :class:`~sktopics.text.ModalityVectorizer` does.
        Otherwise a pair of the columns (a slice, or the prefix of their names) and a
        weight, such as ``{"text": ("text__", 1.0), "tags": ("tags__", 5.0)}``. Every
        column must belong to exactly one modality. None: the modalities of `X`, each
        of weight 1.
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
    seed_topics : dict of str to list of words, or list of lists of words, default=None
        Words that are to be typical of the first topics, in order, by their names or
        the numbers of their columns. The keys of a dict are the names of these topics
        in tables. Words without a column are left out with a warning; in a stream they
        may come later.
    seed_weight : float, default=0.5
        What the count of a word of `seed_topics` is raised by in its topic, for each
        time that the word occurs.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        p(word | topic), phi in the literature; rows sum to 1 within each modality. A
        topic that regularizers emptied has zeros.
    topic_word_ : ndarray of shape (n_components, n_features)
        The same, rows summing to 1 over all modalities.
    topic_word_counts_ : ndarray of shape (n_components, n_features)
        Expected number of times that each word was drawn from each topic, n_wt in
        the literature; after online learning a weighted mean over batches.
    modalities_ : dict of str to (slice or ndarray of int)
        The columns of each modality; empty without named ones.
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
    topic_names_ : list of (str or None)
        Names of the topics, if `seed_topics` is a dict.
    n_iter_ : int
        Passes made over the corpus.
    n_batch_iter_ : int
        Updates of the topics.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.
    feature_modalities_in_ : ndarray of shape (n_features,)
        Name of the modality of each column, where `X` says it.

    See Also
    --------
    PLSA : The same without regularizers.
    ThetalessARTM : Without a matrix of documents.
    HierarchicalARTM : Topics of topics.

    Notes
    -----
    Integer and float32 counts are computed in float32, float64 counts in float64.
    The tau of a regularizer is in units of counts: those of the corpus in batch
    learning, of a batch in online learning. `relative` regularizers mean the same in
    both.

    In documents of fewer than some 15 words, the model without regularizers is a poor
    one. What helps are :class:`Biterms` with smoothing: see :ref:`short_texts`.

    References
    ----------
    .. [1] K. Vorontsov and A. Potapenko, "Additive regularization of topic models",
       Machine Learning 101, 2015.

    Examples
    --------
    >>> from sktopics import ARTM
    >>> from sktopics.artm import Decorrelator, RegularizerUnion
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]]
    >>> union = RegularizerUnion([("decorrelator", Decorrelator(tau=0.1))])
    >>> model = ARTM(2, regularizers=union, random_state=0)
    >>> mixtures = model.fit_transform(X)
    >>> mixtures.shape
    (4, 2)
    >>> mixtures.argmax(axis=1) == mixtures[0].argmax()
    array([ True,  True, False, False])
    >>> model.set_params(regularizers__decorrelator__tau=0.2).fit(X).n_features_in_
    4
    """

    __other_names__ = NAMES_OF_BIGARTM

    _parameter_constraints = constraints_of(
        "n_components",
        "regularizers",
        "learning_method",
        "max_iter",
        "tol",
        "max_doc_update_iter",
        "mean_change_tol",
        "batch_size",
        "update_every",
        "decay_weight",
        "apply_weight",
        "learning_offset",
        "learning_decay",
        "modalities",
        "n_jobs",
        "verbose",
        "random_state",
        "init",
        "n_init",
        "warm_start",
        "theta_start",
        "store_doc_topic",
        "seed_topics",
        "seed_weight",
    )

    def __init__(
        self,
        n_components=10,
        regularizers=None,
        *,
        learning_method="batch",
        max_iter=None,
        tol=1e-4,
        max_doc_update_iter=10,
        mean_change_tol=1e-3,
        batch_size=128,
        update_every=1,
        decay_weight=None,
        apply_weight=None,
        learning_offset=1.0,
        learning_decay=0.7,
        modalities=None,
        n_jobs=None,
        verbose=0,
        random_state=None,
        init: Any = "random",
        n_init=1,
        warm_start=False,
        theta_start=None,
        store_doc_topic=False,
        seed_topics: Any = None,
        seed_weight=0.5,
    ):
        self.n_components = n_components
        self.regularizers = regularizers
        self.learning_method = learning_method
        self.max_iter = max_iter
        self.tol = tol
        self.max_doc_update_iter = max_doc_update_iter
        self.mean_change_tol = mean_change_tol
        self.batch_size = batch_size
        self.update_every = update_every
        self.decay_weight = decay_weight
        self.apply_weight = apply_weight
        self.learning_offset = learning_offset
        self.learning_decay = learning_decay
        self.modalities = modalities
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init = init
        self.n_init = n_init
        self.warm_start = warm_start
        self.theta_start = theta_start
        self.store_doc_topic = store_doc_topic
        self.seed_topics, self.seed_weight = seed_topics, seed_weight

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn topics from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents, or of the columns of all modalities.
            An iterable of such batches, which starts again each time it is iterated,
            is read in each pass and learned from online.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.

        Returns
        -------
        self : ARTM

        Raises
        ------
        TypeError
            If `X` is no matrix of numbers.
        ValueError
            If `X` holds negative, infinite or missing values, if modalities overlap
            or miss columns, or if a regularizer does not fit the model. A model that
            was fitted before is then as it was.
        """
        with learning(self) as learner:
            X = documents_to_fit(learner, X, learner._check_counts, sample_weight)
            training = learner._training(X, sample_weight, learner.n_components)
            topics = fit_topics(learner, training, X, y)
            if learner.store_doc_topic:
                store_mixtures(learner, topics.mixtures, X, sample_weight)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics with a batch of documents, online.

        Nothing but the topics is kept: a stream of batches takes the memory of one.
        After a batch `fit`, whose counts are those of a whole corpus, a small batch of
        new documents moves the topics little. The schedules of regularizers count the
        calls as passes.

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
        self : ARTM

        Raises
        ------
        TypeError, ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.
        """
        with learning(self) as learner:
            is_new = not hasattr(learner, "components_")
            X = learner._check_counts(X, reset=is_new, grow=not is_new)
            update_topics(
                learner, learner._training(X, sample_weight, learner._n_topics)
            )
        return self

    def fit_transform(self, X, y=None, *, sample_weight=None) -> np.ndarray:
        """Learn topics from counts, then infer the documents' mixtures.

        The same as `fit` and then `transform`, whose parameters these are.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents, or of the columns of all modalities.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Share of each topic in each document; rows sum to 1.
        """
        return self.fit(X, y, sample_weight=sample_weight).transform(X)

    def _training(self, X, sample_weight, n_components):
        """Return what it takes to learn from counts that were checked."""
        parts, max_iter = parts_of(self, X, sample_weight), self.max_iter
        method = "online" if parts is X else self.learning_method
        return EMTraining(
            self,
            parts,
            n_components,
            updates=Updates.of(self),
            online=method == "online",
            max_iter=_PASSES[method] if max_iter is None else max_iter,
            spread=SPREAD,
            n_even_passes=even_passes_of(self, parts),
            stores_theta=self.store_doc_topic,
        )
