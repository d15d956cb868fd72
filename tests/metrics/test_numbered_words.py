import numpy as np
import pytest

from sktopics.metrics import _numbered_words
from sktopics.metrics._numbered_words import number_words

# Numbers of 64 bits wrap around in the kernel, of which NumPy warns without JIT.
pytestmark = pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")

NUMBER = {"snow": 4, "rain": 0, "": 2, "grüße": 3, "\ud800": 5, "in the rain": 1, 7: 6}
TEXTS = {
    "strings": [["rain", "hail", "", "snow"], [], ("grüße", "in the rain"), ["\ud800"]],
    "numpy strings": [list(np.array(["rain", "hail", "snow"]))],
    "no words": [[], ()],
    "no texts": [],
    "words with the character between words": [
        ["snow", "ra\0in", "\0", "rain"],
        ["rain"],
    ],
    "words that are no strings": [["snow", "rain"], [7, "rain", ("a", "tuple")], ["x"]],
    "bytes": [[b"rain", b"snow"]],
}


@pytest.fixture(params=[False, True], ids=["by lookups", "by bytes"])
def bytes_of_words(request, monkeypatch):
    """Numbers of few words are looked up, unless few words are many."""
    if request.param:
        monkeypatch.setattr(_numbered_words, "_FEWEST_WORDS", 0)
        monkeypatch.setattr(_numbered_words, "_WORDS_AT_ONCE", 3)


@pytest.mark.usefixtures("bytes_of_words")
@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
def test_numbers_are_found_by_equality(texts):
    numbers = number_words(texts, NUMBER)
    assert numbers.dtype == np.int32
    assert numbers.tolist() == [NUMBER.get(word, -1) for t in texts for word in t]


@pytest.mark.usefixtures("bytes_of_words")
@pytest.mark.parametrize("number", [{}, {7: 1}, {"ra\0in": 1, "hail": 0}])
def test_terms_that_no_bytes_tell(number):
    texts = [["rain", "hail"], ["ra", "in"]]
    expected = [number.get(word, -1) for text in texts for word in text]
    assert number_words(texts, number).tolist() == expected
    texts = [["ra\0in", "hail"]]
    expected = [number.get(word, -1) for text in texts for word in text]
    assert number_words(texts, number).tolist() == expected


@pytest.mark.usefixtures("bytes_of_words")
def test_words_that_cannot_be_hashed_are_refused():
    with pytest.raises(TypeError, match="unhashable"):
        number_words([["rain", ["hail"]]], NUMBER)


def test_many_words():
    words = [f"word{i % 977}" for i in range(_numbered_words._FEWEST_WORDS)]
    number = {f"word{i}": i for i in range(0, 977, 3)}
    expected = [number.get(word, -1) for word in words]
    assert number_words([words[:9], words[9:]], number).tolist() == expected
