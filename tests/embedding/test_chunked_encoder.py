"""Vectors of long documents: everything is read, and everything once."""

import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import (
    BERTopic,
    ChunkedEncoder,
    Doc2Vec,
    FunctionEncoder,
    SentenceEncoder,
    SequenceVectorizer,
)
from sktopics.datasets import load_sotu
from sktopics.embedding import WordsAndDocuments, encode_words
from sktopics.embedding._document_parts import token_shares

WORDS = [f"w{i}" for i in range(300)]
LONG = " ".join(WORDS)


def means_of_words(texts):
    """Means of vectors of words, which know every word's place."""
    rows = [
        [int(word[1:]) for word in text.split() if word[0] == "w"] for text in texts
    ]
    return np.array([[np.mean(row), 1.0] if row else [0.0, 0.0] for row in rows])


# --- all of a document, once --------------------------------------------------------


@pytest.mark.parametrize("overlap", [0, 0.3, 0.5, 0.99])
@pytest.mark.parametrize("chunk", [1, 7, 100, 299])
def test_every_token_is_in_a_part(chunk, overlap):
    # The chunker of top2vec 1.0.36 leaves out the last third of 300 tokens.
    encoder = ChunkedEncoder(means_of_words, chunk=chunk, overlap=overlap)
    parts, owners, spans = encoder.parts([LONG, "", "w1"])
    assert {word for part in parts for word in part.split()} == set(WORDS)
    assert_array_equal(np.unique(owners), [0, 2])
    read = [[LONG, "", "w1"][i][a:b] for i, (a, b) in zip(owners, spans, strict=True)]
    assert read == parts
    assert max(len(part.split()) for part in parts) <= chunk


@pytest.mark.parametrize("chunk", [1, 7, 100, 300, 1000, "sentence"])
def test_without_overlap_the_mean_of_parts_is_the_mean_of_tokens(chunk):
    text = LONG.replace("w50 ", "w50. ").replace("w200 ", "w200? ")
    text = text.replace("w51", "W51").replace("w201", "W201")

    def means(texts):
        rows = [[int(word[1:].rstrip(".?")) for word in t.split()] for t in texts]
        return np.array([[np.mean(row), 1] for row in rows])

    encoder = ChunkedEncoder(FunctionTransformer(means), chunk=chunk, overlap=0)
    assert_allclose(encoder.fit_transform([text]), [[149.5, 1]], rtol=1e-12)


def slow_mean(text, spans):
    """The mean over tokens of the mean vector of the parts that a token is in."""
    start, rows = 0, []
    vectors = means_of_words([text[a:b] for a, b in spans])
    for word in text.split():
        start = text.index(word, start)
        inside = [i for i, (a, b) in enumerate(spans) if a <= start < b]
        if inside:
            rows.append(vectors[inside].mean(axis=0))
        start += len(word)
    return np.mean(rows, axis=0)


@pytest.mark.parametrize(
    ("chunk", "overlap"), [(100, 0.5), (7, 0.9), (200, 0.5), (90, 0.1)]
)
def test_a_token_in_several_parts_counts_once(chunk, overlap):
    encoder = ChunkedEncoder(means_of_words, chunk=chunk, overlap=overlap)
    _, _, spans = encoder.parts([LONG])
    (vector,) = encoder.transform([LONG])
    assert_allclose(vector, slow_mean(LONG, spans), rtol=1e-6)


def test_shares_of_tokens_add_up():
    spans = [(0, 8), (4, 13), (4, 13), (4, 5)]
    shares = token_shares("one two three", spans)
    by_letters = [1 + 2 / 9 + 1 / 12, 2 / 9 + 1 / 12 + 1 / 2]
    assert_allclose(shares, [*by_letters, by_letters[1], 1 / 12])
    assert_allclose(shares.sum(), 3)
    assert_array_equal(token_shares("one", []), [])
    assert_allclose(token_shares("雪と雨", [(0, 1), (1, 3)]), [1, 2])


def test_a_document_of_one_part_has_the_vector_of_the_encoder():
    def odd(texts):
        return np.array([[0.1 * len(text), 1 / 3] for text in texts])

    texts = ["w1 w2 w3", "  w4\n", "w5"]
    for encode in (odd, lambda texts: odd(texts).astype(np.float32)):
        vectors = ChunkedEncoder(FunctionTransformer(encode)).fit_transform(texts)
        expected = encode(texts)
        assert vectors.dtype == expected.dtype
        assert_array_equal(vectors, expected)


