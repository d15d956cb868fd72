"""A scorer by the answers of a language model."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .._reading import has_topics
from .._sklearn import StrOptions, validate_params
from ..metrics.scorer_base import Scorer, makes_scorers
from ._judge_topics import judge_topics
from ._judging_tasks import KINDS
from ._llm_judge import LLMJudge
from ._make_tasks import make_tasks
from ._score_answers import score_answers


@dataclass(frozen=True, eq=False)
class _LLMJudgeScorer(Scorer):
    judge: object
    kind: str
    check: bool
    random_state: object
    feature_names: object

    def __call__(self, estimator, X, y=None):
        if not has_topics(estimator):
            return 1.0 if self.kind == "rating" else 0.0
        documents = X if self.kind == "documents" else None
        tasks = make_tasks(
            estimator,
            documents,
            kinds=[self.kind],
            feature_names=self.feature_names,
            random_state=self.random_state,
        )
        found = score_answers(tasks, judge_topics(self.judge, tasks, check=self.check))
        values = {
            "rating": found.rating,
            "intrusion": found.intrusion,
            "documents": found.fit,
        }[self.kind]
        return float(np.nanmean(values)) if not np.isnan(values).all() else 0.0

    def __repr__(self):
        return f"llm_judge_scorer({self.judge.name!r}, kind={self.kind!r})"


@makes_scorers
@validate_params(
    {
        "judge": [LLMJudge],
        "kind": [StrOptions(set(KINDS))],
        "check": ["boolean"],
        "random_state": ["random_state"],
        "feature_names": ["array-like", None],
    },
    prefer_skip_nested_validation=True,
)
def llm_judge_scorer(
    judge, kind="rating", *, check=True, random_state: Any = 0, feature_names=None
) -> Callable[..., float]:
    """Make a scorer of what a language model says of topics; higher is better.

    Parameters
    ----------
    judge : LLMJudge
        With a `cache` the same topics have the same score each time, and are paid for
        once.
    kind : {"rating", "intrusion", "documents"}, default="rating"
        What is asked, see `make_tasks`. The score is the mean rating, from 1 to 3; the
        share of intruders found; or the mean Kendall's tau of the fits of documents.
    check : bool, default=True
        Whether the model has to find planted intruders first, see `check_judge`.
    random_state : int, RandomState instance or None, default=0
        Chooses intruders and documents.
    feature_names : array-like of shape (n_features,), default=None
        Names of the columns, for a bare model that knows no names.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``. A model without any topic gets the least
        score, 1 or 0.

    Raises
    ------
    UnfitJudge
        When scoring: if the model finds too few planted intruders.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.judging import LLMJudge, llm_judge_scorer
    >>> texts = ["ship sea", "tax debt", "sea ship", "debt tax"]
    >>> pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(texts)
    >>> judge = LLMJudge(lambda prompt: '{"rating": 3}')
    >>> llm_judge_scorer(judge, check=False)(pipeline, texts)
    3.0
    """
    return _LLMJudgeScorer(judge, kind, check, random_state, feature_names)
