"""Files of word2vec: what gensim writes is read, what is written gensim reads."""

import bz2
import gzip
import os

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from sktopics.embedding import (
    WordVectors,
    intersect_word2vec_format,
    read_word2vec_format,
    write_word2vec_format,
)

gensim = pytest.importorskip("gensim.models")

WORDS = ["sea", "ship", "été", "税金", "a,b", "%s", ""]
ENDINGS = ["", ".gz", ".bz2", ".xz"]


@pytest.fixture
def vectors():
    rng = np.random.default_rng(0)
    scale = 10.0 ** rng.integers(-12, 5, size=(len(WORDS), 1))
    return (scale * rng.normal(size=(len(WORDS), 5))).astype(np.float32)


def gensim_vectors(words, vectors, counts=None):
    found = gensim.KeyedVectors(vectors.shape[1])
    found.add_vectors(list(words), vectors)
    if counts is not None:
        for word, count in zip(words, counts, strict=True):
            found.set_vecattr(word, "count", count)
    return found


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("binary", [False, True])
def test_round_trip(tmp_path, vectors, binary, ending):
    path = tmp_path / f"vectors{ending}"
    write_word2vec_format(path, WORDS, vectors, binary=binary)
    for told in (None, binary):
        found = read_word2vec_format(path, binary=told)
        assert isinstance(found, WordVectors)
        assert found.terms.tolist() == WORDS
        assert found.terms.dtype == object
        assert found.vectors.dtype == np.float32
        assert_array_equal(found.vectors, vectors)  # to the bit, also as text


def test_compressed_files_are_compressed(tmp_path, vectors):
    write_word2vec_format(tmp_path / "v.gz", WORDS, vectors)
    write_word2vec_format(tmp_path / "v.bz2", WORDS, vectors)
    write_word2vec_format(os.fspath(tmp_path / "v.txt"), WORDS, vectors)
    plain = (tmp_path / "v.txt").read_bytes()
    assert plain.startswith(b"7 5\nsea ")
    assert gzip.decompress((tmp_path / "v.gz").read_bytes()) == plain
    assert bz2.decompress((tmp_path / "v.bz2").read_bytes()) == plain


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2"])
@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_what_is_written(tmp_path, vectors, binary, ending):
    path = os.fspath(tmp_path / f"vectors{ending}")
    write_word2vec_format(path, WORDS, vectors, binary=binary)
    theirs = gensim.KeyedVectors.load_word2vec_format(path, binary=binary)
    assert theirs.index_to_key == WORDS
    assert_array_equal(theirs.vectors, vectors)


@pytest.mark.parametrize("ending", ["", ".gz", ".bz2"])
@pytest.mark.parametrize("binary", [False, True])
def test_what_gensim_writes_is_read(tmp_path, vectors, binary, ending):
    path = os.fspath(tmp_path / f"vectors{ending}")
    counts = [3, 9, 1, 7, 2, 8, 5]
    theirs = gensim_vectors(WORDS, vectors, counts)
    theirs.save_word2vec_format(path, binary=binary)
    found = read_word2vec_format(path)
    order = np.argsort(counts)[::-1]
    assert found.terms.tolist() == [WORDS[i] for i in order]
    assert_array_equal(found.vectors, vectors[order])


@pytest.mark.parametrize("binary", [False, True])
def test_words_and_documents_of_gensim_are_divided(tmp_path, binary):
    documents = [
        gensim.doc2vec.TaggedDocument(["sea", "ship", "sea"], ["log", "1848"]),
        gensim.doc2vec.TaggedDocument(["tax", "ship"], ["budget"]),
    ]
    theirs = gensim.Doc2Vec(documents, vector_size=4, min_count=1, epochs=1)
    path = os.fspath(tmp_path / "vectors")
    theirs.save_word2vec_format(path, doctag_vec=True, prefix="*dt_", binary=binary)
    words, tags = read_word2vec_format(path).divide("*dt_")
    assert set(words.terms) == {"sea", "ship", "tax"}
    assert set(tags.terms) == {"log", "1848", "budget"}
    for name, vector in zip(*words, strict=True):
        assert_array_equal(vector, theirs.wv[name])
    for name, vector in zip(*tags, strict=True):
        assert_array_equal(vector, theirs.dv[name])


