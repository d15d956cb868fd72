import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from joblib import Parallel, delayed
from logged import Logged, counts
from sklearn.cluster import KMeans
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import FunctionEncoder, SentenceEncoder
from sktopics.embedding import CacheInfo, _vector_cache
from sktopics.embedding._vector_cache import VectorCache

TEXTS = ["a sea", "an area", "tea", "", "idea"]


@pytest.fixture
def logged(tmp_path):
    return Logged(tmp_path / "log.txt")


def encoder_of(logged, tmp_path, **params):
    params = {"cache_dir": tmp_path / "cache", "cache_key": "counts", **params}
    return FunctionEncoder(logged, **params)


def file_of(tmp_path):
    [path] = (tmp_path / "cache").iterdir()
    return path


def spoil(path, vector):
    """Change a byte of a vector in the file."""
    data = bytearray(path.read_bytes())
    start = data.index(np.float32(vector).tobytes())
    data[start] ^= 1
    path.write_bytes(data)


# --- the file ---------------------------------------------------------------------


def vectors_of(keys):
    return np.array([[len(key), key[0], 0.1] for key in keys], dtype=np.float32)


def test_fill_computes_what_is_not_there(tmp_path):
    cache = VectorCache(tmp_path / "new" / "folder", "name")
    asked = []

    def compute(keys):
        asked.append(keys)
        return vectors_of(keys)

    assert cache.get([b"a"]) == {}
    assert not cache.path.parent.exists()  # nothing was written yet
    assert cache.info() == CacheInfo(0, 0)
    cache.clear()
    first = cache.fill([b"a", b"bb"], compute)
    second = cache.fill([b"ccc", b"bb"], compute)
    assert asked == [[b"a", b"bb"], [b"ccc"]]
    assert set(first) == {b"a", b"bb"}
    assert set(second) == {b"ccc", b"bb"}
    found = cache.get([b"a", b"bb", b"ccc", b"d"])
    assert set(found) == {b"a", b"bb", b"ccc"}
    for key, vector in {**first, **second}.items():
        assert found[key].dtype == np.float32
        np.testing.assert_array_equal(found[key], vectors_of([key])[0])
        np.testing.assert_array_equal(vector, found[key])
    assert cache.info() == CacheInfo(3, cache.path.stat().st_size)
    cache.clear()
    assert cache.get([b"a"]) == {}
    assert cache.info().documents == 0


def test_many_keys(tmp_path):
    cache = VectorCache(tmp_path, "name")
    keys = [str(i).encode() for i in range(2345)]
    cache.fill(keys, vectors_of)
    found = cache.get(keys)
    assert list(found) != []
    np.testing.assert_array_equal([found[key] for key in keys], vectors_of(keys))
    assert cache.path.stat().st_size < 2345 * 12 * 10


def test_failing_computation_leaves_the_file_as_it_was(tmp_path):
    cache = VectorCache(tmp_path, "name")
    cache.fill([b"a"], vectors_of)
    for error in (KeyError, KeyboardInterrupt):

        def fail(keys, error=error):
            raise error

        with pytest.raises(error):
            cache.fill([b"b"], fail)
    assert set(cache.fill([b"a", b"b"], vectors_of)) == {b"a", b"b"}


def test_database_error_of_what_computes_is_not_the_files(tmp_path):
    def fail(keys):
        raise sqlite3.DatabaseError("of another database")

    with pytest.raises(RuntimeError, match="of another database"):
        VectorCache(tmp_path, "name").fill([b"a"], fail)


def test_vectors_of_another_length_are_refused(tmp_path):
    cache = VectorCache(tmp_path, "name")
    cache.fill([b"a"], vectors_of)
    with pytest.raises(ValueError, match=r"have 2 dimensions.*name\.sqlite have 3"):
        cache.fill([b"b"], lambda keys: np.ones((1, 2)))


# --- encoders with a cache --------------------------------------------------------


def test_each_text_is_encoded_once(logged, tmp_path):
    encoder = encoder_of(logged, tmp_path)
    vectors = encoder.fit_transform([*TEXTS, *TEXTS])
    assert sorted(logged.texts) == sorted(TEXTS)
    np.testing.assert_array_equal(vectors, counts([*TEXTS, *TEXTS]))
    again = encoder_of(logged, tmp_path).fit(TEXTS).transform([TEXTS[1], "new"])
    np.testing.assert_array_equal(again, counts([TEXTS[1], "new"]))
    assert sorted(logged.texts) == sorted([*TEXTS, "new"])
    assert encoder.cache_info().documents == 6
    assert encoder.cache_info().bytes == file_of(tmp_path).stat().st_size
    encoder.clear_cache()
    assert encoder.cache_info().documents == 0
    np.testing.assert_array_equal(encoder.transform(TEXTS), counts(TEXTS))
    assert len(logged.texts) == 11


