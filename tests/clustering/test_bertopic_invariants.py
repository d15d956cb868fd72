"""The invariants of models, after every operation and after many in a row."""

import copy

import numpy as np
import pytest
from bertopic_corpora import OTHER, found, joined, learn
from bertopic_invariants import CORPUS, INSTANCES, Watched, check_invariants
from numpy.testing import assert_array_equal

from sktopics.clustering import merge_models

DOCUMENTS, VECTORS = CORPUS.documents, CORPUS.vectors


def reduced(watched, rng):
    n = max(len(watched.fitted.topics_) - int(rng.integers(2)), 1)
    before = watched.fitted.topic_sizes_
    watched.follow(watched.fitted.reduce_topics(n), before)


def merged(watched, rng):
    n_topics = len(watched.fitted.topics_)
    groups = rng.choice(n_topics, min(2, n_topics), replace=False).tolist()
    before = watched.fitted.topic_sizes_
    watched.follow(watched.fitted.merge_topics(groups), before)


def deleted(watched, rng):
    topic = int(rng.integers(len(watched.fitted.topics_)))
    words = str(rng.choice(["recompute", "keep"]))
    before = watched.fitted.topic_sizes_
    watched.follow(watched.fitted.delete_topics(topic, words=words), before)
    watched.words_kept = words == "keep"


def moved(watched, rng):
    labels = watched.fitted.labels_.copy()
    rows = rng.choice(len(labels), 6, replace=False)
    labels[rows] = rng.integers(-1, len(watched.fitted.topics_), 6)
    words = str(rng.choice(["recompute", "keep"]))
    changes = (labels != watched.fitted.labels_).any()
    watched.fitted.move_documents(DOCUMENTS, labels, embeddings=VECTORS, words=words)
    assert_array_equal(watched.fitted.labels_, labels)
    watched.words_kept = words == "keep" and (changes or watched.words_kept)


def without_outliers(watched, rng):
    strategies = ["embeddings", "c-tf-idf", "probabilities"]
    strategy = rng.choice(strategies, rng.integers(1, 4), replace=False).tolist()
    words = str(rng.choice(["recompute", "keep"]))
    fitted, before = watched.fitted, watched.fitted.labels_
    terms = fitted.topics_.top_words
    reduction = fitted.reduce_outliers(
        DOCUMENTS,
        strategy,
        threshold=float(rng.choice([0, 0.4])),
        embeddings=VECTORS,
        words=words,
    )
    assert_array_equal(reduction.labels, fitted.labels_)
    stayed = before >= 0
    assert_array_equal(fitted.labels_[stayed], before[stayed])
    if words == "keep":
        assert fitted.topics_.top_words == terms
    if reduction.n_moved:
        watched.words_kept = words == "keep"


def named(watched, rng):
    topic = int(rng.integers(len(watched.fitted.topics_)))
    name = f"name {rng.integers(1000)}"
    watched.fitted.name_topics({topic: name})
    watched.names = list(watched.names)
    watched.names[topic] = name


def matched(watched, rng):
    previous = copy.deepcopy(watched.fitted)
    if len(previous.topics_) > 1:
        previous.merge_topics([0, len(previous.topics_) - 1])
    watched.fitted.match_topics_to(previous)
    watched.names = watched.fitted.topic_names_
    watched.words_kept = False


def reworded(watched, rng):
    watched.fitted.update_topics(n_top_words=int(rng.integers(3, 9)))
    watched.words_kept = False


OPERATIONS = {
    "reduce_topics": reduced,
    "merge_topics": merged,
    "delete_topics": deleted,
    "move_documents": moved,
    "reduce_outliers": without_outliers,
    "name_topics": named,
    "match_topics_to": matched,
    "update_topics": reworded,
}


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("instance", INSTANCES)
def test_after_operations_in_a_row(instance, seed):
    rng = np.random.default_rng(seed)
    watched = Watched.made(instance)
    watched.check()
    for operation in rng.permutation(list(OPERATIONS)).tolist():
        if len(watched.fitted.topics_):
            OPERATIONS[operation](watched, rng)
            watched.check()


def operated(instance, seed):
    """A model after all operations but for those that leave few topics."""
    rng = np.random.default_rng(seed)
    watched = Watched.made(instance)
    for operation in ("delete_topics", "move_documents", "reduce_outliers"):
        OPERATIONS[operation](watched, rng)
    return watched.fitted


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("instance", ["batches", "batches by hand"])
def test_a_batch_after_operations(instance, seed):
    fitted = operated(instance, seed)
    learn(fitted, OTHER)
    check_invariants(fitted, joined(CORPUS, OTHER), remembers=False)
    fitted.reduce_outliers(
        [*DOCUMENTS, *OTHER.documents], embeddings=np.vstack([VECTORS, OTHER.vectors])
    )
    check_invariants(fitted, joined(CORPUS, OTHER), remembers=False)


@pytest.mark.parametrize("instance", ["hdbscan", "by hand", "kmeans, pca", "merged"])
def test_merging_after_operations(instance):
    both = merge_models([operated(instance, 0), found(OTHER)])
    check_invariants(both, joined(CORPUS, OTHER))
