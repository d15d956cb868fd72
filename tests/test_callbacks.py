"""TopicMonitor and EarlyStopping: alone, in Pipelines, in searches, in processes."""

import copy
import pickle

import numpy as np
import pytest
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.callback import CallbackSupportMixin, FitCallback, with_callbacks
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from sktopics.callbacks import EarlyStopping, TopicMonitor

X = np.arange(12.0).reshape(6, 2)
DOCUMENTS = ["one two", "two three", "one four", "two two", "four one", "three"]


class Counter(CallbackSupportMixin, TransformerMixin, BaseEstimator):
    """Unsupervised and iterative: its score is -1 / (number of passes so far)."""

    def __init__(self, max_iter=6, fail_at=None):
        self.max_iter = max_iter
        self.fail_at = fail_at

    @with_callbacks
    def fit(self, X, y=None, sample_weight=None):
        given = {"sample_weight": sample_weight} if sample_weight is not None else None
        fit = self._init_callback_context(max_subtasks=self.max_iter)
        fit.call_on_fit_task_begin(estimator=self, X=X, y=y)
        for i in range(self.max_iter):
            if i == self.fail_at:
                raise RuntimeError("fails on purpose")
            this = fit.subcontext(task_name="pass")
            this.call_on_fit_task_begin(estimator=self, X=X, y=y)
            if this.call_on_fit_task_end(
                estimator=self,
                X=X,
                y=y,
                metadata=given,
                reconstruction_attributes=lambda n=i + 1: {
                    "n_iter_": n,
                    "components_": np.full((1, 2), n),
                },
            ):
                break
        self.n_iter_, self.components_ = i + 1, np.full((1, 2), i + 1)
        fit.call_on_fit_task_end(
            estimator=self, X=X, y=y, metadata=given, reconstruction_attributes={}
        )
        return self

    def transform(self, X):
        return np.full((np.shape(X)[0], 1), float(self.n_iter_))

    def score(self, X, y=None):
        return -1.0 / self.n_iter_


class Mute(Counter):
    """Iterative, without a score."""

    score = property()


def n_iter(estimator, X, y=None):
    return estimator.n_iter_


def size(estimator, X, y=None):
    return np.shape(X)[0]


def both(estimator, X, y=None):
    return {"size": np.shape(X)[0], "n_iter": estimator.n_iter_}


def constant(estimator, X, y=None):
    return 1.0


def passes(monitor, key, select="most_recent"):
    return [
        row[key] for row in monitor.get_logs(select).data if row["task_name"] == "pass"
    ]


@pytest.mark.parametrize("callback", [TopicMonitor, EarlyStopping])
def test_they_follow_scikit_learns_protocol(callback):
    assert isinstance(callback(), FitCallback)


def test_monitor_records_the_estimators_own_score_without_y():
    monitor = TopicMonitor()
    Counter(max_iter=3).set_callbacks(monitor).fit(X)
    assert passes(monitor, "score") == [-1, -1 / 2, -1 / 3]
    (whole,) = [row for row in monitor.get_logs().data if row["task_name"] == "fit"]
    assert whole["score"] == -1 / 3


@pytest.mark.parametrize(
    ("scoring", "names"),
    [
        (n_iter, {"score"}),
        ({"passes": n_iter, "size": size}, {"passes", "size"}),
        (both, {"size", "n_iter"}),
        ({"a": both}, {"size", "n_iter"}),
    ],
)
def test_monitor_names_of_scores(scoring, names):
    monitor = TopicMonitor(scoring)
    Counter(max_iter=2).set_callbacks(monitor).fit(X)
    for row in monitor.get_logs().data:
        assert names <= row.keys()
        assert not {"score", "passes", "size", "n_iter", "a"} & row.keys() - names


def test_monitor_scores_held_out_documents():
    seen = []

    def spy(estimator, X, y=None):
        seen.append((X, y))
        return 0.0

    held_out, labels = X[:2] + 100, np.array([0, 1])
    monitor = TopicMonitor(spy, X=held_out, y=labels)
    Counter(max_iter=2).set_callbacks(monitor).fit(X)
    assert len(seen) == 3
    assert all(given is held_out and y is labels for given, y in seen)


def test_monitor_every_few_passes_and_at_the_end():
    monitor = TopicMonitor(n_iter, every=3)
    Counter(max_iter=7).set_callbacks(monitor).fit(X)
    assert passes(monitor, "score") == [3, 6]
    assert [r["score"] for r in monitor.get_logs().data if r["task_name"] == "fit"] == [
        7
    ]


def test_monitor_passes_metadata_to_scorers_that_name_it():
    def weighted(estimator, X, y=None, sample_weight=None):
        return float(np.sum(sample_weight))

    monitor = TopicMonitor({"weighted": weighted, "plain": size})
    weights = np.full(len(X), 0.5)
    Counter(max_iter=1).set_callbacks(monitor).fit(X, sample_weight=weights)
    assert passes(monitor, "weighted") == [3.0]
    assert passes(monitor, "plain") == [6]


