"""Files of vector caches that are forged, damaged, or no files; locks and signals."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from logged import Logged, counts

from sktopics import FunctionEncoder
from sktopics.embedding import _cache_file
from sktopics.embedding._cache_file import CacheUnusable, Connection
from sktopics.embedding._vector_cache import VectorCache, _checksum

KEYS = [b"a", b"bb", b"ccc"]
ENDLESS = (
    "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) "
    "SELECT CAST('k' AS BLOB) AS key, CAST('v' AS BLOB) AS vector, x AS checksum FROM c"
)
DAMAGED = r"name\.sqlite is damaged, or no cache of vectors .*: delete it"


def vectors_of(keys):
    return np.array([[len(key), key[0], 0.1] for key in keys], dtype=np.float32)


@pytest.fixture
def cache(tmp_path):
    """A cache of three vectors."""
    made = VectorCache(tmp_path, "name")
    made.fill(KEYS, vectors_of)
    return made


def forge(cache, *statements):
    """Change the file as somebody else would."""
    connection = sqlite3.connect(cache.path, isolation_level=None)
    connection.execute("PRAGMA writable_schema = ON")
    for statement in statements:
        connection.execute(*([statement] if isinstance(statement, str) else statement))
    connection.close()


def refuse(cache, error=ValueError, match=DAMAGED):
    """Check that whatever uses the cache raises an error."""
    uses = [
        lambda: cache.get(KEYS),
        lambda: cache.fill(KEYS, vectors_of),
        cache.info,
        cache.clear,
    ]
    for use in uses:
        with pytest.raises(error, match=match):
            use()


# --- forged files -----------------------------------------------------------------


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW more AS SELECT * FROM vectors",
        "CREATE TABLE more (x)",
        "CREATE INDEX more ON vectors (checksum)",
        "CREATE TRIGGER more AFTER INSERT ON vectors BEGIN DELETE FROM vectors; END",
        "ALTER TABLE vectors ADD COLUMN more",
        "ALTER TABLE vectors RENAME TO vectors2",
        "DROP TABLE vectors",
        "PRAGMA application_id = 5",
        "UPDATE sqlite_master SET sql = 'CREATE TABLE vectors (key, vector, checksum)'"
        " WHERE type = 'table'",
        "UPDATE sqlite_master SET rootpage = 1 WHERE type = 'table'",
        "DELETE FROM sqlite_master",
    ],
)
def test_other_schemas_are_refused(cache, statement):
    forge(cache, statement)
    before = cache.path.read_bytes()
    refuse(cache)
    assert cache.path.read_bytes() == before


def test_endless_view_is_not_run(cache):
    forge(cache, "DROP TABLE vectors", f"CREATE VIEW vectors AS {ENDLESS}")
    refuse(cache)


@pytest.mark.parametrize("value", ["text", "\udcff", 5, 2.5, ""])
def test_other_types_are_refused(cache, value):
    value = value.encode("utf-8", "surrogateescape") if value == "\udcff" else value
    cast = "CAST(? AS TEXT)" if isinstance(value, bytes) else "?"
    forge(cache, (f"UPDATE vectors SET vector = {cast}", [value]))
    for use in (cache.get, lambda keys: cache.fill(keys, vectors_of)):
        with pytest.raises(ValueError, match=DAMAGED):
            use(KEYS)
    # Of one vector only.
    cache.clear()
    cache.fill(KEYS, vectors_of)
    forge(cache, (f"UPDATE vectors SET vector = {cast} WHERE rowid = 2", [value]))
    with pytest.raises(ValueError, match="a vector that is not stored as bytes"):
        cache.get(KEYS)


@pytest.mark.parametrize("checksum", ["text", b"bytes", 2.5, -1, 2**62])
def test_other_checksums_are_damaged_vectors(cache, checksum):
    forge(cache, ("UPDATE vectors SET checksum = ? WHERE rowid = 2", [checksum]))
    assert set(cache.get(KEYS)) == {b"a", b"ccc"}
    assert set(cache.fill(KEYS, vectors_of)) == set(KEYS)
    assert set(cache.get(KEYS)) == set(KEYS)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_vectors_that_are_not_finite_are_not_there(cache, value):
    forged = np.array([1, value, 2], np.float32).tobytes()
    change = "UPDATE vectors SET vector = ?, checksum = ? WHERE key = ?"
    forge(cache, (change, [forged, _checksum(b"bb", forged), b"bb"]))
    assert set(cache.get(KEYS)) == {b"a", b"ccc"}
    found = cache.fill(KEYS, vectors_of)
    np.testing.assert_array_equal(found[b"bb"], vectors_of([b"bb"])[0])
    np.testing.assert_array_equal(cache.get(KEYS)[b"bb"], vectors_of([b"bb"])[0])


def test_vectors_of_other_lengths(cache):
    forge(cache, "UPDATE vectors SET vector = x'00000000' WHERE rowid = 2")
    assert set(cache.get(KEYS)) == {b"a", b"ccc"}
    for length in ("00", "000000", "0000000000"):
        forge(cache, f"UPDATE vectors SET vector = x'{length}' WHERE rowid = 1")
        with pytest.raises(ValueError, match="not stored as numbers"):
            cache.get(KEYS)


def test_pages_that_lead_back_to_each_other(tmp_path):
    """A tree of pages whose children are one page each time: a walk never ends."""
    cache = VectorCache(tmp_path, "name")
    keys = [b"%16d" % i for i in range(400)]
    cache.fill(keys, lambda keys: np.ones((len(keys), 1000), np.float32))
    size, depth = 16384, 8
    data = bytearray(cache.path.read_bytes())
    n_pages = len(data) // size
    with sqlite3.connect(cache.path) as connection:
        roots = dict(connection.execute("SELECT type, rootpage FROM sqlite_master"))
    connection.close()
    root = bytes(data[size * (roots["table"] - 1) : size * roots["table"]])
    assert root[0] == 5  # the inner page of a table
    cells = [
        int.from_bytes(root[12 + 2 * i : 14 + 2 * i], "big")
        for i in range(int.from_bytes(root[3:5], "big"))
    ]
    assert len(cells) > 50

    def pointing_to(page):
        made = bytearray(root)
        for cell in (*cells, 8):  # 8: the last child
            made[cell : cell + 4] = page.to_bytes(4, "big")
        return made

    leaf = int.from_bytes(root[8:12], "big")
    for level in range(depth):
        data += pointing_to(n_pages + level + 2 if level < depth - 1 else leaf)
    data[size * (roots["table"] - 1) : size * roots["table"]] = pointing_to(n_pages + 1)
    data[28:32] = (len(data) // size).to_bytes(4, "big")
    cache.path.write_bytes(data)
    begun = time.process_time()
    with suppress(ValueError):  # unless the keys are counted, and not the vectors
        cache.info()
    for statement in ("COUNT(vector)", "SUM(checksum)"):
        endless = pytest.raises(ValueError, match="a statement does not end")
        with endless, cache._open() as connection:
            connection.execute(f"SELECT {statement} FROM vectors NOT INDEXED")
    with pytest.raises(ValueError, match="damaged"):
        cache.clear()
    assert time.process_time() - begun < 30


def test_many_rows_in_the_schema_are_not_read_for_ever(cache):
    row = (
        "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE rowid = 2"
    )
    for _ in range(3):
        forge(cache, f"INSERT INTO sqlite_master {row}")
    refuse(cache)


# --- no files -----------------------------------------------------------------------


def put_pipe(path):
    os.mkfifo(path)


def put_folder(path):
    path.mkdir()


def put_endless(path):
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("put", [put_pipe, put_folder, put_endless])
@pytest.mark.parametrize("ending", ["", "-journal", "-wal", "-shm"])
def test_what_is_no_file_is_refused(tmp_path, put, ending):
    cache = VectorCache(tmp_path, "name")
    if ending:
        cache.fill(KEYS, vectors_of)
    put(Path(f"{cache.path}{ending}"))
    refuse(cache, match="is not a file: delete it")


@pytest.mark.parametrize("look", [1, 2])
def test_file_beside_it_that_another_thread_removes(cache, monkeypatch, look):
    beside = cache.path.with_name(cache.path.name + "-wal")
    beside.touch()
    lstat, removed, looks = os.lstat, os.path.realpath(beside), []

    def remove_first(path, **options):
        looks.append(path)
        if looks.count(removed) == look:
            beside.unlink(missing_ok=True)
        return lstat(path, **options)

    monkeypatch.setattr(_cache_file.os, "lstat", remove_first)
    assert _cache_file.find_file(cache.path, make=False)


def test_link_to_nothing(tmp_path):
    cache = VectorCache(tmp_path, "name")
    cache.path.symlink_to(tmp_path / "nothing")
    assert cache.get(KEYS) == {}
    with pytest.raises(OSError, match="No such file"):
        cache.fill(KEYS, vectors_of)
    assert not (tmp_path / "nothing").exists()


def test_link_to_a_cache(tmp_path, cache):
    link = VectorCache(tmp_path / "links", "name")
    link.path.parent.mkdir()
    link.path.symlink_to(cache.path)
    assert set(link.get(KEYS)) == set(KEYS)


@pytest.mark.parametrize("folder", ["a\0b", "~nobody-of-this-name/x", "x" * 300])
def test_folders_that_cannot_be(folder):
    cache = VectorCache(folder, "name")
    for use in (cache.info, lambda: cache.fill(KEYS, vectors_of)):
        with pytest.raises(OSError, match=r"The cache of vectors name\.sqlite in"):
            use()


def test_files_are_for_their_owner_only(tmp_path):
    before = os.umask(0)
    try:
        cache = VectorCache(tmp_path / "folder", "name")
        cache.fill(KEYS, vectors_of)

        def look(keys):
            journal = Path(f"{cache.path}-journal")
            modes.extend(p.stat().st_mode for p in (journal, cache.path) if p.exists())
            return vectors_of(keys)

        modes = []
        cache.fill([b"d"], look)
    finally:
        os.umask(before)
    assert modes
    assert {stat.S_IMODE(mode) for mode in modes} == {0o600}


def test_reading_writes_nothing(tmp_path, cache):
    empty = VectorCache(tmp_path, "empty")
    empty.path.touch()
    before = cache.path.read_bytes(), sorted(tmp_path.iterdir())
    assert empty.get(KEYS) == {}
    assert empty.info().documents == 0
    assert set(cache.get([*KEYS, b"d"])) == set(KEYS)
    assert (cache.path.read_bytes(), sorted(tmp_path.iterdir())) == before
    assert empty.path.stat().st_size == 0


# --- signals, locks and statements without an end -----------------------------------


class Alarm(Exception):
    pass


@pytest.fixture
def alarm():
    """Raise an Alarm in a fifth of a second."""

    def ring(*_):
        raise Alarm

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def test_statement_without_an_end(cache):
    connection = Connection(cache.path, 1, 1)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(f"SELECT COUNT(*) FROM ({ENDLESS})")
    assert connection.is_endless
    assert connection.heard is None
    assert connection.execute("SELECT 1").fetchall() == [(1,)]  # the next one runs
    connection.close()


def test_signal_is_heard_in_a_long_statement(cache, alarm, monkeypatch):
    monkeypatch.setattr(_cache_file, "_FREE_STEPS", 10**15)
    connection = Connection(cache.path, 1, 1)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute(f"SELECT COUNT(*) FROM ({ENDLESS})")
    assert isinstance(connection.heard, Alarm)
    connection.close()


def test_what_a_signal_raises_comes_out_of_the_cache(cache, alarm, monkeypatch):
    monkeypatch.setattr(_cache_file, "_FREE_STEPS", 10**15)
    with pytest.raises(Alarm), cache._open() as connection:
        connection.execute(f"SELECT COUNT(*) FROM ({ENDLESS})")


@pytest.fixture
def locked(cache):
    """The cache, locked for writing and reading by another connection."""
    connection = sqlite3.connect(cache.path, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    yield cache
    connection.close()


def test_signal_is_heard_while_waiting(locked, alarm):
    with pytest.raises(Alarm):
        locked.fill(KEYS, vectors_of)


def test_waiting_is_said(locked, alarm, monkeypatch):
    monkeypatch.setattr(_cache_file, "_SAY_AFTER", 0.01)
    monkeypatch.setattr("sktopics.embedding._vector_cache._PATIENCE", 0.01)
    told = pytest.warns(UserWarning, match="Waiting for another thread or process")
    with told as said, pytest.raises(Alarm):
        locked.fill(KEYS, vectors_of)
    assert len(said) == 1


def test_patience_has_an_end(locked, monkeypatch):
    monkeypatch.setattr("sktopics.embedding._vector_cache._PATIENCE", 0.01)
    hasty = VectorCache(locked.folder, "name", patience=0.05)
    with pytest.raises(CacheUnusable, match="has been locked by another"):
        hasty.get(KEYS)


def test_interrupt_of_the_keyboard_ends_waiting(locked):
    code = f"""
from sktopics.embedding._vector_cache import VectorCache
cache = VectorCache({str(locked.folder)!r}, "name")
print("waiting", flush=True)
cache.fill([b"a"], None)
"""
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout.readline() == "waiting\n"
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    _, errors = child.communicate(timeout=60)
    assert "KeyboardInterrupt" in errors


def test_encoders_say_what_is_wrong(tmp_path):
    encoder = FunctionEncoder(
        Logged(tmp_path / "log.txt"), cache_dir=tmp_path / "cache", cache_key="counts"
    )
    encoder.transform(["a sea"])
    [path] = (tmp_path / "cache").iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE vectors SET vector = 'text'")
    connection.close()
    with pytest.raises(ValueError, match="is damaged, or no cache of vectors"):
        encoder.transform(["a sea"])
    path.unlink()
    np.testing.assert_array_equal(encoder.transform(["a sea"]), counts(["a sea"]))
