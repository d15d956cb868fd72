import pickle
import time

import joblib
import numpy as np
import pytest
from public_estimators import STATIC_MODEL
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import SequenceVectorizer
from sktopics.embedding import (
    Doc2Vec,
    StaticTokenEncoder,
    TokenVectors,
    WordVectors,
    as_encoder,
    encode_words,
)
from sktopics.testing import make_documents
from sktopics.text import token_spans

WORDS = {"rain": [1, 0, 0], "snow": [0, 1, 0], "Paris": [0, 0, 1], "don't": [1, 1, 0]}
TEXTS = ["Rain in Paris, SNOW!", "", "I don't know. 😀 rain\r\n  snow", "?", "paris"]
FOUND = [["Rain", "Paris", "SNOW"], [], ["don't", "rain", "snow"], [], []]


def pieces(encoder, texts):
    """Return the pieces of text that are tokens."""
    tokens = list(encoder.encode_tokens(texts))
    assert all(isinstance(each, TokenVectors) for each in tokens)
    return [
        [text[start:stop] for start, stop in each.spans]
        for each, text in zip(tokens, texts, strict=True)
    ]


def keyed_vectors():
    models = pytest.importorskip("gensim.models")
    model = models.KeyedVectors(3)
    model.add_vectors(list(WORDS), np.array(list(WORDS.values()), np.float32))
    return model


def terms_and_array():
    return list(WORDS), np.array(list(WORDS.values()))


def word_vectors():
    terms, vectors = terms_and_array()
    vectors.flags.writeable = False
    return WordVectors(np.array(terms, dtype=object), vectors)


def halves():
    return {word: np.array(v, dtype=np.float16) for word, v in WORDS.items()}


SOURCES = [WORDS.copy, halves, terms_and_array, word_vectors, keyed_vectors]


@pytest.mark.parametrize("make", SOURCES, ids=lambda make: make.__name__)
def test_words_and_their_vectors(make):
    encoder = StaticTokenEncoder(make())
    assert pieces(encoder, TEXTS) == FOUND
    for tokens, words in zip(encoder.encode_tokens(TEXTS), FOUND, strict=True):
        expected = [WORDS.get(w, WORDS.get(w.lower())) for w in words]
        np.testing.assert_array_equal(tokens.vectors, np.reshape(expected, (-1, 3)))
        assert tokens.vectors.dtype == np.float32
        assert tokens.spans.dtype == np.int64
        assert tokens.spans.shape == (len(words), 2)
    means = encoder.fit_transform(TEXTS)
    assert means.dtype == np.float32
    np.testing.assert_allclose(means[0], [1 / 3] * 3)
    assert not means[[1, 3, 4]].any()
    assert encoder.n_features_out_ == 3
    assert encoder.get_feature_names_out()[-1] == "statictokenencoder2"


@pytest.mark.parametrize("make", [word_vectors, keyed_vectors])
def test_means_are_what_encoders_of_documents_make_of_words(make):
    words = make()
    expected = as_encoder(words).transform(TEXTS)
    np.testing.assert_array_equal(StaticTokenEncoder(words).transform(TEXTS), expected)


def test_the_same_case_only():
    encoder = StaticTokenEncoder(WORDS, lowercase=False)
    assert pieces(encoder, TEXTS)[0] == ["Paris"]


def test_a_pattern_of_words():
    assert pieces(StaticTokenEncoder(WORDS, token_pattern=r"\w+"), TEXTS)[2] == [
        "rain",
        "snow",
    ]
    grouped = StaticTokenEncoder(WORDS, token_pattern=r"#(\w+)|(\s)")
    assert pieces(grouped, ["#rain snow #snow"]) == [["rain", "snow"]]


def test_a_word_of_fasttext_has_a_vector_by_its_letters():
    models = pytest.importorskip("gensim.models")
    texts = [["rain", "snow"], ["snow", "hail"]] * 5
    model = models.FastText(texts, vector_size=4, min_count=1, bucket=50, seed=0)
    encoder = StaticTokenEncoder(model)
    assert pieces(encoder, ["Snowy rain"]) == [["Snowy", "rain"]]
    (tokens,) = encoder.encode_tokens(["Snowy rain"])
    np.testing.assert_array_equal(tokens.vectors[0], model.wv.get_vector("Snowy"))
    np.testing.assert_array_equal(tokens.vectors[1], model.wv["rain"])


# --- Doc2Vec ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def doc2vec():
    texts = ["Café and RAIN again", "the café, the rain", "snowed_in Éclair rain"] * 4
    vectorizer = SequenceVectorizer(strip_accents="unicode", stop_words=["the", "and"])
    model = Doc2Vec(vector_size=4, dm=0, dbow_words=True, epochs=2, random_state=0)
    return make_pipeline(vectorizer, model).fit(texts)


