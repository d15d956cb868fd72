"""BERTopic in searches, pipelines and files."""

import pickle
from collections import Counter

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import HashingVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sotu_parts import make_encoder, sotu_part

from sktopics import BERTopic
from sktopics.embedding import FunctionEncoder
from sktopics.metrics import coherence_scorer, diversity_scorer

GRID = {"clusterer__min_cluster_size": [3, 5], "reducer__n_components": [3, 5]}
# How often documents were encoded and parts fitted, in this process.
ENCODED, FITTED = Counter(), Counter()


def project(texts):
    """Vectors of hashed words, counting the texts."""
    ENCODED.update(texts)
    words = HashingVectorizer(n_features=512, stop_words="english").transform(texts)
    return words @ np.random.default_rng(0).normal(size=(512, 8))


class CountedPCA(PCA):
    def fit_transform(self, X, y=None):
        FITTED["reducer"] += 1
        return super().fit_transform(X)


class CountedTfidf(TfidfVectorizer):
    def fit_transform(self, raw_documents, y=None):
        FITTED["encoder"] += 1
        return super().fit_transform(raw_documents)


class Silent(TransformerMixin, BaseEstimator):
    """An encoder that must not be asked."""

    def fit(self, X, y=None):
        raise AssertionError("fitted")

    def transform(self, X):
        raise AssertionError("asked")


class Pictures(TransformerMixin, BaseEstimator):
    """Encodes texts by their length, and images, which are numbers, by themselves."""

    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return np.array([[len(text), 0.0, 1.0] for text in X])

    def transform_images(self, images):
        return np.array([[0.0, image, 1.0] for image in images])


def strip(documents):
    return [text.strip() for text in documents]


@pytest.fixture(scope="module")
def corpus():
    return sotu_part(12)


@pytest.fixture
def routing():
    with sklearn.config_context(enable_metadata_routing=True):
        yield


def make_model(**params):
    parts = {
        "encoder": make_encoder(),
        "reducer": PCA(5),
        "clusterer": HDBSCAN(min_cluster_size=4, copy=True),
        "random_state": 0,
    }
    return BERTopic(**(parts | params))


@pytest.mark.parametrize("step", ["", "bertopic__"])
def test_grid_search_encodes_each_document_once(corpus, tmp_path, step):
    """In all: over folds, candidates, scoring and the last fit."""
    documents, _ = corpus
    ENCODED.clear()
    encoder = FunctionEncoder(project, cache_dir=tmp_path, cache_key="project")
    model = make_model(encoder=encoder)
    if step:
        model = make_pipeline(FunctionTransformer(strip), model)
    scoring = {"npmi": coherence_scorer("c_npmi"), "diversity": diversity_scorer()}
    search = GridSearchCV(
        model,
        {step + name: values for name, values in GRID.items()},
        scoring=scoring,
        refit="npmi",
        cv=3,
        error_score="raise",
    ).fit(documents)
    assert set(ENCODED.values()) == {1}
    assert len(ENCODED) == len(set(strip(documents)))
    for name in scoring:
        assert np.isfinite(search.cv_results_[f"mean_test_{name}"]).all()
    npmi = search.cv_results_["mean_test_npmi"]
    assert len(set(npmi.round(12))) > 1
    search.predict(documents)
    search.transform([text[:500] + " Thank you." for text in documents[:5]])
    assert len(ENCODED) == len(documents) + 5
    best = search.best_estimator_
    best = best[-1] if step else best
    for name, value in search.best_params_.items():
        assert best.get_params()[name.removeprefix(step)] == value


