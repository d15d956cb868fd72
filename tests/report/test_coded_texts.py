"""Texts whose frequent words are bytes: smaller, and they come back as they were."""

import base64
import json
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from sktopics.report import _coded_texts
from sktopics.report._coded_texts import TextCoder, frequent_words

ASSETS = Path(_coded_texts.__file__).parent / "assets"
TEXTS = [
    ["The ship went to the sea, the ship came back.", "", "été à la mer 🙂 été"],
    ["lines of text\nof text\n\nof \\nu, text. of (text) word" * 3, "\n", "\\n"],
    ["море и корабль, море", 'quotes " \\ \n \u2028 </script>', "x\x00\x7f"],
]


@pytest.fixture(autouse=True)
def _short_texts(monkeypatch):
    monkeypatch.setattr(_coded_texts, "FEWEST_CODED", 0)


def expanded(letters, words):
    """Decode as FORMAT.md says, byte by byte."""
    data = iter(zlib.decompress(base64.b64decode(letters), -15))
    found = []
    for byte in data:
        if byte < 128:
            found.append(chr(byte))
        elif byte < 144:
            found.append(words[byte - 128])
        else:
            found.append(words[16 + (byte - 144) * 256 + next(data)])
    return json.loads("".join(found))


def test_texts_come_back():
    words = frequent_words(TEXTS)
    coder = TextCoder(words)
    assert [expanded(coder.packed(texts), words) for texts in TEXTS] == TEXTS
    assert {"é", "🙂", "м"} <= set(words)


def test_many_words_have_two_bytes():
    texts = [" ".join(f"word{i} word{i}" for i in range(3000))]
    words = frequent_words([texts])
    assert len(words) > 2000
    assert expanded(TextCoder(words).packed(texts), words) == texts


def test_lone_surrogates_are_question_marks():
    words = frequent_words([["a \ud800 b"]])
    assert expanded(TextCoder(words).packed(["a \ud800 b"]), words) == ["a ? b"]


def test_more_characters_than_bytes_are_not_coded(monkeypatch):
    monkeypatch.setattr(_coded_texts, "N_CODES", 3)
    assert frequent_words([["éàèù"]]) is None


def test_the_page_reads_them():
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    words, texts = frequent_words(TEXTS), [*TEXTS[0], *TEXTS[1], *TEXTS[2]]
    parts = {"words": "", "texts.0": TextCoder(words).packed(texts)}
    parts["words"] = _coded_texts.packed_bytes(json.dumps(words).encode())
    script = (
        f"import {{ Parts }} from {json.dumps((ASSETS / 'data.js').as_uri())};"
        f"const letters = {json.dumps(parts)};"
        "const parts = new Parts((name) => letters[name] ?? null);"
        "console.log(JSON.stringify(await parts.json('texts.0')));"
    )
    command = [node, "--input-type=module", "--eval", script]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(found.stdout) == texts
