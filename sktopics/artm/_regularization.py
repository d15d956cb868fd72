"""What regularizers add to the counters of a pass.

Which topics and modalities a regularizer sees, how its weight changes over the
passes and whether it is relative to the topics' masses is settled here, once for
all regularizers. A regularizer sees one block of the tables and nothing else.
"""

import numpy as np

from ._regularizer_union import BoundRegularizers, RegularizerUnion, as_union

__all__ = [
    "BoundRegularizers",
    "RegularizerUnion",
    "as_union",
    "phi_regularization",
    "ptdw_transformation",
    "theta_regularization",
    "value",
]


# What a regularizer may add to a count: one over a sum of such is not 0 yet.
_LARGEST = {np.dtype(np.float32): 1e30, np.dtype(np.float64): 1e150}


def phi_regularization(
    regularizers,
    phi,
    n_wt,
    n_t,
    *,
    pass_number=0,
    feature_names=None,
    modalities=None,
    dtype=None,
    spared=None,
):
    """Return what the regularizers add to the counters `n_wt` before the M-step.

    Parameters
    ----------
    regularizers : BoundRegularizers, or whatever `as_union` takes
        Bound ones are used as they are, others are bound first.
    phi : ndarray of shape (n_terms, n_components)
        p(term | topic) of the pass that made the counters.
    n_wt : ndarray of shape (n_terms, n_components)
        How often each term was drawn from each topic.
    n_t : ndarray of shape (n_components,)
        Column sums of `n_wt`.
    pass_number : int, default=0
        Number of the pass over the corpus, 0 for the first.
    feature_names, modalities
        As in `RegularizerUnion.bind`; not needed by what is bound already.
    dtype : dtype, default=None
        Of the result; by default that of `phi`.
    spared : ndarray of shape (n_terms,), bool, default=None
        Terms from which nothing is taken. A `relative` regularizer takes its share
        from the others.

    Returns
    -------
    r_wt : ndarray of shape (n_terms, n_components)
        Sum over regularizers of tau * phi * dR/dphi.

    Raises
    ------
    ValueError
        If a regularizer returns another shape or a value that is not finite.
    """
    bound = _bound(regularizers, feature_names, phi.shape[1], modalities)
    r_wt = np.zeros(phi.shape, dtype=phi.dtype if dtype is None else dtype)
    for part, weight in _active(bound, "grad", pass_number):
        blocks = part.blocks(phi, n_wt, n_t)
        r = _called(part, "grad", *blocks)
        if spared is not None:
            r = np.where(spared[part.rows, np.newaxis] & (r < 0), 0, r)
        if part.get("relative", False):
            r = _relative(part, r, blocks[2])
        r_wt[part.index] += _weighted(part, weight, r, r_wt.dtype)
    return r_wt


def theta_regularization(
    regularizers, theta, n_td, *, pass_number=0, n_t=None, iteration=None
):
    """Return what the regularizers add to the counters `n_td` of documents.

    Parameters
    ----------
    regularizers : BoundRegularizers, or whatever `as_union` takes
    theta : ndarray of shape (n_documents, n_components)
        p(topic | document); rows of any part of the corpus.
    n_td : ndarray of shape (n_documents, n_components)
        How many words of each document come from each topic.
    pass_number : int, default=0
        Number of the pass over the corpus, 0 for the first.
    n_t : ndarray of shape (n_components,), default=None
        Masses of the topics in the whole corpus, for regularizers that ask for
        them (`TopicSelection`). By default those of the documents given, which is
        right only if these are all documents.
    iteration : int, default=None
        Number of the iteration over documents, 0 for the first; None for a late one.

    Returns
    -------
    r_td : ndarray of shape (n_documents, n_components)
        Sum over regularizers of tau * theta * dR/dtheta.
    """
    bound = _bound(regularizers, None, theta.shape[1], None)
    r_td = np.zeros_like(theta)
    for part, weight in _active(bound, "grad_theta", pass_number):
        weight *= part.iteration_weight(iteration)
        r = _called(part, "grad_theta", *part.document_blocks(theta, n_td, n_t))
        if part.get("relative", False):
            n_d = n_td.sum(axis=1, keepdims=True)
            r = _ratio(r, np.abs(r).sum(1, keepdims=True)) * abs(part.tau) * n_d
        r_td[:, part.topics] += _weighted(part, weight, r, r_td.dtype)
    return r_td


