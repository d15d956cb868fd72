"""ARTM without a matrix of documents: theta is a function of phi."""

from numbers import Integral
from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import learning
from .._sklearn import Interval, StrOptions, _fit_context
from ._em_parameters import constraints_of
from ._em_stream import documents_to_fit, parts_of
from ._em_training import EMTraining, Updates, fit_topics, update_topics
from ._regularizer_union import bound_regularizers
from ._scoring import LikelihoodScoreMixin
from ._term_mixtures import TermMixtures

# How far apart the random topics are where training starts. Topics that are much
# alike take many passes to part with the linear gradient.
_SPREAD = 1.0


class ThetalessARTM(CallbackSupportMixin, LikelihoodScoreMixin, BaseEstimator):
    r"""Additively regularized topic model without a matrix of documents (TARTM).

    The mixture of a document is the mean over its words of p(topic | word), a
    function of the topics that takes one pass over the words [1]_

    .. math:: \theta_{td}(\Phi) = \sum_w \frac{n_{dw}}{n_d} \phi'_{tw},
              \quad \phi'_{tw} = \mathrm{norm}_t(\phi_{wt} p_t)

    so that there is nothing to iterate for a document, training or new. Training
    maximises the regularized likelihood as a function of the topics alone: in the
    M-step the counts of p(topic | document, word) are those of

    .. math:: p'_{tdw} = p_{tdw} + \frac{\phi'_{tw}}{n_d} \Bigl(
              \frac{n_{td}}{\theta_{td}}
              - \sum_s \phi'_{sw} \frac{n_{sd}}{\theta_{sd}} \Bigr).

    Topics come out sparser and less alike than those of :class:`ARTM`.

    Read more in the :ref:`user guide <artm>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics.
    regularizers : RegularizerUnion, list or regularizer, default=None
        What to maximise beside the likelihood: see :mod:`sktopics.artm`.
        Regularizers of theta work through the topics.
    gradient : {"exact", "linear"}, default="exact"
        Whether the M-step knows how mixtures depend on the topics. "linear" leaves
        out the second term of p', as if they did not.
    topic_prior : {"corpus", "uniform"}, default="corpus"
        p_t: the shares of the topics in the corpus, of the pass before, or all alike.
    max_iter : int, default=50
        Passes of `fit` over the corpus.
    tol : float, default=1e-4
        Stop when the training perplexity changes by a smaller share from one pass to
        the next, after 10 passes at the earliest and not before the last change that
        the schedule of a regularizer makes. 0: make `max_iter` passes.
    batch_size : int, default=128
        Documents after which `partial_fit` updates the topics.
    learning_offset, learning_decay : float, default=1.0 and 0.7
        `partial_fit` moves the counts by ``(learning_offset + k) ** -learning_decay``
        at its k-th update.
    modalities : dict or None, default=None
        What the columns are, where not all are words; see :class:`ARTM`.
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
        The counts that the last M-step was made from; with the exact gradient they
        may be negative.
    modalities_ : dict of str to (slice or ndarray of int)
        The columns of each modality; empty without named ones.
    perplexity_ : float
        Perplexity of the training documents during the last pass. Set by `fit`; there
        is none after `partial_fit`.
    seen_terms_ : ndarray of shape (n_features,), bool
        Which words have occurred in documents so far. In online learning, regularizers
        take nothing from the others.
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

    See Also
    --------
    ARTM : With a mixture of its own for each document.

    Notes
    -----
    The likelihood usually rises from pass to pass with the exact gradient, and need
    not with "linear". A document of words that no topic has is given p_t.

    References
    ----------
    .. [1] I. Irkhin, V. Bulatov, K. Vorontsov, "Additive regularization of topic
       models with fast text vectorization", Computer Research and Modeling 12, 2020.

    Examples
    --------
    >>> from sktopics import ThetalessARTM
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [0, 0, 1, 4]]
    >>> model = ThetalessARTM(n_components=2, random_state=0)
    >>> mixtures = model.fit_transform(X)
    >>> mixtures.shape
    (4, 2)
    >>> mixtures.argmax(axis=1) == mixtures[0].argmax()
    array([ True,  True, False, False])
    """

    _parameter_constraints = {
        **constraints_of(
            "n_components",
            "regularizers",
            "topic_prior",
            "tol",
            "batch_size",
            "learning_offset",
            "learning_decay",
            "modalities",
            "n_jobs",
            "verbose",
            "random_state",
            "init",
            "n_init",
            "warm_start",
            "seed_topics",
            "seed_weight",
        ),
        "gradient": [StrOptions({"exact", "linear"})],
        "max_iter": [Interval(Integral, 0, None, closed="neither")],
    }

    def __init__(
        self,
        n_components=10,
        regularizers=None,
        *,
        gradient="exact",
        topic_prior="corpus",
        max_iter=50,
        tol=1e-4,
        batch_size=128,
        learning_offset=1.0,
        learning_decay=0.7,
        modalities=None,
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
        self.regularizers = regularizers
        self.gradient = gradient
        self.topic_prior = topic_prior
        self.max_iter = max_iter
        self.tol = tol
        self.batch_size = batch_size
        self.learning_offset = learning_offset
        self.learning_decay = learning_decay
        self.modalities = modalities
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init = init
        self.n_init = n_init
        self.warm_start = warm_start
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
        self : ThetalessARTM

        Raises
        ------
        TypeError
            If `X` is no matrix of numbers.
        ValueError
            If `X` holds negative, infinite or missing values, if modalities overlap
            or miss columns, or if a regularizer does not fit the model: one of theta
            has no effect with the linear gradient, and none of p(topic | document,
            word) is taken. A model that was fitted before is then as it was.
        """
        with learning(self) as learner:
            X = documents_to_fit(learner, X, learner._check_counts, sample_weight)
            fit_topics(
                learner, learner._training(X, sample_weight, learner.n_components), X, y
            )
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics with documents, after every `batch_size` of them.

        Nothing but the topics is kept: a stream of batches takes the memory of one.
        After `fit`, whose counts are those of a whole corpus, a small batch of new
        documents moves the topics little. The schedules of regularizers count the
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
        self : ThetalessARTM

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
        """Learn topics from counts, then compute the documents' mixtures.

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
        parts = parts_of(self, X, sample_weight)
        return EMTraining(
            self,
            parts,
            n_components,
            updates=Updates(self.batch_size, self.learning_offset, self.learning_decay),
            online=parts is X,
            max_iter=self.max_iter,
            spread=_SPREAD,
        )

    def _inference(self, modalities, n_components):
        """How mixtures come from topics, with the regularizers bound."""
        bound = bound_regularizers(self, modalities, n_components)
        if bound.has_ptdw:
            raise ValueError(
                "regularizers: ThetalessARTM iterates over no document, and takes no "
                "regularizer of p(topic | document, word); ARTM does."
            )
        if bound.has_theta and self.gradient == "linear":
            raise ValueError(
                "regularizers: a regularizer of theta has no effect with "
                "gradient='linear', which takes theta for a constant; use 'exact'."
            )
        return TermMixtures(bound, self.gradient, self.topic_prior, self.n_jobs)

    def _mixtures(self, X, topics):
        """Mixtures of documents whose terms are those of `topics`, with padding."""
        return self._inference(topics.modalities, topics.n_components).mixtures(
            X, topics
        )
