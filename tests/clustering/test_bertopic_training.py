"""BERTopic: all the ways in which it is trained."""

import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    NAMES,
    NEW,
    TOPICS,
    WORDS,
    FitPredictOnly,
    FitTransformOnly,
    LabelRecorder,
    LabelsOnly,
    check_fitted,
    labels_agree,
    manual,
    model,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    DBSCAN,
    HDBSCAN,
    AgglomerativeClustering,
    Birch,
    KMeans,
    MeanShift,
    MiniBatchKMeans,
)
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.manifold import TSNE, Isomap, SpectralEmbedding
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline
from sklearn.tree import DecisionTreeClassifier

from sktopics.datasets import load_sotu

CLUSTERERS = [
    KMeans(4, n_init=1),
    MiniBatchKMeans(4, n_init=1),
    AgglomerativeClustering(4),
    HDBSCAN(copy=True),
    DBSCAN(0.5),
    GaussianMixture(4),
    Birch(threshold=0.3, n_clusters=4),
    MeanShift(bandwidth=0.6),
    FitPredictOnly(),
    LabelsOnly(),
]


def names_of(values):
    return [type(value).__name__ for value in values]


# --- unsupervised -----------------------------------------------------------------


@pytest.mark.parametrize("clusterer", CLUSTERERS, ids=names_of(CLUSTERERS))
def test_clusterers_find_planted_topics(clusterer):
    fitted = model(clusterer)
    assert fitted.fit(DOCUMENTS) is fitted
    check_fitted(fitted)
    found = fitted.labels_ >= 0
    assert found.mean() > 0.7
    assert labels_agree(fitted.labels_[found], TOPICS[found])
    assert (np.diff(fitted.topic_sizes_) <= 0).all()
    new = fitted.predict(NEW)
    placed = np.flatnonzero(new >= 0)
    assert len(placed) >= 25
    assert labels_agree(new[placed], TOPICS[placed])
    assert fitted.clusterer_ is not clusterer
    assert not [name for name in vars(clusterer) if name.endswith("_")]


REDUCERS = [
    PCA(3),
    TruncatedSVD(3),
    SpectralEmbedding(3, n_neighbors=10),
    Isomap(n_neighbors=25, n_components=3),
    TSNE(2, perplexity=10, init="random", max_iter=300),
    FitTransformOnly(),
    make_pipeline(PCA(5), PCA(3)),
    None,
]


@pytest.mark.parametrize("clusterer", [KMeans(4, n_init=3), HDBSCAN(12, copy=True)])
@pytest.mark.parametrize("reducer", REDUCERS, ids=names_of(REDUCERS))
def test_reducers(reducer, clusterer):
    fitted = model(clusterer, reducer).fit(DOCUMENTS)
    shares = check_fitted(fitted)
    found = fitted.labels_ >= 0
    assert found.mean() > 0.8
    assert labels_agree(fitted.labels_[found], TOPICS[found])
    assert_array_equal(model(clusterer, reducer).fit_transform(DOCUMENTS), shares)
    placed = fitted.predict(NEW)
    assert labels_agree(placed[placed >= 0], TOPICS[:40][placed >= 0])
    # Where a document belongs does not depend on those that come with it.
    together = fitted.transform([*DOCUMENTS[:7], *NEW])[7:]
    assert_allclose(together, fitted.transform(NEW), atol=1e-12)


def test_layouts_start_from_arrays():
    start = np.random.RandomState(0).normal(size=(80, 2))
    check_fitted(
        model(reducer=TSNE(2, init=start, perplexity=10, max_iter=300)).fit(DOCUMENTS)
    )


def test_state_of_the_union():
    paragraphs = load_sotu().data[:400]
    fitted = model(KMeans(6, n_init=1), PCA(5)).fit(paragraphs)
    check_fitted(fitted, paragraphs)
    assert fitted.topic_sizes_.min() >= 5
    assert all(len(topic.terms) == 10 for topic in fitted.topics_)


@pytest.mark.parametrize("assign", ["cluster", "centroid"])
def test_assign_can_be_set_later(assign):
    fitted = model(AgglomerativeClustering(4), PCA(3)).fit(DOCUMENTS)
    fitted.set_params(assign=assign)
    check_fitted(fitted)
    assert labels_agree(fitted.predict(NEW), TOPICS[:40])


def test_seeds_reach_all_parts_and_only_those_without():
    fitted = model(KMeans(4, n_init=1, random_state=7), PCA(3)).fit(DOCUMENTS)
    assert fitted.clusterer_.random_state == 7
    assert isinstance(fitted.reducer_.random_state, int)
    again = model(KMeans(4, n_init=1, random_state=7), PCA(3)).fit(DOCUMENTS)
    assert again.reducer_.random_state == fitted.reducer_.random_state
    assert_array_equal(again.labels_, fitted.labels_)


