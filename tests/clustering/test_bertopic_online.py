"""BERTopic in batches, in shards, and changed after it was fitted."""

import copy
import pickle
from dataclasses import replace
from itertools import pairwise

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from bertopic_corpora import (
    DOCUMENTS,
    NAMES,
    NEW,
    TOPICS,
    VECTORS,
    check_fitted,
    encoder,
    labels_agree,
    manual,
    model,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    HDBSCAN,
    AgglomerativeClustering,
    Birch,
    KMeans,
    MiniBatchKMeans,
)
from sklearn.decomposition import PCA, IncrementalPCA
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.linear_model import SGDClassifier

from sktopics import BERTopic, OnlineCountVectorizer
from sktopics.clustering import merge_models
from sktopics.text import ClassTfidfTransformer
from sktopics.topics import TopicTable

BATCHES = [slice(i, i + 20) for i in range(0, 80, 20)]


def streaming(reducer=None, **params):
    clusterer = MiniBatchKMeans(4, n_init=3)
    return model(clusterer, reducer, **params)


def fed(fitted, embeddings=VECTORS, y=None, batches=BATCHES):
    for rows in batches:
        labels = None if y is None else y[rows]
        given = None if embeddings is None else embeddings[rows]
        fitted.partial_fit(DOCUMENTS[rows], labels, embeddings=given)
    return fitted


def state(fitted):
    """All that a model is, to be compared bit by bit."""
    # But for what sparse matrices have found out about themselves.
    return joblib.hash(
        {
            name: (value.data, value.indices, value.indptr, value.shape)
            if sp.issparse(value)
            else value
            for name, value in vars(fitted).items()
        }
    )


def assert_same_words(one, other):
    """Counts and weights are the same, whatever the order of columns."""
    assert sorted(one.terms_) == sorted(other.terms_)
    order, other_order = np.argsort(one.terms_), np.argsort(other.terms_)
    for name in ("topic_word_counts_", "outlier_word_counts_", "components_"):
        assert_allclose(
            getattr(one, name).toarray()[:, order],
            getattr(other, name).toarray()[:, other_order],
            rtol=1e-12,
        )


def recounted(fitted, documents):
    """Counts of the terms of a model in the documents of its topics."""
    vectorizer = CountVectorizer(vocabulary=fitted.terms_.tolist())
    X = vectorizer.fit_transform(documents)
    n_topics = len(fitted.topic_sizes_)
    rows = np.where(fitted.labels_ < 0, n_topics, fitted.labels_)
    cells = np.ones(len(rows)), (rows, np.arange(len(rows)))
    return (sp.csr_array(cells, (n_topics + 1, len(rows))) @ X).toarray()


# --- batches ----------------------------------------------------------------------


def test_batches_with_labels_are_one_fit():
    y = NAMES[TOPICS].copy()
    y[::9] = None
    online, at_once = fed(manual(), y=y), manual().fit(DOCUMENTS, y, embeddings=VECTORS)
    order = [online.topic_names_.index(name) for name in at_once.topic_names_]
    assert_array_equal(online.topic_sizes_[order], at_once.topic_sizes_)
    assert online.n_outliers_ == at_once.n_outliers_ == 9
    assert_allclose(
        online.topic_embeddings_[order], at_once.topic_embeddings_, rtol=1e-10
    )
    assert online.classes_[order].tolist() == at_once.classes_.tolist()
    assert_array_equal(online.classes_[online.labels_[y != None]], y[y != None])  # noqa: E711
    online.match_topics_to(at_once)
    assert_same_words(online, at_once)


