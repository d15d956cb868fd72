"""Where n-grams stand in texts."""

import pickle
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfVectorizer,
)
from slow_ngrams import n_places, slow_ngrams

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics._ngrams import PieceAnalyzer, ngram_reader, reading_order
from sktopics.kernels.ngram_windows import placed_ngrams
from sktopics.metrics import count_cooccurrences

RANGES = [(1, 2), (2, 2), (1, 3), (2, 4), (4, 6), (5, 5)]
PAIRS = {"ngram_range": (1, 2)}


def placed(reader, texts):
    """Read texts, and return their n-grams with their places in each text."""
    found = [reader(text) for text in texts]
    tokens = np.arange(sum(map(len, found)))
    tokens, firsts, lasts, _, offsets = placed_ngrams(
        tokens,
        reader.counts(len(tokens)),
        reader.ngram_range[0],
        np.array(reader.lengths),
        np.array(reader.n_runs),
    )
    order = np.argsort(tokens)
    assert tokens[order].tolist() == list(range(len(tokens)))
    starts = np.repeat(offsets[:-1], list(map(len, found)))
    rows = zip(firsts[order] - starts, lasts[order] - starts, strict=True)
    return [[(*next(rows), term) for term in terms] for terms in found], offsets


@settings(max_examples=200, deadline=None)
@given(
    texts=st.lists(st.text("abC \t.\n", max_size=20), min_size=1, max_size=4),
    kind=st.sampled_from(["word", "char", "char_wb"]),
    ngram_range=st.sampled_from(RANGES),
    stop_words=st.sampled_from([None, ["a", "ab"]]),
    tokenizer=st.sampled_from([None, str.split]),
)
def test_places_by_brute_force(texts, kind, ngram_range, stop_words, tokenizer):
    options = {"ngram_range": ngram_range, "analyzer": kind}
    if kind == "word":
        options |= {"token_pattern": r"\w+", "stop_words": stop_words}
        if tokenizer is not None:
            texts = [text.replace(".", " ") for text in texts]
            options |= {"tokenizer": tokenizer, "token_pattern": None}
    analyzer = CountVectorizer(**options).build_analyzer()
    reader = ngram_reader(analyzer)
    found, offsets = placed(reader, texts)
    assert [[term for *_, term in text] for text in found] == list(map(analyzer, texts))
    for text, terms in zip(texts, found, strict=True):
        assert sorted(terms) == sorted(slow_ngrams(text, kind, ngram_range, stop_words))
    lengths = [n_places(text, kind, stop_words) for text in texts]
    assert np.diff(offsets).tolist() == lengths


@pytest.mark.parametrize("sizes", [(1, 2), (1, 4), (2, 3), (3, 3), (2, 6)])
def test_reading_order(sizes):
    lengths = [0, 1, 2, 3, 4, 5, 9, 0, 40, 2]
    texts = [[f"{d}-{i}" for i in range(n)] for d, n in enumerate(lengths)]
    reader = ngram_reader(
        CountVectorizer(
            ngram_range=sizes, preprocessor=list, tokenizer=list, token_pattern=None
        ).build_analyzer()
    )
    flat = np.array([ngram for text in texts for ngram in reader(text)], dtype=object)
    expected = [
        " ".join(text[i : i + n])
        for text in texts
        for i in range(len(text))
        for n in range(sizes[0], sizes[1] + 1)
        if i + n <= len(text)
    ]
    assert flat[reading_order(reader.counts(len(flat)))].tolist() == expected


class Own(CountVectorizer):
    """Makes n-grams in a way of its own."""

    def _word_ngrams(self, tokens, stop_words=None):
        return super()._word_ngrams(tokens, stop_words)[::-1]


class Stemming(CountVectorizer):
    """Makes words in a way of its own."""

    def build_tokenizer(self):
        split = super().build_tokenizer()
        return lambda text: [word[:2] for word in split(text)]


class Keywords:
    """A callable of a user's, whose attributes are its own affair."""

    keywords = args = func = ("rain", "snow")

    def __call__(self, text):
        return [word for word in text.split() if word in self.keywords]


