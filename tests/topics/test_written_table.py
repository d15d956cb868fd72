"""Tables as CSV, LaTeX and Markdown: right in the hands of their readers."""

import csv
import io
import re
import sys

import numpy as np
import pytest

from sktopics.topics import Topic, TopicAuthor, TopicTable

OUTLIERS = Topic(-1, None, 0.125, ("um",), (1.0,), share_of_documents=0.125)
TABLE = TopicTable(
    [
        Topic(0, None, 0.5, ("sea", "ship"), (0.5, 0.25), share_of_documents=0.25),
        Topic(2, "R&D | 100%", 0.375, ("new_idea", "lab"), (0.5, 0.25)),
        Topic(1, None, None, (), (), share_of_documents=float("nan")),
    ],
    OUTLIERS,
)
# Whatever somebody has to escape somewhere.
AWKWARD = [
    "a|b",
    "a\\b",
    "a\\|b",
    "two\nlines\r\nhere",
    "tab\there",
    'a "quoted" word',
    "a,b;c",
    "{x} & $y$ #1 50% a_b ~ ^ < >",
    "*bold* _soft_ `code` [link](x) <b>tag</b> &amp; snake_case",
    "нефть и газ",
    "主题 模型",
    "می‌خواهم",  # with a letter that does not show and is part of the word
    "",
    " ",
]


def one(text):
    return TopicTable([Topic(0, text or None, 0.5, (text, "x"), (0.5, 0.25))])


def read_csv(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_csv():
    rows = read_csv(TABLE.to_csv())
    assert rows == [
        ["topic", "label", "size", "share_of_documents", "terms"],
        ["0", "sea, ship", "0.5", "0.25", "sea, ship"],
        ["2", "R&D | 100%", "0.375", "", "new_idea, lab"],
        ["1", "(no terms)", "", "", ""],
    ]
    assert read_csv(TABLE.to_csv(outliers=True))[-1] == [
        "-1",
        "outliers",
        "0.125",
        "0.125",
        "um",
    ]
    assert read_csv(TABLE[:1].to_csv(outliers=True))[-1][0] == "-1"
    assert read_csv(TopicTable([]).to_csv()) == rows[:1]


@pytest.mark.parametrize("text", AWKWARD)
def test_csv_of_awkward_texts(text):
    table = one(text)
    _, row = read_csv(table.to_csv(safe_for_spreadsheets=False))
    assert row[1] == table[0].label
    assert row[4] == f"{text}, x"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@a", "\t=1", " =1", "\n=1", "＝1"]
)
def test_csv_is_safe_for_spreadsheets(text):
    table = one(text)
    _, row = read_csv(table.to_csv())
    assert row[1] == f"'{text}"
    assert row[4] == f"'{text}, x"
    _, row = read_csv(table.to_csv(safe_for_spreadsheets=False))
    assert row[1] == text


def test_csv_with_authors_and_aspects():
    table = TopicTable(
        [
            Topic(
                0,
                None,
                None,
                ("sea",),
                (1.0,),
                authors=(TopicAuthor("Ann", 0.5), TopicAuthor(7, 0.25)),
                aspects={
                    "nouns": ("sea", "ship"),
                    "label": "ships",
                    "facts": {"age": 3},
                    "top terms": "x",
                    "share_of_documents": 1,
                },
            ),
            Topic(1, None, None, (), ()),
        ]
    )
    titles, first, second = read_csv(table.to_csv())
    assert titles[5:] == [
        "authors",
        "nouns",
        "aspect label",
        "facts",
        "top terms",
        "aspect share_of_documents",
    ]
    assert first[5:] == [
        "Ann (0.50), 7 (0.25)",
        "sea, ship",
        "ships",
        "age: 3",
        "x",
        "1",
    ]
    assert second[5:] == [""] * 6
    head = table.to_markdown().split("\n")[0]
    assert "| aspect top terms |" in head
    assert head.endswith("| top terms |")
    pytest.importorskip("pandas")
    frame = table.to_frame()
    assert frame.loc[0, "share_of_documents"] == 1


