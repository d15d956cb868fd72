"""TextCleaner: links, mentions, markup and spellings, and where the rest comes from."""

import pickle
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from sktopics import (
    AttentiveARTM,
    FunctionEncoder,
    LatentDirichletAllocation,
    OnlineCountVectorizer,
    SequenceVectorizer,
)
from sktopics.analysis import segment_documents
from sktopics.metrics import segmentation_scorer
from sktopics.text import TextCleaner, _cleaning_steps, token_spans, word_pattern
from sktopics.topics import topic_table

KEPT = {
    "lowercase": False,
    "markup": "keep",
    "links": "keep",
    "mentions": "keep",
    "hashtags": "keep",
    "yo": False,
}
LETTERS = (
    "aé\u0301\u0327İЁёйи\u0308 한\u1112\u1161\u11ab<b>&amp; @x #y.com/z19\n\u00ad’ΣςA"
)


@pytest.mark.parametrize(
    ("parameters", "text", "clean"),
    [
        ({}, "See https://t.co/aB1. Now", "see . now"),
        ({}, "(www.x.org/a?b=1&c) or bit.ly/abc, nyti.ms/1", "( ) or , "),
        ({}, "mail a.b@c.org or example.com!", "mail or !"),
        ({}, "he/she and/or 5 km/h, U.S./China", "he/she and/or 5 km/h, u.s./china"),
        ({}, "сайт https://пример.рф/а и всё", "сайт и все"),
        ({}, "看https://t.co/ab你好", "看 你好"),
        ({"links": "keep"}, "a@b.org www.x.org", "a@b.org www.x.org"),
        ({}, "RT @Ann_1: hi @bob@home.social", ": hi "),
        ({"mentions": "keep"}, "RT @Ann", "rt @ann"),
        ({}, "#Covid19 and C# #1", "covid19 and c# 1"),
        ({"hashtags": "remove"}, "#Covid19 and C#", "and c#"),
        ({"hashtags": "keep"}, "#Covid", "#covid"),
        ({"numbers": "remove"}, "2026: 3.5 of 10:30 G20 covid19", ": of g20 covid19"),
        ({}, "<p>A &lt; b &amp;amp; 3 < 4</p><b>He</b>llo", "a < b &amp; 3 < 4 hello"),
        ({}, "x<script>if (a<b) y()</script>z<!-- no -->!", "x z !"),
        ({"markup": "keep"}, "<p>&amp;</p>", "<p>&amp;</p>"),
        ({"accents": "remove"}, "Élan naïve Ελλάδα", "elan naive ελλαδα"),
        ({"accents": "remove"}, "йод за\u0301мок が हिन्दी", "йод замок が हिन्दी"),
        ({}, "Ёлка ёж", "елка еж"),
        ({"yo": False}, "Ёлка", "ёлка"),
        ({}, "don’t co\u2010op", "don't co-op"),
        ({}, "‘quoted’ ’90s", "‘quoted’ ’90s"),
        ({}, "soft\u00adly", "softly"),
        ({"lowercase": False}, "İSTANBUL", "İSTANBUL"),
        ({}, "İSTANBUL ΟΔΟΣ", "istanbul οδος"),
        ({}, "  a \t b\u00a0c \n\n d ", "a b c \n\n d"),
        ({}, "https://t.co/a", ""),
        ({}, "", ""),
    ],
)
def test_clean_texts(parameters, text, clean):
    cleaner = TextCleaner(**parameters)
    assert cleaner(text) == clean.strip()
    assert cleaner.transform([text, text]) == [clean.strip()] * 2


@settings(max_examples=200, deadline=None)
@given(
    text=st.text(LETTERS, max_size=30),
    accents=st.sampled_from(["keep", "remove"]),
    markup=st.sampled_from(["keep", "remove"]),
)
def test_origins_of_any_text(text, accents, markup):
    cleaner = TextCleaner(accents=accents, markup=markup)
    clean = cleaner(text)
    starts, stops = cleaner.origins(text)
    assert len(starts) == len(stops) == len(clean) + 1
    assert (starts[:-1] < stops[:-1]).all()
    assert (np.diff(starts) >= 0).all()
    assert starts[-1] == stops[-1] == len(text)
    for letter, start, stop in zip(clean, starts, stops, strict=False):
        if text[start:stop].isascii() and letter.isalnum() and markup == "keep":
            assert text[start:stop].lower() == letter
    assert TextCleaner(**KEPT)(text) == " ".join(
        unicodedata.normalize("NFC", text).replace("\u00ad", "").split(" ")
    ).replace("’", "'") or not {"’", " ", "\n", "\u00ad"}.isdisjoint(text)


def test_the_only_capital_with_two_small_letters():
    """What the cleaner relies on, for each letter that Python knows."""
    several = [c for c in map(chr, range(0x110000)) if len(c.lower()) != 1]
    assert several == ["İ"]


@pytest.mark.parametrize(
    "vectorizer", [CountVectorizer, TfidfVectorizer, OnlineCountVectorizer]
)
def test_preprocessor_of_any_vectorizer(vectorizer):
    texts = ["RT @me Don’t &amp; stop https://t.co/x", "don't"]
    fitted = vectorizer(preprocessor=TextCleaner(), token_pattern=word_pattern())
    fitted = pickle.loads(pickle.dumps(clone(fitted).fit(texts)))
    assert fitted.get_feature_names_out().tolist() == ["don't", "stop"]


