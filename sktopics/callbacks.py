"""Callbacks for topic models: scores while they fit, without labels, and stopping.

They follow scikit-learn's callback protocol, as its `ProgressBar` does: any
estimator with `set_callbacks` takes them.
"""

import inspect
from collections.abc import Mapping
from numbers import Integral, Real

from sklearn.metrics import get_scorer

from ._reading import has_weights, materialized
from ._sklearn import RecordingCallback, get_context_path

__all__ = ["EarlyStopping", "TopicMonitor"]


class TopicMonitor(RecordingCallback):
    """Record scores after each pass of a fit, with or without `y`.

    scikit-learn's `ScoringMonitor` scores only where there is a `y`; this one
    is for models that have none, and can score held-out documents.

    Parameters
    ----------
    scoring : str, callable, dict of str to callable or None, default=None
        What to record. None is the estimator's own `score`; a callable takes
        ``(estimator, X, y=None)`` and returns a number, or a dict of numbers by
        name; a dict gives the names, a single number is called "score".
    X : array-like, sparse matrix, TokenSequences or list of str, default=None
        Held-out documents to score, in the form that the model itself takes
        (counts, where the model is the last step of a Pipeline that starts from
        raw text). None scores the data that the model is fitted on.
    y : array-like of shape (n_documents,), default=None
        Labels of `X`, for scorers that want them.
    every : int, default=1
        Score every so many passes. The finished fit is scored always.
    propagate : bool, default=False
        False: set the callback on the model itself, also inside a Pipeline or a
        search. True: set it on the outermost Pipeline or search, which hands it
        to the models inside (scikit-learn allows either, not both); among
        these, it scores those with `components_`.

    Raises
    ------
    TypeError
        If `scoring` is none of the above or `every` no integer; when the fit
        starts, if `scoring` is None and the estimator has no `score`.
    ValueError
        If `every` is smaller than 1.

    See Also
    --------
    sklearn.callback.ScoringMonitor : The same for supervised models.
    EarlyStopping : Stops the fit when the score stops rising.

    Notes
    -----
    One instance serves any number of fits, clones and worker processes: their
    records come together in the instance that was set. Scoring the training
    data costs as much as the scorer does, on every recorded pass.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> from sktopics.callbacks import TopicMonitor
    >>> monitor = TopicMonitor({"n_seen": lambda est, X, y=None: len(X)})
    >>> model = LogisticRegression().set_callbacks(monitor)
    >>> _ = model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    >>> [(row["task_name"], row["n_seen"]) for row in monitor.get_logs().data][:2]
    [('fit', 4), ('lbfgs-iter', 4)]
    """

    def __init__(self, scoring=None, *, X=None, y=None, every=1, propagate=False):
        super().__init__()
        self.scoring = scoring
        self.X = None if X is None else materialized(X)  # it is read again and again
        self.y = y
        self.every = _check_positive("every", every)
        self.propagate = propagate
        self._scorers = _named_scorers(scoring)
        if propagate:
            # Its presence is what makes scikit-learn hand a callback down.
            self.max_propagation_depth = None

    def setup(self, estimator, context) -> None:
        """Check, before the fit, that the estimator can be scored."""
        scorable = self.propagate or hasattr(estimator, "score")
        if self.scoring is None and not scorable:
            raise TypeError(
                f"{type(estimator).__name__} has no score method: give "
                f"{type(self).__name__} a scoring callable (estimator, X, y=None)."
            )

    def teardown(self, estimator, context) -> None:
        """Do nothing: the records stay."""

    def on_fit_task_begin(self, estimator, context) -> None:
        """Do nothing: scores are taken at the end of a task."""

    def on_fit_task_end(
        self,
        estimator,
        context,
        *,
        X=None,
        y=None,
        metadata=None,
        fitted_estimator=None,
    ) -> bool:
        """Score the model as it is after this pass, and record it."""
        if self._is_due(context, fitted_estimator):
            scores = self._score(fitted_estimator, X, y, metadata)
            if scores:
                self.record(context, scores)
        return False  # a monitor never asks to stop

    def _is_due(self, context, fitted):
        if fitted is None or (self.propagate and not has_weights(fitted)):
            return False
        return _is_whole_fit(context) or (context.task_id + 1) % self.every == 0

    def _score(self, fitted, X, y, metadata):
        """Return the scores by name, none if there is nothing to score."""
        if self.X is not None:
            X, y, metadata = self.X, self.y, None
        if X is None:
            return {}
        scores = {}
        for name, scorer in self._scorers.items():
            score = _call(scorer or fitted.score, scorer and fitted, X, y, metadata)
            scores.update(score if isinstance(score, Mapping) else {name: score})
        return scores


