"""A document of which nothing is known has no topic, and no part in the fit."""

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, NAMES, NEW, TOPICS, VECTORS, manual, model
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, IncrementalPCA, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sktopics import BERTopic, Doc2Vec, FunctionEncoder, SequenceVectorizer
from sktopics.clustering import merge_models
from sktopics.clustering._steps.nothing_known import are_known, is_blank

BLANK = ["", "  \n", "\u3000\u2028\u00a0", "\ufeff\u200b", "\x00\x07"]
UNKNOWN = [*BLANK, "zzqx", "qqzz zzqx"]
ENCODERS = [
    make_pipeline(TfidfVectorizer(), TruncatedSVD(8, random_state=0)),
    make_pipeline(TfidfVectorizer(), PCA(8, random_state=0)),
    make_pipeline(CountVectorizer(), TruncatedSVD(8, random_state=0), StandardScaler()),
    make_pipeline(
        SequenceVectorizer(), Doc2Vec(8, dm=0, epochs=5, random_state=0), PCA(8)
    ),
]
CLUSTERERS = [
    KMeans(4, n_init=1),
    HDBSCAN(copy=True),
    "auto",
    LogisticRegression(),
]


def test_is_blank():
    assert all(map(is_blank, BLANK))
    assert not any(map(is_blank, ["a", ".", " - ", "🎻", "\u200b5", "猫"]))


def test_are_known():
    vectors = np.array([[0, 0], [5e-324, 0], [-1e-200, 0], [1, 0], [0, -0.0]])
    assert are_known(vectors).tolist() == [False, True, True, True, False]


def check_unknown(fitted, documents=UNKNOWN):
    for assign in ("cluster", "centroid"):
        fitted.set_params(assign=assign)
        mixed = [text for pair in zip(documents, NEW, strict=False) for text in pair]
        assert (fitted.predict(documents) == -1).all()
        for method in (fitted.transform, fitted.predict_proba):
            assert not method(documents).any()
            assert not method(mixed)[::2].any()
        assert_array_equal(fitted.predict(mixed)[1::2], fitted.predict(NEW[:7]))
    fitted.set_params(assign="cluster")


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda steps: steps[-1])
@pytest.mark.parametrize("clusterer", CLUSTERERS, ids=str)
def test_a_corpus_with_blank_documents(encoder, clusterer):
    """All other documents have what they have without them, to the last digits."""
    y = TOPICS if isinstance(clusterer, LogisticRegression) else None
    parts = {"reducer": None, "min_topic_size": 4, "random_state": 0}
    without = BERTopic(encoder, clusterer=clusterer, **parts).fit(DOCUMENTS, y)
    check_unknown(without)
    documents, y = [*BLANK, *DOCUMENTS], None if y is None else np.append([0] * 5, y)
    fitted = BERTopic(encoder, clusterer=clusterer, **parts)
    shares = fitted.fit_transform(documents, y)
    assert_array_equal(fitted.labels_, np.append([-1] * 5, without.labels_))
    assert_array_equal(fitted.predict(documents), fitted.labels_)
    assert_allclose(fitted.probabilities_[5:], without.probabilities_)
    assert not fitted.probabilities_[:5].any()
    assert not shares[:5].any()
    assert_allclose(fitted.transform(documents), shares, atol=1e-6)
    assert_allclose(fitted.transform(NEW), without.transform(NEW))
    assert_array_equal(fitted.topic_embeddings_, without.topic_embeddings_)
    assert fitted.n_outliers_ == without.n_outliers_ + 5
    for topic in fitted.topics_:
        for document in topic.documents:
            assert fitted.labels_[document.index] == topic.index
    check_unknown(fitted)
    fitted.reduce_topics(2)
    check_unknown(fitted)
    assert not fitted.probabilities_[:5].any()
    both = merge_models([fitted, without])
    assert_array_equal(both.labels_[:5], [-1] * 5)
    check_unknown(both)
    expected = np.append(fitted.labels_, both.labels_[85:])
    assert_array_equal(both.labels_, expected)


@pytest.mark.parametrize("clusterer", CLUSTERERS[:3], ids=str)
@pytest.mark.parametrize("memory", [False, True])
def test_words_that_the_encoder_has_left_out(clusterer, memory, tmp_path):
    """Documents of rare words alone are unknown to an encoder with `min_df`."""
    documents = [*DOCUMENTS, "zzqx", "qqzz", "."]
    for last in (TruncatedSVD(8, random_state=0), PCA(8, random_state=0)):
        encoder = make_pipeline(TfidfVectorizer(min_df=2), last)
        parts = {"memory": str(tmp_path)} if memory else {}
        fitted = BERTopic(
            encoder, None, clusterer, min_topic_size=4, random_state=0, **parts
        ).fit(documents)
        assert_array_equal(fitted.labels_[-3:], [-1] * 3)
        assert not fitted.probabilities_[-3:].any()
        assert_array_equal(fitted.predict(documents), fitted.labels_)


