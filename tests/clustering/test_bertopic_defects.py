"""What is wrong with the original's training is not wrong here."""

import inspect

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import HDBSCAN, KMeans, MiniBatchKMeans
from sklearn.decomposition import PCA, IncrementalPCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sotu_parts import make_encoder, sotu_part

from sktopics import BERTopic, ClassTfidfTransformer, OnlineCountVectorizer

SEEDS = [["peace", "war", "forces"], ["tax", "budget", "spending"]]
GIVEN = {"reducer": None, "clusterer": None}


@pytest.fixture(scope="module")
def corpus():
    return sotu_part(12)


def make_model(**params):
    parts = {
        "encoder": make_encoder(),
        "reducer": PCA(5),
        "clusterer": KMeans(8, n_init=1),
        "random_state": 0,
    }
    return BERTopic(**(parts | params))


def assert_same_model(one, other):
    np.testing.assert_array_equal(one.labels_, other.labels_)
    np.testing.assert_array_equal(one.probabilities_, other.probabilities_)
    np.testing.assert_array_equal(
        one.components_.toarray(), other.components_.toarray()
    )
    assert one.topics_ == other.topics_


def test_embeddings_are_not_written_to(corpus):
    """Theirs moves the caller's own array to the seeds."""
    documents, embeddings = corpus
    assert not embeddings.flags.writeable  # so that writing would raise
    model = make_model(seed_topics=SEEDS).fit(documents, embeddings=embeddings)
    drawn = embeddings.copy()
    model.predict(documents, embeddings=drawn)
    model.transform(documents[:5], embeddings=drawn[:5] + 0)
    np.testing.assert_array_equal(drawn, embeddings)


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"seed_topics": SEEDS},
        {"zeroshot_topics": ["taxes and the budget"], "zeroshot_min_similarity": 0.4},
        {"n_topics": 3},
    ],
)
def test_fit_changes_no_parameter(corpus, params):
    """Nor fits an object of the caller's; a clone of a fitted model fits alike."""
    documents, embeddings = corpus
    parts = {
        "vectorizer": CountVectorizer(min_df=2),
        "weighting": ClassTfidfTransformer(bm25_weighting=True),
    }
    model = make_model(**parts, **params)
    before = model.get_params(deep=False)
    states = {k: dict(vars(v)) for k, v in before.items() if hasattr(v, "__dict__")}
    model.fit(documents, embeddings=embeddings)
    after = model.get_params(deep=False)
    assert after.keys() == before.keys()
    assert all(after[name] is before[name] for name in before)
    for name, state in states.items():
        assert vars(before[name]) == state, name
    again = clone(model).fit(documents, embeddings=embeddings)
    assert_same_model(again, model)
    model.reduce_topics(2)
    model.update_topics(weighting=ClassTfidfTransformer())
    assert model.n_topics == params.get("n_topics")
    assert model.reducer is before["reducer"]


def test_second_argument_is_y():
    for name in ("fit", "fit_transform", "partial_fit", "fit_predict"):
        assert list(inspect.signature(getattr(BERTopic, name)).parameters)[1:4] == [
            "X",
            "y",
            "embeddings",
        ]


@pytest.mark.parametrize(
    "names",
    [
        np.array([30, 7, 2000]),
        np.array([2.5, 0.5, 1.0]),
        np.array(["tax", "war", "health"]),
        np.array(["tax", "war", "health"], dtype=object),
    ],
)
@pytest.mark.parametrize("clusterer", [None, LogisticRegression(C=1e4)])
def test_labels_survive(corpus, names, clusterer):
    """Theirs renumbers integers and raises for texts."""
    documents, embeddings = corpus
    places = KMeans(3, n_init=1, random_state=0).fit_predict(embeddings)
    y = names[places]
    model = BERTopic(reducer=None, clusterer=clusterer)
    model.fit(documents, y, embeddings=embeddings)
    assert sorted(model.classes_.tolist()) == sorted(names.tolist())
    assert model.classes_.dtype.kind == (names.dtype.kind.replace("U", "O"))
    np.testing.assert_array_equal(model.classes_[model.labels_], y)
    # Whole numbers are in their own order, all others by size.
    order = np.argsort(names if names.dtype.kind == "i" else -np.bincount(places))
    assert model.classes_.tolist() == names[order].tolist()
    assert model.topic_names_ == [str(name) for name in model.classes_.tolist()]


