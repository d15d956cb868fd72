"""Document-completion perplexity: one evaluator for every model that has topics."""

import numpy as np
import scipy.sparse as sp
from sklearn.utils import gen_batches

from .._arrays import distributions
from .._parallel import CorpusBlocks, run_blocks
from .._reading import (
    check_columns,
    check_distributions,
    counts_of,
    read_doc_topic_prior,
    read_weights,
)
from ..kernels.fold_in import fold_in, log_likelihood, split_tokens

# For models that have none: the best of 0.01, 1/K, 0.1 and 0.5 for NMF, K = 20 and 50,
# on news (BBC) and on titles of papers (DBLP).
_DEFAULT_PRIOR = 0.1
# Documents per task: enough work to pay for a thread, few enough to share out.
_BATCH_SIZE = 512


def completion_perplexity(
    model,
    X,
    *,
    doc_topic_prior=None,
    smoothing=1e-3,
    max_iter=100,
    tol=1e-3,
    columns=None,
    n_jobs=None,
) -> float:
    r"""Perplexity of one half of every document's tokens, given the other half.

    The tokens of each document are divided at random into two halves. From the
    one half the mixture of topics :math:`\theta` is estimated with the topics
    :math:`\phi` held fixed, the other half is scored:

    .. math:: \exp\Bigl(-\frac{1}{N} \sum_d \sum_w n_{dw}
              \log \sum_k \theta_{dk} \phi_{kw}\Bigr)

    over the N tokens of the scored halves; lower is better, and as many as there
    are terms is what knowing nothing gives. No words are scored that the mixture
    was fitted to, and nothing depends on how a model is trained or on its bound:
    the figure of any two models that have `components_` can be compared, if they
    have the same terms. Unlike `LatentDirichletAllocation.perplexity` of
    scikit-learn it is a mean over tokens, whose expectation does not depend on
    the number of documents.

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted model with `components_`, a Pipeline that ends in one, or the
        weights of terms in topics themselves. Rows are normalised to sum to 1.
    X : {array-like, sparse matrix} of shape (n_documents, n_terms) or documents
        Counts, best of documents that the model has not seen, or whatever the
        Pipeline is given. Counts may be fractions: 2.3 is two tokens of weight 1
        and one of weight 0.3.
    doc_topic_prior : float or array-like of shape (n_components,), default=None
        Pseudo-counts of topics in a document, alpha in the literature. By default
        the model's own `doc_topic_prior_` or, if it has none, 0.1.
    smoothing : float, default=1e-3
        Share of the uniform distribution over terms that is mixed into each
        topic, so that a word without any weight (in models with exact zeros,
        such as NMF) costs much and not everything.
    max_iter : int, default=100
        Most iterations for the mixture of a document.
    tol : float, default=1e-3
        The iterations for a document end when its mixture changes by less
        (sum of absolute differences).
    columns : str, slice, array-like of int or bool, default=None
        Terms to look at, by default all; a str is the name of a modality of the
        model. Topics are normalised over them, and documents have no other tokens:
        neither the halves that mixtures are estimated from nor those that are scored.
    n_jobs : int, default=None
        Number of threads; the result does not depend on it.

    Returns
    -------
    perplexity : float
        At least 1; infinite only if `smoothing` is 0 and a word that is scored
        has no weight in any topic of its document.

    Raises
    ------
    ValueError
        If there is no document of two tokens or more, if `components_` has
        negative weights, if shapes do not fit, or if `columns` are empty, go too
        far or repeat themselves.
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`, or scores of words in them that are no
        distributions, as BERTopic has.

    Notes
    -----
    The mixture is that of CVB0 [2]_, the fixed point of
    :math:`\theta_k \propto \alpha_k + \sum_w n_w \gamma_{wk}` with
    :math:`\gamma_{wk} \propto \phi_{kw} (\alpha_k + n_k - \gamma_{wk})`. It comes
    closer to the mean of the posterior than its maximum does, which on short
    documents takes too much for certain.

    Tokens are drawn without replacement, one by one, as in the literature [1]_:
    the scored half of n tokens has n // 2. The draw is a function of the
    document's own terms and counts; it is the same in every call and does not
    depend on the other documents, so that documents may be scored in any order
    and any batches. Documents with fewer than two tokens contribute nothing.
    Whoever halves each term's count instead shows the model nearly every repeated
    word that it is asked for, and gets a lower figure.

    References
    ----------
    .. [1] H. Wallach, I. Murray, R. Salakhutdinov, D. Mimno, "Evaluation methods
       for topic models", ICML 2009.
    .. [2] A. Asuncion, M. Welling, P. Smyth, Y. W. Teh, "On smoothing and inference
       for topic models", UAI 2009.

    Examples
    --------
    Two topics that share no word; a document is about one of them.

    >>> from sktopics.metrics import completion_perplexity
    >>> topic_word = [[0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]]
    >>> X = [[9, 9, 0, 0], [0, 0, 9, 9], [9, 9, 0, 0]]
    >>> round(completion_perplexity(topic_word, X, doc_topic_prior=0.01), 2)
    2.0
    >>> round(completion_perplexity([[1, 1, 1, 1]], X), 2)
    4.0
    """
    log_likelihoods, n_tokens = completion_log_likelihoods(
        model,
        X,
        doc_topic_prior=doc_topic_prior,
        smoothing=smoothing,
        max_iter=max_iter,
        tol=tol,
        columns=columns,
        n_jobs=n_jobs,
    )
    scored = n_tokens.sum()
    if scored == 0:
        raise ValueError(
            "No document has two tokens or more: one half of a document's tokens is "
            "needed to estimate its topics, the other to be scored "
            f"(n_documents={len(n_tokens)})."
        )
    return float(np.exp(-log_likelihoods.sum() / scored))


