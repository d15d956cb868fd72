"""Words of a document marked by topic: which words, which numbers, what is escaped."""

import re
from html import unescape

import numpy as np
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, AuthorTopicModel, SequenceVectorizer
from sktopics.analysis import TokenTable, approximate_distribution, word_topics
from sktopics.plots import token_topics_html

TEXTS = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
WORD = re.compile(r'<span style="[^"]*"( title="[^"]*")>(.*?)<sup [^>]*>(\d+)</sup>')


def marked(shown):
    """Return the marked words and their topics."""
    return [(unescape(word), int(topic)) for _, word, topic in WORD.findall(shown.html)]


def text_of(shown):
    """Return the text that a reader sees, without numbers and legend."""
    body = re.search(r'<div dir="auto"[^>]*>(.*?)</div>', shown.html, re.DOTALL)[1]
    return unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", body))


@pytest.fixture(scope="module")
def model():
    lda = LatentDirichletAllocation(2, random_state=0)
    vectorizer = CountVectorizer(ngram_range=(1, 2), stop_words=["the"])
    return make_pipeline(vectorizer, lda).fit(TEXTS * 3)


def test_words_of_a_mixture_have_the_topics_of_word_topics(model):
    text = "Ship,\n the unknown SEA & tax."
    shown = token_topics_html(model, text)
    assert text_of(shown) == text
    words = {row.term: row.topics[0] for row in word_topics(model, [text])}
    expected = [(word, words[word.lower()]) for word in ("Ship", "SEA", "tax")]
    assert marked(shown) == expected
    # The topic of most words comes first.
    assert shown.topics[0] == words["sea"]
    assert shown._repr_html_() == str(shown) == shown.html


def test_a_word_of_two_terms_has_their_mean():
    lda = LatentDirichletAllocation(2, random_state=0)
    pairs = make_pipeline(CountVectorizer(ngram_range=(2, 2)), lda).fit(TEXTS * 3)
    shown = token_topics_html(pairs, "A harbour: sea ship sea.")
    assert [word for word, _ in marked(shown)] == ["sea", "ship", "sea"]


def test_tables_and_numbers(model):
    text = "Ship and sea, tax"
    mixtures = approximate_distribution(model, [text], calculate_tokens=True)
    table = mixtures.tokens(0)
    shown = token_topics_html(table, text, labels={1: "water"})
    assert text_of(shown) == text
    assert marked(shown) == [
        (text[row.start : row.stop], row.topic) for row in table if row.topic >= 0
    ]
    assert "water" in shown.html
    # Without the text, words stand one after another.
    assert text_of(token_topics_html(table)) == " ".join(table.words)
    words = word_topics(model, ["sea ship sea"])
    assert text_of(token_topics_html(words)) == "sea ×2 sea ship ship ship sea"
    X = model[0].transform(["sea ship sea"])
    assert marked(token_topics_html(model[1], X))[0][0] == "4 ×2"


def test_positions_of_an_attentive_model():
    texts = ["oven flour sugar dough oven", "striker league stadium league"] * 3
    vectorizer = SequenceVectorizer()
    model = AttentiveARTM(2, context=2, random_state=0)
    pipeline = make_pipeline(vectorizer, model).fit(texts)
    text = "Flour, unknown: oven. League stadium!"
    positions = model.transform_positions(vectorizer.transform([text]))
    known = positions.argmax(axis=1)
    known = known[vectorizer.transform([text]).ids >= 0]
    found = marked(token_topics_html(pipeline, text))
    assert [word for word, _ in found] == ["Flour", "oven", "League", "stadium"]
    assert [topic for _, topic in found] == known.tolist()
    # Sequences have words and no text.
    of_sequences = token_topics_html(model, vectorizer.transform([text]))
    assert [topic for _, topic in marked(of_sequences)] == known.tolist()


def test_authors_stand_beside_the_document():
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(TEXTS * 5)
    authors = [["Ann"], ["Bob"], ["Ann"], ["Bob"]] * 5
    model = AuthorTopicModel(2, random_state=0).fit(X, authors=authors)
    row = vectorizer.transform(["sea tax"])
    of_ann = marked(token_topics_html(model, row, authors=[["Ann"]]))
    words = word_topics(model, row, authors=[["Ann"]])
    assert [topic for _, topic in of_ann] == [row.topics[0] for row in words]


def test_hostile_texts_are_escaped(model):
    text = "<script>alert(1)</script> ]]> sea \u202eship 'x' \"y\""
    shown = token_topics_html(
        model, text, labels=["<b>x</b>", '"><i>'], title="<u>t</u>"
    )
    assert "<script" not in shown.html
    assert not re.search(r"<(b|i|u)\b", shown.html)
    # What turns letters around is shown, and turns nothing.
    assert text_of(shown) == text.replace("\u202e", "\\u202e")
    assert "\u202e" not in shown.html
    for outside in ("http", "url(", "class=", "<style", "<link"):
        assert outside not in shown.html


def test_words_of_a_table_are_escaped():
    words = ("<b>x</b>", "]]>", "\u202ea&b")
    spans = np.full((3, 2), -1)
    table = TokenTable(0, np.arange(3), words, spans, np.eye(3), ("a", "b", "c"))
    assert marked(token_topics_html(table)) == [
        ("<b>x</b>", 0), ("]]>", 1), ("\\u202ea&b", 2)
    ]  # fmt: skip
    assert "<b>" not in token_topics_html(table).html


def test_topics_beyond_the_chosen_ones_have_numbers_alone():
    n = 500
    spans = np.column_stack((np.arange(n) * 4, np.arange(n) * 4 + 3))
    words = tuple(f"{i:03d}" for i in range(n))
    labels = tuple(f"name {i}" for i in range(n))
    table = TokenTable(0, np.arange(n), words, spans, np.eye(n), labels)
    shown = token_topics_html(table, " ".join(words), n_topics=3)
    assert shown.topics == (0, 1, 2)
    assert marked(shown) == [(word, i) for i, word in enumerate(words)]
    assert shown.html.count("background:rgba") == 3 + 3
    assert "other topics (497 words)" in shown.html


def test_a_document_in_which_nothing_is_known(model):
    shown = token_topics_html(model, "nothing here")
    assert shown.topics == ()
    assert "No word has a topic." in shown.html
    assert text_of(token_topics_html(model, "")) == ""


def test_what_is_no_document(model):
    table = approximate_distribution(model, ["a sea"], calculate_tokens=True).tokens(0)
    with pytest.raises(ValueError, match="has 1 characters, and the words"):
        token_topics_html(table, "a")
    with pytest.raises(TypeError, match="does not say where words stand"):
        token_topics_html(word_topics(model, ["a sea"]), "a sea")
    with pytest.raises(ValueError, match="of one document, and has those of 2"):
        token_topics_html(word_topics(model, TEXTS[:2]))
    with pytest.raises(TypeError, match="must be a TokenTable"):
        token_topics_html(["a"])
