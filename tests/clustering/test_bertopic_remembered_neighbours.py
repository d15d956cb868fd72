"""Tests of BERTopic on a clusterer that knows the neighbours of the documents."""

import pickle
import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE

from sktopics import BERTopic, FunctionEncoder, LeidenClustering
from sktopics._neighbors import cells
from sktopics.clustering._placement import placing
from sktopics.testing import make_documents

WORDS = ("rocket", "butter", "stadium", "violin", "planet", "oven", "league", "sonata")


class Directions:
    """A function that encodes a text by the letters in it: vectors of any length."""

    def __call__(self, texts):
        letters = "abcdefghijklmnopqrstuvwxyz"
        return [[text.lower().count(letter) for letter in letters] for text in texts]


def make_model(**params):
    given = {
        "encoder": FunctionEncoder(Directions()),
        "min_topic_size": 5,
        "random_state": 0,
    }
    return BERTopic(**given | params)


@pytest.fixture(scope="module")
def documents():
    return make_documents(160)


@pytest.fixture(scope="module")
def new_documents():
    return [f"{document} {word}" for document in make_documents(9) for word in WORDS]


@pytest.fixture(scope="module")
def model(documents):
    return make_model().fit(documents)


def test_leiden_clusters_are_the_default(model):
    assert isinstance(model.clusterer_, LeidenClustering)
    assert model.clusterer_.min_cluster_size == 5
    assert isinstance(model.clusterer_.random_state, int)
    assert model.reducer_ is None
    assert model.placement_ == "neighbours"
    assert model.n_outliers_ == 0
    assert_array_equal(model.labels_, model.clusterer_.labels_)


def test_known_documents_are_not_searched_again(model, documents, monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("searched")

    monkeypatch.setattr(placing, "nearest_in_cells", fail)
    assert_array_equal(make_model().fit(documents).labels_, model.labels_)
    probabilities = model.transform(documents)
    assert_array_equal(probabilities.argmax(axis=1), model.labels_)
    with pytest.raises(AssertionError, match="searched"):
        model.transform(["Rocket!"])


def test_memory_and_search_agree(model, documents, monkeypatch):
    remembered = model.transform(documents)
    monkeypatch.setattr(placing, "has_searched", lambda *args: False)
    assert_allclose(model.transform(documents), remembered, rtol=1e-4, atol=1e-6)


def test_known_and_new_documents_together(model, documents, new_documents):
    mixed = model.transform([*documents[:5], *new_documents, *documents[5:]])
    assert_allclose(mixed.sum(axis=1), 1, atol=0.5)
    assert_allclose(
        np.vstack([mixed[:5], mixed[5 + len(new_documents) :]]),
        model.transform(documents),
    )
    assert_allclose(
        mixed[5 : 5 + len(new_documents)],
        model.transform(new_documents),
        rtol=1e-5,
        atol=1e-8,
    )


def test_new_documents_are_placed_by_direction(model, documents):
    vectors = np.array(Directions()(documents), dtype=np.float64)
    new = [f"{document} Something else." for document in documents]
    found = model.predict(new, embeddings=vectors * 7.5)
    assert (found == model.labels_).mean() > 0.9


def test_cells(documents, new_documents, monkeypatch):
    monkeypatch.setattr(cells, "_MAX_EXACT", 50)
    model = make_model().fit(documents)
    assert len(model._placement["cell_centers"]) > 1
    assert model._placement["cell_members"] is model.clusterer_.cell_members_
    probabilities = model.transform(new_documents)
    again = pickle.loads(pickle.dumps(model)).transform(new_documents)
    assert_array_equal(again, probabilities)


@pytest.mark.filterwarnings("ignore:n_neighbors=15 is more")  # of zero-shot's rest
@pytest.mark.parametrize(
    "params",
    [
        {"reducer": PCA(5, random_state=0)},
        {"reducer": TSNE(perplexity=5, max_iter=250, random_state=0)},
        {"clusterer": HDBSCAN(copy=True)},
        {"clusterer": LeidenClustering(5)},
        {"clusterer": LeidenClustering(40, min_cluster_size=5)},
        {"clusterer": LeidenClustering(metric="euclidean")},
        {"zeroshot_topics": ["rocket planet galaxy"], "zeroshot_min_similarity": 0.6},
    ],
    ids=lambda params: "-".join(params),
)
def test_other_ways(params, documents, new_documents):
    model = make_model(**params).fit(documents)
    assert len(model.topic_sizes_) > 1
    probabilities = model.transform(documents)
    inside = model.labels_ >= 0
    assert_array_equal(probabilities.argmax(axis=1)[inside], model.labels_[inside])
    probabilities = model.transform(new_documents)
    assert np.isfinite(probabilities).all()
    assert (probabilities.sum(axis=1) <= 1 + 1e-9).all()


def test_few_documents():
    model = make_model(clusterer=LeidenClustering(min_cluster_size=2))
    with pytest.warns(UserWarning, match="n_neighbors=15"):
        model.fit(make_documents(6))
    model = make_model(min_topic_size=2)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nobody has set n_neighbors
        model.fit(make_documents(6))
    assert model.transform(["Rocket!"]).shape == (1, len(model.topic_sizes_))
