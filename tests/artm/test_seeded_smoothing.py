"""`seed_topics` of the ARTM family: words typical of topics, and names of topics."""

import pickle
import warnings

import numpy as np
import pytest
from artm_corpora import planted
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    HierarchicalARTM,
    OnlineCountVectorizer,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics.analysis import merge_models
from sktopics.artm import Decorrelator, SmoothSparsePhi
from sktopics.artm._seeded_smoothing import SeededSmoothing
from sktopics.datasets import load_sotu
from sktopics.sequences import NamedCounts
from sktopics.text import ModalityVectorizer
from sktopics.topics import topic_table

SEEDS = {"world": ["soviet", "nuclear", "treaty"], "budget": ["tax", "deficit"]}
COUNTS, TOPICS, _ = planted(120)
WORDS = [f"w{i}" for i in range(40)]
NAMED = NamedCounts(COUNTS, terms=WORDS)
TEXTS, _, _ = segmented(24)
MODELS = {
    "batch": ARTM(10, max_iter=15, random_state=0),
    "online": ARTM(10, learning_method="online", max_iter=3, random_state=0),
    "thetaless": ThetalessARTM(10, max_iter=20, random_state=0),
    "attentive": AttentiveARTM(10, n_sweeps=3, max_iter=12, random_state=0),
}


def artm(**parameters):
    parameters = {"n_components": 4, "random_state": 0, "max_iter": 5} | parameters
    return ARTM(**parameters)


@pytest.fixture(scope="module")
def sotu():
    options = {"stop_words": "english", "min_df": 10, "max_df": 0.3}
    texts = load_sotu().documents[::2]
    sequences = SequenceVectorizer(**options).fit_transform(texts)
    return {"counts": sequences.to_counts(), "sequences": sequences}


@pytest.mark.parametrize("name", MODELS)
def test_seeds_lead_their_topics(sotu, name):
    """Also by the counts, without what is added; other words follow."""
    X = sotu["sequences" if name == "attentive" else "counts"]
    model = clone(MODELS[name]).set_params(seed_topics=SEEDS).fit(X)
    names, counts = model.feature_names_in_, model.topic_word_counts_
    for k, (name, words) in enumerate(SEEDS.items()):
        columns = [names.tolist().index(word) for word in words]
        assert (counts[:, columns].argmax(axis=0) == k).all()
        top = topic_table(model).topic(k)
        assert top.label == name
        assert len({*words} & {*top.terms}) >= len(words) - 1
        others = names[np.argsort(-counts[k])[:20]]
        assert len({*others} - {*words}) >= 15
    assert model.topic_names_ == ["world", "budget", *[None] * 8]


@pytest.mark.parametrize("method", ["batch", "online"])
def test_seeds_outlive_sparsing(sotu, method):
    regularizers = [
        SmoothSparsePhi(-0.3, relative=True), Decorrelator(0.3, relative=True)
    ]  # fmt: skip
    model = artm(
        n_components=8, regularizers=regularizers, learning_method=method,
        seed_topics=SEEDS,
    )  # fmt: skip
    model.fit(sotu["counts"])
    names = model.feature_names_in_.tolist()
    for k, words in enumerate(SEEDS.values()):
        assert (model.components_[k, [names.index(word) for word in words]] > 0).all()


@pytest.mark.parametrize("kind", ["artm", "online", "thetaless", "attentive"])
def test_planted_topics_come_in_the_order_of_seeds(kind):
    """Topic k of the counts has the words 10 k to 10 k + 9."""
    if kind == "attentive":
        vocabulary = TEXTS.terms
        assert vocabulary is not None
        model = AttentiveARTM(2, n_sweeps=2, random_state=0, max_iter=10)
        found = []
        for word in (vocabulary[0], vocabulary[-1]):
            model.set_params(seed_topics=[[word]]).fit(TEXTS)
            column = vocabulary.tolist().index(word)
            found.append(model.topic_word_counts_[:, column].argmax())
        assert found == [0, 0]
        return
    model = {
        "artm": artm(max_iter=20),
        "online": artm(learning_method="online", batch_size=30, max_iter=20),
        "thetaless": ThetalessARTM(4, max_iter=20, random_state=0, seed_weight=2),
    }[kind]
    order = [3, 0, 2]
    owners = [int(TOPICS[t].argmax()) for t in order]
    model.set_params(seed_topics=[[column] for column in owners]).fit(COUNTS)
    found = model.topic_word_counts_[:, owners].argmax(axis=0)
    assert found.tolist() == [0, 1, 2]
    assert not hasattr(model, "topic_names_")