def test_names_with_spaces_in_the_text_of_gensim(tmp_path, vectors):
    names = ["Franklin D Roosevelt", "Joseph R Biden"]
    path = os.fspath(tmp_path / "vectors")
    gensim_vectors(names, vectors[:2]).save_word2vec_format(path)
    found = read_word2vec_format(path)
    assert found.terms.tolist() == names
    assert_array_equal(found.vectors, vectors[:2])


@pytest.mark.parametrize("size", [1, 2, 3, 40])
def test_binary_is_told_from_text_whatever_the_bytes(tmp_path, size):
    # Among these are all bytes: line breaks, spaces and digits.
    numbers = np.random.default_rng(1).integers(1, 2**31, (400, size), dtype=np.int32)
    if size > 1:
        numbers[0] = np.frombuffer(b"1\n5 ", np.int32)
    vectors = numbers.view(np.float32)
    vectors[~np.isfinite(vectors)] = 1
    names = [f"w{i}" for i in range(400)]
    write_word2vec_format(tmp_path / "binary", names, vectors, binary=True)
    write_word2vec_format(tmp_path / "text", names, vectors)
    for name in ("binary", "text"):
        found = read_word2vec_format(tmp_path / name)
        assert found.terms.tolist() == names
        assert_array_equal(found.vectors, vectors)


def test_records_larger_than_what_is_read_at_a_time(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(3, 400_000)).astype(np.float32)
    write_word2vec_format(tmp_path / "v", ["a", "b", "c"], vectors, binary=True)
    assert_array_equal(read_word2vec_format(tmp_path / "v").vectors, vectors)


def test_more_vectors_than_there_is_room_for_at_first(tmp_path, monkeypatch):
    monkeypatch.setattr("sktopics.embedding._word_vector_records._ROOM", 12)
    vectors = np.arange(200, dtype=np.float32).reshape(50, 4)
    names = [str(i) for i in range(50)]
    write_word2vec_format(tmp_path / "v", names, vectors)
    assert_array_equal(read_word2vec_format(tmp_path / "v").vectors, vectors)
    found = read_word2vec_format(tmp_path / "v", limit=7)
    assert found.terms.tolist() == names[:7]


def test_records_on_lines_of_their_own_and_spaces_at_the_end(tmp_path):
    vectors = np.array([[1, 2], [3, 4]], np.float32)
    records = [f"w{i} ".encode() + v.tobytes() + b"\n" for i, v in enumerate(vectors)]
    (tmp_path / "binary").write_bytes(b"2 2\n" + b"".join(records))
    (tmp_path / "text").write_bytes(b"2 2\r\nw0 1 2 \r\nw1 3.0 4e0 \n\n")
    for name in ("binary", "text"):
        found = read_word2vec_format(tmp_path / name)
        assert found.terms.tolist() == ["w0", "w1"]
        assert_array_equal(found.vectors, vectors)


def test_files_without_a_header(tmp_path):
    (tmp_path / "glove.txt").write_text("the 0.5 1\nsea 2 -3\n")
    found = read_word2vec_format(tmp_path / "glove.txt", header=False)
    assert found.terms.tolist() == ["the", "sea"]
    assert found.vectors.tolist() == [[0.5, 1], [2, -3]]
    short = read_word2vec_format(tmp_path / "glove.txt", header=False, limit=1)
    assert short.terms.tolist() == ["the"]
    with pytest.raises(ValueError, match=r"header=False reads text files without"):
        read_word2vec_format(tmp_path / "glove.txt")
    with pytest.raises(ValueError, match="A binary file has a header"):
        read_word2vec_format(tmp_path / "glove.txt", header=False, binary=True)
    (tmp_path / "empty").write_text("")
    with pytest.raises(ValueError, match="first line is not a name and a vector"):
        read_word2vec_format(tmp_path / "empty", header=False)


