"""Topics of a fitted model that can be read, merged, renumbered and reworded."""

import copy
from numbers import Integral

from sklearn.utils.validation import check_is_fitted

from .._topic_drift import MIN_SIMILARITY, drift_of_rows
from .._topics.state import replace_fitted, state_of
from .._topics.topic_rows import table_from_rows
from .revising import merge_state, name_state, reduce_state, renumber, update_words


class RevisableTopicsMixin:
    """For models whose topics follow from counts that they keep."""

    def reduce_topics(self, n_topics="auto"):
        """Merge topics until `n_topics` are left.

        Needs no documents: counts and means of topics are added up.

        Parameters
        ----------
        n_topics : int or "auto", default="auto"
            As the parameter of the class.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become. `match_topics_to` with a copy of
            the model from before gives them the numbers that they had.
        """
        check_is_fitted(self)
        if n_topics != "auto" and (not isinstance(n_topics, Integral) or n_topics < 1):
            raise ValueError(
                f'n_topics must be a number of topics or "auto", got {n_topics!r}.'
            )
        state = state_of(self)
        topics = reduce_state(state, n_topics)
        replace_fitted(self, state)
        return topics

    def merge_topics(self, groups):
        """Merge topics that belong together.

        Parameters
        ----------
        groups : list of int, or list of lists of int
            Topics of one group, or of several.

        Returns
        -------
        topics : ndarray of shape (n_old_topics,), int64
            The topic that each topic has become.

        Raises
        ------
        ValueError
            If there is no such topic, or a topic is in two groups.
        """
        check_is_fitted(self)
        state = state_of(self)
        topics = merge_state(state, groups)
        replace_fitted(self, state)
        return topics

    def name_topics(self, names):
        """Give topics names, in place of their first words.

        Parameters
        ----------
        names : dict from int to str, or list of str or None
            Names of some topics, by their numbers, or of all in their order. None
            takes a name back.

        Returns
        -------
        self : BERTopic

        Raises
        ------
        ValueError
            If there is no such topic, or names are not as many as topics.
        TypeError
            If a name is no str.
        """
        check_is_fitted(self)
        state = state_of(self)
        name_state(state, names)
        replace_fitted(self, state)
        return self

    def match_topics_to(self, previous, min_similarity=MIN_SIMILARITY):
        """Number topics as they are numbered in an earlier model.

        Parameters
        ----------
        previous : fitted BERTopic
            On embeddings of the same encoder.
        min_similarity : float, default=0.7
            Least cosine of the mean embeddings of what is to be one topic. Topics of
            the same name are one in any case.

        Returns
        -------
        drift : TopicDrift
            Also in `drift_`. Topics that are no longer there keep their numbers and
            have no documents; new ones come after them.

        Raises
        ------
        ValueError
            If the embeddings of the two models have different lengths.
        """
        check_is_fitted(self)
        state = state_of(self)
        renumber(state, previous, min_similarity)
        replace_fitted(self, state)
        return self.drift_

    def update_topics(
        self,
        X=None,
        *,
        vectorizer=None,
        weighting=None,
        n_top_words=None,
        representation=None,
    ):
        """Choose the words of topics anew, without finding the topics anew.

        Parameters
        ----------
        X : iterable of str, default=None
            The training documents, for a new vectorizer, and for representations that
            read them. Otherwise the counts suffice.
        vectorizer : vectorizer, default=None
        weighting : transformer, default=None
        n_top_words : int, default=None
        representation : callable or object with `refine`, or list of such, default=None
            What replaces the parameters of the same names; those that are None stay
            as they are. They become parameters of the model.

        Returns
        -------
        self : BERTopic

        Raises
        ------
        ValueError
            If there is a vectorizer and no documents, or not as many as in training.
        """
        check_is_fitted(self)
        changes = {
            "vectorizer": vectorizer,
            "weighting": weighting,
            "n_top_words": n_top_words,
            "representation": representation,
        }
        changes = {name: value for name, value in changes.items() if value is not None}
        documents = None if X is None else self._check_documents(X)
        copy.copy(self).set_params(**changes)._validate_params()
        state = state_of(self)
        vars(state).update(changes)
        update_words(state, documents, recount=vectorizer is not None)
        replace_fitted(self.set_params(**changes), state)
        return self

    @property
    def drift_(self):
        """How topics differ from those they were matched to, a `TopicDrift` or None."""
        check_is_fitted(self)
        return drift_of_rows(self._drift)

    @property
    def topics_(self):
        """The topics as a `TopicTable`: names, sizes, words, typical documents."""
        check_is_fitted(self)
        return table_from_rows(self._topic_rows)
