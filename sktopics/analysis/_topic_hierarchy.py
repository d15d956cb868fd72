"""A hierarchy of topics: which topics are merged, in which order, at which distance."""

from dataclasses import dataclass, replace
from numbers import Integral, Real

import numpy as np

from ..topics import Topic, TopicTable
from ..topics.plain_text import printable
from ._topic_merges import MergeTable, number_of, topic_name
from ._tree_lines import tree_text
from .topic_linkage import cut_links, cut_links_at


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
        topics = number_of(len(self.topics), "topic")
        return f"TopicHierarchy: {topics}, {number_of(len(self), 'merge')}"
