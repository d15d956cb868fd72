"""The loop around training passes: evaluation and stopping."""

from .._fit_loop import make_passes


def is_due(every, n_done):
    """Whether to evaluate after `n_done` passes or updates; never if not positive."""
    return every > 0 and n_done % every == 0


def stands_still(last, now, tol):
    """Whether perplexity fell by less than `tol`. Not if it rose, or `tol` is None."""
    return last is not None and tol is not None and 0 <= last - now < tol


def run_lda_passes(estimator, passes, X, y, *, max_iter, perplexity, attributes):
    """Make passes until there are no more, or something asks to stop.

    Parameters
    ----------
    estimator : estimator with `CallbackSupportMixin`
        Its `evaluate_every`, `perp_tol` and `verbose` are honoured.
    passes : generator
        Makes one pass each time it is asked for the next; yields a function that
        returns the documents' mixtures.
    X, y : CSR array, object
        What callbacks are given as training data.
    max_iter : int
        Number of passes at most.
    perplexity : callable or None
        Computes the perplexity of the moment; None: the passes evaluate themselves.
    attributes : callable
        Returns the fitted attributes of the moment, by name, but for `n_iter_`.

    Returns
    -------
    n_iter : int
        Passes made.
    mixtures : object
        What the last pass yielded, None if there was none.
    """
    last, n_done = None, 0

    def assess(n_iter, _):
        nonlocal last, n_done
        n_done = n_iter
        stop, message = False, f"iteration: {n_iter} of max_iter: {max_iter}"
        if perplexity and is_due(estimator.evaluate_every, n_iter):
            now = perplexity()
            message += f", perplexity: {now:.4f}"
            stop = stands_still(last, now, estimator.perp_tol)
            last = now
        if estimator.verbose:
            print(message)
        return stop

    return make_passes(
        estimator,
        passes,
        X,
        y,
        max_iter=max_iter,
        attributes=lambda: attributes() | {"n_iter_": n_done},
        assess=assess,
    )