def test_latex():
    assert TABLE.to_latex(outliers=True) == "\n".join(
        [
            r"\begin{tabular}{rrrlp{0.6\linewidth}}",
            r"\toprule",
            r"topic & size & share of documents & label & top terms \\",
            r"\midrule",
            r"0 & 50.0\% & 25.0\% & sea, ship & sea, ship \\",
            r"2 & 37.5\% & – & R\&D \textbar{} 100\% & new\_idea, lab \\",
            r"1 & – & – & (no terms) &  \\",
            r"-1 & 12.5\% & 12.5\% & outliers & um \\",
            r"\bottomrule",
            r"\end{tabular}",
            "",
        ]
    )


@pytest.mark.parametrize("text", AWKWARD)
def test_latex_of_awkward_texts(text):
    lines = one(text).to_latex().split("\n")
    (row,) = lines[4:-3]  # a text has no lines of its own
    cells = re.split(r"(?<!\\)&", row.removesuffix(r" \\"))
    assert len(cells) == len(re.split("&", lines[2]))
    plain = re.sub(r"\\text(\w+)\{\}", "", cells[-1])
    plain = re.sub(r"\\[{}$&#%_]", "", plain)
    assert not set(plain) & set("\\{}$&#%_~^<>|")


def test_markdown():
    assert TABLE.to_markdown(outliers=True) == "\n".join(
        [
            "| topic | size | share of documents | label | top terms |",
            "| ---: | ---: | ---: | --- | --- |",
            "| 0 | 50.0% | 25.0% | sea, ship | sea, ship |",
            r"| 2 | 37.5% | – | R&D \| 100% | new_idea, lab |",
            "| 1 | – | – | (no terms) |  |",
            "| -1 | 12.5% | 12.5% | outliers | um |",
            "",
        ]
    )


@pytest.mark.parametrize("text", AWKWARD)
def test_markdown_of_awkward_texts(text):
    lines = one(text).to_markdown().split("\n")
    assert len(lines) == 4
    # A pipe ends a cell unless an odd number of backslashes is before it.
    cells = re.split(r"(?<!\\)(?:\\\\)*\|", lines[2])
    assert len(cells) == lines[1].count("|") + 1
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cells[-2]).strip()
    assert shown == " ".join(f"{text}, x".split())


def test_markdown_escapes_marks():
    text = one("*a* _b_ `c` [d] <e> &amp; f_g R&D $h$ ~~i~~").to_markdown()
    assert r"\*a\* \_b\_ \`c\` \[d\] \<e\> \&amp; f_g R&D \$h\$ \~\~i\~\~" in text


def test_what_is_unknown_has_no_column():
    table = TopicTable([Topic(0, None, None, ("sea",), (1.0,))])
    assert table.to_markdown() == "| topic | top terms |\n| ---: | --- |\n| 0 | sea |\n"
    assert r"\begin{tabular}{rp{0.6\linewidth}}" in table.to_latex()
    assert TopicTable([]).to_markdown().startswith("| topic | top terms |")


@pytest.mark.parametrize("kind", ["csv", "latex", "markdown"])
def test_files(kind, tmp_path):
    write = getattr(one("主题\nмодель"), f"to_{kind}")
    path = tmp_path / "table"
    for given in (path, str(path)):
        assert write(given) is None
        assert path.read_bytes().decode() == write()
        path.unlink()
    file = io.StringIO()
    assert write(file) is None
    assert file.getvalue() == write()
    surrogate = getattr(one("\ud800a"), f"to_{kind}")
    surrogate(path)
    assert b"a, x" in path.read_bytes()


def test_pandas_is_not_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert TABLE.to_csv()
    assert TABLE.to_latex()
    assert TABLE.to_markdown()


def test_frames():
    pandas = pytest.importorskip("pandas")
    frame = TABLE.to_frame()
    assert frame.columns[:3].tolist() == ["label", "size", "share_of_documents"]
    assert frame["share_of_documents"].isna().tolist() == [False, True, True]
    assert frame["terms"].tolist()[0] == ["sea", "ship"]
    assert frame.index.tolist() == [0, 2, 1]
    joined = TABLE.to_frame(joined_terms=True, outliers=True)
    assert joined["terms"].tolist() == ["sea, ship", "new_idea, lab", "", "um"]
    assert joined.loc[-1, "label"] == "outliers"
    again = pandas.read_csv(io.StringIO(TABLE.to_csv()), index_col="topic")
    pandas.testing.assert_series_equal(again["size"], frame["size"])
    assert np.isnan(again.loc[2, "share_of_documents"])
