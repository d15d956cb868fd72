"""A scorer of models that cut texts into segments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from numbers import Integral

from .._reading import (
    final_model,
    full_texts,
    materialized,
    model_input,
    model_method,
)
from .._sklearn import Interval, StrOptions, validate_params
from ..sequences import TokenSequences
from ._borders_in_words import n_of_positions, n_segments_of
from ._boundary_errors import pk_error, window_diff_error
from ._found_borders import found_borders
from ._known_borders import KnownBorders, are_borders
from ._segmentation_inputs import count_starts
from .scorer_base import RoutedScorer, makes_scorers

_MEASURES = {"pk": pk_error, "window_diff": window_diff_error}


@dataclass
class _SegmentationScorer(RoutedScorer):
    measure: str
    k: int | None
    average: str
    known_number: bool
    borders: KnownBorders | None = None
    segmenter: Callable | None = None
    requests: dict = field(default_factory=dict)

    def __call__(self, estimator, X, y=None, *, borders=None):
        if self.borders is not None:
            borders = self.borders.of(X)
        elif borders is None and are_borders(y):
            borders = y
        if borders is None:
            return self._of_boundaries(estimator, X)
        if isinstance(X, TokenSequences):
            return self._of_tokens(estimator, X, borders)
        X = materialized(X)
        texts = full_texts(estimator, X)
        if texts is None:
            raise TypeError(
                "Borders are characters of texts, and X holds no texts: "
                f"{type(X).__name__}."
            )
        known = n_segments_of(borders, texts) if self.known_number else None
        found = found_borders(
            estimator, X, texts, segmenter=self.segmenter, n_segments=known
        )
        return self._minus_error(borders, found, texts=texts)

    def _of_boundaries(self, estimator, X):
        """Score sequences whose boundaries are the true borders."""
        find_borders = model_method(estimator, "boundaries", "segmentation_scorer")
        X, name = model_input(estimator, X), type(final_model(estimator)).__name__
        if not isinstance(X, TokenSequences) or X.boundaries is None:
            raise TypeError(
                "segmentation_scorer takes documents with borders in y or borders=, a "
                "list of positions of characters for each; or TokenSequences with "
                "boundaries, where the true segments start, and without borders "
                f"{name} is given {X!r:.100}."
            )
        known = {}
        if self.known_number:
            known["n_segments"] = count_starts(X.boundaries, X.offsets)
        return self._minus_error(X, find_borders(_without_boundaries(X), **known))

    def _of_tokens(self, estimator, X, borders):
        """Score sequences whose borders are positions of tokens."""
        find_borders = model_method(estimator, "boundaries", "segmentation_scorer")
        if self.segmenter is not None:
            raise TypeError("segmenter is for documents, and X is TokenSequences.")
        known = {}
        if self.known_number:
            known["n_segments"] = n_of_positions(borders)
        found = find_borders(model_input(estimator, X), **known)
        return self._minus_error(borders, found, lengths=X.lengths)

    def _minus_error(self, true, found, **units):
        error = _MEASURES[self.measure]
        # Not -0.0, where there is no error.
        return 0.0 - error(true, found, k=self.k, average=self.average, **units)

    def __repr__(self):
        given = "" if self.average == "macro" else f", average={self.average!r}"
        given += ", known_number=True" if self.known_number else ""
        given += f", k={self.k}" if self.k is not None else ""
        given += ", borders=..." if self.borders is not None else ""
        given += f", segmenter={self.segmenter!r}" if self.segmenter else ""
        return f"segmentation_scorer({self.measure!r}{given})"


@makes_scorers
@validate_params(
    {
        "measure": [StrOptions(set(_MEASURES))],
        "k": [Interval(Integral, 1, None, closed="left"), None],
        "average": [StrOptions({"macro", "micro"})],
        "known_number": ["boolean"],
        "segmenter": [callable, None],
    },
    prefer_skip_nested_validation=True,
)
def segmentation_scorer(
    measure="pk",
    *,
    k=None,
    average="macro",
    known_number=False,
    borders=None,
    X=None,
    segmenter=None,
) -> Callable[..., float]:
    """Make a scorer of the borders that a model finds; higher is better.

    The value is MINUS the error, as that of `perplexity_scorer` is minus the
    perplexity. The scorer takes any model of topics, and documents with their true
    borders in characters.

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
    borders : list of array-like of int, or dict, default=None
        The true borders of the documents: for each the rising positions of the
        characters with which its second and further segments start. A scorer is given
        the documents of a fold, and looks up their borders: in a dict by the text,
        which is its key; in a list by the texts `X`. By default borders are `y`, which
        the model is also fitted with; models that learn from `y`, such as BERTopic, do
        not take borders there.
    X : documents, default=None
        The documents whose borders a list holds, in the same order.
    segmenter : callable, default=None
        Finds the borders in place of the model, as ``segmenter(estimator, X)``, with
        ``n_segments=`` if the number is known. It returns a list of positions for each
        document, or what has `borders`, as
        :func:`~sktopics.analysis.segment_documents` does.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None, *, borders=None)``, which can be pickled. `X`
        are documents, as the model or the Pipeline takes them. With metadata routing,
        the scorer asks for metadata called ``borders``, if it has none of its own.

        `X` may also be `TokenSequences`, or become them on its way through a Pipeline.
        Without any borders, their `boundaries` are the true ones, which the model is
        not shown. With borders, these are positions of the tokens of `X`, and its
        `boundaries` are for the model.

    Raises
    ------
    InvalidParameterError
        If a parameter is not one of the above.
    TypeError
        If borders are no list of positions for each document. When scoring: if there
        are none; if the model finds none, and gives sentences no topics.
    ValueError
        If equal documents have different borders. When scoring: if borders are no
        rising positions in the documents, or the borders of a document are not known.

    See Also
    --------
    sktopics.analysis.segment_documents : Segments of documents, by any model.
    sktopics.text.SequenceVectorizer : Its `boundaries` can be those of paragraphs, or
        of whatever a function of the caller's splits documents into.

    Notes
    -----
    The unit of the error is a word of the raw text, see `pk_error`, so that errors of
    different models can be compared.

    - A model on texts with a method `boundaries` returns borders in characters.
    - `AttentiveARTM` in a Pipeline from raw text returns numbers of tokens. They become
      the characters at which the tokens start.
    - Any other model of topics, such as BERTopic, is asked for the topics of sentences.
      There is a border wherever the topic changes, see
      :func:`~sktopics.analysis.segment_documents`. It may learn from sentences and be
      scored on documents in a search: ``X`` is the list of both, and
      ``cv=[(rows_of_sentences, rows_of_documents)]``.

    In a search, a model is *trained* on whatever `X` its fold holds. One whose contexts
    end at `boundaries` learns with the help of the true ones, if they are those.

    Examples
    --------
    A model that begins a segment with each question:

    >>> from sktopics.metrics import segmentation_scorer
    >>> class Questions:
    ...     def boundaries(self, texts):
    ...         return [[text.rfind(". ", 0, text.find("?")) + 2] for text in texts]
    >>> texts = ["It rained. It poured. Who pays? We pay.", "Sun. Snow. Who? Not we."]
    >>> segmentation_scorer()(Questions(), texts, [[22], [5]])
    -0.25

    In a search, borders that a model should not be fitted with belong to the scorer:

    >>> scorer = segmentation_scorer(borders=[[22], [5]], X=texts)
    >>> scorer(Questions(), texts[1:])
    -0.5
    """
    known = None if borders is None else KnownBorders(borders, X)
    if borders is None and X is not None:
        raise TypeError("X says which documents borders are of, and there are none.")
    requests = {"borders": True} if borders is None else {}
    return _SegmentationScorer(
        measure, k, average, known_number, known, segmenter, requests
    )


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
