"""Where training starts: given topics, several random ones, those of the last fit."""

import warnings

import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import closest, planted
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    LatentDirichletAllocation,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics.artm import Decorrelator, SmoothSparsePhi, _starting_topics
from sktopics.sequences import NamedCounts

COUNTS, TOPICS, _ = planted(120)
TEXTS, _, _ = segmented(20)
N_TEXT_TERMS = TEXTS.shape[1]
MODELS = {
    "artm": (ARTM(4, random_state=0), COUNTS),
    "online": (ARTM(4, learning_method="online", batch_size=30), COUNTS),
    "plsa": (PLSA(4, random_state=0), COUNTS),
    "thetaless": (ThetalessARTM(4, random_state=0), COUNTS),
    "attentive": (AttentiveARTM(4, n_sweeps=2, random_state=0), TEXTS),
    "attentive online": (
        AttentiveARTM(4, n_sweeps=2, learning_method="online", batch_size=5), TEXTS,
    ),
}  # fmt: skip
every_model = pytest.mark.parametrize("name", MODELS)


def case(name, **parameters):
    model, X = MODELS[name]
    parameters = {"random_state": 0, "tol": 0, "max_iter": 4} | parameters
    return clone(model).set_params(**parameters), X


def assert_same_fit(a, b):
    for name in ("components_", "topic_word_counts_", "seen_terms_"):
        assert_array_equal(getattr(a, name), getattr(b, name))
    assert (a.n_iter_, a.n_batch_iter_) == (b.n_iter_, b.n_batch_iter_)


def bigartm_collection():
    """The collection of BigARTM's first test: 10 topics of 4 words, 20 in all of them.

    Document d has ten times the words w < 40 with w = d modulo 10, and (d + w) % 5 + 1
    times each other word.
    """
    d, w = np.arange(100)[:, np.newaxis], np.arange(60)
    own = np.where(w % 10 == d % 10, 10, 0)
    return np.where(w < 40, own, (d + w) % 5 + 1)


def n_found(model):
    top = {frozenset(row) for row in model.components_.argsort(axis=1)[:, -4:].tolist()}
    return sum(frozenset(range(t, 40, 10)) in top for t in range(10))


# --- given topics ---


@pytest.mark.parametrize("name", ["artm", "plsa"])
def test_training_goes_on_from_the_topics_of_another_model(name):
    model, X = case(name, max_iter=3, theta_start="uniform")
    first = clone(model).fit(X)
    again = clone(model).set_params(init=first.components_, max_iter=1).fit(X)
    whole = clone(model).set_params(max_iter=4).fit(X)
    assert again.n_iter_ == 1
    # A pass depends on nothing but the topics.
    assert_allclose(again.components_, whole.components_, rtol=1e-6, atol=1e-12)


@every_model
def test_good_topics_are_found_at_once(name):
    model, X = case(name, max_iter=20)
    best = clone(model).fit(X)
    random, given = (
        clone(model).set_params(init=init, max_iter=1).fit(X).perplexity_
        for init in ("random", FrozenEstimator(best))
    )
    assert given < random
    if "online" not in name:  # whose first pass begins with all words of the corpus
        assert given < best.perplexity_ * 1.01


@every_model
def test_the_first_batch_of_a_stream_starts_from_given_topics(name):
    model, X = case(name)
    fitted = clone(model).fit(X)
    a = clone(model).set_params(init=fitted).partial_fit(X)
    b = clone(model).set_params(init=fitted.components_).partial_fit(X)
    assert_same_fit(a, b)
    assert a.n_iter_ == 1
    overlap = a.components_ @ fitted.components_.T
    assert_array_equal(overlap.argmax(axis=1), np.arange(4))


@pytest.mark.parametrize("kind", ["list", "frame", "float32", "read-only", "weights"])
def test_topics_are_given_as_any_array(kind):
    init = TOPICS * 3.5
    expected = ARTM(4, init=TOPICS, max_iter=2).fit(COUNTS)
    if kind == "list":
        init = init.tolist()
    elif kind == "frame":
        init = pytest.importorskip("pandas").DataFrame(init)
    elif kind == "float32":
        init = init.astype(np.float32)
    elif kind == "read-only":
        init.flags.writeable = False
    model = ARTM(4, init=init, max_iter=2).fit(COUNTS)
    assert_allclose(model.components_, expected.components_, rtol=1e-5, atol=1e-9)


