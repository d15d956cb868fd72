"""Outliers that get topics: what they get, what moves with them and what stays."""

import copy
import re

import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    UNEQUAL,
    UNSEEN,
    VECTORS,
    Fixed,
    TextAndImageEncoder,
    fed,
    found,
    given,
    manual,
    model,
    state,
    streaming,
)
from bertopic_invariants import (
    CORPUS,
    FORGETFUL,
    INSTANCES,
    NamesOfClasses,
    check_invariants,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans

from sktopics import BERTopic
from sktopics.topics import Topic, TopicTable

pd = pytest.importorskip("pandas")

STRATEGIES = ["embeddings", "c-tf-idf", "distributions", "probabilities"]
PARTS = ["encoder_", "reducer_", "clusterer_", "vectorizer_", "placement_"]
WITH_OUTLIERS = [
    "hdbscan, all probabilities",
    "hdbscan, means",
    "by hand, unknown ones too",
    "zero-shot",
    "seeds",
    "batches by hand",
    "merged",
]


def given_again(corpus=UNEQUAL):
    return {"X": corpus.documents, "embeddings": corpus.vectors}


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("instance", WITH_OUTLIERS)
def test_what_moves_and_what_stays(instance, strategy):
    fitted = INSTANCES[instance]()
    fitted.match_topics_to(copy.deepcopy(fitted))
    fitted.name_topics({1: "one"})
    before = copy.deepcopy(fitted)
    parts = [vars(fitted)[name] for name in PARTS]
    reduction = fitted.reduce_outliers(strategy=strategy, **given_again(CORPUS))
    assert_array_equal(fitted.labels_, reduction.labels)
    assert reduction.n_moved > 5
    stayed = before.labels_ >= 0
    assert_array_equal(fitted.labels_[stayed], before.labels_[stayed])
    assert (fitted.labels_[reduction.moved] >= 0).all()
    nothing_known = ~CORPUS.vectors.any(axis=1) & ~stayed
    assert_array_equal(
        np.flatnonzero(fitted.labels_ < 0), np.flatnonzero(nothing_known)
    )
    assert fitted.topic_names_ == before.topic_names_
    assert fitted.drift_ == before.drift_ is not None
    assert all(vars(fitted)[name] is p for name, p in zip(PARTS, parts, strict=True))
    check_invariants(fitted, CORPUS, remembers=instance not in FORGETFUL)


def cosines(fitted, rows):
    unit = UNEQUAL.vectors / np.linalg.norm(UNEQUAL.vectors, axis=1, keepdims=True)
    means = fitted.topic_embeddings_
    means = means / np.linalg.norm(means, axis=1, keepdims=True)
    return (unit @ means.T)[rows]


def test_the_share_that_may_stay():
    fitted = found()
    rows = np.flatnonzero(fitted.labels_ < 0)
    best = cosines(fitted, rows).max(axis=1)
    reduction = fitted.reduce_outliers(target_share=0.05, **given_again())
    assert fitted.n_outliers_ == reduction.n_left == 3  # of 64
    assert_array_equal(
        np.sort(rows[np.argsort(best)[:3]]), np.flatnonzero(fitted.labels_ < 0)
    )
    assert reduction[0].threshold == pytest.approx(np.sort(best)[3])
    assert_allclose(reduction.scores, best[np.isin(rows, reduction.moved)])
    again = state(fitted)
    assert fitted.reduce_outliers(target_share=0.05, **given_again()).n_moved == 0
    assert state(fitted) == again


def test_a_chain_with_thresholds():
    fitted, by_hand = found(), found()
    chain, thresholds = ["c-tf-idf", "embeddings", "c-tf-idf"], [0.3, 0.5, 0.1]
    reduction = fitted.reduce_outliers(
        strategy=chain, threshold=thresholds, **given_again()
    )
    names = ["c-tf-idf", "embeddings", "c-tf-idf (2)"]
    assert [step.strategy for step in reduction] == names
    # Of scores of before the first step: means and words move at the end.
    first = by_hand.reduce_outliers(strategy="c-tf-idf", threshold=0.3, **given_again())
    assert_array_equal(reduction[:1].labels, first.labels)
    left = np.flatnonzero(first.labels < 0)
    best = cosines(found(), left)
    expected = np.where(best.max(axis=1) >= 0.5, best.argmax(axis=1), -1)
    assert_array_equal(reduction[:2].labels[left], expected)


def test_probabilities_are_those_of_transform():
    fitted = found()
    shares = fitted.transform(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
    rows, labels = np.flatnonzero(fitted.labels_ < 0), fitted.labels_
    fitted.reduce_outliers(strategy="probabilities", threshold=0.2, **given_again())
    best = shares[rows].max(axis=1)
    expected = np.where(best >= 0.2, shares[rows].argmax(axis=1), -1)
    assert 0 < (expected >= 0).sum() < len(rows)
    assert_array_equal(fitted.labels_[rows], expected)
    assert_array_equal(labels[labels >= 0], fitted.labels_[labels >= 0])


# --- words ---


class Shouting:
    """A representation that is expensive to ask, and notes which topics it was."""

    def __init__(self):
        self.asked = []

    def refine(self, table, context):
        self.asked.append([topic.index for topic in table])
        return TopicTable(
            Topic(t.index, t.terms[0].upper(), t.size, t.terms[:2], (0.6, 0.4))
            for t in table
        )


@pytest.mark.parametrize("operation", ["reduce", "move", "delete"])
def test_words_that_are_kept(operation):
    shouting = Shouting()
    fitted = found(representation=shouting)
    fitted.name_topics({3: "mine"})
    before, kept = copy.deepcopy(fitted), [0, 1, 2, 3]
    if operation == "reduce":
        fitted.reduce_outliers(words="keep", **given_again())
    elif operation == "move":
        labels = np.maximum(fitted.labels_, 0)
        fitted.move_documents(labels=labels, words="keep", **given_again())
    else:
        kept = [0, 2, 3]
        fitted.delete_topics(1, words="keep")
    assert shouting.asked == [[0, 1, 2, 3]]
    assert fitted.topics_.top_words == [before.topics_.top_words[i] for i in kept]
    assert fitted.topics_.labels == [before.topics_.labels[i] for i in kept]
    components = before.components_.toarray()[kept]
    assert_array_equal(fitted.components_.toarray(), components)
    assert fitted.weighting_ is not None
    check_invariants(fitted, UNEQUAL, words_kept=True)
    if operation == "move":
        assert fitted.topics_.outliers.terms == ()
    # Counts have moved: the words follow, once they are asked for.
    fitted.update_topics(UNEQUAL.documents)
    check_invariants(fitted, UNEQUAL)
    assert len(shouting.asked) == 2


def test_words_that_are_recomputed_are_of_topics_that_changed():
    asked = []

    def witness(table, context):
        asked.append([topic.index for topic in table])
        return table

    fitted = found(representation=witness)
    reduction = fitted.reduce_outliers(target_share=0.1, **given_again())
    changed = np.unique(reduction.labels[reduction.moved]).tolist()
    assert 0 < len(changed) < 4
    assert asked == [[0, 1, 2, 3], changed]


# --- nothing to do ---


def test_no_outliers():
    fitted = model(KMeans(4, n_init=1)).fit(DOCUMENTS, embeddings=VECTORS)
    before = state(fitted)
    reduction = fitted.reduce_outliers(DOCUMENTS, STRATEGIES)
    assert repr(reduction) == "OutlierReduction: none of 80 documents is an outlier"
    assert len(reduction) == 4
    assert state(fitted) == before


def test_all_documents_are_outliers():
    with pytest.warns(UserWarning, match="No topics"):
        fitted = model(HDBSCAN(70, copy=True)).fit(DOCUMENTS, embeddings=VECTORS)
    before = state(fitted)
    for strategy in STRATEGIES:
        reduction = fitted.reduce_outliers(DOCUMENTS, strategy, embeddings=VECTORS)
        assert (reduction.n_moved, reduction.n_left) == (0, 80)
    with pytest.warns(UserWarning, match="80 of 80 documents stay outliers"):
        fitted.reduce_outliers(DOCUMENTS, target_share=0.5, embeddings=VECTORS)
    assert state(fitted) == before


def test_one_topic():
    labels = np.where(np.arange(80) % 4 == 0, 0, -1)
    for strategy in STRATEGIES:
        fitted = manual().fit(DOCUMENTS, labels, embeddings=VECTORS)
        fitted.reduce_outliers(DOCUMENTS, strategy, embeddings=VECTORS)
        assert len(fitted.topics_) == 1
        assert fitted.topic_sizes_[0] + fitted.n_outliers_ == 80
        assert fitted.topic_sizes_[0] > 20


def test_topics_without_documents_get_none():
    fitted = found()
    previous = copy.deepcopy(fitted)
    fitted.merge_topics([0, 1])
    fitted.match_topics_to(previous)
    (gone,) = fitted.drift_.gone
    fitted.reduce_outliers(**given_again())
    assert fitted.topic_sizes_[gone] == 0
    assert fitted.drift_.gone == [gone]


# --- what the encoder reads, and documents of other kinds ---


@pytest.mark.parametrize("clusterer", [None, HDBSCAN(4, copy=True)])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_the_encoder_reads_outliers_once(clusterer, strategy):
    fitted = BERTopic(Fixed(TextAndImageEncoder()), None, clusterer)
    labels = np.where(UNEQUAL.topics < 0, None, UNEQUAL.topics)
    fitted.fit(UNEQUAL.documents, labels, embeddings=UNEQUAL.vectors)
    seen = []

    class Encoder:
        def transform(self, X):
            seen.extend(X)
            return UNEQUAL.vectors[[UNEQUAL.documents.index(text) for text in X]]

    fitted.encoder_ = Encoder()
    outliers = np.flatnonzero(fitted.labels_ < 0)
    with_vectors = copy.deepcopy(fitted)
    fitted.reduce_outliers(UNEQUAL.documents, strategy)
    read = len(UNEQUAL.documents) if clusterer is None else len(outliers)
    assert len(seen) == len(set(seen)) == read
    with_vectors.reduce_outliers(strategy=strategy, **given_again())
    assert_array_equal(fitted.labels_, with_vectors.labels_)
    assert_allclose(fitted.topic_embeddings_, with_vectors.topic_embeddings_)


def test_images():
    images = ["rocket", "oven", "rocket", "oven", "rocket"]
    labels = [0, 1, 0, None, None]
    fitted = BERTopic(TextAndImageEncoder(), None, None).fit(
        None, labels, images=images
    )
    fitted.reduce_outliers(None, images=images)
    assert fitted.labels_.tolist() == [0, 1, 0, 1, 0]
    with pytest.raises(ValueError, match="images must hold one for each"):
        fitted.reduce_outliers(["a"] * 5, images=images[:4])


@pytest.mark.parametrize(
    "kind",
    [tuple, np.array, pd.Series, lambda texts: pd.Series(texts, range(64, 0, -1))],
)
def test_documents_in_any_column(kind):
    fitted, expected = found(), found()
    expected.reduce_outliers(**given_again())
    vectors = UNEQUAL.vectors.copy()
    vectors.setflags(write=False)
    fitted.reduce_outliers(
        kind(UNEQUAL.documents), ("embeddings",), embeddings=vectors.tolist()
    )
    assert_array_equal(fitted.labels_, expected.labels_)
    assert fitted.topics_ == expected.topics_
    other = found()
    other.reduce_outliers(UNEQUAL.documents, embeddings=vectors)
    assert_array_equal(other.labels_, expected.labels_)


def test_equal_documents_get_one_topic():
    documents = [*UNEQUAL.documents, *UNEQUAL.documents]
    vectors = np.vstack([UNEQUAL.vectors] * 2)
    labels = np.append(UNEQUAL.topics, UNEQUAL.topics)
    for strategy in STRATEGIES:
        fitted = manual().fit(documents, labels, embeddings=vectors)
        fitted.reduce_outliers(
            documents, strategy, target_share=0.07, embeddings=vectors
        )
        assert_array_equal(fitted.labels_[:64], fitted.labels_[64:])
        predicted = fitted.predict(documents, embeddings=vectors)
        assert_array_equal(predicted, fitted.labels_)


# --- what cannot be ---

WRONG = [
    ({"strategy": "votes"}, ValueError, "strategy must be one of 'probabilities'"),
    ({"strategy": []}, ValueError, "strategy must be at least one of"),
    ({"strategy": 3}, TypeError, "strategy must be a str or a list of str"),
    ({"strategy": [None]}, TypeError, "strategy must be one of"),
    ({"threshold": 1.5}, ValueError, "threshold of 'embeddings' must be from 0 to 1"),
    ({"threshold": -0.5}, ValueError, "threshold of 'embeddings' must be from 0 to 1"),
    ({"threshold": "0.5"}, TypeError, "must be a number"),
    ({"threshold": [0.1, 0.2]}, ValueError, "for each of the 1 strategies, got 2"),
    ({"target_share": 5}, ValueError, "target_share must be a share"),
    ({"target_share": "5%"}, TypeError, "target_share must be a share"),
    ({"words": "old"}, ValueError, 'words must be "recompute" or "keep"'),
    ({"words": None}, ValueError, 'words must be "recompute" or "keep"'),
    ({"X": UNEQUAL.documents[:-1]}, ValueError, "for 63 documents"),
    (
        {"X": UNEQUAL.documents[:-1], "embeddings": UNEQUAL.vectors[:-1]},
        ValueError,
        "X must be the 64 training documents, and has 63",
    ),
    ({"X": UNEQUAL.documents[::-1]}, ValueError, "X[0] is another one"),
    ({"embeddings": UNEQUAL.vectors[:, :3]}, ValueError, "3"),
    ({"distribution_params": {"window": 8}}, ValueError, "there is none in"),
    (
        {"strategy": "distributions", "distribution_params": {"size": 8}},
        ValueError,
        "distribution_params may be window, stride",
    ),
    (
        {"strategy": "distributions", "distribution_params": {"min_similarity": 0.1}},
        ValueError,
        "give it as threshold=",
    ),
    (
        {"strategy": "distributions", "distribution_params": [8]},
        TypeError,
        "must be a dict of parameters",
    ),
    (
        {"strategy": "distributions", "distribution_params": {"window": 0}},
        ValueError,
        "window",
    ),
]


@pytest.mark.parametrize(
    ("change", "error", "match"),
    WRONG,
    ids=[f"{'-'.join(case[0])}-{i}" for i, case in enumerate(WRONG)],
)
def test_what_is_refused_changes_nothing(change, error, match):
    fitted = found()
    before = state(fitted)
    with pytest.raises(error, match=re.escape(match)):
        fitted.reduce_outliers(**{**given_again(), **change})
    assert state(fitted) == before


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_without_embeddings_and_without_an_encoder(strategy):
    fitted = BERTopic(None, None, HDBSCAN(4, copy=True))
    fitted.fit(UNEQUAL.documents, embeddings=UNEQUAL.vectors)
    before = state(fitted)
    with pytest.raises(ValueError, match="encoder=None makes no embeddings: give them"):
        fitted.reduce_outliers(UNEQUAL.documents, strategy)
    assert state(fitted) == before


def test_a_model_that_is_not_fitted():
    with pytest.raises(ValueError, match="not fitted"):
        BERTopic().reduce_outliers(["a"])


# --- documents of which nothing is known, in other operations ---


def test_documents_beside_blank_ones_are_checked():
    fitted = INSTANCES["hdbscan"]()
    documents = list(CORPUS.documents)
    documents[4] = "another one"
    for call in (
        lambda: fitted.move_documents(documents, fitted.labels_, CORPUS.vectors),
        lambda: fitted.reduce_outliers(documents, embeddings=CORPUS.vectors),
    ):
        with pytest.raises(ValueError, match=r"X\[4\] is another one: 'another one'"):
            call()


def test_moving_beside_blank_documents_is_moving_without_them():
    fitted = INSTANCES["hdbscan"]()
    known = np.flatnonzero(CORPUS.vectors.any(axis=1))
    alone = model(HDBSCAN(4, copy=True)).fit(
        [CORPUS.documents[row] for row in known], embeddings=CORPUS.vectors[known]
    )
    assert_array_equal(fitted.labels_[known], alone.labels_)
    for each in (fitted, alone):
        labels = each.labels_.copy()
        rows = known if each is fitted else np.arange(len(known))
        labels[rows[[3, 8, 20]]] = [1, 0, -1]
        documents = CORPUS.documents
        if each is alone:
            documents = [documents[row] for row in known]
        vectors = CORPUS.vectors[known] if each is alone else CORPUS.vectors
        each.move_documents(documents, labels, embeddings=vectors)
    assert_allclose(fitted.probabilities_[known], alone.probabilities_)
    assert_allclose(fitted.topic_embeddings_, alone.topic_embeddings_)
    for one, other in zip(
        (*fitted.topics_, fitted.topics_.outliers),
        (*alone.topics_, alone.topics_.outliers),
        strict=True,
    ):
        rows = [document.index for document in one.documents]
        assert rows == [known[document.index] for document in other.documents]


@pytest.mark.parametrize("operation", ["move", "merge", "batch"])
def test_labelled_documents_of_which_nothing_is_known_are_in_no_mean(operation):
    documents = ["sea", "ship sea", "", "tax", "debt tax", "goal"]
    vectors = np.array([[1, 0], [0.8, 0.2], [0, 0], [0, 1], [0.2, 0.9], [1, 1.0]])
    labels = [0, 0, 0, 1, 1, 2]
    if operation == "batch":
        fitted = manual()
        for rows in (slice(0, 3), slice(3, 6)):
            fitted.partial_fit(documents[rows], labels[rows], embeddings=vectors[rows])
        fitted.partial_fit(["sea"], [0], embeddings=[[0.6, 0.1]])
        expected = np.vstack([vectors[:2], [[0.6, 0.1]]]).mean(axis=0)
    else:
        fitted = manual().fit(documents, labels, embeddings=vectors)
        if operation == "move":
            fitted.move_documents(documents, [0, 0, 0, 0, 1, 2], embeddings=vectors)
            expected = vectors[[0, 1, 3]].mean(axis=0)
        else:
            fitted.merge_topics([0, 2])
            expected = vectors[[0, 1, 5]].mean(axis=0)
    assert_allclose(fitted.topic_embeddings_[0], expected)


@pytest.mark.parametrize("fit", [manual, streaming])
def test_moving_documents_of_which_nothing_is_known_alone(fit):
    documents, vectors = [*DOCUMENTS[:20], ""], np.vstack([VECTORS[:20], [[0.0] * 8]])
    labels = np.append(np.arange(20) % 4, -1)
    fitted = fit().partial_fit(documents, labels, embeddings=vectors)
    means = fitted.topic_embeddings_
    labels = np.append(fitted.labels_[:-1], 0)
    fitted.move_documents(documents, labels, embeddings=vectors)
    assert_array_equal(fitted.labels_, labels)
    assert_allclose(fitted.topic_embeddings_, means)
    assert fitted.probabilities_[-1] == 0


# --- names of topics that were deleted ---


@pytest.mark.parametrize("assign", ["cluster", "centroid"])
@pytest.mark.parametrize("clusterer", [HDBSCAN(4, copy=True), KMeans(3, n_init=1)])
def test_what_is_near_to_the_name_of_a_deleted_topic_is_an_outlier(clusterer, assign):
    fitted = BERTopic(
        NamesOfClasses(),
        None,
        clusterer,
        random_state=0,
        zeroshot_topics=["reed", "bulb", "wing"],
        assign=assign,
    ).fit(CORPUS.documents, embeddings=CORPUS.vectors)
    before = fitted.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    topic = fitted.topic_names_.index("reed")
    into = fitted.delete_topics(topic)
    fitted.reduce_topics(len(fitted.topics_))
    after = fitted.predict(UNSEEN.documents, embeddings=UNSEEN.vectors)
    assert (before == topic).sum() >= 5
    assert (after[before == topic] == -1).all()
    kept = before != topic
    assert_array_equal(after[kept], np.append(into, -1)[before[kept]])


def test_the_name_of_a_deleted_topic_does_not_come_back_with_a_batch():
    fitted = BERTopic(
        NamesOfClasses(),
        None,
        MiniBatchKMeans(3, random_state=0, n_init=1),
        zeroshot_topics=["reed", "bulb", "wing"],
    )
    half = len(CORPUS.documents) // 2
    for rows in (slice(0, half), slice(half, None)):
        fitted.partial_fit(CORPUS.documents[rows], embeddings=CORPUS.vectors[rows])
        if rows.start == 0:
            fitted.delete_topics(fitted.topic_names_.index("reed"))
    assert "reed" not in fitted.topic_names_
    assert "bulb" in fitted.topic_names_
    reeds = CORPUS.vectors @ np.eye(6, 9)[0] > 0.9
    assert (fitted.labels_[reeds] == -1).all()


# --- batches ---


def test_outliers_among_batches():
    fitted = fed(manual(), y=np.where(np.arange(80) % 5, np.arange(80) % 4, -1))
    fitted.reduce_outliers(DOCUMENTS, embeddings=VECTORS)
    assert fitted.n_outliers_ == 0
    rows = slice(0, 20)
    fitted.partial_fit(DOCUMENTS[rows], [-1] * 20, embeddings=VECTORS[rows])
    assert fitted.n_outliers_ == 20
    documents = [*DOCUMENTS, *DOCUMENTS[rows]]
    vectors = np.vstack([VECTORS, VECTORS[rows]])
    fitted.reduce_outliers(documents, "c-tf-idf", embeddings=vectors)
    assert fitted.n_outliers_ == 0
    for topic, mean in enumerate(fitted.topic_embeddings_):
        assert_allclose(mean, vectors[fitted.labels_ == topic].mean(axis=0))


def test_ids_after_a_deletion():
    fitted = given()
    before = fitted.labels_
    into = fitted.delete_topics(1)
    deleted = before == 1
    fitted.reduce_outliers(threshold=0.9, **given_again())
    kept = (before >= 0) & ~deleted
    assert_array_equal(fitted.labels_[kept], into[before[kept]])
    check_invariants(fitted, UNEQUAL)
