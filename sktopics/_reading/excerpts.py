"""The first words of documents, whatever a Pipeline is given."""

from .._sklearn import _safe_indexing
from .forms import documents_in, is_numeric, is_table, rewound
from .steps import pipeline_steps
from .text_reader import NoReader, text_reader

EXCERPT_LENGTH = 120


def excerpts(estimator, X, rows):
    """First words of some of the documents `X`, {row: excerpt}; {} if no text.

    Of a table, they are those of the column that becomes texts in the Pipeline; of
    bytes, files or records, those of what the vectorizer reads.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted.
    X : documents
        What `estimator` takes.
    rows : list of int
    """
    if not rows or hasattr(X, "to_counts") or (is_table(X) and is_numeric(X)):
        return {}
    some = _safe_indexing(list(X) if isinstance(X, tuple) else X, rows)
    texts = _texts(estimator, some)
    return {} if texts is None else dict(zip(rows, map(shorten, texts), strict=True))


def full_texts(estimator, X):
    """Return all documents `X` as texts, whose first words `excerpts` gives.

    Parameters
    ----------
    estimator : estimator, Pipeline or search
        Fitted.
    X : documents
        What `estimator` takes.

    Returns
    -------
    texts : list of str, or None if they are numbers
    """
    if hasattr(X, "to_counts") or (is_table(X) and is_numeric(X)):
        return None
    texts = _texts(estimator, list(X) if isinstance(X, tuple) else X)
    return None if texts is None else list(map(str, texts))


def _texts(estimator, X):
    """Return documents as the first texts that they are on their way, or None."""
    paths = any(
        getattr(s, "input", "") == "filename" for s in pipeline_steps(estimator)
    )
    if not paths and _are_texts(X):
        return documents_in(X)
    reader = text_reader(estimator)
    if isinstance(reader, NoReader):
        ways = [step.transform for step in pipeline_steps(estimator)[:-1]]
    else:
        ways = [way.run for way in reader.ways]
    X = rewound(X)
    for way in ways:
        X = way(X)
        if _are_texts(X):
            return documents_in(X)
    if isinstance(reader, NoReader) or is_table(X):
        return None
    texts = [_as_read(reader.vectorizer, document) for document in documents_in(X)]
    return texts if _are_texts(texts) else None


def _are_texts(X):
    """Whether `X` is a list, an array or a column of str."""
    if hasattr(X, "to_counts") or len(getattr(X, "shape", (0,))) != 1:
        return False
    return all(isinstance(text, str) for text in documents_in(X))


def _as_read(vectorizer, document):
    """Return a document as a vectorizer decodes it, and its own preprocessor."""
    preprocess = getattr(vectorizer, "preprocessor", None)
    if hasattr(vectorizer, "decode") and not isinstance(document, (list, tuple)):
        document = vectorizer.decode(document)
    return preprocess(document) if callable(preprocess) else document


def shorten(text, length=EXCERPT_LENGTH):
    """Collapse white space and cut `text` after a word, at most `length` long."""
    text = " ".join(text[: 20 * length].split())
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at_word, _, _ = head.rpartition(" ")
    return (at_word if len(at_word) > length // 2 else head) + "…"
