"""Shares of topics in classes, with intervals."""

import pickle

import numpy as np
import pytest
from scipy.stats import t
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import PLSA, BERTopic
from sktopics._wilson import wilson_interval
from sktopics.effects import topic_prevalence
from sktopics.testing import make_corpus, make_documents

DOCUMENTS = make_documents(40)
X = make_corpus("counts", DOCUMENTS)
CLASSES = np.array(["a", "b"])[np.arange(40) % 2]


def test_by_hand():
    model = PLSA(4, random_state=0).fit(X)
    found = topic_prevalence(model, X, CLASSES, shares="model", level=0.9)
    shares = model.transform(X)[CLASSES == "b"]
    mean, error = shares.mean(axis=0), shares.std(axis=0, ddof=1) / np.sqrt(20)
    np.testing.assert_allclose(found.prevalence[1], mean)
    half = t.ppf(0.95, 19) * error
    np.testing.assert_allclose(found.upper[1], np.minimum(mean + half, 1))
    np.testing.assert_allclose(found.lower[1], np.maximum(mean - half, 0))
    assert found.classes == ("a", "b")
    np.testing.assert_array_equal(found.n_documents, 20)
    assert "b (20 documents)" in repr(found)
    assert pickle.loads(pickle.dumps(found)) == found


def test_by_words_sums_to_1():
    model = PLSA(4, random_state=0).fit(X)
    found = topic_prevalence(model, X, CLASSES)
    assert found.shares == "words"
    np.testing.assert_allclose(found.prevalence.sum(axis=1), 1)
    frame = found.to_frame()
    assert len(frame) == 8
    assert list(frame["class"][:5]) == ["a"] * 4 + ["b"]


def test_clusters_have_intervals_of_wilson():
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))
    model = BERTopic(
        encoder, reducer=None, clusterer=KMeans(4, n_init=1, random_state=0)
    ).fit(DOCUMENTS)
    found = topic_prevalence(model, DOCUMENTS, CLASSES)
    lower, upper = wilson_interval(found.prevalence, np.array([20, 20]), 0.95)
    np.testing.assert_array_equal(found.lower, lower)
    np.testing.assert_array_equal(found.upper, upper)


def test_several_classes_none_and_one_document():
    by = [["a", "b"], None, *["a"] * 37, "c"]
    found = topic_prevalence(PLSA(4, random_state=0).fit(X), X, by)
    assert found.n_documents.tolist() == [38, 1, 1]
    assert np.isnan(found.lower[1:]).all()
    assert not np.isnan(found.prevalence).any()
    with pytest.raises(ValueError, match="No document has any of the classes in by"):
        topic_prevalence(PLSA(4, random_state=0).fit(X), X, [None] * 40)
    with pytest.raises(ValueError, match="classes in by"):
        topic_prevalence(PLSA(4, random_state=0).fit(X), X, ["a"] * 3)
