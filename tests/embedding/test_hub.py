"""Models by name without a network: an answer at once, and models that are here."""

import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sktopics import BERTopic, SentenceEncoder
from sktopics.embedding import _hub, _sentence_models

pytest.importorskip("sentence_transformers")
constants = pytest.importorskip("huggingface_hub.constants")

STATIC_MODEL = Path(__file__).parent / "static_model"
WAYS_OUT = ["a folder", "embeddings=", "TruncatedSVD", "HF_ENDPOINT"]
# The port "discard", where nobody listens.
NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def online(tmp_path, monkeypatch):
    """An empty cache, and leave to ask a hub, which has to be on this machine."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "ENDPOINT", NOBODY)
    monkeypatch.setattr(_sentence_models, "_LOADED", type(_sentence_models._LOADED)())
    for variable in ("SENTENCE_TRANSFORMERS_HOME", "HF_HUB_ETAG_TIMEOUT"):
        monkeypatch.delenv(variable, raising=False)
    return monkeypatch


@pytest.fixture
def library(monkeypatch):
    """How often a model was made, without one being made."""
    made = []

    def make(name, device, **options):
        made.append((name, options))
        return object()

    monkeypatch.setattr(_sentence_models, "_model", make)
    return made


@pytest.fixture
def serve():
    """A server on this machine that answers every question by a number."""
    servers = []

    def start(status):
        class Answers(http.server.BaseHTTPRequestHandler):
            def do_HEAD(self):
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_CONNECT = do_HEAD

            def log_message(self, *args):
                """Say nothing."""

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def silent():
    """A server that takes connections and never answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def put_into_cache(home, name="sentence-transformers/tiny", files=None):
    """Put the static model into a cache, as if it had been downloaded."""
    repository = home / ("models--" + name.replace("/", "--"))
    snapshot = repository / "snapshots" / ("a" * 40)
    shutil.copytree(STATIC_MODEL, snapshot)
    if files is not None:
        for path in snapshot.iterdir():
            if path.name not in files:
                path.unlink()
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text("a" * 40)
    (repository / "blobs").mkdir()
    return snapshot


def assert_names_the_ways_out(message):
    assert [way for way in WAYS_OUT if way not in message] == []


@pytest.mark.parametrize("method", ["transform", "fit_transform", "transform_images"])
@pytest.mark.parametrize("name", ["some/name", "all-MiniLM-L6-v2"])
def test_encoder_without_a_hub(online, library, method, name):
    image = pytest.importorskip("PIL.Image").new("RGB", (8, 8))
    with pytest.raises(OSError, match="cannot be reached") as caught:
        getattr(SentenceEncoder(name), method)(
            [image] if method == "transform_images" else ["rain"]
        )
    assert_names_the_ways_out(str(caught.value))
    assert library == []


def test_topics_without_a_hub(online, library):
    documents = ["rain and snow fall", "stars and comets shine"] * 20
    with pytest.raises(OSError, match="cannot be reached") as caught:
        BERTopic().fit(documents)
    assert_names_the_ways_out(str(caught.value))
    vectors = [[0.0, 1.0 + i % 7 / 99] if i % 2 else [1.0, 0.0] for i in range(40)]
    model = BERTopic(random_state=0).fit(documents, embeddings=vectors)
    for method in (model.transform, model.predict):
        with pytest.raises(OSError, match="cannot be reached") as caught:
            method(["another text"])
        assert_names_the_ways_out(str(caught.value))
    assert library == []


def test_reasons_without_a_connection(online, silent):
    assert "refused" in _hub.why_unreachable("some/name")
    online.setattr(constants, "ENDPOINT", silent)
    online.setattr(_hub, "PATIENCE", 0.05)
    assert "no answer within 0.05 s" in _hub.why_unreachable("some/name")
    online.setattr(constants, "HF_HUB_OFFLINE", True)
    assert "HF_HUB_OFFLINE" in _hub.why_unreachable("some/name")


def test_names_that_are_looked_up_for_ever(online):
    over = threading.Event()
    online.setattr(socket, "getaddrinfo", lambda *args, **kwargs: over.wait(30) and [])
    online.setattr(constants, "ENDPOINT", "http://hub.example")
    online.setattr(_hub, "PATIENCE", 0.05)
    assert "no answer" in _hub.why_unreachable("some/name")
    over.set()


def test_a_slow_network_gets_more_time(online, serve):
    online.setattr(constants, "ENDPOINT", serve(200))
    online.setattr(_hub, "PATIENCE", 0.0)  # less than any answer takes
    online.setattr(_hub, "_seconds_to_connect", lambda *args: 10.0)
    started = []

    def in_background(function, *args):
        started.append(start(function, *args))
        if len(started) == 2:
            started[1].result()  # the connection is there before the answer is
        return started[-1]

    start = _hub._in_background
    online.setattr(_hub, "_in_background", in_background)
    assert _hub.why_unreachable("some/name") is None


