"""Batches of documents that `fit` reads again in each pass, never all in memory."""

from .._batches import check_rereadable, is_stream, paired_batches
from .._initial_topics import goes_on

_NO_BATCHES = (
    "There are no documents: X has no batches. An iterator can be read only once: give "
    "a list, or an object that starts again in each pass."
)


class EMStream:
    """Parts of a stream for `EMTraining`: each iteration reads all batches.

    The first batch is read once more, to begin with: it says what the columns are.

    Parameters
    ----------
    model : estimator
        Its ``_rows(X, sample_weight, dtype)`` returns documents as training wants them.
    batches : iterable of documents, or of pairs (documents, sample_weight)
    check : callable
        Checks documents: ``check(X, reset=..., grow=...)``.

    Attributes
    ----------
    dtype : dtype
        Floating type of the first batch, in which all are computed.
    """

    def __init__(self, model, batches, check):
        self._model, self._batches, self._check = model, batches, check
        for X, _ in paired_batches(batches, "sample_weight"):
            is_new = not goes_on(model)
            documents, *_ = model._rows(check(X, reset=is_new, grow=not is_new), None)
            self.dtype = documents.dtype
            return
        raise ValueError(_NO_BATCHES)

    def __iter__(self):
        is_dry = True
        for X, sample_weight in paired_batches(self._batches, "sample_weight"):
            is_dry = False
            X = self._check(X, reset=False, grow=True)
            yield self._model._rows(X, sample_weight, self.dtype)
        if is_dry:
            raise ValueError(_NO_BATCHES)


def documents_to_fit(model, X, check, sample_weight):
    """Return documents that were checked, or the `EMStream` of an iterable of them.

    Parameters
    ----------
    model : estimator
    X : documents, or an iterable of batches of them
    check : callable
        As for `EMStream`.
    sample_weight : array-like or None
    """
    streams, stores = is_stream(X), getattr(model, "store_doc_topic", False)
    if stores and (streams or model.learning_method == "online"):
        raise ValueError(
            "store_doc_topic=True keeps the mixtures that batch learning trains, and "
            "online learning keeps none: set it to False and use transform."
        )
    if not streams:
        is_new = not goes_on(model)
        return check(X, reset=is_new, grow=not is_new)
    check_rereadable(X, "once in each pass")
    if sample_weight is not None:
        raise ValueError(
            "Weights of the documents of a stream come with its batches, which are "
            "then pairs (X, sample_weight)."
        )
    return EMStream(model, X, check)


def parts_of(model, X, sample_weight):
    """Return the parts of a pass over documents that `documents_to_fit` returned.

    The stream itself, or a list of one part.
    """
    return X if isinstance(X, EMStream) else [model._rows(X, sample_weight)]
