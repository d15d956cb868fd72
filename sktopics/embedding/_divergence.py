"""Training and inference that diverge: vectors that grow until they are no numbers.

With too large steps every step goes further astray than the one before. Kernels survive
that, and an error is raised here.
"""

import numpy as np

_SAME_EFFECT = "Large weights of tokens, init_word_vectors or init_lock do the same."


def all_finite(array):
    """Whether an array holds neither NaN nor infinity; in one pass without a copy."""
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum()
    # A sum can be too large though no number is.
    return bool(np.isfinite(total)) or bool(np.isfinite(array).all())


def check_loss(model, loss, n_pass):
    """Raise an error if the loss of a pass is no finite number."""
    if not np.isfinite(loss):
        raise _diverged(model, f"Training diverged in pass {n_pass}")


def check_vectors(model, matrices, n_pass):
    """Raise an error if vectors are not finite after a pass.

    The last step that changes a vector is in no loss.

    Parameters
    ----------
    model : Doc2Vec
    matrices : list of ndarray or None
        What the pass has changed.
    n_pass : int
    """
    for matrix in matrices:
        if matrix is not None and not all_finite(matrix):
            raise _diverged(model, f"Training diverged in pass {n_pass}")


def check_inferred(model, values):
    """Raise an error if what was inferred of a document is not finite.

    Parameters
    ----------
    model : Doc2Vec
    values : ndarray of shape (n_documents, n_columns)
    """
    if not all_finite(values):
        (wrong,) = np.nonzero(~np.isfinite(values).all(axis=1))
        raise _diverged(model, f"Inference of document {wrong[0]} diverged")


def _diverged(model, what):
    # A ValueError, as scikit-learn's stochastic gradient descent raises: to users, and
    # to searches with an error_score, it is a parameter that does not do.
    return ValueError(
        f"{what}: lower alpha (it is {model.alpha:g}, and min_alpha "
        f"{model.min_alpha:g}). {_SAME_EFFECT}"
    )
