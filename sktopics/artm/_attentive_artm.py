"""ARTM of text in reading order: topics from the contexts of each word."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import learning
from .._sklearn import StrOptions, _fit_context
from ._attentive_training import attentive_training, bound_contexts, weighted_texts
from ._context_options import CONTEXT_CONSTRAINTS
from ._em_parameters import constraints_of
from ._em_stream import documents_to_fit
from ._em_training import fit_topics, update_topics
from ._positions import PositionsMixin
from ._segments import SegmentsMixin


class AttentiveARTM(SegmentsMixin, CallbackSupportMixin, PositionsMixin, BaseEstimator):
    r"""ARTM of text in reading order: the topics of each word from its contexts.

    Every position i of a text has a vector of topics p_i, and what it is about is told
    by its neighbours: its context is an average of their vectors that fades with the
    distance, from the left and from the right, [1]_

    .. math::

        \overrightarrow\theta_i &= \gamma_i p_i
            + (1 - \gamma_i) \overrightarrow\theta_{i-1} \\
        \theta_i &= \beta \overrightarrow\theta_{i-1}
            + (1 - \beta) \overleftarrow\theta_{i+1} \\
        p_{it} &= \mathrm{norm}_t(\phi_{w_i t} \theta_{it})

    A sweep computes all contexts and then all vectors, in time linear in the length of
    the text. There are `n_sweeps` of them, from p_it = norm(phi_{w_i t} p_t). The
    topics phi are made from the p_i of all positions as :class:`ARTM` makes them from
    its counts, with the same regularizers. There is no matrix of documents, and nothing
    to learn but the topics: an attention model whose vectors are distributions.

    Read more in the :ref:`user guide <attentive_artm>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics.
    regularizers : RegularizerUnion, list or regularizer, default=None
        What to maximise beside the likelihood, as in :class:`ARTM`: regularizers of
        topics, and those of p(topic | document, word) (`SmoothPtdw`).
    n_sweeps : int, default=8
        Sweeps over the contexts of a text in each pass over the corpus, L in the
        literature. With 1, words tell their neighbours what they are about by
        themselves; with more, what they are about in their own contexts.
    context : float, tuple or list, default=20
        How many tokens the contexts are long, h in the literature: a token at distance
        n has the weight gamma (1 - gamma)^n with gamma = 1 / h. ``(left, right)`` are
        different lengths; ``numpy.inf`` is a mean over all of the text. A list holds
        several of these, one for each head.
    balance : float in [0, 1], default=0.5
        Share of the left context, beta in the literature. With 1, contexts are of
        earlier words only, and the perplexity is that of a language model.
    context_prior : float, default=0.25
        For how many tokens next to a position p(topic) counts in its context, so that
        few words do not make it certain.
    edges : {"normalize", "first"}, default="normalize"
        Near the ends of a text, where contexts are cut short:

        - "normalize": weights are divided by their sum, so that a side with few
          tokens counts for little;
        - "first": the first token takes the weight of all that would be before it
          (gamma = 1), and a side counts by `balance` as soon as it has a token; the
          rule of the literature.
    include_self : bool, default=False
        Whether contexts hold the position itself. The training perplexity is then
        lower, and words that the model has not seen are predicted worse; see the user
        guide.
    substitute : bool, default=False
        Whether from the second sweep on phi_{w_i t} is replaced by what is known of
        the position so far: p_it = norm(theta_it p_it / p_t), a product of contexts.
    gradient : {"dropped", "exact"}, default="dropped"
        Whether the M-step takes contexts for constants, or knows how they depend on
        the topics, through all sweeps. "exact" takes several times as long, and memory
        for all sweeps over a document.
    attention : "exponential" or callable, default="exponential"
        A function of an array of distances (1, 2, ... tokens; with `include_self` 0
        too) that returns their weights, finite and not negative. `context` is then how
        far it reaches. Takes time in proportion to the reach.
    heads : {"average", "concatenate"}, default="average"
        What becomes of several contexts: "average" takes their mean in every sweep;
        "concatenate" computes the vectors of each by themselves, takes the mean of the
        counts that topics are made from, and puts the vectors side by side.
    term_importance : array-like of shape (n_features,) or dict, default=None
        What gamma is multiplied with for each term, a dict by name (1 for the terms
        that are not in it). A term of importance 0 is no context of others, nor does it
        take them further apart.
    topic_prior : {"corpus", "uniform"}, default="corpus"
        p_t: the shares of the topics in the corpus, of the pass before, or all alike.
    learning_method : {"batch", "online"}, default="batch"
        Whether topics are updated at the end of a pass over the corpus, or after every
        ``batch_size * update_every`` documents. `partial_fit` is always online.
    max_iter : int or None, default=None
        Passes of `fit` over the corpus. None is 40 for "batch" and 10 for "online".
    tol : float, default=1e-4
        Stop when the training perplexity changes by a smaller share from one pass to
        the next, after 10 passes at the earliest and not before the last change that
        the schedule of a regularizer makes. 0: make `max_iter` passes.
    batch_size, update_every : int, default=128 and 1
        Documents in a batch, and batches for an update, of online learning.
    decay_weight, apply_weight, learning_offset, learning_decay
        How online learning weighs old and new counts; see :class:`ARTM`.
    n_jobs : int, default=None
        Number of threads that share the documents. Results do not depend on it.
    verbose : int, default=0
        Whether to print a line for each pass.
    random_state : int, RandomState instance or None, default=None
        Where training starts.
    init : {"random"}, array-like or model, default="random"
        Topics that training starts from: random ones, weights of terms in topics, of
        shape (n_components, n_features), or a fitted model or Pipeline of as many
        topics. In a search, a model has to be a `sklearn.frozen.FrozenEstimator`. A
        term that a topic does not have stays out of it, unless a regularizer adds it.
        Terms that no topic has start with a small share of all topics.
    n_init : int, default=1
        How many random starts are tried. The one under which the documents are most
        likely is trained. They are compared after a tenth of the passes, and 10 updates
        at least; in `partial_fit` after 10 passes over the first documents.
    warm_start : bool, default=False
        Whether `fit` goes on from the topics that it finds, if there are any, in place
        of new ones. Passes, updates and schedules are counted on.
    seed_topics, seed_weight : dict or list, and float, default=None and 0.5
        Terms that are to be typical of the first topics; see :class:`ARTM`.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        p(word | topic), phi in the literature; rows sum to 1. A topic that regularizers
        emptied has zeros.
    topic_word_ : ndarray of shape (n_components, n_features)
        The same.
    topic_word_counts_ : ndarray of shape (n_components, n_features)
        The counts that the last M-step was made from; with the exact gradient they
        may be negative.
    perplexity_ : float
        Perplexity of the training tokens given their contexts during the last pass
        over the corpus. With more than one sweep, the contexts have seen the tokens by
        way of their neighbours; in `perplexity` they have not. Set by `fit`; there is
        none after `partial_fit`.
    seen_terms_ : ndarray of shape (n_features,), bool
        Which terms have occurred in documents so far. In online learning, regularizers
        take nothing from the others.
    topic_names_ : list of (str or None)
        Names of the topics, if `seed_topics` is a dict.
    n_iter_ : int
        Passes made over the corpus.
    n_batch_iter_ : int
        Updates of the topics.
    n_features_in_ : int
        Number of terms in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the terms, where they are strings.

    See Also
    --------
    ThetalessARTM : Topics without a matrix of documents, of counts.
    ARTM : With a mixture of its own for each document.
    sktopics.text.SequenceVectorizer : Makes the input from raw text.

    Notes
    -----
    Boundaries of the sequences (of sentences, say) end contexts. Unknown words are no
    context, but take up their place. Sequences that stand for integer counts are
    computed in float32, those of type float64 in float64.

    References
    ----------
    .. [1] K. Vorontsov, "Probabilistic topic models", lectures at Moscow State
       University, 2025; "Rethinking probabilistic topic modeling from the point of view
       of classical non-Bayesian regularization", in: Data Analysis and Optimization,
       Springer 2023.

    Examples
    --------
    >>> from sktopics import AttentiveARTM, SequenceVectorizer
    >>> vectorizer = SequenceVectorizer()
    >>> X = vectorizer.fit_transform([
    ...     "oven flour sugar dough oven sugar stadium league striker league striker",
    ...     "league stadium striker stadium oven dough flour sugar dough flour",
    ... ])
    >>> model = AttentiveARTM(n_components=2, context=3, random_state=0).fit(X)
    >>> model.transform(X).round(1)
    array([[0.5, 0.5],
           [0.4, 0.6]], dtype=float32)
    >>> model.transform_positions(X).argmax(axis=1)[:11]
    array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0])
    >>> model.boundaries(X, n_segments=2, context=3)
    [array([6]), array([4])]
    """

    _parameter_constraints = {
        **constraints_of(
            "n_components",
            "regularizers",
            "topic_prior",
            "learning_method",
            "max_iter",
            "tol",
            "batch_size",
            "update_every",
            "decay_weight",
            "apply_weight",
            "learning_offset",
            "learning_decay",
            "n_jobs",
            "verbose",
            "random_state",
            "init",
            "n_init",
            "warm_start",
            "seed_topics",
            "seed_weight",
        ),
        **CONTEXT_CONSTRAINTS,
        "gradient": [StrOptions({"dropped", "exact"})],
    }
    modalities = None  # what `fitted_modalities` reads

    def __init__(
        self,
        n_components=10,
        regularizers=None,
        *,
        n_sweeps=8,
        context: Any = 20,
        balance=0.5,
        context_prior=0.25,
        edges="normalize",
        include_self=False,
        substitute=False,
        gradient="dropped",
        attention: Any = "exponential",
        heads="average",
        term_importance=None,
        topic_prior="corpus",
        learning_method="batch",
        max_iter=None,
        tol=1e-4,
        batch_size=128,
        update_every=1,
        decay_weight=None,
        apply_weight=None,
        learning_offset=1.0,
        learning_decay=0.7,
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
        self.n_sweeps = n_sweeps
        self.context = context
        self.balance = balance
        self.context_prior = context_prior
        self.edges = edges
        self.include_self = include_self
        self.substitute = substitute
        self.gradient = gradient
        self.attention = attention
        self.heads = heads
        self.term_importance = term_importance
        self.topic_prior = topic_prior
        self.learning_method = learning_method
        self.max_iter = max_iter
        self.tol = tol
        self.batch_size, self.update_every = batch_size, update_every
        self.decay_weight, self.apply_weight = decay_weight, apply_weight
        self.learning_offset, self.learning_decay = learning_offset, learning_decay
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.init, self.n_init, self.warm_start = init, n_init, warm_start
        self.seed_topics, self.seed_weight = seed_topics, seed_weight

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn topics from texts in reading order.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            Documents as sequences of term ids, as `SequenceVectorizer` makes them.
            An iterable of such batches, which starts again each time it is iterated,
            is read in each pass and learned from online.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.

        Returns
        -------
        self : AttentiveARTM

        Raises
        ------
        TypeError
            If `X` is no `TokenSequences`: counts have no order.
        ValueError
            If there are no documents or no terms, if `context`, `attention` or
            `term_importance` say something impossible, or if a regularizer does not
            fit the model: none of theta is taken, and none of p(topic | document,
            word) with the exact gradient. A model that was fitted before is then as
            it was.
        """
        with learning(self) as learner:
            X = documents_to_fit(learner, X, learner._check_sequences, sample_weight)
            fit_topics(
                learner, learner._training(X, sample_weight, learner.n_components), X, y
            )
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, sample_weight=None) -> Self:
        """Update the topics with a batch of texts, online.

        Nothing but the topics is kept: a stream of batches takes the memory of one.
        After a batch `fit`, whose counts are those of a whole corpus, a small batch of
        new documents moves the topics little. The schedules of regularizers count the
        calls as passes.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            Documents over the terms of the calls before, and over new ones if
            terms have names.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : AttentiveARTM

        Raises
        ------
        TypeError, ValueError
            As `fit`, or if the number or the names of the terms are not those of the
            first call. The model is then as it was.
        """
        with learning(self) as learner:
            is_new = not hasattr(learner, "components_")
            X = learner._check_sequences(X, reset=is_new, grow=not is_new)
            update_topics(
                learner, learner._training(X, sample_weight, learner._n_topics)
            )
        return self

    def fit_transform(self, X, y=None, *, sample_weight=None) -> np.ndarray:
        """Learn topics from texts, then compute the vectors of the documents.

        The same as `fit` and then `transform`, whose parameters these are.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            Documents as sequences of term ids, as `SequenceVectorizer` makes them.
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Shares of the topics; rows sum to 1. See `transform`.
        """
        return self.fit(X, y, sample_weight=sample_weight).transform(X)

    def _training(self, X, sample_weight, n_components):
        """Return what it takes to learn from sequences that were checked."""
        return attentive_training(self, X, sample_weight, n_components)

    def _inference(self, modalities, n_components):
        """How vectors of positions are inferred, with the regularizers bound."""
        return bound_contexts(self, modalities, n_components)

    def _rows(self, X, sample_weight, dtype=None):
        """Return sequences, weights of documents and the number of tokens."""
        return weighted_texts(X, sample_weight, dtype)
