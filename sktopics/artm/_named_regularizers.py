"""Names of regularizers in a list, and the parameters that are set by them."""

import pickle
import sys

# What calls `__getstate__` to copy an object in memory, or to write functions down by
# their code.
_COPIERS = ("copy", "cloudpickle")


def is_named(entry):
    """Whether an entry of a list of regularizers comes with its name."""
    return isinstance(entry, tuple | list)


def named_regularizers(regularizers):
    """Return pairs of a name and a regularizer; entries without a name are given one.

    The name is that of the class or function in lower case, and where several would
    be called the same, -1, -2 and so on are added, as `make_pipeline` does it. A
    name that is given in the list is not given again.

    Parameters
    ----------
    regularizers : list or tuple
        Of regularizers, functions, or pairs of a name and one of these.

    Returns
    -------
    named : list of tuple
        What is no pair, though a tuple or list, is in it as it is.
    """
    given = {entry[0] for entry in regularizers if _has_name(entry)}
    unnamed = [entry for entry in regularizers if not is_named(entry)]
    names = iter(_names_of(unnamed, given))
    return [
        tuple(entry) if is_named(entry) else (next(names), entry)
        for entry in regularizers
    ]


def _has_name(entry):
    return is_named(entry) and len(entry) == 2 and isinstance(entry[0], str)


def _names_of(items, given):
    """Names in lower case, numbered where several would be called the same."""
    names = [
        getattr(item, "__name__", type(item).__name__).lower().replace("__", "_")
        for item in items
    ]
    found, taken = [], set(given)
    for name in names:
        number = 1
        unique = f"{name}-1" if names.count(name) > 1 or name in given else name
        while unique in taken:
            number += 1
            unique = f"{name}-{number}"
        found.append(unique)
        taken.add(unique)
    return found


def parameters_of_list(regularizers):
    """Return the regularizers of a list by name, and their parameters.

    Parameters
    ----------
    regularizers : object
        What is no list of regularizers has no parameters; training refuses it.

    Returns
    -------
    params : dict
        For instance ``{"sparse": SmoothSparsePhi(), "sparse__tau": 1.0, ...}``.
    """
    params = {}
    for name, item in _pairs_of(regularizers):
        params[name] = item
        if hasattr(item, "get_params") and not isinstance(item, type):
            deeper = item.get_params(deep=True)
            params.update({f"{name}__{key}": deeper[key] for key in deeper})
    return params


def with_parameters(regularizers, params, whom):
    """Set parameters of the regularizers in a list by name.

    Parameters
    ----------
    regularizers : list or tuple
        It stays as it is: a regularizer that is replaced is replaced in a copy.
    params : dict
        What to set, named as `parameters_of_list` names it.
    whom : str
        Whose list it is, for error messages.

    Returns
    -------
    regularizers : list or tuple
        The same one, if no regularizer was replaced by another.

    Raises
    ------
    ValueError
        If there is no regularizer of a name, or it has no such parameter.
    """
    if not isinstance(regularizers, list | tuple):
        raise ValueError(
            f"Invalid parameter {next(iter(params))!r} for the regularizers of {whom}: "
            f"there is no list of them, regularizers={regularizers!r}."
        )
    named = dict(_pairs_of(regularizers))
    replaced = {name: params[name] for name in named if name in params}
    if replaced:
        named |= replaced
        # All are called by name from now on: the names of others would change with one.
        regularizers = type(regularizers)(named.items())
    deeper = {}
    for key in params.keys() - replaced.keys():
        name, _, parameter = key.partition("__")
        if name not in named:
            raise ValueError(
                f"Invalid parameter {key!r} for the regularizers of {whom}: their "
                f"names are {list(named)}."
            )
        if not hasattr(named[name], "set_params"):
            raise ValueError(
                f"Invalid parameter {key!r} for the regularizers of {whom}: {name!r} "
                f"is {named[name]!r}, which has no parameters."
            )
        deeper.setdefault(name, {})[parameter] = params[key]
    for name, values in deeper.items():
        named[name].set_params(**values)
    return regularizers


def _pairs_of(regularizers):
    """Pairs of name and regularizer; none of what is no list of them."""
    if not isinstance(regularizers, list | tuple):
        return []
    named = named_regularizers(regularizers)
    return named if all(map(_has_name, named)) else []


def picklable_or_refused(regularizers, others=()):
    """Raise an error that names a function of a model which pickle cannot write.

    To be called by the `__getstate__` of what holds regularizers. Copies in memory take
    any function, and so does cloudpickle, which sends models to processes: they are
    not disturbed.

    Parameters
    ----------
    regularizers : None, regularizer, function or list
        What can look at its own regularizers, as `RegularizerUnion`, does so itself.
    others : iterable of (str, object), default=()
        Other parameters by name, which may be functions.

    Raises
    ------
    pickle.PicklingError
        If a regularizer, its schedule or another parameter is a function that is not
        found by its name in a module, such as a lambda.
    """
    caller = sys._getframe(2).f_globals.get("__name__", "")
    if set(_COPIERS) & set(caller.split(".")):
        return
    if not isinstance(regularizers, list | tuple):
        regularizers = [] if regularizers is None else [regularizers]
    by_name = "a function that a module defines"
    for name, item in _pairs_of(regularizers):
        _try_to_pickle(item, f"The regularizer {name!r}", by_name)
        schedule = getattr(item, "schedule", None)
        what = f"The schedule of the regularizer {name!r}"
        _try_to_pickle(schedule, what, f"a list of numbers, one a pass, or {by_name}")
    for name, value in others:
        _try_to_pickle(value, f"The parameter {name}", by_name)


def _try_to_pickle(function, what, instead):
    if not callable(function) or hasattr(function, "get_params"):
        return
    try:
        pickle.dumps(function)
    except Exception as error:
        raise pickle.PicklingError(
            f"{what} cannot be pickled: it is {function!r}. Use {instead}."
        ) from error
