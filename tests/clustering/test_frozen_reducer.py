"""Reducers that cannot learn on: they learn from the first batch, and stay so."""

import warnings

import bertopic_corpora
import joblib
import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    TOPICS,
    VECTORS,
    fed,
    labels_agree,
    state,
    streaming,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.cluster import MiniBatchKMeans
from sklearn.decomposition import PCA, IncrementalPCA, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.manifold import TSNE, Isomap
from sklearn.neighbors import NeighborhoodComponentsAnalysis
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer, StandardScaler

from sktopics import BERTopic, OnlineCountVectorizer

LARGE = [slice(0, 40), slice(40, 60), slice(60, 80)]
WARNING = r"reducer {} cannot learn from batches: it has learned from the first batch"


def umap():
    library = pytest.importorskip("umap")
    return library.UMAP(n_neighbors=5, n_components=2, random_state=0)


REDUCERS = {
    "PCA": lambda: PCA(3),
    "PCA of a share": lambda: PCA(0.9),
    "TruncatedSVD": lambda: TruncatedSVD(3),
    "Isomap": lambda: Isomap(n_components=2),
    "TSNE": lambda: TSNE(perplexity=5, max_iter=250),
    "UMAP": umap,
    "Pipeline": lambda: make_pipeline(Normalizer(), PCA(3)),
}
# Layouts may put two planted topics into one; all others find them.
LAYOUTS = ("TSNE", "UMAP", "Isomap")


@pytest.mark.parametrize("name", REDUCERS)
def test_a_reducer_learns_from_the_first_batch(name, tmp_path):
    fitted = streaming(REDUCERS[name]())
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        fed(fitted, batches=LARGE[:1])
    (said,) = (w for w in caught if "cannot learn" in str(w.message))
    assert "the first batch, 40 documents" in str(said.message)
    assert said.filename == bertopic_corpora.__file__  # who called partial_fit
    frozen, places = fitted.reducer_, fitted.reducer_.transform(VECTORS)
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        fed(fitted, batches=LARGE[1:])
    assert_array_equal(fitted.reducer_.transform(VECTORS), places)
    assert fitted.reducer_ is frozen
    assert len(fitted.labels_) == 80
    if name not in LAYOUTS:
        assert labels_agree(fitted.labels_)
    # A row's answer depends on the row.
    alone = [fitted.predict([DOCUMENTS[i]], embeddings=VECTORS[[i]]) for i in (0, 79)]
    labels = fitted.predict(DOCUMENTS, embeddings=VECTORS)
    assert_array_equal(np.concatenate(alone), labels[[0, 79]])
    joblib.dump(fitted, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    assert_array_equal(loaded.predict(DOCUMENTS, embeddings=VECTORS), labels)
    assert loaded.partial_fit(DOCUMENTS[:5], embeddings=VECTORS[:5])
    assert type(clone(fitted).reducer) is type(REDUCERS[name]())


def test_a_frozen_reducer_is_the_one_of_the_first_batch():
    with pytest.warns(UserWarning, match=WARNING.format("PCA")):
        fitted = fed(streaming(PCA(3)), batches=LARGE)
    expected = PCA(3).fit(VECTORS[:40])
    assert_allclose(fitted.reducer_.components_, expected.components_, atol=1e-10)
    reduced = fitted.reducer_.transform(VECTORS)
    assert_array_equal(
        fitted.predict(DOCUMENTS, embeddings=VECTORS),
        fitted.clusterer_.predict(reduced),
    )


def test_reducers_that_learn_on_are_not_frozen():
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        fitted = fed(streaming(IncrementalPCA(3)))
    assert fitted.reducer_.n_samples_seen_ == 80


@pytest.mark.parametrize("reducer", ["auto", "umap"])
def test_reducers_by_name(reducer):
    pytest.importorskip("umap")
    fitted = BERTopic(
        None, reducer, MiniBatchKMeans(4, n_init=3, random_state=0), random_state=0
    )
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(80, 60)) + 9 * np.eye(4, 60)[TOPICS]
    name = "PCA" if reducer == "auto" else "UMAP"
    rows = slice(0, 60)
    with pytest.warns(UserWarning, match=WARNING.format(name)):
        fitted.partial_fit(DOCUMENTS[rows], embeddings=vectors[rows])
    fitted.partial_fit(DOCUMENTS[60:], embeddings=vectors[60:])
    assert labels_agree(fitted.labels_)
    short = BERTopic(None, "auto", MiniBatchKMeans(4, n_init=3, random_state=0))
    fed(short)  # short vectors are left as they are
    assert short.reducer_ is None


@pytest.mark.parametrize("name", ["PCA", "UMAP"])
def test_batches_after_a_fit_with_such_a_reducer(name):
    fitted = streaming(REDUCERS[name]())
    fitted.fit(DOCUMENTS[:40], embeddings=VECTORS[:40])
    labels = fitted.labels_
    with pytest.warns(UserWarning, match=rf"{name} cannot .* 40 documents by fit"):
        fed(fitted, batches=LARGE[1:2])
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        fed(fitted, batches=LARGE[2:])
    assert_array_equal(fitted.labels_[:40], labels)
    assert len(fitted.labels_) == 80
    if name == "PCA":
        assert labels_agree(fitted.labels_)


