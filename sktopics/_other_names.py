"""Names that other packages use: errors that tell users what it is called here."""

import inspect
from abc import ABCMeta
from functools import wraps
from inspect import getattr_static
from typing import ClassVar, NamedTuple, Self


class OtherNames(NamedTuple):
    """What another package calls parameters, methods and attributes of a model.

    Attributes
    ----------
    package : str
    parameters : dict of str to str
        For each name there, a sentence that says what to use here.
    attributes : dict of str to str
        The same for methods and fitted attributes.
    """

    package: str
    parameters: dict
    attributes: dict


class NameElsewhere:
    """An attribute that a class does not have, and another package does.

    No `__getattr__`: scikit-learn looks for attributes that are not there several times
    in every call of `transform`, and each time would take a hundred times as long.
    """

    def __init__(self, name, package, instead):
        self.name = name
        self.said = f"{name!r}, which is a name of {package}. {instead}"

    def __get__(self, obj, cls):
        whose = f"type object {cls.__name__!r}"
        if obj is not None:
            whose = f"{cls.__name__!r} object"
        raise AttributeError(f"{whose} has no attribute {self.said}")


class OtherNamesMeta(ABCMeta):
    """For `dir` of a class, which tells what it has.

    A subclass of ABCMeta, so that a model can be mixed with abstract classes.
    """

    def __dir__(cls):
        return _without_elsewhere(cls, super().__dir__())


class NamesElsewhereMixin(metaclass=OtherNamesMeta):
    """For classes whose users may come from another package.

    A class gives the names as `__other_names__`. They are refused as before, by an
    error of the same type that says what to use.
    """

    __slots__ = ()
    __other_names__: ClassVar[OtherNames]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "__init__" in vars(cls):
            cls.__init__ = _refusing(cls.__init__)
        if "__other_names__" in vars(cls):
            package, parameters, attributes = cls.__other_names__
            for name, instead in {**parameters, **attributes}.items():
                if not hasattr(cls, name):
                    setattr(cls, name, NameElsewhere(name, package, instead))

    def __dir__(self):
        own = getattr(self, "__dict__", ())
        return {*_without_elsewhere(type(self), super().__dir__()), *own}


class OtherNamesMixin(NamesElsewhereMixin):
    """For models whose users may come from another package.

    The parameters of a class stay those of its `__init__`, and what a subclass defines
    is its own.
    """

    def set_params(self, **params) -> Self:
        """Set parameters, also of parts: ``<part>__<parameter>``.

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
        hints = _hints(self, params.keys() - self._get_param_names())
        if hints:
            name = type(self).__name__
            raise ValueError(f"Invalid parameter for {name}. {hints}")
        return super().set_params(**params)


def _without_elsewhere(cls, names):
    return [
        name
        for name in names
        if not isinstance(getattr_static(cls, name, None), NameElsewhere)
    ]


def _refusing(init):
    """Return an `__init__` that says more of names that it does not know."""
    parameters = inspect.signature(init).parameters
    takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters.values())

    @wraps(init)
    def refusing_init(self, *args, **kwargs):
        hints = "" if takes_all else _hints(self, kwargs.keys() - parameters)
        if hints:
            name = type(self).__name__
            raise TypeError(f"{name}() got an unexpected keyword argument. {hints}")
        init(self, *args, **kwargs)

    return refusing_init


def _hints(model, names):
    """Return what is said of parameters that other packages have, "" without any."""
    other = model.__other_names__
    return " ".join(
        f"{name!r} is a name of {other.package}. {other.parameters[name]}"
        for name in sorted(names & other.parameters.keys())
    )
