"""What the functions for all models ask a model of clusters."""

from functools import partial

import numpy as np

from ..._sklearn import check_fitted
from .._merged_clusters import merged_clusters
from .._placement.known_documents import vector_keys
from .._steps.corpus_input import check_corpus, check_training_documents
from .._topics.describe import texts_kept
from .._topics.summable_counts import summable_counts, weights_of_sums
from .._topics.words_of_layers import words_of_layers
from .._training.fitted_state import state_of


class AskedModelMixin:
    """For models of clusters that know more of their topics than arrays tell."""

    labels_: np.ndarray
    layers_: np.ndarray | None
    layer_: int | None
    topic_embeddings_: np.ndarray

    def __training_labels__(self, X, embeddings=None, images=None):
        """Return `labels_` if these are the training documents in order, else None.

        Nothing is encoded. What reads any fitted model asks for it.
        """
        check_fitted(self)
        corpus = check_corpus(
            X,
            embeddings,
            images,
            whom=type(self).__name__,
            n_dimensions=self.topic_embeddings_.shape[1],
        )
        placement = state_of(self).placement
        if len(corpus) != len(self.labels_):
            return None
        if not placement.knows_texts(corpus.documents):
            return None
        learned = placement.learned_rows(len(corpus))
        keys = placement.vector_keys
        if corpus.embeddings is not None and len(keys) == len(learned):
            dtype = self.topic_embeddings_.dtype
            vectors = corpus.embeddings[learned].astype(dtype, copy=False)
            if not np.array_equal(vector_keys(vectors), keys):
                return None
        return self.labels_

    def __kept_texts__(self):
        """Return the texts of typical documents by row, and the number of all."""
        check_fitted(self)
        topics = state_of(self).topics
        return texts_kept(topics), len(topics.labels)

    def __merge_models__(self, others, X=None, min_similarity=None):
        """Return one model of this and others, for `sktopics.analysis.merge_models`."""
        return merged_clusters([self, *others], X, min_similarity)

    def __summable_words__(self):
        """Return counts that may be added up, and what weighs sums of them.

        What adds up the words of topics of any model asks for it.
        """
        check_fitted(self)
        words = state_of(self).topics.words
        return summable_counts(self.weighting_, words), partial(
            weights_of_sums, self.weighting_, words
        )

    def __words_of_layers__(self, X):
        """Return the layers of topics, the finest first, and the words of each.

        Returns
        -------
        labels : ndarray of shape (n_layers, n_documents), int64
        components : list of csr_array of shape (n_topics, n_terms)
        terms : ndarray of shape (n_terms,)
        layer : int
            The layer that is the topics.
        """
        check_fitted(self)
        if self.layers_ is None:
            raise ValueError(
                f"{type(self).__name__} has found no layers of topics: only a "
                "LeidenClustering, which is the default, finds them, in fit."
            )
        whom, n_documents = type(self).__name__, len(self.labels_)
        documents = check_training_documents(X, n_documents, whom=whom)
        if documents is None:
            raise TypeError(
                "X must be the training documents, in which the words of layers are "
                "counted."
            )
        components, terms = words_of_layers(self, self.layers_, documents)
        return self.layers_, components, terms, self.layer_
