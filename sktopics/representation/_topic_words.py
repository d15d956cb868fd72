"""What models say of the words of a topic, as representations look at them."""

from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from .._arrays import largest


class TopicWords:
    """Words of topics and their weights, from a context.

    Parameters
    ----------
    context : RepresentationContext

    Attributes
    ----------
    terms : ndarray of shape (n_terms,), dtype object
    column : dict from str to int
        Where a term is among `terms`.
    """

    def __init__(self, context):
        if context.components is None:
            raise ValueError(
                "The weights of words in topics are not at hand here: give the model, "
                "and not its table alone."
            )
        self.terms = np.asarray(context.terms, dtype=object)
        self.column = {term: i for i, term in enumerate(self.terms.tolist())}
        self._components = context.components
        if sp.issparse(self._components):
            self._components = sp.csr_array(self._components)

    @property
    def n_topics(self):
        """Number of topics of the model."""
        return self._components.shape[0]

    def shares(self, topics):
        """Return the weights of terms in topics, (n, n_terms), rows that sum to 1.

        Weights below 0 are 0. A topic without terms has zeros.
        """
        rows = self._components[np.asarray(topics)]
        rows = rows.toarray() if sp.issparse(rows) else rows
        rows = np.maximum(np.asarray(rows, dtype=np.float64), 0)
        totals = rows.sum(axis=1, keepdims=True)
        return np.divide(rows, totals, out=np.zeros_like(rows), where=totals > 0)

    def heaviest(self, share, n):
        """Return the columns of the `n` heaviest terms of one row of `shares`."""
        best = largest(share, n)
        return best[share[best] > 0]

    def are_plain(self, topic, share):
        """Whether the words of a topic are its heaviest terms, by its `share`.

        Else a representation or a user has chosen them.
        """
        best = self.heaviest(share, len(topic.terms))
        return self.terms[best].tolist() == list(topic.terms)


def with_words(topic, terms, weights):
    """Return a topic with other words, and its name if it has one."""
    label = topic.label if topic.is_named else None
    return replace(
        topic,
        terms=tuple(map(str, terms)),
        weights=tuple(map(float, weights)),
        label=label,
    )