def test_monitor_of_a_supervised_estimator():
    labels = np.array([0, 1, 0, 1, 1, 1])
    for scoring, name in ((None, "score"), ("accuracy", "accuracy")):
        monitor = TopicMonitor(scoring)
        model = LogisticRegression().set_callbacks(monitor).fit(X, labels)
        rows = monitor.get_logs().data
        assert len(rows) >= 3
        assert rows[0][name] == model.score(X, labels)


def test_logistic_regression_is_watched_and_does_not_stop():
    # The day scikit-learn listens, the note in EarlyStopping has to go.
    labels = np.array([0, 1, 0, 1, 1, 1])
    stopping = EarlyStopping(constant, patience=1)
    model = LogisticRegression().set_callbacks(stopping).fit(X, labels)
    alone = LogisticRegression().fit(X, labels)
    assert model.n_iter_ == alone.n_iter_ > 2


def test_monitor_logs_of_several_fits_and_as_pandas():
    pytest.importorskip("pandas")
    monitor = TopicMonitor()
    model = Counter(max_iter=2).set_callbacks(monitor)
    model.fit(X)
    model.fit(X)
    assert len(monitor.get_logs(select="all")) == 2
    frame = monitor.get_logs().data_as_pandas
    assert list(frame["score"]) == [-0.5, -1.0, -0.5]
    assert {"task_id_path", "task_name", "estimator_name"} <= set(frame.columns)


def test_monitor_without_a_score_says_so_before_the_fit():
    model = Mute().set_callbacks(TopicMonitor())
    with pytest.raises(TypeError, match="Mute has no score method"):
        model.fit(X)
    assert not hasattr(model, "n_iter_")
    monitor = TopicMonitor(size)
    Mute(max_iter=1).set_callbacks(monitor).fit(X)
    assert passes(monitor, "score") == [6]


def test_clones_and_copies_share_or_keep_their_records():
    monitor = TopicMonitor()
    model = Counter(max_iter=1).set_callbacks(monitor)
    clone(model).fit(X)
    assert passes(monitor, "score") == [-1]
    for duplicate in (pickle.loads(pickle.dumps(monitor)), copy.deepcopy(monitor)):
        assert passes(duplicate, "score") == [-1]
        Counter(max_iter=2).set_callbacks(duplicate).fit(X)
        assert len(duplicate.get_logs("all")) == 2
    assert len(monitor.get_logs("all")) == 1


@pytest.mark.parametrize("propagate", [False, True])
def test_monitor_in_a_pipeline_from_raw_text(propagate):
    monitor = TopicMonitor({"size": size, "n_iter": n_iter}, propagate=propagate)
    model = Counter(max_iter=2)
    pipe = make_pipeline(CountVectorizer(), model)
    (pipe if propagate else model).set_callbacks(monitor)
    if propagate:  # the vectorizer takes no callbacks, and says so
        with pytest.warns(UserWarning, match="CountVectorizer does not support"):
            pipe.fit(DOCUMENTS)
    else:
        pipe.fit(DOCUMENTS)
    assert passes(monitor, "n_iter") == [1, 2]
    assert passes(monitor, "size") == [6, 6]
    assert monitor.get_logs().estimator_name == "Pipeline"


def test_propagated_monitor_scores_topic_models_only():
    # StandardScaler and LogisticRegression report to callbacks, and are no models
    # with topics: a scorer of topics could make nothing of them.
    monitor = TopicMonitor(n_iter, propagate=True)
    labels = np.array([0, 1, 0, 1, 1, 1])
    pipe = make_pipeline(StandardScaler(), Counter(max_iter=2), LogisticRegression())
    pipe.set_callbacks(monitor).fit(X, labels)
    assert {row["estimator_name"] for row in monitor.get_logs().data} == {"Counter"}


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("propagate", [False, True])
def test_monitor_in_grid_search(propagate, n_jobs):
    monitor = TopicMonitor(n_iter, propagate=propagate)
    model = Counter()
    pipe = make_pipeline(StandardScaler(), model)
    search = GridSearchCV(pipe, {"counter__max_iter": [2, 3]}, cv=2, n_jobs=n_jobs)
    (search if propagate else model).set_callbacks(monitor)
    search.fit(X)
    log = monitor.get_logs()
    assert log.estimator_name == "GridSearchCV"
    assert len(monitor.get_logs("all")) == 1
    fits = {}
    for row in log.data:
        if row["task_name"] == "pass":
            fits.setdefault(row["parent_task_id_path"], []).append(row["score"])
    assert sorted(fits.values()) == [[1, 2], [1, 2], [1, 2, 3], [1, 2, 3], [1, 2, 3]]


def test_monitor_in_cross_validate():
    monitor = TopicMonitor(n_iter)
    cross_validate(Counter(max_iter=2).set_callbacks(monitor), X, cv=3)
    assert len(monitor.get_logs("all")) == 3


