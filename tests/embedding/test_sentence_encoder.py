import importlib.util
import io
import json
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
from joblib import Parallel, delayed
from joblib.externals.loky import ProcessPoolExecutor
from logged import Logged, counts
from public_estimators import STATIC_MODEL
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from sktopics import SentenceEncoder, TokenEncoder
from sktopics.embedding import CacheInfo, _sentence_models
from sktopics.testing import make_documents

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="sentence_transformers is not installed",
)

TEXTS = ["Rain and snow fell.", "", "Bread, milk", "   "]


def assert_close(actual, expected):
    np.testing.assert_allclose(actual, expected, atol=1e-6)


@pytest.fixture
def never(monkeypatch):
    """Fail if a model is loaded."""

    def load(*args):
        raise AssertionError("a model was loaded")

    monkeypatch.setattr("sktopics.embedding._sentence_encoder.load", load)
    monkeypatch.setattr("sktopics.embedding._sentence_encoder.fingerprint", load)


# --- what sentence-transformers gives ---------------------------------------------


def test_vectors_are_those_of_sentence_transformers(minilm, minilm_model):
    encoder = SentenceEncoder(minilm)
    vectors = encoder.fit_transform(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (4, 384)
    assert encoder.n_features_out_ == 384
    assert_close(vectors, minilm_model.encode(TEXTS))
    assert encoder.get_feature_names_out()[-1] == "sentenceencoder383"


def test_options_are_those_of_sentence_transformers(minilm, minilm_model):
    options = {"prompt": "query: ", "truncate_dim": 10, "batch_size": 2}
    vectors = SentenceEncoder(Path(minilm), normalize=True, **options).transform(TEXTS)
    expected = minilm_model.encode(TEXTS, normalize_embeddings=True, **options)
    assert_close(vectors, expected)
    assert_close(np.linalg.norm(vectors, axis=1), 1)
    assert np.abs(vectors - minilm_model.encode(TEXTS)[:, :10]).max() > 0.01


def test_vectors_do_not_depend_on_each_other(minilm):
    encoder = SentenceEncoder(minilm)
    together = encoder.transform(TEXTS)
    assert_close(encoder.transform(TEXTS[::-1]), together[::-1])
    assert_close(encoder.transform([TEXTS[2]]), together[[2]])
    assert_close(encoder.set_params(batch_size=1).transform(TEXTS), together)
    np.testing.assert_array_equal(
        encoder.transform([*TEXTS, *TEXTS]), np.vstack([encoder.transform(TEXTS)] * 2)
    )


def test_similar_texts_have_similar_vectors(minilm):
    encoder = SentenceEncoder(minilm)
    rain, storm, bread = encoder.transform(
        ["It rained all day.", "A storm is coming.", "Bake the bread for an hour."]
    )
    assert rain @ storm > rain @ bread + 0.1


@pytest.mark.parametrize("encode", [SentenceEncoder, TokenEncoder])
@pytest.mark.parametrize("device", ["no", "cuda:99"])
def test_a_device_that_is_not_there(minilm, encode, device):
    pytest.importorskip("torch")
    with pytest.raises(ValueError, match=f"device='{device}' cannot be used on this"):
        encode(minilm, device=device).fit(TEXTS)


def test_object_is_used_as_it_is(minilm_model):
    encoder = SentenceEncoder(minilm_model)
    assert_close(encoder.fit_transform(TEXTS), minilm_model.encode(TEXTS))
    assert clone(encoder).model is minilm_model
    assert clone(make_pipeline(encoder))[0].model is minilm_model


def test_model2vec():
    model2vec = pytest.importorskip("model2vec")
    tokenizers = pytest.importorskip("tokenizers")
    tokenizer = tokenizers.Tokenizer.from_file(f"{STATIC_MODEL}/tokenizer.json")
    weights = np.random.RandomState(0).normal(size=(36, 4)).astype(np.float32)
    model = model2vec.StaticModel(weights, tokenizer)
    texts = [*make_documents(9), "", " "]
    encoder = SentenceEncoder(model, show_progress=False)
    assert_close(encoder.fit_transform(texts), model.encode(texts))
    prompted = encoder.set_params(prompt="orbit ").transform(["planet"])
    assert_close(prompted, model.encode(["orbit planet"]))


def test_object_that_takes_texts_only(tmp_path):
    encoder = SentenceEncoder(Logged(tmp_path / "log"), prompt="a: ")
    np.testing.assert_array_equal(encoder.transform(["e"]), counts(["a: e"]))


def test_output_of_any_form():
    torch = pytest.importorskip("torch")

    class Tensors:
        def encode(self, texts):
            vectors = torch.tensor(counts(texts), dtype=torch.bfloat16)
            return vectors.requires_grad_()

    np.testing.assert_array_equal(
        SentenceEncoder(Tensors()).transform(["a"]), [[1, 0, 0]]
    )


@pytest.mark.parametrize(
    ("output", "match"),
    [
        (np.ones((3, 2)), "got 3 for 2 documents"),
        (np.full((2, 2), np.nan), "NaN"),
        (np.ones(2), "2D array"),
    ],
)
def test_output_that_is_no_vectors(output, match):
    class Wrong:
        def encode(self, texts):
            return output

    with pytest.raises(ValueError, match=match):
        SentenceEncoder(Wrong()).transform(["a", "b"])


def test_progress(capsys, tmp_path):
    encoder = SentenceEncoder(Logged(tmp_path / "log"), show_progress=True)
    encoder.transform(["a", "b", "a"])
    assert "2/2" in capsys.readouterr().err
    encoder.set_params(show_progress=False).transform(["a"])
    assert capsys.readouterr().err == ""


def test_truncating_to_more_than_there_is():
    with pytest.raises(
        ValueError, match=r"truncate_dim is 9, and the model gives .* 8"
    ):
        SentenceEncoder(STATIC_MODEL, truncate_dim=9).fit(["orbit"])


# --- bad input, before a model is loaded ------------------------------------------


@pytest.mark.parametrize(
    ("X", "error"),
    [
        (None, TypeError),
        ("text", TypeError),
        (["a", None], TypeError),
        (["a", np.nan], TypeError),
        ([1.0], TypeError),
        ([["a"]], TypeError),
        (np.array([["a"]]), TypeError),
        ([], ValueError),
    ],
)
def test_bad_documents(X, error, never, tmp_path):
    for encoder in (SentenceEncoder(), SentenceEncoder(cache_dir=tmp_path)):
        for method in ("fit", "transform", "fit_transform"):
            with pytest.raises(error):
                getattr(encoder, method)(X)


@pytest.mark.parametrize(
    "params",
    [
        {"model": 3},
        {"model": None},
        {"batch_size": 0},
        {"truncate_dim": 0},
        {"normalize": "yes"},
        {"prompt": 3},
        {"cache_dir": 3},
        {"device": 0},
    ],
)
def test_bad_parameters(params, never):
    encoder = SentenceEncoder(**params)
    for method in (encoder.fit, encoder.transform):
        with pytest.raises(ValueError, match=f"{next(iter(params))}' parameter"):
            method(["text"])


def test_device_of_an_object(tmp_path):
    encoder = SentenceEncoder(Logged(tmp_path / "log"), device="cpu")
    for method in (encoder.fit, encoder.transform):
        with pytest.raises(
            ValueError, match="device='cpu' is for models given by name"
        ):
            method(["text"])


def test_unknown_model(tmp_path):
    for params in ({}, {"cache_dir": tmp_path}):
        encoder = SentenceEncoder("no-such-model", **params)
        with pytest.raises(OSError, match="'no-such-model' could not be loaded"):
            encoder.fit(["text"])
    with pytest.raises(OSError, match="could not be loaded"):
        SentenceEncoder(tmp_path).fit(["text"])


def test_missing_package(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    for params in ({}, {"cache_dir": tmp_path}):
        encoder = SentenceEncoder(STATIC_MODEL, **params)
        with pytest.raises(ImportError, match=r"sktopics\[embeddings\]"):
            encoder.fit(["text"])
    # An object needs no package.
    assert SentenceEncoder(Logged(tmp_path / "log")).transform(["a"]).shape == (1, 3)


# --- models are loaded once, and travel by name -----------------------------------


def test_model_is_loaded_once(monkeypatch):
    library = pytest.importorskip("sentence_transformers")
    loaded = []

    class Counting(library.SentenceTransformer):
        def __init__(self, *args, **kwargs):
            loaded.append(args)
            super().__init__(*args, **kwargs)

    monkeypatch.setattr(library, "SentenceTransformer", Counting)
    monkeypatch.setattr(_sentence_models, "_LOADED", type(_sentence_models._LOADED)())
    encoder = SentenceEncoder(STATIC_MODEL)
    assert not loaded
    for _ in range(2):
        clone(encoder).fit(["orbit"])
        pickle.loads(pickle.dumps(encoder)).transform(["orbit"])
    assert len(loaded) == 1


def test_few_models_stay_in_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(_sentence_models, "_LOADED", type(_sentence_models._LOADED)())
    for i in range(3):
        folder = shutil.copytree(STATIC_MODEL, tmp_path / str(i))
        SentenceEncoder(folder).fit(["orbit"])
    assert len(_sentence_models._LOADED) == 2


def test_persistence():
    skops_io = pytest.importorskip("skops.io")
    encoder = SentenceEncoder(STATIC_MODEL, batch_size=2).fit(TEXTS)
    expected = encoder.transform(TEXTS)
    pickled = pickle.dumps(encoder)
    assert len(pickled) < 1000
    buffer = io.BytesIO()
    joblib.dump(encoder, buffer)
    buffer.seek(0)
    saved = skops_io.dumps(encoder)
    assert skops_io.get_untrusted_types(data=saved) == [
        "sktopics.embedding._sentence_encoder.SentenceEncoder"
    ]
    trusted = skops_io.get_untrusted_types(data=saved)
    for loaded in (
        pickle.loads(pickled),
        joblib.load(buffer),
        skops_io.loads(saved, trusted=trusted),
        clone(encoder),
    ):
        assert loaded.get_params() == encoder.get_params()
        np.testing.assert_array_equal(loaded.transform(TEXTS), expected)


def test_worker_process():
    encoder = SentenceEncoder(STATIC_MODEL, device="cpu")
    texts = make_documents(3)
    with ProcessPoolExecutor(max_workers=1) as pool:
        vectors = pool.submit(encoder.transform, texts).result()
    assert_close(vectors, encoder.transform(texts))


def test_threads(minilm):
    encoder = SentenceEncoder(minilm)
    tasks = [delayed(encoder.transform)([f"{n * 'word '}"]) for n in range(5)]
    vectors = Parallel(n_jobs=4, prefer="threads")(tasks)
    assert_close(np.vstack(vectors), encoder.transform([n * "word " for n in range(5)]))


def test_in_a_pipeline(minilm):
    texts = ["Rain fell.", "Snow fell.", "Bake bread.", "Bake a cake."]
    pipeline = make_pipeline(SentenceEncoder(minilm), KMeans(2, random_state=0))
    labels = pipeline.fit_predict(texts)
    assert labels[0] == labels[1] != labels[2] == labels[3]


def test_tables():
    pandas = pytest.importorskip("pandas")
    texts = make_documents(3)
    encoder = SentenceEncoder(STATIC_MODEL).set_output(transform="pandas")
    frame = encoder.fit_transform(pandas.Series(texts))
    assert list(frame.columns) == [f"sentenceencoder{i}" for i in range(8)]
    unfitted = clone(encoder)  # keeps the setting, but not the number of columns
    with pytest.raises(NotFittedError):
        unfitted.transform(texts)
    assert isinstance(unfitted.fit(texts).transform(texts), pandas.DataFrame)
    np.testing.assert_array_equal(frame, SentenceEncoder(STATIC_MODEL).transform(texts))


# --- whose vectors a cache holds --------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(STATIC_MODEL, tmp_path / "model")


def change_weights(folder):
    safetensors = importlib.import_module("safetensors.numpy")
    path = str(Path(folder) / "model.safetensors")
    weights = safetensors.load_file(path)
    safetensors.save_file({name: 2 * array for name, array in weights.items()}, path)


def test_cache_is_shared_by_a_copy_of_the_model(tmp_path, folder):
    cache = {"cache_dir": tmp_path / "cache"}
    expected = SentenceEncoder(folder, **cache).transform(["orbit"])
    other = shutil.copytree(folder, tmp_path / "other")
    (other / "README.md").write_text("Not read by a model.")
    for encoder in (
        SentenceEncoder(other, **cache),
        SentenceEncoder(str(folder), device="cpu", batch_size=1, **cache),
        SentenceEncoder(folder, truncate_dim=3, normalize=True, **cache),
    ):
        assert encoder.cache_info().documents == 1
    np.testing.assert_array_equal(
        SentenceEncoder(other, **cache).transform(["orbit"]), expected
    )
    for encoder in (
        SentenceEncoder(folder, prompt="planet ", **cache),
        SentenceEncoder(folder, prompt="", **cache),
        SentenceEncoder(folder, cache_dir=tmp_path / "elsewhere"),
    ):
        assert encoder.cache_info() == CacheInfo(0, 0)


@pytest.mark.parametrize("params", [{}, {"cache_dir": "cache"}])
def test_model_whose_files_change(tmp_path, folder, params, monkeypatch):
    monkeypatch.chdir(tmp_path)
    encoder = SentenceEncoder(folder, **params)
    before = encoder.transform(["orbit", "planet"])
    change_weights(folder)
    assert_close(encoder.transform(["orbit", "comet"])[0], 2 * before[0])
    assert_close(encoder.transform(["planet"])[0], 2 * before[1])


def test_model_that_changes_before_it_is_loaded(tmp_path, folder, monkeypatch):
    encoder = SentenceEncoder(folder, cache_dir=tmp_path / "cache")
    before = encoder.transform(["orbit"])
    asked, load = [], _sentence_models.load

    def change_and_load(*args):
        if not asked:
            change_weights(folder)
        asked.append(args)
        return load(*args)

    monkeypatch.setattr("sktopics.embedding._sentence_encoder.load", change_and_load)
    vectors = encoder.transform(["orbit", "comet"])  # looked up, then loaded
    assert_close(vectors[0], 2 * before[0])
    assert_close(vectors, SentenceEncoder(folder).transform(["orbit", "comet"]))


def test_model_from_the_hub(tmp_path, monkeypatch):
    repository = tmp_path / "models--sentence-transformers--tiny"
    for revision in "ab":
        shutil.copytree(STATIC_MODEL, repository / "snapshots" / (revision * 40))
    change_weights(repository / "snapshots" / ("b" * 40))
    main = repository / "refs" / "main"
    main.parent.mkdir()
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    for params in ({}, {"cache_dir": tmp_path / "cache"}):
        encoder = SentenceEncoder("tiny", **params)
        main.write_text("a" * 40)
        first = encoder.fit_transform(["orbit", "comet"])
        assert_close(first, SentenceEncoder(STATIC_MODEL).transform(["orbit", "comet"]))
        main.write_text("b" * 40)
        assert_close(encoder.transform(["orbit"]), 2 * first[:1])


def test_objects_are_told_apart_by_what_they_compute(minilm, tmp_path):
    library = pytest.importorskip("sentence_transformers")
    model = library.SentenceTransformer(minilm, device="cpu")
    encoder = SentenceEncoder(model, cache_dir=tmp_path)
    long = "rain and snow " * 20
    before = encoder.transform([long, "hail"])
    assert encoder.cache_info().documents == 2
    again = library.SentenceTransformer(minilm, device="cpu")
    assert SentenceEncoder(again, cache_dir=tmp_path).cache_info().documents == 2
    model.max_seq_length = 16
    assert encoder.cache_info().documents == 0
    assert np.abs(encoder.transform([long]) - before[0]).max() > 1e-3
    model.max_seq_length = 256
    assert encoder.cache_info().documents == 2
    name, weights = next(iter(model.named_parameters()))
    weights.data[-1] += 1
    assert encoder.cache_info().documents == 0, name


def test_object_that_cannot_be_told_apart(tmp_path):
    class Local:
        def encode(self, texts):
            return counts(texts)

    encoder = SentenceEncoder(Local(), cache_dir=tmp_path)
    with pytest.raises(TypeError, match="FunctionEncoder with a cache_key"):
        encoder.transform(["a"])


def test_documents_and_options_survive_a_new_process(tmp_path, folder):
    encoder = SentenceEncoder(folder, cache_dir=tmp_path / "cache").fit(["orbit"])
    path = tmp_path / "encoder.pickle"
    path.write_bytes(pickle.dumps(encoder))
    code = f"""
import json, pickle
encoder = pickle.load(open({str(path)!r}, "rb"))
vectors = encoder.transform(["orbit"]).tolist()
print(json.dumps([encoder.cache_info().documents, vectors]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert json.loads(done.stdout) == [1, encoder.transform(["orbit"]).tolist()]