# --- parts --------------------------------------------------------------------------


def test_parts_are_sentences_paragraphs_or_tokens():
    text = "One, two. Three!\n\nFour 雪と."
    for chunk, overlap, expected in [
        ("sentence", 0.5, ["One, two. ", "Three!\n\n", "Four 雪と."]),
        ("sentence", 1, ["One, two. ", "One, two. Three!\n\n", "Three!\n\nFour 雪と."]),
        ("paragraph", 0, ["One, two. Three!\n\n", "Four 雪と."]),
        (4, 0.5, ["One, two. Three!\n\nFour ", "Three!\n\nFour 雪と", "雪と."]),
    ]:
        encoder = ChunkedEncoder(means_of_words, chunk=chunk, overlap=overlap)
        assert encoder.parts([text])[0] == expected


def test_overlap_is_rounded_to_tokens():
    # 0.29 * 100 is 28.999999999999996.
    encoder = ChunkedEncoder(means_of_words, chunk=100, overlap=0.29)
    parts, _, _ = encoder.parts([LONG])
    assert parts[1].startswith("w71 ")


def test_a_function_gives_parts_or_places():
    text = "w0 w1 w0 w1 w2"
    for chunk in (
        lambda text: ["w0 w1", "w1 w0", "w0 w1 w2"],
        lambda text: [(0, 5), (3, 8), (6, 14)],
        lambda text: np.array([[0, 5], [3, 8], [6, 14]]),
    ):
        encoder = ChunkedEncoder(means_of_words, chunk=chunk, overlap=5)
        parts, owners, spans = encoder.parts([text, " \n"])
        assert_array_equal(spans, [(0, 5), (3, 8), (6, 14)])
        assert parts == ["w0 w1", "w1 w0", "w0 w1 w2"]
        assert_array_equal(owners, 0)
    repeated = ChunkedEncoder(means_of_words, chunk=lambda text: text.split(" "))
    assert_array_equal(repeated.parts(["w0 w0 w0"])[2], [(0, 2), (3, 5), (6, 8)])


def test_a_document_without_parts_has_zeros():
    encoder = ChunkedEncoder(means_of_words, chunk=lambda text: ["", " "])
    assert_array_equal(encoder.fit_transform(["w1 w2", "w3 w4"]), np.zeros((2, 2)))


@pytest.mark.parametrize(
    ("found", "error", "message"),
    [
        ("w0 w1", TypeError, "returned 'w0 w1' for document 1"),
        (3, TypeError, "returned 3 for document 1"),
        (None, TypeError, "returned None for document 1"),
        ([3], TypeError, "for document 1 is 3"),
        ([(0.0, 1.0)], TypeError, r"for document 1 is \(0.0, 1.0\)"),
        ([(0, 99)], ValueError, r"place \(0, 99\) for document 1, which has 5 char"),
        ([(3, 1)], ValueError, "0 <= start <= stop <= 5"),
        (["W0"], ValueError, "'W0' for document 1, which is not in the document"),
        (["w1", "w0"], ValueError, "'w0' for document 1"),
    ],
    ids=str,
)
def test_a_function_that_gives_no_parts_is_told_so(found, error, message):
    encoder = ChunkedEncoder(means_of_words, chunk=lambda text: found)
    with pytest.raises(error, match=message):
        encoder.fit(["", "w0 w1"])


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"overlap": 1}, r"overlap=1 is a share of a part of chunk=200 tokens"),
        ({"chunk": "sentence", "overlap": 1.5}, "number of units of chunk='sentence'"),
        ({"overlap": -0.1}, "'overlap' parameter"),
        ({"chunk": 0}, "'chunk' parameter"),
        ({"chunk": "page"}, "'chunk' parameter"),
    ],
    ids=str,
)
def test_parameters_that_make_no_parts(params, message):
    encoder = ChunkedEncoder(means_of_words, **params)
    for method in ("fit", "transform", "fit_transform", "parts"):
        with pytest.raises(ValueError, match=message):
            getattr(encoder, method)(["w0"])


