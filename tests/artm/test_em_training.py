"""Training by EM: what is kept and committed, corners, regularizers of others."""

import tracemalloc
import warnings

import joblib
import numpy as np
import pytest
import scipy.sparse as sp
from artm_corpora import planted
from attentive_corpora import segmented
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator, clone
from sklearn.callback import FitCallback
from sklearn.exceptions import NotFittedError

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    HierarchicalARTM,
    ThetalessARTM,
    TokenSequences,
)
from sktopics._fitted import fitted_attributes
from sktopics.artm import (
    SmoothSparsePhi,
    SmoothSparseTheta,
    TopicSelection,
    _em_passes,
    _inversion,
)

PLANTED, *_ = planted(80)


def noise(n_documents=40, n_terms=20, dtype=np.float64):
    return np.random.default_rng(0).poisson(0.8, (n_documents, n_terms)).astype(dtype)


# --- all of a fit or nothing ---

COUNTS, _, _ = planted(60)
TEXTS, _, _ = segmented(12)
# For each estimator: a model, documents, others with another number of terms, and
# input that it refuses.
CASES = {
    "artm": (ARTM(3, random_state=0), COUNTS),
    "artm online": (ARTM(3, learning_method="online", random_state=0), COUNTS),
    "plsa": (PLSA(3, random_state=0), COUNTS),
    "thetaless": (ThetalessARTM(3, random_state=0), COUNTS),
    "attentive": (AttentiveARTM(3, n_sweeps=2, random_state=0), TEXTS),
}
every_model = pytest.mark.parametrize("name", CASES)
every_error = pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])


def case(name, **parameters):
    """A new model, documents, and documents with fewer terms."""
    model, X = CASES[name]
    model = clone(model).set_params(max_iter=4, batch_size=5, tol=0, **parameters)
    if X is TEXTS:
        return model, X, TokenSequences([0, 1, 2, 1], [0, 3, 4], n_terms=3)
    return model, X, X[:, :-3]


def state(model):
    """All that a model holds, callbacks aside."""
    held = {key: vars(model)[key] for key in vars(model) if key != "_skl_callbacks"}
    return joblib.hash(held)


class Failing(FitCallback):
    """Raises after the second pass; writes down what it sees when all is over."""

    def __init__(self, error=None):
        self.error, self.torn_down = error, []

    def setup(self, estimator, context):
        self.n_passes = 0

    def teardown(self, estimator, context):
        self.torn_down.append(getattr(estimator, "n_features_in_", None))
        self.n_iter = getattr(estimator, "n_iter_", None)

    def on_fit_task_begin(self, estimator, context):
        pass

    def on_fit_task_end(self, estimator, context):
        self.n_passes += 1
        if self.error is not None and self.n_passes == 2:
            raise self.error("in the middle")


def fail_at_second_update(monkeypatch, error):
    """Let online learning fail when topics have been updated once."""
    calls, blend = [], _em_passes.blend_counts

    def failing(*args):
        calls.append(1)
        if len(calls) == 2:
            raise error("in the middle")
        blend(*args)

    monkeypatch.setattr(_em_passes, "blend_counts", failing)


@every_model
@every_error
def test_a_fit_that_fails_in_the_middle_changes_nothing(name, error):
    model, X, fewer_terms = case(name)
    model.fit(X)
    before, vectors = state(model), model.transform(X)
    callback = Failing(error)
    with pytest.raises(error, match="in the middle"):
        model.set_callbacks(callback).fit(fewer_terms)
    assert callback.torn_down
    assert state(model) == before
    assert model.n_features_in_ == X.shape[1]
    assert_array_equal(model.transform(X), vectors)


@every_model
@every_error
def test_a_first_fit_that_fails_leaves_no_model(name, error):
    model, X, _ = case(name)
    before = state(model)
    with pytest.raises(error, match="in the middle"):
        model.set_callbacks(Failing(error)).fit(X)
    assert state(model) == before
    with pytest.raises(NotFittedError):
        model.transform(X)


@every_model
@every_error
def test_a_batch_that_fails_in_the_middle_changes_nothing(name, error, monkeypatch):
    model, X, _ = case(name)
    empty = state(model)
    with monkeypatch.context() as patch:
        fail_at_second_update(patch, error)
        with pytest.raises(error, match="in the middle"):
            model.partial_fit(X)
    assert state(model) == empty
    model.fit(X)
    before = state(model)
    fail_at_second_update(monkeypatch, error)
    with pytest.raises(error, match="in the middle"):
        model.partial_fit(X)
    assert state(model) == before


@every_model
def test_a_bad_batch_changes_nothing(name):
    model, X, fewer_terms = case(name)
    empty = state(model)
    weights = np.full(X.shape[0], -1.0)
    with pytest.raises(ValueError, match="sample_weight"):
        model.partial_fit(X, sample_weight=weights)
    assert state(model) == empty
    before = state(model.partial_fit(X))
    with pytest.raises(ValueError, match=r"features|terms"):
        model.partial_fit(fewer_terms)
    with pytest.raises(ValueError, match="sample_weight"):
        model.fit(fewer_terms, sample_weight=weights)
    with pytest.raises(TypeError):
        model.fit(["text"])
    assert state(model) == before