@pytest.mark.parametrize(
    ("reducer", "n", "match"),
    [
        (PCA(5), 4, r"PCA learns from .* needs 5 documents .* this batch has 4 of"),
        (PCA(5), 1, "needs 5 documents"),
        (TruncatedSVD(5), 4, "TruncatedSVD learns from the first batch alone"),
        (Isomap(n_neighbors=5), 5, r"needs 6 documents"),
        (make_pipeline(StandardScaler(), PCA(5)), 4, "Pipeline learns .* needs 5"),
        (TSNE(perplexity=30), 20, r"TSNE could not learn from .*, 20 documents"),
        (PCA(9), 40, r"n_components=9 has no use for vectors of 8 dimensions"),
    ],
    ids=["PCA", "one", "SVD", "neighbours", "pipeline", "own error", "dimensions"],
)
def test_a_first_batch_that_is_too_small(reducer, n, match):
    fitted = streaming(reducer)
    before = state(fitted)
    with pytest.raises(ValueError, match=match):
        fitted.partial_fit(DOCUMENTS[:n], embeddings=VECTORS[:n])
    assert state(fitted) == before


def test_documents_of_which_nothing_is_known_do_not_count():
    vectors = VECTORS[:6].copy()
    vectors[2:4] = 0
    with pytest.raises(ValueError, match="this batch has 4 of which something is"):
        streaming(PCA(5)).partial_fit(DOCUMENTS[:6], embeddings=vectors)
    with pytest.warns(UserWarning, match="the first batch, 4 documents"):
        fitted = streaming(PCA(2)).partial_fit(DOCUMENTS[:6], embeddings=vectors)
    assert fitted.labels_[2:4].tolist() == [-1, -1]


@pytest.mark.filterwarnings("ignore:.*cannot learn from batches")
def test_repeated_documents_in_a_layout():
    fitted = streaming(umap())
    vectors = np.tile(VECTORS[:20], (3, 1))
    fitted.partial_fit(DOCUMENTS[:20] * 3, embeddings=vectors)
    labels = fitted.labels_.reshape(3, 20)
    assert (labels == labels[0]).all()
    assert len(fitted.reducer_.vectors) == 20
    assert repr(fitted.reducer_).startswith("FrozenLayout(UMAP(")


@pytest.mark.filterwarnings("ignore:.*cannot learn from batches")
@pytest.mark.parametrize("name", ["PCA", "UMAP"])
def test_a_frozen_reducer_cannot_change_between_batches(name):
    fitted = fed(streaming(REDUCERS[name]()), batches=LARGE[:1])
    before = state(fitted)
    fitted.set_params(reducer__n_components=4)
    with pytest.raises(ValueError, match="reducer__n_components is 4"):
        fed(fitted, batches=LARGE[1:])
    fitted.set_params(reducer=IncrementalPCA(3))
    with pytest.raises(ValueError, match="reducer is IncrementalPCA"):
        fed(fitted, batches=LARGE[1:])
    fitted.set_params(reducer=REDUCERS[name]())
    assert state(fitted) == before
    assert len(fed(fitted, batches=LARGE[1:]).labels_) == 80


@pytest.mark.parametrize(
    "reducer", [LinearDiscriminantAnalysis(), NeighborhoodComponentsAnalysis()]
)
def test_reducers_that_learn_from_labels_do_not_learn_from_batches(reducer):
    with pytest.raises(AttributeError, match=f"reducer {type(reducer).__name__}"):
        streaming(reducer).partial_fit(DOCUMENTS, embeddings=VECTORS)


@pytest.mark.filterwarnings("ignore:.*cannot learn from batches")
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_zero_shot_names_and_types(dtype):
    def encode(texts):
        known = dict(zip(DOCUMENTS, VECTORS, strict=True))
        return np.array([known.get(text, VECTORS[0]) for text in texts], dtype=dtype)

    fitted = streaming(PCA(3), zeroshot_topics=["planted"]).set_params(encoder=encode)
    fed(fitted, embeddings=VECTORS.astype(dtype), batches=LARGE)
    assert fitted.topic_embeddings_.dtype == dtype
    assert "planted" in fitted.topic_names_


@pytest.mark.filterwarnings("ignore:.*cannot learn from batches")
def test_the_online_model_of_the_tests_of_bertopic():
    """Five components of PCA, 50 clusters, words that decay: batches of 50."""
    documents = np.array([f"{text} {i % 7}" for i, text in enumerate([*DOCUMENTS] * 5)])
    rng = np.random.default_rng(0)
    vectors = np.vstack([VECTORS] * 5) + 0.01 * rng.normal(size=(400, 8))
    vectors = vectors.astype(np.float32)
    model = BERTopic(
        None,
        PCA(n_components=5),
        MiniBatchKMeans(n_clusters=10, random_state=0),
        OnlineCountVectorizer(stop_words="english", decay=0.01),
        random_state=0,
    )
    for start in range(0, 400, 50):
        rows = slice(start, start + 50)
        model.partial_fit(documents[rows], embeddings=vectors[rows])
    assert len(model.labels_) == model.topic_sizes_.sum() + model.n_outliers_ == 400
    assert len(model.topics_) == len(model.topic_sizes_)
    assert model.components_.shape == (len(model.topics_), len(model.terms_))
    assert all(topic.terms for topic in model.topics_ if topic.size)
    new = model.predict(documents[:9], embeddings=vectors[:9])
    assert set(new) <= set(range(len(model.topics_)))
    assert len(model.reduce_topics(5)) == 10
