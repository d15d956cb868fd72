"""Counts, weights and vectors that are finite and extreme."""

from inspect import signature

import numpy as np
import scipy.sparse as sp
from observing import Case
from subjects import METHODS

from sktopics import TokenSequences
from sktopics.metrics import completion_perplexity, topic_kernels, topic_significance
from sktopics.topics import topic_table

_EXTREMES = (
    3e38,
    1e38,
    1e30,
    1e20,
    2.0**62,
    1e9,
    1e6,
    1e-6,
    1e-20,
    1e-38,
    1e-45,
    5e-324,
    1e-300,
    1e100,
    1e154,
    1e300,
    1e308,
)
_DTYPES = (np.float32, np.float64, np.int64)


def _value(rng, dtype):
    """Return an extreme value that is finite in a type."""
    while True:
        value = np.float64(_EXTREMES[rng.integers(len(_EXTREMES))])
        with np.errstate(over="ignore"):
            if dtype is np.int64:
                if 1 <= value < 2**63:
                    return np.int64(value)
            elif np.isfinite(dtype(value)):
                return dtype(value)


def _counts(rng, X):
    """Return counts of which one, a row, a column or all are extreme."""
    dtype = _DTYPES[rng.integers(3)]
    Y, value = X.toarray().astype(dtype), _value(rng, dtype)
    place = rng.integers(4)
    if place == 0:
        Y[tuple(np.argwhere(Y)[rng.integers(np.count_nonzero(Y))])] = value
    elif place == 1:
        Y[rng.integers(len(Y))] = value
    elif place == 2:
        Y[:, rng.integers(Y.shape[1])] = value
    else:
        Y[Y > 0] = value
    if rng.random() < 0.3:
        row = rng.integers(len(Y))
        Y[row][Y[row] > 0] = _value(rng, dtype)
    where = ("one", "a row", "a column", "all")[place]
    return sp.csr_array(Y), f"{where} {value} of {dtype.__name__}"


def _sequences(rng, X):
    """Return sequences with extreme weights."""
    dtype = _DTYPES[rng.integers(2)]
    weights, value = rng.random(X.n_tokens).astype(dtype), _value(rng, dtype)
    share = (1 / X.n_tokens, 0.5, 1)[rng.integers(3)]
    weights[rng.random(X.n_tokens) <= share] = value
    Y = TokenSequences(X.ids, X.offsets, n_terms=X.n_terms, weights=weights)
    return Y, f"weights {value} of {dtype.__name__}"


def _vectors(rng, X):
    dtype = _DTYPES[rng.integers(2)]
    Y, value = np.asarray(X, dtype=dtype).copy(), _value(rng, dtype)
    rows = rng.random(len(Y)) < (0.05, 0.5, 1)[rng.integers(3)]
    Y[rows] = np.sign(Y[rows]) * value
    return Y, f"vectors of {value} of {dtype.__name__}"


def _weights(rng, n):
    """Return extreme sample weights."""
    weights, value = np.ones(n), _value(rng, np.float64)
    weights[rng.random(n) < (0.05, 0.5, 1)[rng.integers(3)]] = value
    return weights, f"sample weights {value}"


_FUNCTIONS = {
    "completion_perplexity": completion_perplexity,
    "topic_table": lambda model, X: [
        [topic.size, list(topic.weights)] for topic in topic_table(model, X=X)
    ],
    "topic_kernels": topic_kernels,
    "topic_significance": topic_significance,
}
_WEIGHTED = ("fit", "partial_fit", "score", "perplexity", "fit_transform")


def draw(rng, subjects):
    """Return a case: extreme input for a model."""
    takers = [s for s in subjects.values() if s.kind in _MAKERS]
    subject = takers[rng.integers(len(takers))]
    method = subject.methods[rng.integers(len(subject.methods))]
    extra = dict(subject.beside(method))
    if subject.kind == "documents":
        if "embeddings" not in _parameters(subject, method):
            method, extra = "fit", dict(subject.extra)
        if "embeddings" not in _parameters(subject, method):
            return draw(rng, subjects)
        given = np.random.default_rng(0).normal(size=(len(subject.X), 6))
        extra["embeddings"], what = _vectors(rng, given)
        X = subject.X
    else:
        X, what = _MAKERS[subject.kind](rng, subject.X)
    weighted = "sample_weight" in _parameters(subject, method)
    if weighted and method in _WEIGHTED and rng.random() < 0.4:
        extra["sample_weight"], more = _weights(rng, X.shape[0])
        what = f"{what}, {more}"
        if rng.random() < 0.5:
            X = subject.X
    if subject.kind == "counts" and rng.random() < 0.15:
        name = list(_FUNCTIONS)[rng.integers(len(_FUNCTIONS))]
        if hasattr(subject.model, "components_"):
            return Case(
                f"{name}({subject.name}, {what})",
                lambda: _FUNCTIONS[name](subject.model, X),
                subject.model,
                probe=subject.probe,
            )
    return Case(
        f"{subject.name}.{method}({what})",
        lambda: subject.call(method, X, **extra),
        subject.model,
        changes=METHODS[method],
        probe=subject.probe,
    )


def _parameters(subject, method):
    return signature(getattr(subject.model, method)).parameters


_MAKERS = {
    "counts": _counts,
    "sequences": _sequences,
    "vectors": _vectors,
    "documents": _vectors,
}