def test_memory_is_shared_by_candidates(corpus, tmp_path):
    """Embeddings are computed once a fold, reduced vectors once for each reducer."""
    documents = corpus[0][:240]
    encoder = make_encoder()
    encoder.steps[0] = ("words", CountedTfidf(stop_words="english", min_df=2))
    params = {"encoder": encoder, "reducer": CountedPCA(3)}
    results = []
    for memory in (None, str(tmp_path), joblib.Memory(str(tmp_path), verbose=0)):
        FITTED.clear()
        search = GridSearchCV(
            make_model(**params, memory=memory),
            GRID,
            scoring=coherence_scorer("c_npmi"),
            cv=3,
            error_score="raise",
        ).fit(documents)
        results.append(search)
        if memory is None:
            assert FITTED == {"encoder": 4 * 3 + 1, "reducer": 4 * 3 + 1}
        elif memory == str(tmp_path):
            assert FITTED == {"encoder": 3 + 1, "reducer": 2 * 3 + 1}
        else:  # an object for the same folder
            assert FITTED == {}
    plain = results[0]
    for search in results[1:]:
        np.testing.assert_array_equal(
            search.cv_results_["mean_test_score"],
            plain.cv_results_["mean_test_score"],
        )
        np.testing.assert_array_equal(
            search.best_estimator_.labels_, plain.best_estimator_.labels_
        )


def test_what_memory_holds_stays_as_it_is(corpus, tmp_path):
    """A model fitted from memory shares nothing that the next one could change."""
    documents, _ = corpus
    model = make_model(memory=str(tmp_path), clusterer=KMeans(5, n_init=1))
    first = clone(model).fit(documents)
    vectors = first.topic_embeddings_.copy()
    first.topic_embeddings_[:] = 0
    first._placement["reduced"][:] = 0
    second = clone(model).fit(documents)
    np.testing.assert_array_equal(second.topic_embeddings_, vectors)
    np.testing.assert_array_equal(second.labels_, first.labels_)
    # Another seed, and documents that differ, are another thing.
    other = clone(model).fit(documents[1:])
    assert len(other.labels_) == len(documents) - 1


def test_embeddings_are_routed(corpus, routing):
    """To `fit` and `predict`, a part for each fold; nothing is encoded."""
    documents, embeddings = corpus
    model = make_model(encoder=Silent(), clusterer=KMeans(5, n_init=1))
    model.set_fit_request(embeddings=True).set_predict_request(embeddings=True)
    results = cross_validate(
        model,
        documents,
        cv=4,
        scoring=coherence_scorer("c_npmi"),
        params={"embeddings": embeddings},
        return_estimator=True,
        return_indices=True,
        error_score="raise",
    )
    assert np.isfinite(results["test_score"]).all()
    folds = results["indices"]["train"]
    for fitted, rows in zip(results["estimator"], folds, strict=True):
        part = [documents[i] for i in rows]
        alone = clone(model).fit(part, embeddings=embeddings[rows])
        np.testing.assert_array_equal(fitted.labels_, alone.labels_)
    pipeline = make_pipeline(
        FunctionTransformer(strip),
        clone(model).set_transform_request(embeddings=True),
    )
    found = pipeline.fit_transform(documents, embeddings=embeddings)
    alone = clone(model).fit_transform(strip(documents), embeddings=embeddings)
    np.testing.assert_array_equal(found, alone)
    np.testing.assert_array_equal(
        pipeline.predict(documents, embeddings=embeddings), pipeline[-1].labels_
    )


def test_images_are_routed(routing):
    rng = np.random.default_rng(0)
    documents = [f"{'ship sea ' * (1 + i % 2)}" for i in range(40)]
    images = [None if i % 3 == 0 else float(rng.integers(2)) * 50 for i in range(40)]
    model = BERTopic(Pictures(), None, KMeans(2, n_init=1), random_state=0)
    model.set_fit_request(images=True).set_predict_request(images=True)
    results = cross_validate(
        model,
        documents,
        cv=2,
        scoring=diversity_scorer(),
        params={"images": images},
        return_estimator=True,
        return_indices=True,
        error_score="raise",
    )
    folds = results["indices"]["train"]
    for fitted, rows in zip(results["estimator"], folds, strict=True):
        part, shown = [documents[i] for i in rows], [images[i] for i in rows]
        np.testing.assert_array_equal(
            fitted.predict(part, images=shown), fitted.labels_
        )
        with_image = np.array([bool(image) for image in shown])
        assert len(set(fitted.labels_[with_image])) == 1


