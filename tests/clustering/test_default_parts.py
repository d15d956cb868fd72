"""Parameters of the parts that BERTopic has by default, or that are named."""

from itertools import permutations

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, NEW, VECTORS, encoder
from numpy.testing import assert_array_equal
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    BERTopic,
    FunctionEncoder,
    KeynessTransformer,
    LeidenClustering,
    OnlineCountVectorizer,
    SentenceEncoder,
)
from sktopics.metrics import diversity_scorer

# Longer than the principal components of the default.
LONG = np.hstack([VECTORS, np.random.default_rng(0).normal(0, 0.01, (80, 60))])


def default(**params):
    return BERTopic(encoder(), min_topic_size=4, random_state=0, **params)


def check_same(model, other, vectors=VECTORS):
    model.fit(DOCUMENTS, embeddings=vectors)
    other.fit(DOCUMENTS, embeddings=vectors)
    assert_array_equal(model.labels_, other.labels_)
    assert_array_equal(model.probabilities_, other.probabilities_)
    assert_array_equal(model.topic_embeddings_, other.topic_embeddings_)
    assert (model.components_ != other.components_).nnz == 0
    new = vectors[:40] + 0.01
    assert_array_equal(
        model.transform(NEW, embeddings=new), other.transform(NEW, embeddings=new)
    )


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("clusterer__resolution", "auto", LeidenClustering),
        ("clusterer__n_neighbors", 15, LeidenClustering),
        ("vectorizer__min_df", 1, OnlineCountVectorizer),
        ("weighting__specificity", 5.0, KeynessTransformer),
        ("reducer__n_components", 50, PCA),
        ("reducer__whiten", False, PCA),
    ],
)
@pytest.mark.parametrize("vectors", [VECTORS, LONG], ids=["short", "long"])
@pytest.mark.filterwarnings("ignore:reducer=PCA")
def test_an_unchanged_value_changes_nothing_but_puts_the_part_in_place(
    name, value, part, vectors
):
    model = default()
    same = clone(model).set_params(**{name: value})
    where = name.partition("__")[0]
    assert isinstance(getattr(same, where), part)
    assert same.get_params()[name] == value
    assert clone(same).get_params()[name] == value
    assert getattr(model, where) in (None, "auto")
    assert name not in model.get_params()
    check_same(model, same, vectors)


def test_a_changed_value_takes_effect():
    fine = default().set_params(clusterer__resolution=8).fit(DOCUMENTS)
    coarse = default().set_params(clusterer__resolution=0.05).fit(DOCUMENTS)
    assert len(fine.topic_sizes_) > len(coarse.topic_sizes_)
    expected = default(
        clusterer=LeidenClustering(resolution=8, min_cluster_size=4)
    ).fit(DOCUMENTS)
    assert_array_equal(fine.labels_, expected.labels_)
    words = default().set_params(vectorizer__stop_words=["rocket"]).fit(DOCUMENTS)
    assert "rocket" not in words.terms_


def test_the_order_of_parameters_does_not_matter():
    params = {
        "clusterer__resolution": 3.0,
        "min_topic_size": 7,
        "clusterer": "auto",
        "n_jobs": 2,
    }
    for order in permutations(params):
        model = BERTopic(encoder(), clusterer=KMeans(3))
        model.set_params(**{name: params[name] for name in order})
        assert repr(model.clusterer) == repr(
            LeidenClustering(resolution=3.0, min_cluster_size=7, n_jobs=2)
        )


def test_searches_tune_default_parts():
    grid = {
        "bertopic__clusterer__resolution": [0.1, 3.0],
        "bertopic__weighting__specificity": [1.0, 5.0],
    }
    model = make_pipeline(default())
    search = GridSearchCV(model, grid, scoring=diversity_scorer(), cv=2)
    search.fit(DOCUMENTS)
    assert model["bertopic"].clusterer == "auto"
    assert len({tuple(p.values()) for p in search.cv_results_["params"]}) == 4
    best = search.best_estimator_["bertopic"]
    again = default().set_params(
        **{
            name.partition("__")[2]: value
            for name, value in search.best_params_.items()
        }
    )
    assert_array_equal(best.labels_, again.fit(DOCUMENTS).labels_)


def test_a_part_that_is_there_is_set_as_before():
    clusterer = KMeans(3)
    model = default(clusterer=clusterer).set_params(clusterer__n_clusters=5)
    assert model.clusterer is clusterer
    assert clusterer.n_clusters == 5


