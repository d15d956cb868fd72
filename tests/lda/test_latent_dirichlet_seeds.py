"""`seed_topics`: words that are to be typical of topics, and names of topics."""

import pickle
import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import planted_counts
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation, OnlineCountVectorizer
from sktopics.analysis import merge_models
from sktopics.datasets import load_sotu
from sktopics.sequences import NamedCounts
from sktopics.topics import document_table, topic_table

SEEDS = {"world": ["soviet", "nuclear", "treaty"], "budget": ["tax", "deficit"]}
WORDS = np.array([f"w{i}" for i in range(60)], dtype=object)
every_algorithm = pytest.mark.parametrize(
    ("inference", "method"),
    [(i, m) for i in ("collapsed", "variational") for m in ("batch", "online")],
)


def lda(inference="collapsed", method="batch", **parameters):
    parameters = {"n_components": 4, "random_state": 0, "max_iter": 10} | parameters
    return LatentDirichletAllocation(
        inference=inference, learning_method=method, **parameters
    )


@pytest.fixture(scope="module")
def sotu():
    vectorizer = OnlineCountVectorizer(stop_words="english", min_df=10, max_df=0.3)
    return vectorizer.fit_transform(load_sotu().documents)


@pytest.mark.parametrize("inference", ["collapsed", "variational"])
@pytest.mark.parametrize("n_components", [8, 30])
def test_seeds_lead_their_topics(sotu, inference, n_components):
    """Also by the documents alone, without the pseudo-counts; others follow."""
    model = lda(inference, n_components=n_components, seed_topics=SEEDS, max_iter=15)
    model.fit(sotu)
    counts = model.components_ - model.topic_word_prior_
    for k, (name, words) in enumerate(SEEDS.items()):
        columns = [sotu.terms.tolist().index(word) for word in words]
        assert (counts[:, columns].argmax(axis=0) == k).all()
        top = topic_table(model).topic(k)
        assert top.label == name
        assert len({*words} & {*top.terms}) >= len(words) - 1
        others = sotu.terms[np.argsort(-counts[k])[:20]]
        assert len({*others} - {*words}) >= 15


@every_algorithm
def test_planted_topics_come_in_the_order_of_seeds(inference, method):
    """Topic k has the words 15 k to 15 k + 14."""
    X, topics, _ = planted_counts(300)
    seeds = [[45, 50], [0, 1], [33]]
    model = lda(inference, method, seed_topics=seeds, batch_size=64).fit(X)
    counts = model.components_ - model.topic_word_prior_
    assert counts[:3, [45, 0, 33]].argmax(axis=0).tolist() == [0, 1, 2]
    if (inference, method) != ("variational", "online"):  # which is slow to part them
        own = np.abs(model.topic_word_[:3] - topics[[3, 0, 2]]).sum(axis=1) / 2
        assert own.max() < 0.3
    assert not hasattr(model, "topic_names_")


def test_the_prior_is_in_proportion_to_the_words():
    X, *_ = planted_counts(100)
    model = lda(seed_topics=[[3]], seed_weight=2.0).fit(X)
    prior = np.full((4, 60), 0.03)
    prior[0, 3] += 2 * X[:, [3]].sum()
    assert_allclose(model.topic_word_prior_, prior)
    tokens = model.components_ - prior
    assert_allclose(tokens.sum(axis=0), X.sum(axis=0), rtol=1e-6)
    weight = np.full(100, 2.0)
    model.fit(X, sample_weight=weight)
    assert_allclose(model.topic_word_prior_[0, 3], 0.03 + 4 * X[:, [3]].sum())
    assert_array_equal(
        lda(seed_topics=[[3]], seed_weight=0).fit(X).components_,
        lda().fit(X).components_,
    )
    vector = lda(seed_topics=[[3]], topic_word_prior=np.linspace(0.1, 1, 60)).fit(X)
    assert_allclose(vector.topic_word_prior_[1], np.linspace(0.1, 1, 60))


