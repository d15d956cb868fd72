"""Finding the tokens of sequences in the raw text."""

import numpy as np

from ._sequence_vectorizer import SequenceVectorizer


def token_spans(vectorizer, raw_documents) -> list[np.ndarray]:
    """Find where the tokens of sequences stand in the raw text.

    With the positions one can show what a model says of single words, passages or
    segments in the text as it was written, with its stop words, capitals and
    punctuation.

    Parameters
    ----------
    vectorizer : SequenceVectorizer
        Fitted, or with a given vocabulary.
    raw_documents : iterable of str, bytes, paths or files
        Read once, as `vectorizer.transform` reads them.

    Returns
    -------
    spans : list of n_documents ndarrays of shape (n_tokens, 2), int64
        Start and stop of each token that ``vectorizer.transform(raw_documents)`` has,
        one for one, unknown words that are kept included: token `i` of document `d` is
        ``text[start:stop]`` with ``start, stop = spans[d][i]``. They count the
        characters of the decoded text. An n-gram goes from the start of its first
        word to the stop of its last, so several tokens end at the largest of their
        stops, which need not be the last one.

    Raises
    ------
    ValueError
        If terms are of characters, come from a callable analyzer, or are made by a
        subclass in a way of its own; if a preprocessor or a tokenizer gives something
        else than text; or if `boundaries` is a callable whose pieces are not in the
        text.
    TypeError
        If `vectorizer` is no `SequenceVectorizer`.

    Notes
    -----
    Changes of single characters (small letters, accents taken off, ligatures) are
    followed exactly, and so is what `TextCleaner` and `Lemmatizer` do: a preprocessor
    may have a method ``origins(text)`` as the one, a tokenizer a method
    ``spans(text)`` as the other. What another preprocessor or tokenizer does is not
    known: its output is aligned with the text word by word, regardless of case and
    accents. Words that were put in the place of others (a stem, an entity, "NUMBER")
    have the spans of these; words that were put in between have empty spans.

    Examples
    --------
    >>> from sktopics.text import SequenceVectorizer, token_spans
    >>> text = "Rain, at the Café. More RAIN!"
    >>> vectorizer = SequenceVectorizer(strip_accents="unicode", stop_words=["the"])
    >>> vectorizer.fit_transform([text]).tokens()
    [['rain', 'at', 'cafe', 'more', 'rain']]
    >>> (spans,) = token_spans(vectorizer, [text])
    >>> [text[start:stop] for start, stop in spans]
    ['Rain', 'at', 'Café', 'More', 'RAIN']

    The first three tokens as they are in the text:

    >>> text[spans[0, 0] : spans[2, 1]]
    'Rain, at the Café'
    """
    if not isinstance(vectorizer, SequenceVectorizer):
        raise TypeError(
            f"vectorizer must be a SequenceVectorizer, got {type(vectorizer).__name__}."
        )
    return vectorizer.token_spans(raw_documents)
