"""Topics that keep their numbers from one fit to the next, and how they drift."""

from dataclasses import dataclass, fields

import numpy as np

from .._frames import ColumnsMixin
from ._placement.centroids import cosine_similarities


@dataclass(frozen=True)
class DriftedTopic:
    """One topic in a `TopicDrift`.

    Parameters
    ----------
    topic : int
        Its number, in both models.
    status : {"kept", "new", "gone"}
    similarity : float
        Cosine of its mean embeddings in the two models; NaN if it is in one only.
    size_before, size_after : float
        Share of the corpus.
    """

    topic: int
    status: str
    similarity: float
    size_before: float
    size_after: float


_COLUMNS = [field.name for field in fields(DriftedTopic)]


@dataclass(frozen=True, repr=False)
class TopicDrift(ColumnsMixin):
    """How topics have changed from one model to the next.

    Parameters
    ----------
    topics : tuple of DriftedTopic
        In the order of their numbers.
    """

    topics: tuple

    @property
    def kept(self) -> list[int]:
        """Numbers of the topics that are in both models, a list of int."""
        return self._of_status("kept")

    @property
    def new(self) -> list[int]:
        """Numbers of the topics that were not there before, a list of int."""
        return self._of_status("new")

    @property
    def gone(self) -> list[int]:
        """Numbers of the topics that are there no more, a list of int."""
        return self._of_status("gone")

    def _of_status(self, status):
        return [topic.topic for topic in self.topics if topic.status == status]

    _index = "topic"

    def _columns(self):
        return {
            name: [getattr(topic, name) for topic in self.topics] for name in _COLUMNS
        }

    def __repr__(self):
        lines = [
            f"TopicDrift: {len(self.kept)} kept, {len(self.new)} new, "
            f"{len(self.gone)} gone",
            "topic  status  similarity  before   after",
        ]
        lines += [
            f"{t.topic:5d}  {t.status:6}  {t.similarity:10.3f}  {t.size_before:6.1%}  "
            f"{t.size_after:6.1%}"
            for t in self.topics
        ]
        return "\n".join(lines)


def drift_rows(topics, previous):
    """Compare topics with those of the same numbers in an earlier model.

    Parameters
    ----------
    topics, previous : ClusterTopics

    Returns
    -------
    rows : list of lists
        The fields of each `DriftedTopic`, in plain types.
    """
    n_before = previous.n_topics
    before = np.zeros(topics.n_topics)
    before[:n_before] = previous.sizes
    before /= max(before.sum() + previous.n_outliers, 1)
    after = topics.sizes / max(topics.sizes.sum() + topics.n_outliers, 1)
    rows = []
    for topic in range(topics.n_topics):
        status, similarity = "kept", float("nan")
        if topic >= n_before:
            status = "new"
        elif topics.sizes[topic] == 0:
            status = "gone"
        else:
            cosine = cosine_similarities(topics.means[[topic]], previous.means[[topic]])
            similarity = float(cosine[0, 0])
        rows.append(
            [topic, status, similarity, float(before[topic]), float(after[topic])]
        )
    return rows


def drift_of_rows(rows):
    """Return the `TopicDrift` that rows are made of, None of None."""
    if rows is None:
        return None
    return TopicDrift(tuple(DriftedTopic(*row) for row in rows))