def test_topics_keep_their_numbers_and_new_ones_come_after():
    y = np.array(["b"] * 20 + ["a", "b"] * 10 + ["d", "c", "d", "a"] * 10)
    fitted, seen = manual(), []
    for rows in BATCHES:
        fitted.partial_fit(DOCUMENTS[rows], y[rows], embeddings=VECTORS[rows])
        assert fitted.topic_names_[: len(seen)] == seen
        seen = fitted.topic_names_
        assert_array_equal(fitted.classes_[fitted.labels_], y[: rows.stop])
        assert_array_equal(
            recounted(fitted, DOCUMENTS[: rows.stop])[:-1],
            fitted.topic_word_counts_.toarray(),
        )
    assert seen == ["b", "a", "d", "c"]  # in a batch, by size


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("reducer", [None, IncrementalPCA(4)])
def test_parts_that_learn_on(reducer, dtype):
    vectors = VECTORS.astype(dtype)
    fitted = fed(streaming(reducer, calculate_probabilities=True), vectors)
    assert fitted.topic_embeddings_.dtype == dtype
    if reducer is None:  # else directions turn from batch to batch
        assert labels_agree(fitted.labels_)
    assert fitted.labels_.shape == (80,)
    assert fitted.probabilities_.shape == (80, 4)
    own = fitted.probabilities_[np.arange(80), fitted.labels_]
    assert (own > 0.4).mean() > 0.9
    assert_array_equal(
        recounted(fitted, DOCUMENTS)[:-1], fitted.topic_word_counts_.toarray()
    )
    for topic in range(4):
        assert_allclose(
            fitted.topic_embeddings_[topic],
            VECTORS[fitted.labels_ == topic].mean(axis=0),
            atol=1e-5,
        )
    for topic in fitted.topics_:
        assert len(topic.documents) == 3
        for document in topic.documents:
            assert fitted.labels_[document.index] == topic.index
            assert DOCUMENTS[document.index].startswith(document.excerpt[:20])
            assert document.share == own[document.index]
    new = fitted.encoder_.fit(DOCUMENTS).transform(NEW).astype(dtype)
    shares = fitted.transform(NEW, embeddings=new)
    assert_array_equal(shares.argmax(axis=1), fitted.predict(NEW, embeddings=new))


def test_encoder_learns_from_the_first_batch():
    fitted = fed(streaming(), embeddings=None)
    assert labels_agree(fitted.labels_)
    first = encoder().fit(DOCUMENTS[:20]).transform(NEW)
    assert_allclose(fitted.encoder_.transform(NEW), first)


def test_batches_after_a_fit():
    fitted = streaming(PCA(3)).set_params(reducer=IncrementalPCA(3))
    fitted.fit(DOCUMENTS[:40], embeddings=VECTORS[:40].astype(np.float32))
    labels = fitted.labels_
    fed(fitted, VECTORS, batches=BATCHES[2:])
    assert_array_equal(fitted.labels_[:40], labels)
    counts = recounted(fitted, DOCUMENTS)[:-1]
    assert_array_equal(counts, fitted.topic_word_counts_.toarray())


def test_batches_after_merging():
    fitted = fed(model(MiniBatchKMeans(8, n_init=3)), batches=BATCHES[:2])
    fitted.reduce_topics(4)
    fed(fitted, batches=BATCHES[2:])
    assert fitted.topic_sizes_.sum() == 80
    assert labels_agree(fitted.labels_)
    counts = recounted(fitted, DOCUMENTS)[:-1]
    assert_array_equal(counts, fitted.topic_word_counts_.toarray())


def test_decay_and_forgotten_terms():
    vectorizer = OnlineCountVectorizer(decay=0.5, delete_min_df=1)
    fitted = fed(manual(vectorizer=vectorizer), y=TOPICS)
    expected = OnlineCountVectorizer(decay=0.5, delete_min_df=1)
    counts, terms = sp.csr_array((5, 0)), []
    for rows in BATCHES:
        X = expected.partial_fit_transform(DOCUMENTS[rows])
        cells = np.ones(20), (TOPICS[rows], np.arange(20))
        new = sp.csr_array(sp.csr_array(cells, (5, 20)) @ X)
        counts = expected.add_counts(counts, terms, new)
        terms = expected.get_feature_names_out()
    assert_array_equal(fitted.terms_, terms)
    assert_allclose(fitted.topic_word_counts_.toarray(), counts.toarray()[:4])
    assert fitted.topic_sizes_.tolist() == [20] * 4


