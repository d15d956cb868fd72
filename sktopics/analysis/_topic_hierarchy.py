"""A hierarchy of topics: which topics are merged, in which order, at which distance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from numbers import Integral, Real
from typing import overload

import numpy as np

from .._frames import ColumnsMixin
from ..topics import Topic, TopicTable, clip, percentage, printable
from ._tree_lines import tree_text
from .topic_linkage import cut_links, cut_links_at

# As in a name of BERTopic: the topics of a group are told from others by more words
# than a topic alone.
NAME_WORDS = 5
_WIDTH = 88
_MAX_ROWS = 20


@dataclass(frozen=True)
class TopicMerge:
    """Two topics, or groups of topics, that become one: a row of a `TopicHierarchy`.

    Parameters
    ----------
    parent : int
        Number of the new group.
    label : str
        Its name: the heaviest words of all its topics together.
    topics : tuple of int
        The topics in it, in ascending order.
    left, right : int
        What has become one: numbers of topics, or of groups that were made before.
    left_label, right_label : str
        Their names.
    distance : float
        How far apart the two were.
    size : float or None
        Share of the corpus in [0, 1]; None if the sizes of topics are unknown.
    terms : tuple of str
        The heaviest words of the group, the heaviest first.
    weights : tuple of float
        Their shares of the weights of all words.
    """

    parent: int
    label: str
    topics: tuple[int, ...]
    left: int
    right: int
    left_label: str
    right_label: str
    distance: float
    size: float | None
    terms: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, repr=False)
class MergeTable(ColumnsMixin, Sequence[TopicMerge]):
    """An immutable table of merges of topics, such as a slice of a `TopicHierarchy`.

    A sequence of `TopicMerge` rows: ``len(table)``, ``table[0]`` and iteration give
    merges, ``table[:5]`` is a table again.

    Parameters
    ----------
    merges : tuple of TopicMerge
    """

    merges: tuple[TopicMerge, ...]

    def __len__(self) -> int:
        return len(self.merges)

    @overload
    def __getitem__(self, key: int) -> TopicMerge: ...

    @overload
    def __getitem__(self, key: slice) -> "MergeTable": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return MergeTable(self.merges[key])
        return self.merges[key]

    def __iter__(self) -> Iterator[TopicMerge]:
        return iter(self.merges)

    def _columns(self):
        return {
            "parent_id": np.array([m.parent for m in self], dtype=np.int64),
            "parent_name": [m.label for m in self],
            "topics": [list(m.topics) for m in self],
            "child_left_id": np.array([m.left for m in self], dtype=np.int64),
            "child_left_name": [m.left_label for m in self],
            "child_right_id": np.array([m.right for m in self], dtype=np.int64),
            "child_right_name": [m.right_label for m in self],
            "distance": np.array([m.distance for m in self], dtype=np.float64),
            "size": np.array(
                [np.nan if m.size is None else m.size for m in self], dtype=np.float64
            ),
        }

    def _title(self):
        return f"MergeTable: {_number_of(len(self), 'merge')}"

    def __repr__(self):
        lines = [self._title()]
        if not len(self):
            return lines[0]
        shown = list(self)
        if len(shown) > _MAX_ROWS:
            half = _MAX_ROWS // 2
            shown = [*shown[:half], *shown[-half:]]
        titles = ["parent", "left", "right", "distance", "size", "topics"]
        cells = [
            [
                str(m.parent),
                str(m.left),
                str(m.right),
                f"{m.distance:.3f}",
                percentage(m.size),
                str(len(m.topics)),
            ]
            for m in shown
        ]
        widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
        names = ["name", *(printable(m.label) for m in shown)]
        for row, name in zip([titles, *cells], names, strict=True):
            numbers = "  ".join(map(str.rjust, row, widths))
            lines.append(clip(f"{numbers}  {name}", _WIDTH))
        if len(self) > _MAX_ROWS:
            left_out = f"… {len(self) - _MAX_ROWS} more merges (a slice shows them)"
            lines.insert(2 + _MAX_ROWS // 2, left_out)
        return "\n".join(lines)


@dataclass(frozen=True, repr=False)
class TopicHierarchy(MergeTable):
    """An immutable hierarchy of topics, made by `hierarchical_topics`.

    A sequence of `TopicMerge` rows, in the order of the merges: the nearest two topics
    are row 0, and the last row holds all topics. Numbers are those of
    :func:`scipy.cluster.hierarchy.linkage`: topics keep their numbers, and row i makes
    the group ``n_topics + i``.

    Parameters
    ----------
    merges : tuple of TopicMerge
    topics : TopicTable
        The topics that are merged. Topics without documents are not among them.
    n_topics : int
        How many topics the model has, with those.

    See Also
    --------
    hierarchical_topics : Make a hierarchy from a fitted model.

    Notes
    -----
    The columns of `to_frame` and `to_dict` are those of the package BERTopic in lower
    case, and ``size``:

    ==================  ======================================================
    here                in BERTopic
    ==================  ======================================================
    parent_id           Parent_ID, a str there
    parent_name         Parent_Name, with an underscore between words
    topics              Topics
    child_left_id       Child_Left_ID, a str there
    child_left_name     Child_Left_Name
    child_right_id      Child_Right_ID, a str there
    child_right_name    Child_Right_Name
    distance            Distance
    size                nothing like it
    ==================  ======================================================

    Rows are in the order of the merges, and in BERTopic the last merge comes first.

    Examples
    --------
    >>> from sktopics.analysis import hierarchical_topics
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law", "wheat corn"]
    >>> vectors = [[9, 1, 0], [9, 2, 0], [0, 1, 9], [1, 0, 9], [0, 9, 1]]
    >>> hierarchy = hierarchical_topics([0, 0, 1, 1, 2], documents, embeddings=vectors)
    >>> hierarchy
    TopicHierarchy: 3 topics, 2 merges
    parent  left  right  distance    size  topics  name
         3     1      2     0.835   60.0%       2  tax, corn, debt, law, wheat
         4     0      3     0.886  100.0%       3  sea, tax, corn, debt, law
    >>> print(hierarchy.tree())
    sea, tax, corn, debt, law (0.89)
    ├─ topic 0: sea, ship, wind
    └─ tax, corn, debt, law, wheat (0.83)
       ├─ topic 1: tax, debt, law
       └─ topic 2: corn, wheat
    >>> hierarchy.cut(n_topics=2)
    [[0], [1, 2]]
    >>> hierarchy.table(n_topics=2)
    TopicTable: 2 topics
    topic   size  top terms
        0  40.0%  sea, ship, wind
        1  60.0%  tax, corn, debt, law, wheat
    """

    topics: TopicTable
    n_topics: int

    @property
    def linkage(self) -> np.ndarray:
        """The links as scipy has them, ndarray of shape (n_merges, 4).

        For :func:`scipy.cluster.hierarchy.dendrogram` and its kind. The number i stands
        for the topic in row i of `topics`, so that links differ from the numbers of the
        merges where topics have no documents.
        """
        place = {topic.index: row for row, topic in enumerate(self.topics)}
        n_leaves = len(self.topics)
        return np.array(
            [
                [
                    place.get(m.left, m.left - self.n_topics + n_leaves),
                    place.get(m.right, m.right - self.n_topics + n_leaves),
                    m.distance,
                    len(m.topics),
                ]
                for m in self
            ],
            dtype=np.float64,
        ).reshape(-1, 4)

    @property
    def is_monotone(self) -> bool:
        """Whether no group is made at a smaller distance than one of its parts.

        It is always so with linkages other than "centroid", "median" and your own.
        """
        distances = np.array([m.distance for m in self])
        return all(
            m.distance >= distances[child - self.n_topics] - 1e-12
            for m in self
            for child in (m.left, m.right)
            if child >= self.n_topics
        )

    def cut(self, n_topics=None, *, distance=None) -> list[list[int]]:
        """Return which topics belong together at some height of the hierarchy.

        Parameters
        ----------
        n_topics : int, default=None
            How many groups there should be.
        distance : float, default=None
            In place of `n_topics`: the distance up to which topics are merged. A group
            that is nearer than one of its parts (see `is_monotone`) is merged if its
            parts are.

        Returns
        -------
        groups : list of lists of int
            Numbers of topics, also of those that are alone; in the order of the lowest
            topic of each group. It is what `merge_topics` of a
            :class:`~sktopics.clustering.BERTopic` and `merged_table` take.

        Raises
        ------
        ValueError
            If there are not so many topics, or neither or both are given.
        TypeError
            If they are no numbers.
        """
        if (n_topics is None) == (distance is None):
            raise ValueError("Give n_topics or distance, one of the two.")
        links = self.linkage
        if distance is not None:
            if isinstance(distance, bool) or not isinstance(distance, Real):
                raise TypeError(f"distance must be a number, got {distance!r:.100}.")
            if np.isnan(distance):
                raise ValueError("distance must be a number, got NaN.")
            groups = cut_links_at(links, distance) if len(self.topics) else []
        else:
            self._check_number(n_topics)
            groups = cut_links(links, n_topics)
        found = {}
        for topic, group in zip(self.topics, groups, strict=True):
            found.setdefault(int(group), []).append(topic.index)
        return sorted(sorted(group) for group in found.values())

    def _check_number(self, n_topics):
        if isinstance(n_topics, bool) or not isinstance(n_topics, Integral):
            raise TypeError(f"n_topics must be an int, got {n_topics!r:.100}.")
        if not 1 <= n_topics <= len(self.topics):
            raise ValueError(
                f"n_topics={n_topics}: the hierarchy has {len(self.topics)} topics, "
                "and can be cut into as many groups or fewer, at least 1."
            )

    def layers(self, n_per_layer) -> np.ndarray:
        """Return the groups of topics at several heights of the hierarchy.

        Parameters
        ----------
        n_per_layer : sequence of int
            How many groups each layer has, such as ``[20, 5]``.

        Returns
        -------
        layers : ndarray of shape (n_layers, n_topics), int64
            The group of each topic in each layer, as rows of ``table(n_topics=...)``
            have it; -1 for topics without documents. ``np.append(layer, -1)[labels]``
            are the groups of documents with labels of topics, and -1.
        """
        n_per_layer = list(n_per_layer)
        layers = np.full((len(n_per_layer), self.n_topics), -1, dtype=np.int64)
        for layer, n in zip(layers, n_per_layer, strict=True):
            for group, topics in enumerate(self.cut(n)):
                layer[topics] = group
        return layers

    def table(self, n_topics=None, *, distance=None) -> TopicTable:
        """Return the groups of `cut` as a table of topics.

        Parameters
        ----------
        n_topics : int, default=None
        distance : float, default=None
            As for `cut`.

        Returns
        -------
        table : TopicTable
            A row for each group, in the order of `cut`: sizes are added up, and words
            are those of all its topics together. The aspect "topics" says which these
            are. A topic that is alone has its own name and words.
        """
        topics = {(topic.index,): topic for topic in self.topics}
        merges = {merge.topics: merge for merge in self}
        rows = []
        for index, group in enumerate(self.cut(n_topics, distance=distance)):
            group = tuple(group)
            if group in topics:
                aspects = {**topics[group].aspects, "topics": group}
                rows.append(replace(topics[group], index=index, aspects=aspects))
                continue
            merge = merges[group]
            shares = [topics[topic,].share_of_documents for topic in group]
            rows.append(
                Topic(
                    index,
                    None,
                    merge.size,
                    merge.terms,
                    merge.weights,
                    aspects={"topics": group},
                    share_of_documents=None if None in shares else sum(shares),
                )
            )
        return TopicTable(rows, self.topics.outliers)

    def tree(self, max_distance=None) -> str:
        """Return the hierarchy as text, with names and distances.

        Parameters
        ----------
        max_distance : float, default=None
            Merges at larger distances are left out, so that there is a tree for each
            group of ``cut(distance=max_distance)``.

        Returns
        -------
        text : str
            A line for each merge, with its distance in brackets, and for each topic.
        """
        merges = {merge.parent: merge for merge in self}
        topics = {topic.index: topic for topic in self.topics}
        if not topics:
            return "(no topics)"
        if max_distance is None:
            roots = [self.merges[-1].parent] if len(self) else list(topics)
        else:
            made = {(topic,): topic for topic in topics}
            made |= {merge.topics: merge.parent for merge in self}
            roots = [made[tuple(group)] for group in self.cut(distance=max_distance)]

        def parts_of(node):
            return (merges[node].left, merges[node].right) if node in merges else ()

        def line_of(node):
            if node in merges:
                return f"{printable(merges[node].label)} ({merges[node].distance:.2f})"
            return f"topic {node}: {printable(topic_name(topics[node]))}"

        return tree_text(roots, parts_of, line_of)

    def _title(self):
        topics = _number_of(len(self.topics), "topic")
        return f"TopicHierarchy: {topics}, {_number_of(len(self), 'merge')}"


def topic_name(topic):
    """Return the name of a topic: what users called it, or its first words."""
    if topic.is_named or not topic.terms:
        return topic.label
    return ", ".join(topic.terms[:NAME_WORDS])


def words_name(terms, topics):
    """Return the name of several topics together: their words, or their numbers."""
    if terms:
        return ", ".join(terms[:NAME_WORDS])
    numbers = ", ".join(map(str, topics[:NAME_WORDS]))
    return f"topics {numbers}{', …' if len(topics) > NAME_WORDS else ''}"


def _number_of(n, what):
    return f"{n} {what}{'' if n == 1 else 's'}"
