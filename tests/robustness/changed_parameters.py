"""Parameters of any value, set before a fit or after it, legal or not."""

import numpy as np
from observing import Case
from sklearn.base import clone
from subjects import METHODS

_VALUES = {
    "None": None,
    "True": True,
    "-1": -1,
    "0": 0,
    "1": 1,
    "3": 3,
    "-0.5": -0.5,
    "0.3": 0.3,
    "1.0": 1.0,
    "2.5": 2.5,
    "10.0": 10.0,
    "1e-300": 1e-300,
    "1e6": 1e6,
    "1e38": 1e38,
    "1e308": 1e308,
    "nan": float("nan"),
    "inf": float("inf"),
    "2**31": 2**31,
    "2**70": 2**70,
    "'no'": "no",
    "''": "",
    "'uniform'": "uniform",
    "'auto'": "auto",
    "b'x'": b"x",
    "[]": [],
    "[1, -1]": [1, -1],
    "[[0.5]]": [[0.5]],
    "{}": {},
    "{'a': nan}": {"a": float("nan")},
    "object": object(),
    "len": len,
    "int": int,
    "array": np.array([1.0, np.nan]),
    "NaN array": np.full((4, 35), np.nan),
    "huge array": np.full(4, 1e308),
    "int64": np.int64(2),
    "float32": np.float32(0.5),
}
# Whose work grows with them without end: a huge value is legal and takes for ever.
_LONG = ("iter", "epochs", "n_jobs", "batches", "n_init", "passes")


def _takes_for_ever(parameter, value):
    large = isinstance(value, int | float) and abs(value) > 1000
    return large and any(part in parameter for part in _LONG)


def draw(rng, subjects):
    """Return a case: a method of a model of which some parameter was changed."""
    subject = list(subjects.values())[rng.integers(len(subjects))]
    parameters = sorted(subject.model.get_params(deep=False))
    parameter = parameters[rng.integers(len(parameters))]
    shown = list(_VALUES)[rng.integers(len(_VALUES))]
    if _takes_for_ever(parameter, _VALUES[shown]):
        return draw(rng, subjects)
    method = subject.methods[rng.integers(len(subject.methods))]
    fresh = METHODS[method] and rng.random() < 0.3
    model = clone(subject.model) if fresh else subject.model
    model.set_params(**{parameter: _VALUES[shown]})
    if not hasattr(model, method):  # there is no partial_fit with such a part
        return draw(rng, subjects)
    return Case(
        f"{subject.name}.{method} with {parameter}={shown}" + " (new)" * fresh,
        lambda: getattr(model, method)(subject.X, **subject.beside(method)),
        model,
        changes=METHODS[method],
    )
