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


def sentence_windows(spans, text):
    """Take each sentence as a window.

    Parameters
    ----------
    spans : ndarray of shape (n_tokens, 2), int64
        Characters of the tokens, in the order of the text.
    text : str

    Returns
    -------
    places : ndarray of shape (n_windows, 2), int64
        First token of each sentence, and the token after its last one. A token belongs
        to the sentence in which it starts. Sentences without tokens are no windows.
    """
    if not len(spans):
        return np.empty((0, 2), np.int64)
    _, _, sentences = split_documents([text], by="sentence", return_spans=True)
    starts = np.searchsorted(spans[:, 0], sentences[:, 0])
    starts = np.unique(np.append(0, starts[starts < len(spans)]))
    return np.column_stack((starts, np.append(starts[1:], len(spans))))
