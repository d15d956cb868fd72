"""Lemmatizer: dictionary forms of words, and where they stand."""

import pickle
import warnings

import pytest
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.text import Lemmatizer, TextCleaner, stop_words, token_spans

FORMS = {"taxes": "tax", "went": "go", "geese": "goose", "no": ""}


def plain_form(word):
    return FORMS.get(word.lower(), word)


def test_forms_and_spans():
    lemmas = Lemmatizer(lemmatize=plain_form)
    text = "Taxes went up; no, geese don’t go."
    assert lemmas(text) == ["tax", "go", "up", "goose", "don’t", "go"]
    found = [text[start:stop] for start, stop in lemmas.spans(text)]
    assert found == ["Taxes", "went", "up", "geese", "don’t", "go"]
    assert lemmas("") == lemmas.spans("") == []
    assert Lemmatizer("fr", lemmatize=str)("l'eau d'ici") == ["eau", "ici"]
    assert Lemmatizer(lemmatize=str, token_pattern=r"\w+")("a b") == ["a", "b"]


@pytest.mark.parametrize(
    "vectorizer",
    [CountVectorizer, TfidfVectorizer, SequenceVectorizer, OnlineCountVectorizer],
)
def test_tokenizer_of_any_vectorizer(vectorizer):
    fitted = vectorizer(tokenizer=Lemmatizer(lemmatize=plain_form), token_pattern=None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fitted = pickle.loads(pickle.dumps(clone(fitted).fit(["Taxes tax geese"])))
    assert fitted.get_feature_names_out().tolist() == ["goose", "tax"]
    assert fitted.transform(["tax taxes"]).shape == (1, 2)
    fitted.set_params(tokenizer__lemmatize=str.upper)
    assert fitted.build_analyzer()("a tax") == ["TAX"]


def test_spans_in_the_raw_text_are_exact():
    """Forms that other words of the text are would be taken for these."""
    text = "geese went, go goose &amp; taxes went"
    vectorizer = SequenceVectorizer(
        preprocessor=TextCleaner(),
        tokenizer=Lemmatizer(lemmatize=plain_form),
        token_pattern=None,
        boundaries="sentence",
    )
    tokens = vectorizer.fit_transform([text]).tokens()
    assert tokens == [["goose", "go", "go", "goose", "tax", "go"]]
    (spans,) = token_spans(vectorizer, [text])
    found = [text[start:stop] for start, stop in spans]
    assert found == ["geese", "went", "go", "goose", "taxes", "went"]
    vectorizer.set_params(ngram_range=(2, 2)).fit([text])
    (spans,) = token_spans(vectorizer, [text])
    assert text[slice(*spans[3])] == "goose &amp; taxes"


def test_each_word_is_asked_once():
    asked = []

    def counting(word):
        asked.append(word)
        return word

    lemmas = Lemmatizer(lemmatize=counting)
    lemmas("rain and rain")
    lemmas.spans("rain and snow")
    assert asked == ["rain", "and", "snow"]
    lemmas.set_params(lemmatize=str.upper)
    assert lemmas("rain") == ["RAIN"]
    assert "_kept" not in pickle.loads(pickle.dumps(lemmas)).__dict__


def test_languages_of_simplemma():
    pytest.importorskip("simplemma")
    assert Lemmatizer()("the taxes were higher") == ["the", "tax", "be", "high"]
    assert Lemmatizer(("malay", "en"))("taxes") == ["tax"]
    assert Lemmatizer("no")("husene") == Lemmatizer("nb")("husene") == ["hus"]
    lemmas = Lemmatizer()
    words = stop_words(tokenizer=lemmas)
    vectorizer = SequenceVectorizer(
        tokenizer=lemmas, token_pattern=None, stop_words=words
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        X = vectorizer.fit_transform(["They were taxed, and we've been taxing them."])
    assert X.tokens() == [["tax", "tax"]]


@pytest.mark.parametrize(
    ("parameters", "error", "match"),
    [
        ({"language": "xx"}, ValueError, "Give a code that simplemma knows"),
        ({"language": ()}, ValueError, "empty tuple"),
        ({"language": 3}, ValueError, "'language' parameter"),
        ({"lemmatize": lambda word: None}, TypeError, "for 'rain' it returned None"),
        ({"token_pattern": "(a)(b)"}, ValueError, "has 2 groups"),
    ],
    ids=["unknown", "none", "number", "None", "groups"],
)
def test_bad_parameters(parameters, error, match):
    if parameters.get("language") == "xx":
        pytest.importorskip("simplemma")
    with pytest.raises(error, match=match):
        Lemmatizer(**parameters)("rain")


def test_bad_texts_and_missing_packages(monkeypatch):
    with pytest.raises(TypeError, match="takes a text"):
        Lemmatizer(lemmatize=str)(None)
    monkeypatch.setitem(__import__("sys").modules, "simplemma", None)
    with pytest.raises(ImportError, match=r"sktopics\[text\]"):
        Lemmatizer("ga")("uisce")
