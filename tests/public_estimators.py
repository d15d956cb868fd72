"""The public estimators, found by crawling `sktopics.__all__`."""

from itertools import product

from sklearn.base import BaseEstimator

import sktopics
from sktopics._sklearn import StrOptions
from sktopics.testing._corpora import kind_of

# Parameters that choose another algorithm: an estimator is tested with every one.
ALGORITHMS = ("inference", "learning_method", "gradient")


def public_classes():
    """Return the estimator classes in `sktopics.__all__`, by name."""
    names = [name for name in sktopics.__all__ if name[0].isupper()]
    classes = {name: getattr(sktopics, name) for name in names}
    return {k: v for k, v in classes.items() if issubclass(v, BaseEstimator)}


def instances(kind=None):
    """Return an instance of each class for each of its algorithms."""
    found = []
    for cls in public_classes().values():
        choices = [
            [(name, option) for option in _options(cls, name)] for name in ALGORITHMS
        ]
        for chosen in product(*filter(None, choices)):
            estimator = cls(**dict(chosen))
            if kind is None or kind_of(estimator) == kind:
                found.append(estimator)
    return found


def _options(cls, parameter):
    constraints = cls._parameter_constraints.get(parameter, [])
    for constraint in constraints:
        if isinstance(constraint, StrOptions):
            return sorted(constraint.options)
    return []
