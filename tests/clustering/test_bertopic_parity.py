"""BERTopic here and the original, given the same vectors and clusters.

`bertopic` joins the documents of a topic to one text and counts in that, so that its
n-grams cross the borders of documents and its min_df counts topics; where that shows,
the tests say so.
"""

import warnings
from functools import partial

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score
from sotu_parts import make_encoder, sotu_part

from sktopics import BERTopic, ClassTfidfTransformer, OnlineCountVectorizer

bertopic = pytest.importorskip("bertopic")
BaseCluster = bertopic.cluster.BaseCluster
TheirWeighting = bertopic.vectorizers.ClassTfidfTransformer

SEEDS = [["peace", "war", "forces"], ["tax", "budget", "spending", "deficit"]]
NAMES = ["soviet union nuclear weapons", "health care and medicare", "farm prices"]


@pytest.fixture(scope="module")
def corpus():
    return sotu_part()


@pytest.fixture(scope="module")
def encoder(corpus):
    return make_encoder().fit(corpus[0])


@pytest.fixture(scope="module")
def clusters(corpus):
    """Twelve clusters, all of different sizes."""
    labels = KMeans(12, n_init=1, random_state=0).fit_predict(corpus[1])
    sizes = np.bincount(labels)
    # Move documents until no two clusters are of a size.
    for size in np.unique(sizes):
        for cluster in np.flatnonzero(np.bincount(labels) == size)[1:]:
            labels[np.flatnonzero(labels == cluster)[0]] = labels[0]
    return labels


@pytest.fixture(scope="module")
def with_outliers(clusters, corpus):
    """The same; the documents farthest from the mean of their cluster are of none."""
    labels = clusters.copy()
    means = np.array([corpus[1][labels == k].mean(axis=0) for k in range(12)])
    distances = ((corpus[1] - means[labels]) ** 2).sum(axis=1)
    labels[distances > np.quantile(distances, 0.8)] = -1
    return labels


class Embedder(bertopic.backend.BaseEmbedder):
    """Any encoder of scikit-learn's kind, for the original."""

    def embed(self, documents, verbose=False):
        return np.asarray(self.embedding_model.transform(list(documents)))


def fit_theirs(documents, embeddings, y=None, **params):
    """Fit the original on a copy of the embeddings, which it may write into.

    By default nothing is reduced and nothing clustered. The language makes it keep
    all characters, as we do.
    """
    same_vectors = bertopic.dimensionality.BaseDimensionalityReduction()
    params.setdefault("umap_model", same_vectors)
    params.setdefault("hdbscan_model", BaseCluster())
    params.setdefault("language", "multilingual")
    model = bertopic.BERTopic(**params)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit_transform(documents, embeddings.copy(), y=y)
    return model


def as_names(clusters):
    """Clusters as texts: of these, too, topics are numbered by size."""
    return np.where(clusters < 0, None, clusters.astype(str).astype(object))


def fit_given(documents, embeddings, y, **params):
    as_theirs = {"weighting": ClassTfidfTransformer()}
    params = {"reducer": None, "clusterer": None} | as_theirs | params
    return BERTopic(**params).fit(documents, as_names(y), embeddings=embeddings)


def their_labels(model):
    return np.array(model.topics_)


def assert_same_partition(ours, theirs):
    """The same clusters, whatever their numbers, and the same outliers."""
    np.testing.assert_array_equal(ours == -1, theirs == -1)
    assert adjusted_rand_score(ours, theirs) == 1.0


def assert_same_topics(ours, theirs, n_words=10):
    """The same labels, sizes, means, terms, weights and best words, in order."""
    labels = their_labels(theirs)
    np.testing.assert_array_equal(ours.labels_, labels)
    assert [theirs.topic_sizes_[t] for t in range(len(ours.topic_sizes_))] == (
        ours.topic_sizes_.tolist()
    )
    assert theirs.topic_sizes_.get(-1, 0) == ours.n_outliers_
    has_outliers = int(ours.n_outliers_ > 0)
    np.testing.assert_allclose(
        ours.topic_embeddings_, theirs.topic_embeddings_[has_outliers:], atol=1e-6
    )
    terms = theirs.vectorizer_model.get_feature_names_out()
    np.testing.assert_array_equal(ours.terms_, terms)
    weights = theirs.c_tf_idf_.toarray()[has_outliers:]
    np.testing.assert_allclose(ours.components_.toarray(), weights, atol=1e-6, rtol=0)
    assert_same_words(ours, theirs, n_words)


