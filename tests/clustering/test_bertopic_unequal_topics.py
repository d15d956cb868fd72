"""BERTopic whose topics are of unequal sizes, with names, classes and outliers.

Where all topics are of one size, many a fault has no effect that a test could see.
"""

import copy
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from bertopic_corpora import (
    CLASSES,
    OTHER,
    UNEQUAL,
    UNSEEN,
    Fixed,
    centroid_constants,
    check_sums,
    encoder,
    found,
    given,
    joined,
    learn,
    manual,
    model,
    names_by_rows,
    of_largest_parts,
    ordered,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import KMeans

from sktopics.clustering import merge_models

RANKS = {"oboe": 40, "apple": 10, "kayak": 30, "tulip": 20, "moth": 50, None: -1}


# --- what is merged ---------------------------------------------------------------


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("group", [[0, 3], [3, 1], [2, 1, 3]])
@pytest.mark.parametrize("learned_on", [False, True])
def test_a_merged_topic_is_called_as_its_largest_part(group, learned_on, numbers):
    corpus, fitted = UNEQUAL, manual()
    if learned_on:  # the first batch has the smallest topics, which keep their numbers
        corpus = joined(ordered(UNEQUAL, 3, 2), ordered(UNEQUAL, 1, 0, -1))
    y = corpus.classes
    if numbers:
        y = np.array([RANKS[label] for label in y])
    for rows in (slice(11), slice(11, None)) if learned_on else ():
        fitted.partial_fit(corpus.documents[rows], y[rows], corpus.vectors[rows])
    if not learned_on:
        fitted.fit(corpus.documents, y, embeddings=corpus.vectors)
    before, classes = copy.deepcopy(fitted), fitted.classes_
    assert (np.argmax(fitted.topic_sizes_) > 0) == (learned_on or numbers)
    topics = fitted.merge_topics(group)
    assert len(set(topics[group])) == 1
    assert_array_equal(fitted.labels_, np.append(topics, -1)[before.labels_])
    names = of_largest_parts(before.topic_names_, before.topic_sizes_, topics)
    assert fitted.topic_names_ == [topic.label for topic in fitted.topics_] == names
    expected = of_largest_parts(classes, before.topic_sizes_, topics)
    assert fitted.classes_.tolist() == expected
    assert fitted.classes_.dtype == classes.dtype
    assert (np.diff(fitted.topic_sizes_) <= 0).all()
    check_sums(fitted, corpus)


def test_a_nameless_part_gives_its_name_to_nothing():
    fitted = found()
    fitted.name_topics({1: "second", 3: "last"})
    topics = fitted.merge_topics([[0, 3], [1, 2]])
    assert topics.tolist() == [0, 1, 1, 0]
    assert fitted.topic_names_ == ["last", "second"]
    check_sums(fitted, UNEQUAL)


@pytest.mark.parametrize("corpus", [UNEQUAL, OTHER])
@pytest.mark.parametrize("n_topics", [1, 2, 3])
def test_names_and_classes_after_a_reduction(corpus, n_topics):
    before = given(corpus)
    reduced = copy.deepcopy(before)
    topics = reduced.reduce_topics(n_topics)
    at_once = given(corpus, n_topics=n_topics)
    names = of_largest_parts(before.topic_names_, before.topic_sizes_, topics)
    for fitted in (reduced, at_once):
        assert fitted.topic_names_ == fitted.classes_.tolist() == names
        check_sums(fitted, corpus)
    assert_array_equal(reduced.labels_, at_once.labels_)
    if corpus is UNEQUAL:  # the smallest is nearest to the largest
        assert names == ["oboe", "apple", "kayak"][:n_topics]


def test_probabilities_of_merged_topics_add_up():
    fitted = given(calculate_probabilities=True)
    before = fitted.probabilities_
    fitted.merge_topics([1, 3])
    expected = np.column_stack(
        [before[:, 0], before[:, 1] + before[:, 3], before[:, 2]]
    )
    assert_allclose(fitted.probabilities_, expected)
    check_sums(fitted, UNEQUAL)


@pytest.mark.parametrize("fit", [given, found])
def test_representatives_are_nearest_to_the_means(fit):
    fitted = fit(n_representative=5)
    for topic, mean in zip(fitted.topics_, fitted.topic_embeddings_, strict=True):
        rows = np.flatnonzero(fitted.labels_ == topic.index)
        cosines = UNEQUAL.vectors[rows] @ mean
        cosines /= np.linalg.norm(UNEQUAL.vectors[rows], axis=1)
        nearest = rows[np.argsort(-cosines)[:5]].tolist()
        assert [document.index for document in topic.documents] == nearest


@pytest.mark.parametrize("params", [{}, {"calculate_probabilities": True}])
@pytest.mark.parametrize("fit", [given, found])
def test_representatives_of_merged_topics_have_the_largest_shares(fit, params):
    fitted = fit(n_representative=4, **params)
    before = fitted.topics_
    fitted.merge_topics([1, 2, 3])
    own = fitted.probabilities_
    own = own[:, 1] if own.ndim == 2 else own
    rows = [d.index for topic in before[1:] for d in topic.documents]
    best = np.sort(own[rows])[::-1][:4]
    assert [document.share for document in fitted.topics_[1].documents] == best.tolist()
    if fit is found:  # neighbours say what the merged topic is, not only its parts
        p = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
        rows = np.flatnonzero(fitted.labels_ == 1)
        assert_allclose(own[rows], p[rows, 1])
    check_sums(fitted, UNEQUAL)


def test_clusters_and_names_lead_to_the_topics_that_they_have_become():
    fitted = model(KMeans(4, n_init=5)).fit(
        UNEQUAL.documents, embeddings=UNEQUAL.vectors
    )
    before = fitted.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    p = fitted.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
    topics = fitted.merge_topics([0, 2])
    after = fitted.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert_array_equal(after, topics[before])
    expected = p @ np.eye(3)[topics]
    found_ = fitted.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert_allclose(found_, expected, atol=1e-10)
    check_sums(fitted, UNEQUAL)


def test_a_given_name_leads_to_the_topic_that_it_has_become():
    names = ["reed concert melody", "paddle river rapids", "ledger"]
    fitted = model(KMeans(2, n_init=5), zeroshot_topics=names)
    fitted.set_params(zeroshot_min_similarity=0.4)
    fitted.set_params(encoder=Fixed(encoder().fit(UNEQUAL.documents)))
    fitted.fit(UNEQUAL.documents)
    before = [fitted.topic_names_.index(name) for name in names[:2]]
    assert_array_equal(fitted.predict(names[:2]), before)
    last = fitted.topic_names_.index(None)
    topics = fitted.merge_topics([before[1], last])
    assert_array_equal(fitted.predict(names[:2]), topics[before])
    assert {*fitted.topic_names_} == {*names[:2], None}


# --- batches ----------------------------------------------------------------------


def small_batches(corpus=UNEQUAL, n=7):
    bounds = np.linspace(0, len(corpus.documents), n + 1).astype(int)
    return [corpus[a:b] for a, b in pairwise(bounds)]


def test_representatives_of_batches_have_the_largest_shares():
    batches = small_batches()
    most = max(
        Counter(batch.topics[batch.topics >= 0]).most_common(1)[0][1]
        for batch in batches
    )
    # So that every document of a batch may stand for its topic.
    fitted = learn(manual(n_representative=most), *batches)
    for topic in fitted.topics_:
        own = fitted.probabilities_[fitted.labels_ == topic.index]
        best = np.sort(own)[::-1][:most]
        assert [document.share for document in topic.documents] == best.tolist()
    last = len(UNEQUAL.documents) - len(batches[-1].documents)
    chosen = [
        document.index for topic in fitted.topics_ for document in topic.documents
    ]
    assert min(chosen) < last <= max(chosen)  # neither all old ones nor all new ones
    check_sums(fitted, UNEQUAL)


def test_batches_name_their_new_topics_by_size_and_add_up():
    fitted, seen = manual(), []
    batches = [ordered(UNEQUAL, 3, -1), ordered(UNEQUAL, 2, 0), ordered(UNEQUAL, 1, -1)]
    batches += [OTHER]
    for batch in batches:
        learn(fitted, batch)
        seen.append(batch)
        corpus = joined(*seen)
        check_sums(fitted, corpus)
        with_class = corpus.topics >= 0
        assert_array_equal(
            fitted.classes_[fitted.labels_[with_class]], corpus.classes[with_class]
        )
        assert (fitted.labels_[~with_class] == -1).all()
    assert fitted.topic_names_ == ["tulip", "oboe", "kayak", "apple", "moth"]
    assert fitted.topic_names_ == fitted.classes_.tolist()
    # As many outliers as there were, and what they are like is still known.
    predicted = fitted.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    is_known = UNSEEN.topics >= 0
    assert_array_equal(fitted.classes_[predicted[is_known]], UNSEEN.classes[is_known])
    assert (predicted[~is_known] == -1).mean() > 0.7


# --- merged models ----------------------------------------------------------------


@pytest.mark.parametrize("fit", [given, found])
@pytest.mark.parametrize("corpora", [(UNEQUAL, OTHER), (OTHER, UNEQUAL)])
def test_new_documents_of_a_merged_model_can_be_outliers(fit, corpora):
    parts = [fit(corpus) for corpus in corpora]
    merged = merge_models(parts)
    predicted = merged.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert (predicted[UNSEEN.topics >= 0] >= 0).all()
    outliers = predicted[UNSEEN.topics < 0] < 0
    assert outliers.all() if fit is given else outliers.mean() > 0.8
    p = merged.transform(UNSEEN.documents, embeddings=UNSEEN.vectors)
    p = np.column_stack([p, 1 - p.sum(axis=1)])
    assert_array_equal(
        p.argmax(axis=1), np.where(predicted < 0, p.shape[1] - 1, predicted)
    )
    check_sums(merged, joined(*corpora))
    sizes = [len(corpus.documents) for corpus in corpora]
    expected = np.average([centroid_constants(part) for part in parts], 0, sizes)
    assert_allclose(centroid_constants(merged), expected, rtol=1e-6)


def test_a_part_without_outliers_does_not_say_what_they_are_like():
    known = ordered(OTHER, 0, 1, 2, 4)
    merged = merge_models([given(known), given(UNEQUAL)])
    assert_allclose(centroid_constants(merged)[1], centroid_constants(given())[1])
    predicted = merged.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert_array_equal(predicted < 0, UNSEEN.topics < 0)
    assert merged.n_outliers_ == (UNEQUAL.topics < 0).sum()


@pytest.mark.parametrize("corpora", [(UNEQUAL, OTHER), (OTHER, UNEQUAL)])
def test_merged_models_keep_names_and_classes(corpora):
    parts, corpus = [given(part) for part in corpora], joined(*corpora)
    # Classes of other names are other topics, however near they are.
    merged = merge_models(parts, min_similarity=0.5)
    n_first = len(parts[0].topic_sizes_)
    assert merged.topic_names_[:n_first] == parts[0].topic_names_
    assert merged.topic_names_ == merged.classes_.tolist()
    labels = merged.labels_[corpus.topics >= 0]
    assert (
        merged.classes_[labels].tolist()
        == CLASSES[corpus.topics[corpus.topics >= 0]].tolist()
    )
    check_sums(merged, corpus)


@pytest.mark.parametrize("corpora", [(UNEQUAL, OTHER), (OTHER, UNEQUAL)])
def test_merged_models_keep_the_best_representatives(corpora):
    parts = [found(corpus, n_representative=5) for corpus in corpora]
    merged, first_row, shares = merge_models(parts), 0, {}
    for part in parts:
        for document in [d for topic in part.topics_ for d in topic.documents]:
            topic = merged.labels_[first_row + document.index]
            shares.setdefault(topic, []).append(document.share)
        first_row += len(part.labels_)
    for topic in merged.topics_:
        best = sorted(shares[topic.index], reverse=True)[:5]
        assert [document.share for document in topic.documents] == best
    check_sums(merged, joined(*corpora))


@pytest.mark.parametrize("min_similarity", [0.5, 0.7])
def test_names_and_classes_of_a_later_model(min_similarity):
    """Topics that have been found take the names that a later model was given."""
    parts = [found(OTHER), given(UNEQUAL)]
    merged = merge_models(parts, min_similarity=min_similarity)
    # The smallest topic of the second is near to the largest, whose name counts.
    names = ["kayak", None, "oboe", "apple", "tulip"][
        : 4 if min_similarity < 0.6 else 5
    ]
    assert merged.topic_names_ == merged.classes_.tolist() == names
    check_sums(merged, joined(OTHER, UNEQUAL))


# --- numbers of another model -----------------------------------------------------


@pytest.mark.parametrize("params", [{}, {"calculate_probabilities": True}])
@pytest.mark.parametrize("fit", [given, found])
def test_a_renumbered_model_keeps_names_with_their_topics(fit, params):
    fitted, previous = fit(OTHER, **params), fit(UNEQUAL)
    if fit is found:
        fitted.name_topics(dict(enumerate("abcd")))
        fitted.name_topics({2: None})
    names = names_by_rows(fitted, fitted.topic_names_)
    representatives = names_by_rows(fitted, [t.documents for t in fitted.topics_])
    shares, labels = fitted.probabilities_, fitted.labels_
    drift = fitted.match_topics_to(previous)
    assert names_by_rows(fitted, fitted.topic_names_) == names
    documents = [topic.documents for topic in fitted.topics_]
    assert names_by_rows(fitted, documents) == representatives
    if params:
        rows = np.flatnonzero(labels >= 0)
        own = fitted.probabilities_[rows, fitted.labels_[rows]]
        assert_array_equal(own, shares[rows, labels[rows]])
    check_sums(fitted, OTHER)
    assert (drift.kept, drift.new, drift.gone) == ([0, 1, 2], [4], [3])
    # Shares of the corpus, of which outliers are a part.
    sizes = np.append(previous.topic_sizes_, 0) / len(UNEQUAL.documents)
    assert_allclose([topic.size_before for topic in drift.topics], sizes)
    sizes = fitted.topic_sizes_ / len(OTHER.documents)
    assert_allclose([topic.size_after for topic in drift.topics], sizes)
    cosines = [
        a @ b / np.linalg.norm(a) / np.linalg.norm(b)
        for a, b in zip(
            fitted.topic_embeddings_, previous.topic_embeddings_, strict=False
        )
    ]
    assert_allclose([topic.similarity for topic in drift.topics[:3]], cosines[:3])
    # A topic that is gone is known by its name, and takes no documents.
    assert fitted.topic_names_[3] == previous.topic_names_[3]
    assert_array_equal(fitted.topic_embeddings_[3], previous.topic_embeddings_[3])
    if fit is given:
        assert fitted.classes_.tolist() == fitted.topic_names_
    fitted.set_params(assign="centroid")
    tulips = ordered(UNSEEN, 3)
    assert (fitted.predict(tulips.documents, embeddings=tulips.vectors) != 3).all()
    assert (
        fitted.transform(tulips.documents, embeddings=tulips.vectors)[:, 3] == 0
    ).all()


# --- probabilities ----------------------------------------------------------------


def test_what_neighbours_do_not_say_is_shared_out_by_size():
    fitted = found()
    sizes = np.append(fitted.topic_sizes_, fitted.n_outliers_) / len(UNEQUAL.documents)
    p = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
    p = np.column_stack([p, 1 - p.sum(axis=1)])
    # Documents in the midst of the largest topic have neighbours in no other.
    rows = np.flatnonzero(fitted.labels_ == 0)
    rest = p[rows, 1:] / sizes[1:]
    alone = np.isclose(rest, rest[:, :1], rtol=1e-6).all(axis=1)
    assert alone.sum() > len(rows) / 4
    assert (rest[alone] > 0).all()


def test_a_document_has_no_part_in_what_its_own_topic_is_like():
    """Else topics of nothing but noise, the small ones above all, would seem sure."""
    rng = np.random.RandomState(0)
    vectors, y = rng.normal(size=(90, 20)), np.repeat(np.arange(11), [60, *[3] * 10])
    documents = [f"text {i}" for i in range(90)]
    fitted = manual().fit(documents, y, embeddings=vectors)
    p = fitted.transform(["new"] * 50, embeddings=rng.normal(size=(50, 20)))
    assert p.max() < 0.5


def test_a_small_batch_moves_what_is_known_by_its_share():
    fitted = given()
    sharpness, _ = centroid_constants(fitted)
    batch = UNEQUAL[:6]
    wrong = CLASSES[(batch.topics + 1) % 4]
    fitted.partial_fit(batch.documents, wrong, embeddings=batch.vectors)
    assert sharpness > centroid_constants(fitted)[0] > 0.9 * sharpness