def test_words_are_those_of_the_vectorizer(doc2vec):
    encoder = StaticTokenEncoder(doc2vec)
    texts = ["The CAFÉ, and e\u0301clair; x snow", "", "and the"]
    assert pieces(encoder, texts) == [["CAFÉ", "e\u0301clair"], [], []]
    (tokens, *_) = encoder.encode_tokens(texts)
    terms = doc2vec[-1].terms_.tolist()
    row = terms.index("cafe")
    np.testing.assert_array_equal(tokens.vectors[0], doc2vec[-1].word_vectors_[row])
    trained = doc2vec[-1].word_vectors_[terms.index("rain")]
    np.testing.assert_array_equal(encode_words(encoder, ["rain"])[0], trained)


def test_tokens_are_those_of_sequences(doc2vec):
    texts = ["Again a café? RAIN and Éclair", "again"]
    sequences = doc2vec[0].transform(texts)
    table = doc2vec[-1].word_vectors_
    for tokens, ids in zip(
        StaticTokenEncoder(doc2vec).encode_tokens(texts),
        np.split(sequences.ids, sequences.offsets[1:-1]),
        strict=True,
    ):
        np.testing.assert_array_equal(tokens.vectors, table[ids])


@pytest.mark.parametrize(
    "options",
    [
        {"strip_accents": "unicode", "stop_words": "english"},
        {"token_pattern": r"(?u)\b(\w[\w-]*)\b", "lowercase": False},
        {"ngram_range": (1, 2), "min_df": 2},
        {"stop_words": ["another"]},
    ],
    ids=["accents", "group", "phrases", "stop words"],
)
def test_words_stand_where_the_vectorizer_reads_them(options):
    texts = [
        "The naïve café-owner's other; ANOTHER, other—cafe\u0301s\r\n«été»!",
        "Σοφός ΣΟΦΟΣ ﬁne İstanbul 1,000 co-operation the-he, so_called",
        "another/other/another words",
    ]
    vectorizer = SequenceVectorizer(**{"min_df": 1, **options})
    model = Doc2Vec(vector_size=2, dm=0, dbow_words=True, epochs=1, random_state=0)
    pipeline = make_pipeline(vectorizer, model).fit(texts * 3)
    expected = [
        [span for span, token in zip(spans, tokens, strict=True) if " " not in token]
        for spans, tokens in zip(
            token_spans(vectorizer, texts),
            vectorizer.transform(texts).tokens(),
            strict=True,
        )
    ]
    assert sum(map(len, expected)) > 10
    for tokens, spans in zip(
        StaticTokenEncoder(pipeline).encode_tokens(texts), expected, strict=True
    ):
        np.testing.assert_array_equal(tokens.spans, spans)


def test_stems_stand_where_words_do():
    def stems(text):
        return [word[:4] for word in text.lower().split() if len(word) > 2]

    vectorizer = SequenceVectorizer(tokenizer=stems, token_pattern=None)
    model = Doc2Vec(vector_size=2, dm=0, dbow_words=True, epochs=1, random_state=0)
    pipeline = make_pipeline(vectorizer, model).fit(["raining snows"] * 3)
    encoder = StaticTokenEncoder(pipeline)
    assert pieces(encoder, ["Rained, it snowed"]) == [["Rain", "snow"]]


def test_a_tokenizer_that_cuts_runs_of_letters():
    def letters(text):
        return [char for char in text if not char.isspace()]

    vectorizer = SequenceVectorizer(tokenizer=letters, token_pattern=None)
    model = Doc2Vec(vector_size=2, dm=0, dbow_words=True, epochs=1, random_state=0)
    pipeline = make_pipeline(vectorizer, model).fit(["雨 雪", "雨雪"] * 3)
    assert pieces(StaticTokenEncoder(pipeline), ["大雨雪 雨"]) == [["雨", "雪", "雨"]]


def test_a_search_and_a_bare_model(doc2vec):
    search = GridSearchCV(
        make_pipeline(SequenceVectorizer(), Doc2Vec(vector_size=2, epochs=1)),
        {"doc2vec__dm": [1]},
        cv=2,
        scoring=lambda *_: 0.0,
    ).fit(["rain snow", "snow hail"] * 4)
    assert pieces(StaticTokenEncoder(search), ["Rain or hail"]) == [["Rain", "hail"]]
    assert pieces(StaticTokenEncoder(doc2vec[-1]), ["RAIN!"]) == [["RAIN"]]


def test_models_without_trained_words():
    with pytest.raises(NotFittedError):
        StaticTokenEncoder(Doc2Vec()).encode_tokens(["rain"])
    untrained = Doc2Vec(vector_size=2, dm=0, epochs=1)
    pipeline = make_pipeline(SequenceVectorizer(), untrained).fit(["rain snow"] * 3)
    with pytest.raises(ValueError, match="dbow_words=True"):
        StaticTokenEncoder(pipeline).fit(["rain"])