# --- encoders -----------------------------------------------------------------------


def test_each_part_is_encoded_once_and_equal_documents_are_equal():
    calls = []

    def encode(texts):
        calls.extend(texts)
        return means_of_words(texts)

    class Encoder:
        def transform(self, texts):
            return encode(texts)

    documents = [LONG, "w1 w1 w1", LONG, "", "w1 w1"]
    for encoder in (encode, Encoder(), FunctionTransformer(encode)):
        calls.clear()
        chunked = ChunkedEncoder(encoder, chunk=2, overlap=0)
        vectors = chunked.transform(documents)
        assert (
            len(calls) == len(set(calls)) == 153
        )  # 150 pairs, "w1 w1 ", "w1", "w1 w1"
        assert_array_equal(vectors[0], vectors[2])
        assert_array_equal(vectors[3], 0)
        assert_array_equal(chunked.transform(documents[:1]), vectors[:1])


def test_an_encoder_that_learns_learns_from_parts():
    texts, _ = load_sotu(return_X_y=True)
    texts = texts[:6]
    pipeline = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    encoder = ChunkedEncoder(pipeline, chunk=50, overlap=0).fit(texts)
    parts, owners, _ = encoder.parts(texts)
    expected = clone(pipeline).fit(parts)
    vectors = expected.transform(parts)
    lengths = [len(part.split()) for part in parts]
    means = [
        np.average(
            vectors[owners == i], axis=0, weights=np.compress(owners == i, lengths)
        )
        for i in range(len(texts))
    ]
    assert_allclose(encoder.transform(texts), means, atol=1e-10)
    assert not hasattr(pipeline[0], "vocabulary_")
    with pytest.raises(NotFittedError, match="ChunkedEncoder"):
        ChunkedEncoder(pipeline).transform(texts)


def test_fit_transform_learns_once_and_equals_transform():
    encoder = make_pipeline(
        SequenceVectorizer(), Doc2Vec(4, dm=0, epochs=2, random_state=0)
    )
    documents = ["rain and snow", "snow and hail and rain", "", "tax", "rain and snow"]
    chunked = ChunkedEncoder(encoder, chunk=2)
    vectors = chunked.fit_transform(documents)
    assert_array_equal(vectors, chunked.transform(documents))
    assert_array_equal(vectors[0], vectors[4])
    assert_array_equal(vectors[2], 0)


def test_parts_that_nothing_is_known_of_are_zeros():
    steps = TfidfVectorizer(), FunctionTransformer(lambda X: X.toarray() + 5.0)
    encoder = ChunkedEncoder(make_pipeline(*steps), chunk=1, overlap=0)
    vectors = encoder.fit(["rain snow"]).transform(["rain tax hail", "tax", "rain"])
    assert_allclose(vectors, [[6 / 3, 5 / 3], [0, 0], [6, 5]])


def test_labels_of_documents_are_those_of_their_parts():
    given = []

    class Encoder(FunctionTransformer):
        def fit(self, X, y=None):
            given.append((list(X), None if y is None else list(y)))
            return super().fit(X)

    encoder = ChunkedEncoder(Encoder(means_of_words), chunk=1, overlap=0)
    encoder.fit(["w1 w2", "", "w3"], ["a", "b", "c"])
    assert given == [(["w1 ", "w2", "w3"], ["a", "a", "c"])]
    ChunkedEncoder(FrozenEstimator(encoder)).fit(["w1"])  # which asks for y


def test_blank_documents_alone_have_zeros_of_the_same_width():
    encoder = ChunkedEncoder(means_of_words)
    assert_array_equal(encoder.fit_transform(["", " "]), np.zeros((2, 2)))
    assert_array_equal(encoder.fit(["w1"]).transform([""]), np.zeros((1, 2)))


def test_words_are_encoded_by_the_encoder_of_parts():
    both = WordsAndDocuments(lambda texts: [[7.0]] * len(texts), means_of_words)
    assert_array_equal(encode_words(ChunkedEncoder(both), ["rain"]), [[7]])
    words = encode_words(ChunkedEncoder(means_of_words, chunk=1), ["w1 w3"])
    assert_array_equal(words, means_of_words(["w1 w3"]))


# --- scikit-learn -------------------------------------------------------------------