@every_model
def test_a_fit_keeps_nothing_of_an_earlier_one(name):
    model, X, fewer_terms = case(name)
    fresh = clone(model).fit(fewer_terms)
    again = clone(model).fit(X).partial_fit(X).fit(fewer_terms)
    assert state(again) == state(fresh)
    names = {"components_", "topic_word_counts_", "n_iter_", "n_batch_iter_"}
    names.add("seen_terms_")
    assert fitted_attributes(again).keys() - {"feature_names_in_"} == {
        *names,
        "perplexity_",
        "n_features_in_",
    }
    # The perplexity was that of other topics.
    again.partial_fit(fewer_terms)
    assert not hasattr(again, "perplexity_")
    assert names <= fitted_attributes(again).keys()


def test_names_of_an_earlier_fit_are_forgotten():
    pandas = pytest.importorskip("pandas")
    X = COUNTS.toarray()
    frame = pandas.DataFrame(X, columns=[f"w{i}" for i in range(X.shape[1])])
    model = PLSA(2, max_iter=2, random_state=0).fit(frame)
    assert len(model.feature_names_in_) == X.shape[1]
    assert not hasattr(model.fit(X), "feature_names_in_")


@every_model
def test_callbacks_see_the_fitted_model_when_all_is_over(name):
    model, X, _ = case(name)
    callback = Failing()
    model.set_callbacks(callback).fit(X)
    assert callback.torn_down == [X.shape[1]]
    assert callback.n_iter == model.n_iter_ == 4


@pytest.mark.parametrize(
    "cls", [ARTM, PLSA, ThetalessARTM, AttentiveARTM, HierarchicalARTM]
)
def test_methods_of_fitting_stand_where_the_class_is(cls):
    methods = {"fit", "partial_fit", "fit_transform"}
    if cls is HierarchicalARTM:
        methods.remove("partial_fit")
    for name in methods:
        method = vars(cls)[name]
        assert method.__module__ == cls.__module__
        is_of_texts = "TokenSequences" in method.__doc__
        assert is_of_texts == (cls is AttentiveARTM)
        assert ("sparse matrix" in method.__doc__) != is_of_texts
        if name != "fit_transform":
            assert f"self : {cls.__name__}" in method.__doc__


# --- corners ---


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_a_stream_may_begin_with_empty_documents(model):
    X = noise()
    model = model(3, random_state=0).partial_fit(np.zeros((5, 20)))
    assert_allclose(model.components_.sum(axis=1), 1)
    model.partial_fit(X)
    direct = type(model)(3, random_state=0).partial_fit(X)
    assert_allclose(model.components_, direct.components_)


def test_empty_batches_change_nothing():
    X = noise()
    model = ARTM(3, learning_method="online", batch_size=5, max_iter=2, random_state=0)
    expected = model.fit(X).components_
    padded_by_nothing = np.vstack([np.zeros((5, 20)), X, np.zeros((10, 20))])
    assert_array_equal(model.fit(padded_by_nothing).components_, expected)


def test_no_words_are_no_fault_of_regularizers():
    with pytest.warns(UserWarning, match="^No words in topic 0, 1:"):
        PLSA(2).fit(np.zeros((3, 4)))


def test_empty_documents_alone_have_the_prior():
    prior = SmoothSparseTheta(1.0, topic_weights=[1, 3])
    model = ARTM(2, prior, random_state=0, max_iter=3).fit(noise())
    nothing = np.zeros((2, 20))
    assert_allclose(model.transform(nothing), [[0.25, 0.75]] * 2)
    assert_allclose(model.transform(np.vstack([noise(), nothing]))[-1], [0.25, 0.75])


class Penalty:
    """A regularizer that inherits nothing."""

    def __init__(self, tau=0.1):
        self.tau = tau

    def grad(self, phi, n_wt, n_t):
        return -self.tau * phi


class EstimatorPenalty(Penalty, BaseEstimator):
    """A regularizer that declares no constraints of its parameters."""


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
@pytest.mark.parametrize("penalty", [Penalty, EstimatorPenalty])
def test_any_object_with_a_gradient_is_a_regularizer(model, penalty):
    given = {"max_iter": 3, "random_state": 0}
    expected = model(2, lambda phi, n_wt, n_t: -5 * phi, **given).fit(noise())
    fitted = model(2, penalty(5), **given).fit(noise())
    assert_array_equal(fitted.components_, expected.components_)


@pytest.mark.parametrize(
    ("schedule", "message"),
    [
        (lambda n: np.nan, "'smoothsparsephi' gives nan in pass"),
        ([0, np.inf], "'smoothsparsephi' gives inf in pass 1"),
        ([], "'smoothsparsephi' is empty"),
    ],
)
def test_schedules_that_are_none(schedule, message):
    with pytest.raises(ValueError, match=message):
        ARTM(2, SmoothSparsePhi(schedule=schedule)).fit(noise())


