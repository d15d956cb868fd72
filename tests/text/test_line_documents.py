"""Documents from files of lines."""

import bz2
import gzip
import lzma

import pytest

from sktopics import SequenceVectorizer
from sktopics.text import LineDocuments

TEXTS = ["rain and snow", "", "Schnee fällt", "snow"]


@pytest.mark.parametrize(
    ("name", "opener"),
    [("a.txt", open), ("a.gz", gzip.open), ("a.bz2", bz2.open), ("a.xz", lzma.open)],
)
def test_lines_again_and_again(tmp_path, name, opener):
    path = tmp_path / name
    with opener(path, "wt", encoding="utf-8") as file:
        file.write("\n".join(TEXTS))
    documents = LineDocuments(str(path))
    assert list(documents) == TEXTS
    assert list(documents) == TEXTS
    assert repr(documents) == f"LineDocuments({str(path)!r})"


def test_encoding(tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes("fällt\n".encode("latin-1"))
    assert list(LineDocuments(path, encoding="latin-1")) == ["fällt"]
    assert list(LineDocuments(path, errors="ignore")) == ["fllt"]
    with pytest.raises(UnicodeDecodeError):
        list(LineDocuments(path))


def test_batches(tmp_path):
    path = tmp_path / "documents.txt"
    path.write_text("\n".join(TEXTS), encoding="utf-8")
    documents = LineDocuments(path)
    vectorizer = SequenceVectorizer().fit(documents)
    batches = documents.batches(vectorizer, batch_size=3)
    for _ in range(2):
        assert [len(X) for X in batches] == [3, 1]
    assert next(iter(batches)).tokens() == vectorizer.transform(TEXTS[:3]).tokens()
    for size in (0, 1.5):
        with pytest.raises(ValueError, match="batch_size must be an int above 0"):
            documents.batches(vectorizer, batch_size=size)
