"""topic_number_table: its columns by hand, its choice, other kinds of models."""

import numpy as np
import pytest
from joblib import parallel_config
from sklearn.base import clone
from sklearn.cluster import DBSCAN, KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import normalized_mutual_info_score
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation
from sktopics.metrics import (
    coherence_score,
    completion_perplexity,
    renyi_scorer,
    told_apart_score,
    topic_diversity,
)
from sktopics.model_selection import TopicNumberTable, topic_number_table
from sktopics.topics import match_topics

KINDS = np.random.RandomState(0).randint(4, size=100)
WORDS = [["ship", "sea", "port"], ["tax", "debt", "bank"], ["goal", "team", "cup"]]
WORDS += [["rain", "snow", "wind"]]
RNG = np.random.RandomState(1)
TEXTS = [" ".join(RNG.choice(WORDS[kind], 8)) for kind in KINDS]
VECTORIZER = CountVectorizer()
X = VECTORIZER.fit_transform(TEXTS).toarray()
# The same for all seeds.
START = NMF(init="nndsvda", max_iter=1000)
VECTORS = np.eye(4)[KINDS] + RNG.normal(0, 0.01, (100, 4))


@pytest.mark.filterwarnings("ignore:Maximum number of iterations")
def test_columns_by_hand():
    half = np.arange(50), np.arange(50, 100)
    splits = [half, half[::-1]]
    # It has exact zeros, so that some documents have no topic.
    start = clone(START).set_params(init="nndsvd", tol=1e-3)
    table = topic_number_table(
        start,
        X,
        [2, 4],
        cv=splits,
        seeds=1,
        labels=KINDS,
        n_top_words=3,
    )
    assert table.parameter == "n_components"
    assert table.values == (2, 4)
    assert table.topics_found.tolist() == [[2, 2], [4, 4]]
    for row, n in enumerate(table.values):
        model = clone(start).set_params(n_components=n)
        models = [clone(model).fit(X[train]) for train, _ in splits]
        for column, (model, (train, test)) in enumerate(
            zip(models, splits, strict=True)
        ):
            shares = model.transform(X[test]) * model.components_.sum(axis=1)
            topics = np.where(shares.max(axis=1) > 0, shares.argmax(axis=1), -1)
            known = topics >= 0
            expected = {
                "perplexity": completion_perplexity(model, X[test]),
                "told_apart": told_apart_score(model, X[test], topics, n_top_words=3),
                "coherence": coherence_score(model, X[train], n_top_words=3),
                "diversity": topic_diversity(model, n_top_words=3),
                "stability": 1 - match_topics(*models).distances.mean(),
                "outliers": 1 - known.mean(),
                "nmi": normalized_mutual_info_score(KINDS[test][known], topics[known]),
            }
            assert table.names == tuple(expected)
            for name, value in expected.items():
                found = table.score(name)[row, column]
                assert found == pytest.approx(value, abs=1e-9), name


def test_planted_topics_from_raw_text():
    model = make_pipeline(CountVectorizer(), START)
    found = [
        topic_number_table(model, TEXTS, [2, 4, 6], n_top_words=2, random_state=0)
        for _ in range(2)
    ]
    assert found[0] == found[1]
    table = found[0]
    assert table.parameter == "nmf__n_components"
    assert table.recommend() == 4
    assert table.score("told_apart")[1].tolist() == [1, 1, 1]
    assert table.score("perplexity").shape == (3, 3)
    assert table.score("perplexity").mean(axis=1).argmin() == 1


def test_starts_and_documents_are_the_same_for_all_values_and_jobs():
    options = {"seeds": 2, "random_state": 3, "scores": ["stability", "perplexity"]}
    model = LatentDirichletAllocation(max_iter=3)
    one = topic_number_table(model, X, [3, 2], **options)
    with parallel_config("threading"):
        assert one == topic_number_table(model, X, [3, 2], n_jobs=2, **options)
    assert one.names == ("perplexity", "stability")
    alone = topic_number_table(model, X, [2], **options)
    np.testing.assert_array_equal(alone.scores[:, 0], one.scores[:, 1])
    stability = one.score("stability")
    np.testing.assert_array_equal(stability[:, 0], stability[:, 1])


