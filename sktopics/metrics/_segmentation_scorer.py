"""A scorer of models that cut texts into segments."""

from collections.abc import Callable
from dataclasses import dataclass
from numbers import Integral

from .._reading import final_model, model_input, model_method
from .._sklearn import Interval, StrOptions, validate_params
from ..sequences import TokenSequences
from ._boundary_errors import pk_error, window_diff_error
from ._scorers import Scorer, makes_scorers
from ._segmentation_inputs import count_starts

_MEASURES = {"pk": pk_error, "window_diff": window_diff_error}


@dataclass(frozen=True)
class _SegmentationScorer(Scorer):
    measure: str
    k: int | None
    average: str
    known_number: bool

    def __call__(self, estimator, X, y=None):
        find_borders = model_method(estimator, "boundaries", "segmentation_scorer")
        X, name = model_input(estimator, X), type(final_model(estimator)).__name__
        if not isinstance(X, TokenSequences) or X.boundaries is None:
            raise TypeError(
                "segmentation_scorer takes TokenSequences with boundaries, where the "
                f"true segments start, and {name} is given {X!r:.100}."
            )
        known = {}
        if self.known_number:
            known["n_segments"] = count_starts(X.boundaries, X.offsets)
        borders = find_borders(_without_boundaries(X), **known)
        error = _MEASURES[self.measure]
        return -error(X, borders, k=self.k, average=self.average)

    def __repr__(self):
        given = "" if self.average == "macro" else f", average={self.average!r}"
        given += ", known_number=True" if self.known_number else ""
        given += f", k={self.k}" if self.k is not None else ""
        return f"segmentation_scorer({self.measure!r}{given})"


@makes_scorers
@validate_params(
    {
        "measure": [StrOptions(set(_MEASURES))],
        "k": [Interval(Integral, 1, None, closed="left"), None],
        "average": [StrOptions({"macro", "micro"})],
        "known_number": ["boolean"],
    },
    prefer_skip_nested_validation=True,
)
def segmentation_scorer(
    measure="pk", *, k=None, average="macro", known_number=False
) -> Callable[..., float]:
    """Make a scorer of the borders that a model finds; higher is better.

    The value is MINUS the error, as that of `perplexity_scorer` is minus the
    perplexity.

    Parameters
    ----------
    measure : {"pk", "window_diff"}, default="pk"
        `pk_error` or `window_diff_error`.
    k : int, default=None
        See `pk_error`, also for `average`.
    average : {"macro", "micro"}, default="macro"
        How documents are averaged.
    known_number : bool, default=False
        Whether to tell the model how many segments each document has, so that it
        is judged by where it puts borders, and not by how many.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None)``, which can be pickled. `X` is, or becomes on
        its way through a Pipeline, `TokenSequences` whose `boundaries` are the true
        ones; `y` is ignored. The model is given them without `boundaries`, as
        ``model.boundaries(X)``, with ``n_segments=`` an array of shape (n_documents,)
        if the number is known, and returns for each document the positions of the
        tokens with which its second and further segments start.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.

    See Also
    --------
    sktopics.text.SequenceVectorizer : Its `boundaries` can be those of paragraphs, or
        of whatever a function of the caller's splits documents into.

    Notes
    -----
    In a search, a model is *trained* on whatever `X` its fold holds, and one whose
    contexts end at `boundaries` learns with the help of the true ones.

    Examples
    --------
    A model that looks for the largest step from one id to the next, which is right in
    the first document and one token early in the second:

    >>> import numpy as np
    >>> from sktopics import TokenSequences
    >>> from sktopics.metrics import segmentation_scorer
    >>> class Steps:
    ...     def boundaries(self, X):
    ...         return [
    ...             [1 + np.argmax(abs(np.diff(X.ids[start:stop])))]
    ...             for start, stop in zip(X.offsets, X.offsets[1:])
    ...         ]
    >>> ids, starts = [0, 1, 0, 8, 9, 8, 8, 1, 2, 1], [1, 0, 0, 1, 0, 1, 0, 0, 1, 0]
    >>> starts = np.array(starts, dtype=bool)
    >>> X = TokenSequences(ids, [0, 5, 10], boundaries=starts)
    >>> segmentation_scorer()(Steps(), X)
    -0.25
    """
    return _SegmentationScorer(measure, k, average, known_number)


def _without_boundaries(X):
    """Return X as a model is to see it that should find the borders itself."""
    return TokenSequences(
        X.ids,
        X.offsets,
        n_terms=X.n_terms,
        terms=X.terms,
        weights=X.weights,
        dtype=X.dtype,
    )
