"""What the parameters of Doc2Vec may be."""

import os
from numbers import Integral, Real

import numpy as np

from .._sklearn import Interval, Options

_FLAG = ["boolean", Options(Integral, {0, 1})]
# Learning rates are float32. More numbers in a vector, or more noise words, are of no
# use and can take all memory there is.
_LARGEST, _MOST = float(np.finfo(np.float32).max), 1 << 16

PARAMETERS_OF_DOC2VEC = {
    "vector_size": [Interval(Integral, 1, _MOST, closed="both")],
    "dm": _FLAG,
    "window": [Interval(Integral, 1, None, closed="left")],
    "dm_mean": _FLAG,
    "dm_concat": _FLAG,
    "dm_tag_count": [Interval(Integral, 1, None, closed="left")],
    "dbow_words": _FLAG,
    "negative": [Interval(Integral, 0, _MOST, closed="both")],
    "hs": _FLAG,
    "ns_exponent": [Interval(Real, None, None, closed="neither")],
    "sample": [Interval(Real, 0, None, closed="left")],
    "shrink_windows": _FLAG,
    "alpha": [Interval(Real, 0, _LARGEST, closed="neither")],
    "min_alpha": [Interval(Real, 0, _LARGEST, closed="left")],
    "epochs": [Interval(Integral, 1, None, closed="left")],
    "inference_epochs": [None, Interval(Integral, 1, None, closed="left")],
    "tol": [Interval(Real, 0, None, closed="left")],
    "init_word_vectors": [None, str, os.PathLike, tuple, list],
    "init_lock": [Interval(Real, 0, None, closed="left"), "array-like"],
    "vectors_file": [None, str, os.PathLike],
    "n_jobs": [None, Integral],
    "verbose": ["verbose"],
    "random_state": ["random_state"],
    "inference_alpha": [None, Interval(Real, 0, _LARGEST, closed="neither")],
    "warm_start": ["boolean"],
}
