"""Encoders made of the objects that other libraries encode by."""

import copy
import pickle
import sys
from types import ModuleType, SimpleNamespace

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans

from sktopics import BERTopic, FunctionEncoder
from sktopics.embedding import WordVectors, as_encoder

WORDS = ["rain", "snow", "hail", "tax", "debt", "bank", "Paris", "it"]
VECTORS = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32)
TEXTS = ["rain snow", "tax debt bank", "snow hail", "bank tax", "rain", "debt"] * 4


def of(*words):
    return VECTORS[[WORDS.index(word) for word in words]].mean(axis=0)


def keyed_vectors():
    gensim = pytest.importorskip("gensim.models")
    vectors = gensim.KeyedVectors(3)
    vectors.add_vectors(WORDS, VECTORS)
    return vectors


def word_vectors():
    return WordVectors(np.array(WORDS, dtype=object), VECTORS)


def language(with_vectors=True):
    nlp = pytest.importorskip("spacy").blank("en")
    for word, vector in zip(WORDS, VECTORS, strict=True):
        if with_vectors:
            nlp.vocab.set_vector(word, vector)
    return nlp


class Embeds:
    """What FastEmbed looks like: a generator of arrays, with options."""

    def __init__(self):
        self.asked = []

    def embed(self, documents, batch_size=256, parallel=None, **kwargs):
        self.asked += documents
        for text in documents:
            yield np.array([len(text), text.count("a")], dtype=np.float32)


class EmbedsDocuments:
    """What LangChain looks like: lists of lists, `embed_query` for one text."""

    def embed_documents(self, texts):
        return [[float(len(text)), float(text.count("a"))] for text in texts]

    def embed_query(self, text):
        return self.embed_documents([text])[0]


def static_model():
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    words = ["[UNK]", "[PAD]", *(word.lower() for word in WORDS)]
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({w: i for i, w in enumerate(words)}, "[UNK]")
    )
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    vectors = np.vstack([np.zeros((2, 3), np.float32), VECTORS])
    return model2vec.StaticModel(vectors, tokenizer, config={"normalize": False})


LIBRARIES = [
    keyed_vectors,
    word_vectors,
    language,
    static_model,
    Embeds,
    EmbedsDocuments,
]


@pytest.mark.parametrize("make", LIBRARIES, ids=lambda make: make.__name__)
def test_a_model_of_topics_takes_it_as_encoder(make, tmp_path):
    model = BERTopic(make(), None, KMeans(2, n_init=3, random_state=0))
    model = clone(model).fit(TEXTS)
    assert model.predict(TEXTS).tolist() == model.labels_.tolist()
    assert len(set(model.labels_)) == 2
    np.testing.assert_array_equal(clone(model).fit(TEXTS).labels_, model.labels_)
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict(TEXTS), model.labels_)
    new = ["tax and bank", "rain"]
    np.testing.assert_array_equal(loaded.transform(new), model.transform(new))


@pytest.mark.parametrize("make", [keyed_vectors, word_vectors, language])
def test_the_vector_of_a_text_is_the_mean_of_its_words(make):
    vectors = as_encoder(make()).transform(["rain snow snow", "tax", "rain bank it"])
    expected = [of("rain", "snow", "snow"), of("tax"), of("rain", "bank", "it")]
    np.testing.assert_allclose(vectors, expected, rtol=1e-6)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("make", [keyed_vectors, word_vectors])
