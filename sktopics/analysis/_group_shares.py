"""Mean shares of topics in groups of documents."""

from dataclasses import dataclass

import numpy as np

from .._frozen import FrozenArrays
from .._reading import document_shares, read_classes


@dataclass(frozen=True, eq=False)
class GroupShares(FrozenArrays):
    """Shares of topics in groups of documents, made by `group_shares`.

    Parameters
    ----------
    groups : tuple of length n_groups
        What the groups are called.
    shares : ndarray of shape (n_groups, n_topics)
        Rows sum to 1; for labels to less, where documents have no topic.
    sizes : ndarray of shape (n_groups,), int64
        Numbers of documents.
    """

    groups: tuple
    shares: np.ndarray
    sizes: np.ndarray


def group_shares(shares, groups) -> GroupShares:
    """Return the shares of topics in groups of documents: the means of their rows.

    Parameters
    ----------
    shares : array-like
        Shares of shape (n_documents, n_topics), dense or sparse, as `transform` gives
        them; or labels of shape (n_documents,), -1 for a document without a topic.
    groups : array-like of shape (n_documents,), or indicator matrix
        The group of each document, any values that can be hashed; or lists of several
        groups, in each of which the document counts. Documents of None, NaN or an
        empty list are left out, and a warning says how many. Or a matrix of 0 and 1
        with a column for each group.

    Returns
    -------
    found : GroupShares
        Groups are in the order of the categories of a column of pandas or Polars that
        has some, else sorted; in the order in which they first come, if they cannot be
        sorted.

    Raises
    ------
    TypeError
        If a group cannot be hashed.
    ValueError
        If there are not as many groups as documents, or shares are negative or not
        finite.

    Notes
    -----
    Rows of shares that do not sum to 1 are weights: the shares of a group are the sums
    of its rows, divided by their total. A row of zeros changes nothing. Labels count
    documents, those without a topic too.

    Examples
    --------
    >>> from sktopics.analysis import group_shares
    >>> shares = [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]]
    >>> found = group_shares(shares, [1990, 1990, 2000])
    >>> found.groups
    (1990, 2000)
    >>> found.shares
    array([[0.75, 0.25],
           [0.  , 1.  ]])
    """
    found = document_shares(shares)
    membership = read_classes(groups, found.shares.shape[0], "groups")
    sums, masses = sums_by_group(found, membership)
    sizes = np.bincount(membership.numbers, minlength=len(membership.groups))
    return GroupShares(tuple(membership.groups), shares_of(sums, masses), sizes)


def sums_by_group(found, membership):
    """Sum up shares by group.

    Parameters
    ----------
    found : DocumentShares
    membership : Membership

    Returns
    -------
    sums : ndarray of shape (n_groups, n_topics)
    masses : ndarray of shape (n_groups,)
        What the sums are shares of: numbers of documents for clusters, else totals.
    """
    indicator = membership.indicator()
    sums = (indicator @ found.shares).toarray()
    return sums, indicator @ masses_of(found)


def masses_of(found):
    """Return what each document counts for, (n_documents,); in clusters, for 1."""
    if found.are_clusters:
        return np.ones(found.shares.shape[0])
    return np.asarray(found.shares.sum(axis=1)).ravel()


def shares_of(sums, masses):
    """Return sums divided by the masses of their rows; NaN where there is no mass."""
    shares = np.full(sums.shape, np.nan)
    masses = masses[:, np.newaxis]
    return np.divide(sums, masses, out=shares, where=masses > 0)
