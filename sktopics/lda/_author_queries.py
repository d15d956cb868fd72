"""Questions to a fitted author-topic model: who writes about what, who is alike."""

from numbers import Integral
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike
from sklearn.utils import gen_even_slices

from .._distances import hellinger
from .._groups import check_groups, match_groups
from .._parallel import placed, run_blocks
from .._sklearn import StrOptions, check_fitted, validate_params
from ._author_evaluation import fitted_gamma
from ._author_input import author_row
from ._author_tables import rows_among
from ._authors import even_shares, placed_author_blocks, words_by_author
from ._authors_learned import learn_authors
from ._lda_evaluation import topics_of_used_terms
from ._lda_training import Training

# Authors whose distributions over all terms are held in memory at a time.
_AUTHORS_AT_A_TIME = 256
# A new author is done when the expected counts of the topics change by less on
# average, or after so many updates.
_UPDATES, _TOL = 100, 1e-3


class AuthorQueriesMixin:
    """Questions about authors."""

    @property
    def author_topic_(self) -> np.ndarray:
        """Distribution of topics of each author, (n_authors, n_components).

        `author_components_` with rows that sum to 1, in the literature `theta`.
        """
        gamma = self.author_components_
        return gamma / gamma.sum(axis=1, keepdims=True)

    def author_topics(self, author) -> np.ndarray:
        """Look up what an author writes about.

        Parameters
        ----------
        author : str or int
            Name, one of `authors_`; the number of a column if the model was fitted with
            an indicator matrix.

        Returns
        -------
        author_topics : ndarray of shape (n_components,)
            Share of each topic; sums to 1.

        Raises
        ------
        ValueError
            If the model does not know the author.
        """
        check_fitted(self)
        gamma = self.author_components_[author_row(self, author)]
        return gamma / gamma.sum()

    @validate_params(
        {"n": [Integral], "among": [None, "array-like", callable]},
        prefer_skip_nested_validation=True,
    )
    def similar_authors(self, author, n=10, *, among=None) -> list[tuple[Any, float]]:
        """Find the authors who write about the same topics.

        Parameters
        ----------
        author : str, int or array-like of shape (n_components,)
            Name of a known author, or a distribution of topics, such as
            `infer_authors` or `transform` return.
        n : int, default=10
            Number of authors to return.
        among : array-like of names or callable, default=None
            Authors to look among, where some are countries and some are years for
            instance; or a function that is given a name and returns whether the author
            is one of them. None: all.

        Returns
        -------
        authors : list of (name, similarity)
            Most similar first; one minus the Hellinger distance of the distributions
            of topics, 1 for the same distribution and 0 for no topic in common.

        Raises
        ------
        ValueError
            If the model does not know the author, or if a distribution has the wrong
            shape or negative entries.
        """
        check_fitted(self)
        row = None
        if np.ndim(author) == 0:
            row = author_row(self, author)
            author = self.author_components_[row]
        mixture = np.asarray(author, dtype=np.float64)
        shape = (self.components_.shape[0],)
        if mixture.shape != shape or (mixture < 0).any() or not mixture.sum() > 0:
            raise ValueError(
                f"A distribution of topics must have shape {shape}, no negative entry "
                f"and a positive sum; got {author!r}."
            )
        mixture = mixture / mixture.sum()
        rows = rows_among(self, among)
        others = rows if row is None else rows[rows != row]
        shares = self.author_topic_[others]
        similarity = 1 - hellinger(shares, mixture[np.newaxis])[:, 0]
        order = np.argsort(-similarity, kind="stable")[: max(n, 0)]
        return [(self.authors_[others[i]], float(similarity[i])) for i in order]

    def infer_authors(self, X, authors=None) -> tuple[np.ndarray, np.ndarray]:
        """Infer what new authors write about, from their documents.

        The model stays as it is; `partial_fit` would learn of the authors.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        authors : array-like of shape (n_documents,) or indicator matrix, default=None
            Authors of the documents, as in `fit`. Names that the model knows are the
            known authors, who stay as they are and account for their share of the
            words; so are the columns of an indicator matrix without names. Documents
            without authors say nothing. None: all documents are of one new author.

        Returns
        -------
        names : ndarray of shape (n_new_authors,)
            The new authors, sorted; None is the name of the one of `authors=None`.
        author_topic : ndarray of shape (n_new_authors, n_components)
            Distribution of topics of each; rows sum to 1.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        if authors is None:
            groups = check_groups(np.ones((X.shape[0], 1)), X.shape[0], "authors")
            groups = groups._replace(names=np.array([None], dtype=object))
            numbers = np.array([-1])
        else:
            groups = check_groups(authors, X.shape[0], "authors")
            numbers = match_groups(groups, self.authors_, "authors")
        X, topics = topics_of_used_terms(self, X)
        is_new = numbers < 0
        n_words = words_by_author(X, groups, np.ones(X.shape[0], X.dtype))
        gamma = even_shares(n_words, topics)
        gamma[~is_new] = fitted_gamma(self, topics, numbers[~is_new])
        training = Training(
            max_doc_update_iter=_UPDATES, mean_change_tol=_TOL, n_jobs=self.n_jobs
        )
        rate = is_new[:, np.newaxis].astype(X.dtype)
        width = gamma.shape[1]
        with placed_author_blocks(X, groups, width, n_jobs=self.n_jobs) as blocks:
            gamma, _ = learn_authors(X, blocks, gamma, topics, training, rate=rate)
        gamma = gamma[is_new, : topics.n_components]
        return groups.names[is_new], gamma / gamma.sum(axis=1, keepdims=True)

    @validate_params(
        {"prior": [StrOptions({"uniform", "documents"}), "array-like"]},
        prefer_skip_nested_validation=True,
    )
    def predict_proba_author(self, X, *, prior: ArrayLike = "uniform") -> np.ndarray:
        """Compute how probable it is that a document is by each known author.

        By Bayes' rule, if it is by one of them alone. Since the words of a topic are
        not as independent as the model takes them to be, probabilities of long
        documents come out close to 0 and 1.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        prior : {"uniform", "documents"} or array-like of shape (n_authors,), \
                default="uniform"
            How probable authors are before a word is read: all alike, by the number
            of their documents, or as given.

        Returns
        -------
        probabilities : ndarray of shape (n_documents, n_authors)
            Columns as in `authors_`; rows sum to 1. The last digits may depend on the
            documents that come together.

        Raises
        ------
        ValueError
            If the model was fitted without any authors, or if `prior` has the wrong
            shape or a negative entry.
        """
        check_fitted(self)
        X = self._check_counts(X, reset=False)
        if not len(self.authors_):
            raise ValueError("The model knows no authors: it was fitted without any.")
        log_prior = _log_prior(prior, self.author_document_counts_)
        terms, indices = np.unique(X.indices, return_inverse=True)
        # In float32 a long document's likelihoods would be sums without decimals.
        counts = X.data.astype(np.float64)
        X = sp.csr_array((counts, indices, X.indptr), shape=(X.shape[0], len(terms)))
        topic_word, author_topic = self.topic_word_[:, terms], self.author_topic_
        n_authors = len(author_topic)
        n_slices = max(-(-n_authors // _AUTHORS_AT_A_TIME), 1)
        parts = list(gen_even_slices(n_authors, n_slices))
        # In place: with many authors nothing else is as large.
        scores = np.empty((X.shape[0], n_authors))
        # Each task is given all documents, and another part of the authors.
        with placed([X], self.n_jobs, n_tasks=n_slices) as (documents,):
            tasks = [(documents, author_topic[part], topic_word) for part in parts]
            results = run_blocks(_log_likelihoods, tasks, self.n_jobs)
            for part, result in zip(parts, results, strict=True):
                scores[:, part] = result + log_prior[part]
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores

    def predict_author(self, X, *, prior: ArrayLike = "uniform") -> np.ndarray:
        """Name the most probable author of each document.

        Parameters
        ----------
        X : {array-like, sparse matrix} of shape (n_documents, n_features)
            Counts of words in documents.
        prior : {"uniform", "documents"} or array-like of shape (n_authors,), \
                default="uniform"
            See `predict_proba_author`.

        Returns
        -------
        authors : ndarray of shape (n_documents,)
            One of `authors_` for each document.
        """
        probabilities = self.predict_proba_author(X, prior=prior)
        return self.authors_[probabilities.argmax(axis=1)]


def _log_likelihoods(X, author_topic, topic_word):
    """Log-likelihood of documents by each author, (n_documents, n_authors)."""
    smallest = np.finfo(topic_word.dtype).tiny
    return X @ np.log(np.maximum(author_topic @ topic_word, smallest)).T


def _log_prior(prior, documents):
    if isinstance(prior, str):
        prior = np.ones_like(documents) if prior == "uniform" else documents
    prior = np.asarray(prior, dtype=np.float64)
    if prior.shape != documents.shape or (prior < 0).any() or not prior.sum() > 0:
        raise ValueError(
            f"prior must have shape {documents.shape}, no negative entry and a "
            "positive sum."
        )
    with np.errstate(divide="ignore"):
        return np.log(prior / prior.sum())
