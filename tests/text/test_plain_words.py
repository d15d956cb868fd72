"""Single words read by a kernel, against scikit-learn's own reading."""

import random
import re

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.datasets import load_sotu
from sktopics.text import _plain_words
from sktopics.text._plain_words import least_characters, plain_words

# Letters, digits and signs of several scripts; capitals whose small letters depend on
# what follows, or are two characters; a lone surrogate, a zero byte.
CHARACTERS = [*"abAB_09 .,-'\n\t", *"éÉßİΣσς猫が१ा٣\u0301\u200d𝒳😀\ud800\x00²½ⅷ"]

PARAMETERS = [
    {},
    {"lowercase": False},
    {"strip_accents": "unicode"},
    {"strip_accents": "ascii", "stop_words": "english"},
    {"stop_words": ["ab", "éé"], "min_df": 2},
    {"token_pattern": r"(?u)\b\w+\b", "max_df": 0.5},
    {"token_pattern": r"\w{3,}", "max_features": 40},
    {"token_pattern": r"\b\w\w\w+\b", "binary": True, "dtype": np.float32},
    {"preprocessor": str.upper},
    {"vocabulary": ["ab", "ba", "zz"]},
    {"token_pattern": "[ab]+"},
    {"ngram_range": (1, 2)},
    {"tokenizer": str.split, "token_pattern": None},
    {"analyzer": "char"},
]


@pytest.fixture(params=[2000, 1 << 22], ids=["batches", "one"])
def always(request, monkeypatch):
    """Read every text by the kernel, many at a time or all at once."""
    monkeypatch.setattr(_plain_words, "SMALLEST", 0)
    monkeypatch.setattr(_plain_words, "BATCH", request.param)
    monkeypatch.setattr(_plain_words, "MOST_WORDS", 16)


def random_texts(n=200, seed=0):
    rng = random.Random(seed)
    return [
        "".join(rng.choice(CHARACTERS) for _ in range(rng.randrange(60)))
        for _ in range(n)
    ]


@pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
@pytest.mark.parametrize("cls", [OnlineCountVectorizer, SequenceVectorizer])
def test_counts_are_those_of_scikit_learn(always, cls, parameters):
    texts, others = random_texts(), random_texts(seed=1)
    expected, vectorizer = CountVectorizer(**parameters), cls(**parameters)
    for step in ("fit_transform", "transform"):
        X = sp.csr_array(getattr(expected, step)(texts if step[0] == "f" else others))
        counts = getattr(vectorizer, step)(texts if step[0] == "f" else others)
        if cls is SequenceVectorizer:
            counts = counts.to_counts()
        assert vectorizer.vocabulary_ == expected.vocabulary_
        assert counts.dtype == X.dtype
        assert (counts != X).nnz == 0


@pytest.mark.parametrize("parameters", PARAMETERS[:5], ids=str)
def test_the_order_of_words_is_that_of_small_batches(monkeypatch, parameters):
    texts = random_texts()
    before = SequenceVectorizer(unknown="keep", **parameters).fit_transform(texts)
    monkeypatch.setattr(_plain_words, "SMALLEST", 0)
    after = SequenceVectorizer(unknown="keep", **parameters).fit_transform(texts)
    assert after.tokens() == before.tokens()


def test_batches_grow_a_vocabulary_alike(monkeypatch):
    texts = random_texts()
    before, after = OnlineCountVectorizer(), OnlineCountVectorizer()
    for start in range(0, 200, 50):
        before.partial_fit(texts[start : start + 50])
    monkeypatch.setattr(_plain_words, "SMALLEST", 0)
    for start in range(0, 200, 50):
        after.partial_fit(texts[start : start + 50])
    assert after.vocabulary_ == before.vocabulary_
    assert (after.term_counts_ == before.term_counts_).all()


def test_a_large_corpus_is_read_by_the_kernel(monkeypatch):
    texts, sizes = load_sotu().data, []
    number = _plain_words.scan_words
    monkeypatch.setattr(
        _plain_words,
        "scan_words",
        lambda text, *rest: (sizes.append(text.size), number(text, *rest))[1],
    )
    expected = CountVectorizer().fit_transform(texts)
    counts = OnlineCountVectorizer().fit_transform(iter(texts))
    assert (counts != sp.csr_array(expected)).nnz == 0
    assert sum(sizes) >= sum(map(len, texts))


def test_word_characters_are_those_of_regular_expressions():
    table = _plain_words._word_characters(True)
    text = "".join(map(chr, range(0x110000)))
    places = [found.start() for found in re.finditer(r"\w", text)]
    assert np.flatnonzero(table).tolist() == places


@pytest.mark.parametrize("document", [None, 3, 1.5])
@pytest.mark.parametrize("cls", [OnlineCountVectorizer, SequenceVectorizer])
def test_what_is_no_text_is_refused(always, cls, document):
    with pytest.raises(TypeError):
        cls().fit(["one text", document])


def test_documents_without_words(always):
    for cls in (OnlineCountVectorizer, SequenceVectorizer):
        with pytest.raises(ValueError, match="empty vocabulary"):
            cls().fit(["", "a ."])
        assert cls().fit(["ab"]).transform(["", "cd", "ab"]).shape == (3, 1)


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        (r"(?u)\b\w\w+\b", 2),
        (r"\w+", 1),
        (r"(?u)\b\w{4,}\b", 4),
        (r"\w{0,}", None),
        (r"(?u)\b[a-z]+\b", None),
        (r"\w\w", None),
        (r"(\w+)", None),
        (r"(?a)\w+", None),
        (b"x+", None),
    ],
)
def test_patterns_of_whole_words(pattern, least):
    assert least_characters(pattern) == least


def test_what_is_not_plain():
    for parameters in PARAMETERS[-4:]:
        assert plain_words(CountVectorizer(**parameters).build_analyzer()) is None
    ascii_only = re.compile(r"\w+", re.ASCII)
    vectorizer = CountVectorizer(tokenizer=ascii_only.findall, token_pattern=None)
    assert plain_words(vectorizer.build_analyzer()) is None
