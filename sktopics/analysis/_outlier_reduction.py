"""How many outliers have got a topic, by which strategy, and which."""

import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays


@dataclass(frozen=True)
class OutlierStep:
    """What one strategy has done, a row of an `OutlierReduction`.

    Parameters
    ----------
    strategy : str
        What the scores are.
    threshold : float
        The least score with which documents could move. Of a BERTopic's distributions
        it is the least similarity of their windows.
    n_outliers : int
        Number of documents without a topic before.
    n_moved : int
        How many of them have got a topic.
    """

    strategy: str
    threshold: float
    n_outliers: int
    n_moved: int

    @property
    def n_left(self) -> int:
        """Number of documents that still have no topic."""
        return self.n_outliers - self.n_moved


@dataclass(frozen=True, eq=False, repr=False)
class OutlierReduction(ColumnsMixin, FrozenArrays, Sequence[OutlierStep]):
    """How outliers have got topics: a row for each strategy, in their order.

    A sequence of `OutlierStep`: ``reduction[0]`` is the first of them, and
    ``reduction[:1]`` is what there was after it.

    Parameters
    ----------
    steps : tuple of OutlierStep
    labels : ndarray of shape (n_documents,), int64
        The topic of each document afterwards, -1 for none.
    moved : ndarray of shape (n_moved,), int64
        Rows of the documents that have got a topic, ascending.
    scores : ndarray of shape (n_moved,)
        Their scores for this topic.
    step_of_moved : ndarray of shape (n_moved,), int64
        Which of the steps it was.
    """

    steps: tuple[OutlierStep, ...]
    labels: np.ndarray
    moved: np.ndarray
    scores: np.ndarray
    step_of_moved: np.ndarray

    def __len__(self) -> int:
        return len(self.steps)

    @overload
    def __getitem__(self, key: int) -> OutlierStep: ...

    @overload
    def __getitem__(self, key: slice) -> "OutlierReduction": ...

    def __getitem__(self, key):
        if not isinstance(key, slice):
            return self.steps[operator.index(key)]
        chosen = np.arange(len(self))[key]
        kept = np.isin(self.step_of_moved, chosen)
        labels = self.labels.copy()
        labels[self.moved[~kept]] = -1
        place = np.zeros(len(self), dtype=np.int64)
        place[chosen] = np.arange(len(chosen))
        return OutlierReduction(
            self.steps[key],
            labels,
            self.moved[kept],
            self.scores[kept],
            place[self.step_of_moved[kept]],
        )

    def __iter__(self) -> Iterator[OutlierStep]:
        return iter(self.steps)

    @property
    def n_moved(self) -> int:
        """Number of documents that have got a topic."""
        return len(self.moved)

    @property
    def n_left(self) -> int:
        """Number of documents that still have no topic."""
        return int((self.labels < 0).sum())

    def _columns(self):
        names = ("strategy", "threshold", "n_outliers", "n_moved", "n_left")
        return {name: [getattr(step, name) for step in self.steps] for name in names}

    def __repr__(self):
        n, n_before = len(self.labels), self.n_left + self.n_moved
        if not n_before:
            return f"OutlierReduction: none of {n} documents is an outlier"
        plural = "" if n_before == 1 else "s"
        lines = [
            f"OutlierReduction: {n_before} outlier{plural} among {n} documents, "
            f"{self.n_left} left"
        ]
        if self.steps:
            width = max(8, *(len(step.strategy) for step in self.steps))
            lines.append(f"{'strategy':{width}}  threshold  outliers    moved     left")
            lines += [
                f"{step.strategy:{width}}  {step.threshold:9.3f}  {step.n_outliers:8d}"
                f"  {step.n_moved:7d}  {step.n_left:7d}"
                for step in self.steps
            ]
        return "\n".join(lines)