def test_hashed_words():
    vectorizer = HashingVectorizer(n_features=512, norm=None, alternate_sign=False)
    fitted = fed(manual(vectorizer=vectorizer), y=TOPICS)
    at_once = manual(vectorizer=vectorizer).fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    assert_same_words(fitted, at_once)
    assert fitted.topics_[0].terms[0].isdigit()


def test_zeroshot_in_batches():
    names = ["rocket planet orbit", "oven flour butter", "parliament"]
    params = {"zeroshot_topics": names, "zeroshot_min_similarity": 0.3}
    fitted = model(MiniBatchKMeans(2, n_init=3), **params)
    fitted.set_params(encoder=_Fixed(encoder().fit(DOCUMENTS)))
    rng = np.random.RandomState(0)
    for _ in range(2):  # not all topics are there at first
        batch = [document for document in DOCUMENTS if "rocket" in document.lower()]
        fitted.partial_fit(rng.permutation(batch).tolist())
    assert names[0] in fitted.topic_names_
    numbers = list(fitted.topic_names_)
    for rows in BATCHES:
        fitted.partial_fit(DOCUMENTS[rows])
    assert fitted.topic_names_[: len(numbers)] == numbers
    assert {*names[:2]} <= {*fitted.topic_names_}
    assert names[2] not in fitted.topic_names_
    taken = fitted.labels_ == fitted.topic_names_.index(names[0])
    assert fitted.probabilities_[taken].min() > 0.5
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))


def test_zeroshot_names_take_whole_batches():
    names = ["rocket planet orbit"]
    params = {"zeroshot_topics": names, "zeroshot_min_similarity": -1}
    fitted = fed(streaming(**params), embeddings=None)
    assert fitted.topic_names_ == names
    assert fitted.predict(NEW).tolist() == [0] * 40
    fitted.set_params(zeroshot_min_similarity=0.9)
    fed(fitted, embeddings=None)
    assert len(fitted.topic_names_) == 5
    assert_array_equal(fitted.transform(NEW).argmax(axis=1), fitted.predict(NEW))


def test_guided_batches_leave_the_callers_vectors_alone():
    vectors = VECTORS.copy()
    vectors.flags.writeable = False
    seeds = [["rocket", "planet", "orbit"], ["oven", "flour", "butter"]]
    fitted = fed(streaming(seed_topics=seeds), vectors)
    assert labels_agree(fitted.labels_)
    assert_array_equal(vectors, VECTORS)
    space = fitted.labels_[0]
    drawn = fitted.topic_embeddings_[space]
    assert np.linalg.norm(drawn - VECTORS[::4].mean(axis=0)) > 0.01


def test_clusters_that_a_batch_has_not():
    fitted = model(Birch(threshold=0.5, n_clusters=None))
    for rows in (slice(0, 40), slice(40, 80), slice(0, 80, 4)):
        fitted.partial_fit(DOCUMENTS[rows], embeddings=VECTORS[rows])
    shares = fitted.transform(DOCUMENTS, embeddings=VECTORS)
    labels = fitted.predict(DOCUMENTS, embeddings=VECTORS)
    assert_array_equal(shares[labels >= 0].argmax(axis=1), labels[labels >= 0])
    assert np.isfinite(fitted._cluster_means).all()
    assert (np.abs(fitted._cluster_means).sum(axis=1) > 0).all()


def test_one_document_a_time_keeps_probabilities():
    fitted = fed(manual(), y=TOPICS)
    before = fitted.transform(DOCUMENTS, embeddings=VECTORS)
    for i in range(3):
        fitted.partial_fit([DOCUMENTS[i]], [TOPICS[i]], embeddings=VECTORS[[i]])
    after = fitted.transform(DOCUMENTS, embeddings=VECTORS)
    assert np.abs(after - before).max() < 0.1


def test_probabilities_of_all_topics_can_be_asked_for_later():
    fitted = fed(streaming(), batches=BATCHES[:2])
    own = fitted.probabilities_
    fitted.set_params(calculate_probabilities=True)
    fed(fitted, batches=BATCHES[2:3])
    assert fitted.probabilities_.shape == (60, 4)
    assert_array_equal(fitted.probabilities_[np.arange(40), fitted.labels_[:40]], own)
    fitted.set_params(calculate_probabilities=False)
    fed(fitted, batches=BATCHES[3:])
    assert_array_equal(fitted.probabilities_[:40], own)