def test_folds_times_seeds_and_own_scores():
    table = topic_number_table(
        LatentDirichletAllocation(max_iter=2),
        X,
        np.array([2, 3]),
        cv=3,
        seeds=2,
        scores={"renyi": renyi_scorer()},
        random_state=0,
    )
    assert table.scores.shape == (6, 2, 6)
    assert table.names[-1] == "renyi"
    assert (table.score("renyi") < 0).all()


def test_clusters_and_their_vectors():
    table = topic_number_table(
        BERTopic(None, None, KMeans(n_init=1)),
        TEXTS,
        [2, 4],
        parameter="clusterer__n_clusters",
        embeddings=VECTORS,
        n_top_words=3,
        labels=KINDS.astype(str),
        random_state=0,
    )
    names = (
        "told_apart",
        "coherence",
        "diversity",
        "stability",
        "nmi",
    )  # and no outliers
    assert table.names == names
    assert table.topics_found.tolist() == [[2] * 3, [4] * 3]
    assert table.recommend() == 4
    assert table.score("nmi")[1].tolist() == [1, 1, 1]


def test_models_that_find_no_topic():
    with pytest.warns(UserWarning, match="No topics were found"):
        table = topic_number_table(
            BERTopic(None, None, DBSCAN()),
            TEXTS[:40],
            [1000],
            parameter="clusterer__min_samples",
            embeddings=VECTORS[:40],
            seeds=2,
            random_state=0,
        )
    found = dict(zip(table.names, table.scores[:, 0, 0].tolist(), strict=True))
    assert table.topics_found.tolist() == [[0, 0]]
    assert found["told_apart"] == found["diversity"] == found["stability"] == 0
    assert found["outliers"] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"values": []}, "values must hold a number"),
        ({"values": [2, 3, 2]}, "2 is there twice"),
        ({"values": [2, 0]}, "whole numbers from 1 on, got 0"),
        ({"values": [2.0]}, "whole numbers from 1 on, got 2.0"),
        ({"parameter": "n_topics"}, "LatentDirichletAllocation has no 'n_topics'"),
        ({"scores": ["npmi"]}, "there is no 'npmi'"),
        ({"scores": []}, "there are none"),
        ({"scores": ["nmi", "stability"], "seeds": 1}, "can be computed. nmi needs"),
        ({"scores": {"nmi": renyi_scorer()}}, "Names that are taken"),
        ({"scores": {"own": 3}}, "'own' is 3"),
        ({"labels": KINDS[1:]}, "labels has 99 items, and there are 100 documents"),
        ({"y": KINDS[1:]}, "y has 99 items"),
        ({"sample_weight": 3}, "sample_weight must have an item for each document"),
        ({"seeds": 0}, "'seeds' parameter"),
        ({"coherence": "npmi"}, "'coherence' parameter"),
        ({"cv": "many"}, "'cv' parameter"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_refused_before_any_fit(change, message):
    options = {"values": [2], **change}
    with pytest.raises(ValueError, match=message):
        topic_number_table(_Unfittable(), X, **options)


class _Unfittable(LatentDirichletAllocation):
    def fit(self, X, y=None):
        raise AssertionError("fitted")


_Unfittable.__name__ = "LatentDirichletAllocation"


def test_the_parameter_of_parts_is_not_taken():
    message = r"must be named: BERTopic has no n_components.*'n_topics'"
    with pytest.raises(ValueError, match=message):
        topic_number_table(BERTopic(None, NMF(), KMeans()), TEXTS, [2])


def test_the_model_checks_its_own_parameters():
    with pytest.raises(ValueError, match="'max_iter' parameter of LatentDir"):
        topic_number_table(LatentDirichletAllocation(max_iter="x"), X, [2])


def test_the_model_is_not_fitted():
    model = LatentDirichletAllocation(max_iter=2)
    table = topic_number_table(model, X, [2], seeds=1, scores=["diversity"])
    assert not hasattr(model, "components_")
    assert isinstance(table, TopicNumberTable)
    assert table.names == ("diversity",)


def test_a_score_without_any_value_for_this_model():
    with pytest.raises(ValueError, match="perplexity a model with distributions"):
        topic_number_table(
            BERTopic(None, None, KMeans()),
            TEXTS,
            [2],
            parameter="clusterer__n_clusters",
            scores=["perplexity"],
        )


def test_outliers_that_are_asked_for():
    table = topic_number_table(
        LatentDirichletAllocation(max_iter=2), X, [2], seeds=1, scores=["outliers"]
    )
    assert table.names == ("outliers",)
    assert table.scores.tolist() == [[[0.0]]]