def test_what_is_added_is_in_proportion_to_the_counts():
    """The M-step by hand, from the counts that it was made from."""
    model = artm(seed_topics=[["w3"], ["w3", "w20"]], seed_weight=2.0)
    for weight in (None, np.full(120, 5.0)):
        model.fit(NAMED, sample_weight=weight)
        counts = model.topic_word_counts_.astype(np.float64)
        totals = counts.sum(axis=0)
        counts[0, 3] += 2 * totals[3]
        counts[1, [3, 20]] += 2 * totals[[3, 20]]
        expected = counts / counts.sum(axis=1, keepdims=True)
        assert_allclose(model.components_, expected, rtol=1e-5, atol=1e-7)
    without = artm().fit(NAMED).components_
    model.set_params(seed_weight=0)
    assert_array_equal(model.fit(NAMED).components_, without)
    assert np.isfinite(model.set_params(seed_weight=1e300).fit(NAMED).components_).all()


def test_the_gradient_is_that_of_smoothing():
    rng = np.random.default_rng(0)
    phi = rng.dirichlet(np.ones(6), size=3).T
    n_wt = rng.random((6, 3))
    mask = np.zeros((6, 3), bool)
    mask[[1, 4], [0, 2]] = True
    seeds = SeededSmoothing(mask, 0.5)
    constant = SmoothSparsePhi(0.5, terms=n_wt.sum(axis=1)).bind(None, 3)
    expected = constant.grad(phi, n_wt, n_wt.sum(axis=0)) * mask
    assert_allclose(seeds.grad(phi, n_wt, n_wt.sum(axis=0)), expected)


def test_unseeded_models_are_what_they_were():
    assert_array_equal(
        artm(seed_topics=None, seed_weight=7).fit(COUNTS).components_,
        artm().fit(COUNTS).components_,
    )
    assert "seed_topics" not in PLSA().get_params()
    with pytest.raises(TypeError, match="seed_topics"):
        PLSA(seed_topics=[["w1"]])


def test_words_have_names_in_pipelines_and_searches():
    texts = load_sotu().documents[::30]
    pipeline = make_pipeline(
        OnlineCountVectorizer(stop_words="english"), artm(seed_topics=SEEDS)
    )
    grid = {
        "onlinecountvectorizer__min_df": [1, 3],
        "artm__seed_topics": [SEEDS, None, [["tax"]]],
        "artm__seed_weight": [0.5],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        search = GridSearchCV(pipeline, grid, cv=2, n_jobs=1).fit(texts)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
    pipeline.fit(texts)
    assert topic_table(pipeline).labels[:2] == ["world", "budget"]
    with pytest.raises(ValueError, match="columns of X have no names"):
        make_pipeline(CountVectorizer(), artm(seed_topics=SEEDS)).fit(texts)


def test_seeds_may_be_columns_of_any_modality():
    frame = pytest.importorskip("pandas").DataFrame(
        {"body": ["rain snow", "milk bread", "rain hail", "bread butter"] * 5,
         "tags": [["sky"], ["food"], ["sky"], ["food", "rain"]] * 5}
    )  # fmt: skip
    parts = ModalityVectorizer(
        [("text", CountVectorizer(), "body"),
         ("tags", CountVectorizer(analyzer=list), "tags")]
    )  # fmt: skip
    pipeline = make_pipeline(
        parts,
        artm(n_components=2, modalities={"text": 1.0, "tags": 2.0},
             seed_topics={"eat": ["food"], "weather": ["tags__rain", "snow"]}),
    )  # fmt: skip
    model = pipeline.fit(frame)[-1]
    names = model.feature_names_in_.tolist()
    assert model.components_[0, names.index("food")] > 0.3
    for rows in model.modalities_.values():
        assert_allclose(model.components_[:, rows].sum(axis=1), 1, rtol=1e-5)
    assert topic_table(pipeline, columns="tags").labels == ["eat", "weather"]
    with pytest.raises(ValueError, match="none of the words of topic 'x': 'rainbow'"):
        pipeline.set_params(artm__seed_topics={"x": ["rainbow"]}).fit(frame)


def test_words_that_fall_out_are_in_one_warning():
    model = artm(seed_topics={"a": ["w1", "x"], "b": ["w20", "y", "x"]})
    with pytest.warns(UserWarning, match="2 of the words.*'x', 'y'") as caught:
        model.fit(NAMED)
    assert [str(w.message)[:11] for w in caught] == ["seed_topics"]
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # nor later
        model.transform(NAMED)
        model.partial_fit(NAMED)
    with pytest.raises(ValueError, match="none of the words of topic 'c': 'z'"):
        model.set_params(seed_topics={"c": ["z"]}).fit(NAMED)
    assert model.topic_names_ == ["a", "b", None, None]


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"seed_topics": [["w1"]] * 5}, ValueError, "words of 5 topics"),
        ({"seed_topics": [["w1", 1]]}, ValueError, "1 twice"),
        ({"seed_topics": "w1"}, ValueError, "'seed_topics' parameter"),
        ({"seed_topics": ["w1"]}, TypeError, "a list of words for each topic"),
        ({"seed_topics": [[40]]}, ValueError, "columns 0 to 39"),
        ({"seed_topics": [["w1"]], "seed_weight": -1}, ValueError, "'seed_weight'"),
    ],
    ids=["many", "twice", "str", "flat", "column", "weight"],
)
@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_bad_seeds_leave_the_model(parameters, error, message, method):
    model = artm(max_iter=2).fit(NAMED)
    before = model.components_
    model.set_params(**parameters)
    with pytest.raises(error, match=message):
        getattr(model, method)(NAMED)
    assert model.components_ is before


