"""Words found in bytes, against regular expressions."""

import re

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics.kernels.words import scan_words

# Without JIT, scalars of 64 bits warn when they wrap around, as they are meant to.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")

TEXTS = [
    "the cat, the dog; a cat_1 at 10 o'clock",
    "",
    "naïve café — naïve 猫が好き 𝒳𝒴 a\U0001f600bc",
    "x",
    "\x00ab\x00\nab--ab",
    "é",
]


def number(texts, least=2, most=64, slots=None, read_only=False):
    data = [text.encode() for text in texts]
    joined = np.frombuffer(b"".join(data), np.uint8)
    offsets = np.cumsum([0, *map(len, data)])
    is_word = np.array([re.match(r"\w", chr(c)) is not None for c in range(0x20000)])
    table = np.full(slots or 2 * most, -1, np.int32)
    hashes, places = np.empty(most, np.uint64), np.empty((2, most), np.int64)
    ids, ends = np.empty(joined.size // least, np.int32), np.empty(len(texts), np.int64)
    for array in (offsets, is_word):
        array.setflags(write=not read_only)
    n = scan_words(joined, offsets, is_word, least, table, hashes, *places, ids, ends)
    words = [bytes(joined[a : a + b]).decode() for a, b in places[:, : max(n, 0)].T]
    return n, words, ids[: ends[-1]], ends


@pytest.mark.parametrize("least", [1, 2, 3])
@pytest.mark.parametrize("read_only", [False, True])
def test_number_words_equals_python(least, read_only):
    n, words, ids, ends = number(TEXTS, least, read_only=read_only)
    found = [re.findall(rf"\w{{{least},}}", text) for text in TEXTS]
    flat = [word for words in found for word in words]
    assert words == list(dict.fromkeys(flat))
    assert n == len(words)
    assert [words[i] for i in ids] == flat
    assert_array_equal(ends, np.cumsum([len(words) for words in found]))


def test_words_without_room_are_told():
    texts = [" ".join(f"word{i}" for i in range(60))]
    assert number(texts, most=32)[0] == -1
    assert number(texts, most=60, slots=64)[0] == 60


def test_words_that_share_a_slot():
    texts = [" ".join(f"w{i % 47}" for i in range(300))]
    n, words, ids, _ = number(texts, most=47, slots=64)
    assert (n, words) == (47, [f"w{i}" for i in range(47)])
    assert_array_equal(ids, np.arange(300) % 47)


def test_characters_that_are_cut_off():
    cut = "aé".encode()[:-1], "b猫".encode()[:2], b"\xff\xfe\x80ok"
    joined = np.frombuffer(b"".join(cut), np.uint8)
    offsets, ends = np.cumsum([0, *map(len, cut)]), np.empty(3, np.int64)
    table, ids = np.full(16, -1, np.int32), np.empty(joined.size, np.int32)
    hashes, places = np.empty(8, np.uint64), np.empty((2, 8), np.int64)
    is_word = np.ones(0x80, bool)
    n = scan_words(joined, offsets, is_word, 1, table, hashes, *places, ids, ends)
    words = [bytes(joined[a : a + b]) for a, b in places[:, :n].T]
    assert words[:2] == [b"a\xc3", b"b\xe7"]  # as code points 3 and 7
    assert ends[-1] <= joined.size
