"""Training of a level of a hierarchy, which is given the topics above as documents."""

from dataclasses import dataclass, replace

import numpy as np
import scipy.sparse as sp
from sklearn.utils import gen_batches

from .._magnitudes import countable
from ._em_training import fit_topics, update_topics
from ._mixtures import Mixtures
from ._modalities import fitted_modalities
from ._regularizer_union import BoundRegularizer, BoundRegularizers
from ._scoring import known_tables
from ._training_tables import weighted_terms

# Iterations for p(child | parent) where parents lose children on the way.
_SPARSE_ITER = 100


@dataclass(frozen=True)
class ParentTopics:
    """Topics of the level above, which are documents of the level below.

    Attributes
    ----------
    level : fitted model
        The level above.
    words_per_word : float
        Words of all parents together, for each word of the documents.
    sparsity : float
        See `SparseParents`.
    """

    level: object
    words_per_word: float
    sparsity: float

    def documents(self, n_tokens, dtype):
        """Parents as documents, as long as documents of `n_tokens` words ask for."""
        return pseudo_documents(self.level, self.words_per_word * n_tokens, dtype)

    def after(self, X, weight):
        """Documents with the parents after them, and the weights of both."""
        parents = self.documents(_n_tokens(X, weight), X.dtype)
        documents = sp.vstack([X, parents], format="csr")
        return documents, np.concatenate([weight, np.ones(parents.shape[0], X.dtype)])

    def after_each(self, X, weight, n_documents):
        """Documents with the parents after every `n_documents` of them.

        Each batch of online learning has the parents at its end then.
        """
        # One of weight 0 would be left out later, and batches would be others.
        X, weight = X[weight > 0], weight[weight > 0]
        parts = [
            self.after(X[rows], weight[rows])
            for rows in gen_batches(X.shape[0], n_documents)
        ]
        documents, weights = zip(*parts, strict=True)
        return sp.vstack(documents, format="csr"), np.concatenate(weights)

    def make_room(self, training):
        """Return a training whose batches hold the parents, too."""
        size = training.updates.n_documents + len(self.level.components_)
        updates = replace(training.updates, batch_size=size, update_every=1)
        return replace(training, updates=updates)

    def tie(self, training):
        """Return a training that keeps parents apart, if that is asked for."""
        if not self.sparsity:
            return training
        return replace(training, adapt=self._sparse)

    def children(self, level, parents):
        """p(child | parent), (n_children, n_parents), of a fitted level."""
        if not self.sparsity:
            theta = level._doc_topic(parents, fitted_modalities(level))
        else:
            modalities = fitted_modalities(level)
            X = weighted_terms(parents, modalities)
            X, topics = known_tables(level, X, modalities)
            inference = level._inference(modalities, topics.n_components)
            inference = replace(
                self._sparse(inference), max_doc_update_iter=_SPARSE_ITER
            )
            ones = np.ones(X.shape[0], X.dtype)
            number = max(level.n_iter_ - 1, 0)
            theta, *_ = inference.e_step(X, topics, ones, None, number)
            theta = np.concatenate(theta)[:, : topics.n_components]
        return np.ascontiguousarray(theta.T)

    def _sparse(self, inference):
        """Add `SparseParents` to what regularizes mixtures."""
        if not isinstance(inference, Mixtures):
            raise ValueError(
                "parent_sparsity is for levels whose documents have mixtures of their "
                "own: those of class ARTM, not ThetalessARTM."
            )
        regularizer = SparseParents(self.sparsity, len(self.level.components_))
        every = slice(None)
        part = BoundRegularizer("parent_sparsity", regularizer, every, every)
        parts = [*inference.regularizers.parts, part]
        return replace(inference, regularizers=BoundRegularizers(parts))