def test_words_are_found_among_signs_and_capitals(make):
    encoder = as_encoder(make())
    texts = ["Rain, snow; HAIL!", "(Paris)", "paris", "", "  ", "? …", "unknown", "İt"]
    vectors = encoder.transform(texts)
    np.testing.assert_allclose(vectors[0], of("rain", "snow", "hail"), rtol=1e-6)
    np.testing.assert_allclose(vectors[1], of("Paris"), rtol=1e-6)
    assert not vectors[2:].any()
    # Words without a vector do not count.
    some = encoder.transform(["rain unknown snow"])[0]
    np.testing.assert_allclose(some, of("rain", "snow"), rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_word_vectors_of_other_types(dtype):
    terms = np.array(["rain", "snow"], dtype=object)
    vectors = np.eye(2, dtype=dtype)
    vectors.flags.writeable = False
    found = as_encoder(WordVectors(terms, vectors)).transform(["rain snow", "snow"])
    np.testing.assert_array_equal(found, [[0.5, 0.5], [0, 1]])
    assert found.dtype == np.float32


def test_the_same_as_bertopic_for_words_between_spaces():
    backend = pytest.importorskip("bertopic.backend._gensim")
    vectors = keyed_vectors()
    texts = [*TEXTS, "unknown", "rain unknown Paris", ""]
    expected = backend.GensimBackend(vectors).embed(texts)
    np.testing.assert_allclose(
        as_encoder(vectors).transform(texts), expected, rtol=1e-6
    )


def test_models_of_gensim_and_words_by_their_letters():
    models = pytest.importorskip("gensim.models")
    sentences = [text.split() for text in TEXTS]
    settings = {"vector_size": 4, "min_count": 1, "seed": 0}
    model = models.Word2Vec(sentences, **settings)
    expected = as_encoder(model.wv).transform(TEXTS)
    np.testing.assert_array_equal(as_encoder(model).transform(TEXTS), expected)
    spelled = models.FastText(sentences, bucket=50, **settings)
    vectors = as_encoder(spelled).transform(["snowy rain", "…"])
    mean = (spelled.wv["snowy"] + spelled.wv["rain"]) / 2
    np.testing.assert_allclose(vectors[0], mean, rtol=1e-5)
    assert not vectors[1].any()


def test_word_vectors_without_words():
    models = pytest.importorskip("gensim.models")
    with pytest.raises(ValueError, match="KeyedVectors given as encoder has no words"):
        as_encoder(models.KeyedVectors(3))


def test_documents_of_unknown_words_belong_to_no_topic():
    model = BERTopic(keyed_vectors(), None, KMeans(2, n_init=3, random_state=0))
    labels = model.fit_predict([*TEXTS, "unknown words", ""])
    assert labels[-2:].tolist() == [-1, -1]
    assert model.predict(["what", "rain"])[0] == -1


# --- spaCy ------------------------------------------------------------------------


def test_a_pipeline_of_spacy_without_vectors():
    nlp = language(with_vectors=False)
    with pytest.raises(ValueError, match=r"spaCy pipeline 'en_pipeline' has no vec"):
        as_encoder(nlp).transform(["rain"])
    model = BERTopic(nlp, None, KMeans(2))
    with pytest.raises(ValueError, match="en_core_web_md"):
        model.fit(TEXTS)


@pytest.mark.parametrize("curated", [True, False], ids=["curated", "transformers"])
def test_a_pipeline_of_spacy_with_a_transformer(curated):
    spacy = pytest.importorskip("spacy")
    nlp = language(with_vectors=False)
    layer = np.arange(6.0).reshape(3, 2)

    @spacy.Language.component("last_layer")
    def last_layer(doc):
        doc._.trf_data = (
            SimpleNamespace(last_hidden_layer_state=SimpleNamespace(dataXd=layer))
            if curated
            else SimpleNamespace(tensors=[np.zeros((1, 4, 2)), layer])
        )
        return doc

    spacy.tokens.Doc.set_extension("trf_data", default=None, force=True)
    try:
        nlp.add_pipe("last_layer")
        vectors = as_encoder(nlp).transform(["rain", ""])
    finally:
        spacy.tokens.Doc.remove_extension("trf_data")
    np.testing.assert_array_equal(vectors, [[2, 3], [0, 0]])


# --- Flair ------------------------------------------------------------------------


class Sentence:
    def __init__(self, text):
        assert text.strip()  # the real one warns
        self.tokens = [SimpleNamespace(text=token) for token in text.split()]

    def __iter__(self):
        return iter(self.tokens)


class Tensor:
    """As one of torch that wants gradients: NumPy may not read it."""

    def __init__(self, numbers):
        self.numbers = numbers

    def detach(self):
        return SimpleNamespace(cpu=lambda: np.array(self.numbers))


class Flair:
    embedding_length = 2
    training = False

    def __init__(self, embedding_type):
        self.embedding_type = embedding_type
        self.states = []

    def eval(self):
        self.training = False

    def train(self):
        self.training = True

    def embed(self, sentences):
        self.states.append(self.training)
        for sentence in sentences:
            for token in sentence:
                token.embedding = Tensor([len(token.text), 1.0])
            sizes = [len(token.text) for token in sentence]
            if self.embedding_type == "sentence-level":
                sentence.embedding = Tensor([max(sizes), len(sizes)])

    def __call__(self, *args):  # every module of torch can be called
        raise AssertionError("called as a function")


@pytest.fixture
def flair(monkeypatch):
    package = ModuleType("flair")
    package.data = ModuleType("flair.data")
    package.data.Sentence = Sentence
    monkeypatch.setitem(sys.modules, "flair", package)
    monkeypatch.setitem(sys.modules, "flair.data", package.data)


@pytest.mark.usefixtures("flair")
def test_embeddings_of_flair():
    texts = ["rain and snow", "", "hail"]
    of_documents = Flair("sentence-level")
    vectors = as_encoder(of_documents).transform(texts)
    np.testing.assert_array_equal(vectors, [[4, 3], [0, 0], [4, 1]])
    of_tokens = as_encoder(Flair("word-level")).transform(texts)
    np.testing.assert_allclose(of_tokens, [[11 / 3, 1], [0, 0], [4, 1]], rtol=1e-6)
    model = BERTopic(of_documents, None, KMeans(2, random_state=0)).fit(TEXTS)
    assert model.predict(TEXTS).tolist() == model.labels_.tolist()


@pytest.mark.usefixtures("flair")
def test_embeddings_of_flair_that_are_being_trained():
    embeddings = Flair("sentence-level")
    embeddings.train()
    as_encoder(embeddings).transform(["rain"])
    assert embeddings.states == [False]
    assert embeddings.training


# --- methods ----------------------------------------------------------------------


def test_texts_without_content_are_given_to_no_library():
    embeds = Embeds()
    vectors = as_encoder(embeds).transform(["", "rain", " \n"])
    np.testing.assert_array_equal(vectors, [[0, 0], [4, 1], [0, 0]])
    assert embeds.asked == ["rain"]
    assert as_encoder(Embeds()).transform([" "]).tolist() == [[0, 0]]


def test_encode_and_transform_come_before_embed():
    class All(Embeds):
        def encode(self, texts):
            return [[1.0] for _ in texts]

    assert as_encoder(All()).transform(["rain"]).tolist() == [[1]]
    both = type("Both", (Embeds, EmbedsDocuments), {})()
    assert as_encoder(both).function.method == "embed_documents"


class OfBERTopic:
    """As the backends of the package BERTopic."""

    def embed(self, documents, verbose=False):
        return np.ones((len(documents), 2))

    def embed_words(self, words, verbose=False):
        raise AssertionError("documents are no words")

    def embed_documents(self, document, verbose=False):
        return self.embed(document, verbose)


def test_a_network_with_a_layer_called_embed_is_a_function():
    class Layer:
        def __call__(self, ids):
            raise AssertionError("called with texts")

    class Network:
        def __init__(self):
            self.embed = Layer()

        def __call__(self, texts):
            return [[1.0] for _ in texts]

    assert as_encoder(Network()).transform(["rain"]).tolist() == [[1]]


def test_a_backend_of_bertopic():
    assert as_encoder(OfBERTopic()).transform(["rain"]).tolist() == [[1, 1]]


def test_a_method_that_takes_more_than_texts():
    class Client:
        def embed(self, *, model, input):
            raise AssertionError("called")

    with pytest.raises(TypeError, match=r"method embed of the encoder Client takes"):
        as_encoder(Client())


@pytest.mark.parametrize(
    ("output", "error", "match"),
    [
        ([[1.0]], ValueError, r"function Wrong\.embed .*got 1 for 2 documents"),
        ([[1.0], [np.nan]], ValueError, r"Wrong\.embed .* NaN"),
        ([["a"], ["b"]], TypeError, r"Wrong\.embed .* real numbers"),
        (None, TypeError, r"Wrong\.embed .* returned None"),
    ],
    ids=["too few", "NaN", "texts", "None"],
)
def test_messages_name_the_library(output, error, match):
    wrong = type("Wrong", (), {"embed": lambda self, texts: output})()
    with pytest.raises(error, match=match):
        as_encoder(wrong).transform(["rain", "snow"])


def test_copies_share_the_model_and_caches_have_a_name(tmp_path):
    embeds = Embeds()
    encoder = as_encoder(embeds).set_params(cache_dir=tmp_path, cache_key="lengths")
    assert clone(encoder).function.model is embeds
    first = encoder.fit_transform(TEXTS)
    n_asked = len(embeds.asked)
    np.testing.assert_array_equal(encoder.transform(TEXTS), first)
    assert len(embeds.asked) == n_asked
    unnamed = as_encoder(embeds).set_params(cache_dir=tmp_path)
    with pytest.raises(ValueError, match="give cache_key"):
        unnamed.fit(TEXTS)


@pytest.mark.parametrize("make", LIBRARIES, ids=lambda make: make.__name__)
def test_encoders_of_libraries_are_pickled_and_copied(make):
    encoder = as_encoder(make())
    expected = encoder.transform(TEXTS)
    for copied in (pickle.loads(pickle.dumps(encoder)), copy.deepcopy(encoder)):
        np.testing.assert_array_equal(copied.transform(TEXTS), expected)
    if isinstance(encoder, FunctionEncoder):
        name = type(encoder.function.model).__name__
        assert name in repr(encoder.function)
