"""Rényi entropy at all numbers of topics, by merging the topics of one fit."""

from dataclasses import dataclass

import numpy as np

from .._arrays import normalized_rows
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._reading import (
    check_distributions,
    corpus_sizes,
    final_model,
    is_model,
    read_weights,
    topic_masses,
    topic_shares,
)
from .._sklearn import StrOptions, validate_params
from .._terminal import table_lines
from ..metrics import renyi_entropy

# Where a word has no probability in a topic, the divergence would be infinite.
_TINY = 1e-12


@dataclass(frozen=True, eq=False, repr=False)
class RenormalizedEntropy(ColumnsMixin, FrozenArrays):
    """Entropy by the number of topics, made by :func:`renormalized_entropy`.

    Attributes
    ----------
    n_topics : ndarray of shape (n_components - 1,)
        Numbers of topics, from the number of the model down to 2.
    entropy : ndarray of shape (n_components - 1,)
        The Rényi entropy at each number.
    merged : ndarray of shape (n_components - 2, 2)
        The topics that were merged, step by step. Topics of the model are 0 to
        ``n_components - 1``; step i makes the topic ``n_components + i``, as in the
        linkage matrices of scipy.
    """

    n_topics: np.ndarray
    entropy: np.ndarray
    merged: np.ndarray

    @property
    def lowest(self) -> int:
        """Number of topics with the lowest entropy; of equal ones the fewest."""
        return int(self.n_topics[self.entropy == self.entropy.min()].min())

    def _columns(self):
        return {"n_topics": self.n_topics, "entropy": self.entropy}

    def __repr__(self):
        rows = [
            f"{n:8d}  {entropy:7.3f}{'  lowest' if n == self.lowest else ''}"
            for n, entropy in zip(self.n_topics, self.entropy, strict=True)
        ]
        title = f"RenormalizedEntropy: lowest at {self.lowest} topics"
        return table_lines(title, "n_topics  entropy", rows, "numbers")


@validate_params(
    {"pairs": [StrOptions({"entropy", "divergence"})]},
    prefer_skip_nested_validation=True,
)
def renormalized_entropy(model, X=None, *, pairs="entropy") -> RenormalizedEntropy:
    r"""Compute the Rényi entropy at each number of topics, from one fit [1]_.

    A model is fitted once with more topics than you expect. Two of its topics are
    merged, then two of the rest, until two topics are left. The entropy of
    :func:`sktopics.metrics.renyi_entropy` is computed before the first merge and after
    each. This takes seconds, where a fit for each number of topics may take hours.

    Topics t and u with sizes :math:`p_t, p_u` become one topic with the words

    .. math:: \phi_w = \frac{p_t \phi_{wt} + p_u \phi_{wu}}{p_t + p_u}

    and the size :math:`p_t + p_u`, which is the topic of the documents of both.

    Parameters
    ----------
    model : estimator, Pipeline or array-like of shape (n_components, n_terms)
        A fitted LDA, PLSA, ARTM, NMF or other model with `components_` that are
        distributions of words, or the weights of terms in topics. Topics without any
        weight are left out.
    X : documents or matrix of shape (n_documents, n_terms), default=None
        What `model.transform` takes: the sizes of topics are their shares of these
        documents. By default sizes that the model knows of its training documents
        (LDA does), or equal ones, as in the paper.
    pairs : {"entropy", "divergence"}, default="entropy"
        Which two topics are merged:

        - "entropy": the two with the highest free energy of their own,
          :math:`-\ln P_t - T \ln \rho_t`, where :math:`\rho_t` is the share of words
          above 1/W in topic t, :math:`P_t` their probability, and T the number of
          topics. These are topics of few words.
        - "divergence": the two that are most alike, by the symmetric Kullback-Leibler
          divergence :math:`\sum_w (\phi_{wt} - \phi_{wu}) \ln(\phi_{wt} / \phi_{wu})`.
          Probabilities below 1e-12 count as 1e-12.

    Returns
    -------
    found : RenormalizedEntropy
        With `n_topics`, `entropy`, the `lowest` and ``to_frame()``.

    Raises
    ------
    NotFittedError
        If `model` is not fitted.
    TypeError
        If `model` has no `components_`, or scores of words in them that are no
        distributions, as BERTopic has.
    ValueError
        If fewer than two topics have any weight, if weights are negative or NaN, or if
        an array of topics comes with `X`.

    See Also
    --------
    topic_number_table : A fit for each number, judged on held-out documents.

    Notes
    -----
    Do not trust the lowest entropy alone. On planted topics it was wrong in
    ``benchmarks/bench_topic_numbers.py``: with "entropy" it hardly depends on the
    number of topics that were planted, and with "divergence" it grows with it, but
    also with the number that the model was fitted with. Merged topics are not the
    topics that a fit with fewer topics would have found.

    References
    ----------
    .. [1] S. Koltcov, V. Ignatenko, S. Pashakhin, "Renormalization analysis of topic
       models", Entropy 22(5), 2020.

    Examples
    --------
    Two topics are about the same two words, and are merged first:

    >>> from sktopics.model_selection import renormalized_entropy
    >>> topic_word = [[6, 6, 0, 0, 0], [5, 7, 0, 0, 0], [0, 0, 9, 9, 9]]
    >>> found = renormalized_entropy(topic_word, pairs="divergence")
    >>> found  # doctest: +NUMBER
    RenormalizedEntropy: lowest at 3 topics
    n_topics  entropy
           3    1.14  lowest
           2    1.39
    >>> found.merged
    array([[0, 1]])
    """
    if X is not None and not is_model(model):
        raise ValueError(
            "X tells the sizes of topics by a model, and model is an array of type "
            f"{type(model).__name__}: leave out X, or give a fitted model."
        )
    check_distributions(model, "the Rényi entropy")
    weights = read_weights(model, at_least=1)
    alive = np.flatnonzero(weights.any(axis=1))
    if len(alive) < 2:
        raise ValueError(
            f"Topics are merged until two are left, and {len(alive)} of "
            f"{len(weights)} topics has any weight."
        )
    topic_word = normalized_rows(weights[alive])
    sizes = _sizes(model, X, weights)[alive]
    return _merge_all(topic_word, sizes, alive, len(weights), pairs)


