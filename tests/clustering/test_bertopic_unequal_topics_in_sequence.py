"""BERTopic after one operation after another, in a random order.

Topics are of unequal sizes, with names, classes and outliers.
"""

import copy
from collections import Counter

import numpy as np
import pytest
from bertopic_corpora import (
    OTHER,
    UNEQUAL,
    check_sums,
    given,
    joined,
    learn,
    model,
    names_by_rows,
    of_largest_parts,
)
from numpy.testing import assert_array_equal
from sklearn.cluster import MiniBatchKMeans

from sktopics.clustering import merge_models


def random_step(fitted, corpus, rng):
    """Do something to a model; returns it, and the documents that it has now."""
    names, sizes = fitted.topic_names_, fitted.topic_sizes_
    by_rows = names_by_rows(fitted, names)
    before = copy.deepcopy(fitted)
    start = rng.randint(len(OTHER.documents) - 8)
    batch = OTHER[start : start + 8]
    step = rng.choice(["merge", "reduce", "match", "name", "batch", "model"])
    if step in ("merge", "reduce") and len(sizes) > 2:
        if step == "merge":
            pair = rng.choice(len(sizes), 2, replace=False)
            topics = fitted.merge_topics(pair.tolist())
        else:
            topics = fitted.reduce_topics(max((sizes > 0).sum() - 1, 1))
        assert_array_equal(fitted.labels_, np.append(topics, -1)[before.labels_])
        assert fitted.topic_names_ == of_largest_parts(names, sizes, topics)
        assert (np.diff(fitted.topic_sizes_) <= 0).all()
        assert fitted.drift_ is None
    elif step == "match":
        fitted.match_topics_to(given(UNEQUAL))
        assert names_by_rows(fitted, fitted.topic_names_) == by_rows
    elif step == "name":
        topic = rng.randint(len(sizes))
        fitted.name_topics({topic: f"named {rng.randint(1000)}"})
        assert_array_equal(fitted.labels_, before.labels_)
        others = np.arange(len(sizes)) != topic
        assert np.array_equal(
            np.array(fitted.topic_names_)[others], np.array(names)[others]
        )
    elif step == "batch":
        learn(fitted, batch)
        corpus = joined(corpus, batch)
    elif step == "model":
        fitted, corpus = merge_models([fitted, given(batch)]), joined(corpus, batch)
    if step in ("batch", "model"):
        assert_array_equal(fitted.labels_[: len(before.labels_)], before.labels_)
        assert fitted.topic_names_[: len(names)] == names
        assert fitted.n_outliers_ == before.n_outliers_ + (batch.topics < 0).sum()
    return fitted, corpus


@pytest.mark.parametrize("seed", range(10))
def test_sums_after_one_step_after_another(seed):
    rng = np.random.RandomState(seed)
    fitted, corpus = given(calculate_probabilities=seed % 2 == 1), UNEQUAL
    for _ in range(8):
        fitted, corpus = random_step(fitted, corpus, rng)
        check_sums(fitted, corpus)
        with_class = corpus.topics >= 0
        assert_array_equal(fitted.labels_ >= 0, with_class)
        for topic in np.flatnonzero(fitted.topic_sizes_):
            classes = Counter(corpus.classes[fitted.labels_ == topic].tolist())
            assert fitted.classes_[topic] in classes


@pytest.mark.parametrize("seed", range(3))
def test_sums_after_batches_of_clusters(seed):
    rng = np.random.RandomState(seed)
    fitted, seen = model(MiniBatchKMeans(6, n_init=1)), []
    for batch in (UNEQUAL[:30], UNEQUAL[30:], OTHER):
        learn(fitted, batch)
        seen.append(batch)
        check_sums(fitted, joined(*seen))
        if len(fitted.topic_sizes_) > 2:
            fitted.merge_topics(
                rng.choice(len(fitted.topic_sizes_), 2, replace=False).tolist()
            )
            check_sums(fitted, joined(*seen))
