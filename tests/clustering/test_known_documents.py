"""One document has one answer, whatever documents come with it."""

from collections import Counter

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, NEW, TOPICS, VECTORS, Widths, encoder, model
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.linear_model import LogisticRegression

from sktopics import BERTopic, FunctionEncoder
from sktopics.clustering import merge_models
from sktopics.clustering._placement.known_documents import find_rows, text_keys


def slow_rows(keys, known, labels):
    """Equals `find_rows`, by counting."""
    found = []
    for key in keys:
        rows = np.flatnonzero(known == key)
        if not len(rows):
            found.append(-1)
            continue
        counts = Counter(labels[rows].tolist())
        best = min(counts, key=lambda label: (-counts[label], label < 0, label))
        found.append(rows[labels[rows] == best][0])
    return found


@pytest.mark.parametrize("seed", range(20))
def test_find_rows(seed):
    rng = np.random.default_rng(seed)
    known = rng.integers(0, 12, rng.integers(1, 60)).astype(np.uint64)
    labels = rng.integers(-1, 4, len(known))
    keys = rng.integers(0, 15, 40).astype(np.uint64)
    assert_array_equal(find_rows(keys, known, labels), slow_rows(keys, known, labels))


def test_find_rows_of_lone_surrogates():
    keys = text_keys(["a", "\ud800", "a"])
    assert_array_equal(find_rows(keys, keys, np.array([1, 0, 0])), [2, 1, 2])


def test_answers_of_a_questionnaire():
    answers = ["ok"] * 3 + ["bad service"] * 2 + ["slow delivery"] * 2 + ["ok"]
    vectors = FunctionEncoder(lambda d: [[len(x), x.count("s") + 1.0] for x in d])
    fitted = BERTopic(vectors, None, None).fit(answers, [0, 0, 1, 1, 1, 2, 2, 0])
    assert_array_equal(fitted.predict(["ok"] * 4), [0] * 4)
    assert_array_equal(fitted.predict(["bad service", "ok", "ok"]), [1, 0, 0])
    # Topics that are merged have the sum of their documents.
    fitted = BERTopic(vectors, None, None).fit(["ok"] * 5, [0, 0, 1, 1, 1])
    assert_array_equal(fitted.predict(["ok"]), [1])
    assert fitted.classes_.tolist() == [0, 1]


def check_rows(fitted, documents, vectors):
    """One answer for a document: alone, in any order, with repeats, by each way."""
    order = np.random.default_rng(0).permutation(len(documents))
    order = np.concatenate([order, order[:7], order[:3]])
    by_text = (lambda rows: ([documents[i] for i in rows],)), {}
    by_vector = (
        lambda rows: ([documents[i] for i in rows], vectors[rows]),
        {},
    )
    for take, _ in (by_text, by_vector):
        for method in (fitted.predict, fitted.predict_proba, fitted.transform):
            together = method(*take(order))
            alone = np.concatenate([method(*take(order[i : i + 1])) for i in range(9)])
            assert_allclose(together[:9], alone, atol=1e-6)
            assert_allclose(together[-10:], together[[*range(7), *range(3)]], atol=1e-6)
            assert_allclose(together, method(*take(np.arange(len(documents))))[order],
                            atol=1e-6)  # fmt: skip


@pytest.mark.parametrize(
    "clusterer", [KMeans(4, n_init=1), HDBSCAN(copy=True), "auto", LogisticRegression()]
)
@pytest.mark.parametrize("assign", ["cluster", "centroid"])
def test_rows(clusterer, assign):
    documents = [*DOCUMENTS, *DOCUMENTS[:20], *DOCUMENTS[:6]]
    y = np.append(TOPICS, np.zeros(26, dtype=int))  # not what the others have
    vectors = np.vstack([VECTORS, VECTORS[:20], VECTORS[:6]])
    fitted = model(clusterer, min_topic_size=4, assign=assign)
    shares = fitted.fit_transform(documents, y)
    assert_allclose(fitted.transform(documents), shares, atol=1e-6)
    fitted.fit(documents, y, embeddings=vectors)
    fitted.encoder_ = encoder().fit(DOCUMENTS)
    texts = [*documents[:90], *NEW]
    there = np.vstack([vectors[:90], fitted.encoder_.transform(NEW)])
    check_rows(fitted, texts, there)
    fitted.reduce_topics(2)
    check_rows(fitted, texts, there)
    both = merge_models([fitted, fitted])
    check_rows(both, texts, there)


def test_rows_of_a_stream():
    fitted = BERTopic(Widths(3), None, None)
    fitted.partial_fit(["a", "bb", "bb"], [0, 1, 0]).partial_fit(["bb", "c"], [1, 1])
    assert len(set(fitted.predict(["bb"] * 5))) == 1
    assert_array_equal(fitted.predict(["a", "bb"])[::-1], fitted.predict(["bb", "a"]))