def test_outputs_are_arrays(corpus):
    """Theirs are a tuple of a list and of one or two dimensions, or None."""
    documents, embeddings = corpus
    for params in ({}, {"assign": "centroid"}, {"calculate_probabilities": True}):
        model = make_model(**params).fit(documents, embeddings=embeddings)
        assert isinstance(model.labels_, np.ndarray)
        assert model.labels_.dtype == np.int64
        for n in (1, 7):
            probabilities = model.transform(documents[:n], embeddings=embeddings[:n])
            assert probabilities.shape == (n, 8)
            labels = model.predict(documents[:n], embeddings=embeddings[:n])
            assert labels.shape == (n,)
            assert labels.dtype == np.int64


def test_min_df_and_max_df_count_documents(corpus):
    """Theirs count topics: min_df=20 would leave nothing of eight topics."""
    documents, embeddings = corpus
    for limits in ({"min_df": 20}, {"max_df": 0.3}, {"min_df": 5, "max_features": 99}):
        vectorizer = CountVectorizer(**limits)
        model = make_model(vectorizer=vectorizer)
        model.fit(documents, embeddings=embeddings)
        terms = clone(vectorizer).fit(documents).get_feature_names_out()
        np.testing.assert_array_equal(model.terms_, terms)
        assert vectorizer.__dict__.keys() == CountVectorizer().__dict__.keys()


def test_parameters_can_be_set_later(corpus):
    """In theirs, n_gram_range and min_topic_size do nothing after construction."""
    documents, embeddings = corpus
    late = make_model(vectorizer=CountVectorizer(), clusterer=HDBSCAN(copy=True))
    late.set_params(
        vectorizer__ngram_range=(1, 2),
        clusterer__min_cluster_size=6,
        reducer__n_components=3,
        n_top_words=4,
    )
    early = make_model(
        vectorizer=CountVectorizer(ngram_range=(1, 2)),
        clusterer=HDBSCAN(min_cluster_size=6, copy=True),
        reducer=PCA(3),
        n_top_words=4,
    )
    late.fit(documents, embeddings=embeddings)
    assert_same_model(late, early.fit(documents, embeddings=embeddings))
    assert any(" " in term for term in late.terms_)
    assert {len(topic.terms) for topic in late.topics_} == {4}
    # And after a fit, in the next one.
    late.set_params(n_top_words=2, vectorizer__ngram_range=(1, 1))
    late.fit(documents, embeddings=embeddings)
    assert {len(topic.terms) for topic in late.topics_} == {2}
    assert not any(" " in term for term in late.terms_)


