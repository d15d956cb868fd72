"""The loop around passes over a corpus: callbacks and stopping."""

from contextlib import closing


def make_passes(estimator, passes, X, y, *, max_iter, attributes, assess):
    """Make passes until there are enough, or something asks to stop.

    Parameters
    ----------
    estimator : estimator with `CallbackSupportMixin`
    passes : generator
        Makes one pass each time it is asked for the next. It is closed at the end,
        whatever happens: what it has placed for its passes is removed.
    X, y : CSR array, object
        What callbacks are given as training data.
    max_iter : int
        Number of passes at most.
    attributes : callable
        Returns the fitted attributes of the moment, by name.
    assess : callable
        Is given the number of passes made and what the last one yielded; returns
        whether to stop.

    Returns
    -------
    n_iter : int
        Passes made.
    last : object
        What the last pass yielded, None if there was none.
    """
    context = estimator._init_callback_context(max_subtasks=max_iter)
    context.call_on_fit_task_begin(estimator=estimator, X=X, y=y)
    n_iter, last, stop = 0, None, False
    with closing(passes):
        while n_iter < max_iter and not stop:
            task = context.subcontext(task_name="pass")
            task.call_on_fit_task_begin(estimator=estimator, X=X, y=y)
            last = next(passes)
            n_iter += 1
            stop = assess(n_iter, last)
            stop |= task.call_on_fit_task_end(
                estimator=estimator, X=X, y=y, reconstruction_attributes=attributes
            )
    context.call_on_fit_task_end(
        estimator=estimator, X=X, y=y, reconstruction_attributes=attributes
    )
    return n_iter, last