BAD_BATCHES = {
    "not str": (([1, 2], None), {"embeddings": VECTORS[:2]}, TypeError),
    "width": ((["a", "b"], None), {"embeddings": VECTORS[:2, :3]}, ValueError),
    "NaN": ((["a", "b"], None), {"embeddings": VECTORS[:2] * np.nan}, ValueError),
    "images": ((["a", "b"], None), {"images": ["x", "y"]}, TypeError),
    "no vectors": ((["a", "b"], None), {}, ValueError),
}


@pytest.mark.parametrize("case", BAD_BATCHES)
def test_a_failed_batch_changes_nothing(case):
    arguments, options, error = BAD_BATCHES[case]
    fitted = fed(streaming(IncrementalPCA(4)))
    before = state(fitted)
    with pytest.raises(error):
        fitted.partial_fit(*arguments, **options)
    assert state(fitted) == before


class Explosive(OnlineCountVectorizer):
    def partial_fit_transform(self, raw_documents, y=None):
        super().partial_fit_transform(raw_documents)
        raise RuntimeError("too late")


def test_a_batch_that_fails_late_changes_nothing():
    fitted = fed(streaming(IncrementalPCA(4), vectorizer=Explosive()), batches=[])
    with pytest.raises(RuntimeError, match="too late"):
        fitted.partial_fit(DOCUMENTS, embeddings=VECTORS)
    assert not [name for name in vars(fitted) if name.endswith("_")]
    fitted.set_params(vectorizer=OnlineCountVectorizer())
    fed(fitted)
    fitted.vectorizer_.__class__ = Explosive
    before = state(fitted)
    with pytest.raises(RuntimeError, match="too late"):
        fitted.partial_fit(DOCUMENTS, embeddings=VECTORS)
    assert state(fitted) == before


@pytest.mark.parametrize(
    ("parts", "named"),
    [
        ({"reducer": PCA(2)}, ["reducer PCA"]),
        ({"clusterer": HDBSCAN(copy=True)}, ["clusterer HDBSCAN"]),
        ({"clusterer": SGDClassifier()}, ["clusterer SGDClassifier"]),
        ({"vectorizer": CountVectorizer()}, ["vectorizer CountVectorizer"]),
        ({"reducer": "umap", "clusterer": "hdbscan"}, ["'umap'", "'hdbscan'"]),
    ],
)
def test_parts_that_do_not_learn_from_batches(parts, named):
    fitted = streaming().set_params(**parts)
    assert not hasattr(fitted, "partial_fit")
    with pytest.raises(AttributeError) as error:
        fitted.partial_fit  # noqa: B018
    assert all(name in str(error.value.__cause__) for name in named)
    assert hasattr(streaming(), "partial_fit")
    assert hasattr(BERTopic(clusterer=None), "partial_fit")


@pytest.mark.parametrize(
    ("params", "y", "message"),
    [
        ({"n_topics": 3}, TOPICS, "call reduce_topics"),
        ({}, None, "give them as y"),
        ({}, TOPICS[:5], "5 for 80 documents"),
        ({"seed_topics": [["a"]]}, TOPICS, "not both"),
        ({"zeroshot_topics": ["a"]}, TOPICS, "not from both"),
    ],
)
def test_what_batches_cannot_do(params, y, message):
    with pytest.raises(ValueError, match=message):
        manual(**params).partial_fit(DOCUMENTS, y, embeddings=VECTORS)


# --- shards -----------------------------------------------------------------------


