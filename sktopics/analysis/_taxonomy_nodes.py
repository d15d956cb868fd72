"""A taxonomy of topics: a tree of named nodes with several levels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, overload

import numpy as np

from .._frames import ColumnsMixin
from ..topics import Topic, TopicTable
from ..topics.plain_text import clip, percentage, printable
from ._tree_lines import tree_text

_WIDTH = 88
_MAX_ROWS = 24


@dataclass(frozen=True)
class TaxonomyNode:
    """A node of a `TopicTaxonomy`: a topic, or several together.

    Parameters
    ----------
    level : int
        0 for the topics of the model, 1 for groups of topics, 2 for groups of these.
    index : int
        Number in the level; on level 0 that of the topic.
    label : str
        Name of the node.
    size : float or None
        Share of the corpus in [0, 1], the sum of those of its parts; None if the sizes
        of topics are unknown.
    terms : tuple of str
        Its heaviest words, the heaviest first.
    weights : tuple of float
        Their shares of the weights of all words.
    topics : tuple of int
        The topics of the model that are in it, in ascending order.
    parent : int or None
        Number of the node of the next level that it is in; None on the last level.
    children : tuple of int
        Numbers of the nodes of the level below that are in it; none on level 0.
    """

    level: int
    index: int
    label: str
    size: float | None
    terms: tuple[str, ...]
    weights: tuple[float, ...]
    topics: tuple[int, ...]
    parent: int | None
    children: tuple[int, ...]


@dataclass(frozen=True, repr=False)
class TopicTaxonomy(ColumnsMixin, Sequence[TaxonomyNode]):
    """An immutable tree of named topics on several levels, made by `topic_taxonomy`.

    A sequence of `TaxonomyNode` rows, from the last level (the coarsest) to level 0,
    the topics of the model: ``len(taxonomy)``, ``taxonomy[0]`` and iteration give
    nodes. A slice is a table of these nodes.

    Parameters
    ----------
    nodes : tuple of TaxonomyNode

    See Also
    --------
    topic_taxonomy : Make a taxonomy from a fitted model.

    Examples
    --------
    >>> from sktopics.analysis import topic_taxonomy
    >>> documents = ["ship sea", "sea wind", "tax debt", "tax law"]
    >>> vectors = [[9, 1, 0], [8, 2, 0], [0, 1, 9], [1, 0, 9]]
    >>> taxonomy = topic_taxonomy(
    ...     [0, 1, 2, 3], documents, embeddings=vectors, n_per_level=[2]
    ... )
    >>> print(taxonomy.tree())
    sea, ship, wind (50.0%)
    ├─ topic 0: ship, sea (25.0%)
    └─ topic 1: wind, sea (25.0%)
    tax, debt, law (50.0%)
    ├─ topic 2: debt, tax (25.0%)
    └─ topic 3: law, tax (25.0%)
    >>> taxonomy.path(3)
    ('tax, debt, law', 'law, tax')
    >>> taxonomy.to_nested()["children"][0]["name"]
    'sea, ship, wind'
    """

    nodes: tuple[TaxonomyNode, ...]

    def __len__(self) -> int:
        return len(self.nodes)

    @overload
    def __getitem__(self, key: int) -> TaxonomyNode: ...

    @overload
    def __getitem__(self, key: slice) -> "TopicTaxonomy": ...

    def __getitem__(self, key):
        if isinstance(key, slice):
            return TopicTaxonomy(self.nodes[key])
        return self.nodes[key]

    def __iter__(self) -> Iterator[TaxonomyNode]:
        return iter(self.nodes)

    @property
    def n_per_level(self) -> list[int]:
        """Numbers of nodes, level 0 (the topics) first."""
        numbers = [node.level for node in self]
        return np.bincount(numbers, minlength=1).tolist() if numbers else []

    def node(self, level, index) -> TaxonomyNode:
        """Return the node of a number.

        Parameters
        ----------
        level : int
        index : int
            As in `TaxonomyNode`.

        Returns
        -------
        node : TaxonomyNode

        Raises
        ------
        IndexError
            If there is no such node.
        """
        for node in self:
            if (node.level, node.index) == (level, index):
                return node
        raise IndexError(
            f"There is no node {index} on level {level}: levels 0, 1, ... have "
            f"{self.n_per_level} nodes."
        )

    def path(self, topic) -> tuple[str, ...]:
        """Return the names of the nodes that a topic is in, the coarsest first.

        Parameters
        ----------
        topic : int
            Number of a topic of the model.

        Returns
        -------
        path : tuple of str
            The last is the name of the topic itself.

        Raises
        ------
        IndexError
            If there is no such topic, or it has no documents.
        """
        return self._path(self.node(0, topic), self._by_place())

    def groups(self, level) -> list[list[int]]:
        """Return the topics of each node of a level.

        Parameters
        ----------
        level : int

        Returns
        -------
        groups : list of lists of int
            What `merge_topics` of a :class:`~sktopics.clustering.BERTopic` and
            `merged_table` take.

        Raises
        ------
        IndexError
            If there is no such level.
        """
        return [list(node.topics) for node in self._of_level(level)]

    def table(self, level) -> TopicTable:
        """Return the nodes of a level as a table of topics.

        Parameters
        ----------
        level : int

        Returns
        -------
        table : TopicTable
            The aspect "topics" says which topics of the model are in a node.

        Raises
        ------
        IndexError
            If there is no such level.
        """
        return TopicTable(
            Topic(
                node.index,
                node.label if node.level == 0 or not node.terms else None,
                node.size,
                node.terms,
                node.weights,
                aspects={"topics": node.topics},
            )
            for node in self._of_level(level)
        )

    def tree(self) -> str:
        """Return the taxonomy as text, with names and sizes.

        Returns
        -------
        text : str
            A line for each node, the coarsest first.
        """
        place = self._by_place()
        if not place:
            return "(no topics)"

        def line_of(node):
            size = "" if node.size is None else f" ({percentage(node.size)})"
            start = f"topic {node.index}: " if node.level == 0 else ""
            return f"{start}{printable(node.label)}{size}"

        return tree_text(self._roots(place), partial(_parts, place), line_of)

    def to_nested(self, name="topics") -> dict[str, Any]:
        """Return the tree as nested dicts, as figures of trees and sunbursts take it.

        Parameters
        ----------
        name : str, default="topics"
            Name of the root, which holds all nodes of the last level.

        Returns
        -------
        root : dict
            With ``name``, ``value`` (the size; 0 if unknown), and ``children``, a list
            of such dicts, where there are any; but for the root also with ``level``,
            ``index`` and ``terms``. The value of a node is the sum of those of its
            children.
        """
        place = self._by_place()

        def nested(node):
            found = {
                "name": node.label,
                "value": node.size or 0.0,
                "level": node.level,
                "index": node.index,
                "terms": list(node.terms),
            }
            if node.children:
                found["children"] = [nested(part) for part in _parts(place, node)]
            return found

        children = [nested(root) for root in self._roots(place)]
        value = sum(child["value"] for child in children)
        return {"name": name, "value": value, "children": children}

    def _roots(self, place):
        return [node for node in self if (node.level + 1, node.parent) not in place]

    def _of_level(self, level):
        nodes = [node for node in self if node.level == level]
        if not nodes:
            raise IndexError(
                f"There is no level {level!r}: the levels are 0 to "
                f"{len(self.n_per_level) - 1}."
            )
        return nodes

    def _by_place(self):
        return {(node.level, node.index): node for node in self}

    def _path(self, node, place):
        path = [node.label]
        while node.parent is not None and (node.level + 1, node.parent) in place:
            node = place[node.level + 1, node.parent]
            path.append(node.label)
        return tuple(reversed(path))

    def _columns(self):
        place = self._by_place()
        sizes = [np.nan if node.size is None else node.size for node in self]
        return {
            "node": [_name_of_node(node.level, node.index) for node in self],
            "parent": [_name_of_node(node.level + 1, node.parent) for node in self],
            "level": np.array([node.level for node in self], dtype=np.int64),
            "index": np.array([node.index for node in self], dtype=np.int64),
            "name": [node.label for node in self],
            "size": np.array(sizes, dtype=np.float64),
            "n_children": np.array([len(node.children) for node in self], np.int64),
            "topics": [list(node.topics) for node in self],
            "path": [list(self._path(node, place)) for node in self],
            "terms": [list(node.terms) for node in self],
        }

    def __repr__(self):
        counts = ", ".join(map(str, self.n_per_level[::-1]))
        lines = [
            f"TopicTaxonomy: {counts} nodes" if len(self) else "TopicTaxonomy: none"
        ]
        shown = self.nodes[:_MAX_ROWS]
        cells = [["level", "node", "size", "parts"]] if shown else []
        cells += [
            [
                str(node.level),
                str(node.index),
                percentage(node.size),
                str(len(node.children) or len(node.topics)),
            ]
            for node in shown
        ]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        names = ["name", *(printable(node.label) for node in shown)]
        for row, name in zip(cells, names, strict=False):
            lines.append(
                clip(f"{'  '.join(map(str.rjust, row, widths))}  {name}", _WIDTH)
            )
        if len(self) > _MAX_ROWS:
            lines.append(f"… {len(self) - _MAX_ROWS} more nodes (a slice shows them)")
        return "\n".join(lines)


def _parts(place, node):
    """Return the parts of a node that are there: a slice has not all of them."""
    parts = ((node.level - 1, child) for child in node.children)
    return [place[part] for part in parts if part in place]


def _name_of_node(level, index):
    """Return what tells a node from all others, "" for none."""
    return "" if index is None else f"{level}.{index}"
