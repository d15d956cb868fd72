"""The fitted attributes of a model, changed all at once or not at all."""

from types import SimpleNamespace


def state_of(model):
    """Return parameters and fitted attributes of a model, to be changed and put back.

    Returns
    -------
    state : SimpleNamespace
        Arrays in it are the model's: replace them, do not write into them.
    """
    fitted = {name: vars(model)[name] for name in getattr(model, "_fitted_names", ())}
    return SimpleNamespace(**model.get_params(deep=False), **fitted)


def replace_fitted(model, fitted):
    """Give a model the attributes of a new fit, and none of those of an earlier one.

    Parameters
    ----------
    model : estimator
    fitted : SimpleNamespace
        Parameters of the model among its attributes are left out.
    """
    state = {
        name: value
        for name, value in vars(fitted).items()
        if name not in model.get_params(deep=False)
    }
    for name in getattr(model, "_fitted_names", ()):
        vars(model).pop(name, None)
    vars(model).update(state)
    model._fitted_names = sorted(state)
