"""Top2Vec in searches and Pipelines, under routing, on planted topics."""

from collections import Counter

import numpy as np
import pytest
import sklearn
from bertopic_corpora import DOCUMENTS, NEW, labels_agree
from numpy.testing import assert_array_equal
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from top2vec_invariants import CORPUS

from sktopics import FunctionEncoder, Top2Vec
from sktopics.metrics import coherence_scorer, diversity_scorer

ENCODED = Counter()
_PLACES = np.random.RandomState(0).normal(size=(26, 12))


def letters(texts):
    """Mean places of letters, and a note of what was read."""
    ENCODED.update(texts)
    counts = [[text.lower().count(chr(97 + i)) for i in range(26)] for text in texts]
    return np.array(counts) @ _PLACES


def strip(documents):
    return [text.strip() for text in documents]


GRID = {"clusterer__n_clusters": [3, 4], "merge_distance": [0, 0.05]}


def model(**params):
    parts = {"reducer": PCA(4), "clusterer": KMeans(4, n_init=1), "random_state": 0}
    return Top2Vec(**(parts | params))


@pytest.mark.parametrize("step", ["", "top2vec__"])
@pytest.mark.parametrize("word_vectors", ["documents", "encoder"])
def test_a_search_encodes_each_document_once(tmp_path, step, word_vectors):
    """And each word, over folds, candidates, scoring and the last fit."""
    ENCODED.clear()
    encoder = FunctionEncoder(letters, cache_dir=tmp_path, cache_key="letters")
    searched = model(encoder=encoder, word_vectors=word_vectors)
    if step:
        searched = make_pipeline(FunctionTransformer(strip), searched)
    search = GridSearchCV(
        searched,
        {step + name: values for name, values in GRID.items()},
        scoring={"npmi": coherence_scorer("c_npmi"), "diversity": diversity_scorer()},
        refit="npmi",
        cv=3,
        error_score="raise",
    ).fit(DOCUMENTS)
    assert set(ENCODED.values()) == {1}
    assert set(DOCUMENTS) <= set(ENCODED)
    assert (len(ENCODED) > len(DOCUMENTS)) == (word_vectors == "encoder")
    assert np.isfinite(search.cv_results_["mean_test_npmi"]).all()
    ENCODED.clear()
    search.predict(DOCUMENTS)
    search.transform(NEW[:5])
    assert Counter(NEW[:5]) == ENCODED


def test_memory_is_shared_by_candidates(tmp_path):
    ENCODED.clear()
    search = GridSearchCV(
        model(encoder=letters, memory=str(tmp_path)),
        GRID,
        scoring=diversity_scorer(),
        cv=2,
        error_score="raise",
    ).fit(DOCUMENTS)
    # In a fold, and in the last fit.
    assert max(ENCODED[text] for text in DOCUMENTS) == 2
    plain = model(encoder=letters).set_params(**search.best_params_).fit(DOCUMENTS)
    assert_array_equal(search.best_estimator_.labels_, plain.labels_)


def test_embeddings_are_routed():
    with sklearn.config_context(enable_metadata_routing=True):
        estimator = model(encoder=None)
        estimator.set_fit_request(embeddings=True)
        estimator.set_predict_request(embeddings=True)
        estimator.set_transform_request(embeddings=True)
        pipeline = make_pipeline(FunctionTransformer(strip), estimator)
        given = {"embeddings": CORPUS.vectors}
        pipeline.fit(CORPUS.documents, **given)
        labels = pipeline.predict(CORPUS.documents, **given)
        assert_array_equal(labels, pipeline[-1].labels_)
        assert pipeline.transform(CORPUS.documents, **given).shape == (65, 4)


def test_names_of_columns():
    fitted = model(encoder=letters, merge_distance=0).fit(DOCUMENTS)
    names = [f"top2vec{i}" for i in range(4)]
    assert fitted.get_feature_names_out().tolist() == names
    frame = fitted.set_output(transform="pandas").transform(NEW)
    assert frame.columns.tolist() == names


@pytest.mark.parametrize("assign", ["centroid", "cluster"])
def test_planted_topics(assign):
    parts = {"clusterer": KMeans(4, n_init=3), "reducer": None, "assign": assign}
    fitted = Top2Vec(random_state=0, **parts).fit(DOCUMENTS)
    assert labels_agree(fitted.labels_)
    for words in fitted.topics_.top_words:
        assert len({NEW_TOPIC_OF[word] for word in words[:5]}) == 1
    assert labels_agree(fitted.predict(NEW), np.arange(40) % 4)


NEW_TOPIC_OF = {
    word: topic
    for topic in range(4)
    for text in DOCUMENTS[topic::4]
    for word in text.lower().rstrip(".").split()
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_words_of_topics_that_have_nothing_in_common(dtype):
    """A cosine that is rounding is none."""
    places = np.linalg.qr(np.random.RandomState(0).normal(size=(8, 8)))[0][:2]
    vectors = np.tile(places, (10, 1)).astype(dtype)
    parts = {"reducer": None, "clusterer": KMeans(2, n_init=1), "random_state": 0}
    fitted = Top2Vec(None, **parts).fit(["ship sea", "tax"] * 10, embeddings=vectors)
    assert sorted(map(sorted, fitted.topics_.top_words)) == [["sea", "ship"], ["tax"]]