def _sizes(model, X, weights):
    """Return the sizes of topics, all above 0 where the topic has words."""
    sizes = None
    if X is not None:
        sizes = corpus_sizes(*topic_shares(model, X, weights))
    elif is_model(model):
        sizes = topic_masses(final_model(model), weights)
    if sizes is None:
        return np.ones(len(weights))
    # Two topics that no document has are merged all the same.
    return np.maximum(sizes, _TINY)


def _merge_all(topic_word, sizes, ids, next_id, pairs):
    """Merge topics until two are left, and compute the entropy at each number."""
    merged, entropies = [], [renyi_entropy(topic_word)]
    distance = _divergences(topic_word, topic_word) if pairs == "divergence" else None
    while len(topic_word) > 2:
        if pairs == "divergence":
            np.fill_diagonal(distance, np.inf)
            pair = np.unravel_index(distance.argmin(), distance.shape)
        else:
            pair = np.argsort(-_free_energies(topic_word), kind="stable")[:2]
        a, b = np.sort(pair)  # sums are rounded: the least may be below the diagonal
        share = sizes[[a, b]] / sizes[[a, b]].sum()
        merged.append(np.sort(ids[[a, b]]))
        topic_word[a] = share @ topic_word[[a, b]]
        sizes[a] += sizes[b]
        ids[a] = next_id
        next_id += 1
        topic_word, sizes, ids = (
            np.delete(each, b, axis=0) for each in (topic_word, sizes, ids)
        )
        if pairs == "divergence":
            distance = np.delete(np.delete(distance, b, axis=0), b, axis=1)
            row = _divergences(topic_word[[a]], topic_word)[0]
            distance[a], distance[:, a] = row, row
        entropies.append(renyi_entropy(topic_word))
    n_topics = np.arange(len(entropies) + 1, 1, -1)
    return RenormalizedEntropy(
        n_topics, np.array(entropies), np.array(merged, dtype=np.int64).reshape(-1, 2)
    )


def _divergences(a, b):
    """Symmetric Kullback-Leibler divergences between rows, in nats."""
    log_a, log_b = np.log(np.maximum(a, _TINY)), np.log(np.maximum(b, _TINY))
    own_a, own_b = np.vecdot(a, log_a), np.vecdot(b, log_b)
    return own_a[:, np.newaxis] + own_b - a @ log_b.T - log_a @ b.T


def _free_energies(topic_word):
    """Return the free energy of each topic by itself; infinite for a uniform one."""
    n_topics, n_terms = topic_word.shape
    typical = topic_word > 1 / n_terms
    mass = np.where(typical, topic_word, 0).sum(axis=1)
    with np.errstate(divide="ignore"):
        return -np.log(mass) - n_topics * np.log(typical.mean(axis=1))
