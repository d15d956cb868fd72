"""Topics judged by people and by language models."""

from ._answers import Answers, read_answers
from ._judging_tasks import JudgingTask, JudgingTasks, load_tasks
from ._krippendorff import krippendorff_alpha, krippendorff_interval
from ._make_tasks import make_tasks
from ._score_answers import score_answers
from ._topic_judgments import TopicJudgments

__all__ = [
    "Answers",
    "JudgingTask",
    "JudgingTasks",
    "TopicJudgments",
    "krippendorff_alpha",
    "krippendorff_interval",
    "load_tasks",
    "make_tasks",
    "read_answers",
    "score_answers",
]
