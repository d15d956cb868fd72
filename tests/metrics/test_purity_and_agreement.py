"""Agreement with labels against contingency tables by hand and scikit-learn."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from sktopics.metrics import label_agreement, purity_score


def naive_purity(labels, topics):
    labels, topics = np.asarray(labels), np.asarray(topics)
    best = sum(
        max(np.sum((topics == k) & (labels == c)) for c in set(labels))
        for k in set(topics)
    )
    return best / len(labels)


@pytest.fixture
def labels():
    return np.random.default_rng(0).integers(0, 4, 200)


@pytest.fixture
def doc_topic(labels):
    rng = np.random.default_rng(1)
    return rng.dirichlet(np.full(6, 0.3), 200) + 0.3 * np.eye(6)[labels]


def test_equals_the_definitions(labels, doc_topic):
    topics = doc_topic.argmax(axis=1)
    agreement = label_agreement(labels, doc_topic)
    assert list(agreement) == ["purity", "nmi", "ari", "coverage"]
    assert agreement["purity"] == naive_purity(labels, topics)
    assert agreement["purity"] == purity_score(labels, doc_topic)
    assert agreement["nmi"] == pytest.approx(
        normalized_mutual_info_score(labels, topics)
    )
    assert agreement["ari"] == pytest.approx(adjusted_rand_score(labels, topics))
    assert agreement["coverage"] == 1
    assert all(type(value) is float for value in agreement.values())


def test_hard_topics_and_sparse_matrices(labels, doc_topic):
    expected = label_agreement(labels, doc_topic)
    assert label_agreement(labels, doc_topic.argmax(axis=1)) == pytest.approx(expected)
    assert label_agreement(labels, sp.csr_array(doc_topic)) == pytest.approx(expected)
    assert label_agreement(labels.astype(str), doc_topic.tolist()) == pytest.approx(
        expected
    )


def test_unlabelled_documents_are_ignored(labels, doc_topic):
    known = np.arange(200) % 3 > 0
    expected = label_agreement(labels[known], doc_topic[known])
    names = np.array(["sea", "tax", "law", "war"], dtype=object)[labels]
    for missing in (-1, None, np.nan, np.float32(-1), np.int8(-1)):
        partial = names.copy()
        partial[~known] = missing
        assert label_agreement(partial, doc_topic) == pytest.approx(expected)
        assert label_agreement(partial.tolist(), doc_topic) == pytest.approx(expected)
    assert label_agreement(np.where(known, labels, -1), doc_topic) == pytest.approx(
        expected
    )
    assert label_agreement(np.where(known, labels, np.nan), doc_topic) == pytest.approx(
        expected
    )
    # A string is a label, whatever it says.
    assert purity_score(["-1", "-1", "a"], [0, 0, 0]) == pytest.approx(2 / 3)


def test_series_with_missing_labels(labels, doc_topic):
    pd = pytest.importorskip("pandas")
    known = np.arange(200) % 3 > 0
    expected = label_agreement(labels[known], doc_topic[known])
    series = pd.Series(labels).where(known)
    for dtype in ("float64", "Int64", "category", "string"):
        assert label_agreement(series.astype(dtype), doc_topic) == pytest.approx(
            expected
        )
    assert label_agreement(series, pd.DataFrame(doc_topic)) == pytest.approx(expected)


def test_outliers_are_ignored_and_counted(labels, doc_topic):
    topics = doc_topic.argmax(axis=1)
    topics[:50] = -1
    agreement = label_agreement(labels, topics)
    assert agreement.pop("coverage") == 0.75
    expected = label_agreement(labels[50:], topics[50:])
    del expected["coverage"]
    assert agreement == pytest.approx(expected)
    doc_topic[:50] = 0  # a document without any topic, as NMF gives for an empty one
    assert label_agreement(labels, doc_topic) == pytest.approx(
        {**expected, "coverage": 0.75}
    )
    # Of unlabelled documents nobody knows whether they are difficult.
    unlabelled = label_agreement(np.where(np.arange(200) < 50, -1, labels), topics)
    assert unlabelled["coverage"] == 1


def test_extremes():
    perfect = {"purity": 1.0, "nmi": 1.0, "ari": 1.0, "coverage": 1.0}
    assert label_agreement(list("aabb"), [3, 3, 0, 0]) == pytest.approx(perfect)
    assert purity_score(list("aabb"), [0, 0, 0, 0]) == 0.5
    assert purity_score(list("abcd"), [0, 1, 2, 3]) == 1  # all alone: pure
    assert label_agreement(["a"], [0])["purity"] == 1


def test_bad_input():
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        purity_score([0, 1], [0, 1, 1])
    with pytest.raises(
        ValueError, match=r"of 3 documents, 0 have a label and 3 a topic"
    ):
        label_agreement([-1, None, np.nan], [0, 1, 1])
    with pytest.raises(ValueError, match="No document has both"):
        purity_score([1, -1], [-1, 1])
    with pytest.raises(ValueError, match="topics contains NaN"):
        purity_score([0, 1], [[0.5, np.nan], [1, 0]])
    with pytest.raises(ValueError, match="labels_true must be one label a document"):
        purity_score([[0, 1], [1, 0]], [0, 1])
