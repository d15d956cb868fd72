"""A score of hierarchies: unconnected levels do not win."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, HierarchicalARTM, LatentDirichletAllocation
from sktopics._reading import read_chain
from sktopics.metrics import (
    completion_perplexity,
    hierarchy_scorer,
    perplexity_scorer,
)


def nested(seed=0, n_documents=240):
    """Documents about a narrow topic, of three, in each of two fields."""
    rng = np.random.default_rng(seed)
    narrow = np.repeat(np.eye(6), 8, axis=1)
    broad = np.repeat(np.eye(2), 24, axis=1)
    of = rng.permutation(n_documents) % 6
    p = 0.55 * narrow[of] / 8 + 0.4 * broad[of // 3] / 24 + 0.05 / 48
    return sp.csr_array(np.array([rng.multinomial(50, row) for row in p]) * 1.0)


def hierarchy(**params):
    return HierarchicalARTM([ARTM(2), ARTM(6)], random_state=0, **params)


def test_topics_above_are_made_of_their_children():
    X = nested()
    model = hierarchy().fit(X)
    top, last = read_chain(model)
    slow = np.zeros_like(top)
    for parent in range(2):
        for child in range(6):
            share = model.child_given_parent_[0][child, parent]
            slow[parent] += share * model.components_[child]
    np.testing.assert_allclose(top, slow, atol=1e-6)
    np.testing.assert_allclose(last, model.components_, atol=1e-6)
    expected = -np.sqrt(completion_perplexity(top, X) * completion_perplexity(last, X))
    assert hierarchy_scorer(model, X) == pytest.approx(expected, rel=1e-4)


def test_three_levels_are_a_chain():
    levels = [ARTM(2), ARTM(3), ARTM(6)]
    model = HierarchicalARTM(levels, random_state=0).fit(nested())
    above, below = model.child_given_parent_
    expected = (below @ above).T @ model.components_
    np.testing.assert_allclose(read_chain(model)[0], expected, atol=1e-6)


def test_unconnected_levels_do_not_win_a_search():
    grid = {"parent_weight": [0.0, 0.3, 1.0]}
    search = GridSearchCV(
        hierarchy(),
        grid,
        scoring={"whole": hierarchy_scorer, "last": perplexity_scorer},
        refit="whole",
        cv=2,
    ).fit(nested())
    whole = search.cv_results_["mean_test_whole"]
    assert search.best_params_["parent_weight"] > 0
    assert whole[1:].min() > whole[0] + 3
    # The last level alone does not see a difference of this size.
    assert np.ptp(search.cv_results_["mean_test_last"]) < 0.1 * np.ptp(whole)


def test_a_wrong_parent_costs():
    X = nested()
    model = hierarchy().fit(X)
    right = hierarchy_scorer(model, X)
    (psi,) = model.child_given_parent_
    model.child_given_parent_ = [psi[:, ::-1][::-1]]
    assert hierarchy_scorer(model, X) < right


def test_pipelines_from_text_are_scored():
    texts = ["sea ship sea harbour", "tax debt tax law", "ship sea wind", "tax cut"] * 3
    pipeline = make_pipeline(CountVectorizer(), HierarchicalARTM([ARTM(1), ARTM(2)]))
    assert hierarchy_scorer(pipeline.fit(texts), texts) < -1


def test_one_level_is_scored_by_its_perplexity():
    X = nested()
    model = HierarchicalARTM([ARTM(6)], random_state=0).fit(X)
    assert hierarchy_scorer(model, X) == pytest.approx(perplexity_scorer(model, X))


def test_other_models_are_refused():
    X = nested()
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0).fit(X)
    with pytest.raises(TypeError, match="is for a model that is a chain of models"):
        hierarchy_scorer(model, X)
    with pytest.raises(TypeError, match="is a scorer and makes none"):
        hierarchy_scorer()
