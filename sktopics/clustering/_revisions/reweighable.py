"""Topics whose words are weighed by counts: fewer of them, and other words."""

from numbers import Integral
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from ..._sklearn import check_fitted
from .._training.fitted_state import state_of
from .renumbering import reduced_groups
from .revisable import RevisableTopicsMixin


class ReweighableTopicsMixin(RevisableTopicsMixin):
    """For models whose words have weights by how often topics have them."""

    components_: csr_array

    def reduce_topics(
        self, n_topics: int | str = "auto", X=None, *, on="embeddings"
    ) -> np.ndarray:
        """Merge topics until `n_topics` are left.

        Needs no documents: counts and means of topics are added up. A number of topics
        cuts the hierarchy of topics, with average linkage of cosine distances: see
        `hierarchical_topics`, whose `cut` is for `merge_topics`.

        Parameters
        ----------
        n_topics : int or "auto", default="auto"
            As the parameter of the class.
        X : iterable of str, default=None
            The training documents, for representations that read them.
        on : {"embeddings", "words"}, default="embeddings"
            Whether topics are near to each other by their mean embeddings, or by the
            weights of their words, `components_`.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become. `match_topics_to` with a copy of
            the model from before gives them the numbers that they had.
        """
        check_fitted(self)
        is_auto = isinstance(n_topics, str) and n_topics == "auto"
        if not is_auto and (not isinstance(n_topics, Integral) or n_topics < 1):
            raise ValueError(
                f'n_topics must be a number of topics or "auto", got {n_topics!r}.'
            )
        if on not in ("embeddings", "words"):
            raise ValueError(f'on must be "embeddings" or "words", got {on!r:.100}.')
        state = state_of(self)
        vectors = state.topics.means
        if on == "words":
            vectors = csr_array(self.components_).maximum(0)
        groups = reduced_groups(state.topics.sizes, vectors, n_topics)
        return self._merge(state, groups, X)

    def update_topics(
        self,
        X=None,
        *,
        vectorizer=None,
        weighting=None,
        n_top_words=None,
        representation=None,
    ) -> Self:
        """Choose other words for topics, without finding other topics.

        Parameters
        ----------
        X : iterable of str, default=None
            The training documents, for a new vectorizer, and for representations that
            read them. Otherwise the counts suffice.
            :class:`~sktopics.representation.LLMNaming` is asked here, and not in `fit`.
        vectorizer : vectorizer, default=None
        weighting : transformer, default=None
        n_top_words : int, default=None
        representation : callable, object with `refine`, dict or list, default=None
            What replaces the parameters of the same names; those that are None stay
            as they are. They become parameters of the model.

        Returns
        -------
        self : BERTopic
            As it was before, if an error is raised.

        Raises
        ------
        ValueError
            If there is a vectorizer and no documents, or not as many as in training; if
            a new representation needs what is not at hand.
        Exception
            Whatever a new representation raises. An error in one that the model had
            before is a warning, as in `fit`.
        """
        changes = {
            "vectorizer": vectorizer,
            "weighting": weighting,
            "n_top_words": n_top_words,
            "representation": representation,
        }
        return self._update({k: v for k, v in changes.items() if v is not None}, X)