def test_set_output_and_unions(corpus):
    documents, _ = corpus
    model = make_model(clusterer=KMeans(4, n_init=1))
    names = [f"bertopic{i}" for i in range(4)]
    expected = clone(model).fit_transform(documents)
    for container in ("pandas", "polars"):
        framed = clone(model).set_output(transform=container)
        for table in (framed.fit_transform(documents), framed.transform(documents)):
            assert type(table).__module__.startswith(container)
            assert list(table.columns) == names
            np.testing.assert_array_equal(table.to_numpy(), expected)
        assert framed.predict(documents).ndim == 1
    union = FeatureUnion([("topics", clone(model)), ("words", TfidfVectorizer())])
    both = union.fit_transform(documents)
    np.testing.assert_allclose(both[:, :4].toarray(), expected)
    assert union.get_feature_names_out()[0] == "topics__bertopic0"
    assert union.transform(documents[:3]).shape == (3, both.shape[1])


def save_by_pickle(model, path):
    return pickle.loads(pickle.dumps(model))


def save_by_joblib(model, path):
    joblib.dump(model, path)
    return joblib.load(path)


def save_by_skops(model, path):
    """All that has to be trusted are classes of sktopics, and sparse arrays."""
    skops = pytest.importorskip("skops.io")
    skops.dump(model, path)
    untrusted = skops.get_untrusted_types(file=path)
    others = [name for name in untrusted if not name.startswith("sktopics.")]
    assert set(others) <= {"scipy.sparse._csr.csr_array"}
    assert "sktopics.clustering._bertopic.BERTopic" in untrusted
    return skops.load(path, trusted=untrusted)


@pytest.mark.parametrize("save", [save_by_pickle, save_by_joblib, save_by_skops])
@pytest.mark.parametrize(
    "params",
    [
        {"clusterer": KMeans(5, n_init=1)},
        {"clusterer": HDBSCAN(min_cluster_size=4, copy=True)},
        {"zeroshot_topics": ["taxes", "health"], "zeroshot_min_similarity": 0.4},
        {"seed_topics": [["war", "peace"], ["tax"]], "calculate_probabilities": True},
        {"clusterer": None},
    ],
    ids=["kmeans", "hdbscan", "zero-shot", "guided", "labels"],
)
def test_saving(corpus, params, save, tmp_path):
    documents, embeddings = corpus
    documents, embeddings = documents[:150], embeddings[:150]
    model = make_model(**params)
    y = None
    if model.clusterer is None:
        y = np.array(["a", "b", "c"])[np.arange(150) % 3]
    path = tmp_path / "model"
    unfitted = save(model, path)
    assert repr(unfitted) == repr(model)
    model.fit(documents, y, embeddings=embeddings)
    loaded = save(model, path)
    assert loaded.topics_ == model.topics_
    new = embeddings + 0.01
    for vectors in (embeddings, new):
        np.testing.assert_array_equal(
            loaded.transform(documents, embeddings=vectors),
            model.transform(documents, embeddings=vectors),
        )
    np.testing.assert_array_equal(loaded.labels_, model.labels_)
    again = unfitted.fit(documents, y, embeddings=embeddings)
    np.testing.assert_array_equal(again.labels_, model.labels_)
    # What was loaded can be revised.
    np.testing.assert_array_equal(loaded.reduce_topics(2), model.reduce_topics(2))
    assert loaded.topics_ == model.topics_
    if y is not None:
        np.testing.assert_array_equal(loaded.classes_, model.classes_)


def test_a_clone_is_unfitted(corpus):
    model = make_model().fit(*corpus[:1], embeddings=corpus[1])
    copy = clone(model)
    assert not hasattr(copy, "labels_")
    assert copy.reducer is not model.reducer
    assert not hasattr(copy.reducer, "components_")