def completion_log_likelihoods(
    model, X, *, doc_topic_prior, smoothing, max_iter, tol, n_jobs, columns=None
):
    """Log-likelihoods of the scored halves, and their tokens, document by document.

    Parameters
    ----------
    model, X, doc_topic_prior, smoothing, max_iter, tol, n_jobs, columns
        As in `completion_perplexity`.

    Returns
    -------
    log_likelihoods : ndarray of shape (n_documents,)
        In nats; 0 for documents of fewer than two tokens.
    n_tokens : ndarray of shape (n_documents,)
        Weight of the tokens that were scored.
    """
    if not 0 <= smoothing <= 1:
        raise ValueError(f"smoothing must be from 0 to 1, got {smoothing!r}.")
    if not max_iter >= 1:
        raise ValueError(f"max_iter must be 1 or more, got {max_iter!r}.")
    check_distributions(model, "perplexity")
    weights = read_weights(model, at_least=1)
    n_terms = weights.shape[1]
    columns = check_columns(model, columns, n_terms)
    topic_word = distributions(weights[:, columns])
    word_topic = _smooth(topic_word, smoothing).T.copy(order="C")
    prior = _prior(model, doc_topic_prior, len(topic_word), word_topic.dtype)
    counts = counts_of(model, X, n_terms=n_terms)[:, columns].astype(word_topic.dtype)
    counts.sort_indices()

    batches = gen_batches(counts.shape[0], _BATCH_SIZE)
    bounds = [(batch.start, batch.stop) for batch in batches]
    tasks = [
        (rows, word_topic, prior, max_iter, tol)
        for rows in CorpusBlocks.of_rows(counts, bounds).documents
    ]
    results = run_blocks(_complete, tasks, n_jobs)
    return tuple(map(np.concatenate, zip(*results, strict=True)))


def _complete(rows, word_topic, prior, max_iter, tol):
    """Log-likelihoods of the scored halves of a block, and their tokens."""
    counts = sp.csr_array(rows[::-1], shape=(len(rows[0]) - 1, len(word_topic)))
    drawn = np.empty_like(counts.data)
    split_tokens(counts.indptr, counts.indices, counts.data, drawn)
    observed = _with_data(counts, drawn)
    scored = _with_data(counts, counts.data - drawn)
    doc_topic = np.empty((counts.shape[0], len(prior)), word_topic.dtype)
    log_likelihoods = np.empty(counts.shape[0])
    folded = observed.indptr, observed.indices, observed.data
    fold_in(*folded, word_topic, prior, max_iter, tol, doc_topic)
    left_out = scored.indptr, scored.indices, scored.data
    log_likelihood(*left_out, word_topic, doc_topic, log_likelihoods)
    return log_likelihoods, scored.sum(axis=1, dtype=np.float64)


def _smooth(topic_word, smoothing):
    """Mix a share of the uniform distribution into distributions over terms."""
    return (1 - smoothing) * topic_word + smoothing / topic_word.shape[1]


def _with_data(counts, data):
    """Return `counts` with other data, zeros left out."""
    counts = sp.csr_array(
        (data, counts.indices, counts.indptr), counts.shape, copy=True
    )
    counts.eliminate_zeros()
    return counts


def _prior(model, doc_topic_prior, n_components, dtype):
    """Return the pseudo-counts of topics in a document as a vector."""
    prior = doc_topic_prior
    if prior is None:
        prior = read_doc_topic_prior(model, _DEFAULT_PRIOR)
    prior = np.asarray(prior, dtype=dtype)
    if prior.shape not in ((), (1,), (n_components,)):
        raise ValueError(
            "doc_topic_prior must be a number or have one entry for each of the "
            f"{n_components} topics, got shape {prior.shape}."
        )
    if not (np.isfinite(prior).all() and (prior >= 0).all()):
        raise ValueError(
            f"doc_topic_prior must be finite and not negative, got {doc_topic_prior!r}."
        )
    return np.ascontiguousarray(np.broadcast_to(prior, n_components))
