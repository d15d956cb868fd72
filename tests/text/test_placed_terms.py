"""Windows over placed terms hold what a vectorizer finds in the words of the window."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import SequenceVectorizer
from sktopics.text.placed_terms import TermPlacer

DOCUMENTS = [
    "The state of the Union, the STATE of the state.",
    "",
    "a",
    "Union of the states and state of unions",
    "the of the",
]


def counts_inside(placed, start, stop, n_terms):
    inside = (placed.firsts >= start) & (placed.lasts < stop)
    return np.bincount(placed.ids[inside], minlength=n_terms)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"ngram_range": (1, 3)},
        {"ngram_range": (2, 2)},
        {"stop_words": ["the", "of"], "ngram_range": (1, 2)},
        {"lowercase": False, "token_pattern": r"\w+"},
        {"tokenizer": str.split, "token_pattern": None, "ngram_range": (1, 2)},
        {"vocabulary": ["the", "state", "of state"], "ngram_range": (1, 2)},
        {"token_pattern": r"\w+(?: of)?", "ngram_range": (1, 3)},
        {"stop_words": ["the"], "vocabulary": ["the", "state"]},
    ],
    ids=str,
)
def test_a_window_has_the_terms_of_its_words(options):
    vectorizer = CountVectorizer(**options).fit(DOCUMENTS)
    placer = TermPlacer(vectorizer.build_analyzer(), vectorizer.vocabulary_)
    placed = placer.read(DOCUMENTS)
    n_terms = len(vectorizer.vocabulary_)
    for document, text in enumerate(DOCUMENTS):
        words = placer.words(text)
        first, after = placed.places[document : document + 2]
        assert after - first == len(words)
        for size in (1, 2, 4, 20):
            for start in range(len(words)):
                window = " ".join(words[start : start + size])
                expected = vectorizer.transform([window]).toarray()[0]
                stop = min(first + start + size, after)
                found = counts_inside(placed, first + start, stop, n_terms)
                np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("analyzer", ["char", "char_wb"])
def test_characters_stand_in_their_words(analyzer):
    vectorizer = CountVectorizer(analyzer=analyzer, ngram_range=(2, 3)).fit(DOCUMENTS)
    placer = TermPlacer(vectorizer.build_analyzer(), vectorizer.vocabulary_)
    placed = placer.read(DOCUMENTS)
    assert np.diff(placed.places).tolist() == [len(d.split()) for d in DOCUMENTS]
    whole = vectorizer.transform(DOCUMENTS).toarray()
    for document in range(len(DOCUMENTS)):
        found = counts_inside(placed, *placed.places[document : document + 2], 999)
        np.testing.assert_array_equal(found[: whole.shape[1]], whole[document])
    assert (np.diff(placed.lasts) >= 0).all()
    assert (placed.firsts <= placed.lasts).all()


def test_terms_of_any_analyzer_have_a_place_each():
    vectorizer = CountVectorizer(analyzer=lambda text: text.split(", "))
    vectorizer.fit(["new york, rain", "rain, snow"])
    placer = TermPlacer(vectorizer.build_analyzer(), vectorizer.vocabulary_)
    placed = placer.read(["rain, hail, new york"])
    names = vectorizer.get_feature_names_out()
    assert names[placed.ids].tolist() == ["rain", "new york"]
    assert placed.lasts.tolist() == [0, 2]
    assert not placer.has_own_words


def test_an_analyzer_of_scikit_learn_that_is_given_as_one():
    inner = CountVectorizer(ngram_range=(1, 2), stop_words=["of"])
    outer = CountVectorizer(analyzer=inner.build_analyzer()).fit(["state of union"])
    placer = TermPlacer(outer.build_analyzer(), outer.vocabulary_)
    placed = placer.read(["State of Union"])
    assert (placed.firsts.tolist(), placed.lasts.tolist()) == ([0, 2, 0], [0, 2, 2])


def test_n_grams_do_not_cross_boundaries():
    vectorizer = SequenceVectorizer(ngram_range=(1, 2), boundaries="sentence")
    vectorizer.fit(["Snow fell. Rain fell."])
    placer = TermPlacer(vectorizer.build_analyzer(), vectorizer.vocabulary_)
    placed = placer.read(["Rain fell. Snow fell. Rain fell."])
    spans = set(zip(placed.firsts.tolist(), placed.lasts.tolist(), strict=True))
    assert placed.places.tolist() == [0, 6]
    assert spans == {(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)} | {
        (0, 1),
        (2, 3),
        (4, 5),
    }


def test_some_documents_are_placed_as_by_themselves():
    vectorizer = CountVectorizer(ngram_range=(1, 2)).fit(DOCUMENTS)
    placer = TermPlacer(vectorizer.build_analyzer(), vectorizer.vocabulary_)
    some = placer.read(DOCUMENTS).documents(1, 4)
    alone = placer.read(DOCUMENTS[1:4])
    for found, expected in zip(some, alone, strict=True):
        np.testing.assert_array_equal(found, expected)
