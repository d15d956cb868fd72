"""Documents that come after the fit: new topics, new words, where they are found."""

import copy

import numpy as np
import pytest
from bertopic_corpora import FitTransformOnly
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, OPTICS, KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.mixture import GaussianMixture
from sklearn.pipeline import make_pipeline
from top2vec_invariants import (
    CORPUS,
    OTHER,
    MeansOfWords,
    both,
    by_vectors,
    check_invariants,
    top2vec,
)

from sktopics import OnlineCountVectorizer, Top2Vec
from sktopics.clustering._training.fitted_state import state_of

# --- new topics --------------------------------------------------------------------

_CENTERS = np.linalg.qr(np.random.RandomState(7).normal(size=(30, 30)))[0][:8]


def around(centers, n, spread=0.06, seed=0):
    """So many vectors around each of some directions."""
    rng = np.random.RandomState(seed)
    found = [center + rng.normal(0, spread, (n, 30)) for center in centers]
    return np.vstack(found)


def noise(n, seed=1):
    return np.random.RandomState(seed).normal(size=(n, 30))


VECTORS = around(_CENTERS[:4], 50)
CLUSTERERS = {
    "auto": "auto",
    "kmeans": KMeans(4, n_init=1),
    "hdbscan": HDBSCAN(10, copy=True),
}


@pytest.fixture(scope="module", params=["centroid", "cluster"])
def fits(request):
    """A model of each clusterer, of four topics."""
    return {
        name: Top2Vec(
            None,
            reducer=None,
            clusterer=clusterer,
            assign=request.param,
            random_state=0,
        ).fit(None, embeddings=VECTORS)
        for name, clusterer in CLUSTERERS.items()
    }


@pytest.fixture(params=CLUSTERERS)
def fitted(request, fits):
    model = copy.deepcopy(fits[request.param])
    assert len(model.topics_) == 4
    return model


BATCHES = {
    "documents of known topics": (around(_CENTERS[:4], 20, seed=2), 0),
    "noise": (noise(60), 0),
    "much noise": (noise(400), 0),
    "a new topic": (around(_CENTERS[4:5], 30), 1),
    "two new topics": (around(_CENTERS[4:6], 30), 2),
    "a new topic in noise": (np.vstack([around(_CENTERS[4:5], 30), noise(20)]), 1),
    "too few of a new one": (around(_CENTERS[4:5], 14), 0),
}


@pytest.mark.parametrize(("batch", "n_new"), BATCHES.values(), ids=BATCHES)
def test_new_topics(fitted, batch, n_new):
    before = fitted.topic_embeddings_
    fitted.partial_fit(None, embeddings=batch)
    assert len(fitted.topics_) == 4 + n_new
    assert_array_equal(fitted.topic_embeddings_[:4], before)
    for topic in range(4, 4 + n_new):
        mean = fitted.topic_embeddings_[topic]
        cosines = _CENTERS @ mean / np.linalg.norm(mean)
        assert cosines.max() > 0.95
        assert cosines.argmax() >= 4
        assert fitted.topic_sizes_[topic] >= 25


def test_new_topics_from_a_stream(fitted):
    """Documents of earlier batches count, and what comes later finds the topic."""
    stream = around(_CENTERS[4:5], 24)
    for start in range(0, 24, 3):
        assert len(fitted.topics_) == 4 or start >= 15
        fitted.partial_fit(None, embeddings=stream[start : start + 3])
    assert len(fitted.topics_) == 5
    assert (fitted.labels_[200:] == 4).mean() > 0.8
    new = around(_CENTERS, 3, seed=5)
    labels = fitted.predict(None, embeddings=new).reshape(8, 3)
    assert (labels[4] == 4).all()
    assert sorted(labels[:4, 0]) == [0, 1, 2, 3]
    assert_array_equal(fitted.predict(None, embeddings=stream), fitted.labels_[200:])


def test_deleted_topics_do_not_come_again(fitted):
    topic = int(fitted.predict(None, embeddings=_CENTERS[:1])[0])
    fitted.delete_topics(topic)
    batch = around(_CENTERS[[0, 4]], 30, seed=3)
    fitted.partial_fit(None, embeddings=batch)
    assert len(fitted.topics_) == 4
    assert (fitted.labels_[200:230] == -1).all()
    assert (fitted.labels_[230:] == 3).mean() > 0.9


@pytest.mark.parametrize(
    "clusterer",
    [
        HDBSCAN(30, copy=True),
        GaussianMixture(25, covariance_type="spherical"),
        OPTICS(min_samples=30),
        make_pipeline(PCA(5), KMeans(25, n_init=1)),
    ],
    ids=["HDBSCAN", "GaussianMixture", "OPTICS", "pipeline"],
)
@pytest.mark.parametrize("reducer", [None, PCA(25)], ids=["none", "PCA"])
def test_clusterers_that_refuse_few_documents(clusterer, reducer, recwarn):
    """What comes is a topic all the same, if it is dense, and there is no warning."""
    parts = {"reducer": reducer, "clusterer": clusterer, "random_state": 0}
    model = Top2Vec(None, **parts).fit(None, embeddings=VECTORS)
    n_before = len(model.topics_)
    recwarn.clear()
    model.partial_fit(None, embeddings=around(_CENTERS[4:5], 22))
    assert len(model.topics_) == n_before + 1
    assert not list(recwarn)


def test_clusterers_that_predict_do_not_know_new_topics():
    model = Top2Vec(None, reducer=None, clusterer=KMeans(4, n_init=1), random_state=0)
    model.set_params(assign="cluster").fit(None, embeddings=VECTORS)
    assert model.placement_ == "clusterer"
    model.partial_fit(None, embeddings=around(_CENTERS[:2], 5))
    assert model.placement_ == "clusterer"
    model.partial_fit(None, embeddings=around(_CENTERS[4:5], 30))
    assert model.placement_ == "centroid"
    labels = model.predict(None, embeddings=around(_CENTERS[4:5], 30, seed=9))
    assert (labels == 4).all()


