"""The page of a report: one file, nothing run but our own scripts."""

import base64
import json
import re
import zlib

import numpy as np
import pytest

from sktopics.report._page import page
from sktopics.report._parts import packed_column

HOSTILE = ["<script>alert(1)</script>", "]]> </script>", "\u202eback", "\u2028"]


def part(text, name):
    (letters,) = re.findall(f'id="part-{re.escape(name)}">(.*?)</script>', text)
    return zlib.decompress(base64.b64decode(letters), -15)


def test_parts_come_back():
    column = np.arange(5, dtype=np.uint16)
    text = page({"title": "T"}, {"documents.x": column}, {"texts.0": HOSTILE})
    assert json.loads(part(text, "texts.0")) == HOSTILE
    assert json.loads(part(text, "summary"))["columns"] == {"documents.x": "uint16"}
    np.testing.assert_array_equal(
        np.frombuffer(part(text, "documents.x"), dtype="<u2"), column
    )


def test_texts_are_never_mark_up():
    text = page({"title": HOSTILE[0]}, {}, {"texts.0": HOSTILE})
    assert "alert(1)<" not in text
    assert text.count("<script>") == 1


def test_other_types_of_columns_are_refused():
    with pytest.raises(TypeError, match="float64"):
        packed_column(np.zeros(3))
