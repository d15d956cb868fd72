"""BERTopic reads the cache of its encoder when it predicts, and writes in `fit`."""

import shutil
import sqlite3
from operator import methodcaller

import joblib
import numpy as np
import pytest
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from sktopics import BERTopic, FunctionEncoder
from sktopics.embedding import cache_writes
from sktopics.embedding._cache_writes import told_to_write
from sktopics.testing._interrupts import outcomes

TEXTS = [f"{word} {word} {i}" for i in range(10) for word in ("sea", "tax", "tax sea")]
NEW = ["sea and ship", "tax and debt", "sea"]


def count_letters(texts):
    return [[text.count(letter) for letter in "aestx"] for text in texts]


def fitted(tmp_path, clusterer=None, **params):
    encoder = FunctionEncoder(
        count_letters, cache_dir=tmp_path / "cache", cache_key="letters"
    )
    clusterer = clusterer or KMeans(2, n_init=1)
    encoder = make_pipeline(encoder, Normalizer())
    return BERTopic(encoder, None, clusterer, random_state=0, **params).fit(TEXTS)


def info(model):
    return model.encoder_[0].cache_info()


@pytest.mark.parametrize("assign", ["cluster", "centroid"])
@pytest.mark.parametrize("method", ["predict", "transform", "predict_proba"])
def test_predictions_read_and_do_not_write(tmp_path, assign, method):
    model = fitted(tmp_path, assign=assign)
    assert info(model).documents == len(TEXTS)
    [path] = (tmp_path / "cache").iterdir()
    before = path.read_bytes(), path.stat().st_mtime_ns
    for texts in (NEW, TEXTS, [*TEXTS, *NEW]):
        getattr(model, method)(texts)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list((tmp_path / "cache").iterdir()) == [path]
    with cache_writes(True):
        getattr(model, method)(NEW)
    assert info(model).documents == len(TEXTS) + len(NEW)


def test_known_vectors_are_read(tmp_path):
    model = fitted(tmp_path)
    with cache_writes(True):
        expected = model.predict(NEW)

    def fail(texts):
        raise AssertionError(texts)

    model.encoder_[0].function = fail
    np.testing.assert_array_equal(model.predict(NEW), expected)


def test_learning_on_writes(tmp_path):
    encoder = FunctionEncoder(
        count_letters, cache_dir=tmp_path / "cache", cache_key="letters"
    )
    model = BERTopic(encoder, None, MiniBatchKMeans(2, n_init=1), random_state=0)
    model.partial_fit(TEXTS)
    model.partial_fit(NEW)
    assert encoder.cache_info().documents == len(TEXTS) + len(NEW)


def missing(folder):
    shutil.rmtree(folder)


def damaged(folder):
    [path] = folder.iterdir()
    path.write_bytes(b"This is no database. " * 1000)


def forged(folder):
    [path] = folder.iterdir()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("CREATE VIEW more AS SELECT * FROM vectors")
    connection.close()


@pytest.mark.parametrize("spoil", [missing, damaged, forged])
def test_loaded_models_do_without_a_cache(tmp_path, spoil):
    model = fitted(tmp_path)
    expected = model.transform(NEW)
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    spoil(tmp_path / "cache")
    there = (tmp_path / "cache").exists()
    with pytest.warns(
        UserWarning, match="encoded without the cache of vectors"
    ) as said:
        np.testing.assert_array_equal(loaded.transform(NEW), expected)
    assert len(said) == 1
    assert said[0].filename == __file__
    assert (tmp_path / "cache").exists() == there


def test_an_unusable_folder_is_an_error_of_fit(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match="cache"):
        fitted(tmp_path)


def test_interrupted_predictions_decide_for_no_other_encoder():
    encoder = FunctionEncoder(count_letters)
    model = BERTopic(encoder, None, KMeans(2, n_init=1), random_state=0).fit(TEXTS)
    for outcome in outcomes(model, methodcaller("predict", NEW), number=150, seed=0):
        assert outcome.state == "unchanged"
        assert told_to_write() is None
