"""Doc2Vec: vectors of documents and words, learned by predicting words."""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator
from sklearn.callback import CallbackSupportMixin

from .._fitted import commit, fitted_attributes, learning
from .._other_names import OtherNamesMixin
from .._sklearn import _fit_context, with_callbacks
from ._doc2vec_fit import continued, fitted_anew
from ._doc2vec_inference import UnseenDocumentsMixin
from ._doc2vec_parameters import PARAMETERS_OF_DOC2VEC
from ._names_of_gensim_doc2vec import NAMES_OF_GENSIM_DOC2VEC
from ._queries import VectorQueriesMixin
from ._storage import DocumentVectors


class Doc2Vec(
    OtherNamesMixin,
    VectorQueriesMixin,
    UnseenDocumentsMixin,
    CallbackSupportMixin,
    BaseEstimator,
):
    """Vectors of documents and words, learned by predicting words.

    The paragraph vectors of [1]_: each document, or each tag that documents share, has
    a vector that helps to predict the words of the document.

    Read more in the :ref:`user guide <doc2vec>`.

    Parameters
    ----------
    vector_size : int, default=100
        Numbers in a vector, at most 65,536.
    dm : {0, 1}, default=1
        - 1: distributed memory, PV-DM. The document and the words around a gap predict
          the word in it.
        - 0: distributed bag of words, PV-DBOW. The document alone predicts its words,
          in whatever order: counts will do for `X`.
    window : int, default=5
        Most words on either side of a word that count as around it.
    dm_mean : bool, default=True
        Whether PV-DM averages vectors, rather than sums them.
    dm_concat : bool, default=False
        Whether PV-DM puts vectors side by side instead: slow, and `output_vectors_` are
        ``dm_tag_count + 2 * window`` times as wide.
    dm_tag_count : int, default=1
        Number of tags that every document has, for `dm_concat`.
    dbow_words : bool, default=False
        Whether PV-DBOW trains vectors of words as well, by skip-gram.
    negative : int, default=5
        Noise words that each word is told from, at most 65,536; 0: no negative
        sampling.
    hs : bool, default=False
        Whether to train a hierarchical softmax, instead of negative sampling or too.
    ns_exponent : float, default=0.75
        Noise words are drawn in proportion to their counts to this power.
    sample : float, default=1e-3
        Words that make up more than about this share of the corpus are passed over now
        and then; 0: never. From 1 on it is a count.
    shrink_windows : bool, default=True
        Whether windows are of 1 to `window` words, at random, so that near words
        count for more.
    alpha : float, default=0.025
        Learning rate at the start. Where it is too large training diverges, which is an
        error.
    min_alpha : float, default=1e-4
        Learning rate at the end, which it falls to linearly.
    epochs : int, default=10
        Passes over the documents.
    inference_epochs : int, default=None
        Passes over each document that `transform` infers a vector of. None is `epochs`.
    tol : float, default=0
        Stop when the loss falls by a smaller share from one pass to the next. 0: make
        all passes.
    init_word_vectors : str, path or (terms, vectors), default=None
        Vectors that words start from, where they are known: a file in word2vec's
        format, or names and an array of shape (n_terms, vector_size).
    init_lock : float or array-like of shape (n_features,), default=1.0
        What the learning rate is multiplied by, of the vectors of words that were
        found in `init_word_vectors` (a number: 0 leaves them as they are) or of all
        (an array). Words that `partial_fit` adds may lack in an array, and are 1.
    vectors_file : str or path, default=None
        File to keep the vectors of documents in, in NumPy's format, where they do not
        fit into memory. `document_vectors_` is then a memory map of it.
    n_jobs : int, default=None
        Number of threads. With more than one, two learn from large batches apart from
        each other and add up what they have learned now and then: the vectors are
        others than with one thread, and the same each time. Where words are few for
        the size of the vocabulary, or documents share tags, as many as there are learn
        without waiting for each other (Hogwild, [2]_): the vectors are then a little
        different each time. Of batches of fewer than 65,536 words, and for
        `transform`, results do not depend on it.
    verbose : int, default=0
        Whether to print a line for each pass.
    random_state : int, RandomState instance or None, default=None
        Random choices in training and inference. An int gives the same vectors bit by
        bit, in whatever process, with one thread or where threads learn apart.
    inference_alpha : float, default=None
        Learning rate at which `transform` starts, from where it falls to `min_alpha`,
        or stays where that is higher. None is `alpha`.
    warm_start : bool, default=False
        Whether `fit`, called again with the same documents in the same order, goes on
        from the vectors that it has left, and counts no word twice. New documents are
        for `partial_fit`.

    Attributes
    ----------
    document_vectors_ : ndarray of shape (n_tags, vector_size), float32
        Vectors of documents or of tags. 0 for those without words.
    tags_ : ndarray of shape (n_tags,)
        Names of the tags, sorted, those of a later `partial_fit` after those before.
        Numbers of documents, or of columns of an indicator matrix, if there are none.
    word_vectors_ : ndarray of shape (n_features, vector_size), float32
        Vectors of words. PV-DBOW does not train them without `dbow_words`.
    output_vectors_ : ndarray of shape (n_features, layer_size), float32, or None
        Vectors of words to be predicted, by negative sampling.
    node_vectors_ : ndarray of shape (n_features - 1, layer_size), float32, or None
        Vectors of the tree's inner nodes, of hierarchical softmax.
    terms_ : ndarray of shape (n_features,), object
        Names of the words, ``"0", "1", ...`` if `X` has none.
    term_counts_ : ndarray of shape (n_features,), float64
        How often each word occurred.
    tree_counts_ : ndarray of shape (n_features,), float64, or None
        Those that the tree was built from. A later `partial_fit` adds the counts of its
        new words, and changes no others.
    tree_size_ : int or None
        Number of the words, the first ones, that the tree was built from at once. Each
        later one hangs beside another word.
    alpha_ : float
        Learning rate at which the last training started.
    trains_words_ : bool
        Whether `word_vectors_` were trained or given.
    has_tags_ : bool
        Whether tags were given.
    loss_curve_ : list of float
        Mean loss of a prediction in each pass, in nats.
    loss_ : float
        The last of these.
    n_iter_ : int
        Passes made.
    random_seed_ : int
        What `random_state` gave.
    n_features_in_ : int
        Number of words in the vocabulary.
    feature_names_in_ : ndarray of shape (n_features,)
        Names of the words, where `X` has names that are strings.

    See Also
    --------
    sktopics.text.SequenceVectorizer : Makes sequences of raw documents.

    Notes
    -----
    Windows end at the boundaries of `TokenSequences`, unknown words keep their places,
    and a token's weight multiplies its learning rate. Documents start at 0, and output
    vectors at random, the other way round than in gensim. In PV-DBOW two
    neighbouring words of a document of 32 words or more share their noise words.

    References
    ----------
    .. [1] Q. Le and T. Mikolov, "Distributed representations of sentences and
       documents", ICML 2014.
    .. [2] F. Niu, B. Recht, C. Ré and S. Wright, "Hogwild: a lock-free approach to
       parallelizing stochastic gradient descent", NIPS 2011.

    Examples
    --------
    >>> from sktopics import Doc2Vec, SequenceVectorizer
    >>> texts = ["rain and snow", "snow and hail", "bread and milk", "milk and eggs"]
    >>> X = SequenceVectorizer(stop_words="english").fit_transform(texts * 20)
    >>> model = Doc2Vec(vector_size=8, epochs=20, alpha=0.1, random_state=0).fit(X)
    >>> model.document_vectors_.shape
    (80, 8)
    >>> rain, snow, bread, _ = model.transform(X[:4])
    >>> bool(model.similarity(rain, snow) > model.similarity(rain, bread))
    True
    """

    document_vectors_: np.ndarray
    tags_: np.ndarray
    word_vectors_: np.ndarray
    output_vectors_: np.ndarray | None
    node_vectors_: np.ndarray | None
    terms_: np.ndarray
    term_counts_: np.ndarray
    tree_counts_: np.ndarray | None
    tree_size_: int | None
    alpha_: float
    trains_words_: bool
    has_tags_: bool
    loss_curve_: list[float]
    loss_: float
    n_iter_: int
    random_seed_: int

    __other_names__ = NAMES_OF_GENSIM_DOC2VEC

    _parameter_constraints = PARAMETERS_OF_DOC2VEC

    def __init__(
        self,
        vector_size=100,
        *,
        dm: int = 1,
        window=5,
        dm_mean: int = True,
        dm_concat: int = False,
        dm_tag_count=1,
        dbow_words: int = False,
        negative=5,
        hs: int = False,
        ns_exponent=0.75,
        sample=1e-3,
        shrink_windows: int = True,
        alpha=0.025,
        min_alpha=1e-4,
        epochs=10,
        inference_epochs=None,
        tol=0.0,
        init_word_vectors=None,
        init_lock: ArrayLike = 1.0,
        vectors_file=None,
        n_jobs=None,
        verbose=0,
        random_state=None,
        inference_alpha: float | None = None,
        warm_start=False,
    ):
        self.vector_size = vector_size
        self.dm = dm
        self.window = window
        self.dm_mean = dm_mean
        self.dm_concat = dm_concat
        self.dm_tag_count = dm_tag_count
        self.dbow_words = dbow_words
        self.negative = negative
        self.hs = hs
        self.ns_exponent = ns_exponent
        self.sample = sample
        self.shrink_windows = shrink_windows
        self.alpha = alpha
        self.min_alpha = min_alpha
        self.epochs = epochs
        self.inference_epochs = inference_epochs
        self.tol = tol
        self.init_word_vectors = init_word_vectors
        self.init_lock = init_lock
        self.vectors_file = vectors_file
        self.n_jobs = n_jobs
        self.verbose = verbose
        self.random_state = random_state
        self.inference_alpha = inference_alpha
        self.warm_start = warm_start

    @_fit_context(prefer_skip_nested_validation=True)
    def fit(self, X, y=None, tags=None) -> Self:
        """Learn vectors of documents and words.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            Documents. For PV-DBOW without word training also counts, {array-like,
            sparse matrix}. Or an iterable of batches of these, which is read once more
            than there are epochs and never held; a batch with tags is a pair
            ``(X, tags)``.
        y : Ignored
            Present for API consistency.
        tags : array-like of shape (n_documents,) or indicator matrix of shape \
                (n_documents, n_tags), default=None
            The tags of each document: a name or a list of names, None or an empty list
            if it has none. Names are all strings or all integers; an integer is a name
            here, such as a year or an id, and no row of the vectors, which it is in
            gensim. Or a matrix of 0 and 1, as that of
            ``MultiLabelBinarizer(sparse_output=True)``. A tag that documents share has
            one vector, which all of them train. None: each document has a vector of
            its own.

        Returns
        -------
        self : Doc2Vec

        Raises
        ------
        TypeError
            If `X` is neither, or the name of a tag is no string and no integer, or if
            there are names of both kinds.
        ValueError
            If there are no documents, if there is neither negative sampling nor
            hierarchical softmax, if tags are not as many as documents, or if weights,
            counts or the vectors of the model are too large. Also if training diverges,
            as it does where `alpha` is too large. With `warm_start`, if the documents
            are others than before: another number of them or other counts of words, or
            tags or terms that are not known. The model is then as it was.

        Warns
        -----
        UserWarning
            If the learning rate rises: `min_alpha` is above `alpha`, or `alpha` is
            higher than when the model was last trained.
        """
        with (
            DocumentVectors(self.vectors_file) as place,
            learning(self, also=place.renames) as learner,
        ):
            learner._fit_documents(X, y, tags, place)
        return self

    @with_callbacks
    def _fit_documents(self, X, y, tags, place):
        """Fit, watched by callbacks."""
        if self.warm_start and hasattr(self, "word_vectors_"):
            changes = continued(self, X, tags, place, again=True, given=(X, y))
            commit(self, fitted_attributes(self) | changes)
        else:
            commit(self, fitted_anew(self, X, tags, place, given=(X, y)))

    @_fit_context(prefer_skip_nested_validation=True)
    def partial_fit(self, X, y=None, tags=None) -> Self:
        """Go on training, with new documents.

        Makes `epochs` passes over them, for which the learning rate falls from `alpha`
        to `min_alpha`. New documents and new tags get new vectors, known tags go on
        training. So do new words, if the terms of `X` have names: known terms are found
        by their names, and new ones come after them. In the tree of hierarchical
        softmax each new word is hung beside a word that is there.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            Documents. For PV-DBOW also counts; or an iterable of batches, as in `fit`.
            What has no names of terms has the terms of the first call.
        y : Ignored
            Present for API consistency.
        tags : array-like of shape (n_documents,) or indicator matrix of shape \
                (n_documents, n_tags), default=None
            The tags of each document, if and only if there were tags before. An
            indicator matrix has the same columns in every call.

        Returns
        -------
        self : Doc2Vec

        Raises
        ------
        ValueError
            As `fit`, or if there are other terms without names, or the model was
            trimmed. The model is then as it was.

        Warns
        -----
        UserWarning
            As `fit`.
        """
        first = not hasattr(self, "word_vectors_")
        with (
            DocumentVectors(self.vectors_file) as place,
            learning(self, also=place.renames) as learner,
        ):
            if first:
                fitted = fitted_anew(learner, X, tags, place)
            else:
                changes = continued(learner, X, tags, place)
                fitted = fitted_attributes(learner) | changes
            commit(learner, fitted)
        return self

    def fit_transform(self, X, y=None, *, tags=None) -> np.ndarray:
        """Learn from documents, then infer their vectors.

        The same as `fit` and then `transform`, whose parameters these are: a classifier
        that comes after learns from vectors like those that it will be given.
        """
        return self.fit(X, y, tags=tags).transform(X)
