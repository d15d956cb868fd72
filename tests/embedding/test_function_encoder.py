import pickle

import numpy as np
import pytest
from logged import Logged, counts
from public_estimators import STATIC_MODEL
from sklearn.base import clone
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import FunctionEncoder, SentenceEncoder
from sktopics.embedding import as_encoder, mean_of_modalities

TEXTS = ["Rain and snow fell.", "", "Bread, milk and a cake.", "It hails."]


def assert_close(actual, expected):
    np.testing.assert_allclose(actual, expected, atol=2e-6)


# --- functions --------------------------------------------------------------------


@pytest.mark.parametrize("form", [list, np.array, tuple, iter, np.float32, np.float16])
def test_function(form):
    encoder = FunctionEncoder(lambda texts: form(counts(texts)))
    vectors = encoder.fit_transform(TEXTS)
    assert vectors.dtype == np.float32
    np.testing.assert_array_equal(vectors, counts(TEXTS))
    assert encoder.n_features_out_ == 3
    assert encoder.get_feature_names_out().tolist()[2] == "functionencoder2"


def test_function_is_given_batches_of_distinct_texts():
    calls = []

    def function(texts):
        calls.append(texts)
        return counts(texts)

    texts = np.array([f"text {i % 40:02}" for i in range(80)])
    vectors = FunctionEncoder(function, batch_size=3).transform(texts)
    np.testing.assert_array_equal(vectors, counts(texts.tolist()))
    assert max(map(len, calls)) == 3
    assert sorted(text for call in calls for text in call) == sorted(set(texts))
    assert all(type(text) is str for text in calls[0])


@pytest.mark.parametrize(
    ("output", "error", "match"),
    [
        ([[1.0], [2.0]], ValueError, "got 2 for 1 documents"),
        ([[np.nan]], ValueError, "NaN"),
        ([1.0], ValueError, "2D array"),
        (None, TypeError, "NoneType"),
    ],
)
def test_function_that_gives_no_vectors(output, error, match):
    encoder = FunctionEncoder(lambda texts: output)
    with pytest.raises(error, match=match):
        encoder.fit(["a"])


def test_sparse_vectors_are_refused_with_a_hint():
    vectorizer = TfidfVectorizer().fit(["rain and snow"])
    with pytest.raises(TypeError, match="TruncatedSVD"):
        FunctionEncoder(vectorizer.transform).fit(["rain"])


@pytest.mark.parametrize("X", [None, "text", ["a", None], [1], [["a"]], []])
def test_function_is_not_given_bad_documents(X):
    def function(texts):
        raise AssertionError(texts)

    for method in ("fit", "transform", "fit_transform"):
        with pytest.raises((TypeError, ValueError), match=r"[Dd]ocument"):
            getattr(FunctionEncoder(function), method)(X)


def test_function_that_is_none():
    with pytest.raises(ValueError, match="'function' parameter"):
        FunctionEncoder("counts").fit(TEXTS)


def test_cache_of_a_function_needs_a_key(tmp_path):
    encoder = FunctionEncoder(counts, cache_dir=tmp_path)
    for method in (encoder.fit, encoder.transform):
        with pytest.raises(ValueError, match="give cache_key"):
            method(TEXTS)
    with pytest.raises(ValueError, match="give cache_key"):
        encoder.cache_info()
    assert not list(tmp_path.iterdir())


def test_clones_share_the_function(tmp_path):
    function = Logged(tmp_path / "log")
    encoder = FunctionEncoder(function, normalize=True)
    copy = clone(encoder.fit(TEXTS))
    assert copy.function is function
    assert copy.get_params() == encoder.get_params()
    assert not hasattr(copy, "n_features_out_")
    loaded = pickle.loads(pickle.dumps(encoder))
    np.testing.assert_array_equal(loaded.transform(TEXTS), encoder.transform(TEXTS))


# --- pipelines of transformers ----------------------------------------------------


@pytest.fixture(scope="module")
def pipeline(minilm):
    transformers = pytest.importorskip("transformers")
    return transformers.pipeline("feature-extraction", model=minilm)


