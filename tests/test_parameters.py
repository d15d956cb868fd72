"""Parameters of an estimator and its parts: all are set, or none."""

import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, BERTopic, HierarchicalARTM, Top2Vec
from sktopics.artm import Decorrelator, RegularizerUnion, SmoothSparsePhi
from sktopics.representation import KeyBERTInspired


def union():
    return RegularizerUnion(
        [("apart", Decorrelator(tau=1)), ("sparse", SmoothSparsePhi(tau=-0.1))]
    )


def pipeline():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(5))


CASES = [
    (union(), {"apart__tau": 5, "sparse": "drop", "nonsense": 1}),
    (union(), {"apart__tau": 5, "sparse__nonsense": 1}),
    (union(), {"regularizers": [], "apart__tau": 5}),
    (union(), {"apart": Decorrelator(tau=7), "apart__tau": 3, "other__tau": 1}),
    (HierarchicalARTM([ARTM(3), ARTM(4)]), {"level0__n_components": 9, "x": 1}),
    (HierarchicalARTM([ARTM(3), ARTM(4)]), {"level1": ARTM(5), "level0__x": 1}),
    (HierarchicalARTM([("top", ARTM(3))]), {"top__tol": 0.1, "levels__tol": 1}),
    (HierarchicalARTM([ARTM(3)]), {"levels": [ARTM(6)], "level0__x": 1}),
    (HierarchicalARTM(), {"level0__n_components": 3, "level1__nonsense": 4}),
    (HierarchicalARTM(), {"parent_weight": 3.0, "level2__n_components": 4}),
    (ARTM(regularizers=union()), {"regularizers__apart__tau": 5, "regularizers__x": 1}),
    (BERTopic(), {"min_topic_size": 3, "nonsense": 1}),
    (BERTopic(), {"clusterer__resolution": 1, "clusterer__nonsense": 1}),
    (BERTopic(), {"clusterer__resolution": 1, "weighting__nonsense": 1}),
    (BERTopic(), {"clusterer": KMeans(3), "clusterer__n_clusters": 4, "x__y": 1}),
    (
        BERTopic(pipeline(), PCA(3), KMeans(4)),
        {
            "reducer__n_components": 2,
            "encoder__truncatedsvd__n_components": 9,
            "clusterer__nonsense": 3,
        },
    ),
    (Top2Vec(), {"clusterer__resolution": 1, "encoder__nonsense": 1}),
    (Top2Vec(), {"encoder__doc2vec__epochs": 3, "vectorizer__nonsense": 1}),
    (BERTopic(pipeline()), {"encoder": pipeline(), "encoder__truncatedsvd__x": 1}),
    (
        BERTopic(representation=[len, {"near": [KeyBERTInspired()]}]),
        {
            "representation__1__near__0__n_top_words": 3,
            "representation__0": KeyBERTInspired(),
            "representation__1__far": 1,
        },
    ),
    (
        BERTopic(),
        {
            "representation": {"near": KeyBERTInspired()},
            "representation__near__n_top_words": 3,
            "representation__near__nonsense": 1,
        },
    ),
]


def told(estimator):
    return {name: repr(value) for name, value in estimator.get_params().items()}


@pytest.mark.parametrize(("estimator", "params"), CASES)
@pytest.mark.parametrize("turned", [False, True])
def test_a_parameter_that_there_is_not_leaves_the_others_as_they_were(
    estimator, params, turned
):
    if isinstance(estimator, ARTM):
        estimator = estimator.regularizers
        params = {name.partition("__")[2]: value for name, value in params.items()}
    estimator = clone(estimator)
    parts = {k: id(v) for k, v in estimator.get_params(deep=False).items()}
    before, given = told(estimator), {k: repr(v) for k, v in params.items()}
    ordered = dict(reversed(params.items())) if turned else params
    said = "Invalid parameter|'list' object has no attribute 'set_params'"
    with pytest.raises((ValueError, AttributeError), match=said):
        estimator.set_params(**ordered)
    assert told(estimator) == before
    assert {k: id(v) for k, v in estimator.get_params(deep=False).items()} == parts
    # What was to be put in place stays as it was, too.
    assert {k: repr(v) for k, v in params.items()} == given


def test_the_default_levels_of_a_hierarchy_have_parameters():
    X = [[9, 1, 0, 0], [0, 0, 1, 9], [1, 9, 0, 0], [0, 0, 9, 1]] * 5
    default = HierarchicalARTM(random_state=0)
    same = clone(default).set_params(level1__n_components=30)
    assert [level.n_components for level in same.levels] == [10, 30]
    assert default.levels is None
    assert "level0" not in default.get_params()
    expected, found = default.fit(X).components_, same.fit(X).components_
    assert found.tobytes() == expected.tobytes()
    other = clone(default).set_params(level0__n_components=2, level1=ARTM(3))
    assert [level.n_components for level in other.levels] == [2, 3]
    assert clone(other).get_params()["level0__n_components"] == 2