def test_an_encoder_by_name_has_parameters():
    model = BERTopic().set_params(encoder__batch_size=8, encoder__device="cpu")
    assert isinstance(model.encoder, SentenceEncoder)
    assert model.encoder.model == "all-MiniLM-L6-v2"
    assert (model.encoder.batch_size, model.encoder.device) == (8, "cpu")

    def encode(texts):
        return [[len(text), 1.0] for text in texts]

    model = BERTopic(encode).set_params(encoder__normalize=True)
    assert isinstance(model.encoder, FunctionEncoder)
    assert model.encoder.function is encode
    with pytest.raises(ValueError, match="names a language"):
        BERTopic("english").set_params(encoder__batch_size=8)


def test_named_parts_of_bertopic_have_parameters():
    umap = pytest.importorskip("umap")
    hdbscan = pytest.importorskip("hdbscan")
    model = BERTopic(clusterer="hdbscan", min_topic_size=6)
    model.set_params(clusterer__min_samples=2, reducer__n_neighbors=7)
    assert isinstance(model.clusterer, hdbscan.HDBSCAN)
    assert (model.clusterer.min_cluster_size, model.clusterer.min_samples) == (6, 2)
    # "auto" was the UMAP, since the clusterer was named, and stays what it was.
    assert isinstance(model.reducer, umap.UMAP)
    assert (model.reducer.n_neighbors, model.reducer.n_components) == (7, 5)
    assert model.reducer.metric == "cosine"
    model = BERTopic(reducer="umap").set_params(reducer__n_components=3)
    assert (model.reducer.n_neighbors, model.reducer.n_components) == (15, 3)
    expected = BERTopic(None, "umap", "hdbscan", random_state=0)
    model = clone(expected).set_params(clusterer__min_cluster_size=10)
    check_same(expected, model)


def test_the_reducer_stays_what_auto_is_for_the_clusterer_that_was_named():
    pytest.importorskip("umap")
    model = BERTopic(None, clusterer="hdbscan", random_state=0)
    only_clusterer = clone(model).set_params(clusterer__min_cluster_size=10)
    assert only_clusterer.reducer == "umap"
    check_same(model, only_clusterer)


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"clusterer__nonsense": 1}, "'nonsense' for estimator LeidenClustering"),
        ({"vectorizer__nonsense": 1}, "'nonsense' for estimator OnlineCount"),
        ({"reducer__nonsense": 1}, "'nonsense' for estimator PCA"),
        ({"nonsense__resolution": 1}, "'nonsense' for estimator BERTopic"),
        ({"nonsense": 1}, "'nonsense' for estimator BERTopic"),
        ({"clusterer": None, "clusterer__x": 1}, "'x' for clusterer=None, which is no"),
        ({"reducer": None, "reducer__x": 1}, "'x' for reducer=None, which is no"),
        ({"encoder": None, "encoder__x": 1}, "'x' for encoder=None, which is no"),
        ({"min_topic_size__x": 1}, "'x' for min_topic_size=4, which is no estimator"),
        ({"representation__x": 1}, "'x' for representation=None, which is no"),
    ],
)
def test_parameters_that_there_are_not_are_refused(params, said):
    model = default()
    before = repr(model)
    with pytest.raises(ValueError, match=f"Invalid parameter {said}"):
        model.set_params(**params)
    assert repr(model) == before


@pytest.mark.parametrize("n_documents", [80, 20])
def test_principal_components_that_vectors_lack_leave_them_as_they_are(n_documents):
    documents, vectors = DOCUMENTS[:n_documents], VECTORS[:n_documents]
    model = default(reducer=PCA(9))
    with pytest.warns(UserWarning, match=r"reducer=PCA\(n_components=9\) has no use"):
        model.fit(documents, embeddings=vectors)
    assert model.reducer_ is None
    assert_array_equal(
        model.labels_, default(reducer=None).fit(documents, embeddings=vectors).labels_
    )
    assert default(reducer=PCA(8)).fit(documents, embeddings=vectors).reducer_


def test_default_parts_learn_from_batches():
    model = BERTopic(None, None, None).set_params(vectorizer__min_df=2)
    with pytest.raises(ValueError, match="min_df"):
        model.partial_fit(DOCUMENTS, np.arange(80) % 4, embeddings=VECTORS)
    model = BERTopic(None, None, None).set_params(vectorizer__delete_min_df=2)
    model.partial_fit(DOCUMENTS, np.arange(80) % 4, embeddings=VECTORS)
    assert model.vectorizer_.delete_min_df == 2