def test_words_have_names_in_pipelines_and_searches():
    texts = load_sotu().documents[::30]
    pipeline = make_pipeline(
        OnlineCountVectorizer(stop_words="english"),
        lda(seed_topics=SEEDS, max_iter=3),
    )
    grid = {
        "onlinecountvectorizer__min_df": [1, 3],
        "latentdirichletallocation__seed_topics": [SEEDS, None, [["tax"]]],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        search = GridSearchCV(pipeline, grid, cv=2).fit(texts)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    pipeline.fit(texts)
    assert topic_table(pipeline).labels[:2] == ["world", "budget"]
    named = document_table(pipeline, texts[:5])
    assert named.topic_labels[0] == "world"
    with pytest.raises(ValueError, match="columns of X have no names"):
        make_pipeline(CountVectorizer(), lda(seed_topics=SEEDS)).fit(texts)


def test_words_that_fall_out_are_in_one_warning():
    X = NamedCounts(planted_counts(30)[0], terms=WORDS)
    model = lda(seed_topics={"a": ["w1", "x"], "b": ["w20", "y", "x"]})
    with pytest.warns(UserWarning, match="2 of the words.*'x', 'y'") as caught:
        model.fit(X)
    assert len(caught) == 1
    with pytest.raises(ValueError, match="none of the words of topic 'c': 'z'"):
        model.set_params(seed_topics={"c": ["z"]}).fit(X)
    assert model.topic_names_ == ["a", "b", None, None]


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"seed_topics": [["w1"]] * 5}, ValueError, "words of 5 topics"),
        ({"seed_topics": [["w1", 1]]}, ValueError, "1 twice"),
        ({"seed_topics": "w1"}, ValueError, "'seed_topics' parameter"),
        ({"seed_topics": ["w1"]}, TypeError, "a list of words for each topic"),
        (
            {"seed_topics": [["w1"]], "topic_word_prior": "auto"},
            ValueError,
            "topic_word_prior='auto' learns one prior",
        ),
        ({"seed_topics": [["w1"]], "seed_weight": -1}, ValueError, "'seed_weight'"),
    ],
)
def test_bad_seeds_leave_the_model(parameters, error, message):
    X = NamedCounts(planted_counts(20)[0], terms=WORDS)
    model = lda(max_iter=2).fit(X)
    before = model.components_
    with pytest.raises(error, match=message):
        model.set_params(**parameters).fit(X)
    assert model.components_ is before


def test_seeds_of_a_stream_may_come_later():
    vectorizer = OnlineCountVectorizer()
    model = lda(
        n_components=2, seed_topics={"food": ["bread"], "sky": ["rain", "hail"]},
        total_samples=20,
    )  # fmt: skip
    for texts in (["rain snow rain", "milk butter"] * 5, ["hail rain", "bread milk"]):
        model.partial_fit(vectorizer.partial_fit_transform(texts * 2))
    words = model.feature_names_in_.tolist()
    prior = model.topic_word_prior_
    assert prior[0, words.index("bread")] > 1 < prior[1, words.index("hail")]
    assert prior[1, words.index("bread")] == pytest.approx(0.03)
    assert model.topic_word_[0, words.index("milk")] > 0.1
    assert topic_table(model).labels == ["food", "sky"]


def test_names_travel():
    X = NamedCounts(planted_counts(60)[0], terms=WORDS)
    model = lda(seed_topics={"a": ["w1"]}).fit(X)
    assert model.topic_names_ == ["a", None, None, None]
    restored = pickle.loads(pickle.dumps(model))
    assert topic_table(restored).labels[0] == "a"
    assert topic_table(model, labels={0: "mine"}).labels[0] == "mine"
    model.partial_fit(X)
    assert topic_table(model).labels[0] == "a"
    assert clone(model).seed_topics == {"a": ["w1"]}
    other = lda(seed_topics=[[16]], random_state=1).fit(X)
    merged = merge_models([other, model])
    assert "a" in merged.topic_names_
    assert "a" in merged.partial_fit(X).topic_names_
    assert not hasattr(model.set_params(seed_topics=None).fit(X), "topic_names_")


def test_names_are_as_many_as_topics():
    model = lda(max_iter=2).fit(planted_counts(20)[0])
    model.topic_names_ = ["a", None]
    with pytest.raises(ValueError, match="4 topics, and has 2"):
        topic_table(model)


def test_warm_starts_know_their_seeds():
    X = NamedCounts(planted_counts(60)[0], terms=WORDS)
    model = lda(seed_topics=[["w1"]], warm_start=True).fit(X).fit(X)
    prior = model.topic_word_prior_
    assert prior[0, 1] == pytest.approx(0.03 + 0.5 * X[:, [1]].sum())
    assert_allclose(model.components_.sum(), X.sum() + prior.sum(), rtol=1e-6)


def test_seeds_that_are_set_before_new_words_come():
    X, *_ = planted_counts(40)
    known, words = NamedCounts(X[:, :20], terms=WORDS[:20]), NamedCounts(X, terms=WORDS)
    model = lda(max_iter=2).fit(known)
    model.set_params(seed_topics={"late": ["w30"]}, n_components=6)
    with pytest.warns(UserWarning, match="n_components=6 waits"):
        model.partial_fit(words)
    prior = model.topic_word_prior_
    assert prior.shape == (4, 60)
    assert prior[0, 30] > 10 * prior[1, 30]
    learned = lda(max_iter=2, topic_word_prior="auto").fit(known)
    learned.set_params(seed_topics=[["w30"]])
    with pytest.raises(ValueError, match="set one of the two"):
        learned.partial_fit(words)
