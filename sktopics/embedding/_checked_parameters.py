"""Parameters that were changed after a fit, checked before they are used."""

from functools import lru_cache
from operator import attrgetter

from .._sklearn import validate_parameter_constraints

# Numbers and flags. What else there is, training checks when it reads it.
_NAMES = (
    "vector_size",
    "dm",
    "window",
    "dm_mean",
    "dm_concat",
    "dm_tag_count",
    "dbow_words",
    "negative",
    "hs",
    "ns_exponent",
    "sample",
    "shrink_windows",
    "alpha",
    "min_alpha",
    "epochs",
    "inference_epochs",
    "tol",
    "n_jobs",
)
_values_of = attrgetter(*_NAMES)


def check_parameters(model):
    """Raise an error if a number or a flag among the parameters is not valid.

    scikit-learn looks at parameters before `fit`, and before the first `partial_fit`.
    Values that were found valid are remembered: a single short document is inferred in
    the time that it takes to look at them.
    """
    values = _values_of(model)
    try:
        hash(values)
    except TypeError:  # an array, say
        _check.__wrapped__(type(model), *values)
    else:
        _check(type(model), *values)


# 1, 1.0 and True are the same to a dictionary, and not all of them are valid.
@lru_cache(maxsize=64, typed=True)
def _check(estimator, *values):
    constraints = {name: estimator._parameter_constraints[name] for name in _NAMES}
    values = dict(zip(_NAMES, values, strict=True))
    validate_parameter_constraints(constraints, values, estimator.__name__)
