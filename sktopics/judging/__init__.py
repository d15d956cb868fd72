"""Topics judged by people and by language models."""

from ._answers import Answers, read_answers
from ._estimate_judging import JudgingEstimate, estimate_judging
from ._judge_agreement import JudgeAgreement, judge_agreement
from ._judge_check import JudgeCheck, UnfitJudge, check_judge
from ._judge_topics import judge_topics
from ._judging_tasks import JudgingTask, JudgingTasks, load_tasks
from ._krippendorff import krippendorff_alpha, krippendorff_interval
from ._llm_judge import LLMJudge
from ._llm_judge_scorer import llm_judge_scorer
from ._make_tasks import make_tasks
from ._score_answers import score_answers
from ._topic_judgments import TopicJudgments

__all__ = [
    "Answers",
    "JudgeAgreement",
    "JudgeCheck",
    "JudgingEstimate",
    "JudgingTask",
    "JudgingTasks",
    "LLMJudge",
    "TopicJudgments",
    "UnfitJudge",
    "check_judge",
    "estimate_judging",
    "judge_agreement",
    "judge_topics",
    "krippendorff_alpha",
    "krippendorff_interval",
    "llm_judge_scorer",
    "load_tasks",
    "make_tasks",
    "read_answers",
    "score_answers",
]
