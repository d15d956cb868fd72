"""Texts and tables that fit the width of a terminal."""

from sktopics._terminal import SHOWN_ROWS, display_width, one_line, table_lines


def test_a_line_shows_all_letters_and_fits():
    assert one_line("a\nb\tc", 10) == "a b c"
    assert one_line("a\x1b[31mb", 20) == "a\\x1b[31mb"
    assert display_width(one_line("日本語のテキスト" * 20, 30)) <= 30


def test_a_long_table_says_how_many_rows_are_left():
    rows = [str(i) for i in range(SHOWN_ROWS + 3)]
    lines = table_lines("Title", "header", rows, "topics").splitlines()
    assert lines[:3] == ["Title", "header", "0"]
    assert lines[-1] == "… 3 more topics"
    assert table_lines("Title", "header", [], "topics") == "Title\nheader"