def assert_same_words(ours, theirs, n_words=10):
    """The same best words in the same order; equal weights are in any order."""
    for topic, row in enumerate(ours.topics_):
        their_words, their_weights = zip(*theirs.get_topic(topic), strict=True)
        assert len(row.terms) == n_words
        np.testing.assert_allclose(
            np.array(row.weights) * ours.components_[[topic]].sum(),
            their_weights[:n_words],
            atol=1e-9,
        )
        weights = np.round(their_weights, 12)
        alone = [
            i
            for i in range(n_words)
            if (weights == weights[i]).sum() == 1 and weights[i] > weights[n_words - 1]
        ]
        assert len(alone) >= n_words // 2
        assert [row.terms[i] for i in alone] == [their_words[i] for i in alone]


@pytest.mark.parametrize("outliers", [False, True])
@pytest.mark.parametrize("bm25", [False, True])
@pytest.mark.parametrize("reduce", [False, True])
def test_given_labels(corpus, clusters, with_outliers, outliers, bm25, reduce):
    y = with_outliers if outliers else clusters
    options = {"bm25_weighting": bm25, "reduce_frequent_words": reduce}
    theirs = fit_theirs(*corpus, y, ctfidf_model=TheirWeighting(**options))
    ours = fit_given(*corpus, y, weighting=ClassTfidfTransformer(**options))
    assert (ours.n_outliers_ > 0) == outliers
    assert_same_partition(ours.labels_, y)
    assert_same_topics(ours, theirs)
    assert np.all(np.diff(ours.topic_sizes_) < 0)


def test_their_weighting_is_a_part_like_any_other(corpus, clusters):
    ours = fit_given(*corpus, clusters, weighting=TheirWeighting())
    assert_same_topics(ours, fit_theirs(*corpus, clusters))


def test_vectorizer(corpus, clusters, with_outliers):
    options = {"stop_words": "english", "lowercase": False}
    theirs = fit_theirs(
        *corpus, with_outliers, vectorizer_model=CountVectorizer(**options)
    )
    ours = fit_given(*corpus, with_outliers, vectorizer=CountVectorizer(**options))
    assert_same_topics(ours, theirs)
    ours = fit_given(*corpus, clusters, vectorizer=OnlineCountVectorizer(**options))
    theirs = fit_theirs(*corpus, clusters, vectorizer_model=CountVectorizer(**options))
    assert_same_topics(ours, theirs)


def test_ngrams_stay_within_documents(corpus, with_outliers):
    """Theirs cross the borders of documents; where there are no such, all is equal."""
    documents, embeddings = corpus
    pairs = CountVectorizer(ngram_range=(1, 2))
    theirs = fit_theirs(*corpus, with_outliers, vectorizer_model=clone(pairs))
    ours = fit_given(*corpus, with_outliers, vectorizer=pairs)
    counted = set(clone(pairs).fit(documents).get_feature_names_out())
    crossing = set(theirs.vectorizer_model.get_feature_names_out()) - counted
    assert crossing
    assert set(ours.terms_) == counted
    # With one document a topic there is no border to cross.
    few = documents[:12], embeddings[:12], np.arange(12)
    theirs = fit_theirs(*few, vectorizer_model=clone(pairs))
    ours = fit_given(*few, vectorizer=pairs)
    order = ours.labels_  # all topics are of one size
    np.testing.assert_allclose(
        ours.components_.toarray()[order],
        theirs.c_tf_idf_.toarray()[their_labels(theirs)],
        atol=1e-6,
    )


