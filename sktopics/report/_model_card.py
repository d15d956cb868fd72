"""What made the topics of a report: model, parameters, versions, steps."""

import platform
import sys
from importlib import metadata

from .._reading import final_model, pipeline_steps, traits_of

_LONGEST = 200
# Beside the package of the model and its steps.
_PACKAGES = ("numpy", "scipy", "scikit-learn", "numba")
_OTHER_NAMES = {"sklearn": "scikit-learn"}


def model_card(model):
    """Return `summary.model` of a report.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.

    Returns
    -------
    card : dict
    """
    final, steps = final_model(model), pipeline_steps(model)
    clusters = traits_of(final).shares == "clusters"
    return {
        "name": type(final).__name__,
        "kind": "clusters" if clusters else "mixture",
        "parameters": _parameters(final),
        "versions": _versions(steps),
        "steps": [cut_repr(step) for step in steps[:-1]],
    }


def _parameters(final):
    """Return the parameters of a model in the order of its signature."""
    if not hasattr(final, "get_params"):
        return []
    found = final.get_params(deep=False)
    return [[name, cut_repr(value)] for name, value in found.items()]


def cut_repr(value):
    """Return the repr of a value in one line, cut."""
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _versions(steps):
    """Return the versions of Python and the packages that made the topics."""
    own = __package__.partition(".")[0]
    packages = [type(step).__module__.partition(".")[0] for step in steps]
    names = [_OTHER_NAMES.get(package, package) for package in packages]
    found = [["python", platform.python_version()]]
    found.append([own, sys.modules[own].__version__])
    for name in dict.fromkeys([*_PACKAGES, *names]):
        if name == own:
            continue
        try:
            found.append([name, metadata.version(name)])
        except metadata.PackageNotFoundError:  # a script of the user
            continue
    return found
