"""BERTopic with UMAP and HDBSCAN: the original's own parts. Slow to compile."""

import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import NearestNeighbors
from sotu_parts import make_encoder, sotu_part
from umap_parts import HDBSCAN, UMAP, make_umap, seeded_topics

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.clustering._steps.umap_graph import searches_neighbors

bertopic = pytest.importorskip("bertopic")
umap_ = pytest.importorskip("umap.umap_")

# Where the compiler warns of threads, and UMAP of seeds.
pytestmark = pytest.mark.filterwarnings("ignore")
ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
sys.path[:0] = [{root!r}, {tests!r}]
from umap_parts import seeded_topics
print(json.dumps(seeded_topics()))
"""


@pytest.fixture(scope="module")
def corpus():
    return sotu_part(12)


@pytest.fixture(scope="module")
def fresh_process():
    """Another process that fits the same models, started before all else."""
    program = PROGRAM.format(root=str(ROOT), tests=str(Path(__file__).parent))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program],
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()


@pytest.fixture(scope="module")
def model(fresh_process, corpus):
    """Fitted with seeds that are BERTopic's, not the parts'."""
    model = BERTopic(
        make_encoder(),
        make_umap(),
        HDBSCAN(min_cluster_size=5),
        random_state=0,
    )
    return model.fit(corpus[0], embeddings=corpus[1])


def test_the_same_objects_give_the_same_topics(model, corpus):
    """As in the original, with seeds: the same labels, weights and words."""
    documents, embeddings = corpus
    reducer, clusterer = make_umap(random_state=5), HDBSCAN(min_cluster_size=5)
    theirs = bertopic.BERTopic(
        umap_model=clone(reducer),
        hdbscan_model=clone(clusterer),
        language="multilingual",
    )
    labels, _ = theirs.fit_transform(documents, embeddings.copy())
    ours = BERTopic(
        reducer=reducer, clusterer=clusterer, weighting=ClassTfidfTransformer()
    )
    ours.fit(documents, embeddings=embeddings)
    assert len(ours.topic_sizes_) > 2
    assert 0 < ours.n_outliers_ < len(documents) / 2
    np.testing.assert_array_equal(
        ours.reducer_.embedding_, theirs.umap_model.embedding_
    )
    assert adjusted_rand_score(ours.labels_, labels) == 1.0
    np.testing.assert_array_equal(ours.labels_ == -1, np.array(labels) == -1)
    # Topics of equal size are in another order in theirs.
    order = [labels[row] + 1 for row in np.unique(ours.labels_, return_index=True)[1]]
    np.testing.assert_allclose(
        ours.components_.toarray(), theirs.c_tf_idf_.toarray()[order[1:]], atol=1e-6
    )
    assert type(theirs.hdbscan_model) is not bertopic.cluster.BaseCluster
    assert not hasattr(reducer, "embedding_")  # theirs would have fitted it


def test_named_parts_are_the_originals(model, corpus):
    documents, embeddings = corpus
    named = BERTopic(
        make_encoder(), "umap", "hdbscan", min_topic_size=5, random_state=0
    )
    named.fit(documents, embeddings=embeddings)
    np.testing.assert_array_equal(named.labels_, model.labels_)
    for name, value in make_umap().get_params().items():
        if name not in ("random_state", "angular_rp_forest", "tqdm_kwds"):
            assert named.reducer_.get_params()[name] == value, name


def test_guided_labels_reach_umap(model, corpus):
    documents, embeddings = corpus
    guided = clone(model).set_params(seed_topics=[["war", "peace"], ["tax", "budget"]])
    guided.fit(documents, embeddings=embeddings)
    assert guided.reducer_._supervised
    np.testing.assert_array_equal(
        guided.predict(documents, embeddings=embeddings), guided.labels_
    )
    y = np.where(np.arange(len(documents)) % 2, "odd", "even")
    drawn = clone(model).fit(documents, y, embeddings=embeddings)
    assert drawn.reducer_._supervised
    assert not hasattr(drawn, "classes_")


def test_training_documents_get_their_labels(model, corpus):
    documents, embeddings = corpus
    assert model.placement_ == "neighbours"
    assert (model.labels_ == -1).any()
    rng = np.random.default_rng(0)
    for rows in (np.arange(len(documents)), rng.permutation(len(documents))[:50], [7]):
        part = [documents[i] for i in rows]
        for given in ({"embeddings": embeddings[rows]}, {}):
            np.testing.assert_array_equal(
                model.predict(part, **given), model.labels_[rows]
            )
    probabilities = model.transform(documents, embeddings=embeddings)
    again = clone(model).fit_transform(documents, embeddings=embeddings)
    np.testing.assert_array_equal(again, probabilities)
    rest = 1 - probabilities.sum(axis=1)
    assert (rest > -1e-9).all()
    best = np.where(rest > probabilities.max(axis=1), -1, probabilities.argmax(axis=1))
    np.testing.assert_array_equal(best, model.labels_)


def test_new_documents(model, corpus):
    """Near copies have the topics of what they are copies of, whoever comes along."""
    documents, embeddings = corpus
    new = embeddings + 1e-4 * np.random.default_rng(0).normal(size=embeddings.shape)
    labels = model.predict(documents, embeddings=new)
    assert (labels == model.labels_).mean() > 0.9
    part = model.predict(documents[:20], embeddings=new[:20])
    np.testing.assert_array_equal(part, labels[:20])


def test_saving(model, corpus, tmp_path):
    """By joblib; skops saves no fitted UMAP, which holds a generator."""
    documents, embeddings = corpus
    skops = pytest.importorskip("skops.io")
    with pytest.raises(TypeError, match="generator"):
        skops.dumps(model)
    unfitted = skops.dumps(clone(model))
    untrusted = skops.get_untrusted_types(data=unfitted)
    assert {"umap.umap_.UMAP", "hdbscan.hdbscan_.HDBSCAN"} < set(untrusted)
    assert repr(skops.loads(unfitted, trusted=untrusted)) == repr(model)
    path = tmp_path / "model"
    joblib.dump(model, path)
    loaded = joblib.load(path)
    new = embeddings + 0.01
    for vectors in (embeddings, new):
        np.testing.assert_array_equal(
            loaded.transform(documents, embeddings=vectors),
            model.transform(documents, embeddings=vectors),
        )
    assert loaded.topics_ == model.topics_


def test_another_process_finds_the_same(model, fresh_process):
    """With other hashes of strings, too."""
    output, _ = fresh_process.communicate()
    assert fresh_process.returncode == 0
    assert json.loads(output.splitlines()[-1]) == seeded_topics()


@pytest.fixture(scope="module")
def searching():
    """A UMAP that searches for neighbours as one of 4096 documents and more does."""
    reducer = partial(make_umap, random_state=3, force_approximation_algorithm=True)
    reducer().fit(np.random.default_rng(0).normal(size=(60, 20)))  # compiles
    return reducer


@pytest.fixture
def searches(monkeypatch):
    """How often neighbours were searched for."""
    calls = []
    search = umap_.nearest_neighbors

    def counted(*args, **kwargs):
        calls.append(args[0].shape)
        if args[2] == "euclidean":  # 10 seconds to compile, for one search
            return compared(*args[:2])
        return search(*args, **kwargs)

    monkeypatch.setattr(umap_, "nearest_neighbors", counted)
    return calls


def compared(vectors, n_neighbors):
    """Neighbours by distances, in the form in which UMAP's search gives them."""
    tree = NearestNeighbors(n_neighbors=n_neighbors).fit(vectors)
    distances, indices = tree.kneighbors(vectors)
    return indices.astype(np.int32), distances.astype(np.float32), None