def test_spans_are_exact_where_words_repeat():
    """Aligned word by word, the second word would stand in the link."""
    text = "go https://go.com/go go caf&eacute; Go!"
    vectorizer = SequenceVectorizer(preprocessor=TextCleaner()).fit([text])
    assert vectorizer.transform([text]).tokens() == [["go", "go", "café", "go"]]
    (spans,) = token_spans(vectorizer, [text])
    assert spans.tolist() == [[0, 2], [21, 23], [24, 35], [36, 38]]
    vectorizer.set_params(boundaries="sentence", ngram_range=(2, 2)).fit([text])
    (spans,) = token_spans(vectorizer, [text])
    assert [text[a:b] for a, b in spans][-1] == "caf&eacute; Go"


def test_places_before_a_vectorizer_in_a_pipeline():
    texts = [
        "Sea, ship &amp; sail @x. Ship on sea! <br>Tax https://t.co/1 debt. Debt, tax!",
        "Tax debt tax. Debt. Sea ship sea. Sail, ship.",
    ]
    texts = texts * 6
    pipeline = make_pipeline(
        TextCleaner(lowercase=False),
        SequenceVectorizer(boundaries="sentence"),
        AttentiveARTM(2, context=3, random_state=0),
    ).fit(texts)
    borders = [
        np.array([text.index(word)])
        for text, word in zip(texts, ["Tax", "Sea"] * 6, strict=True)
    ]
    scorer = segmentation_scorer("pk", known_number=True)
    assert scorer(pipeline, texts, borders) == 0
    segments = pipeline[-1].segment_texts(texts[:1], pipeline[:-1], n_segments=2)
    assert [s.text for s in segments] == [
        "Sea, ship &amp; sail @x. Ship on sea! ",
        "<br>Tax https://t.co/1 debt. Debt, tax!",
    ]
    assert len(segment_documents(pipeline, texts)) >= 12


def test_step_of_pipelines_and_searches():
    texts = ["Rain @a rain", "snow https://x.org/y snow", "#rain", "snow"] * 5
    pipeline = make_pipeline(
        TextCleaner(), CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    )
    words = topic_table(pipeline.fit(texts)).top_words
    assert set(words[0]) == set(words[1]) == {"rain", "snow"}
    assert pipeline[:-1].get_feature_names_out().tolist() == ["rain", "snow"]
    grid = {"textcleaner__hashtags": ["word", "remove"]}
    search = GridSearchCV(pipeline, grid, cv=2)
    assert search.fit(texts).best_score_ > -10


def test_frames_of_the_steps_that_come_later():
    pytest.importorskip("pandas")
    encoder = FunctionEncoder(lambda texts: [[len(text), 1] for text in texts])
    pipeline = make_pipeline(TextCleaner(), encoder).set_output(transform="pandas")
    found = pipeline.fit_transform(["a @b", "#cd"])
    assert found.columns.tolist() == ["functionencoder0", "functionencoder1"]
    assert found.iloc[:, 0].tolist() == [1, 2]


@pytest.mark.parametrize("kind", ["Series", "polars", "tuple", "array", "generator"])
def test_documents_of_any_kind(kind):
    texts = ["A @b", "", "C"]
    if kind == "Series":
        X = pytest.importorskip("pandas").Series(texts, index=[5, 6, 7])
    elif kind == "polars":
        X = pytest.importorskip("polars").Series(texts)
    else:
        X = {"tuple": tuple, "array": np.array, "generator": iter}[kind](texts)
    assert TextCleaner().fit_transform(X) == ["a", "", "c"]


@pytest.mark.parametrize(
    ("call", "error", "match"),
    [
        (lambda: TextCleaner().transform("a text"), TypeError, "a list of str"),
        (lambda: TextCleaner().transform([None]), TypeError, "document 0 is None"),
        (lambda: TextCleaner().transform([]), ValueError, "at least 1 document"),
        (lambda: TextCleaner()(["a"]), TypeError, "Use transform for a list"),
        (lambda: TextCleaner(links="no")("a"), ValueError, "'links' parameter"),
        (lambda: TextCleaner(yo="ё").fit(["a"]), ValueError, "'yo' parameter"),
    ],
    ids=["text", "None", "nothing", "list", "links", "yo"],
)
def test_bad_input(call, error, match):
    with pytest.raises(error, match=match):
        call()


def test_texts_that_hold_no_address_are_not_searched_for_any():
    pieces = [
        "www.",
        "x",
        "@",
        ".",
        "://",
        "http",
        "/",
        "com",
        " ",
        "RT ",
        "-",
        "É",
        "(",
    ]
    rng = np.random.default_rng(0)
    for _ in range(2000):
        text = "".join(rng.choice(pieces, size=rng.integers(1, 9)))
        found = _cleaning_steps.pattern_edits(_cleaning_steps._LINK, " ", text)
        assert _cleaning_steps.link_edits(text) == found
        found = _cleaning_steps.pattern_edits(_cleaning_steps._MENTION, " ", text)
        assert _cleaning_steps.mention_edits(text) == found


@pytest.mark.parametrize(
    "check",
    [
        estimator_checks.check_param_validation,
        estimator_checks.check_estimator_tags_renamed,
        estimator_checks.check_valid_tag_types,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_parameters_default_constructible,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_set_params,
    ],
    ids=lambda check: check.__name__,
)
def test_checks_of_scikit_learn_that_need_no_data(check):
    check("TextCleaner", TextCleaner())
