"""Hierarchies and merges of the topics of a BERTopic: one implementation for both."""

import copy

import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, VECTORS, check_fitted
from numpy.testing import assert_array_equal
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics.pairwise import cosine_similarity

from sktopics import BERTopic
from sktopics.analysis import hierarchical_topics
from sktopics.clustering._topics.grouping import group_topics


def model(n=12, dtype=np.float64):
    clusterer = KMeans(n, n_init=1)
    return BERTopic(None, None, clusterer, random_state=0).fit(
        DOCUMENTS, embeddings=VECTORS.astype(dtype)
    )


def partition(into):
    return sorted(np.flatnonzero(into == k).tolist() for k in set(into.tolist()))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("n", [1, 2, 5, 11])
def test_topics_are_reduced_as_before(dtype, n):
    # The groups, and their numbers, which order topics of equal size.
    for seed in range(5):
        means = np.random.RandomState(seed).randn(12, 4).astype(dtype)
        means[3] = means[7]
        distances = 1 - cosine_similarity(means)
        np.fill_diagonal(distances, 0)
        expected = AgglomerativeClustering(n, metric="precomputed", linkage="average")
        assert_array_equal(group_topics(means, n), expected.fit_predict(distances))


@pytest.mark.parametrize("on", ["embeddings", "words"])
@pytest.mark.parametrize("n", [1, 4, 11])
def test_reduction_is_a_cut(on, n):
    fitted = model()
    options = {"on": on, "distance": "cosine"}
    groups = fitted.hierarchical_topics(**options).cut(n_topics=n)
    merged = copy.deepcopy(fitted)
    assert partition(fitted.reduce_topics(n, on=on)) == groups
    assert partition(merged.merge_topics(groups)) == groups
    assert fitted.topic_sizes_.tolist() == merged.topic_sizes_.tolist()
    check_fitted(fitted, embeddings=VECTORS)


def test_reduction_by_words_until_few_belong_together():
    fitted = model()
    into = fitted.reduce_topics("auto", on="words")
    assert len(fitted.topics_) == len(set(into.tolist())) <= 12
    check_fitted(fitted, embeddings=VECTORS)


def test_merging_at_a_distance():
    fitted = model()
    hierarchy = fitted.hierarchical_topics()
    distance = hierarchy[5].distance
    into = fitted.merge_topics(hierarchy.cut(distance=distance))
    assert len(fitted.topics_) == 6
    assert len(set(into[list(hierarchy[5].topics)].tolist())) == 1


def test_the_method_is_the_function():
    fitted = model()
    options = {"on": "words", "linkage": "ward", "n_top_words": 4}
    found = fitted.hierarchical_topics(DOCUMENTS, **options)
    assert found == hierarchical_topics(fitted, **options)
    assert {len(merge.terms) for merge in found} == {4}


def test_nothing_of_the_model_changes():
    fitted = model()
    before = {k: copy.deepcopy(v) for k, v in vars(fitted).items()}
    fitted.hierarchical_topics()
    fitted.topic_taxonomy(n_per_level=[4])
    assert vars(fitted).keys() == before.keys()
    for name in ("topic_embeddings_", "labels_", "topic_sizes_"):
        assert_array_equal(getattr(fitted, name), before[name])
    assert (fitted.components_ != before["components_"]).nnz == 0
    assert (fitted.topic_word_counts_ != before["topic_word_counts_"]).nnz == 0


def test_a_representation_is_not_asked():
    calls = []

    def refine(table, context):
        calls.append(len(table))
        return table

    fitted = model().update_topics(representation=refine)
    n = len(calls)
    fitted.hierarchical_topics()
    fitted.topic_taxonomy(n_per_level=[4])
    assert len(calls) == n


def test_another_kind_of_vectors_is_refused():
    with pytest.raises(ValueError, match='on must be "embeddings" or "words", got 3'):
        model().reduce_topics(4, on=3)


def test_batches_and_images_have_hierarchies():
    from sklearn.cluster import MiniBatchKMeans

    online = BERTopic(None, None, MiniBatchKMeans(6, n_init=1, random_state=0))
    for start in (0, 40):
        rows = slice(start, start + 40)
        online.partial_fit(DOCUMENTS[rows], embeddings=VECTORS[rows])
    assert len(online.hierarchical_topics()) == len(online.topics_) - 1
    blank = BERTopic(None, None, KMeans(3, n_init=1), random_state=0)
    blank.fit(None, embeddings=VECTORS)
    found = blank.hierarchical_topics()
    assert found[-1].label == "topics 0, 1, 2"
    assert found.topics.labels == ["(no terms)"] * 3
