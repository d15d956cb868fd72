"""Words with their apostrophes, hyphens and signs."""

import re
import warnings

import pytest
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.text import stop_words, token_spans, word_pattern


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("en", "Don't I've didn’t!", ["Don't", "I've", "didn’t"]),
        ("en", "co-operation, peace-keeping", ["co-operation", "peace-keeping"]),
        ("en", "'quoted' ‘words’ \"too\"", ["quoted", "words", "too"]),
        (
            "en",
            "-dash- war--peace dogs' a-b x' I",
            ["dash", "war", "peace", "dogs", "a-b"],
        ),
        (
            "en",
            "co\u2010op rock'n'roll 9-to-5",
            ["co\u2010op", "rock'n'roll", "9-to-5"],
        ),
        ("en", "a_b 2026 3.5", ["a_b", "2026"]),
        ("en", "America's it’s PEOPLE'S boss's", ["America", "it", "PEOPLE", "boss"]),
        ("en", "o'sullivan dog's-ear 's", ["o'sullivan", "dog's-ear"]),
        ("nl", "foto's", ["foto's"]),
        ("english", "naïve cafe\u0301 Ελλάδα", ["naïve", "cafe\u0301", "Ελλάδα"]),
        ("hi", "हिन्दी में किताब", ["हिन्दी", "में", "किताब"]),
        ("th", "ภาษาไทย ที่นี่", ["ภาษาไทย", "ที่นี่"]),
        ("fa", "می\u200cخواهم کتاب", ["می\u200cخواهم", "کتاب"]),
        ("ar", "كِتَابٌ جديد", ["كِتَابٌ", "جديد"]),
        ("uk", "п'ять сім’я", ["п'ять", "сім’я"]),
        ("russian", "что-нибудь по-русски", ["что-нибудь", "по-русски"]),
        ("French", "L'homme qu’il n'y d'aujourd'hui", ["homme", "il", "aujourd'hui"]),
        ("fr", "c'est-à-dire arc-en-ciel", ["est-à-dire", "arc-en-ciel"]),
        ("it", "dell'arte c'è un’altra po'", ["arte", "altra", "po"]),
        ("ca", "l'home d'ara", ["home", "ara"]),
        ("en", "", []),
    ],
)
def test_words(language, text, words):
    assert re.findall(word_pattern(language), text) == words


@pytest.mark.parametrize("language", ["en", "fr"])
def test_spans_of_words(language):
    text = "L'homme, don't! " * 30
    vectorizer = SequenceVectorizer(token_pattern=word_pattern(language))
    X = vectorizer.fit_transform([text])
    (spans,) = token_spans(vectorizer, [text])
    found = [text[start:stop].lower() for start, stop in spans]
    assert [found] == X.tokens()
    assert found[:2] == (
        ["homme", "don't"] if language == "fr" else ["l'homme", "don't"]
    )


def test_long_texts_take_no_long_time():
    for text in ("a" * 10**5, "a-" * 10**5, "l'" * 10**5):
        for language in ("en", "fr"):
            re.findall(word_pattern(language), text)


@pytest.mark.parametrize(
    "vectorizer", [CountVectorizer, SequenceVectorizer, OnlineCountVectorizer]
)
@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "it", "es", "uk", "tr"])
def test_stop_words_fit_the_pattern(vectorizer, language):
    if language != "en":
        pytest.importorskip("stopwordsiso")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vectorizer(
            token_pattern=word_pattern(language), stop_words=stop_words(language)
        ).fit(["word xyzzy"])


@pytest.mark.parametrize("language", [None, 3, ["en"]])
def test_bad_languages(language):
    with pytest.raises(TypeError, match="its English name"):
        word_pattern(language)
