"""Tables of topics that a search has found."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays
from .._terminal import one_line, table_lines


@dataclass(frozen=True)
class FoundTopic:
    """A topic that `find_topics` has found.

    Parameters
    ----------
    topic : int
        Number of the topic.
    label : str
        Its name.
    similarity : float
        How much it is about the query, see `find_topics`.
    """

    topic: int
    label: str
    similarity: float


@dataclass(frozen=True, eq=False, repr=False)
class FoundTopics(ColumnsMixin, FrozenArrays, Sequence[FoundTopic]):
    """Topics that `find_topics` has found, the nearest first.

    A sequence of `FoundTopic` rows; a slice is such a table again.

    Parameters
    ----------
    topics : ndarray of shape (n_found,), int
        Numbers of topics.
    labels : tuple of str
        Their names.
    similarities : ndarray of shape (n_found,)
        How much they are about the query.
    """

    topics: np.ndarray
    labels: tuple[str, ...]
    similarities: np.ndarray

    def __len__(self):
        return len(self.topics)

    def __getitem__(self, key):
        if isinstance(key, slice):
            return FoundTopics(
                self.topics[key], self.labels[key], self.similarities[key]
            )
        return FoundTopic(
            int(self.topics[key]), self.labels[key], float(self.similarities[key])
        )

    def _columns(self):
        return {
            "topic": self.topics,
            "label": list(self.labels),
            "similarity": self.similarities,
        }

    def __repr__(self):
        rows = [
            f"{t.topic:5d}  {t.similarity:z10.3f}  {one_line(t.label, 60)}"
            for t in self
        ]
        title = f"FoundTopics: {len(self)}"
        return table_lines(title, "topic  similarity  label", rows, "topics")
