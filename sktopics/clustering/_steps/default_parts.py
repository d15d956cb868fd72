"""Parts that users have named or left out, put in place to set their parameters."""

from typing import Any, Self

from ..._parameters import all_or_nothing
from ...text import OnlineCountVectorizer
from .embeddings import encoder_given
from .recipes import (
    follows_clusterer,
    make_clusterer,
    make_encoder,
    make_vectorizer,
    make_weighting,
    named_reducer,
)
from .step_parameters import holds_steps, parameters_of_steps, with_step_parameters

_MAKERS = {
    "encoder": make_encoder,
    "reducer": named_reducer,
    "clusterer": make_clusterer,
    "vectorizer": make_vectorizer,
    "weighting": make_weighting,
}


class DefaultPartsMixin:
    """For models whose parts have parameters, also where they are a recipe."""

    encoder: Any

    def __made_encoder__(self, documents=None):
        """Return an unfitted encoder; see `make_encoder`."""
        return encoder_given(self.encoder)

    def __default_vectorizer__(self, documents=None):
        """Return the vectorizer where users give none; see `make_vectorizer`."""
        return OnlineCountVectorizer()

    def get_params(self, deep=True) -> dict:
        """Return parameters, also of parts: ``<part>__<parameter>``.

        Parameters
        ----------
        deep : bool, default=True
            Whether those of parts are among them. Representations in a list or a dict
            are named by their positions or names: ``representation__nouns__encoder``.

        Returns
        -------
        params : dict
        """
        params = super().get_params(deep)
        steps = params.get("representation")
        if deep and holds_steps(steps):
            inner = parameters_of_steps(steps)
            params |= {f"representation__{name}": inner[name] for name in inner}
        return params

    def set_params(self, **params) -> Self:
        """Set parameters, also of parts: ``<part>__<parameter>``.

        A part that is named by a str, or left out for the default, is put in place with
        the parameters that it has by default: ``clusterer__resolution=1`` makes "auto"
        a `LeidenClustering` with that resolution. All parameters are set, or none.

        Parameters
        ----------
        **params : dict

        Returns
        -------
        self : estimator

        Raises
        ------
        ValueError
            If there is no such parameter.
        """
        if not params:
            return self
        nested = {name: value for name, value in params.items() if "__" in name}
        plain = {name: value for name, value in params.items() if name not in nested}
        with all_or_nothing(self, params):
            # First, since they are what default parts are made from.
            super().set_params(**plain)
            nested = self._set_steps(nested)
            for name, part in self._parts_to_put_in_place(nested).items():
                setattr(self, name, part)
            super().set_params(**nested)
        return self

    def _set_steps(self, nested):
        """Set parameters of representations in a list or dict; return the others."""
        steps, prefix = getattr(self, "representation", None), "representation__"
        inner = {
            name.removeprefix(prefix): value
            for name, value in nested.items()
            if name.startswith(prefix) and holds_steps(steps)
        }
        if not inner:
            return nested
        self.representation = with_step_parameters(steps, inner)
        return {k: v for k, v in nested.items() if not k.startswith(prefix)}

    def _parts_to_put_in_place(self, nested):
        """Return the parts that have no parameters as they are, made, by name."""
        made = {}
        for name, _, parameter in (each.partition("__") for each in nested):
            part = getattr(self, name, None)
            if name not in self._get_param_names() or hasattr(part, "set_params"):
                continue
            made[name] = _MAKERS[name](self) if name in _MAKERS else part
            if not hasattr(made[name], "set_params"):
                raise ValueError(
                    f"Invalid parameter {parameter!r} for {name}={part!r}, which is no "
                    "estimator with parameters of its own."
                )
        if "clusterer" in made and follows_clusterer(self):
            made.setdefault("reducer", "umap")  # what "auto" has been
        return made