def shards(bounds=(0, 20, 50, 80), y=TOPICS, **params):
    return [
        manual(**params).fit(DOCUMENTS[a:b], y[a:b], embeddings=VECTORS[a:b])
        for a, b in pairwise(bounds)
    ]


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
    second = manual().fit(DOCUMENTS[40:], TOPICS[40:], embeddings=VECTORS[40:])
    merged = merge_models([first, second])
    names = np.array([int(name) for name in merged.topic_names_])
    assert_array_equal(names[merged.labels_], TOPICS)
    predicted = merged.predict(DOCUMENTS[40:], embeddings=VECTORS[40:])
    assert_array_equal(names[predicted], TOPICS[40:])


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
        model(KMeans(1), **params).set_params(encoder=_Fixed(fitted)).fit(documents)
        for documents in (DOCUMENTS[::4], DOCUMENTS[1::4])
    ]
    assert names[1] not in parts[0].topic_names_
    merged = merge_models(parts)
    topic = merged.topic_names_.index(names[1])
    assert merged.predict([names[1]]).tolist() == [topic]


class _Fixed:
    """An encoder that does not learn."""

    def __init__(self, fitted):
        self.transform = fitted.transform


def test_what_cannot_be_merged():
    with pytest.raises(ValueError, match="at least one model"):
        merge_models([])
    short = manual().fit(DOCUMENTS, TOPICS, embeddings=VECTORS[:, :3])
    with pytest.raises(ValueError, match="different encoders"):
        merge_models([*shards(), short])


# --- the same topics in another fit -----------------------------------------------


def test_a_refit_keeps_the_numbers():
    before = model(KMeans(4, n_init=1)).fit(DOCUMENTS, embeddings=VECTORS)
    rows = np.concatenate([np.arange(3, 80, 4), np.arange(0, 60, 2)])
    documents = [DOCUMENTS[i] for i in rows]
    after = model(AgglomerativeClustering(3))
    after.fit(documents, embeddings=VECTORS[rows], match_to=before)
    assert_array_equal(after.labels_, before.labels_[rows])
    gone = before.labels_[1]
    assert after.drift_.gone == [gone]
    assert after.drift_.new == []
    assert len(after.drift_.kept) == 3
    assert after.topic_sizes_[gone] == 0
    assert_array_equal(after.topic_embeddings_[gone], before.topic_embeddings_[gone])
    shares = check_fitted(after, documents, VECTORS[rows])
    assert (shares[:, gone] == 0).all()
    assert after.topics_[gone].terms == ()
    later = model(AgglomerativeClustering(3)).fit(documents, embeddings=VECTORS[rows])
    drift = later.match_topics_to(before)
    assert_array_equal(later.labels_, after.labels_)
    assert repr(drift) == repr(after.drift_) == repr(later.drift_)
    assert_allclose(later.components_.toarray(), after.components_.toarray())
    assert later.topics_ == after.topics_
    check_fitted(later, documents, VECTORS[rows])


def test_new_topics_come_after_the_old():
    rows = np.flatnonzero(TOPICS < 2)
    before = model(KMeans(2, n_init=1)).fit(
        [DOCUMENTS[i] for i in rows], embeddings=VECTORS[rows]
    )
    after = model(calculate_probabilities=True)
    after.fit(DOCUMENTS, embeddings=VECTORS, match_to=before)
    assert_array_equal(after.labels_[rows], before.labels_)
    assert after.drift_.kept == [0, 1]
    assert after.drift_.new == [2, 3]
    check_fitted(after, DOCUMENTS, VECTORS)
    assert_array_equal(
        after.probabilities_, after.transform(DOCUMENTS, embeddings=VECTORS)
    )


def test_report_of_drift():
    pandas = pytest.importorskip("pandas")
    y = np.array(["a", "b", "c", "c"])[TOPICS]
    before = manual().fit(DOCUMENTS, y, embeddings=VECTORS)
    later = np.array(["b", "d", None, "c"], dtype=object)[TOPICS]
    after = manual().fit(DOCUMENTS, later, embeddings=VECTORS, match_to=before)
    numbers = {name: i for i, name in enumerate(before.topic_names_)}
    assert after.topic_names_[:3] == before.topic_names_
    assert after.classes_[:3].tolist() == before.classes_.tolist()
    frame = after.drift_.to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.index.tolist() == [0, 1, 2, 3]
    assert frame.status[numbers["a"]] == "gone"
    assert frame.status[3] == "new"
    assert frame.size_before.tolist() == [0.5, 0.25, 0.25, 0]
    assert frame.size_after[numbers["b"]] == 0.25
    assert frame.similarity.isna().sum() == 2
    assert repr(after.drift_).startswith("TopicDrift: 2 kept, 1 new, 1 gone\n")
    assert len(repr(after.drift_).splitlines()) == 6
    assert before.drift_ is None