def test_early_stopping_stops_when_the_score_stops_rising():
    stopping = EarlyStopping(constant, patience=2)
    model = Counter(max_iter=10).set_callbacks(stopping).fit(X)
    assert model.n_iter_ == 3  # the first score is the best, then two no better
    assert passes(stopping, "score") == [1.0, 1.0, 1.0]
    assert not stopping._watched


@pytest.mark.parametrize(
    ("tol", "patience", "every", "expected"),
    [
        (0.0, 1, 1, 40),  # -1/n rises for ever
        (0.1, 1, 1, 4),  # -1, -.5, -.33, -.25: the last rises by .08
        (0.1, 2, 1, 7),  # -.2 beats -.33 by more than .1, and counting starts again
        (0.1, 1, 2, 6),  # -.5, -.25, -.167: the last rises by .08
    ],
)
def test_early_stopping_tolerance(tol, patience, every, expected):
    stopping = EarlyStopping(tol=tol, patience=patience, every=every)
    model = Counter(max_iter=40).set_callbacks(stopping).fit(X)
    assert model.n_iter_ == expected


def test_an_equal_score_is_no_better():
    stopping = EarlyStopping(constant, tol=0, patience=1)
    assert Counter().set_callbacks(stopping).fit(X).n_iter_ == 2


def test_what_is_watched_stays_in_its_process():
    stopping = EarlyStopping(constant, patience=1)
    stopping._watched["a fit that is under way"] = 1.0, 0
    assert pickle.loads(pickle.dumps(stopping))._watched == {}


def test_early_stopping_takes_nan_for_no_better():
    stopping = EarlyStopping(lambda est, X, y=None: float("nan"), patience=2)
    assert Counter().set_callbacks(stopping).fit(X).n_iter_ == 2


def test_early_stopping_starts_afresh_with_every_fit():
    stopping = EarlyStopping(constant, patience=1)
    model = Counter().set_callbacks(stopping)
    assert [model.fit(X).n_iter_ for _ in range(3)] == [2, 2, 2]


def test_early_stopping_forgets_a_fit_that_failed():
    stopping = EarlyStopping(constant, patience=5)
    model = Counter(fail_at=2).set_callbacks(stopping)
    with pytest.raises(RuntimeError, match="on purpose"):
        model.fit(X)
    assert not stopping._watched


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("propagate", [False, True])
def test_early_stopping_in_grid_search(propagate, n_jobs):
    stopping = EarlyStopping(constant, patience=1, propagate=propagate)
    model = Counter()
    search = GridSearchCV(
        make_pipeline(StandardScaler(), model),
        {"counter__max_iter": [4, 5]},
        cv=2,
        n_jobs=n_jobs,
    )
    (search if propagate else model).set_callbacks(stopping)
    search.fit(X)
    assert search.best_estimator_[-1].n_iter_ == 2
    assert passes(stopping, "score") == [1.0] * 10
    assert not stopping._watched


def test_monitor_and_stopping_together():
    monitor, stopping = TopicMonitor(n_iter), EarlyStopping(constant, patience=2)
    Counter(max_iter=9).set_callbacks(stopping, monitor).fit(X)
    assert passes(monitor, "score") == [1, 2, 3]


@pytest.mark.parametrize(
    ("make", "error", "match"),
    [
        (lambda: TopicMonitor(3), TypeError, "scoring must be None.*got 3"),
        (lambda: TopicMonitor({}), TypeError, "scoring must be None"),
        (lambda: TopicMonitor({"a": "b"}), TypeError, r"scoring\['a'\] must be call"),
        (lambda: TopicMonitor(every=0), ValueError, "every must be at least 1"),
        (lambda: TopicMonitor(every=1.5), TypeError, "every must be an integer"),
        (lambda: EarlyStopping({"a": size}), TypeError, "scoring must be None"),
        (lambda: EarlyStopping(tol="x"), TypeError, "tol must be a number"),
        (lambda: EarlyStopping(tol=-1.0), ValueError, "tol must not be negative"),
        (lambda: EarlyStopping(tol=float("nan")), ValueError, "tol must not be neg"),
        (lambda: EarlyStopping(patience=0), ValueError, "patience must be at least"),
    ],
)
def test_bad_parameters_are_named(make, error, match):
    with pytest.raises(error, match=match):
        make()


def test_early_stopping_on_several_scores_is_refused():
    with pytest.raises(TypeError, match=r"one score.*n_iter.*size"):
        Counter().set_callbacks(EarlyStopping(both)).fit(X)


def test_held_out_documents_that_can_be_read_once():
    held_out = (text for text in DOCUMENTS)
    monitor = TopicMonitor({"n": lambda model, X, y=None: len(list(X))}, X=held_out)
    Counter(max_iter=3).set_callbacks(monitor).fit(X)
    assert [row["n"] for row in monitor.get_logs().data] == [len(DOCUMENTS)] * 4
