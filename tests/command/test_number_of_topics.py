"""The search for the number of topics."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA
from sktopics._command import _number_of_topics
from sktopics._command._number_of_topics import search_number
from sktopics._command._user_errors import UserError
from sktopics.metrics import perplexity_scorer
from sktopics.testing import make_documents


def make(number):
    return make_pipeline(CountVectorizer(), PLSA(number, max_iter=10, random_state=0))


def test_figures_are_those_of_a_loop_over_folds():
    told = []
    found = search_number(make, make_documents(200), tell=told.append)
    best = min(found.perplexities.values())
    near = [n for n, figure in found.perplexities.items() if figure <= 1.01 * best]
    assert found.best == min(near) == 5  # of four subjects
    assert told[0] == f"5 topics: perplexity {found.perplexities[5]:.0f}"
    assert not found.out_of_time
    # Figures are those of scikit-learn's own loop over the same words.
    X = CountVectorizer().fit_transform(make_documents(200))
    folds = _number_of_topics.KFold(2, shuffle=True, random_state=0)
    scores = [
        perplexity_scorer(make(5)[-1].fit(X[train]), X[test])
        for train, test in folds.split(X)
    ]
    assert found.perplexities[5] == pytest.approx(-sum(scores) / 2)


@pytest.mark.parametrize(
    ("figures", "best", "n_tried"),
    [
        ([1000, 900, 885, 910, 880], 20, 5),  # 885 is near to 880, and 900 is not
        ([1000, 900, 895, 910, 920], 10, 5),
        ([90, 100, 110, 50, 40], 5, 3),  # risen twice
    ],
)
def test_figures_decide(monkeypatch, figures, best, n_tried):
    left = iter(figures)
    monkeypatch.setattr(
        _number_of_topics, "cross_val_score", lambda *a, **b: -np.array([next(left)])
    )
    found = search_number(make, make_documents(900))
    assert (found.best, len(found.perplexities)) == (best, n_tried)
    assert not found.out_of_time


def test_the_search_ends_when_its_time_is_over():
    found = search_number(make, make_documents(200), seconds=0)
    assert list(found.perplexities) == [5]
    assert found.out_of_time


def test_few_documents_are_no_ground_for_a_search():
    with pytest.raises(
        UserError, match=r"20 documents are needed .* only 3: .* --n-topics"
    ):
        search_number(make, make_documents(3))
    assert list(search_number(make, make_documents(40)).perplexities) == [5]
