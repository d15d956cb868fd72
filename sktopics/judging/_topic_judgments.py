"""What judges say of topics: a table."""

from dataclasses import dataclass

import numpy as np

from .._frames import ColumnsMixin
from .._frozen import FrozenArrays


@dataclass(frozen=True, eq=False, repr=False)
class TopicJudgments(ColumnsMixin, FrozenArrays):
    """What judges say of topics, made by `score_answers`.

    Attributes
    ----------
    labels : tuple of str
        Names of the topics.
    intrusion : ndarray of shape (n_topics,)
        Share of the judges who found the intruder; NaN without answers.
    intrusion_lower, intrusion_upper : ndarray of shape (n_topics,)
        Wilson's interval of it.
    rating : ndarray of shape (n_topics,)
        Mean rating of the words, from 1 to 3; NaN without answers.
    fit : ndarray of shape (n_topics,)
        Kendall's tau-b of the mean fit of documents with the shares of the topic in
        them; NaN without two documents that differ.
    n_answers : ndarray of shape (n_topics,), int
        Answers of all kinds.
    alpha : dict of str to float
        Krippendorff's alpha of each kind of task: how far judges agree.
    """

    labels: tuple
    intrusion: np.ndarray
    intrusion_lower: np.ndarray
    intrusion_upper: np.ndarray
    rating: np.ndarray
    fit: np.ndarray
    n_answers: np.ndarray
    alpha: dict

    _index = "topic"

    def _columns(self):
        return {
            "topic": np.arange(len(self.labels)),
            "label": list(self.labels),
            "intrusion": self.intrusion,
            "intrusion_lower": self.intrusion_lower,
            "intrusion_upper": self.intrusion_upper,
            "rating": self.rating,
            "fit": self.fit,
            "n_answers": self.n_answers,
        }

    def __repr__(self):
        agreed = ", ".join(f"{kind} {a:.2f}" for kind, a in self.alpha.items())
        lines = [
            f"TopicJudgments: {self.n_answers.sum()} answers, "
            f"alpha: {agreed or 'none'}",
            "topic  intrusion  rating    fit  label",
        ]
        for k, label in enumerate(self.labels):
            lines.append(
                f"{k:5d}  {_cell(self.intrusion[k], 9)}  {_cell(self.rating[k], 6)}"
                f"  {_cell(self.fit[k], 5)}  {label}"
            )
        return "\n".join(lines)


def _cell(value, width):
    return f"{'-':>{width}}" if np.isnan(value) else f"{value:{width}.2f}"