def test_pipeline_gives_means_of_tokens(pipeline, minilm):
    encoder = FunctionEncoder(pipeline)
    vectors = encoder.fit_transform(TEXTS)
    for text, vector in zip(TEXTS, vectors, strict=True):
        assert_close(vector, np.mean(pipeline(text)[0], axis=0))
    # The model itself: means of tokens, made of length 1.
    expected = SentenceEncoder(minilm).transform(TEXTS)
    assert_close(as_encoder(pipeline).transform(TEXTS), expected)


def test_pipeline_that_cannot_fill_up_batches(pipeline):
    expected = FunctionEncoder(pipeline).transform(TEXTS)
    token = pipeline.tokenizer.pad_token
    pipeline.tokenizer.pad_token = None
    try:
        vectors = FunctionEncoder(pipeline).transform(TEXTS)
    finally:
        pipeline.tokenizer.pad_token = token
    assert_close(vectors, expected)


def test_pipeline_cuts_long_documents(pipeline):
    words = " ".join(f"word{i}" for i in range(700))
    short, long = FunctionEncoder(pipeline, batch_size=1).transform([words[:5], words])
    assert np.isfinite(long).all()
    assert np.abs(short - long).max() > 0.01


def test_pipeline_has_a_cache_without_a_key(pipeline, tmp_path, monkeypatch):
    encoder = FunctionEncoder(pipeline, cache_dir=tmp_path)
    before = encoder.transform(TEXTS[:2])
    assert encoder.cache_info().documents == 2
    np.testing.assert_array_equal(encoder.transform(TEXTS[:2]), before)
    options = {"truncation": True, "max_length": 4}
    monkeypatch.setattr(pipeline, "_preprocess_params", options)
    assert encoder.cache_info().documents == 0
    assert np.abs(encoder.transform(TEXTS[:1]) - before[0]).max() > 0.01


# --- images -----------------------------------------------------------------------


@pytest.fixture
def images():
    pillow = pytest.importorskip("PIL.Image")
    noise = np.random.RandomState(0).randint(0, 255, (20, 24, 3)).astype(np.uint8)
    return [
        pillow.new("RGB", (16, 16), "red"),
        pillow.fromarray(noise),
        pillow.fromarray(noise).convert("L"),
        pillow.fromarray(noise).convert("P"),
    ]


def test_images_and_texts_have_vectors_of_one_space(clip, images):
    library = pytest.importorskip("sentence_transformers")
    encoder = SentenceEncoder(clip)
    vectors = encoder.transform_images(images)
    assert vectors.shape == (4, 8)
    assert vectors.dtype == np.float32
    assert encoder.transform(["a word", "word " * 200]).shape == (2, 8)
    model = library.SentenceTransformer(clip, device="cpu")
    expected = model.encode([image.convert("RGB") for image in images])
    assert_close(vectors, expected)
    assert np.abs(vectors[0] - vectors[1]).max() > 1e-3
    unit = SentenceEncoder(clip, normalize=True, truncate_dim=4, prompt="a photo of ")
    assert_close(np.linalg.norm(unit.transform_images(images), axis=1), 1)
    assert_close(SentenceEncoder(model).transform_images(images), expected)


def test_images_in_files(clip, images, tmp_path):
    paths = []
    for i, image in enumerate(images):
        image.save(tmp_path / f"{i}.png")
        paths.append(tmp_path / f"{i}.png")
    encoder = SentenceEncoder(clip)
    expected = encoder.transform_images(images)
    assert_close(encoder.transform_images(paths), expected)
    assert_close(encoder.transform_images(map(str, paths[::-1])), expected[::-1])


def test_images_in_the_cache(clip, images, tmp_path, monkeypatch):
    encoder = SentenceEncoder(clip, cache_dir=tmp_path / "cache")
    expected = encoder.transform_images([*images, *images])
    assert encoder.cache_info().documents == 4
    turned = images[1].rotate(180)  # of the same mode and size
    assert np.abs(encoder.transform_images([turned])[0] - expected[1]).max() > 1e-4
    encoder.transform(["a word"])
    assert encoder.cache_info().documents == 6
    path = tmp_path / "image.png"
    images[1].save(path)
    assert_close(encoder.transform_images([path])[0], expected[1])
    images[0].save(path)  # another image in the same file
    assert_close(encoder.transform_images([path])[0], expected[0])

    def load(*args):
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("sktopics.embedding._sentence_encoder.load", load)
    np.testing.assert_array_equal(encoder.transform_images(images), expected[:4])