def fit_with(reducer, corpus, memory, y=None):
    model = BERTopic(reducer=reducer, clusterer=KMeans(3, n_init=1), memory=memory)
    return model.set_params(random_state=0).fit(corpus[0], y, embeddings=corpus[1])


@pytest.mark.parametrize("random_state", [3, np.random.RandomState(3)], ids=str)
def test_graph_is_searched_once(searching, searches, corpus, tmp_path, random_state):
    """And the layouts are to the last bit what they are without memory."""
    options = [
        {"n_components": 5},
        {"n_components": 2, "min_dist": 0.1},
        {"n_epochs": 30, "init": "random"},
    ]
    reducers = [searching(**o, random_state=random_state) for o in options]
    before = np.random.RandomState(3).get_state()
    plain = [fit_with(reducer, corpus, None) for reducer in reducers]
    assert len(searches) == 3
    searches.clear()
    shared = [fit_with(reducer, corpus, str(tmp_path)) for reducer in reducers]
    assert len(searches) == 1
    for one, other in zip(plain, shared, strict=True):
        np.testing.assert_array_equal(
            one.reducer_.embedding_, other.reducer_.embedding_
        )
        np.testing.assert_array_equal(
            one._placement["reduced"], other._placement["reduced"]
        )
        np.testing.assert_array_equal(one.labels_, other.labels_)
        assert vars(one.reducer_).keys() == vars(other.reducer_).keys()
        params = other.reducer_.get_params()
        for name, value in one.reducer_.get_params().items():
            if name != "random_state":
                assert params[name] == value, name
        assert params["precomputed_knn"] == (None, None, None)
    # An int stays one; a generator is where the user's was, not where UMAP left it.
    kept = shared[0].reducer_.random_state
    if isinstance(random_state, int):
        assert kept == 3
    else:
        np.testing.assert_array_equal(kept.get_state()[1], before[1])
        np.testing.assert_array_equal(random_state.get_state()[1], before[1])
    # Nothing that pynndescent would have to load comes from memory.
    assert shared[0].reducer_._knn_search_index is None


