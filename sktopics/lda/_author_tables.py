"""Tables of authors: how alike all of them are, and what groups of them write about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from .._columns import items_of
from .._distances import hellinger
from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._groups import quote, sorted_names
from .._sklearn import check_fitted
from ._author_input import author_rows


@dataclass(frozen=True, eq=False)
class AuthorSimilarities(ColumnsMixin, FrozenArrays):
    """How alike authors are, each with each.

    Attributes
    ----------
    authors : ndarray of shape (n_authors,)
        Their names.
    matrix : ndarray of shape (n_authors, n_authors)
        One minus the Hellinger distance of their distributions of topics. It is
        symmetric, with 1 on the diagonal.
    """

    authors: np.ndarray
    matrix: np.ndarray

    _index = "author"

    def _columns(self):
        names = self.authors.tolist()
        columns = {str(name): row for name, row in zip(names, self.matrix, strict=True)}
        return {"author": names} | columns


@dataclass(frozen=True, eq=False)
class AuthorGroupTopics(ColumnsMixin, FrozenArrays):
    """What groups of authors write about.

    Attributes
    ----------
    groups : ndarray of shape (n_groups,)
        Their names, sorted.
    n_authors : ndarray of shape (n_groups,)
        How many authors are in each.
    n_documents : ndarray of shape (n_groups,)
        Weight of the documents of these authors; a document of two counts twice.
    shares : ndarray of shape (n_groups, n_components)
        Share of each topic: the mean over the authors, weighted by their documents.
    """

    groups: np.ndarray
    n_authors: np.ndarray
    n_documents: np.ndarray
    shares: np.ndarray

    _index = "group"

    def _columns(self):
        topics = {f"topic {k}": share for k, share in enumerate(self.shares.T)}
        return {
            "group": self.groups.tolist(),
            "authors": self.n_authors,
            "documents": self.n_documents,
        } | topics


class AuthorTablesMixin:
    """Tables of all authors, or of some."""

    def author_similarities(
        self, among: ArrayLike | Callable | None = None
    ) -> AuthorSimilarities:
        """Compare all authors with each other.

        Parameters
        ----------
        among : array-like of names or callable, default=None
            Authors to compare, in this order; or a function that is given a name and
            returns whether the author is one of them. None: all.

        Returns
        -------
        similarities : AuthorSimilarities
            ``matrix`` is one minus the Hellinger distances of the distributions of
            topics, as in `similar_authors`; ``to_frame()`` has the names.

        Raises
        ------
        ValueError
            If the model does not know an author.

        Examples
        --------
        >>> from sktopics import AuthorTopicModel
        >>> X = [[4, 2, 0, 0], [2, 4, 0, 0], [0, 0, 3, 3]]
        >>> model = AuthorTopicModel(n_components=2, random_state=0)
        >>> model = model.fit(X, authors=["Ann", "Bob", "Cleo"])
        >>> similarities = model.author_similarities()
        >>> similarities.authors.tolist()
        ['Ann', 'Bob', 'Cleo']
        >>> (similarities.matrix[0] > 0.9).tolist()
        [True, True, False]
        """
        check_fitted(self)
        rows = rows_among(self, among)
        shares = self.author_topic_[rows]
        matrix = np.clip(1 - hellinger(shares, shares), 0, 1)
        return AuthorSimilarities(self.authors_[rows], matrix)

    def topics_of_groups(self, attribute: Mapping | Callable) -> AuthorGroupTopics:
        """Sum up what groups of authors write about.

        Parameters
        ----------
        attribute : mapping from authors to groups, or callable
            The group of each author, such as a continent or a party, or a list of
            groups. A function is given a name and returns this. Authors that are not
            in the mapping, or whose group is None, are left out.

        Returns
        -------
        topics : AuthorGroupTopics
            ``shares`` are means of `author_topic_`, weighted by the documents of the
            authors; ``to_frame()`` makes a data frame.

        Raises
        ------
        ValueError
            If no author has a group.

        Examples
        --------
        >>> from sktopics import AuthorTopicModel
        >>> X = [[4, 2, 0, 0], [2, 4, 0, 0], [0, 0, 3, 3]]
        >>> model = AuthorTopicModel(n_components=2, random_state=0)
        >>> model = model.fit(X, authors=["Ann", "Bob", "Cleo"])
        >>> topics = model.topics_of_groups({"Ann": "north", "Bob": "north"})
        >>> topics.groups.tolist(), topics.n_documents.tolist(), topics.shares.shape
        (['north'], [2.0], (1, 2))
        """
        check_fitted(self)
        find = attribute if callable(attribute) else attribute.get
        members: dict[Any, list[int]] = {}
        for row, name in enumerate(self.authors_.tolist()):
            for group in _groups_of(find(name)):
                members.setdefault(group, []).append(row)
        if not members:
            raise ValueError(
                "None of the authors of the model has a group: they are "
                f"{quote(self.authors_.tolist())}."
            )
        names = sorted_names(members, "groups")
        groups = np.empty(len(names), dtype=object)
        groups[:] = names
        shares, documents = self.author_topic_, self.author_document_counts_
        rows = [members[name] for name in names]
        return AuthorGroupTopics(
            groups,
            np.array([len(each) for each in rows]),
            np.array([documents[each].sum() for each in rows]),
            np.array([_mean_share(shares[each], documents[each]) for each in rows]),
        )


def rows_among(model, among):
    """Rows of the authors that a user wants to look among."""
    if among is None:
        return np.arange(len(model.authors_))
    if callable(among):
        names = model.authors_.tolist()
        rows = [i for i, name in enumerate(names) if among(name)]
    elif isinstance(among, str):
        raise TypeError(
            f"among must be a list of names or a function of a name, got {among!r}."
        )
    else:
        rows = author_rows(model, items_of(among))
    return np.array(rows, dtype=np.intp)


def _groups_of(found):
    """Return the groups of an author as a list, each once."""
    if found is None or (isinstance(found, float) and np.isnan(found)):
        return []
    if isinstance(found, (list, tuple, set, frozenset)):
        return list(dict.fromkeys(found))
    return [found]


def _mean_share(shares, documents):
    """Mean over authors by their documents; if they have none, all count alike."""
    total = documents.sum()
    weights = documents / total if total > 0 else np.full(len(shares), 1 / len(shares))
    return weights @ shares
