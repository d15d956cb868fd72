"""Places of documents of any model."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial import KDTree
from scipy.spatial.distance import pdist
from sklearn.decomposition import PCA, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.manifold import TSNE
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel
from sktopics.analysis import _landmarks, document_layout
from sktopics.clustering import BERTopic

TEXTS = ["sea ship", "ship wind sea", "wind sea", "tax law", "law court", "tax debt"]


def _planted(n=300, n_groups=6, n_dimensions=30):
    """Vectors in groups that are topics, each of two clumps."""
    rng = np.random.default_rng(0)
    groups = np.arange(n) % n_groups
    clumps = 2 * groups + (np.arange(n) // n_groups) % 2
    centers = rng.normal(size=(n_groups, n_dimensions))[np.arange(2 * n_groups) // 2]
    centers = centers + 0.4 * rng.normal(size=centers.shape)
    vectors = centers[clumps] + 0.1 * rng.normal(size=(n, n_dimensions))
    return vectors.astype(np.float32), groups, clumps


def _alike(places, groups, k=5):
    """Return the share of the nearest on the map that are in one group."""
    near = KDTree(places).query(places, k + 1)[1][:, 1:]
    return (groups[near] == groups[:, np.newaxis]).mean()


@pytest.mark.parametrize("n_landmarks", [100, 3000])
def test_planted_neighbours_are_near(monkeypatch, n_landmarks):
    monkeypatch.setattr(_landmarks, "MAX_LANDMARKS", n_landmarks)
    vectors, groups, clumps = _planted()
    layout = document_layout(groups, embeddings=vectors)
    assert layout.kind == "embeddings"
    assert layout.coordinates.dtype == np.float32
    assert _alike(layout.coordinates, groups) > 0.98
    assert _alike(layout.coordinates, clumps) > 0.9  # which no label tells
    own = np.hypot(*(layout.coordinates - layout.topic_coordinates[groups]).T)
    assert own.mean() < pdist(layout.topic_coordinates).min()


@pytest.mark.parametrize("n_landmarks", [100, 3000])
def test_the_order_of_rows_does_not_matter(monkeypatch, n_landmarks):
    monkeypatch.setattr(_landmarks, "MAX_LANDMARKS", n_landmarks)
    vectors, groups, _ = _planted()
    order = np.random.default_rng(1).permutation(len(vectors))
    places = document_layout(groups, embeddings=vectors).coordinates
    again = document_layout(groups, embeddings=vectors).coordinates
    permuted = document_layout(groups[order], embeddings=vectors[order]).coordinates
    assert_array_equal(places, again)
    assert_allclose(permuted, places[order], atol=1e-3 * np.ptp(places))


def test_shares_of_mixtures():
    rng = np.random.default_rng(0)
    shares = rng.dirichlet(np.full(8, 0.05), 400)
    layout = document_layout(shares)
    assert layout.kind == "shares"
    assert_array_equal(layout.labels, shares.argmax(axis=1))
    assert _alike(layout.coordinates, layout.labels) > 0.9
    single = document_layout(shares.astype(np.float32))
    assert _alike(single.coordinates, layout.labels) > 0.9


def test_a_topic_that_is_nowhere_the_main_one_is_among_its_documents():
    shares = np.zeros((60, 4))
    shares[:30, 0], shares[30:, 1] = 0.6, 0.9
    shares[:30, 2] = 0.3 + 0.001 * np.arange(30)
    layout = document_layout(shares)
    topics = layout.topic_coordinates
    assert np.isnan(topics[3]).all()
    assert np.hypot(*(topics[2] - topics[0])) < np.hypot(*(topics[2] - topics[1])) / 2


def test_labels_alone_fill_discs():
    labels = np.repeat([0, 1, 2, -1], [50, 200, 1, 20])
    layout = document_layout(labels)
    places = layout.coordinates
    assert len(np.unique(places, axis=0)) == 271
    assert _alike(places[:250], labels[:250]) == 1
    own = np.hypot(*(places[:250] - layout.topic_coordinates[labels[:250]]).T)
    assert own[:50].max() < own[50:].max()
    assert "Where they stand around it means nothing" in layout.meaning


def test_documents_of_which_nothing_is_known_are_at_the_rim():
    vectors, groups, _ = _planted()
    vectors[:10] = 0
    labels = np.where(np.arange(300) < 40, -1, groups)
    places = document_layout(labels, embeddings=vectors).coordinates
    assert np.isfinite(places).all()
    inside = places[10:]
    center = (inside.min(axis=0) + inside.max(axis=0)) / 2
    far = np.hypot(*(places - center).T)
    assert far[:10].min() > far[10:].max()


@pytest.mark.parametrize("labels", [[-1, -1, -1], [0], [-1], [0, 0], []])
def test_few_documents(labels):
    labels = np.array(labels, dtype=int)
    vectors = np.eye(4)[: len(labels)]
    for embeddings in (None, vectors, np.zeros_like(vectors)):
        layout = document_layout(labels, embeddings=embeddings)
        assert layout.coordinates.shape == (len(labels), 2)
        assert np.isfinite(layout.coordinates).all()
        assert len(np.unique(layout.coordinates, axis=0)) == len(labels)
    assert "NaN" not in repr(layout)


def test_repeated_documents_are_side_by_side():
    vectors, groups, _ = _planted(60)
    places = document_layout(
        np.tile(groups, 5), embeddings=np.tile(vectors, (5, 1))
    ).coordinates
    assert len(np.unique(places, axis=0)) == 300
    assert _alike(places, np.tile(np.arange(60), 5), k=3) > 0.95


def test_given_coordinates_come_back():
    pandas = pytest.importorskip("pandas")
    given = np.random.default_rng(0).normal(size=(4, 2))
    frame = pandas.DataFrame(given, columns=["x", "y"])
    for coordinates in (given, given.tolist(), frame):
        layout = document_layout([0, 0, 1, -1], coordinates=coordinates)
        assert layout.kind == "given"
        assert_array_equal(layout.coordinates, given.astype(np.float32))
        assert_allclose(layout.topic_coordinates[1], given[2], rtol=1e-6)
    with pytest.raises(ValueError, match=r"each of the 4 documents.*\(3, 2\)"):
        document_layout([0, 0, 1, -1], coordinates=given[:3])
    with pytest.raises(ValueError, match="coordinates contains NaN"):
        document_layout([0], coordinates=[[0, np.nan]])
    with pytest.raises(TypeError, match="give one of the two"):
        document_layout([0], coordinates=[[0, 0]], reducer=PCA(2))


def test_reducers():
    vectors, groups, _ = _planted()
    fitted = PCA(2).fit(vectors[::2])
    layout = document_layout(groups, embeddings=vectors, reducer=fitted)
    assert_allclose(layout.coordinates, fitted.transform(vectors), rtol=1e-5)
    fresh = PCA(2)
    layout = document_layout(groups, embeddings=vectors, reducer=fresh)
    expected = PCA(2).fit_transform(vectors)
    assert_allclose(layout.coordinates, expected, rtol=1e-3, atol=1e-4)
    assert not hasattr(fresh, "components_")
    tsne = TSNE(max_iter=250, init="random")
    first, second = (
        document_layout(groups[:50], embeddings=vectors[:50], reducer=tsne).coordinates
        for _ in range(2)
    )
    assert_array_equal(first, second)
    shares = np.random.default_rng(0).dirichlet(np.ones(5), 20)
    layout = document_layout(shares, reducer=PCA(2))
    assert_allclose(layout.coordinates, PCA(2).fit_transform(shares), atol=1e-5)
    with pytest.raises(ValueError, match="PCA returned an array of shape"):
        document_layout(groups, embeddings=vectors, reducer=PCA(3))
    with pytest.raises(TypeError, match="must be a transformer"):
        document_layout(groups, embeddings=vectors, reducer="pca")


def test_pipelines_and_authors():
    pipeline = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ).fit(TEXTS)
    layout = document_layout(pipeline, [*TEXTS, "unknown words"])
    assert layout.labels[-1] == -1
    assert layout.labels[0] == layout.labels[1] != layout.labels[4]
    assert np.isfinite(layout.coordinates).all()
    with pytest.raises(TypeError, match="X must be the documents"):
        document_layout(pipeline)
    counts = CountVectorizer().fit_transform(TEXTS)
    authors = [["a"], ["a", "b"], ["b"], ["c"], ["c"], ["c", "d"]]
    model = AuthorTopicModel(2, random_state=0).fit(counts, authors=authors)
    assert len(document_layout(model, counts, authors=authors)) == 6


def test_models_of_clusters():
    vectors, groups, _ = _planted()
    texts = [f"{TEXTS[group]} w{i % 11}" for i, group in enumerate(groups)]
    model = BERTopic(reducer=None, random_state=0).fit(
        texts, groups, embeddings=vectors
    )
    layout = document_layout(model, texts, embeddings=vectors)
    assert layout.kind == "embeddings"
    assert_array_equal(layout.labels, model.labels_)
    assert _alike(layout.coordinates, groups) > 0.98
    others = document_layout(model, texts[:50], embeddings=vectors[50:100])
    assert len(others) == 50
    alone = document_layout(model)
    assert len(alone) == 300
    assert alone.to_dict()["topic"] == model.labels_.tolist()
    with pytest.raises(ValueError, match="300 documents"):
        document_layout(model, texts, embeddings=vectors[:299])


def test_places_of_topics_may_be_given():
    places = np.array([[0, 0], [1, 0], [9, 9], [np.nan, np.nan]])
    labels = [0, 0, 1, 1, 2, 3, -1]
    layout = document_layout(labels, topic_coordinates=places)
    assert layout.topic_coordinates.shape == (4, 2)
    assert np.isfinite(layout.coordinates).all()
    near = layout.coordinates[:6]
    assert_allclose(near[:5], places[labels[:5]], atol=1)
    more = document_layout([0, 0], topic_coordinates=places).topic_coordinates
    assert np.isnan(more[1:]).all()
    for wrong in (places[:3], places[:, :1]):
        with pytest.raises(ValueError, match="a row for each of the 4 topics"):
            document_layout(labels, topic_coordinates=wrong)
    with pytest.raises(ValueError, match="a row for each of the 2 topics"):
        document_layout(np.eye(2), topic_coordinates=places)