@pytest.mark.parametrize("guided", [False, True])
def test_seed_words(corpus, clusters, encoder, guided):
    words = ["peace", "tax", "school", "health"]
    params = {"seed_words": words, "seed_multiplier": 3}
    theirs = fit_theirs(
        *corpus,
        clusters,
        ctfidf_model=TheirWeighting(**params),
        **({"seed_topic_list": SEEDS} if guided else {}),
    )
    ours = fit_given(*corpus, clusters, weighting=ClassTfidfTransformer(**params))
    if guided:  # without an embedding model, theirs only multiplies
        ours.seed_topics = SEEDS
        ours.update_topics()
    assert_same_topics(ours, theirs)
    plain = fit_given(*corpus, clusters)
    ratios = ours.weighting_.idf_ / plain.weighting_.idf_
    factors = dict(zip(ours.terms_, ratios, strict=True))
    assert factors["school"] == pytest.approx(3)
    assert factors["tax"] == pytest.approx(1.2 if guided else 3)
    assert factors["budget"] == pytest.approx(1.2 if guided else 1)


def test_guided(corpus, encoder):
    """Documents are drawn to seeds as theirs are, and clusters are the same."""
    documents, embeddings = corpus
    kmeans = KMeans(9, n_init=1, random_state=0)
    theirs = fit_theirs(
        documents,
        embeddings,
        embedding_model=Embedder(encoder),
        seed_topic_list=SEEDS,
        hdbscan_model=clone(kmeans),
    )
    labels, drawn = theirs._guided_topic_modeling(embeddings.copy())
    ours = BERTopic(
        make_encoder(),
        None,
        kmeans,
        weighting=ClassTfidfTransformer(),
        seed_topics=SEEDS,
    )
    ours.fit(documents, embeddings=embeddings)
    assert_same_partition(ours.labels_, their_labels(theirs))
    # Means of topics are means of the vectors that were drawn.
    means = [drawn[ours.labels_ == topic].mean(axis=0) for topic in range(9)]
    np.testing.assert_allclose(ours.topic_embeddings_, means, atol=1e-6)
    moved = (drawn != embeddings).any(axis=1)
    np.testing.assert_array_equal(moved, np.array(labels) >= 0)
    assert 0 < moved.sum() < len(documents)
    assert_same_topics(ours, theirs)


def test_guidance_labels_reach_the_reducer(corpus, encoder):
    class Recorder(PCA):
        def fit_transform(self, X, y=None):
            self.seen_ = X.copy(), np.array(y)
            return super().fit_transform(X)

    documents, embeddings = corpus
    theirs = fit_theirs(
        documents,
        embeddings,
        embedding_model=Embedder(encoder),
        seed_topic_list=SEEDS,
        umap_model=Recorder(5, random_state=0),
        hdbscan_model=KMeans(5, n_init=1, random_state=0),
    )
    ours = BERTopic(
        make_encoder(),
        Recorder(5, random_state=0),
        KMeans(5, n_init=1, random_state=0),
        seed_topics=SEEDS,
    ).fit(documents, embeddings=embeddings)
    for mine, their in zip(ours.reducer_.seen_, theirs.umap_model.seen_, strict=True):
        np.testing.assert_allclose(mine, their, atol=1e-7)


def test_zeroshot(corpus, encoder):
    """The same documents get the same names; the rest are clustered alike."""
    documents, embeddings = corpus
    kmeans = KMeans(6, n_init=1, random_state=0)
    theirs = fit_theirs(
        documents,
        embeddings,
        embedding_model=Embedder(encoder),
        zeroshot_topic_list=NAMES,
        zeroshot_min_similarity=0.5,
        hdbscan_model=clone(kmeans),
    )
    ours = BERTopic(
        make_encoder(),
        None,
        kmeans,
        weighting=ClassTfidfTransformer(),
        zeroshot_topics=NAMES,
        zeroshot_min_similarity=0.5,
    ).fit(documents, embeddings=embeddings)
    named = [theirs.topic_labels_[topic] for topic in their_labels(theirs)]
    named = [name if name in NAMES else None for name in named]
    assert set(named) == {*NAMES, None}
    assert [ours.topic_names_[topic] for topic in ours.labels_] == named
    assert_same_partition(ours.labels_, their_labels(theirs))
    # Theirs puts named topics first; ours are all by size.
    assert np.all(np.diff(ours.topic_sizes_) <= 0)
    order = [their_labels(theirs)[ours.labels_ == t][0] for t in range(9)]
    np.testing.assert_allclose(
        ours.components_.toarray(), theirs.c_tf_idf_.toarray()[order], atol=1e-6
    )
    assert isinstance(ours.clusterer_, KMeans)  # theirs has lost it
    assert type(theirs.hdbscan_model) is BaseCluster


