"""What a fitted model needs to give topics to documents, as one record."""

from dataclasses import dataclass, replace

import numpy as np

from ..._neighbors import Cells
from .._labels import relabel, renumbered
from .known_documents import corpus_key, text_keys

# The topic of a name that is no more: documents near to it are outliers.
DELETED = -2


@dataclass(frozen=True, eq=False)
class Placement:
    """What a fitted model needs to give topics to documents.

    Parameters
    ----------
    way : {"neighbours", "clusterer", "centroid"}
        How documents are placed, unless the model is told to do so by centroids.
    cluster_numbers : ndarray of shape (n_clusters,), int
        What the clusterer calls its clusters.
    cluster_topics : ndarray of shape (n_clusters,), int
        The topic that each cluster is, -1 for none.
    name_topics : ndarray of shape (n_names,), int
        The topic that each zero-shot name is, -1 for one that has taken no document, -2
        (`DELETED`) for one whose topic was deleted.
    text_keys, vector_keys : ndarray of shape (n_learned,), uint64
        By which training documents are recognised. Empty where they are not.
    corpus_key : int or None
        By which all texts of `text_keys` are recognised at once; None where there is
        none.
    centroid_sharpness, outlier_level : float
        Constants of probabilities from cosines.
    learned : ndarray of shape (n_learned,), int, or None
        Rows of the training documents that were learned from: something is known of
        them. None for all.
    reduced : ndarray of shape (n_learned, n_reduced) or None
        Training documents where they were clustered. Without rows, where documents
        were learned in batches.
    vectors : ndarray of shape (n_learned, n_dimensions) or None
        Their embeddings, of length 1, where the reducer is a layout.
    cell_centers, cell_members, cell_offsets : ndarray or None
        The cells of `reduced` in which neighbours are searched.
    layout_scale, vote_scale, sharpness, floor : float or None
        Constants of probabilities from neighbours.
    cluster_labels : list or None
        What the clusterer returns for the clusters 0, 1, ..., if that are no numbers.
    first_rows : ndarray of shape (n_documents,), int, or None
        The first document with the vector of each; None where all differ.
    cluster_means : ndarray of shape (n_clusters, n_reduced) or None
    cluster_variance : float or None
        Shapes of clusters, for a clusterer that gives no probabilities.
    deleted_means : ndarray of shape (n_deleted, n_dimensions) or None
        Mean embeddings of topics that were deleted: what is nearest to them is nothing.
    as_clustered : bool
        Whether `reduced` are the documents that the clusterer was fitted on. No, after
        others have come or gone: neighbours that the clusterer knows are of others.
    """

    way: str
    cluster_numbers: np.ndarray
    cluster_topics: np.ndarray
    name_topics: np.ndarray
    text_keys: np.ndarray
    vector_keys: np.ndarray
    corpus_key: int | None = None
    centroid_sharpness: float = 1.0
    outlier_level: float = -np.inf
    learned: np.ndarray | None = None
    reduced: np.ndarray | None = None
    vectors: np.ndarray | None = None
    cell_centers: np.ndarray | None = None
    cell_members: np.ndarray | None = None
    cell_offsets: np.ndarray | None = None
    layout_scale: float | None = None
    vote_scale: float | None = None
    sharpness: float | None = None
    floor: float | None = None
    cluster_labels: list | None = None
    first_rows: np.ndarray | None = None
    cluster_means: np.ndarray | None = None
    cluster_variance: float | None = None
    deleted_means: np.ndarray | None = None
    as_clustered: bool = True

    @property
    def cells(self):
        """The index of `reduced`."""
        return Cells(self.cell_centers, self.cell_members, self.cell_offsets)

    def learned_rows(self, n_documents):
        """Rows of the documents that were learned from, of so many."""
        return np.arange(n_documents) if self.learned is None else self.learned

    def knows_texts(self, documents):
        """Whether documents are those of training in their order, None if forgotten.

        Texts of which nothing was learned may be others.
        """
        learned = self.learned_rows(len(documents))
        if len(self.text_keys) != len(learned):
            return None
        texts = documents
        if self.learned is not None:
            texts = [documents[row] for row in learned]
        if self.corpus_key is not None:
            return self.corpus_key == corpus_key(texts)
        return np.array_equal(text_keys(texts), self.text_keys)

    def learned_labels(self, labels):
        """Labels of the documents that were learned from, by those of all."""
        return labels if self.learned is None else labels[self.learned]

    @property
    def distinct_rows(self):
        """Documents that differ from those before; None where all do."""
        return None if self.first_rows is None else np.unique(self.first_rows)

    def without_copies(self, rows):
        """Return the rows of documents that have no copies, -1 for all others.

        Where a document is left out, its copies remain: it is placed like a new one.
        """
        if self.first_rows is None:
            return rows
        n_copies = np.bincount(self.first_rows)
        first = self.first_rows[np.maximum(rows, 0)]
        return np.where(n_copies[first] > 1, -1, rows)

    def with_topics(self, into):
        """Return the placement after topics have become others, -1 for none."""
        name_topics = renumbered(self.name_topics, into)
        return replace(
            self,
            cluster_topics=renumbered(self.cluster_topics, into),
            name_topics=np.where(self.name_topics == DELETED, DELETED, name_topics),
        )

    def without_topics(self, into, means):
        """Return the placement after topics were deleted.

        Parameters
        ----------
        into : ndarray of shape (n_topics,), int
            What the topics have become, -1 for those that were deleted.
        means : ndarray of shape (n_deleted, n_dimensions)
            Mean embeddings of those that had documents.
        """
        named = self.name_topics >= 0
        gone = named & (into[np.where(named, self.name_topics, 0)] < 0)
        placement = self.with_topics(into)
        names = np.where(gone, DELETED, placement.name_topics)
        return replace(placement, name_topics=names)._with_deleted_means(means)

    def _with_deleted_means(self, means):
        if not len(means):
            return self
        if self.deleted_means is not None:
            means = np.vstack([self.deleted_means, means])
        return replace(self, deleted_means=means)

    def topics_of_clusters(self, clusters):
        """Return the topics of what the clusterer calls clusters, -1 for none."""
        return renumbered(relabel(clusters, self.cluster_numbers), self.cluster_topics)


def way_of(clusterer):
    """Return the name of the way in which a model with this clusterer places."""
    if clusterer is None:
        return "centroid"
    return "clusterer" if hasattr(clusterer, "predict") else "neighbours"


def way_of_placing(settings, placement):
    """Return the way in which a fitted model places documents now.

    Any fitted model can be told by ``set_params(assign="centroid")`` to do so by
    centroids.

    Parameters
    ----------
    settings : BERTopic
        Parameters of the model.
    placement : Placement
    """
    if placement.way == "clusterer" and not len(placement.cluster_numbers):
        return "centroid"  # given names have taken all documents
    return "centroid" if settings.assign == "centroid" else placement.way