def test_models_of_other_families_are_starts_and_columns_meet_by_name():
    texts = ["apple pear apple", "pear plum", "car bus car", "bus tram bus"] * 10
    vectorizer = CountVectorizer()
    pipeline = make_pipeline(SequenceVectorizer(), AttentiveARTM(2, random_state=0))
    pipeline.fit(texts)
    lda = LatentDirichletAllocation(2, random_state=0)
    frame = pytest.importorskip("pandas").DataFrame(
        vectorizer.fit_transform(texts).toarray(),
        columns=vectorizer.get_feature_names_out(),
    )
    for start in (pipeline, lda.fit(frame)):
        model = ARTM(2, init=start, max_iter=3).fit(frame[frame.columns[::-1]])
        shares = model.components_[:, ::-1]
        topics = pipeline[-1].topic_word_ if start is pipeline else lda.topic_word_
        assert_array_equal(shares.argmax(axis=0), topics.argmax(axis=0))


def test_what_a_given_topic_does_not_have_stays_out_of_it():
    init = TOPICS.copy()
    init[0, :5] = 0
    model = ARTM(4, init=init, max_iter=5).fit(COUNTS)
    assert (model.components_[0, :5] == 0).all()
    smoothed = ARTM(4, SmoothSparsePhi(0.1), init=init, max_iter=5).fit(COUNTS)
    assert (smoothed.components_[0, :5] > 0).all()


def test_what_no_given_topic_has_is_learned():
    init = TOPICS.copy()
    init[:, 3] = 0
    for method in ("batch", "online"):
        model = ARTM(4, init=init, learning_method=method, random_state=0).fit(COUNTS)
        assert model.components_[:, 3].max() > 0.01


def test_a_topic_without_words_of_a_modality_starts_even_there():
    X = sp.hstack([COUNTS, COUNTS[:, :10]], format="csr")
    init = np.hstack([TOPICS, np.zeros((4, 10))])
    model = ARTM(
        4, init=init, modalities={"a": slice(0, 40), "b": slice(40, 50)}, max_iter=5
    ).fit(X)
    assert_allclose(model.components_[:, 40:].sum(axis=1), 1, rtol=1e-6)
    assert closest(TOPICS, model.components_[:, :40])[1].max() < 0.2


@pytest.mark.parametrize(
    ("init", "message"),
    [
        (TOPICS[:3], "init has 3 topics, and n_components is 4"),
        (TOPICS[:, :7], "init has topics of 7 words, and X has 40 columns"),
        (-TOPICS, "negative entries"),
        (TOPICS * np.nan, "contains NaN"),
        (ARTM(4), "not fitted"),
        ("uniform", "'init' parameter of ARTM must be"),
        (3, "'init' parameter of ARTM must be"),
    ],
    ids=["topics", "words", "negative", "nan", "clone", "name", "number"],
)
def test_bad_starts_are_refused(init, message):
    model = ARTM(4, random_state=0, max_iter=2).fit(COUNTS)
    before = model.components_
    with pytest.raises(ValueError, match=message):
        model.set_params(init=init).fit(COUNTS)
    assert model.components_ is before


def test_a_search_tunes_where_training_starts():
    start = ARTM(4, random_state=3, max_iter=30).fit(COUNTS)
    search = GridSearchCV(
        ARTM(4, random_state=0, max_iter=1),
        {"init": ["random", FrozenEstimator(start), start.components_[::-1]]},
        cv=2,
    ).fit(COUNTS)
    assert search.best_index_ > 0


def test_topics_are_added_removed_and_ordered_by_an_array():
    model = ARTM(4, random_state=0).fit(COUNTS)
    topics = model.components_
    rare = np.ones((1, topics.shape[1]))
    changed = np.concatenate([topics[[2, 0, 1]], rare])
    again = ARTM(4, init=changed, max_iter=3).fit(COUNTS)
    order, _ = closest(topics[[2, 0, 1]], again.components_)
    assert_array_equal(order, [0, 1, 2])


# --- several starts ---


def test_several_starts_find_the_planted_topics_of_bigartm():
    X = bigartm_collection()
    # 30 seeds: 25 times all ten topics, and 9 times with a single start.
    models = [ARTM(10, n_init=5, random_state=seed).fit(X) for seed in range(10)]
    assert sum(n_found(model) == 10 for model in models) > 6
    assert min(map(n_found, models)) >= 8


