import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sktopics.kernels.joined_words import hash_joined_words, number_joined_words

# Numbers of 64 bits wrap around in the kernel, of which NumPy warns without JIT.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")

# Few letters, so that words are equal, begin alike and end alike.
words_of_bytes = st.lists(st.text("ab\xff", max_size=20).map(str.encode), max_size=30)


def joined(words):
    text = b"".join(word + b"\0" for word in words) + bytes(8)
    return np.frombuffer(text, dtype=np.uint8)


def hashed(words):
    text = joined(words)
    return text, *hash_joined_words(text, len(words))


def numbered(words, terms):
    numbers = np.arange(len(terms), dtype=np.int32)
    return number_joined_words(*hashed(words), *hashed(terms), numbers)


def expected_numbers(words, terms):
    number = {term: i for i, term in enumerate(terms)}
    return [number.get(word, -1) for word in words]


@settings(max_examples=60, deadline=None)  # the first example compiles
@given(words=words_of_bytes)
def test_words_start_after_the_zero_byte_of_the_word_before(words):
    text, hashes, starts = hashed(words)
    expected = np.cumsum([0, *(len(word) + 1 for word in words)])
    np.testing.assert_array_equal(starts, expected)
    assert starts[-1] == len(text) - 8
    by_word = dict(zip(words, hashes.tolist(), strict=True))
    assert [by_word[word] for word in words] == hashes.tolist()
    assert len(set(by_word.values())) == len(by_word)


@settings(max_examples=60, deadline=None)  # the first example compiles
@given(words=words_of_bytes, terms=words_of_bytes)
def test_numbers_are_those_of_equal_terms(words, terms):
    terms = list(dict.fromkeys(terms))
    assert numbered(words, terms).tolist() == expected_numbers(words, terms)


@pytest.mark.parametrize("length", range(25))
def test_words_that_differ_in_one_byte_are_different(length):
    term = b"x" * length
    others = [term[:i] + b"y" + term[i + 1 :] for i in range(length)]
    words = [*others, term, term + b"x", term[1:]]
    assert numbered(words, [term]).tolist() == expected_numbers(words, [term])


def test_many_terms_in_the_order_of_their_numbers():
    terms = [f"word {i}".encode() for i in range(3000)]
    words = [*reversed(terms), b"word", b"word 3000"]
    assert numbered(words, terms).tolist() == [*range(2999, -1, -1), -1, -1]


def test_terms_have_the_numbers_that_are_given():
    numbers = np.array([7, 3], dtype=np.int32)
    numbers.flags.writeable = False
    terms = hashed([b"snow", b"rain"])
    found = number_joined_words(*hashed([b"rain", b"hail", b"snow"]), *terms, numbers)
    assert found.dtype == np.int32
    assert found.tolist() == [3, -1, 7]


@pytest.mark.parametrize("n_words", [0, 1, 3, 50])
def test_another_number_of_words_than_the_text_holds_is_told(n_words):
    text = joined([b"snow", b"rain"])
    hashes, starts = hash_joined_words(text, n_words)
    assert len(hashes) == n_words
    assert starts[-1] != len(text) - 8


def test_words_of_one_hash_are_told_apart():
    # The second eight bytes undo the difference that the first have made.
    mixer, mask = 0x9E3779B97F4A7C15, 2**64 - 1

    def mixed(value, eight):
        value = ((value ^ eight) * mixer) & mask
        return value ^ (value >> 32)

    first, other = (
        int.from_bytes(word, "little") for word in (b"harbours", b"mountain")
    )
    states = mixed(mixer, first), mixed(mixer, other)
    for second in range(0x6161616161616161, 0x6161616161616161 + 100):
        ending = second ^ states[0] ^ states[1]
        words = [
            first.to_bytes(8, "little") + second.to_bytes(8, "little"),
            other.to_bytes(8, "little") + ending.to_bytes(8, "little"),
        ]
        if not any(0 in word for word in words):
            break
    _, hashes, _ = hashed(words)
    assert hashes[0] == hashes[1]
    for terms in (words[:1], words[1:], words, words[::-1]):
        assert numbered(words, terms).tolist() == expected_numbers(words, terms)
