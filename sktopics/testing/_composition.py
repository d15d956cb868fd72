"""Checks of an estimator among others: Pipeline, searches, routing, callbacks."""

import numpy as np
from sklearn import config_context
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import Pipeline
from sklearn.utils.validation import has_fit_parameter

from ._assertions import (
    assert_equal,
    assert_finite,
    dense,
    parameter,
    prepare,
    raises,
    training_data,
)


def _in_pipeline(estimator):
    return Pipeline([("before", "passthrough"), ("model", estimator)])


def _scoring(estimator):
    """Return the estimator's own score, else a callable that needs no y."""
    return None if hasattr(estimator, "score") else _mean_largest


def _mean_largest(estimator, X, y=None):
    return float(dense(estimator.transform(X)).max(axis=1).mean())


def check_pipeline(name, estimator, kind=None):
    """In a Pipeline an estimator gives what it gives alone."""
    _, _, X = training_data(estimator, kind)
    alone = prepare(estimator).fit(X).transform(X)
    piped = _in_pipeline(prepare(estimator)).fit(X).transform(X)
    assert_equal(piped, alone, f"{name} differs in a Pipeline")


def check_cross_validate(name, estimator, kind=None):
    """`cross_validate` of a Pipeline gives finite scores on held-out documents."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    results = cross_validate(
        _in_pipeline(estimator),
        X,
        cv=2,
        scoring=_scoring(estimator),
        error_score="raise",
    )
    scores = results["test_score"]
    assert np.isfinite(scores).all(), f"cross_validate of {name} scores {scores}."


def check_grid_search(name, estimator, kind=None):
    """`GridSearchCV` over a Pipeline tunes `n_components` and refits."""
    _, _, X = training_data(estimator, kind)
    estimator = prepare(estimator)
    key = parameter(estimator, "n_components")
    search = GridSearchCV(
        _in_pipeline(estimator),
        {} if key is None else {f"model__{key}": [2, 3]},
        cv=2,
        scoring=_scoring(estimator),
        n_jobs=1,
        error_score="raise",
    ).fit(X)
    scores = search.cv_results_["mean_test_score"]
    assert np.isfinite(scores).all(), f"GridSearchCV of {name} scores {scores}."
    output = dense(search.transform(X))
    assert_finite(output, f"GridSearchCV of {name}")
    if key is not None:
        best = search.best_params_[f"model__{key}"]
        assert output.shape[1] == best, (
            f"GridSearchCV of {name} chose {best} topics and gives {output.shape[1]}: "
            "set_params does not reach the model."
        )


def check_sample_weight_routing(name, estimator, kind=None):
    """`sample_weight` matters, and reaches the model through a Pipeline."""
    _, documents, X = training_data(estimator, kind)
    weight = np.where(np.arange(len(documents)) % 4 == 0, 8.0, 0.25)
    plain = prepare(estimator).fit(X).transform(X)
    direct = prepare(estimator).fit(X, sample_weight=weight).transform(X)
    assert not np.array_equal(dense(plain), dense(direct)), (
        f"{name}.fit ignores sample_weight."
    )
    with config_context(enable_metadata_routing=True):
        requesting = prepare(estimator).set_fit_request(sample_weight=True)
        routed = _in_pipeline(requesting).fit(X, sample_weight=weight).transform(X)
    assert_equal(routed, direct, f"{name}: routed sample_weight differs from direct")


class _Recorder:
    """A callback that keeps what it was called with, and may ask to stop."""

    def __init__(self, stop_after=None):
        self.stop_after = stop_after
        self.begun, self.ended, self.outputs = [], [], []
        self.n_setup = self.n_teardown = 0

    def setup(self, estimator, context):
        self.n_setup += 1

    def teardown(self, estimator, context):
        self.n_teardown += 1

    def on_fit_task_begin(self, estimator, context):
        self.begun.append(context)

    def on_fit_task_end(self, estimator, context, *, X=None, fitted_estimator=None):
        self.ended.append(context)
        if context.parent is None:
            return False
        usable = X is not None and fitted_estimator is not None
        self.outputs.append(fitted_estimator.transform(X) if usable else None)
        return self.stop_after is not None and len(self.outputs) >= self.stop_after

    @property
    def n_passes(self):
        """Number of tasks right below the whole fit that came to their end."""
        return sum(
            context.parent is not None and context.parent.parent is None
            for context in self.ended
        )


def check_callbacks(name, estimator, kind=None):
    """Callbacks see every pass, with a model that works, and change nothing."""
    _, _, X = training_data(estimator, kind)
    recorder = _Recorder()
    watched = prepare(estimator).set_callbacks(recorder)
    output = watched.fit(X).transform(X)
    assert_equal(
        output,
        prepare(estimator).fit(X).transform(X),
        f"{name} differs when a callback looks on",
    )
    counts = recorder.n_setup, recorder.n_teardown
    assert counts == (1, 1), f"{name}.fit sets callbacks up and tears down {counts}."
    assert set(recorder.begun) == set(recorder.ended), (
        f"{name}.fit begins {len(recorder.begun)} tasks, ends {len(recorder.ended)}."
    )
    assert recorder.outputs, f"{name}.fit reports no pass to its callbacks."
    for output in recorder.outputs:
        assert output is not None, (
            f"{name}.fit ends a pass without X or without a fitted_estimator."
        )
        assert_finite(output, f"{name}: transform after a pass")
    kept = getattr(clone(watched), "_skl_callbacks", None)
    assert kept == [recorder], f"clone({name}) loses its callbacks."


def check_callbacks_stop(name, estimator, kind=None):
    """Check that a callback that asks to stop after the first pass is obeyed."""
    _, _, X = training_data(estimator, kind)
    recorder = _Recorder(stop_after=1)
    fitted = prepare(estimator, max_iter=5).set_callbacks(recorder).fit(X)
    assert recorder.n_passes == 1, (
        f"{name} ran {recorder.n_passes} passes though a callback stopped it after 1."
    )
    assert_finite(fitted.transform(X), f"{name} stopped by a callback")
    n_iter = getattr(fitted, "n_iter_", 1)
    assert n_iter == 1, f"{name} stopped after the first pass has n_iter_ = {n_iter}."


class _Failing(_Recorder):
    def on_fit_task_end(self, estimator, context):
        raise RuntimeError("this callback fails")


def check_callbacks_teardown(name, estimator, kind=None):
    """Check that a fit that fails tears its callbacks down, and leaves no context."""
    _, _, X = training_data(estimator, kind)
    recorder = _Failing()
    watched = prepare(estimator).set_callbacks(recorder)
    with raises(RuntimeError, f"{name}.fit should let a callback's error through"):
        watched.fit(X)
    assert recorder.n_teardown == 1, f"{name}.fit failed and tore no callback down."
    assert not hasattr(watched, "_callback_fit_ctx"), (
        f"{name}.fit failed and left its callback context behind."
    )


def composition_checks(estimator):
    """Yield the checks of this module that apply to an estimator."""
    yield check_pipeline
    yield check_cross_validate
    yield check_grid_search
    if has_fit_parameter(estimator, "sample_weight"):
        yield check_sample_weight_routing
    if hasattr(estimator, "set_callbacks") and not isinstance(estimator, Pipeline):
        yield check_callbacks
        yield check_callbacks_stop
        yield check_callbacks_teardown