def test_names_of_columns_and_tables():
    fitted = model().set_output(transform="pandas").fit(DOCUMENTS)
    frame = fitted.transform(DOCUMENTS)
    assert frame.columns.tolist() == [f"bertopic{i}" for i in range(4)]
    assert_array_equal(frame.to_numpy(), model().fit_transform(DOCUMENTS))


# --- labels -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "none", [-1, None, float("nan")], ids=["minus one", "None", "NaN"]
)
def test_semi_supervised(none):
    y = [none if i % 3 == 0 else int(label) for i, label in enumerate(TOPICS)]
    fitted = model(reducer=LabelRecorder()).fit(DOCUMENTS, y)
    expected = np.where(np.arange(80) % 3 == 0, -1, TOPICS)
    assert_array_equal(fitted.reducer_.y_, expected)
    check_fitted(fitted)
    assert not hasattr(fitted, "classes_")
    assert fitted.topic_names_ == [None] * 4


def test_semi_supervised_str_and_reducers_without_y():
    y = [NAMES[label] if i % 3 else None for i, label in enumerate(TOPICS)]
    fitted = model(reducer=LabelRecorder()).fit(DOCUMENTS, y)
    ranks = np.argsort(np.argsort(NAMES.astype(str)))
    assert_array_equal(
        fitted.reducer_.y_, np.where(np.arange(80) % 3, ranks[TOPICS], -1)
    )
    check_fitted(model(reducer=FitTransformOnly()).fit(DOCUMENTS, y))
    check_fitted(model().fit(DOCUMENTS, [-1] * 80))


def test_reducers_that_need_labels_learn_from_those_there_are():
    y = np.where(np.arange(80) % 3 == 0, -1, TOPICS)
    fitted = model(reducer=LinearDiscriminantAnalysis()).fit(DOCUMENTS, y)
    assert_array_equal(fitted.reducer_.classes_, range(4))
    check_fitted(fitted)
    assert labels_agree(fitted.labels_)
    for labels in (None, [-1] * 80):
        with pytest.raises(ValueError, match="LinearDiscriminantAnalysis learns from"):
            model(reducer=LinearDiscriminantAnalysis()).fit(DOCUMENTS, labels)


@pytest.mark.parametrize(
    "classifier", [LogisticRegression(), RidgeClassifier(), DecisionTreeClassifier()]
)
def test_supervised(classifier):
    y = NAMES[TOPICS].copy()
    y[::5] = None
    fitted = model(classifier).fit(DOCUMENTS, y)
    check_fitted(fitted)
    assert_array_equal(fitted.classes_[fitted.labels_], NAMES[TOPICS])
    assert fitted.topic_names_ == fitted.classes_.tolist()
    assert_array_equal(fitted.classes_[fitted.predict(NEW)], NAMES[TOPICS[:40]])
    table = {topic.label: topic.terms for topic in fitted.topics_}
    assert all(word in table[name] for word, name in zip(WORDS, NAMES, strict=True))
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))


def test_a_class_that_is_never_predicted_is_no_topic():
    y = np.where(TOPICS == 3, 9, TOPICS)
    y[0] = 5
    fitted = model(LogisticRegression(C=1.0)).fit(DOCUMENTS, y)
    check_fitted(fitted)
    assert sorted(fitted.classes_) == [0, 1, 2, 9]
    assert fitted.transform(NEW).sum(axis=1).max() < 1


@pytest.mark.parametrize(
    "labels",
    [NAMES, np.arange(4) * 10 + 3, np.array([0.5, 1.5, 2.5, 3.5])],
    ids=["str", "int", "float"],
)
def test_manual(labels):
    y = labels[np.arange(80) % 7 % 4]
    fitted = manual().fit(DOCUMENTS, y)
    check_fitted(fitted)
    assert fitted.classes_.dtype == labels.dtype
    assert_array_equal(fitted.classes_[fitted.labels_], y)
    assert fitted.topic_names_ == [str(label) for label in fitted.classes_.tolist()]
    assert fitted.clusterer_ is None
    assert fitted.reducer_ is None
    assert fitted.placement_ == "centroid"


def test_manual_with_documents_that_have_no_label():
    y = [None if i % 4 == 3 else "ab"[i % 2] for i in range(80)]
    fitted = manual().fit(DOCUMENTS, y)
    check_fitted(fitted)
    assert fitted.n_outliers_ == 20
    assert fitted.classes_.tolist() == ["a", "b"]
    assert_array_equal(fitted.labels_ < 0, np.arange(80) % 4 == 3)
    pandas = pytest.importorskip("pandas")
    again = manual().fit(DOCUMENTS, pandas.Series(y, dtype="category"))
    assert_array_equal(again.labels_, fitted.labels_)