def test_many_batches(logged, tmp_path):
    texts = [f"text {i}" + i % 7 * "a" for i in range(333)]
    encoder = encoder_of(logged, tmp_path, batch_size=2)
    np.testing.assert_array_equal(encoder.transform(texts), counts(texts))
    np.testing.assert_array_equal(encoder.transform(texts), counts(texts))
    assert sorted(logged.texts) == sorted(texts)


def test_other_keys_and_other_texts_share_nothing(logged, tmp_path):
    encoder_of(logged, tmp_path).transform(TEXTS)
    other = encoder_of(lambda texts: np.ones((len(texts), 2)), tmp_path, cache_key="1")
    assert other.cache_info() == CacheInfo(0, 0)
    assert (other.transform(TEXTS) == 1).all()
    np.testing.assert_array_equal(
        encoder_of(None, tmp_path)._vectors(TEXTS), counts(TEXTS)
    )
    # The same words in another form are another text.
    composed = ["\u00e9", "e\u0301", "\ud800"]
    encoder = encoder_of(
        lambda texts: [[len(text), ord(text[0])] for text in texts],
        tmp_path,
        cache_key="2",
    )
    vectors = encoder.transform(composed)
    np.testing.assert_array_equal(encoder.transform(composed), vectors)
    np.testing.assert_array_equal(vectors, [[1, 0xE9], [2, ord("e")], [1, 0xD800]])


def test_normalized_vectors_are_made_of_those_in_the_cache(logged, tmp_path):
    encoder_of(logged, tmp_path).transform(TEXTS)
    vectors = encoder_of(logged, tmp_path, normalize=True).transform(TEXTS)
    assert len(logged.texts) == len(TEXTS)
    lengths = np.linalg.norm(vectors, axis=1)
    np.testing.assert_allclose(lengths, [1, 1, 1, 0, 1], rtol=1e-6)


def test_damaged_vector_is_made_again(logged, tmp_path):
    encoder = encoder_of(logged, tmp_path)
    texts = ["aaa eee iiiiii", "aaa"]
    encoder.transform(texts)
    spoil(file_of(tmp_path), [3, 3, 6])
    np.testing.assert_array_equal(encoder.transform(texts), counts(texts))
    assert sorted(logged.texts) == sorted([*texts, texts[0]])
    np.testing.assert_array_equal(encoder.transform(texts), counts(texts))
    assert len(logged.texts) == 3
    assert encoder.cache_info().documents == 2


def test_empty_file_is_filled(logged, tmp_path):
    encoder = encoder_of(logged, tmp_path)
    encoder.transform(TEXTS)
    file_of(tmp_path).write_bytes(b"")
    np.testing.assert_array_equal(encoder.transform(TEXTS), counts(TEXTS))
    assert encoder.cache_info().documents == 5


@pytest.mark.parametrize("content", ["text", "database", "cut"])
def test_foreign_and_broken_files_are_refused(logged, tmp_path, content):
    encoder = encoder_of(logged, tmp_path)
    encoder.transform(TEXTS)
    path = file_of(tmp_path)
    if content == "text":
        path.write_text("This is not a cache of vectors. " * 1000)
    elif content == "cut":
        path.write_bytes(path.read_bytes()[:20_000])
    else:
        path.unlink()
        connection = sqlite3.connect(path)
        connection.execute("CREATE TABLE vectors (key, vector, checksum)")
        connection.close()
    before = path.read_bytes()
    for method in (encoder.transform, encoder.fit):
        with pytest.raises(ValueError, match=r"\.sqlite is damaged, .*: delete it"):
            method(TEXTS)
    assert path.read_bytes() == before
    path.unlink()
    np.testing.assert_array_equal(encoder.transform(TEXTS), counts(TEXTS))