@pytest.mark.parametrize("kind", ["artm", "thetaless", "attentive"])
def test_seeds_of_a_stream_may_come_later(kind):
    seeds = {"food": ["bread"], "sky": ["rain", "hail"]}
    model = {
        "artm": ARTM, "thetaless": ThetalessARTM, "attentive": AttentiveARTM
    }[kind](2, random_state=0, seed_topics=seeds)  # fmt: skip
    texts = [["rain snow rain", "milk butter"] * 5, ["hail rain", "bread milk"]]
    vectorizer = OnlineCountVectorizer()
    if kind == "attentive":
        vectorizer = SequenceVectorizer()
    for batch in texts * 3:
        model.partial_fit(vectorizer.partial_fit(batch).transform(batch))
    words = model.feature_names_in_.tolist()
    owner = model.components_.argmax(axis=0)
    assert owner[words.index("bread")] == 0
    assert owner[[words.index("rain"), words.index("hail")]].tolist() == [1, 1]
    assert topic_table(model).labels == ["food", "sky"]


def test_names_travel():
    model = artm(seed_topics={"a": ["w1"]}).fit(NAMED)
    restored = pickle.loads(pickle.dumps(model))
    assert topic_table(restored).labels[0] == "a"
    assert topic_table(model, labels={0: "mine"}).labels[0] == "mine"
    model.partial_fit(NAMED)
    assert model.topic_names_ == ["a", None, None, None]
    assert clone(model).seed_topics == {"a": ["w1"]}
    other = artm(seed_topics=[[16]], random_state=1).fit(NAMED)
    merged = merge_models([other, model])
    assert "a" in merged.topic_names_
    assert merged.partial_fit(NAMED).topic_names_.count("a") == 1
    assert not hasattr(model.set_params(seed_topics=None).fit(NAMED), "topic_names_")
    assert model.fit([NAMED[:60], NAMED[60:]]).n_iter_ == 5


def test_given_and_warm_starts_take_seeds():
    start = np.ones((4, 40))
    start[0, 1] = 0
    model = artm(init=start, seed_topics={"a": ["w1"]}, warm_start=True).fit(NAMED)
    assert model.components_[0, 1] > 0
    model.set_params(seed_topics={"b": ["w1"], "c": ["w30"]}).fit(NAMED)
    assert model.topic_names_[:2] == ["b", "c"]
    best = artm(n_init=3, max_iter=20, seed_topics=[["w30", "w31"]]).fit(NAMED)
    assert best.topic_word_counts_[:, [30, 31]].argmax(axis=0).tolist() == [0, 0]


def test_levels_of_a_hierarchy_have_seeds_of_their_own():
    levels = [ARTM(2, max_iter=5), ARTM(4, max_iter=5)]
    model = HierarchicalARTM(levels, random_state=0).set_params(
        level0__seed_topics={"first": ["w1"]}, level1__seed_topics=[["w30"]]
    )
    model.fit(NAMED)
    assert topic_table(model, level=0).labels[0] == "first"
    assert not hasattr(model, "topic_names_")
    assert model.levels_[1].topic_word_counts_[:, 30].argmax() == 0
    model.set_params(level1__seed_topics={"x": ["w30"]}).fit(NAMED)
    assert topic_table(model).labels[0] == "x"
    assert model.partial_fit(NAMED[:30]).topic_names_[0] == "x"
