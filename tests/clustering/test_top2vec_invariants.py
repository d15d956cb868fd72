"""The invariants of Top2Vec, after every operation and after many in a row."""

import copy

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer
from top2vec_invariants import (
    CORPUS,
    INSTANCES,
    OTHER,
    both,
    by_vectors,
    check_invariants,
    given_to,
    odd_corpus,
    top2vec,
    units,
)

from sktopics.clustering import merge_models

BOTH = both(CORPUS, OTHER)


def without(corpus, rows):
    kept = np.setdiff1d(np.arange(len(corpus.documents)), rows)
    return type(corpus)(
        [corpus.documents[row] for row in kept],
        corpus.vectors[kept],
        corpus.topics[kept],
    )


class Watched:
    """A model, its documents, and whether each of them is in the nearest topic."""

    def __init__(self, instance):
        self.fitted, self.corpus = INSTANCES[instance](), CORPUS
        self.nearest = self.fitted.assign == "centroid"
        self.fresh = True

    def check(self):
        check_invariants(
            self.fitted,
            self.corpus,
            nearest=self.nearest,
            fresh=self.fresh,
        )


def reduced(watched, rng):
    n = max(np.count_nonzero(watched.fitted.topic_sizes_) - 1, 1)
    watched.fitted.reduce_topics(n)
    assert len(watched.fitted.topics_) == n
    watched.nearest = watched.fitted.assign == "centroid"


def merged(watched, rng):
    present = np.flatnonzero(watched.fitted.topic_sizes_)
    if len(present) < 2:
        return
    before = watched.fitted.labels_
    groups = rng.choice(present, 2, replace=False).tolist()
    into = watched.fitted.merge_topics(groups)
    assert into[groups[0]] == into[groups[1]]
    watched.nearest = watched.fitted.assign == "centroid"
    if not watched.nearest:
        moved = np.append(into, -1)[before]
        assert_array_equal(watched.fitted.labels_, moved)


def deleted(watched, rng):
    topic = int(rng.integers(len(watched.fitted.topics_)))
    before = watched.fitted.labels_
    into = watched.fitted.delete_topics(topic)
    assert_array_equal(watched.fitted.labels_, np.append(into, -1)[before])


def moved(watched, rng):
    labels = watched.fitted.labels_.copy()
    known = np.flatnonzero(watched.fitted.document_embeddings_.any(axis=1))
    rows = rng.choice(known, 6, replace=False)
    labels[rows] = rng.integers(-1, len(watched.fitted.topics_), 6)
    before = watched.fitted.topic_embeddings_
    watched.fitted.move_documents(watched.corpus.documents, labels)
    assert_array_equal(watched.fitted.labels_, labels)
    assert_array_equal(watched.fitted.topic_embeddings_, before)
    watched.nearest = False


def without_outliers(watched, rng):
    strategies = ["embeddings", "c-tf-idf", "probabilities", "distributions"]
    strategy = rng.permutation(strategies)[: rng.integers(1, 4)].tolist()
    reduction = watched.fitted.reduce_outliers(watched.corpus.documents, strategy)
    assert_array_equal(reduction.labels, watched.fitted.labels_)
    watched.nearest = watched.nearest and not reduction.n_moved


def named(watched, rng):
    topic = int(rng.integers(len(watched.fitted.topics_)))
    watched.fitted.name_topics({topic: f"name {topic}"})
    assert watched.fitted.topics_[topic].label == f"name {topic}"


def matched(watched, rng):
    previous = copy.deepcopy(watched.fitted)
    if len(previous.topics_) > 1:
        previous.merge_topics([0, len(previous.topics_) - 1])
    watched.fitted.match_topics_to(previous)


def reworded(watched, rng):
    vectorizer = CountVectorizer(ngram_range=(1, int(rng.integers(1, 3))))
    watched.fitted.update_topics(
        watched.corpus.documents,
        vectorizer=vectorizer,
        n_top_words=int(rng.integers(3, 9)),
    )


def forgotten(watched, rng):
    rows = rng.choice(len(watched.corpus.documents), 9, replace=False)
    before = len(watched.fitted.topics_)
    watched.fitted.forget(rows, watched.corpus.documents)
    watched.corpus = without(watched.corpus, rows)
    assert len(watched.fitted.topics_) == before
    watched.nearest = False