@pytest.mark.parametrize("outliers", [False, True])
@pytest.mark.parametrize("n_topics", [1, 3, 7])
def test_reduction_to_a_number(corpus, clusters, with_outliers, outliers, n_topics):
    """Theirs counts outliers as a topic."""
    y = with_outliers if outliers else clusters
    theirs = fit_theirs(*corpus, y, nr_topics=n_topics + int(outliers))
    ours = fit_given(*corpus, y, n_topics=n_topics)
    assert len(ours.topic_sizes_) == n_topics
    assert_same_partition(ours.labels_, their_labels(theirs))
    assert_same_topics(ours, theirs)
    later = fit_given(*corpus, y)
    later.reduce_topics(n_topics)
    np.testing.assert_array_equal(later.labels_, ours.labels_)
    np.testing.assert_allclose(
        later.components_.toarray(), ours.components_.toarray(), atol=1e-12
    )


@pytest.mark.parametrize("n_clusters", [12, 30])
def test_automatic_reduction(corpus, n_clusters, monkeypatch):
    """What their HDBSCAN finds if it does not take its approximate short cut."""
    exact = partial(bertopic._bertopic.HDBSCAN, algorithm="generic")
    monkeypatch.setattr(bertopic._bertopic, "HDBSCAN", exact)
    y = KMeans(n_clusters, n_init=1, random_state=0).fit_predict(corpus[1])
    theirs = fit_theirs(*corpus, y, nr_topics="auto")
    ours = fit_given(*corpus, y, n_topics="auto")
    assert 1 < len(ours.topic_sizes_) < n_clusters
    assert_same_partition(ours.labels_, their_labels(theirs))


def test_pca_and_kmeans(corpus):
    """Objects of scikit-learn with seeds give the same topics."""
    reducer, clusterer = (
        PCA(5, random_state=0),
        KMeans(10, n_init=1, random_state=1),
    )
    theirs = fit_theirs(
        *corpus, umap_model=clone(reducer), hdbscan_model=clone(clusterer)
    )
    ours = BERTopic(
        reducer=reducer, clusterer=clusterer, weighting=ClassTfidfTransformer()
    )
    ours.fit(corpus[0], embeddings=corpus[1])
    assert_same_partition(ours.labels_, their_labels(theirs))
    assert len(set(ours.topic_sizes_.tolist())) == 10  # no ties: numbers are equal too
    assert_same_topics(ours, theirs)
    # New documents go where theirs go.
    new = corpus[1][::3] + 0.01
    theirs_new, _ = theirs.transform(corpus[0][::3], new)
    np.testing.assert_array_equal(
        ours.predict(corpus[0][::3], embeddings=new), theirs_new
    )


def test_supervised(corpus, clusters):
    """A classifier that makes no errors: theirs takes y for its answers."""
    classifier = LogisticRegression(C=1e5, max_iter=2000)
    theirs = fit_theirs(*corpus, clusters, hdbscan_model=clone(classifier))
    ours = BERTopic(
        reducer=None, clusterer=classifier, weighting=ClassTfidfTransformer()
    )
    names, numbers = np.unique(as_names(clusters), return_inverse=True)
    ours.fit(corpus[0], names[numbers], embeddings=corpus[1])
    assert ours.clusterer_.score(corpus[1], numbers) == 1
    assert_same_topics(ours, theirs)
    new = corpus[1][::3] * 1.01
    np.testing.assert_array_equal(
        ours.predict(corpus[0][::3], embeddings=new),
        theirs.transform(corpus[0][::3], new)[0],
    )
    np.testing.assert_array_equal(ours.classes_[ours.labels_], names[numbers])
