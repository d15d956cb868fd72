"""Batches of documents that `fit` reads again in each pass, never all in memory."""

from ._starting_topics import goes_on

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
    batches : iterable of documents
    check : callable
        Checks documents: ``check(X, reset=..., grow=...)``.

    Attributes
    ----------
    dtype : dtype
        Floating type of the first batch, in which all are computed.
    """

    def __init__(self, model, batches, check):
        self._model, self._batches, self._check = model, batches, check
        for X in batches:
            is_new = not goes_on(model)
            documents, *_ = model._rows(check(X, reset=is_new, grow=not is_new), None)
            self.dtype = documents.dtype
            return
        raise ValueError(_NO_BATCHES)

    def __iter__(self):
        is_dry = True
        for X in self._batches:
            is_dry = False
            X = self._check(X, reset=False, grow=True)
            yield self._model._rows(X, None, self.dtype)
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
    is_stream, stores = has_batches(X), getattr(model, "store_doc_topic", False)
    if stores and (is_stream or model.learning_method == "online"):
        raise ValueError(
            "store_doc_topic=True keeps the mixtures that batch learning trains, and "
            "online learning keeps none: set it to False and use transform."
        )
    if not is_stream:
        is_new = not goes_on(model)
        return check(X, reset=is_new, grow=not is_new)
    if iter(X) is X:
        raise ValueError(
            f"{type(model).__name__}.fit reads X in each pass, and this iterator "
            "can be read only once: give a list of batches, or an object that starts "
            "again, such as LineDocuments(path).batches(vectorizer)."
        )
    if sample_weight is not None:
        raise ValueError(
            "sample_weight is for documents in one matrix, and X has batches: multiply "
            "the counts of documents by their weights."
        )
    return EMStream(model, X, check)


def parts_of(model, X, sample_weight):
    """Return the parts of a pass over documents that `documents_to_fit` returned.

    The stream itself, or a list of one part.
    """
    return X if isinstance(X, EMStream) else [model._rows(X, sample_weight)]


def has_batches(X):
    """Whether `X` is an iterable of batches, rather than documents themselves."""
    if isinstance(X, (list, tuple)):
        return bool(X) and len(getattr(X[0], "shape", ())) == 2
    known = hasattr(X, "shape") or isinstance(X, (str, bytes, dict, set, frozenset))
    return hasattr(X, "__iter__") and not known