def grown(watched, rng):
    batch = odd_corpus(int(rng.integers(1000)), (6, 5, 4, 0, 0), 2)
    given = given_to(watched.fitted, batch)
    watched.fitted.partial_fit(**given)
    watched.corpus = both(watched.corpus, batch)
    watched.fresh = watched.fitted.assign == "centroid"


def reclustered(watched, rng):
    watched.fitted.recluster(watched.corpus.documents, clusterer=KMeans(4, n_init=1))
    watched.nearest = watched.fitted.assign == "centroid"


OPERATIONS = {
    "reduce_topics": reduced,
    "merge_topics": merged,
    "delete_topics": deleted,
    "move_documents": moved,
    "reduce_outliers": without_outliers,
    "name_topics": named,
    "match_topics_to": matched,
    "update_topics": reworded,
    "forget": forgotten,
    "partial_fit": grown,
    "recluster": reclustered,
}


@pytest.mark.parametrize("instance", INSTANCES)
def test_after_operations_in_a_row(instance):
    rng = np.random.default_rng(list(INSTANCES).index(instance))
    watched = Watched(instance)
    watched.check()
    for operation in rng.permutation(list(OPERATIONS)).tolist():
        if len(watched.fitted.topics_):
            OPERATIONS[operation](watched, rng)
            watched.check()


@pytest.mark.parametrize("instance", INSTANCES)
def test_without_the_documents_of_a_topic(instance):
    """A topic whose documents are all forgotten is there, and is in nobody's way."""
    watched = Watched(instance)
    fitted, topic = watched.fitted, len(watched.fitted.topics_) - 1
    gone = np.flatnonzero(fitted.labels_ == topic)
    fitted.forget(gone)
    watched.corpus = without(CORPUS, gone)
    watched.check()
    assert topic not in fitted.predict(**given_to(fitted, CORPUS))
    rng = np.random.default_rng(0)
    for operation in (named, merged, reduced, deleted, grown):
        other = copy.deepcopy(watched)
        operation(other, rng)
        other.check()


@pytest.mark.parametrize("instance", ["vectors, hdbscan", "vectors, kmeans, clusters"])
def test_without_any_topic(instance):
    watched = Watched(instance)
    watched.fitted.delete_topics(range(len(watched.fitted.topics_)))
    watched.check()
    assert len(watched.fitted.hierarchy_.topics) == 0
    for operation in (forgotten, grown, reclustered, reworded):
        other = copy.deepcopy(watched)
        operation(other, np.random.default_rng(0))
        other.check()


@pytest.mark.parametrize(
    "instance", ["vectors, hdbscan", "vectors, hdbscan, clusters", "words, hdbscan"]
)
def test_merged_models(instance):
    watched = Watched(instance)
    other = top2vec(
        watched.fitted.encoder,
        assign=watched.fitted.assign,
        word_vectors=watched.fitted.word_vectors,
    )
    other.fit(**given_to(watched.fitted, OTHER))
    watched.fitted = merge_models([watched.fitted, other])
    watched.corpus, watched.nearest = BOTH, True
    watched.check()
    rng = np.random.default_rng(1)
    for operation in (reworded, grown, reduced, forgotten, moved):
        operation(watched, rng)
        watched.check()


def test_all_documents_of_areas_are_forgotten(recwarn):
    fitted = by_vectors()
    gone = np.flatnonzero(fitted._areas >= 0)
    fitted.forget(gone)
    corpus = without(CORPUS, gone)
    assert set(fitted.labels_.tolist()) == {-1}
    check_invariants(fitted, corpus)
    fitted.partial_fit(OTHER.documents, embeddings=OTHER.vectors)
    check_invariants(fitted, both(corpus, OTHER))
    assert not list(recwarn)


def test_a_stream_is_as_one_batch():
    """Documents get the same topics, words and vectors, one by one or at once."""
    one, many = by_vectors(), by_vectors()
    one.partial_fit(OTHER.documents, embeddings=OTHER.vectors)
    for row in range(len(OTHER.documents)):
        here = slice(row, row + 1)
        many.partial_fit(OTHER.documents[here], embeddings=OTHER.vectors[here])
    for fitted in (one, many):
        check_invariants(fitted, BOTH)
    assert_array_equal(one.labels_, many.labels_)
    assert_array_equal(one.terms_, many.terms_)
    assert_allclose(one.word_embeddings_, many.word_embeddings_, atol=1e-12)
    assert_array_equal(
        one.topic_word_counts_.toarray(), many.topic_word_counts_.toarray()
    )