def test_bad_images(clip, images, tmp_path):
    encoder = SentenceEncoder(clip)
    (tmp_path / "text.png").write_text("no image")
    for bad, error, match in (
        ("image.png", TypeError, "list of paths"),
        (images[0], TypeError, "list of paths"),
        (None, TypeError, "list of paths"),
        ([images[0], 3], TypeError, "image 1 is 3"),
        ([], ValueError, "at least 1 image"),
        ([tmp_path / "none.png"], OSError, r"none\.png"),
        ([tmp_path / "text.png"], ValueError, r"text\.png' holds no image"),
    ):
        with pytest.raises(error, match=match):
            encoder.transform_images(bad)


def test_model_of_texts_only(images, minilm):
    with pytest.raises(ValueError, match=r"takes no images.*clip-ViT-B-32"):
        SentenceEncoder(minilm).transform_images(images)


def test_mean_of_modalities():
    nan = np.nan
    texts = np.array([[1, 2], [3, 4], [nan, nan]], dtype=np.float32)
    images = np.array([[3, 0], [nan, 1], [5, 6]], dtype=np.float32)
    vectors = mean_of_modalities(texts, images, [1, 1, 0], [True, False, True])
    np.testing.assert_array_equal(vectors, [[2, 1], [3, 4], [5, 6]])
    assert vectors.dtype == np.float32
    assert np.isnan(texts[2]).all()


@pytest.mark.parametrize(
    ("texts", "images", "has_text", "has_image", "match"),
    [
        (np.ones((2, 2)), np.ones((2, 2)), [1, 0], [1, 0], "Document 1 has neither"),
        (np.ones((2, 2)), np.ones((2, 3)), [1, 1], [1, 1], "3 dimensions"),
        (np.ones((1, 2)), np.ones((2, 2)), [1, 1], [1, 1], "got 1 for 2"),
        (np.ones((2, 2)), np.ones((3, 2)), [1, 1], [1, 1], "got 3 for 2"),
        (np.full((1, 2), np.nan), np.ones((1, 2)), [1], [1], "NaN"),
        (np.ones(2), np.ones((2, 2)), [1, 1], [1, 1], "2D"),
        (np.ones((2, 2)), np.ones((2, 2)), [1], [1, 1], "size|dimensions"),
    ],
)
def test_mean_of_modalities_that_do_not_fit(texts, images, has_text, has_image, match):
    with pytest.raises(ValueError, match=match):
        mean_of_modalities(texts, images, has_text, has_image)


# --- anything ---------------------------------------------------------------------


def test_as_encoder(tmp_path):
    assert as_encoder().model == SentenceEncoder().model
    assert as_encoder(None).model == SentenceEncoder().model
    assert as_encoder("name").model == "name"
    assert as_encoder(tmp_path).model == tmp_path
    for transformer in (
        SentenceEncoder(STATIC_MODEL),
        FunctionEncoder(counts),
        make_pipeline(TfidfVectorizer(), TruncatedSVD()),
    ):
        assert as_encoder(transformer) is transformer
    assert as_encoder(counts).function is counts
    both = Logged(tmp_path / "log")  # can be called, too
    assert isinstance(as_encoder(both), SentenceEncoder)
    assert as_encoder(both).model is both


@pytest.mark.parametrize("encoder", [3, ["a"], SentenceEncoder, object(), b"name"])
def test_as_encoder_of_what_does_not_encode(encoder):
    with pytest.raises(TypeError, match="An encoder is the name or path"):
        as_encoder(encoder)


def test_as_encoder_of_a_sentence_transformer(minilm_model):
    encoder = as_encoder(minilm_model)
    assert isinstance(encoder, SentenceEncoder)
    assert_close(encoder.transform(TEXTS), minilm_model.encode(TEXTS))
