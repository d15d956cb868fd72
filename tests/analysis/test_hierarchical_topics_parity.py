"""Hierarchies here and in the package BERTopic, of the same topics."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.cluster.hierarchy import linkage
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.testing import make_documents

bertopic = pytest.importorskip("bertopic")

DOCUMENTS = make_documents(150)
RANDOM = np.random.RandomState(0)
VECTORS = RANDOM.rand(150, 6)
LABELS = np.repeat(np.arange(-1, 14), np.arange(17, 2, -1))[:150]  # all of other sizes


def both(documents=DOCUMENTS, vectors=VECTORS, labels=LABELS):
    ours = BERTopic(None, None, None, CountVectorizer(), ClassTfidfTransformer())
    ours.fit(documents, labels, embeddings=vectors)
    theirs = bertopic.BERTopic(
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=CountVectorizer(),
        language="multilingual",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs.fit(documents, vectors.copy(), y=labels)
    return ours, theirs, dict(zip(theirs.topics_, ours.labels_.tolist(), strict=True))


def their_hierarchy(theirs, documents=DOCUMENTS, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame = theirs.hierarchical_topics(documents, **options)
    return frame.iloc[::-1]  # the nearest topics first


@pytest.mark.parametrize("on", ["words", "embeddings"])
@pytest.mark.parametrize("method", ["ward", "average", "complete"])
def test_merges_names_and_distances(on, method):
    ours, theirs, number = both()
    options = {"on": on, "linkage": method, "distance": "cosine"}
    found = ours.hierarchical_topics(**options, n_top_words=60)
    expected = their_hierarchy(
        theirs,
        use_ctfidf=on == "words",
        linkage_function=lambda d: linkage(d, method, optimal_ordering=True),
    )
    assert_allclose([m.distance for m in found], expected.Distance, atol=1e-12)
    topics = [sorted(number[topic] for topic in row) for row in expected.Topics]
    assert [list(merge.topics) for merge in found] == topics
    for merge, name in zip(found, expected.Parent_Name, strict=True):
        weights = dict(zip(merge.terms, merge.weights, strict=True))
        # Words of equal weight are in another order there.
        theirs_of_names = [weights[word] for word in name.split("_")]
        assert_allclose(theirs_of_names, merge.weights[:5], rtol=1e-9)
    for merge, left, right in zip(
        found, expected.Child_Left_ID, expected.Child_Right_ID, strict=True
    ):
        children = {number.get(int(child), int(child)) for child in (left, right)}
        assert children == {merge.left, merge.right}
    frame = found.to_frame()
    assert [c.lower() for c in expected.columns] == frame.columns[:-1].tolist()


def test_functions_of_the_user_are_called_as_there():
    def far(weights):
        return np.abs(weights.toarray()[:, None] - weights.toarray()).sum(axis=2)

    def single(distances):
        return linkage(distances, "single")

    ours, theirs, _ = both()
    found = ours.hierarchical_topics(on="words", linkage=single, distance=far)
    expected = their_hierarchy(
        theirs, linkage_function=single, distance_function=far
    ).Distance
    assert_allclose([m.distance for m in found], expected, atol=1e-12)


def test_equal_topics_are_an_error_there():
    vectors = np.repeat(RANDOM.rand(15, 6), 10, axis=0)
    vectors[:30] = vectors[30:60]
    labels = np.repeat(np.arange(15), 10)
    ours, theirs, _ = both(vectors=vectors, labels=labels)
    found = ours.hierarchical_topics()
    assert min(m.distance for m in found) >= 0
    assert found.cut(distance=1e-6)[0] == [0, 3]
    # Rounding makes a cosine a little more than 1.
    far = 1 - 1.0000000000000002
    with pytest.raises(ValueError, match="negative"):
        theirs.hierarchical_topics(
            DOCUMENTS, distance_function=lambda v: np.full((v.shape[0],) * 2, far)
        )


def test_topics_of_centroids_are_wrong_there():
    points = np.array([[0, 0], [1, 0], [0.5, 0.9], [9, 9]])
    labels = np.repeat(np.arange(4), [5, 4, 3, 2])
    ours, theirs, _ = both(DOCUMENTS[:14], points[labels], labels)
    options = {"on": "embeddings", "linkage": "centroid", "distance": "euclidean"}
    found = ours.hierarchical_topics(**options)
    assert [merge.topics for merge in found] == [(0, 1), (0, 1, 2), (0, 1, 2, 3)]
    expected = their_hierarchy(
        theirs,
        DOCUMENTS[:14],
        use_ctfidf=False,
        linkage_function=lambda d: linkage(d, "centroid"),
        distance_function=lambda v: np.linalg.norm(v[:, None] - v, axis=2),
    )
    assert [len(topics) for topics in expected.Topics] != [2, 3, 4]
