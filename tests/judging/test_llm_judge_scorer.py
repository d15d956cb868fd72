"""A scorer by a language model, in a search."""

import json
import re

import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import PLSA
from sktopics.judging import LLMJudge, UnfitJudge, llm_judge_scorer
from sktopics.testing import make_documents

DOCUMENTS = make_documents(40)
THEMES = [{"rocket", "orbit", "planet"}, {"oven", "flour", "sugar"}]


def rate(prompt):
    """Rate words by how few of them are of other themes."""
    block = re.search(r"<words (\w+)>\n- (.*)\n</words \1>", prompt)
    words = set(block[2].split(", "))
    if "does not belong" in prompt:
        return json.dumps({"word": min(words)})
    if "fit" in prompt:
        document = re.search(r"<document (\w+)>\n- (.*)\n</document \1>", prompt)[2]
        n_held = sum(word in document.lower() for word in words)
        return json.dumps({"topic": "?", "fit": 1 + min(n_held, 4)})
    n_themes = sum(bool(theme & words) for theme in THEMES)
    return json.dumps({"rating": 3 if n_themes < 2 else 1})


@pytest.mark.parametrize("kind", ["rating", "intrusion", "documents"])
def test_in_a_search(kind, tmp_path):
    judge = LLMJudge(rate, cache=tmp_path / "answers.sqlite", model_id="rate")
    scorer = llm_judge_scorer(judge, kind, check=False)
    model = make_pipeline(CountVectorizer(), PLSA(max_iter=20, random_state=0))
    grid = {"plsa__n_components": [2, 4]}
    search = GridSearchCV(model, grid, scoring=scorer, cv=2, error_score="raise")
    search.fit(DOCUMENTS)
    scores = search.cv_results_["mean_test_score"]
    if kind == "rating":
        assert 1 <= scores.min() <= scores.max() <= 3
    if kind == "documents":
        assert scores[1] > 0.5
    again = scorer(search.best_estimator_, DOCUMENTS)
    assert again == scorer(search.best_estimator_, DOCUMENTS)
    assert repr(scorer) == f"llm_judge_scorer('LLM', kind={kind!r})"


def test_unfit_judges_do_not_score():
    model = make_pipeline(CountVectorizer(), PLSA(2, max_iter=2)).fit(DOCUMENTS)
    with pytest.raises(UnfitJudge):
        llm_judge_scorer(LLMJudge(rate))(model, DOCUMENTS)
    with pytest.raises(ValueError, match="'kind' parameter"):
        llm_judge_scorer(LLMJudge(rate), "words")
