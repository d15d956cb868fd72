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


def _cut(text, spans, longest=50):
    places, characters = sentence_windows(spans, text, longest)
    return places.tolist(), [text[a:b] for a, b in characters.tolist()]


def test_windows_of_sentences():
    text = "One two. Three four five! Six"
    places, texts = _cut(text, _spans(text))
    assert places == [[0, 2], [2, 5], [5, 6]]
    assert texts == ["One two.", "Three four five!", "Six"]


def test_long_sentences_are_cut_in_equal_parts():
    text = "aa bb cc dd ee ff gg. Hh ii"
    places, texts = _cut(text, _spans(text), longest=3)
    assert places == [[0, 2], [2, 4], [4, 7], [7, 9]]
    assert texts == ["aa bb", "cc dd", "ee ff gg.", "Hh ii"]


def test_marks_that_are_no_tokens_are_in_the_text_of_a_sentence():
    text = '"One two!" (Three.)'
    spans = np.array([[1, 4], [5, 8], [12, 17]])
    places, texts = _cut(text, spans)
    assert texts == ['"One two!"', "(Three.)"]
    assert places == [[0, 2], [2, 3]]


def test_sentences_without_tokens_are_no_windows():
    text = "One two. Three four! Five. Six."
    spans = _spans(text)[[0, 1, 5]]
    assert _cut(text, spans) == ([[0, 2], [2, 3]], ["One two.", "Six."])
    assert _cut(text, spans[:0]) == ([], [])


def test_white_space_before_the_first_sentence():
    text = "  One two. Three"
    spans = np.array([[2, 5], [6, 10], [11, 16]])
    assert _cut(text, spans) == ([[0, 2], [2, 3]], ["One two.", "Three"])


def test_tokens_of_a_text_that_nobody_sees():
    text = "\x00 \u200b"
    assert _cut(text, np.array([[0, 1], [2, 3]]))[0] == [[0, 2]]
