"""Names that other packages use: errors that tell users what it is called here."""

import inspect
from abc import ABCMeta
from functools import wraps
from typing import TYPE_CHECKING, ClassVar, NamedTuple, Self


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

    def instead(self, name):
        """Return what to use in place of an attribute, None if nobody calls it so."""
        return self.attributes.get(name) or self.parameters.get(name)


class OtherNamesMeta(ABCMeta):
    """For `Model.load(path)`, which others call on the class.

    A subclass of ABCMeta, so that a model can be mixed with abstract classes.
    """

    if not TYPE_CHECKING:  # a type checker would take any attribute for known

        def __getattr__(cls, name):
            # Not for `__other_names__`, which the mixin itself does not have.
            if name[:2] != "__" and cls.__other_names__.instead(name):
                raise _no_attribute(f"type object {cls.__name__!r}", cls, name)
            return type.__getattribute__(cls, name)  # an error


class OtherNamesMixin(metaclass=OtherNamesMeta):
    """For models whose users may come from another package.

    A class gives the names as `__other_names__`. They are refused as before, by an
    error of the same type that says what to use. The parameters of a class stay those
    of its `__init__`, and what a subclass defines is its own.
    """

    __other_names__: ClassVar[OtherNames]

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        if "__init__" in vars(cls):
            cls.__init__ = _refusing(cls.__init__)

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            # Called where a look-up has failed. It fails once more: a property may
            # have a reason of its own, such as NotFittedError.
            try:
                return object.__getattribute__(self, name)
            except AttributeError:
                if hasattr(type(self), name) or not self.__other_names__.instead(name):
                    raise
            raise _no_attribute(f"{type(self).__name__!r} object", type(self), name)

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


def _no_attribute(whose, cls, name):
    other = cls.__other_names__
    return AttributeError(
        f"{whose} has no attribute {name!r}, which is a name of {other.package}. "
        f"{other.instead(name)}"
    )


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