@pytest.mark.parametrize("model", [ARTM, ThetalessARTM])
def test_sample_weight_is_repetition_for_topic_selection(model):
    """From the first pass on, when the topics have no masses yet."""
    X = noise()
    weight = np.random.default_rng(1).integers(1, 4, len(X))
    model = model(4, TopicSelection(0.2), random_state=0, max_iter=3, tol=0)
    weighted = model.fit(X, sample_weight=weight).components_
    repeated = model.fit(np.repeat(X, weight, axis=0)).components_
    assert_allclose(weighted, repeated, atol=1e-10)


def test_fitted_topics_are_as_many_as_they_are():
    model = ARTM(5, random_state=0, max_iter=3).fit(noise())
    model.set_params(n_components=3).partial_fit(noise())
    assert model.components_.shape == (5, 20)


def test_topics_are_inverted_once(monkeypatch):
    calls, invert = [], _inversion.invert_topics
    monkeypatch.setattr(
        _inversion, "invert_topics", lambda *args: calls.append(1) or invert(*args)
    )
    X = noise(2000)
    model = ThetalessARTM(3, max_iter=1, random_state=0).fit(X)
    calls.clear()
    model.transform(X)
    assert len(calls) == 1


@pytest.mark.parametrize(
    "model",
    [
        ARTM(64, learning_method="online", max_iter=1, random_state=0),
        ARTM(
            64,
            SmoothSparseTheta(-0.1, relative=True),
            learning_method="online",
            max_iter=1,
            random_state=0,
        ),
        ThetalessARTM(64, max_iter=1, random_state=0),
    ],
    ids=["online", "online with regularized mixtures", "thetaless"],
)
def test_no_mixtures_in_memory(model):
    """Nothing grows with the documents but a few numbers for each of them."""
    X = sp.csr_array(noise(6000, dtype=np.float32))
    model.fit(X[:500])  # compiles
    peaks = []
    for n_documents in (1000, 6000):
        rows = X[:n_documents]
        tracemalloc.start()
        model.fit(rows)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 5000 * 64 * 4 / 2


def test_warnings_point_at_who_fitted():
    """Not into sktopics, where Python would show them once for all models."""
    union = [SmoothSparsePhi(tau=-1e6, topics=[0])]
    with pytest.warns(UserWarning, match="topic 0") as caught:
        ARTM(2, union, max_iter=3, random_state=0).fit([[4, 2, 0], [0, 1, 3]])
    assert {warning.filename for warning in caught} == {__file__}


# --- schedules, and topics removed on purpose ---


def at_pass(number):
    return lambda p: float(p >= number)


def online(*parameters, **options):
    return ARTM(*parameters, learning_method="online", **options)


@pytest.mark.parametrize("schedule", [[0] * 30 + [1], at_pass(30)])
@pytest.mark.parametrize("make", [ARTM, ThetalessARTM, online])
def test_training_does_not_stop_before_a_late_schedule(make, schedule):
    options = {"max_iter": 80, "tol": 0.01, "random_state": 0}
    assert make(4, **options).fit(PLANTED).n_iter_ < 30
    late = make(4, SmoothSparsePhi(-1e3, topics=0, schedule=schedule), **options)
    with pytest.warns(UserWarning, match="topic 0:"):
        late.fit(PLANTED)
    # Passes 0 to 30, and the one in which the change shows.
    assert 32 <= late.n_iter_ < 80
    assert not late.components_[0].any()


def test_a_schedule_that_never_rests_takes_all_passes():
    ever = SmoothSparsePhi(1e-3, schedule=lambda p: 1 / (1 + p))
    model = ARTM(4, ever, max_iter=25, tol=0.1, random_state=0)
    assert model.fit(PLANTED).n_iter_ == 25
    assert model.set_params(max_iter=8).fit(PLANTED).n_iter_ == 8


def removal(tau, **options):
    return TopicSelection(tau, schedule=[0] * 5 + [1], **options)


@pytest.mark.parametrize("make", [ARTM, ThetalessARTM])
def test_topics_that_are_removed_on_purpose_do_not_warn(make):
    model = make(8, removal(0.9), max_iter=40, tol=0, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(PLANTED)
    assert 1 <= model.components_.any(axis=1).sum() < 8


def test_other_topics_that_are_emptied_still_warn():
    regularizers = [removal(0.5, topics=slice(4)), SmoothSparsePhi(-1e6, topics=[6])]
    with pytest.warns(UserWarning, match="topic 6:"):
        ARTM(8, regularizers, max_iter=12, random_state=0).fit(PLANTED)


def test_to_remove_all_topics_warns():
    regularizers = [TopicSelection(0.1), SmoothSparsePhi(-1e9)]
    with pytest.warns(UserWarning, match="topic 0, 1:"):
        ARTM(2, regularizers, max_iter=12, random_state=0).fit(PLANTED)
