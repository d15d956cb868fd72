"""The author-topic model on counts and the names of those who wrote them."""

from typing import Any, Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import learning
from .._other_names import OtherNamesMixin
from .._reading import warn_of_empty_topics
from .._sklearn import _fit_context
from ._author_evaluation import AuthoredDocumentsMixin
from ._author_fit import authored_corpus, fit_authors, update_authors
from ._author_input import training_documents
from ._author_parameters import AUTHOR_CONSTRAINTS
from ._author_queries import AuthorQueriesMixin
from ._author_tables import AuthorTablesMixin
from ._author_word_topics import AuthorWordTopicsMixin
from ._merged_authors import MergedAuthorsMixin
from ._names_of_gensim_lda import NAMES_OF_GENSIM_AUTHORS


class AuthorTopicModel(
    OtherNamesMixin,
    AuthorQueriesMixin,
    AuthorTablesMixin,
    AuthoredDocumentsMixin,
    AuthorWordTopicsMixin,
    MergedAuthorsMixin,
    CallbackSupportMixin,
    BaseEstimator,
):
    """Author-topic model.

    Topics belong to authors instead of documents: each word of a document is by one
    of its authors, each as likely as the other, and about one of that author's topics
    [1]_. An author is whatever groups documents, and a document may be in several
    groups: people, countries, journals, years.

    Read more in the :ref:`user guide <author_topic>`.

    Parameters
    ----------
    n_components : int, default=10
        Number of topics, K in the literature.
    init : {"lda", "random"}, array-like of shape (n_components, n_features) or \
            fitted model, default="lda"
        Topics to start from.

        - "lda": those that a short training of latent Dirichlet allocation finds in
          the documents, or in a sample of them. Documents part topics from each other
          better than authors do. `partial_fit` does it batch by batch until it has
          seen 10,000 words for each topic.
        - "random": all topics about alike, as in gensim.
        - array: weights of words in topics, for instance `components_` of a model.
        - a fitted model or Pipeline: its topics. Words are matched by name.
    doc_topic_prior : float, array-like of shape (n_components,), {"symmetric", \
            "asymmetric", "auto"} or None, default=None
        Dirichlet prior of the topics of an author, alpha in the literature.
        "symmetric" is ``1 / n_components``, "asymmetric" proportional to ``1 / (k +
        sqrt(n_components))`` for topic k with sum 1. None is the same for all topics.
        Its sum starts at the mean words of an author, and at most at 30. Batch
        learning goes on to learn it: authors who differ much make it small, authors who
        are like each other large, up to the mean words of an author. "auto" learns a
        number for each topic.
    topic_word_prior : float, array-like of shape (n_features,) or (n_components, \
            n_features), {"symmetric", "auto"} or None, default=None
        Dirichlet prior of the words of a topic, eta or beta in the literature. A
        matrix can make chosen words typical of chosen topics; a column of shape
        (n_components, 1) has a number for each topic. "symmetric" and None are ``1 /
        n_components``, "auto" a vector learned by Newton steps.
    missing_authors : {"error", "ignore", "own"}, default="error"
        What `fit` and `partial_fit` do with documents without authors: raise an
        error, leave them out, or give each an author of its own, of whom nothing is
        kept. If none has an author, the last is latent Dirichlet allocation.
    unknown_authors : {"error", "ignore"}, default="error"
        What `transform` and `score` do with authors that the model does not know:
        raise an error or leave them out. A document of whose authors none is known
        is treated as one without authors.
    learning_method : {"batch", "online"}, default="batch"
        "batch" updates authors and topics once a pass from all documents, "online"
        after every `batch_size` documents. `partial_fit` is always online.
    learning_decay : float, default=0.7
        Online learning moves the topics by ``(learning_offset + t) **
        -learning_decay`` at the t-th batch; kappa in [2]_. In (0.5, 1] it converges.
        Authors are moved by ``(n / m) ** learning_decay``, where n of the m documents
        of theirs that were used so far are in the batch.
        `partial_fit` counts by thousands of documents instead of batches: it plays
        little part how a stream is cut.
    learning_offset : float or None, default=None
        Larger values give less weight to the first batches; tau_0 in [2]_. None is 10
        for `fit`; for `partial_fit` 0 where it finds its topics itself, 1 where it
        starts from given or fitted ones.
    max_iter : int, default=10
        Passes of `fit` over the corpus.
    batch_size : int, default=256
        Documents in a batch of online learning.
    evaluate_every : int, default=-1
        Compute the perplexity every so many updates of the topics; never if not
        positive. In batch learning it is that of all documents, in online learning
        that of a batch before it is learned from. See `evaluations_`.
    total_samples : float, default=1e6
        Number of documents that `partial_fit` will see in all: so many the counts of
        the topics stand for, or as many as were seen if these are more. It does not
        change what is learned, only how sure of it the model is.
    perp_tol : float or None, default=None
        Batch learning stops when the perplexity falls by less from one evaluation to
        the next. While it rises, training goes on. None: evaluations do not stop
        training. Only used if `evaluate_every` is positive.
    mean_change_tol : float, default=1e-3
        Authors are done when the expected counts of their topics change by less on
        average.
    max_doc_update_iter : int or None, default=None
        Most updates of the authors before the topics are updated. None is 1 in batch
        learning, which goes on in the next pass, and 20 otherwise.
    n_jobs : int, default=None
        Number of threads that share the documents. Results do not depend on it.
    verbose : int, default=0
        Whether to print a line for each pass and evaluation.
    random_state : int, RandomState instance or None, default=None
        Where training starts.
    n_init : int, default=1
        So many starts are trained for a tenth of the passes of `fit`, and training
        starts from the one whose words are most likely then.
    warm_start : bool, default=False
        Whether `fit` goes on from the topics and authors of the last `fit` or
        `partial_fit`. Its documents are all that count: the same documents again are
        not counted twice. Authors who have no document among them stay as they are.
    seed_topics : dict of str to list of words, or list of lists of words, default=None
        Words that are to be typical of the first topics, and names of these topics, as
        in :class:`LatentDirichletAllocation`.
    seed_weight : float, default=0.5
        Pseudo-counts of a word of `seed_topics` in its topic for each time that it
        occurs, in a stream in the first batch that has it.

    Attributes
    ----------
    components_ : ndarray of shape (n_components, n_features)
        Expected number of times that each word was drawn from each topic, plus the
        prior. Divided by the sums of the rows it is `topic_word_`, phi in the
        literature: the topics' distributions of words.
    author_components_ : ndarray of shape (n_authors, n_components)
        Expected number of words of each author in each topic, plus the prior: the
        parameters of the authors' Dirichlet distributions. Divided by the sums of the
        rows it is `author_topic_`.
    author_topic_ : ndarray of shape (n_authors, n_components)
        Share of each topic in what an author writes, theta in the literature.
    authors_ : ndarray of shape (n_authors,)
        Names of the authors: sorted, those that came with a later `partial_fit` after
        those before. The columns of an indicator matrix: their names in a data frame
        or `NamedCounts`, numbers from 0 otherwise.
    author_document_counts_ : ndarray of shape (n_authors,)
        Number (weight) of the documents of each author.
    doc_topic_prior_ : float or ndarray of shape (n_components,)
        The prior of an author's topics, as given or learned; a float if it is the
        same for all topics and was not learned.
    topic_word_prior_ : float or ndarray of shape (n_features,) or (n_components, \
            n_features)
        The prior of a topic's words, likewise.
    bound_ : float
        Evidence lower bound of the training data in nats, see :meth:`bound`. Set by
        `fit`, and removed by `partial_fit`, after which it would be that of other
        documents.
    perplexity_ : float
        Perplexity of the training documents, see :meth:`perplexity`. Likewise.
    topic_names_ : list of (str or None)
        Names of the topics, if `seed_topics` is a dict.
    evaluations_ : list of (int, float)
        Number of updates of the topics and the perplexity, as `evaluate_every` asks.
    n_iter_ : int
        Passes made over the corpus.
    n_batch_iter_ : int
        Updates of the topics.
    n_samples_seen_ : float
        Weight of the documents that the topics were learned from; `partial_fit` adds
        its documents, and a `fit` of batches counts them in each pass.
    n_tokens_seen_ : float
        Words of these documents.
    random_state_ : RandomState instance
        Only training draws from it.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the columns, where `X` has names that are strings.

    See Also
    --------
    LatentDirichletAllocation : Topics of documents that have no authors.
    sktopics.topics.topic_table : The topics and those who write about them.

    Notes
    -----
    Nothing of the documents is kept: a model is as large as its topics and authors.
    Integer and float32 counts are computed in float32, float64 counts in float64.

    References
    ----------
    .. [1] M. Rosen-Zvi, T. Griffiths, M. Steyvers, P. Smyth, "The author-topic model
       for authors and documents", UAI 2004.
    .. [2] M. Hoffman, D. Blei, F. Bach, "Online learning for latent Dirichlet
       allocation", NIPS 2010.

    Examples
    --------
    >>> from sktopics import AuthorTopicModel
    >>> X = [[4, 2, 0, 0], [2, 3, 0, 1], [0, 0, 3, 2], [2, 1, 1, 3]]
    >>> authors = [["Ann"], ["Ann"], ["Bob"], ["Ann", "Bob"]]
    >>> model = AuthorTopicModel(n_components=2, doc_topic_prior=0.1, random_state=0)
    >>> model = model.fit(X, authors=authors)
    >>> model.authors_.tolist()
    ['Ann', 'Bob']
    >>> model.author_topic_.shape
    (2, 2)
    >>> model.predict_author([[0, 0, 2, 3], [3, 3, 0, 0]]).tolist()
    ['Bob', 'Ann']
    """

    author_components_: np.ndarray
    authors_: np.ndarray
    author_document_counts_: np.ndarray
    doc_topic_prior_: float | np.ndarray
    topic_word_prior_: float | np.ndarray
    bound_: float
    perplexity_: float
    topic_names_: list[str | None]
    evaluations_: list[tuple[int, float]]
    n_iter_: int
    n_batch_iter_: int
    n_samples_seen_: float
    n_tokens_seen_: float
    random_state_: np.random.RandomState

    __other_names__ = NAMES_OF_GENSIM_AUTHORS

    _parameter_constraints = AUTHOR_CONSTRAINTS

    def __init__(
        self,
        n_components=10,
        *,
        init: Any = "lda",
        doc_topic_prior=None,
        topic_word_prior=None,
        missing_authors="error",
        unknown_authors="error",
        learning_method="batch",
        learning_decay=0.7,
        learning_offset=None,
        max_iter=10,
        batch_size=256,
        evaluate_every=-1,
        total_samples=1e6,
        perp_tol=None,
        mean_change_tol=1e-3,
        max_doc_update_iter=None,
        n_jobs=None,
        verbose=0,
        random_state=None,
        n_init=1,
        warm_start=False,
        seed_topics: Any = None,
        seed_weight=0.5,
    ):
        self.n_components = n_components
        self.init = init
        self.doc_topic_prior = doc_topic_prior
        self.topic_word_prior = topic_word_prior
        self.missing_authors = missing_authors
        self.unknown_authors = unknown_authors
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
        self.n_init = n_init
        self.warm_start = warm_start
        self.seed_topics = seed_topics
        self.seed_weight = seed_weight

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, authors=None, sample_weight=None) -> Self:
        """Learn topics and what authors write about from counts.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features), or iterable
            Counts of words in documents. Or batches of documents, each a pair (X,
            authors), from a list or any object that starts over each time: they are
            read in each pass and not kept, and learned online.
        y : Ignored
            Present for API consistency.
        authors : array-like of shape (n_documents,) or indicator matrix of shape \
                (n_documents, n_authors), default=None
            The authors of each document: a name or a list of names, None or an empty
            list if it has none. Names are all strings or all integers, such as years.
            Or a matrix of 0 and 1, as that of
            ``MultiLabelBinarizer(sparse_output=True)``. None: no document has any,
            see `missing_authors`.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents; a document of weight 2 counts as two documents.

        Returns
        -------
        self : AuthorTopicModel

        Raises
        ------
        TypeError
            If a name is no string and no integer, or if there are names of both kinds.
        ValueError
            If `X` holds negative, infinite or missing values, if `authors` are not as
            many as documents, or if one has none while `missing_authors` is "error".
            After any error the model is as it was.
        """
        with learning(self) as learner:
            given, corpus = authored_corpus(learner, X, authors, sample_weight)
            fit_authors(learner, given, y, corpus)
            warn_of_empty_topics(learner)
        return self

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, authors=None, sample_weight=None) -> Self:
        """Update topics and authors with a batch of new documents, online.

        Authors may be new or known. Nothing but topics and authors is kept.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts, with the vocabulary of the first call. Where it says what its
            columns are, as that of ``OnlineCountVectorizer`` does, words may be new.
        y : Ignored
            Present for API consistency.
        authors : array-like of shape (n_documents,) or indicator matrix of shape \
                (n_documents, n_authors), default=None
            The authors of each document, as in `fit`. An indicator matrix has the
            same columns in every call.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        self : AuthorTopicModel

        Raises
        ------
        ValueError
            As `fit`, or if the number or the names of the columns are not those of
            the first call. The model is then as it was.
        """
        first = not hasattr(self, "components_")
        with learning(self) as learner:
            X = learner._check_counts(X, reset=first, grow=not first)
            documents = training_documents(
                learner, X, authors, sample_weight, required=first
            )
            update_authors(learner, documents)
        return self

    def fit_transform(
        self, X, y=None, *, authors=None, sample_weight=None
    ) -> np.ndarray:
        """Learn from counts and authors, then infer the documents' mixtures.

        The same as `fit` and then `transform`, whose parameters these are.
        """
        self.fit(X, y, authors=authors, sample_weight=sample_weight)
        return self.transform(X, authors=authors)
