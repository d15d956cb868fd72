"""Evaluations look at a fit, and stop it where they are asked to."""

from itertools import pairwise

import pytest
from planted import planted_counts

from sktopics import AuthorTopicModel, LatentDirichletAllocation
from sktopics.lda._stopping import stands_still


def test_what_stands_still():
    assert stands_still(100.05, 100, 0.1)
    assert stands_still(100, 100, 0.1)
    assert not stands_still(101, 100, 0.1)
    assert not stands_still(100, 100.05, 0.1)  # it rises
    assert not stands_still(100, 100, 0)
    assert not stands_still(100.05, 100, None)
    assert not stands_still(None, 100, 0.1)


@pytest.mark.parametrize("inference", ["collapsed", "variational"])
def test_evaluations_of_lda_do_not_stop_it_by_themselves(inference):
    X, *_ = planted_counts(60)
    parameters = {"inference": inference, "max_iter": 60, "random_state": 0}
    model = LatentDirichletAllocation(4, evaluate_every=1, **parameters).fit(X)
    assert model.n_iter_ == 60
    stopped = LatentDirichletAllocation(
        4, evaluate_every=1, perp_tol=0.1, **parameters
    ).fit(X)
    assert 1 < stopped.n_iter_ < 60


def test_a_rising_perplexity_of_authors_is_recorded_to_the_end():
    """gensim's own documents, on which the second pass is worse than the first."""
    texts = [
        "human interface computer", "survey user computer system response time",
        "eps user interface system", "system human system eps",
        "user response time", "trees", "graph trees", "graph minors trees",
        "graph minors survey",
    ]  # fmt: skip
    authors = [
        ["john"], ["jane"], ["jane", "john"], ["jack"], ["jane"], ["jack"],
        ["jack", "jane"], ["jill"], ["jill", "john"],
    ]  # fmt: skip
    terms = sorted(set(" ".join(texts).split()))
    X = [[text.split().count(term) for term in terms] for text in texts]
    model = AuthorTopicModel(2, evaluate_every=1, random_state=0)
    assert model.fit(X, authors=authors).n_iter_ == 10
    assert [n for n, _ in model.evaluations_] == list(range(1, 11))
    assert model.evaluations_[-1][1] == pytest.approx(model.perplexity_)
    model.set_params(perp_tol=1e9).fit(X, authors=authors)
    values = [value for _, value in model.evaluations_]
    assert all(a < b for a, b in pairwise(values[:-1]))
