"""Parts of texts about one topic each, by models that find them."""

import numpy as np

from .._reading import REFUSALS, full_texts, has_segments, read_segments
from ._corpus_blocks import some_documents

# Characters of the texts that are cut into segments: it takes long.
_MOST_CHARACTERS = 3_000_000


def segment_columns(model, X, inside, typical, beside):
    """Return the columns about segments, and why there are none or not all.

    Parameters
    ----------
    model : estimator, Pipeline or search
    X : object or None
    inside : Inside
    typical : list of list of int
        Typical documents of topics, by their places in the file.
    beside : dict
        What the model takes beside `X`.

    Returns
    -------
    columns : dict from str to ndarray
        Empty if there are none.
    why : str
    """
    if inside.texts is None or not has_segments(model):
        return {}, ""
    chosen = _documents_to_cut(inside.texts, typical)
    rows = inside.rows[chosen]
    texts = full_texts(model, some_documents(X, rows))
    if texts is None:
        return {}, "The documents are no texts that the model cuts into segments."
    given = {
        name: some_documents(values, rows)
        for name, values in beside.items()
        if name == "token_vectors"
    }
    try:
        found = read_segments(model, texts, **given)
    except REFUSALS as error:
        return {}, f"The model cannot say what parts of texts are about: {error}"
    shown = [inside.texts[place] for place in chosen.tolist()]
    columns = _columns(found, shown, chosen, len(inside.rows))
    if len(chosen) == len(inside.rows):
        return columns, ""
    return columns, (
        f"Parts of texts are known of {len(chosen):,} of {len(inside.rows):,} "
        "documents: typical ones, and the first of the others."
    )


def _documents_to_cut(texts, typical):
    """Return places of documents: typical ones first, until there is enough text."""
    ranked = [
        topic[i]
        for i in range(max(map(len, typical), default=0))
        for topic in typical
        if i < len(topic)
    ]
    chosen, n = [], 0
    for place in dict.fromkeys([*ranked, *range(len(texts))]):
        n += len(texts[place])
        if n > _MOST_CHARACTERS and chosen:
            break
        chosen.append(place)
    return np.sort(np.array(chosen, dtype=np.int64))


def _columns(found, texts, chosen, n_inside):
    """Return segments as columns, in units of UTF-16 of the texts as they are shown."""
    lengths = np.zeros(n_inside, dtype=np.int64)
    starts, stops, topics = [], [], []
    owners = found.spans[:, 0]
    ends = np.searchsorted(owners, np.arange(len(texts) + 1))
    for document, text in enumerate(texts):
        here = slice(ends[document], ends[document + 1])
        spans = np.minimum(found.spans[here, 1:], len(text))
        kept = spans[:, 0] < spans[:, 1]
        units = utf16_places(text)
        spans = spans[kept] if units is None else units[spans[kept]]
        starts.append(spans[:, 0])
        stops.append(spans[:, 1])
        topics.append(found.topics[here][kept])
        lengths[chosen[document]] = len(spans)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    return {
        "segments.offsets": offsets.astype(np.uint32),
        "segments.start": np.concatenate(starts).astype(np.uint32),
        "segments.stop": np.concatenate(stops).astype(np.uint32),
        "segments.topic": np.concatenate(topics).astype(np.int16),
    }


def utf16_places(text):
    """Return where each character of a text starts in UTF-16, None if all are short.

    Examples
    --------
    >>> utf16_places("a🙂b")
    array([0, 1, 3, 4])
    >>> utf16_places("ab")
    """
    if text.isascii() or max(text) < "\U00010000":
        return None
    wide = np.array([1 + (character > "\uffff") for character in text])
    return np.concatenate([[0], np.cumsum(wide)])
