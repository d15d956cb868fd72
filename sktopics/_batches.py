"""Streams: batches of documents that can be read again and again."""


def is_stream(X):
    """Whether `X` is an iterable of batches, rather than documents themselves."""
    if hasattr(X, "shape") or not hasattr(X, "__iter__") or isinstance(X, (str, bytes)):
        return False
    if not isinstance(X, (list, tuple)):
        return True
    if not X:
        return False
    first = X[0][0] if isinstance(X[0], tuple) and X[0] else X[0]
    return len(getattr(first, "shape", ())) == 2


def check_rereadable(X, what):
    """Refuse a stream that can be read only once.

    Parameters
    ----------
    X : iterable of batches
    what : str
        How often it is read, for the error message.
    """
    if iter(X) is X:
        raise ValueError(
            f"A stream is read {what}, and this iterator can only be read once: pass a "
            "list of batches, or an object that starts over each time, such as "
            "LineDocuments(path).batches(vectorizer)."
        )


def paired_batches(stream, what):
    """Yield the documents of each batch, and what comes with them or None.

    Parameters
    ----------
    stream : iterable of batches
        A batch is documents, or a pair of documents and something beside.
    what : str
        The second of a pair, for the error message: "authors" for instance.
    """
    has_more = None
    for batch in stream:
        if isinstance(batch, tuple) and len(batch) != 2:
            raise ValueError(
                f"A batch is X, or a pair (X, {what}), and got a tuple of {len(batch)}."
            )
        X, more = batch if isinstance(batch, tuple) else (batch, None)
        if has_more not in (None, more is not None):
            raise ValueError(
                f"Some batches of the stream have {what}, and some have none."
            )
        has_more = more is not None
        yield X, more