def test_labels_of_two_kinds():
    with pytest.raises(TypeError, match="labels of one kind"):
        manual().fit(DOCUMENTS, [1, "a"] * 40)


# --- guided and zero-shot ---------------------------------------------------------


def test_guided():
    seeds = [
        ["rocket", "planet", "orbit", "telescope"],
        ["oven", "flour", "butter", "sugar"],
    ]
    fitted = model(KMeans(4, n_init=9), LabelRecorder(), seed_topics=seeds).fit(
        DOCUMENTS
    )
    check_fitted(fitted)
    assert labels_agree(fitted.labels_)
    drawn = fitted.reducer_.y_
    assert (drawn[TOPICS == 0] == 0).mean() > 0.8
    assert (drawn[TOPICS == 1] == 1).mean() > 0.8
    assert (drawn[TOPICS >= 2] == -1).mean() > 0.9
    plain = model(KMeans(4, n_init=9)).fit(DOCUMENTS)
    row = fitted.labels_[0]
    column = fitted.terms_.tolist().index("rocket")
    assert_allclose(
        fitted.components_[[row], [column]],
        1.2 * plain.components_[[plain.labels_[0]], [column]],
    )
    # Documents near to a seed were drawn a quarter of the way to it.
    seed = fitted.encoder_.transform([" ".join(seeds[0])])[0]
    members = fitted.labels_ == row
    vectors = fitted.encoder_.transform(DOCUMENTS)[members]
    near = np.where(drawn[members] == 0, 0.25, 0)[:, np.newaxis]
    moved = (1 - near) * vectors + near * seed
    assert_allclose(fitted.topic_embeddings_[row], moved.mean(axis=0))
    again = model(KMeans(4, n_init=9), LabelRecorder(), seed_topics=seeds)
    assert_allclose(again.fit_transform(DOCUMENTS), fitted.transform(DOCUMENTS))


ZEROSHOT = ["rocket planet orbit", "oven flour butter"]


@pytest.mark.parametrize("clusterer", [KMeans(2, n_init=1), HDBSCAN(copy=True)])
def test_zeroshot(clusterer):
    fitted = model(
        clusterer, zeroshot_topics=ZEROSHOT, zeroshot_min_similarity=0.3
    ).fit(DOCUMENTS)
    check_fitted(fitted)
    assert set(ZEROSHOT) < {*fitted.topic_names_}
    for topic, name in enumerate(ZEROSHOT):
        taken = fitted.labels_ == fitted.topic_names_.index(name)
        assert set(TOPICS[taken]) == {topic}
        assert fitted.probabilities_[taken].min() > 0.5
        new = fitted.predict(NEW) == fitted.topic_names_.index(name)
        assert set(TOPICS[:40][new]) == {topic}
    labels = [topic.label for topic in fitted.topics_ if topic.label in ZEROSHOT]
    assert sorted(labels) == sorted(ZEROSHOT)
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))


@pytest.mark.parametrize("clusterer", [KMeans(4, n_init=1), HDBSCAN(copy=True)])
def test_zeroshot_names_take_all_documents(clusterer):
    fitted = model(clusterer, zeroshot_topics=ZEROSHOT, zeroshot_min_similarity=-1).fit(
        DOCUMENTS
    )
    check_fitted(fitted)
    assert sorted(fitted.topic_names_) == sorted(ZEROSHOT)
    assert (fitted.predict(NEW) >= 0).all()


def test_zeroshot_names_that_take_nothing():
    names = [*ZEROSHOT, "parliament"]
    fitted = model(zeroshot_topics=names, zeroshot_min_similarity=1).fit(DOCUMENTS)
    plain = model().fit(DOCUMENTS)
    assert_array_equal(fitted.labels_, plain.labels_)
    assert fitted.topic_names_ == [None] * 4
    check_fitted(fitted)
    # A name that took nothing is no topic, for new documents either.
    assert fitted.predict(["rocket planet orbit"])[0] in range(4)


def test_zeroshot_names_are_kept_when_topics_are_merged():
    params = {"zeroshot_topics": ZEROSHOT, "zeroshot_min_similarity": 0.3}
    fitted = model(KMeans(6, n_init=1), n_topics=5, **params).fit(DOCUMENTS)
    check_fitted(fitted)
    assert set(ZEROSHOT) <= {*fitted.topic_names_}
    one = model(KMeans(6, n_init=1), n_topics=1, **params).fit(DOCUMENTS)
    assert one.topic_names_[0] in ZEROSHOT
    check_fitted(one)
