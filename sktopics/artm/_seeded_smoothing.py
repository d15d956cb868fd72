"""Smoothing that makes the words of `seed_topics` typical of their topics."""

from dataclasses import dataclass, replace

import numpy as np

from .._seed_topics import read_seed_topics
from ._regularizer_union import BoundRegularizer, BoundRegularizers

# Far above all counts that are worth a fit, and far below where sums overflow.
_LARGEST = 1e25


@dataclass(frozen=True)
class SeededSmoothing:
    r"""Smoothing of the words of topics that users have named.

    The regularizer is that of `SmoothSparsePhi`, with the counts of a word for its
    weight,

    .. math:: R = \sum_t \sum_{w \in S_t} n_w \ln \phi_{wt}, \quad
              \phi_{wt} \frac{\partial R}{\partial \phi_{wt}} = n_w [w \in S_t]

    The counts are those of the update. So `weight` means the same for few documents
    and for many, for a corpus and for a batch of a stream, and a word that has not
    occurred yet is no seed yet.

    Attributes
    ----------
    mask : ndarray of shape (n_terms, n_components), bool
        Which word is a seed of which topic.
    weight : float
    """

    mask: np.ndarray
    weight: float

    def grad(self, phi, n_wt, n_t):
        """Return what is added to the counters, (n_terms, n_components)."""
        terms, topics = self.mask.nonzero()
        counts = n_wt[terms].sum(axis=1, dtype=np.float64)
        weight = min(self.weight, _LARGEST)
        added = np.zeros_like(phi)
        added[terms, topics] = np.clip(weight * counts, 0, _LARGEST)
        return added


def with_seeds(inference, model, n_components, *, streaming=False):
    """Return how topics are inferred, with the smoothing of the seeds of a model.

    Parameters
    ----------
    inference : Mixtures, TermMixtures or Contexts
    model : estimator
        Knows its columns. Its `seed_topics` and `seed_weight` are honoured.
    n_components : int
    streaming : bool, default=False
        Whether more words may come with later documents.
    """
    if model.seed_topics is None:
        return inference
    n_terms = model.n_features_in_
    names = getattr(model, "feature_names_in_", None)
    seeds = read_seed_topics(
        model.seed_topics, n_components, n_terms, names, streaming=streaming
    )
    smoothing = SeededSmoothing(seeds.mask(n_components, n_terms).T, model.seed_weight)
    every = slice(None)
    part = BoundRegularizer("seed_topics", smoothing, every, every)
    parts = [*inference.regularizers.parts, part]
    return replace(inference, regularizers=BoundRegularizers(parts))
