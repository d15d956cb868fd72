"""What segments and passages of tokens are in the raw texts."""

from bisect import bisect_right

import numpy as np

from .._boundaries import sentence_ends
from .._reading import spans_of_tokens
from .._validation import check_documents


def places_in_texts(vectorizer, documents, X=None):
    """Return raw texts, and where the tokens of sequences stand in them.

    Parameters
    ----------
    vectorizer : SequenceVectorizer, or Pipeline that ends with one
    documents : iterable of str
    X : TokenSequences, default=None
        What the vectorizer has made of the documents, to be compared.

    Returns
    -------
    texts : list of str
    places : list of n_documents ndarrays of shape (n_tokens, 2), int64

    Raises
    ------
    TypeError
        If the vectorizer does not tell where its tokens stand.
    ValueError
        If `X` has other documents, or other numbers of tokens.
    """
    texts = check_documents(documents, whom="AttentiveARTM")
    places = spans_of_tokens(vectorizer, texts, texts)
    if X is None:
        return texts, places
    if len(texts) != len(X):
        raise ValueError(
            f"documents has {len(texts)} texts, and X has {len(X)} documents: give the "
            "texts that X was made of, in the same order."
        )
    found = np.array([len(each) for each in places])
    others = np.flatnonzero(found != X.lengths)
    if len(others):
        d = others[0]
        raise ValueError(
            f"The vectorizer finds {found[d]} tokens in document {d}, and X has "
            f"{X.lengths[d]}: give the texts and the vectorizer that X was made of."
        )
    return texts, places


def segments_in_texts(runs, texts, places):
    """Return where segments of tokens start and stop in the raw texts.

    A border is between two sentences, if one ends between the tokens on both sides of
    it, and else at the space before the token with which the segment begins.

    Parameters
    ----------
    runs : ndarray of shape (n_segments, 3), int64
        Document, first token, and the token after the last one. They follow each other
        without a gap.
    texts, places
        As `places_in_texts` returns them.

    Returns
    -------
    spans : ndarray of shape (n_rows, 3), int64
        Document, start and stop in characters; the texts of a document joined are the
        document. One row for each segment, and one for each document that has no token
        and is not blank.
    segments : ndarray of shape (n_rows,), int64
        Number of the segment, -1 for a document without a token.
    """
    rows, segments = [], []
    cuts = np.searchsorted(runs[:, 0], np.arange(len(texts) + 1))
    for d, (text, spans) in enumerate(zip(texts, places, strict=True)):
        numbers = list(range(cuts[d], cuts[d + 1])) or [-1] * bool(text.strip())
        borders = _borders_in(text, spans, runs[cuts[d] : cuts[d + 1], 1][1:])
        edges = [0, *borders, len(text)]
        for number, start, stop in zip(numbers, edges, edges[1:], strict=False):
            if start < stop:  # several tokens may come from one place
                rows.append((d, start, stop))
                segments.append(number)
    spans = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return spans, np.array(segments, dtype=np.int64)


def _borders_in(text, spans, tokens):
    """Return the places in a text of borders before some of its tokens, ascending."""
    if not len(tokens):
        return []
    ends = sentence_ends(text)
    reached = np.maximum.accumulate(spans[:, 1])
    borders = [0]
    for token in tokens.tolist():
        start, stop = int(reached[token - 1]), int(spans[token, 0])
        borders.append(max(borders[-1], _border_between(text, start, stop, ends)))
    return borders[1:]


def _border_between(text, start, stop, ends):
    """Return the best place for a border from `start` to `stop`."""
    before = bisect_right(ends, stop) - 1
    if before >= 0 and ends[before] >= start:
        rest = text[ends[before] : stop]
        return stop - len(rest.lstrip())
    gap = text[start:stop]
    spaces = [place for place, letter in enumerate(gap, start) if letter.isspace()]
    return spaces[-1] + 1 if spaces else stop


def quoted_passages(passages, X, documents=None, vectorizer=None):
    """Return passages with the names of their tokens, and with their raw texts.

    Parameters
    ----------
    passages : list of Passage
    X : TokenSequences
    documents, vectorizer
        As for `AttentiveARTM.topical_passages`.

    Returns
    -------
    passages : list of Passage
    """
    if (documents is None) != (vectorizer is None):
        missing = "documents" if documents is None else "vectorizer"
        raise ValueError(
            f"{missing} is missing: texts of passages are found by the raw documents "
            "and the vectorizer that X was made of. Give both."
        )
    if documents is not None:
        texts, places = places_in_texts(vectorizer, documents, X)
    found = []
    for passage in passages:
        first = X.offsets[passage.document]
        ids = X.ids[first + passage.start : first + passage.stop]
        if X.terms is not None:
            passage = passage._replace(words=tuple(X.terms[ids[ids >= 0]].tolist()))
        if documents is not None:
            spans = places[passage.document][passage.start : passage.stop]
            text = texts[passage.document][spans[0, 0] : spans[:, 1].max()]
            passage = passage._replace(text=text)
        found.append(passage)
    return found
