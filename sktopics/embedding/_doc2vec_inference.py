"""What a fitted Doc2Vec does with documents that it has not seen."""

from numbers import Integral
from typing import Self

import numpy as np

from .._base import SequencesMixin
from .._fitted import commit, fitted_attributes
from .._sklearn import Interval, check_fitted, validate_params
from .._validation import check_counts
from ._architectures import architecture_of
from ._divergence import check_inferred
from ._doc2vec_training import State, infer_vectors
from ._flat_documents import text_of
from ._learning_rates import rates_of_inference

# Numbers of passes, which random numbers hang on: far from those of training.
_INFERENCE, _SCORING = 1 << 40, 1 << 41
_EVERYTHING = 1 << 32
_NUMBER = [Interval(Integral, 0, None, closed="left")]


class UnseenDocumentsMixin(SequencesMixin):
    """Vectors and likelihoods of new documents, and what of a model is kept."""

    def _check_documents(self, X, *, reset, grow=False):
        """Validate sequences, or counts where the order of words does not matter."""
        architecture = architecture_of(self)
        if architecture.takes_counts and not hasattr(X, "to_counts"):
            return check_counts(self, X, reset=reset, grow=grow)
        instead = ""
        if architecture.trains_words:
            instead = " (and counts only for dm=0 with dbow_words=False)"
        return self._check_sequences(X, reset=reset, instead=instead, grow=grow)

    def transform(self, X) -> np.ndarray:
        """Infer vectors of documents, all else as it was learned.

        Deterministic, and the same for a document whatever documents come with it:
        random numbers come from its words and the model's `random_state`.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            For PV-DBOW also counts.

        Returns
        -------
        vectors : ndarray of shape (n_documents, vector_size), float32
            0 for a document without words that the model knows.

        Raises
        ------
        ValueError
            If `X` is not over the model's terms, the model was trimmed, weights or
            counts are too large, or inference diverges, as it does where `alpha`, or
            `inference_alpha`, is too large.
        """
        text, weights = self._read(X)
        return self._infer(text, weights)

    def _read(self, X):
        check_fitted(self, "word_vectors_")
        architecture = architecture_of(self)
        X = self._check_documents(X, reset=False)
        if not hasattr(self, "output_vectors_"):
            raise ValueError(
                f"This {type(self).__name__} was trimmed and cannot infer vectors any "
                "more."
            )
        text = text_of(X, architecture.infers_from_bags, self.random_seed_)
        return text, State.fitted(self).weights(self, None)

    def _infer(self, text, weights):
        architecture = architecture_of(self)
        rates = rates_of_inference(self)
        vectors = self._infer_places(text, weights, rates, architecture)
        check_inferred(self, vectors.reshape(len(text.seeds), -1))
        # A place for each tag with dm_concat: one vector for all.
        return vectors.reshape(len(text.seeds), architecture.n_tags, -1).mean(axis=1)

    def _infer_places(self, text, weights, rates, architecture):
        return infer_vectors(
            text, rates, _INFERENCE, architecture, self.n_jobs, weights
        )[0]

    def score_samples(self, X) -> np.ndarray:
        """Log-likelihood of each document, given the vector inferred for it.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            For PV-DBOW also counts.

        Returns
        -------
        log_likelihoods : ndarray of shape (n_documents,)
            Sum of ``log p(word | document, words around it)`` over the words of each
            document, in nats. Exact with hierarchical softmax. With negative sampling
            the objective of training, ``log sigmoid(v_word @ h) + sum of log
            sigmoid(-v_noise @ h)``, with noise words that are the same each time; with
            both, their sum. 0 for a document without words that the model knows.

        Raises
        ------
        ValueError
            As `transform`.
        """
        return self._likelihoods(X)[0]

    def score(self, X, y=None) -> float:
        """Mean log-likelihood of a word, in nats; higher is better.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_features)
            For PV-DBOW also counts.
        y : Ignored
            Present for API consistency.

        Returns
        -------
        score : float
            Sum of `score_samples`, divided by the number of words.

        Raises
        ------
        ValueError
            If no document has a word that the model knows, or as `transform`.
        """
        log_likelihoods, n_words = self._likelihoods(X)
        if not n_words.any():
            raise ValueError("No document of X has a word that can be scored.")
        return float(log_likelihoods.sum() / n_words.sum())

    def _likelihoods(self, X):
        """Log-likelihood of each document, and the weight of its words."""
        text, weights = self._read(X)
        architecture = architecture_of(self)
        start = np.repeat(self._infer(text, weights), architecture.n_tags, axis=0)
        # Every word, in the whole of its window.
        weights = weights._replace(keep=np.full_like(weights.keep, _EVERYTHING))
        _, losses = infer_vectors(
            text,
            np.zeros(1, np.float32),
            _SCORING,
            architecture.full_windows(),
            self.n_jobs,
            weights,
            start,
        )
        check_inferred(self, losses)
        return -losses[:, 0], losses[:, 1]

    def trim(self, *, keep_documents=True, keep_inference=True) -> Self:
        """Drop what is not needed any more, in place.

        Parameters
        ----------
        keep_documents : bool, default=True
            Whether to keep the vectors of the training documents. Without them the
            model answers no questions about these and can not go on training.
        keep_inference : bool, default=True
            Whether to keep the output vectors. Without them the model infers no
            vectors of new documents and can not go on training.

        Returns
        -------
        self : Doc2Vec
        """
        check_fitted(self, "word_vectors_")
        dropped = () if keep_documents else ("document_vectors_", "tags_")
        if not keep_inference:
            dropped += ("output_vectors_", "node_vectors_", "tree_counts_")
        fitted = fitted_attributes(self)
        commit(self, {k: v for k, v in fitted.items() if k not in dropped})
        return self

    @validate_params(
        {"n_documents": _NUMBER, "n_terms": _NUMBER}, prefer_skip_nested_validation=True
    )
    def estimate_memory(self, n_documents, n_terms) -> dict[str, int]:
        """Bytes that the vectors take, before anything is fitted.

        Parameters
        ----------
        n_documents : int
            Number of vectors of documents: of documents or of different tags.
        n_terms : int
            Size of the vocabulary.

        Returns
        -------
        memory : dict of str to int
            Bytes by fitted attribute, and their ``"total"``. With `vectors_file` the
            vectors of documents are in a file instead.

        Examples
        --------
        >>> from sktopics import Doc2Vec
        >>> Doc2Vec(vector_size=50).estimate_memory(1000, 200)["document_vectors_"]
        200000
        """
        size = self.vector_size
        width = architecture_of(self).layer_size(size)
        numbers = {
            "document_vectors_": n_documents * size,
            "word_vectors_": n_terms * size,
            "output_vectors_": n_terms * width if self.negative else 0,
            "node_vectors_": max(n_terms - 1, 0) * width if self.hs else 0,
        }
        memory = {name: 4 * int(number) for name, number in numbers.items()}
        return {**memory, "total": sum(memory.values())}

    @property
    def _n_features_out(self):
        return self.word_vectors_.shape[1]
