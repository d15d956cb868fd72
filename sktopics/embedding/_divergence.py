"""Training and inference that diverge: vectors that grow until they are not finite.

Where steps are too large, each one overshoots by more than the one before. Kernels
survive that, and an error is raised here.
"""

import numpy as np

from ._architectures import architecture_of

# All vectors are read if so many times as many were changed in training: it takes less
# than a hundredth of the time of training.
_LONG = 50
# For so few numbers the sum is not worth its overhead.
_SHORT = 10_000
# Far from the largest numbers of float32, and from all that training gives.
_CALM = 1e15
_SAME_EFFECT = "Large weights of tokens, init_word_vectors or init_lock do the same."


def all_finite(array):
    """Whether an array holds neither NaN nor infinity; in one pass without a copy."""
    if array.size < _SHORT:
        return bool(np.isfinite(array).all())
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum()
    # A sum can be too large though no number is.
    return bool(np.isfinite(total)) or bool(np.isfinite(array).all())


def check_loss(model, loss, n_pass):
    """Raise an error if the loss of a pass is no finite number."""
    if not np.isfinite(loss):
        raise _diverged(model, f"training diverged in pass {n_pass}")


def check_state(model, state, locks, survey, first, n_pass):
    """Raise an error if a vector is not finite after a pass.

    The last step that changes a vector is in no loss.

    Parameters
    ----------
    model : Doc2Vec
    state : State
    locks : ndarray of shape (n_terms,)
    survey : Survey
        What is known of the documents that were learned from.
    first : int
        Row of the first vector of a document that was changed.
    n_pass : int
        Passes that were made.
    """
    matrices = state.changed(model)
    n_learned = survey.n_tokens * n_pass * (1 + model.negative)
    is_long = _LONG * sum(map(len, matrices)) > n_learned
    if is_long and _is_calm(model, state, locks, survey, first):
        return
    if not all(map(all_finite, matrices)):
        raise _diverged(model, f"training diverged in pass {n_pass}")


def _is_calm(model, state, locks, survey, first):
    """Whether no step was near to overflow, without reading all vectors.

    This is for a few documents and a model of many words: to read all its vectors would
    take longer than to learn. Every step is a vector that predicts (of a document, or
    of its words) times a rate, weights and errors. Were such a vector ever huge, the
    loss would be huge when it becomes small again.
    """
    step = max(model.alpha, model.min_alpha) * survey.counts.sum() * locks.max()
    inputs = [state.document_vectors[first:]]
    if architecture_of(model).trains_words:
        inputs.append(state.word_vectors[np.flatnonzero(survey.counts > 0)])
    with np.errstate(over="ignore", invalid="ignore"):
        sizes = [
            max(part.max(initial=0), -part.min(initial=0)) * max(step, 1.0)
            for part in inputs
        ]
    return all(size < _CALM for size in sizes)  # NaN is not


def check_inferred(model, values):
    """Raise an error if what was inferred of a document is not finite.

    Parameters
    ----------
    model : Doc2Vec
    values : ndarray of shape (n_documents, n_columns)
    """
    if not all_finite(values):
        (wrong,) = np.nonzero(~np.isfinite(values).all(axis=1))
        rate = "alpha" if model.inference_alpha is None else "inference_alpha"
        raise _diverged(model, f"inference of document {wrong[0]} diverged", rate)


def _diverged(model, what, rate="alpha"):
    # A ValueError, as of scikit-learn's stochastic gradient descent: a parameter has a
    # value that does not work.
    return ValueError(
        f"{type(model).__name__}: {what}: lower {rate}, which is "
        f"{getattr(model, rate):g} (and min_alpha {model.min_alpha:g}). {_SAME_EFFECT}"
    )