@pytest.mark.parametrize("instance", INSTANCES)
def test_forgetting_what_has_come(instance):
    """It leaves what was before: topics, counts, places."""
    fitted, before = INSTANCES[instance](), INSTANCES[instance]()
    n_before = len(CORPUS.documents)
    few = OTHER[1:4]
    fitted.partial_fit(**given_to(fitted, few))
    fitted.forget(range(n_before, n_before + 3))
    assert_array_equal(fitted.labels_, before.labels_)
    assert_array_equal(fitted.topic_embeddings_, before.topic_embeddings_)
    assert_allclose(fitted.word_embeddings_, before.word_embeddings_, atol=1e-6)
    for name in ("topic_word_counts_", "outlier_document_counts_"):
        counts = getattr(fitted, name).toarray()
        assert_array_equal(counts, getattr(before, name).toarray())
    given = given_to(fitted, OTHER)
    shares = before.predict_proba(**given)
    assert_allclose(fitted.predict_proba(**given), shares, atol=1e-6)


def test_neighbours_of_a_clusterer_are_of_its_documents():
    """As many documents as the clusterer has seen may be others."""
    fitted = by_vectors(clusterer="auto", assign="cluster")
    few = OTHER[1:4]
    fitted.forget([1, 2, 3]).partial_fit(few.documents, embeddings=few.vectors)
    corpus = both(without(CORPUS, [1, 2, 3]), few)
    searching = copy.deepcopy(fitted)
    del searching.clusterer_.labels_  # so that nothing that it knows is used
    given = given_to(fitted, corpus)
    assert len(fitted.labels_) == len(CORPUS.documents)
    assert_array_equal(fitted.predict_proba(**given), searching.predict_proba(**given))


def slow_groups(fitted, n_groups):
    """The rule of the paper: documents are counted again after each merge."""
    directions = units(fitted.document_embeddings_)[fitted.labels_ >= 0]
    counts = np.bincount(fitted._areas[fitted._areas >= 0])
    groups = [[topic] for topic in range(len(counts))]
    sums = list(counts[:, np.newaxis] * fitted.topic_embeddings_.astype(float))
    sizes = fitted.topic_sizes_.tolist()
    while len(groups) > n_groups:
        means = units(np.array(sums))
        if fitted.assign == "centroid":
            nearest = (directions @ means.T).argmax(axis=1)
            sizes = np.bincount(nearest, minlength=len(groups)).tolist()
        small = min(range(len(groups)), key=lambda i: (sizes[i], groups[i][0]))
        cosines = means @ means[small]
        cosines[small] = -2
        large = int(cosines.argmax())
        groups[large] += groups.pop(small) if small > large else groups[small]
        sums[large] = sums[large] + sums[small]
        sizes[large] += sizes[small]
        if small < large:
            groups.pop(small)
        sums.pop(small)
        sizes.pop(small)
    return {frozenset(group) for group in groups}


@pytest.mark.parametrize("assign", ["centroid", "cluster"])
@pytest.mark.parametrize("seed", range(3))
def test_hierarchy(assign, seed):
    rng = np.random.RandomState(seed)
    vectors = rng.normal(size=(150, 6))
    model = top2vec(clusterer=KMeans(12, n_init=1), assign=assign, merge_distance=0)
    fitted = model.fit(None, embeddings=vectors)
    hierarchy = fitted.hierarchy_
    for n_groups in range(1, 13):
        found = {frozenset(group) for group in hierarchy.cut(n_groups)}
        assert found == slow_groups(fitted, n_groups)
    expected = slow_groups(fitted, 4)
    into = copy.deepcopy(fitted).reduce_topics(4)
    assert {frozenset(np.flatnonzero(into == i).tolist()) for i in range(4)} == expected


@pytest.mark.parametrize(
    "strategy", ["embeddings", "c-tf-idf", "probabilities", "distributions"]
)
def test_each_strategy_for_outliers(strategy):
    fitted = by_vectors(assign="cluster")
    assert fitted.n_outliers_ == 10
    reduction = fitted.reduce_outliers(CORPUS.documents, strategy)
    assert reduction.n_moved > 0
    assert_array_equal(reduction.labels, fitted.labels_)
    check_invariants(fitted, CORPUS)
