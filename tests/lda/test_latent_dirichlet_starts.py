"""Where training starts: given topics, several starts, going on from the last fit."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_counts
from sklearn.base import clone
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation, OnlineCountVectorizer
from sktopics.sequences import NamedCounts

every_algorithm = pytest.mark.parametrize(
    ("inference", "method"),
    [(i, m) for i in ("collapsed", "variational") for m in ("batch", "online")],
)
every_inference = pytest.mark.parametrize("inference", ["collapsed", "variational"])


def lda(inference="collapsed", method="batch", **parameters):
    parameters = {"n_components": 4, "random_state": 0, "batch_size": 64} | parameters
    return LatentDirichletAllocation(
        inference=inference, learning_method=method, **parameters
    )


def distance(model, topics):
    """Largest total variation distance of topics in the order of the model."""
    return np.abs(model.topic_word_ - topics).sum(axis=1).max() / 2


# --- init -------------------------------------------------------------------------


@every_algorithm
@pytest.mark.parametrize("lengths", [(40, 80), (4, 10)], ids=["long", "short"])
def test_given_topics_are_kept_in_their_order(inference, method, lengths):
    X, topics, _ = planted_counts(400, lengths)
    for init in (topics, 1000 * topics[::-1]):
        model = lda(inference, method, init=init, max_iter=10).fit(X)
        assert distance(model, init / init.sum(axis=1, keepdims=True)) < 0.2


@every_inference
def test_the_first_batch_of_a_stream_starts_from_given_topics(inference):
    X, topics, _ = planted_counts(200)
    model = lda(inference, init=topics, total_samples=200).partial_fit(X[:20])
    assert distance(model, topics) < 0.2
    model.partial_fit(X[20:])
    assert distance(model, topics) < 0.2


@every_algorithm
def test_fitted_models_are_starts(inference, method):
    X, topics, _ = planted_counts(200)
    fitted = lda(max_iter=20, init=topics).fit(X)
    wanted = lda(inference, method, init=fitted.components_, max_iter=3).fit(X)
    for init in (fitted, FrozenEstimator(fitted), make_pipeline(fitted)):
        model = clone(lda(inference, method, max_iter=3)).set_params(init=init).fit(X)
        assert_array_equal(model.components_, wanted.components_)


def test_a_search_over_starts():
    X, topics, _ = planted_counts(120)
    grid = {"init": ["random", topics, FrozenEstimator(lda(max_iter=3).fit(X))]}
    search = GridSearchCV(lda(max_iter=3), grid, cv=2).fit(X)
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()


@pytest.mark.parametrize(
    ("init", "error", "message"),
    [
        (np.ones((3, 60)), ValueError, "init has 3 topics, and n_components is 4"),
        (np.ones((4, 59)), ValueError, "topics of 59 words"),
        (-np.ones((4, 60)), ValueError, "init|components_|negative"),
        (LatentDirichletAllocation(), ValueError, "not fitted"),
        ("lda", ValueError, "'init' parameter"),
    ],
    ids=["topics", "words", "negative", "unfitted", "name"],
)
def test_bad_starts(init, error, message):
    X, *_ = planted_counts(20)
    model = lda(max_iter=2).fit(X)
    before = model.components_
    with pytest.raises(error, match=message):
        model.set_params(init=init).fit(X)
    assert model.components_ is before


def test_given_topics_are_one_start():
    X, topics, _ = planted_counts(20)
    with pytest.warns(UserWarning, match="n_init=3 starts would be the same"):
        lda(init=topics, n_init=3, max_iter=2).fit(X)


# --- n_init -----------------------------------------------------------------------


@every_algorithm
def test_several_starts_find_all_topics(inference, method):
    """Of ten topics, a single start misses some for most seeds."""
    X, topics, _ = planted_counts(300, (30, 60), 0.1, n_topics=10, n_terms=100)
    found = {1: 0, 4: 0}
    for n_init in found:
        for seed in range(3):
            model = lda(
                inference, method, n_components=10, n_init=n_init, random_state=seed,
                max_iter=10,
            ).fit(X)  # fmt: skip
            found[n_init] += (closest(topics, model)[1] < 0.3).sum()
            assert model.n_iter_ == 10
    assert found[1] < found[4] == 30


@every_algorithm
def test_starts_follow_the_seed(inference, method):
    X, *_ = planted_counts(200)
    models = [
        lda(inference, method, n_init=3, max_iter=4, random_state=seed, n_jobs=n_jobs)
        for seed, n_jobs in ((0, 1), (0, 2), (1, 1))
    ]
    for model in models:
        model.fit(X)
    assert_array_equal(models[0].components_, models[1].components_)
    assert not np.array_equal(models[0].components_, models[2].components_)


@every_inference
def test_starts_of_a_stream(inference):
    X, *_ = planted_counts(200)
    one, several = lda(inference), lda(inference, n_init=3)
    for model in (one, several):
        model.partial_fit(X[:100]).partial_fit(X[100:])
    assert not np.array_equal(one.components_, several.components_)
    # Too few words to compare starts by.
    one, several = lda(inference).partial_fit(X[:3]), several
    several = lda(inference, n_init=3).partial_fit(X[:3])
    assert_array_equal(one.components_, several.components_)


@pytest.mark.parametrize("inference", ["collapsed", "variational"])
def test_a_stream_that_begins_without_words_keeps_given_topics(inference):
    X, *_ = planted_counts(60)
    start = np.random.default_rng(0).dirichlet(np.full(60, 0.1), size=4)
    model = lda(inference, init=start, total_samples=120)
    model.partial_fit(X * 0)
    assert_array_equal(model.components_.argmax(axis=1), start.argmax(axis=1))
    model.partial_fit(X)
    assert len(np.unique(model.components_.round(3), axis=0)) == 4


def test_empty_documents_have_starts_too():
    model = lda(n_init=3, max_iter=3).fit(np.zeros((5, 4)))
    assert np.isfinite(model.components_).all()
    model = lda(n_init=3, max_iter=0).fit(np.eye(4))
    assert np.isfinite(model.components_).all()


# --- warm_start -------------------------------------------------------------------


@every_algorithm
@pytest.mark.parametrize("lengths", [(40, 80), (4, 10)], ids=["long", "short"])
def test_going_on_is_to_make_more_passes(inference, method, lengths):
    X, *_ = planted_counts(300, lengths)
    model = lda(inference, method, warm_start=True, max_iter=5).fit(X)
    first, order = model.perplexity_, None
    for _ in range(4):
        before = model.topic_word_
        model.fit(X)
        order, _ = closest(before, model)
        assert_array_equal(order, range(4))
        assert model.n_iter_ == 5
    assert model.perplexity_ < 1.01 * first
    prior = model.topic_word_prior_ * model.components_.size
    tokens = model.components_.sum() - prior
    assert tokens == pytest.approx(X.sum(), rel=1e-6 if method == "batch" else 0.05)


def test_passes_add_up():
    X, *_ = planted_counts(100)
    for method in ("batch", "online"):
        once = lda("variational", method, max_iter=6).fit(X)
        twice = lda("variational", method, max_iter=3, warm_start=True).fit(X).fit(X)
        assert twice.n_batch_iter_ == once.n_batch_iter_
        if method == "batch":
            assert_allclose(twice.components_, once.components_, rtol=0.02, atol=0.01)


def test_clones_forget_and_other_fits_start_afresh():
    X, *_ = planted_counts(100)
    model = lda(warm_start=True, max_iter=5).fit(X)
    first = model.components_
    model.fit(X)
    assert not np.array_equal(model.components_, first)
    assert_array_equal(clone(model).fit(X).components_, first)
    assert_array_equal(model.set_params(warm_start=False).fit(X).components_, first)


@every_algorithm
def test_other_documents_reuse_topics_alone(inference, method):
    X, topics, _ = planted_counts(300)
    few, *_ = planted_counts(30, seed=5)
    model = lda(inference, method, init=topics, warm_start=True, max_iter=4).fit(X)
    model.fit(few)
    assert distance(model, topics) < 0.35
    tokens = (model.components_ - model.topic_word_prior_).sum()
    assert tokens == pytest.approx(few.sum(), rel=1e-6 if method == "batch" else 0.1)


def test_learned_priors_are_kept_and_others_can_be_set():
    X, *_ = planted_counts(200)
    model = lda(
        warm_start=True, doc_topic_prior="auto", topic_word_prior="auto", max_iter=20
    ).fit(X)
    alpha, beta = model.doc_topic_prior_, model.topic_word_prior_
    model.set_params(max_iter=0).fit(X)
    assert_array_equal(model.doc_topic_prior_, alpha)
    assert_array_equal(model.topic_word_prior_, beta)
    model.set_params(doc_topic_prior=0.5, topic_word_prior=0.25).fit(X)
    assert model.doc_topic_prior_ == 0.5
    assert model.topic_word_prior_ == 0.25
    assert_allclose(model.components_.sum(), X.sum() + 0.25 * model.components_.size)


def test_names_are_matched():
    words = [f"w{i}" for i in range(60)]
    X, *_ = planted_counts(100)
    model = lda(warm_start=True, max_iter=10).fit(NamedCounts(X, terms=words))
    before = model.topic_word_
    other = NamedCounts(X, terms=words).aligned([*words[::-1], "new"])
    model.fit(other)
    assert model.feature_names_in_.tolist() == [*words, "new"]
    assert np.abs(model.topic_word_[:, :60] - before).sum(axis=1).max() < 0.3
    assert_allclose(model.components_[:, 60], model.topic_word_prior_, rtol=1e-6)


def test_what_cannot_go_on():
    X, *_ = planted_counts(30)
    model = lda(warm_start=True, max_iter=3).fit(X)
    before = model.components_
    with pytest.raises(ValueError, match="60 features"):
        model.fit(X[:, :50])
    with pytest.raises(ValueError, match=r"from 4 topics.*n_components is 5"):
        model.set_params(n_components=5).fit(X)
    assert model.components_ is before


def test_one_topic_and_topics_without_words():
    X = np.eye(6, dtype=int)
    for k in (1, 12):
        model = lda(n_components=k, n_init=2, warm_start=True, max_iter=4)
        with warnings.catch_warnings():
            warnings.simplefilter("error", RuntimeWarning)
            model.fit(X).fit(X)
        assert np.isfinite(model.components_).all()
        assert_allclose(model.transform(X).sum(axis=1), 1)


def test_callbacks_see_one_run():
    X, *_ = planted_counts(100)
    seen = []

    class Look:
        max_estimator_depth = None

        def setup(self, estimator, context):
            pass

        def teardown(self, estimator, context):
            pass

        def on_fit_task_begin(self, estimator, context):
            pass

        def on_fit_task_end(self, estimator, context):
            seen.append(context.task_name)

    model = lda(n_init=3, warm_start=True, max_iter=4)
    model.set_callbacks(Look())
    model.fit(X)
    assert seen.count("pass") == 4
    model.fit(X)
    assert seen.count("pass") == 8


def test_planted_topics_of_texts():
    """`init` by name: a model of other texts, whose vectorizer knows other words."""
    texts = ["rain snow rain", "snow rain hail", "milk bread", "bread milk butter"] * 5
    old = make_pipeline(OnlineCountVectorizer(), lda(n_components=2)).fit(texts)
    new = make_pipeline(
        OnlineCountVectorizer(),
        lda(n_components=2, init=FrozenEstimator(old), max_iter=5),
    ).fit([f"{text} tea" for text in texts])
    names = old[0].get_feature_names_out()
    columns = [new[0].vocabulary_[name] for name in names]
    assert_array_equal(
        new[1].components_[:, columns].argmax(axis=0), old[1].components_.argmax(axis=0)
    )
