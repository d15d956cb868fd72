import numpy as np
import pytest

from sktopics.embedding._text_spans import (
    as_token_spans,
    encodable,
    in_small_letters,
    trimmed,
)


def test_spans_without_tokens_have_two_columns():
    assert as_token_spans([]).shape == (0, 2)
    assert as_token_spans([(1, 3)]).dtype == np.int64


def test_halves_of_characters_are_replaced_one_for_one():
    text = "a\ud83d\ude00b\udcff"  # two halves, which are two characters of Python
    assert encodable(text) == "a\ufffd\ufffdb\ufffd"
    assert encodable("é😀") == "é😀"


@pytest.mark.parametrize("text", ["Rain", "İstanbul", "ŠIŠ ẞ", ""])
def test_small_letters_keep_the_length(text):
    small = in_small_letters(text)
    assert len(small) == len(text)
    assert small.replace("İ", "") == text.lower().replace("i̇", "")


def test_spaces_are_taken_off_both_ends():
    text = " a \r\n bc\t"
    every = [(i, j) for i in range(len(text) + 1) for j in range(i, len(text) + 1)]
    spans, kept = trimmed(as_token_spans(every), text)
    for (i, j), (start, stop), some in zip(every, spans, kept, strict=True):
        inside = text[i:j].strip()
        assert bool(some) == bool(inside)
        if inside:
            assert text[start:stop] == inside
    assert trimmed(as_token_spans([]), "")[0].shape == (0, 2)
