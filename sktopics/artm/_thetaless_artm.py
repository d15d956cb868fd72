"""ARTM without a matrix of documents: theta is a function of phi."""

from dataclasses import dataclass
from numbers import Integral
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import learning
from .._parallel import run_blocks
from .._sklearn import Interval, StrOptions, _fit_context
from ..kernels.em import expect_counts
from ..kernels.thetaless import collect_counts, mix_terms
from ._document_rows import weighted_rows
from ._em_parameters import constraints_of
from ._em_training import EMTraining, Updates, fit_topics, update_topics
from ._inversion import topics_given_terms
from ._mixtures import blocks_of, known_masses, sum_results
from ._modalities import fitted_modalities
from ._regularization import theta_regularization
from ._regularizer_union import BoundRegularizers, bound_regularizers
from ._scoring import LikelihoodScoreMixin

# How far apart the random topics are where training starts. Topics that are much
# alike take many passes to part with the linear gradient.
_SPREAD = 1.0


@dataclass(frozen=True)
class TermMixtures:
    """Mixtures of documents as means over their terms, and the M-step's counters.

    Attributes
    ----------
    regularizers : BoundRegularizers
    gradient, topic_prior, n_jobs
        As `ThetalessARTM` documents them.
    """

    regularizers: BoundRegularizers
    gradient: str
    topic_prior: str
    n_jobs: int | None

    def blocks(self, X):
        """Cut documents into the blocks that `e_step` works on."""
        return blocks_of(X, 2 * X.shape[1])

    def e_step(self, X, topics, sample_weight, theta, pass_number, blocks=None):
        """Expect how often terms were drawn from topics; see `Mixtures.e_step`."""
        blocks = self.blocks(X) if blocks is None else blocks
        inversion = topics_given_terms(topics, self.topic_prior)
        doc_gain = self._doc_gain(X, topics, inversion, sample_weight, pass_number)
        work = _expect_linear if self.gradient == "linear" else _expect_exact
        tasks = [
            (rows, topics.phi, inversion, doc_gain[a:b], sample_weight[a:b])
            for a, b, rows in blocks
        ]
        _, tables, likelihood = sum_results(run_blocks(work, tasks, self.n_jobs))
        n_wt = topics.phi * tables[0]
        if self.gradient == "exact":
            term_topic, moved = inversion[0], tables[1]
            total = np.einsum("wk,wk->w", term_topic, moved)
            n_wt += term_topic * (moved - total[:, np.newaxis])
        return theta, n_wt, likelihood

    def mixtures(self, X, topics):
        """Mixtures of documents, (n_documents, n_padded)."""
        inversion = topics_given_terms(topics, self.topic_prior)
        tasks = [(rows, inversion) for rows in self.blocks(X).documents]
        return np.concatenate(list(run_blocks(_mix, tasks, self.n_jobs)))

    def _doc_gain(self, X, topics, inversion, sample_weight, pass_number):
        """Return what regularizers add to derivatives by theta; no columns for none."""
        if not self.regularizers.has_theta:
            return np.zeros((X.shape[0], 0), X.dtype)
        k = topics.n_components
        rows = X.indptr, X.indices, X.data
        theta = _mix(rows, inversion)
        n_td, unused = np.empty_like(theta), np.zeros_like(topics.phi)
        ones = np.ones(X.shape[0], X.dtype)
        expect_counts(*rows, topics.phi, theta, ones, n_td, unused)
        r_td = theta_regularization(
            self.regularizers,
            np.ascontiguousarray(theta[:, :k]),
            np.ascontiguousarray(n_td[:, :k]),
            pass_number=pass_number,
            n_t=known_masses(topics, theta, n_td, sample_weight),
        )
        gain = np.zeros_like(theta)
        np.divide(r_td, theta[:, :k], out=gain[:, :k], where=theta[:, :k] > 0)
        return gain


def _mix(rows, inversion):
    """`mix_terms` of a block."""
    theta = np.empty((len(rows[0]) - 1, inversion[0].shape[1]), rows[2].dtype)
    mix_terms(*rows, *inversion, theta)
    return theta


def _expect_exact(rows, phi, inversion, doc_gain, sample_weight):
    """`collect_counts` of a block: both tables."""
    term_topic, known, _ = inversion
    theta, tables = _mix(rows, inversion), np.zeros((2, *phi.shape), phi.dtype)
    likelihood = collect_counts(
        *rows, phi, term_topic, known, theta, doc_gain, sample_weight, *tables
    )
    return None, tables, likelihood


def _expect_linear(rows, phi, inversion, doc_gain, sample_weight):
    """`expect_counts` of a block: the usual counters alone."""
    theta, tables = _mix(rows, inversion), np.zeros((1, *phi.shape), phi.dtype)
    likelihood = expect_counts(
        *rows, phi, theta, sample_weight, np.empty_like(theta), tables[0]
    )
    return None, tables, likelihood


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

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, sample_weight=None) -> Self:
        """Learn topics from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents, or of the columns of all modalities.
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
            X = learner._check_counts(X, reset=True)
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
            Counts, with the vocabulary of the first call.
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
            X = learner._check_counts(X, reset=not hasattr(learner, "components_"))
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
        modalities = fitted_modalities(self)
        return EMTraining(
            *weighted_rows(X, modalities, sample_weight),
            modalities,
            inference=self._inference(modalities, n_components),
            updates=Updates(self.batch_size, self.learning_offset, self.learning_decay),
            online=False,
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
