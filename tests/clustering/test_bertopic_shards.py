"""BERTopic in shards that are merged."""

import numpy as np
import pytest
from bertopic_corpora import (
    BATCHES,
    DOCUMENTS,
    NAMES,
    NEW,
    TOPICS,
    VECTORS,
    Fixed,
    assert_same_words,
    check_fitted,
    encoder,
    fed,
    labels_agree,
    manual,
    model,
    recounted,
    shards,
    state,
    streaming,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    HDBSCAN,
    KMeans,
    MiniBatchKMeans,
)
from sklearn.decomposition import PCA

from sktopics.clustering import merge_models

# --- shards -----------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_shards_are_one_fit(order):
    y = NAMES[TOPICS].copy()
    y[::9] = None
    y[50:] = np.where(y[50:] == "music", "opera", y[50:])  # not in the other shards
    parts = shards(y=y)
    before = [state(part) for part in parts]
    merged = merge_models([parts[i] for i in order])
    assert [state(part) for part in parts] == before
    at_once = manual().fit(DOCUMENTS, y, embeddings=VECTORS)
    numbers = [merged.topic_names_.index(name) for name in at_once.topic_names_]
    assert_array_equal(merged.topic_sizes_[numbers], at_once.topic_sizes_)
    assert merged.classes_[numbers].tolist() == at_once.classes_.tolist()
    assert merged.n_outliers_ == at_once.n_outliers_
    assert_allclose(merged.topic_embeddings_[numbers], at_once.topic_embeddings_)
    bounds = (0, 20, 50, 80)
    rows = np.concatenate([np.arange(bounds[i], bounds[i + 1]) for i in order])
    assert_array_equal(merged.labels_, np.array([*numbers, -1])[at_once.labels_[rows]])
    documents = [DOCUMENTS[i] for i in rows]
    check_fitted(merged, documents, VECTORS[rows])
    merged.match_topics_to(at_once)
    assert_same_words(merged, at_once)
    for topic in merged.topics_:
        for document in topic.documents:
            assert documents[document.index].startswith(document.excerpt[:20])


def test_topics_that_were_found_are_matched_by_their_means():
    parts = [
        model(HDBSCAN(copy=True), n_representative=2, calculate_probabilities=True).fit(
            DOCUMENTS[rows], embeddings=VECTORS[rows]
        )
        for rows in (slice(0, 40), slice(40, 80))
    ]
    merged = merge_models(parts)
    found = merged.labels_ >= 0
    assert labels_agree(merged.labels_[found], TOPICS[found])
    assert merged.n_outliers_ == sum(part.n_outliers_ for part in parts)
    assert merged.placement_ == "centroid"
    assert_array_equal(
        recounted(merged, DOCUMENTS)[:-1], merged.topic_word_counts_.toarray()
    )
    check_fitted(merged, DOCUMENTS, VECTORS)
    apart = merge_models(parts, min_similarity=1)
    assert len(apart.topic_sizes_) == sum(len(part.topic_sizes_) for part in parts)
    with pytest.raises(ValueError, match="parts of merged models"):
        model(MiniBatchKMeans(2)).fit(DOCUMENTS) and merge_models(
            [streaming().fit(DOCUMENTS)]
        ).partial_fit(DOCUMENTS)


def test_merging_a_single_model():
    one = model(HDBSCAN(copy=True), PCA(3)).fit(DOCUMENTS, embeddings=VECTORS)
    merged = merge_models([one])
    assert_array_equal(merged.labels_, one.labels_)
    assert merged.topics_ == one.topics_
    assert_same_words(merged, one)
    check_fitted(merged, DOCUMENTS, VECTORS)


def test_three_models_with_all_probabilities_and_other_vocabularies():
    texts = [["rain rain snow", "sun"], ["snow wind", "fog fog"], ["sun hail", "hail"]]
    vectors = np.eye(3)
    parts = [
        manual(calculate_probabilities=True).fit(
            documents, [i, i + 1], embeddings=vectors[[i % 3, (i + 1) % 3]]
        )
        for i, documents in enumerate(texts)
    ]
    merged = merge_models(parts)
    assert merged.terms_.tolist() == ["rain", "snow", "sun", "fog", "wind", "hail"]
    assert merged.topic_sizes_.tolist() == [1, 2, 2, 1]
    expected = [[2, 1, 0, 0, 0, 0], [0, 1, 1, 0, 1, 0], [0, 0, 1, 2, 0, 1]]
    assert_array_equal(merged.topic_word_counts_.toarray()[:3], expected)
    assert merged.probabilities_.shape == (6,)
    assert (merged.probabilities_ > 0).all()
    # Words that came later are counted on, in their columns.
    merged.partial_fit(["hail rain"], [0], embeddings=vectors[:1])
    assert merged.topic_word_counts_[[0], [0]] == 3
    assert merged.vectorizer_.term_counts_.tolist() == [3, 2, 2, 2, 1, 3]


def test_merging_models_that_have_learned_on():
    first = fed(manual(), y=TOPICS, batches=BATCHES[:2])
    rest = slice(41, 80)  # in another order of topics than those of the first
    second = manual().fit(DOCUMENTS[rest], TOPICS[rest], embeddings=VECTORS[rest])
    merged = merge_models([first, second])
    names = merged.classes_
    assert merged.topic_names_ == [None] * 4
    assert_array_equal(names[merged.labels_], [*TOPICS[:40], *TOPICS[rest]])
    predicted = merged.predict(DOCUMENTS[rest], embeddings=VECTORS[rest])
    assert_array_equal(names[predicted], TOPICS[rest])


def test_merging_with_models_that_found_nothing_or_have_no_classes():
    parts = shards(bounds=(0, 40))
    with pytest.warns(UserWarning, match="No topics"):
        parts += [manual().fit(DOCUMENTS[40:60], [-1] * 20, embeddings=VECTORS[40:60])]
    parts += [model().fit(DOCUMENTS[60:], embeddings=-VECTORS[60:])]
    for models in (parts, parts[::-1]):
        merged = merge_models(models)
        assert merged.n_outliers_ == 20
        assert len(merged.classes_) == len(merged.topic_sizes_) == 8
        assert sorted(map(str, merged.classes_)) == [*"0123", *["None"] * 4]
        assert merged.transform(NEW, embeddings=VECTORS[:40]).shape == (40, 8)


def test_names_that_took_documents_in_a_later_shard():
    names = ["rocket planet orbit", "oven flour butter"]
    params = {"zeroshot_topics": names, "zeroshot_min_similarity": 0.3}
    fitted = encoder().fit(DOCUMENTS)
    parts = [
        model(KMeans(1), **params).set_params(encoder=Fixed(fitted)).fit(documents)
        for documents in (DOCUMENTS[::4], DOCUMENTS[1::4])
    ]
    assert names[1] not in parts[0].topic_names_
    merged = merge_models(parts)
    topic = merged.topic_names_.index(names[1])
    assert merged.predict([names[1]]).tolist() == [topic]
    assert merged._placement["name_topics"].tolist() == [
        merged.topic_names_.index(n) for n in names
    ]


def test_what_cannot_be_merged():
    with pytest.raises(ValueError, match="at least one model"):
        merge_models([])
    short = manual().fit(DOCUMENTS, TOPICS, embeddings=VECTORS[:, :3])
    with pytest.raises(ValueError, match="different encoders"):
        merge_models([*shards(), short])


@pytest.mark.parametrize("models", [None, 3, model()])
def test_what_is_no_list_of_models(models):
    with pytest.raises(TypeError, match="merge_models takes a list of models, got"):
        merge_models(models)
