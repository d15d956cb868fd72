"""What scorers with parameters have in common."""

from collections.abc import Callable
from functools import wraps
from numbers import Integral
from typing import TypeVar

from sklearn.utils.metadata_routing import MetadataRequest

from .._reading import is_model

__all__ = [
    "RoutedScorer",
    "Scorer",
    "given_of",
    "is_scorer",
    "makes_scorers",
    "makes_scorers_by_models",
]

_Function = TypeVar("_Function", bound=Callable)


def makes_scorers(maker: _Function) -> _Function:
    """Decorate a function that makes scorers, so that it is not taken for one.

    ``scoring=coherence_scorer`` has it called with a model.
    """

    @wraps(maker)
    def checked(*args, **kwargs):
        if args and is_model(args[0]):
            _refuse_model(maker, args[0], "")
        return maker(*args, **kwargs)

    return checked


def makes_scorers_by_models(maker: _Function) -> _Function:
    """Decorate a maker of scorers whose first parameter may be a model, an encoder.

    So only a model with documents after it, as a search gives them, is refused.
    """

    @wraps(maker)
    def checked(*args, **kwargs):
        documents = len(args) > 1 and not isinstance(args[1], Integral)
        if is_model(args[0] if args else None) and documents:
            _refuse_model(maker, args[0], "encoder")
        return maker(*args, **kwargs)

    return checked


def _refuse_model(maker, model, argument):
    name = maker.__name__
    raise TypeError(
        f"{name} makes a scorer and is none itself, and was called with a "
        f"model ({type(model).__name__}): call it where a scorer is needed, "
        f"scoring={name}({argument})."
    )


def is_scorer(scorer: _Function) -> _Function:
    """Decorate a function that is a scorer, so that it is not called to make one."""

    @wraps(scorer)
    def checked(*args, **kwargs):
        given = len(args) + ("estimator" in kwargs) + ("X" in kwargs)
        if given < 2:
            name = scorer.__name__
            raise TypeError(
                f"{name} is a scorer and makes none: leave out the call, "
                f"scoring={name}, or call it with a fitted model and documents, "
                f"{name}(model, X)."
            )
        return scorer(*args, **kwargs)

    return checked


class Scorer:
    """Base of the scorers that have parameters."""

    def _accept_sample_weight(self):
        # A search that is given sample_weight without metadata routing asks every
        # scorer of a dict for this method of scikit-learn's own ones.
        return False


class RoutedScorer(Scorer):
    """Base of the scorers that are given metadata, whose names are in `requests`."""

    requests: dict

    def set_score_request(self, **requests):
        """Say which metadata the scorer is given; see what made the scorer."""
        self.requests = {**self.requests, **requests}
        return self

    def get_metadata_routing(self):
        """Return the metadata that the scorer asks for."""
        request = MetadataRequest(owner=self)
        for name, alias in self.requests.items():
            request.score.add_request(param=name, alias=alias)
        return request


def given_of(scorer, *names):
    """Parameters that were given, for the repr of a scorer; not what they are."""
    return "".join(f", {n}=..." for n in names if getattr(scorer, n) is not None)