def test_folder_that_cannot_be_made(logged, tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(OSError, match="cache"):
        encoder_of(logged, tmp_path).transform(TEXTS)


def test_relative_and_home_folders(logged, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    encoder_of(logged, tmp_path, cache_dir="~/cache").transform(TEXTS)
    monkeypatch.chdir(tmp_path)
    encoder_of(logged, tmp_path, cache_dir="cache").transform(TEXTS)
    assert len(logged.texts) == len(TEXTS)


# --- threads, processes, crashes --------------------------------------------------


def test_threads_encode_each_text_once(logged, tmp_path):
    encoder = encoder_of(logged, tmp_path, batch_size=1)
    texts = [f"text {i}" for i in range(100)]
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(encoder.transform, [texts, texts[::-1]] * 4):
            assert vectors.shape == (100, 3)
    assert sorted(logged.texts) == sorted(texts)


def test_waiting_is_longer_than_the_patience_of_sqlite(tmp_path, monkeypatch):
    monkeypatch.setattr("sktopics.embedding._vector_cache._PATIENCE", 0.001)
    cache = VectorCache(tmp_path, "name")
    cache.fill([b"a"], vectors_of)
    begun, refused = Event(), Event()
    query = _vector_cache._query

    def counted(connection, statement, values=()):
        """Tell when a statement was refused: it is tried again, or fails."""

        class Watched:
            def execute(self, *arguments):
                try:
                    return connection.execute(*arguments)
                except sqlite3.OperationalError:
                    refused.set()
                    raise

        return query(Watched(), statement, values)

    def slow(keys):
        begun.set()
        assert refused.wait(30)
        return vectors_of(keys)

    def other():
        assert begun.wait(30)
        monkeypatch.setattr(_vector_cache, "_query", counted)
        return cache.fill([b"a", b"b"], fail)

    def fail(keys):
        raise AssertionError(keys)

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(cache.fill, [b"b"], slow)
        second = pool.submit(other)
        assert set(first.result()) == {b"b"}
        assert set(second.result()) == {b"a", b"b"}


def test_search_in_two_processes_encodes_each_text_once(logged, tmp_path):
    texts = [f"{i % 4 * 'a'} {i % 3 * 'e'} {i}" for i in range(120)]
    encoder = SentenceEncoder(logged, cache_dir=tmp_path / "cache", batch_size=2)
    search = GridSearchCV(
        make_pipeline(encoder, KMeans(n_init=1, random_state=0)),
        {"kmeans__n_clusters": [2, 3], "sentenceencoder__truncate_dim": [2, 3]},
        cv=3,
        n_jobs=2,
        error_score="raise",
    ).fit(texts)
    assert sorted(logged.texts) == sorted(texts)
    assert search.predict(texts[:3]).shape == (3,)
    assert encoder.cache_info().documents == 120


def test_processes_wait_for_each_other(logged, tmp_path):
    encoder = encoder_of(logged, tmp_path, batch_size=1)
    texts = [f"text {i}" for i in range(200)]
    tasks = (delayed(encoder.transform)(part) for part in (texts, texts[::-1], texts))
    for vectors in Parallel(n_jobs=2)(tasks):
        assert vectors.shape == (200, 3)
    assert sorted(logged.texts) == sorted(texts)


def test_crash_costs_the_last_batches(logged, tmp_path):
    code = f"""
import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})
from logged import Mortal
from sktopics import FunctionEncoder
encoder = FunctionEncoder(
    Mortal({logged.path!r}), cache_dir={str(tmp_path / "cache")!r},
    cache_key="counts", batch_size=1,
)
encoder.transform([*(f"text {{i:3}}" for i in range(16)), "!"])
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 3
    texts = [*(f"text {i:3}" for i in range(16)), "!"]
    assert logged.texts == texts[:-1]
    encoder = encoder_of(logged, tmp_path)
    assert encoder.cache_info().documents == 16
    np.testing.assert_array_equal(encoder.transform(texts), counts(texts))
    assert logged.texts == texts


def test_vectors_in_the_cache_need_no_model(minilm, tmp_path):
    encoder = SentenceEncoder(minilm, cache_dir=tmp_path, truncate_dim=4)
    expected = encoder.fit_transform(["rain and snow"])
    code = f"""
import sys
from sktopics import SentenceEncoder
encoder = SentenceEncoder({minilm!r}, cache_dir={str(tmp_path)!r}, truncate_dim=4)
print(encoder.fit(["rain and snow"]).transform(["rain and snow"]).tolist())
assert not {{"torch", "transformers", "sentence_transformers"}} & set(sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == str(expected.tolist())
