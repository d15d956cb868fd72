"""Parameters that a copy of a representation shares with it."""

from sklearn.base import clone


class SharedPartsMixin:
    """For representations with parameters that are not to be copied.

    Such as a model of a language, which is large, or a fitted estimator, of which a
    copy would not be fitted. Their names are in `_shared_parts`.
    """

    _shared_parts: tuple[str, ...] = ()

    def __sklearn_clone__(self):
        copied = {
            name: value if name in self._shared_parts else clone(value, safe=False)
            for name, value in self.get_params(deep=False).items()
        }
        return type(self)(**copied)
