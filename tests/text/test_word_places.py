import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from sktopics.text.word_places import WordLocator, spans_of_words, spans_through

TEXTS = [
    "",
    "a bc, DE_f! 12 3",
    "Ünïcode e\u0301te\u0301 ß İstanbul ﬁne x٣٤ 我来了 \ud800ab 👩‍👩‍👧",
    "_ __ \u2028 bc\u00adde",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(4))
def test_the_usual_pattern_finds_what_any_pattern_does(text, monkeypatch):
    monkeypatch.setattr("sktopics.text.word_places._LONG", 0)
    usual = WordLocator(CountVectorizer())
    same = WordLocator(CountVectorizer(token_pattern=r"(?u)\b\w\w+\b(?:)"))
    words, spans = usual.located(text)
    expected_words, expected = same.located(text)
    assert words == expected_words == CountVectorizer().build_analyzer()(text)
    np.testing.assert_array_equal(spans, expected)


def test_a_group_of_the_pattern_is_the_word():
    locator = WordLocator(CountVectorizer(token_pattern=r"#(\w+)|@\w+"))
    words, spans = locator.located("a #tag @name")
    assert words == ["tag", ""]
    assert spans.tolist() == [[3, 6], [7, 7]]


def test_words_that_are_not_found_have_no_places():
    assert (
        spans_of_words("new york", ["new york", "york", "new"]).tolist()
        == [[-1, -1]] * 3
    )
    assert spans_of_words("to be", ["to", "be"]).tolist() == [[0, 2], [3, 5]]
    assert spans_of_words("", []).shape == (0, 2)


def test_places_in_the_original_of_a_text():
    spans = np.array([[0, 4], [5, 8], [-1, -1]])
    found = spans_through(spans, "<b>Rain</b> and", "rain and")
    assert found.tolist() == [[3, 7], [12, 15], [-1, -1]]
    np.testing.assert_array_equal(spans_through(spans, "same", "same"), spans)