def test_graph_is_searched_again_where_it_differs(
    searching, searches, corpus, tmp_path
):
    memory = joblib.Memory(str(tmp_path), mmap_mode="r", verbose=0)
    fit_with(searching(), corpus, memory)
    for n, changes in enumerate(
        [{"n_neighbors": 8}, {"metric": "euclidean"}, {"random_state": 4}], start=2
    ):
        fit_with(searching(**changes), corpus, memory)
        assert len(searches) == n
    part = corpus[0][:200], corpus[1][:200]
    fit_with(searching(), part, memory)
    assert len(searches) == 5
    # Labels change the layout, not the graph; nor does the type of the vectors.
    y = np.arange(len(corpus[0])) % 3
    shared = fit_with(searching(), corpus, memory, y)
    assert len(searches) == 5
    plain = fit_with(searching(), corpus, None, y)
    np.testing.assert_array_equal(shared.reducer_.embedding_, plain.reducer_.embedding_)
    searches.clear()
    single = corpus[0], corpus[1].astype(np.float32)
    fit_with(searching(), single, memory)
    assert searches == []


def test_who_searches_for_neighbors():
    small, large = np.empty((4095, 3)), np.empty((4096, 3))
    assert searches_neighbors(UMAP(), large)
    assert not searches_neighbors(UMAP(), small)
    assert searches_neighbors(UMAP(force_approximation_algorithm=True), small)
    for params in (
        {"metric": "precomputed"},
        {"metric": umap_.dist.cosine},
        {"metric": "bit_jaccard"},
        {"unique": True},
        {"transform_mode": "graph"},
        {"output_dens": True},
        {"n_neighbors": 5000},
        {"precomputed_knn": (np.empty((4096, 15)), np.empty((4096, 15)))},
    ):
        assert not searches_neighbors(UMAP(**params), large), params

    class Other(UMAP):
        pass

    assert not searches_neighbors(Other(), large)
    assert not searches_neighbors(PCA(), large)