@pytest.mark.parametrize("clusterer", CLUSTERERS, ids=str)
@pytest.mark.parametrize("calculate_probabilities", [False, True])
def test_vectors_of_zeros(clusterer, calculate_probabilities):
    y = TOPICS if isinstance(clusterer, LogisticRegression) else None
    vectors = VECTORS.copy()
    vectors[[3, 50]] = 0
    parts = {"calculate_probabilities": calculate_probabilities, "min_topic_size": 4}
    fitted = model(clusterer, **parts).fit(DOCUMENTS, y, embeddings=vectors)
    kept = np.delete(np.arange(80), [3, 50])
    texts = [DOCUMENTS[i] for i in kept]
    y = None if y is None else y[kept]
    without = model(clusterer, **parts).fit(texts, y, embeddings=vectors[kept])
    assert_array_equal(fitted.labels_[kept], without.labels_)
    assert_allclose(fitted.probabilities_[kept], without.probabilities_)
    assert_array_equal(fitted.labels_[[3, 50]], [-1, -1])
    assert not fitted.probabilities_[[3, 50]].any()
    assert_array_equal(fitted.predict(DOCUMENTS, embeddings=vectors), fitted.labels_)
    zeros = fitted.transform(["rocket", "oven"], embeddings=np.zeros((2, 8)))
    assert not zeros.any()


def test_empty_texts_with_vectors():
    """ "" is an empty document, None is no text at all."""
    vectors = np.vstack([VECTORS, VECTORS[:2]])
    fitted = model().fit([*DOCUMENTS, "", " "], embeddings=vectors)
    assert_array_equal(fitted.labels_[-2:], [-1, -1])
    assert_array_equal(
        fitted.predict(["", None, "x"], embeddings=VECTORS[:3]),
        [-1, *fitted.labels_[1:3]],
    )
    without = model().fit(None, embeddings=VECTORS)
    assert_array_equal(without.labels_, fitted.labels_[:-2])
    assert_array_equal(without.predict(None, embeddings=VECTORS), without.labels_)
    assert_array_equal(
        without.predict(np.array([None, None]), embeddings=VECTORS[:2].tolist()),
        without.labels_[:2],
    )
    with pytest.raises(TypeError, match="None"):
        without.predict([None])
    with pytest.raises(ValueError, match="3 documents"):
        without.predict([None] * 3, embeddings=VECTORS[:2])


def test_labels_of_users_stay():
    documents, y = [*DOCUMENTS, "", "zzqx"], [*NAMES[TOPICS], "space", "nothing"]
    vectors = np.vstack([VECTORS, VECTORS[:1], np.zeros((1, 8))])
    fitted = manual(random_state=0)
    shares = fitted.fit_transform(documents, y, embeddings=vectors)
    assert_array_equal(fitted.classes_[fitted.labels_], y)
    assert fitted.topic_sizes_.tolist() == [21, 20, 20, 20, 1]
    assert not fitted.probabilities_[-2:].any()
    assert not shares[-2:].any()
    assert (fitted.predict(documents, embeddings=vectors)[-2:] == -1).all()
    assert np.isfinite(fitted.transform(NEW, embeddings=VECTORS[:40])).all()
    alone = manual().fit(DOCUMENTS, NAMES[TOPICS], embeddings=VECTORS)
    for name in NAMES:
        means = [
            each.topic_embeddings_[list(each.classes_).index(name)]
            for each in (fitted, alone)
        ]
        assert_allclose(*means)
    assert fitted.topics_[4].documents == ()


@pytest.mark.parametrize("parameter", ["zeroshot_topics", "seed_topics"])
def test_names_and_seeds(parameter):
    given = {
        "zeroshot_topics": ["rocket orbit", "zzqx"],
        "seed_topics": [["rocket", "orbit"], ["zzqx"]],
    }[parameter]
    encoder = ENCODERS[1]
    fitted = BERTopic(encoder, None, KMeans(4, n_init=1), random_state=0)
    fitted.set_params(**{parameter: given}, zeroshot_min_similarity=-1.0)
    fitted.fit([*DOCUMENTS, *BLANK])
    assert_array_equal(fitted.labels_[-5:], [-1] * 5)
    assert "zzqx" not in fitted.topic_names_
    check_unknown(fitted)


def test_batches():
    parts = {"reducer": IncrementalPCA(3), "clusterer": MiniBatchKMeans(4, n_init=1)}
    encoder = ENCODERS[0].fit(DOCUMENTS)
    encode = FunctionEncoder(encoder.transform)
    fitted, without = (BERTopic(encode, **parts, random_state=0) for _ in range(2))
    with pytest.raises(ValueError, match="Nothing is known of the documents"):
        fitted.partial_fit(["", "zzqx"])
    for batch in (DOCUMENTS[:40], DOCUMENTS[40:]):
        without.partial_fit(batch)
        fitted.partial_fit(["", *batch, "zzqx"])
    fitted.partial_fit(["", "zzqx"])
    at = np.r_[1:41, 43:83]
    assert_array_equal(fitted.labels_[at], without.labels_)
    assert_array_equal(np.delete(fitted.labels_, at), [-1] * 6)
    assert_allclose(fitted.probabilities_[at], without.probabilities_)
    assert_array_equal(fitted.topic_embeddings_, without.topic_embeddings_)
    assert_allclose(fitted.transform(NEW), without.transform(NEW))
    assert fitted.n_outliers_ == 6
    check_unknown(fitted)


@pytest.mark.parametrize("clusterer", [*CLUSTERERS, None], ids=str)
def test_nothing_but_unknown_documents(clusterer):
    y = [0, 1, 0] if clusterer is None else None
    y = [0, 1, 0] if isinstance(clusterer, LogisticRegression) else y
    for options in ({}, {"embeddings": np.ones((3, 2))}):
        with pytest.raises(ValueError, match="Nothing is known of the documents"):
            model(clusterer).set_params(clusterer=clusterer).fit(
                ["", " ", "\t"], y, **options
            )
    with pytest.raises(ValueError, match="Nothing is known of the documents"):
        model(clusterer).set_params(clusterer=clusterer).fit(
            ["a", "b", "c"], y, embeddings=np.zeros((3, 2))
        )