def test_clones_share_models_and_copy_what_learns():
    class Model:
        def encode(self, texts):
            return means_of_words(texts)

    model = Model()
    assert clone(ChunkedEncoder(model)).encoder is model
    svd = TruncatedSVD(1)
    encoder = ChunkedEncoder(make_pipeline(TfidfVectorizer(), svd), chunk=5)
    encoder.set_output(transform="pandas")
    copy = clone(encoder).set_params(encoder__truncatedsvd__n_components=2, overlap=0)
    assert (svd.n_components, copy.encoder[1].n_components) == (1, 2)
    table = copy.fit_transform(["rain and snow", "hail and rain", "snow"])
    assert table.columns.tolist() == ["chunkedencoder0", "chunkedencoder1"]
    again = pickle.loads(pickle.dumps(copy))
    assert_array_equal(again.transform(["rain"]), copy.transform(["rain"]))


def test_parameters_of_the_encoder_are_searched():
    svd = TruncatedSVD(2, random_state=0)
    pipeline = make_pipeline(
        ChunkedEncoder(make_pipeline(TfidfVectorizer(), svd)), TruncatedSVD(1)
    )
    grid = {
        "chunkedencoder__chunk": [2, "sentence"],
        "chunkedencoder__encoder__truncatedsvd__n_components": [2, 3],
    }
    search = GridSearchCV(pipeline, grid, scoring=lambda model, X, y=None: 1.0, cv=2)
    search.fit(["rain and snow", "hail rain snow", "snow is rain", "and hail is"])
    assert len(search.cv_results_["params"]) == 4


# --- models -------------------------------------------------------------------------


def test_a_model_reads_all_of_a_document(minilm, minilm_model):
    encoder = SentenceEncoder(minilm, device="cpu")
    filler = " ".join(["The weather was fine and nothing happened."] * 40)
    texts = [filler, filler + " The president vetoed the tax bill."]
    assert len(minilm_model.tokenizer(filler)["input_ids"]) > 256
    plain = encoder.transform(texts)
    assert_allclose(plain[0], plain[1], atol=1e-6)  # 256 pieces, the rest is dropped
    vectors = ChunkedEncoder(encoder).transform(texts)
    assert np.abs(vectors[0] - vectors[1]).max() > 0.01


def test_parts_are_no_longer_than_a_model_reads(minilm, minilm_model):
    long_word = "".join(chr(97 + i * i % 26) for i in range(3000))
    texts = ["antidisestablishmentarianism " * 199 + "end", long_word, "rain"]
    encoder = ChunkedEncoder(SentenceEncoder(minilm, device="cpu"), overlap=0)
    parts, owners, _ = encoder.parts(texts)
    lengths = [
        len(minilm_model.tokenizer(part, truncation=False)["input_ids"])
        for part in parts
    ]
    assert max(lengths) <= minilm_model.max_seq_length
    for i, text in enumerate(texts):
        assert "".join(np.compress(owners == i, parts)) == text
    prompted = SentenceEncoder(minilm, device="cpu", prompt="word " * 200)
    assert len(ChunkedEncoder(prompted, overlap=0).parts(texts)[0]) > 2 * len(parts)


def test_topics_of_long_documents(minilm):
    head = "The senate debated the budget and the taxes of the nation. " * 25
    tails = ["The team won the football match in the final minutes. " * 25] * 4
    documents = [head + tail for tail in tails] + [head] * 4
    encoder = SentenceEncoder(minilm, device="cpu")
    model = BERTopic(
        ChunkedEncoder(encoder), reducer=None, min_topic_size=3, random_state=0
    )
    labels = model.fit_predict([f"{text} {i}." for i, text in enumerate(documents)])
    assert_array_equal(labels[:4], labels[0])
    assert labels[0] != labels[4]


def test_a_function_encoder_inside_keeps_its_cache(tmp_path):
    inner = FunctionEncoder(means_of_words, cache_dir=tmp_path, cache_key="means")
    chunked = ChunkedEncoder(inner, chunk=100, overlap=0)
    vectors = chunked.fit_transform([LONG, LONG, "w1"])
    assert inner.cache_info().documents == 4
    assert_array_equal(chunked.transform([LONG, LONG, "w1"]), vectors)