def test_pairs_that_are_no_pairs_do_not_decide():
    # Cosines with the first topic of before are 0.95 and 0.71, with the second 0.3
    # and -0.6: their sum is larger for the pairs of 0.71 and of 0.3.
    before, after = (
        model(AgglomerativeClustering(2)).fit(
            DOCUMENTS[:5], embeddings=np.array([large] * 3 + [small] * 2)
        )
        for large, small in (
            ([1, 0, 0], [0, 1, 0]),
            ([0.95, 0.3, 0.0866], [0.71, -0.6, 0.3686]),
        )
    )
    drift = after.match_topics_to(before)
    assert after.labels_.tolist() == [0, 0, 0, 2, 2]
    assert (drift.kept, drift.gone, drift.new) == ([0], [1], [2])
    assert drift.topics[0].similarity == pytest.approx(0.95, abs=1e-4)


def test_matching_when_all_has_gone():
    before = shards(bounds=(0, 80))[0]
    for clusterer in (None, "centroid"):
        with pytest.warns(UserWarning, match="No topics"):
            after = manual().fit(
                DOCUMENTS, [None] * 80, embeddings=VECTORS, match_to=before
            )
        if clusterer:
            after.set_params(assign=clusterer)
        assert after.topic_sizes_.tolist() == [0] * 4
        assert after.topic_names_ == before.topic_names_
        check_fitted(after, DOCUMENTS, VECTORS)
        assert (after.transform(NEW, embeddings=VECTORS[:40]) == 0).all()


def test_what_cannot_be_matched():
    before = shards(bounds=(0, 80))[0]
    fitted = model().fit(DOCUMENTS, embeddings=VECTORS)
    saved = state(fitted)
    for previous, error in ((before, ValueError), (model(), ValueError)):
        with pytest.raises(error):
            fitted.fit(DOCUMENTS, embeddings=VECTORS[:, :3], match_to=previous)
    with pytest.raises(TypeError):
        fitted.fit(DOCUMENTS, embeddings=VECTORS, match_to="previous")
    with pytest.raises(ValueError, match="different encoders"):
        model().fit(DOCUMENTS, embeddings=VECTORS[:, :3]).match_topics_to(before)
    assert state(fitted) == saved


# --- topics that are merged -------------------------------------------------------


@pytest.mark.parametrize("all_of_them", [False, True])
@pytest.mark.parametrize("clusterer", [KMeans(8, n_init=1), AgglomerativeClustering(8)])
def test_reduce_and_merge(clusterer, all_of_them):
    fitted = model(clusterer, calculate_probabilities=all_of_them)
    fitted.fit(DOCUMENTS, embeddings=VECTORS)
    labels = fitted.labels_
    topics = fitted.reduce_topics(4)
    assert_array_equal(fitted.labels_, topics[labels])
    assert labels_agree(fitted.labels_)
    for _ in range(2):
        shares = check_fitted(fitted, DOCUMENTS, VECTORS)
        own = shares[np.arange(80), fitted.labels_]
        assert_allclose(fitted.probabilities_, shares if all_of_them else own)
        counts = recounted(fitted, DOCUMENTS)[:-1]
        assert_array_equal(counts, fitted.topic_word_counts_.toarray())
        for topic in fitted.topics_:
            members = fitted.labels_ == topic.index
            assert_allclose(
                fitted.topic_embeddings_[topic.index], VECTORS[members].mean(axis=0)
            )
            assert len(topic.documents) == 3
            assert [d.share for d in topic.documents] == [
                own[d.index] for d in topic.documents
            ]
        labels = fitted.labels_
        if len(fitted.topic_sizes_) == 4:
            topics = fitted.merge_topics([[0, 1], [3]])
            assert_array_equal(fitted.labels_, topics[labels])
    assert fitted.topic_sizes_.tolist() == [40, 20, 20]