def shout(text):
    return text.upper()


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(**PAIRS),
        CountVectorizer(**PAIRS, preprocessor=shout),
        CountVectorizer(**PAIRS, strip_accents="unicode", stop_words="english"),
        TfidfVectorizer(**PAIRS),
        HashingVectorizer(**PAIRS),
        OnlineCountVectorizer(**PAIRS),
        SequenceVectorizer(**PAIRS),
        SequenceVectorizer(**PAIRS, boundaries="sentence"),
        CountVectorizer(analyzer=CountVectorizer(**PAIRS).build_analyzer()),
        Stemming(**PAIRS),
    ],
)
def test_analyzers_of_scikit_learn_can_be_asked(vectorizer):
    text = "met him (in) New York. City hall"
    analyzer = vectorizer.build_analyzer()
    (found,), _ = placed(ngram_reader(analyzer), [text])
    assert [term for *_, term in found] == analyzer(text)
    words = {first: term for first, last, term in found if first == last}
    assert [words[i] for i in sorted(words)] == [
        t for t in analyzer(text) if " " not in t
    ]
    for first, last, term in found:
        assert term == " ".join(words[i] for i in range(first, last + 1))


def test_an_analyzer_that_was_pickled_can_be_asked():
    analyzer = CountVectorizer(**PAIRS).build_analyzer()
    assert ngram_reader(pickle.loads(pickle.dumps(analyzer)))("ab cd") == analyzer(
        "ab cd"
    )


@pytest.mark.parametrize(
    "analyzer",
    [
        str.split,
        lambda text: text.split(),
        partial(str.split, sep="|"),
        partial(str.split, ngrams="|"),
        Keywords(),
        Own(**PAIRS).build_analyzer(),
        CountVectorizer(analyzer=str.split).build_analyzer(),
        CountVectorizer(analyzer=Own(**PAIRS).build_analyzer()).build_analyzer(),
        PieceAnalyzer(str.splitlines, str.split),
        # Single words and characters stand in their order.
        CountVectorizer().build_analyzer(),
        CountVectorizer(analyzer="char").build_analyzer(),
        SequenceVectorizer(boundaries="sentence").build_analyzer(),
        # Ranges that no vectorizer would be fitted with.
        CountVectorizer(ngram_range=(2, 1)).build_analyzer(),
        CountVectorizer(ngram_range=(0, 2)).build_analyzer(),
    ],
)
def test_the_order_of_other_analyzers_is_taken_as_it_is(analyzer):
    assert ngram_reader(analyzer) is None


def test_the_order_of_a_vectorizer_with_a_function_of_its_own_is_taken_as_it_is():
    vectorizer = CountVectorizer(**PAIRS)
    vectorizer._word_ngrams = lambda tokens, stop_words=None: tokens[::-1]
    assert ngram_reader(vectorizer.build_analyzer()) is None


def test_documents_are_decoded_once_from_files(tmp_path):
    path = tmp_path / "text"
    path.write_bytes("Zoë Ost Süd".encode("latin-1"))
    vectorizer = SequenceVectorizer(
        **PAIRS, input="filename", encoding="latin-1", boundaries="sentence"
    )
    reader = ngram_reader(vectorizer.build_analyzer())
    assert reader(str(path)) == ["zoë", "ost", "süd", "zoë ost", "ost süd"]


def test_pieces_are_analyzed_one_by_one():
    vectorizer = SequenceVectorizer(**PAIRS, boundaries=lambda text: text.split("|"))
    analyzer = vectorizer.build_analyzer()
    assert analyzer("new york|city|") == ["new", "york", "new york", "city"]
    reader = ngram_reader(analyzer)
    (found,), offsets = placed(reader, ["new york|city|"])
    assert found == [(0, 0, "new"), (1, 1, "york"), (0, 1, "new york"), (2, 2, "city")]
    assert offsets.tolist() == [0, 3]


class Words(list):
    """Words of which one does not count."""

    def __len__(self):
        return super().__len__() - 1


def test_a_tokenizer_whose_words_cannot_be_counted():
    vectorizer = SequenceVectorizer(
        ngram_range=(1, 2),
        tokenizer=lambda text: Words(text.split()),
        token_pattern=None,
    )
    message = r"makes 1 n-grams of 1 words, and the analyzer gives 2: the tokenizer"
    with pytest.raises(ValueError, match=message):
        vectorizer.fit(["new york"])
    with pytest.raises(ValueError, match=message):
        count_cooccurrences(["new york"], ["new"], analyzer=vectorizer.build_analyzer())


def test_more_sizes_than_there_are_words_take_no_room():
    options = {"ngram_range": (1, 10**9)}
    X = SequenceVectorizer(**options).fit_transform(["all fall down", "", "all"])
    assert X.tokens()[0][:3] == ["all", "all fall", "all fall down"]
    analyzer = CountVectorizer(**options).build_analyzer()
    counts = count_cooccurrences(
        ["all fall down"], ["all fall", "down"], window=3, analyzer=analyzer
    )
    assert counts.cooccurrences.tolist() == [[1, 1], [1, 1]]