@pytest.mark.parametrize("binary", [False, True])
def test_limit_and_chosen_terms(tmp_path, vectors, binary):
    write_word2vec_format(tmp_path / "v", WORDS, vectors, binary=binary)
    for limit in range(len(WORDS) + 2):
        found = read_word2vec_format(tmp_path / "v", limit=limit)
        assert found.terms.tolist() == WORDS[:limit]
        assert_array_equal(found.vectors, vectors[:limit])
    found = read_word2vec_format(tmp_path / "v", terms=["税金", "gull", "ship"])
    assert found.terms.tolist() == ["ship", "税金"]
    assert_array_equal(found.vectors, vectors[[1, 3]])
    with pytest.raises(ValueError, match="limit must be None or at least 0"):
        read_word2vec_format(tmp_path / "v", limit=-1)


def test_no_vectors(tmp_path):
    write_word2vec_format(tmp_path / "v", [], np.empty((0, 3)))
    assert (tmp_path / "v").read_bytes() == b"0 3\n"
    found = read_word2vec_format(tmp_path / "v")
    assert found.vectors.shape == (0, 3)
    assert found.divide()[1].vectors.shape == (0, 3)


ROW = np.array([1, 2], np.float32).tobytes()
BAD = {
    "empty": (b"", "first line must be the number of vectors and their size"),
    "no numbers": (b"sea ship\n", "first line must be"),
    "three numbers": (b"1 2 3\n", "first line must be"),
    "negative": (b"-1 2\n", "-1 vectors of size 2 cannot be"),
    "size 0": (b"1 0\nsea\n", "1 vectors of size 0 cannot be"),
    "short text": (b"3 2\nsea 1 2\nship 3 4\n", "has 3 vectors .* ends after 2"),
    "long text": (b"1 2\nsea 1 2\nship 3 4\n", "has 1 vectors, and line 3 is one"),
    "cut line": (b"2 2\nsea 1 2\nship 3\n", "line 3 should be a name and 2 numbers"),
    "no number": (b"2 2\nsea 1 2\nship 3 x\n", "line 3 .*'ship 3 x"),
    "NaN": (b"2 2\nsea 1 2\nship 3 nan\n", "vector of 'ship' .* holds NaN or inf"),
    "infinity": (b"1 2\nsea 1 -inf\n", "vector of 'sea' .* holds NaN or inf"),
    "encoding": (b"1 2\n\xff\xfe 1 2\n", "The name .* is not utf-8"),
    "short binary": (b"2 2\nsea " + ROW, "ends after 1 .*was read as binary"),
    "cut binary": (b"1 2\nsea " + ROW[:-1], "ends after 0"),
    "no space": (b"1 2\nsea", "ends after 0"),
    "long binary": (b"1 2\nsea " + ROW + b"more", "there is more after them"),
    "bad first line": (b"2 2\nsea 1 2 3 x\nship 3 4\n", "was read as binary"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files(tmp_path, name):
    content, message = BAD[name]
    path = tmp_path / "bad.vec"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=message) as caught:
        read_word2vec_format(path)
    assert "bad.vec" in str(caught.value)
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("ending", ENDINGS[1:])
def test_compressed_files_that_are_cut_off(tmp_path, vectors, ending):
    path = tmp_path / f"v{ending}"
    write_word2vec_format(path, WORDS, vectors)
    path.write_bytes(path.read_bytes()[:-12])
    with pytest.raises(ValueError, match="is damaged"):
        read_word2vec_format(path)


def test_a_header_that_promises_the_moon(tmp_path):
    (tmp_path / "v").write_bytes(b"1000000000000 100\nsea " + b"1 " * 100)
    with pytest.raises(ValueError, match="ends after 1"):
        read_word2vec_format(tmp_path / "v")
    (tmp_path / "v").write_bytes(b"3 1000000000000\nsea 1 2\n")
    for binary, message in ((None, "ends after 0"), (False, "should be a name and")):
        with pytest.raises(ValueError, match=message):
            read_word2vec_format(tmp_path / "v", binary=binary)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_word2vec_format(tmp_path / "none.txt")
    with pytest.raises(TypeError):
        read_word2vec_format(3)


def test_other_encodings(tmp_path):
    (tmp_path / "v").write_bytes("1 1\nété 3\n".encode("latin-1"))
    found = read_word2vec_format(tmp_path / "v", encoding="latin-1", terms=["été"])
    assert found.terms.tolist() == ["été"]
    found = read_word2vec_format(tmp_path / "v", errors="ignore")
    assert found.terms.tolist() == ["t"]


def test_repeated_names_count_once(tmp_path):
    (tmp_path / "v").write_bytes(b"4 1\nsea 1\nship 2\nsea 3\nsea 4\n")
    with pytest.warns(UserWarning, match=r"several vectors of 'sea': the first"):
        found = read_word2vec_format(tmp_path / "v")
    assert found.terms.tolist() == ["sea", "ship"]
    assert found.vectors.tolist() == [[1], [2]]


def test_names_that_cannot_be_written(tmp_path):
    path = tmp_path / "v"
    for name in ("new york", "two\nlines"):
        with pytest.raises(ValueError, match=r"no names with spaces or line breaks"):
            write_word2vec_format(path, ["sea", name], np.eye(2))
    with pytest.raises(ValueError, match="'sea' come more than once"):
        write_word2vec_format(path, ["sea", "sea"], np.eye(2))
    with pytest.raises(ValueError, match="'a_b' come more than once"):
        write_word2vec_format(path, ["a b", "a_b"], np.eye(2), space="_")
    for wrong in (np.eye(3), np.ones(2), np.empty((2, 0))):
        with pytest.raises(ValueError, match="must be an array of 2 rows"):
            write_word2vec_format(path, ["sea", "ship"], wrong)
    assert not path.exists()
    write_word2vec_format(path, ["new york", "sea"], np.eye(2), space="_")
    assert read_word2vec_format(path).terms.tolist() == ["new_york", "sea"]


def test_vectors_of_other_types_are_written_as_float32(tmp_path):
    write_word2vec_format(tmp_path / "v", ["a"], [[1 / 3, 2]], binary=True)
    write_word2vec_format(tmp_path / "t", ["a"], np.array([[1 / 3, 2]], ">f8"))
    for name in "vt":
        found = read_word2vec_format(tmp_path / name)
        assert_array_equal(found.vectors, np.float32([[1 / 3, 2]]))


@pytest.mark.parametrize("binary", [False, True])
def test_intersection_is_that_of_gensim(tmp_path, binary):
    rng = np.random.default_rng(0)
    in_file = ["ship", "gull", "sea", "税金"]
    given = rng.normal(size=(4, 3)).astype(np.float32)
    path = os.fspath(tmp_path / "v")
    write_word2vec_format(path, in_file, given, binary=binary)
    vocabulary = ["sea", "ship", "tax"]
    start = rng.normal(size=(3, 3)).astype(np.float32)

    theirs = gensim.KeyedVectors(3)
    theirs.add_vectors(vocabulary, start.copy())
    theirs.vectors_lockf = np.ones(3, np.float32)
    if not binary:  # their binary reader uses what NumPy no longer has
        theirs.intersect_word2vec_format(path, lockf=0.25)
        merged, lockf = theirs.vectors, theirs.vectors_lockf
    else:
        merged, lockf = start.copy(), np.float32([0.25, 0.25, 1])
        merged[:2] = given[[2, 0]]

    found, locks = intersect_word2vec_format(path, vocabulary, lock=0.25)
    ours = start.copy()
    for name, vector in zip(*found, strict=True):
        ours[vocabulary.index(name)] = vector
    assert_array_equal(ours, merged)
    assert_allclose(locks, lockf)
    assert locks.dtype == np.float32


def test_locks_word_by_word(tmp_path):
    write_word2vec_format(tmp_path / "v", ["sea", "ship", "gull"], np.eye(3))
    vocabulary = np.array(["ship", "tax", "sea"], dtype=object)
    found, locks = intersect_word2vec_format(
        tmp_path / "v", vocabulary, lock={"sea": 0.5, "gull": 2}, limit=2
    )
    assert found.terms.tolist() == ["sea", "ship"]
    assert locks.tolist() == [0, 1, 0.5]
    for lock in (-1, np.nan, {"sea": np.inf}):
        with pytest.raises(ValueError, match="A lock must be finite and not negative"):
            intersect_word2vec_format(tmp_path / "v", vocabulary, lock=lock)
