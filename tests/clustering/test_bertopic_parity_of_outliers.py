"""Outliers get the topics that the original gives them, where it is right."""

import copy
import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import KMeans
from sotu_parts import sotu_part

from sktopics import BERTopic, ClassTfidfTransformer
from sktopics.analysis import reassign_outliers

bertopic = pytest.importorskip("bertopic")

N_TOPICS = 8


@pytest.fixture(scope="module")
def corpus():
    documents, vectors = sotu_part(20)
    clusters = KMeans(N_TOPICS, n_init=1, random_state=0).fit_predict(vectors)
    means = np.array([vectors[clusters == k].mean(axis=0) for k in range(N_TOPICS)])
    distances = ((vectors - means[clusters]) ** 2).sum(axis=1)
    labels, n = np.full(len(vectors), -1), len(vectors)
    for topic, cluster in enumerate(np.argsort(-np.bincount(clusters))):
        rows = np.flatnonzero(clusters == cluster)
        n = min(int(0.7 * len(rows)), n - 1)  # topics have one order of sizes
        labels[rows[np.argsort(distances[rows])[:n]]] = topic
    return documents, vectors, labels


@pytest.fixture(scope="module")
def theirs(corpus):
    documents, vectors, clusters = corpus
    model = bertopic.BERTopic(
        language="multilingual",
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(documents, vectors.copy(), y=clusters)
    assert_array_equal(model.topics_, clusters)
    return model


def fit_ours(corpus):
    documents, vectors, clusters = corpus
    model = BERTopic(None, None, None, weighting=ClassTfidfTransformer())
    return model.fit(documents, clusters, embeddings=vectors)


@pytest.mark.parametrize("threshold", [0, 0.15, 0.4])
@pytest.mark.parametrize("strategy", ["embeddings", "c-tf-idf", "distributions"])
def test_same_topics(corpus, theirs, strategy, threshold):
    documents, vectors, clusters = corpus
    expected = theirs.reduce_outliers(
        documents,
        clusters.tolist(),
        strategy=strategy,
        threshold=threshold,
        embeddings=vectors,
    )
    ours = fit_ours(corpus)
    reduction = ours.reduce_outliers(
        documents, strategy, threshold=threshold, embeddings=vectors
    )
    assert_array_equal(ours.labels_, expected)
    assert_array_equal(reduction.labels, expected)
    if not threshold:
        assert reduction.n_moved > 50


def test_same_topics_in_other_windows(corpus, theirs):
    documents, vectors, clusters = corpus
    params = {"window": 8, "stride": 3, "padding": True}
    expected = theirs.reduce_outliers(
        documents,
        clusters.tolist(),
        strategy="distributions",
        threshold=0.1,
        distributions_params=params,
    )
    ours = fit_ours(corpus)
    ours.reduce_outliers(
        documents,
        "distributions",
        threshold=0.1,
        embeddings=vectors,
        distribution_params=params,
    )
    assert_array_equal(ours.labels_, expected)


@pytest.mark.parametrize("threshold", [0.05, 0.2])
def test_same_topics_by_the_same_probabilities(corpus, theirs, threshold):
    documents, vectors, clusters = corpus
    ours = fit_ours(corpus)
    shares = ours.transform(documents, embeddings=vectors)
    expected = theirs.reduce_outliers(
        documents,
        clusters.tolist(),
        strategy="probabilities",
        probabilities=shares,
        threshold=threshold,
    )
    given = reassign_outliers(clusters, shares, threshold=threshold)
    assert_array_equal(given.labels, expected)
    ours.reduce_outliers(
        documents, "probabilities", threshold=threshold, embeddings=vectors
    )
    assert_array_equal(ours.labels_, expected)


def test_chains_are_their_recipe(corpus, theirs):
    documents, vectors, clusters = corpus
    labels = clusters.tolist()
    for strategy, threshold in (("c-tf-idf", 0.3), ("embeddings", 0.4)):
        labels = theirs.reduce_outliers(
            documents,
            labels,
            strategy=strategy,
            threshold=threshold,
            embeddings=vectors,
        )
    ours = fit_ours(corpus)
    ours.reduce_outliers(
        documents,
        ["c-tf-idf", "embeddings"],
        threshold=[0.3, 0.4],
        embeddings=vectors,
    )
    assert_array_equal(ours.labels_, labels)


# --- where the original is wrong ---


def test_rows_of_zeros_are_of_no_topic(theirs):
    """The original gives them topic 0, whose probability is as large as any other's."""
    labels, probabilities = [0, -1, -1], np.array([[1.0, 0], [0, 0], [0.2, 0.6]])
    wrong = theirs.reduce_outliers(
        ["a", "b", "c"], labels, strategy="probabilities", probabilities=probabilities
    )
    assert np.ravel(wrong).tolist() == [0, 0, 1]
    assert reassign_outliers(labels, probabilities).labels.tolist() == [0, -1, 1]


def test_probabilities_of_documents_own_topics_say_nothing_of_others(theirs):
    """The original gives outliers topic 0 by them, the only one in a row of one."""
    labels, probabilities = [1, -1, -1], np.array([0.7, 0.0, 0.0])
    wrong = theirs.reduce_outliers(
        ["a", "b", "c"], labels, strategy="probabilities", probabilities=probabilities
    )
    assert np.ravel(wrong).tolist() == [1, 0, 0]
    with pytest.raises(ValueError, match="own topic alone says nothing of others"):
        reassign_outliers(labels, probabilities)


def test_the_row_of_outliers_goes_with_them(corpus, theirs):
    """The original keeps the mean of -1, and takes it for that of topic 0."""
    documents, vectors, clusters = corpus
    wrong = copy.deepcopy(theirs)
    labels = wrong.reduce_outliers(
        documents, clusters.tolist(), strategy="embeddings", embeddings=vectors
    )
    wrong.update_topics(documents, topics=labels)
    assert (wrong._outliers, len(wrong.topic_embeddings_)) == (0, N_TOPICS + 1)
    ours = fit_ours(corpus)
    ours.reduce_outliers(documents, embeddings=vectors)
    assert ours.n_outliers_ == 0
    ours.update_topics(documents)
    assert ours.topics_.outliers.size == 0
    assert ours.topics_.outliers.terms == ours.topics_.outliers.documents == ()
    assert not ours.outlier_components_.nnz
    assert not ours.outlier_word_counts_.nnz
    counts = ours.vectorizer_.transform(documents)
    assert ours.topic_word_counts_.sum() == counts.sum()
    for topic, mean in enumerate(ours.topic_embeddings_):
        assert_allclose(mean, vectors[ours.labels_ == topic].mean(axis=0), atol=1e-12)
    again = ours.reduce_outliers(documents, embeddings=vectors)
    assert repr(again) == (
        f"OutlierReduction: none of {len(documents)} documents is an outlier"
    )


def test_topics_that_are_left_keep_their_own_means(corpus, theirs):
    """The original drops the row of topic 0 for topic 1, as -1 has a row of its own."""
    documents, vectors, clusters = corpus
    wrong = copy.deepcopy(theirs)
    wrong.delete_topics([1, 2])
    assert_array_equal(wrong.topic_embeddings_[1], theirs.topic_embeddings_[3])
    ours = fit_ours(corpus)
    before = ours.topic_embeddings_.copy()
    words = ours.topics_.top_words
    into = ours.delete_topics([1, 2], words="keep")
    assert into.tolist() == [0, -1, -1, 1, 2, 3, 4, 5]
    kept = [0, 3, 4, 5, 6, 7]
    assert_array_equal(ours.topic_embeddings_, before[kept])
    assert ours.topics_.top_words == [words[i] for i in kept]
    # And ids after a deletion are those of the topics that are there.
    ours.reduce_outliers(documents, embeddings=vectors)
    outliers = np.isin(clusters, [-1, 1, 2])
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    means = before[kept] / np.linalg.norm(before[kept], axis=1, keepdims=True)
    cosines = unit @ means.T
    expected = np.where(cosines.max(axis=1) > 0, cosines.argmax(axis=1), -1)
    assert_array_equal(ours.labels_[outliers], expected[outliers])
    assert_array_equal(ours.labels_[~outliers], into[clusters[~outliers]])


def test_names_stay_after_a_deletion(corpus, theirs):
    """The original does not delete topics that have names."""
    wrong = copy.deepcopy(theirs)
    wrong.set_topic_labels({0: "first"})
    with pytest.raises(AttributeError):
        wrong.delete_topics([1])
    ours = fit_ours(corpus)
    ours.name_topics({0: "first", 2: "third"})
    ours.delete_topics([1])
    assert ours.topic_names_ == ["first", "third", *[None] * 5]
    assert ours.topics_.labels[:2] == ["first", "third"]
