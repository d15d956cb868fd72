"""Who writes to caches, and who does without a cache that cannot be used."""

import shutil
import threading
import warnings

import joblib
import numpy as np
import pytest
from logged import Logged, counts
from sklearn.cluster import KMeans
from sklearn.pipeline import make_pipeline

from sktopics import FunctionEncoder
from sktopics.embedding import cache_writes
from sktopics.embedding._cache_file import CacheUnusable
from sktopics.embedding._vector_cache import VectorCache

TEXTS = ["a sea", "an area", "tea", "", "idea"]
NEW = ["an idea of a sea", "eel"]


@pytest.fixture
def logged(tmp_path):
    return Logged(tmp_path / "log.txt")


@pytest.fixture
def encoder(logged, tmp_path):
    return FunctionEncoder(logged, cache_dir=tmp_path / "cache", cache_key="counts")


def file_of(encoder):
    [path] = encoder.cache_dir.iterdir()
    return path


def missing(encoder):
    shutil.rmtree(encoder.cache_dir)


def in_the_place_of_a_file(encoder):
    shutil.rmtree(encoder.cache_dir)
    encoder.cache_dir.write_text("a file")


def damaged(encoder):
    file_of(encoder).write_text("This is no database. " * 1000)


def no_home(encoder):
    encoder.cache_dir = "~nobody-of-this-name/vectors"


SPOILS = [missing, in_the_place_of_a_file, damaged, no_home]


def test_reading_only(encoder, logged):
    encoder.fit_transform(TEXTS)
    before = file_of(encoder).read_bytes()
    with cache_writes(False):
        np.testing.assert_array_equal(
            encoder.transform([*NEW, *TEXTS]), counts([*NEW, *TEXTS])
        )
        assert sorted(logged.texts) == sorted([*TEXTS, *NEW])
    assert file_of(encoder).read_bytes() == before
    encoder.transform(NEW)
    assert encoder.cache_info().documents == 7


def test_the_innermost_user_decides_and_models_do_not(encoder):
    encoder.fit(TEXTS)
    for contexts, n_written in [
        ([cache_writes(False, override=False)], 0),
        ([cache_writes(True), cache_writes(False, override=False)], 1),
        ([cache_writes(False), cache_writes(True, override=False)], 0),
        ([cache_writes(False), cache_writes(True)], 1),
        ([], 1),
    ]:
        encoder.clear_cache()
        for context in contexts:
            context.__enter__()
        encoder.transform(["new"])
        for context in contexts[::-1]:
            context.__exit__(None, None, None)
        assert encoder.cache_info().documents == n_written


def test_it_ends_with_an_error_and_holds_for_its_thread(encoder):
    with pytest.raises(KeyError), cache_writes(False):
        raise KeyError
    with cache_writes(False):
        thread = threading.Thread(target=encoder.transform, args=(["tea"],))
        thread.start()
        thread.join()
    assert encoder.cache_info().documents == 1


@pytest.mark.parametrize("spoil", SPOILS)
def test_reading_only_does_without_a_cache(encoder, logged, spoil):
    encoder.transform(TEXTS)
    spoil(encoder)
    with (
        pytest.warns(UserWarning, match="encoded without the cache of vec") as said,
        cache_writes(False),
    ):
        vectors = encoder.transform(TEXTS)
    assert len(said) == 1
    assert said[0].filename == __file__
    np.testing.assert_array_equal(vectors, counts(TEXTS))
    assert sorted(logged.texts) == sorted([*TEXTS, *TEXTS])


def test_no_file_in_the_folder_is_nothing_to_tell(encoder):
    encoder.cache_dir.mkdir()
    with warnings.catch_warnings(), cache_writes(False):
        warnings.simplefilter("error")
        encoder.transform(TEXTS)
    assert list(encoder.cache_dir.iterdir()) == []


@pytest.mark.parametrize("spoil", SPOILS[1:])
def test_fitted_models_do_without_a_cache(encoder, tmp_path, spoil):
    pipeline = make_pipeline(encoder, KMeans(2, n_init=1, random_state=0)).fit(TEXTS)
    expected = pipeline.predict(NEW)
    joblib.dump(pipeline, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    spoil(loaded[0])
    with pytest.warns(
        UserWarning, match="encoded without the cache of vectors"
    ) as said:
        np.testing.assert_array_equal(loaded.predict(NEW), expected)
    assert len(said) == 1
    for method in (loaded.fit, loaded[0].fit, loaded[0].fit_transform):
        with pytest.raises((OSError, ValueError), match="cache"):
            method(TEXTS)


def test_a_folder_that_was_deleted_is_made_again(encoder):
    encoder.fit(TEXTS)
    missing(encoder)
    encoder.transform(TEXTS)
    assert encoder.cache_info().documents == 5


def test_vectors_are_kept_if_writing_fails_afterwards(encoder, logged, monkeypatch):
    encoder.fit(TEXTS[:1])
    fill = VectorCache.fill

    def full(cache, keys, compute):
        fill(cache, keys, compute)
        raise CacheUnusable("The disk is full.")

    monkeypatch.setattr(VectorCache, "fill", full)
    with pytest.warns(UserWarning, match="The disk is full"):
        np.testing.assert_array_equal(encoder.transform(TEXTS), counts(TEXTS))
    assert sorted(logged.texts) == sorted(TEXTS)  # each of them once


def test_errors_of_what_encodes_are_errors(tmp_path):
    def fail(texts):
        raise error

    encoder = FunctionEncoder(fail, cache_dir=tmp_path / "cache", cache_key="fail")
    encoder.n_features_out_ = 3  # as of a fitted one
    for error in (OSError("no network"), ValueError("no text"), KeyError("a")):
        for write in (True, False):
            encoder.cache_dir.mkdir(exist_ok=True)
            raised = pytest.raises(type(error), match=error.args[0])
            with cache_writes(write), warnings.catch_warnings(action="error"), raised:
                encoder.transform(TEXTS)


def test_vectors_of_another_length_are_a_warning_of_fitted_models(encoder):
    encoder.fit(TEXTS)
    encoder.function = lambda texts: np.ones((len(texts), 2))
    with pytest.warns(UserWarning, match="come from another encoder"):
        assert (encoder.transform(NEW) == 1).all()