@dataclass(frozen=True)
class SparseParents:
    r"""Keep children apart from parents that have little of them.

    The last `n_parents` documents are parents a, and children t, the topics of the
    level, are to have few of them: p(parent | child) is to be far from uniform [1]_,

    .. math:: R = - \sum_t \sum_a \frac{1}{|A|} \ln p(a | t), \quad
              \psi_{ta} \frac{\partial R}{\partial \psi_{ta}} = p(a | t) - \frac{1}{|A|}

    With a tau for each child, `sparsity` times its words n_t in all parents, and
    p(a | t) = n_ta / n_t, what is added to the counters is
    ``sparsity * (n_ta - mean_a n_ta)``: the same for corpora of any size. Parents of
    which p(a | t) is below sparsity / (1 + sparsity) / |A| lose the child.

    References
    ----------
    .. [1] N. Chirkova and K. Vorontsov, "Additive regularization for hierarchical
       multimodal topic modeling", Machine Learning and Data Analysis 2, 2016.
    """

    sparsity: float
    n_parents: int

    def grad_theta(self, theta, n_td):
        """Return what is added to counters of documents: nothing but in parents."""
        r = np.zeros_like(n_td)
        parents = n_td[-self.n_parents :]
        r[-self.n_parents :] = self.sparsity * (parents - parents.mean(axis=0))
        return r


def fit_level(level, X, weight, y, parents=None):
    """Learn the topics of a level from documents and from the topics above.

    Parameters
    ----------
    level : ARTM or ThetalessARTM
        Knows its columns.
    X : csr_array of shape (n_documents, n_terms)
    weight : ndarray of shape (n_documents,)
    y : object
        What callbacks are given.
    parents : ParentTopics, default=None
        None for the level at the top.

    Returns
    -------
    child_given_parent : ndarray of shape (n_children, n_parents) or None
    """
    level._validate_params()
    n_components = level.n_components
    if parents is None:
        fit_topics(level, level._training(X, weight, n_components), X, y)
        return None
    online = getattr(level, "learning_method", "batch") == "online"
    documents, training = _tied(level, X, weight, parents, n_components, online)
    fit_topics(level, training, documents, y)
    return parents.children(level, parents.documents(_n_tokens(X, weight), X.dtype))


def update_level(level, X, weight, parents=None):
    """Update the topics of a level with a batch of documents, online.

    Parameters and the return value are those of `fit_level`.
    """
    level._validate_params()
    if parents is None:
        update_topics(level, level._training(X, weight, level._n_topics))
        return None
    _, training = _tied(level, X, weight, parents, level._n_topics, True)
    update_topics(level, training)
    return parents.children(level, parents.documents(_n_tokens(X, weight), X.dtype))


def _tied(level, X, weight, parents, n_components, online):
    """Documents with parents, and how a level learns from them.

    Parents are the last documents of a pass; held-out perplexity on news was 1 to 3 %
    lower than with parents in each batch. Only `SparseParents` asks for that, which
    has to know where they are.
    """
    if not (online and parents.sparsity):
        documents, weights = parents.after(X, weight)
        training = level._training(documents, weights, n_components)
        return documents, parents.tie(training)
    documents, weights = parents.after_each(X, weight, documents_of_update(level))
    training = level._training(documents, weights, n_components)
    return documents, parents.tie(parents.make_room(training))


def documents_of_update(level):
    """Return the number of documents from one online update to the next."""
    return level.batch_size * getattr(level, "update_every", 1)


def _n_tokens(X, weight):
    """Weighted number of words of documents."""
    return float(weight @ X.sum(axis=1, dtype=np.float64))


def pseudo_documents(level, n_tokens, dtype):
    """Return the topics of a fitted level as documents of `n_tokens` words in all.

    Each has as many words of each modality as were drawn from the topic.

    Returns
    -------
    documents : csr_array of shape (n_components, n_features)
    """
    modalities = fitted_modalities(level)
    weights = modalities.term_weights(np.float64)
    # Counters are in weighted words, which the level below is going to weigh again.
    counts = np.maximum(level.topic_word_counts_, 0) / np.where(weights > 0, weights, 1)
    documents = np.zeros(counts.shape)
    for number in range(modalities.n_modalities):
        columns = modalities.of_term == number
        masses = counts[:, columns].sum(axis=1, keepdims=True)
        documents[:, columns] = level.components_[:, columns] * masses
    total = documents.sum()
    documents *= n_tokens / total if total > 0 else 0
    with np.errstate(over="ignore"):
        documents = sp.csr_array(documents.astype(dtype))
    return countable(documents, "The words of parents, parent_weight times all words,")
