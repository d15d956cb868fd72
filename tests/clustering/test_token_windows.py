"""Which tokens are in which window."""

import numpy as np
import pytest

from sktopics.clustering._windows.token_windows import (
    sentence_windows,
    sliding_windows,
)


@pytest.mark.parametrize(
    ("n_tokens", "expected"),
    [
        (0, []),
        (1, [[0, 1]]),
        (45, [[0, 45]]),  # top2vec: one of 45 and one of 5
        (50, [[0, 50]]),
        (51, [[0, 51]]),
        (90, [[0, 50], [40, 90]]),  # top2vec: the second one twice
        (91, [[0, 51], [40, 91]]),
        (130, [[0, 50], [40, 90], [80, 130]]),
    ],
)
def test_windows_of_50_tokens(n_tokens, expected):
    places = sliding_windows(n_tokens, 50, 40)
    assert places.tolist() == expected
    assert places.dtype == np.int64


@pytest.mark.parametrize(
    ("window", "stride"),
    [(50, 40), (50, 50), (50, 25), (20, 1), (7, 3), (1, 1), (2, 2), (300, 300)],
)
def test_every_token_is_read_and_no_window_is_in_another(window, stride):
    for n_tokens in range(1, 301):
        places = sliding_windows(n_tokens, window, stride)
        starts, stops = places.T
        assert starts[0] == 0
        assert stops[-1] == n_tokens
        assert (np.diff(places, axis=0) > 0).all()
        shared = stops[:-1] - starts[1:]
        assert shared.min(initial=window) >= window - stride
        lengths = stops - starts
        assert lengths.min() >= min(n_tokens, window)
        assert lengths.max() <= window + stride / 2
        # As many as fit, to the nearest number.
        assert abs(len(places) - 1 - max(n_tokens - window, 0) / stride) <= 0.5


def _spans(text):
    stops = np.cumsum([len(word) + 1 for word in text.split(" ")]) - 1
    starts = np.append(0, stops[:-1] + 1)
    return np.column_stack((starts, stops))


def test_windows_of_sentences():
    text = "One two. Three four five! Six"
    places = sentence_windows(_spans(text), text)
    assert places.tolist() == [[0, 2], [2, 5], [5, 6]]


def test_sentences_without_tokens_are_no_windows():
    text = "One two. Three four! Five. Six."
    spans = _spans(text)[[0, 1, 5]]
    assert sentence_windows(spans, text).tolist() == [[0, 2], [2, 3]]
    assert sentence_windows(spans[:0], text).shape == (0, 2)


def test_white_space_before_the_first_sentence():
    text = "  One two. Three"
    spans = np.array([[2, 5], [6, 10], [11, 16]])
    assert sentence_windows(spans, text).tolist() == [[0, 2], [2, 3]]
