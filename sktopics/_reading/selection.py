"""Which topics and which terms: selections that users make."""

import numpy as np

from .steps import final_model


def modality_names(model):
    """Return the names of the sets of columns of a model, [] without any.

    Parameters
    ----------
    model : estimator, Pipeline or search
        Fitted.
    """
    return list(map(str, getattr(final_model(model), "modalities_", None) or ()))


def check_columns(model, columns, n_terms, name="columns"):
    """Return columns of terms as `check_selection` does, or by name of a modality.

    Parameters
    ----------
    model : estimator, Pipeline or array
        Models may have `modalities_`, a dict of names to columns.
    columns : str, slice, array-like of int or bool, or None
    n_terms : int
    name : str, default="columns"
        What the parameter is called in error messages.

    Raises
    ------
    ValueError, TypeError
        As `check_selection`; also if the model has no modality of that name.
    """
    if isinstance(columns, str):
        known = getattr(final_model(model), "modalities_", {})
        if columns not in known:
            raise ValueError(
                f"{name}={columns!r} is no modality of the model, which has "
                f"{list(known) or 'no named ones'}."
            )
        columns = known[columns]
    return check_selection(name, columns, n_terms)


def check_selection(name, selection, n):
    """Return positions among `n` as an array of int, or the slice of all of them.

    Parameters
    ----------
    name : str
        What is selected, for error messages.
    selection : slice, array-like of int or bool, or None
        None is all.
    n : int

    Raises
    ------
    ValueError
        If nothing is selected, something twice, or something that is not there.
    TypeError
        If it is none of the above.
    """
    if selection is None:
        return slice(None)
    if isinstance(selection, slice):
        positions = np.arange(n)[selection]
    else:
        positions = np.asarray(selection)
        kind = positions.dtype.kind if positions.size else "i"
        if positions.ndim != 1 or kind not in "biu":
            raise TypeError(
                f"{name} must be a slice, a list of integers or a mask, got "
                f"{selection!r}."
            )
        if kind == "b":
            if len(positions) != n:
                raise ValueError(f"{name} masks {len(positions)} of {n} {name}.")
            positions = np.flatnonzero(positions)
    if positions.size == 0:
        raise ValueError(f"{name} must hold one of the {n} {name} at least.")
    if positions.max() >= n or positions.min() < -n:
        raise ValueError(f"{name} go beyond the {n} that there are: {selection!r}.")
    positions = positions % n
    if len(np.unique(positions)) < len(positions):
        raise ValueError(f"{name} must not repeat: {selection!r}.")
    return positions