@every_model
def test_the_start_is_chosen_that_explains_documents_best(name, monkeypatch):
    monkeypatch.setattr(_starting_topics, "_TRIAL_UPDATES", 1)
    model, X = case(name, max_iter=30, random_state=None)
    rng = np.random.RandomState(7)
    tried = [clone(model).set_params(random_state=rng) for _ in range(3)]
    n_passes = 3  # a tenth
    for each in tried:  # one after another from one generator
        each.random_state = rng
        each.set_params(max_iter=n_passes).fit(X)
    best = int(np.argmin([each.perplexity_ for each in tried]))
    several = clone(model).set_params(random_state=7, n_init=3).fit(X)
    rng = np.random.RandomState(7)
    for number in range(3):
        alone = clone(model)
        alone.random_state = rng
        alone.fit(X)
        if number == best:
            assert_same_fit(several, alone)


@every_model
def test_one_start_is_what_it_was(name):
    model, X = case(name)
    assert_same_fit(clone(model).set_params(n_init=1).fit(X), clone(model).fit(X))
    assert clone(model).set_params(n_init=4).fit(X).n_iter_ == model.max_iter


@every_model
def test_a_stream_chooses_its_start_by_the_first_documents(name):
    model, X = case(name)
    several = clone(model).set_params(n_init=4).partial_fit(X)
    again = clone(model).set_params(n_init=4).partial_fit(X)
    assert_same_fit(several, again)
    assert several.n_iter_ == 1
    starts = np.random.RandomState(0)
    candidates = []
    for _ in range(4):
        each = clone(model)
        each.random_state = starts
        candidates.append(each.partial_fit(X).components_)
    assert any(np.array_equal(several.components_, each) for each in candidates)


def test_starts_that_are_not_taken_warn_of_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ARTM(4, Decorrelator(10.0), n_init=3, random_state=0).fit(COUNTS)
    strong = SmoothSparsePhi(-1e4, topics=0)
    with pytest.warns(UserWarning, match="Regularizers took away") as record:
        ARTM(4, strong, n_init=3, random_state=0).fit(COUNTS)
    assert len(record) == 1


def test_given_topics_are_one_start():
    with pytest.warns(UserWarning, match="n_init=3 starts would be the same start"):
        model = ARTM(4, init=TOPICS, n_init=3, max_iter=2).fit(COUNTS)
    assert_same_fit(model, ARTM(4, init=TOPICS, max_iter=2).fit(COUNTS))


# --- going on ---


@every_model
def test_two_fits_are_one_longer_fit(name):
    model, X = case(name, max_iter=7)
    if name in ("artm", "plsa"):
        model.set_params(theta_start="uniform")
    whole = clone(model).fit(X)
    parts = model.set_params(warm_start=True, max_iter=3).fit(X)
    parts.set_params(max_iter=4).fit(X)
    assert_same_fit(parts, whole)
    assert parts.perplexity_ == whole.perplexity_


def test_schedules_go_on():
    sparse = SmoothSparsePhi(-1.0, schedule=[0] * 5 + [1])
    model = ARTM(4, sparse, warm_start=True, max_iter=5, tol=0, random_state=0)
    assert (model.fit(COUNTS).components_ > 0).all()
    assert (model.fit(COUNTS).components_ == 0).any()


@every_model
def test_going_on_counts_no_document_twice(name):
    model, X = case(name, warm_start=True)
    n_tokens = model.fit(X).topic_word_counts_.sum()
    for _ in range(3):
        model.fit(X)
    assert model.n_iter_ == 16
    assert model.topic_word_counts_.sum() == pytest.approx(n_tokens, rel=0.2)


@every_model
def test_a_fit_starts_again_without_warm_start(name):
    model, X = case(name)
    first = clone(model).fit(X)
    assert_same_fit(model.fit(X).fit(X), first)
    warm = clone(model).set_params(warm_start=True)
    assert_same_fit(warm.fit(X), first)  # there was nothing to go on from


def test_a_fit_goes_on_from_a_stream_and_with_other_documents():
    model = ARTM(4, warm_start=True, max_iter=3, random_state=0)
    model.partial_fit(COUNTS[:60])
    assert model.fit(COUNTS[60:]).n_iter_ == 4
    assert model.n_features_in_ == 40


def test_going_on_asks_for_the_same_topics_and_columns():
    model = ARTM(4, warm_start=True, max_iter=2, random_state=0).fit(COUNTS)
    before = model.components_
    with pytest.raises(
        ValueError, match="goes on from 4 topics, and n_components is 5"
    ):
        model.set_params(n_components=5).fit(COUNTS)
    with pytest.raises(ValueError, match="39 features"):
        model.set_params(n_components=4).fit(COUNTS[:, :-1])
    assert model.components_ is before


def test_going_on_takes_new_words():
    names = [f"w{i}" for i in range(40)]
    model = ARTM(4, warm_start=True, max_iter=4, random_state=0)
    model.fit(NamedCounts(COUNTS[:, :30], terms=names[:30]))
    assert_array_equal(model.feature_names_in_, names[:30])
    model.fit(NamedCounts(COUNTS, terms=names))
    assert model.components_.shape == (4, 40)
    assert (model.components_[:, 30:] > 0).any(axis=0).all()