def test_merged_topics_get_back_their_numbers():
    fitted = model(AgglomerativeClustering(8)).fit(DOCUMENTS, embeddings=VECTORS)
    before = copy.deepcopy(fitted)
    fitted.reduce_topics(7)
    fitted.match_topics_to(before)
    assert len(fitted.drift_.kept) == 7
    same = fitted.labels_ == before.labels_
    assert set(fitted.labels_[~same]) <= {*fitted.drift_.kept}
    check_fitted(fitted, DOCUMENTS, VECTORS)
    fitted.merge_topics([])  # topics that have no documents go
    assert len(fitted.topic_sizes_) == 7
    assert fitted.drift_ is None
    check_fitted(fitted, DOCUMENTS, VECTORS)


@pytest.mark.parametrize(
    ("groups", "error", "message"),
    [
        ([0, 9], ValueError, "no topic 9: topics are 0 to 3"),
        ([[0, -1]], ValueError, "no topic -1"),
        ([[0, 1], [1, 2]], ValueError, "two of the groups"),
        ([[0, 0.5]], TypeError, "list of topics"),
        ([0, [1, 2]], TypeError, "list of topics"),
        (["01"], TypeError, "list of topics"),
        (3, TypeError, "list of topics"),
    ],
)
def test_groups_that_are_none(groups, error, message):
    fitted = model().fit(DOCUMENTS)
    before = state(fitted)
    with pytest.raises(error, match=message):
        fitted.merge_topics(groups)
    assert state(fitted) == before


@pytest.mark.parametrize("n_topics", [0, -1, 2.5, "many", None])
def test_numbers_of_topics_that_are_none(n_topics):
    with pytest.raises(ValueError, match="n_topics must be"):
        model().fit(DOCUMENTS).reduce_topics(n_topics)


# --- other words ------------------------------------------------------------------


def test_a_vectorizer_after_the_fact():
    vectorizer = CountVectorizer(ngram_range=(1, 2), min_df=2, stop_words="english")
    fitted = model(HDBSCAN(copy=True)).fit(DOCUMENTS)
    assert fitted.update_topics(DOCUMENTS, vectorizer=vectorizer) is fitted
    expected = model(HDBSCAN(copy=True), vectorizer=vectorizer).fit(DOCUMENTS)
    assert_same_words(fitted, expected)
    assert fitted.topics_ == expected.topics_
    assert_array_equal(fitted.labels_, expected.labels_)
    assert fitted.vectorizer is vectorizer
    assert not hasattr(vectorizer, "vocabulary_")
    check_fitted(fitted)


def refine(table, context):
    marks = dict.fromkeys(table.labels, "!")
    return TopicTable(replace(t, label=t.label + marks[t.label]) for t in table)


def test_weights_and_numbers_of_words_after_the_fact():
    fitted = model().fit(DOCUMENTS)
    weighting = ClassTfidfTransformer(bm25_weighting=True)
    fitted.update_topics(weighting=weighting, n_top_words=4, representation=refine)
    expected = model(weighting=weighting, n_top_words=4, representation=refine)
    expected.fit(DOCUMENTS)
    assert fitted.topics_ == expected.topics_
    assert fitted.get_params(deep=False)["n_top_words"] == 4
    fitted.update_topics()
    assert fitted.topics_ == expected.topics_


@pytest.mark.parametrize(
    ("arguments", "options", "message"),
    [
        ((), {"vectorizer": CountVectorizer()}, "give X"),
        ((DOCUMENTS[:9],), {"vectorizer": CountVectorizer()}, "80 training documents"),
        ((), {"n_top_words": 0}, "n_top_words"),
        ((), {"weighting": 3}, "weighting"),
        ((DOCUMENTS,), {"vectorizer": CountVectorizer(min_df=0.99)}, "no terms remain"),
        ((), {"representation": lambda table, context: table[:2]}, "all 4 topics"),
        ((), {"representation": lambda table, context: None}, "returned NoneType"),
    ],
    ids=["no X", "other X", "n", "weights", "min_df", "fewer rows", "no table"],
)
def test_words_that_cannot_be(arguments, options, message):
    fitted = model().fit(DOCUMENTS)
    before = state(fitted)
    with pytest.raises((ValueError, TypeError), match=message):
        fitted.update_topics(*arguments, **options)
    assert state(fitted) == before


