"""Our own contract, over every public estimator by what it takes."""

import numpy as np
import pytest
from public_estimators import instances
from sklearn.base import clone
from sklearn.callback import ProgressBar, ScoringMonitor
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.testing import (
    make_documents,
    parametrize_with_counts_checks,
    parametrize_with_document_checks,
    parametrize_with_sequence_checks,
)
from sktopics.testing._assertions import dense, prepare, training_data
from sktopics.testing._failures import check_interrupted_fit

ITERATIVE = [
    estimator for estimator in instances("counts") if "max_iter" in vars(estimator)
]


@parametrize_with_counts_checks(instances("counts"))
def test_counts(estimator, check):
    check(estimator)


@parametrize_with_sequence_checks(instances("sequences"))
def test_sequences(estimator, check):
    check(estimator)


COUNTED = [(kind, each) for kind in ("counts", "sequences") for each in instances(kind)]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("kind", "estimator"), COUNTED, ids=str)
def test_batches_to_the_last_bit(kind, estimator, dtype):
    """A document has the same row, whatever the size of the batch it comes in."""
    _, documents, X = training_data(estimator, kind)
    X = X if kind == "sequences" else X.astype(dtype)
    fitted = prepare(estimator).fit(X)
    whole = dense(fitted.transform(X))
    for size in (1, 3):
        batches = [
            dense(fitted.transform(X[i : i + size]))
            for i in range(0, len(documents), size)
        ]
        np.testing.assert_array_equal(np.vstack(batches), whole)


# A function is code: skops trusts none that it was not told to.
UNTRUSTED = {"FunctionEncoder": {"check_skops": "skops asks for trust in the function"}}


@parametrize_with_document_checks(
    instances("documents"),
    expected_failed_checks=lambda estimator: UNTRUSTED.get(
        type(estimator).__name__, {}
    ),
)
def test_documents(estimator, check):
    check(estimator)


@pytest.mark.filterwarnings("ignore:n_neighbors")
@pytest.mark.parametrize("estimator", instances("vectors"), ids=repr)
def test_vectors(estimator):
    """A clusterer of vectors has scikit-learn's checks, and this one of ours."""
    check_interrupted_fit(type(estimator).__name__, estimator)


# The vectorizer refuses: a Pipeline passes set_output on to every step.
NO_TABLES = dict.fromkeys(
    (
        "check_set_output_pandas",
        "check_set_output_polars",
        "check_unknown_output_container",
    ),
    "sequences have no form of a table: set_output is for the model, the last step",
)


@parametrize_with_document_checks(
    [
        make_pipeline(sktopics.SequenceVectorizer(), estimator)
        for estimator in instances("sequences")
    ],
    expected_failed_checks=lambda pipeline: NO_TABLES,
)
def test_pipelines_from_raw_text(estimator, check):
    check(estimator)


# --- callbacks, from raw text -----------------------------------------------------


def _pipeline(model):
    return make_pipeline(CountVectorizer(), model)


@pytest.mark.parametrize("estimator", instances(), ids=repr)
def test_iterative_estimators_take_callbacks(estimator):
    assert hasattr(estimator, "set_callbacks") or not hasattr(estimator, "max_iter")


@pytest.mark.parametrize("model", ITERATIVE, ids=repr)
def test_monitor_in_a_pipeline(model):
    monitor = TopicMonitor()
    model = clone(model).set_params(max_iter=3, random_state=0)
    pipe = _pipeline(model.set_callbacks(monitor)).fit(make_documents())
    frame = monitor.get_logs().data_as_pandas
    scores = frame["score"].to_numpy()
    assert len(scores) >= 3
    assert np.isfinite(scores).all()
    assert scores[-1] == pytest.approx(pipe.score(make_documents()), abs=0.2)


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize("model", ITERATIVE[:1], ids=repr)
def test_monitor_and_stopping_in_a_search(model, n_jobs):
    monitor = TopicMonitor(propagate=True)
    stopping = EarlyStopping(tol=1e9, patience=1, propagate=True)
    model = clone(model).set_params(max_iter=9, random_state=0)
    key = f"{type(model).__name__.lower()}__n_components"
    search = GridSearchCV(
        make_pipeline("passthrough", model),
        {key: [2, 3]},
        cv=2,
        n_jobs=n_jobs,
    ).set_callbacks(monitor, stopping)
    search.fit(CountVectorizer().fit_transform(make_documents()))
    assert search.best_estimator_[-1].n_iter_ == 2
    passes = {}
    for row in monitor.get_logs().data:
        if row["task_name"] == "pass":
            passes.setdefault(row["parent_task_id_path"], []).append(row["score"])
    assert [len(scores) for scores in passes.values()] == [2] * 5


@pytest.mark.parametrize("model", ITERATIVE, ids=repr)
def test_scikit_learns_scoring_monitor(model):
    monitor = ScoringMonitor(scoring=lambda est, X, y: {"constant": 1.0})
    clone(model).set_callbacks(monitor).fit(np.eye(4), [0, 1, 0, 1])
    assert {row["constant"] for row in monitor.get_logs().data} == {1.0}


@pytest.mark.parametrize("model", ITERATIVE, ids=repr)
def test_scikit_learns_progress_bar(model, capsys):
    pytest.importorskip("rich")
    clone(model).set_callbacks(ProgressBar()).fit(np.eye(4))
    assert "100%" in capsys.readouterr().out
