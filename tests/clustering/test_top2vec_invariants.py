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
    MeansOfWords,
    both,
    by_vectors,
    by_words,
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
    n = max(len(watched.fitted.topics_) - 1, 1)
    watched.fitted.reduce_topics(n)
    assert len(watched.fitted.topics_) == n
    watched.nearest = watched.fitted.assign == "centroid"


def merged(watched, rng):
    n_topics = len(watched.fitted.topics_)
    if n_topics < 2:
        return
    before = watched.fitted.labels_
    groups = rng.choice(n_topics, 2, replace=False).tolist()
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