# --- all of it, again and again ---------------------------------------------------


def _revise(fitted, rng, documents):
    """Do one thing with a model, and return it."""
    n_topics = len(fitted.topic_sizes_)
    what = rng.randint(7)
    if what == 0 and n_topics > 2:
        fitted.merge_topics(rng.choice(n_topics, 2, replace=False).tolist())
    elif what == 1 and n_topics > 3:
        fitted.reduce_topics(int((fitted.topic_sizes_ > 0).sum()) - 1)
    elif what == 2:
        fitted.update_topics(documents, vectorizer=OnlineCountVectorizer())
    elif what == 3:
        fitted.update_topics(n_top_words=int(rng.randint(1, 9)))
    elif what == 4:
        previous = copy.deepcopy(fitted)
        fitted.merge_topics([0, n_topics - 1] if n_topics > 3 else [])
        fitted.match_topics_to(previous, min_similarity=0.5)
    elif what == 5:
        return pickle.loads(pickle.dumps(fitted))
    else:
        fitted.set_params(assign=rng.choice(["cluster", "centroid"]).item())
    return fitted


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "fitted",
    [
        model(KMeans(9, n_init=1)),
        model(HDBSCAN(3, copy=True), PCA(4), calculate_probabilities=True),
        model(KMeans(5), zeroshot_topics=["rocket"], zeroshot_min_similarity=0.1),
        "merged",
    ],
    ids=["kmeans", "hdbscan", "zeroshot", "merged"],
)
def test_any_sequence_of_revisions(fitted, seed):
    rng = np.random.RandomState(seed)
    if fitted == "merged":
        y = np.arange(80) % 9 - 1
        fitted = merge_models(shards(y=y))
    else:
        fitted = copy.deepcopy(fitted).fit(DOCUMENTS, embeddings=VECTORS)
    for _ in range(8):
        fitted = _revise(fitted, rng, DOCUMENTS)
        check_fitted(fitted, DOCUMENTS, VECTORS)
        counts = recounted(fitted, DOCUMENTS)
        assert_allclose(fitted.topic_word_counts_.toarray(), counts[:-1])
        assert_allclose(fitted.outlier_word_counts_.toarray(), counts[-1:])
        assert fitted.probabilities_.shape in (
            (80,),
            (80, len(fitted.topic_sizes_)),
        )


@pytest.mark.parametrize("seed", range(3))
def test_any_sequence_of_batches_and_revisions(seed):
    rng = np.random.RandomState(seed)
    fitted, seen = model(MiniBatchKMeans(8, n_init=1), IncrementalPCA(4)), []
    for _ in range(8):
        rows = rng.choice(80, 20)
        seen += rows.tolist()
        fitted.partial_fit([DOCUMENTS[i] for i in rows], embeddings=VECTORS[rows])
        documents = [DOCUMENTS[i] for i in seen]
        fitted = _revise(fitted, rng, documents)
        assert len(fitted.labels_) == len(seen)
        sizes = np.bincount(fitted.labels_, minlength=len(fitted.topic_sizes_))
        assert_array_equal(fitted.topic_sizes_, sizes)
        counts = recounted(fitted, documents)
        assert_allclose(fitted.topic_word_counts_.toarray(), counts[:-1])
        shares = fitted.transform(DOCUMENTS, embeddings=VECTORS)
        assert np.isfinite(shares).all()
        assert (shares.sum(axis=1) <= 1 + 1e-9).all()
        assert_array_equal(
            shares.argmax(axis=1), fitted.predict(DOCUMENTS, embeddings=VECTORS)
        )
