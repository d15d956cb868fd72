"""Answers in files of judges."""

import csv

import pytest

from sktopics.judging import (
    Answers,
    JudgingTask,
    JudgingTasks,
    judge_agreement,
    make_tasks,
    read_answers,
    score_answers,
)

TASKS = make_tasks([["ship", "sea"], ["tax", "debt"]], random_state=0)


def test_filled_in_tables_and_saved_pages(tmp_path):
    TASKS.to_csv(tmp_path / "ada.csv")
    text = (tmp_path / "ada.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    for row in rows[:3]:
        kind = row["task"].split("-")[0]
        row.update(judge=" Ada ", answer="2" if kind == "rating" else "")
    with (tmp_path / "ada.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")  # as some spreadsheets
        writer.writeheader()
        writer.writerows(rows)
    key = next(task for task in TASKS if task.id == "intrusion-0").key
    saved = f'task,judge,answer\r\n"intrusion-0","Bo","{key}"\r\n'
    (tmp_path / "bo.csv").write_text(saved, newline="")
    answers = read_answers([tmp_path / "ada.csv", str(tmp_path / "bo.csv")], TASKS)
    assert ("intrusion-0", "Bo", key) in answers.given
    assert answers.judges == ("Ada", "Bo")
    rated = {row["task"] for row in rows[:3] if row["answer"]}
    assert {task for task, judge, _ in answers.given if judge == "Ada"} == rated


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("task,answer\nrating-0,3\n", "has no column 'judge'"),
        ("task,judge,answer\nrating-0,,3\n", "does not say who"),
        ("task,judge,answer\nrating-7,Ada,3\n", "none of the tasks"),
        ("task,judge,answer\nrating-0,Ada,4\n", "where the answers are 1, 2, 3"),
        ("task,judge,answer\nrating-0,A,3\nrating-0,A,2\n", "answered .* twice"),
    ],
    ids=["column", "nobody", "task", "answer", "twice"],
)
def test_bad_files(tmp_path, text, match):
    path = tmp_path / "answers.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=match):
        read_answers(path, TASKS)


ODD_WORDS = ("=sum", "a;b", 'quo"te', "Sea", "sea", " x y")
ODD_DOCUMENT = "line\u2028rating-0,Bo,9\x85\x0c\r\n;more\n" * 2000
ODD_TASKS = JudgingTasks(
    (
        JudgingTask("intrusion-0", "intrusion", 0, ODD_WORDS, None, "sea"),
        JudgingTask("documents-0-0", "documents", 0, ODD_WORDS, ODD_DOCUMENT, 0.5),
        JudgingTask("rating-0", "rating", 0, ODD_WORDS),
    ),
    ("odd",),
)


@pytest.mark.parametrize(
    "delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"]
)
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["'=sum", "3", "2.0"], ("=sum", "3", "2")),
        ([" A;B ", "3.0", " 2 "], ("a;b", "3", "2")),
        (['Quo"te', "1", "1"], ('quo"te', "1", "1")),
        (["Sea", "1", "1"], ("Sea", "1", "1")),
        (["x y", "1", "1"], (" x y", "1", "1")),
    ],
    ids=["formula", "capitals", "quote", "exact", "spaces"],
)
def test_tables_as_spreadsheets_write_them(tmp_path, delimiter, written, meant):
    path = tmp_path / "answers.csv"
    ODD_TASKS.to_csv(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert max(len(row[-1]) for row in rows) < 32_767
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow([*rows[0][:3], "notes, or: a;b;c;d;e", *rows[0][4:]])
        for row, answer in zip(rows[1:], written, strict=True):
            writer.writerow([row[0], "Zoë", answer, *row[3:]])
    found = read_answers(path, ODD_TASKS).given
    assert tuple(answer for _, _, answer in found) == meant
    assert {judge for _, judge, _ in found} == {"Zoë"}


@pytest.mark.parametrize(
    ("data", "match"),
    [
        ("task,judge,answer\nrating-0,Zoë,3\n".encode("cp1252"), "CSV UTF-8"),
        ("task,judge,answer\nrating-0,Zoë,3\n".encode("utf-16"), "CSV UTF-8"),
        (b"", "has no column 'task'"),
        (b"task;judge;reply\nrating-0;Ada;3\n", "has no column 'answer': .'task', 'ju"),
        (b"task,judge,answer\nrating-0,A," + b"x" * 140_000, "is no table"),
        (b"task,judge,answer\nintrusion-0,A,SEA\n", "answered 'SEA'"),
    ],
    ids=["cp1252", "utf-16", "empty", "other-columns", "huge-cell", "ambiguous"],
)
def test_bad_bytes(tmp_path, data, match):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    with pytest.raises(ValueError, match=match):
        read_answers(path, ODD_TASKS)


def test_line_separators_in_a_cell_do_not_end_a_row(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("task,words,judge,answer\nrating-0,a\u2028b\x85c,Ada,3\n", "utf-8")
    assert read_answers(path, ODD_TASKS).given == (("rating-0", "Ada", "3"),)


def test_rows_of_tables():
    found = Answers([("rating-0", "Ada", 3.0), ("rating-1", 7, 2)])
    assert found.given == (("rating-0", "Ada", "3"), ("rating-1", "7", "2"))
    with pytest.raises(ValueError, match="rows of task, judge and answer, got"):
        Answers([("rating-0", 3)])


def test_bad_input():
    given = [("rating-0", "Ada", 3)]
    with pytest.raises(TypeError, match="'paths' parameter"):
        read_answers(3, TASKS)
    with pytest.raises(TypeError, match="'tasks' parameter"):
        read_answers("answers.csv", list(TASKS))
    with pytest.raises(TypeError, match="'answers' parameter"):
        score_answers(TASKS, given)
    with pytest.raises(TypeError, match="'others' parameter"):
        judge_agreement(TASKS, Answers(given), given)


def test_sum():
    a, b = Answers([("rating-0", "A", 1)]), Answers([("rating-0", "B", 2)])
    assert (a + b).judges == ("A", "B")
    with pytest.raises(ValueError, match="twice"):
        a + a