# --- model2vec --------------------------------------------------------------------


def static_model(**options):
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(f"{STATIC_MODEL}/tokenizer.json")
    weights = np.random.RandomState(0).normal(size=(36, 4)).astype(np.float32)
    return model2vec.StaticModel(weights, tokenizer, **options)


def test_static_model():
    model = static_model()
    texts = [*make_documents(9), "", "Planet zebra\r\n orbit 😀"]
    encoder = StaticTokenEncoder(model)
    np.testing.assert_allclose(
        encoder.fit_transform(texts), model.encode(texts), atol=1e-6
    )
    assert pieces(encoder, texts)[-2:] == [[], ["Planet", "orbit"]]
    for tokens, expected in zip(
        encoder.encode_tokens(texts), model.encode_as_sequence(texts), strict=True
    ):
        np.testing.assert_array_equal(tokens.vectors, expected)


def test_static_model_of_fewer_vectors_and_weights():
    rows = np.arange(36) % 4
    model = static_model(token_mapping=rows, weights=np.linspace(0, 1, 36))
    texts = make_documents(5)
    np.testing.assert_allclose(
        StaticTokenEncoder(model).transform(texts), model.encode(texts), atol=1e-6
    )


def test_nothing_of_a_long_text_is_dropped():
    model = static_model(max_length=8)
    text = "orbit planet " * 1000
    (tokens,) = StaticTokenEncoder(model).encode_tokens([text])
    assert tokens.vectors.shape == (2000, 4)
    assert text[slice(*tokens.spans[-1])] == "planet"
    assert model.max_length == 8
    assert len(model.tokenizer.encode(text).ids) == 8  # the caller's cuts as before


def test_a_pattern_is_for_words():
    with pytest.raises(ValueError, match="StaticModel has a tokenizer of its own"):
        StaticTokenEncoder(static_model(), token_pattern="a").fit(["a"])


# --- an encoder -------------------------------------------------------------------


def test_documents_are_checked_before_they_are_read():
    encoder = StaticTokenEncoder(WORDS)
    for X, message in (("rain", "takes documents"), ([1], "document 0 is 1")):
        with pytest.raises(TypeError, match=message):
            encoder.encode_tokens(X)
    with pytest.raises(ValueError, match="at least 1 document"):
        encoder.encode_tokens([])


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({}, ValueError, "dict given as word_vectors has no words"),
        (
            {"rain": [1, 2], "snow": [1]},
            ValueError,
            r"'rain' has 2 .* 'snow' has the s",
        ),
        ({"rain": [1, np.nan]}, ValueError, "NaN or infinity in the vector of 'rain'"),
        ((["rain"], [[np.inf]]), ValueError, "infinity in the vector of 'rain'"),
        ((["rain"], [[1], [2]]), ValueError, "a row for each term"),
        ("rain", TypeError, "word_vectors must be"),
        (3, TypeError, "word_vectors must be"),
    ],
    ids=["empty", "ragged", "nan", "inf", "rows", "str", "int"],
)
def test_what_are_no_word_vectors(given, error, message):
    with pytest.raises(error, match=message):
        list(StaticTokenEncoder(given).encode_tokens(["rain snow"]))


def test_what_is_no_pattern():
    with pytest.raises(
        ValueError, match=r"token_pattern='\(' is no regular expression"
    ):
        StaticTokenEncoder(WORDS, token_pattern="(").encode_tokens(["rain"])


def test_rows_do_not_depend_on_each_other():
    encoder = StaticTokenEncoder(WORDS)
    together = encoder.transform(TEXTS)
    np.testing.assert_array_equal(encoder.transform(TEXTS[::-1]), together[::-1])
    np.testing.assert_array_equal(encoder.transform(TEXTS[:1]), together[:1])


def test_clones_share_and_pickles_do_not(tmp_path):
    encoder = StaticTokenEncoder(WORDS).fit(TEXTS)
    assert clone(encoder).word_vectors is WORDS
    loaded = pickle.loads(pickle.dumps(encoder))
    np.testing.assert_array_equal(loaded.transform(TEXTS), encoder.transform(TEXTS))
    joblib.dump(encoder, tmp_path / "encoder")
    loaded = joblib.load(tmp_path / "encoder", mmap_mode="r")
    assert pieces(loaded, TEXTS) == FOUND


def test_texts_are_read_one_by_one():
    encoder = StaticTokenEncoder({"rain": np.ones(300)})
    text = "rain " * 20_000
    started = time.process_time()
    tokens = encoder.encode_tokens([text] * 10_000)  # 2.4e11 bytes of vectors
    assert next(tokens).vectors.shape == (20_000, 300)
    assert time.process_time() - started < 60
