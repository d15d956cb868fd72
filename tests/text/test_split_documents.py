import numpy as np
import pytest

from sktopics.text import split_documents

TEXTS = [
    'Mr. Hay, of the U.S. Senate, paid $2.50. Did he? "Yes." He left.',
    "",
    "  \n\n First line.\nSecond line.\n\n\n  Third. ",
    " \t ",
    "我来了。你呢？好！ 彼は「行く。」と言った。",
    "no end",
    "... ! ?",
    "é́ 👩‍👩‍👧 ünïcode\u2029next\r\n\r\nlast",
]


@pytest.mark.parametrize("by", ["paragraph", "sentence", 1, 3, 100])
def test_parts_joined_are_the_document(by):
    parts, owners, spans = split_documents(TEXTS, by, return_spans=True)
    for i, text in enumerate(TEXTS):
        of_document = [parts[k] for k in np.flatnonzero(owners == i)]
        assert "".join(of_document) == (text if text.strip() else "")
        assert all(part.strip() for part in of_document)
    for part, owner, (start, stop) in zip(parts, owners, spans, strict=True):
        assert TEXTS[owner][start:stop] == part
    assert owners.dtype == spans.dtype == np.int64
    assert (np.diff(owners) >= 0).all()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (TEXTS[0], [TEXTS[0][:41], "Did he? ", '"Yes." ', "He left."]),
        ("Pi is 3.14. It is.", ["Pi is 3.14. ", "It is."]),
        ("The U.S. Congress met. It voted.", ["The U.S. Congress met. ", "It voted."]),
        ("我来了。你呢？好！", ["我来了。", "你呢？", "好！"]),
        ("«Где?» Там.", ["«Где?» ", "Там."]),
        ("यह है। वह था।", ["यह है। ", "वह था।"]),
        ("A title\n\nand text. More", ["A title\n\n", "and text. ", "More"]),
    ],
)
def test_sentences(text, sentences):
    assert split_documents([text], "sentence")[0] == sentences


def test_paragraphs():
    parts, owners = split_documents(["One.\nTwo.\n \n\nThree.", "Four."])
    assert parts == ["One.\nTwo.\n \n\n", "Three.", "Four."]
    assert owners.tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("by", "overlap", "parts"),
    [
        (2, 0, ["a b ", "c d ", "e"]),
        (2, 1, ["a b ", "b c ", "c d ", "d e"]),
        (3, 1, ["a b c ", "c d e"]),
        (4, 3, ["a b c d ", "b c d e"]),
        (5, 4, ["a b c d e"]),
        (9, 8, ["a b c d e"]),
    ],
)
def test_tokens_overlap(by, overlap, parts):
    assert split_documents(["a b c d e"], by, overlap=overlap)[0] == parts


def test_sentences_overlap():
    parts, _ = split_documents(["One. Two. Three."], "sentence", overlap=1)
    assert parts == ["One. ", "One. Two. ", "Two. Three."]


def test_each_character_of_chinese_is_a_token():
    assert split_documents(["我来了abc def"], 2)[0] == ["我来", "了abc ", "def"]


def test_columns_and_generators_are_documents():
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    expected = split_documents(["a\n\nb", "c"])
    series = pandas.Series(["a\n\nb", "c"], index=[7, 3])
    for documents in (series, polars.Series(["a\n\nb", "c"]), ("a\n\nb", "c")):
        parts, owners = split_documents(documents)
        assert parts == expected[0]
        assert owners.tolist() == expected[1].tolist()
    assert split_documents(text for text in ["a", "b"])[0] == ["a", "b"]


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("one text",), TypeError, "a list of str"),
        ((["a", None],), TypeError, "document 1 is None"),
        (([],), ValueError, "at least 1 document"),
        ((["a"], "line"), ValueError, "'by' parameter"),
        ((["a"], 0), ValueError, "'by' parameter"),
    ],
)
def test_bad_input(arguments, error, message):
    with pytest.raises(error, match=message):
        split_documents(*arguments)


def test_overlap_leaves_parts_something_of_their_own():
    with pytest.raises(ValueError, match="overlap=3 leaves parts of by=3"):
        split_documents(["a b"], 3, overlap=3)