@pytest.mark.parametrize("n_top_words", [-3, 0, 1.5])
def test_bad_numbers_of_words_are_refused(corpus, n_top_words):
    with pytest.raises(ValueError, match="n_top_words"):
        make_model(n_top_words=n_top_words).fit(corpus[0], embeddings=corpus[1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("probabilities", [False, True])
def test_float32_in_batches(corpus, dtype, probabilities):
    """Theirs raises in the second batch, and forgets the labels of the first."""
    documents, embeddings = corpus
    embeddings = embeddings.astype(dtype)
    model = BERTopic(
        make_encoder(),
        IncrementalPCA(5),
        MiniBatchKMeans(6, n_init=1),
        OnlineCountVectorizer(),
        random_state=0,
        calculate_probabilities=probabilities,
    )
    for start in range(0, 300, 100):
        rows = slice(start, start + 100)
        model.partial_fit(documents[rows], embeddings=embeddings[rows])
    assert model.labels_.shape == (300,)
    assert len(model.probabilities_) == 300
    assert model.topic_sizes_.sum() + model.n_outliers_ == 300
    assert model.topic_embeddings_.dtype == dtype
    assert np.isfinite(model.topic_embeddings_).all()
    assert any(d.index < 100 for topic in model.topics_ for d in topic.documents)
    counts = CountVectorizer(vocabulary=model.terms_).transform(documents[:300]).sum()
    assert model.topic_word_counts_.sum() == counts
    labels = model.predict(documents[300:], embeddings=embeddings[300:])
    assert set(labels) <= set(range(len(model.topic_sizes_)))


@pytest.mark.parametrize("probabilities", [False, True])
@pytest.mark.parametrize("n_topics", [1, 3, 8, 9, 50, "auto"])
def test_reduction_to_any_number(corpus, probabilities, n_topics):
    """Theirs raises IndexError where nothing is to be reduced."""
    documents, embeddings = corpus
    model = make_model(calculate_probabilities=probabilities)
    model.fit(documents, embeddings=embeddings)
    before = model.labels_.copy()
    transformed = model.transform(documents, embeddings=embeddings)
    with (
        pytest.warns(UserWarning, match="stay as they are")
        if n_topics in (9, 50)
        else _nothing()
    ):
        became = model.reduce_topics(n_topics)
    n_left = len(model.topic_sizes_)
    if n_topics != "auto":
        assert n_left == min(n_topics, 8)
    np.testing.assert_array_equal(model.labels_, became[before])
    assert model.components_.shape[0] == len(model.topics_) == n_left
    now = model.transform(documents, embeddings=embeddings)
    if model.placement_ != "centroid":  # merged topics have the sum of the shares
        merged = np.zeros_like(now)
        np.add.at(merged.T, became, transformed.T)
        # But where another topic would be more probable than the document's own.
        agree = merged.argmax(axis=1) == model.labels_
        assert agree.mean() > 0.9
        np.testing.assert_allclose(now[agree], merged[agree], atol=1e-9)
    if probabilities:
        np.testing.assert_allclose(model.probabilities_, now, atol=1e-9)
    np.testing.assert_array_equal(
        model.predict(documents, embeddings=embeddings), model.labels_
    )


class _nothing:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return False


def test_transform_agrees_with_fit(corpus):
    """Theirs agrees on some 94 of a hundred training documents."""
    documents, embeddings = corpus
    model = make_model(clusterer=HDBSCAN(min_cluster_size=4, copy=True))
    model.fit(documents, embeddings=embeddings)
    assert 0 < model.n_outliers_ < len(documents)
    np.testing.assert_array_equal(
        model.predict(documents, embeddings=embeddings), model.labels_
    )


def test_representative_documents_are_of_their_topic_and_as_many_as_asked(corpus):
    """Theirs are always three, of a sample of 500 with replacement."""
    documents, embeddings = corpus
    model = make_model(n_representative=7).fit(documents, embeddings=embeddings)
    for topic in model.topics_:
        rows = [document.index for document in topic.documents]
        assert len(set(rows)) == 7
        assert set(model.labels_[rows]) == {topic.index}
        assert all(
            " ".join(documents[row].split())[:60] == document.excerpt[:60]
            for row, document in zip(rows, topic.documents, strict=True)
        )


def test_unknown_words_of_a_given_vocabulary_weigh_nothing(corpus):
    """Theirs weigh NaN."""
    documents, embeddings = corpus
    vectorizer = CountVectorizer(vocabulary=["tax", "zyzzyva", "war"])
    model = make_model(vectorizer=vectorizer).fit(documents, embeddings=embeddings)
    assert np.isfinite(model.components_.data).all()
    assert model.components_[:, [1]].sum() == 0
    assert all("zyzzyva" not in topic.terms for topic in model.topics_)


def test_all_documents_may_be_outliers(corpus):
    documents, embeddings = corpus
    model = make_model(clusterer=HDBSCAN(min_cluster_size=200, copy=True))
    with pytest.warns(UserWarning, match="all documents are outliers"):
        model.fit(documents, embeddings=embeddings)
    assert len(model.topics_) == len(model.topic_sizes_) == 0
    assert model.n_outliers_ == len(documents)
    assert model.components_.shape == (0, len(model.terms_))
    for known in (embeddings[:9], embeddings[:9] + 0.01):
        assert (model.predict(documents[:9], embeddings=known) == -1).all()
        assert model.transform(documents[:9], embeddings=known).shape == (9, 0)
