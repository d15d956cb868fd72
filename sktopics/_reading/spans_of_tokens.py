"""Where the tokens that a model on sequences is given stand in the raw text."""

from .._text_edits import in_original, origins_of_edits, origins_through
from .pipeline_texts import TextsToAnalyze, pipeline_texts
from .text_reader import NoReader, text_reader


def spans_of_tokens(estimator, X, texts):
    """Return the spans of the tokens of documents, in characters of the raw text.

    Parameters
    ----------
    estimator : Pipeline or search
        Whose vectorizer makes sequences of texts.
    X : documents
        What `estimator` takes.
    texts : list of str
        The raw texts of `X`.

    Returns
    -------
    spans : list of n_documents ndarrays of shape (n_tokens, 2), int64

    Raises
    ------
    TypeError
        If no vectorizer is there that knows places.
    ValueError
        If a step before the vectorizer moves characters, and does not say where to.
    """
    reader = text_reader(estimator)
    why = reader.why if isinstance(reader, NoReader) else ""
    if not why and not hasattr(reader.vectorizer, "token_spans"):
        why = f"{type(reader.vectorizer).__name__} does not tell where its tokens stand"
    read = None if why else pipeline_texts(estimator, X)
    if not why and not isinstance(read, TextsToAnalyze):
        why = "what reaches the vectorizer is no text"
    if why:
        raise TypeError(
            f"Places in the raw text are not known: {why}. Use a Pipeline of a "
            "SequenceVectorizer and the model, and give it texts."
        )
    origins = _origins(reader, texts, read.documents)
    if origins is None:
        check_places(texts, read.documents, type(reader.vectorizer).__name__)
    spans = reader.vectorizer.token_spans(read.documents)
    if origins is None:
        return spans
    return [in_original(each, *of) for each, of in zip(spans, origins, strict=True)]


def _origins(reader, texts, documents):
    """Return where the characters of documents come from in the raw texts.

    Steps before the vectorizer may tell it by a method `origins`, as `TextCleaner`.

    Returns
    -------
    origins : list of (ndarray, ndarray), or None
        None where no step tells, or others change the texts too.
    """
    steps = [getattr(way.run, "__self__", None) for way in reader.ways]
    steps = [step for step in steps if hasattr(step, "origins")]
    if not steps:
        return None
    found = []
    for text, document in zip(texts, documents, strict=True):
        origins = origins_of_edits(len(text), [])
        for step in steps:
            origins = origins_through(origins, step.origins(text))
            text = step(text)
        if text != document:
            return None
        found.append(origins)
    return found


def check_places(texts, documents, name):
    """Refuse documents whose characters are not where they are in the raw texts.

    Parameters
    ----------
    texts : list of str
        Raw texts.
    documents : list
        What reaches the vectorizer or the model; what is no `str` is not looked at.
    name : str
        What they reach.
    """
    for i, (text, document) in enumerate(zip(texts, documents, strict=True)):
        if isinstance(document, str) and len(document) != len(text):
            raise ValueError(
                f"Document {i} has {len(text)} characters, and {len(document)} when it "
                f"reaches {name}: a step before it moves characters, so that borders "
                "have no place in the raw text. Let the step keep the length of texts, "
                "or clean them beforehand."
            )
