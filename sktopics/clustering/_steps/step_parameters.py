"""Parameters of representations that are in a list, or in a dict of aspects.

They are named as those of the steps of a Pipeline are, ``nouns__n_top_words``; steps of
a list have their positions for names, ``0__diversity``.
"""

from collections.abc import Mapping


def holds_steps(value):
    """Whether a value is a list or a dict of steps, and no step itself."""
    return isinstance(value, (list, tuple, Mapping))


def parameters_of_steps(steps):
    """Return the steps and all their parameters, by name.

    Parameters
    ----------
    steps : list, tuple or mapping
        Of steps, or of lists or mappings of steps.

    Returns
    -------
    params : dict
        A step whose name has ``__`` in it is left out: such names are of parameters.
    """
    params = {}
    for name, step in _named(steps):
        if "__" in name:
            continue
        params[name] = step
        inner = {}
        if holds_steps(step):
            inner = parameters_of_steps(step)
        elif hasattr(step, "get_params") and not isinstance(step, type):
            inner = step.get_params(deep=True)
        params |= {f"{name}__{key}": value for key, value in inner.items()}
    return params


def with_step_parameters(steps, params):
    """Return steps with other parameters; steps of given names may be replaced.

    Parameters
    ----------
    steps : list, tuple or mapping
        Stays as it is. The parameters of the steps in it are set in place.
    params : dict
        As from `parameters_of_steps`.

    Returns
    -------
    steps : list or dict

    Raises
    ------
    ValueError
        If there is no such step or parameter.
    """
    changed = dict(_named(steps))
    nested = {}
    for key, value in params.items():
        name, divider, inner = key.partition("__")
        if name not in changed:
            raise ValueError(
                f"Invalid parameter {key!r} for representation: it has the steps "
                f"{', '.join(changed) or '(none)'}."
            )
        if divider:
            nested.setdefault(name, {})[inner] = value
        else:
            changed[name] = value
    for name, inner in nested.items():
        step = changed[name]
        if holds_steps(step):
            changed[name] = with_step_parameters(step, inner)
        elif hasattr(step, "set_params"):
            step.set_params(**inner)
        else:
            raise ValueError(
                f"Invalid parameter {next(iter(inner))!r} for the step {name} of "
                f"representation, {step!r:.100}, which has no parameters."
            )
    return changed if isinstance(steps, Mapping) else list(changed.values())


def _named(steps):
    """Return pairs of name and step."""
    if isinstance(steps, Mapping):
        return [(str(name), step) for name, step in steps.items()]
    return [(str(i), step) for i, step in enumerate(steps)]