def ptdw_transformation(regularizers, ptdw, offsets, *, pass_number=0):
    """Return the topics of words p(topic | document, word) after regularization.

    The E-step calls this with the distributions that it has computed, and uses
    what comes back in their place, by the theorem on regularizing the E-step:
    p <- norm_t(max(p + tau * p * (dR/dp - sum_s p_s dR/dp_s), 0)).

    Parameters
    ----------
    regularizers : BoundRegularizers, or whatever `as_union` takes
    ptdw : ndarray of shape (n_positions, n_components)
        Rows sum to 1. One row for each word of the text in reading order, or for
        each stored entry of a matrix of counts.
    offsets : ndarray of shape (n_documents + 1,)
        Where documents begin and end: document d has the rows
        ``offsets[d]:offsets[d + 1]``, as in `indptr` of a CSR matrix.
    pass_number : int, default=0
        Number of the pass over the corpus, 0 for the first.

    Returns
    -------
    ptdw : ndarray of shape (n_positions, n_components)
        Rows sum to 1; a row of zeros (a word that no topic has) stays so.
    """
    bound = _bound(regularizers, None, ptdw.shape[1], None)
    total = None
    for part, weight in _active(bound, "grad_ptdw", pass_number):
        r = _called(part, "grad_ptdw", ptdw[:, part.topics], offsets)
        total = np.zeros_like(ptdw) if total is None else total
        total[:, part.topics] += _weighted(part, weight, r, total.dtype)
    if total is None:
        return ptdw
    total -= ptdw * (total.sum(axis=1, keepdims=True) - 1)
    np.maximum(total, 0, out=total)
    return _ratio(total, total.sum(axis=1, keepdims=True))


def value(
    regularizers, phi, n_wt, n_t, *, theta=None, n_td=None, pass_number=0, **bind
):
    """Return the sum of tau * R, what regularization adds to the log-likelihood.

    Parameters
    ----------
    regularizers, phi, n_wt, n_t, pass_number
        As in `phi_regularization`.
    theta, n_td : ndarray of shape (n_documents, n_components), default=None
        Of all documents; without them regularizers of theta are left out.
    **bind : dict
        `feature_names` and `modalities`, not needed by what is bound already.

    Returns
    -------
    value : float
        NaN where there is no such number: a function or a user's regularizer
        that cannot tell its value; one with ``relative``, which maximises something
        else in each pass; or one of the E-step, whose value these tables do not tell.
    """
    names, modalities = bind.get("feature_names"), bind.get("modalities")
    bound = _bound(regularizers, names, phi.shape[1], modalities)
    total = 0.0
    for part in bound.parts:
        weight = part.multiplier(pass_number)
        if weight and part.does("grad"):
            total += weight * part.score("score", part.blocks(phi, n_wt, n_t))
        if weight and part.does("grad_theta") and theta is not None:
            blocks = part.document_blocks(theta, n_td, n_t)
            total += weight * part.score("score_theta", blocks)
        if weight and part.does("grad_ptdw"):
            return np.nan
    return float(total)


def _bound(regularizers, feature_names, n_components, modalities):
    if isinstance(regularizers, BoundRegularizers):
        return regularizers
    return as_union(regularizers).bind(feature_names, n_components, modalities)


def _active(bound, hook, pass_number):
    """Yield the regularizers that have a method and a weight in a pass, with it."""
    for part in bound.parts:
        if part.does(hook) and (weight := part.multiplier(pass_number)):
            yield part, weight


def _called(part, hook, block, *others):
    """Return what a regularizer gave, checked to be finite and of the right shape."""
    with np.errstate(over="ignore"):  # an error below
        r, shape = np.asarray(part.call(hook, block, *others)), block.shape
    if r.shape != shape:
        raise ValueError(
            f"The regularizer {part.name!r} returned an array of shape {r.shape}; "
            f"it must have the shape {shape} of what it was given."
        )
    if not np.isfinite(r.sum(dtype=np.float64)) and not np.isfinite(r).all():
        raise ValueError(
            f"The regularizer {part.name!r} (tau={part.tau!r}) returned values that "
            "are not finite."
        )
    return r


def _weighted(part, weight, r, dtype):
    """Return ``weight * r``, which has to be small enough to be summed in `dtype`."""
    with np.errstate(over="ignore"):
        r = r if weight == 1 else weight * r
    limit = _LARGEST[dtype]
    if not max(float(r.max(initial=0)), -float(r.min(initial=0))) <= limit:
        raise ValueError(
            f"The regularizer {part.name!r} (tau={part.tau!r}, in this pass times "
            f"{weight:g}) adds more than {limit:g} to counts: a smaller tau has the "
            "same effect."
        )
    return r


def _relative(part, r, n_t):
    """Rescale `r` to masses |tau| n_t of topics, or to |tau| n of all together.

    A number between is the share of the first in a sum of both.
    """
    size, relative = np.abs(r).sum(axis=0), part.get("relative")
    if relative == "overall":
        return _ratio(r, size.sum()) * (abs(part.tau) * n_t.sum())
    by_topic = _ratio(r, size) * (abs(part.tau) * n_t)
    if isinstance(relative, (bool, np.bool_)):
        return by_topic
    overall = _ratio(r, size.sum()) * (abs(part.tau) * n_t.sum())
    return relative * by_topic + (1 - relative) * overall


def _ratio(numerator, denominator):
    """`numerator` / `denominator`, 0 where the denominator is."""
    where = np.asarray(denominator) > 0
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=where)
