"""What tables show: everything escaped in HTML, odd letters visible, no NaN."""

import re

import pytest

from sktopics.topics import Topic, TopicTable
from sktopics.topics._representatives import RepresentativeDocument
from sktopics.topics._topic import TopicAuthor

EVIL = "<script>alert('1')</script>\""


class Evil(float):
    """A number that is written as something else."""

    def __format__(self, how):
        return EVIL

    __str__ = __repr__ = lambda self: EVIL


def topic_of(evil, number):
    return Topic(
        evil,
        evil if isinstance(evil, str) else None,
        number,
        (EVIL, "sea"),
        (number, 0.1),
        documents=[
            RepresentativeDocument(evil, number, EVIL),
            RepresentativeDocument(evil, number),
        ],
        authors=[TopicAuthor(evil, number)],
        aspects={
            EVIL: EVIL,
            "long": EVIL * 50,
            "words": [EVIL, evil],
            "mapping": {EVIL: evil},
        },
    )


@pytest.mark.parametrize("evil", [EVIL, Evil(1)], ids=["text", "number"])
@pytest.mark.parametrize("number", [0.5, Evil(0.5)], ids=["plain", "evil"])
def test_everything_is_escaped(evil, number):
    html = TopicTable([topic_of(evil, number)] * 2)._repr_html_()
    assert "<script" not in html
    assert "alert('" not in html
    body = html.partition("</style>")[2]
    tags = set(re.findall(r"</?[a-z]+(?: [a-z]+=\"[^\"<>&']*\")*>", body))
    escaped = re.sub(r"title=\"[^\"]*\"|style=\"[^\"]*\"", "", body)
    assert len(re.findall("<", escaped)) == len(re.findall(r"<[^<>]*>", escaped))
    assert {tag.strip("</>").split()[0] for tag in tags} <= {
        *("table", "caption", "thead", "tbody", "tr", "th", "td", "span", "br"),
        *("details", "summary", "ol", "li"),
    }


@pytest.mark.parametrize("size", [float("nan"), float("inf"), None])
def test_unknown_sizes(size):
    unknown = Topic(0, "sea", size, ("ship",), (0.5,))
    known = Topic(1, "tax", 0.5, ("debt",), (0.5,))
    for table in (TopicTable([unknown]), TopicTable([unknown, known])):
        for text in (repr(table), table._repr_html_(), repr(unknown)):
            assert not re.search("nan|inf(?!o)", text)
    html = TopicTable([unknown, known])._repr_html_()
    assert '<td class="num">–</td>' in html
    assert html.count('<span class="bar" style="width: 100%">') == 1
    assert "size" not in repr(TopicTable([unknown]))
    assert ">size<" not in TopicTable([unknown])._repr_html_()


def test_sizes_of_nothing():
    html = TopicTable([Topic(0, "sea", 0.0, (), ())])._repr_html_()
    assert "0.0%" in html
    assert "bar" not in html.partition("</style>")[2]


def test_odd_letters_are_visible_in_text():
    odd = "a\u202eb\x00\n"
    table = TopicTable([topic_of(odd, 0.5)])
    shown = repr(table) + repr(table[0])
    assert "\\u202e" in shown
    assert not {"\u202e", "\x00"} & set(shown)
    assert repr(table[0]).startswith("Topic a\\u202eb\\x00\\n: ")
