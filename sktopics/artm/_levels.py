"""Levels of a hierarchy of topics, as parameters."""

from typing import Self

from sklearn.base import clone

from .._parameters import all_or_nothing
from ._artm import ARTM


class LevelsMixin:
    """For a model of `levels`, whose parameters are set by the names of levels."""

    def get_params(self, deep=True) -> dict:
        """Return the parameters, with `deep` also those of the levels.

        Parameters
        ----------
        deep : bool, default=True
            Whether to add the levels by name and their parameters.

        Returns
        -------
        params : dict
        """
        params = super().get_params(deep=False)
        if deep:
            for name, level in self._named():
                params[name] = level
                deeper = level.get_params() if hasattr(level, "get_params") else {}
                params.update({f"{name}__{key}": deeper[key] for key in deeper})
        return params

    def set_params(self, **params) -> Self:
        """Set parameters of the hierarchy or of a level, or a level itself.

        With ``levels=None``, the default levels are put in place to set theirs.

        Parameters
        ----------
        **params : dict
            For instance ``level1__n_components=50``.

        Returns
        -------
        self : HierarchicalARTM
            As it was, if there is no such parameter.
        """
        with all_or_nothing(self, params):
            if "levels" in params:
                self.levels = params.pop("levels")
            asked = {name.partition("__")[0] for name in params}
            if self.levels is None and asked & {"level0", "level1"}:
                self.levels = default_levels()
            names = [name for name, _ in self._named()]
            for name in set(names) & set(params):
                levels, i = list(self.levels), names.index(name)
                level = params.pop(name)
                levels[i] = (name, level) if _is_pair(levels[i]) else level
                self.levels = levels
            return super().set_params(**params)

    def _named(self):
        """Pairs of name and model; none of what is no list, which `fit` refuses."""
        if not isinstance(self.levels, list | tuple):
            return []
        return [
            tuple(level) if _is_pair(level) else (f"level{i}", level)
            for i, level in enumerate(self.levels)
        ]

    def _check_levels(self):
        """Return the models of the levels, not fitted yet."""
        if self.levels is None:
            return default_levels()
        levels = [level for _, level in self._named()]
        if not levels:
            raise ValueError("levels must hold at least one ARTM, and it is empty.")
        for level in levels:
            if not isinstance(level, ARTM):
                raise TypeError(f"levels must be models of class ARTM, got {level!r}.")
        return [clone(level) for level in levels]


def default_levels():
    """Return the models of a hierarchy without levels of the user's."""
    return [ARTM(10), ARTM(30)]


def _is_pair(level):
    """Whether a level comes with its name."""
    return isinstance(level, list | tuple) and len(level) == 2
