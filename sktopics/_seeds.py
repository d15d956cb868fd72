"""Seeds of estimators and of what is in them."""

import numpy as np
from sklearn.base import clone

MOST_SEED = np.iinfo(np.int32).max


def seed_names(estimator):
    """Names of the parameters that seed an estimator and what is in it."""
    return sorted(
        name
        for name in estimator.get_params(deep=True)
        if name == "random_state" or name.endswith("__random_state")
    )


def cloned_with_seed(estimator, seed):
    """Return a clone of `estimator` whose random numbers come from `seed`."""
    estimator = clone(estimator)
    rng = np.random.RandomState(seed)
    names = seed_names(estimator)
    return estimator.set_params(**{n: int(rng.randint(MOST_SEED)) for n in names})


def cloned_with_outer_seed(estimator, seed):
    """Return a clone of `estimator` as users seed it: not what seeds its own parts."""
    estimator = clone(estimator)
    names = seed_names(estimator)
    owners = {name.removesuffix("random_state") for name in names}
    outer = [
        name
        for name in names
        if not any(
            name.startswith(owner) and name != f"{owner}random_state"
            for owner in owners
        )
    ]
    return estimator.set_params(**dict.fromkeys(outer, seed))
