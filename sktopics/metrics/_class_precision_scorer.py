"""How often the columns of a modality are guessed from the others."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .._reading import modality_shares
from .._sklearn import validate_params
from .scorer_base import Scorer, makes_scorers


@dataclass(frozen=True, eq=False)
class _ClassPrecisionScorer(Scorer):
    modality: str

    def __call__(self, estimator, X, y=None):
        shares, counts = modality_shares(estimator, X, self.modality)
        classes = counts.toarray() > 0
        known = classes.any(axis=1)
        if not known.any():
            raise ValueError(
                f"No document has a class: all columns of modality {self.modality!r} "
                "are 0."
            )
        guess = shares[known].argmax(axis=1)
        return float(classes[known][np.arange(len(guess)), guess].mean())

    def __repr__(self):
        return f"class_precision_scorer({self.modality!r})"


@makes_scorers
@validate_params({"modality": [str]}, prefer_skip_nested_validation=True)
def class_precision_scorer(modality) -> Callable[..., float]:
    """Make a scorer of the share of documents whose class is guessed right.

    The class that is most probable given the other columns of a document
    (:func:`~sktopics.analysis.predict_modality`) has to be one that the document has:
    BigARTM's ClassPrecision. Documents without any are left out.

    Parameters
    ----------
    modality : str
        Name of the modality that holds the classes.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X)`` is a number from 0 to 1. It raises `ValueError` if the
        estimator has no such modality, or no document has a class.

    See Also
    --------
    agreement_scorer : Labels that the model does not see.

    Examples
    --------
    >>> from sktopics import ARTM, NamedCounts
    >>> from sktopics.metrics import class_precision_scorer
    >>> X = NamedCounts(
    ...     [[3, 1, 0, 1, 0], [2, 2, 0, 1, 0], [0, 0, 4, 0, 1], [0, 1, 3, 0, 1]],
    ...     terms=["rain", "snow", "milk", "weather", "food"],
    ...     modalities={"words": slice(0, 3), "tags": slice(3, 5)},
    ... )
    >>> class_precision_scorer("tags")(ARTM(2, random_state=0).fit(X), X)
    1.0
    """
    return _ClassPrecisionScorer(modality)
