"""What a fitted model says of the positions of a text and of its documents."""

from dataclasses import replace

import numpy as np

from .._base import SequencesMixin
from .._magnitudes import score_weights
from .._parallel import run_blocks
from .._sklearn import check_fitted, check_parameters
from ..kernels.padding import pad_topics
from ._contexts import CHUNK, infer_texts
from ._leave_one_out import leave_one_out
from ._mixtures import SMALLEST_BLOCK
from ._modalities import fitted_modalities
from ._scoring import TopicWordMixin
from ._texts import Texts
from ._training_tables import TrainingTables


class PositionsMixin(TopicWordMixin, SequencesMixin):
    """Vectors of positions and documents, and how probable words are in context.

    Models provide ``_inference(modalities, n_components)``, which returns `Contexts`.
    """

    def transform(self, X) -> np.ndarray:
        """Compute the vectors of topics of documents: means over their positions.

        Deterministic, and the same for a document whatever documents come with it.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)

        Returns
        -------
        doc_topic : ndarray of shape (n_documents, n_components)
            Shares of the topics; rows sum to 1. A document without known words has the
            topics' shares of the training corpus. With concatenated heads, the columns
            of one head after those of another, and all together sum to 1.
        """
        return np.concatenate(self._read(X, _document_vectors))

    def transform_positions(self, X) -> np.ndarray:
        """Compute the vector of topics of each position of the text.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)

        Returns
        -------
        position_topic : ndarray of shape (n_tokens, n_components)
            p(topic | position), one row for each entry of ``X.ids``; rows sum to 1. An
            unknown word has what its context is about.
        """
        return np.concatenate(self._read(X, position_vectors))

    def score(self, X, y=None, sample_weight=None) -> float:
        """Compute the mean log-likelihood per token given its context, in nats.

        The contexts leave out the very token that is predicted, in all sweeps. Words
        have a probability of at least 0.001 / n_terms. Where tokens have to be hidden
        for that (with more than one sweep), one in eight is hidden at a time.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        y : Ignored
            Present for API consistency.
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        score : float
            Higher is better; 0 if there are no known tokens.
        """
        check_fitted(self)
        X = self._check_sequences(X, reset=False)
        sample_weight = score_weights(X, sample_weight)
        sums = np.concatenate(self._read(X, _log_likelihoods))
        likelihood, n_tokens = sample_weight @ sums
        return float(likelihood / n_tokens) if n_tokens > 0 else 0.0

    def perplexity(self, X, *, sample_weight=None) -> float:
        """Compute the perplexity of tokens given their contexts.

        Parameters
        ----------
        X : TokenSequences of shape (n_documents, n_terms)
        sample_weight : array-like of shape (n_documents,), default=None
            Weights of the documents.

        Returns
        -------
        perplexity : float
            ``exp(-score(X))``; lower is better.
        """
        return float(np.exp(-self.score(X, sample_weight=sample_weight)))

    @property
    def _n_features_out(self):
        check_parameters(self)
        n_components, modalities = len(self.components_), fitted_modalities(self)
        return n_components * len(self._inference(modalities, n_components).streams())

    def _read(self, X, function, extras=None):
        """Results of a function of (contexts, texts, tables) for chunks of documents.

        With `extras`, a sequence with an entry for each document, the function is
        given the entries of its documents too.
        """
        check_fitted(self)
        texts = Texts.of(self._check_sequences(X, reset=False))
        contexts, texts, tables = self._looked_up(texts)
        tasks = [
            (
                contexts,
                texts.part(start, stop),
                tables,
                function,
                () if extras is None else (extras[start:stop],),
            )
            for start, stop in texts.blocks(SMALLEST_BLOCK)
        ]
        results = run_blocks(_by_chunks, tasks, self.n_jobs)
        return [result for block in results for result in block]

    def _looked_up(self, texts):
        """Contexts, texts and tables over the same terms.

        Where there are few words, only their terms are looked at: a single document
        should not cost a copy of all topics.
        """
        modalities = fitted_modalities(self)
        components = self.components_
        contexts = self._inference(modalities, len(components))
        if 2 * texts.n_tokens > components.shape[1]:
            terms = slice(None)
        else:
            terms, texts, contexts = _narrowed(texts, contexts)
        masses = self.topic_word_counts_.sum(axis=1, dtype=np.float64)
        topics = TrainingTables(
            len(components),
            pad_topics(components[:, terms].T, texts.dtype),
            pad_topics(masses[np.newaxis], texts.dtype),
            modalities,
        )
        return contexts, texts, contexts.tables(topics, components.shape[1])


def _narrowed(texts, contexts):
    """Terms that occur in texts, the texts over these, and the contexts."""
    terms, words = np.unique(texts.words, return_inverse=True)
    unknown = int(terms.size and terms[0] < 0)
    terms, words = terms[unknown:], words - unknown
    if not terms.size:  # the prior is the same, whatever terms there are
        terms = np.zeros(1, texts.words.dtype)
    texts = replace(texts, words=words.astype(texts.words.dtype), n_terms=len(terms))
    if contexts.attention.importance is not None:
        importance = contexts.attention.importance[terms]
        attention = replace(contexts.attention, importance=importance)
        contexts = replace(contexts, attention=attention)
    return terms, texts, contexts


def _by_chunks(contexts, texts, tables, function, extras):
    """Results of a function for parts of a block."""
    return [
        function(
            contexts,
            texts.part(start, stop),
            tables,
            *(entries[start:stop] for entries in extras),
        )
        for start, stop in texts.chunks(CHUNK)
    ]


def position_vectors(contexts, texts, tables):
    """p(topic | position), (n_tokens, n_components), of all heads that are apart."""
    k, streams = tables.n_components, contexts.streams()
    parts = [infer_texts(each, texts, tables)[1][:, :k] for each in streams]
    return np.concatenate(parts, axis=1) / texts.dtype.type(len(streams))


def _document_vectors(contexts, texts, tables):
    """Means of the vectors of positions, the prior for an empty document."""
    vectors, lengths = position_vectors(contexts, texts, tables), texts.lengths()
    n_heads = len(contexts.streams())
    prior = np.tile(tables.prior[: tables.n_components] / n_heads, n_heads)
    out = np.tile(prior, (len(lengths), 1))
    known = lengths > 0
    out[known] = texts.sums(vectors)[known] / lengths[known, np.newaxis]
    return out


def _log_likelihoods(contexts, texts, tables):
    """Log-likelihood and number of the tokens of each document, (n_documents, 2)."""
    streams = contexts.streams()
    p = sum(leave_one_out(each, texts, tables) for each in streams) / len(streams)
    return texts.sums(np.column_stack((np.log(p), np.ones_like(p))))
