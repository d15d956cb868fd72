"""Topics that users name beforehand: seeds that draw, names that take documents."""

from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity

from ..._columns import items_of
from .._labels import OUTLIER
from .embeddings import encode
from .nothing_known import are_known

# How much of a seed a document takes on that is near to it, as in BERTopic.
SEED_SHARE = 0.25
# How much more the word of a seed topic counts, as in BERTopic.
SEED_WORD_WEIGHT = 1.2


@dataclass(frozen=True, eq=False)
class Guidance:
    """Vectors of what users name beforehand.

    Parameters
    ----------
    seed_vectors : ndarray of shape (n_seeds, n_dimensions) or None
        Seed topics, and
    mean_embedding : ndarray of shape (n_dimensions,) or None
        the mean document, which a document has to be farther from.
    name_vectors : ndarray of shape (n_names, n_dimensions) or None
        Zero-shot names.
    seed_topics, zeroshot_topics : list or None
        The texts of both.
    """

    seed_vectors: np.ndarray | None = None
    mean_embedding: np.ndarray | None = None
    name_vectors: np.ndarray | None = None
    seed_topics: list | None = None
    zeroshot_topics: list | None = None

    @property
    def n_names(self):
        """Number of zero-shot names."""
        return 0 if self.name_vectors is None else len(self.name_vectors)

    def draw(self, vectors):
        """Return vectors, those near to a seed topic drawn to it."""
        if self.seed_vectors is None:
            return vectors
        return draw_to_seeds(vectors, self.seed_vectors, self.nearest_seeds(vectors))

    def nearest_seeds(self, vectors):
        """Return the seed topic that each vector is nearest to, -1 for none."""
        return nearest_seeds(vectors, self.seed_vectors, self.mean_embedding)

    def nearest_names(self, vectors, min_similarity):
        """Return the name that takes each vector, -1 where none is near enough."""
        return nearest_names(vectors, self.name_vectors, min_similarity)


def make_guidance(model, encoder, embeddings):
    """Return the vectors of the topics that users name, a `Guidance`."""
    guidance = Guidance()
    if model.seed_topics is not None:
        seeds = _text_vectors(encoder, embeddings, seed_texts(model.seed_topics))
        given = [list(items_of(words)) for words in items_of(model.seed_topics)]
        guidance = Guidance(seeds, embeddings.mean(axis=0), seed_topics=given)
    if model.zeroshot_topics is not None and model.clusterer is not None:
        given = list(items_of(model.zeroshot_topics))
        names = _text_vectors(encoder, embeddings, given)
        guidance = replace(guidance, name_vectors=names, zeroshot_topics=given)
    return guidance


def _text_vectors(encoder, embeddings, texts):
    """Vectors of texts beside the corpus, checked to be of its kind."""
    vectors = encode(encoder, texts)
    if vectors.shape[1] != embeddings.shape[1]:
        raise ValueError(
            f"The encoder makes vectors of {vectors.shape[1]} dimensions, and "
            f"embeddings have {embeddings.shape[1]}: they must come from one encoder."
        )
    return vectors.astype(embeddings.dtype, copy=False)


def seed_texts(seed_topics):
    """Return each topic's seed words as one text."""
    return [" ".join(items_of(words)) for words in items_of(seed_topics)]


def nearest_seeds(embeddings, seeds, mean):
    """Return the seed topic that each document is nearest to.

    Parameters
    ----------
    embeddings : ndarray of shape (n_documents, n_dimensions)
    seeds : ndarray of shape (n_seeds, n_dimensions)
    mean : ndarray of shape (n_dimensions,)
        Mean vector of the training documents.

    Returns
    -------
    nearest : ndarray of shape (n_documents,), int64
        -1 where the mean document is nearer than every seed.
    """
    similarities = cosine_similarity(embeddings, np.vstack([seeds, mean]))
    similarities[:, :-1][:, ~are_known(seeds)] = -np.inf
    nearest = similarities.argmax(axis=1)
    return np.where(nearest == len(seeds), OUTLIER, nearest)


def draw_to_seeds(embeddings, seeds, nearest):
    """Return embeddings, those near to a seed topic a quarter of the way to it."""
    drawn = embeddings.copy()
    rows = np.flatnonzero(nearest >= 0)
    drawn[rows] = (1 - SEED_SHARE) * drawn[rows] + SEED_SHARE * seeds[nearest[rows]]
    return drawn


def nearest_names(embeddings, names, min_similarity):
    """Return the named topic that takes each document, -1 where none is near enough.

    Parameters
    ----------
    embeddings : ndarray of shape (n_documents, n_dimensions)
    names : ndarray of shape (n_names, n_dimensions)
        Vectors of the names.
    min_similarity : float
        Least cosine.
    """
    similarities = cosine_similarity(embeddings, names)
    similarities[:, ~are_known(names)] = -np.inf
    nearest = similarities.argmax(axis=1)
    taken = similarities[np.arange(len(nearest)), nearest] >= min_similarity
    return np.where(taken, nearest, OUTLIER)
