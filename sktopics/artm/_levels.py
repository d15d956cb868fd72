"""Levels of a hierarchy of topics, as parameters."""

import warnings
from itertools import pairwise
from typing import Self

import numpy as np
from sklearn.base import clone

from .._fitted import commit, fitted_attributes
from .._magnitudes import countable, training_weights
from .._named_columns import COLUMN_ATTRIBUTES
from .._parameters import all_or_nothing
from .._sklearn import check_fitted
from .._validation import levels_to_caller
from ._artm import ARTM
from ._thetaless_artm import ThetalessARTM

# Parameters that a level takes from the hierarchy if it has none of its own.
_COMPLETED = ("n_jobs", "random_state")


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

    @property
    def levels_(self) -> list[ARTM]:
        """The fitted models, a list of :class:`ARTM`."""
        check_fitted(self)
        # A callback may have asked to stop after a level.
        levels = self._check_levels()[: len(self.level_attributes_)]
        for level, learned in zip(levels, self.level_attributes_, strict=True):
            vars(level).update({name: learned[name] for name in _COMPLETED})
            fitted = learned.keys() - set(_COMPLETED)
            commit(level, {name: learned[name] for name in fitted})
        return levels

    @property
    def modalities_(self) -> dict:
        """Columns of each modality of the last level; see :class:`ARTM`."""
        return self.levels_[-1].modalities_

    @property
    def topic_word_counts_(self) -> np.ndarray:
        """Expected numbers of words from the topics of the last level.

        Of shape (n_components, n_features); see :class:`ARTM`.
        """
        return self.levels_[-1].topic_word_counts_

    def _rows(self, X, sample_weight, dtype=None):
        """Return documents, their weights and the number of tokens, for training."""
        if dtype is not None and X.dtype != dtype:
            with np.errstate(over="ignore"):
                X = countable(X.astype(dtype))
        weight = training_weights(X, sample_weight)
        return X, weight, float(weight @ X.sum(axis=1, dtype=np.float64))

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
            if not isinstance(level, (ARTM, ThetalessARTM)):
                raise TypeError(
                    "levels must be models of class ARTM or ThetalessARTM, got "
                    f"{level!r}."
                )
        return [clone(level) for level in levels]

    def _new_levels(self):
        """Return the models of the levels, with parameters that were looked at."""
        levels = self._check_levels()
        for level in levels:
            level._validate_params()
        self._warn_of_few_children(levels)
        return levels

    def _warn_of_few_children(self, levels):
        """Warn of levels that have fewer topics than the level above."""
        named = [name for name, _ in self._named()] or ["level0", "level1"]
        numbers = [level.n_components for level in levels]
        for i, (above, below) in enumerate(pairwise(numbers)):
            if below < above:
                warnings.warn(
                    f"{named[i + 1]!r} has {below} topics, and {named[i]!r} above it "
                    f"has {above}: topics are to be divided from level to level, so "
                    "put the level with fewer topics first.",
                    UserWarning,
                    stacklevel=levels_to_caller(),
                )


def default_levels():
    """Return the models of a hierarchy without levels of the user's."""
    return [ARTM(10), ARTM(30)]


def _is_pair(level):
    """Whether a level comes with its name."""
    return isinstance(level, list | tuple) and len(level) == 2


def _learned(level):
    """Return what a fitted level has beside the parameters that it was given."""
    completed = {name: getattr(level, name) for name in _COMPLETED}
    return fitted_attributes(level) | completed


def attributes_of_levels(levels, children):
    """Return the fitted attributes of a hierarchy."""
    names = vars(levels[-1]).get("topic_names_")
    return {
        "level_attributes_": [_learned(level) for level in levels],
        "child_given_parent_": list(children),
        "components_": levels[-1].components_,
        **({} if names is None else {"topic_names_": names}),
    }


def learned_columns(model):
    """Return number, names and modalities of the columns that a model was given."""
    known = vars(model)
    return {name: known[name] for name in COLUMN_ATTRIBUTES if name in known}