def test_what_regularizers_removed_does_not_come_back():
    sparse = SmoothSparsePhi(-20.0)
    model = ARTM(4, sparse, warm_start=True, max_iter=12, random_state=0).fit(COUNTS)
    gone = model.components_ == 0
    assert gone.any()
    model.set_params(regularizers=None).fit(COUNTS)
    assert (model.components_[gone] == 0).all()


# --- vocabularies that grow ---


@pytest.mark.parametrize("model", [ARTM, PLSA, ThetalessARTM])
def test_topics_grow_with_the_vocabulary(model):
    names = np.array([f"w{i}" for i in range(40)], dtype=object)
    known = np.flatnonzero(np.arange(40) % 8 < 5)
    early = NamedCounts(COUNTS[:, known], terms=names[known])
    order = np.random.default_rng(0).permutation(40)
    late = NamedCounts(COUNTS[:, order], terms=names[order])
    model = model(4, batch_size=30, random_state=0)
    whole = clone(model)
    model.partial_fit(early)
    before = model.topic_word_
    # Nothing is learned from an empty document, but new words have a small share.
    model.partial_fit(NamedCounts(sp.csr_array((1, 40)), terms=names))
    assert_allclose(model.topic_word_[:, :25], before, rtol=0.02, atol=1e-6)
    assert (model.components_[:, 25:] > 0).all()
    assert model.components_[:, 25:].sum(axis=1).max() < 0.02
    assert not model.seen_terms_[25:].any()
    for _ in range(8):
        model.partial_fit(late)
    assert set(model.feature_names_in_) == set(names)
    assert_array_equal(model.feature_names_in_[:25], names[known])
    assert_allclose(model.components_.sum(axis=1), 1, rtol=1e-5)
    for _ in range(10):
        whole.partial_fit(COUNTS)
    assert model.perplexity(late) < 1.05 * whole.perplexity(COUNTS)
    assert model.transform(late).shape == (120, 4)


def test_texts_grow_the_vocabulary():
    vectorizer = SequenceVectorizer()
    early = vectorizer.fit_transform(
        ["oven flour oven sugar", "league goal league"] * 9
    )
    late = vectorizer.fit_transform(["flour yeast oven", "goal striker league"] * 9)
    model = AttentiveARTM(2, context=3, random_state=0).partial_fit(early)
    model.partial_fit(late)
    assert set(model.feature_names_in_) >= {"yeast", "striker", "sugar"}
    assert (model.components_ > 0).any(axis=0).all()
    assert model.transform(late.aligned(model.feature_names_in_)).shape == (18, 2)


def test_regularizers_of_named_words_follow_a_growing_vocabulary():
    terms = {"w35": -1e4, "w2": -1e4}
    names = [f"w{i}" for i in range(40)]
    model = ARTM(4, SmoothSparsePhi(1.0, terms=terms), random_state=0)
    model.partial_fit(NamedCounts(COUNTS[:, 30:0:-1], terms=names[30:0:-1]))

    def has(name):
        return model.components_[:, model.feature_names_in_ == name].any()

    assert not has("w2")
    model.partial_fit(NamedCounts(COUNTS, terms=names))
    assert has("w35")  # has occurred for the first time
    model.partial_fit(NamedCounts(COUNTS, terms=names))
    assert not has("w35")


def test_modalities_by_prefix_grow():
    names = [f"text__{i}" for i in range(30)] + [f"tag__{i}" for i in range(10)]
    modalities = {"text": ("text__", 1.0), "tag": ("tag__", 2.0)}
    model = ARTM(4, modalities=modalities, random_state=0)
    first = [*range(20), 30, 31]
    named = [names[i] for i in first]
    model.partial_fit(NamedCounts(COUNTS[:, first], terms=named))
    model.partial_fit(NamedCounts(COUNTS, terms=names))
    assert len(np.arange(40)[model.modalities_["tag"]]) == 10
    sums = model.components_[:, model.modalities_["tag"]].sum(axis=1)
    assert_allclose(sums, 1, rtol=1e-5)


def test_other_columns_of_a_matrix_are_refused():
    model = ARTM(4, random_state=0).partial_fit(COUNTS)
    before = model.components_
    with pytest.raises(ValueError, match="41 features"):
        model.partial_fit(sp.hstack([COUNTS, COUNTS[:, :1]], format="csr"))
    assert model.components_ is before