def test_seconds_to_connect(online, serve):
    server = serve(200)
    assert _hub._seconds_to_connect(NOBODY, 1.0) == 0
    assert _hub._seconds_to_connect("http://127.0.0.1:x", 1.0) == 0
    assert 0 < _hub._seconds_to_connect(server, 30.0) < 30
    for variable in ("NO_PROXY", "no_proxy", "http_proxy", "HTTP_PROXY"):
        online.delenv(variable, raising=False)
    online.setenv("http_proxy", server)
    assert _hub._seconds_to_connect("http://hub.example", 30.0) > 0
    online.setenv("no_proxy", "127.0.0.1")
    assert _hub._seconds_to_connect(NOBODY, 1.0) == 0


def test_seconds_to_wait_are_those_of_the_hub(online, silent):
    online.setattr(constants, "ENDPOINT", silent)
    online.setattr(_hub, "PATIENCE", 100.0)
    online.setenv("HF_HUB_ETAG_TIMEOUT", "0.01")
    online.setattr(constants, "HF_HUB_ETAG_TIMEOUT", 0.01)
    assert "within 0.01 s" in _hub.why_unreachable("some/name")


@pytest.mark.parametrize("status", [200, 401, 403, 404, 429, 500])
def test_a_hub_that_answers_is_reached(online, serve, library, status):
    online.setattr(constants, "ENDPOINT", serve(status))
    assert _hub.why_unreachable("some/name") is None
    _sentence_models.load("some/name", None)
    assert library == [("some/name", {})]  # as it was asked for


@pytest.mark.parametrize("status", [407, 502, 503, 504])
def test_a_gateway_is_not_the_hub(online, serve, status):
    online.setattr(constants, "ENDPOINT", serve(status))
    assert f"answer {status}" in _hub.why_unreachable("some/name")


def test_password_of_a_mirror_is_not_shown(online):
    online.setattr(constants, "ENDPOINT", "http://me:secret@127.0.0.1:9")
    assert "secret" not in _hub.why_unreachable("some/name")


@pytest.mark.parametrize("name", ["tiny", "sentence-transformers/tiny"])
def test_model_in_the_cache_needs_no_hub(online, tmp_path, name):
    put_into_cache(tmp_path / "hub")
    online.setattr(_hub, "_ask", lambda *args: pytest.fail("asked the hub"))
    vectors = SentenceEncoder(name).fit_transform(["orbit", "comet"])
    expected = SentenceEncoder(STATIC_MODEL).fit_transform(["orbit", "comet"])
    assert (vectors == expected).all()


def test_cache_of_other_files_too(online, tmp_path):
    # What the library does not need is not downloaded; the hub's list of files has it.
    snapshot = put_into_cache(tmp_path / "hub")
    trees = snapshot.parents[1] / "trees"
    trees.mkdir()
    listed = {"onnx/model.onnx": {"size": 1, "blob_id": "b" * 40}}
    (trees / f"{'a' * 40}.json").write_text(
        json.dumps({"format_version": 1, "files": listed})
    )
    assert _sentence_models.files_of("tiny")[0] == snapshot


def test_broken_cache_asks_the_hub_and_says_what_is_missing(online, tmp_path, serve):
    put_into_cache(tmp_path / "hub", files=["modules.json", "tokenizer.json"])
    with pytest.raises(OSError, match="cannot be reached") as caught:
        SentenceEncoder("tiny").fit_transform(["orbit"])
    assert "model.safetensors" in str(caught.value)
    assert_names_the_ways_out(str(caught.value))


def test_download_that_was_broken_off_goes_on(online, tmp_path, serve, library):
    snapshot = put_into_cache(tmp_path / "hub")
    (snapshot.parents[1] / "blobs" / "abc.incomplete").write_text("")
    online.setattr(constants, "ENDPOINT", serve(200))
    _sentence_models.load("tiny", None)
    assert library == [("tiny", {})]


def test_cache_of_another_library(online, tmp_path, serve, library):
    # Without modules.json, the vectors of a model would be made in another way.
    snapshot = put_into_cache(tmp_path / "hub", files=[])
    (snapshot / "config.json").write_text("{}")
    assert _hub.downloaded("tiny") == (snapshot, False)
    online.setattr(constants, "ENDPOINT", serve(200))
    _sentence_models.load("tiny", None)
    online.setattr(constants, "ENDPOINT", NOBODY)
    _sentence_models._LOADED.clear()
    _sentence_models.load("tiny", None)
    assert library == [("tiny", {}), (snapshot, {"local_files_only": True})]


def test_paths_are_not_asked_for(online, tmp_path):
    online.setattr(_hub, "_ask", lambda *args: pytest.fail("asked the hub"))
    for path in (tmp_path / "absent", "./absent", "a/b/c"):
        with pytest.raises(OSError, match="could not be loaded") as caught:
            SentenceEncoder(path).fit_transform(["orbit"])
        assert_names_the_ways_out(str(caught.value))


def test_a_new_process_fails_within_two_seconds(tmp_path, silent):
    code = """
import time
from sktopics import BERTopic
import huggingface_hub.file_download  # how long a disk takes is not asked here
start = time.perf_counter()
try:
    BERTopic().fit(["rain and snow fall", "stars and comets shine"] * 20)
except OSError as error:
    assert "cannot be reached" in str(error)
    print(time.perf_counter() - start)
"""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_ETAG_TIMEOUT"}
    }
    environment |= {"HF_ENDPOINT": silent, "HF_HOME": str(tmp_path), "NO_PROXY": "*"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 10  # 2 on a machine with nothing else to do; was 80
