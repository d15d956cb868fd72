"""BERTopic, changed after it was fitted."""

import copy
import pickle
from dataclasses import replace

import numpy as np
import pytest
from bertopic_corpora import (
    DOCUMENTS,
    NEW,
    TOPICS,
    VECTORS,
    assert_same_words,
    check_fitted,
    labels_agree,
    manual,
    model,
    recounted,
    shards,
    state,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    HDBSCAN,
    AgglomerativeClustering,
    KMeans,
    MiniBatchKMeans,
)
from sklearn.decomposition import PCA, IncrementalPCA
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import OnlineCountVectorizer
from sktopics.clustering import merge_models
from sktopics.text import ClassTfidfTransformer
from sktopics.topics import TopicTable

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


@pytest.mark.parametrize("n_topics", [0, -1, 2.5, "many", None, np.ones(8)])
def test_numbers_of_topics_that_are_none(n_topics):
    with pytest.raises(ValueError, match="n_topics must be"):
        model().fit(DOCUMENTS).reduce_topics(n_topics)


# --- other words ------------------------------------------------------------------


@pytest.mark.parametrize("seed_topics", [[1], [None], {0: 1}, [[]], "words"])
def test_seed_topics_that_were_changed_after_the_fit(seed_topics):
    fitted = model().fit(DOCUMENTS).set_params(seed_topics=seed_topics)
    before = state(fitted)
    for revise in (lambda: fitted.merge_topics([0, 1]), fitted.update_topics):
        with pytest.raises((TypeError, ValueError), match="seed_topics"):
            revise()
        assert state(fitted) == before


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
        (
            (),
            {"representation": lambda table, context: table[:2]},
            "the topics 0, 1, 2, 3 in",
        ),
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
