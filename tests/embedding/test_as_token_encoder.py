from pathlib import Path

import numpy as np
import pytest
from public_estimators import STATIC_MODEL
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from sktopics import SequenceVectorizer
from sktopics.embedding import (
    Doc2Vec,
    FunctionEncoder,
    SentenceEncoder,
    StaticTokenEncoder,
    TokenEncoder,
    TokenVectors,
    WordVectors,
    as_encoder,
    as_token_encoder,
)

WORDS = WordVectors(np.array(["rain", "snow"], dtype=object), np.eye(2))


def fitted_pipeline():
    model = Doc2Vec(vector_size=2, dm=0, dbow_words=True, epochs=1, random_state=0)
    return make_pipeline(SequenceVectorizer(), model).fit(["rain and snow"] * 3)


def test_names_and_paths():
    assert as_token_encoder().model == "all-MiniLM-L6-v2"
    for model in ("all-mpnet-base-v2", Path("folder")):
        encoder = as_token_encoder(model)
        assert isinstance(encoder, TokenEncoder)
        assert encoder.model == model


def test_the_model_of_an_encoder_of_sentences():
    given = SentenceEncoder("name", device="cpu", batch_size=7, cache_dir="folder")
    encoder = as_token_encoder(given)
    assert isinstance(encoder, TokenEncoder)
    for name in ("model", "device", "batch_size", "cache_dir", "show_progress"):
        assert getattr(encoder, name) == getattr(given, name)


def test_an_object_of_sentence_transformers():
    library = pytest.importorskip("sentence_transformers")
    model = library.SentenceTransformer(STATIC_MODEL, device="cpu")
    encoder = as_token_encoder(model)
    assert isinstance(encoder, TokenEncoder)
    assert encoder.model is model
    assert as_token_encoder(as_encoder(model)).model is model
    (tokens,) = encoder.encode_tokens(["people today"])
    assert tokens.vectors.shape == (2, 8)


@pytest.mark.parametrize(
    "make",
    [
        lambda: WORDS,
        lambda: dict(zip(WORDS.terms, WORDS.vectors, strict=True)),
        lambda: (["rain", "snow"], np.eye(2)),
        lambda: as_encoder(WORDS),
        fitted_pipeline,
        lambda: fitted_pipeline()[-1],
    ],
    ids=["WordVectors", "dict", "tuple", "means", "Pipeline", "Doc2Vec"],
)
def test_word_vectors(make):
    encoder = as_token_encoder(make())
    assert isinstance(encoder, StaticTokenEncoder)
    (tokens,) = encoder.encode_tokens(["Rain, hail, snow"])
    assert tokens.spans.tolist() == [[0, 4], [12, 16]]


def test_gensim_and_model2vec():
    models = pytest.importorskip("gensim.models")
    model = models.Word2Vec([["rain", "snow"]], vector_size=4, min_count=1)
    doc2vec = models.Doc2Vec(
        [models.doc2vec.TaggedDocument(["rain"], [0])], vector_size=4, min_count=1
    )
    for given in (model, model.wv, doc2vec):
        encoder = as_token_encoder(given)
        assert encoder.transform(["Rain!"]).any()
    model2vec = pytest.importorskip("model2vec")
    tokenizer = pytest.importorskip("tokenizers").Tokenizer.from_file(
        f"{STATIC_MODEL}/tokenizer.json"
    )
    static = model2vec.StaticModel(np.ones((36, 4), np.float32), tokenizer)
    for given in (static, SentenceEncoder(static)):
        encoder = as_token_encoder(given)
        assert isinstance(encoder, StaticTokenEncoder)
        assert encoder.word_vectors is static


def test_what_encodes_tokens_is_itself():
    class Letters:
        def encode_tokens(self, documents):
            for text in documents:
                spans = np.arange(len(text))[:, None] + [0, 1]
                yield TokenVectors(np.ones((len(text), 1), np.float32), spans)

    for given in (Letters(), TokenEncoder(), StaticTokenEncoder(WORDS)):
        assert as_token_encoder(given) is given


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (3, "got 3"),
        (len, "got <built-in"),
        (TokenEncoder, "got the class TokenEncoder"),
        (FunctionEncoder(len), "got FunctionEncoder"),
        (LatentDirichletAllocation(2).fit([[1, 2], [3, 1]]), "got LatentDirichlet"),
    ],
    ids=["int", "function", "class", "FunctionEncoder", "LDA"],
)
def test_what_has_no_vectors_of_tokens(given, named):
    with pytest.raises(
        TypeError, match=f"encoder of tokens is .*encode_tokens`; {named}"
    ):
        as_token_encoder(given)


def test_models_that_have_not_learned_words():
    with pytest.raises(NotFittedError):
        as_token_encoder(make_pipeline(SequenceVectorizer(), Doc2Vec()))
    model = make_pipeline(SequenceVectorizer(), Doc2Vec(dm=0, epochs=1, vector_size=2))
    with pytest.raises(ValueError, match="dbow_words=True"):
        as_token_encoder(model.fit(["rain and snow"] * 3))