class EarlyStopping(TopicMonitor):
    """Stop a fit when its score has stopped rising; higher is better.

    Parameters
    ----------
    scoring : str, callable or None, default=None
        What to watch: one number, higher is better. None is the estimator's own
        `score`; a callable takes ``(estimator, X, y=None)``.
    X : array-like, sparse matrix, TokenSequences or list of str, default=None
        Held-out documents to score, in the form that the model itself takes.
        None scores the data that the model is fitted on.
    y : array-like of shape (n_documents,), default=None
        Labels of `X`, for scorers that want them.
    tol : float, default=1e-4
        A score counts as better when it is above the best one by more than
        this, in the score's own units.
    patience : int, default=3
        Stop after so many scores in a row that are not better. NaN never is.
    every : int, default=1
        Score every so many passes.
    propagate : bool, default=False
        Whether the callback is set on the outermost Pipeline or search, instead
        of on the model itself.

    Raises
    ------
    TypeError
        If a parameter has the wrong type; during the fit, if the scoring
        callable returns more than one number.
    ValueError
        If `tol` is negative, or `patience` or `every` smaller than 1.

    See Also
    --------
    TopicMonitor : Records scores; `get_logs` is the same here.

    Notes
    -----
    The model keeps the last pass, not the best one. Each fit, in a search also
    each candidate on each split, is watched on its own. Whether a request to
    stop is heard is up to the estimator: scikit-learn 1.9's LogisticRegression
    reports its iterations and does not stop.

    Examples
    --------
    >>> from sktopics import LatentDirichletAllocation
    >>> from sktopics.callbacks import EarlyStopping
    >>> X = [[3, 1, 0, 0], [2, 2, 0, 0], [0, 0, 1, 3], [0, 0, 2, 2]]
    >>> stopping = EarlyStopping(tol=1.0, patience=2)
    >>> model = LatentDirichletAllocation(2, max_iter=500, random_state=0)
    >>> model.set_callbacks(stopping).fit(X).n_iter_ < 500
    True
    """

    def __init__(
        self,
        scoring=None,
        *,
        X=None,
        y=None,
        tol=1e-4,
        patience=3,
        every=1,
        propagate=False,
    ):
        if isinstance(scoring, Mapping):
            raise TypeError(
                "EarlyStopping watches one score: scoring must be None, the name of a "
                f"scorer or a callable (estimator, X, y=None), got {scoring!r}."
            )
        super().__init__(scoring, X=X, y=y, every=every, propagate=propagate)
        if isinstance(tol, bool) or not isinstance(tol, Real):
            raise TypeError(f"tol must be a number, got {tol!r}.")
        if not tol >= 0:
            raise ValueError(f"tol must not be negative, got {tol!r}.")
        self.tol = tol
        self.patience = _check_positive("patience", patience)
        self._watched = {}  # task above the passes -> (best score, scores since)

    def __getstate__(self):
        """Leave out what is being watched: a fit lives in one process."""
        return {**super().__getstate__(), "_watched": {}}

    def teardown(self, estimator, context) -> None:
        """Forget what was watched during this fit."""
        root = _identity(context)
        for key in [key for key in self._watched if key[: len(root)] == root]:
            del self._watched[key]

    def on_fit_task_end(
        self,
        estimator,
        context,
        *,
        X=None,
        y=None,
        metadata=None,
        fitted_estimator=None,
    ) -> bool:
        """Score the model after this pass; True asks the fit to stop here."""
        if _is_whole_fit(context) or not self._is_due(context, fitted_estimator):
            return False
        scores = self._score(fitted_estimator, X, y, metadata)
        if not scores:
            return False
        self.record(context, scores)
        return self._has_stalled(_identity(context.parent), _single(scores))

    def _has_stalled(self, key, score):
        best, since = self._watched.get(key, (float("-inf"), 0))
        best, since = (score, 0) if score > best + self.tol else (best, since + 1)
        self._watched[key] = best, since
        return since >= self.patience


def _is_whole_fit(context):
    """Whether a task is an estimator's whole fit rather than one of its passes."""
    # In a Pipeline or a search, the fit of a model is the same task as the step.
    return context.parent is None or context.source_task_name is not None


def _identity(context):
    """Return what tells a task from all others, starting with what encloses it."""
    path = get_context_path(context)
    return path[0].root_uuid, *(ancestor.task_id for ancestor in path)


def _single(scores):
    if len(scores) != 1:
        raise TypeError(
            f"EarlyStopping watches one score, scoring gave {len(scores)}: "
            f"{sorted(scores)}."
        )
    return next(iter(scores.values()))


def _named_scorers(scoring):
    """Return scorers by name; None stands for the estimator's own `score`."""
    if scoring is None:
        return {"score": None}
    if isinstance(scoring, str):
        return {scoring: get_scorer(scoring)}
    if callable(scoring):
        return {"score": scoring}
    if isinstance(scoring, Mapping) and scoring:
        for name, scorer in scoring.items():
            if not callable(scorer):
                raise TypeError(f"scoring[{name!r}] must be callable, got {scorer!r}.")
        return dict(scoring)
    raise TypeError(
        "scoring must be None, the name of a scorer, a callable (estimator, X, y=None) "
        f"or a dict of these callables by name, got {scoring!r}."
    )


def _call(scorer, fitted, X, y, metadata):
    """Call a scorer, or a bound `score`, with the metadata that it has names for."""
    accepted = inspect.signature(scorer).parameters
    kwargs = {k: v for k, v in (metadata or {}).items() if k in accepted}
    arguments = (X, y) if fitted is None else (fitted, X, y)
    return scorer(*arguments, **kwargs)


def _check_positive(name, value):
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be an integer, got {value!r}.")
    if value < 1:
        raise ValueError(f"{name} must be at least 1, got {value!r}.")
    return value
