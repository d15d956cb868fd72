"""Check of a regularizer's gradient against finite differences."""

import copy
import itertools

import numpy as np

from ._regularization import _ratio, phi_regularization, theta_regularization
from ._regularizer_union import HOOKS, as_union

# Entries that are compared in one table, at most.
N_ENTRIES = 300


def check_regularizer(
    regularizer,
    *,
    score=None,
    n_terms=12,
    n_components=5,
    n_documents=8,
    feature_names=None,
    modalities=None,
    dtype=np.float64,
    rtol=None,
    random_state=0,
) -> None:
    """Compare the gradient of a regularizer with finite differences of its value.

    ``grad`` is compared with tau * phi * dR/dphi, computed by central differences
    of ``score`` with the counters held constant, ``grad_theta`` with those of
    ``score_theta`` and ``grad_ptdw`` with those of ``score_ptdw``; at random
    distributions, and at some that hold zeros and an empty topic. Whatever lies
    outside the regularizer's topics and modalities must get nothing, and the
    arguments must not be changed. `schedule` and `relative` are set aside.

    Parameters
    ----------
    regularizer : regularizer or function
    score : callable, default=None
        ``score(phi, n_wt, n_t)`` for a function, or for a regularizer that has no
        method `score`: tau * R.
    n_terms, n_components, n_documents : int
        Shapes to try. A regularizer that holds an array with one entry per term
        needs that number of terms.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms. None: "0", "1", ...
    modalities : dict of str to (slice or array of int), default=None
        The rows of each modality.
    dtype : dtype, default=float64
        Type in which the gradient is computed; differences are in float64.
    rtol : float, default=None
        How far the gradient may be off, relative to its largest entry. None: 1e-6
        in float64, 1e-4 in float32.
    random_state : int, default=0
        Seed of the arrays.

    Raises
    ------
    AssertionError
        If the gradient is wrong; the message says where and by how much.
    TypeError
        If there is no `score` to differentiate.

    Examples
    --------
    >>> from sktopics.artm import Decorrelator, check_regularizer
    >>> check_regularizer(Decorrelator(tau=3, topics=[0, 2, 3]))
    >>> def wrong(phi, n_wt, n_t):
    ...     return -(phi**2)
    >>> check_regularizer(wrong, score=lambda phi, n_wt, n_t: -(phi**2).sum())
    Traceback (most recent call last):
    AssertionError: wrong.grad at [...
    """
    if feature_names is None:
        feature_names = np.array([str(term) for term in range(n_terms)], dtype=object)
    bound = as_union(_plain(regularizer)).bind(feature_names, n_components, modalities)
    (part,) = bound.parts
    rng = np.random.default_rng(random_state)
    if rtol is None:
        rtol = 1e-6 if np.dtype(dtype) == np.float64 else 1e-4
    found = [hook for hook in HOOKS if part.does(hook)]
    for hook, zeros in itertools.product(found, (False, True)):
        n_rows = n_terms if hook == "grad" else n_documents
        table, constants = _arrays(rng, hook, n_rows, n_components, zeros)
        table = table.astype(dtype)
        arguments = [table]
        for array in constants:
            arguments.append(array.astype(dtype) if array.dtype.kind == "f" else array)
        value = _value(part, hook, score, constants)
        before = [array.copy() for array in arguments]
        r = _HOW[hook](bound, *arguments)
        for array, earlier in zip(arguments, before, strict=True):
            if not np.array_equal(array, earlier):
                raise AssertionError(f"{part.name}.{hook} changes its arguments.")
        _compare(f"{part.name}.{hook}", r, value, table, rtol, rng)


def _plain(regularizer):
    """Return the regularizer with a weight that is the same in every pass."""
    union = as_union(regularizer)
    if len(union.regularizers) != 1:
        raise ValueError("check_regularizer takes one regularizer at a time.")
    ((name, item),) = union.regularizers
    item = copy.copy(item)
    for option, plain in {"schedule": None, "relative": False}.items():
        if hasattr(item, option):
            setattr(item, option, plain)
    return [(name, item)]


def _arrays(rng, hook, n_rows, n_components, zeros):
    """Return a table of distributions, and the constants beside it.

    Counters are not those of the table: a gradient that takes one for the other
    would pass otherwise.
    """
    table = rng.gamma(1.0, size=(n_rows, n_components)) + 0.05
    counts = rng.gamma(2.0, 5.0, size=(n_rows, n_components))
    if zeros:
        table[:, 1:] *= rng.random(table[:, 1:].shape) > 0.3
        if n_components > 1:
            table[:, -1] = counts[:, -1] = 0
    if hook == "grad":
        return _ratio(table, table.sum(axis=0)), (counts, counts.sum(axis=0))
    table /= table.sum(axis=1, keepdims=True)
    if hook == "grad_theta":
        return table, (counts,)
    return table, (np.array([0, n_rows // 2, n_rows // 2, n_rows]),)


def _ptdw_gradient(bound, ptdw, offsets):
    (part,) = bound.parts
    r = np.zeros_like(ptdw)
    r[:, part.topics] = part.call("grad_ptdw", ptdw[:, part.topics], offsets)
    return r


_HOW = {
    "grad": phi_regularization,
    "grad_theta": theta_regularization,
    "grad_ptdw": _ptdw_gradient,
}


def _value(part, hook, score, constants):
    """Tau * R as a function of the whole table."""
    if score is None or hook != "grad":
        name = hook.replace("grad", "score")
        score = getattr(part.regularizer, name, None)
        if score is None:
            raise TypeError(
                f"{part.name} has no method {name!r}, which returns tau * R: there is "
                "nothing to differentiate. For a function, pass score=."
            )
    if hook == "grad":
        return lambda phi: score(*part.blocks(phi, *constants))
    if hook == "grad_theta":
        return lambda theta: score(*part.document_blocks(theta, *constants, None))
    return lambda ptdw: score(ptdw[:, part.topics], *constants)


def _compare(name, r, value, table, rtol, rng):
    """Raise unless `r` is the derivative of `value` by the logarithms of entries."""
    table = table.astype(np.float64)
    entries = np.argwhere(table > 0)
    entries = rng.permutation(entries)[:N_ENTRIES]
    expected = np.array([_derivative(value, table, tuple(e)) for e in entries])
    actual = r[tuple(entries.T)]
    scale = max(np.abs(expected).max(), np.finfo(np.float32).tiny)
    off = np.abs(actual - expected)
    for i in np.flatnonzero(off > rtol * scale):  # next to a kink, as of |x|?
        nearer = _derivative(value, table, tuple(entries[i]), step=1e-6)
        off[i] = min(off[i], abs(actual[i] - nearer))
    worst = int(off.argmax())
    if not off[worst] <= rtol * scale:
        row, column = (int(i) for i in entries[worst])
        raise AssertionError(
            f"{name} at [{row}, {column}] is {actual[worst]:.6g} and should be "
            f"{expected[worst]:.6g}, tau times the entry ({table[row, column]:.3g}) "
            f"times the derivative of R; {int((off > rtol * scale).sum())} of "
            f"{len(off)} entries are off by more than {rtol:g} of the largest."
        )


def _derivative(value, table, entry, step=1e-4):
    """Return x d/dx for one entry x, by central differences."""
    table = table.copy()
    middle = table[entry]
    values = []
    for steps in (2, 1, -1, -2):
        table[entry] = middle * np.exp(steps * step)
        values.append(value(table))
    far, near = values[0] - values[3], values[1] - values[2]
    return (8 * near - far) / (12 * step)
