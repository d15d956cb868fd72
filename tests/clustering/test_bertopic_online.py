"""BERTopic in batches."""

import numpy as np
import pytest
import scipy.sparse as sp
from bertopic_corpora import (
    BATCHES,
    DOCUMENTS,
    NAMES,
    NEW,
    TOPICS,
    VECTORS,
    Fixed,
    assert_same_words,
    encoder,
    fed,
    labels_agree,
    manual,
    model,
    recounted,
    state,
    streaming,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.cluster import (
    HDBSCAN,
    Birch,
    MiniBatchKMeans,
)
from sklearn.decomposition import PCA, IncrementalPCA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.linear_model import SGDClassifier

from sktopics import BERTopic, OnlineCountVectorizer

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


def test_numbers_of_documents_decay_as_counts_do():
    """So that the share of documents that hold a word is that of the weights they have.

    All documents of the second batch of a topic hold a word that none before holds.
    """
    first, second = ["rain snow", "rain"], ["rain hail", "rain hail"]
    fitted = manual(vectorizer=OnlineCountVectorizer(decay=0.5))
    for batch in (first, second):
        fitted.partial_fit(batch, ["a", "a"], embeddings=np.eye(2))
    counts = fitted.topic_document_counts_.toarray()[0]
    holders = dict(zip(fitted.terms_, counts, strict=True))
    assert holders == {"rain": 3, "snow": 0.5, "hail": 2}
    (n_topics, n_outliers) = fitted._n_counted
    assert n_topics.tolist() == [[3]]
    assert n_outliers.tolist() == [[0]]
    # A document that leaves takes a whole one with it: of "snow", less than there is.
    fitted.partial_fit(["sun"], ["b"], embeddings=[[0, 1]])
    labels = fitted.labels_.copy()
    labels[0] = 1
    fitted.move_documents([*first, *second, "sun"], labels, embeddings=np.ones((5, 2)))
    assert np.isfinite(fitted.components_.data).all()
    assert (fitted.components_.data >= 0).all()


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
    fitted.set_params(encoder=Fixed(encoder().fit(DOCUMENTS)))
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
    assert np.isfinite(fitted._placement["cluster_means"]).all()
    assert (np.abs(fitted._placement["cluster_means"]).sum(axis=1) > 0).all()


def test_one_document_a_time_keeps_probabilities():
    fitted = fed(manual(), y=TOPICS)
    before = fitted.transform(DOCUMENTS, embeddings=VECTORS)
    for i in range(3):
        fitted.partial_fit([DOCUMENTS[i]], [TOPICS[i]], embeddings=VECTORS[[i]])
    after = fitted.transform(DOCUMENTS, embeddings=VECTORS)
    assert np.abs(after - before).max() < 0.1


def test_a_batch_without_outliers_does_not_forget_those_before():
    y = np.where(np.arange(80) % 3 == 0, -1, TOPICS)
    fitted = manual().partial_fit(DOCUMENTS, y, embeddings=VECTORS)
    fitted.partial_fit(DOCUMENTS[:1], [0], embeddings=VECTORS[:1])
    shares = fitted.transform(NEW, embeddings=-VECTORS[:40])
    assert shares.sum(axis=1).max() < 0.9


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
        ({"reducer": LinearDiscriminantAnalysis()}, ["reducer LinearDiscrim"]),
        ({"clusterer": HDBSCAN(copy=True)}, ["clusterer HDBSCAN"]),
        ({"clusterer": SGDClassifier()}, ["clusterer SGDClassifier"]),
        ({"vectorizer": CountVectorizer()}, ["vectorizer CountVectorizer"]),
        ({"reducer": "umap", "clusterer": "hdbscan"}, ["'hdbscan'"]),
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