# --- where documents are found ------------------------------------------------------


@pytest.mark.parametrize("reducer", [None, FitTransformOnly()], ids=["none", "layout"])
def test_places_in_cells(monkeypatch, reducer):
    """Cells of many documents follow those that come and go."""
    monkeypatch.setattr("sktopics._neighbors.cells._MAX_EXACT", 50)
    monkeypatch.setattr("sktopics._neighbors.cells.MAX_TREE_DIMENSIONS", 1)
    model = top2vec(clusterer="auto", reducer=reducer, assign="cluster")
    fitted = model.fit(CORPUS.documents, embeddings=CORPUS.vectors)
    fitted.partial_fit(OTHER.documents, embeddings=OTHER.vectors)
    corpus = both(CORPUS, OTHER)
    _check_cells(fitted)
    check_invariants(fitted, corpus, fresh=False)
    labels = fitted.labels_
    fitted.forget(range(0, 90, 3))
    _check_cells(fitted)
    kept = np.setdiff1d(np.arange(len(labels)), range(0, 90, 3))
    assert_array_equal(fitted.labels_, labels[kept])


def _check_cells(fitted):
    """The first document of each vector is in one cell, and in one alone."""
    placement = state_of(fitted).placement
    known = fitted.document_embeddings_.any(axis=1)
    vectors = fitted.document_embeddings_[known]
    _, first = np.unique(vectors, axis=0, return_index=True)
    assert len(placement.reduced) == len(vectors)
    assert_array_equal(np.sort(placement.cell_members), np.sort(first))
    assert placement.cell_offsets[-1] == len(first)


def test_vectors_that_are_known_by_another_text():
    fitted = by_vectors(clusterer="auto", assign="cluster")
    vectors = CORPUS.vectors[[1, 3, 3]]
    fitted.partial_fit(["another", "text", "and one"], embeddings=vectors)
    _check_cells(fitted)
    assert_array_equal(fitted.labels_[-3:], fitted.labels_[[1, 3, 3]])


def test_texts_that_have_the_vector_of_another():
    """The words of a known document in another order are read, and are no new place."""
    model = top2vec(MeansOfWords(), "auto", assign="cluster", word_vectors="encoder")
    fitted = model.fit(["reed tone", *CORPUS.documents])
    fitted.partial_fit(["tone reed"])
    _check_cells(fitted)
    assert fitted.labels_[-1] == fitted.labels_[0]


# --- new words ----------------------------------------------------------------------


def test_new_words_are_in_enough_documents():
    """In as many of those that come as `min_df` asks for in all."""
    texts = ["ship sea harbour", "tax debt money"] * 50
    vectors = np.tile(np.eye(2, 4), (50, 1))
    model = Top2Vec(None, reducer=None, clusterer=KMeans(2, n_init=1), random_state=0)
    fitted = model.fit(texts, embeddings=vectors)
    assert set(fitted.terms_) == {"ship", "sea", "harbour", "tax", "debt", "money"}
    for _ in range(5):  # one at a time, a typing error is no word of its own
        fitted.partial_fit(["ship sae"], embeddings=vectors[:1])
    assert "sae" not in fitted.terms_
    fitted.partial_fit(["captain ship"] * 9, embeddings=vectors[:1].repeat(9, axis=0))
    assert fitted.terms_[-1] == "captain"
    assert_allclose(fitted.word_embeddings_[-1], vectors[0])
    assert fitted.topic_word_counts_.toarray()[:, -1].tolist() == [9, 0]
    assert fitted.topics_[0].size == 64 / 114


def test_new_words_occur_often_enough():
    """As often as `min_count` asks for; in how few documents, is for `min_df`."""
    texts = ["ship sea harbour", "tax debt money"] * 20
    vectors = np.tile(np.eye(2, 4), (20, 1))
    words = OnlineCountVectorizer(min_count=6)
    model = Top2Vec(
        None, reducer=None, clusterer=KMeans(2, n_init=1), vectorizer=words,
        random_state=0,
    )  # fmt: skip
    fitted = model.fit(texts, embeddings=vectors)
    batch = ["sail sail sail", "sail sail sail ship", "mast mast mast mast mast"]
    fitted.partial_fit(batch, embeddings=vectors[[0, 0, 0]])
    assert fitted.terms_[6:].tolist() == ["sail"]


@pytest.mark.parametrize(
    "limits",
    [{"max_df": 0.5}, {"max_df": 20}, {"max_features": 6}, {"vocabulary": ["ship"]}],
    ids=str,
)
def test_vocabularies_that_do_not_grow(limits):
    """Words that the limit has left out would come back."""
    texts = ["the ship and the sea", "the tax and the debt"] * 20
    vectors = np.tile(np.eye(2, 4), (20, 1))
    model = Top2Vec(None, reducer=None, clusterer=KMeans(2, n_init=1))
    model.set_params(vectorizer=CountVectorizer(**limits)).fit(
        texts, embeddings=vectors
    )
    terms = model.terms_.tolist()
    model.partial_fit([*texts[:4], "new words"], embeddings=vectors[:5])
    assert model.terms_.tolist() == terms


def test_words_that_the_encoder_does_not_know_are_not_learned():
    model = top2vec(MeansOfWords(), word_vectors="encoder").fit(CORPUS.documents)
    n_terms = len(model.terms_)
    model.partial_fit(["reed nobody", "nobody tone", "nobody"] * 3)
    assert len(model.terms_) == n_terms
    assert_array_equal(model.labels_[-1:], [-1])
