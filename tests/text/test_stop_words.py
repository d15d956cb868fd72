"""Stop words by language, and what vectorizers make of them."""

import warnings

import pytest
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

from sktopics import SequenceVectorizer
from sktopics.text import Lemmatizer, TextCleaner, stop_words, word_pattern


def test_english_needs_no_package(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "stopwordsiso", None)
    words = stop_words()
    assert words == sorted(set(words)) == stop_words("English") == stop_words(" EN ")
    assert set(ENGLISH_STOP_WORDS) < set(words)
    assert {"don't", "don’t", "i've", "i’m", "won't", "can't"} < set(words)
    assert "tis" in words  # the pattern takes quotes off words
    with pytest.raises(ImportError, match=r"sktopics\[text\]"):
        stop_words("ru")


def test_contractions_leave_no_pieces():
    text = "We've said that they didn't, hasn’t, couldn't: isn't it? I'm sure he'll go."
    vectorizer = SequenceVectorizer(
        token_pattern=word_pattern(), stop_words=stop_words()
    )
    assert vectorizer.fit_transform([text]).tokens() == [["said", "sure"]]


def test_other_languages():
    pytest.importorskip("stopwordsiso")
    russian = stop_words("russian")
    assert {"и", "что", "это"} < set(russian)
    assert "может быть" not in russian  # phrases are no words
    assert {"der", "und"} < set(stop_words("de"))
    with pytest.raises(ValueError, match=r"no stop words for language='xx'.*af, ar"):
        stop_words("xx")


def test_what_a_vectorizer_makes_of_them():
    forms = {"was": "be", "été": "être"}
    lemmas = Lemmatizer(lemmatize=lambda word: forms.get(word, word))
    assert "be" in stop_words(tokenizer=lemmas)
    assert {"été", "être"} < set(stop_words(more=["été"], tokenizer=lemmas))
    pytest.importorskip("stopwordsiso")
    cleaner = TextCleaner(accents="remove")
    words = stop_words("fr", preprocessor=cleaner)
    assert {"été", "ete"} < set(words)
    vectorizer = CountVectorizer(
        preprocessor=cleaner, token_pattern=word_pattern("fr"), stop_words=words
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        vectorizer.fit(["l'école a été là"])
    assert vectorizer.get_feature_names_out().tolist() == ["ecole"]


def test_words_of_the_user():
    assert {"applause", "laughter"} < set(stop_words(more=("applause", "laughter")))
    with pytest.raises(TypeError, match="got the str 'applause'"):
        stop_words(more="applause")
