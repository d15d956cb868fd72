"""Parameters inside of parameters: regularizers of a list, weights of modalities."""

from numbers import Real
from typing import Self

from .._parameters import all_or_nothing
from ._named_regularizers import (
    parameters_of_list,
    picklable_or_refused,
    with_parameters,
)

# Parameters that hold others: what gives these by name, and what sets them.
_LIST, _DICT = "regularizers__", "modalities__"


class ComposedParametersMixin:
    """For models whose regularizers may be a list, and whose modalities are a dict.

    ``regularizers__sparse__tau`` is the tau of the regularizer "sparse", whether the
    list is in a `RegularizerUnion` or not, and ``modalities__tags`` the weight of the
    modality "tags". A list and a dict of the user's are never written into.
    """

    def get_params(self, deep=True) -> dict:
        """Return the parameters, with `deep` also those of the regularizers.

        Parameters
        ----------
        deep : bool, default=True
            Whether to add the regularizers by name, their parameters, and the weights
            of modalities.

        Returns
        -------
        params : dict
        """
        params = super().get_params(deep=deep)
        if deep:
            inside = parameters_of_list(params.get("regularizers"))
            params |= {_LIST + key: inside[key] for key in inside}
            weights = _weights(params.get("modalities"))
            params |= {_DICT + key: weights[key] for key in weights}
        return params

    def set_params(self, **params) -> Self:
        """Set parameters, also those of regularizers and the weights of modalities.

        Parameters
        ----------
        **params : dict
            For instance ``regularizers__sparse__tau=-0.2``,
            ``regularizers__sparse="drop"`` or ``modalities__tags=3.0``.

        Returns
        -------
        self : estimator
            As it was, if there is no such parameter.

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        if not params:  # of a copy that has no parameters yet, as in scikit-learn
            return self
        names = self._get_param_names()
        with all_or_nothing(self, params):
            super().set_params(**{key: params[key] for key in params if key in names})
            params = {key: params[key] for key in params if key not in names}
            whom = type(self).__name__
            if "regularizers" in names and not hasattr(self.regularizers, "set_params"):
                inside, params = _split(params, _LIST)
                if inside:
                    self.regularizers = with_parameters(self.regularizers, inside, whom)
            if "modalities" in names:
                inside, params = _split(params, _DICT)
                if inside:
                    self.modalities = _with_weights(self.modalities, inside, whom)
            return super().set_params(**params)

    def __getstate__(self):
        names = [name for name in self._get_param_names() if name != "regularizers"]
        picklable_or_refused(
            getattr(self, "regularizers", None),
            [(name, getattr(self, name, None)) for name in names],
        )
        return super().__getstate__()


def _split(params, prefix):
    """Return the parameters of a prefix, without it, and all others."""
    length = len(prefix)
    inside = {key[length:]: params[key] for key in params if key.startswith(prefix)}
    others = {key: params[key] for key in params if not key.startswith(prefix)}
    return inside, others


def _weights(modalities):
    """Return the weight of each modality by name; none of what is no dict."""
    if not isinstance(modalities, dict):
        return {}
    return {
        name: entry if _is_weight(entry) else entry[1] if _is_pair(entry) else 1.0
        for name, entry in modalities.items()
        if isinstance(name, str)
    }


def _with_weights(modalities, weights, whom):
    """Return a copy of the dict of modalities with other weights, or other entries."""
    if not isinstance(modalities, dict):
        raise ValueError(
            f"Invalid parameter {_DICT + next(iter(weights))!r} for {whom}: modalities "
            f"is {modalities!r}. Give modalities a dict first, whose names these are."
        )
    modalities = modalities.copy()
    for name, weight in weights.items():
        if name not in modalities:
            raise ValueError(
                f"Invalid parameter {_DICT + name!r} for {whom}: the names of "
                f"modalities are {list(modalities)}."
            )
        entry = modalities[name]
        if _is_weight(entry) or not _is_weight(weight):
            modalities[name] = weight
        elif _is_pair(entry):
            modalities[name] = type(entry)((entry[0], weight))
        else:
            modalities[name] = entry, weight
    return modalities


def _is_weight(entry):
    return entry is None or isinstance(entry, Real)


def _is_pair(entry):
    """Whether an entry is a pair of columns and a weight, and not two columns."""
    return (
        isinstance(entry, tuple | list)
        and len(entry) == 2
        and _is_weight(entry[1])
        and not isinstance(entry[0], Real)
    )
