"""Which tokens of a document are in which window."""

import numpy as np

from ...text import split_documents


def sliding_windows(n_tokens, window, stride):
    """Cut a document into windows of about the same number of tokens.

    A document of at most `window` tokens is one window. In a longer one, windows start
    about every `stride` tokens and are spread evenly, the last one up to the last
    token::

        rest = n_tokens - window
        n_windows = 1 + floor(rest / stride + 1 / 2)
        length = max(window, ceil((n_tokens - window + stride) / n_windows
                                  + window - stride))

    So a rest of less than half a stride makes the windows of its document longer, in
    place of one more window of few tokens, or of tokens that were read already. Every
    token is in a window, and neighbouring windows share at least ``window - stride``
    tokens.

    Parameters
    ----------
    n_tokens : int
    window : int
        Number of tokens in a window.
    stride : int
        Number of tokens between the starts of windows, at most `window`.

    Returns
    -------
    places : ndarray of shape (n_windows, 2), int64
        First token of each window, and the token after its last one.
    """
    if n_tokens <= window:
        return np.array([[0, n_tokens]] if n_tokens else [], np.int64).reshape(-1, 2)
    rest = n_tokens - window
    n_windows = 1 + (2 * rest + stride) // (2 * stride)
    length = max(window, -(-(rest + stride) // n_windows) + window - stride)
    starts = np.arange(n_windows) * (n_tokens - length) // max(n_windows - 1, 1)
    return np.column_stack((starts, starts + length)).astype(np.int64)


def sentence_windows(spans, text, longest):
    """Take each sentence as a window, and cut long sentences in equal parts.

    Parameters
    ----------
    spans : ndarray of shape (n_tokens, 2), int64
        Characters of the tokens, in the order of the text.
    text : str
    longest : int
        Number of tokens that a window has at most: a sentence of more is cut in as few
        parts as it takes. A text without punctuation is one long sentence.

    Returns
    -------
    places : ndarray of shape (n_windows, 2), int64
        First token of each window, and the token after its last one. A token belongs
        to the sentence in which it starts. Sentences without tokens are no windows.
    characters : ndarray of shape (n_windows, 2), int64
        Where windows start and stop in the text. A sentence has its first mark and its
        last one, be they tokens or not, and no space around.
    """
    if not len(spans):
        return np.empty((0, 2), np.int64), np.empty((0, 2), np.int64)
    _, _, sentences = split_documents([text], by="sentence", return_spans=True)
    if not len(sentences):  # of a text that nobody sees, and an encoder has tokens of
        sentences = np.array([[0, len(text)]])
    places, characters = [], []
    first = np.searchsorted(spans[:, 0], sentences[:, 0])
    first[:1] = 0
    for a, b, (start, stop) in zip(
        first, np.append(first[1:], len(spans)), sentences.tolist(), strict=True
    ):
        if a == b:
            continue
        n_parts = -(-(b - a) // longest)
        edges = a + np.arange(n_parts + 1) * (b - a) // n_parts
        starts, stops = spans[edges[:-1], 0], spans[edges[1:] - 1, 1]
        starts[0] = min(start + _n_spaces(text[start:stop]), starts[0])
        stops[-1] = max(start + len(text[start:stop].rstrip()), stops[-1])
        places.append(np.column_stack((edges[:-1], edges[1:])))
        characters.append(np.column_stack((starts, stops)))
    return np.concatenate(places), np.concatenate(characters)


def _n_spaces(text):
    """Return how many spaces a text begins with."""
    return len(text) - len(text.lstrip())
